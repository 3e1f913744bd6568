//! Customs codes: which set holds them on a day, and whether code, text and measured content of goods agree.
//!
//! The invariant: a code that is cut short, contradicted or of an annex that is not encoded whole gives *unknown*, never *not in the set*.

use crate::time::{Boundary, Validity, When};
use crate::truth::Truth;
use crate::verdict::Confidence;

/// Digits of a code; an error's words where it is none.
pub(crate) fn digits(text: &str) -> Result<String, String> {
    let out: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if out.bytes().all(|b| b.is_ascii_digit()) && (2..=10).contains(&out.len()) {
        Ok(out)
    } else {
        Err(format!("{text:?} is no customs code: wanted 2 to 10 digits, for example 3104 20 50"))
    }
}

/// An annex.
#[derive(Debug)]
pub(crate) struct CodeSet {
    pub id: String,
    pub title: String,
    pub confidence: Confidence,
    pub source: String,
    pub open_within: Vec<String>,
    /// Sorted by code.
    pub entries: Vec<Entry>,
}

/// A line of an annex.
#[derive(Debug)]
pub(crate) struct Entry {
    pub code: String,
    pub validity: Validity,
    pub ex: Option<String>,
    pub note: Option<String>,
}

/// Why a code is in a set, or is not, or may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why<'s> {
    Entry(&'s Entry),
    /// The goods' code is shorter than this entry's.
    Short(&'s Entry),
    /// The `ex` heading wants to know what the goods contain.
    Ex(&'s Entry),
    /// The annex is not encoded whole there.
    Open,
    /// The act's day is not known to the moment, and the set changes in it.
    Day(&'s Entry),
    None,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
impl Eq for Entry {}

impl CodeSet {
    /// Is the code in the set at that time, as it was published by a day?
    pub fn holds<'s>(
        &'s self,
        code: &str,
        contains: Option<&[String]>,
        at: &When,
        known: Option<jiff::civil::Date>,
    ) -> (Truth, Why<'s>) {
        let mut best = (Truth::No, Why::None);
        let mut raise = |truth: Truth, why: Why<'s>| {
            if truth > best.0 {
                best = (truth, why);
            }
        };
        // Entries that the code lies under stand before it in order, those under the code behind it; both begin with a common prefix.
        let chapter = code.get(..2).unwrap_or(code);
        let first = self.entries.partition_point(|e| e.code.as_str() < chapter);
        let near = self.entries.get(first..).unwrap_or_default().iter().take_while(|e| e.code.starts_with(chapter));
        for entry in near {
            let (truth, why) = if code.starts_with(&entry.code) {
                match &entry.ex {
                    None => (Truth::Yes, Why::Entry(entry)),
                    Some(part) => match contains {
                        Some(parts) if parts.iter().any(|p| p == part) => (Truth::Yes, Why::Entry(entry)),
                        Some(_) => (Truth::No, Why::None),
                        None => (Truth::Unknown, Why::Ex(entry)),
                    },
                }
            } else if entry.code.starts_with(code) {
                (Truth::Unknown, Why::Short(entry))
            } else {
                continue;
            };
            match entry.validity.holds(at, known) {
                Truth::Yes => raise(truth, why),
                Truth::Unknown if truth != Truth::No => raise(Truth::Unknown, Why::Day(entry)),
                _ => {}
            }
        }
        if best.0 == Truth::No
            && self.open_within.iter().any(|part| code.starts_with(part.as_str()) || part.starts_with(code))
        {
            return (Truth::Unknown, Why::Open);
        }
        best
    }

    /// Does it hold the code at any time, or may it?
    pub fn concerns(&self, code: &str) -> bool {
        let under = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
        self.entries.iter().any(|e| under(&e.code, code)) || self.open_within.iter().any(|part| under(part, code))
    }

    /// When does the set come to hold the code, if it does later than that time?
    pub fn later(&self, code: &str, at: &When) -> Option<&Boundary> {
        let under = self.entries.iter().filter(|e| !code.is_empty() && code.starts_with(&e.code));
        under.filter_map(|e| e.validity.period.from.as_ref()).filter(|from| at.is_followed_by(from)).min()
    }

    /// Does it hold, now or ever, a neighbour of the code, of the same heading?
    pub fn is_near(&self, code: &str) -> bool {
        code.get(..4).is_some_and(|heading| self.entries.iter().any(|e| e.code.starts_with(heading)))
    }
}

/// A heading of the nomenclature.
#[derive(Debug)]
pub(crate) struct Heading {
    pub code: String,
    pub name: String,
    /// Each a phrase of words.
    pub phrases: Vec<Vec<String>>,
    pub above: Option<f64>,
    pub up_to: Option<f64>,
}

impl Heading {
    fn is_measured(&self) -> bool {
        self.above.is_some() || self.up_to.is_some()
    }

    fn fits(&self, k2o: f64) -> bool {
        self.above.is_none_or(|least| k2o > least) && self.up_to.is_none_or(|most| k2o <= most)
    }
}

/// What a line of goods may be, going by its code, its text and what was measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    /// Codes that it may be of; none where nothing says.
    pub candidates: Vec<String>,
    /// Why there are several, in the words of a question.
    pub doubt: Option<String>,
}

/// Words of a text in lower case, apart from signs.
pub(crate) fn words(text: &str) -> Vec<String> {
    let plain = any_ascii::any_ascii(text).to_ascii_lowercase();
    plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect()
}

/// Holds code, text and K2O of goods against each other.
pub(crate) fn reconcile(headings: &[Heading], code: Option<&str>, text: Option<&str>, k2o: Option<f64>) -> Codes {
    let Some(code) = code else { return Codes::default() };
    let mut out = Codes { candidates: vec![code.to_string()], doubt: None };
    let under = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
    if let Some(k2o) = k2o {
        // The headings that are told apart by what is measured, above or below the code.
        let measured: Vec<&Heading> = headings.iter().filter(|h| h.is_measured() && under(&h.code, code)).collect();
        let fitting: Vec<&&Heading> = measured.iter().filter(|h| h.fits(k2o)).collect();
        if let (true, Some(stated)) = (fitting.is_empty(), measured.first()) {
            let parent = stated.code.get(..6).unwrap_or(&stated.code);
            let sibling = headings.iter().find(|h| h.is_measured() && h.code.starts_with(parent) && h.fits(k2o));
            if let Some(sibling) = sibling {
                out.candidates.push(sibling.code.clone());
                let (a, b) = (spaced(code), spaced(&sibling.code));
                out.doubt =
                    Some(format!("The code {a} and {k2o} % K2O contradict each other; {k2o} % is {b}. Which holds?"));
            }
        } else if let [one] = fitting[..]
            && one.code.len() > code.len()
        {
            out.candidates = vec![one.code.clone()];
        }
    }
    if let Some(text) = text {
        let said = words(text);
        let says = |h: &&Heading| {
            h.phrases.iter().any(|phrase| said.windows(phrase.len().max(1)).any(|part| part == phrase.as_slice()))
        };
        let named: Vec<&Heading> = headings.iter().filter(says).collect();
        let agree = named.iter().any(|h| under(&h.code, code));
        if !agree && let Some(other) = named.first() {
            out.candidates.extend(named.iter().map(|h| h.code.clone()));
            let (a, b) = (spaced(code), spaced(&other.code));
            out.doubt = Some(format!(
                "The code {a} and the text {text:?} ({}, {b}) contradict each other. Which holds?",
                other.name
            ));
        }
    }
    out
}

/// `3104 20 50`.
pub(crate) fn spaced(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + 3);
    for (at, c) in code.chars().enumerate() {
        if at >= 4 && at % 2 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod unit {
    use super::*;

    fn headings() -> Vec<Heading> {
        let plain = |code: &str, words: &[&str]| Heading {
            code: code.into(),
            name: words[0].into(),
            phrases: words.iter().map(|w| super::words(w)).collect(),
            above: None,
            up_to: None,
        };
        let measured = |code: &str, above, up_to| Heading { above, up_to, ..plain(code, &["potassium chloride"]) };
        vec![
            plain("310420", &["potassium chloride", "muriate of potash"]),
            measured("31042010", None, Some(40.0)),
            measured("31042050", Some(40.0), Some(62.0)),
            measured("31042090", Some(62.0), None),
            plain("281520", &["potassium hydroxide", "caustic potash"]),
        ]
    }

    #[test]
    fn measured_potash_completes_a_code_of_six_digits() {
        let codes = reconcile(&headings(), Some("310420"), None, Some(60.0));
        assert_eq!(codes, Codes { candidates: vec!["31042050".into()], doubt: None });
    }

    #[test]
    fn a_code_that_the_measured_potash_contradicts_is_in_doubt() {
        let codes = reconcile(&headings(), Some("31042010"), None, Some(60.0));
        assert_eq!(codes.candidates, ["31042010", "31042050"]);
        assert!(codes.doubt.is_some());
    }

    #[test]
    fn potassium_hydroxide_beside_the_code_of_potash_is_a_contradiction_and_potash_is_none() {
        let of = |text| reconcile(&headings(), Some("31042050"), Some(text), None);
        assert_eq!(of("Potassium hydroxide, solid").candidates, ["31042050", "281520"]);
        assert!(of("Potassium hydroxide, solid").doubt.is_some());
        for text in ["muriate of potash, granular", "MOP 60%", "fertiliser"] {
            assert_eq!(of(text).doubt, None, "{text}");
        }
    }

    #[test]
    fn blanks_and_points_in_codes_do_not_matter_and_letters_are_refused() {
        assert_eq!(digits("3104.20 50"), Ok("31042050".into()));
        assert!(digits("31O42050").is_err() && digits("3").is_err() && digits("12345678901").is_err());
    }
}
