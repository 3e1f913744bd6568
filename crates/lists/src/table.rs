//! Lists that are tables: CSV, TSV and worksheets, row by row, watching which columns a reader takes.

use crate::account::{OnProblem, Report};
use crate::problem::{Error, Problem, shown};
use std::cell::Cell;
use std::collections::HashMap;

/// At most so many columns; more is no list.
pub const MAX_COLUMNS: usize = 512;

/// How a table is cut into rows.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'s> {
    /// Between two cells.
    pub delimiter: u8,
    /// The columns, where the file has no header of its own (OFAC); else the first row names them.
    pub header: Option<&'s [&'s str]>,
    /// Lines to pass over before the header, which the caller has read himself.
    pub skip_lines: usize,
    /// Columns that the format cannot do without.
    pub required: &'s [&'s str],
    /// Must every row have as many cells as the header? Where not, missing cells are blank; more cells than columns are
    /// always a problem.
    pub ragged: bool,
    /// Written before the column's name in the account, to tell several files of one reading apart.
    pub prefix: &'s str,
}

impl Default for Shape<'_> {
    fn default() -> Self {
        Self { delimiter: b',', header: None, skip_lines: 0, required: &[], ragged: false, prefix: "" }
    }
}

/// The columns of a table.
pub struct Header {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Header {
    fn new(names: impl IntoIterator<Item = String>) -> Self {
        let names: Vec<String> =
            names.into_iter().map(|n| n.trim().trim_start_matches('\u{FEFF}').to_string()).collect();
        let mut by_name = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            by_name.entry(name.clone()).or_insert(at);
        }
        Self { names, by_name }
    }

    /// The columns in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a column stands.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }
}

/// One row, which watches what is taken of it.
pub struct Row<'r> {
    header: &'r Header,
    cells: &'r csv::StringRecord,
    used: &'r [Cell<bool>],
    /// Number of the row among the data rows, from 1.
    pub number: u64,
    /// Line at which it begins, from 1.
    pub line: u64,
}

impl<'r> Row<'r> {
    /// A cell by its column's name, trimmed; `None` where the column is missing or the cell blank. Counts as taken.
    pub fn get(&self, column: &str) -> Option<&'r str> {
        self.cell(self.header.position(column)?)
    }

    /// A cell by its position, from 0, trimmed; `None` where it is missing or blank. Counts as taken.
    pub fn cell(&self, at: usize) -> Option<&'r str> {
        if let Some(used) = self.used.get(at) {
            used.set(true);
        }
        self.cells.get(at).map(str::trim).filter(|c| !c.is_empty())
    }

    /// A cell as it stands, not trimmed: for a text that another cell continues. Counts as taken.
    pub fn untrimmed(&self, column: &str) -> Option<&'r str> {
        let at = self.header.position(column)?;
        self.cell(at).and_then(|_| self.cells.get(at))
    }

    /// A cell by its column's name, empty where there is none.
    pub fn get_or_empty(&self, column: &str) -> &'r str {
        self.get(column).unwrap_or("")
    }

    /// A cell that a row cannot do without.
    pub fn need(&self, column: &str) -> Result<&'r str, Problem> {
        self.get(column).ok_or_else(|| Problem::new("nothing", "a value").in_field(column))
    }

    /// The columns.
    pub fn header(&self) -> &'r Header {
        self.header
    }

    /// As the source record of an entity read from `file`.
    pub fn source(&self, file: &str) -> interdict_model::SourceRecord {
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file).to_string();
        interdict_model::SourceRecord { file, record: self.number, line: self.line }
    }
}

/// Reads the rows of a delimited text in order and accounts for their columns.
///
/// Counts every row into `report.records`, and into `report.read` where `f` took it. A row for which `f` gives a problem, or which
/// has more cells than there are columns, is settled as the user chose.
pub fn read(
    file: &str,
    text: &str,
    shape: Shape<'_>,
    on_problem: OnProblem,
    report: &mut Report,
    mut f: impl FnMut(&Row<'_>) -> Result<(), Problem>,
) -> Result<(), Error> {
    let mut rest = text;
    for _ in 0..shape.skip_lines {
        rest = rest.split_once('\n').map_or("", |(_, r)| r);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(shape.delimiter)
        .from_reader(rest.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut next = |row: &mut csv::StringRecord| -> Result<Option<u64>, Problem> {
        let more = reader.read_record(row).map_err(|e| {
            let line = e.position().map_or(0, |p| p.line()) + shape.skip_lines as u64;
            Problem::new(format!("a row that cannot be read ({e})"), "a row of a CSV file").in_file(file).at_line(line)
        })?;
        // The line end before a row is passed over only when the row is read: its line feeds are not counted in the position yet.
        let begins = |p: &csv::Position| {
            let before = rest.as_bytes().get(p.byte() as usize..).unwrap_or_default();
            let ends = before.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
            p.line() + ends.filter(|b| **b == b'\n').count() as u64
        };
        Ok(more.then(|| row.position().map_or(0, begins) + shape.skip_lines as u64))
    };
    let header = match shape.header {
        Some(names) => Header::new(names.iter().map(|n| n.to_string())),
        None => match next(&mut row)? {
            Some(_) => Header::new(row.iter().map(str::to_string)),
            None => return Err(Problem::new("no header", "a row of column names").in_file(file).into()),
        },
    };
    let mut table = Rows::new(file, header, shape, on_problem)?;
    loop {
        match next(&mut row) {
            Ok(Some(line)) => table.take(&row, line, report, &mut f)?,
            Ok(None) => break,
            Err(p) => report.settle(on_problem, p)?,
        }
    }
    table.finish(report);
    Ok(())
}

/// Rows that come from elsewhere than a delimited text (a worksheet), with the same account.
pub struct Rows<'s> {
    file: &'s str,
    header: Header,
    shape: Shape<'s>,
    on_problem: OnProblem,
    used: Vec<Cell<bool>>,
    counts: Vec<(u64, u64)>,
    number: u64,
}

impl<'s> Rows<'s> {
    /// A table with these columns; a problem where a required one is missing.
    pub fn open(
        file: &'s str,
        columns: impl IntoIterator<Item = String>,
        shape: Shape<'s>,
        on_problem: OnProblem,
    ) -> Result<Self, Error> {
        Self::new(file, Header::new(columns), shape, on_problem)
    }

    fn new(file: &'s str, header: Header, shape: Shape<'s>, on_problem: OnProblem) -> Result<Self, Error> {
        if header.names.len() > MAX_COLUMNS {
            let found = format!("{} columns", header.names.len());
            return Err(Problem::new(found, format!("at most {MAX_COLUMNS}")).in_file(file).into());
        }
        let missing: Vec<&str> = shape.required.iter().copied().filter(|c| header.position(c).is_none()).collect();
        if !missing.is_empty() {
            let found = format!("the columns {}", header.names.join(", "));
            let wanted = format!("also {}", missing.join(", "));
            let advice = "is this the file that you meant, in the version that docs/src/formats.md names?";
            return Err(Problem::new(found, wanted).in_file(file).advise(advice).into());
        }
        let columns = header.names.len();
        let used = vec![Cell::new(false); columns];
        Ok(Self { file, header, shape, on_problem, used, counts: vec![(0, 0); columns], number: 0 })
    }

    /// Reads one row that begins on `line`.
    pub fn take(
        &mut self,
        cells: &csv::StringRecord,
        line: u64,
        report: &mut Report,
        f: &mut dyn FnMut(&Row<'_>) -> Result<(), Problem>,
    ) -> Result<(), Error> {
        if cells.iter().all(|c| c.trim().is_empty() || c == "\u{1A}") {
            return Ok(());
        }
        self.number += 1;
        report.records += 1;
        let columns = self.header.names.len();
        let too_many = cells.iter().skip(columns).any(|c| !c.trim().is_empty());
        let too_few = cells.len() < columns && !self.shape.ragged;
        let read = if too_many || too_few {
            let found = format!("{} cells, the first {}", cells.len(), shown(cells.get(0).unwrap_or("")));
            Err(Problem::new(found, format!("{columns} cells")))
        } else {
            self.used.iter().for_each(|u| u.set(false));
            f(&Row { header: &self.header, cells, used: &self.used, number: self.number, line })
        };
        match read {
            Ok(()) => {
                report.read += 1;
                for (at, cell) in cells.iter().take(columns).enumerate() {
                    if !cell.trim().is_empty() {
                        self.counts[at].0 += 1;
                        self.counts[at].1 += u64::from(self.used[at].get());
                    }
                }
                Ok(())
            }
            Err(p) => report.settle(self.on_problem, p.in_file(self.file).at_record(self.number, line)),
        }
    }

    /// Ends the reading: accounts for the columns.
    pub fn finish(self, report: &mut Report) {
        for (name, (seen, used)) in self.header.names.iter().zip(self.counts) {
            report.count(&format!("{}{name}", self.shape.prefix), seen, used);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str, shape: Shape<'_>, on: OnProblem) -> Result<(Vec<String>, Report), Error> {
        let mut report = Report::default();
        let mut out = Vec::new();
        read("t.csv", text, shape, on, &mut report, |row| {
            out.push(row.need("name")?.to_string());
            Ok(())
        })?;
        Ok((out, report))
    }

    #[test]
    fn a_column_that_nobody_took_is_named() {
        let (names, report) = columns("id,name\n1,A\n2,B\n", Shape::default(), OnProblem::Stop).expect("reads");
        assert_eq!(names, ["A", "B"]);
        assert_eq!(report.unused().map(|(f, c)| (f, c.seen)).collect::<Vec<_>>(), [("id", 2)]);
    }

    #[test]
    fn a_bad_row_stops_or_is_reported_with_record_and_line() {
        let text = "id,name\n1,A\n2,\n3,C,x\n4,D\n";
        let e = columns(text, Shape::default(), OnProblem::Stop).expect_err("row 2 has no name").to_string();
        assert!(e.starts_with("t.csv, record 2, line 3, name: found nothing"), "{e}");
        let crlf =
            columns(&text.replace('\n', "\r\n"), Shape::default(), OnProblem::Stop).expect_err("the same").to_string();
        assert_eq!(crlf, e);
        let (names, report) = columns(text, Shape::default(), OnProblem::GoOn).expect("goes on");
        assert_eq!(names, ["A", "D"]);
        assert_eq!((report.records, report.read, report.problems.len()), (4, 2, 2));
    }

    #[test]
    fn a_missing_column_is_named_at_once() {
        let shape = Shape { required: &["name", "kind"], ..Shape::default() };
        let e = columns("id,name\n", shape, OnProblem::GoOn).expect_err("no kind").to_string();
        assert!(e.contains("also kind"), "{e}");
    }
}
