//! Two kinds of time: when an act happens, and the boundaries that law draws.
//!
//! A boundary is a moment in the law's own zone: "00:01 Eastern on 8 December 2021" is 07:01 in Vilnius. An act may be known to the moment or
//! only to the day. **A day is not a moment**: where a boundary falls inside the day of an act, whether the act comes before or after it is
//! unknown. A day without a zone is the same day everywhere, so that a boundary at midnight never falls inside it.

use crate::truth::Truth;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// The zones that come with the program, so that an answer does not hang on the machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of this IANA name: `Europe/Vilnius`.
pub(crate) fn zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok()
}

/// A text that is no time of an act.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{0:?} is no time: wanted a day (2021-12-08), a day in a zone (2021-12-08[Europe/Vilnius]), or a moment (2021-12-08T07:00[Europe/Vilnius], 2021-12-08T05:00Z)"
)]
pub struct BadWhen(pub String);

/// When an act happens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct When {
    /// As it was written.
    text: String,
    /// The first moment, and the first one after it. For a day without a zone, of the day in UTC: only good for ordering.
    start: Timestamp,
    end: Timestamp,
    /// The day, where it is the same everywhere.
    floating: Option<Date>,
    /// The day on the calendar of its place.
    day: Date,
}

impl When {
    /// A day, the same everywhere.
    pub fn day(day: Date) -> Self {
        let start = moment(day.at(0, 0, 0, 0), &TimeZone::UTC);
        let end = moment(next(day), &TimeZone::UTC);
        Self { text: day.to_string(), start, end, floating: Some(day), day }
    }

    /// A moment.
    pub fn moment(at: Timestamp) -> Self {
        let day = TimeZone::UTC.to_datetime(at).date();
        let end = at.checked_add(Span::new().nanoseconds(1)).unwrap_or(at);
        Self { text: at.to_string(), start: at, end, floating: None, day }
    }

    /// Reads a day, a day in a zone, or a moment.
    pub fn parse(text: &str) -> Result<Self, BadWhen> {
        let bad = || BadWhen(text.to_string());
        let trimmed = text.trim();
        let (plain, named) = match trimmed.strip_suffix(']').and_then(|t| t.split_once('[')) {
            Some((plain, name)) => (plain, Some(zone(name).ok_or_else(bad)?)),
            None => (trimmed, None),
        };
        let whole_day = plain.len() == 10;
        if whole_day {
            let day: Date = plain.parse().map_err(|_| bad())?;
            let Some(zone) = named else { return Ok(Self::day(day)) };
            let (start, end) = (moment(day.at(0, 0, 0, 0), &zone), moment(next(day), &zone));
            return Ok(Self { text: trimmed.to_string(), start, end, floating: None, day });
        }
        // A time of day. With an offset or Z it is a moment; with a zone too; with neither it could be anywhere.
        let clock = plain.get(11..).unwrap_or_default();
        let offset = clock.contains('Z') || clock.contains('+') || clock.contains('-');
        let start = match (offset, named) {
            (true, _) => plain.parse().map_err(|_| bad())?,
            (false, Some(zone)) => moment(plain.parse::<DateTime>().map_err(|_| bad())?, &zone),
            (false, None) => return Err(bad()),
        };
        let day: Date = plain.get(..10).unwrap_or_default().parse().map_err(|_| bad())?;
        Ok(Self { text: trimmed.to_string(), day, ..Self::moment(start) })
    }

    /// The day on the calendar of its place; of UTC for a bare moment.
    pub fn date(&self) -> Date {
        self.day
    }

    /// The first and the last day on which it may lie, on the calendar of a zone.
    pub(crate) fn days(&self, zone: &TimeZone) -> (Date, Date) {
        match self.floating {
            Some(day) => (day, day),
            None => {
                let last = self.end.checked_sub(Span::new().nanoseconds(1)).unwrap_or(self.end);
                (zone.to_datetime(self.start).date(), zone.to_datetime(last).date())
            }
        }
    }

    /// Is it known to the moment?
    pub fn is_moment(&self) -> bool {
        self.floating.is_none() && self.end.duration_since(self.start).as_secs() < 1
    }

    /// Does it lie before the boundary?
    pub fn before(&self, boundary: &Boundary) -> Truth {
        let (ends_by, starts_at) = match self.floating {
            Some(day) => (next(day) <= boundary.local, day.at(0, 0, 0, 0) >= boundary.local),
            None => (self.end <= boundary.at, self.start >= boundary.at),
        };
        if ends_by {
            Truth::Yes
        } else if starts_at {
            Truth::No
        } else {
            Truth::Unknown
        }
    }

    /// The same act at another moment: where a later boundary is tried.
    pub(crate) fn at(boundary: &Boundary) -> Self {
        Self { text: boundary.to_string(), day: boundary.local.date(), ..Self::moment(boundary.at) }
    }

    /// For ordering: does a boundary come after it?
    pub(crate) fn is_followed_by(&self, boundary: &Boundary) -> bool {
        self.before(boundary) != Truth::No
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl TryFrom<String> for When {
    type Error = BadWhen;
    fn try_from(text: String) -> Result<Self, BadWhen> {
        Self::parse(&text)
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.text
    }
}

fn next(day: Date) -> DateTime {
    day.tomorrow().unwrap_or(day).at(0, 0, 0, 0)
}

fn moment(local: DateTime, zone: &TimeZone) -> Timestamp {
    zone.to_ambiguous_timestamp(local).compatible().unwrap_or(Timestamp::MAX)
}

/// A moment at which law changes, in the law's own zone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Boundary {
    at: Timestamp,
    local: DateTime,
    zone: String,
}

impl Boundary {
    /// Reads a day (its first moment, in the zone) or a moment, with an offset of its own where it states one.
    pub(crate) fn parse(text: &str, zone_name: &str) -> Option<Self> {
        let zone = zone(zone_name)?;
        if let Ok(day) = text.parse::<Date>()
            && text.len() == 10
        {
            return Some(Self::new(day.at(0, 0, 0, 0), &zone, zone_name));
        }
        if let Ok(local) = text.parse::<DateTime>()
            && !text.ends_with('Z')
            && text.get(11..).is_some_and(|clock| !clock.contains(['+', '-', 'Z']))
        {
            return Some(Self::new(local, &zone, zone_name));
        }
        let at: Timestamp = text.parse().ok()?;
        Some(Self { at, local: zone.to_datetime(at), zone: zone_name.to_string() })
    }

    fn new(local: DateTime, zone: &TimeZone, name: &str) -> Self {
        Self { at: moment(local, zone), local, zone: name.to_string() }
    }

    /// The first moment of a day in a zone; of UTC for a zone that is unknown.
    pub(crate) fn of_day(day: Date, zone_name: &str) -> Self {
        Self::new(day.at(0, 0, 0, 0), &zone(zone_name).unwrap_or(TimeZone::UTC), zone_name)
    }

    /// The moment.
    pub fn timestamp(&self) -> Timestamp {
        self.at
    }

    /// The day on the law's own calendar.
    pub fn date(&self) -> Date {
        self.local.date()
    }

    /// In words: the day alone where it is a midnight; else `2021-12-08 00:01 in New York (05:01 UTC)`.
    pub fn words(&self) -> String {
        if self.local.time() == Time::midnight() {
            return self.local.date().to_string();
        }
        let clock = |t: Time| format!("{:02}:{:02}", t.hour(), t.minute());
        let utc = TimeZone::UTC.to_datetime(self.at);
        let day = if utc.date() == self.local.date() { String::new() } else { format!("{} ", utc.date()) };
        let place = self.zone.rsplit('/').next().unwrap_or(&self.zone).replace('_', " ");
        format!("{} {} in {place} ({day}{} UTC)", self.local.date(), clock(self.local.time()), clock(utc.time()))
    }

    /// The same moment on the clock of another zone, `2021-12-08T07:01`; `None` for a zone that is unknown.
    pub fn in_zone(&self, zone_name: &str) -> Option<DateTime> {
        Some(zone(zone_name)?.to_datetime(self.at))
    }
}

/// The day alone where the boundary is a midnight; else the time with its zone.
impl fmt::Display for Boundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.local.time() == Time::midnight() {
            write!(f, "{}", self.local.date())
        } else {
            let (date, time) = (self.local.date(), self.local.time());
            write!(f, "{date}T{:02}:{:02}[{}]", time.hour(), time.minute(), self.zone)
        }
    }
}

impl Serialize for Boundary {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// From one boundary up to, and without, another; open where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// Its first moment.
    pub from: Option<Boundary>,
    /// The first moment after it.
    pub to: Option<Boundary>,
}

impl Period {
    /// Does it hold at that time?
    pub fn holds(&self, at: &When) -> Truth {
        let begun = self.from.as_ref().map_or(Truth::Yes, |from| !at.before(from));
        if begun == Truth::No {
            return Truth::No;
        }
        begun.and(self.to.as_ref().map_or(Truth::Yes, |to| at.before(to)))
    }

    pub(crate) fn boundaries(&self) -> impl Iterator<Item = &Boundary> {
        self.from.iter().chain(&self.to)
    }
}

/// A period whose ends were each published on a day: before that day nobody could know of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validity {
    pub period: Period,
    pub from_published: Option<Date>,
    pub to_published: Option<Date>,
    /// Where it is not known when it began: from here on it surely had.
    pub surely_from: Option<Boundary>,
}

impl Validity {
    /// Does it hold at that time, as far as was published by a day (everything, where none is given)?
    pub fn holds(&self, at: &When, known: Option<Date>) -> Truth {
        let stands = self.stands(at, known);
        if self.is_unsure(at) { stands.and(Truth::Unknown) } else { stands }
    }

    /// Is it not known whether it had begun by that time?
    pub fn is_unsure(&self, at: &When) -> bool {
        self.surely_from.as_ref().is_some_and(|surely| at.before(surely) != Truth::No)
    }

    /// Every moment at which it changes.
    pub fn boundaries(&self) -> impl Iterator<Item = &Boundary> {
        self.period.boundaries().chain(&self.surely_from)
    }

    fn stands(&self, at: &When, known: Option<Date>) -> Truth {
        let Some(known) = known else { return self.period.holds(at) };
        if self.from_published.is_some_and(|day| day > known) {
            return Truth::No;
        }
        match &self.period {
            Period { from, to: Some(_) } if self.to_published.is_some_and(|day| day > known) => {
                from.as_ref().map_or(Truth::Yes, |from| !at.before(from))
            }
            period => period.holds(at),
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text).expect("a time")
    }

    #[test]
    fn one_minute_past_midnight_eastern_is_one_minute_past_seven_in_vilnius() {
        let end = Boundary::parse("2021-12-08T00:01:00-05:00", "America/New_York").expect("a boundary");
        assert_eq!(end.in_zone("Europe/Vilnius").expect("a zone").to_string(), "2021-12-08T07:01:00");
        assert_eq!(when("2021-12-08T07:00[Europe/Vilnius]").before(&end), Truth::Yes);
        assert_eq!(when("2021-12-08T07:01[Europe/Vilnius]").before(&end), Truth::No);
        assert_eq!(when("2021-12-08T05:00:59Z").before(&end), Truth::Yes);
    }

    #[test]
    fn a_day_in_which_the_boundary_falls_is_neither_before_nor_after_it() {
        let end = Boundary::parse("2021-12-08T00:01:00-05:00", "America/New_York").expect("a boundary");
        for (day, truth) in [
            ("2021-12-07", Truth::Yes),
            ("2021-12-08", Truth::Unknown),
            ("2021-12-09", Truth::No),
            ("2021-12-07[Europe/Vilnius]", Truth::Yes),
            ("2021-12-08[Europe/Vilnius]", Truth::Unknown),
            ("2021-12-09[Europe/Vilnius]", Truth::No),
            ("2021-12-08[Asia/Vladivostok]", Truth::Unknown),
        ] {
            assert_eq!(when(day).before(&end), truth, "{day}");
        }
    }

    #[test]
    fn a_day_without_a_zone_never_straddles_a_midnight() {
        let start = Boundary::parse("2021-06-25", "Europe/Brussels").expect("a boundary");
        assert_eq!(when("2021-06-24").before(&start), Truth::Yes);
        assert_eq!(when("2021-06-25").before(&start), Truth::No);
        assert_eq!(when("2021-06-25T00:30[Europe/Vilnius]").before(&start), Truth::Yes, "still the 24th in Brussels");
    }

    #[test]
    fn a_time_without_a_zone_is_refused_for_it_could_be_anywhere() {
        for text in ["2021-12-08T07:00", "8 December 2021", "2021-02-30", "2021-12-08[Europe/Atlantis]", ""] {
            assert!(When::parse(text).is_err(), "{text}");
        }
    }
}
