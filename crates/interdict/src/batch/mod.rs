//! A table of parties through the screening: one thread reads, all cores screen, one writes, in the order of the file.
//!
//! What is under way at any moment is a fixed number of chunks, whatever the size of the file: the queue of places is bounded, and a chunk
//! has its place in it from when it is read until it is written.

pub mod report;
pub mod resume;
pub mod sink;

use crate::screening::{Answer, Screening};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use indicatif::{ProgressBar, ProgressDrawTarget};
use interdict_intake::{Chunk, Source, Table};
use interdict_lists::Problem;
use interdict_lists::formats::PartyTable;
use interdict_screen::batch::screen_batch;
use interdict_screen::{Match, Options};
use miette::{IntoDiagnostic, miette};
use report::Counts;
use serde::Serialize;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

/// A party with its matches.
#[derive(Serialize)]
pub struct Row<'c> {
    /// Its number in the file, from 1.
    pub row: u64,
    /// Its id in the file, or `~` and eight digits.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// The listed entities that it may be, the likeliest first.
    pub matches: &'c [Answer],
}

/// A chunk that was screened.
pub struct Screened {
    parties: arrow_array::RecordBatch,
    matches: Vec<(u64, Answer)>,
    /// What was wrong with rows.
    pub problems: Vec<(u64, Problem)>,
    /// Dates that can be read two ways.
    pub ambiguous: u64,
    /// Number of the last row.
    pub last: u64,
    /// The rows in the form of the answer, where the form is a text.
    pub text: Vec<u8>,
    columns: Arc<PartyTable>,
}

impl Screened {
    /// Calls `f` with each party, in the order of the file.
    pub fn rows(&self, mut f: impl FnMut(Row<'_>) -> miette::Result<()>) -> miette::Result<()> {
        let broken = || miette!("a batch of parties without its columns");
        let rows = self.parties.column_by_name("row").and_then(|c| c.as_primitive_opt::<UInt64Type>());
        let ids = self.parties.column_by_name("id").and_then(|c| c.as_string_opt::<i32>());
        let names = self.parties.column_by_name("names").and_then(|c| c.as_list_opt::<i32>());
        let (rows, ids, names) = (rows.ok_or_else(broken)?, ids.ok_or_else(broken)?, names.ok_or_else(broken)?);
        let texts = names.values().as_string_opt::<i32>().ok_or_else(broken)?;
        let mut answers: Vec<Answer> = Vec::new();
        let mut waiting = self.matches.iter().peekable();
        for at in 0..self.parties.num_rows() {
            let row = rows.value(at);
            answers.clear();
            while let Some((_, answer)) = waiting.next_if(|(of, _)| *of == row) {
                answers.push(answer.clone());
            }
            let id = if ids.is_valid(at) { ids.value(at) } else { "" };
            let first = names.value_offsets().get(at).map_or(0, |n| *n as usize);
            let name = if names.value_length(at) > 0 { texts.value(first) } else { "" };
            f(Row { row, id, name, matches: &answers })?;
        }
        Ok(())
    }

    /// Counts it.
    fn count(&self, counts: &mut Counts) -> miette::Result<()> {
        counts.rows = counts.rows.max(self.last);
        counts.screened += self.parties.num_rows() as u64;
        counts.ambiguous_dates += self.ambiguous;
        counts.problems(&self.problems);
        self.rows(|row| {
            if let Some(best) = row.matches.first() {
                counts.matched += 1;
                counts.matches += row.matches.len() as u64;
                *counts.bands.entry(best.found.band.to_string()).or_default() += 1;
            }
            Ok(())
        })
    }
}

/// What a run is given.
pub struct Run<'r> {
    /// What is screened against.
    pub screening: &'r Screening,
    /// How many matches, from which score.
    pub options: Options,
    /// Go on where a row cannot be read.
    pub go_on: bool,
    /// Rows up to this one are done.
    pub done: u64,
    /// Makes the text of a chunk; runs on any core.
    pub text: fn(&Screened) -> miette::Result<Vec<u8>>,
}

impl Run<'_> {
    /// Screens a table, and gives each chunk to `write` in order, with what was counted so far.
    pub fn run(
        &self,
        mut table: Table,
        counts: &mut Counts,
        mut write: impl FnMut(&Screened, &Counts) -> miette::Result<()>,
    ) -> miette::Result<()> {
        let bar = Bar::new(&table);
        let mut columns = table.columns().cloned();
        let places = rayon::current_num_threads() * 2 + 1;
        let (queue, order) = sync_channel::<Receiver<miette::Result<Screened>>>(places);
        std::thread::scope(|threads| {
            threads.spawn(move || {
                rayon::in_place_scope(|cores| {
                    loop {
                        let (done, place) = sync_channel(1);
                        let next = table.next_chunk();
                        if matches!(next, Ok(None)) || queue.send(place).is_err() {
                            return;
                        }
                        match next {
                            Ok(Some(chunk)) if chunk.last <= self.done => _ = done.send(Ok(self.passed_over(&chunk))),
                            Ok(Some(chunk)) => cores.spawn(move |_| _ = done.send(self.screen(chunk))),
                            Ok(None) => return,
                            Err(e) => {
                                _ = done.send(Err(e).into_diagnostic());
                                return;
                            }
                        }
                    }
                });
            });
            // `order` is given away so that an error here lets the reader end.
            let ended = (|order: Receiver<Receiver<_>>| {
                for place in order {
                    let screened: Screened = place.recv().map_err(|_| miette!("a core ended without an answer"))??;
                    if screened.last <= self.done {
                        continue;
                    }
                    if let (false, Some((_, problem))) = (self.go_on, screened.problems.first()) {
                        return Err(problem.clone()).into_diagnostic();
                    }
                    if columns.as_ref().is_none_or(|c| !Arc::ptr_eq(c, &screened.columns)) {
                        let before = columns.as_ref().map(|c| c.notes()).unwrap_or_default();
                        let notes = screened.columns.notes();
                        bar.say(notes.iter().filter(|n| !before.contains(n)));
                        columns = Some(screened.columns.clone());
                    }
                    bar.say(screened.problems.iter().take(counts.room_on_screen()).map(|(_, p)| p));
                    screened.count(counts)?;
                    write(&screened, counts)?;
                    bar.show(counts);
                }
                Ok(())
            })(order);
            bar.end();
            ended
        })
    }

    fn screen(&self, chunk: Chunk) -> miette::Result<Screened> {
        let parties = chunk.parties().into_diagnostic()?;
        let found = screen_batch(self.screening.index(), &parties.batch, self.options).into_diagnostic()?;
        let broken = || miette!("a batch of matches without its columns");
        let rows = found.column_by_name("row").and_then(|c| c.as_primitive_opt::<UInt64Type>()).ok_or_else(broken)?;
        let details = found.column_by_name("detail").and_then(|c| c.as_string_opt::<i32>()).ok_or_else(broken)?;
        let answer = |at: usize| -> miette::Result<(u64, Answer)> {
            let found: Match = serde_json::from_str(details.value(at)).into_diagnostic()?;
            Ok((rows.value(at), self.screening.answer(found)?))
        };
        let mut out = Screened {
            parties: parties.batch,
            matches: (0..found.num_rows()).map(answer).collect::<miette::Result<_>>()?,
            problems: parties.problems,
            ambiguous: parties.ambiguous,
            last: chunk.last,
            text: Vec::new(),
            columns: chunk.columns,
        };
        out.text = (self.text)(&out)?;
        Ok(out)
    }

    fn passed_over(&self, chunk: &Chunk) -> Screened {
        Screened {
            parties: interdict_screen::batch::PartyRows::default().finish().unwrap_or_else(|_| chunk.batch.slice(0, 0)),
            matches: Vec::new(),
            problems: Vec::new(),
            ambiguous: 0,
            last: chunk.last,
            text: Vec::new(),
            columns: chunk.columns.clone(),
        }
    }
}

/// Progress for people; nothing where nobody looks.
struct Bar {
    bar: ProgressBar,
    source: Source,
    rows: Option<u64>,
}

impl Bar {
    fn new(table: &Table) -> Self {
        let seen = std::io::stderr().is_terminal();
        let (source, rows) = (table.source.clone(), table.rows());
        let bar = ProgressBar::with_draw_target(Some(rows.unwrap_or(source.bytes)), ProgressDrawTarget::hidden());
        if seen {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            let done = if rows.is_some() { "{pos}/{len} rows" } else { "{bytes}/{total_bytes}" };
            bar.set_style(crate::verbs::sync::style(&format!("{{wide_bar}} {done}, {{eta}} left; {{msg}}")));
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, source, rows }
    }

    fn show(&self, counts: &Counts) {
        self.bar.set_position(if self.rows.is_some() { counts.rows } else { self.source.done() });
        let per_second = counts.rows_here() as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} rows, {per_second:.0}/s, {} with matches", counts.rows, counts.matched));
    }

    fn say<T: ToString>(&self, lines: impl Iterator<Item = T>) {
        lines.for_each(|line| self.bar.suspend(|| eprintln!("{}", line.to_string())));
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
