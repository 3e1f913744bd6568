//! Where an answer goes: a table for people, text to standard output, a file.

use super::report::Counts;
use super::resume::Unfinished;
use super::{Row, Screened};
use crate::output::{self, Form};
use crate::verbs::check::{CSV_HEADER, csv_line};
use arrow_array::builder::{Float32Builder, StringBuilder, UInt64Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use miette::{Context, IntoDiagnostic};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A table for people holds so many rows; past that it is none.
const MOST_SHOWN: usize = 200;

/// The columns of an answer as CSV.
pub fn csv_header() -> Vec<&'static str> {
    ["row", "party_id", "party"].into_iter().chain(CSV_HEADER).collect()
}

/// The rows of a chunk as CSV, without the header. A row without a match has its line, with the rest empty.
pub fn csv_text(screened: &Screened) -> miette::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    screened.rows(|row| {
        let head = [row.row.to_string(), row.id.to_string(), row.name.to_string()];
        for answer in row.matches {
            out.write_record(head.iter().chain(&csv_line(answer))).into_diagnostic()?;
        }
        if row.matches.is_empty() {
            let rest = CSV_HEADER.iter().map(|_| "");
            out.write_record(head.iter().map(String::as_str).chain(rest)).into_diagnostic()?;
        }
        Ok(())
    })?;
    out.into_inner().into_diagnostic()
}

/// The rows of a chunk as JSON lines.
pub fn json_text(screened: &Screened) -> miette::Result<Vec<u8>> {
    let mut out = Vec::new();
    screened.rows(|row| {
        serde_json::to_writer(&mut out, &row).into_diagnostic()?;
        out.push(b'\n');
        Ok(())
    })?;
    Ok(out)
}

/// No text.
pub fn no_text(_: &Screened) -> miette::Result<Vec<u8>> {
    Ok(Vec::new())
}

/// Where the chunks of an answer go.
pub enum Sink {
    /// A table on a terminal.
    Table(Shown),
    /// Standard output, as CSV or JSON lines, or the rows of one JSON document.
    Stdout {
        /// Which of them.
        form: Form,
        /// Nothing was written yet.
        first: bool,
    },
    /// A file of text that can be gone on with.
    Text(Box<Unfinished>),
    /// A Parquet file.
    Parquet(Box<ParquetOut>),
}

impl Sink {
    /// Standard output; the header of CSV goes first.
    pub fn stdout(form: Form) -> miette::Result<Self> {
        match form {
            Form::Table => return Ok(Self::Table(Shown::default())),
            Form::Csv => output::csv(&csv_header(), std::iter::empty())?,
            Form::Json => output::text(if pretty() { "{\"rows\": [\n" } else { "{\"rows\":[" })?,
            Form::Jsonl => {}
        }
        Ok(Self::Stdout { form, first: true })
    }

    /// Takes a chunk.
    pub fn write(&mut self, screened: &Screened, counts: &Counts) -> miette::Result<()> {
        match self {
            Self::Table(shown) => shown.add(screened),
            Self::Stdout { form: Form::Json, first } => {
                let mut out = output::stdout();
                for line in screened.text.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
                    let between: &[u8] = match (*first, pretty()) {
                        (true, _) => b"",
                        (false, true) => b",\n",
                        (false, false) => b",",
                    };
                    *first = false;
                    output::quiet(out.write_all(between).and_then(|()| out.write_all(line)))?;
                }
                output::quiet(out.flush())
            }
            Self::Stdout { .. } => {
                let mut out = output::stdout();
                output::quiet(out.write_all(&screened.text).and_then(|()| out.flush()))
            }
            Self::Text(file) => {
                file.write(&screened.text)?;
                file.mark(counts)
            }
            Self::Parquet(file) => file.add(screened),
        }
    }

    /// Ends the answer.
    pub fn finish(self, counts: &Counts, looked_at: &serde_json::Value) -> miette::Result<()> {
        match self {
            Self::Table(shown) => shown.print(counts),
            Self::Stdout { form: Form::Json, .. } => {
                let end = serde_json::json!({"problems": counts.problems, "looked_at": looked_at}).to_string();
                // The rows are out already: the object goes on behind them.
                output::text(&format!("],{}\n", end.strip_prefix('{').unwrap_or(&end)))
            }
            Self::Stdout { .. } => Ok(()),
            Self::Text(file) => file.finish(),
            Self::Parquet(file) => file.finish(),
        }
    }
}

fn pretty() -> bool {
    io::stdout().is_terminal()
}

/// What a table shows: all rows of a short file, of a longer one those with matches, of very many only their number.
#[derive(Default)]
pub struct Shown {
    lines: Vec<(bool, Vec<[String; 7]>)>,
    without: bool,
    too_many: bool,
}

impl Shown {
    fn add(&mut self, screened: &Screened) -> miette::Result<()> {
        if self.too_many {
            return Ok(());
        }
        screened.rows(|row| {
            if !self.too_many && (!self.without || !row.matches.is_empty()) {
                self.lines.push((!row.matches.is_empty(), lines(&row)));
            }
            if self.lines.len() > MOST_SHOWN && !self.without {
                self.lines.retain(|(matched, _)| *matched);
                self.without = true;
            }
            if self.lines.len() > MOST_SHOWN {
                (self.too_many, self.lines) = (true, Vec::new());
            }
            Ok(())
        })
    }

    fn print(self, counts: &Counts) -> miette::Result<()> {
        if self.too_many {
            return output::text(&format!(
                "{}. That is more than a table can show: --out FILE.csv, FILE.jsonl or FILE.parquet writes all of it.\n",
                counts.words()
            ));
        }
        let mut table = output::table(&["Row", "Party", "May be", "Score", "Band", "Listed by", "Id"]);
        self.lines.into_iter().flat_map(|(_, lines)| lines).for_each(|line| _ = table.add_row(line));
        let note = if self.without { "Rows without a match are left out.\n" } else { "" };
        output::text(&format!("{table}\n{note}"))
    }
}

fn lines(row: &Row<'_>) -> Vec<[String; 7]> {
    let (number, name) = (row.row.to_string(), row.name.to_string());
    if row.matches.is_empty() {
        let blank = String::new;
        return vec![[number, name, "nothing found".into(), blank(), blank(), blank(), blank()]];
    }
    let line = |(n, a): (usize, &crate::screening::Answer)| {
        let authorities: Vec<&str> = a.listings.iter().map(|l| l.authority.as_str()).collect();
        let (number, name) = if n == 0 { (number.clone(), name.clone()) } else { Default::default() };
        let (score, band) = (format!("{:.2}", a.found.score), a.found.band.to_string());
        let id = format!("{} {}", a.found.source, a.found.id);
        [number, name, a.found.name.clone(), score, band, authorities.join(", "), id]
    };
    row.matches.iter().enumerate().map(line).collect()
}

/// A Parquet file: written beside, and renamed when it is whole, for without its end it is none.
pub struct ParquetOut {
    writer: ArrowWriter<File>,
    part: PathBuf,
    path: PathBuf,
}

impl ParquetOut {
    /// Begins the file.
    pub fn create(path: &Path) -> miette::Result<Self> {
        let mut part = path.as_os_str().to_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).into_diagnostic();
        let file = file.wrap_err_with(|| format!("{} cannot be written", part.display()))?;
        let level = ZstdLevel::try_new(1).into_diagnostic()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(1 << 17))
            .build();
        let writer = ArrowWriter::try_new(file, schema(), Some(properties)).into_diagnostic()?;
        Ok(Self { writer, part, path: path.to_path_buf() })
    }

    fn add(&mut self, screened: &Screened) -> miette::Result<()> {
        let mut rows = UInt64Builder::new();
        let mut scores = Float32Builder::new();
        let mut texts: Vec<StringBuilder> = (0..csv_header().len() - 1).map(|_| StringBuilder::new()).collect();
        screened.rows(|row| {
            let mut line = |answer: Option<&crate::screening::Answer>| {
                rows.append_value(row.row);
                scores.append_option(answer.map(|a| a.found.score));
                let cells = answer.map(|a| {
                    let evidence: Vec<&str> = a.found.evidence.iter().map(|e| e.words.as_str()).collect();
                    let evidence = evidence.join("; ");
                    csv_line(a).into_iter().skip(1).chain([evidence]).collect::<Vec<_>>()
                });
                let head = [Some(row.id.to_string()), Some(row.name.to_string())];
                let mut cells = head.into_iter().chain(cells.into_iter().flatten().map(Some));
                texts.iter_mut().for_each(|b| b.append_option(cells.next().flatten()));
            };
            row.matches.iter().for_each(|a| line(Some(a)));
            if row.matches.is_empty() {
                line(None);
            }
            Ok(())
        })?;
        let mut columns: Vec<ArrayRef> = vec![Arc::new(rows.finish())];
        columns.extend(texts.iter_mut().map(|b| Arc::new(b.finish()) as ArrayRef));
        columns.insert(3, Arc::new(scores.finish()));
        let batch = RecordBatch::try_new(schema(), columns).into_diagnostic()?;
        self.writer
            .write(&batch)
            .into_diagnostic()
            .wrap_err_with(|| format!("{} cannot be written", self.part.display()))
    }

    fn finish(self) -> miette::Result<()> {
        self.writer.close().into_diagnostic()?;
        std::fs::rename(&self.part, &self.path).into_diagnostic()
    }
}

/// The columns of the CSV, the score as a number, and the evidence in words.
fn schema() -> SchemaRef {
    let field = |name: &str| match name {
        "row" => Field::new(name, DataType::UInt64, false),
        "score" => Field::new(name, DataType::Float32, true),
        _ => Field::new(name, DataType::Utf8, true),
    };
    Arc::new(Schema::new(csv_header().into_iter().chain(["evidence"]).map(field).collect::<Vec<_>>()))
}
