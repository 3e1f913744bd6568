//! Shares in percent, exact in decimals: 16.7 and 33.3 are 50 and not a hair less, because a rule may turn on that hair.

use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// A share from 0 to 100 %, in steps of 10^-12 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Share(u64);

/// Steps of a percent.
const STEPS: u64 = 1_000_000_000_000;

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything.
    pub const WHOLE: Self = Self(100 * STEPS);

    /// So many percent; `None` outside 0 to 100.
    pub const fn percent(percent: u64) -> Option<Self> {
        if percent <= 100 { Some(Self(percent * STEPS)) } else { None }
    }

    /// Reads `25`, `33.3`, `33,3`, `25 %`. Decimals past the twelfth are cut off.
    pub fn parse(text: &str) -> Result<Self, BadShare> {
        let plain = text.trim().trim_end_matches('%').trim_end();
        let (whole, decimals) = plain.split_once(['.', ',']).unwrap_or((plain, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let negative = plain.starts_with('-');
        if negative || (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
            // What a program wrote: 1e1, 5E-05.
            let number = plain.parse::<f64>().ok().filter(|n| n.is_finite() && plain.contains(['e', 'E']));
            return match number {
                Some(n) if (0.0..=100.0).contains(&n) => Ok(Self((n * STEPS as f64).round() as u64)),
                Some(_) => Err(BadShare::Outside(text.trim().to_string())),
                None if negative && plain.parse::<f64>().is_ok() => Err(BadShare::Outside(text.trim().to_string())),
                None => Err(BadShare::NoNumber(text.trim().to_string())),
            };
        }
        let outside = || BadShare::Outside(text.trim().to_string());
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| outside())? };
        let mut steps = 0u64;
        for place in 0..12 {
            steps = steps * 10 + u64::from(decimals.as_bytes().get(place).map_or(0, |b| b - b'0'));
        }
        let sum = whole.checked_mul(STEPS).and_then(|w| w.checked_add(steps)).filter(|sum| *sum <= Self::WHOLE.0);
        sum.map(Self).ok_or_else(outside)
    }

    /// The least share that is more than this one: what "more than 25 %" begins with. One step more, never past the whole.
    pub fn just_above(self) -> Self {
        Self::of_steps(self.0 + 1)
    }

    /// The greatest share that is less than this one: what "less than 75 %" ends with. One step less, never below nothing.
    pub fn just_below(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// So many percent less, never below nothing.
    pub fn less(self, percent: u64) -> Self {
        Self(self.0.saturating_sub(percent.saturating_mul(STEPS)))
    }

    /// As a number of percent, for people and programs.
    pub fn as_percent(self) -> f64 {
        self.0 as f64 / STEPS as f64
    }

    /// Both together, at most the whole.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0).min(Self::WHOLE.0))
    }

    /// The steps, for sums that may pass the whole.
    pub(crate) fn steps(self) -> u64 {
        self.0
    }

    /// A sum of steps, at most the whole.
    pub(crate) fn of_steps(steps: u64) -> Self {
        Self(steps.min(Self::WHOLE.0))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:012}", self.0 / STEPS, self.0 % STEPS);
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_percent())
    }
}

/// A text that is no share.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadShare {
    /// No number.
    #[error(
        "{0:?} is no share: wanted percent such as 25, 33.3 or a range such as 25-50, or nothing where it is not known"
    )]
    NoNumber(String),
    /// Below 0 or above 100 %.
    #[error("a share of {0:?} cannot be: wanted 0 to 100 percent")]
    Outside(String),
    /// A range whose end lies below its beginning.
    #[error("{0:?} is no range: its end lies below its beginning")]
    Backwards(String),
}

/// What is known of a share: from `low` to `high`, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Range {
    /// The least that it may be.
    pub low: Share,
    /// The most that it may be.
    pub high: Share,
}

impl Range {
    /// Nothing is known of it.
    pub const UNKNOWN: Self = Self { low: Share::NONE, high: Share::WHOLE };

    /// Exactly this share.
    pub fn exact(share: Share) -> Self {
        Self { low: share, high: share }
    }

    /// Reads a share or a range of two (`25-50`, `25 to 50`); an empty text is a share that is not known.
    pub fn parse(text: &str) -> Result<Self, BadShare> {
        let text = text.trim();
        if text.is_empty() || text == "?" {
            return Ok(Self::UNKNOWN);
        }
        let cut = text.find(" to ").map(|at| (at, at + 4)).or_else(|| {
            // A blank, digit or percent sign before the dash: it is no minus, and no exponent.
            let dash = |(at, c): (usize, char)| matches!(c, '-' | '–').then_some((at, at + c.len_utf8()));
            let apart = |(at, _): &(usize, usize)| *at > 0 && !text[..*at].ends_with(['e', 'E']);
            text.char_indices().filter_map(dash).find(apart)
        });
        let Some((end, begin)) = cut else { return Share::parse(text).map(Self::exact) };
        let low = Share::parse(text.get(..end).unwrap_or_default())?;
        let high = Share::parse(text.get(begin..).unwrap_or_default())?;
        if low > high { Err(BadShare::Backwards(text.to_string())) } else { Ok(Self { low, high }) }
    }

    /// Is it known exactly?
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_exact() {
            return write!(f, "{} %", self.low);
        }
        if *self == Self::UNKNOWN {
            return f.write_str("unknown share");
        }
        // A few steps past a round share are the sum of a few that are "more than": 25 and a step twice is more than 50.
        const FEW: u64 = 9;
        const ROUND: u64 = 1000;
        let (above, below) = (self.low.0 % ROUND, (ROUND - self.high.0 % ROUND) % ROUND);
        let (above, below) = ((1..=FEW).contains(&above).then_some(above), (1..=FEW).contains(&below).then_some(below));
        match above {
            Some(steps) => write!(f, "more than {}", Share(self.low.0 - steps))?,
            None => write!(f, "{}", self.low)?,
        }
        match below {
            Some(steps) => write!(f, " to less than {} %", Share(self.high.0 + steps)),
            None => write!(f, " to {} %", self.high),
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn shares_are_exact_in_decimals_and_impossible_ones_are_refused() {
        let read = |text: &str| Range::parse(text);
        let sum = Share::parse("16.7").and_then(|a| Ok(a.plus(Share::parse("33,3 %")?)));
        assert_eq!(sum, Ok(Share::percent(50).expect("50")));
        assert_eq!(read("25-50").map(|r| r.to_string()), Ok("25 to 50 %".into()));
        assert_eq!(read("25 to 50"), read("25 – 50"));
        assert_eq!(read("1e1"), read("10"));
        assert_eq!(read("0.1").map(|r| r.low.as_percent()), Ok(0.1));
        assert_eq!(read(""), Ok(Range::UNKNOWN));
        let percent = |n: u64| Share::percent(n).expect("a share");
        let open = Range { low: percent(50).just_above(), high: percent(75).just_below() };
        assert_eq!(open.to_string(), "more than 50 to less than 75 %");
        let twice = percent(25).just_above().plus(percent(25).just_above());
        assert!(twice > percent(50), "more than 25 % twice is more than 50 %");
        assert_eq!(Range { low: twice, high: percent(100) }.to_string(), "more than 50 to 100 %");
        for (text, outside) in [("-5", true), ("100.1", true), ("half", false), ("50-25", false), ("1.2.3", false)] {
            let refused = read(text).expect_err(text);
            assert_eq!(matches!(refused, BadShare::Outside(_)), outside, "{text}: {refused}");
        }
    }
}
