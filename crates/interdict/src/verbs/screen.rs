//! `interdict screen parties.csv`: a file of parties against what is loaded, row by row.

use crate::Common;
use crate::batch::report::{self, Counts, Identity};
use crate::batch::resume::Unfinished;
use crate::batch::sink::{self, ParquetOut, Sink};
use crate::batch::{Run, Screened};
use crate::exit::{Exit, wrong_usage};
use crate::output::{self, Form};
use crate::screening::{self, Screening};
use interdict_intake::Table;
use interdict_lists::Input;
use interdict_lists::formats::{self, Mapping};
use interdict_screen::Options;
use miette::{Context, IntoDiagnostic};
use std::path::{Path, PathBuf};

/// Screen a file of parties (CSV, TSV, JSON lines, Parquet; gzip, zip and zstd too), row by row, however long it is
///
/// Column names are guessed, and the guess is told; --column or a YAML mapping settles it (docs/src/own-lists.md). Every row has its
/// place in the answer, matched or not. Ends with code 1 where any row matches, with 4 where rows could not be read.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  interdict screen customers.csv\n  interdict screen customers.parquet --out found.csv\n  \
    interdict screen kunden.csv --column name=Kunde --column birth_date=Geb.\n  \
    interdict screen customers.csv --show-mapping > customers.yaml\n  \
    interdict screen customers.csv.gz --out found.jsonl --resume"
)]
pub struct Screen {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A YAML mapping of its columns [default: the one beside it: list.yaml or list.mapping.yaml for list.csv]
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The column of this title holds this: name, birth_date, id, country, ...; goes before the mapping; may be repeated
    #[arg(long = "column", value_name = "FIELD=TITLE")]
    columns: Vec<String>,
    /// Show what the columns are read as, as a mapping to be saved beside the file, and end
    #[arg(long)]
    show_mapping: bool,
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
    #[arg(long, value_enum, default_value = "table", conflicts_with = "out")]
    format: Form,
    /// Write the answer into this file, as its name ends: .csv, .jsonl or .parquet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Go on with a run to --out that was broken off (.csv and .jsonl)
    #[arg(long, requires = "out")]
    resume: bool,
    /// Write a report of the run (list versions, counts, time) into this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// A form that `--out` writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OutForm {
    Csv,
    Jsonl,
    Parquet,
}

impl Screen {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let started = jiff::ZonedDateTime::now();
        let out_form = self.out.as_deref().map(out_form).transpose()?;
        if self.resume && out_form == Some(OutForm::Parquet) {
            let help =
                "write .csv or .jsonl, which can be gone on with; a Parquet file is none until its end is written";
            return Err(wrong_usage("--resume does not work with a Parquet answer", help));
        }
        let same = |out: &Path| matches!((out.canonicalize(), self.file.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if self.out.as_deref().is_some_and(same) {
            return Err(wrong_usage("--out names the input itself", "name another file"));
        }
        let table = Table::open(&self.file, &self.understood()?).into_diagnostic()?;
        let mapping = table.columns().map(|c| c.to_yaml()).unwrap_or_default();
        for note in table.notes() {
            eprintln!("{note}");
        }
        if self.show_mapping {
            output::text(&mapping)?;
            return Ok(Exit::Done);
        }
        let screening = Screening::open(common)?;
        let looked_at = screening.data.json();
        let form = if common.json { Form::Json } else { self.format };
        let identity = Identity {
            version: env!("CARGO_PKG_VERSION").into(),
            snapshot: looked_at
                .get("snapshot")
                .or(looked_at.get("origin"))
                .and_then(|s| s.as_str())
                .unwrap_or("")
                .into(),
            input_blake3: hash(&self.file)?,
            mapping,
            threshold: self.threshold,
            limit: self.limit,
            form: out_form.map_or_else(|| format!("{form:?}"), |f| f.name().to_string()).to_lowercase(),
        };
        let input = (table.source.name(), table.source.bytes);
        let (mut sink, mut counts) = match (&self.out, out_form) {
            (Some(out), Some(OutForm::Parquet)) => {
                (Sink::Parquet(Box::new(ParquetOut::create(out)?)), Counts::default())
            }
            (Some(out), Some(form)) => {
                let (mut file, counts) = Unfinished::open(out, identity.clone(), &input.0, self.resume)?;
                if form == OutForm::Csv && file.is_empty() {
                    file.write(format!("{}\n", sink::csv_header().join(",")).as_bytes())?;
                }
                file.mark(&counts)?;
                (Sink::Text(Box::new(file)), counts)
            }
            _ => (Sink::stdout(form)?, Counts::default()),
        };
        let text: fn(&Screened) -> miette::Result<Vec<u8>> = match (out_form, form) {
            (Some(OutForm::Parquet), _) | (None, Form::Table) => sink::no_text,
            (Some(OutForm::Csv), _) | (None, Form::Csv) => sink::csv_text,
            _ => sink::json_text,
        };
        let options = Options { limit: self.limit, threshold: self.threshold };
        let run = Run { screening: &screening, options, go_on: self.go_on, done: counts.before, text };
        run.run(table, &mut counts, |screened, counts| sink.write(screened, counts))?;
        sink.finish(&counts, &looked_at)?;

        let out = self.out.as_ref().map(|o| o.display().to_string());
        let input = (input.0.as_str(), input.1);
        let report = report::json(&identity, input, &screening.data, &counts, &started, self.go_on, out.as_deref());
        if let Some(file) = &self.report {
            let text = serde_json::to_vec_pretty(&report).into_diagnostic()?;
            let written = std::fs::write(file, text).into_diagnostic();
            written.wrap_err_with(|| format!("{} cannot be written", file.display()))?;
        }
        if common.json && self.out.is_some() {
            output::json(&report)?;
        }
        self.words(&counts, &report, &screening);
        Ok(match (counts.problem_count, counts.matched) {
            (1.., _) => Exit::Partly,
            (0, 0) => Exit::Done,
            (0, _) => Exit::Found,
        })
    }

    /// What is said of the columns: the mapping named or beside the file, and `--column` before it.
    fn understood(&self) -> miette::Result<Mapping> {
        let file = self.mapping.clone().or_else(|| formats::mapping_beside(&self.file));
        let mut mapping = match file {
            Some(file) => match Input::open(&file).into_diagnostic()?.first() {
                Some(input) => Mapping::read(input).into_diagnostic()?,
                None => Mapping::default(),
            },
            None => Mapping::default(),
        };
        for said in &self.columns {
            let (name, title) = said.split_once('=').ok_or_else(|| {
                wrong_usage(format!("--column {said:?} is no FIELD=TITLE"), "for example --column name=Kunde")
            })?;
            mapping
                .set(name, title)
                .map_err(|p| wrong_usage(format!("--column {said}: {p}"), "interdict screen --help"))?;
        }
        Ok(mapping)
    }

    fn words(&self, counts: &Counts, report: &serde_json::Value, screening: &Screening) {
        if counts.ambiguous_dates > 0 {
            let n = counts.ambiguous_dates;
            eprintln!(
                "{n} dates can be read day first or month first and were read day first; a mapping settles it (date_order)"
            );
        }
        if counts.problem_count > 100 {
            eprintln!("{} problems in all; --report FILE names the first 1,000", counts.problem_count);
        }
        if counts.before > 0 {
            eprintln!("Went on after row {}.", counts.before);
        }
        let number = |name: &str| report.get(name).and_then(serde_json::Value::as_f64).unwrap_or(0.0);
        let (seconds, threads) = (number("seconds"), number("threads"));
        let rate = number("rows_per_second");
        eprintln!(
            "{} in {seconds:.2} s, {rate:.0} rows/s on {threads} threads. {}",
            counts.words(),
            screening.data.caption()
        );
    }
}

impl OutForm {
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
        }
    }
}

fn out_form(out: &Path) -> miette::Result<OutForm> {
    let end = out.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match end.as_str() {
        "csv" => Ok(OutForm::Csv),
        "jsonl" | "ndjson" => Ok(OutForm::Jsonl),
        "parquet" => Ok(OutForm::Parquet),
        _ => Err(wrong_usage(
            format!("--out {}: the end of the name does not say in which form", out.display()),
            "wanted .csv, .jsonl or .parquet",
        )),
    }
}

/// BLAKE3 of a file.
fn hash(file: &Path) -> miette::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let read = std::fs::File::open(file).and_then(|f| hasher.update_reader(f).map(|_| ())).into_diagnostic();
    read.wrap_err_with(|| format!("{} cannot be read", file.display()))?;
    Ok(hasher.finalize().to_hex().to_string())
}
