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
    assert!(out.contains("multiplied along every way 25 %"), "{out}");
    assert!(said.contains("120"), "{said}");
    let (_, out, _) = own(&["D", "--test", "ofac"]);
    assert!(out.contains("ask: what does X hold of D (25 to 75 %)?"), "{out}");
    let (code, _, said) = own(&["Z"]);
    assert!(code == 3 && said.contains("\"Z\""), "{code} {said}");
    assert_eq!(own(&["B", "--test", "nato"]).0, 2);
}

const LIST: &str = "authority,source,list,id,schema,name,programmes,measures,links\n\
    us,my-us,SDN,1,Company,PARENT OJSC,BELARUS-EO14038,asset_freeze,\n\
    us,my-us,SDN,2,Company,DAUGHTER LLC,BELARUS-EO14038,asset_freeze,linked_to:PARENT OJSC\n\
    us,my-us,SDN,3,Company,ELSEWHERE CO,IRAN,asset_freeze,owned_by:PARENT OJSC\n\
    eu,my-eu,Annex I,9,Company,Parent OJSC,EU-BLR,asset_freeze,\n\
    ca,my-ca,Schedule 1,5,Person,\"DOE, John\",Belarus,asset_freeze,\n";

/// A folder that holds a list of our own.
fn synced() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let list = dir.path().join("list.csv");
    std::fs::write(&list, LIST).expect("written");
    let (code, _, said) = asked(dir.path(), &["sync", "--from", &list.display().to_string()]);
    assert_eq!(code, 0, "{said}");
    dir
}

fn asked(dir: &std::path::Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_interdict"));
    command.args(arguments).arg("--data").arg(dir.join("data")).env("NO_COLOR", "1");
    let done = command.output().expect("the binary runs");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

#[test]
fn what_one_list_ties_to_a_party_of_another_is_open_under_the_others_test() {
    let dir = synced();
    let (_, out, said) = asked(dir.path(), &["own", "--all", "--programme", "Belarus", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {said}"));
    let of = |entity: &str, test: &str| {
        let rows = answer["rows"].as_array().expect("rows");
        let row = rows.iter().find(|r| r["entity"] == entity && r["test"] == test).expect("a row");
        (row["result"].as_str().unwrap(), row["listed"].as_bool().unwrap(), row["by_control"].as_bool().unwrap())
    };
    assert_eq!(of("my-us/2", "ofac"), ("undetermined", true, false));
    assert_eq!(of("my-us/2", "eu"), ("undetermined", false, false), "the US links it to a party that the EU freezes");
    assert_eq!(of("my-us/3", "eu"), ("owned", false, true), "owned or controlled: in the EU control is enough");
    assert_eq!(of("my-us/3", "ofac"), ("undetermined", false, false), "listed under another programme only");
    assert_eq!(answer["names"]["my-us/2"], "DAUGHTER LLC");
    assert_eq!((&answer["no_list"][0], &answer["no_list"][1]), (&"uk".into(), &"ch".into()));
}

#[test]
fn the_owners_of_a_register_are_looked_up_and_one_who_only_may_be_listed_leaves_it_open() {
    let dir = synced();
    let stakes = dir.path().join("stakes.csv");
    let text = "owner,owned,share\nParent OJSC,Port UAB,60\nJohn Doe,Dacha LLC,60\nSmith & Sons,Mill Ltd,60\n";
    std::fs::write(&stakes, text).expect("written");
    let stakes = stakes.display().to_string();
    let own = |entity: &str, test: &str| {
        let (_, out, said) = asked(dir.path(), &["own", entity, "--test", test, "--stakes", &stakes]);
        if out.is_empty() { said } else { out }
    };
    let port = own("port uab", "eu");
    assert!(port.contains("EU ownership and control: owned\n") && port.contains("-60 %-> Port UAB"), "{port}");
    let dacha = own("Dacha LLC", "ca");
    assert!(
        dacha.contains("undetermined") && dacha.contains("ask: is John Doe the listed party DOE, John?"),
        "{dacha}"
    );
    assert!(own("Mill Ltd", "eu").contains("EU ownership and control: not owned"));
    let nobody = own("Nobody at all", "eu");
    assert!(nobody.contains("Nobody at all") && nobody.contains("--all shows all"), "{nobody}");
}

#[test]
fn near_misses_are_named_with_how_common_they_are_and_a_picture_shows_every_stake() {
    let dir = synced();
    let (stakes, svg) = (dir.path().join("stakes.csv"), dir.path().join("port.svg"));
    let text = "owner,owned,share\nParent OJSC,Port UAB,49.9\nParent OJSC,Mill Ltd,30\nSmith & Sons,Mill Ltd,70\n\
                Parent OJSC,Holding AG,60\nELSEWHERE CO,Holding AG,20\nHolding AG,Yard Ltd,100\n";
    std::fs::write(&stakes, text).expect("written");
    let (stakes, drawn) = (stakes.display().to_string(), svg.display().to_string());
    let (_, out, said) = asked(dir.path(), &["own", "--all", "--test", "eu", "--stakes", &stakes, "--flags", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {said}"));
    let flags = answer["flags"].as_array().expect("flags");
    assert_eq!(flags.len(), 1, "{flags:?}");
    assert_eq!((&flags[0]["entity"], &flags[0]["rule"]), (&"Port UAB".into(), &"near_threshold".into()));
    assert_eq!((&flags[0]["base_rate"]["of"], &flags[0]["base_rate"]["among"]), (&1.into(), &4.into()));
    let (code, _, said) =
        asked(dir.path(), &["own", "Yard Ltd", "--test", "ofac", "--stakes", &stakes, "--svg", &drawn]);
    assert_eq!(code, 0, "{said}");
    let picture = std::fs::read_to_string(svg).expect("a picture");
    for shown in
        ["PARENT OJSC", "ELSEWHERE CO", "Holding AG", "60 %", "20 %", "100 %", "listed by us", "owned under ofac"]
    {
        assert!(picture.contains(shown), "{shown}: {picture}");
    }
}

#[test]
fn a_party_that_two_lists_bear_as_two_is_under_each_law_the_one_that_it_lists() {
    let dir = tempfile::tempdir().expect("a folder");
    let (list, stakes) = (dir.path().join("list.csv"), dir.path().join("stakes.csv"));
    // Countries that contradict each other: the records are not tied, and a name alone is both.
    let text = "authority,source,list,id,schema,name,programmes,measures,countries\n\
                us,my-us,SDN,1,Company,VOSTOKNEFT TRADE LLC,RUSSIA,asset_freeze,RU\n\
                eu,my-eu,Annex I,9,Company,Vostokneft Trade LLC,EU-RUS,asset_freeze,CY\n";
    std::fs::write(&list, text).expect("written");
    let (code, _, said) = asked(dir.path(), &["sync", "--from", &list.display().to_string()]);
    assert_eq!(code, 0, "{said}");
    std::fs::write(&stakes, "owner,owned,share\nVostokneft Trade LLC,Port UAB,60\n").expect("written");
    let stakes = stakes.display().to_string();
    for test in ["ofac", "eu"] {
        let (_, out, said) = asked(dir.path(), &["own", "Port UAB", "--test", test, "--stakes", &stakes]);
        assert!(out.contains(": owned\n"), "{test}: {out}{said}");
    }
}

#[test]
fn an_empty_file_of_listed_parties_lists_nobody() {
    let dir = tempfile::tempdir().expect("a folder");
    let (stakes, listed) = (dir.path().join("stakes.csv"), dir.path().join("listed.txt"));
    std::fs::write(&stakes, "owner,owned,share\nX,A,60\n").expect("written");
    std::fs::write(&listed, "").expect("written");
    let (stakes, listed) = (stakes.display().to_string(), listed.display().to_string());
    let (code, out, said) = asked(dir.path(), &["own", "A", "--test", "eu", "--stakes", &stakes, "--listed", &listed]);
    assert!(code == 0 && out.contains("EU ownership and control: not owned"), "{out}{said}");
}

#[test]
fn a_party_that_was_delisted_counts_for_the_days_on_which_it_stood() {
    let dir = tempfile::tempdir().expect("a folder");
    let (list, stakes) = (dir.path().join("list.csv"), dir.path().join("stakes.csv"));
    let sync = |text: &str, published: &str| {
        std::fs::write(&list, text).expect("written");
        let list = list.display().to_string();
        let (code, _, said) =
            asked(dir.path(), &["sync", "--accept-shrink", "--published", published, "--from", &list]);
        assert_eq!(code, 0, "{said}");
    };
    sync(LIST, "2021-12-02");
    // The next edition of the list no longer holds its first record.
    let without: Vec<&str> = LIST.lines().filter(|l| !l.contains("my-us,SDN,1")).collect();
    sync(&(without.join("\n") + "\n"), "2023-05-01");
    std::fs::write(&stakes, "owner,owned,share\nParent OJSC,Port UAB,60\n").expect("written");
    let stakes = stakes.display().to_string();
    let own =
        |day: &str| asked(dir.path(), &["own", "Port UAB", "--test", "ofac", "--stakes", &stakes, "--as-of", day]).1;
    assert!(own("2023-04-01").contains("rule: owned\n"), "{}", own("2023-04-01"));
    assert!(own("2023-06-01").contains("rule: not owned\n"), "{}", own("2023-06-01"));
}
