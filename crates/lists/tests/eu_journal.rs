//! EU annexes from the Official Journal: rows into parties, and the account of all files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use interdict_lists::{Format, Input, OnProblem, Reading, formats};
use interdict_model::{IdKind, Measure, Property};
use std::path::PathBuf;

const HEADER: &str = "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,nationality,jurisdiction,birthDate,birthPlace,position,passportNumber,gender,appearance,ethnicity,fatherName,motherName,incorporationDate,legalForm,sector,registrationNumber,taxNumber,idNumber,innCode,ogrnCode,kppCode,okpoCode,leiCode,swiftBic,ticker,imoNumber,mmsi,flag,address,phone,email,website,notes";

/// A row with these cells, all others blank.
fn row(cells: &[(&str, &str)]) -> String {
    let cell = |column: &str| {
        let value = cells.iter().find(|(c, _)| *c == column).map_or("", |(_, v)| v);
        format!("\"{}\"", value.replace('"', "\"\""))
    };
    HEADER.split(',').map(cell).collect::<Vec<_>>().join(",")
}

fn read(name: &str, text: String) -> Reading {
    let inputs = Input::from_bytes(name, text.into_bytes()).expect("plain text");
    assert_eq!(Format::recognise(&inputs[0]), Some(Format::EuJournal));
    formats::read(&inputs, OnProblem::Stop).expect("reads")
}

#[test]
fn rows_of_one_entry_are_one_party_with_all_its_measures() {
    let same =
        [("celex", "32006R0765"), ("recordId", "5"), ("programKey", "EU-BLR"), ("annex", "I.A"), ("schema", "Person")];
    let with = |more: &[(&str, &'static str)]| row(&[&same[..], more].concat());
    let born = ("birthDate", "12.3.1958 or 13.3.1958");
    let freeze = with(&[("measure", "Asset freeze"), ("name", "Jan NOVAK"), ("startDate", "3.6.2022"), born]);
    let ban = with(&[
        ("measure", "Services ban"),
        ("name", "Jan NOVAK"),
        ("startDate", "3.6.2022"),
        ("nationality", "Belarusian"),
    ]);
    let reading = read("32006R0765.csv", format!("{HEADER}\n{freeze}\n{ban}\n"));
    assert_eq!((reading.report.records, reading.report.read, reading.entities.len()), (2, 2, 1));
    let e = &reading.entities[0];
    assert_eq!((e.source.as_str(), e.id.as_str()), ("eu-journal/32006R0765", "32006R0765/I.A/5"));
    assert_eq!(e.listings.len(), 1);
    assert_eq!(e.listings[0].measures, [Measure::AssetFreeze, Measure::Services]);
    assert_eq!(e.listings[0].from.map(|d| d.to_string()).as_deref(), Some("2022-06-03"));
    assert_eq!(e.dates_of(Property::BirthDate).count(), 2);
    assert_eq!(e.territories[0].country.map(|c| c.to_string()).as_deref(), Some("BY"));
    assert!(reading.meta.complete);
}

#[test]
fn an_entry_without_a_number_has_an_id_made_of_schema_and_name() {
    let cells = [
        ("celex", "32014R0833"),
        ("programKey", "EU-RUS"),
        ("annex", "XLII"),
        ("measure", "Transportation restrictions"),
    ];
    let ship = [&cells[..], &[("schema", "Vessel"), ("name", "Example One"), ("imoNumber", "9074729")]].concat();
    let reading = read("32014R0833.csv", format!("{HEADER}\n{}\n", row(&ship)));
    let e = &reading.entities[0];
    assert!(e.id.starts_with("32014R0833/XLII/~") && e.id.len() == "32014R0833/XLII/~".len() + 8, "{}", e.id);
    assert_eq!(e.listings[0].measures, [Measure::PortBan]);
    assert_eq!((e.identifiers[0].kind, e.listings[0].from), (IdKind::Imo, None));
}

#[test]
fn an_amendment_is_no_whole_list_and_an_act_may_list_nobody() {
    let header = HEADER.replacen("celex", "amendedCelex,amendmentCelex", 1);
    let line = "32006R0765,32026R1846,9,EU-BLR,I.A,Asset freeze,1.8.2026,,Person,Jan NOVAK";
    let line = format!("{line}{}", ",".repeat(header.matches(',').count() - line.matches(',').count()));
    let reading = read("32026R1846.csv", format!("{header}\n{line}\n"));
    assert_eq!((reading.meta.source.as_str(), reading.meta.complete), ("eu-journal/32026R1846", false));
    assert_eq!(reading.entities[0].id, "32006R0765/I.A/9");
    assert_eq!(reading.entities[0].listings[0].legal_basis, ["32006R0765", "32026R1846"]);
    let empty = read("32010R0356.csv", format!("{HEADER}\n"));
    assert_eq!(
        (empty.meta.source.as_str(), empty.meta.complete, empty.report.records),
        ("eu-journal/32010R0356", true, 0)
    );
}

#[test]
fn a_start_date_that_is_no_date_is_a_problem_of_that_row() {
    let cells =
        [("celex", "32006R0765"), ("recordId", "5"), ("programKey", "EU-BLR"), ("annex", "I.A"), ("schema", "Person")];
    let bad = row(&[&cells[..], &[("measure", "Asset freeze"), ("name", "X"), ("startDate", "31.2.2022")]].concat());
    let inputs = Input::from_bytes("32006R0765.csv", format!("{HEADER}\n{bad}\n").into_bytes()).expect("plain text");
    let e = formats::read(&inputs, OnProblem::Stop).expect_err("no such day").to_string();
    assert!(
        e.starts_with("32006R0765.csv, record 1, id 32006R0765/I.A/5, line 2, startDate: found \"31.2.2022\""),
        "{e}"
    );
}

fn data(test: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root = std::env::var("INTERDICT_TEST_DATA").map(PathBuf::from).unwrap_or_else(|_| PathBuf::from(here));
    let path = root.join("eu-journal");
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {test}: no test data at {}", path.display());
    None
}

#[test]
fn all_rows_of_all_acts_are_read_and_no_value_is_left() {
    let Some(path) = data("all_rows_of_all_acts_are_read_and_no_value_is_left") else { return };
    let mut totals = Vec::new();
    for folder in ["consolidated", "amendments"] {
        let (mut files, mut rows, mut counted) = (0, 0, 0);
        for file in std::fs::read_dir(path.join(folder)).expect("a folder") {
            let file = file.expect("a file").path();
            let inputs = Input::open(&file).expect("opens");
            let reading = formats::read(&inputs, OnProblem::Stop).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(reading.report.unused().collect::<Vec<_>>(), [], "{}", file.display());
            assert_eq!(reading.report.records, reading.report.read);
            let mut ids: Vec<&str> = reading.entities.iter().map(|e| e.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), reading.entities.len(), "ids of {} are unique", file.display());
            files += 1;
            rows += reading.report.read;
            // Counted independently of the reader.
            let mut csv = csv::ReaderBuilder::new().from_path(&file).expect("opens");
            counted += csv.records().filter(|r| r.is_ok()).count() as u64;
        }
        assert_eq!(rows, counted, "{folder}");
        totals.push((files, rows));
    }
    assert_eq!(totals, [(45, 8017), (11, 417)]);
}
