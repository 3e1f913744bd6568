//! Entities and editions made in code, and the real UN editions where the test data is there.
#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use interdict_lists::{Basis, Edition, FileStamp, Format, History, Input, OnProblem, Published, Report, formats};
use interdict_model::{Authority, Entity, IdKind, Identifier, Listing, Name, NameKind, Property, Schema};
use jiff::Timestamp;
use std::path::PathBuf;

pub fn at(day: &str) -> Timestamp {
    format!("{day}T00:00:00Z").parse().expect("a day")
}

/// An invented company.
pub fn company(id: &str, name: &str) -> Entity {
    let mut e = Entity::new("us-sdn", id, Schema::Company);
    e.add_name(Name::new(NameKind::Primary, name));
    let mut listing = Listing::new(Authority::us(), "SDN");
    listing.programmes.push("BELARUS".into());
    e.listings.push(listing);
    e.record.file = "sdn.csv".into();
    e
}

/// Entities of some size, all different: what a bench and a crash test write.
pub fn many(source: &str, n: usize, salt: usize) -> Vec<Entity> {
    let one = |k: usize| {
        let mut e = company(&format!("{}", 1000 + k), &format!("GENERATED TRADING {k} LLC"));
        e.source = source.into();
        e.add_name(Name::new(NameKind::Alias, format!("OOO SGENERIROVANNAYA TORGOVLYA {k} {salt}")));
        e.add_name(Name::new(NameKind::OtherScript, format!("ООО Сгенерированная торговля {k}")));
        e.add_identifier(Identifier::new(IdKind::Inn, format!("{:010}", k * 7919 % 10_000_000_000)));
        e.add_date_text(Property::IncorporationDate, &format!("{}", 1990 + k % 30));
        e.add_territory(Property::Jurisdiction, ["Belarus", "Russia", "Iran"][k % 3]);
        e.add_fact(Property::Notes, &format!("an invented company of the test, number {k}, edition {salt}"));
        e
    };
    (0..n).map(one).collect()
}

pub fn edition(source: &str, day: &str) -> Edition {
    Edition {
        source: source.into(),
        published: Published::new(at(day), Basis::Given),
        fetched: at("2026-11-01"),
        format: Format::OfacCsv,
        files: vec![FileStamp::of("sdn.csv", format!("{source} {day}").as_bytes())],
        complete: true,
        entities: 0,
        report: Report::default(),
    }
}

pub fn partial(source: &str, day: &str) -> Edition {
    Edition { complete: false, ..edition(source, day) }
}

/// The folder of real data, or a plain word that the test was skipped.
pub fn data(test: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let path = std::env::var_os("INTERDICT_TEST_DATA").map_or_else(|| PathBuf::from(here), PathBuf::from);
    if path.join("un").is_dir() {
        return Some(path);
    }
    println!("skipped: {test}: no test data at {}", path.display());
    None
}

/// The UN's three good editions, oldest first.
pub fn un(test: &str) -> Option<Vec<(Edition, Vec<Entity>)>> {
    let dir = data(test)?.join("un");
    let read = |day: &str| {
        let path = dir.join(format!("un_consolidated_{day}.xml"));
        let bytes = std::fs::read(&path).expect("a list");
        let inputs = Input::open(&path).expect("a list");
        let reading = formats::read(&inputs, OnProblem::Stop).expect("a good list");
        let published = reading.meta.published.map(|at| Published::new(at, Basis::Stated));
        let published = published.unwrap_or(Published::new(at(day), Basis::FileName));
        let files = vec![FileStamp::of(inputs[0].file_name(), &bytes)];
        (Edition::of(&reading, published, at("2026-11-01"), files), reading.entities)
    };
    Some(["2020-11-30", "2026-02-27", "2026-08-01"].into_iter().map(read).collect())
}

pub fn history(editions: Vec<(Edition, Vec<Entity>)>) -> History {
    let mut history = History::new();
    for (edition, entities) in editions {
        history.add(edition, entities);
    }
    history
}

pub fn ids<'a>(entities: impl IntoIterator<Item = &'a Entity>) -> Vec<&'a str> {
    entities.into_iter().map(|e| e.id.as_str()).collect()
}
