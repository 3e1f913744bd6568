//! What is asked, and what is answered.

use interdict_model::{Country, DateSpan, IdKind, Identifier, Kind, NameKind};
use interdict_names::Why;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A party to be screened. Only a name or an identifier is needed; what else is known makes the answer sharper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Its name as the user holds it, in any script. Numbers in it (a tail, an IMO number) are looked up as identifiers too.
    pub name: String,
    /// What it is, where that is known.
    pub kind: Option<Kind>,
    /// Its date of birth, as far as it is known.
    pub birth: Option<DateSpan>,
    /// Its countries: nationality, residence, register, flag.
    pub countries: Vec<Country>,
    /// Its numbers. A number of unknown kind is [`IdKind::Other`].
    pub identifiers: Vec<Identifier>,
}

impl Query {
    /// A query by name alone.
    pub fn name(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// A query by a number of unknown kind alone.
    pub fn number(value: impl Into<String>) -> Self {
        Self { identifiers: vec![Identifier::new(IdKind::Other, value)], ..Self::default() }
    }
}

/// How many matches, and from which score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Most matches, best first.
    pub limit: usize,
    /// Least score, 0 to 1.
    pub threshold: f32,
}

/// The score from which a match is an alert, unless the user says otherwise.
pub const DEFAULT_THRESHOLD: f32 = 0.7;

impl Default for Options {
    fn default() -> Self {
        Self { limit: 10, threshold: DEFAULT_THRESHOLD }
    }
}

/// A score in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// Below 0.7.
    Weak,
    /// 0.7 to below 0.9.
    Medium,
    /// From 0.9.
    Strong,
    /// An identifier in common; or every token of the name the same and nothing that contradicts.
    Exact,
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Exact => "exact",
            Self::Strong => "strong",
            Self::Medium => "medium",
            Self::Weak => "weak",
        })
    }
}

/// What a piece of evidence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// How much of the two names agrees.
    Name,
    /// How rare it is.
    Rarity,
    /// Both have a name in the place of the other's.
    InPlace,
    /// Father and son swapped.
    Order,
    /// Numbers within the names.
    Number,
    /// A weak alias, a former name.
    NameKind,
    /// Date of birth.
    BirthDate,
    /// Countries.
    Country,
    /// Person, organisation, ship, ...
    Kind,
    /// An identifier.
    Identifier,
}

/// One piece of evidence, for or against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about.
    pub what: What,
    /// Log-odds (natural): above 0 for, below 0 against. All of a match's points add up to [`Match::points`].
    pub points: f32,
    /// What a person reads.
    pub words: String,
}

/// A token asked and a token listed that are taken for one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aligned {
    /// As asked; several words where they are one word on the list.
    pub asked: String,
    /// As listed, in plain letters; several words likewise.
    pub listed: String,
    /// How alike, above 0 up to 1.
    pub likeness: f32,
    /// How much it weighs: rarer tokens weigh more.
    pub weight: f32,
    /// Why they are taken for one.
    pub why: Why,
}

/// A listed entity that the party may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Its ordinal among the entities that the index was built from.
    pub entity: u32,
    /// Its source.
    pub source: String,
    /// Its id within the source.
    pub id: String,
    /// The name under which it is listed.
    pub name: String,
    /// Which of its names matched best; empty where no name was asked.
    pub matched_name: String,
    /// How the source uses that name.
    pub matched_kind: NameKind,
    /// 0 to 1. Not calibrated yet: a logistic of `points`.
    pub score: f32,
    /// Log-odds, unbounded: ranks where scores are all near 1.
    pub points: f32,
    /// The score in a word.
    pub band: Band,
    /// What counted, for and against, in the order of [`What`].
    pub evidence: Vec<Evidence>,
    /// The tokens side by side, in the order asked.
    pub aligned: Vec<Aligned>,
    /// What was asked and has nothing on the list's side.
    pub only_asked: Vec<String>,
    /// What is listed and has nothing on the asked side.
    pub only_listed: Vec<String>,
}
