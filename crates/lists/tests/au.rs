//! Australia's workbook: rows into parties, on a small workbook of our own and on the real one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use interdict_lists::{Format, Input, OnProblem, Reading, formats};
use interdict_model::{IdKind, Measure, NameKind, Property, Schema};
use std::io::Write;
use std::path::PathBuf;

/// A workbook of one sheet whose cells are inline texts; a cell that begins with `=` is a number.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::from(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (r, cells) in rows.iter().enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", r + 1));
        for (c, cell) in cells.iter().enumerate() {
            let at = format!("{}{}", char::from(b'A' + c as u8), r + 1);
            match cell.strip_prefix('=') {
                Some(number) => sheet.push_str(&format!("<c r=\"{at}\" s=\"1\"><v>{number}</v></c>")),
                None => sheet.push_str(&format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>")),
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let main = "http://schemas.openxmlformats.org";
    let files = [
        ("[Content_Types].xml", format!(r#"<Types xmlns="{main}/package/2006/content-types"/>"#)),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{main}/package/2006/relationships"><Relationship Id="r1" Type="{main}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}/spreadsheetml/2006/main" xmlns:r="{main}/officeDocument/2006/relationships"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{main}/package/2006/relationships"><Relationship Id="rId1" Type="{main}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        // Style 1 is a date.
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{main}/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

const HEADER: &[&str] = &[
    "Reference",
    "Name of Individual or Entity",
    "Type",
    "Name Type",
    "Alias Strength",
    "Date of Birth",
    "Additional Information",
    "Listing Information",
    "IMO Number",
    "Committees",
    "Control Date",
    "Targeted Financial Sanction",
    "Travel Ban",
    "Maritime Restriction",
];

fn read(rows: &[&[&str]], on: OnProblem) -> Result<Reading, interdict_lists::Error> {
    let all: Vec<&[&str]> = std::iter::once(HEADER).chain(rows.iter().copied()).collect();
    let inputs = Input::from_bytes("dfat.xlsx", workbook(&all)).expect("a workbook");
    assert_eq!(Format::recognise(&inputs[0]), Some(Format::AuXlsx));
    formats::read(&inputs, on)
}

#[test]
fn rows_of_one_number_are_one_party_and_its_names() {
    let listed = "Listed on 25 January 2001 (amended on 3 Sep 2003)";
    let rows: &[&[&str]] = &[
        &[
            "7a",
            "Abu Example",
            "Individual",
            "Alias",
            "Weak",
            "",
            "",
            listed,
            "",
            "1988 (Taliban)",
            "=46126",
            "1",
            "1",
            "0",
        ],
        &[
            "7",
            "Jan EXAMPLE",
            "Individual",
            "Primary Name",
            "",
            "=23830",
            "TAi.900. Title: x",
            listed,
            "",
            "1988 (Taliban)",
            "=46126",
            "1",
            "1",
            "0",
        ],
        &[
            "7b",
            "Ян",
            "Individual",
            "Original Script",
            "",
            "=1969",
            "",
            listed,
            "",
            "1988 (Taliban)",
            "=46127",
            "1",
            "1",
            "0",
        ],
        &[
            "8",
            "Example One",
            "Vessel",
            "Primary Name",
            "",
            "",
            "",
            "Designated as a sanctioned vessel in an instrument",
            "9074729",
            "Autonomous (Vessels)",
            "=46000",
            "0",
            "0",
            "1",
        ],
    ];
    let reading = read(rows, OnProblem::Stop).expect("reads");
    assert_eq!((reading.report.records, reading.report.read, reading.entities.len()), (4, 4, 2));
    assert_eq!(reading.report.unused().count(), 0);
    let e = &reading.entities[0];
    assert_eq!((e.id.as_str(), e.name(), e.schema), ("7", "Jan EXAMPLE", Schema::Person));
    assert_eq!(
        e.names.iter().map(|n| n.kind).collect::<Vec<_>>(),
        [NameKind::Primary, NameKind::WeakAlias, NameKind::OtherScript]
    );
    // A number of days is a day; a year in a cell that is formatted as a day is a year.
    let born: Vec<String> = e.dates_of(Property::BirthDate).map(ToString::to_string).collect();
    assert_eq!(born, ["1965-03-29", "1969"]);
    let l = &e.listings[0];
    assert_eq!(l.measures, [Measure::AssetFreeze, Measure::TravelBan]);
    assert_eq!(l.from.map(|d| d.to_string()).as_deref(), Some("2001-01-25"));
    assert_eq!(l.amended.map(|d| d.to_string()).as_deref(), Some("2026-04-15"));
    assert_eq!((e.identifiers[0].kind, e.identifiers[0].value.as_str()), (IdKind::ListReference, "TAi.900"));
    let ship = &reading.entities[1];
    assert_eq!((ship.identifiers[0].kind, ship.listings[0].from), (IdKind::Imo, None));
    assert_eq!(ship.listings[0].measures, [Measure::PortBan]);
}

#[test]
fn a_row_that_cannot_be_read_is_named_by_its_row_in_excel() {
    let rows: &[&[&str]] = &[
        &["7", "A", "Robot", "Primary Name", "", "", "", "", "", "", "", "1", "0", "0"],
        &["x7", "B", "Entity", "Primary Name", "", "", "", "", "", "", "", "1", "0", "0"],
        &["9", "C", "Entity", "Primary Name", "", "", "", "", "", "", "", "maybe", "0", "0"],
        &["10", "D", "Entity", "Primary Name", "", "", "", "", "", "", "", "1", "0", "0"],
    ];
    let reading = read(rows, OnProblem::GoOn).expect("goes on");
    assert_eq!(reading.entities.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["10"]);
    let fields: Vec<_> = reading.report.problems.iter().map(|p| (p.field.as_deref(), p.line)).collect();
    let wanted = [("Type", 2), ("Reference", 3), ("Targeted Financial Sanction", 4)];
    assert_eq!(fields, wanted.map(|(f, l)| (Some(f), Some(l))));
}

#[test]
fn a_workbook_of_something_else_is_not_taken_for_the_list() {
    let inputs = Input::from_bytes("trade.xlsx", workbook(&[&["name", "PARTNER"], &["LT", "BY"]])).expect("a workbook");
    assert_eq!(Format::recognise(&inputs[0]), None);
}

fn data(test: &str, path: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root = std::env::var("INTERDICT_TEST_DATA").map(PathBuf::from).unwrap_or_else(|_| PathBuf::from(here));
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {test}: no test data at {}", path.display());
    None
}

#[test]
fn all_11068_names_of_dfat_are_3846_parties_and_no_value_is_left() {
    let test = "all_11068_names_of_dfat_are_3846_parties_and_no_value_is_left";
    let Some(path) = data(test, "au/dfat_consolidated.xlsx") else { return };
    let reading = formats::read(&Input::open(&path).expect("opens"), OnProblem::Stop).expect("reads");
    assert_eq!((reading.report.records, reading.report.read, reading.entities.len()), (11_068, 11_068, 3_846));
    assert_eq!(reading.report.unused().collect::<Vec<_>>(), []);
    let count = |schema| reading.entities.iter().filter(|e| e.schema == schema).count();
    assert_eq!(count(Schema::Vessel), 262);
    assert!(reading.entities.iter().all(|e| e.names[0].kind == NameKind::Primary));
}

#[test]
fn no_trade_workbook_is_taken_for_the_list_nor_read_whole() {
    let Some(path) =
        data("no_trade_workbook_is_taken_for_the_list_nor_read_whole", "trade/eurostat-cn8/raw/eurostat_xlsx")
    else {
        return;
    };
    for file in std::fs::read_dir(path).expect("a folder").take(5) {
        let file = file.expect("a file").path();
        for input in Input::open(&file).expect("opens") {
            assert_eq!(Format::recognise(&input), None, "{}", file.display());
        }
    }
}

#[test]
fn a_mutated_worksheet_never_panics() {
    let cells =
        ["7", "Jan EXAMPLE", "Individual", "Primary Name", "=23830", "", "Listed on 25 January 2001", "=46126", "1"];
    let odd = [
        "",
        "=1e308",
        "=-1",
        "=NaN",
        "a) b) c)",
        "(a)",
        " on ",
        "Listed on on on",
        "Ж",
        "=99999999999",
        "TAi.é02",
        "7é",
    ];
    let mut read = 0;
    for (at, odd) in (0..HEADER.len()).flat_map(|at| odd.iter().map(move |o| (at, *o))) {
        let mut row: Vec<&str> = HEADER.iter().enumerate().map(|(n, _)| cells.get(n).copied().unwrap_or("")).collect();
        row[at] = odd;
        for rows in [vec![HEADER, &row[..]], vec![&row[..], HEADER]] {
            let inputs = Input::from_bytes("dfat.xlsx", workbook(&rows)).expect("a workbook");
            read += u32::from(formats::read(&inputs, OnProblem::GoOn).is_ok_and(|r| r.report.records == 1));
        }
    }
    assert!(read > 100, "only {read} were read");
    // A workbook that breaks off anywhere.
    let whole = workbook(&[HEADER, &cells[..]]);
    for cut in 0..whole.len() {
        let bytes = whole[..cut].to_vec();
        let input = Input { name: "dfat.xlsx".into(), bytes, modified: None };
        assert!(formats::read(&[input], OnProblem::GoOn).is_err(), "cut at {cut}");
    }
}
