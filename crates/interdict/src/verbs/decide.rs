//! `interdict decide acts.csv`: may I, under whose law, on which day, until when, and why?

mod out;
pub mod words;

use crate::Common;
use crate::data;
use crate::exit::{Exit, wrong_usage};
use crate::lookup::Lookup;
use crate::output;
use crate::owners::Owners;
use crate::report;
use crate::screening::Screening;
use crate::verbs::law::Files;
use interdict_intake::acts::{self, Acts};
use interdict_law::{Act, Clock, Decision, Law, Verdict, When};
use jiff::civil::Date;
use miette::{Context, IntoDiagnostic};
use rayon::prelude::*;
use serde_json::json;
use std::path::PathBuf;

/// The acts of the shipped case.
const CASE_ACTS: &str = include_str!("../../../../case/belarus-2021/consignments.csv");

/// Decide whether acts are forbidden: consignments, payments, flights, port calls, services, securities, under every law that reaches them
///
/// A file of acts is CSV (one row an act), JSON or JSON lines; docs/src/acts.md has the columns and fields. Their parties are looked up in the
/// lists that are loaded. What nobody states is unknown: it becomes a question, never "clear". Ends with code 1 where any law forbids, asks or exposes.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  interdict decide case/belarus-2021/consignments.csv\n  interdict decide case/belarus-2021/consignments.csv --act train-2021-12-01\n  \
    interdict decide acts.json --as-of 2022-03-03 --known-at 2022-03-02\n  interdict decide acts.csv --timeline 2021-06-01..2022-12-31\n  \
    interdict decide acts.csv --out decisions.jsonl\n  interdict decide acts.csv --stakes persons-with-significant-control.txt"
)]
pub struct Decide {
    /// The file; the shipped case where it is left out
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only the act with this id, with its whole proof; may be repeated
    #[arg(long = "act", value_name = "ID")]
    only: Vec<String>,
    /// Judge by the law of this day or moment, whatever day the acts state
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    as_of: Option<When>,
    /// Only what was published by this day counts
    #[arg(long, value_name = "DAY")]
    known_at: Option<Date>,
    /// The verdicts over a range of days, FROM..TO: when does what change?
    #[arg(long, value_name = "FROM..TO", value_parser = range)]
    timeline: Option<(Date, Date)>,
    /// Whole proofs for all acts
    #[arg(long)]
    proof: bool,
    /// Write the decisions to a file: .csv, .json or .jsonl
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write a report to read, print and hand over: one HTML or PDF file with facts, verdicts, proofs and versions
    #[arg(long, value_name = "FILE.html|FILE.pdf")]
    report: Option<PathBuf>,
    /// Files of stakes, as `interdict own` takes them: who holds the parties of which an act states no owners
    #[arg(long, value_name = "FILE", num_args = 1..)]
    stakes: Vec<PathBuf>,
    /// End with code 3 at the first act that cannot be read, instead of deciding the rest
    #[arg(long)]
    stop: bool,
    #[command(flatten)]
    files: Files,
}

fn range(text: &str) -> Result<(Date, Date), String> {
    let wanted = || format!("{text:?} is no range of days: wanted FROM..TO, such as 2021-06-01..2022-12-31");
    let (from, to) = text.split_once("..").ok_or_else(wanted)?;
    let (from, to): (Date, Date) = (from.parse().map_err(|_| wanted())?, to.parse().map_err(|_| wanted())?);
    if from > to { Err(wanted()) } else { Ok((from, to)) }
}

impl Decide {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let known = |e: &str| ["html", "htm", "pdf"].iter().any(|k| e.eq_ignore_ascii_case(k));
        if let Some(file) =
            self.report.as_deref().filter(|f| !f.extension().and_then(|e| e.to_str()).is_some_and(known))
        {
            return Err(wrong_usage(
                format!("no report can be written as {}", file.display()),
                "name a file that ends in .html or .pdf",
            ));
        }
        let law = self.files.law()?;
        let mut read = self.read()?;
        for note in &read.notes {
            eprintln!("{note}");
        }
        for problem in &read.problems {
            eprintln!("{problem}");
        }
        if self.stop && !read.problems.is_empty() {
            eprintln!(
                "Stopped: {} problems in {} records, and nothing was decided.",
                read.problems.len(),
                read.records
            );
            return Ok(Exit::Input);
        }
        self.select(&mut read.acts)?;
        let lookup = Lookup::new(Screening::open(common)?)?;
        let owners = Owners::new(&self.stakes, lookup.data())?;
        owners.problems().for_each(|p| eprintln!("{p}"));
        owners.fill(&mut read.acts, self.as_of.as_ref().map(When::date));
        lookup.fill(&mut read.acts)?;
        if let Some((from, to)) = self.timeline {
            return self.over_time(common, law, &lookup, &read, from, to);
        }
        let one = read.acts.len() == 1;
        let table =
            self.out.as_deref().map_or(!common.json, |f| f.extension().is_some_and(|e| e == "csv") && !common.json);
        let whole = !table || self.report.is_some() || self.proof || !self.only.is_empty() || one;
        let (decisions, undated) = self.decide(law, &lookup, &read.acts, whole);
        for e in &undated {
            eprintln!("{e}");
        }
        let partly = !read.problems.is_empty() || !undated.is_empty();
        let said = Said { decisions: &decisions, acts: &read, lookup: &lookup, law };
        if let Some(file) = &self.out {
            out::write(file, &decisions)?;
        }
        if let Some(file) = &self.report {
            let page = match file.extension().and_then(|e| e.to_str()).map(str::to_lowercase).as_deref() {
                Some("pdf") => report::pdf(&decisions, &said.basis())?,
                _ => report::html(&decisions, &said.basis()).into_bytes(),
            };
            std::fs::write(file, page)
                .into_diagnostic()
                .wrap_err_with(|| format!("{} cannot be written", file.display()))?;
        }
        if common.json {
            said.json()?;
        } else if self.out.is_some() {
            output::text(&said.summary())?;
        } else if let Some(file) = &self.report {
            output::text(&format!("The report is in {}.\n{}", file.display(), said.summary()))?;
        } else if whole {
            let proofs: Vec<String> = decisions.iter().map(words::proof).collect();
            output::text(&format!("{}\n{}", proofs.join("\n"), said.summary()))?;
        } else {
            output::text(&format!("{}\n{}", words::table(&decisions), said.summary()))?;
        }
        Ok(match decisions.iter().map(|d| d.verdict).max() {
            _ if partly => Exit::Partly,
            Some(worst) if worst > Verdict::Clear => Exit::Found,
            _ => Exit::Done,
        })
    }

    fn read(&self) -> miette::Result<Acts> {
        match &self.file {
            None => acts::read(CASE_ACTS, "case/belarus-2021/consignments.csv").into_diagnostic(),
            Some(file) => acts::acts(file).into_diagnostic(),
        }
    }

    fn select(&self, acts: &mut Vec<Act>) -> miette::Result<()> {
        if self.only.is_empty() {
            return Ok(());
        }
        for id in &self.only {
            if !acts.iter().any(|a| a.id == *id) {
                let known: Vec<&str> = acts.iter().map(|a| a.id.as_str()).take(20).collect();
                let help = format!("its acts are {}", known.join(", "));
                return Err(wrong_usage(format!("the file has no act {id:?}"), help));
            }
        }
        acts.retain(|a| self.only.contains(&a.id));
        Ok(())
    }

    fn decide(&self, law: &Law, lookup: &Lookup, acts: &[Act], whole: bool) -> (Vec<Decision>, Vec<String>) {
        let clock = Clock { as_of: self.as_of.clone(), known_at: self.known_at };
        let lists = lookup.lists();
        let all: Vec<Result<Decision, String>> = acts
            .par_iter()
            .map(|act| {
                let decided = if whole { law.decide(act, &clock) } else { law.outline(act, &clock) };
                let mut decision = decided.map_err(|e| e.to_string())?;
                decision.lists.clone_from(&lists);
                Ok(decision)
            })
            .collect();
        let (mut decisions, mut undated) = (Vec::new(), Vec::new());
        for one in all {
            match one {
                Ok(decision) => decisions.push(decision),
                Err(e) => undated.push(e),
            }
        }
        (decisions, undated)
    }

    fn over_time(
        &self,
        common: &Common,
        law: &Law,
        lookup: &Lookup,
        read: &Acts,
        from: Date,
        to: Date,
    ) -> miette::Result<Exit> {
        let lines: Vec<_> = read.acts.par_iter().map(|act| (act, law.timeline(act, from, to, self.known_at))).collect();
        let worst = lines.iter().flat_map(|(_, l)| l).map(|s| s.verdict).max().unwrap_or(Verdict::NoNexus);
        if common.json {
            let acts: Vec<_> = lines.iter().map(|(act, line)| json!({"id": act.id, "timeline": line})).collect();
            output::json(
                &json!({"acts": acts, "from": from, "to": to, "law": law.hash(), "looked_at": lookup.data().json()}),
            )?;
        } else {
            let texts: Vec<String> = lines.iter().map(|(act, line)| words::timeline(act, line)).collect();
            output::text(&format!("{}\n{}\n{}\n", texts.join("\n"), words::LEGEND, lookup.data().caption()))?;
        }
        let partly = !read.problems.is_empty();
        Ok(if partly {
            Exit::Partly
        } else if worst > Verdict::Clear {
            Exit::Found
        } else {
            Exit::Done
        })
    }
}

/// What is said of a run.
struct Said<'r> {
    decisions: &'r [Decision],
    acts: &'r Acts,
    lookup: &'r Lookup,
    law: &'r Law,
}

impl Said<'_> {
    fn json(&self) -> miette::Result<()> {
        let problems: Vec<String> = self.acts.problems.iter().map(ToString::to_string).collect();
        output::json(&json!({
            "decisions": self.decisions, "problems": problems, "notes": self.acts.notes, "records": self.acts.records,
            "law": self.law.hash(), "looked_at": self.lookup.data().json(), "decided_on": data::today(),
        }))
    }

    fn basis(&self) -> report::Basis {
        report::Basis {
            lists: self.lookup.data().caption(),
            law: format!("Law of {} measures of {}.", self.law.measures().count(), self.authorities()),
            program: env!("CARGO_PKG_VERSION"),
            day: data::today(),
            problems: self.acts.problems.iter().map(ToString::to_string).collect(),
        }
    }

    fn authorities(&self) -> String {
        self.law.authorities().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn summary(&self) -> String {
        let refused = self.acts.records.saturating_sub(self.decisions.len() as u64);
        let mut out = format!("{}\n", words::LEGEND);
        if refused > 0 && self.acts.problems.is_empty() {
            out.push_str(&format!("{} of {} acts were asked for.\n", self.decisions.len(), self.acts.records));
        } else if refused > 0 {
            out.push_str(&format!(
                "{refused} of {} records could not be decided; they are named above.\n",
                self.acts.records
            ));
        }
        let caption = self.lookup.data().caption();
        out.push_str(&format!(
            "{caption}\nLaw {} of {} measures of {}. This says what rules say; it is no legal advice.\n",
            &self.law.hash()[..12.min(self.law.hash().len())],
            self.law.measures().count(),
            self.authorities(),
        ));
        out
    }
}
