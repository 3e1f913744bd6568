//! What a run was: from what, against what, how many, how long.

use crate::data::Data;
use interdict_lists::Problem;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// So many problems are named in a report; the rest is counted.
const MOST_NAMED: usize = 1_000;
/// So many are told on standard error.
const MOST_TOLD: usize = 100;

/// What was counted. A run that goes on after a break goes on counting.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of the file, without header and blank rows.
    pub rows: u64,
    /// Rows that were screened.
    pub screened: u64,
    /// Rows with a match.
    pub matched: u64,
    /// Matches.
    pub matches: u64,
    /// Rows with matches, by the band of the best.
    pub bands: BTreeMap<String, u64>,
    /// Dates that could be read day first and month first, and were read as the mapping or the default says.
    pub ambiguous_dates: u64,
    /// How many problems there were.
    pub problem_count: u64,
    /// The first thousand of them, in words.
    pub problems: Vec<String>,
    /// Rows that were done before the run went on.
    #[serde(skip)]
    pub before: u64,
}

impl Counts {
    /// Rows of this sitting.
    pub fn rows_here(&self) -> u64 {
        self.rows.saturating_sub(self.before)
    }

    /// Rows that were refused.
    pub fn refused(&self) -> u64 {
        self.rows.saturating_sub(self.screened)
    }

    /// How many problems more may be told on standard error.
    pub fn room_on_screen(&self) -> usize {
        MOST_TOLD.saturating_sub(self.problem_count as usize)
    }

    /// Counts problems, and keeps the first of them.
    pub fn problems(&mut self, problems: &[(u64, Problem)]) {
        self.problem_count += problems.len() as u64;
        let room = MOST_NAMED.saturating_sub(self.problems.len());
        self.problems.extend(problems.iter().take(room).map(|(_, p)| p.to_string()));
    }

    /// The counts in words.
    pub fn words(&self) -> String {
        let bands: Vec<String> = ["exact", "strong", "medium", "weak"]
            .iter()
            .filter_map(|band| Some(format!("{} {band}", self.bands.get(*band)?)))
            .collect();
        let bands = if bands.is_empty() { String::new() } else { format!(" ({})", bands.join(", ")) };
        let refused = match self.refused() {
            0 => String::new(),
            n => format!(", {n} could not be read"),
        };
        format!("{} screened, {} with matches{bands}{refused}", self.screened, self.matched)
    }
}

/// What a run was given, as its report says it. Two runs of one identity give the same answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Version of the program.
    pub version: String,
    /// The snapshot's id, or the shipped case.
    pub snapshot: String,
    /// BLAKE3 of the input, as it lies on the disk.
    pub input_blake3: String,
    /// What the columns were read as, as a mapping.
    pub mapping: String,
    /// Least score.
    pub threshold: f32,
    /// Most matches a row.
    pub limit: usize,
    /// Form of the answer.
    pub form: String,
}

impl Identity {
    /// What of the other differs, in words.
    pub fn differs(&self, other: &Self) -> Vec<&'static str> {
        let all = [
            (self.version != other.version, "the version of the program"),
            (self.snapshot != other.snapshot, "the snapshot"),
            (self.input_blake3 != other.input_blake3, "the content of the input"),
            (self.mapping != other.mapping, "the mapping of the columns"),
            (self.threshold != other.threshold, "--threshold"),
            (self.limit != other.limit, "--limit"),
            (self.form != other.form, "the form of the answer"),
        ];
        all.into_iter().filter(|(differs, _)| *differs).map(|(_, what)| what).collect()
    }
}

/// The report of a run, as docs/src/json.md describes it.
pub fn json(
    identity: &Identity,
    input: (&str, u64),
    data: &Data,
    counts: &Counts,
    started: &jiff::ZonedDateTime,
    go_on: bool,
    out: Option<&str>,
) -> Value {
    let ended = jiff::ZonedDateTime::now();
    let seconds = started.duration_until(&ended).as_secs_f64();
    json!({
        "version": identity.version,
        "snapshot": identity.snapshot,
        "sources": sources(data),
        "caveats": data.json().get("caveats"),
        "input": {"name": input.0, "bytes": input.1, "blake3": identity.input_blake3},
        "output": out,
        "mapping": identity.mapping,
        "options": {"threshold": (f64::from(identity.threshold) * 10_000.0).round() / 10_000.0, "limit": identity.limit, "go_on": go_on, "form": identity.form},
        "counts": {
            "rows": counts.rows, "screened": counts.screened, "refused": counts.refused(), "matched": counts.matched,
            "matches": counts.matches, "bands": counts.bands, "ambiguous_dates": counts.ambiguous_dates,
            "problems": counts.problem_count, "resumed_after": counts.before,
        },
        "problems": counts.problems,
        "started": started, "ended": ended,
        "seconds": (seconds * 1000.0).round() / 1000.0,
        "rows_per_second": (counts.rows_here() as f64 / seconds.max(0.001)).round(),
        "threads": rayon::current_num_threads(),
    })
}

/// Each source with its latest edition.
fn sources(data: &Data) -> Vec<Value> {
    let Data::Snapshot(snapshot) = data else { return vec![json!({"source": "case/belarus-2021"})] };
    let Ok(editions) = snapshot.editions() else { return Vec::new() };
    let of = |source: &String| {
        let last = editions.iter().rev().find(|e| e.source == *source)?;
        let hash = last.files.first().map(|f| f.hash.clone());
        Some(json!({"source": source, "published": last.published.at, "published_basis": last.published.basis,
            "complete": last.complete, "entities": last.entities, "hash": hash}))
    };
    snapshot.sources().iter().filter_map(of).collect()
}
