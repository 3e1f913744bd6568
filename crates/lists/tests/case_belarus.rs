//! The shipped case: its listings read whole, and the lags of LAW.md 1.4 come out of their dates.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use interdict_lists::{Format, Input, OnProblem, Reading, formats};
use interdict_model::{Certainty, Entity, IdKind, PartialDate, Schema};

const LISTINGS: &str = include_str!("../../../case/belarus-2021/listings.csv");
const MILESTONES: &str = include_str!("../../../case/belarus-2021/milestones.csv");
const UNKNOWN: &str = include_str!("../../../case/belarus-2021/unknown.csv");

fn case() -> Reading {
    let inputs = Input::from_bytes("listings.csv", LISTINGS.as_bytes().to_vec()).expect("plain text");
    assert_eq!(Format::recognise(&inputs[0]), Some(Format::Own));
    formats::read(&inputs, OnProblem::Stop).expect("the case reads")
}

/// The first party of an authority whose names hold this word.
fn party<'c>(case: &'c Reading, authority: &str, word: &str) -> &'c Entity {
    let hit = case.entities.iter().find(|e| {
        e.listings[0].authority.as_str() == authority && e.names.iter().any(|n| n.text.to_uppercase().contains(word))
    });
    hit.unwrap_or_else(|| panic!("{authority} does not list {word}"))
}

fn from(case: &Reading, authority: &str, word: &str) -> jiff::civil::Date {
    let listing = &party(case, authority, word).listings[0];
    listing.from.and_then(PartialDate::full).unwrap_or_else(|| panic!("no day for {word}"))
}

fn days(a: jiff::civil::Date, b: jiff::civil::Date) -> i32 {
    a.until(b).expect("days").get_days()
}

#[test]
fn the_35_of_2_december_2021_are_20_individuals_12_entities_and_3_aircraft() {
    let case = case();
    let day: PartialDate = "2021-12-02".parse().expect("a day");
    let us: Vec<&Entity> =
        case.entities.iter().filter(|e| e.source == "belarus-2021/us" && e.listings[0].from == Some(day)).collect();
    let count = |f: fn(Schema) -> bool| us.iter().filter(|e| f(e.schema)).count();
    assert_eq!(us.len(), 35);
    assert_eq!(count(|s| s == Schema::Person), 20);
    assert_eq!(count(|s| matches!(s, Schema::Company | Schema::Organization)), 12);
    assert_eq!(count(|s| s == Schema::Airplane), 3);
    assert!(us.iter().all(|e| e.listings[0].programmes.iter().all(|p| p == "BELARUS" || p == "BELARUS-EO14038")));
}

#[test]
fn every_cell_of_the_case_is_taken_and_every_row_says_how_sure_it_is() {
    let case = case();
    assert_eq!(case.report.unused().collect::<Vec<_>>(), []);
    assert_eq!((case.report.records, case.report.read, case.entities.len()), (79, 79, 79));
    assert!(case.report.notes.is_empty() && case.report.problems.is_empty(), "{:?}", case.report.notes);
    for e in &case.entities {
        let listing = &e.listings[0];
        assert!(listing.certainty != Certainty::Official && !listing.references.is_empty(), "{}", e.name());
    }
}

#[test]
fn the_lags_between_allies_come_out_of_the_listing_days() {
    let case = case();
    let lag = |leader, follower, word| days(from(&case, leader, word), from(&case, follower, word));
    assert_eq!(lag("us", "uk", "BELARUSKALI"), 115);
    assert_eq!(lag("us", "eu", "BELARUSKALI"), 298);
    assert_eq!(lag("us", "eu", "BELARUSIAN POTASH COMPANY"), 183);
    for word in ["BELTECHEXPORT", "AGAT", "140 REPAIR PLANT"] {
        assert_eq!(lag("eu", "us", word), 350, "{word}");
    }
    assert_eq!(days(from(&case, "eu", "DZMITRY ALIAKSANDRAVICH"), from(&case, "us", "LUKASHENKA, DZMITRY")), 164);
    assert_eq!((lag("us", "eu", "TSENTRKURORT"), lag("us", "ca", "TSENTRKURORT")), (0, 0));
}

#[test]
fn belaruskali_left_the_us_list_on_26_march_2026_and_is_still_on_that_of_the_eu() {
    let case = case();
    let removed: PartialDate = "2026-03-26".parse().expect("a day");
    let gone: Vec<&str> =
        case.entities.iter().filter(|e| e.listings[0].to == Some(removed)).map(|e| e.id.as_str()).collect();
    assert_eq!(gone, ["33372", "33374", "32746"]);
    assert_eq!(party(&case, "eu", "BELARUSKALI").listings[0].to, None);
}

#[test]
fn aircraft_carry_mark_serial_number_and_the_company_they_are_linked_to() {
    let case = case();
    let craft = party(&case, "us", "EW-78843");
    let id = |kind| craft.identifiers.iter().find(|i| i.kind == kind).map(|i| i.value.as_str());
    assert_eq!((id(IdKind::Tail), id(IdKind::Msn)), (Some("EW-78843"), Some("1003403082")));
    assert_eq!(craft.links[0].id.as_deref(), Some("33398"));
}

#[test]
fn the_case_holds_no_address_and_no_number_of_a_natural_person() {
    for e in &case().entities {
        assert!(e.addresses.is_empty(), "{}", e.name());
        assert!(e.schema != Schema::Person || e.identifiers.is_empty(), "{}", e.name());
    }
}

#[test]
fn who_has_no_row_is_named_as_unknown() {
    let case = case();
    let mut rows = csv::Reader::from_reader(UNKNOWN.as_bytes());
    let unknown: Vec<(String, String)> =
        rows.records().map(|r| r.expect("a row")).map(|r| (r[0].to_string(), r[1].to_string())).collect();
    let persons = |authority: &str| {
        let us = case.entities.iter().filter(|e| e.source == "belarus-2021/us" && e.schema == Schema::Person);
        us.filter(|e| unknown.contains(&(authority.to_string(), e.name().to_string()))).count()
    };
    let listed = |authority: &str| {
        case.entities
            .iter()
            .filter(|e| e.listings[0].authority.as_str() == authority && e.schema == Schema::Person)
            .count()
    };
    for authority in ["eu", "uk", "ca"] {
        assert_eq!(persons(authority) + listed(authority), 20, "{authority}");
    }
}

#[test]
fn the_gaps_that_are_not_listings_come_out_of_the_milestones() {
    let mut rows = csv::Reader::from_reader(MILESTONES.as_bytes());
    assert_eq!(
        rows.headers().expect("a header"),
        "object,authority,step,date,text,certainty,references".split(',').collect::<Vec<_>>()
    );
    let rows: Vec<csv::StringRecord> = rows.records().map(|r| r.expect("a row")).collect();
    let mut lags = Vec::new();
    for pair in rows.chunks(2) {
        let [start, end] = pair else { panic!("a step without its other") };
        assert_eq!((&start[0], &start[2], &end[2]), (&end[0], "start", "end"));
        assert!(Certainty::parse(&start[5]).is_some() && Certainty::parse(&end[5]).is_some());
        let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
        let lag = day(&start[3]).zip(day(&end[3])).map(|(a, b)| days(a, b));
        lags.push((start[1].to_string(), end[1].to_string(), lag));
    }
    let lag = |a: &str, b: &str, days| (a.to_string(), b.to_string(), days);
    assert_eq!(lags, [lag("eu", "eu", Some(251)), lag("us", "lt", Some(55)), lag("us", "eu", None)]);
}
