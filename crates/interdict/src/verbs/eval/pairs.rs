//! Labelled pairs, scored one by one on one thread.

use super::Fields;
use super::metrics::Scored;
use super::read::Pair;
use interdict_screen::{Match, Query, compare};
use std::time::{Duration, Instant};

/// What came of a pair.
pub struct Outcome {
    /// 0 to 1; 0 where the two have nothing in common.
    pub score: f32,
    /// Log-odds; none where the two have nothing in common.
    pub points: Option<f32>,
    /// The match with its evidence, kept where it is to be shown.
    pub found: Option<Box<Match>>,
}

/// Scores every pair, in order, and tells how long that took: the analysis of all names and the scores, without reading the file.
///
/// The match itself is kept only where `keep` says so of score and truth: a million of them would fill the memory.
pub fn score_all(pairs: &[Pair], fields: Fields, keep: impl Fn(Scored) -> bool) -> (Vec<Outcome>, Duration) {
    let queries: Vec<_> = pairs.iter().map(|p| fields.of(&p.query)).collect();
    let started = Instant::now();
    let outcomes = pairs.iter().zip(queries).map(|(pair, query)| {
        // The two are compared as they stand; no list says how rare a word is, so names at large do.
        let found = compare(Query::of(&query), &pair.candidate);
        let (score, points) = found.as_ref().map_or((0.0, None), |m| (m.score, Some(m.points)));
        let found = found.filter(|_| keep(Scored { score, truth: pair.truth })).map(Box::new);
        Outcome { score, points, found }
    });
    let outcomes: Vec<Outcome> = outcomes.collect();
    (outcomes, started.elapsed())
}
