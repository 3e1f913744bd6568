//! One table of what was measured, and nothing that was not.

use crate::measure::{Timing, at, best};
use crate::pairs::SETS;
use interdict_screen::DEFAULT_THRESHOLD;
use miette::{IntoDiagnostic, Result, WrapErr, miette};
use serde_json::Value;
use std::path::Path;

/// A row: peer and algorithm as the files are named, whether its parties are prepared, and what a person reads.
const ROWS: [(&str, bool, &str); 10] = [
    ("interdict.compare", false, "Interdict"),
    ("libmotiva.logic-v1", false, "libmotiva logic-v1"),
    ("libmotiva.name-based", false, "libmotiva name-based"),
    ("nomenklatura.logic-v2", false, "nomenklatura logic-v2"),
    ("nomenklatura.logic-v1", false, "nomenklatura logic-v1"),
    ("nomenklatura.name-based", false, "nomenklatura name-based"),
    ("interdict.compare", true, "Interdict, prepared"),
    ("nomenklatura.logic-v2", true, "nomenklatura logic-v2, prepared"),
    ("nomenklatura.logic-v1", true, "nomenklatura logic-v1, prepared"),
    ("nomenklatura.name-based", true, "nomenklatura name-based, prepared"),
];

/// Prints the table of all sets. A row whose files are not there says "not measured".
pub fn print(out: &Path) -> Result<()> {
    println!(
        "| set | peer | F1 at {DEFAULT_THRESHOLD} | best F1 (at) | µs a pair: median | mean, fastest pass | mean, median pass | ratio of medians | ratio of means |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
    for set in SETS {
        let own = |prepared| timing(out, set, "interdict.compare", prepared);
        let (fresh, prepared) = (own(false)?, own(true)?);
        eval(out, set)?;
        for (name, is_prepared, words) in ROWS {
            let ours = if is_prepared { &prepared } else { &fresh };
            row(out, set, (name, is_prepared, words), ours.as_ref())?;
        }
    }
    Ok(())
}

fn row(out: &Path, set: &str, (name, prepared, words): (&str, bool, &str), ours: Option<&Timing>) -> Result<()> {
    let Some(timing) = timing(out, set, name, prepared)? else {
        println!("| {set} | {words} | not measured | | | | | | |");
        return Ok(());
    };
    let scores = scores(&out.join("scores").join(format!("{}.csv", stem(set, name, prepared))))?;
    let ratio = |of: fn(&Timing) -> f64| match ours {
        Some(ours) if timing.peer != "interdict" => format!("{:.1}", of(&timing) / of(ours)),
        _ => String::new(),
    };
    println!(
        "| {set} | {words} {} | {} | {:.2} | {:.2} | {:.2} | {} | {} |",
        if timing.peer == "interdict" { "" } else { &timing.version },
        accuracy(&scores),
        timing.median,
        timing.mean_of_fastest_pass,
        timing.mean_of_median_pass,
        ratio(|t| t.median),
        ratio(|t| t.mean_of_fastest_pass),
    );
    Ok(())
}

/// The row of `interdict eval`, which counts how rare a word is among the candidates of the file.
fn eval(out: &Path, set: &str) -> Result<()> {
    let (json, csv) = (out.join("eval").join(format!("{set}.json")), out.join("eval").join(format!("{set}.csv")));
    if !json.is_file() || !csv.is_file() {
        println!("| {set} | Interdict, `interdict eval` | not measured | | | | | | |");
        return Ok(());
    }
    let told: Value = serde_json::from_slice(&std::fs::read(&json).into_diagnostic()?).into_diagnostic()?;
    let speed = told.get("pairs_per_second").and_then(Value::as_f64);
    let speed = speed.map_or("".to_string(), |n| format!("{:.2}", 1e6 / n));
    println!("| {set} | Interdict, `interdict eval` | {} | | {speed} | | | |", accuracy(&scores(&csv)?));
    Ok(())
}

fn accuracy(scores: &[(f64, bool)]) -> String {
    // The threshold in the digits that a user types: as f64 the f32 0.7 is a little less.
    let threshold = DEFAULT_THRESHOLD.to_string().parse().unwrap_or(0.7);
    let (default, best) = (at(scores, threshold), best(scores));
    format!("{:.3} | {:.3} ({:.2})", default.f1, best.f1, best.threshold)
}

fn stem(set: &str, name: &str, prepared: bool) -> String {
    format!("{set}.{name}{}", if prepared { ".prepared" } else { "" })
}

fn timing(out: &Path, set: &str, name: &str, prepared: bool) -> Result<Option<Timing>> {
    let path = out.join("scores").join(format!("{}.json", stem(set, name, prepared)));
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = std::fs::read(&path).into_diagnostic()?;
    serde_json::from_slice(&bytes).into_diagnostic().wrap_err_with(|| path.display().to_string()).map(Some)
}

/// Scores with their truth, from the columns `score` and `same` (`truth` in what `interdict eval` writes).
fn scores(path: &Path) -> Result<Vec<(f64, bool)>> {
    let of = || path.display().to_string();
    let mut reader = csv::Reader::from_path(path).into_diagnostic().wrap_err_with(of)?;
    let headers = reader.headers().into_diagnostic()?.clone();
    let column = |names: &[&str]| {
        headers
            .iter()
            .position(|h| names.contains(&h))
            .ok_or_else(|| miette!("{}: no column {}", of(), names.join(" or ")))
    };
    let (score, same) = (column(&["score"])?, column(&["same", "truth"])?);
    let pair = |record: csv::Result<csv::StringRecord>| {
        let record = record.into_diagnostic()?;
        let cell = |at: usize| record.get(at).unwrap_or("");
        let score = cell(score).parse().into_diagnostic().wrap_err_with(of)?;
        Ok((score, cell(same).eq_ignore_ascii_case("true")))
    };
    reader.records().map(pair).collect()
}
