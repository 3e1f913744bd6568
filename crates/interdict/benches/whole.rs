//! Whole runs of the binary on the real lists: `cargo bench -p interdict --bench whole`.
//!
//! Prints the seconds and the peak memory of `interdict sync --from` over all real lists, and the seconds of `check`, `compare` and `diff` on
//! what it wrote: median and range of several runs, each a process of its own, the screening index included. Needs the real lists
//! ($INTERDICT_TEST_DATA, else ../shared/data), and Linux for the memory.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

struct Run {
    seconds: f64,
    peak_mb: f64,
}

fn run(arguments: &[String]) -> Run {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_interdict"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0.0f64;
    loop {
        if let Ok(text) = std::fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|l| l.starts_with("VmHWM"))
        {
            let kb = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
            peak_kb = peak_kb.max(kb);
        }
        if child.try_wait().expect("a child").is_some() {
            return Run { seconds: begun.elapsed().as_secs_f64(), peak_mb: peak_kb / 1000.0 };
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn report(what: &str, mut runs: Vec<Run>) {
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let peak = runs.iter().map(|r| r.peak_mb).fold(0.0, f64::max);
    let (least, median, most) = (runs[0].seconds, runs[runs.len() / 2].seconds, runs[runs.len() - 1].seconds);
    println!("{what:<58} {median:>8.3} s ({least:.3} to {most:.3}), peak {peak:>5.0} MB, {} runs", runs.len());
}

fn main() {
    let data = std::env::var_os("INTERDICT_TEST_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    if !data.is_dir() {
        println!("skipped: no real lists at {}", data.display());
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let lists = ["ofac", "un", "eu-journal", "ca", "au", "formats"].map(|d| data.join(d).display().to_string());
    let at = |n: usize| home.path().join(n.to_string()).display().to_string();
    let sync = (0..5).map(|n| {
        let head = ["sync", "--go-on", "--json", "--data"].map(String::from);
        let tail = ["--from".to_string()];
        run(&[&head[..], &[at(n)], &tail, &lists].concat())
    });
    report("sync of all real lists into a new snapshot", sync.collect());
    let verbs = [
        vec!["check", "Dzmitry Lukashenka"],
        vec!["check", "Мухаммад Хасан"],
        vec!["compare", "us", "eu", "--programme", "belarus"],
        vec!["diff", "2021-12-01", "2021-12-03"],
        vec!["sources"],
    ];
    for verb in verbs {
        let mut arguments: Vec<String> = verb.iter().map(|s| s.to_string()).collect();
        arguments.extend(["--data".to_string(), at(0)]);
        report(&verb.join(" "), (0..10).map(|_| run(&arguments)).collect());
    }
}
