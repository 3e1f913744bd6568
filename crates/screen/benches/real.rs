//! Searching the real lists, and scoring real pairs of names: `cargo bench -p interdict-screen --bench real`.
//!
//! It needs the real lists and labelled pairs ($INTERDICT_TEST_DATA, else ../shared/data from the project's root). All searches of one kind take turns,
//! so that what is remembered of words is as warm as in a long batch; the first search of a word is dearer (`examples/scale.rs` counts those too).

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "../examples/support/mod.rs"]
mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use interdict_lists::Input;
use interdict_model::{Country, DateSpan, Entity, Kind, Name, NameKind, Schema};
use interdict_screen::{Index, Options, Prepared, PreparedQuery, Query, Searcher, compare_prepared, score_prepared};
use std::path::{Path, PathBuf};

fn bench(c: &mut Criterion) {
    let data = std::env::var_os("INTERDICT_TEST_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    if !data.is_dir() {
        println!("skipped: no real lists at {}", data.display());
        return;
    }
    search(c, &data);
    pairs(c, &data);
}

fn rows(file: &Path) -> Vec<std::collections::HashMap<String, String>> {
    let input = Input::open(file).expect("a file").remove(0);
    let text = input.text().expect("text");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn search(c: &mut Criterion, data: &Path) {
    let entities = support::lists(data);
    let index = Index::build(&entities).expect("an index");
    let people: Vec<Query> = rows(&data.join("labelled/clean_people_global.csv.gz"))
        .into_iter()
        .take(5_000)
        .map(|row| Query {
            births: DateSpan::parse(&row["date_of_birth"]).into_iter().collect(),
            countries: Country::parse(&row["nationality"]).into_iter().collect(),
            kind: Some(Kind::Person),
            ..Query::name(row["full_name"].as_str())
        })
        .collect();
    let by_name: Vec<Query> = people.iter().map(|q| Query::name(q.name.as_str())).collect();
    let listed: Vec<Query> = entities.iter().step_by(7).map(|e| Query::name(e.name())).collect();
    for (what, queries) in
        [("people on no list, all that is known", &people), ("the same, by name", &by_name), ("listed names", &listed)]
    {
        let mut searcher = Searcher::new(&index);
        let mut turn = 0usize;
        c.bench_function(&format!("search {} real entities: {what}", index.len()), |b| {
            b.iter(|| {
                turn = (turn + 1) % queries.len();
                searcher.search(&queries[turn], Options::default())
            });
        });
    }
}

fn pairs(c: &mut Criterion, data: &Path) {
    let schema = |row: &str| Schema::parse(row).unwrap_or(Schema::LegalEntity);
    let pairs: Vec<(PreparedQuery, Prepared)> = rows(&data.join("labelled/name_pairs.csv"))
        .into_iter()
        .map(|row| {
            let mut entity = Entity::new("pair", "1", schema(&row["schema"]));
            entity.add_name(Name::new(NameKind::Primary, row["name2"].as_str()));
            let query = Query { kind: Some(entity.schema.kind()), ..Query::name(row["name1"].as_str()) };
            (PreparedQuery::new(query), Prepared::new(&entity))
        })
        .collect();
    let mut turn = 0usize;
    let mut next = || {
        turn = (turn + 1) % pairs.len();
        &pairs[turn]
    };
    c.bench_function("score a prepared pair of names", |b| {
        b.iter(|| {
            let (query, entity) = next();
            score_prepared(query, entity)
        });
    });
    c.bench_function("compare a prepared pair of names, with its evidence", |b| {
        b.iter(|| {
            let (query, entity) = next();
            compare_prepared(query, entity)
        });
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
