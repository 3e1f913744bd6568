//! Which new editions are refused, so that the last good one stays in force.
//!
//! A list that arrives broken looks like a list that was relaxed: every name that is missing would screen clear. So an edition that
//! contradicts itself, is empty, or has lost more than a list loses from one edition to the next is not taken over
//! silently. The user can look at it, and accept it by name.

use crate::account::{OnProblem, Reading};
use crate::edition::Edition;
use crate::formats::Format;
use interdict_model::Authority;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why an edition was refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Refusal {
    /// It could not be read, or not all of it, and the user chose to stop at that.
    Unreadable {
        /// The first problem.
        problem: String,
    },
    /// It holds another number of records than its own header states.
    Count {
        /// The number in the header.
        stated: u64,
        /// The number in the file.
        records: u64,
    },
    /// It holds nobody.
    Empty,
    /// It has lost too many.
    Shrunk {
        /// Entities in the edition before.
        before: u64,
        /// When that one was published.
        published: Timestamp,
        /// Entities in this one.
        now: u64,
        /// The share that it may lose.
        bound: f64,
    },
    /// It lists nobody for the authority from which it is said to come.
    OtherAuthority {
        /// The authority of the source.
        wanted: Authority,
        /// The authority of the first listing in the file.
        found: Authority,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { problem } => f.write_str(problem),
            Self::Count { stated, records } => write!(
                f,
                "the header states {stated} records and the file holds {records}: it is cut short or damaged, fetch it again"
            ),
            Self::Empty => {
                f.write_str("it lists nobody: look at the file, and accept it by --accept-shrink if that is right")
            }
            Self::Shrunk { before, published, now, bound } => {
                let lost = before.saturating_sub(*now);
                let share = 100.0 * lost as f64 / (*before).max(1) as f64;
                write!(
                    f,
                    "it has {now} entities, the edition of {} had {before}: {lost} fewer ({share:.1} %), and {:.1} % is the \
                     bound; look at the file, and accept it by --accept-shrink if that is right",
                    published.strftime("%Y-%m-%d"),
                    100.0 * bound
                )
            }
            Self::OtherAuthority { wanted, found } => write!(
                f,
                "it is a list of {} ({found}), and its source is one of {} ({wanted}): mend the address or the authority in \
                 sources.toml",
                found.title(),
                wanted.title()
            ),
        }
    }
}

/// What a new edition of a source may be.
#[derive(Clone, Copy, Debug)]
pub struct Bounds<'a> {
    /// The share of the entities that it may lose, 0 to 1.
    pub shrink: f64,
    /// The user accepts a list that lost more, or all.
    pub accept_shrink: bool,
    /// What the user chose to do at a record that cannot be read.
    pub on_problem: OnProblem,
    /// The authority from which it must come, where that is known.
    pub authority: Option<&'a Authority>,
}

/// Refuses an edition, or lets it pass. `before` are the editions of its source that are known.
///
/// It is held against the last *whole* edition published before it; a partial edition (an amendment, a filter) is not measured.
pub fn check(edition: &Edition, reading: &Reading, before: &[Edition], bounds: Bounds<'_>) -> Result<(), Refusal> {
    let report = &edition.report;
    if bounds.on_problem == OnProblem::Stop
        && let Some(problem) = report.problems.first()
    {
        return Err(Refusal::Unreadable { problem: problem.to_string() });
    }
    if let Some(stated) = report.stated.filter(|s| *s != report.records) {
        return Err(Refusal::Count { stated, records: report.records });
    }
    // An EU act whose annexes list nobody is a list of nobody; every other list has someone on it.
    let may_be_empty = edition.format == Format::EuJournal && report.problems.is_empty();
    if edition.entities == 0 && !may_be_empty && !bounds.accept_shrink {
        return Err(Refusal::Empty);
    }
    let listings = || reading.entities.iter().flat_map(|e| &e.listings);
    if let Some(wanted) = bounds.authority
        && let Some(first) = listings().next()
        && listings().all(|l| l.authority != *wanted)
    {
        return Err(Refusal::OtherAuthority { wanted: wanted.clone(), found: first.authority.clone() });
    }
    let last = before.iter().filter(|e| e.is_whole() && e.published.at <= edition.published.at);
    let last = last.max_by_key(|e| e.published.at);
    if let Some(last) = last.filter(|_| edition.complete && !bounds.accept_shrink) {
        let lost = last.entities.saturating_sub(edition.entities);
        if lost as f64 > last.entities as f64 * bounds.shrink {
            return Err(Refusal::Shrunk {
                before: last.entities,
                published: last.published.at,
                now: edition.entities,
                bound: bounds.shrink,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Meta, Report};
    use crate::edition::{Basis, Published};
    use crate::{Format, Problem};
    use interdict_model::{Entity, Listing, Schema};

    fn of(entities: u64, at: &str, report: Report) -> (Edition, Reading) {
        let list = (0..entities).map(|n| {
            let mut e = Entity::new("un", n.to_string(), Schema::Person);
            e.listings.push(Listing::new(Authority::un(), "UN"));
            e
        });
        let meta = Meta { source: "un".into(), published: None, complete: true };
        let reading = Reading { format: Format::UnXml, meta, entities: list.collect(), report };
        let published = Published::new(at.parse().expect("an instant"), Basis::Stated);
        (Edition::of(&reading, published, published.at, Vec::new()), reading)
    }

    fn bounds() -> Bounds<'static> {
        Bounds { shrink: 0.1, accept_shrink: false, on_problem: OnProblem::Stop, authority: None }
    }

    fn records(n: u64, stated: Option<u64>) -> Report {
        Report { records: n, read: n, stated, ..Report::default() }
    }

    #[test]
    fn a_tenth_may_go_and_one_more_may_not() {
        let (first, _) = of(100, "2026-01-01T00:00:00Z", records(100, None));
        let before = [first];
        let (tenth, reading) = of(90, "2026-02-01T00:00:00Z", records(90, None));
        assert_eq!(check(&tenth, &reading, &before, bounds()), Ok(()));
        let (more, reading) = of(89, "2026-02-01T00:00:00Z", records(89, None));
        let refused = check(&more, &reading, &before, bounds()).expect_err("lost 11 of 100");
        assert!(refused.to_string().contains("11 fewer (11.0 %)"), "{refused}");
        let accepting = Bounds { accept_shrink: true, ..bounds() };
        assert_eq!(check(&more, &reading, &before, accepting), Ok(()));
        let (older, reading) = of(5, "2025-01-01T00:00:00Z", records(5, None));
        assert_eq!(check(&older, &reading, &before, bounds()), Ok(()), "an older edition is no shrinking");
    }

    #[test]
    fn a_partial_or_broken_edition_is_no_measure_for_the_next() {
        let (mut partial, _) = of(500, "2026-01-02T00:00:00Z", records(500, None));
        partial.complete = false;
        let (mut broken, _) = of(500, "2026-01-03T00:00:00Z", records(500, None));
        broken.report.problems.push(Problem::new("x", "y"));
        let (whole, _) = of(100, "2026-01-01T00:00:00Z", records(100, None));
        let (new, reading) = of(99, "2026-02-01T00:00:00Z", records(99, None));
        assert_eq!(check(&new, &reading, &[whole, partial, broken], bounds()), Ok(()));
    }

    #[test]
    fn contradiction_emptiness_problems_and_another_authority_are_refused() {
        let at = "2026-01-01T00:00:00Z";
        let (e, r) = of(3, at, records(3, Some(4)));
        assert_eq!(check(&e, &r, &[], bounds()), Err(Refusal::Count { stated: 4, records: 3 }));
        let (e, r) = of(0, at, records(0, Some(0)));
        assert_eq!(check(&e, &r, &[], bounds()), Err(Refusal::Empty));
        let broken = Report { problems: vec![Problem::new("x", "y")], ..records(3, None) };
        let (e, r) = of(3, at, broken);
        assert!(matches!(check(&e, &r, &[], bounds()), Err(Refusal::Unreadable { .. })));
        assert_eq!(check(&e, &r, &[], Bounds { on_problem: OnProblem::GoOn, ..bounds() }), Ok(()));
        let (e, r) = of(3, at, records(3, Some(3)));
        let uk = Authority::uk();
        let refused = check(&e, &r, &[], Bounds { authority: Some(&uk), ..bounds() }).expect_err("UN, not UK");
        assert!(refused.to_string().contains("United Nations (un)"), "{refused}");
        assert_eq!(check(&e, &r, &[], Bounds { authority: Some(&Authority::un()), ..bounds() }), Ok(()));
    }
}
