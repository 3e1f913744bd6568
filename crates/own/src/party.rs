//! What a source states of an entity beside stakes. No verdict rests on it: names are for people, the rest is for flags.

use interdict_model::PartialDate;

/// An entity as a source describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Its id, as in stakes.
    pub id: String,
    /// Its name; empty where the source states none.
    pub name: String,
    /// Its addresses as printed, each in one line.
    pub addresses: Vec<String>,
    /// The day on which it was founded.
    pub founded: Option<PartialDate>,
}

impl Party {
    /// A party of which only id and name are known.
    pub fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_string(), name: name.trim().to_string(), ..Self::default() }
    }
}

/// Someone who leads or manages a company. That is no stake: it does not own, and no test here reads it as control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direction {
    /// The id of who directs.
    pub director: String,
    /// The id of the company.
    pub company: String,
    /// The first day, as far as it is known.
    pub from: Option<PartialDate>,
    /// The last day, likewise.
    pub to: Option<PartialDate>,
    /// Who says so.
    pub source: String,
}
