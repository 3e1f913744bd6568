//! Given names that are one name: Aleksandr and Alexander, Bill and William, Ivan and John.

use serde::{Deserialize, Serialize};

/// How a word belongs to a group of given names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// A spelling of the name, in its own language or a near one.
    Same,
    /// Its form in another language.
    Translation,
    /// A short or familiar form of it.
    Nickname,
}

impl Relation {
    pub(crate) fn letter(self) -> char {
        match self {
            Self::Same => 's',
            Self::Translation => 't',
            Self::Nickname => 'n',
        }
    }

    pub(crate) fn of_letter(letter: char) -> Option<Self> {
        match letter {
            's' => Some(Self::Same),
            't' => Some(Self::Translation),
            'n' => Some(Self::Nickname),
            _ => None,
        }
    }
}

/// The groups of a folded word, by number.
pub(crate) fn groups(_folded: &str) -> impl Iterator<Item = (u16, Relation)> {
    std::iter::empty()
}
