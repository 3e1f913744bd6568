//! `interdict screen` on whole files: forms, a break in the middle, memory, the report.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_interdict"));
    command.args(arguments).arg("--case").env("NO_COLOR", "1");
    command
}

fn interdict(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command(arguments).output().expect("the binary runs");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    // Messages are wrapped for a terminal; here a message is one line.
    let said = text(stderr).replace(['│', '×'], " ");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    (status.code().unwrap_or(-1), text(stdout), said)
}

fn dir() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn path(dir: &tempfile::TempDir, name: &str) -> String {
    dir.path().join(name).display().to_string()
}

/// So many invented parties, every 500th of them listed. Generated.
fn parties(dir: &tempfile::TempDir, rows: usize) -> String {
    let mut text = String::from("id,name,country\n");
    for n in 0..rows {
        match n % 500 {
            7 => writeln!(text, "{n},OJSC Belaruskali,BY"),
            _ => writeln!(text, "{n},{} {},PT", letters(n), letters(n / 7 + 3)),
        }
        .expect("memory");
    }
    let path = path(dir, "parties.csv");
    std::fs::write(&path, text).expect("written");
    path
}

/// A word that no list has.
fn letters(mut n: usize) -> String {
    let mut word = String::from("Zq");
    for _ in 0..6 {
        word.push(char::from(b"bcdfghjklmnpqrstvwxz"[n % 20]));
        n = n / 20 + 11;
    }
    word
}

#[test]
fn every_form_of_out_holds_every_row_matched_or_not() {
    let dir = dir();
    let file = parties(&dir, 1_200);
    let (csv, jsonl, parquet) = (path(&dir, "o.csv"), path(&dir, "o.jsonl"), path(&dir, "o.parquet"));
    for out in [&csv, &jsonl, &parquet] {
        let (code, said, err) = interdict(&["screen", &file, "--out", out]);
        assert_eq!((code, said.as_str()), (1, ""), "{err}");
        assert!(err.contains("1200 screened, 3 with matches"), "{err}");
    }
    let (_, stdout, _) = interdict(&["screen", &file, "--format", "csv"]);
    assert_eq!(std::fs::read_to_string(&csv).expect("there"), stdout, "the file is what standard output would be");
    let rows: Vec<Value> = std::fs::read_to_string(&jsonl)
        .expect("there")
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    assert_eq!(rows.len(), 1_200);
    assert_eq!(rows.iter().map(|r| r["row"].as_u64()).collect::<Vec<_>>(), (1..=1_200).map(Some).collect::<Vec<_>>());
    assert_eq!(rows[7]["matches"][0]["kind"].as_str(), Some("organization"), "{}", rows[7]);
    let (_, whole, _) = interdict(&["screen", &file, "--json"]);
    let whole: Value = serde_json::from_str(&whole).expect("one JSON document");
    assert_eq!(whole["rows"].as_array(), Some(&rows), "the same rows in one document");
    assert!(whole["looked_at"].is_object() && whole["problems"].is_array());
    // Our own Parquet is a table that we read: its party column is called so.
    let (code, again, err) =
        interdict(&["screen", &parquet, "--column", "name=party", "--column", "aliases=name", "--json"]);
    assert_eq!(code, 1, "{err}");
    let again: Value = serde_json::from_str(&again).expect("JSON");
    assert!(again["rows"].as_array().is_some_and(|r| r.len() >= 1_200));
    assert!(!Path::new(&format!("{csv}.progress.json")).exists(), "a finished run leaves nothing beside its answer");
}

fn killed_in_the_middle(file: &str, out: &str) -> u64 {
    let state = PathBuf::from(format!("{out}.progress.json"));
    let mut child: Child =
        command(&["screen", file, "--out", out]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
    let begun = Instant::now();
    let done = loop {
        let text = std::fs::read_to_string(&state).unwrap_or_default();
        let rows = serde_json::from_str::<Value>(&text).ok().and_then(|s| s["counts"]["rows"].as_u64()).unwrap_or(0);
        if rows > 0 || begun.elapsed() > Duration::from_secs(120) {
            break rows;
        }
        assert!(child.try_wait().expect("a child").is_none(), "it ended before it could be killed");
        std::thread::sleep(Duration::from_millis(1));
    };
    child.kill().expect("killed");
    child.wait().expect("dead");
    done
}

#[test]
fn a_run_killed_in_the_middle_goes_on_and_ends_in_the_same_bytes() {
    let dir = dir();
    let file = parties(&dir, 50_000);
    for end in ["csv", "jsonl"] {
        let (whole, broken) = (path(&dir, &format!("whole.{end}")), path(&dir, &format!("broken.{end}")));
        assert_eq!(interdict(&["screen", &file, "--out", &whole]).0, 1);
        let done = killed_in_the_middle(&file, &broken);
        assert!(done > 0 && done < 50_000, "{done} rows were done");
        // What a crash leaves behind the mark: half a row.
        let mut left = std::fs::OpenOptions::new().append(true).open(&broken).expect("there");
        std::io::Write::write_all(&mut left, b"half a r").expect("written");
        let (code, _, err) = interdict(&["screen", &file, "--out", &broken]);
        assert!(code == 2 && err.contains("--resume goes on"), "an unfinished answer is not written over: {err}");
        let (code, _, err) = interdict(&["screen", &file, "--out", &broken, "--resume", "--threshold", "0.8"]);
        assert!(code == 3 && err.contains("--threshold differs"), "{err}");
        let report = path(&dir, "report.json");
        let (code, _, err) = interdict(&["screen", &file, "--out", &broken, "--resume", "--report", &report]);
        assert_eq!(code, 1, "{err}");
        assert!(
            std::fs::read(&whole).expect("there") == std::fs::read(&broken).expect("there"),
            "{end}: the bytes differ"
        );
        let report: Value = serde_json::from_str(&std::fs::read_to_string(&report).expect("there")).expect("JSON");
        assert_eq!(report["counts"]["rows"], 50_000);
        assert_eq!(report["counts"]["matched"], 100);
        assert!(report["counts"]["resumed_after"].as_u64().is_some_and(|n| n >= done), "{report}");
    }
}

#[test]
fn a_changed_input_and_a_parquet_answer_cannot_be_gone_on_with() {
    let dir = dir();
    let file = parties(&dir, 50_000);
    let out = path(&dir, "o.csv");
    killed_in_the_middle(&file, &out);
    let text = std::fs::read_to_string(&file).expect("there").replace("49999,", "50000,");
    std::fs::write(&file, text).expect("written");
    let (code, _, err) = interdict(&["screen", &file, "--out", &out, "--resume"]);
    assert!(code == 3 && err.contains("the content of the input differs"), "{err}");
    let (code, _, err) = interdict(&["screen", &file, "--out", &path(&dir, "o.parquet"), "--resume"]);
    assert!(code == 2 && err.contains("Parquet"), "{err}");
    let (code, _, err) = interdict(&["screen", &file, "--out", &path(&dir, "none.csv"), "--resume"]);
    assert!(code == 2 && err.contains("nothing to go on with"), "{err}");
    let (code, _, err) = interdict(&["screen", &file, "--out", &file]);
    assert!(code == 2 && err.contains("the input itself"), "{err}");
}

#[test]
fn a_broken_row_stops_the_run_and_with_go_on_is_named_and_counted() {
    let dir = dir();
    let file = path(&dir, "p.csv");
    std::fs::write(&file, "name,country\nOJSC Belaruskali,BY\nA B,BY,x\nC D,LT\n").expect("written");
    let (code, _, err) = interdict(&["screen", &file]);
    assert!(code == 3 && err.contains("record 2, line 3"), "{err}");
    let report = path(&dir, "r.json");
    let (code, out, err) = interdict(&["screen", &file, "--go-on", "--format", "jsonl", "--report", &report]);
    assert_eq!((code, out.lines().count()), (4, 2), "{err}");
    assert!(err.contains("record 2, line 3") && err.contains("1 could not be read"), "{err}");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(&report).expect("there")).expect("JSON");
    assert_eq!((report["counts"]["screened"].as_u64(), report["counts"]["refused"].as_u64()), (Some(2), Some(1)));
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(1));
    for field in [
        "version", "snapshot", "sources", "caveats", "input", "options", "mapping", "started", "ended", "seconds",
        "threads",
    ] {
        assert!(!report[field].is_null(), "{field}");
    }
    assert!(report["input"]["blake3"].as_str().is_some_and(|h| h.len() == 64));
}

#[test]
fn columns_are_said_by_hand_and_shown_as_a_mapping() {
    let dir = dir();
    let file = path(&dir, "k.csv");
    std::fs::write(&file, "Partner,Wann\nOJSC Belaruskali,\n").expect("written");
    let (code, _, err) = interdict(&["screen", &file]);
    assert!(code == 3 && err.contains("--column name=TITLE"), "{err}");
    let (code, out, err) = interdict(&["screen", &file, "--column", "name=Partner", "--show-mapping"]);
    assert_eq!((code, out.as_str()), (0, "columns:\n  name: [\"Partner\"]\n  # not read: Wann\n"), "{err}");
    std::fs::write(path(&dir, "k.yaml"), &out).expect("written");
    assert_eq!(interdict(&["screen", &file]).0, 1, "saved beside the file, the mapping is found");
    assert_eq!(interdict(&["screen", &file, "--column", "Partner"]).0, 2);
    assert_eq!(interdict(&["screen", &file, "--column", "shoe_size=Partner"]).0, 2);
}

#[test]
fn a_table_of_many_matches_gives_their_number_and_says_where_all_of_them_go() {
    let dir = dir();
    let file = path(&dir, "many.csv");
    std::fs::write(&file, format!("name\n{}", "OJSC Belaruskali\n".repeat(300))).expect("written");
    let (code, out, err) = interdict(&["screen", &file]);
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("300 with matches") && out.contains("--out FILE.csv") && out.lines().count() == 1, "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_file() {
    let peak = |rows: usize| {
        let dir = dir();
        let file = parties(&dir, rows);
        let mut child = command(&["screen", &file, "--out", &path(&dir, "o.csv")])
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().expect("a child").is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("");
            peak = peak.max(line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0));
            std::thread::sleep(Duration::from_millis(2));
        }
        peak
    };
    let (small, large) = (peak(30_000), peak(300_000));
    println!("peak memory: {small} kB for 30,000 rows, {large} kB for 300,000");
    assert!(large < small + 30_000 && large < 200_000, "{small} kB, then {large} kB");
}
