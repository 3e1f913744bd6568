//! Small files of invented parties; the real ones are read in `tests/ofac_csv.rs`.

use super::*;
use proptest::prelude::*;

const MAIN: &str = "1,\"EXAMPLE TRADING CO., LTD.\",-0- ,\"BELARUS] [BELARUS-EO14038\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"Organization Established Date 1969.\"\r\n\
2,\"DOE, John\",\"individual\",\"BELARUS\",\"Minister; Dr.\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 12 May 1958; a.k.a. 'JD'.\"\r\n\
3,\"EW-78843\",\"aircraft\",\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\
4,\"MAR\",\"vessel\",\"CUBA\",-0- ,\"CL2192\",\"Tug\",\"2595\",\"212\",\"Cuba\",\"Navegacion S.A.\",-0- \r\n\x1A\r\n";
const ALT: &str = "1,10,\"aka\",\"EXAMPLE\",-0- \r\n2,11,\"fka\",\"ROE, John\",-0- \r\n9,12,\"aka\",\"NOBODY\",-0- \r\n2,13,aka,DO\r\n\x1A\r\n";
const ADD: &str =
    "1,20,\"Main Street 1\",\"Minsk 220000\",\"Belarus\",-0- \r\n4,21,-0- ,\"Havana\",\"Cuba\",-0- \r\n\x1A\r\n";

fn input(name: &str, text: &str) -> Input {
    Input::from_bytes(name, text.as_bytes().to_vec()).expect("unpacks").remove(0)
}

fn set(files: &[&str]) -> Result<Reading, Error> {
    let inputs: Vec<Input> = files.iter().enumerate().map(|(n, f)| input(&format!("{n}.csv"), f)).collect();
    crate::formats::read(&inputs, OnProblem::Stop)
}

#[test]
fn each_file_is_told_by_its_content() {
    let comments = "1,\"tive Date: 2022; Tax ID No. 7.\"\r\n";
    for (text, wanted) in [
        (MAIN, Some(Role::Main)),
        (ALT, Some(Role::Alias)),
        (ADD, Some(Role::Address)),
        (comments, Some(Role::Comments)),
        ("name,country\nX,BY\n", None),
        ("1,2,3\n", None),
        ("", None),
    ] {
        assert_eq!(role(&input("x.dat", text)), wanted, "{text}");
    }
    assert_eq!(Format::recognise(&input("x", ALT)), Some(Format::OfacCsv));
}

#[test]
fn a_set_is_joined_whatever_the_order_and_a_row_without_a_party_is_named() {
    for files in [[MAIN, ALT, ADD], [MAIN, ADD, ALT], [ALT, ADD, MAIN]] {
        let reading = set(&files).expect("reads");
        assert_eq!((reading.report.records, reading.report.read), (10, 10));
        assert_eq!(reading.entities.len(), 4);
        let names: Vec<_> = reading.entities[1].names.iter().map(|n| (n.kind, n.text.as_str())).collect();
        let wanted = [
            (NameKind::Primary, "DOE, John"),
            (NameKind::WeakAlias, "JD"),
            (NameKind::Former, "ROE, John"),
            (NameKind::Alias, "DO"),
        ];
        assert_eq!(names, wanted);
        assert_eq!(reading.entities[1].names[0].parts.family.as_deref(), Some("DOE"));
        assert_eq!(reading.entities[0].addresses[0].full, "Main Street 1, Minsk 220000");
        assert_eq!(reading.report.notes, ["1 alias rows name parties that the main file does not hold, first 9"]);
        // What the party-less row held is counted as not used, beside the three columns' nulls.
        assert_eq!(reading.report.fields["alt: name"], crate::account::FieldCount { seen: 4, used: 3 });
    }
}

#[test]
fn columns_say_what_they_are_for() {
    let reading = set(&[MAIN]).expect("reads");
    assert_eq!(reading.meta.source, "us-sdn");
    let [company, person, aircraft, ship] = &reading.entities[..] else { panic!("four") };
    assert_eq!(company.programmes(), ["BELARUS", "BELARUS-EO14038"]);
    assert_eq!(company.listings[0].measures, [Measure::AssetFreeze]);
    assert_eq!((company.schema, person.schema), (Schema::Organization, Schema::Person));
    assert_eq!(person.facts_of(Property::Position).collect::<Vec<_>>(), ["Minister"]);
    assert_eq!(person.facts_of(Property::Title).collect::<Vec<_>>(), ["Dr."]);
    assert_eq!(aircraft.identifiers, [Identifier::new(IdKind::Tail, "EW-78843")]);
    assert_eq!(ship.identifiers, [Identifier::new(IdKind::CallSign, "CL2192")]);
    assert_eq!(ship.territories[0].text, "Cuba");
    let facts: Vec<_> = ship.facts.iter().map(|f| (f.property, f.value.as_str())).collect();
    let owner = (Property::Owner, "Navegacion S.A.");
    let tonnage = [(Property::Tonnage, "2595"), (Property::GrossTonnage, "212")];
    assert_eq!(facts, [(Property::Type, "Tug"), tonnage[0], tonnage[1], owner]);
    assert!(reading.entities.iter().all(|e| e.listings[0].from.is_none()));
}

#[test]
fn rows_without_their_main_file_are_a_problem_that_counts_them() {
    let e = set(&[ADD]).expect_err("no main file").to_string();
    assert!(e.contains("2 address rows without their main file"), "{e}");
    let e = set(&[ALT, ADD]).expect_err("no main file").to_string();
    assert!(e.contains("4 alias rows and 2 address rows without"), "{e}");
    let e = set(&[MAIN, ADD, ADD]).expect_err("two").to_string();
    assert!(e.contains("second address file"), "{e}");
}

#[test]
fn remarks_that_break_off_are_continued_letter_by_letter() {
    let long = format!("{}; Tax ID N", "x".repeat(1000 - 10));
    let main = format!("1,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{long}\"\r\n");
    let alone = set(&[&main]).expect("reads");
    assert!(alone.report.notes[0].starts_with("1 remarks break off"), "{:?}", alone.report.notes);
    assert!(alone.entities[0].facts_of(Property::Notes).any(|n| n == "Tax ID N"));
    let both = set(&[&main, "1,\"o. 7744001497 (Russia).\"\r\n"]).expect("reads");
    assert_eq!(both.entities[0].identifiers[0].value, "7744001497");
    assert!(!both.report.notes.iter().any(|n| n.contains("break off")));
}

#[test]
fn a_row_that_is_short_or_nameless_is_named() {
    let main = MAIN.replace("\x1A\r\n", "5,\"X\",-0- \r\n");
    let e = set(&[&main]).expect_err("3 cells").to_string();
    assert!(e.contains("record 5, line 5") && e.contains("3 cells"), "{e}");
    let e = set(&[&MAIN.replace("\"DOE, John\"", "-0- ")]).expect_err("no name").to_string();
    assert!(e.contains("record 2, id 2, line 2, name: found no name"), "{e}");
}

#[test]
fn tails_are_told_from_other_names() {
    for tail in ["EW-78843", "EW-001PH", "N200VR", "YV3360", "P4-MIS", "2-WGLP", "EP-GOM"] {
        assert!(is_tail(tail), "{tail}");
    }
    for other in ["MSN 550", "LEARJET 60", "UNKNOWN", "Falcon-900", "ANTONOV-AN124"] {
        assert!(!is_tail(other), "{other}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0..700_usize) {
        let mut file = MAIN.as_bytes().to_vec();
        file.truncate(cut);
        file.extend(&bytes);
        for (name, bytes) in [("a", file), ("b", bytes)] {
            let Ok(inputs) = Input::from_bytes(name, bytes) else { continue };
            for on in [OnProblem::Stop, OnProblem::GoOn] {
                if let Ok(reading) = read(&inputs, on) {
                    prop_assert!(reading.report.read <= reading.report.records);
                }
            }
        }
    }
}
