//! What `interdict eval` tells: for people, as JSON (docs/src/json.md), and every score as CSV.

use super::metrics::{Counts, Figures, Scored, best, figures};
use super::pairs::Outcome;
use super::read::{self, Pair};
use super::retrieval::{self, FLOOR, Found, Target};
use crate::data::Data;
use crate::{output, screening};
use interdict_lists::Problem;
use interdict_model::Entity;
use interdict_screen::{Aligned, Evidence, Match};
use miette::{Context, IntoDiagnostic};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// The measure of labelled pairs.
#[derive(Serialize)]
pub struct Pairs {
    n: usize,
    positives: usize,
    pairs_per_second: f64,
    default: Figures,
    best: Option<Figures>,
    by: BTreeMap<&'static str, BTreeMap<String, Group>>,
    skipped: BTreeMap<String, u64>,
    problems: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<PairError>>,
}

/// The pairs of one group.
#[derive(Serialize)]
struct Group {
    n: usize,
    positives: usize,
    default: Figures,
    best: Option<Figures>,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Wrong {
    Missed,
    FalseAlarm,
}

impl Wrong {
    fn words(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::FalseAlarm => "false alarm",
        }
    }

    fn of(scored: Scored, threshold: f32) -> Option<Self> {
        match (scored.truth, scored.score >= threshold) {
            (true, false) => Some(Self::Missed),
            (false, true) => Some(Self::FalseAlarm),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct PairError {
    row: u64,
    error: Wrong,
    score: f32,
    points: Option<f32>,
    name1: String,
    name2: String,
    aligned: Vec<Aligned>,
    only_asked: Vec<String>,
    only_listed: Vec<String>,
    evidence: Vec<Evidence>,
    #[serde(skip)]
    reasons: String,
}

impl Pairs {
    /// Measures pairs by what came of them.
    pub fn new(read: &read::Pairs, outcomes: &[Outcome], took: Duration, threshold: f32, errors: bool) -> Self {
        let scored: Vec<Scored> =
            read.pairs.iter().zip(outcomes).map(|(p, o)| Scored { score: o.score, truth: p.truth }).collect();
        let best = best(&scored, 0.0);
        let mut groups: BTreeMap<&'static str, BTreeMap<String, Vec<Scored>>> = BTreeMap::new();
        for (pair, scored) in read.pairs.iter().zip(&scored) {
            for (column, value) in &pair.groups {
                groups.entry(column).or_default().entry(value.clone()).or_default().push(*scored);
            }
        }
        let group = |all: Vec<Scored>| Group {
            n: all.len(),
            positives: all.iter().filter(|s| s.truth).count(),
            default: figures(threshold, all.iter().copied()),
            // At the threshold that is best for all: one that is best for a handful says nothing.
            best: best.map(|b| figures(b.threshold, all.iter().copied())),
        };
        let wrong = read.pairs.iter().zip(outcomes).zip(&scored);
        let wrong = wrong.filter_map(|((p, o), s)| Some(PairError::new(p, o, Wrong::of(*s, threshold)?)));
        Self {
            n: scored.len(),
            positives: scored.iter().filter(|s| s.truth).count(),
            pairs_per_second: per_second(scored.len(), took),
            default: figures(threshold, scored.iter().copied()),
            best,
            by: groups
                .into_iter()
                .map(|(column, of)| (column, of.into_iter().map(|(value, all)| (value, group(all))).collect()))
                .collect(),
            skipped: read.skipped.clone(),
            problems: read.report.problems.iter().map(Problem::to_string).collect(),
            errors: errors.then(|| wrong.collect()),
        }
    }

    /// Tells it.
    pub fn tell(&self, json: bool) -> miette::Result<()> {
        if json {
            return output::json(self);
        }
        let mut text = format!(
            "{} pairs, {} of them one party; {:.0} pairs a second on one thread\n\n",
            self.n, self.positives, self.pairs_per_second
        );
        text.push_str(&at_thresholds(self.default, self.best, &[]));
        for (column, groups) in &self.by {
            let mut table = output::table(&[column, "Pairs", "One party", "Precision", "Recall", "F1", "F1 at best"]);
            for (value, g) in groups {
                let [precision, recall, f1] = shares(g.default);
                let at_best = share(g.best.and_then(|b| b.f1));
                table.add_row([
                    value.clone(),
                    g.n.to_string(),
                    g.positives.to_string(),
                    precision,
                    recall,
                    f1,
                    at_best,
                ]);
            }
            text.push_str(&format!("\n{table}\n"));
        }
        for (judgement, n) in &self.skipped {
            text.push_str(&format!("\n{n} pairs skipped: judged {judgement:?}"));
        }
        text.push_str(&left_out(&self.problems));
        if let Some(errors) = &self.errors {
            text.push_str(&format!("\n{} errors at {}:\n", errors.len(), self.default.threshold));
            for e in errors {
                let (words, score) = (e.error.words(), e.score);
                text.push_str(&format!(
                    "{words:11} {score:.2}  row {}  {}  |  {}\n{}",
                    e.row, e.name1, e.name2, e.reasons
                ));
            }
        }
        output::text(&text)
    }
}

impl PairError {
    fn new(pair: &Pair, outcome: &Outcome, error: Wrong) -> Self {
        let found: Option<&Match> = outcome.found.as_deref();
        Self {
            row: pair.row,
            error,
            score: outcome.score,
            points: outcome.points,
            name1: pair.query.name().to_string(),
            name2: found
                .map(|m| &m.matched_name)
                .filter(|n| !n.is_empty())
                .map_or(pair.candidate.name(), |n| n)
                .to_string(),
            aligned: found.map(|m| m.aligned.clone()).unwrap_or_default(),
            only_asked: found.map(|m| m.only_asked.clone()).unwrap_or_default(),
            only_listed: found.map(|m| m.only_listed.clone()).unwrap_or_default(),
            evidence: found.map(|m| m.evidence.clone()).unwrap_or_default(),
            reasons: found.map_or_else(|| "     nothing in common\n".to_string(), screening::reasons),
        }
    }
}

/// Both sets and what came of them, row by row.
pub struct Sets<'s> {
    /// Rows that should be found.
    pub positives: &'s [(Entity, Target)],
    /// What they found.
    pub found: &'s [retrieval::Outcome],
    /// Rows that should find nobody.
    pub negatives: &'s [(Entity, Target)],
    /// What they found.
    pub alerts: &'s [retrieval::Outcome],
}

impl Sets<'_> {
    fn each(&self) -> impl Iterator<Item = (&Entity, &retrieval::Outcome, bool)> {
        let positives = self.positives.iter().zip(self.found).map(|((e, _), o)| (e, o, true));
        positives.chain(self.negatives.iter().zip(self.alerts).map(|((e, _), o)| (e, o, false)))
    }
}

/// The measure of retrieval.
#[derive(Serialize)]
pub struct Retrieval {
    n: usize,
    positives: usize,
    negatives: usize,
    queries_per_second: f64,
    threads: usize,
    default: Figures,
    best: Option<Figures>,
    false_alerts_per_1000: Option<f64>,
    best_false_alerts_per_1000: Option<f64>,
    without_truth: Vec<Row>,
    problems: Vec<String>,
    looked_at: serde_json::Value,
    #[serde(skip)]
    caption: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<RowError>>,
}

/// A row by its number, from 1, and its name.
#[derive(Serialize)]
struct Row {
    row: u64,
    name: String,
}

impl Row {
    fn of(entity: &Entity) -> Self {
        Self { row: entity.record.record, name: entity.name().to_string() }
    }
}

#[derive(Serialize)]
struct RowError {
    #[serde(flatten)]
    row: Row,
    error: Wrong,
    best: Option<Found>,
    other: Option<Found>,
}

impl Retrieval {
    /// Measures rows by what came of them. Of one set alone only half of the figures can be told.
    pub fn new(sets: &Sets<'_>, took: Duration, threshold: f32, errors: bool) -> Self {
        let scored: Vec<Scored> = sets.each().map(|(_, outcome, truth)| outcome.scored(truth)).collect();
        let (positives, negatives) = (sets.positives.len(), sets.negatives.len());
        let both = positives > 0 && negatives > 0;
        let half = |f: Figures| if both { f } else { Figures { precision: None, f1: None, ..f } };
        let best = best(&scored, threshold.min(FLOOR)).filter(|_| both);
        let per_1000 = |f: Figures| {
            let wrong = Counts::at(f.threshold, scored.iter().copied()).false_alarms;
            (negatives > 0).then(|| wrong as f64 * 1000.0 / negatives as f64)
        };
        let default = half(figures(threshold, scored.iter().copied()));
        let wrong = sets.each().filter_map(|(entity, o, truth)| {
            let error = Wrong::of(o.scored(truth), threshold)?;
            Some(RowError { row: Row::of(entity), error, best: o.best.clone(), other: o.other.clone() })
        });
        Self {
            n: scored.len(),
            positives,
            negatives,
            queries_per_second: per_second(scored.len(), took),
            threads: rayon::current_num_threads(),
            default,
            best,
            false_alerts_per_1000: per_1000(default),
            best_false_alerts_per_1000: best.and_then(per_1000),
            without_truth: Vec::new(),
            problems: Vec::new(),
            looked_at: serde_json::Value::Null,
            caption: String::new(),
            errors: errors.then(|| wrong.collect()),
        }
    }

    /// With what stands beside the figures: rows left out, and what was looked at.
    pub fn beside(self, untold: &[(Entity, Target)], problems: &[Problem], data: &Data) -> Self {
        Self {
            without_truth: untold.iter().map(|(e, _)| Row::of(e)).collect(),
            problems: problems.iter().map(Problem::to_string).collect(),
            looked_at: data.json(),
            caption: data.caption(),
            ..self
        }
    }

    /// Tells it.
    pub fn tell(&self, json: bool) -> miette::Result<()> {
        if json {
            return output::json(self);
        }
        let mut text = format!(
            "{} positives, {} negatives; {:.0} queries a second on {} threads\n\n",
            self.positives, self.negatives, self.queries_per_second, self.threads
        );
        let per_1000 = [self.false_alerts_per_1000, self.best_false_alerts_per_1000];
        text.push_str(&at_thresholds(self.default, self.best, &per_1000));
        if !self.without_truth.is_empty() {
            let n = self.without_truth.len();
            text.push_str(&format!("\n{n} positives were left out: whom they should find cannot be told\n"));
            for row in &self.without_truth {
                text.push_str(&format!("     row {}  {}\n", row.row, row.name));
            }
        }
        text.push_str(&left_out(&self.problems));
        if let Some(errors) = &self.errors {
            text.push_str(&format!("\n{} errors at {}:\n", errors.len(), self.default.threshold));
            errors.iter().for_each(|e| text.push_str(&e.words()));
        }
        text.push_str(&format!("\n{}\n", self.caption));
        output::text(&text)
    }
}

impl RowError {
    fn words(&self) -> String {
        let against = |f: &Found| format!("{} ({} {})", f.name, f.source, f.id);
        let score = self.best.as_ref().map_or(format!("<{FLOOR}"), |f| format!("{:.2}", f.score));
        let mut line = format!("{:11} {score}  row {}  {}", self.error.words(), self.row.row, self.row.name);
        if let Some(best) = &self.best {
            line.push_str(&format!("  |  {}", against(best)));
        }
        if let Some(other) = &self.other {
            line.push_str(&format!("; found instead: {}, {:.2}", against(other), other.score));
        }
        line.push('\n');
        line
    }
}

/// Writes the score of every pair.
pub fn pair_scores(out: &Path, pairs: &[Pair], outcomes: &[Outcome]) -> miette::Result<()> {
    let header = ["row", "score", "points", "truth", "name1", "name2"];
    let lines = pairs.iter().zip(outcomes).map(|(p, o)| {
        let points = o.points.map(|n| n.to_string()).unwrap_or_default();
        let names = [p.query.name().to_string(), p.candidate.name().to_string()];
        [[p.row.to_string(), o.score.to_string(), points, p.truth.to_string()].to_vec(), names.to_vec()].concat()
    });
    csv(out, &header, lines)
}

/// Writes the best score of every row that was screened; without one where nothing was found.
pub fn row_scores(out: &Path, sets: &Sets<'_>) -> miette::Result<()> {
    let header = ["row", "score", "points", "truth", "name", "source", "id", "listed"];
    let lines = sets.each().map(|(entity, outcome, truth)| {
        let best = outcome.best.as_ref();
        let cell = |of: fn(&Found) -> String| best.map(of).unwrap_or_default();
        vec![
            entity.record.record.to_string(),
            cell(|f| f.score.to_string()),
            cell(|f| f.points.to_string()),
            truth.to_string(),
            entity.name().to_string(),
            cell(|f| f.source.clone()),
            cell(|f| f.id.clone()),
            cell(|f| f.name.clone()),
        ]
    });
    csv(out, &header, lines)
}

fn csv(out: &Path, header: &[&str], lines: impl Iterator<Item = Vec<String>>) -> miette::Result<()> {
    let write = || -> Result<(), csv::Error> {
        let mut writer = csv::Writer::from_path(out)?;
        writer.write_record(header)?;
        for line in lines {
            writer.write_record(&line)?;
        }
        Ok(writer.flush()?)
    };
    write().into_diagnostic().wrap_err_with(|| format!("{} cannot be written", out.display()))
}

/// How many a second, to one digit behind the point; 0 for none.
fn per_second(n: usize, took: Duration) -> f64 {
    let rate = n as f64 / took.as_secs_f64().max(1e-9);
    (rate * 10.0).round() / 10.0
}

/// The figures at the default threshold and at the best one, and what else is told of each.
fn at_thresholds(default: Figures, best: Option<Figures>, per_1000: &[Option<f64>]) -> String {
    let mut header = vec!["Threshold", "Precision", "Recall", "F1"];
    if !per_1000.is_empty() {
        header.push("False alerts per 1,000");
    }
    let mut table = output::table(&header);
    for (n, (figures, word)) in [(Some(default), ""), (best, " (best)")].into_iter().enumerate() {
        let Some(figures) = figures else { continue };
        let mut row = vec![format!("{}{word}", figures.threshold)];
        row.extend(shares(figures));
        row.extend(per_1000.get(n).map(|f| f.map_or("-".to_string(), |f| format!("{f:.2}"))));
        table.add_row(row);
    }
    format!("{table}\n")
}

/// Precision, recall and F1 as people read them.
fn shares(f: Figures) -> [String; 3] {
    [share(f.precision), share(f.recall), share(f.f1)]
}

/// A share with three digits; a dash where it cannot be told.
fn share(share: Option<f64>) -> String {
    share.map_or("-".to_string(), |s| format!("{s:.3}"))
}

fn left_out(problems: &[String]) -> String {
    let lines = problems.iter().map(|p| format!("     {p}\n")).collect::<String>();
    if lines.is_empty() { lines } else { format!("\n{} rows could not be read:\n{lines}", problems.len()) }
}
