//! Countries as ISO 3166-1 alpha-2 codes, and the many ways in which lists write them.
//!
//! `countries.tsv` holds a row a country: alpha-2, alpha-3, names separated by `|`, the first one for display. States
//! that are no more keep their old code (`SU`, `YU`, `CS`). Names that no row has stay text: an unknown country is
//! `None`, never a guess.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

static TABLE: &str = include_str!("countries.tsv");

struct Row {
    alpha3: &'static str,
    name: &'static str,
}

struct Tables {
    by_code: HashMap<[u8; 2], Row>,
    by_name: HashMap<String, Country>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { by_code: HashMap::new(), by_name: HashMap::new() };
    for line in TABLE.lines() {
        let mut cells = line.split('\t');
        let (Some(code), Some(alpha3), Some(names)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let Ok(code) = <[u8; 2]>::try_from(code.as_bytes()) else { continue };
        let country = Country(code);
        for name in names.split('|') {
            tables.by_name.entry(fold(name)).or_insert(country);
        }
        let name = names.split('|').next().unwrap_or(names);
        tables.by_code.insert(code, Row { alpha3, name });
    }
    tables
});

/// A country or territory by its ISO 3166-1 alpha-2 code, upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// A text that names no country.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no country: wanted an ISO 3166-1 alpha-2 code such as BY")]
pub struct BadCountry(pub String);

impl Country {
    /// The country with this alpha-2 code in any case; also `UK` for `GB` and `EL` for `GR`, which EU files use.
    pub fn from_code(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.trim().as_bytes().try_into().ok()?;
        let code = match &code.map(|b| b.to_ascii_uppercase()) {
            b"UK" => *b"GB",
            b"EL" => *b"GR",
            other => *other,
        };
        TABLES.by_code.contains_key(&code).then_some(Self(code))
    }

    /// The country that a list writes so: a name, an alpha-2 or alpha-3 code. `None` for a name that is not known.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 2
            && let Some(country) = Self::from_code(text)
        {
            return Some(country);
        }
        if let Some(country) = TABLES.by_name.get(&fold(text)) {
            return Some(*country);
        }
        if text.len() == 3 {
            let upper = text.to_ascii_uppercase();
            let hit = TABLES.by_code.iter().find(|(_, row)| row.alpha3 == upper);
            return hit.map(|(code, _)| Self(*code));
        }
        None
    }

    /// The code, upper case.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The ISO 3166-1 alpha-3 code; empty for states that are no more.
    pub fn alpha3(&self) -> &'static str {
        TABLES.by_code.get(&self.0).map_or("", |row| row.alpha3)
    }

    /// The English name for display.
    pub fn name(&self) -> &'static str {
        TABLES.by_code.get(&self.0).map_or("", |row| row.name)
    }
}

/// Case, accents of the common Latin letters, quotes, leading articles and punctuation do not tell countries apart.
fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'é' | 'è' | 'ê' => out.push('e'),
            'ü' => out.push('u'),
            'ç' => out.push('c'),
            'ô' => out.push('o'),
            'ã' | 'å' => out.push('a'),
            'í' => out.push('i'),
            c if c.is_alphanumeric() => out.push(c),
            _ if !out.ends_with(' ') && !out.is_empty() => out.push(' '),
            _ => {}
        }
    }
    let out = out.trim_end();
    out.strip_prefix("the ").unwrap_or(out).to_string()
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = BadCountry;
    fn try_from(s: String) -> Result<Self, BadCountry> {
        Self::from_code(&s).ok_or(BadCountry(s))
    }
}

impl From<Country> for String {
    fn from(c: Country) -> String {
        c.code().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        Country::parse(text).map(|c| c.to_string())
    }

    #[test]
    fn lists_write_one_country_in_many_ways() {
        for text in ["Korea, North", "KP", "PRK", "DPRK", "Democratic People's Republic of Korea"] {
            assert_eq!(code(text).as_deref(), Some("KP"), "{text}");
        }
        for text in ["Burma", "Myanmar", "mm"] {
            assert_eq!(code(text).as_deref(), Some("MM"), "{text}");
        }
        assert_eq!(code("The Bahamas"), code("Bahamas, The"));
        assert_eq!(code("Côte d'Ivoire"), code("Cote d Ivoire"));
        assert_eq!(code("UK").as_deref(), Some("GB"));
    }

    #[test]
    fn an_unknown_country_stays_unknown() {
        for text in ["", "00", "undetermined", "Region: Crimea", "ZZ"] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn no_name_in_the_table_stands_for_two_countries() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in TABLE.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            for name in cells[2].split('|') {
                if let Some(other) = seen.insert(fold(name), cells[0]) {
                    assert_eq!(other, cells[0], "{name} is in two rows");
                }
            }
        }
    }
}
