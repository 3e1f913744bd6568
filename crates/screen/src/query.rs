//! What is asked, and what is answered.

use crate::index::{Gender, Party};
use interdict_model::{Country, DateSpan, Entity, IdKind, Identifier, Kind, NameKind};
use interdict_names::Why;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A party to be screened. Only a name or an identifier is needed; what else is known makes the answer sharper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Its name as the user holds it, in any script. Numbers in it (a tail, an IMO number) are looked up as identifiers too.
    pub name: String,
    /// Other names of the same party; the one that fits best counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// What it is, where that is known.
    pub kind: Option<Kind>,
    /// Its dates of birth, as far as they are known; several where sources differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub births: Vec<DateSpan>,
    /// Its gender, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Its countries: nationality, residence, register, flag.
    pub countries: Vec<Country>,
    /// Its numbers. A number of unknown kind is [`IdKind::Other`].
    pub identifiers: Vec<Identifier>,
    /// Its addresses, each in one line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
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

    /// An entity as a query: under all its names but weak ones, with what is known beside them.
    pub fn of(entity: &Entity) -> Self {
        let mut names: Vec<String> =
            entity.names.iter().filter(|n| n.kind != NameKind::WeakAlias).map(|n| n.text.clone()).collect();
        if names.is_empty() {
            names.extend(entity.names.iter().map(|n| n.text.clone()));
        }
        let name = if names.is_empty() { String::new() } else { names.remove(0) };
        let party = Party::of(entity);
        Self {
            name,
            other_names: names,
            kind: Some(party.kind).filter(|k| *k != Kind::Unknown),
            births: party.births,
            gender: party.gender,
            countries: party.countries,
            identifiers: party.identifiers,
            addresses: entity.addresses.iter().map(|a| a.full.clone()).filter(|a| !a.is_empty()).collect(),
        }
    }

    /// All its names, the first one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.other_names).map(|n| n.trim()).filter(|n| !n.is_empty())
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
pub const DEFAULT_THRESHOLD: f32 = 0.5;

impl Default for Options {
    fn default() -> Self {
        Self { limit: 10, threshold: DEFAULT_THRESHOLD }
    }
}

/// A score in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// Below 0.5.
    Weak,
    /// 0.5 to below 0.9.
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
    /// Words that are one but not written alike.
    Spelling,
    /// Words that only one name has.
    Alone,
    /// Both have a name in the place of the other's.
    InPlace,
    /// Father and son swapped, given and family name crossed.
    Order,
    /// Numbers within the names.
    Number,
    /// Legal forms.
    LegalForm,
    /// A weak alias, a former name.
    NameKind,
    /// How many are listed.
    Crowd,
    /// Date of birth.
    BirthDate,
    /// Countries.
    Country,
    /// Person, organisation, ship, ...
    Kind,
    /// Gender.
    Gender,
    /// Addresses.
    Address,
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
    /// Which of the names asked matched best; empty where an identifier alone matched.
    pub asked_name: String,
    /// 0 to 1: the logistic of `points`, fitted on labelled pairs (docs/src/screening.md).
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
