//! Stakes from a table of the user's own: CSV with the header `owner,owned,share,kind,from,to,source`, and
//! `joint` where holders act together. The one invariant: a share that is not stated is
//! not known, which is something else than none.

use super::Stakes;
use crate::Error;
use interdict_lists::Problem;
use interdict_model::PartialDate;
use interdict_own::{Kind, Range, Stake};

/// The columns, in any order; the first three must be there.
pub(super) const COLUMNS: [&str; 8] = ["owner", "owned", "share", "kind", "from", "to", "source", "joint"];

/// A table from a text; `name` is what messages call it.
///
/// # Errors
/// A text without the columns `owner`, `owned` and `share`.
pub(super) fn read(text: &str, name: &str) -> Result<Stakes, Error> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let broken = |e: csv::Error| Problem::new(e.to_string(), "a row of CSV").in_file(name);
    let header = rows.next().transpose().map_err(broken)?.unwrap_or_default();
    let place =
        |column: &str| header.iter().position(|t| t.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(column));
    let places = COLUMNS.map(place);
    for (column, place) in COLUMNS.iter().zip(places).take(3) {
        if place.is_none() {
            let found = format!("the columns {}", header.iter().collect::<Vec<_>>().join(", "));
            let problem = Problem::new(found, format!("a column {column}")).in_file(name);
            return Err(problem.advise(format!("put the header {} in the first row", COLUMNS[..7].join(","))).into());
        }
    }
    let mut out = Stakes::default();
    for (number, row) in rows.enumerate() {
        let number = number as u64 + 1;
        let row = match row {
            Ok(row) => row,
            Err(e) => {
                out.problems.push(broken(e).at_record(number, number + 1));
                continue;
            }
        };
        let line = row.position().map_or(number + 1, csv::Position::line);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell =
            |column: usize| places.get(column).copied().flatten().and_then(|at| row.get(at)).unwrap_or("").trim();
        match stake(&cell) {
            Ok(stake) => out.stakes.push(Stake { record: format!("{name} line {line}"), ..stake }),
            Err(problem) => out.problems.push(problem.in_file(name).at_record(number, line)),
        }
    }
    Ok(out)
}

fn stake<'r>(cell: &impl Fn(usize) -> &'r str) -> Result<Stake, Problem> {
    for (at, column) in [(0, "owner"), (1, "owned")] {
        if cell(at).is_empty() {
            return Err(Problem::new("nothing", "the id of an entity").in_field(column));
        }
    }
    let share = Range::parse(cell(2)).map_err(|e| Problem::new(e.to_string(), "percent").in_field("share"))?;
    let kind = match cell(3).to_ascii_lowercase().as_str() {
        "" | "shares" => Kind::Shares,
        "votes" => Kind::Votes,
        "control" => Kind::Control,
        other => return Err(Problem::new(format!("{other:?}"), "shares, votes or control").in_field("kind")),
    };
    let date = |column: usize, field: &str| -> Result<Option<PartialDate>, Problem> {
        match cell(column) {
            "" => Ok(None),
            text => match text.parse::<PartialDate>() {
                Ok(date) => Ok(Some(date)),
                Err(e) => Err(Problem::new(e.to_string(), "a day, a month or a year").in_field(field)),
            },
        }
    };
    Ok(Stake {
        from: date(4, "from")?,
        to: date(5, "to")?,
        source: cell(6).to_string(),
        joint: cell(7).to_string(),
        ..Stake::new(cell(0), cell(1), share, kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_cannot_be_read_is_named_and_the_others_are_used() {
        let text = "owner,owned,share,kind,from,to,source\nX,A,50,shares,2020-01-01,,register\nX,B,150,,,,\nX,C,25-50,votes,,,\n\
                    ,D,10,,,,\nX,E,ten,,,,\nX,F,,control,2021,,\nX,G,10,gold,,,\nX,H,10,,31.31.2020,,\n";
        let read = read(text, "stakes.csv").expect("a table");
        assert_eq!(read.stakes.iter().map(|s| s.owned.as_str()).collect::<Vec<_>>(), ["A", "C", "F"]);
        let wrong: Vec<_> =
            read.problems.iter().map(|p| (p.line.unwrap_or(0), p.field.as_deref().unwrap_or(""))).collect();
        assert_eq!(wrong, [(3, "share"), (5, "owner"), (6, "share"), (8, "kind"), (9, "from")]);
        assert_eq!(read.stakes.last().map(|s| s.share), Some(Range::UNKNOWN));
    }

    #[test]
    fn a_table_without_a_share_is_refused_and_says_what_it_wants() {
        let refused = read("owner,owned\nX,A\n", "s.csv").expect_err("no share").to_string();
        assert!(refused.contains("a column share") && refused.contains("owner,owned,share"), "{refused}");
    }
}
