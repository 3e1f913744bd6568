//! Snapshots: the same in and out, named by content, and damage is found.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use interdict_lists::snapshot::Encoded;
use interdict_lists::{Error, History, Snapshot, Store};
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;
use support::*;

fn sample() -> History {
    history(vec![
        (edition("un", "2021-12-01"), many("un", 5, 0)),
        (edition("us-sdn", "2021-12-01"), many("us-sdn", 40, 0)),
        (edition("us-sdn", "2021-12-02"), many("us-sdn", 43, 1)),
        (partial("us-sdn", "2021-12-03"), many("us-sdn", 2, 2)),
    ])
}

fn written(dir: &Path, history: &History) -> Snapshot {
    let store = Store::open(dir).expect("a folder");
    let id = store.write(history, vec![("index".into(), b"an index".to_vec())]).expect("written");
    assert_eq!(store.current_id().expect("readable"), Some(id));
    store.current().expect("whole").expect("there")
}

#[test]
fn a_snapshot_gives_back_the_history_that_was_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let h = sample();
    let s = written(dir.path(), &h);
    s.verify().expect("whole");
    assert_eq!(s.history().expect("whole"), h);
    assert_eq!(s.section("index").expect("whole"), Some(&b"an index"[..]));
    assert_eq!(s.section("other").expect("whole"), None);

    let current = h.current();
    assert_eq!(s.len(), current.entities.len());
    let one_by_one: Vec<_> = s.entities().map(|e| e.expect("whole")).collect();
    let at_once: Vec<_> = s.par_entities().map(|e| e.expect("whole")).collect();
    assert_eq!(one_by_one.iter().collect::<Vec<_>>(), current.entities);
    assert_eq!(one_by_one, at_once);
    assert_eq!(s.get(7).expect("whole").as_ref(), Some(current.entities[7]));
    assert_eq!(s.get(s.len()).expect("whole"), None);
    for (n, e) in current.entities.iter().enumerate() {
        assert_eq!(s.ordinal(&e.source, &e.id).expect("whole"), Some(n));
    }
    assert_eq!(s.ordinal("us-sdn", "no such id").expect("whole"), None);
}

#[test]
fn a_snapshot_answers_about_the_past_as_the_history_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let h = sample();
    let s = written(dir.path(), &h);
    for day in ["2021-11-30", "2021-12-01", "2021-12-02", "2021-12-03", "2022-01-01"] {
        let (wanted, got) = (h.known_at(at(day)), s.known_at(at(day)).expect("whole"));
        assert_eq!(got.entities.iter().collect::<Vec<_>>(), wanted.entities, "{day}");
        assert_eq!((got.editions, got.unknown), (wanted.editions, wanted.unknown), "{day}");
    }
    let (wanted, got) = (h.of("us-sdn", "1001"), s.of("us-sdn", "1001").expect("whole"));
    assert_eq!(got.len(), 3, "two whole editions and a partial one had a version each");
    for (wanted, got) in wanted.iter().zip(&got) {
        assert_eq!((&got.entity, &got.known), (wanted.entity, &wanted.known));
    }
    assert!(s.of("us-sdn", "no such id").expect("whole").is_empty());
}

#[test]
fn the_id_depends_on_the_content_and_on_nothing_else() {
    let a = Encoded::new(&sample(), vec![]).expect("encoded");
    let b = Encoded::new(&sample(), vec![]).expect("encoded");
    assert_eq!(a.id(), b.id());
    let mut more = sample();
    more.add(edition("us-sdn", "2021-12-09"), many("us-sdn", 43, 1));
    assert_ne!(Encoded::new(&more, vec![]).expect("encoded").id(), a.id());
    assert_ne!(Encoded::new(&sample(), vec![("index".into(), vec![1])]).expect("encoded").id(), a.id());
    assert!(Encoded::new(&sample(), vec![("records".into(), vec![1])]).is_err(), "that name is taken");
}

/// Postcard writes the number of a variant and the order of fields, not their names: a variant put in the middle of an enum would
/// read old snapshots wrongly and without an error. When this test fails: raise `FORMAT_VERSION`, then state the new id.
#[test]
fn the_encoding_has_not_changed_without_a_new_version() {
    let mut e = many("us-sdn", 1, 0).remove(0);
    e.listings[0].add_measure("Asset freeze");
    let last = [interdict_model::Property::Status, interdict_model::Property::Website];
    last.into_iter().for_each(|p| e.add_fact(p, "x"));
    let kinds = [interdict_model::IdKind::Other, interdict_model::IdKind::Imo];
    kinds.into_iter().for_each(|k| e.add_identifier(interdict_model::Identifier::new(k, "1")));
    let schemata = [interdict_model::Schema::Asset, interdict_model::Schema::Vessel];
    let mut entities = vec![e];
    for (n, schema) in schemata.into_iter().enumerate() {
        let mut e = company(&n.to_string(), "X");
        e.schema = schema;
        entities.push(e);
    }
    let h = history(vec![(edition("us-sdn", "2021-12-01"), entities)]);
    let id = Encoded::new(&h, vec![]).expect("encoded").id();
    assert_eq!((interdict_lists::snapshot::FORMAT_VERSION, id.short().as_str()), (1, "674fc248a02bccf7"));
}

#[test]
fn a_snapshot_cut_anywhere_is_refused_when_it_is_opened() {
    let dir = tempfile::tempdir().expect("a folder");
    let s = written(dir.path(), &sample());
    let bytes = std::fs::read(s.path()).expect("readable");
    let cut = dir.path().join("cut.snapshot");
    for length in (0..bytes.len()).step_by(97).chain([1, 8, 63, 64, 65, bytes.len() - 1]) {
        std::fs::write(&cut, &bytes[..length]).expect("written");
        let e = Snapshot::open(&cut).expect_err("cut");
        let said = e.to_string();
        assert!(matches!(e, Error::Damaged { .. } | Error::Io { .. }), "{length}: {said}");
        assert!(said.contains("cut.snapshot"), "{said}");
    }
}

#[test]
fn a_flipped_bit_anywhere_is_found_and_never_read_as_something_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let h = sample();
    let s = written(dir.path(), &h);
    let bytes = std::fs::read(s.path()).expect("readable");
    let flipped = dir.path().join("flipped.snapshot");
    let wanted = h.current().entities;
    let (mut at_open, mut later) = (0, 0);
    for at in (0..bytes.len()).step_by(61).chain(0..64) {
        let mut bad = bytes.clone();
        bad[at] ^= 1 << (at % 8);
        // A new file each time: a mapped one must not be written over.
        let _ = std::fs::remove_file(&flipped);
        std::fs::File::create(&flipped).and_then(|mut f| f.write_all(&bad)).expect("written");
        match Snapshot::open(&flipped) {
            Err(_) => at_open += 1,
            Ok(s) => {
                assert!(s.verify().is_err(), "byte {at}: not found");
                for (n, wanted) in wanted.iter().enumerate() {
                    if let Ok(got) = s.get(n) {
                        assert_eq!(got.as_ref(), Some(*wanted), "byte {at}: another entity");
                    }
                }
                later += 1;
            }
        }
    }
    assert!(at_open > 0 && later > 0, "{at_open} found at opening, {later} when read");
}

#[test]
fn a_snapshot_of_a_newer_format_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let s = written(dir.path(), &sample());
    let mut bytes = std::fs::read(s.path()).expect("readable");
    bytes[8] = 200;
    let newer = dir.path().join("newer.snapshot");
    std::fs::write(&newer, &bytes).expect("written");
    let e = Snapshot::open(&newer).expect_err("newer");
    assert!(e.to_string().contains("format version 200") && e.to_string().contains("update"), "{e}");
}

#[test]
fn a_store_finds_snapshots_by_the_beginning_of_their_id() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a folder");
    assert!(store.current().expect("new").is_none());
    let mut ids = Vec::new();
    for n in 0..17 {
        let day = format!("2021-12-{:02}", n + 1);
        let h = history(vec![(edition("un", &day), vec![company("1", "A")])]);
        ids.push(store.write(&h, vec![]).expect("written"));
    }
    let wanted = ids[0].short();
    assert_eq!(store.open_snapshot(&wanted).expect("there").id(), ids[0]);
    // Of 17 ids two begin with the same digit.
    let digit = |id: &interdict_lists::SnapshotId| id.to_string()[..1].to_string();
    let twice = ids.iter().map(digit).find(|d| ids.iter().filter(|i| digit(i) == *d).count() > 1).expect("17 ids");
    assert!(matches!(store.open_snapshot(&twice), Err(Error::Ambiguous { .. })));
    assert!(matches!(store.open_snapshot("zz"), Err(Error::NoSnapshot { .. })));
    assert!(matches!(store.open_snapshot(""), Err(Error::NoSnapshot { .. })));
    let mut sorted = ids.clone();
    sorted.sort();
    assert_eq!(store.snapshots().expect("listed"), sorted);
    store.writer().expect("free").revert_to(ids[3]).expect("there");
    assert_eq!(store.current_id().expect("readable"), Some(ids[3]));
}

#[test]
fn one_writer_at_a_time() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a folder");
    let writer = store.writer().expect("free");
    let other = Store::open(dir.path()).expect("a folder");
    assert!(matches!(other.write(&sample(), vec![]), Err(Error::Locked { .. })));
    writer.write(&sample(), vec![]).expect("written");
    drop(writer);
    other.write(&sample(), vec![]).expect("free again");
}

#[test]
fn a_damaged_file_of_the_same_content_is_written_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a folder");
    let id = store.write(&sample(), vec![]).expect("written");
    let mut bytes = std::fs::read(store.path(id)).expect("readable");
    let at = bytes.len() - 5;
    bytes[at] ^= 1;
    std::fs::write(store.path(id), &bytes).expect("written");
    assert!(store.current().expect("opens").expect("there").verify().is_err());
    assert_eq!(store.write(&sample(), vec![]).expect("written"), id);
    store.current().expect("opens").expect("there").verify().expect("whole");
}

#[test]
fn the_un_history_is_the_same_from_a_snapshot() {
    let Some(editions) = un("the_un_history_is_the_same_from_a_snapshot") else { return };
    let h = history(editions);
    let dir = tempfile::tempdir().expect("a folder");
    let s = written(dir.path(), &h);
    s.verify().expect("whole");
    assert_eq!(s.history().expect("whole"), h);
    println!("UN, three editions: {:?}, {} bytes", s.counts(), s.bytes());
}

#[test]
fn who_left_a_list_is_named_as_it_last_stood_with_the_edition_that_left_it_out() {
    let dir = tempfile::tempdir().expect("a folder");
    let h = history(vec![
        (edition("us-sdn", "2022-01-01"), vec![company("1", "A"), company("2", "B"), company("3", "C")]),
        (edition("us-sdn", "2022-01-05"), vec![company("1", "A2"), company("3", "C")]),
        (edition("us-sdn", "2022-01-09"), vec![company("3", "C")]),
        // Back again, so not gone.
        (edition("us-sdn", "2022-01-12"), vec![company("3", "C"), company("2", "B")]),
        // Silence of a partial edition is no removal.
        (partial("us-sdn", "2022-01-15"), vec![company("2", "B")]),
        (edition("un", "2022-01-01"), Vec::new()),
    ]);
    let gone = written(dir.path(), &h).gone().expect("whole");
    let said: Vec<_> = gone.iter().map(|(e, until)| (e.id.as_str(), e.name(), *until)).collect();
    assert_eq!(said, [("1", "A2", at("2022-01-09"))]);
    assert!(written(dir.path(), &sample()).gone().expect("whole").is_empty());
}
