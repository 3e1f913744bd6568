//! `interdict eval`: how right the screening is, on labelled data of the user's own.
//!
//! Two questions: are two parties one (pairs, [`pairs`]), and who is found on the lists (positives and negatives, [`retrieval`]). [`read`]
//! reads pairs, [`metrics`] is the arithmetic, [`report`] what is told.

mod metrics;
mod pairs;
mod read;
mod report;
mod retrieval;

use crate::Common;
use crate::exit::{Exit, wrong_usage};
use crate::screening::{self, Screening};
use interdict_lists::{Input, OnProblem, Problem, Report, formats};
use interdict_model::{Entity, Property};
use metrics::Scored;
use miette::IntoDiagnostic;
use retrieval::Target;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Measure the screening on labelled data: precision, recall, F1, speed
///
/// FILE holds labelled pairs: names (CSV with name1,name2,schema,is_match) or entities (JSON with query, candidate and match, or with left, right
/// and judgement). With --positives and --negatives, people who are on the lists and people who are not are screened against what is
/// loaded. docs/src/eval.md has the formats and what each figure means.
#[derive(clap::Args)]
pub struct Eval {
    /// Labelled pairs
    #[arg(value_name = "FILE", conflicts_with_all = ["positives", "negatives"])]
    file: Option<PathBuf>,
    /// People who are on the lists; a column target_id or id names the entity that each should find
    #[arg(long, value_name = "FILE")]
    positives: Option<PathBuf>,
    /// People who are on no list
    #[arg(long, value_name = "FILE")]
    negatives: Option<PathBuf>,
    /// The positives under their right names, row by row: what these find is what the positives should find
    #[arg(long, value_name = "FILE", requires = "positives")]
    truth: Option<PathBuf>,
    /// What is asked: the name alone, or all that is known
    #[arg(long, value_enum, default_value = "all")]
    fields: Fields,
    /// Score from which a pair counts as one party, or a match as an alert
    #[arg(long, default_value_t = interdict_screen::DEFAULT_THRESHOLD, value_name = "SCORE", value_parser = screening::threshold)]
    threshold: f32,
    /// List what was missed and what was alerted wrongly, with the reasons
    #[arg(long)]
    errors: bool,
    /// Write every score to a CSV file
    #[arg(long, value_name = "OUT.csv")]
    scores: Option<PathBuf>,
    /// Go on where a row cannot be read, and name it
    #[arg(long)]
    go_on: bool,
}

/// What of a party is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Fields {
    /// Its names, and what kind of party it is.
    Name,
    /// All that is known of it.
    All,
}

impl Fields {
    /// The party with these fields alone.
    fn of(self, party: &Entity) -> Cow<'_, Entity> {
        match self {
            Self::All => Cow::Borrowed(party),
            Self::Name => {
                let mut bare = Entity::new(&party.source, &party.id, party.schema);
                bare.names = party.names.clone();
                Cow::Owned(bare)
            }
        }
    }
}

impl Eval {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        match &self.file {
            Some(file) => self.pairs(file, common),
            None if self.positives.is_some() || self.negatives.is_some() => self.retrieval(common),
            None => {
                let help =
                    "`interdict eval pairs.csv`, or `interdict eval --positives listed.csv --negatives clean.csv`";
                Err(wrong_usage("eval without a file", help))
            }
        }
    }

    fn on_problem(&self) -> OnProblem {
        if self.go_on { OnProblem::GoOn } else { OnProblem::Stop }
    }

    fn pairs(&self, file: &Path, common: &Common) -> miette::Result<Exit> {
        let inputs = Input::open(file).into_diagnostic()?;
        let read = read::read(&inputs, self.on_problem()).into_diagnostic()?;
        tell(&read.report);
        let wrong = |s: Scored| self.errors && (s.score >= self.threshold) != s.truth;
        let (outcomes, took) = pairs::score_all(&read.pairs, self.fields, wrong);
        let measured = report::Pairs::new(&read, &outcomes, took, self.threshold, self.errors);
        if let Some(out) = &self.scores {
            report::pair_scores(out, &read.pairs, &outcomes)?;
        }
        measured.tell(common.json)?;
        Ok(exit(read.report.problems.is_empty()))
    }

    fn retrieval(&self, common: &Common) -> miette::Result<Exit> {
        // All files are read before anything is searched: a mistake in the last one should not cost a long run.
        let mut problems: Vec<Problem> = Vec::new();
        let mut rows = |file: &Option<PathBuf>| -> miette::Result<Option<Table>> {
            let Some(file) = file else { return Ok(None) };
            let (table, found) = self.table(file)?;
            problems.extend(found);
            Ok(Some(table))
        };
        let (positives, negatives, truth) = (rows(&self.positives)?, rows(&self.negatives)?, rows(&self.truth)?);
        let screening = Screening::open(common)?;
        let positives = match positives {
            None => Vec::new(),
            Some(table) => {
                let targets = targets(&screening, &table, truth.as_ref())?;
                table.rows.into_iter().zip(targets).collect()
            }
        };
        let (positives, untold): (Vec<_>, Vec<_>) = positives.into_iter().partition(|(_, t)| *t != Target::Untold);
        let negatives: Vec<(Entity, Target)> =
            negatives.into_iter().flat_map(|t| t.rows).map(|row| (row, Target::Anyone)).collect();
        let screen = |rows: &[_], what| retrieval::screen(&screening, rows, self.fields, self.threshold, what);
        let (found, took) = screen(&positives, "positives");
        let (alerts, took_too) = screen(&negatives, "negatives");
        let sets = report::Sets { positives: &positives, found: &found, negatives: &negatives, alerts: &alerts };
        let measured = report::Retrieval::new(&sets, took + took_too, self.threshold, self.errors).beside(
            &untold,
            &problems,
            &screening.data,
        );
        if let Some(out) = &self.scores {
            report::row_scores(out, &sets)?;
        }
        measured.tell(common.json)?;
        Ok(exit(problems.is_empty()))
    }

    /// A table of people, with what could not be read of it.
    fn table(&self, file: &Path) -> miette::Result<(Table, Vec<Problem>)> {
        let mut inputs = Input::open(file).into_diagnostic()?;
        match formats::mapping_beside(file) {
            Some(mapping) => inputs.extend(Input::open(&mapping).into_diagnostic()?),
            // Beside the row's own id stands that of the entity meant; the latter is what is wanted.
            None if inputs.first().is_some_and(has_target_id) => {
                let mapping = "columns:\n  id: target_id\n".as_bytes().to_vec();
                inputs.extend(Input::from_bytes("target_id.yaml", mapping).into_diagnostic()?);
            }
            None => {}
        }
        let reading = formats::disturbed_parties(&inputs, self.on_problem()).into_diagnostic()?;
        let name = file.display().to_string();
        if reading.entities.is_empty() && reading.report.problems.is_empty() {
            return Err(Problem::new("no row", "rows of people").in_file(&name)).into_diagnostic();
        }
        let born = reading.entities.iter().filter(|e| e.dates_of(Property::BirthDate).next().is_some()).count();
        eprintln!("{name}: {} rows, {born} with a date of birth", reading.entities.len());
        tell(&reading.report);
        Ok((Table { name, rows: reading.entities }, reading.report.problems))
    }
}

/// A table of people.
struct Table {
    name: String,
    rows: Vec<Entity>,
}

/// Whom each positive should find: as the right names tell, else as ids tell, else anyone.
fn targets(screening: &Screening, positives: &Table, truth: Option<&Table>) -> miette::Result<Vec<Target>> {
    if let Some(truth) = truth {
        return retrieval::targets_by_name(screening, &positives.rows, &truth.rows)
            .map_err(|p| p.in_file(&truth.name))
            .into_diagnostic();
    }
    // An id that the reader made of name and date of birth begins so.
    if positives.rows.iter().all(|r| r.id.starts_with('~')) {
        return Ok(vec![Target::Anyone; positives.rows.len()]);
    }
    let targets = retrieval::targets_by_id(&positives.rows, &screening.data.entities()?);
    if targets.iter().all(|t| *t == Target::Untold) {
        let first = positives.rows.first().map_or("", |r| &r.id);
        let advice = "an id names the entity that the row should find, as `id` or `source/id`; call a column of your own ids otherwise";
        let problem =
            Problem::new(format!("{first:?} and other ids, of which none is loaded"), "ids of loaded entities");
        return Err(problem.in_file(&positives.name).in_field("id").advise(advice)).into_diagnostic();
    }
    Ok(targets)
}

/// Does a table have a column `target_id`, or lines of JSON that key?
fn has_target_id(input: &Input) -> bool {
    let head = input.head();
    let begin = head.trim_start_matches('\u{FEFF}').trim_start();
    if begin.starts_with(['{', '[']) {
        return begin.contains("\"target_id\"");
    }
    let titles = begin.lines().next().unwrap_or("");
    titles.split([',', ';', '\t', '|']).any(|t| t.trim().trim_matches('"') == "target_id")
}

/// Tells what the account of a reading holds, on standard error.
fn tell(report: &Report) {
    report.notes.iter().for_each(|note| eprintln!("{note}"));
    report.problems.iter().for_each(|problem| eprintln!("{problem}"));
    let unused: Vec<&str> = report.unused().map(|(field, _)| field).collect();
    if !unused.is_empty() {
        eprintln!("not used: {}", unused.join(", "));
    }
}

fn exit(whole: bool) -> Exit {
    if whole { Exit::Done } else { Exit::Partly }
}
