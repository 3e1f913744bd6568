//! `interdict decide`, `law` and `explain` as scripts and people call them.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn run(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_interdict"));
    let done =
        command.args(arguments).env("INTERDICT_DATA", home).env("NO_COLOR", "1").output().expect("the binary runs");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn verdict(answer: &Value, id: &str, authority: &str) -> String {
    let decision = answer["decisions"].as_array().unwrap().iter().find(|d| d["id"] == id).expect(id);
    let ruling =
        decision["authorities"].as_array().unwrap().iter().find(|r| r["authority"] == authority).expect(authority);
    ruling["verdict"].as_str().unwrap().to_string()
}

#[test]
fn the_shipped_case_is_decided_from_the_file_and_without_it_alike() {
    let home = folder();
    let file = root("case/belarus-2021/consignments.csv");
    let (code, with, _) = run(home.path(), &["decide", file.to_str().unwrap(), "--json"]);
    let (_, without, _) = run(home.path(), &["decide", "--json"]);
    assert_eq!(code, 1);
    let (with, without): (Value, Value) =
        (serde_json::from_str(&with).unwrap(), serde_json::from_str(&without).unwrap());
    assert_eq!(with["decisions"], without["decisions"]);
    for (id, authority, wanted) in [
        ("low-2021-07-05", "eu", "PROHIBITED"),
        ("low-old-2021-07-05", "eu", "CLEAR"),
        ("standard-2021-07-05", "eu", "CLEAR"),
        ("six-2021-07-05", "eu", "UNDETERMINED"),
        ("train-2021-12-01", "us", "EXPOSED"),
        ("train-2021-12-01", "eu", "CLEAR"),
        ("us-0700-2021-12-08", "us", "LICENSED"),
        ("us-0701-2021-12-08", "us", "PROHIBITED"),
        ("train-2022-01-31", "lt", "CLEAR"),
        ("train-2022-02-01", "lt", "PROHIBITED"),
        ("other-2022-02-01", "lt", "NO_NEXUS"),
        ("standard-2022-03-03", "eu", "PROHIBITED"),
        ("eur-2022-06-02", "eu", "CLEAR"),
        ("eur-2022-06-03", "eu", "PROHIBITED"),
        ("il76-2021-12-03", "eu", "PROHIBITED"),
        ("new-tail-2022-01-15", "us", "PROHIBITED"),
        ("us-2026-01-10", "us", "LICENSED"),
        ("us-2026-04-01", "us", "CLEAR"),
        ("us-2026-04-01", "eu", "PROHIBITED"),
    ] {
        assert_eq!(verdict(&with, id, authority), wanted, "{id} under {authority}");
    }
    assert_eq!(with["problems"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_the_rest_is_decided() {
    let home = folder();
    let file = home.path().join("acts.csv");
    let text = "id,act,at,from,to,code,origin,contract_date,route\n\
        good,consignment,2021-07-05,BY,PL,3104 20 10,BY,2021-06-28,BY > PL : rail\n\
        undated,consignment,,BY,PL,3104 20 10,BY,,BY > PL : rail\n\
        when,consignment,31.02.2021,BY,PL,3104 20 10,BY,,\n\
        holes,consignment,2021-07-05,BY,DE,3104 20 10,BY,2021-06-01,BY > PL : rail; CZ > DE : rail\n\
        what,parcel,2021-07-05,BY,PL,,,,\n\
        cell,consignment,2021-07-05,BY,PL,31O4 20 10,Atlantis,2021-13-01,BY > PL : rail\n";
    std::fs::write(&file, text).unwrap();
    let (code, out, err) = run(home.path(), &["decide", file.to_str().unwrap(), "--json"]);
    assert_eq!(code, 4, "{err}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(verdict(&answer, "good", "eu"), "PROHIBITED");
    assert_eq!(verdict(&answer, "cell", "eu"), "UNDETERMINED");
    for said in [
        "line 4",
        "\"31.02.2021\"",
        "line 6",
        "\"parcel\"",
        "line 7",
        "\"Atlantis\"",
        "\"2021-13-01\"",
        "\"undated\" states no day",
    ] {
        assert!(err.contains(said), "{said} in\n{err}");
    }
    let faults = |id: &str| {
        let decision = answer["decisions"].as_array().unwrap().iter().find(|d| d["id"] == id).expect(id);
        decision["faults"].to_string()
    };
    assert!(faults("cell").contains("31O4 20 10") && faults("cell").contains("Atlantis"), "{}", faults("cell"));
    assert!(faults("holes").contains("leg 1 ends in PL and leg 2 begins in CZ"), "{}", faults("holes"));
    let (stopped, _, said) = run(home.path(), &["decide", file.to_str().unwrap(), "--stop"]);
    assert_eq!(stopped, 3);
    assert!(said.contains("nothing was decided"), "{said}");
}

#[test]
fn decisions_are_written_and_made_again_byte_for_byte_and_a_changed_one_is_found_out() {
    let home = folder();
    for name in ["d.json", "d.jsonl"] {
        let file = home.path().join(name);
        let path = file.to_str().unwrap();
        let (code, _, err) = run(home.path(), &["decide", "--out", path]);
        assert_eq!(code, 1, "{err}");
        let (code, out, _) = run(home.path(), &["explain", path]);
        assert_eq!(code, 0, "{out}");
        assert_eq!(out.matches("the same, byte for byte").count(), 29);
        assert_eq!(out.matches("say of its parties what it says").count(), 29);
        let forged = std::fs::read_to_string(&file).unwrap().replacen("PROHIBITED", "CLEAR", 1);
        std::fs::write(&file, forged).unwrap();
        let (code, out, _) = run(home.path(), &["explain", path]);
        assert_eq!((code, out.matches("NOT the same").count()), (1, 1));
    }
    let csv = home.path().join("d.csv");
    run(home.path(), &["decide", "--out", csv.to_str().unwrap()]);
    let table = std::fs::read_to_string(&csv).unwrap();
    assert_eq!(table.lines().count(), 30);
    assert!(table.lines().next().unwrap().contains("eu,eu_until,eu_because"), "{table}");
}

#[test]
fn another_law_is_refused_by_name() {
    let home = folder();
    let file = home.path().join("d.json");
    run(home.path(), &["decide", "--out", file.to_str().unwrap()]);
    let text = std::fs::read_to_string(&file).unwrap();
    let hash = text.split("\"law\": \"").nth(1).unwrap().split('"').next().unwrap().to_string();
    std::fs::write(&file, text.replace(&hash, &"0".repeat(64))).unwrap();
    let (code, _, err) = run(home.path(), &["explain", file.to_str().unwrap()]);
    assert_eq!(code, 3);
    assert!(err.contains("was made by law") && err.contains(&"0".repeat(64)), "{err}");
}

#[test]
fn law_of_ones_own_decides_instead_and_its_slips_are_named() {
    let home = folder();
    let law = home.path().join("law");
    let copy = |path: &str| {
        let to = law.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(root("law").join(path), to).unwrap();
    };
    for path in ["nomenclature.toml", "eu/nexus.toml", "eu/765-2006.toml", "eu/833-2014.toml", "eu/freezes.toml"] {
        copy(path);
    }
    let path = law.to_str().unwrap();
    let (code, out, _) = run(home.path(), &["law", "check", path]);
    assert_eq!(code, 0, "{out}");
    let (_, out, _) = run(home.path(), &["decide", "--law", path, "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(verdict(&answer, "low-2021-07-05", "eu"), "PROHIBITED");
    assert_eq!(answer["decisions"][0]["authorities"].as_array().map(Vec::len), Some(1));
    let file = law.join("eu/765-2006.toml");
    let text = std::fs::read_to_string(&file).unwrap().replacen("goods.code", "goods.color", 1);
    std::fs::write(&file, text).unwrap();
    let (code, out, _) = run(home.path(), &["law", "check", path]);
    assert_eq!(code, 3);
    assert!(out.contains("eu/765-2006.toml line ") && out.contains("found fact = \"goods.color\""), "{out}");
    let (code, _, err) = run(home.path(), &["decide", "--law", path]);
    assert_eq!(code, 3, "{err}");
}

#[test]
fn law_is_listed_and_shown_as_of_a_day() {
    let home = folder();
    let (code, out, _) = run(home.path(), &["law", "list", "--authority", "eu", "--json", "--as-of", "2021-07-05"]);
    assert_eq!(code, 0);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let rows = answer["measures"].as_array().unwrap();
    let force =
        |id: &str| rows.iter().find(|r| r["measure"] == id).expect(id)["in_force"].as_str().unwrap().to_string();
    assert_eq!((force("eu/765-2006/1i"), force("eu/765-2006/wood")), ("yes".to_string(), "no".to_string()));
    assert!(rows.iter().all(|r| r["authority"] == "eu"));
    let (_, out, _) = run(home.path(), &["law", "show", "eu/765-2006/1i", "--as-of", "2021-07-05"]);
    assert!(out.contains("3104 20 50") && out.contains("NOT YET: from 2022-03-03"), "{out}");
    let (code, _, err) = run(home.path(), &["law", "show", "eu/765-2006/1x"]);
    assert_eq!(code, 3);
    assert!(err.contains("eu/765-2006/"), "{err}");
}

#[test]
fn an_act_as_json_with_owners_is_looked_up_and_judged_by_each_test() {
    let home = folder();
    let file = home.path().join("act.json");
    let act = r#"{"id": "firm", "act": "payment", "at": "2022-01-10", "currency": "USD", "parties": [
        {"role": "bank", "name": "Bankas", "country": "LT"},
        {"role": "payee", "name": "Holding", "country": "CY", "owners": [{"name": "Belaruskali", "share": 30}, {"name": "Slavkali", "share": 25}]}]}"#;
    std::fs::write(&file, act).unwrap();
    let (_, out, _) = run(home.path(), &["decide", file.to_str().unwrap(), "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(verdict(&answer, "firm", "us"), "PROHIBITED");
    assert!(out.contains("55 %"), "the arithmetic is in the proof");
    assert_eq!(verdict(&answer, "firm", "eu"), "CLEAR", "neither was listed by the EU that day");
}

#[test]
fn owners_come_out_of_a_file_of_stakes_where_an_act_states_none() {
    let home = folder();
    let (file, stakes) = (home.path().join("acts.jsonl"), home.path().join("stakes.csv"));
    let act = |id: &str, at: &str, owners: &str| {
        format!(
            r#"{{"id": "{id}", "act": "payment", "at": "{at}", "currency": "USD", "parties": [{{"role": "bank", "name": "Bankas", "country": "LT"}}, {{"role": "payee", "name": "HOLDING, Ltd", "country": "CY"{owners}}}]}}"#
        )
    };
    let acts = [
        act("held", "2022-01-10", ""),
        act("before", "2021-12-31", ""),
        act("said", "2022-01-10", r#", "owners": []"#),
        act("twice", "2022-01-10", "").replace("HOLDING, Ltd", "Twice Ltd"),
    ];
    std::fs::write(&file, acts.join("\n")).unwrap();
    let table = "owner,owned,share,kind,from,to,source\nBelaruskali,Middle AG,30,shares,,,press\nSlavkali,Middle AG,25,shares,,,press\n\
                 Middle AG,Holding Ltd,50,shares,2022-01-01,,register\nHolding Ltd,Middle AG,1,shares,,,register\n\
                 Belaruskali,Half AG,25,shares,,,press\nHalf AG,Twice Ltd,100,shares,,,register\nHalf AG,TWICE LTD,100,shares,,,register\n";
    std::fs::write(&stakes, table).unwrap();
    let (_, out, _) =
        run(home.path(), &["decide", file.to_str().unwrap(), "--stakes", stakes.to_str().unwrap(), "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(verdict(&answer, "held", "us"), "PROHIBITED");
    assert!(out.contains("Belaruskali -30 %-> Middle AG -50 %-> HOLDING, Ltd"), "the path is in the proof");
    assert_eq!(verdict(&answer, "before", "us"), "CLEAR", "the stake began a day later");
    assert_eq!(verdict(&answer, "said", "us"), "CLEAR", "who states that nobody holds it is taken at his word");
    assert_eq!(verdict(&answer, "twice", "us"), "CLEAR", "a quarter is a quarter, though two records bear the name");
}

#[test]
fn a_report_is_a_pdf_of_the_same_bytes_every_time_and_of_no_other_kind() {
    let home = folder();
    let (one, two, other) = (home.path().join("a.pdf"), home.path().join("b.PDF"), home.path().join("a.docx"));
    let write = |file: &std::path::Path, more: &[&str]| {
        let mut arguments = vec!["decide", "--report", file.to_str().unwrap()];
        arguments.extend(more);
        run(home.path(), &arguments)
    };
    write(&one, &["--act", "train-2021-12-01"]);
    write(&two, &["--act", "train-2021-12-01"]);
    let (first, second) = (std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
    assert!(first.starts_with(b"%PDF-") && first == second);
    write(&two, &[]);
    assert!(std::fs::read(&two).unwrap().len() > 3 * first.len(), "all 29 acts fill more pages than one");
    let (code, _, said) = write(&other, &[]);
    assert!(code == 2 && said.contains(".html or .pdf") && !other.exists(), "{said}");
}

#[test]
fn as_of_and_known_at_put_the_clock_elsewhere() {
    let home = folder();
    let of = |more: &[&str]| {
        let mut arguments = vec!["decide", "--act", "standard-2021-07-05", "--json"];
        arguments.extend(more);
        let (_, out, _) = run(home.path(), &arguments);
        verdict(&serde_json::from_str(&out).unwrap(), "standard-2021-07-05", "eu")
    };
    assert_eq!(of(&[]), "CLEAR");
    assert_eq!(of(&["--as-of", "2022-03-03"]), "PROHIBITED");
    assert_eq!(of(&["--as-of", "2022-03-03", "--known-at", "2022-03-01"]), "CLEAR");
}
