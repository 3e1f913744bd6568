//! Lists of one's own: guessed titles, mappings, bad rows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use interdict_lists::{Error, Format, Input, OnProblem, Reading, formats};
use interdict_model::{Certainty, IdKind, LinkKind, Measure, NameKind, Property, Schema};

fn input(name: &str, text: &str) -> Input {
    Input::from_bytes(name, text.as_bytes().to_vec()).expect("plain text").remove(0)
}

fn read(text: &str) -> Result<Reading, Error> {
    formats::read(&[input("customers.csv", text)], OnProblem::Stop)
}

fn read_with(text: &str, mapping: &str) -> Result<Reading, Error> {
    formats::read(&[input("customers.csv", text), input("customers.yaml", mapping)], OnProblem::Stop)
}

#[test]
fn a_table_of_customers_is_read_by_the_titles_that_people_use() {
    let text = "Customer ID;Full Name;D.O.B.;Country;Passport no.;Segment\n\
                C-1;Jane Example;13.4.1970;Belarus;AB 123 (BY);retail\n";
    let reading = read(text).expect("reads");
    let e = &reading.entities[0];
    assert_eq!((e.id.as_str(), e.name(), e.schema), ("C-1", "Jane Example", Schema::Person));
    assert_eq!(e.dates_of(Property::BirthDate).next().map(ToString::to_string).as_deref(), Some("1970-04-13"));
    assert_eq!((e.identifiers[0].kind, e.identifiers[0].value.as_str()), (IdKind::Passport, "AB 123"));
    assert_eq!(e.listings[0].authority.as_str(), "house");
    assert_eq!(e.source, "own/customers");
    assert!(reading.report.notes.contains(&"column 'Full Name' read as name".to_string()));
    assert!(reading.report.notes.contains(&"column 'Segment' is not known and was not read".to_string()));
    let unused: Vec<&str> = reading.report.unused().map(|(f, _)| f).collect();
    assert_eq!(unused, ["Segment"]);
}

#[test]
fn the_native_columns_say_all_that_an_entity_can_say() {
    let text = "authority,source,list,id,schema,name,aliases,former_names,programmes,measures,from,to,identifiers,links,facts,\
                certainty,references\n\
                us,my/us,SDN,33374,Company,BPC,\"A; B\",Old,BELARUS-EO14038,asset_freeze; port_ban,2021-12-02,2026-03-26,\
                registration_number:192050251(BY),owned_by:Belaruskali#32746,incorporationDate:2013-09-13; sector:potash,F2,\
                https://example.org/a;b; LAW.md 1.1\n";
    let reading = read(text).expect("reads");
    let e = &reading.entities[0];
    assert_eq!(e.source, "my/us");
    assert_eq!(
        e.names.iter().map(|n| n.kind).collect::<Vec<_>>(),
        [NameKind::Primary, NameKind::Alias, NameKind::Alias, NameKind::Former]
    );
    assert_eq!(e.identifiers[0].country.map(|c| c.to_string()).as_deref(), Some("BY"));
    assert_eq!((e.links[0].kind, e.links[0].id.as_deref()), (LinkKind::OwnedBy, Some("32746")));
    assert_eq!(e.dates_of(Property::IncorporationDate).count(), 1);
    let l = &e.listings[0];
    assert_eq!(l.measures, [Measure::AssetFreeze, Measure::PortBan]);
    assert_eq!((l.from.map(|d| d.to_string()).as_deref(), l.certainty), (Some("2021-12-02"), Certainty::Confirmed));
    assert_eq!(l.references, ["https://example.org/a;b", "LAW.md 1.1"]);
    assert_eq!(reading.report.unused().count(), 0);
}

#[test]
fn a_mapping_in_yaml_names_columns_that_nobody_could_guess() {
    let text = "Kunde|Geb.|Nr\nJane Example|04/13/1970|7\n";
    let mapping = "authority: us\nsource: my-list\nlist: Watch\ndelimiter: '|'\ndate_order: mdy\ncolumns:\n  name: Kunde\n  birth_date: Geb.\n  id: [Nr]\n";
    let reading = read_with(text, mapping).expect("reads");
    let e = &reading.entities[0];
    assert_eq!((e.source.as_str(), e.id.as_str(), e.name()), ("my-list", "7", "Jane Example"));
    assert_eq!(e.dates_of(Property::BirthDate).next().map(ToString::to_string).as_deref(), Some("1970-04-13"));
    assert_eq!((e.listings[0].authority.as_str(), e.listings[0].list.as_str()), ("us", "Watch"));
    assert_eq!(e.listings[0].certainty, Certainty::Found);
    assert!(reading.report.notes.is_empty(), "{:?}", reading.report.notes);
}

#[test]
fn a_mapping_that_does_not_fit_is_named_with_what_would() {
    let text = "Kunde,Geb\nJane,1970\n";
    let e = read_with(text, "columns: {name: Kunden}\n").expect_err("no such column").to_string();
    assert!(e.contains("customers.yaml, columns: found 'Kunden'") && e.contains("Kunde, Geb"), "{e}");
    let e = read_with(text, "columns: {nom: Kunde}\n").expect_err("no such field").to_string();
    assert!(e.contains("\"nom\""), "{e}");
    let e = read_with(text, "colums: {name: Kunde}\n").expect_err("a misspelt key").to_string();
    assert!(e.contains("colums"), "{e}");
    assert!(read_with(text, "authority: Z\ncolumns: {name: Kunde}\n").is_err());
}

#[test]
fn rows_without_an_id_get_one_that_does_not_depend_on_their_place() {
    let a = read("name,birth_date\nA,1970\nB,1971\nA,1970\n").expect("reads");
    let b = read("name,birth_date\nB,1971\nA,1970\n").expect("reads");
    assert_eq!(a.entities[0].id, b.entities[1].id);
    assert_eq!(a.entities.len(), 3);
    assert_eq!(a.entities[2].id, format!("{}-2", a.entities[0].id));
    assert!(a.entities[0].id.starts_with('~') && a.entities[0].id.len() == 9);
    assert!(a.report.notes[0].starts_with("3 rows have no id"), "{:?}", a.report.notes);
}

#[test]
fn a_bad_row_is_named_with_its_column_and_the_others_are_read() {
    let text = "id,schema,name,birth_date,identifiers,from,to\n\
                1,Persson,A,,,,\n2,Person,B,1970-02-31,,,\n3,Person,C,,shoe:44,,\n4,Person,,,,,\n5,Person,D,,,2022-01-01,2021-01-01\n\
                6,Person,E,1970-02-28,,,\n";
    let reading = formats::read(&[input("x.csv", text)], OnProblem::GoOn).expect("goes on");
    assert_eq!(reading.entities.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["6"]);
    let fields: Vec<_> = reading.report.problems.iter().map(|p| p.field.as_deref().unwrap_or("")).collect();
    assert_eq!(fields, ["schema", "birth_date", "identifiers", "name", "to"]);
    assert_eq!(reading.report.problems[1].record, Some(2));
    assert!(read(text).is_err());
}

#[test]
fn one_id_of_two_names_is_a_mistake_and_of_one_name_one_party_with_two_listings() {
    let two = "authority,source,id,name\nus,s,1,A\neu,s,1,A\n";
    let reading = read(two).expect("reads");
    assert_eq!((reading.entities.len(), reading.entities[0].listings.len()), (1, 2));
    let e = read("id,name\n1,A\n1,B\n").expect_err("two names").to_string();
    assert!(e.contains("record 2") && e.contains("aliases"), "{e}");
}

#[test]
fn dates_that_can_be_read_both_ways_are_counted() {
    let reading = read("name,dob\nA,03/04/1970\nB,13/04/1970\n").expect("reads");
    assert!(reading.report.notes.iter().any(|n| n.starts_with("1 dates can be read")), "{:?}", reading.report.notes);
    let told = read_with("name,dob\nA,03/04/1970\n", "date_order: dmy\n").expect("reads");
    assert!(!told.report.notes.iter().any(|n| n.contains("can be read")));
}

#[test]
fn tables_that_are_no_list_of_parties_are_refused() {
    for header in [
        "case_group,schema,name1,name2,is_match",
        "REPORTER,PARTNER,PRODUCT",
        "country,salis,name",
        "name1,relationship,name2",
    ] {
        let i = input("x.csv", &format!("{header}\n1,2,3\n"));
        assert_eq!(Format::recognise(&i), None, "{header}");
    }
    assert_eq!(Format::recognise(&input("x.csv", "sep=;\nname;id\nA;1\n")), Some(Format::Own));
    let reading = read("sep=;\nname;id\nA;1\n").expect("reads");
    assert_eq!((reading.entities[0].name(), reading.entities[0].record.line), ("A", 3));
}

#[test]
fn an_old_encoding_is_named_by_the_mapping() {
    let bytes = b"name,id\nM\xFCller,1\n".to_vec();
    let table = Input::from_bytes("k.csv", bytes).expect("bytes").remove(0);
    let e = formats::read(std::slice::from_ref(&table), OnProblem::Stop).expect_err("not UTF-8").to_string();
    assert!(e.contains("windows-1252"), "{e}");
    let reading = formats::read(&[table, input("k.yaml", "encoding: windows-1252\n")], OnProblem::Stop).expect("reads");
    assert_eq!(reading.entities[0].name(), "Müller");
}

#[test]
fn a_date_that_cannot_be_is_refused_but_kept_as_text_where_disturbed_data_are_measured() {
    let table = [input("people.csv", "full_name,date_of_birth\nJane Example,1974-01-32\nJohn Example,1974-01-31\n")];
    assert!(formats::parties(&table, OnProblem::Stop).is_err());
    let reading = formats::disturbed_parties(&table, OnProblem::Stop).expect("reads");
    assert_eq!(reading.entities.len(), 2);
    assert_eq!(reading.entities[0].facts_of(Property::Notes).next(), Some("birthDate: 1974-01-32"));
    assert!(
        reading.report.notes.iter().any(|n| n == "1 dates cannot be and were kept as text"),
        "{:?}",
        reading.report.notes
    );
    let born = |n: usize| reading.entities[n].dates_of(Property::BirthDate).count();
    assert_eq!((born(0), born(1)), (0, 1));
}
