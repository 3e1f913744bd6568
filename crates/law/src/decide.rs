//! From an act to the verdict of every authority.
//!
//! A measure is judged for each of the act's goods, parties, legs or crafts that it speaks of. Where its scope and nexus hold, its exits are
//! tried; the authority's verdict is the worst of all. Nothing here depends on the order of measures or exits, and every answer is
//! the same for the same act, law and clock.

use crate::act::{Act, Licence};
use crate::evaluate::Ground;
use crate::facts::{Facts, Subject};
use crate::law::{Exit, Law, Measure};
use crate::time::{Boundary, When};
use crate::truth::{self, Truth};
use crate::verdict::{Effect, ExitKind, Verdict};
use jiff::civil::Date;

/// On which day's law, and with what was known when, an act is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The time of the law; the act's own where it is not given.
    pub as_of: Option<When>,
    /// Only what was published by this day counts; everything where it is not given.
    pub known_at: Option<Date>,
}

/// What an authority's law says, without the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whose, by its place in [`Law::authorities`].
    pub authority: usize,
    /// What it says.
    pub verdict: Verdict,
    /// Until when a licence or wind-down covers it.
    pub until: Option<Boundary>,
}

/// An act that cannot be judged.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Undated {
    /// Law changes from day to day, and the act has none.
    #[error(
        "{0:?} states no day and none was given; law changes from day to day: state `at`, or give the day to judge by"
    )]
    NoDay(String),
}

/// One measure on one subject.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub measure: usize,
    pub subject: Subject,
    pub verdict: Verdict,
    /// Scope and nexus together.
    pub reach: Truth,
    pub until: Option<Boundary>,
}

/// An act with all that judging it needs; made once, asked often.
pub(crate) struct Bench<'a> {
    pub law: &'a Law,
    pub facts: Facts<'a>,
    pub at: When,
    pub known: Option<Date>,
    days: Vec<(Date, Date)>,
    nexus: Vec<Truth>,
}

impl<'a> Bench<'a> {
    pub fn new(law: &'a Law, act: &'a Act, clock: &Clock) -> Result<Self, Undated> {
        let at = clock.as_of.clone().or_else(|| act.at.clone()).ok_or_else(|| Undated::NoDay(act.id.clone()))?;
        Ok(Self::at(law, act, at, clock.known_at))
    }

    pub fn at(law: &'a Law, act: &'a Act, at: When, known: Option<Date>) -> Self {
        let facts = Facts::of(act, &law.headings, &at);
        let days = law.zones.iter().map(|zone| at.days(zone)).collect();
        let mut out = Self { law, facts, at, known, days, nexus: Vec::new() };
        let ground = out.ground();
        out.nexus = law.nexuses.iter().map(|n| out.tied(&ground, n)).collect();
        out
    }

    pub fn ground(&self) -> Ground<'_> {
        Ground { law: self.law, facts: &self.facts, at: &self.at, days: &self.days, known: self.known, timeless: false }
    }

    /// Does anything tie the act to the authority?
    fn tied(&self, ground: &Ground<'_>, nexus: &crate::law::Nexus) -> Truth {
        let authority = self.law.authorities.get(nexus.authority);
        let stated = authority.and_then(|a| self.facts.act.links.get(a)).copied();
        if stated == Some(true) {
            return Truth::Yes;
        }
        let tied = truth::any(nexus.links.iter().map(|link| ground.all(&link.when, Subject::Act, None)));
        // Whoever says that there is no further link has answered every question about one.
        if stated == Some(false) && tied == Truth::Unknown { Truth::No } else { tied }
    }

    /// The measures that may reach the act at any time: all others say nothing of it, whenever it is done.
    pub fn ever(&self) -> Vec<usize> {
        let ground = Ground { timeless: true, ..self.ground() };
        let tied: Vec<Truth> = self.law.nexuses.iter().map(|n| self.tied(&ground, n)).collect();
        let reaches = |m: &Measure| {
            m.nexus.is_none_or(|n| tied.get(n) != Some(&Truth::No))
                && ground.subjects(m.each).any(|one| ground.all(&m.when, one, None) != Truth::No)
        };
        let measures = self.law.measures.iter().enumerate();
        measures.filter(|(_, m)| m.effect != Effect::Duty && reaches(m)).map(|(at, _)| at).collect()
    }

    pub fn nexus(&self, at: usize) -> Truth {
        self.nexus.get(at).copied().unwrap_or(Truth::Unknown)
    }

    /// Does anything tie the act to the authority, by any of its nexus?
    pub fn tie(&self, authority: usize) -> Truth {
        let of = self.law.nexuses.iter().enumerate().filter(|(_, n)| n.authority == authority);
        truth::any(of.map(|(at, _)| self.nexus(at)))
    }

    pub fn cells(&self) -> Vec<Cell> {
        let ground = self.ground();
        let mut out = Vec::new();
        for (at, measure) in self.law.measures.iter().enumerate() {
            let valid = measure.validity.holds(&self.at, self.known);
            let bound = measure.nexus.map_or(Truth::Yes, |n| self.nexus(n));
            if valid == Truth::No || bound == Truth::No {
                continue;
            }
            // Exposure is for those whom the law does not bind.
            if measure.effect == Effect::Exposed && self.tie(measure.authority) == Truth::Yes {
                continue;
            }
            for subject in ground.subjects(measure.each) {
                let scope = valid.and(ground.all(&measure.when, subject, None));
                let reach = scope.and(bound);
                if reach != Truth::No {
                    let (verdict, until) = self.judge(&ground, measure, subject, reach);
                    out.push(Cell { measure: at, subject, verdict, reach, until });
                }
            }
        }
        out
    }

    /// What a measure that reaches the subject, or may, comes to after its exits.
    fn judge(
        &self,
        ground: &Ground<'_>,
        measure: &Measure,
        subject: Subject,
        reach: Truth,
    ) -> (Verdict, Option<Boundary>) {
        let Some(effect) = measure.effect.verdict() else { return (Verdict::Clear, None) };
        let mut best = (effect, None);
        let mut hope = false;
        let mut better = |verdict: Verdict, until: Option<&Boundary>| {
            // Of two permissions of one kind, the one that lasts longer; without an end it lasts longest.
            let longer = match (&best.1, until) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(a), Some(b)) => b > a,
            };
            if verdict < best.0 || (verdict == best.0 && longer) {
                best = (verdict, until.cloned());
            }
        };
        for exit in measure.exits.iter().filter_map(|e| self.law.exits.get(*e)) {
            // What may be done is not held against anyone: an exit of whatever kind ends a mere exposure.
            let exposed = measure.effect == Effect::Exposed && exit.kind != ExitKind::Derogation;
            let verdict = if exposed { Verdict::Clear } else { exit.kind.verdict() };
            match self.open(ground, exit, subject) {
                Truth::Yes => better(verdict, exit.validity.period.to.as_ref()),
                Truth::Unknown => hope |= exit.kind != ExitKind::Derogation,
                Truth::No => {}
            }
        }
        let day = ground.days.get(measure.authority).copied();
        for licence in self.held(measure, day) {
            let end = licence.to.and_then(|d| d.tomorrow().ok());
            let zone = self.law.instruments.get(measure.instrument).map_or("UTC", |i| i.zone.as_str());
            better(Verdict::Licensed, end.map(|day| Boundary::of_day(day, zone)).as_ref());
        }
        let (verdict, until) = best;
        let hanging = reach == Truth::Unknown || hope;
        if hanging && verdict > Verdict::Undetermined { (Verdict::Undetermined, None) } else { (verdict, until) }
    }

    /// Is the way out open?
    pub fn open(&self, ground: &Ground<'_>, exit: &Exit, subject: Subject) -> Truth {
        let valid = exit.validity.holds(&self.at, self.known);
        if valid == Truth::No {
            return Truth::No;
        }
        let inside = valid.and(ground.all(&exit.when, subject, None));
        if inside == Truth::No {
            return Truth::No;
        }
        inside.and(!ground.any(&exit.except, subject, None))
    }

    /// Licences of the parties' own that cover a measure on that day.
    pub fn held(&self, measure: &Measure, day: Option<(Date, Date)>) -> impl Iterator<Item = &'a Licence> {
        let authority = self.law.authority(measure.authority);
        let exits: Vec<&str> =
            measure.exits.iter().filter_map(|e| self.law.exits.get(*e)).map(|e| e.id.as_str()).collect();
        let id = measure.id.as_str();
        self.facts.act.licences.iter().filter(move |l| {
            let covers = l.covers.is_empty() || l.covers.iter().any(|c| c == id || exits.contains(&c.as_str()));
            let holds = day.is_some_and(|(first, last)| {
                l.from.is_none_or(|from| from <= first) && l.to.is_none_or(|to| last <= to)
            });
            l.authority.as_str() == authority && covers && holds
        })
    }

    /// The verdict of every authority, from all that was judged.
    pub fn answers(&self, cells: &[Cell]) -> Vec<Answer> {
        (0..self.law.authorities.len())
            .map(|authority| {
                let mine = |c: &&Cell| self.law.measures.get(c.measure).is_some_and(|m| m.authority == authority);
                let binds = |c: &&Cell| {
                    let effect = self.law.measures.get(c.measure).map(|m| m.effect);
                    // A duty is no verdict, and an exposure that a licence takes away leaves nothing.
                    effect != Some(Effect::Duty) && (effect != Some(Effect::Exposed) || c.verdict == Verdict::Exposed)
                };
                let none = if self.tie(authority) == Truth::No { Verdict::NoNexus } else { Verdict::Clear };
                let verdict =
                    cells.iter().filter(mine).filter(binds).map(|c| c.verdict).max().unwrap_or(none).max(none);
                let ends = cells.iter().filter(mine).filter(|c| c.verdict == Verdict::Licensed);
                let until = ends.filter_map(|c| c.until.clone()).min().filter(|_| verdict == Verdict::Licensed);
                Answer { authority, verdict, until }
            })
            .collect()
    }
}

impl Law {
    /// The verdict of every authority on an act, without proof: what decides many acts a second.
    pub fn verdicts(&self, act: &Act, clock: &Clock) -> Result<Vec<Answer>, Undated> {
        let bench = Bench::new(self, act, clock)?;
        Ok(bench.answers(&bench.cells()))
    }
}
