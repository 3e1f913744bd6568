//! Labelled pairs, scored one by one on one thread.

use super::Fields;
use super::metrics::Scored;
use super::read::Pair;
use crate::screening::query_of;
use interdict_model::Entity;
use interdict_screen::{Index, Match, explain};
use miette::IntoDiagnostic;
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
pub fn score_all(
    pairs: &[Pair],
    fields: Fields,
    keep: impl Fn(Scored) -> bool + Sync,
) -> miette::Result<(Vec<Outcome>, Duration)> {
    let queries: Vec<_> = pairs.iter().map(|p| fields.of(&p.query)).collect();
    // Building goes on all cores; a figure for one core needs a pool of one.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().into_diagnostic()?;
    Ok(one.install(|| {
        let started = Instant::now();
        let scorer = Scorer::new(pairs);
        let outcomes = pairs.iter().zip(&queries).enumerate().map(|(n, (pair, query))| {
            let found = scorer.score(query, n);
            let (score, points) = found.as_ref().map_or((0.0, None), |m| (m.score, Some(m.points)));
            let found = found.filter(|_| keep(Scored { score, truth: pair.truth })).map(Box::new);
            Outcome { score, points, found }
        });
        let outcomes: Vec<Outcome> = outcomes.collect();
        (outcomes, started.elapsed())
    }))
}

/// The one place where a pair is scored.
///
/// The candidates of all pairs are the list, as `screen` would have it: how rare a word is, is counted among them.
struct Scorer {
    index: Index,
}

impl Scorer {
    fn new(pairs: &[Pair]) -> Self {
        let candidates: Vec<&Entity> = pairs.iter().map(|p| &p.candidate).collect();
        Self { index: Index::build(&candidates) }
    }

    /// The query against the candidate of its pair, by the query's name that fits best; none where they have nothing in common.
    fn score(&self, query: &Entity, pair: usize) -> Option<Match> {
        let candidate = u32::try_from(pair).ok()?;
        let names = query.names.iter().map(|n| n.text.as_str());
        let nameless = query.names.is_empty().then_some("");
        let found = names.chain(nameless).filter_map(|name| explain(&self.index, &query_of(query, name), candidate));
        found.max_by(|a, b| a.points.total_cmp(&b.points))
    }
}
