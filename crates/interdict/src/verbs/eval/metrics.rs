//! How right a scorer is: arithmetic over scores and truths, and nothing else.
//!
//! A score counts as an alert from the threshold up, the threshold itself included. Scores are compared as they are, not rounded, so that
//! a threshold that is told here gives the same figures when it is used.

use serde::Serialize;

/// One thing scored: its score, 0 to 1, and whether the two are one party in truth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// 0 to 1.
    pub score: f32,
    /// Are they one party?
    pub truth: bool,
}

/// How many alerts were right, how many wrong, and what was missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Alerts that are right.
    pub hits: usize,
    /// Alerts that are wrong.
    pub false_alarms: usize,
    /// One party, and no alert.
    pub missed: usize,
}

/// Figures at one threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Score from which something counts as an alert.
    pub threshold: f32,
    /// Share of the alerts that are right; none where there is no alert.
    pub precision: Option<f64>,
    /// Share of the true pairs that are alerts; none where there is no true pair.
    pub recall: Option<f64>,
    /// Harmonic mean of the two, 2·hits / (2·hits + false alarms + missed); none where there is neither an alert nor a true pair.
    pub f1: Option<f64>,
}

impl Counts {
    /// Counts at a threshold.
    pub fn at(threshold: f32, all: impl IntoIterator<Item = Scored>) -> Self {
        let mut out = Self::default();
        for s in all {
            match (s.score >= threshold, s.truth) {
                (true, true) => out.hits += 1,
                (true, false) => out.false_alarms += 1,
                (false, true) => out.missed += 1,
                (false, false) => {}
            }
        }
        out
    }

    /// The figures that follow.
    pub fn figures(self, threshold: f32) -> Figures {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        Figures {
            threshold,
            precision: share(self.hits, self.hits + self.false_alarms),
            recall: share(self.hits, self.hits + self.missed),
            f1: share(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed),
        }
    }
}

/// Figures at a threshold.
pub fn figures(threshold: f32, all: impl IntoIterator<Item = Scored>) -> Figures {
    Counts::at(threshold, all).figures(threshold)
}

/// Figures at the threshold with the highest F1, of all scores that occur and are at least `least`: between two of them nothing changes.
/// Among thresholds of equal F1 it is the lowest, for to miss a party costs more than to look at an alert. None where nothing is true
/// (F1 says nothing then) or no score reaches `least`.
pub fn best(all: &[Scored], least: f32) -> Option<Figures> {
    let positives = all.iter().filter(|s| s.truth).count();
    if positives == 0 {
        return None;
    }
    let mut ranked: Vec<Scored> = all.iter().copied().filter(|s| s.score >= least).collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut found: Option<(Counts, f32)> = None;
    let mut counts = Counts { missed: positives, ..Counts::default() };
    for (n, s) in ranked.iter().enumerate() {
        match s.truth {
            true => (counts.hits, counts.missed) = (counts.hits + 1, counts.missed - 1),
            false => counts.false_alarms += 1,
        }
        // All of one score are alerts together, or none of them is.
        if ranked.get(n + 1).is_some_and(|next| next.score == s.score) {
            continue;
        }
        if found.is_none_or(|(best, _)| !is_less(counts, best)) {
            found = Some((counts, s.score));
        }
    }
    found.map(|(counts, threshold)| counts.figures(threshold))
}

/// Is the F1 of `a` below that of `b`? In whole numbers, so that equal ones are equal.
fn is_less(a: Counts, b: Counts) -> bool {
    let whole = |c: Counts| (2 * c.hits + c.false_alarms + c.missed) as u128;
    (a.hits as u128) * whole(b) < (b.hits as u128) * whole(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(list: &[(f32, bool)]) -> Vec<Scored> {
        list.iter().map(|(score, truth)| Scored { score: *score, truth: *truth }).collect()
    }

    #[test]
    fn the_threshold_itself_is_an_alert() {
        let all = scored(&[(0.7, true), (0.699, true), (0.7, false), (0.1, false)]);
        assert_eq!(Counts::at(0.7, all.iter().copied()), Counts { hits: 1, false_alarms: 1, missed: 1 });
        let f = figures(0.7, all);
        assert_eq!((f.precision, f.recall, f.f1), (Some(0.5), Some(0.5), Some(0.5)));
    }

    #[test]
    fn what_cannot_be_told_is_none_and_not_zero() {
        let f = figures(0.7, scored(&[(0.1, false), (0.2, false)]));
        assert_eq!((f.precision, f.recall, f.f1), (None, None, None), "no alert, nothing to find");
        let f = figures(0.7, scored(&[(0.9, false)]));
        assert_eq!((f.precision, f.recall, f.f1), (Some(0.0), None, Some(0.0)), "only false alarms");
        let f = figures(0.7, scored(&[(0.1, true)]));
        assert_eq!((f.precision, f.recall, f.f1), (None, Some(0.0), Some(0.0)), "all missed");
        assert_eq!(best(&scored(&[(0.9, false)]), 0.0), None, "without a true pair no threshold is best");
        assert_eq!(best(&[], 0.0), None);
    }

    #[test]
    fn the_best_threshold_is_a_score_that_occurs_and_separates_best() {
        let all = scored(&[(0.95, true), (0.8123, true), (0.8122, false), (0.3, true), (0.2, false)]);
        let best = best(&all, 0.0).expect("there are true pairs");
        // At .3 three of four alerts are right and none is missed: F1 6/7. At .8123 it is 4/5.
        assert_eq!(best.threshold, 0.3);
        assert_eq!(best.f1, Some(6.0 / 7.0));
        assert_eq!(Some(best), Some(figures(0.3, all)), "using the threshold gives the same figures");
    }

    #[test]
    fn pairs_of_one_score_are_alerts_together() {
        let all = scored(&[(0.9, true), (0.5, true), (0.5, false), (0.5, false), (0.5, false), (0.5, false)]);
        let best = best(&all, 0.0).expect("there are true pairs");
        assert_eq!((best.threshold, best.precision, best.recall), (0.9, Some(1.0), Some(0.5)));
    }

    #[test]
    fn among_equal_thresholds_the_lowest_is_best() {
        // F1 is 2/3 with one hit and one miss, and again with two hits and two false alarms.
        let all = scored(&[(0.9, true), (0.6, false), (0.5, false), (0.4, true)]);
        assert_eq!(best(&all, 0.0).expect("told").threshold, 0.4);
        assert_eq!(best(&all, 0.45).expect("told").threshold, 0.9, "nothing below the least is looked at");
    }

    #[test]
    fn where_all_are_one_party_the_best_threshold_finds_all() {
        let all = scored(&[(0.9, true), (0.0, true)]);
        let best = best(&all, 0.0).expect("told");
        assert_eq!((best.threshold, best.f1), (0.0, Some(1.0)));
    }

    #[test]
    fn the_best_is_no_worse_than_any_other_threshold() {
        let all: Vec<Scored> = (0..300u32)
            .map(|n| Scored { score: (n * 37 % 101) as f32 / 100.0, truth: n * 37 % 101 > n * 17 % 90 })
            .collect();
        let best = best(&all, 0.0).and_then(|b| b.f1).expect("told");
        let naive = (0..=1000).filter_map(|n| figures(n as f32 / 1000.0, all.iter().copied()).f1).fold(0.0, f64::max);
        assert!((best - naive).abs() < 1e-12, "{best} {naive}");
    }
}
