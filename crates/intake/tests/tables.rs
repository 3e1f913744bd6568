//! Tables of parties in every form that is read, and what is said of those that are broken.

#![allow(missing_docs, clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, Float64Array, LargeStringArray, RecordBatch, StringArray, StructArray,
};
use arrow_schema::{DataType, Field, Schema};
use interdict_intake::{Error, Kind, Table};
use interdict_lists::Input;
use interdict_lists::formats::Mapping;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Read {
    /// Row, id, names, birth, countries, identifiers of each party.
    parties: Vec<(u64, String, String, String, String, String)>,
    problems: Vec<String>,
}

fn try_read(path: &Path, mapping: &Mapping) -> Result<Read, Error> {
    let mut table = Table::open(path, mapping)?;
    let mut out = Read { parties: Vec::new(), problems: Vec::new() };
    while let Some(chunk) = table.next_chunk()? {
        let parties = chunk.parties()?;
        out.problems.extend(parties.problems.iter().map(|(_, p)| p.to_string()));
        let batch = &parties.batch;
        let rows = batch.column(0).as_primitive::<UInt64Type>();
        let text = |c: usize, at: usize| {
            let column = batch.column(c).as_string::<i32>();
            if column.is_valid(at) { column.value(at).to_string() } else { String::new() }
        };
        let list = |c: usize, at: usize| {
            let values = batch.column(c).as_list::<i32>().value(at);
            values.as_string::<i32>().iter().flatten().collect::<Vec<_>>().join("; ")
        };
        for at in 0..batch.num_rows() {
            out.parties.push((rows.value(at), text(1, at), list(2, at), text(4, at), list(5, at), list(6, at)));
        }
    }
    Ok(out)
}

fn read(path: &Path, mapping: &Mapping) -> Read {
    try_read(path, mapping).unwrap_or_else(|e| panic!("{e}"))
}

fn plain(path: &Path) -> Read {
    read(path, &Mapping::default())
}

fn refused(path: &Path) -> String {
    match try_read(path, &Mapping::default()) {
        Ok(read) => panic!("read {} parties", read.parties.len()),
        Err(e) => e.to_string(),
    }
}

fn mapping(yaml: &str) -> Mapping {
    let input = Input::from_bytes("m.yaml", yaml.as_bytes().to_vec()).expect("plain").remove(0);
    Mapping::read(&input).unwrap_or_else(|e| panic!("{e}\n{yaml}"))
}

fn dir() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn file(dir: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

fn zip(members: &[&str], method: zip::CompressionMethod) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).expect("memory");
        zip.write_all(TABLE.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).expect("memory");
    gz.finish().expect("memory")
}

const TABLE: &str = "Customer ID;Full name;Alias;DOB;Country;Passport no\n\
    7;OJSC Belaruskali;Kali;;BY;\n8;\"Ivanov\nIvan\";;1980-03-23;LT;MP1(BY)\n";

fn as_expected(read: &Read, what: &str) {
    assert_eq!(read.problems, Vec::<String>::new(), "{what}");
    let p: Vec<_> =
        read.parties.iter().map(|p| (p.0, p.1.as_str(), p.3.as_str(), p.4.as_str(), p.5.as_str())).collect();
    assert_eq!(p, [(1, "7", "", "BY", ""), (2, "8", "1980-03-23", "LT", "passport:MP1(BY)")], "{what}");
    assert_eq!(read.parties[0].2, "OJSC Belaruskali; Kali", "{what}");
}

#[test]
fn a_table_is_the_same_whatever_is_wrapped_around_it() {
    let dir = dir();
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(TABLE.encode_utf16().flat_map(u16::to_le_bytes));
    let forms = [
        ("plain", TABLE.as_bytes().to_vec()),
        ("gzip", gzip(TABLE.as_bytes())),
        ("zstd", zstd::encode_all(TABLE.as_bytes(), 1).expect("memory")),
        ("zip", zip(&["t.csv", "__MACOSX/t.csv"], zip::CompressionMethod::Deflated)),
        ("stored", zip(&["t.csv"], zip::CompressionMethod::Stored)),
        ("byte order mark", [b"\xEF\xBB\xBF", TABLE.as_bytes()].concat()),
        ("UTF-16", utf16),
        ("Excel", format!("sep=;\r\n{}", TABLE.replace('\n', "\r\n")).into_bytes()),
        ("tab", TABLE.replace(';', "\t").into_bytes()),
        ("comma", TABLE.replace(';', ",").into_bytes()),
        ("bar", TABLE.replace(';', "|").into_bytes()),
    ];
    for (what, bytes) in forms {
        as_expected(&plain(&file(&dir, what, &bytes)), what);
    }
}

#[test]
fn json_lines_and_an_array_give_the_parties_of_the_table_and_a_late_key_is_understood() {
    let dir = dir();
    let a = r#"{"Customer ID": 7, "Full name": "OJSC Belaruskali", "Alias": ["Kali"], "Country": "BY", "DOB": null}"#;
    let b = r#"{"Customer ID": "8", "Full name": "Ivanov {]\" Ivan", "DOB": "1980-03-23", "Country": ["LT"], "Passport no": "MP1(BY)"}"#;
    as_expected(&plain(&file(&dir, "lines.jsonl", format!("{a}\n\n{b}\n").as_bytes())), "lines");
    as_expected(&plain(&file(&dir, "array.json", format!("[\n {a},\n{b}]\n").as_bytes())), "array");
    // More rows than a chunk holds before the key comes.
    let many =
        "{\"name\": \"A B\"}\n".repeat(interdict_intake::ROWS + 5) + "{\"name\": \"C D\", \"country\": \"BY\"}\n";
    let read = plain(&file(&dir, "late.jsonl", many.as_bytes()));
    assert_eq!(read.parties.len(), interdict_intake::ROWS + 6);
    assert_eq!(read.parties.last().map(|p| p.4.as_str()), Some("BY"));
    assert!(
        refused(&file(&dir, "cut.json", format!("[{a},\n{{\"Full").as_bytes())).contains("line 2: found an object")
    );
}

#[test]
fn parquet_is_read_with_its_numbers_and_days_as_people_write_them() {
    let dir = dir();
    let ids: ArrayRef = Arc::new(Float64Array::from(vec![Some(7.0), Some(8.0)]));
    let names: ArrayRef = Arc::new(StringArray::from(vec!["OJSC Belaruskali", "Ivanov Ivan"]));
    let days: ArrayRef = Arc::new(Date32Array::from(vec![None, Some(3734)]));
    let countries: ArrayRef = Arc::new(LargeStringArray::from(vec!["BY", "LT"]));
    let inner: ArrayRef = Arc::new(StringArray::from(vec!["x", "y"]));
    let odd: ArrayRef = Arc::new(StructArray::from(vec![(Arc::new(Field::new("a", DataType::Utf8, true)), inner)]));
    let columns = vec![("Customer ID", ids), ("name", names), ("DOB", days), ("Country", countries), ("odd", odd)];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let path = dir.path().join("parties.parquet");
    let made = std::fs::File::create(&path).expect("made");
    let mut writer = parquet::arrow::ArrowWriter::try_new(made, batch.schema(), None).expect("begins");
    writer.write(&batch).expect("written");
    writer.close().expect("whole");
    let table = Table::open(&path, &Mapping::default()).expect("opens");
    assert_eq!((table.kind(), table.rows()), (Kind::Parquet, Some(2)));
    assert!(table.notes().iter().any(|n| n.starts_with("column 'odd' of type")), "{:?}", table.notes());
    let read = plain(&path);
    let p: Vec<_> = read.parties.iter().map(|p| (p.1.as_str(), p.2.as_str(), p.3.as_str(), p.4.as_str())).collect();
    assert_eq!(p, [("7", "OJSC Belaruskali", "", "BY"), ("8", "Ivanov Ivan", "1980-03-23", "LT")]);
    let whole = std::fs::read(&path).expect("there");
    assert!(
        refused(&file(&dir, "cut.parquet", &whole[..whole.len() - 9])).contains("cut.parquet: found a Parquet file")
    );
    assert!(refused(&file(&dir, "packed.parquet.gz", &gzip(&whole))).contains("a packed Parquet file"));
}

#[test]
fn ragged_and_broken_rows_are_named_with_their_row_and_line_and_the_rest_is_read() {
    let dir = dir();
    let text = "name,country,dob\nA B,BY\nC D,BY,1980,extra\n\n\"E\nF\",LT,31.02.1970\n,BY,1980\nG H,,,\n";
    for (what, text) in [("lf", text.to_string()), ("crlf", text.replace('\n', "\r\n"))] {
        let read = plain(&file(&dir, what, text.as_bytes()));
        let rows: Vec<u64> = read.parties.iter().map(|p| p.0).collect();
        assert_eq!(rows, [1, 5], "a row that is short is read, and blank cells past the header are none");
        let places: Vec<&str> = read.problems.iter().filter_map(|p| p.split(", ").nth(1)).collect();
        assert_eq!(places, ["record 2", "record 3", "record 4"], "{:?}", read.problems);
        for (problem, place) in read.problems.iter().zip(["line 3:", "line 5, dob:", "line 7, name:"]) {
            assert!(problem.contains(place), "{what}: {problem}, wanted {place}");
        }
    }
    let read = plain(&file(&dir, "broken.jsonl", b"{\"name\":\"A B\"}\nnonsense\n{\"name\":\"C D\"}\n"));
    assert_eq!(read.parties.iter().map(|p| p.0).collect::<Vec<_>>(), [1, 3]);
    assert!(read.problems[0].contains("record 2, line 2: found \"nonsense"), "{:?}", read.problems);
}

#[test]
fn bytes_that_are_not_utf_8_are_named_and_an_encoding_in_the_mapping_reads_them() {
    let dir = dir();
    let path = file(&dir, "latin.csv", b"name,country\nA B,BY\nJos\xE9 P\xE9rez,ES\n");
    let broken = plain(&path);
    let said = "record 2, line 3, name: found bytes that are not UTF-8";
    assert!(broken.problems[0].contains(said), "{:?}", broken.problems);
    assert_eq!(broken.parties[1].2, "Jos\u{FFFD} P\u{FFFD}rez");
    let decoded = read(&path, &mapping("encoding: windows-1252\n"));
    assert_eq!((decoded.parties[1].2.as_str(), decoded.problems.len()), ("José Pérez", 0));
}

#[test]
fn a_mapping_and_a_column_said_by_hand_go_before_the_guess() {
    let dir = dir();
    let path = file(&dir, "kunden.csv", b"Kunde,Name,Geb\n4711,Firma X,1980\n");
    let mut said = Mapping::default();
    said.set("name", "Kunde").expect("known");
    said.set("birth_date", "Geb").expect("known");
    let first = read(&path, &said);
    assert_eq!(
        (first.parties[0].2.as_str(), first.parties[0].3.as_str()),
        ("4711", "1980"),
        "and the guessed name is none"
    );
    let yaml = Table::open(&path, &said).expect("opens").columns().expect("understood").to_yaml();
    assert_eq!(read(&path, &mapping(&yaml)).parties, first.parties, "what is shown is a mapping that reads the same");
    said.set("id", "Nr").expect("known");
    let e = try_read(&path, &said).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(e.contains("'Nr', which") && e.contains("does not have"), "{e}");
    assert!(said.set("shoe size", "X").is_err());
}

#[test]
fn what_is_no_table_of_parties_is_refused_with_what_to_do() {
    let dir = dir();
    assert!(refused(&file(&dir, "empty.csv", b"")).contains("0 bytes"));
    assert!(refused(&file(&dir, "products.csv", b"code,product\n1,x\n")).contains("--column name=TITLE"));
    assert!(refused(&file(&dir, "binary.csv", b"\x00\x01\x02name\n")).contains("a binary file"));
    assert!(refused(dir.path()).contains("a folder"));
    let two = zip(&["a.csv", "b.csv"], zip::CompressionMethod::Deflated);
    assert!(refused(&file(&dir, "two.zip", &two)).contains("2 files (a.csv, b.csv)"));
    let many: String = (0..50_000).map(|n| format!("{n},Name {}\n", n * 7919)).collect();
    let gz = gzip(format!("id,name\n{many}").as_bytes());
    assert!(refused(&file(&dir, "cut.csv.gz", &gz[..gz.len() / 2])).contains("cut.csv.gz"));
}

#[test]
fn a_quote_that_is_not_closed_ends_in_an_error_and_not_in_a_full_memory() {
    let dir = dir();
    let mut text = b"name,country\n\"A B,BY\n".to_vec();
    text.resize(20 << 20, b'x');
    let e = refused(&file(&dir, "open.csv", &text));
    assert!(e.contains("a row of more than 16 MiB"), "{e}");
}

#[test]
fn a_damaged_zip_member_is_an_error() {
    let dir = dir();
    let mut bytes = zip(&["t.csv"], zip::CompressionMethod::Stored);
    let at = bytes.windows(5).position(|w| w == b"OJSC ").expect("stored");
    bytes[at] = b'X';
    assert!(refused(&file(&dir, "damaged.zip", &bytes)).contains("checksum"));
}

#[test]
fn the_batch_has_all_columns_of_the_file_as_text() {
    let dir = dir();
    let path = file(&dir, "t.csv", b"name,Shoe size\nA B,44\n");
    let mut table = Table::open(&path, &Mapping::default()).expect("opens");
    let chunk = table.next_chunk().expect("reads").expect("rows");
    let column = |title| Field::new(title, DataType::Utf8, true);
    assert_eq!(*chunk.batch.schema(), Schema::new(vec![column("name"), column("Shoe size")]));
    assert!(table.notes().iter().any(|n| n == "column 'Shoe size' is not known and was not read"));
}
