//! Deltas: who was designated, delisted, changed.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use interdict_lists::delta::{Delta, Side, delta};
use interdict_model::{Entity, Name, NameKind, PartialDate};
use support::*;

fn between(old: &[Entity], new: &[Entity]) -> Delta {
    delta(&Side::of(old), &Side::of(new))
}

fn ids_of(items: &[interdict_lists::delta::Item]) -> Vec<&str> {
    items.iter().map(|i| i.id.as_str()).collect()
}

fn ended(id: &str, to: &str) -> Entity {
    let mut e = company(id, "X");
    e.listings[0].to = Some(to.parse::<PartialDate>().expect("a date"));
    e
}

#[test]
fn ids_go_by_their_value_and_sources_apart() {
    let new: Vec<Entity> = ["100", "20", "3", "QDi.001"].map(|id| company(id, "X")).into();
    let d = between(&[company("7", "Y")], &new);
    assert_eq!(ids_of(&d.designated), ["3", "20", "100", "QDi.001"]);
    assert_eq!(ids_of(&d.delisted), ["7"]);
    assert!(d.changed.is_empty() && d.notes.is_empty());
}

#[test]
fn a_renamed_programme_is_a_change_and_no_relisting() {
    let old = company("1", "A");
    let mut new = old.clone();
    new.listings[0].programmes = vec!["BELARUS-EO14038".into()];
    let d = between(&[old], &[new]);
    assert!(d.designated.is_empty() && d.delisted.is_empty());
    let change = &d.changed[0].changes[0];
    assert_eq!(change.field, "programmes");
    assert_eq!(
        (&change.added[..], &change.removed[..]),
        (&["BELARUS-EO14038".to_string()][..], &["BELARUS".into()][..])
    );
}

#[test]
fn another_alias_is_told_with_its_kind_and_another_line_of_the_file_is_nothing() {
    let old = company("1", "A");
    let mut new = old.clone();
    new.record.line = 77;
    assert_eq!(between(std::slice::from_ref(&old), std::slice::from_ref(&new)), Delta::default());
    new.add_name(Name::new(NameKind::WeakAlias, "AA"));
    let d = between(&[old], &[new]);
    assert_eq!(d.changed[0].changes[0].added, ["AA (weak alias)"]);
}

#[test]
fn values_in_another_order_are_noted_and_no_change() {
    let mut old = company("1", "A");
    old.add_name(Name::new(NameKind::Alias, "B"));
    old.add_name(Name::new(NameKind::Alias, "C"));
    let mut new = old.clone();
    new.names.swap(1, 2);
    let d = between(&[old], &[new]);
    assert!(d.changed.is_empty());
    assert_eq!(d.notes, ["only the order of values differs: 1 record"]);
}

#[test]
fn an_entry_that_a_list_keeps_after_its_end_is_delisted_on_that_day() {
    let (open, over) = (company("1", "X"), ended("1", "2022-06-01"));
    let (old, new) = ([open], [over]);
    let on = |day: &str| day.parse().expect("a day");
    let d = delta(&Side::of(&old).on(on("2022-01-01")), &Side::of(&new).on(on("2022-06-01")));
    assert_eq!(ids_of(&d.delisted), ["1"]);
    assert_eq!(d.delisted[0].to.map(|t| t.to_string()).as_deref(), Some("2022-06-01"));
    // The day before it still stands, and that it will end is a change.
    let d = delta(&Side::of(&old).on(on("2022-01-01")), &Side::of(&new).on(on("2022-05-31")));
    assert!(d.delisted.is_empty());
    assert_eq!(d.changed[0].changes[0].field, "listed until");
    // One file, two days: the end alone is the difference.
    let d = delta(&Side::of(&new).on(on("2022-05-31")), &Side::of(&new).on(on("2022-06-01")));
    assert_eq!(ids_of(&d.delisted), ["1"]);
    // Long over on both sides, then dropped: it was not listed any more.
    let d = delta(&Side::of(&new).on(on("2023-01-01")), &Side::of(&[]).on(on("2023-02-01")));
    assert_eq!(d, Delta::default());
    // New in the file, but over already.
    let d = delta(&Side::of(&[]).on(on("2023-01-01")), &Side::of(&new).on(on("2023-02-01")));
    assert!(d.designated.is_empty() && d.notes.len() == 1, "{d:?}");
}

#[test]
fn nobody_is_delisted_by_absence_from_a_partial_edition() {
    let old = [company("1", "A"), company("2", "B")];
    let new = [company("2", "B"), company("3", "C")];
    let d = delta(&Side::of(&old), &Side::of(&new).partial("us-sdn"));
    assert!(d.delisted.is_empty());
    assert_eq!(ids_of(&d.designated), ["3"]);
    assert!(d.notes[0].contains("us-sdn") && d.notes[0].contains("1 record"), "{:?}", d.notes);
}

#[test]
fn a_source_that_one_side_does_not_know_has_designated_nobody() {
    let h = history(vec![
        (edition("un", "2022-01-01"), vec![Entity { source: "un".into(), ..company("1", "A") }]),
        (edition("us-sdn", "2022-02-01"), vec![company("2", "B")]),
    ]);
    let (old, new) = (h.known_at(at("2022-01-01")), h.current());
    let d = delta(&Side::of_state(&old), &Side::of_state(&new));
    assert!(d.designated.is_empty(), "{d:?}");
    assert!(d.notes[0].contains("us-sdn") && d.notes[0].contains("older"), "{:?}", d.notes);
}

#[test]
fn its_json_has_the_three_arrays_with_id_name_kind_and_programmes() {
    let mut renamed = company("2", "B");
    renamed.names[0].text = "B2".into();
    let d = between(&[company("1", "A"), company("2", "B")], &[renamed, company("3", "C")]);
    let json = serde_json::to_value(&d).expect("JSON");
    for (array, id, name) in [("designated", "3", "C"), ("delisted", "1", "A"), ("changed", "2", "B2")] {
        let item = &json[array][0];
        assert_eq!((&item["id"], &item["name"]), (&id.into(), &name.into()), "{json}");
        assert_eq!((&item["kind"], &item["programmes"][0]), (&"organization".into(), &"BELARUS".into()));
    }
    assert_eq!(json["changed"][0]["changes"][0]["removed"][0], "B");
    assert_eq!(serde_json::from_value::<Delta>(json).expect("JSON"), d);
}

#[test]
fn between_two_un_editions_the_ids_that_came_and_went_are_those_of_the_files() {
    let test = "between_two_un_editions_the_ids_that_came_and_went_are_those_of_the_files";
    let Some(editions) = un(test) else { return };
    let dir = data(test).expect("there").join("un");
    // Counted apart from the reader: the reference numbers in the raw text.
    let raw = |day: &str| {
        let text = std::fs::read_to_string(dir.join(format!("un_consolidated_{day}.xml"))).expect("a list");
        let ids = text.split("<REFERENCE_NUMBER>").skip(1).filter_map(|t| t.split('<').next());
        ids.map(|id| id.trim().to_string()).collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (raw("2020-11-30"), raw("2026-02-27"));
    let h = history(editions.clone());
    let (old, new) = (h.known_at(editions[0].0.published.at), h.known_at(editions[1].0.published.at));
    let d = delta(&Side::of_state(&old), &Side::of_state(&new));
    let came: std::collections::BTreeSet<String> = d.designated.iter().map(|i| i.id.clone()).collect();
    let went: std::collections::BTreeSet<String> = d.delisted.iter().map(|i| i.id.clone()).collect();
    println!(
        "UN 2020-11-30 to 2026-02-27: {} designated, {} delisted, {} changed",
        came.len(),
        went.len(),
        d.changed.len()
    );
    assert_eq!(came, b.difference(&a).cloned().collect());
    assert_eq!(went, a.difference(&b).cloned().collect());
}
