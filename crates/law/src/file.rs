//! The shape of a file of law, as TOML has it: what a lawyer writes, before it is understood.
//!
//! Every field is documented here and nowhere else; `law/README.md` shows a file. A name that these types do not know is an error of the file,
//! so that a slip of the pen cannot switch a condition off.

use crate::verdict::{Confidence, Effect, ExitKind, MeasureKind};
use crate::vocabulary::Each;
use serde::Deserialize;
use toml::{Spanned, Value};

/// A file: an instrument with all that it says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub instrument: Instrument,
    #[serde(default)]
    pub version: Vec<Version>,
    #[serde(default)]
    pub countries: Vec<Countries>,
    #[serde(default)]
    pub code_set: Vec<CodeSet>,
    #[serde(default)]
    pub heading: Vec<Heading>,
    #[serde(default)]
    pub nexus: Vec<Nexus>,
    #[serde(default)]
    pub measure: Vec<Measure>,
    #[serde(default)]
    pub exit: Vec<Exit>,
    #[serde(default)]
    pub gap: Vec<Gap>,
}

/// The legal act.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instrument {
    /// As the file is named: `eu/765-2006`.
    pub id: Spanned<String>,
    /// Who issued it.
    pub authority: Spanned<String>,
    pub title: String,
    /// The IANA zone in which its days begin.
    pub zone: Spanned<String>,
    /// Where its text stands.
    #[serde(default)]
    pub url: Option<String>,
}

/// An act that made or changed it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Version {
    /// A short name, to which `since` and `until` refer.
    pub by: Spanned<String>,
    pub title: String,
    /// The day from which anyone could read it; that on which it came into force where it is not said.
    #[serde(default)]
    pub published: Option<Spanned<String>>,
    pub in_force: Spanned<String>,
    /// Where the day is not known: the day from which it surely was in force; `in_force` is the first on which it may have been. Between the two, what
    /// rests on it is undetermined.
    #[serde(default)]
    pub surely: Option<Spanned<String>>,
    pub confidence: Confidence,
    pub source: String,
}

/// A set of countries, through time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Countries {
    pub id: Spanned<String>,
    /// As a proof names one of them: "a Member State of the Union".
    pub title: String,
    pub members: Vec<Spanned<String>>,
    /// Members for a time.
    #[serde(default)]
    pub dated: Vec<Member>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub country: Spanned<String>,
    #[serde(default)]
    pub since: Option<Spanned<String>>,
    #[serde(default)]
    pub until: Option<Spanned<String>>,
}

/// An annex: codes, through time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeSet {
    pub id: Spanned<String>,
    pub title: String,
    pub confidence: Confidence,
    pub source: String,
    /// Where the annex is not encoded whole: the chapters or headings within which its other entries lie. A code in these that no entry
    /// names may stand in the annex, so the answer is unknown.
    #[serde(default)]
    pub open_within: Vec<Spanned<String>>,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub code: Spanned<String>,
    /// Since which version or day; since the instrument's first version where it is not said.
    #[serde(default)]
    pub since: Option<Spanned<String>>,
    #[serde(default)]
    pub until: Option<Spanned<String>>,
    /// An `ex` heading: only goods that contain this, or are of this kind (`goods.contains`).
    #[serde(default)]
    pub ex: Option<String>,
    #[serde(default)]
    pub note: Option<String>,
}

/// What a heading of the nomenclature is: so that code, text and measured content can be held against each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Heading {
    pub code: Spanned<String>,
    pub name: String,
    /// What papers call it; lower case.
    #[serde(default)]
    pub words: Vec<String>,
    /// K2O in the dry product, percent: above this ...
    #[serde(default)]
    pub k2o_above: Option<f64>,
    /// ... up to and with this.
    #[serde(default)]
    pub k2o_up_to: Option<f64>,
}

/// What ties an act to the authority: any of the links.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nexus {
    pub id: Spanned<String>,
    pub title: String,
    pub link: Vec<Link>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    pub id: String,
    pub title: String,
    pub when: Vec<Condition>,
    pub confidence: Confidence,
    pub source: String,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    pub id: Spanned<String>,
    pub title: String,
    pub kind: MeasureKind,
    /// What is forbidden, in the words of the law as far as they are known.
    pub forbids: String,
    pub effect: Effect,
    /// The version or day since which it stands.
    pub since: Spanned<String>,
    #[serde(default)]
    pub until: Option<Spanned<String>>,
    /// Which nexus it needs; none where it reaches everyone.
    #[serde(default)]
    pub nexus: Option<Spanned<String>>,
    /// What it is judged for, one by one.
    pub each: Each,
    pub when: Vec<Condition>,
    pub article: String,
    #[serde(default)]
    pub url: Option<String>,
    pub confidence: Confidence,
    pub source: String,
    /// The day on which it was last held against its source, and by whom.
    #[serde(default)]
    pub checked: Option<Spanned<String>>,
    #[serde(default)]
    pub checked_by: Option<String>,
    #[serde(default)]
    pub exit: Vec<Exit>,
}

/// A way out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exit {
    pub id: Spanned<String>,
    pub title: String,
    pub kind: ExitKind,
    /// Only for an exit outside a measure: the measures that it relieves, by full id.
    #[serde(default)]
    pub relieves: Vec<Spanned<String>>,
    /// The version or day since which it stands; as long as the measure where it is not said.
    #[serde(default)]
    pub since: Option<Spanned<String>>,
    /// A version, a day, or a moment with its stated offset.
    #[serde(default)]
    pub until: Option<Spanned<String>>,
    #[serde(default)]
    pub when: Vec<Condition>,
    /// What it does not cover: any of these takes it away.
    #[serde(default)]
    pub except: Vec<Condition>,
    /// What whoever uses it has to do.
    #[serde(default)]
    pub duties: Vec<String>,
    pub article: String,
    pub confidence: Confidence,
    pub source: String,
}

/// What the file does not hold, and what it could change: named beside a verdict that it could change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gap {
    pub id: String,
    /// What is missing, in a sentence.
    pub text: String,
    /// The measures beside which it is named.
    pub beside: Vec<Spanned<String>>,
    #[serde(default)]
    pub since: Option<Spanned<String>>,
    #[serde(default)]
    pub until: Option<Spanned<String>>,
}

/// A condition: exactly one form, and what that form needs.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    /// What it says, where that reads better than what the program makes of it.
    #[serde(default)]
    pub says: Option<String>,
    // Forms over other conditions.
    #[serde(default)]
    pub any: Option<Vec<Condition>>,
    #[serde(default)]
    pub all: Option<Vec<Condition>>,
    #[serde(default)]
    pub not: Option<Vec<Condition>>,
    /// One of the act's goods, parties, legs or crafts fulfils `when`.
    #[serde(default)]
    pub some: Option<Spanned<Each>>,
    #[serde(default)]
    pub when: Option<Vec<Condition>>,
    // A fact, and what is asked of it.
    #[serde(default)]
    pub fact: Option<Spanned<String>>,
    #[serde(default)]
    pub is: Option<Spanned<Value>>,
    #[serde(default, rename = "in")]
    pub inside: Option<Spanned<String>>,
    #[serde(default)]
    pub outside: Option<Spanned<String>>,
    #[serde(default)]
    pub within: Option<Spanned<String>>,
    #[serde(default)]
    pub before: Option<Spanned<String>>,
    #[serde(default)]
    pub from: Option<Spanned<String>>,
    #[serde(default)]
    pub above: Option<f64>,
    #[serde(default)]
    pub at_least: Option<f64>,
    #[serde(default)]
    pub below: Option<f64>,
    #[serde(default)]
    pub at_most: Option<f64>,
    #[serde(default)]
    pub named: Option<Vec<Vec<String>>>,
    /// Where nobody stated the fact, it counts as not so: for what is rare enough that asking every time would help nobody. The proof says so.
    #[serde(default)]
    pub if_stated: bool,
    /// For `leg.carrier_owned`: held by persons of which country.
    #[serde(default)]
    pub held_from: Option<Spanned<String>>,
    /// The purpose, where it was asserted; not asserted counts as not so.
    #[serde(default)]
    pub claimed: Option<String>,
    /// There is room in the quota of this name.
    #[serde(default)]
    pub quota: Option<String>,
    /// An authority lists the party or craft.
    #[serde(default)]
    pub listed: Option<Listing>,
}

/// Which listings count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listing {
    pub by: Spanned<String>,
    /// Under one of these programmes.
    #[serde(default)]
    pub programmes: Vec<String>,
    /// Under a programme that is none of these.
    #[serde(default)]
    pub other_than: Vec<String>,
    /// One of these entries.
    #[serde(default)]
    pub ids: Vec<String>,
    /// With one of these measures.
    #[serde(default)]
    pub measures: Vec<interdict_model::Measure>,
    /// Entities that such parties own count too, under this test of ownership.
    #[serde(default)]
    pub owned: Option<Spanned<String>>,
}
