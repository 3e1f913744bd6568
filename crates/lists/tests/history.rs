//! History: what stood when, in whatever order the editions arrived.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use interdict_lists::{Basis, Edition, FileStamp, History, Problem, Published};
use interdict_model::Entity;
use proptest::prelude::*;
use std::collections::BTreeMap;
use support::*;

fn day(n: u8) -> String {
    format!("2022-01-{:02}", n + 1)
}

#[test]
fn an_edition_says_who_is_new_changed_and_gone() {
    let mut h = History::new();
    let first = h.add(edition("us-sdn", "2022-01-01"), vec![company("1", "A"), company("2", "B"), company("3", "C")]);
    assert_eq!((first.new, first.changed, first.unchanged, first.gone), (3, 0, 0, 0));
    let mut moved = company("3", "C");
    moved.record.line = 99;
    let second = h.add(edition("us-sdn", "2022-01-05"), vec![company("2", "B2"), moved, company("4", "D")]);
    assert_eq!((second.new, second.changed, second.unchanged, second.gone), (1, 1, 1, 1));
    assert_eq!(h.counts(), (5, 4), "a record that only moved in its file is no new version");
    assert_eq!(ids(h.current().entities), ["2", "3", "4"]);
    assert_eq!(h.current().entities[1].record.line, 0, "the place in the earliest edition is kept");
    assert_eq!(ids(h.known_at(at("2022-01-03")).entities), ["1", "2", "3"]);
}

#[test]
fn before_its_first_edition_a_source_is_unknown_and_not_empty() {
    let h = history(vec![
        (edition("un", "2022-01-01"), vec![company("1", "A")]),
        (edition("us-sdn", "2022-02-01"), vec![company("2", "B")]),
    ]);
    let state = h.known_at(at("2022-01-15"));
    assert_eq!(ids(state.entities), ["1"]);
    assert_eq!(state.unknown, ["us-sdn"]);
    assert_eq!(h.known_at(at("2021-01-01")).unknown, ["un", "us-sdn"]);
}

#[test]
fn the_same_edition_twice_changes_nothing_but_a_return_to_old_bytes_does() {
    let mut h = History::new();
    h.add(edition("us-sdn", "2022-01-01"), vec![company("1", "A")]);
    let before = h.clone();
    assert!(h.add(edition("us-sdn", "2022-01-01"), vec![company("1", "A")]).already);
    assert_eq!(h, before);

    h.add(edition("us-sdn", "2022-01-02"), vec![company("2", "B")]);
    let back = Edition { published: Published::new(at("2022-01-03"), Basis::Http), ..edition("us-sdn", "2022-01-01") };
    let added = h.add(back.clone(), vec![company("1", "A")]);
    assert!(!added.already, "the authority went back to its first list");
    assert_eq!(ids(h.current().entities), ["1"]);
    let guessed = Edition { published: Published::new(at("2022-05-03"), Basis::FileTime), ..back };
    assert!(h.add(guessed, vec![company("1", "A")]).already, "a copied file is no new edition");
}

#[test]
fn what_a_partial_edition_lacks_remains_and_what_it_holds_is_there() {
    let mut h = History::new();
    h.add(edition("us-sdn", "2022-01-01"), vec![company("1", "A"), company("2", "B")]);
    let added = h.add(partial("us-sdn", "2022-01-03"), vec![company("2", "B2"), company("3", "C")]);
    assert_eq!((added.new, added.changed, added.gone), (1, 1, 0));
    let names: Vec<&str> = h.current().entities.iter().map(|e| e.name()).collect();
    assert_eq!(names, ["A", "B2", "C"]);
    // An older whole edition in between: the partial one was silent of 1, so 1 is what that edition says of it: gone.
    h.add(edition("us-sdn", "2022-01-02"), vec![company("2", "B")]);
    assert_eq!(ids(h.current().entities), ["2", "3"]);
}

#[test]
fn an_edition_with_problems_takes_nobody_off() {
    let mut h = History::new();
    h.add(edition("us-sdn", "2022-01-01"), vec![company("1", "A"), company("2", "B")]);
    let mut broken = edition("us-sdn", "2022-01-02");
    broken.report.problems.push(Problem::new("a record that breaks off", "a record"));
    assert_eq!(h.add(broken, vec![company("1", "A")]).gone, 0);
    assert_eq!(ids(h.current().entities), ["1", "2"]);
}

#[test]
fn two_editions_of_one_instant_stand_in_the_order_of_their_arrival_and_the_caller_sees_it() {
    let mut h = History::new();
    assert_eq!(h.add(edition("us-sdn", "2022-01-01"), vec![company("1", "A")]).same_instant, 0);
    let twin = Edition { files: vec![FileStamp::of("other.csv", b"other")], ..edition("us-sdn", "2022-01-01") };
    assert_eq!(h.add(twin, vec![company("2", "B")]).same_instant, 1);
    assert_eq!(ids(h.current().entities), ["2"]);
}

#[test]
fn two_records_of_one_id_are_both_kept() {
    let mut h = History::new();
    let added = h.add(edition("us-sdn", "2022-01-01"), vec![company("7", "A"), company("7", "B"), company("7", "A")]);
    assert_eq!(added.repeated, ["7"]);
    assert_eq!(ids(h.current().entities), ["7", "7#2"]);
}

#[test]
fn a_record_that_comes_back_has_two_stretches() {
    let h = history(vec![
        (edition("us-sdn", "2022-01-01"), vec![company("1", "A")]),
        (edition("us-sdn", "2022-01-02"), vec![]),
        (edition("us-sdn", "2022-01-03"), vec![company("1", "A")]),
    ]);
    let of = h.of("us-sdn", "1");
    assert_eq!(of.len(), 1);
    let stretches: Vec<_> = of[0].known.iter().map(|k| (k.from, k.until)).collect();
    assert_eq!(stretches, [(at("2022-01-01"), Some(at("2022-01-02"))), (at("2022-01-03"), None)]);
}

#[test]
fn the_un_list_of_three_dates_is_one_history() {
    let Some(editions) = un("the_un_list_of_three_dates_is_one_history") else { return };
    let ids_of = |n: usize| {
        let mut ids: Vec<String> = editions[n].1.iter().map(|e: &Entity| e.id.clone()).collect();
        ids.sort();
        ids
    };
    let h = history(editions.clone());
    for (n, (edition, _)) in editions.iter().enumerate() {
        let state = h.known_at(edition.published.at);
        assert_eq!(ids(state.entities), ids_of(n), "the state at {}", edition.published.at);
    }
    let backwards = history(editions.iter().rev().cloned().collect());
    assert_eq!(h, backwards, "the order of arrival does not matter");
    let (versions, records) = h.counts();
    println!("UN 2020-11-30, 2026-02-27, 2026-08-01: {records} records, {versions} versions");
    assert!(versions > records && records >= editions[2].1.len());
}

/// What an edition of the property test holds: record number to content number.
#[derive(Clone, Debug)]
struct Said {
    day: u8,
    whole: bool,
    holds: BTreeMap<u8, u8>,
}

fn said() -> impl Strategy<Value = Vec<Said>> {
    let one = (0_u8..20, any::<bool>(), proptest::collection::btree_map(0_u8..4, 0_u8..3, 0..4));
    let all = proptest::collection::vec(one, 1..8);
    all.prop_map(|v| v.into_iter().map(|(day, whole, holds)| Said { day, whole, holds }).collect())
}

fn load(editions: &[Said]) -> History {
    let mut h = History::new();
    for (n, said) in editions.iter().enumerate() {
        let entities = said.holds.iter().map(|(id, content)| {
            let mut e = company(&id.to_string(), &format!("content {content}"));
            e.record.line = u64::from(said.day);
            e
        });
        let mut e = if said.whole { edition("x", &day(said.day)) } else { partial("x", &day(said.day)) };
        e.files = vec![FileStamp::of("x", format!("{n} {said:?}").as_bytes())];
        h.add(e, entities.collect());
    }
    h
}

/// The state by plain replay, to compare with.
fn replay(editions: &[Said], upto: u8) -> Vec<(String, String)> {
    let mut sorted: Vec<&Said> = editions.iter().filter(|s| s.day <= upto).collect();
    sorted.sort_by_key(|s| s.day);
    let mut state = BTreeMap::new();
    for said in sorted {
        if said.whole {
            state.clear();
        }
        state.extend(said.holds.iter().map(|(id, c)| (id.to_string(), format!("content {c}"))));
    }
    state.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_state_of_any_day_is_that_of_a_plain_replay(editions in said()) {
        let h = load(&editions);
        for n in 0..20 {
            let state = h.known_at(at(&day(n)));
            let got: Vec<_> = state.entities.iter().map(|e| (e.id.clone(), e.name().to_string())).collect();
            prop_assert_eq!(got, replay(&editions, n), "on day {}", n);
        }
    }

    #[test]
    fn the_versions_of_a_record_are_known_when_the_state_has_them(editions in said()) {
        let h = load(&editions);
        for id in 0..4_u8 {
            let versions = h.of("x", &id.to_string());
            for n in 0..20 {
                let now = at(&day(n));
                let holds = |k: &interdict_lists::history::Known| k.from <= now && k.until.is_none_or(|u| now < u);
                let known: Vec<&str> =
                    versions.iter().filter(|v| v.known.iter().any(holds)).map(|v| v.entity.name()).collect();
                let wanted = replay(&editions, n);
                let wanted: Vec<&str> =
                    wanted.iter().filter(|(i, _)| *i == id.to_string()).map(|(_, c)| c.as_str()).collect();
                prop_assert_eq!(known, wanted, "record {} on day {}", id, n);
            }
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(mut editions in said(), seed in any::<u64>()) {
        editions.sort_by_key(|s| s.day);
        editions.dedup_by_key(|s| s.day);
        let wanted = load_labelled(&editions);
        let mut order = seed;
        let mut mixed = Vec::new();
        while !editions.is_empty() {
            order = order.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            mixed.push(editions.remove((order >> 33) as usize % editions.len()));
        }
        prop_assert_eq!(load_labelled(&mixed), wanted);
    }
}

/// Like [`load`], but the bytes of an edition depend on its day alone and not on its arrival.
fn load_labelled(editions: &[Said]) -> History {
    let mut h = History::new();
    for said in editions {
        let entities = said.holds.iter().map(|(id, content)| {
            let mut e = company(&id.to_string(), &format!("content {content}"));
            e.record.line = u64::from(said.day);
            e
        });
        let e = if said.whole { edition("x", &day(said.day)) } else { partial("x", &day(said.day)) };
        h.add(e, entities.collect());
    }
    h
}
