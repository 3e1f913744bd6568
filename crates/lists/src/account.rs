//! The account of a reading: what was in the input, what was taken, what was left, what was wrong.

use crate::Format;
use crate::problem::{Error, Problem};
use interdict_model::Entity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What to do at a record that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnProblem {
    /// Stop and return the problem.
    #[default]
    Stop,
    /// Report it and go on with the next record.
    GoOn,
}

/// How often a field held something, and how often a reader took it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCount {
    /// Values in the input that were not blank.
    pub seen: u64,
    /// Of those, taken by the reader.
    pub used: u64,
}

/// The account of one reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Records in the input, counted as they were cut.
    pub records: u64,
    /// Of those, read.
    pub read: u64,
    /// The number of records that the file's own header states.
    pub stated: Option<u64>,
    /// Every element, attribute or column that held anything.
    pub fields: BTreeMap<String, FieldCount>,
    /// What was wrong; not empty only where the user chose to go on.
    pub problems: Vec<Problem>,
    /// What the user should know of the input though nothing is wrong.
    pub notes: Vec<String>,
}

impl Report {
    /// Settles one problem: returned as an error, or noted, as the user chose.
    pub fn settle(&mut self, on_problem: OnProblem, problem: Problem) -> Result<(), Error> {
        match on_problem {
            OnProblem::Stop => Err(problem.into()),
            OnProblem::GoOn => {
                self.problems.push(problem);
                Ok(())
            }
        }
    }

    /// Adds counts to a field.
    pub fn count(&mut self, field: &str, seen: u64, used: u64) {
        if seen == 0 {
            return;
        }
        if let Some(c) = self.fields.get_mut(field) {
            c.seen += seen;
            c.used += used;
        } else {
            self.fields.insert(field.to_string(), FieldCount { seen, used });
        }
    }

    /// Adds another part of the same reading: a second file, another chunk.
    pub fn absorb(&mut self, other: Report) {
        self.records += other.records;
        self.read += other.read;
        self.stated = self.stated.or(other.stated);
        for (field, c) in other.fields {
            self.count(&field, c.seen, c.used);
        }
        self.problems.extend(other.problems);
        self.notes.extend(other.notes);
    }

    /// Values seen and taken over all fields.
    pub fn totals(&self) -> FieldCount {
        let sum = |f: fn(&FieldCount) -> u64| self.fields.values().map(f).sum();
        FieldCount { seen: sum(|c| c.seen), used: sum(|c| c.used) }
    }

    /// Fields of which the reader took nothing, or not all, with their counts.
    pub fn unused(&self) -> impl Iterator<Item = (&str, FieldCount)> {
        self.fields.iter().filter(|(_, c)| c.used < c.seen).map(|(f, c)| (f.as_str(), *c))
    }
}

/// What a file says of itself as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The source that the file is an edition of: `us-sdn`, `un`, `eu-journal/32006R0765`, ...
    pub source: String,
    /// When the authority published it, where the file says; a day is taken as midnight UTC.
    pub published: Option<jiff::Timestamp>,
    /// Does the file hold the whole list? Absence from a partial file (a filter, an amendment) means nothing.
    pub complete: bool,
}

/// A file, read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its format.
    pub format: Format,
    /// What it says of itself.
    pub meta: Meta,
    /// The entities, in the order of the file.
    pub entities: Vec<Entity>,
    /// The account.
    pub report: Report,
}
