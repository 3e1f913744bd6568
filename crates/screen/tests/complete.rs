//! The search finds what the exhaustive scan finds: on generated lists, and on the UN's real one.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use interdict_lists::{Input, OnProblem, formats};
use interdict_model::{Country, DateSpan, Entity, Name, NameKind, Schema};
use interdict_screen::{Index, NameGroups, Options, Query, search, search_exhaustively};
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// A small world of names, so that random queries meet them often, with slips.
fn name() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        5 => prop::sample::select(&[
            "Lukashenka", "Lukashenko", "Лукашэнка", "Dzmitry", "Dmitry", "Дмитрий", "Aliaksandr", "Alexander", "Muhammad",
            "Mohammed", "محمد", "Salman", "bin", "al", "abd", "Abdulaziz", "Kim", "Jong", "Un", "习近平", "Jinping", "Good", "Will",
            "Goodwill", "Trading", "LLC", "OOO", "A", "M", "Bank", "44", "45", "van", "der", "Bilt", "vanderbilt", "Šmit", "Macron",
            "Marcon", "Abc", "B", "C", "of", "Mr", "President", "Jinpign", "mitryD", "Ben", "JC", "/", "A/S", "El", "Hassan", "Elhassan",
            "Vander", "P", "Petrov", "Ahmed", "Hamad", "Fathy", "Fathi", "Hartis", "Harith",
        ][..]).prop_map(str::to_string),
        2 => "[a-d]{1,9}",
        1 => "\\PC{1,6}",
    ];
    prop::collection::vec(token, 1..6).prop_map(|tokens| tokens.join(" "))
}

fn entity(at: usize, names: &[String], schema: Schema) -> Entity {
    let mut e = Entity::new("generated", at.to_string(), schema);
    for (n, name) in names.iter().enumerate() {
        e.add_name(Name::new(if n == 0 { NameKind::Primary } else { NameKind::WeakAlias }, name.clone()));
    }
    e
}

fn same(index: &Index, query: &Query, threshold: f32) -> Result<usize, String> {
    let options = Options { limit: usize::MAX, threshold };
    let (fast, all) = (search(index, query, options), search_exhaustively(index, query, options));
    if fast == all {
        // Where a match is only just one, a bound that is too narrow shows.
        for just in all.iter().take(12).filter(|m| m.score < 0.9999) {
            let options = Options { limit: usize::MAX, threshold: just.score - 0.0002 };
            if !search(index, query, options).iter().any(|m| m.entity == just.entity) {
                return Err(format!("{query:?}: not found at just below its score: {just:?}"));
            }
        }
        return Ok(all.len());
    }
    let missed = all.iter().find(|m| !fast.contains(m));
    Err(format!("{query:?} at {threshold}: found {}, exhaustively {}; for example {missed:?}", fast.len(), all.len()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn search_finds_what_the_exhaustive_scan_finds(
        names in prop::collection::vec(prop::collection::vec(name(), 1..4), 1..40),
        asked in prop::collection::vec(name(), 1..6),
        person in any::<bool>(),
        with_birth in any::<bool>(),
        threshold in prop::sample::select(&[0.05f32, 0.3, 0.5, 0.7, 0.9][..]),
        grouped in any::<bool>(),
    ) {
        let groups = if grouped { "Kim, Jong, Marcon\nabc, Good, Дмитрий, Salman\nSalman, Will" } else { "" };
        let groups = NameGroups::read(groups).expect("groups");
        let schema = if person { Schema::Person } else { Schema::Company };
        let entities: Vec<Entity> = names.iter().enumerate().map(|(at, n)| {
            let mut e = entity(at, n, schema);
            if at % 3 == 0 {
                e.add_date_text(interdict_model::Property::BirthDate, "1970-01-02");
            }
            e
        }).collect();
        let index = Index::build_with(&entities, &groups).expect("an index");
        for name in &asked {
            let mut query = Query { kind: person.then_some(schema.kind()), ..Query::name(name.clone()) };
            if with_birth {
                query.births = DateSpan::parse("1970-01-02").into_iter().collect();
                query.countries = Country::from_code("BY").into_iter().collect();
            }
            let found = same(&index, &query, threshold);
            prop_assert!(found.is_ok(), "{}", found.unwrap_err());
        }
    }

    #[test]
    fn any_text_is_answered_without_panic(text in "\\PC{0,60}", listed in "\\PC{0,60}") {
        let index = Index::build(&[entity(0, &[listed], Schema::LegalEntity)]).expect("an index");
        let _ = search(&index, &Query::name(text), Options { limit: 5, threshold: 0.0 });
    }

    #[test]
    fn bytes_that_are_no_index_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Index::open(Arc::new(bytes)).is_err());
    }
}

#[test]
fn an_index_read_from_its_bytes_answers_alike_and_a_cut_one_is_refused() {
    let entities = vec![
        entity(0, &["LUKASHENKA, Dzmitry".to_string()], Schema::Person),
        entity(1, &["Belaruskali OAO".to_string()], Schema::Company),
    ];
    let index = Index::build(&entities).expect("an index");
    let bytes = index.bytes().to_vec();
    let again = Index::open(Arc::new(bytes.clone())).expect("the same index");
    for name in ["Dmitry Lukashenko", "Беларуськалий"] {
        let (a, b) = (
            search(&index, &Query::name(name), Options::default()),
            search(&again, &Query::name(name), Options::default()),
        );
        assert!(a == b && !a.is_empty(), "{name}");
    }
    for length in 0..bytes.len() {
        assert!(Index::open(Arc::new(bytes[..length].to_vec())).is_err(), "cut at {length} of {}", bytes.len());
    }
}

fn test_data() -> PathBuf {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    std::env::var_os("INTERDICT_TEST_DATA").map_or_else(default, PathBuf::from)
}

/// The newest UN list that is well formed, or `None`, said plainly.
fn united_nations(test: &str) -> Option<Vec<Entity>> {
    let folder = test_data().join("un");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|f| f.path())
        .filter(|p| !p.to_string_lossy().contains("MALFORMED"))
        .collect();
    files.sort();
    let Some(file) = files.last() else {
        println!("skipped: {test}: no test data at {}", folder.display());
        return None;
    };
    let inputs = Input::open(file).expect("the file opens");
    Some(formats::read(&inputs, OnProblem::Stop).expect("the UN list is read").entities)
}

#[test]
fn on_the_un_list_nothing_is_missed() {
    let Some(entities) = united_nations("on_the_un_list_nothing_is_missed") else { return };
    let index = Index::build(&entities).expect("an index");
    let mut found = 0;
    // One name in 61 as it stands, with a letter gone, with a token gone, and with a token of another name more.
    let names: Vec<String> = entities.iter().flat_map(|e| &e.names).map(|n| n.text.clone()).collect();
    let words: Vec<&str> = names.iter().flat_map(|n| n.split_whitespace()).collect();
    for (at, name) in names.iter().enumerate().filter(|(at, _)| at % 61 == 0) {
        let letter_gone: String = name.chars().enumerate().filter(|(n, _)| *n != 3 + at % 5).map(|(_, c)| c).collect();
        let token_gone = name
            .split_whitespace()
            .enumerate()
            .filter(|(n, _)| *n != at % 3)
            .map(|(_, w)| w)
            .collect::<Vec<_>>()
            .join(" ");
        let turned = name.split_whitespace().map(|w| w.chars().rev().collect::<String>()).collect::<Vec<_>>().join(" ");
        let more = format!("{letter_gone} {}", words[at * 7_919 % words.len()]);
        for (n, text) in [name.clone(), letter_gone, token_gone, turned, more].iter().enumerate() {
            // Far down, where bounds are widest, and where alerts are.
            let threshold = if (at + n) % 2 == 0 { 0.2 } else { 0.7 };
            found += same(&index, &Query::name(text.as_str()), threshold).unwrap_or_else(|e| panic!("{e}"));
        }
    }
    assert!(found > 100, "only {found} matches at all");
}

#[test]
fn people_on_the_un_list_are_found_by_their_disturbed_names() {
    let test = "people_on_the_un_list_are_found_by_their_disturbed_names";
    let Some(entities) = united_nations(test) else { return };
    let file = test_data().join("labelled/yente_candidate_generation_benchmark_positives_un_treated.csv");
    let original = test_data().join("labelled/yente_candidate_generation_benchmark_positives_un_untreated.csv");
    if !file.exists() || !original.exists() {
        println!("skipped: {test}: no test data at {}", file.display());
        return;
    }
    let index = Index::build(&entities).expect("an index");
    let rows = |file: &PathBuf| -> Vec<String> {
        let mut reader = csv::Reader::from_path(file).expect("a CSV file");
        reader.records().map(|r| r.expect("a row").get(0).unwrap_or("").to_string()).collect()
    };
    let (mut positives, mut hits) = (0, 0);
    for (disturbed, name) in rows(&file).iter().zip(rows(&original)) {
        let options = Options { limit: usize::MAX, threshold: interdict_screen::DEFAULT_THRESHOLD };
        // The party is the one that its undisturbed name finds first; some have left the list since.
        let Some(truth) = search(&index, &Query::name(name), options).first().map(|m| m.id.clone()) else { continue };
        positives += 1;
        hits += usize::from(search(&index, &Query::name(disturbed.as_str()), options).iter().any(|m| m.id == truth));
    }
    println!("UN, disturbed names: {hits} of {positives} found");
    assert!(positives > 400 && hits * 100 >= positives * 90, "{hits} of {positives}");
}

#[test]
fn an_initial_beside_particles_that_are_one_listed_word_is_no_reason_to_pass_a_name_over() {
    let index = Index::build(&[entity(0, &["VANDER, P.".to_string()], Schema::Person)]).expect("an index");
    let query = Query { kind: Some(Schema::Person.kind()), ..Query::name("van der Petrov") };
    let found = same(&index, &query, 0.05).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(found, 1, "all words of both names are in a pair");
}
