//! What a person or a program reads: tables on a terminal, JSON, JSON lines, CSV.

use comfy_table::{ContentArrangement, LineStyle, Table, presets};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, Write};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
}

/// Standard output, buffered. A reader that has gone away (`| head`) ends the program quietly.
pub fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// Writes one JSON document: indented on a terminal, in one piece for programs.
pub fn json(value: &impl Serialize) -> miette::Result<()> {
    let mut out = stdout();
    let written = if io::stdout().is_terminal() {
        serde_json::to_writer_pretty(&mut out, value)
    } else {
        serde_json::to_writer(&mut out, value)
    };
    quiet(written.map_err(io::Error::from))?;
    quiet(writeln!(out).and_then(|()| out.flush()))
}

/// Writes one JSON object a line.
pub fn json_lines<T: Serialize>(values: impl IntoIterator<Item = T>) -> miette::Result<()> {
    let mut out = stdout();
    for value in values {
        quiet(serde_json::to_writer(&mut out, &value).map_err(io::Error::from))?;
        quiet(writeln!(out))?;
    }
    quiet(out.flush())
}

/// Writes CSV rows; every row has as many cells as the header.
pub fn csv(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> miette::Result<()> {
    let mut out = csv::Writer::from_writer(stdout());
    let csv_io = |e: csv::Error| match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    };
    quiet(out.write_record(header).map_err(csv_io))?;
    for row in rows {
        quiet(out.write_record(&row).map_err(csv_io))?;
    }
    quiet(out.flush())
}

/// Writes text.
pub fn text(text: &str) -> miette::Result<()> {
    let mut out = stdout();
    quiet(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// A table for people: no boxes, columns by space, cells wrapped to the terminal's width (100 where there is none).
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    let style = presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(110);
    }
    table.set_header(header.iter().map(|h| h.to_string()));
    table
}

/// A pipe that closed is no error of ours: the program ends as if killed by the signal, with nothing said.
pub fn quiet(done: io::Result<()>) -> miette::Result<()> {
    match done {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(e) => Err(miette::miette!("standard output cannot be written: {e}")),
        Ok(()) => Ok(()),
    }
}
