//! What an entity is: the FollowTheMoney schemata that sanctions lists use, and the five kinds that people say.

use serde::{Deserialize, Serialize};
use std::fmt;

/// FollowTheMoney schema of an entity.
///
/// [`Schema::LegalEntity`] is FollowTheMoney's word for "a person or an organisation, the source does not say".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Schema {
    /// A natural person.
    Person,
    /// A body of people: a group, an authority, a company of unknown form.
    Organization,
    /// A company.
    Company,
    /// An organ of a state.
    PublicBody,
    /// A person or an organisation: the source does not say which.
    LegalEntity,
    /// A ship.
    Vessel,
    /// An aircraft.
    Airplane,
    /// A wallet or address on a block chain.
    CryptoWallet,
    /// A security.
    Security,
    /// Any other thing that a measure names: a facility, a zone, a crypto-asset.
    Asset,
}

/// The kinds that a table or a diff tells apart, in JSON as lower-case words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A natural person (OFAC, UN: "individual").
    Person,
    /// A company, group or authority (OFAC, UN, UK: "entity").
    Organization,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
    /// A crypto wallet.
    Wallet,
    /// Another thing.
    Asset,
    /// The source does not say.
    Unknown,
}

impl Schema {
    /// The FollowTheMoney name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Company => "Company",
            Self::PublicBody => "PublicBody",
            Self::LegalEntity => "LegalEntity",
            Self::Vessel => "Vessel",
            Self::Airplane => "Airplane",
            Self::CryptoWallet => "CryptoWallet",
            Self::Security => "Security",
            Self::Asset => "Asset",
        }
    }

    /// The schema of this FollowTheMoney name, or of the words that lists use for it ("individual", "ship", ...).
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "person" | "individual" | "p" | "natural person" => Self::Person,
            "organization" | "organisation" | "entity" | "e" | "enterprise" | "group" => Self::Organization,
            "company" | "business" => Self::Company,
            "publicbody" | "public body" | "government" => Self::PublicBody,
            "legalentity" | "legal entity" => Self::LegalEntity,
            "vessel" | "ship" => Self::Vessel,
            "airplane" | "aircraft" | "plane" => Self::Airplane,
            "cryptowallet" | "wallet" => Self::CryptoWallet,
            "security" => Self::Security,
            "asset" => Self::Asset,
            _ => return None,
        })
    }

    /// The kind that people say.
    pub fn kind(self) -> Kind {
        match self {
            Self::Person => Kind::Person,
            Self::Organization | Self::Company | Self::PublicBody => Kind::Organization,
            Self::LegalEntity => Kind::Unknown,
            Self::Vessel => Kind::Vessel,
            Self::Airplane => Kind::Aircraft,
            Self::CryptoWallet => Kind::Wallet,
            Self::Security | Self::Asset => Kind::Asset,
        }
    }

    /// Could an entity of this schema and one of the other be the same? Unknown fits persons and organisations.
    pub fn may_be(self, other: Self) -> bool {
        let (a, b) = (self.kind(), other.kind());
        let open = |k| matches!(k, Kind::Person | Kind::Organization | Kind::Unknown);
        a == b || (a == Kind::Unknown && open(b)) || (b == Kind::Unknown && open(a))
    }
}

impl Kind {
    /// The word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Vessel => "vessel",
            Self::Aircraft => "aircraft",
            Self::Wallet => "wallet",
            Self::Asset => "asset",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
