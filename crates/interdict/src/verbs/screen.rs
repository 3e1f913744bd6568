//! `interdict screen parties.csv`: a file of parties against what is loaded, row by row.

use crate::Common;
use crate::exit::Exit;
use crate::output::{self, Form};
use crate::screening::{self, Answer, Screening};
use crate::verbs::check::{CSV_HEADER, csv_line};
use interdict_lists::{Input, OnProblem, formats};
use interdict_model::Entity;
use interdict_screen::Options;
use miette::IntoDiagnostic;
use rayon::prelude::*;
use serde_json::json;
use std::path::PathBuf;

/// Screen a file of parties (CSV, TSV, JSON lines; gzip, zip and zstd too), row by row
///
/// Column names are guessed, and the guess is told; a YAML mapping beside the file settles it (docs/src/own-lists.md). Every row has its
/// place in the answer, matched or not. Ends with code 1 where any row matches, with 4 where rows could not be read.
#[derive(clap::Args)]
pub struct Screen {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A YAML mapping of its columns [default: the one beside it: list.yaml or list.mapping.yaml for list.csv]
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Go on where a row cannot be read, and name it
    #[arg(long)]
    go_on: bool,
    /// Least score, 0 to 1
    #[arg(long, default_value_t = interdict_screen::DEFAULT_THRESHOLD, value_name = "SCORE", value_parser = screening::threshold)]
    threshold: f32,
    /// Most matches a row
    #[arg(long, default_value_t = 5, value_name = "N")]
    limit: usize,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

impl Screen {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let mut inputs = Input::open(&self.file).into_diagnostic()?;
        if let Some(mapping) = self.mapping.clone().or_else(|| formats::mapping_beside(&self.file)) {
            inputs.extend(Input::open(&mapping).into_diagnostic()?);
        }
        let on_problem = if self.go_on { OnProblem::GoOn } else { OnProblem::Stop };
        let parties = formats::parties(&inputs, on_problem).into_diagnostic()?;
        for note in &parties.report.notes {
            eprintln!("{note}");
        }
        for problem in &parties.report.problems {
            eprintln!("{problem}");
        }
        let unused: Vec<&str> = parties.report.unused().map(|(f, _)| f).collect();
        if !unused.is_empty() {
            eprintln!("columns not used: {}", unused.join(", "));
        }
        let screening = Screening::open(common)?;
        let options = Options { limit: self.limit, threshold: self.threshold };
        let started = std::time::Instant::now();
        let answers: Vec<Vec<Answer>> = parties
            .entities
            .par_iter()
            .map(|party| screening.search_party(party, options))
            .collect::<miette::Result<_>>()?;
        let rows: Vec<(&Entity, Vec<Answer>)> = parties.entities.iter().zip(answers).collect();
        match if common.json { Form::Json } else { self.format } {
            Form::Json => {
                let all: Vec<_> = rows.iter().map(row_json).collect();
                let problems: Vec<String> = parties.report.problems.iter().map(|p| p.to_string()).collect();
                output::json(&json!({"rows": all, "problems": problems, "looked_at": screening.data.json()}))?;
            }
            Form::Jsonl => output::json_lines(rows.iter().map(row_json))?,
            Form::Csv => csv(&rows)?,
            Form::Table => table(&rows)?,
        }
        let matched = rows.iter().filter(|(_, a)| !a.is_empty()).count();
        let seconds = started.elapsed().as_secs_f64();
        eprintln!("{} screened in {seconds:.2} s, {matched} with matches. {}", rows.len(), screening.data.caption());
        Ok(match (parties.report.problems.is_empty(), matched) {
            (false, _) => Exit::Partly,
            (true, 0) => Exit::Done,
            (true, _) => Exit::Found,
        })
    }
}

fn row_json((party, answers): &(&Entity, Vec<Answer>)) -> serde_json::Value {
    json!({"row": party.record.record, "id": party.id, "name": party.name(), "matches": answers})
}

fn csv(rows: &[(&Entity, Vec<Answer>)]) -> miette::Result<()> {
    let header: Vec<&str> = ["row", "party_id", "party"].into_iter().chain(CSV_HEADER).collect();
    let lines = rows.iter().flat_map(|(party, answers)| {
        let head = [party.record.record.to_string(), party.id.clone(), party.name().to_string()];
        let mut lines: Vec<Vec<String>> = answers.iter().map(|a| [head.to_vec(), csv_line(a)].concat()).collect();
        if lines.is_empty() {
            lines.push([head.to_vec(), vec![String::new(); CSV_HEADER.len()]].concat());
        }
        lines
    });
    output::csv(&header, lines)
}

fn table(rows: &[(&Entity, Vec<Answer>)]) -> miette::Result<()> {
    let mut table = output::table(&["Row", "Party", "May be", "Score", "Band", "Listed by", "Id"]);
    for (party, answers) in rows {
        let (row, name) = (party.record.record.to_string(), party.name().to_string());
        if answers.is_empty() {
            table.add_row([row.as_str(), &name, "nothing found", "", "", "", ""]);
        }
        for (n, a) in answers.iter().enumerate() {
            let authorities: Vec<&str> = a.listings.iter().map(|l| l.authority.as_str()).collect();
            let (row, name) = if n == 0 { (row.as_str(), name.as_str()) } else { ("", "") };
            let (score, band) = (format!("{:.2}", a.found.score), a.found.band.to_string());
            let id = format!("{} {}", a.found.source, a.found.id);
            table.add_row([row, name, &a.found.name, &score, &band, &authorities.join(", "), &id]);
        }
    }
    output::text(&format!("{table}\n"))
}
