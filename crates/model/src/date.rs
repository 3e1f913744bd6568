//! Dates as lists print them: partial, ranged, approximate.
//!
//! A day that is not known is not the first of the month. [`PartialDate`] keeps what is known; [`DateSpan`] is the
//! span of days that a printed text allows, with the text beside it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A Gregorian year, with month and day where they are known. Years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

/// A text that is no date.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{0:?} is no date: wanted a year, a month or a day such as 1958, 1958-05, 1958-05-12, 12 May 1958 or 12.5.1958"
)]
pub struct BadDate(pub String);

impl PartialDate {
    /// A date of a year and, where known, month and day; `None` where no such day exists.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        if !(1..=9999).contains(&year) || (month.is_none() && day.is_some()) {
            return None;
        }
        let (m, d) = (month.unwrap_or(1), day.unwrap_or(1));
        jiff::civil::Date::new(year, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()?;
        Some(Self { year, month, day })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }
    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }
    /// The day of the month, where it is known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The first day that this date may be.
    pub fn first(self) -> jiff::civil::Date {
        jiff::civil::date(self.year, self.month.unwrap_or(1) as i8, self.day.unwrap_or(1) as i8)
    }

    /// The last day that this date may be.
    pub fn last(self) -> jiff::civil::Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first(),
            (Some(_), None) => self.first().last_of_month(),
            _ => self.first().last_of_year(),
        }
    }

    /// The day, where it is known.
    pub fn full(self) -> Option<jiff::civil::Date> {
        self.day.map(|_| self.first())
    }

    /// `d/m/y`, `d.m.y`, `y-m-d` and the like, from numbers in a known order; zero or `None` month and day are unknown.
    pub fn from_numbers(year: &str, month: &str, day: &str) -> Option<Self> {
        let year: i16 = year.trim().parse().ok()?;
        let part = |s: &str| s.trim().parse::<u8>().ok().filter(|n| *n > 0);
        let month = part(month);
        Self::new(year, month, month.and(part(day)))
    }

    /// Month and day swapped apart: month first, as US files print it (`12/02/2021` is 2 December).
    pub fn parse_us(text: &str) -> Option<Self> {
        let cells: Vec<&str> = text.trim().split('/').collect();
        match cells[..] {
            [m, d, y] => Self::from_numbers(y, m, d),
            _ => text.parse().ok(),
        }
    }
}

impl From<jiff::civil::Date> for PartialDate {
    fn from(d: jiff::civil::Date) -> Self {
        Self { year: d.year(), month: Some(d.month() as u8), day: Some(d.day() as u8) }
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn month_word(word: &str) -> Option<u8> {
    let word = word.trim_end_matches(['.', ',']).to_ascii_lowercase();
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|m| *m == &word[..3])?;
    (full[at].starts_with(&word) || word == "sept").then_some(at as u8 + 1)
}

/// Reads `1958`, `1958-05`, `1958-05-12` (also with a time behind), `12 May 1958`, `May 12, 1958`, `May 1958`, `26 Feb. 2011`,
/// `12.5.1958`, `12/05/1958` (day first), `00/05/1958`, `dd/mm/1945`.
impl FromStr for PartialDate {
    type Err = BadDate;
    fn from_str(text: &str) -> Result<Self, BadDate> {
        let bad = || BadDate(text.to_string());
        let t = text.trim();
        let year_only = |s: &str| s.len() == 4 && s.bytes().all(|b| b.is_ascii_digit());
        if year_only(t) {
            return Self::from_numbers(t, "", "").ok_or_else(bad);
        }
        // ISO, with or without a time behind the day.
        // A day may carry a time or, in UN files, an offset ("2015-04-07-04:00"): the day is the authority's own.
        let zoned = t.len() == 16
            && t.is_char_boundary(10)
            && matches!(t.as_bytes()[10], b'-' | b'+')
            && t.as_bytes()[13] == b':';
        let iso = if zoned { &t[..10] } else { t.split(['T', ' ']).next().unwrap_or(t) };
        let cells: Vec<&str> = iso.trim_end_matches('Z').split('-').collect();
        if cells.len() > 1 && year_only(cells[0]) && cells.iter().all(|c| c.bytes().all(|b| b.is_ascii_digit())) {
            return match cells[..] {
                [y, m] => Self::strict(y, m, None),
                [y, m, d] => Self::strict(y, m, Some(d)),
                _ => None,
            }
            .ok_or_else(bad);
        }
        for separator in ['/', '.'] {
            let cells: Vec<&str> = t.split(separator).map(str::trim).collect();
            let numeric = |c: &str| c.bytes().all(|b| b.is_ascii_digit()) || matches!(c, "dd" | "mm");
            if let [d, m, y] = cells[..]
                && year_only(y)
                && numeric(d)
                && numeric(m)
            {
                let unknown = |c: &str| matches!(c, "dd" | "mm" | "00" | "0");
                return match (unknown(m), unknown(d)) {
                    (true, _) => Self::from_numbers(y, "", ""),
                    (false, true) => Self::strict(y, m, None),
                    (false, false) => Self::strict(y, m, Some(d)),
                }
                .ok_or_else(bad);
            }
            if let [m, y] = cells[..]
                && year_only(y)
                && numeric(m)
                && !m.is_empty()
            {
                return Self::strict(y, m, None).ok_or_else(bad);
            }
        }
        let words: Vec<&str> = t.split([' ', ',', '-']).filter(|w| !w.is_empty()).collect();
        let number = |w: &str| {
            let digits = w.trim_end_matches(['.', ',']);
            let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| digits.strip_suffix(s)).unwrap_or(digits);
            digits.parse::<u8>().ok()
        };
        match words[..] {
            [m, y] if year_only(y) => {
                let year = y.parse().map_err(|_| bad())?;
                Self::new(year, Some(month_word(m).ok_or_else(bad)?), None).ok_or_else(bad)
            }
            [a, b, y] if year_only(y) => {
                let (m, d) = match (month_word(a), month_word(b)) {
                    (Some(m), None) => (m, b),
                    (None, Some(m)) => (m, a),
                    _ => return Err(bad()),
                };
                let year = y.parse().map_err(|_| bad())?;
                Self::new(year, Some(m), Some(number(d).ok_or_else(bad)?)).ok_or_else(bad)
            }
            _ => Err(bad()),
        }
    }
}

impl PartialDate {
    /// Like [`PartialDate::from_numbers`], but a month or day that is no number or does not exist is no date.
    fn strict(year: &str, month: &str, day: Option<&str>) -> Option<Self> {
        let month: u8 = month.parse().ok()?;
        let day = match day {
            Some(d) => Some(d.parse::<u8>().ok()?),
            None => None,
        };
        // "1958-00-00" is how several lists print a bare year.
        if month == 0 {
            return Self::new(year.parse().ok()?, None, None);
        }
        Self::new(year.parse().ok()?, Some(month), day.filter(|d| *d > 0))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match (self.month, self.day) {
            (Some(m), Some(d)) => format!("{:04}-{m:02}-{d:02}", self.year),
            (Some(m), None) => format!("{:04}-{m:02}", self.year),
            _ => format!("{:04}", self.year),
        };
        f.pad(&text)
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = BadDate;
    fn try_from(s: String) -> Result<Self, BadDate> {
        s.parse()
    }
}

impl From<PartialDate> for String {
    fn from(d: PartialDate) -> String {
        d.to_string()
    }
}

/// The span of days that a printed date allows, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateSpan {
    /// Earliest; for a single date the date itself.
    pub from: PartialDate,
    /// Latest; for a single date the date itself.
    pub to: PartialDate,
    /// The source calls it approximate ("circa", "approximately").
    pub circa: bool,
    /// As printed, where that says more than the parse.
    pub text: Option<String>,
}

impl DateSpan {
    /// One date, exact as far as it is known.
    pub fn exact(date: PartialDate) -> Self {
        Self { from: date, to: date, circa: false, text: None }
    }

    /// From one date to another; swapped ends are put in order.
    pub fn range(from: PartialDate, to: PartialDate) -> Self {
        let (from, to) = if to.last() < from.first() { (to, from) } else { (from, to) };
        Self { from, to, circa: false, text: None }
    }

    /// Reads a date or a range with the qualifiers that lists print: `circa 1958`, `approximately 1952`, `1953 to 1958`, `between
    /// 1953 and 1958`, `1962-1965`, `early 1970s` is not read (`None`). The text is kept where it is more than one plain date.
    pub fn parse(text: &str) -> Option<Self> {
        let printed = text.trim();
        if let Ok(date) = printed.parse() {
            return Some(Self::exact(date));
        }
        let lower = printed.to_lowercase();
        let mut rest = lower.trim_end_matches(['.', ';']);
        let mut circa = false;
        loop {
            let before = rest;
            for word in ["circa", "approximately", "approx.", "approx", "about", "around", "c.", "ca.", "estimated"] {
                if let Some(r) = rest.strip_prefix(word) {
                    (rest, circa) = (r.trim_start_matches([':', ' ']), true);
                }
            }
            for word in ["(circa)", "(approximately)", "(approx.)", "(approx)", "(estimated)"] {
                if let Some(r) = rest.strip_suffix(word) {
                    (rest, circa) = (r.trim_end(), true);
                }
            }
            for word in ["between ", "from ", "in "] {
                rest = rest.strip_prefix(word).unwrap_or(rest);
            }
            if rest == before {
                break;
            }
        }
        let kept = Some(printed.to_string());
        if let Ok(date) = rest.parse() {
            return Some(Self { circa, text: kept, ..Self::exact(date) });
        }
        for separator in [" to ", " and ", " - ", " – ", "–", "-", "/"] {
            if let Some((a, b)) = rest.split_once(separator)
                && let (Ok(a), Ok(b)) = (a.trim().parse::<PartialDate>(), b.trim().parse::<PartialDate>())
            {
                return Some(Self { circa, text: kept, ..Self::range(a, b) });
            }
        }
        None
    }

    /// Could the other date be this one? An approximate span is widened by two years at either end.
    pub fn may_be(&self, other: PartialDate) -> bool {
        let slack = if self.circa { jiff::Span::new().years(2) } else { jiff::Span::new() };
        let from = self.from.first().checked_sub(slack).unwrap_or(jiff::civil::Date::MIN);
        let to = self.to.last().checked_add(slack).unwrap_or(jiff::civil::Date::MAX);
        from <= other.last() && other.first() <= to
    }

    /// Do the two spans share a day?
    pub fn overlaps(&self, other: &DateSpan) -> bool {
        let widened = |s: &DateSpan| {
            let slack = if s.circa { jiff::Span::new().years(2) } else { jiff::Span::new() };
            let from = s.from.first().checked_sub(slack).unwrap_or(jiff::civil::Date::MIN);
            (from, s.to.last().checked_add(slack).unwrap_or(jiff::civil::Date::MAX))
        };
        let ((a, b), (c, d)) = (widened(self), widened(other));
        a <= d && c <= b
    }
}

impl fmt::Display for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let circa = if self.circa { "circa " } else { "" };
        if self.from == self.to {
            write!(f, "{circa}{}", self.from)
        } else {
            write!(f, "{circa}{} to {}", self.from, self.to)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        text.parse::<PartialDate>().ok().map(|d| d.to_string())
    }

    #[test]
    fn lists_print_days_in_many_ways() {
        let ways = [
            "1958-05-12",
            "12 May 1958",
            "12 May. 1958",
            "May 12, 1958",
            "12.5.1958",
            "12/05/1958",
            "12.05.1958",
            "1958-05-12T00:00:00",
            "1958-05-12-04:00",
            "12th May 1958",
        ];
        for text in ways {
            assert_eq!(read(text).as_deref(), Some("1958-05-12"), "{text}");
        }
        assert_eq!(PartialDate::parse_us("05/12/1958").map(|d| d.to_string()).as_deref(), Some("1958-05-12"));
    }

    #[test]
    fn what_is_not_known_stays_unknown() {
        for text in ["1945", "dd/mm/1945", "00/00/1945", "1945-00-00"] {
            assert_eq!(read(text).as_deref(), Some("1945"), "{text}");
        }
        for text in ["May 1958", "00/05/1958", "1958-05", "dd/05/1958", "05/1958"] {
            assert_eq!(read(text).as_deref(), Some("1958-05"), "{text}");
        }
    }

    #[test]
    fn no_such_day_is_no_date() {
        for text in ["30 Feb 1970", "1970-13-01", "31.4.1970", "0000", "", "May", "x 1970", "12345"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn ranges_and_qualifiers_are_kept() {
        let span = DateSpan::parse("between 1953 and 1958").expect("a range");
        assert_eq!((span.from.year(), span.to.year(), span.circa), (1953, 1958, false));
        let span = DateSpan::parse("Approximately 1952").expect("a year");
        assert!(
            span.circa && span.may_be("1953".parse().expect("a year")) && !span.may_be("1960".parse().expect("a year"))
        );
        assert_eq!(span.text.as_deref(), Some("Approximately 1952"));
        assert!(DateSpan::parse("1962-1965").is_some_and(|s| s.to.year() == 1965));
        assert!(DateSpan::parse("12 Mar 1960 to 3 Apr 1961").is_some_and(|s| s.to.day() == Some(3)));
        assert!(DateSpan::parse("a long time ago").is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,40}") {
            let _ = DateSpan::parse(&text);
        }

        #[test]
        fn what_is_printed_is_read_back(y in 1i16..=9999, m in 1u8..=12, d in 1u8..=28, known in 0..3) {
            let date = PartialDate::new(y, (known > 0).then_some(m), (known > 1).then_some(d)).expect("a date");
            prop_assert_eq!(date.to_string().parse::<PartialDate>(), Ok(date));
        }
    }
}
