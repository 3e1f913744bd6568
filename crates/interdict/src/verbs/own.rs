//! `interdict own`: who stands behind whom, under each authority's test of ownership.

use crate::Common;
use crate::exit::{Exit, wrong_usage};
use crate::output;
use interdict_intake::stakes::{self, Stakes};
use interdict_lists::Input;
use interdict_own::{Aggregate, Graph, Judged, Path, Row, Test, Verdict, tests};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Work out who is owned by listed parties, under each authority's own test, with the arithmetic
///
/// Reads stakes (CSV: owner,owned,share,kind,from,to,source) and the ids of listed parties, and answers for one entity or for all: owned, not
/// owned, or undetermined with the stake that would settle it. Only stakes that the file states are counted; of others nothing is known.
#[derive(clap::Args)]
pub struct Own {
    /// The entity, by its id in the stakes
    #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
    entity: Option<String>,
    /// Every entity
    #[arg(long)]
    all: bool,
    /// File of stakes: the header owner,owned,share,kind,from,to,source; share in percent, a number or a range like 25-50, empty where it is
    /// not known; kind shares, votes or control. Or FollowTheMoney, one object a line, of which the schema Ownership counts
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    stakes: Vec<PathBuf>,
    /// File of listed parties: one id a line
    #[arg(long, value_name = "FILE")]
    listed: PathBuf,
    /// The day for which stakes and tests count [default: today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<Date>,
    /// Only this test: ofac, eu, uk, ca, ch, ua; may be repeated
    #[arg(long, value_name = "TEST")]
    test: Vec<String>,
    /// Write the rows as CSV to this file
    #[arg(long, short, value_name = "FILE", requires = "all")]
    out: Option<PathBuf>,
}

impl Own {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let tests = self.tests()?;
        let day = self.as_of.unwrap_or_else(crate::data::today);
        let mut read = Stakes::default();
        for file in &self.stakes {
            read.absorb(stakes::stakes(file).into_diagnostic()?);
        }
        let left_out = !read.problems.is_empty();
        let mut problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        problems.extend(read.notes);
        let (graph, faults) = Graph::build(read.stakes, day);
        problems.extend(faults.iter().map(ToString::to_string));
        let (listed, unknown) = graph.ids(self.listed()?.iter().map(String::as_str));
        problems.extend(unknown.iter().map(ToString::to_string));
        let judged: Vec<(&Test, Option<Judged<'_>>)> = tests.iter().map(|t| (*t, graph.judge(t, &listed))).collect();
        let multiplied = graph.multiplied(&listed);
        let answer = Answer { graph: &graph, day, judged, multiplied, problems };
        match &self.entity {
            Some(entity) => answer.one(entity, common.json)?,
            None => answer.all(self.out.as_deref(), common.json)?,
        }
        Ok(if left_out { Exit::Partly } else { Exit::Done })
    }

    fn tests(&self) -> miette::Result<Vec<&'static Test>> {
        if self.test.is_empty() {
            return Ok(tests().iter().collect());
        }
        let named = |id: &String| {
            tests().iter().find(|t| t.id.eq_ignore_ascii_case(id)).ok_or_else(|| {
                let known: Vec<&str> = tests().iter().map(|t| t.id.as_str()).collect();
                wrong_usage(format!("no test of ownership is called {id:?}"), format!("there are {}", known.join(", ")))
            })
        };
        self.test.iter().map(named).collect()
    }

    fn listed(&self) -> miette::Result<Vec<String>> {
        let mut ids = Vec::new();
        for input in Input::open(&self.listed).into_diagnostic()? {
            let text = input.text().into_diagnostic()?;
            ids.extend(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_string));
        }
        Ok(ids)
    }
}

struct Answer<'g> {
    graph: &'g Graph,
    day: Date,
    judged: Vec<(&'static Test, Option<Judged<'g>>)>,
    multiplied: Vec<(f64, f64)>,
    problems: Vec<String>,
}

impl Answer<'_> {
    fn one(&self, entity: &str, json: bool) -> miette::Result<()> {
        if self.graph.number(entity).is_none() {
            let help = "an id is written as in the columns owner and owned; --all shows all";
            return Err(miette::miette!(help = help, "no stake that counts on {} names {entity:?}", self.day));
        }
        let rows: Vec<(&Test, &Judged<'_>, Row)> = self
            .judged
            .iter()
            .filter_map(|(test, judged)| Some((*test, judged.as_ref()?, judged.as_ref()?.of(entity)?)))
            .collect();
        if json {
            return self.json(rows.into_iter().map(|(_, _, row)| row));
        }
        let mut out = format!("{entity} on {}\n", self.day);
        for (test, judged, row) in &rows {
            let version = judged.version();
            let adds = match version.aggregate {
                Aggregate::Yes => "shares of several listed parties add up",
                Aggregate::No => "shares of several listed parties do not add up",
                Aggregate::Guidance => "shares of several listed parties add up by guidance, not by law",
                Aggregate::Unclear => "whether shares of several listed parties add up is unclear",
            };
            let control = if version.control { "control is enough" } else { "control alone is not enough" };
            let verdict = words(row);
            let _ = writeln!(out, "\n{}: {verdict}\n  rule: {}; {adds}; {control}", test.name, version.rule());
            let _ = writeln!(out, "  held: {}", row.share);
            for path in &row.paths {
                let _ = writeln!(out, "    {}", way(path));
            }
            for stake in &row.missing {
                let _ = writeln!(out, "  ask: what does {} hold of {} ({})?", stake.owner, stake.owned, stake.share);
            }
            if row.unverified {
                let _ = writeln!(out, "  unverified: {}", version.source);
            } else {
                let _ = writeln!(out, "  source: {}", version.source);
            }
        }
        let (low, high) = self.shares_multiplied(entity);
        let multiplied = if low == high { format!("{low} %") } else { format!("{low} to {high} %") };
        let _ =
            writeln!(out, "\nShares multiplied along every way: {multiplied}. No test above judges by that number.");
        output::text(&out)?;
        self.said();
        Ok(())
    }

    fn all(&self, file: Option<&std::path::Path>, json: bool) -> miette::Result<()> {
        let rows = || self.judged.iter().filter_map(|(_, judged)| judged.as_ref()).flat_map(Judged::rows);
        if let Some(file) = file {
            let mut out = csv::Writer::from_path(file).into_diagnostic()?;
            let header = [
                "entity",
                "test",
                "result",
                "low",
                "high",
                "listed",
                "by_control",
                "by_guidance",
                "unverified",
                "paths",
            ];
            out.write_record(header).into_diagnostic()?;
            for row in rows() {
                let flag = |is: bool| is.to_string();
                let paths = row.paths.iter().map(way).collect::<Vec<_>>().join("; ");
                let (low, high) = (row.share.low.to_string(), row.share.high.to_string());
                let flags = [row.listed, row.by_control, row.by_guidance, row.unverified].map(flag);
                let cells =
                    [vec![row.entity, row.test, result(row.verdict).into(), low, high], flags.to_vec(), vec![paths]];
                out.write_record(cells.concat()).into_diagnostic()?;
            }
            out.flush().into_diagnostic()?;
        }
        if json {
            return self.json(rows());
        }
        if file.is_none() {
            let mut table = output::table(&["Entity", "Test", "Result", "Held", "Through"]);
            for row in rows().filter(|r| r.verdict != Verdict::NotOwned && !r.listed) {
                let through = row.paths.iter().map(way).collect::<Vec<_>>().join("\n");
                table.add_row([row.entity.clone(), row.test.clone(), words(&row), row.share.to_string(), through]);
            }
            output::text(&format!("{table}\n"))?;
        }
        let mut said = format!("{} entities on {}.", self.graph.len(), self.day);
        for (test, judged) in &self.judged {
            let _ = match judged {
                Some(judged) => write!(said, " {}: {} owned.", test.id, judged.owned()),
                None => write!(said, " {}: no such test that day.", test.id),
            };
        }
        eprintln!("{said}");
        self.said();
        Ok(())
    }

    fn json(&self, rows: impl Iterator<Item = Row>) -> miette::Result<()> {
        let row = |row: Row| -> miette::Result<Value> {
            let (low, high) = self.shares_multiplied(&row.entity);
            let mut value = serde_json::to_value(row).into_diagnostic()?;
            if let Some(object) = value.as_object_mut() {
                object.insert("multiplied_low".into(), json!(low));
                object.insert("multiplied_high".into(), json!(high));
            }
            Ok(value)
        };
        let rows: Vec<Value> = rows.map(row).collect::<miette::Result<_>>()?;
        let none = self.judged.iter().filter(|(_, j)| j.is_none()).map(|(t, _)| t.id.as_str());
        let none: Vec<&str> = none.collect();
        output::json(
            &json!({"as_of": self.day.to_string(), "rows": rows, "no_such_test": none, "problems": self.problems}),
        )
    }

    /// In percent.
    fn shares_multiplied(&self, entity: &str) -> (f64, f64) {
        let held = self.graph.number(entity).and_then(|n| self.multiplied.get(n as usize));
        let percent = |share: f64| (share * 1e12).round() / 1e10;
        held.map_or((0.0, 0.0), |(low, high)| (percent(*low), percent(*high)))
    }

    /// Problems, where people see them.
    fn said(&self) {
        self.problems.iter().for_each(|p| eprintln!("{p}"));
    }
}

fn result(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Owned => "owned",
        Verdict::NotOwned => "not_owned",
        Verdict::Undetermined => "undetermined",
    }
}

fn words(row: &Row) -> String {
    let verdict = match row.verdict {
        Verdict::Owned if row.by_control => "owned, by control",
        Verdict::Owned if row.by_guidance => "owned, by guidance",
        Verdict::Owned => "owned",
        Verdict::NotOwned => "not owned",
        Verdict::Undetermined => "undetermined",
    };
    if row.listed { format!("{verdict} (and listed itself)") } else { verdict.to_string() }
}

/// `X -50 %-> A -50 %-> B`, and who says so.
fn way(path: &Path) -> String {
    let mut out = path.first().map_or_else(String::new, |s| s.owner.clone());
    for step in path {
        let held = match step.kind {
            interdict_own::Kind::Shares => step.share.to_string(),
            interdict_own::Kind::Votes => format!("{} of votes", step.share),
            interdict_own::Kind::Control => "control".to_string(),
        };
        let _ = write!(out, " -{held}-> {}", step.owned);
    }
    let mut sources: Vec<&str> = path.iter().map(|s| s.source.as_str()).filter(|s| !s.is_empty()).collect();
    sources.dedup();
    if sources.is_empty() { out } else { format!("{out}  [{}]", sources.join("; ")) }
}
