//! When does the answer change? Law and lists name every moment at which they do; the act is judged again at each.

use crate::act::Act;
use crate::condition::{Condition, Form};
use crate::decide::{Answer, Bench, Cell, Clock, Undated};
use crate::law::Law;
use crate::time::{Boundary, When};
use crate::verdict::Verdict;
use interdict_model::Authority;
use serde::Serialize;

/// A moment at which the verdict on an act changes, were it done then instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// When, in the zone of the law that changes.
    pub at: Boundary,
    /// What becomes of whose verdict.
    pub changes: Vec<Turn>,
}

/// One authority's verdict before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// Whose.
    pub authority: String,
    /// Before.
    pub before: Verdict,
    /// From then on.
    pub after: Verdict,
    /// The measures and exits that begin or end then, and the listings.
    pub why: Vec<String>,
}

/// A stretch of time in which no verdict changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// Its first moment.
    pub from: Boundary,
    /// The first moment after it; that at which the timeline was asked to end for the last one.
    pub to: Boundary,
    /// The worst verdict.
    pub verdict: Verdict,
    /// Every authority's verdict, in the order of [`Law::authorities`].
    pub verdicts: Vec<(Authority, Verdict)>,
    /// What began or ended at its start.
    pub why: Vec<String>,
}

impl Law {
    /// The next moment, after the act or the given time, at which any verdict changes by what is known.
    pub fn next_change(&self, act: &Act, clock: &Clock) -> Result<Option<Change>, Undated> {
        let bench = Bench::new(self, act, clock)?;
        let now = Judged::of(&bench);
        for boundary in self.moments(&bench).iter().filter(|b| bench.at.is_followed_by(b)) {
            let then = self.judged_at(act, boundary, clock);
            let changes = self.turns(act, &now, &then, boundary);
            if !changes.is_empty() {
                return Ok(Some(Change { at: boundary.clone(), changes }));
            }
        }
        Ok(None)
    }

    /// The verdicts on an act for every moment from one day up to and with another, as days of UTC; the act's own time is put aside.
    pub fn timeline(
        &self,
        act: &Act,
        from: jiff::civil::Date,
        to: jiff::civil::Date,
        known_at: Option<jiff::civil::Date>,
    ) -> Vec<Stretch> {
        let clock = Clock { as_of: None, known_at };
        let start = Boundary::of_day(from, "UTC");
        let end = Boundary::of_day(to.tomorrow().unwrap_or(to), "UTC");
        let mut moments = vec![start.clone()];
        let bench = Bench::at(self, act, When::at(&start), known_at);
        moments.extend(
            self.moments(&bench)
                .into_iter()
                .filter(|b| b.timestamp() > start.timestamp() && b.timestamp() < end.timestamp()),
        );
        let mut out: Vec<Stretch> = Vec::new();
        let mut last: Option<Judged> = None;
        for moment in moments {
            let judged = self.judged_at(act, &moment, &clock);
            let why = match &last {
                None => Vec::new(),
                Some(before) => {
                    let turns = self.turns(act, before, &judged, &moment);
                    if turns.is_empty() {
                        continue;
                    }
                    let mut why: Vec<String> = turns.into_iter().flat_map(|t| t.why).collect();
                    why.sort();
                    why.dedup();
                    why
                }
            };
            if let Some(open) = out.last_mut() {
                open.to = moment.clone();
            }
            let verdicts: Vec<(Authority, Verdict)> =
                self.authorities.iter().cloned().zip(judged.answers.iter().map(|a| a.verdict)).collect();
            let verdict = judged.answers.iter().map(|a| a.verdict).max().unwrap_or(Verdict::NoNexus);
            out.push(Stretch { from: moment, to: end.clone(), verdict, verdicts, why });
            last = Some(judged);
        }
        out
    }

    fn judged_at(&self, act: &Act, boundary: &Boundary, clock: &Clock) -> Judged {
        Judged::of(&Bench::at(self, act, When::at(boundary), clock.known_at))
    }

    /// Every moment at which the answer on an act may change: those of the measures that may reach it, and the days of its parties' listings.
    fn moments(&self, bench: &Bench<'_>) -> Vec<Boundary> {
        let act = bench.facts.act;
        let mut out: Vec<Boundary> = Vec::new();
        for measure in bench.ever().into_iter().filter_map(|m| self.measures.get(m)) {
            out.extend(measure.validity.boundaries().cloned());
            let exits = measure.exits.iter().filter_map(|e| self.exits.get(*e));
            out.extend(exits.flat_map(|e| e.validity.boundaries()).cloned());
            let mut sets = Vec::new();
            measure.when.iter().for_each(|c| mentioned(c, &mut sets));
            let entries = sets.into_iter().filter_map(|s| self.sets.get(s)).flat_map(|s| &s.entries);
            out.extend(entries.filter(|e| concerns(act, &e.code)).flat_map(|e| e.validity.boundaries()).cloned());
        }
        out.extend(self.countries.iter().flat_map(|c| &c.members).flat_map(|(_, v)| v.boundaries()).cloned());
        // Before its contract was concluded an act contradicts itself, and so its date says nothing.
        out.extend(act.contract.iter().filter_map(|c| c.date).map(|day| Boundary::of_day(day, "UTC")));
        let owned = act.parties.iter().any(|p| p.owners.as_ref().is_some_and(|o| !o.is_empty()));
        for listed in listings(act) {
            let zone = self.authorities.iter().position(|a| *a == listed.authority);
            let zone = zone.and_then(|at| self.zones.get(at)).and_then(|z| z.iana_name()).unwrap_or("UTC");
            let days = listed.from.iter().chain(&listed.to).chain(&listed.seen);
            out.extend(days.map(|day| Boundary::of_day(day.last(), zone)));
        }
        if owned {
            let tests = interdict_own::tests().iter().flat_map(|t| &t.versions).filter_map(|v| v.from);
            out.extend(tests.map(|day| Boundary::of_day(day, "UTC")));
        }
        for licence in &act.licences {
            let days = licence.from.into_iter().chain(licence.to.and_then(|d| d.tomorrow().ok()));
            out.extend(days.map(|day| Boundary::of_day(day, "UTC")));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn turns(&self, act: &Act, before: &Judged, after: &Judged, at: &Boundary) -> Vec<Turn> {
        let differ = before.answers.iter().zip(&after.answers).filter(|(a, b)| a.verdict != b.verdict);
        differ
            .map(|(a, b)| Turn {
                authority: self.authority(a.authority).to_string(),
                before: a.verdict,
                after: b.verdict,
                why: self.events(act, a.authority, &moved(before, after), at),
            })
            .collect()
    }

    /// What of an authority's law begins or ends at a moment, of the measures that judge the act otherwise from then on.
    fn events(&self, act: &Act, authority: usize, measures: &[usize], at: &Boundary) -> Vec<String> {
        let mut out = Vec::new();
        let mut note = |what: &str, period: &crate::time::Period| {
            if period.from.as_ref().is_some_and(|b| b.timestamp() == at.timestamp()) {
                out.push(format!("{what} begins"));
            }
            if period.to.as_ref().is_some_and(|b| b.timestamp() == at.timestamp()) {
                out.push(format!("{what} ends"));
            }
        };
        for measure in measures.iter().filter_map(|m| self.measures.get(*m)).filter(|m| m.authority == authority) {
            note(&measure.id, &measure.validity.period);
            for exit in measure.exits.iter().filter_map(|e| self.exits.get(*e)) {
                note(&exit.id, &exit.validity.period);
            }
            let mut sets = Vec::new();
            measure.when.iter().for_each(|c| mentioned(c, &mut sets));
            for set in sets.into_iter().filter_map(|s| self.sets.get(s)) {
                for entry in set.entries.iter().filter(|e| concerns(act, &e.code)) {
                    note(&format!("{} in {}", crate::codes::spaced(&entry.code), set.title), &entry.validity.period);
                }
            }
        }
        let name = self.authority(authority);
        for listed in listings(act).filter(|l| l.authority.as_str() == name) {
            let who = if listed.name.is_empty() { &listed.id } else { &listed.name };
            if listed.from.is_some_and(|day| day.last() == at.date()) {
                out.push(format!("the listing of {who} begins"));
            }
            if listed.to.is_some_and(|day| day.last() == at.date()) {
                out.push(format!("the listing of {who} ends"));
            }
        }
        out.sort();
        out.dedup();
        out
    }
}

/// An act as it was judged at a moment.
struct Judged {
    cells: Vec<Cell>,
    answers: Vec<Answer>,
}

impl Judged {
    fn of(bench: &Bench<'_>) -> Self {
        let cells = bench.cells();
        let answers = bench.answers(&cells);
        Self { cells, answers }
    }
}

/// The measures that come to something else.
fn moved(before: &Judged, after: &Judged) -> Vec<usize> {
    let same = |a: &Cell, b: &Cell| (a.measure, a.subject, a.verdict) == (b.measure, b.subject, b.verdict);
    let gone = before.cells.iter().filter(|a| !after.cells.iter().any(|b| same(a, b)));
    let come = after.cells.iter().filter(|a| !before.cells.iter().any(|b| same(a, b)));
    let mut out: Vec<usize> = gone.chain(come).map(|c| c.measure).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Do the act's goods fall under a code, or may they?
fn concerns(act: &Act, code: &str) -> bool {
    act.goods.is_none()
        || act.goods.iter().flatten().any(|line| match line.code.as_deref().map(crate::codes::digits) {
            // What papers call it, or what was measured, may make it another code of that heading or of any.
            Some(Ok(_)) if line.text.is_some() => true,
            Some(Ok(digits)) => {
                digits.get(..4) == code.get(..4) || digits.starts_with(code) || code.starts_with(&digits)
            }
            _ => true,
        })
}

/// The code sets that a condition speaks of.
pub(crate) fn mentioned(condition: &Condition, out: &mut Vec<usize>) {
    match &condition.form {
        Form::Within { set } if !out.contains(set) => out.push(*set),
        Form::Any(of) | Form::All(of) | Form::Not(of) | Form::Some { when: of, .. } => {
            of.iter().for_each(|c| mentioned(c, out));
        }
        _ => {}
    }
}

fn listings(act: &Act) -> impl Iterator<Item = &crate::act::Listed> {
    let parties = act.parties.iter().flat_map(|p| {
        let owners = p.owners.iter().flatten().flat_map(|o| &o.screened.listed);
        p.screened.listed.iter().chain(owners)
    });
    parties.chain(act.craft.iter().flat_map(|c| &c.screened.listed))
}
