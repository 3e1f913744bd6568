//! Law for reading: what there is, and one measure in words, as it stood on a day.

use crate::change::mentioned;
use crate::codes::spaced;
use crate::condition::Condition;
use crate::law::{Law, Measure};
use crate::time::{Period, Validity, When};
use crate::truth::Truth;
use crate::verdict::{Confidence, Effect, ExitKind, MeasureKind};
use serde::Serialize;

/// A measure in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Whose.
    pub authority: String,
    /// Its id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: MeasureKind,
    /// What it does.
    pub effect: Effect,
    /// How long it stands.
    pub period: Period,
    /// Is it in force on the day asked for?
    pub in_force: Truth,
    /// How sure it is.
    pub confidence: Confidence,
    /// How many ways out it has.
    pub exits: usize,
}

/// A measure in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sheet {
    /// As in a list.
    #[serde(flatten)]
    pub row: Row,
    /// The legal act.
    pub instrument: String,
    /// The article.
    pub article: String,
    /// Where its text stands.
    pub url: Option<String>,
    /// What it forbids.
    pub forbids: String,
    /// What it is judged for, one by one.
    pub each: String,
    /// Whom it binds: the links of its nexus.
    pub binds: Vec<String>,
    /// When it applies: all of these.
    pub when: Vec<String>,
    /// The code sets that it speaks of, on that day.
    pub codes: Vec<Annex>,
    /// Its ways out.
    pub ways_out: Vec<Way>,
    /// Who says so.
    pub source: String,
    /// When it was last held against its source.
    pub checked: Option<String>,
    /// What the file does not hold.
    pub gaps: Vec<String>,
}

/// A code set on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Annex {
    /// Its title.
    pub title: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// A line an entry: code, note, and when it came or comes in.
    pub entries: Vec<String>,
    /// Where it is not encoded whole.
    pub open_within: Vec<String>,
}

/// A way out in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Way {
    /// Its id.
    pub exit: String,
    /// Its kind.
    pub kind: ExitKind,
    /// Its title.
    pub title: String,
    /// How long it stands.
    pub period: Period,
    /// What it asks for: all of these.
    pub when: Vec<String>,
    /// What it does not cover.
    pub except: Vec<String>,
    /// What whoever uses it has to do.
    pub duties: Vec<String>,
    /// Where it is written.
    pub article: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Who says so.
    pub source: String,
}

impl Law {
    /// Every measure, in the order of their ids.
    pub fn list(&self, at: &When) -> Vec<Row> {
        let mut out: Vec<Row> = self.measures.iter().map(|m| self.row(m, at)).collect();
        out.sort_by(|a, b| a.measure.cmp(&b.measure));
        out
    }

    /// A measure by its id; of an instrument's id, all its measures.
    pub fn show(&self, id: &str, at: &When) -> Vec<Sheet> {
        let instrument = self.instruments.iter().position(|i| i.id == id);
        let wanted = |m: &&Measure| m.id == id || instrument.is_some_and(|at| m.instrument == at);
        self.measures.iter().filter(wanted).map(|m| self.sheet(m, at)).collect()
    }

    fn row(&self, measure: &Measure, at: &When) -> Row {
        Row {
            authority: self.authority(measure.authority).to_string(),
            measure: measure.id.clone(),
            title: measure.title.clone(),
            kind: measure.kind,
            effect: measure.effect,
            period: measure.validity.period.clone(),
            in_force: measure.validity.holds(at, None),
            confidence: measure.confidence,
            exits: measure.exits.len(),
        }
    }

    fn sheet(&self, measure: &Measure, at: &When) -> Sheet {
        let words = |list: &[Condition]| list.iter().map(|c| c.words(self)).collect::<Vec<_>>();
        let instrument = self.instruments.get(measure.instrument);
        let nexus = measure.nexus.and_then(|n| self.nexuses.get(n));
        let binds = match nexus {
            Some(nexus) => {
                let links = nexus.links.iter().map(|l| format!("{} ({})", l.title, l.confidence.as_str()));
                std::iter::once(nexus.title.clone()).chain(links).collect()
            }
            None => vec!["everyone, whom this law does not bind otherwise".to_string()],
        };
        let mut sets = Vec::new();
        measure.when.iter().for_each(|c| mentioned(c, &mut sets));
        let codes = sets.into_iter().filter_map(|s| self.sets.get(s)).map(|set| Annex {
            title: set.title.clone(),
            confidence: set.confidence,
            entries: set
                .entries
                .iter()
                .map(|e| {
                    let ex =
                        e.ex.as_deref().map_or(String::new(), |part| format!("ex, with {}: ", part.replace('_', " ")));
                    let note = e.note.as_deref().map_or(String::new(), |n| format!("  {n}"));
                    format!("{ex}{}{note}{}", spaced(&e.code), spell(&e.validity, at))
                })
                .collect(),
            open_within: set.open_within.clone(),
        });
        let ways_out = measure.exits.iter().filter_map(|e| self.exits.get(*e)).map(|e| Way {
            exit: e.id.clone(),
            kind: e.kind,
            title: e.title.clone(),
            period: e.validity.period.clone(),
            when: words(&e.when),
            except: words(&e.except),
            duties: e.duties.clone(),
            article: e.article.clone(),
            confidence: e.confidence,
            source: e.source.clone(),
        });
        let here = self.measures.iter().position(|m| m.id == measure.id);
        let gaps = self.gaps.iter().filter(|g| here.is_some_and(|at| g.beside.contains(&at)));
        Sheet {
            row: self.row(measure, at),
            instrument: instrument.map_or_else(String::new, |i| i.title.clone()),
            article: measure.article.clone(),
            url: measure.url.clone().or_else(|| instrument.and_then(|i| i.url.clone())),
            forbids: measure.forbids.clone(),
            each: measure.each.as_str().to_string(),
            binds,
            when: words(&measure.when),
            codes: codes.collect(),
            ways_out: ways_out.collect(),
            source: measure.source.clone(),
            checked: measure.checked.map(|d| d.to_string()),
            gaps: gaps.map(|g| g.text.clone()).collect(),
        }
    }
}

/// Where an entry is not in the set on that day: when it is.
fn spell(validity: &Validity, at: &When) -> String {
    let (from, to) = (&validity.period.from, &validity.period.to);
    match (validity.period.holds(at), from, to) {
        (Truth::Yes, Some(from), _) => format!("  (since {from})"),
        (Truth::Yes, None, _) => String::new(),
        (_, Some(from), _) if at.before(from) != Truth::No => format!("  (NOT YET: from {from})"),
        (_, _, Some(to)) => format!("  (no more: until {to})"),
        _ => String::new(),
    }
}
