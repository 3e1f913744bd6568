//! Who issues law: `us`, `eu`, `uk`, `un`, `ca`, `ch`, `au`, `lt`, ... or a user's own house list.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Code of an authority: 2 to 12 lower-case letters, digits or `-`, as used in files, on screen and in JSON keys.
///
/// States have their ISO 3166-1 alpha-2 code in lower case, but the United Kingdom is `uk`, as everyone in the field
/// writes it; the European Union is `eu`, the United Nations `un`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Authority(String);

/// A code that names no authority.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no authority: wanted 2 to 12 lower-case letters, digits or '-', for example us, eu, uk, un")]
pub struct BadAuthority(pub String);

impl Authority {
    /// The authority with this code; upper case is folded.
    pub fn new(code: &str) -> Result<Self, BadAuthority> {
        let code = code.trim().to_ascii_lowercase();
        let fits = (2..=12).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(code)) } else { Err(BadAuthority(code)) }
    }

    /// The United States: OFAC, BIS, State.
    pub fn us() -> Self {
        Self("us".into())
    }
    /// The European Union.
    pub fn eu() -> Self {
        Self("eu".into())
    }
    /// The United Kingdom: FCDO, OFSI.
    pub fn uk() -> Self {
        Self("uk".into())
    }
    /// The United Nations Security Council.
    pub fn un() -> Self {
        Self("un".into())
    }
    /// Canada.
    pub fn ca() -> Self {
        Self("ca".into())
    }
    /// Switzerland: SECO.
    pub fn ch() -> Self {
        Self("ch".into())
    }
    /// Australia: DFAT.
    pub fn au() -> Self {
        Self("au".into())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name that a person reads; the code itself for an authority that this table does not know.
    pub fn title(&self) -> &str {
        match self.as_str() {
            "us" => "United States",
            "eu" => "European Union",
            "uk" => "United Kingdom",
            "un" => "United Nations",
            "ca" => "Canada",
            "ch" => "Switzerland",
            "au" => "Australia",
            "lt" => "Lithuania",
            "ua" => "Ukraine",
            other => other,
        }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Authority {
    type Err = BadAuthority;
    fn from_str(s: &str) -> Result<Self, BadAuthority> {
        Self::new(s)
    }
}

impl TryFrom<String> for Authority {
    type Error = BadAuthority;
    fn try_from(s: String) -> Result<Self, BadAuthority> {
        Self::new(&s)
    }
}

impl From<Authority> for String {
    fn from(a: Authority) -> String {
        a.0
    }
}
