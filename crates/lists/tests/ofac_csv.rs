//! OFAC's real CSV files: every row read, the designations of 2 December 2021, and what of the remarks remains text.

// Clippy knows a test by its attribute, not the functions that tests share.
#![allow(clippy::expect_used, clippy::panic)]

use interdict_lists::{Format, Input, OnProblem, Reading, formats};
use interdict_model::{Entity, IdKind, LinkKind, Measure, NameKind, Property, Schema};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// The folder of test data, or a plain word that the test is skipped.
fn data(test: &str) -> Option<PathBuf> {
    let given = std::env::var_os("INTERDICT_TEST_DATA").map(PathBuf::from);
    let root = given.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")));
    let ofac = root.join("ofac");
    if !ofac.is_dir() {
        println!("skipped: {test}: no test data at {}", ofac.display());
        return None;
    }
    Some(ofac)
}

fn read(root: &Path, files: &[&str]) -> Reading {
    let open = |f: &&str| Input::open(&root.join(f)).unwrap_or_else(|e| panic!("{e}"));
    let inputs: Vec<Input> = files.iter().flat_map(open).collect();
    formats::read(&inputs, OnProblem::Stop).unwrap_or_else(|e| panic!("{e}"))
}

fn find<'r>(reading: &'r Reading, id: &str) -> &'r Entity {
    reading.entities.iter().find(|e| e.id == id).expect("listed")
}

#[test]
fn the_35_of_2_december_2021_join_and_none_leave() {
    let Some(root) = data("the_35_of_2_december_2021_join_and_none_leave") else { return };
    let before = read(&root, &["sdn_2021-12-02_before.csv.gz"]);
    let after = read(&root, &["sdn_2021-12-02_after.csv.gz"]);
    assert_eq!((before.report.records, before.report.read), (9000, 9000));
    assert_eq!((after.report.records, after.report.read), (9035, 9035));
    let ids = |r: &Reading| r.entities.iter().map(|e| e.id.clone()).collect::<HashSet<_>>();
    let (old, new) = (ids(&before), ids(&after));
    assert_eq!(old.difference(&new).count(), 0, "none leave");
    let joined: Vec<&Entity> = after.entities.iter().filter(|e| !old.contains(&e.id)).collect();
    assert_eq!(joined.len(), 35);
    let of = |schema| joined.iter().filter(|e| e.schema == schema).count();
    assert_eq!((of(Schema::Person), of(Schema::Organization), of(Schema::Airplane)), (20, 12, 3));
    let tagged = |tag| joined.iter().filter(|e| e.programmes().contains(&tag)).count();
    assert_eq!((tagged("BELARUS"), tagged("BELARUS-EO14038")), (2, 33));
    assert!(joined.iter().all(|e| e.listings[0].measures.contains(&Measure::AssetFreeze)));
    assert!(joined.iter().all(|e| e.listings[0].from.is_none()), "the file does not say since when");
    assert_eq!((after.meta.source.as_str(), after.format), ("us-sdn", Format::OfacCsv));

    // The aircraft: tail from the name, serial number, model and year from the remarks, its owner as a tie.
    let plane = joined.iter().find(|e| e.name() == "EW-78843").expect("listed");
    let ids: Vec<_> = plane.identifiers.iter().map(|i| (i.kind, i.value.as_str())).collect();
    assert_eq!(ids, [(IdKind::Tail, "EW-78843"), (IdKind::Msn, "1003403082")]);
    assert_eq!(plane.facts_of(Property::Model).collect::<Vec<_>>(), ["IL-76TD"]);
    assert_eq!(plane.dates_of(Property::BuildDate).map(|d| d.from.year()).collect::<Vec<_>>(), [1990]);
    let tie = plane.links.first().expect("a tie");
    assert_eq!((tie.kind, tie.name.as_str()), (LinkKind::LinkedTo, "JSC TRANSAVIAEXPORT AIRLINES"));
}

#[test]
fn every_row_of_the_july_2021_set_finds_its_party() {
    let Some(root) = data("every_row_of_the_july_2021_set_finds_its_party") else { return };
    let set = read(&root, &["2021-07/sdn.csv.gz", "2021-07/alt.csv.gz", "2021-07/add.csv.gz"]);
    assert_eq!(set.entities.len(), 8976);
    assert_eq!(set.report.records, 8976 + 11_910 + 13_837);
    assert_eq!(set.report.read, set.report.records);
    assert_eq!(set.report.unused().count(), 0);
    assert_eq!(set.report.notes, ["5 remarks break off at 1000 characters: no comments file was given"]);
    let of = |schema| set.entities.iter().filter(|e| e.schema == schema).count();
    assert_eq!((of(Schema::Person), of(Schema::Vessel), of(Schema::Airplane)), (4620, 406, 277));
    let bank = find(&set, "306");
    assert_eq!(bank.name(), "BANCO NACIONAL DE CUBA");
    assert!(bank.names.iter().any(|n| n.kind == NameKind::Alias && n.text == "NATIONAL BANK OF CUBA"));
    assert!(bank.names.iter().any(|n| n.kind == NameKind::WeakAlias && n.text == "BNC"));
    assert!(bank.addresses.iter().any(|a| a.full == "Zweierstrasse 35, Zurich CH-8022"));
}

#[test]
fn a_set_that_its_carrier_saved_again_is_read_and_its_oddities_are_named() {
    let Some(root) = data("a_set_that_its_carrier_saved_again_is_read_and_its_oddities_are_named") else { return };
    let set = read(&root, &["2022-01/sdn.csv.gz", "2022-01/add.csv.gz", "2022-01/alt.csv.gz"]);
    assert_eq!(set.entities.len(), 9044);
    assert_eq!(set.report.read, 9044 + 13_625 + 12_409);
    let notes = set.report.notes.join("\n");
    assert!(notes.contains("stands at another one again: 2677"), "{notes}");
    assert!(notes.contains("1 address rows name parties that the main file does not hold, first 34489"), "{notes}");
    assert!(
        find(&set, "34111").names.iter().any(|n| n.text == "Another name"),
        "its last row, shorter than the others"
    );
}

#[test]
fn the_non_sdn_list_is_told_by_its_tags_and_freezes_nothing_by_itself() {
    let Some(root) = data("the_non_sdn_list_is_told_by_its_tags_and_freezes_nothing_by_itself") else { return };
    let files = ["prim", "alt", "add", "comments"].map(|f| format!("nonsdn/cons_{f}_2025-12.csv"));
    let set = read(&root, &files.each_ref().map(String::as_str));
    assert_eq!(set.meta.source, "us-non-sdn");
    assert_eq!(set.entities.len(), 442);
    assert_eq!(set.report.read, 442 + 1073 + 574 + 10);
    assert!(set.report.notes.is_empty(), "{:?}", set.report.notes);
    let with = |m| set.entities.iter().filter(|e| e.listings[0].measures.contains(&m)).map(Entity::name).collect();
    let (other, blocked): (Vec<_>, Vec<_>) = (with(Measure::Other), with(Measure::AssetFreeze));
    // "SANCTIONS ON PRINCIPAL EXECUTIVE OFFICERS. Sec 235(a)(12)" is the one text that names no measure of its own.
    assert_eq!(other, ["PRESIDENCY OF DEFENSE INDUSTRIES"]);
    assert!(blocked.is_empty(), "{blocked:?}");
    assert_eq!(find(&set, "9639").listings[0].measures, [Measure::TransactionBan], "NS-PLC");
    assert_eq!(find(&set, "15268").listings[0].measures, [Measure::CorrespondentAccount], "561-Related");
    assert_eq!(find(&set, "30902").listings[0].measures, [Measure::Financing], "CMIC");
    // Sberbank's remarks break off within "EO 14024 Directive 2": the comments file continues them.
    let bank = find(&set, "17018");
    assert!(bank.identifiers.iter().any(|i| i.kind == IdKind::TaxNumber && i.value == "7707083893"));
    assert!(bank.names.iter().any(|n| n.text == "SBERBANK MUMBAI"));
    assert!(bank.listings[0].measures.contains(&Measure::CorrespondentAccount));
}

#[test]
fn address_rows_alone_are_refused_with_their_number() {
    let Some(root) = data("address_rows_alone_are_refused_with_their_number") else { return };
    for (file, rows) in [("newer/add_2025-12.csv.gz", "24244 address"), ("newer/alt_2026-08.csv.gz", "20169 alias")] {
        let inputs = Input::open(&root.join(file)).expect("opens");
        assert_eq!(Format::recognise(&inputs[0]), Some(Format::OfacCsv));
        let e = formats::read(&inputs, OnProblem::GoOn).expect_err("no main file").to_string();
        assert!(e.contains(&format!("{rows} rows without their main file")), "{e}");
    }
}

#[test]
fn of_all_remarks_no_more_than_a_few_in_a_hundred_remain_text() {
    let Some(root) = data("of_all_remarks_no_more_than_a_few_in_a_hundred_remain_text") else { return };
    let files = [
        ("2021-07/sdn.csv.gz", 8976),
        ("2022-01/sdn.csv.gz", 9044),
        ("history/sdn_2021-08-18T093901Z.csv.gz", 9083),
        ("history/sdn_2022-02-23T015237Z.csv.gz", 9108),
        ("history/sdn_2022-02-25T015029Z.csv.gz", 9214),
        ("history/sdn_2022-12-09T184513Z.csv.gz", 11_381),
        ("history/sdn_2023-08-09T184327Z.csv.gz", 12_817),
        ("history/sdn_2024-04-26T184332Z.csv.gz", 14_668),
    ];
    let (mut notes, mut stated) = (BTreeMap::<String, u64>::new(), 0);
    for (file, rows) in files {
        let reading = read(&root, &[file]);
        assert_eq!(reading.entities.len(), rows, "{file}");
        for e in &reading.entities {
            stated += e.identifiers.len() + e.dates.len() + e.territories.len() + e.facts.len() + e.links.len();
            stated += e.names.len() - 1;
            for note in e.facts_of(Property::Notes) {
                *notes.entry(note.to_string()).or_default() += 1;
            }
        }
    }
    let all: u64 = notes.values().sum();
    let mut top: Vec<_> = notes.iter().collect();
    top.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    println!("{all} of {stated} statements remain text, {} different; the most frequent:", notes.len());
    for (note, n) in top.iter().take(70) {
        println!("{n:6} {}", note.chars().take(110).collect::<String>());
    }
    assert!(all * 100 < stated as u64 * 3, "{all} of {stated}");
}
