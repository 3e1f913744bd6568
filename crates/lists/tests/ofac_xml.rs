//! OFAC's three XML formats: on our own fixtures, on the real files where they are, and on files that are cut or spoiled.

#![allow(clippy::expect_used)]

use interdict_lists::{Format, Input, OnProblem, Reading, formats};
use interdict_model::{Entity, IdKind, LinkKind, Measure, NameKind, Property, Schema};
use proptest::prelude::*;
use std::path::PathBuf;

const ADVANCED: &str = include_str!("fixtures/ofac_advanced.xml");
const ENHANCED: &str = include_str!("fixtures/ofac_enhanced.xml");
const LEGACY: &str = include_str!("fixtures/ofac_legacy.xml");

fn read(text: &str) -> Reading {
    let inputs = Input::from_bytes("own.xml", text.as_bytes().to_vec()).expect("plain");
    formats::read(&inputs, OnProblem::Stop).expect("a whole list")
}

fn of<'r>(reading: &'r Reading, id: &str) -> &'r Entity {
    reading.entities.iter().find(|e| e.id == id).expect(id)
}

/// The real file, or a plain word that the test is skipped.
fn real(test: &str, file: &str) -> Option<Reading> {
    let data = std::env::var_os("INTERDICT_TEST_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")));
    let path = data.join(file);
    if !path.exists() {
        println!("skipped: {test}: no test data at {}", path.display());
        return None;
    }
    let inputs = Input::open(&path).expect("opens");
    Some(formats::read(&inputs, OnProblem::Stop).expect("reads"))
}

fn notes(e: &Entity) -> Vec<&str> {
    e.facts_of(Property::Notes).collect()
}

#[test]
fn ew_78843_is_an_aircraft_listed_on_2_december_2021() {
    let reading = read(ADVANCED);
    assert_eq!((reading.format, reading.meta.source.as_str()), (Format::OfacAdvanced, "us-sdn"));
    assert_eq!(reading.meta.published.map(|t| t.to_string()).as_deref(), Some("2021-12-02T00:00:00Z"));
    let e = of(&reading, "33399");
    assert_eq!((e.schema, e.name()), (Schema::Airplane, "EW-78843"));
    let msn = e.identifiers.iter().find(|i| i.kind == IdKind::Msn).expect("a serial number");
    assert_eq!(msn.value, "1003403082");
    assert_eq!(e.dates_of(Property::BuildDate).map(ToString::to_string).collect::<Vec<_>>(), ["1990"]);
    assert_eq!(e.facts_of(Property::Model).next(), Some("IL-76TD"));
    assert_eq!(e.links[0].name, "JSC TRANSAVIAEXPORT AIRLINES");
    let listing = &e.listings[0];
    assert_eq!(listing.from.map(|d| d.to_string()).as_deref(), Some("2021-12-02"));
    assert_eq!(listing.measures, [Measure::AssetFreeze]);
    assert_eq!(listing.programmes, ["BELARUS-EO14038"]);
    assert_eq!(listing.legal_basis, ["Executive Order 14038 (Belarus)"]);
}

#[test]
fn belaruskali_has_its_cyrillic_name_its_number_and_its_town() {
    let reading = read(ADVANCED);
    let e = of(&reading, "32746");
    assert_eq!((e.schema, e.name()), (Schema::Organization, "BELARUSKALI OAO"));
    let own = e.names.iter().find(|n| n.kind == NameKind::OtherScript).expect("a name in Cyrillic");
    assert_eq!((own.text.as_str(), own.language.as_deref()), ("ОАО БЕЛАРУСЬКАЛИЙ", Some("Cyrl")));
    let number = &e.identifiers[0];
    assert_eq!((number.kind, number.value.as_str()), (IdKind::RegistrationNumber, "600122610"));
    assert_eq!(number.country.map(|c| c.code().to_string()).as_deref(), Some("BY"));
    let address = &e.addresses[0];
    assert_eq!((address.full.as_str(), address.country_text.as_deref()), ("Soligorsk, 223710", Some("Belarus")));
    assert_eq!(address.note.as_deref(), Some("Салігорск, Belarusian"));
    assert_eq!(e.dates_of(Property::IncorporationDate).next().map(ToString::to_string).as_deref(), Some("1996-12-23"));
    // The tie points at Belaruskali by number only; the name comes from its own record.
    let tie = &of(&reading, "33374").links[0];
    assert_eq!((tie.kind, tie.id.as_deref(), tie.name.as_str()), (LinkKind::OwnedBy, Some("32746"), "BELARUSKALI OAO"));
}

#[test]
fn what_the_advanced_file_says_in_odd_ways_is_kept() {
    let reading = read(ADVANCED);
    let e = of(&reading, "90001");
    assert_eq!(e.schema, Schema::Person);
    let names: Vec<_> = e.names.iter().map(|n| (n.text.as_str(), n.kind)).collect();
    let wanted =
        [("Testov, Ivan", NameKind::Primary), ("Proba", NameKind::Former), ("Vanya & Co", NameKind::WeakAlias)];
    assert_eq!(names, wanted);
    assert_eq!(e.dates_of(Property::BirthDate).map(ToString::to_string).collect::<Vec<_>>(), ["circa 1951 to 1953"]);
    assert_eq!(e.facts_of(Property::Gender).next(), Some("Male"));
    assert_eq!(e.facts_of(Property::BirthPlace).next(), Some("Soligorsk, 223710, Belarus"));
    assert_eq!(e.territories[0].country.map(|c| c.code().to_string()).as_deref(), Some("RU"));
    let wallet = e.identifiers.iter().find(|i| i.kind == IdKind::CryptoAddress).expect("a wallet");
    assert_eq!(wallet.issuer.as_deref(), Some("XBT"));
    let passport = e.identifiers.iter().find(|i| i.kind == IdKind::Passport).expect("a passport");
    assert_eq!(passport.note.as_deref(), Some("validity: Fraudulent; expires 2019-03-03; seen once"));
    let said = [
        "Birthdate: 1371--, Islamic calendar",
        "Shoe size: 44",
        "Shoe size: reliability: False",
        "Shoe size: left foot",
        "feature of type 31337: new in OFAC's file",
        "Location: location 424242, which the file does not hold",
    ];
    assert_eq!(notes(e), said);
    let lists: Vec<_> = e.listings.iter().map(|l| (l.list.as_str(), l.from.map(|d| d.year()))).collect();
    assert_eq!(lists, [("SDN", Some(2015)), ("Sectoral Sanctions Identifications List", Some(2014))]);
    assert_eq!(e.listings[0].amended.map(|d| d.to_string()).as_deref(), Some("2018-01-02"));
    assert_eq!(e.listings[0].measures, [Measure::AssetFreeze]);
    assert_eq!(e.listings[1].measures, [Measure::Financing], "the directive is the sectoral list's");
    let ship = of(&reading, "90002");
    assert_eq!((ship.schema, ship.identifiers[0].kind), (Schema::Vessel, IdKind::Imo));
    assert_eq!(ship.links[0].text.as_deref(), Some("former; until 2020"));
    assert_eq!(reading.report.notes.len(), 1, "the document of nobody is named: {:?}", reading.report.notes);
}

#[test]
fn each_list_of_an_enhanced_party_is_a_listing_of_its_own() {
    let reading = read(ENHANCED);
    assert_eq!((reading.meta.source.as_str(), reading.meta.complete), ("us-non-sdn", true));
    let e = of(&reading, "1");
    let lists: Vec<_> =
        e.listings.iter().map(|l| (l.list.as_str(), l.from.map(|d| d.to_string()), &l.measures[..])).collect();
    let ssi = ("Sectoral Sanctions Identifications List", Some("2014-07-16".into()), &[Measure::Financing][..]);
    assert_eq!(lists, [ssi, ("SDN", Some("2022-02-24".into()), &[Measure::AssetFreeze][..])]);
    let names: Vec<_> = e.names.iter().map(|n| (n.text.as_str(), n.kind)).collect();
    let wanted =
        [("TEST BANK", NameKind::Primary), ("ТЕСТ БАНК", NameKind::OtherScript), ("OLD BANK", NameKind::Former)];
    assert_eq!(names, wanted);
    assert_eq!(e.addresses.len(), 2);
    assert_eq!(e.addresses[1].note.as_deref(), Some("in Cyrillic script"));
    assert_eq!(notes(e), ["Brand-new feature: 42", "Brand-new feature 42: (NYSE)", "All offices"]);
    let id = e.identifiers.iter().find(|i| i.kind == IdKind::RegistrationNumber).expect("a number");
    assert_eq!((id.issuer.as_deref(), id.note.as_deref()), (Some("OGRN"), Some("not valid")));
    let ties: Vec<_> = e.links.iter().map(|l| (l.kind, l.name.as_str(), l.id.as_deref())).collect();
    let named = (LinkKind::OwnedBy, "TESTOV, Ivan", Some("2"));
    assert_eq!(ties, [named, (LinkKind::LinkedTo, "TEST HOLDING", None)]);
    let e = of(&reading, "2");
    assert_eq!(e.listings[0].list, "Consolidated Non-SDN", "the umbrella stays where it stands alone");
    assert_eq!(e.listings[0].measures, [Measure::TransactionBan]);
    assert_eq!(e.names[0].parts.family.as_deref(), Some("Testov"));
    assert_eq!(e.dates_of(Property::BirthDate).map(ToString::to_string).collect::<Vec<_>>(), ["1955-03 to 1956-03"]);
}

#[test]
fn a_file_filtered_by_programme_is_no_whole_list() {
    let filter = "</sanctionsLists><sanctionsPrograms><sanctionsProgram refId=\"1\">IRGC</sanctionsProgram></sanctionsPrograms></filters>";
    let reading = read(&ENHANCED.replacen("</sanctionsLists></filters>", filter, 1));
    assert!(!reading.meta.complete);
    assert_eq!(reading.report.notes, ["a part of the list: the file is filtered by sanctionsProgram IRGC"]);
    let one_list = ENHANCED.replacen(
        "Consolidated List</sanctionsList></sanctionsLists></filters>",
        "CAPTA List</sanctionsList></sanctionsLists></filters>",
        1,
    );
    assert!(!read(&one_list).meta.complete, "one of the non-SDN lists is not all of them");
}

#[test]
fn the_legacy_file_gives_every_field_it_has() {
    let reading = read(LEGACY);
    assert_eq!((reading.meta.source.as_str(), reading.report.stated), ("us-sdn", Some(3)));
    assert_eq!(reading.meta.published.map(|t| t.to_string()).as_deref(), Some("2021-12-02T00:00:00Z"));
    let unused: Vec<_> = reading.report.unused().map(|(f, _)| f.rsplit('/').next().unwrap_or(f)).collect();
    assert!(unused.iter().all(|f| matches!(*f, "uid" | "mainEntry")), "{unused:?}");
    let e = of(&reading, "33399");
    let ids: Vec<_> = e.identifiers.iter().map(|i| (i.kind, i.value.as_str())).collect();
    assert_eq!((e.schema, ids), (Schema::Airplane, vec![(IdKind::Tail, "EW-78843"), (IdKind::Msn, "1003403082")]));
    assert_eq!(e.links[0].name, "JSC TRANSAVIAEXPORT AIRLINES");
    assert_eq!((e.listings[0].from, &e.listings[0].measures[..]), (None, &[Measure::AssetFreeze][..]));
    let e = of(&reading, "90001");
    let names: Vec<_> = e.names.iter().map(|n| (n.text.as_str(), n.kind)).collect();
    let wanted =
        [("TESTOV, Ivan", NameKind::Primary), ("VANYA", NameKind::WeakAlias), ("PROBA, Ivan", NameKind::Former)];
    assert_eq!(names, wanted);
    assert_eq!(e.identifiers[0].note.as_deref(), Some("issued 05 May 2001; expires 04 May 2006"));
    assert_eq!(e.addresses[0].full, "c/o TEST BANK, Moscow, 101000");
    assert_eq!(e.listings[0].programmes, ["SDGT", "IRAN"]);
}

#[test]
fn a_record_count_that_contradicts_the_records_is_noted() {
    let reading = read(&LEGACY.replacen("<Record_Count>3<", "<Record_Count>9<", 1));
    assert_eq!(reading.report.notes, ["the header states 9 records, the file holds 3"]);
}

#[test]
fn the_real_legacy_files_are_read_whole() {
    let files =
        [("ofac/xml/consolidated_legacy_2024-05-06.xml", 79), ("ofac/xml/consolidated_legacy_2025-03-28.xml", 80)];
    for (file, persons) in files {
        let Some(reading) = real("the_real_legacy_files_are_read_whole", file) else { return };
        let r = &reading.report;
        assert_eq!((r.records, r.read, r.stated), (443, 443, Some(443)), "{file}");
        assert_eq!(reading.meta.source, "us-non-sdn");
        let unused: Vec<_> = r.unused().map(|(f, _)| f.rsplit('/').next().unwrap_or(f)).collect();
        assert!(unused.iter().all(|f| matches!(*f, "uid" | "mainEntry")), "{unused:?}");
        assert_eq!(reading.entities.iter().filter(|e| e.schema == Schema::Person).count(), persons);
    }
}

#[test]
fn the_real_enhanced_file_has_443_parties_with_the_days_of_their_listings() {
    let test = "the_real_enhanced_file_has_443_parties_with_the_days_of_their_listings";
    let Some(reading) = real(test, "ofac/xml/CONS_ENHANCED.XML") else { return };
    assert_eq!((reading.report.records, reading.report.read), (443, 443));
    assert_eq!((reading.meta.source.as_str(), reading.meta.complete), ("us-non-sdn", true));
    // 966 list entries in the file (grep), of which each party's umbrella falls away.
    let listings: Vec<_> = reading.entities.iter().flat_map(|e| &e.listings).collect();
    assert_eq!(listings.len(), 966 - 443);
    assert!(listings.iter().all(|l| l.from.is_some() && l.list != "Consolidated Non-SDN"));
    let blocked = listings.iter().filter(|l| l.measures.contains(&Measure::AssetFreeze));
    assert!(blocked.clone().all(|l| l.list == "SDN"));
    assert_eq!(blocked.count(), listings.iter().filter(|l| l.list == "SDN").count());
    assert!(listings.iter().all(|l| !l.measures.is_empty()), "a listing that does nothing");
}

#[test]
fn dates_of_real_enhanced_files_are_what_their_print_says() {
    for file in ["ofac/xml/CONS_ENHANCED.XML", "ofac/xml/sdn_enhanced_IRGC_filter_2024-08-28.xml"] {
        let Some(reading) = real("dates_of_real_enhanced_files_are_what_their_print_says", file) else { return };
        for dated in reading.entities.iter().flat_map(|e| &e.dates) {
            if let Some(printed) = &dated.span.text {
                assert_eq!(Some(&dated.span), interdict_model::DateSpan::parse(printed).as_ref());
            }
        }
    }
}

#[test]
fn a_real_file_filtered_by_programme_says_so() {
    let test = "a_real_file_filtered_by_programme_says_so";
    let Some(reading) = real(test, "ofac/xml/sdn_enhanced_IRGC_filter_2024-08-28.xml") else { return };
    assert_eq!((reading.report.records, reading.report.read), (293, 293));
    assert_eq!((reading.meta.source.as_str(), reading.meta.complete), ("us-sdn", false));
    assert_eq!(reading.entities.iter().filter(|e| e.schema == Schema::Airplane).count(), 44);
    assert!(reading.entities.iter().flat_map(|e| &e.links).all(|l| !l.name.is_empty() || l.id.is_some()));
}

#[test]
fn legacy_and_enhanced_tell_the_same_of_one_list() {
    let test = "legacy_and_enhanced_tell_the_same_of_one_list";
    let Some(legacy) = real(test, "ofac/xml/consolidated_legacy_2025-03-28.xml") else { return };
    let Some(enhanced) = real(test, "ofac/xml/CONS_ENHANCED.XML") else { return };
    let mut same = 0;
    for old in &legacy.entities {
        let Some(new) = enhanced.entities.iter().find(|e| e.id == old.id) else { continue };
        same += usize::from(old.name() == new.name() && old.schema == new.schema);
        let missing = old.names.iter().find(|n| !new.names.iter().any(|m| m.text == n.text));
        assert!(missing.is_none(), "{}: {missing:?}", old.id);
    }
    // The two files are eleven weeks apart.
    assert!(same >= 440, "{same}");
}

fn never_panics(text: &[u8]) {
    let Ok(inputs) = Input::from_bytes("spoiled.xml", text.to_vec()) else { return };
    for on_problem in [OnProblem::Stop, OnProblem::GoOn] {
        if let Ok(reading) = formats::read(&inputs, on_problem) {
            assert!(reading.report.read <= reading.report.records);
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_refused_and_named_as_cut_short() {
    for text in [ADVANCED, ENHANCED, LEGACY] {
        let body = text
            .find("<DateOfIssue")
            .or(text.find("<publicationInfo"))
            .or(text.find("<publshInformation"))
            .expect("a head");
        for at in (body + 20..text.trim_end().len()).step_by(97) {
            let mut at = at;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let inputs = Input::from_bytes("cut.xml", text.as_bytes()[..at].to_vec()).expect("plain");
            let e = formats::read(&inputs, OnProblem::Stop).expect_err("cut");
            assert!(e.to_string().contains("cut.xml"), "{e}");
            never_panics(&text.as_bytes()[..at]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]
    #[test]
    fn a_spoiled_file_is_read_or_refused_without_panic(
        which in 0..3_usize,
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        swap in any::<(prop::sample::Index, prop::sample::Index, u8)>(),
    ) {
        let mut bytes = [ADVANCED, ENHANCED, LEGACY][which].as_bytes().to_vec();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        // A piece that stands where it does not belong.
        let (from, to) = (swap.0.index(bytes.len()), swap.1.index(bytes.len()));
        let piece = bytes[from..bytes.len().min(from + usize::from(swap.2))].to_vec();
        bytes.splice(to..to, piece);
        never_panics(&bytes);
    }
}
