//! In which editions of its source a version of a record stood: the arithmetic behind [`crate::history`].
//!
//! Editions of one source stand in a row, ordered by when they were published; a *position* is a place in that row. A whole edition
//! says of every record either what it is or that it is not there. A partial one (a filter, an amendment, a file with problems)
//! speaks only of the records that it holds. So the state of a record at a position is what the last edition up to there said
//! of it, and the two kinds are kept apart: *runs* of whole editions, *sightings* in partial ones. Keeping them apart
//! is what makes an older edition, put in between later, come out right: a partial edition that was silent of a record
//! goes on to inherit whatever the whole edition before it says, also where that one came last.

use serde::{Deserialize, Serialize};

/// The end of a run that no whole edition has ended yet.
pub(crate) const OPEN: u32 = u32::MAX;

/// Whole editions in a row that had the version, as positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// The first whole edition that had it.
    pub from: u32,
    /// The first whole edition after that which did not, or [`OPEN`].
    pub until: u32,
}

/// Where one version stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// In order, disjoint, none touching the next.
    pub runs: Vec<Run>,
    /// Positions of partial editions that had it, in order.
    pub sighted: Vec<u32>,
}

impl Standing {
    /// The first edition that had it; `None` where none does.
    pub fn first(&self) -> Option<u32> {
        let run = self.runs.first().map(|r| r.from);
        let sighted = self.sighted.first().copied();
        run.into_iter().chain(sighted).min()
    }

    /// Makes room for a new edition at this position.
    pub fn shift(&mut self, at: u32) {
        let moved = |p: &mut u32| {
            if *p != OPEN && *p >= at {
                *p += 1;
            }
        };
        for run in &mut self.runs {
            moved(&mut run.from);
            moved(&mut run.until);
        }
        self.sighted.iter_mut().for_each(moved);
    }

    /// A partial edition at this position has the version.
    pub fn sight(&mut self, at: u32) {
        if let Err(n) = self.sighted.binary_search(&at) {
            self.sighted.insert(n, at);
        }
    }

    /// A whole edition at this position has the version; `next` is the whole edition after it, or [`OPEN`].
    pub fn stand(&mut self, at: u32, next: u32) {
        if self.covers(at) {
            return;
        }
        let n = self.runs.partition_point(|r| r.from < at);
        match self.runs.get_mut(n) {
            Some(run) if run.from == next => run.from = at,
            _ => self.runs.insert(n, Run { from: at, until: next }),
        }
    }

    /// A whole edition at this position does not have the version; `next` is the whole edition after it, or [`OPEN`].
    pub fn fall(&mut self, at: u32, next: u32) {
        let Some(n) = self.runs.iter().position(|r| r.from < at && at < r.until) else { return };
        let Some(run) = self.runs.get_mut(n) else { return };
        let rest = Run { from: next, until: run.until };
        run.until = at;
        if rest.from < rest.until {
            self.runs.insert(n + 1, rest);
        }
    }

    fn covers(&self, at: u32) -> bool {
        self.runs.iter().any(|r| r.from <= at && at < r.until)
    }
}

/// Which of a record's versions stands at a position; `whole` is the last whole edition up to there.
pub(crate) fn standing_at<'a>(
    versions: impl Iterator<Item = &'a Standing> + Clone,
    at: u32,
    whole: Option<u32>,
) -> Option<usize> {
    let sighting = |s: &Standing| {
        let n = s.sighted.partition_point(|p| *p <= at);
        let last = n.checked_sub(1).and_then(|n| s.sighted.get(n).copied());
        last.filter(|p| whole.is_none_or(|w| *p > w))
    };
    let sighted = versions.clone().enumerate().filter_map(|(v, s)| Some((sighting(s)?, v))).max();
    sighted.map(|(_, v)| v).or_else(|| versions.clone().position(|s| s.covers(at)))
}

/// The stretches of positions over which each version stands: `(version, from, until)`, in order; `until` may be [`OPEN`].
/// `whole` says of each position whether its edition is whole.
pub(crate) fn stretches<'a>(
    versions: impl Iterator<Item = &'a Standing> + Clone,
    whole: &[bool],
) -> Vec<(usize, u32, u32)> {
    let last_whole = |at: u32| (0..=at).rev().find(|p| whole.get(*p as usize) == Some(&true));
    let mut turns: Vec<u32> = Vec::new();
    for s in versions.clone() {
        turns.extend(s.runs.iter().flat_map(|r| [r.from, r.until]));
        for p in &s.sighted {
            turns.push(*p);
            // What a partial edition said holds until the next whole one speaks.
            turns.extend((p + 1..whole.len() as u32).find(|n| whole.get(*n as usize) == Some(&true)));
        }
    }
    turns.retain(|p| *p != OPEN);
    turns.sort_unstable();
    turns.dedup();
    let mut out: Vec<(usize, u32, u32)> = Vec::new();
    for (n, at) in turns.iter().enumerate() {
        let until = turns.get(n + 1).copied().unwrap_or(OPEN);
        let Some(version) = standing_at(versions.clone(), *at, last_whole(*at)) else { continue };
        match out.last_mut() {
            Some((v, _, end)) if *v == version && *end == *at => *end = until,
            _ => out.push((version, *at, until)),
        }
    }
    out
}
