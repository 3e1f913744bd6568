//! CSV, TSV and the like, row by row, with the line of each.

use crate::Error;
use crate::cells::Rows;
use crate::source::{Bounded, Bytes, Source};
use encoding_rs::{Encoding, UTF_8};
use interdict_lists::formats::{self, Mapping};
use interdict_lists::{Problem, table::MAX_COLUMNS};
use std::io::{self, Cursor, Read};

pub(crate) struct Delimited {
    reader: csv::Reader<Bounded<Bytes>>,
    row: csv::ByteRecord,
    pub titles: Vec<String>,
    /// Where the bytes are decoded on the way in: from which encoding.
    decoded: Option<&'static Encoding>,
    skipped: u64,
    /// A row ends in `\r\n`, of which the reader counts the line only when it reads the next row.
    crlf: bool,
    number: u64,
    ended: bool,
}

impl Delimited {
    /// `head` is what was already read of `bytes`.
    pub(crate) fn open(source: &Source, head: Vec<u8>, bytes: Bytes, mapping: &Mapping) -> Result<Self, Error> {
        let bom = Encoding::for_bom(&head).map(|(encoding, _)| encoding);
        let decoded = bom.or(mapping.encoding()).filter(|e| *e != UTF_8);
        let whole: Bytes = Box::new(Cursor::new(head).chain(bytes));
        // Without an encoding to decode from, only a byte order mark of UTF-8 is taken away; the text is checked row by row.
        let mut text: Bytes = Box::new(
            encoding_rs_io::DecodeReaderBytesBuilder::new()
                .encoding(decoded)
                .bom_override(true)
                .strip_bom(true)
                .utf8_passthru(true)
                .build(whole),
        );
        let mut head = Vec::new();
        (&mut text).take(16 << 10).read_to_end(&mut head).map_err(|e| source.io(e))?;
        let shown = String::from_utf8_lossy(&head).into_owned();
        let (told, skipped) = formats::delimiter(&shown);
        let lines = head.iter().position(|b| *b == b'\n').map_or(head.len(), |n| n + 1);
        let rest = if skipped > 0 { head.split_off(lines) } else { head };
        let crlf = rest.iter().position(|b| *b == b'\n').is_some_and(|n| n > 0 && rest.get(n - 1) == Some(&b'\r'));
        let whole: Bytes = Box::new(Cursor::new(rest).chain(text));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(mapping.delimiter().unwrap_or(told))
            .from_reader(Bounded::new(whole));
        let mut row = csv::ByteRecord::new();
        let skipped = skipped as u64;
        let there = reader.read_byte_record(&mut row).map_err(|e| failed(source, e, skipped))?;
        if !there {
            return Err(Problem::new("no header", "a row of column names").in_file(&source.name()).into());
        }
        let titles: Vec<String> = row.iter().map(|t| String::from_utf8_lossy(t).trim().to_string()).collect();
        if titles.len() > MAX_COLUMNS {
            let found = format!("{} columns", titles.len());
            return Err(Problem::new(found, format!("at most {MAX_COLUMNS}")).in_file(&source.name()).into());
        }
        Ok(Self { reader, row, titles, decoded, skipped, crlf, number: 0, ended: false })
    }

    /// The next rows; `None` at the end. Rows that are refused are among the problems.
    pub(crate) fn read(&mut self, source: &Source) -> Result<Option<Rows>, Error> {
        let mut rows = Rows::default();
        while !self.ended && !rows.full() {
            self.reader.get_mut().reset();
            match self.reader.read_byte_record(&mut self.row) {
                Ok(true) => self.take(&mut rows),
                Ok(false) => self.ended = true,
                Err(e) => return Err(failed(source, e, self.skipped)),
            }
        }
        Ok((!rows.numbers.is_empty() || !rows.problems.is_empty()).then_some(rows))
    }

    fn take(&mut self, rows: &mut Rows) {
        if self.row.iter().all(|c| c.trim_ascii().is_empty() || c == [0x1A]) {
            return;
        }
        self.number += 1;
        let line = self.line();
        let columns = self.titles.len();
        if self.row.iter().skip(columns).any(|c| !c.trim_ascii().is_empty()) {
            let first = String::from_utf8_lossy(self.row.get(0).unwrap_or_default()).into_owned();
            let first: String = first.chars().take(60).collect();
            let found = format!("{} cells, the first {first:?}", self.row.len());
            let problem = Problem::new(found, format!("{columns} cells")).at_record(self.number, line);
            rows.problems.push((self.number, problem));
            return;
        }
        rows.begin(self.number, line);
        let mut broken = None;
        for (at, cell) in self.row.iter().take(columns).enumerate() {
            match std::str::from_utf8(cell) {
                Ok(text) => {
                    if self.decoded.is_some() && text.contains(char::REPLACEMENT_CHARACTER) {
                        broken.get_or_insert(at);
                    }
                    rows.cell(at, text);
                }
                Err(_) => {
                    broken.get_or_insert(at);
                    rows.cell(at, &String::from_utf8_lossy(cell));
                }
            }
        }
        if let Some(at) = broken {
            let encoding = self.decoded.unwrap_or(UTF_8).name();
            let cell = String::from_utf8_lossy(self.row.get(at).unwrap_or_default()).into_owned();
            let cell: String = cell.chars().take(60).collect();
            let advice = "save it as UTF-8, or name its encoding in a mapping (encoding: windows-1252); going on, the row is \
                          read with U+FFFD in place of the bytes";
            let problem = Problem::new(format!("bytes that are not {encoding} in {cell:?}"), encoding)
                .in_field(self.titles.get(at).cloned().unwrap_or_default())
                .at_record(self.number, line)
                .advise(advice);
            rows.problems.push((self.number, problem));
        }
    }

    /// The line on which the row begins. The reader's own position stands before the line end and the blank lines above the row, so the
    /// line is counted back from where the row ends.
    fn line(&self) -> u64 {
        let within: usize = self.row.iter().map(|c| c.iter().filter(|b| **b == b'\n').count()).sum();
        let end = self.reader.position().line();
        let begun = self.row.position().map_or(0, csv::Position::line);
        end.saturating_sub(within as u64 + u64::from(!self.crlf)).max(begun) + self.skipped
    }
}

fn failed(source: &Source, e: csv::Error, skipped: u64) -> Error {
    let line = e.position().map_or(0, csv::Position::line);
    let what = match e.kind() {
        csv::ErrorKind::Io(e) if e.kind() != io::ErrorKind::InvalidData => {
            return source.io(io::Error::new(e.kind(), e.to_string()));
        }
        csv::ErrorKind::Io(e) => e.to_string(),
        _ => e.to_string(),
    };
    let problem = Problem::new(what, "rows of a CSV file").in_file(&source.name());
    if line > 0 { problem.at_line(line + skipped) } else { problem }.into()
}
