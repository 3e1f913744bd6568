//! What one listed party has to do with another, as the source says it.

use serde::{Deserialize, Serialize};

/// How two parties are tied. The party that carries the link is the subject: it *has* this parent, owner, associate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// OFAC's "Linked To", "associate of": tied, the source does not say how.
    LinkedTo,
    /// The target owns or controls the subject: parent company, owner.
    OwnedBy,
    /// The subject owns or controls the target: subsidiary.
    Owns,
    /// The target operates the subject (a ship, an aircraft).
    OperatedBy,
    /// The subject leads or is an official of the target.
    LeaderOf,
    /// The subject acts for the target.
    ActsFor,
    /// The subject supports the target.
    Supports,
    /// Family member.
    Family,
    /// Employed by, member of, student of: another role.
    Role,
}

impl LinkKind {
    /// The words that a person reads: subject, these words, target.
    pub fn words(self) -> &'static str {
        match self {
            Self::LinkedTo => "linked to",
            Self::OwnedBy => "owned or controlled by",
            Self::Owns => "owns or controls",
            Self::OperatedBy => "operated by",
            Self::LeaderOf => "leader or official of",
            Self::ActsFor => "acts for",
            Self::Supports => "supports",
            Self::Family => "family of",
            Self::Role => "has a role in",
        }
    }
}

/// A tie to another party.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// What tie.
    pub kind: LinkKind,
    /// The other party's name as printed; empty where the source gives only an id.
    pub name: String,
    /// The other party's id on the same list, where the source gives it.
    pub id: Option<String>,
    /// The source's words for the tie, where they say more than the kind.
    pub text: Option<String>,
}
