//! The lists of the UN, the EU, the UK, Canada and Switzerland: what their readers claim, on small files of our own and, where
//! they are at hand, on the real ones. Records in the fixtures are invented, or of public officials and companies.

#![allow(clippy::expect_used, reason = "a test stops where its input cannot be read")]

use interdict_lists::{Error, Format, Input, OnProblem, Reading, formats};
use interdict_model::{Entity, IdKind, LinkKind, Measure, NameKind, Property, Schema};
use proptest::prelude::*;
use std::path::PathBuf;

const UN: &str = include_str!("fixtures/un.xml");
const EU_XML: &str = include_str!("fixtures/eu_fsf.xml");
const EU_CSV: &str = include_str!("fixtures/eu_fsf.csv");
const UK_XML: &str = include_str!("fixtures/uk.xml");
const UK_CSV: &str = include_str!("fixtures/uk.csv");
const OFSI: &str = include_str!("fixtures/ofsi_2022.csv");
const CA: &str = include_str!("fixtures/ca.xml");
const CH: &str = include_str!("fixtures/ch.xml");

fn try_read(name: &str, bytes: Vec<u8>, on: OnProblem) -> Result<Reading, Error> {
    formats::read(&Input::from_bytes(name, bytes)?, on)
}

fn read(name: &str, text: &str) -> Reading {
    try_read(name, text.as_bytes().to_vec(), OnProblem::Stop).expect("the fixture reads")
}

fn one<'r>(reading: &'r Reading, id: &str) -> &'r Entity {
    reading.entities.iter().find(|e| e.id == id).expect("the fixture has it")
}

fn names(e: &Entity, kind: NameKind) -> Vec<&str> {
    e.names.iter().filter(|n| n.kind == kind).map(|n| n.text.as_str()).collect()
}

fn id_of(e: &Entity, kind: IdKind) -> Vec<String> {
    e.identifiers.iter().filter(|i| i.kind == kind).map(interdict_model::Identifier::key).collect()
}

fn births(e: &Entity) -> Vec<String> {
    e.dates_of(Property::BirthDate).map(ToString::to_string).collect()
}

/// A real file, or `None` with a plain word that the test is skipped.
fn real(test: &str, path: &str) -> Option<Vec<Input>> {
    let root = std::env::var_os("INTERDICT_TEST_DATA").map(PathBuf::from);
    let root = root.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").into());
    let path = root.join(path);
    if !path.exists() {
        println!("skipped: {test}: no test data at {}", path.display());
        return None;
    }
    Some(Input::open(&path).expect("opens"))
}

fn counts(reading: &Reading) -> (u64, u64, usize) {
    (reading.report.records, reading.report.read, reading.entities.len())
}

#[test]
fn un_former_names_and_the_data_id_are_told_from_aliases_and_reference() {
    let reading = read("un.xml", UN);
    let e = one(&reading, "XXi.001");
    assert_eq!(names(e, NameKind::Former), ["Old Name"]);
    assert_eq!(names(e, NameKind::WeakAlias), ["Abu X"]);
    let id = e.identifiers.iter().find(|i| i.label.as_deref() == Some("UN data id")).expect("a data id");
    assert_eq!((id.kind, id.value.as_str(), id.note.as_deref()), (IdKind::ListReference, "6900001", Some("version 2")));
    assert_eq!(e.listings[0].to.map(|d| d.to_string()).as_deref(), Some("2024-05-06"));
    assert!(e.facts_of(Property::Notes).any(|n| n == "alias Abu X: call sign"));
    assert_eq!(reading.report.unused().count(), 0);
}

#[test]
fn eu_primary_name_is_the_first_strong_one_in_english_or_no_language() {
    let reading = read("eu.xml", EU_XML);
    assert_eq!(reading.format, Format::EuXml);
    let e = one(&reading, "EU.1.10");
    assert_eq!(e.names[0].text, "Ivan EXAMPLE");
    assert_eq!(e.names[0].kind, NameKind::Primary);
    assert_eq!(names(e, NameKind::Primary).len(), 1);
    assert_eq!(names(e, NameKind::WeakAlias), ["Vanya"]);
    assert!(names(e, NameKind::Alias).contains(&"Иван Пример"));
    assert_eq!(e.names.iter().find(|n| n.text == "Jean EXEMPLE").and_then(|n| n.language.as_deref()), Some("fr"));
}

#[test]
fn eu_listing_begins_when_the_entry_says_and_not_when_it_was_amended() {
    let reading = read("eu.xml", EU_XML);
    let (dated, undated) = (&one(&reading, "EU.1.10").listings[0], &one(&reading, "702").listings[0]);
    assert_eq!(dated.from.map(|d| d.to_string()).as_deref(), Some("2012-03-04"));
    assert_eq!(dated.amended.map(|d| d.to_string()).as_deref(), Some("2024-07-29"));
    assert_eq!(undated.from, None);
    assert_eq!(dated.measures, [Measure::AssetFreeze]);
    assert_eq!(dated.programmes, ["BLR"]);
    assert!(dated.legal_basis[0].starts_with("2024/2074"), "{:?}", dated.legal_basis);
    assert!(dated.references[0].starts_with("https://eur-lex.europa.eu/"));
}

#[test]
fn eu_births_keep_their_range_and_other_calendars_are_not_converted() {
    let reading = read("eu.xml", EU_XML);
    let e = one(&reading, "EU.1.10");
    assert_eq!(births(e), ["1965-04-14", "circa 1953 to 1958"]);
    assert!(e.facts_of(Property::Notes).any(|n| n.contains("ISLAMIC calendar, not converted") && n.contains("1383")));
    assert!(!e.territories.iter().any(|t| t.text == "UNKNOWN"));
}

#[test]
fn eu_documents_carry_their_flags_and_addresses_their_contacts() {
    let reading = read("eu.xml", EU_XML);
    let e = one(&reading, "EU.1.10");
    let passport = e.identifiers.iter().find(|i| i.kind == IdKind::Passport).expect("a passport");
    assert_eq!(passport.note.as_deref(), Some("known to be false; valid to 2020-01-01; reported by the bearer"));
    assert_eq!(passport.country, None);
    assert_eq!(id_of(e, IdKind::ListReference), ["XXI001"]);
    assert_eq!(e.facts_of(Property::Email).collect::<Vec<_>>(), ["office@example.org"]);
    assert_eq!(e.addresses[0].full, "P.O. Box 5, Minsk");
    assert_eq!(e.addresses[0].note.as_deref(), Some("at the time of listing"));
}

#[test]
fn eu_fields_that_nobody_reads_are_numbers_of_the_database_only() {
    let reading = read("eu.xml", EU_XML);
    let unused: Vec<&str> = reading.report.unused().map(|(f, _)| f).collect();
    assert!(unused.iter().all(|f| f.ends_with("@logicalId") || f.ends_with("@globalFileId")), "{unused:?}");
}

#[test]
fn eu_csv_and_xml_of_one_entry_say_the_same() {
    let (xml, csv) = (read("eu.xml", EU_XML), read("eu.csv", EU_CSV));
    assert_eq!(csv.format, Format::EuCsv);
    assert_eq!((csv.report.records, csv.entities.len()), (4, 2));
    let (a, b) = (one(&xml, "EU.1.10"), one(&csv, "EU.1.10"));
    assert_eq!(a.name(), b.name());
    assert_eq!(births(b), ["1965-04-14"]);
    assert_eq!(id_of(a, IdKind::Passport), id_of(b, IdKind::Passport));
    assert_eq!(a.listings[0].from, b.listings[0].from);
    assert_eq!(a.listings[0].programmes, b.listings[0].programmes);
    assert_eq!(csv.meta.published.map(|t| t.to_string()).as_deref(), Some("2026-08-05T00:00:00Z"));
    // The CSV swaps the two subject type columns between editions.
    assert_eq!((b.schema, one(&csv, "EU.2.20").schema), (Schema::Person, Schema::Organization));
}

#[test]
fn uk_persons_have_parts_and_years_that_are_only_years() {
    let reading = read("uk.xml", UK_XML);
    let e = one(&reading, "XXX0001");
    assert_eq!(e.name(), "Ivan Petrovich EXAMPLE");
    assert_eq!(e.names[0].parts.middle.as_deref(), Some("Petrovich"));
    assert_eq!(names(e, NameKind::OtherScript), ["Иван Пример"]);
    assert_eq!(births(e), ["1958-05-12", "1945", "1946"]);
    assert_eq!(id_of(e, IdKind::ListReference), ["7172", "XXI001"]);
    assert_eq!(e.listings[0].measures, [Measure::AssetFreeze, Measure::TravelBan]);
    assert_eq!(e.listings[0].from.map(|d| d.to_string()).as_deref(), Some("2001-01-25"));
    assert_eq!(e.listings[0].reasons, ["An invented person."]);
    assert_eq!(reading.meta.published.map(|t| t.to_string()).as_deref(), Some("2026-09-10T00:00:00Z"));
}

#[test]
fn uk_parents_subsidiaries_and_owners_are_links() {
    let reading = read("uk.xml", UK_XML);
    let links: Vec<_> = one(&reading, "XXX0002").links.iter().map(|l| (l.kind, l.name.as_str())).collect();
    assert_eq!(links, [(LinkKind::OwnedBy, "Example Holding"), (LinkKind::Owns, "Example GmbH")]);
    let ship = one(&reading, "XXX0003");
    assert_eq!(ship.schema, Schema::Vessel);
    assert_eq!(id_of(ship, IdKind::Imo), ["9562233"]);
    assert_eq!(ship.links[0].text.as_deref(), Some("owner or operator"));
    assert_eq!(ship.links[1].kind, LinkKind::LinkedTo);
    assert_eq!(ship.listings[0].measures, [Measure::PortBan]);
    let flags: Vec<_> = ship.territories.iter().map(|t| (t.property, t.text.as_str())).collect();
    assert_eq!(flags, [(Property::Flag, "Comoros"), (Property::PastFlags, "India")]);
    assert_eq!(names(one(&reading, "XXX0002"), NameKind::WeakAlias), ["EX"]);
    assert_eq!(reading.report.unused().count(), 0);
}

#[test]
fn uk_csv_joins_the_rows_of_a_party_and_agrees_with_the_xml() {
    let (xml, csv) = (read("uk.xml", UK_XML), read("uk.csv", UK_CSV));
    assert_eq!((csv.format, csv.report.records, csv.entities.len()), (Format::UkCsv, 3, 2));
    let (a, b) = (one(&xml, "XXX0001"), one(&csv, "XXX0001"));
    assert_eq!(a.names[0], b.names[0]);
    assert_eq!(a.listings[0].measures, b.listings[0].measures);
    assert_eq!(b.listings.len(), 1);
    let ship = one(&csv, "XXX0003");
    assert_eq!(ship.dates_of(Property::BuildDate).map(ToString::to_string).collect::<Vec<_>>(), ["2019"]);
    assert_eq!(csv.report.unused().count(), 0);
}

#[test]
fn ofsi_of_2022_is_read_by_its_header() {
    let reading = read("ConList.csv", OFSI);
    assert_eq!((reading.format, reading.report.records, reading.entities.len()), (Format::OfsiCsv, 3, 2));
    let e = one(&reading, "90001");
    assert_eq!(e.name(), "Ivan EXAMPLE");
    assert_eq!(names(e, NameKind::WeakAlias), ["Vanya"]);
    assert_eq!(births(e), ["1980"]);
    let nations: Vec<_> = e.territories.iter().filter(|t| t.property == Property::Nationality).collect();
    assert_eq!(nations.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["Saudi Arabia", "Qatar"]);
    assert_eq!(id_of(e, IdKind::Passport), ["592667"]);
    assert_eq!(id_of(e, IdKind::ListReference), ["QDE004"]);
    assert_eq!(one(&reading, "90002").schema, Schema::Vessel);
    assert_eq!(reading.report.unused().count(), 0);
}

#[test]
fn canada_is_cited_by_schedule_and_item_and_its_country_is_no_nationality() {
    let reading = read("ca.xml", CA);
    let ids: Vec<&str> = reading.entities.iter().map(|e| e.id.as_str()).collect();
    let wanted = [
        "Belarus, Schedule 1, Part 1, item 8",
        "Belarus, Schedule 1, Part 1, item 8 (2)",
        "Russia, Schedule 3, item 1",
        "Russia, Schedule 1.1, item 4",
        "Guatemala, item 1",
    ];
    assert_eq!(ids, wanted);
    assert_eq!(reading.report.notes.len(), 1);
    assert!(reading.entities.iter().all(|e| e.territories.is_empty()));
    let kinds: Vec<Schema> = reading.entities.iter().map(|e| e.schema).collect();
    use Schema::{Organization, Person, Vessel};
    assert_eq!(kinds, [Person, Person, Organization, Vessel, Person]);
    let measures: Vec<_> = reading.entities.iter().map(|e| e.listings[0].measures[0]).collect();
    assert_eq!((measures[0], measures[2]), (Measure::AssetFreeze, Measure::Financing));
}

#[test]
fn swiss_targets_that_came_back_have_a_listing_for_each_time() {
    let reading = read("ch.xml", CH);
    assert_eq!(counts(&reading), (3, 3, 3));
    let e = one(&reading, "100");
    let spans: Vec<_> =
        e.listings.iter().map(|l| (l.from.map(|d| d.to_string()), l.to.map(|d| d.to_string()))).collect();
    let day = |d: &str| Some(d.to_string());
    assert_eq!(spans, [(day("2011-02-01"), day("2016-03-01")), (day("2020-10-13"), None)]);
    assert_eq!(e.listings[1].programmes, ["Belarus"]);
    assert!(e.listings[1].legal_basis.iter().any(|l| l.starts_with("Ordinance of 11 December 2020")));
}

#[test]
fn swiss_names_are_made_of_parts_and_their_variants_without_mixing_scripts() {
    let reading = read("ch.xml", CH);
    let e = one(&reading, "100");
    assert_eq!(e.name(), "Example Ivan Petrovich");
    assert!(names(e, NameKind::Alias).contains(&"Exemple Ivan Petrovich"));
    assert_eq!(names(e, NameKind::OtherScript), ["ПРИМЕР Иван"]);
    assert_eq!(names(e, NameKind::WeakAlias), ["Vanya"]);
    // The earlier state inside a modification is no part of the target.
    assert!(!e.names.iter().any(|n| n.text.contains("Bygone")));
    assert_eq!(births(e), ["1954-08-30"]);
    let birthplace: Vec<_> = e.facts_of(Property::BirthPlace).collect();
    assert_eq!(birthplace, ["Kopys, Vitebsk"]);
    assert_eq!(e.addresses[0].country.map(|c| c.code().to_string()).as_deref(), Some("BY"));
    assert_eq!(e.links[0].id.as_deref(), Some("200"));
    let ship = one(&reading, "300");
    assert_eq!((ship.schema, id_of(ship, IdKind::Imo)), (Schema::Vessel, vec!["8405270".to_string()]));
}

#[test]
fn a_record_that_cannot_be_read_is_named_by_file_record_and_field() {
    let cases = [
        ("uk.xml", UK_XML.replace(">Ship<", ">Submarine<"), "IndividualEntityShip: found \"Submarine\""),
        (
            "eu.xml",
            EU_XML.replace("code=\"enterprise\" classificationCode=\"E\"", "code=\"x\" classificationCode=\"X\""),
            "subjectType",
        ),
        ("uk.csv", UK_CSV.replace("25/01/2001", "35/01/2001"), "Date Designated: found \"35/01/2001\""),
        ("ConList.csv", OFSI.replace(",Ship,", ",Boat,"), "Group Type: found \"Boat\""),
        ("ca.xml", CA.replace("<Item>1</Item>", ""), "Item: found nothing"),
        ("ch.xml", CH.replace("2020-10-13", "soon"), "found \"soon\""),
        ("un.xml", UN.replace("2024-05-06", "soon"), "DELISTED_ON: found \"soon\""),
    ];
    for (name, text, wanted) in cases {
        let e = try_read(name, text.clone().into_bytes(), OnProblem::Stop).expect_err(name).to_string();
        assert!(e.starts_with(name) && e.contains("record") && e.contains(wanted), "{e}");
        let reading = try_read(name, text.into_bytes(), OnProblem::GoOn).expect("goes on");
        assert!(!reading.report.problems.is_empty() && reading.report.read < reading.report.records);
    }
}

#[test]
fn old_uk_files_in_windows_1252_are_decoded_and_that_is_said() {
    let text = OFSI.replace("Ivan", "Jos\u{E9}");
    let bytes: Vec<u8> = text.chars().filter(|c| u32::from(*c) < 256).map(|c| c as u8).collect();
    let reading = try_read("ConList.csv", bytes, OnProblem::Stop).expect("reads");
    assert_eq!(one(&reading, "90001").name(), "José EXAMPLE");
    assert!(reading.report.notes[0].contains("windows-1252"), "{:?}", reading.report.notes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_file_cut_short_or_disturbed_is_read_or_refused_without_panic(
        which in 0..8usize, cut in 0.0..1.0f64, at in 0.0..1.0f64, byte in any::<u8>(), go_on in any::<bool>(),
    ) {
        let (name, text) = [
            ("un.xml", UN), ("eu.xml", EU_XML), ("eu.csv", EU_CSV), ("uk.xml", UK_XML),
            ("uk.csv", UK_CSV), ("ofsi.csv", OFSI), ("ca.xml", CA), ("ch.xml", CH),
        ][which];
        let on = if go_on { OnProblem::GoOn } else { OnProblem::Stop };
        let mut bytes = text.as_bytes().to_vec();
        let spot = (bytes.len() as f64 * at) as usize;
        if let Some(b) = bytes.get_mut(spot) {
            *b = byte;
        }
        let _ = try_read(name, bytes, on);
        let bytes = text.as_bytes()[..(text.len() as f64 * cut) as usize].to_vec();
        let cut = try_read(name, bytes, OnProblem::Stop);
        // XML that breaks off is always refused.
        prop_assert!(!name.ends_with(".xml") || cut.is_err());
    }
}

#[test]
fn the_four_un_lists_are_read_whole() {
    for (date, records) in [("2020-11-30", 1018), ("2026-02-27", 1003), ("2026-08-01", 1011)] {
        let Some(inputs) = real("the_four_un_lists_are_read_whole", &format!("un/un_consolidated_{date}.xml")) else {
            return;
        };
        let reading = formats::read(&inputs, OnProblem::Stop).expect("reads");
        assert_eq!(counts(&reading), (records, records, records as usize));
        assert_eq!(reading.report.unused().count(), 0);
    }
    let Some(inputs) = real("the_four_un_lists_are_read_whole", "un/un_consolidated_2025-08-16_MALFORMED.xml") else {
        return;
    };
    let e = formats::read(&inputs, OnProblem::Stop).expect_err("malformed").to_string();
    assert!(e.contains("line 54") && e.contains("0xE9"), "{e}");
    let reading = formats::read(&inputs, OnProblem::GoOn).expect("goes on");
    // One problem is the byte; each of the others is a record that is left out.
    assert_eq!(counts(&reading), (879, 862, 862));
    assert_eq!(reading.report.problems.len(), 18);
}

#[test]
fn the_4759_records_of_canada_are_read_and_no_two_share_an_id() {
    let test = "the_4759_records_of_canada_are_read_and_no_two_share_an_id";
    let Some(inputs) = real(test, "ca/ca_sema_2025.xml") else { return };
    let reading = formats::read(&inputs, OnProblem::Stop).expect("reads");
    assert_eq!(counts(&reading), (4759, 4759, 4759));
    assert_eq!(reading.report.unused().count(), 0);
    assert_eq!(reading.report.notes, Vec::<String>::new());
    let of = |s: Schema| reading.entities.iter().filter(|e| e.schema == s).count();
    assert_eq!((of(Schema::Person), of(Schema::Organization), of(Schema::Vessel)), (3334, 1316, 109));
}

#[test]
fn the_9487_rows_of_ofsi_in_2018_are_2106_groups() {
    let test = "the_9487_rows_of_ofsi_in_2018_are_2106_groups";
    let Some(inputs) = real(test, "formats/uk_ofsi_conlist_2018.csv.gz") else { return };
    let reading = formats::read(&inputs, OnProblem::Stop).expect("reads");
    assert_eq!(counts(&reading), (9487, 9487, 2106));
    assert_eq!(reading.report.unused().count(), 0);
    // Group 10638 stood under three regimes, each with a day of its own.
    assert_eq!(one(&reading, "10638").listings.len(), 3);
    assert!(reading.entities.iter().all(|e| e.names.first().is_some_and(|n| n.kind == NameKind::Primary)));
    assert!(!reading.entities.iter().any(|e| e.names.iter().any(|n| n.text.contains('\u{FFFD}'))));
}

#[test]
fn the_samples_of_the_eu_and_uk_lists_are_read_whole() {
    let test = "the_samples_of_the_eu_and_uk_lists_are_read_whole";
    for (path, format) in
        [("formats/eu_fsf_1_1_trimmed.xml", Format::EuXml), ("formats/uk_sanctions_list_trimmed.xml", Format::UkXml)]
    {
        let Some(inputs) = real(test, path) else { return };
        let reading = formats::read(&inputs, OnProblem::Stop).expect("reads");
        assert_eq!((reading.format, counts(&reading)), (format, (3, 3, 3)));
    }
}

/// Of these lists no whole file is at hand: the fixture's records, repeated to the size of the real list. Generated, not real.
#[test]
fn generated_lists_of_full_size_are_read_whole() {
    let cases = [
        ("eu.xml", EU_XML, "sanctionEntity", 6000usize),
        ("uk.xml", UK_XML, "Designation>", 5400),
        ("ch.xml", CH, "target ssid=\"200\"", 8700),
    ];
    for (name, text, tag, wanted) in cases {
        let element = tag.split([' ', '>']).next().unwrap_or(tag);
        let from = text.find(&format!("<{tag}")).expect("a record");
        let end = format!("</{element}>");
        let to = from + text[from..].find(&end).expect("its end") + end.len();
        let whole = [&text[..from], &text[from..to].repeat(wanted), &text[to..]].concat();
        let reading = read(name, &whole);
        let others = read(name, text).entities.len() - 1;
        assert_eq!(counts(&reading).2, wanted + others);
        assert_eq!(reading.report.records, reading.report.read);
    }
}
