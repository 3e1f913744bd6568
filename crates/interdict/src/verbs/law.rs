//! `interdict law list|show|check`: the law that decides, for reading and for mending.

use crate::Common;
use crate::data;
use crate::exit::Exit;
use crate::output;
use interdict_law::{Law, Sheet, Source, Truth, When, shipped};
use miette::{Context, IntoDiagnostic, miette};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Read the law that decides: what there is, what a measure says, whether files of your own are sound
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  interdict law list\n  interdict law show eu/765-2006/1i --as-of 2021-07-05\n  interdict law check law/"
)]
pub struct LawVerb {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    files: Files,
}

/// Which law.
#[derive(clap::Args)]
pub struct Files {
    /// A folder of files of law, instead of those that ship with the program (law/README.md says how they look)
    #[arg(long = "law", value_name = "DIR", global = true)]
    folder: Option<PathBuf>,
}

#[derive(clap::Subcommand)]
enum What {
    /// Every measure: whose, what, since when, how sure
    List {
        /// In force on this day [default: today]
        #[arg(long, value_name = "WHEN", value_parser = When::parse)]
        as_of: Option<When>,
        /// Only those of this authority
        #[arg(long, value_name = "CODE")]
        authority: Option<String>,
    },
    /// What a measure says, as it stood on a day; of an instrument's id, all its measures
    Show {
        /// For example eu/765-2006/1i, or us/eo-14038
        #[arg(value_name = "ID")]
        id: String,
        /// As it stood on this day [default: today]
        #[arg(long, value_name = "WHEN", value_parser = When::parse)]
        as_of: Option<When>,
    },
    /// The JSON schema of a file of law, or of an act
    Schema {
        /// Of what
        #[arg(value_enum)]
        of: Of,
    },
    /// Check files of law: every slip with file, line, what was found and what was wanted
    Check {
        /// A folder, as law/ is one [default: the law that ships]
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Of {
    /// A file of law
    Law,
    /// An act, for `interdict decide`
    Act,
}

impl Files {
    /// The law to decide by.
    pub fn law(&self) -> miette::Result<&'static Law> {
        match &self.folder {
            None => Ok(Law::shipped()),
            // Read once a run, and used until its end.
            Some(folder) => Ok(Box::leak(Box::new(read(folder)?))),
        }
    }
}

fn read(folder: &Path) -> miette::Result<Law> {
    let texts = files(folder)?;
    let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source { path, text }).collect();
    Law::read(&sources).into_diagnostic().wrap_err_with(|| format!("the law in {} cannot be used", folder.display()))
}

/// Every `.toml` below a folder, by its path from there with `/`.
fn files(folder: &Path) -> miette::Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(here) = open.pop() {
        let entries = std::fs::read_dir(&here).into_diagnostic();
        for entry in entries.wrap_err_with(|| format!("{} cannot be read", here.display()))? {
            let path = entry.into_diagnostic()?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                let text = std::fs::read_to_string(&path).into_diagnostic();
                out.push((name, text.wrap_err_with(|| format!("{} cannot be read", path.display()))?));
            }
        }
    }
    if out.is_empty() {
        let help = "wanted a folder like law/, with files such as eu/765-2006.toml";
        return Err(miette!(help = help, "{} holds no file of law", folder.display()));
    }
    out.sort();
    Ok(out)
}

impl LawVerb {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        match &self.what {
            What::List { as_of, authority } => self.list(common, as_of.clone(), authority.as_deref()),
            What::Show { id, as_of } => self.show(common, id, as_of.clone()),
            What::Schema { of } => {
                let schema = match of {
                    Of::Law => interdict_law::schema::law(),
                    Of::Act => interdict_law::schema::act(),
                };
                output::json(&schema)?;
                Ok(Exit::Done)
            }
            What::Check { folder } => check(common, folder.as_deref().or(self.files.folder.as_deref())),
        }
    }

    fn list(&self, common: &Common, as_of: Option<When>, authority: Option<&str>) -> miette::Result<Exit> {
        let law = self.files.law()?;
        let at = as_of.unwrap_or_else(|| When::day(data::today()));
        let rows: Vec<_> = law.list(&at).into_iter().filter(|r| authority.is_none_or(|a| r.authority == a)).collect();
        if common.json {
            output::json(&json!({"as_of": at, "law": law.hash(), "measures": rows}))?;
            return Ok(Exit::Done);
        }
        let mut table = output::table(&["Measure", "What", "From", "To", "In force", "Sure", "Ways out"]);
        for row in &rows {
            let end = |b: &Option<interdict_law::Boundary>| b.as_ref().map(ToString::to_string).unwrap_or_default();
            let force = match row.in_force {
                Truth::Yes => "yes",
                Truth::No => "no",
                Truth::Unknown => "changes that day",
            };
            table.add_row([
                row.measure.clone(),
                row.title.clone(),
                end(&row.period.from),
                end(&row.period.to),
                force.to_string(),
                row.confidence.as_str().to_string(),
                row.exits.to_string(),
            ]);
        }
        let count = rows.len();
        output::text(&format!(
            "{table}\n{count} measures as of {at}; law {}.\n",
            &law.hash()[..12.min(law.hash().len())]
        ))?;
        Ok(Exit::Done)
    }

    fn show(&self, common: &Common, id: &str, as_of: Option<When>) -> miette::Result<Exit> {
        let law = self.files.law()?;
        let at = as_of.unwrap_or_else(|| When::day(data::today()));
        let sheets = law.show(id, &at);
        if sheets.is_empty() {
            let near: Vec<&str> = law
                .measures()
                .filter(|m| m.contains(id) || id.starts_with(m.rsplit_once('/').map_or("", |p| p.0)))
                .take(8)
                .collect();
            let help = if near.is_empty() {
                "`interdict law list` names all".to_string()
            } else {
                format!("there are {}", near.join(", "))
            };
            return Err(miette!(help = help, "there is no measure {id:?}"));
        }
        if common.json {
            output::json(&json!({"as_of": at, "law": law.hash(), "measures": sheets}))?;
        } else {
            let texts: Vec<String> = sheets.iter().map(|s| sheet(s, &at)).collect();
            output::text(&texts.join("\n"))?;
        }
        Ok(Exit::Done)
    }
}

fn check(common: &Common, folder: Option<&Path>) -> miette::Result<Exit> {
    let texts = match folder {
        Some(folder) => files(folder)?,
        None => shipped::FILES.iter().map(|f| (f.path.to_string(), f.text.to_string())).collect(),
    };
    let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source { path, text }).collect();
    let read = Law::read(&sources);
    let problems: Vec<String> = match &read {
        Ok(_) => Vec::new(),
        Err(bad) => bad.0.iter().map(ToString::to_string).collect(),
    };
    if common.json {
        let hash = read.as_ref().map(|l| l.hash().to_string()).ok();
        output::json(&json!({"files": texts.len(), "problems": problems, "law": hash}))?;
    } else {
        let mut out = problems.iter().map(|p| format!("{p}\n")).collect::<String>();
        out.push_str(&match &read {
            Ok(law) => format!(
                "{} files are sound: {} measures and {} ways out of {} authorities; law {}.\n",
                texts.len(),
                law.measures().count(),
                law.exits(),
                law.authorities().len(),
                law.hash()
            ),
            Err(_) => format!("{} problems in {} files.\n", problems.len(), texts.len()),
        });
        output::text(&out)?;
    }
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Input })
}

fn sheet(s: &Sheet, at: &When) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    let end =
        |b: &Option<interdict_law::Boundary>, open: &str| b.as_ref().map_or(open.to_string(), ToString::to_string);
    let force = match s.row.in_force {
        Truth::Yes => "in force",
        Truth::No => "NOT in force",
        Truth::Unknown => "changing",
    };
    let period = format!(
        "from {} {}",
        end(&s.row.period.from, "the beginning"),
        s.row.period.to.as_ref().map_or(String::new(), |to| format!("until {to}"))
    );
    let _ = writeln!(
        out,
        "{}: {}\n{}, {}; {}; {force} on {at}\n",
        s.row.measure,
        s.row.title,
        s.instrument,
        s.article,
        period.trim()
    );
    let _ = writeln!(out, "It says\n  {}\n\nIt binds\n  {}", s.forbids, s.binds.join("\n    "));
    let _ = writeln!(out, "\nIt is judged for each {}, and applies when\n  {}", s.each, s.when.join("\n  and "));
    for annex in &s.codes {
        let _ = writeln!(out, "\n{} ({})", annex.title, annex.confidence.as_str());
        for entry in &annex.entries {
            let _ = writeln!(out, "  {entry}");
        }
        if !annex.open_within.is_empty() {
            let _ =
                writeln!(out, "  not encoded whole: other codes of {} give \"unknown\"", annex.open_within.join(", "));
        }
    }
    for way in &s.ways_out {
        let until = way.period.to.as_ref().map_or(String::new(), |to| format!(", until {to}"));
        let _ = writeln!(
            out,
            "\nWay out, {}: {} ({}{until}; {})",
            way.kind.words(),
            way.title,
            way.article,
            way.confidence.as_str()
        );
        let _ = writeln!(out, "  {}", way.when.join("\n  and "));
        for e in &way.except {
            let _ = writeln!(out, "  but not where {e}");
        }
        for duty in &way.duties {
            let _ = writeln!(out, "  duty: {duty}");
        }
    }
    let checked = s.checked.as_ref().map(|c| format!(", checked {c}")).unwrap_or_default();
    let _ = writeln!(out, "\nSource ({}{checked}): {}", s.row.confidence.as_str(), s.source);
    for gap in &s.gaps {
        let _ = writeln!(out, "Not encoded: {gap}.");
    }
    if let Some(url) = &s.url {
        let _ = writeln!(out, "{url}");
    }
    out
}
