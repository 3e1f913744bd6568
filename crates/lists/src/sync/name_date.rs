//! Tells a day from the name of a file or folder: `sdn_2021-12-02_before.csv`, `2021-08-18T093901Z`, `20210818`, `2022-01`.
//!
//! A day is its midnight UTC; a month its first day. Numbers that go on before or behind (an act such as `32006R0765`, an id) are
//! no dates.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use std::path::Path;

/// The instant that the name of this file tells, else that of the nearest of the three folders above it.
pub(super) fn of(path: &Path) -> Option<Timestamp> {
    let names = path.ancestors().filter_map(|p| p.file_name()).take(4);
    names.filter_map(|n| n.to_str()).find_map(in_name)
}

/// The first date in a name; a day goes before a month.
fn in_name(name: &str) -> Option<Timestamp> {
    let bytes = name.as_bytes();
    let starts = || (0..bytes.len()).filter(|n| *n == 0 || !digit(bytes, n - 1));
    starts().find_map(|n| day(bytes, n)).or_else(|| starts().find_map(|n| month(bytes, n)))
}

fn digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// The number that these digits make.
fn number(bytes: &[u8], at: usize, digits: usize) -> Option<i16> {
    let all = bytes.get(at..at + digits)?;
    let fits = all.iter().all(u8::is_ascii_digit);
    fits.then(|| all.iter().fold(0, |n, b| n * 10 + i16::from(b - b'0')))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    // Lists of before 1990 are not published as files; a number that would be one is something else.
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    (1990..=2199).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// `2021-12-02`, `2021_12_02`, `2021.12.02` or `20211202`, a time behind it or none.
fn day(bytes: &[u8], at: usize) -> Option<Timestamp> {
    let year = number(bytes, at, 4)?;
    let separator = bytes.get(at + 4).copied().filter(|b| b"-_.".contains(b));
    let (date, end) = match separator {
        Some(s) if bytes.get(at + 7) == Some(&s) => {
            (date(year, number(bytes, at + 5, 2)?, number(bytes, at + 8, 2)?)?, at + 10)
        }
        Some(_) => return None,
        None => (date(year, number(bytes, at + 4, 2)?, number(bytes, at + 6, 2)?)?, at + 8),
    };
    if digit(bytes, end) {
        return None;
    }
    instant(time(bytes, end).map_or(date.at(0, 0, 0, 0), |(h, m, s)| date.at(h, m, s, 0)))
}

/// `T093901Z`, `T09:39:01`, `T08_31_12`, `T0939`: taken as UTC, with or without the `Z`.
fn time(bytes: &[u8], at: usize) -> Option<(i8, i8, i8)> {
    if !matches!(bytes.get(at), Some(b'T' | b't')) {
        return None;
    }
    let step = |from: usize| from + usize::from(bytes.get(from).is_some_and(|b| b":_-.".contains(b)));
    let hour = number(bytes, at + 1, 2)?;
    let at_minute = step(at + 3);
    let minute = number(bytes, at_minute, 2)?;
    let second = number(bytes, step(at_minute + 2), 2).unwrap_or(0);
    let fits = hour < 24 && minute < 60 && second < 60;
    fits.then_some((i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?))
}

/// `2022-01`, taken as its first day.
fn month(bytes: &[u8], at: usize) -> Option<Timestamp> {
    if !bytes.get(at + 4).is_some_and(|b| b"-_".contains(b)) || digit(bytes, at + 7) {
        return None;
    }
    // `2021-2022` is a span of years.
    instant(date(number(bytes, at, 4)?, number(bytes, at + 5, 2)?, 1)?.at(0, 0, 0, 0))
}

fn instant(at: DateTime) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_and_months_are_told_from_names() {
        let cases = [
            ("sdn_2021-12-02_before.csv.gz", "2021-12-02T00:00:00Z"),
            ("sdn_2021-08-18T093901Z.csv.gz", "2021-08-18T09:39:01Z"),
            ("20171012-FULL-schema-1_1(xsd).xml", "2017-10-12T00:00:00Z"),
            ("20210818T0939.csv", "2021-08-18T09:39:00Z"),
            ("View_2024-11-17T08_31_12.748Z.csv", "2024-11-17T08:31:12Z"),
            ("add_2025-12.csv", "2025-12-01T00:00:00Z"),
            ("2021-07/sdn.csv", "2021-07-01T00:00:00Z"),
            ("2021-07/old/sdn_2020.01.31.csv", "2020-01-31T00:00:00Z"),
            ("2021-07 of 2021-07-29.csv", "2021-07-29T00:00:00Z"),
        ];
        for (name, wanted) in cases {
            assert_eq!(of(Path::new(name)).map(|t| t.to_string()).as_deref(), Some(wanted), "{name}");
        }
    }

    #[test]
    fn numbers_that_are_no_dates_tell_nothing() {
        for name in
            ["32006R0765.csv", "2021-13-02.csv", "1202112021.csv", "2021-2022.csv", "sdn.csv", "2021.csv", "é2021-"]
        {
            assert_eq!(of(Path::new(name)), None, "{name}");
        }
    }
}
