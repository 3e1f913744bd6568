//! Verdicts, worst first; how sure law is; the five kinds of exit.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What an authority's law says of an act. Ordered from the best to the worst, so that the worst of several is their maximum.
///
/// `Undetermined` counts as worse than `Licensed`: a licence for one thing says nothing about another that is not known yet, and an
/// unknown must never hide behind a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// Nothing ties the act to the authority.
    NoNexus,
    /// The authority's law reaches the act, or may, and nothing in it stands in the way.
    Clear,
    /// The law does not bind, but whoever acts may be listed for it.
    Exposed,
    /// Forbidden, but for a licence or wind-down that covers it, often until a day.
    Licensed,
    /// It hangs on a fact that nobody stated.
    Undetermined,
    /// Forbidden unless the authority permits it, and the law provides for such a permit.
    NeedsLicence,
    /// Forbidden.
    Prohibited,
}

impl Verdict {
    /// The word, as in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoNexus => "NO_NEXUS",
            Self::Clear => "CLEAR",
            Self::Exposed => "EXPOSED",
            Self::Licensed => "LICENSED",
            Self::Undetermined => "UNDETERMINED",
            Self::NeedsLicence => "NEEDS_LICENCE",
            Self::Prohibited => "PROHIBITED",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How sure a fact of law is. The words are those of `law/*.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The authority's own text says it.
    Official,
    /// Two or more independent public pages say it.
    Confirmed,
    /// A public page says it.
    Found,
    /// It follows from what was found.
    Inferred,
    /// Well known, but not read again.
    Recalled,
    /// Not settled: every answer that rests on it says so.
    Unverified,
}

impl Confidence {
    /// The word, as in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Confirmed => "confirmed",
            Self::Found => "found",
            Self::Inferred => "inferred",
            Self::Recalled => "recalled",
            Self::Unverified => "unverified",
        }
    }
}

/// The ways out of a measure. They are five, and never merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitKind {
    /// The act never was in scope.
    CarveOut,
    /// It fulfils a contract from before.
    Grandfathering,
    /// It ends a business, until a time.
    WindDown,
    /// A published licence covers everyone who keeps to its terms.
    GeneralLicence,
    /// The authority may permit it, case by case.
    Derogation,
}

impl ExitKind {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::CarveOut => "carve-out",
            Self::Grandfathering => "old contract",
            Self::WindDown => "wind-down",
            Self::GeneralLicence => "general licence",
            Self::Derogation => "derogation",
        }
    }

    /// What the act is where the exit holds, without a licence of its own.
    pub(crate) fn verdict(self) -> Verdict {
        match self {
            Self::CarveOut | Self::Grandfathering => Verdict::Clear,
            Self::WindDown | Self::GeneralLicence => Verdict::Licensed,
            Self::Derogation => Verdict::NeedsLicence,
        }
    }
}

/// What a measure does to an act in its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It forbids it.
    Prohibited,
    /// It forbids it without a permit.
    NeedsLicence,
    /// It does not bind, but whoever does it may be listed.
    Exposed,
    /// It demands something: a clause, a report. No verdict comes of it.
    Duty,
}

impl Effect {
    pub(crate) fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Prohibited => Some(Verdict::Prohibited),
            Self::NeedsLicence => Some(Verdict::NeedsLicence),
            Self::Exposed => Some(Verdict::Exposed),
            Self::Duty => None,
        }
    }
}

/// What kind of measure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// Blocking of property, asset freeze.
    Blocking,
    /// New debt or equity of an issuer.
    DebtEquity,
    /// Accounts of a bank, or messages with it.
    Correspondent,
    /// Import, purchase, transfer of goods.
    Import,
    /// Export, sale, supply of goods.
    Export,
    /// Passage of goods through a territory.
    Transit,
    /// Operators and vehicles, aircraft, vessels.
    Transport,
    /// Services to a recipient.
    Services,
    /// A craft that is named.
    IdentifiedProperty,
    /// A duty: a clause in contracts, a report.
    Duty,
    /// Goods to a named end user.
    EntityExport,
    /// A decision that binds a named operator.
    Decision,
    /// The risk of being listed.
    Designation,
}
