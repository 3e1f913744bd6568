//! Each authority's test of ownership as dated data (`tests.toml`).

use crate::share::Share;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A test of ownership, through time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// Its short name: `ofac`, `eu`, `uk`, ...
    pub id: String,
    /// Whose test it is, as authorities are named everywhere.
    pub authority: String,
    /// Its name for people.
    pub name: String,
    /// What it said, and when; the periods do not overlap.
    #[serde(rename = "version")]
    pub versions: Vec<Version>,
}

/// Do the shares of several listed parties add up?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Aggregate {
    /// They do.
    Yes,
    /// They do not; those of one party through several hands do.
    No,
    /// An authority says so, without force of law.
    Guidance,
    /// Nobody knows.
    Unclear,
}

/// What a test said in a period.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The first day; open where there is none.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day; open where there is none.
    #[serde(default)]
    pub to: Option<Date>,
    /// Percent.
    threshold: u8,
    /// Is the threshold itself enough?
    pub inclusive: bool,
    /// Do the shares of several listed parties add up?
    pub aggregate: Aggregate,
    /// Does a majority of votes do as well as one of shares?
    pub votes: bool,
    /// Is control alone enough?
    pub control: bool,
    /// `verified` or `unverified`.
    pub certainty: String,
    /// Where it is written.
    pub source: String,
}

impl Version {
    /// The threshold.
    pub fn threshold(&self) -> Share {
        Share::percent(u64::from(self.threshold)).unwrap_or(Share::WHOLE)
    }

    /// Is a share enough?
    pub fn met(&self, share: Share) -> bool {
        share > self.threshold() || (self.inclusive && share == self.threshold())
    }

    /// The rule in words: `50 % or more`.
    pub fn rule(&self) -> String {
        if self.inclusive { format!("{} % or more", self.threshold) } else { format!("more than {} %", self.threshold) }
    }

    fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Test {
    /// What it said on a day; `None` where there was no such test.
    pub fn on(&self, day: Date) -> Option<&Version> {
        self.versions.iter().find(|v| v.covers(day))
    }
}

/// A file of tests that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// Not the TOML that is wanted.
    #[error("ownership tests: {0}")]
    Toml(#[from] toml::de::Error),
    /// A threshold above 100.
    #[error("ownership test {test}: a threshold of {found} % cannot be; wanted 0 to 100")]
    Threshold {
        /// The test.
        test: String,
        /// What stands there.
        found: u8,
    },
    /// Two versions claim one day.
    #[error(
        "ownership test {test}: two versions are in force on one day; end the earlier one the day before the later begins"
    )]
    Overlap {
        /// The test.
        test: String,
    },
}

/// Reads a file of tests.
pub fn parse_tests(text: &str) -> Result<Vec<Test>, TestError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        test: Vec<Test>,
    }
    let tests = toml::from_str::<File>(text)?.test;
    for test in &tests {
        for (at, version) in test.versions.iter().enumerate() {
            if version.threshold > 100 {
                return Err(TestError::Threshold { test: test.id.clone(), found: version.threshold });
            }
            let after = test.versions.get(at + 1..).unwrap_or_default();
            let apart = |a: &Version, b: &Version| a.to.zip(b.from).is_some_and(|(to, from)| to < from);
            if after.iter().any(|other| !apart(version, other) && !apart(other, version)) {
                return Err(TestError::Overlap { test: test.id.clone() });
            }
        }
    }
    Ok(tests)
}

static TESTS: LazyLock<Vec<Test>> = LazyLock::new(|| parse_tests(include_str!("tests.toml")).unwrap_or_default());

/// The tests that ship with the program.
pub fn tests() -> &'static [Test] {
    &TESTS
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn the_shipped_tests_are_sound_and_two_of_one_day_are_refused() {
        assert_eq!(parse_tests(include_str!("tests.toml")).map(|t| t.len()).expect("sound"), tests().len());
        let twice = include_str!("tests.toml").replace("to = \"2024-07-02\"", "to = \"2024-07-03\"");
        assert!(matches!(parse_tests(&twice), Err(TestError::Overlap { .. })));
    }

    #[test]
    fn fifty_percent_is_owned_under_eu_practice_from_3_july_2024_and_not_the_day_before() {
        let eu = tests().iter().find(|t| t.id == "eu").expect("eu");
        let half = Share::percent(50).expect("50");
        let met = |day: &str| eu.on(day.parse().expect("a day")).expect("a version").met(half);
        assert!(met("2024-07-03") && !met("2024-07-02"));
    }
}
