//! Which listings are one party: the Belarus listings of four authorities, and pairs that must stay apart.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use interdict_compare::overrule::Rulings;
use interdict_compare::resolve::Ground;
use interdict_compare::table::Scope;
use interdict_compare::{compare, resolve};
use interdict_model::{
    Authority, DateSpan, Entity, IdKind, Identifier, Listing, Measure, Name, NameKind, Property, Schema,
};

fn entity(authority: &str, id: &str, schema: Schema, names: &[&str]) -> Entity {
    let mut e = Entity::new(authority, id, schema);
    for (n, name) in names.iter().enumerate() {
        e.add_name(Name::new(if n == 0 { NameKind::Primary } else { NameKind::Alias }, *name));
    }
    let mut listing = Listing::new(Authority::new(authority).expect("a code"), "list");
    listing.measures.push(Measure::AssetFreeze);
    e.listings.push(listing);
    e
}

fn since(mut e: Entity, from: &str) -> Entity {
    e.listings[0].from = Some(from.parse().expect("a date"));
    e
}

fn born(mut e: Entity, date: &str) -> Entity {
    e.add_date(Property::BirthDate, DateSpan::parse(date).expect("a date"));
    e
}

fn numbered(mut e: Entity, kind: IdKind, value: &str) -> Entity {
    e.add_identifier(Identifier::new(kind, value));
    e
}

fn in_country(mut e: Entity, country: &str) -> Entity {
    e.add_territory(Property::Country, country);
    e
}

fn one_party(entities: &[Entity]) -> Option<Ground> {
    let parties = resolve(entities, &Rulings::default());
    if parties.len() > 1 {
        return None;
    }
    parties.first().and_then(|p| p.ties.first()).map(|t| t.ground)
}

#[test]
fn belaruskali_is_one_party_by_its_register_number() {
    let us = entity("us", "32746", Schema::Organization, &["BELARUSKALI OAO"]);
    let eu = entity("eu", "I.B/29", Schema::Company, &["OJSC ‘Belaruskali’", "ААТ «Беларуськалій»"]);
    let us = numbered(us, IdKind::RegistrationNumber, "600122610");
    let eu = numbered(eu, IdKind::RegistrationNumber, "600122610");
    assert_eq!(one_party(&[us, eu]), Some(Ground::RegisterNumber));
}

#[test]
fn lapo_is_one_person_in_three_spellings_by_name_and_day() {
    let us = born(entity("us", "33172", Schema::Person, &["LAPO, Anatol Piatrovich"]), "24 May 1963");
    let eu = born(
        entity("eu", "I.A/1", Schema::Person, &["Anatol Piatrovich LAPPO", "Анатолий Петрович ЛАППО"]),
        "24.5.1963",
    );
    assert_eq!(one_party(&[us, eu]), Some(Ground::NameAndDay));
}

#[test]
fn one_name_with_two_birth_days_is_two_people() {
    let a = born(entity("us", "1", Schema::Person, &["IVANOV, Ivan Ivanovich"]), "1 Feb 1970");
    let b = born(entity("eu", "2", Schema::Person, &["Ivan Ivanovich IVANOV"]), "3 Mar 1971");
    assert_eq!(one_party(&[a, b]), None);
}

#[test]
fn a_common_name_alone_is_no_tie_but_with_the_country_it_is() {
    let a = entity("us", "1", Schema::Person, &["IVANOV, Ivan"]);
    let b = entity("ca", "2", Schema::Person, &["Ivan Ivanov"]);
    assert_eq!(one_party(&[a.clone(), b.clone()]), None);
    assert_eq!(one_party(&[in_country(a, "Belarus"), in_country(b, "Belarus")]), Some(Ground::NameAndCountry));
}

#[test]
fn a_bare_year_may_be_a_year_off_where_the_whole_name_and_the_country_agree() {
    let us = in_country(
        born(entity("us", "9797", Schema::Person, &["LUKASHENKA, Viktar Aliaksandravich"]), "1976"),
        "Belarus",
    );
    let eu = in_country(
        born(entity("eu", "46", Schema::Person, &["Viktar Aliaksandravich LUKASHENKA"]), "28.11.1975"),
        "Belarus",
    );
    assert_eq!(one_party(&[us.clone(), eu.clone()]), Some(Ground::NameAndCountry));
    let other = in_country(
        born(entity("eu", "47", Schema::Person, &["Viktar Aliaksandravich LUKASHENKA"]), "28.11.1971"),
        "Belarus",
    );
    assert_eq!(one_party(&[us, other]), None);
}

#[test]
fn a_company_under_a_longer_name_is_one_party_only_by_words_that_tell() {
    let named = |a, id, name| in_country(entity(a, id, Schema::Organization, &[name]), "Belarus");
    let us = named("us", "1", "OJSC AGAT-CONTROL SYSTEM-MANAGING COMPANY OF GEOINFORMATION CONTROL SYSTEMS HOLDING");
    let eu = named("eu", "2", "AGAT - Control Systems - Geoinformation Control Systems Holding, JSC");
    assert_eq!(one_party(&[us, eu]), Some(Ground::NameAndCountry));
    let us = named("us", "3", "LIMITED LIABILITY COMPANY NEW OIL COMPANY EAST");
    let eu = named("eu", "4", "CJSC Belarusian Oil Company");
    assert_eq!(one_party(&[us, eu]), None);
}

#[test]
fn a_father_and_a_son_stay_apart() {
    let father = born(entity("us", "1", Schema::Person, &["LUKASHENKA, Aliaksandr Ryhoravich"]), "30 Aug 1954");
    let son = born(entity("eu", "2", Schema::Person, &["Viktar Aliaksandravich LUKASHENKA"]), "28.11.1975");
    assert_eq!(one_party(&[father, son]), None);
}

#[test]
fn two_records_of_one_source_are_never_one_party() {
    let a = born(entity("us", "1", Schema::Person, &["PETROV, Petr Petrovich"]), "1 Feb 1970");
    let b = born(entity("us", "2", Schema::Person, &["PETROV, Petr Petrovich"]), "1 Feb 1970");
    let c = born(entity("eu", "3", Schema::Person, &["Petr Petrovich PETROV"]), "1.2.1970");
    let parties = resolve(&[a, b, c], &Rulings::default());
    assert_eq!(parties.len(), 2);
}

#[test]
fn a_person_overrules_the_rules_both_ways() {
    let a = born(entity("us", "1", Schema::Person, &["SIDOROV, Sidor"]), "1 Feb 1970");
    let b = born(entity("eu", "2", Schema::Person, &["Sidor SIDOROV"]), "1.2.1970");
    let c = entity("uk", "3", Schema::Person, &["Somebody ELSE"]);
    let text = "verdict,a,b,reason\ndifferent,us/1,eu/2,cousins\nsame,us/1,uk/3,alias in court file\n";
    let parties = resolve(&[a, b, c], &Rulings::read("r.csv", text).expect("reads"));
    let members: Vec<_> = parties.iter().map(|p| p.members.clone()).collect();
    assert_eq!(members, [vec![0, 2], vec![1]]);
    assert_eq!(parties[0].ties[0].ground, Ground::Ruling);
}

#[test]
fn an_aircraft_under_a_new_mark_is_the_same_by_its_serial_number() {
    let a = entity("us", "33399", Schema::Airplane, &["EW-78843"]);
    let b = entity("ua", "7", Schema::Airplane, &["EW-99999"]);
    let ground = one_party(&[numbered(a, IdKind::Msn, "1003403082"), numbered(b, IdKind::Msn, "1003403082")]);
    assert_eq!(ground, Some(Ground::Identifier));
}

#[test]
fn the_lag_counts_the_freeze_and_a_removal_stays_open() {
    let mut us = since(
        numbered(entity("us", "32746", Schema::Company, &["Belaruskali"]), IdKind::Lei, "LEI00001"),
        "2021-08-09",
    );
    us.listings[0].to = Some("2026-03-26".parse().expect("a date"));
    let mut eu =
        since(numbered(entity("eu", "29", Schema::Company, &["Belaruskali"]), IdKind::Lei, "LEI00001"), "2022-06-03");
    let mut ban = Listing::new(Authority::eu(), "another annex");
    ban.measures.push(Measure::Financing);
    ban.from = Some("2021-06-25".parse().expect("a date"));
    eu.listings.push(ban);
    let entities = [us, eu];
    let parties = resolve(&entities, &Rulings::default());
    let on = jiff::civil::date(2026, 11, 23);
    let rows = compare(&entities, &parties, &[Authority::us(), Authority::eu()], &Scope::default(), on);
    assert_eq!((rows[0].lag_days, rows[0].removal_open_days, rows[0].open_days), (Some(298), Some(242), None));
    let back = compare(&entities, &parties, &[Authority::eu(), Authority::us()], &Scope::default(), on);
    assert_eq!(back[0].lag_days, Some(-298), "the other way round it is negative");
}

#[test]
fn absence_from_a_list_that_is_not_whole_says_nothing() {
    let us = since(entity("us", "1", Schema::Company, &["A"]), "2021-08-09");
    let entities = [us];
    let parties = resolve(&entities, &Rulings::default());
    let on = jiff::civil::date(2026, 11, 23);
    let both = [Authority::us(), Authority::eu()];
    let row = compare(&entities, &parties, &both, &Scope::default(), on).remove(0);
    assert_eq!((row.open_days, row.not_known), (None, vec![Authority::eu()]));
    let scope = Scope { whole: both.iter().cloned().collect(), ..Scope::default() };
    let row = compare(&entities, &parties, &both, &scope, on).remove(0);
    assert_eq!((row.open_days, row.not_known), (Some(1932), vec![]));
}

#[test]
fn without_a_stated_day_there_is_no_lag() {
    let us = numbered(entity("us", "1", Schema::Company, &["A"]), IdKind::Lei, "LEI00001");
    let eu = since(numbered(entity("eu", "2", Schema::Company, &["A"]), IdKind::Lei, "LEI00001"), "2022-06-03");
    let entities = [us, eu];
    let parties = resolve(&entities, &Rulings::default());
    let on = jiff::civil::date(2026, 11, 23);
    let rows = compare(&entities, &parties, &[Authority::us(), Authority::eu()], &Scope::default(), on);
    assert_eq!((rows[0].lag_days, rows[0].open_days), (None, None));
}
