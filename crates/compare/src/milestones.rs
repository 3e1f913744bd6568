//! Lags of what is no listing: a ban on goods that leaves a grade out, a licence that ends and a railway that stops later.
//!
//! A milestone is one authority's act on one object on one day. Within an object, the first milestone leads, and each later one is
//! measured from it.

use interdict_model::{Authority, Certainty};
use jiff::civil::Date;
use serde::Serialize;

/// One authority's act on one object on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// What it is about: goods, a licence, a contract.
    pub object: String,
    /// Who acted.
    pub authority: Authority,
    /// The day, in the authority's own zone; `None` for a step that nobody has found yet.
    pub date: Option<Date>,
    /// What happened.
    pub text: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it can be read.
    pub references: String,
}

/// The days between two milestones of one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MilestoneLag {
    /// What it is about.
    pub object: String,
    /// The first act.
    pub leader: Milestone,
    /// A later one.
    pub follower: Milestone,
    /// The days between; `None` while the second step has not been found.
    pub lag_days: Option<i32>,
    /// Days for which the second step is outstanding on the day of asking.
    pub open_days: Option<i32>,
}

/// A row that is no milestone.
#[derive(Debug, thiserror::Error)]
#[error("{file}, line {line}, {field}: found {found:?}, wanted {wanted}")]
pub struct BadMilestone {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The column.
    pub field: &'static str,
    /// What stands there.
    pub found: String,
    /// What should.
    pub wanted: &'static str,
}

/// Reads a CSV with the columns `object,authority,date,text,certainty,references` (others are left alone), in the order of the file.
pub fn read(file: &str, text: &str) -> Result<Vec<Milestone>, BadMilestone> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let bad =
        |line, field, found: &str, wanted| BadMilestone { file: file.into(), line, field, found: found.into(), wanted };
    let header = reader.headers().map_err(|e| bad(1, "header", &e.to_string(), "a CSV file"))?.clone();
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| bad(e.position().map_or(0, |p| p.line()), "row", &e.to_string(), "a CSV row"))?;
        let line = row.position().map_or(0, |p| p.line());
        let cell = |name: &str| header.iter().position(|h| h == name).and_then(|at| row.get(at)).unwrap_or("");
        let authority = Authority::new(cell("authority"));
        let certainty = Certainty::parse(cell("certainty"));
        out.push(Milestone {
            object: cell("object").to_string(),
            authority: authority.map_err(|e| bad(line, "authority", &e.0, "a code such as us, eu, lt"))?,
            date: match cell("date") {
                "" => None,
                day => Some(day.parse().map_err(|_| bad(line, "date", day, "a day such as 2021-12-08, or nothing"))?),
            },
            text: cell("text").to_string(),
            certainty: certainty
                .ok_or_else(|| bad(line, "certainty", cell("certainty"), "confirmed, found, inferred or unverified"))?,
            references: cell("references").to_string(),
        });
    }
    Ok(out)
}

/// The lags of every object: its first milestone (the earliest day; the file's order where days are equal) to each later one. What is
/// outstanding is counted up to the day `on`.
pub fn lags(milestones: &[Milestone], on: Date) -> Vec<MilestoneLag> {
    let mut objects: Vec<&str> = Vec::new();
    for m in milestones {
        if !objects.contains(&m.object.as_str()) {
            objects.push(&m.object);
        }
    }
    let mut out = Vec::new();
    for object in objects {
        let mut of: Vec<&Milestone> = milestones.iter().filter(|m| m.object == object).collect();
        of.sort_by_key(|m| m.date.unwrap_or(Date::MAX));
        let Some((leader, followers)) = of.split_first() else { continue };
        out.extend(followers.iter().map(|follower| MilestoneLag {
            object: object.to_string(),
            leader: (*leader).clone(),
            follower: (*follower).clone(),
            lag_days: leader.date.zip(follower.date).map(|(a, b)| crate::table::days(a, b)),
            open_days: leader.date.filter(|d| follower.date.is_none() && *d <= on).map(|d| crate::table::days(d, on)),
        }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_nobody_has_found_is_counted_as_outstanding_not_as_a_lag() {
        let text = "object,authority,step,date,text,certainty,references\n\
            removal,us,start,2026-03-26,off the list,found,x\nremoval,eu,end,,none found,found,y\n";
        let lags = lags(&read("m.csv", text).expect("reads"), jiff::civil::date(2026, 11, 23));
        assert_eq!((lags[0].lag_days, lags[0].open_days), (None, Some(242)));
        let e = read("m.csv", "object,authority,date,certainty\nx,us,someday,found\n").expect_err("no day");
        assert_eq!(
            e.to_string(),
            "m.csv, line 2, date: found \"someday\", wanted a day such as 2021-12-08, or nothing"
        );
    }
}
