//! The binary as a user runs it: on the shipped case, on files, on a synced folder.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn interdict(data: &Path, arguments: &[&str]) -> Run {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_interdict"))
        .args(arguments)
        .env("INTERDICT_DATA", data)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    Run { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}\n{}\n{}", run.out, run.err))
}

fn empty() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The real lists, where they are at hand.
fn real(test: &str) -> Option<PathBuf> {
    let at = std::env::var_os("INTERDICT_TEST_DATA").map(PathBuf::from);
    let at = at.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    if at.is_dir() {
        return Some(at);
    }
    println!("skipped: {test}: no test data at {}", at.display());
    None
}

#[test]
fn the_main_job_answers_on_the_shipped_case_without_set_up() {
    let home = empty();
    let run = interdict(home.path(), &["check", "Dzmitry Lukashenka", "--json"]);
    assert_eq!(run.code, 1, "a match is found: {}", run.err);
    let answer = json(&run);
    let ids: Vec<&str> =
        answer["matches"].as_array().expect("matches").iter().filter_map(|m| m["id"].as_str()).collect();
    assert!(ids.contains(&"32615"), "{ids:?}");
    let run = interdict(home.path(), &["check", "Zebediah Quimbleforth"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("the shipped case"), "nothing found must say where it looked: {}", run.out);
}

#[test]
fn the_imitation_of_ofacs_tool_has_its_faults_and_says_so() {
    let home = empty();
    let asked = |name: &str, more: &[&str]| {
        interdict(home.path(), &[&["check", name, "--mode", "ofac-search"][..], more].concat())
    };
    let run = asked("Dzmitry Lukashenka", &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("imitates OFAC's Sanctions List Search"), "{}", run.out);
    let answer = json(&asked("Dzmitry Lukashenka", &["--json"]));
    assert_eq!(answer["matches"][0]["id"], "32615", "{answer}");
    assert_eq!(answer["matches"][0]["score"], 100);
    let sources: Vec<&Value> = answer["matches"].as_array().expect("matches").iter().map(|m| &m["source"]).collect();
    assert!(sources.iter().all(|s| *s == "belarus-2021/us"), "other lists are not the tool's: {sources:?}");
    assert_eq!(asked("Дмитрий Лукашенко", &[]).code, 0, "the tool reads no Cyrillic");
}

#[test]
fn what_the_imitated_tool_cannot_use_is_wrong_usage() {
    let home = empty();
    for arguments in [
        &["check", "Lukashenka", "--mode", "ofac-search", "--born", "1980"][..],
        &["check", "Lukashenka", "--mode", "ofac-search", "--minimum", "40"],
        &["check", "Lukashenka", "--minimum", "85"],
    ] {
        assert_eq!(interdict(home.path(), arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn an_aircraft_is_found_by_its_tail_and_under_a_new_tail_by_its_serial_number() {
    let home = empty();
    for arguments in
        [vec!["check", "EW-78843", "--json"], vec!["check", "some freighter", "--id", "1003403082", "--json"]]
    {
        let run = interdict(home.path(), &arguments);
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.err);
        assert_eq!(json(&run)["matches"][0]["id"], "33399", "{arguments:?}");
    }
}

#[test]
fn a_table_of_parties_is_screened_row_by_row() {
    let home = empty();
    let file = home.path().join("parties.csv");
    std::fs::write(&file, "Customer,Full name,Land\n1,OJSC Belaruskali,BY\n2,Lietuvos geležinkeliai,LT\n")
        .expect("written");
    let path = file.display().to_string();
    let run = interdict(home.path(), &["screen", &path, "--format", "jsonl"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let rows: Vec<Value> = run.out.lines().map(|l| serde_json::from_str(l).expect("a JSON line")).collect();
    assert_eq!(rows.len(), 2, "a row for every party, matched or not");
    assert!(rows[0]["matches"].as_array().is_some_and(|m| m.iter().any(|m| m["id"] == "32746")), "{}", rows[0]);
    assert_eq!(rows[1]["matches"].as_array().map(Vec::len), Some(0), "{}", rows[1]);
}

#[test]
fn the_lags_of_the_story_come_out_of_the_shipped_case() {
    let home = empty();
    let lag = |a: &str, b: &str, id: &str| {
        let rows = json(&interdict(home.path(), &["compare", a, b, "--json", "--as-of", "2026-11-23"]));
        let rows = rows.as_array().cloned().expect("an array of rows");
        let row = rows.into_iter().find(|r| r[a]["id"] == id).unwrap_or_else(|| panic!("no row for {id}"));
        (row["lag_days"].as_i64(), row["removal_open_days"].as_i64())
    };
    assert_eq!(lag("us", "uk", "32746").0, Some(115), "Belaruskali, US to UK");
    assert_eq!(lag("us", "eu", "32746"), (Some(298), Some(242)), "Belaruskali, US to EU, and its removal");
    assert_eq!(lag("us", "eu", "33374").0, Some(183), "BPC");
    for id in ["33396", "33411", "33071"] {
        assert_eq!(lag("us", "eu", id).0, Some(-350), "{id}: the EU came first");
    }
    assert_eq!(lag("us", "eu", "32615").0, Some(-164), "Dzmitry Lukashenka: the EU came first");
    assert_eq!(lag("us", "eu", "33171").0, Some(0), "Tsentrkurort");
    assert_eq!(lag("us", "ca", "33171").0, Some(0), "Tsentrkurort");
    let goods = json(&interdict(home.path(), &["compare", "--milestones", "--json"]));
    let days: Vec<i64> = goods.as_array().expect("rows").iter().filter_map(|r| r["lag_days"].as_i64()).collect();
    assert!(days.contains(&251) && days.contains(&55), "standard potash and GL 4: {days:?}");
}

#[test]
fn the_35_of_2_december_2021_join_and_none_leave() {
    let Some(real) = real("the_35_of_2_december_2021_join_and_none_leave") else { return };
    let home = empty();
    let file = |n: &str| real.join(format!("ofac/sdn_2021-12-02_{n}.csv.gz")).display().to_string();
    let run = interdict(home.path(), &["diff", &file("before"), &file("after"), "--json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let delta = json(&run);
    let designated = delta["designated"].as_array().expect("designated");
    let kinds = |kind: &str| designated.iter().filter(|d| d["kind"] == kind).count();
    assert_eq!((kinds("person"), kinds("organization"), kinds("aircraft"), designated.len()), (20, 12, 3, 35));
    assert_eq!(delta["delisted"].as_array().map(Vec::len), Some(0));
    let old_tag =
        designated.iter().filter(|d| d["programmes"].as_array().is_some_and(|p| p.iter().any(|p| p == "BELARUS")));
    assert_eq!(old_tag.count(), 2, "E.O. 13405");
}

#[test]
fn files_become_a_snapshot_that_every_verb_answers_from() {
    let Some(real) = real("files_become_a_snapshot_that_every_verb_answers_from") else { return };
    let home = empty();
    let un = real.join("un/un_consolidated_2026-08-01.xml").display().to_string();
    let older = real.join("un/un_consolidated_2026-02-27.xml").display().to_string();
    let run = interdict(home.path(), &["sync", "--from", &un, &older, "--json"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let sources = json(&interdict(home.path(), &["sources", "--json"]));
    assert!(sources.to_string().contains("\"un\""), "{sources}");
    let run = interdict(home.path(), &["check", "Eric Badege", "--json"]);
    assert_eq!(json(&run)["matches"][0]["id"], "CDi.001", "{}", run.err);
    let delta = json(&interdict(home.path(), &["diff", "2026-03-01", "2026-08-02", "--json"]));
    assert!(
        delta["designated"].as_array().is_some_and(|d| !d.is_empty()),
        "8 more entities in August than in February"
    );
    let history = interdict(home.path(), &["history", "CDi.001"]);
    assert_eq!(history.code, 0, "{}", history.err);
    assert!(history.out.contains("2012-12-31"), "{}", history.out);
}

#[test]
fn a_malformed_file_is_refused_with_its_place_and_the_last_good_list_stays() {
    let Some(real) = real("a_malformed_file_is_refused_with_its_place_and_the_last_good_list_stays") else { return };
    let home = empty();
    let good = real.join("un/un_consolidated_2020-11-30.xml").display().to_string();
    let bad = real.join("un/un_consolidated_2025-08-16_MALFORMED.xml").display().to_string();
    assert_eq!(interdict(home.path(), &["sync", "--from", &good]).code, 0);
    let before = json(&interdict(home.path(), &["sources", "--json"]));
    let run = interdict(home.path(), &["sync", "--from", &bad]);
    assert_ne!(run.code, 0);
    let said = format!("{}{}", run.out, run.err);
    assert!(said.contains("0xE9") && said.contains("line 54"), "{said}");
    assert_eq!(before, json(&interdict(home.path(), &["sources", "--json"])));
}

#[test]
fn wrong_usage_and_wrong_input_end_with_their_own_codes() {
    let home = empty();
    assert_eq!(interdict(home.path(), &["frobnicate"]).code, 2);
    assert_eq!(interdict(home.path(), &["compare", "us"]).code, 2);
    assert_eq!(interdict(home.path(), &["check", "X", "--threshold", "5"]).code, 2);
    let run = interdict(home.path(), &["diff", "no-such-file.csv", "nor-this.csv"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("no-such-file.csv"), "{}", run.err);
    let empty_file = home.path().join("empty.csv");
    std::fs::write(&empty_file, "").expect("written");
    let path = empty_file.display().to_string();
    let run = interdict(home.path(), &["sync", "--from", &path]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(format!("{}{}", run.out, run.err).contains("0 bytes"), "{}{}", run.out, run.err);
}

#[test]
fn name_groups_are_taken_in_used_and_given_up_again() {
    let home = empty();
    let write = |name: &str, text: &str| {
        let file = home.path().join(name);
        std::fs::write(&file, text).expect("writes");
        file.display().to_string()
    };
    let list = write("own.csv", "id,name,schema\n1,Ivan Osolinsky,Person\n");
    let groups = write("groups.txt", "# mine\nozworth, osolinsky => Q1\n");
    let wrong = write("wrong.txt", "ozworth;osolinsky\n");
    let data = home.path().join("data");
    std::fs::create_dir(&data).expect("a folder");
    let sync = interdict(&data, &["sync", "--from", &list]);
    assert_eq!(sync.code, 0, "{}{}", sync.out, sync.err);
    assert_eq!(interdict(&data, &["check", "Ivan Ozworth"]).code, 0);

    let refused = interdict(&data, &["sync", "--index-only", "--name-groups", &wrong]);
    assert_eq!(refused.code, 3, "{}", refused.out);
    assert!(refused.err.contains("wrong.txt") && refused.err.contains("line 1"), "{}", refused.err);

    let sync = interdict(&data, &["sync", "--index-only", "--name-groups", &groups]);
    assert_eq!(sync.code, 0, "{}{}", sync.out, sync.err);
    assert!(sync.out.contains("Name groups: 1") && sync.out.contains("built anew"), "{}", sync.out);
    let found = interdict(&data, &["check", "Ivan Ozworth"]);
    assert!(found.code == 1 && found.out.contains("by your name groups"), "{}", found.out);
    assert!(interdict(&data, &["sync", "--index-only"]).out.contains("Nothing new"));

    std::fs::remove_file(data.join("name_groups.txt")).expect("it was kept there");
    assert!(interdict(&data, &["sync", "--index-only"]).out.contains("built anew"));
    assert_eq!(interdict(&data, &["check", "Ivan Ozworth"]).code, 0);
}

#[test]
fn an_address_counts_beside_the_name_and_the_answer_names_it() {
    let home = empty();
    let file = home.path().join("own.csv");
    let list = "id,name,schema,addresses\n1,Osolinsky Trading,Company,\"17 Harbour Road, Nicosia\"\n";
    std::fs::write(&file, list).expect("writes");
    let data = home.path().join("data");
    std::fs::create_dir(&data).expect("a folder");
    let sync = interdict(&data, &["sync", "--from", &file.display().to_string()]);
    assert_eq!(sync.code, 0, "{}{}", sync.out, sync.err);
    let points = |arguments: &[&str]| {
        let answer = json(&interdict(&data, &[&["check", "Osolinsky Trading", "--json"], arguments].concat()));
        answer["matches"][0]["points"].as_f64().expect("a match")
    };
    let (without, with) = (points(&[]), points(&["--address", "Harbour Road 17, 1011 Nicosia"]));
    assert!(with > without + 0.5, "{with} {without}");
    let told = interdict(&data, &["check", "Osolinsky Trading", "--address", "Harbour Road 17, Nicosia"]);
    assert!(told.out.contains("address in common"), "{}", told.out);
}
