//! `interdict eval` as a user runs it, on small invented files and on the shipped case.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Invented. One pair is missed (nothing in common), one is a false alarm (namesakes), one is not judged.
const NAMES: &str = "\
name1,name2,schema,is_match,category,notes
Aleksandr Examplov,Александр Экзамплов,Person,true,script,x
Zebediah Quimbleforth,Quimbleforth Zebediah,Person,yes,order,
Zebediah Quimbleforth,Ottoline Wimplestrand,Person,0,other,
Bartholomew Snodgrape,Marmaduke Thistlewick,Person,match,other,
Snodgrape Fertilisers LLC,Snodgrape Fertilisers LLC,Company,false,namesakes,
Snodgrape Fertilisers LLC,Wimplestrand Shipping LLC,Company,unsure,namesakes,
";

struct Files(tempfile::TempDir);

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    fn eval(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_interdict"))
            .current_dir(self.0.path())
            .arg("eval")
            .args(arguments)
            .env("INTERDICT_DATA", self.0.path())
            .env("NO_COLOR", "1")
            .output()
            .expect("the binary runs");
        let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
        Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.eval(&[arguments, &["--json"]].concat());
        serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}\n{}\n{}", run.out, run.err))
    }
}

fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).expect("written").lines().map(str::to_string).collect()
}

#[test]
fn name_pairs_are_measured_at_both_thresholds_and_by_category() {
    let files = Files::new();
    files.write("pairs.csv", NAMES);
    let run = files.eval(&["pairs.csv", "--json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("not used: notes"), "a column that is not read is named: {}", run.err);
    let told = files.json(&["pairs.csv"]);
    assert_eq!((told["n"].as_u64(), told["positives"].as_u64()), (Some(5), Some(3)), "{told}");
    assert!(told["pairs_per_second"].as_f64().is_some_and(|n| n > 0.0), "{told}");
    // Two found, one missed, one false alarm.
    assert_eq!(told["default"]["threshold"], 0.5);
    for figure in ["precision", "recall", "f1"] {
        let value = told["default"][figure].as_f64().expect("a figure");
        assert!((value - 2.0 / 3.0).abs() < 1e-9, "{figure}: {told}");
    }
    assert!(told["best"]["f1"].as_f64() >= told["default"]["f1"].as_f64(), "{told}");
    assert_eq!(told["by"]["category"]["script"]["default"]["recall"], 1.0);
    assert_eq!(told["by"]["category"]["other"]["default"]["recall"], 0.0);
    assert_eq!(told["by"]["category"]["namesakes"]["default"]["recall"], Value::Null, "nothing to find there");
    assert_eq!(told["skipped"], json!({"unsure": 1}));
    assert_eq!(told.get("errors"), None, "only where asked for");
}

#[test]
fn the_best_threshold_gives_the_same_figures_when_it_is_used() {
    let files = Files::new();
    files.write("pairs.csv", NAMES);
    let best = files.json(&["pairs.csv"])["best"].clone();
    let again = files.json(&["pairs.csv", "--threshold", &best["threshold"].to_string()]);
    assert_eq!(again["default"], best);
}

#[test]
fn errors_are_listed_with_both_names_and_what_counted() {
    let files = Files::new();
    files.write("pairs.csv", NAMES);
    let errors = files.json(&["pairs.csv", "--errors"])["errors"].as_array().cloned().expect("errors");
    let told: Vec<_> = errors.iter().map(|e| (e["row"].as_u64(), e["error"].as_str())).collect();
    assert_eq!(told, [(Some(4), Some("missed")), (Some(5), Some("false_alarm"))]);
    assert_eq!(errors[0]["name2"], "Marmaduke Thistlewick");
    assert!(errors[1]["aligned"].as_array().is_some_and(|a| !a.is_empty()), "{}", errors[1]);
    assert!(errors[1]["evidence"].as_array().is_some_and(|a| !a.is_empty()), "{}", errors[1]);
}

#[test]
fn what_people_read() {
    let files = Files::new();
    files.write("pairs.csv", NAMES);
    let run = files.eval(&["pairs.csv"]);
    let text: String = run.out.lines().map(|l| format!("{}\n", l.trim_end())).collect();
    // The speed is that of the machine, the best threshold moves with the weights: both are tested elsewhere.
    insta::with_settings!({filters => vec![(r"\d+ pairs a second", "[n] pairs a second"), (r"0\.\d+ \(best\) *", "[score] (best) ")]}, {
        insta::assert_snapshot!(text);
    });
}

#[test]
fn every_score_is_written_with_its_row() {
    let files = Files::new();
    files.write("pairs.csv", NAMES);
    assert_eq!(files.eval(&["pairs.csv", "--scores", "scores.csv"]).code, 0);
    let lines = lines(&files.0.path().join("scores.csv"));
    assert_eq!(lines[0], "row,score,points,truth,name1,name2");
    assert_eq!(lines.len(), 1 + 5, "the pair that is not judged has no truth");
    assert!(lines[4].starts_with("4,0,,true,Bartholomew Snodgrape,"), "{}", lines[4]);
    let run = files.eval(&["pairs.csv", "--scores", "no/such/folder/scores.csv"]);
    assert!(run.code == 3 && run.err.contains("no/such/folder"), "{}", run.err);
}

#[test]
fn entity_pairs_are_read_as_array_as_lines_and_packed() {
    let pairs = json!([
        {"match": true, "schema": "Person", "label": "parts",
         "query": {"firstName": "Zebediah", "lastName": "Quimbleforth", "birthDate": "1970-04-13"},
         "candidate": {"name": ["Quimbleforth, Zebediah", "Zeb Q."], "firstName": ["Zeb", "Zebediah"], "birthDate": ["1970-04-13"]}},
        {"match": false, "schema": "Person", "label": "other",
         "query": {"name": "Zebediah Quimbleforth"}, "candidate": {"name": "Ottoline Wimplestrand"}},
        {"judgement": "positive",
         "left": {"id": "a", "schema": "Company", "properties": {"name": ["Snodgrape Fertilisers LLC"], "registrationNumber": ["600122610"]}},
         "right": {"id": "b", "schema": "Organization", "properties": {"name": ["Thistlewick Group"], "registrationNumber": ["600122610"]}}},
        {"judgement": "no_judgement",
         "left": {"id": "a", "schema": "Company", "properties": {"name": ["X"]}}, "right": {"id": "c", "schema": "Thing", "properties": {"name": ["Y"]}}},
    ]);
    let array = serde_json::to_string_pretty(&pairs).expect("JSON");
    let lines: String = pairs.as_array().expect("an array").iter().map(|p| format!("{p}\n")).collect();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(lines.as_bytes()).expect("memory");
    let gz = gz.finish().expect("memory");
    let files = Files::new();
    for (name, bytes) in [("pairs.json", array.as_bytes()), ("pairs.jsonl", lines.as_bytes()), ("pairs.jsonl.gz", &gz)]
    {
        files.write(name, bytes);
        let told = files.json(&[name]);
        assert_eq!((told["n"].as_u64(), told["positives"].as_u64()), (Some(3), Some(2)), "{name}: {told}");
        assert_eq!(told["default"]["f1"], 1.0, "parts of a name, and a number in common: {name}: {told}");
        assert_eq!(told["skipped"], json!({"no_judgement": 1}));
        assert_eq!(told["by"]["label"]["parts"]["n"], 1);
    }
    // By the name alone the number in common does not count.
    assert_eq!(files.json(&["pairs.json", "--fields", "name"])["default"]["recall"], 0.5);
}

#[test]
fn a_pair_that_cannot_be_read_stops_with_its_place_or_is_named_and_left_out() {
    let files = Files::new();
    let text = "name1,name2,is_match\nA B,A B,true\nC D,C D,perhaps not\n,X Y,false\nE F,G H,false\n";
    files.write("pairs.csv", text);
    let run = files.eval(&["pairs.csv"]);
    assert_eq!(run.code, 3);
    let said = run.err.replace("\n", " ");
    for part in ["pairs.csv, record 2, line 3", "is_match: found", "perhaps not"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let run = files.eval(&["pairs.csv", "--go-on", "--json"]);
    assert_eq!(run.code, 4, "{}", run.err);
    let told: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(told["n"], 2);
    assert_eq!(told["problems"].as_array().map(Vec::len), Some(2), "{told}");

    files.write(
        "pairs.jsonl",
        "{\"query\":{\"name\":\"A\"},\"candidate\":{\"name\":\"A\"},\"match\":true}\n{\"query\":3}\n",
    );
    let run = files.eval(&["pairs.jsonl"]);
    assert!(run.code == 3 && run.err.contains("record 2") && run.err.contains("line 2"), "{}", run.err);
    for (name, text) in
        [("other.csv", "a,b\n1,2\n"), ("empty.csv", ""), ("none.csv", "name1,name2,is_match\n"), ("none.json", "[]")]
    {
        files.write(name, text);
        let run = files.eval(&[name]);
        assert!(run.code == 3 && run.err.contains(name), "{name}: {}", run.err);
    }
    assert_eq!(files.eval(&[]).code, 2, "nothing to measure");
    assert_eq!(files.eval(&["pairs.csv", "--positives", "pairs.csv"]).code, 2, "one or the other");
}

const CLEAN: &str =
    "full_name,date_of_birth,nationality\nZebediah Quimbleforth,1970-01-02,GB\nOttoline Wimplestrand,1980-02-31,FR\n";

#[test]
fn positives_with_ids_must_find_that_very_entity() {
    let files = Files::new();
    files.write("clean.csv", CLEAN);
    // The case has Dzmitry Lukashenka as us-sdn 32615, and his father and brother beside him.
    files.write(
        "listed.csv",
        "id,target_id,full_name\n1,32615,Dzmitry Lukashenka\n2,32746,Dzmitry Lukashenka\n3,no-such-id,Dzmitry Lukashenka\n",
    );
    let told = files.json(&["--positives", "listed.csv", "--negatives", "clean.csv", "--errors"]);
    assert_eq!((told["positives"].as_u64(), told["negatives"].as_u64()), (Some(2), Some(2)), "{told}");
    assert_eq!(told["without_truth"], json!([{"row": 3, "name": "Dzmitry Lukashenka"}]));
    assert_eq!(told["default"]["recall"], 0.5, "Belaruskali is not Dzmitry Lukashenka: {told}");
    assert_eq!(told["false_alerts_per_1000"], 0.0);
    let errors = told["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0]["row"].as_u64(), errors[0]["error"].as_str()), (Some(2), Some("missed")));
    assert!(errors[0]["other"]["name"].as_str().is_some_and(|n| n.to_lowercase().contains("lukashenka")), "{errors:?}");

    files.write("ids.csv", "id,full_name\nC-1,Dzmitry Lukashenka\n");
    let run = files.eval(&["--positives", "ids.csv"]);
    assert!(run.code == 3 && run.err.contains("C-1"), "ids of one's own are told from ids of the lists: {}", run.err);
}

#[test]
fn right_names_tell_whom_disturbed_ones_should_find() {
    let files = Files::new();
    let right = "full_name\nDzmitry Lukashenka\nNobody Whatsoever Here\nOJSC Belaruskali\n";
    let disturbed = "full_name\nDzmitry Lukashenko\nNobody Whatsoever Hre\nOttoline Wimplestrand\n";
    files.write("right.csv", right);
    files.write("disturbed.csv", disturbed);
    let told = files.json(&["--positives", "disturbed.csv", "--truth", "right.csv", "--scores", "s.csv"]);
    assert_eq!((told["n"].as_u64(), told["without_truth"].as_array().map(Vec::len)), (Some(2), Some(1)), "{told}");
    assert_eq!(told["default"]["recall"], 0.5, "{told}");
    for unknown in
        [&told["default"]["precision"], &told["default"]["f1"], &told["best"], &told["false_alerts_per_1000"]]
    {
        assert_eq!(*unknown, Value::Null, "without negatives it cannot be told: {told}");
    }
    let lines = lines(&files.0.path().join("s.csv"));
    assert_eq!(lines.len(), 3, "{lines:?}");
    files.write("short.csv", "full_name\nDzmitry Lukashenka\n");
    let run = files.eval(&["--positives", "disturbed.csv", "--truth", "short.csv"]);
    assert!(run.code == 3 && run.err.contains("short.csv"), "{}", run.err);
}

#[test]
fn a_clean_person_who_matches_is_a_false_alert_against_someone() {
    let files = Files::new();
    files.write("clean.csv", format!("{CLEAN}Dzmitry Lukashenka,,\n"));
    let told = files.json(&["--negatives", "clean.csv", "--errors"]);
    assert_eq!(told["default"]["recall"], Value::Null);
    let per_1000 = told["false_alerts_per_1000"].as_f64().expect("told");
    assert!((per_1000 - 1000.0 / 3.0).abs() < 1e-9, "{told}");
    assert_eq!(told["errors"][0]["error"], "false_alarm");
    assert_eq!(told["errors"][0]["row"], 3);
    assert!(told["errors"][0]["best"]["id"].is_string(), "{told}");
}
