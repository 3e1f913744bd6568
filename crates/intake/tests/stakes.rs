//! Registers of owners as their publishers print them: the files of `/work/shared/data/ownership`, or wherever `INTERDICT_TEST_DATA` says.

#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use interdict_intake::stakes::{Stakes, stakes};
use interdict_own::{Graph, Verdict, tests};
use std::path::PathBuf;

/// The folder of real files; `None`, and said so, where it is not there.
fn folder(name: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root = std::env::var_os("INTERDICT_TEST_DATA").map_or_else(|| PathBuf::from(here), PathBuf::from);
    let folder = root.join("ownership").join(name);
    if !folder.exists() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn read(folder: &std::path::Path, file: &str) -> Stakes {
    stakes(&folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn verdict(read: Stakes, day: &str, test: &str, listed: &str, entity: &str) -> Verdict {
    let graph = Graph::build(read.stakes, day.parse().expect("a day")).0;
    let listed = graph.ids([listed]).0;
    let test = tests().iter().find(|t| t.id == test).expect("a test");
    graph.judge(test, &listed).expect("a version").of(entity).expect("an entity").verdict
}

#[test]
fn the_uk_register_is_read_and_each_record_without_a_stake_is_named() {
    let Some(psc) = folder("psc") else { return };
    let said = |file: &str| {
        let read = read(&psc, file);
        let stakes: Vec<String> = read.stakes.iter().map(|s| format!("{:?} {}", s.kind, s.share)).collect();
        (stakes.join(", "), read.notes.len(), read.problems.len())
    };
    let band = "Shares more than 25 to 50 %, Votes more than 25 to 50 %";
    assert_eq!(said("psc_individual.json"), (band.into(), 0, 0));
    assert_eq!(said("psc_ceased_on.json"), (band.into(), 0, 0));
    for firm in
        ["psc_corporate.json", "psc_legal.json", "psc_no_country.json", "psc_no_match.json", "psc_not_found.json"]
    {
        assert_eq!(said(firm), ("Shares unknown share".into(), 0, 0), "{firm} states no nature of control");
    }
    for none in [
        "psc_exemptions.json",
        "psc_statement.json",
        "psc_statement_ceased_on.json",
        "psc_super_secure.json",
        "psc_totals.json",
    ] {
        assert_eq!(said(none), (String::new(), 1, 0), "{none}");
    }
    assert_eq!(said("psc_unknown_kind.json"), (String::new(), 0, 1));
    let ceased = read(&psc, "psc_ceased_on.json").stakes.remove(0);
    assert_eq!((ceased.owner.as_str(), ceased.owned.as_str()), ("GB-PSC-abcdef123456789", "GB-COH-01234567"));
    assert_eq!(ceased.to.map(|d| d.to_string()).as_deref(), Some("2016-10-11"));
    assert_eq!(
        read(&psc, "psc_corporate.json").stakes.remove(0).owner,
        "GB-COH-89101112",
        "a firm of the same register goes by its number"
    );
}

#[test]
fn every_published_example_of_the_standard_is_read_without_a_problem() {
    let Some(bods) = folder("bods") else { return };
    let examples = std::fs::read_dir(bods.join("v0.4-examples")).expect("a folder");
    let (mut files, mut stakes) = (0, 0);
    for file in examples.map(|f| f.expect("a file").file_name()) {
        let file = file.to_str().expect("UTF-8").to_string();
        let read = read(&bods.join("v0.4-examples"), &file);
        let strange: Vec<&String> = read.notes.iter().filter(|n| n.contains("not known to this reader")).collect();
        assert!(read.problems.is_empty() && strange.is_empty(), "{file}: {:?} {strange:?}", read.problems);
        (files, stakes) = (files + 1, stakes + read.stakes.len());
    }
    assert_eq!((files, stakes), (19, 56));
}

#[test]
fn a_history_of_statements_answers_for_each_day() {
    let Some(bods) = folder("bods/v0.4-examples") else { return };
    let of = |day: &str| verdict(read(&bods, "tecido.json"), day, "ofac", "018AF6B3EB", "01B68D7633");
    assert_eq!(
        (of("2020-01-01"), of("2021-09-23"), of("2021-09-24")),
        (Verdict::Owned, Verdict::Owned, Verdict::NotOwned)
    );
    // Fermcat: a holder of half dies, the heir holds it after; from 21 January 2022 the other holds all.
    let heir =
        |day: &str| verdict(read(&bods, "fermcat.json"), day, "ofac", "per-e334cc6258e56467", "ent-93c75c87ab28f889");
    assert_eq!(
        (heir("2020-01-01"), heir("2021-06-01"), heir("2022-06-01")),
        (Verdict::NotOwned, Verdict::Owned, Verdict::NotOwned)
    );
}

#[test]
fn a_circle_ends_and_an_owner_who_is_not_stated_is_named() {
    let Some(edge) = folder("bods/v04-fixtures-pkg/data/edge-cases") else { return };
    let circle = || read(&edge, "10-circular-ownership.json");
    assert_eq!(verdict(circle(), "2026-05-01", "ofac", "rec-alpha-corp", "rec-beta-corp"), Verdict::Owned);
    let graph = Graph::build(circle().stakes, "2026-05-01".parse().expect("a day")).0;
    let (low, high) =
        graph.multiplied(&graph.ids(["rec-alpha-corp"]).0)[graph.number("rec-beta-corp").expect("there") as usize];
    assert!(low <= 1.0 && high <= 1.0, "a circle adds up to no more than all: {low} {high}");
    let unnamed = read(&edge, "11-anonymous-person.json");
    assert!(
        unnamed.stakes.is_empty() && unnamed.notes[0].contains("subjectUnableToConfirmOrIdentifyBeneficialOwner"),
        "{:?}",
        unnamed.notes
    );
}
