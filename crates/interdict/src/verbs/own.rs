//! `interdict own`: who stands behind whom, under each authority's test of ownership.

mod answer;

use crate::Common;
use crate::exit::{Exit, wrong_usage};
use crate::holdings::{Holdings, Lists};
use answer::{Answer, Listed, Under};
use interdict_compare::regime::Regime;
use interdict_lists::Input;
use interdict_own::{Graph, Test, tests};
use jiff::civil::Date;
use miette::{IntoDiagnostic, WrapErr, miette};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Work out who is owned by listed parties, under each authority's own test, with the arithmetic
///
/// Who is listed, the lists that are loaded say, each authority's for its own test; and what they themselves say of parents, subsidiaries and
/// links is counted beside the stakes of your files. With --listed nobody else is listed and no list is looked at. The answer is owned, not owned, or
/// undetermined with the stake that would settle it. Only stakes that somebody states are counted; of others nothing is known.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  interdict own \"BNK (UK) Ltd\"\n  interdict own --all --programme Belarus\n  \
    interdict own --all --stakes persons-with-significant-control.txt -o owned.csv\n  \
    interdict own --all --stakes stakes.csv --listed listed.txt --as-of 2022-06-01 --json")]
pub struct Own {
    /// The entity: a name, an id in the stakes, or a record of a list such as us-sdn/33372
    #[arg(value_name = "NAME|ID", required_unless_present = "all", conflicts_with = "all")]
    entity: Option<String>,
    /// Every entity
    #[arg(long)]
    all: bool,
    /// Files of stakes: CSV with the header owner,owned,share,kind,from,to,source (share in percent, a number or a range like 25-50, empty where it
    /// is not known; kind shares, votes or control); FollowTheMoney; the UK's persons with significant control; Beneficial Ownership Data Standard; GLEIF
    #[arg(long, value_name = "FILE", num_args = 1..)]
    stakes: Vec<PathBuf>,
    /// File of listed parties, one id a line, in place of the lists that are loaded
    #[arg(long, value_name = "FILE", requires = "stakes")]
    listed: Option<PathBuf>,
    /// Only those count as listed whom an authority lists under this programme: a country, or words of the tag
    #[arg(long, value_name = "WORDS", conflicts_with = "listed")]
    programme: Option<String>,
    /// The day for which stakes, listings and tests count [default: today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<Date>,
    /// Only this test: ofac, eu, uk, ca, ch, ua; may be repeated
    #[arg(long, value_name = "TEST")]
    test: Vec<String>,
    /// Name near misses and havens too: stakes just under a threshold or given up around a listing, addresses and directors of many companies, companies
    /// founded after a listing; each with how common it is
    #[arg(long)]
    flags: bool,
    /// Draw who stands behind the entity, as SVG, to this file
    #[arg(long, value_name = "FILE.svg", conflicts_with = "all")]
    svg: Option<PathBuf>,
    /// Write the rows as CSV to this file
    #[arg(long, short, value_name = "FILE", requires = "all")]
    out: Option<PathBuf>,
}

impl Own {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let tests = self.tests()?;
        let day = self.as_of.unwrap_or_else(crate::data::today);
        let mut holdings = Holdings::of_files(&self.stakes)?;
        let left_out = !holdings.problems.is_empty();
        let lists = if self.listed.is_none() { Some(Lists::open(common)?) } else { None };
        if let Some(lists) = &lists {
            lists.join(&mut holdings);
        }
        let mut problems: Vec<String> = holdings.problems.iter().map(ToString::to_string).collect();
        problems.append(&mut holdings.notes);
        let stakes = std::mem::take(&mut holdings.stakes);
        let kept = self.flags.then(|| stakes.clone());
        let (graph, faults) = Graph::build(stakes, day);
        problems.extend(faults.iter().map(ToString::to_string));
        let under: Vec<Under<'_>> = match (&lists, &self.listed) {
            (Some(lists), _) => {
                let programme = self.programme.as_deref().map(Regime::parse);
                tests.iter().map(|test| Under::lists(test, lists, programme.as_ref(), &graph, day)).collect()
            }
            (None, file) => {
                let ids = file.as_deref().map(listed).transpose()?.unwrap_or_default();
                let (numbers, unknown) = graph.ids(ids.iter().map(String::as_str));
                problems.extend(unknown.iter().map(ToString::to_string));
                let multiplied = Rc::new(graph.multiplied(&numbers));
                let listed: Listed = ids.into_iter().map(|id| (id, None)).collect();
                let under = |test| Under::of(test, &graph, &numbers, listed.clone(), Rc::clone(&multiplied));
                tests.iter().copied().map(under).collect()
            }
        };
        let entity = self.entity.as_deref().map(|words| who(words, &graph, &holdings, lists.as_ref())).transpose()?;
        let caption = lists.as_ref().map(|l| l.data().caption());
        let looked_at = lists.as_ref().map(|l| l.data().json());
        let part = |test: &&&'static Test| lists.as_ref().is_some_and(|lists| !lists.whole(test));
        let in_part = tests.iter().filter(part).map(|t| t.id.as_str()).collect();
        let answer = Answer {
            graph: &graph,
            holdings: &holdings,
            day,
            under,
            in_part,
            problems,
            caption,
            looked_at,
            stakes: kept,
        };
        match &entity {
            Some(entity) => {
                if let Some(file) = &self.svg {
                    std::fs::write(file, answer.picture(entity))
                        .into_diagnostic()
                        .wrap_err_with(|| format!("{} cannot be written", file.display()))?;
                }
                answer.one(entity, common.json)?;
            }
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
}

fn listed(file: &Path) -> miette::Result<Vec<String>> {
    let mut ids = Vec::new();
    // An empty file says that nobody is listed, which an empty list of an authority never says.
    if std::fs::metadata(file).is_ok_and(|m| m.is_file() && m.len() == 0) {
        return Ok(ids);
    }
    for input in Input::open(file).into_diagnostic()? {
        let text = input.text().into_diagnostic()?;
        ids.extend(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_string));
    }
    Ok(ids)
}

/// The id of the entity that the user means.
fn who(words: &str, graph: &Graph, holdings: &Holdings, lists: Option<&Lists>) -> miette::Result<String> {
    let mut found: Vec<String> = if graph.number(words).is_some() { vec![words.to_string()] } else { Vec::new() };
    if found.is_empty() {
        found = holdings.named(words, graph).into_iter().map(str::to_string).collect();
    }
    if found.is_empty() {
        found = lists.map(|l| l.asked(words)).unwrap_or_default();
    }
    let known: Vec<&String> = found.iter().filter(|id| graph.number(id).is_some()).collect();
    match (known.as_slice(), found.as_slice()) {
        ([one], _) => Ok((*one).clone()),
        ([], []) => Err(miette!(
            help = "ask by a name or id of the stakes, or by a record of a list such as us-sdn/33372; --all shows all",
            "no stake that counts on {} names {words:?}, and no list that is loaded does",
            graph.day()
        )),
        ([], [one, ..]) => Err(miette!(
            help = "give a file of stakes with --stakes: a register, or a table of your own",
            "nobody is known to hold anything of {} ({one}), nor it of others: no file and no list that is loaded states a stake",
            holdings.label(one)
        )),
        (several, _) => {
            let several: Vec<String> =
                several.iter().take(10).map(|id| format!("{id} ({})", holdings.label(id))).collect();
            Err(miette!(help = format!("ask for one of {}", several.join(", ")), "{words:?} may be several parties"))
        }
    }
}
