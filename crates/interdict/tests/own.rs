//! `interdict own` as scripts and people call it.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use serde_json::Value;
use std::process::Command;

const STAKES: &str = "owner,owned,share,kind,from,to,source\n\
    X,A,50,shares,2020-01-01,,register\nA,B,50,shares,,,annual report\nX,C,30,shares,,,\nY,C,25,shares,,,\n\
    X,D,25-75,shares,,,\nX,E,,control,,,\nX,F,60,shares,,2021-01-01,\nX,G,120,shares,,,\n";

fn own(arguments: &[&str]) -> (i32, String, String) {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let (stakes, listed) = (write("stakes.csv", STAKES), write("listed.txt", "X\nY\nNobody\n"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_interdict"));
    command.args(["own", "--stakes", &stakes, "--listed", &listed, "--as-of", "2022-06-01"]);
    let done = command.args(arguments).env("NO_COLOR", "1").output().expect("the binary runs");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

#[test]
fn a_script_gets_a_row_an_entity_and_test_and_a_row_that_cannot_be_is_named() {
    let (code, out, _) = own(&["--all", "--json"]);
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    let rows = answer["rows"].as_array().expect("rows");
    let of = |entity: &str, test: &str| {
        let row = rows.iter().find(|r| r["entity"] == entity && r["test"] == test).expect("a row");
        (row["result"].as_str().unwrap(), row["low"].as_f64().unwrap(), row["high"].as_f64().unwrap())
    };
    assert_eq!(of("B", "ofac"), ("owned", 50.0, 50.0));
    assert_eq!(of("B", "eu"), ("not_owned", 0.0, 0.0));
    assert_eq!(of("C", "ofac"), ("owned", 55.0, 55.0));
    assert_eq!(of("C", "uk"), ("not_owned", 30.0, 30.0));
    assert_eq!(of("D", "ofac"), ("undetermined", 25.0, 75.0));
    assert_eq!(of("E", "ofac").0, "not_owned");
    assert_eq!(of("E", "uk").0, "owned");
    assert!(!rows.iter().any(|r| r["entity"] == "G"), "its only stake cannot be");
    let b = rows.iter().find(|r| r["entity"] == "B" && r["test"] == "ofac").expect("a row");
    assert_eq!(b["multiplied_low"], 25.0);
    assert_eq!(b["paths"][0][1]["source"], "annual report");
    let problems: Vec<&str> = answer["problems"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
    assert!(problems.iter().any(|p| p.contains("120") && p.contains("share")), "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("Nobody")), "{problems:?}");
    assert_eq!((code, answer["no_such_test"][0].as_str()), (4, Some("ca")), "done in part; Canada's test is younger");
}

#[test]
fn a_person_reads_the_rule_the_way_and_what_to_ask() {
    let (_, out, said) = own(&["B", "--test", "ofac"]);
    assert!(out.contains("OFAC 50 percent rule: owned"), "{out}");
    assert!(out.contains("X -50 %-> A -50 %-> B  [register; annual report]"), "{out}");
    assert!(out.contains("multiplied along every way: 25 %"), "{out}");
    assert!(said.contains("120"), "{said}");
    let (_, out, _) = own(&["D", "--test", "ofac"]);
    assert!(out.contains("ask: what does X hold of D (25 to 75 %)?"), "{out}");
    let (code, _, said) = own(&["Z"]);
    assert!(code == 3 && said.contains("\"Z\""), "{code} {said}");
    assert_eq!(own(&["B", "--test", "nato"]).0, 2);
}
