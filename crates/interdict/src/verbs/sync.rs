//! `interdict sync`: brings the lists up to date, from their authorities or from files.

use crate::exit::{Exit, wrong_usage};
use crate::screening::SECTION;
use crate::{Common, data, name_groups, output};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use interdict_lists::OnProblem;
use interdict_lists::history::History;
use interdict_lists::snapshot::Snapshot;
use interdict_lists::sync::{self as sync_lists, Ended, Event, Options, Plan, Sections, SyncReport, sources};
use interdict_screen::{Index, NameGroups};
use jiff::Timestamp;
use miette::{Context, IntoDiagnostic, miette};
use std::collections::{BTreeMap, HashMap};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

/// Bring the lists up to date: fetch them from their authorities, or read files and folders that you have
///
/// A list that shrinks by more than its bound, contradicts its own count or cannot be read is refused with the reason, and the last good
/// one stays in force. The addresses are in DATA/sources.toml, which you can edit; `--write-sources` puts the built-in ones there.
/// Ends with code 4 where some sources were refused or failed, with 3 where all were.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  interdict sync\n  interdict sync --only un --only us-sdn\n  \
    interdict sync --from ~/lists sdn.csv.gz --go-on\n  interdict sync --from un.xml --published 2021-12-02\n  interdict sync --index-only --name-groups groups.txt.gz")]
pub struct Sync {
    /// Read these files and folders, whatever they are called; nothing is fetched
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,
    /// Only this source of sources.toml; may be repeated
    #[arg(long, value_name = "ID", conflicts_with = "from")]
    only: Vec<String>,
    /// When the files were published, a day or an instant; goes before what they and their names say
    #[arg(long, value_name = "DATE", requires = "from", value_parser = instant)]
    published: Option<Timestamp>,
    /// Go on where a record cannot be read, and name it
    #[arg(long)]
    go_on: bool,
    /// Take a list over although it lost more than its bound
    #[arg(long)]
    accept_shrink: bool,
    /// Take in a file of names that are one name: a line a group, `shkuro, škuro, шкуро => any id`. It is kept in the data folder as
    /// name_groups.txt and used by every search; delete it there, and sync, to be without it
    #[arg(long, value_name = "FILE")]
    name_groups: Option<PathBuf>,
    /// Fetch and read nothing: only build the screening index anew, where the name groups or the program have changed
    #[arg(long, conflicts_with_all = ["from", "only", "go_on", "accept_shrink"])]
    index_only: bool,
    /// Write the built-in sources.toml into the data folder, to be edited, and end
    #[arg(long)]
    write_sources: bool,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    let day = || jiff::tz::Offset::UTC.to_timestamp(text.parse::<jiff::civil::Date>().ok()?.at(0, 0, 0, 0)).ok();
    let bad = || format!("{text:?} is no day or instant: wanted 2021-12-02 or 2021-12-02T18:50:00Z");
    text.parse::<Timestamp>().ok().or_else(day).ok_or_else(bad)
}

impl Sync {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let store = data::store(common)?;
        if self.write_sources {
            return write_sources(store.dir());
        }
        let groups = match &self.name_groups {
            Some(file) => name_groups::take_in(file, store.dir())?,
            None => name_groups::of(store.dir())?,
        };
        let plan = if self.index_only {
            Plan::Keep
        } else if self.from.is_empty() {
            Plan::Fetch(self.chosen(sources::load(store.dir()).into_diagnostic()?)?)
        } else {
            Plan::From { paths: self.from.clone(), published: self.published }
        };
        let mut options = Options::at(Timestamp::now());
        options.on_problem = if self.go_on { OnProblem::GoOn } else { OnProblem::Stop };
        options.accept_shrink = self.accept_shrink;
        let bars = Bars::new(common.json);
        let report = sync_lists::sync(&store, &plan, &options, &|event| bars.show(event), &Made { groups: &groups });
        bars.end();
        let report = report.into_diagnostic()?;
        if common.json {
            output::json(&report)?;
        } else {
            output::text(&(about_groups(&groups) + &words(&report)))?;
        }
        if self.index_only {
            return Ok(Exit::Done);
        }
        let accepted = report.sources.iter().any(|s| s.ended.is_accepted());
        Ok(match (report.is_clean(), accepted) {
            (true, true) => Exit::Done,
            (true, false) => {
                let advice =
                    "name files or folders that hold official lists; `interdict sources --formats` lists what is read";
                return Err(miette!(help = advice, "no list was found"));
            }
            (false, true) => Exit::Partly,
            (false, false) => Exit::Input,
        })
    }

    fn chosen(&self, all: Vec<sync_lists::Source>) -> miette::Result<Vec<sync_lists::Source>> {
        if self.only.is_empty() {
            return Ok(all);
        }
        let ids: Vec<String> = all.iter().map(|s| s.id.clone()).collect();
        if let Some(unknown) = self.only.iter().find(|o| !ids.contains(o)) {
            return Err(wrong_usage(
                format!("sources.toml has no source {unknown:?}"),
                format!("there are {}", ids.join(", ")),
            ));
        }
        Ok(all
            .into_iter()
            .filter(|s| self.only.contains(&s.id))
            .map(|s| sync_lists::Source { enabled: true, ..s })
            .collect())
    }
}

/// The screening index goes into the snapshot, so that no query has to build it.
struct Made<'g> {
    groups: &'g NameGroups,
}

impl Sections for Made<'_> {
    fn make(&self, history: &History) -> Vec<(String, Vec<u8>)> {
        match Index::build_with(&history.current().entities, self.groups) {
            Ok(index) => vec![(SECTION.to_string(), index.bytes().to_vec())],
            // The snapshot is good without it: verbs that need the index build it.
            Err(_) => Vec::new(),
        }
    }

    fn fit(&self, snapshot: &Snapshot) -> bool {
        let index = snapshot.shared_section(SECTION).ok().flatten().and_then(|bytes| Index::open(bytes).ok());
        index.is_some_and(|index| index.name_groups() == self.groups.stamp())
    }
}

fn about_groups(groups: &NameGroups) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let left_out = match groups.left_out() {
        0 => String::new(),
        n => format!("; {n} names of several words, or in Chinese or Korean signs, are left out"),
    };
    format!("Name groups: {} of {}{left_out}.\n", groups.len(), name_groups::FILE)
}

fn write_sources(folder: &std::path::Path) -> miette::Result<Exit> {
    let file = folder.join("sources.toml");
    if file.exists() {
        return Err(miette!(help = "edit it, or move it away first", "{} is there already", file.display()));
    }
    std::fs::write(&file, sources::DEFAULT)
        .into_diagnostic()
        .wrap_err_with(|| format!("{} cannot be written", file.display()))?;
    output::text(&format!("{}\n", file.display()))?;
    Ok(Exit::Done)
}

fn day(at: Timestamp) -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(at).date()
}

fn words(report: &SyncReport) -> String {
    let mut text = String::new();
    let mut grouped: BTreeMap<&str, (u64, u64, u64)> = BTreeMap::new();
    let mut notes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in &report.sources {
        let name = source.source.as_deref().unwrap_or(&source.name);
        source.notes.iter().for_each(|n| notes.entry(n).or_default().push(name));
        // The many acts of one collection in one line, where nothing is wrong with them.
        if let (Some((collection, _)), Ended::Added { .. }, []) =
            (name.split_once('/'), &source.ended, &source.problems[..])
            && collection != "own"
        {
            let sum = grouped.entry(collection).or_default();
            *sum = (sum.0 + 1, sum.1 + source.read, sum.2 + source.entities);
            continue;
        }
        let published =
            source.published.map(|p| format!(", published {} ({})", day(p.at), p.basis)).unwrap_or_default();
        let part = if source.complete { "" } else { ", a part of the list" };
        let about =
            format!("{} of {} records, {} entities{published}{part}", source.read, source.records, source.entities);
        let id = source.source.as_deref().unwrap_or(&source.name);
        let line = match &source.ended {
            Ended::Added { new, changed, gone, .. } => {
                format!("{id}: {about}; {new} new, {changed} changed, {gone} gone")
            }
            Ended::Unchanged => format!("{id}: the same as before ({})", source.name),
            Ended::NotModified => format!("{id}: nothing new at its address"),
            Ended::Refused { reason, .. } => format!("{}: REFUSED: {reason}", source.name),
            Ended::Failed { url, why, attempts } => {
                format!("{}: FAILED after {attempts} tries: {url}: {why}", source.name)
            }
        };
        text.push_str(&line);
        text.push('\n');
        if source.unused_fields > 0 {
            text.push_str(&format!(
                "    {} fields not used in full: `interdict sources --unused` names them\n",
                source.unused_fields
            ));
        }
        for problem in source.problems.iter().take(5) {
            text.push_str(&format!("    {problem}\n"));
        }
        if source.problems.len() > 5 {
            text.push_str(&format!("    and {} problems more: --json has them all\n", source.problems.len() - 5));
        }
        for note in source.notes.iter().filter(|n| notes.get(n.as_str()).is_some_and(|s| s.len() < 3)).take(5) {
            text.push_str(&format!("    {note}\n"));
        }
    }
    for (collection, (files, read, entities)) in grouped {
        text.push_str(&format!(
            "{collection}: {files} files, {read} records, {entities} entities; all new or changed\n"
        ));
    }
    for (note, names) in notes.iter().filter(|(_, s)| s.len() > 2) {
        let shown = names.iter().take(4).copied().collect::<Vec<_>>().join(", ");
        let more = if names.len() > 4 { format!(" and {} more", names.len() - 4) } else { String::new() };
        text.push_str(&format!("Note on {shown}{more}: {note}\n"));
    }
    for problem in &report.problems {
        text.push_str(&format!("{problem}\n"));
    }
    if !report.passed_over.is_empty() {
        text.push_str(&format!("{} files in the folders are no sanctions lists:\n", report.passed_over.len()));
        for file in report.passed_over.iter().take(12) {
            text.push_str(&format!("    {}: {}\n", file.path, file.reason));
        }
        if report.passed_over.len() > 12 {
            text.push_str(&format!("    and {} more: --json has them all\n", report.passed_over.len() - 12));
        }
    }
    text.push_str(&match (&report.snapshot, &report.before) {
        (Some(new), _) if report.remade => format!(
            "The lists are the same; their screening index was built anew. Snapshot {} is in force ({:.1} s).\n",
            &new[..new.len().min(12)],
            report.seconds.total
        ),
        (Some(new), _) => {
            format!("Snapshot {} is in force ({:.1} s).\n", &new[..new.len().min(12)], report.seconds.total)
        }
        (None, Some(old)) => format!("Nothing new; snapshot {} stays in force.\n", &old[..old.len().min(12)]),
        (None, None) => "There is no snapshot; answers come from the shipped case.\n".to_string(),
    });
    text
}

/// Progress for people: a bar a file while it comes in, one for the reading. Nothing where nobody looks.
struct Bars {
    all: MultiProgress,
    files: Mutex<HashMap<String, ProgressBar>>,
    reading: ProgressBar,
}

impl Bars {
    fn new(quiet: bool) -> Self {
        let seen = !quiet && std::io::stderr().is_terminal();
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let all = MultiProgress::with_draw_target(target);
        let reading = all.add(ProgressBar::no_length());
        reading.set_style(style("{spinner} {msg} {wide_bar} {pos}/{len}"));
        reading.enable_steady_tick(Duration::from_millis(200));
        Self { all, files: Mutex::new(HashMap::new()), reading }
    }

    fn show(&self, event: Event<'_>) {
        match event {
            Event::Trying { source, attempt, .. } if attempt > 1 => {
                self.reading.set_message(format!("{source}: try {attempt}"))
            }
            Event::Waiting { source, wait, why, .. } => {
                self.reading.set_message(format!("{source}: {why}; again in {} s", wait.as_secs()));
            }
            Event::Received { source, file, bytes, total } => {
                let Ok(mut files) = self.files.lock() else { return };
                let bar = files.entry(format!("{source} {file}")).or_insert_with(|| {
                    let bar = self.all.add(ProgressBar::no_length());
                    bar.set_style(style("{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}"));
                    bar.set_message(format!("{source} {file}"));
                    bar
                });
                if let Some(total) = total {
                    bar.set_length(total);
                }
                bar.set_position(bytes);
            }
            Event::Gathered { sets, passed_over } => {
                self.reading.set_message(format!("{sets} lists found, {passed_over} files passed over"));
            }
            Event::Reading { name } => self.reading.set_message(format!("reading {name}")),
            Event::Read { done, of, .. } => {
                self.reading.set_length(of as u64);
                self.reading.set_position(done as u64);
            }
            Event::Writing => self.reading.set_message("writing the snapshot"),
            _ => {}
        }
    }

    fn end(&self) {
        self.reading.finish_and_clear();
        if let Ok(files) = self.files.lock() {
            files.values().for_each(ProgressBar::finish_and_clear);
        }
    }
}

/// A style of bar; the plain one where the template is not understood.
pub fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
