//! Scores all pairs, times each, and writes both down.

use crate::pairs::Pair;
use miette::{IntoDiagnostic, Result};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Who scores.
pub struct Peer<'a> {
    /// In file names: `interdict`, `libmotiva`, ...
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The algorithm by its own name.
    pub algorithm: &'a str,
    /// Is the analysis of both parties made before the clock starts?
    pub prepared: bool,
}

/// How long a pair takes, in microseconds, and of whom that is told. nomenklatura_peer.py writes the same.
#[derive(Serialize, Deserialize)]
pub struct Timing {
    /// The set of pairs.
    pub set: String,
    /// Who scored.
    pub peer: String,
    /// Its version.
    pub version: String,
    /// The algorithm by its own name.
    pub algorithm: String,
    /// Was the analysis of both parties made before the clock started?
    pub prepared: bool,
    /// How many passes were timed.
    pub passes: usize,
    /// Each pair at its fastest; the median of those.
    pub median: f64,
    /// The fastest pass, divided by the number of pairs.
    pub mean_of_fastest_pass: f64,
    /// The median pass, divided by the number of pairs.
    pub mean_of_median_pass: f64,
}

/// Scores the pairs once to warm up, then `passes` times with the clock around `score` alone: `prepare` is not timed.
///
/// Writes OUT/scores/SET.PEER.ALGORITHM.csv with a score a pair, and .json with the times.
pub fn measure<T>(
    (set, pairs): (&str, &[Pair]),
    peer: Peer<'_>,
    passes: usize,
    out: &Path,
    mut prepare: impl FnMut(usize) -> T,
    mut score: impl FnMut(T) -> f64,
) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let folder = out.join("scores");
    std::fs::create_dir_all(&folder).into_diagnostic()?;
    let prepared = if peer.prepared { ".prepared" } else { "" };
    let file = |ending: &str| folder.join(format!("{set}.{}.{}{prepared}.{ending}", peer.name, peer.algorithm));

    let mut scores = csv::Writer::from_path(file("csv")).into_diagnostic()?;
    scores.write_record(["row", "same", "score"]).into_diagnostic()?;
    for (row, pair) in pairs.iter().enumerate() {
        let score = score(prepare(row));
        scores.write_record([row.to_string(), pair.same.to_string(), digits(score)]).into_diagnostic()?;
    }
    scores.flush().into_diagnostic()?;

    let mut fastest = vec![f64::INFINITY; pairs.len()];
    let mut means = Vec::with_capacity(passes);
    for _ in 0..passes.max(1) {
        let mut sum = 0.0;
        for (row, least) in fastest.iter_mut().enumerate() {
            let ready = prepare(row);
            let started = Instant::now();
            black_box(score(black_box(ready)));
            let took = started.elapsed().as_secs_f64() * 1e6;
            sum += took;
            *least = least.min(took);
        }
        means.push(sum / pairs.len() as f64);
    }
    let timing = Timing {
        set: set.into(),
        peer: peer.name.into(),
        version: peer.version.into(),
        algorithm: peer.algorithm.into(),
        prepared: peer.prepared,
        passes: means.len(),
        median: median(&mut fastest),
        mean_of_fastest_pass: means.iter().copied().fold(f64::INFINITY, f64::min),
        mean_of_median_pass: median(&mut means),
    };
    serde_json::to_writer_pretty(File::create(file("json")).into_diagnostic()?, &timing).into_diagnostic()
}

/// A score in the digits that it has: the f32 0.7 is written as 0.7 and so stays at the threshold, and nothing is rounded up to it.
fn digits(score: f64) -> String {
    let short = score as f32;
    if f64::from(short) == score { short.to_string() } else { score.to_string() }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = |at: usize| values.get(at).copied().unwrap_or(f64::NAN);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { middle(half) } else { (middle(half.wrapping_sub(1)) + middle(half)) / 2.0 }
}

/// What a threshold makes of scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// From which score two are taken for one.
    pub threshold: f64,
    /// The harmonic mean of precision and recall.
    pub f1: f64,
}

/// F1 of scores with their truth at a threshold; 0 where nothing was found.
pub fn at(scores: &[(f64, bool)], threshold: f64) -> Accuracy {
    let count = |hit: bool, same: bool| scores.iter().filter(|(s, t)| (*s >= threshold) == hit && *t == same).count();
    let (found, false_alarms, missed) = (count(true, true), count(true, false), count(false, true));
    let f1 = if found == 0 { 0.0 } else { 2.0 * found as f64 / (2 * found + false_alarms + missed) as f64 };
    Accuracy { threshold, f1 }
}

/// The best of the thresholds 0.01 to 0.99; the lowest of those that are equally good.
pub fn best(scores: &[(f64, bool)]) -> Accuracy {
    let all = (1..100).map(|n| at(scores, f64::from(n) / 100.0));
    all.fold(at(scores, 0.01), |best, next| if next.f1 > best.f1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_on_the_threshold_is_a_hit_and_f1_weighs_misses_like_false_alarms() {
        let scores = [(0.7, true), (0.9, true), (0.8, false), (0.6, true), (0.1, false)];
        assert_eq!(at(&scores, 0.7).f1, 4.0 / 6.0);
        assert_eq!(at(&scores, 0.95).f1, 0.0);
        let best = best(&scores);
        assert_eq!((best.threshold, best.f1), (0.11, 6.0 / 7.0));
    }

    #[test]
    fn a_score_is_written_so_that_it_stays_on_its_side_of_the_threshold() {
        assert_eq!(digits(f64::from(0.7_f32)), "0.7");
        assert_eq!(digits(0.699_999_999_9), "0.6999999999");
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assert_eq!(median(&mut [4.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&mut []).is_nan());
    }
}
