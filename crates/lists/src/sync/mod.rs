//! Keeps the lists current: fetch or gather, read, guard, add to the history, write the snapshot.
//!
//! ```text
//! sources.toml ──fetch──▶ cache ─┐
//!                                ├─▶ read (all cores) ──guard──▶ history ──▶ snapshot
//! files, folders ──gather────────┘                      └──▶ refused, with the reason
//! ```
//!
//! The one invariant: **whatever goes wrong with a source, its last good edition stays in force, the other sources go on,
//! and the report says what happened.** Only what concerns the store itself (no room, no right to write) ends a sync with an error,
//! and then the snapshot in force is the one from before. What was fetched is remembered as seen only after the snapshot
//! that holds it is written.

mod cache;
mod event;
pub mod fetch;
pub mod gather;
pub mod guard;
mod head;
mod name_date;
pub mod report;
pub mod sources;

pub use cache::Remembered;
pub use event::Event;
pub use report::{Ended, SourceReport, SyncReport};
pub use sources::Source;

use crate::account::{OnProblem, Reading};
use crate::edition::{Basis, Edition, FileStamp, Published};
use crate::formats;
use crate::history::History;
use crate::problem::Error;
use crate::snapshot::{Encoded, Snapshot};
use crate::store::Store;
use fetch::{Fetched, Outcome, Tries};
use gather::{FileSet, Part};
use guard::{Bounds, Refusal};
use jiff::Timestamp;
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Where the lists come from.
#[derive(Clone, Debug)]
pub enum Plan {
    /// From their authorities; sources that are not enabled are left out.
    Fetch(Vec<Source>),
    /// From local files and folders.
    From {
        /// Which.
        paths: Vec<PathBuf>,
        /// When they were published, where the user says so; holds for all of them.
        published: Option<Timestamp>,
    },
    /// From nowhere: only what is made of the lists is made anew, where it no longer fits.
    Keep,
}

/// What the user chose.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time of the run.
    pub now: Timestamp,
    /// What to do at a record that cannot be read.
    pub on_problem: OnProblem,
    /// Accept lists that lost more than their bound.
    pub accept_shrink: bool,
    /// The share that a local list may lose; fetched ones have a bound of their own, [`Source::shrink`].
    pub shrink: f64,
    /// How patiently to fetch.
    pub tries: Tries,
    /// Editions that are in memory at once: 0 for as many as there are cores. An edition of OFAC's whole list takes some 100 MB.
    pub at_once: usize,
}

impl Options {
    /// Strict, patient, with the usual bounds.
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            on_problem: OnProblem::Stop,
            accept_shrink: false,
            shrink: sources::a_tenth(),
            tries: Tries::default(),
            at_once: 0,
        }
    }
}

/// The foreign sections of a snapshot, such as the screening index: what is made of the lists, and travels with them.
pub trait Sections: Sync {
    /// Makes them, by name.
    fn make(&self, history: &History) -> Vec<(String, Vec<u8>)>;

    /// Are those of a snapshot what [`Sections::make`] would make of the same lists? Where they are not, a snapshot is written although
    /// nothing in the lists has changed.
    fn fit(&self, snapshot: &Snapshot) -> bool;
}

/// None.
impl Sections for () {
    fn make(&self, _: &History) -> Vec<(String, Vec<u8>)> {
        Vec::new()
    }

    fn fit(&self, _: &Snapshot) -> bool {
        true
    }
}

/// One edition on its way into the history.
struct Job<'a> {
    name: String,
    set: FileSet,
    source: Option<&'a Source>,
    fetched: Option<Fetched>,
    fetched_at: Timestamp,
}

/// Brings the store up to date and says what happened. Writes no snapshot where nothing has changed and the sections fit.
///
/// Holds the store's right to write from the beginning, so that two syncs do not fetch at once: the second gets
/// [`Error::Locked`].
pub fn sync(
    store: &Store,
    plan: &Plan,
    options: &Options,
    progress: &(dyn Fn(Event<'_>) + Sync),
    sections: &dyn Sections,
) -> Result<SyncReport, Error> {
    let begun = Instant::now();
    let writer = store.writer()?;
    let mut history = writer.history()?;
    let mut report = SyncReport { started: options.now, ..SyncReport::default() };
    let before = store.current()?;
    report.before = before.as_ref().map(|snapshot| snapshot.id().to_string());

    let jobs = match plan {
        Plan::Fetch(sources) => fetch_jobs(store, sources, options, progress, &history, &mut report),
        Plan::From { paths, published } => gather_jobs(paths, *published, options, progress, &mut report),
        Plan::Keep => Vec::new(),
    };
    report.seconds.collect = begun.elapsed().as_secs_f64();

    let reading = Instant::now();
    let settled = read_and_add(jobs, options, progress, &mut history, &mut report);
    report.seconds.read = reading.elapsed().as_secs_f64();

    let added = report.sources.iter().any(|s| matches!(s.ended, Ended::Added { .. }));
    report.remade = !added && before.is_some_and(|snapshot| !sections.fit(&snapshot));
    if added || report.remade {
        progress(Event::Writing);
        let writing = Instant::now();
        let (own, foreign) = rayon::join(|| Encoded::of(&history), || sections.make(&history));
        let id = writer.put(&own?.with(foreign)?)?;
        report.snapshot = Some(id.to_string());
        report.seconds.write = writing.elapsed().as_secs_f64();
    }
    for (at, fetched) in settled {
        let Some(line) = report.sources.get_mut(at) else { continue };
        if line.ended.is_accepted() {
            if let Err(e) = fetched.keep() {
                line.notes
                    .push(format!("what was fetched could not be remembered ({e}): the next sync fetches it again"));
            }
        } else {
            let aside = fetched.put_aside();
            line.notes.extend(aside.iter().map(|p| format!("the refused file is kept as {}", p.display())));
        }
    }
    report.seconds.total = begun.elapsed().as_secs_f64();
    Ok(report)
}

fn fetch_jobs<'a>(
    store: &Store,
    sources: &'a [Source],
    options: &Options,
    progress: &(dyn Fn(Event<'_>) + Sync),
    history: &History,
    report: &mut SyncReport,
) -> Vec<Job<'a>> {
    let enabled: Vec<&Source> = sources.iter().filter(|s| s.enabled).collect();
    let mut outcomes: Vec<Option<Outcome>> = enabled.iter().map(|_| None).collect();
    let cache = store.dir().join("cache");
    fetch::fetch_all(&enabled, &cache, &options.tries, options.now, progress, |at, outcome| {
        if let Some(place) = outcomes.get_mut(at) {
            *place = Some(outcome);
        }
    });
    let mut jobs = Vec::new();
    for (source, outcome) in enabled.into_iter().zip(outcomes) {
        let (fetched, fresh) = match outcome {
            Some(Outcome::Fetched(fetched)) => (fetched, true),
            Some(Outcome::NotModified(fetched)) => (fetched, false),
            Some(Outcome::Failed { url, why, attempts }) => {
                report.sources.push(SourceReport::new(&source.id, Ended::Failed { url, why, attempts }));
                continue;
            }
            None => {
                let why = "its thread ended without an answer".to_string();
                let url = source.urls.first().cloned().unwrap_or_default();
                report.sources.push(SourceReport::new(&source.id, Ended::Failed { url, why, attempts: 0 }));
                continue;
            }
        };
        if !fresh && let Some(edition) = held(history, &fetched) {
            let mut line = SourceReport::new(&source.id, Ended::NotModified);
            line.describe(edition);
            report.sources.push(line);
            continue;
        }
        let published = fetched.last_modified().map_or_else(
            // A server that does not say: the day of fetching, and the basis says that it is a guess.
            || Published::new(options.now, Basis::FileTime),
            |at| Published::new(at, Basis::Http),
        );
        let files = fetched.files.iter().zip(&fetched.paths);
        let parts = files.map(|(f, path)| Part { path: path.clone(), name: f.name.clone(), member: false }).collect();
        let set = FileSet { parts, format: None, published };
        let fetched_at = fetched.files.iter().map(|f| f.fetched).max().unwrap_or(options.now);
        jobs.push(Job { name: source.id.clone(), set, source: Some(source), fetched: Some(fetched), fetched_at });
    }
    jobs
}

/// The edition in the history that was read from these very files.
fn held<'h>(history: &'h History, fetched: &Fetched) -> Option<&'h Edition> {
    let mut wanted: Vec<&str> = fetched.files.iter().map(|f| f.hash.as_str()).collect();
    wanted.sort_unstable();
    history.all_editions().find(|e| {
        let mut hashes: Vec<&str> = e.files.iter().map(|f| f.hash.as_str()).collect();
        hashes.sort_unstable();
        hashes == wanted
    })
}

fn gather_jobs<'a>(
    paths: &[PathBuf],
    published: Option<Timestamp>,
    options: &Options,
    progress: &(dyn Fn(Event<'_>) + Sync),
    report: &mut SyncReport,
) -> Vec<Job<'a>> {
    let found = gather::gather(paths, published, options.now);
    progress(Event::Gathered { sets: found.sets.len(), passed_over: found.passed_over.len() });
    report.passed_over = found.passed_over;
    report.problems = found.problems;
    let job =
        |set: FileSet| Job { name: set.name().to_string(), set, source: None, fetched: None, fetched_at: options.now };
    found.sets.into_iter().map(job).collect()
}

/// What reading one edition gave, with the seconds that it took.
type Read = (Result<(Reading, Vec<FileStamp>), Error>, f64);

/// Reads all editions, some at once, and adds them one by one; hands back what was fetched with the place of its line in the report.
fn read_and_add(
    jobs: Vec<Job<'_>>,
    options: &Options,
    progress: &(dyn Fn(Event<'_>) + Sync),
    history: &mut History,
    report: &mut SyncReport,
) -> Vec<(usize, Fetched)> {
    let at_once = if options.at_once == 0 { rayon::current_num_threads() } else { options.at_once };
    let (of, done) = (jobs.len(), AtomicUsize::new(0));
    let mut settled = Vec::new();
    let mut jobs = jobs.into_iter();
    let mut waiting: Vec<(Job<'_>, Read)> = Vec::new();
    loop {
        let batch: Vec<Job<'_>> = jobs.by_ref().take(at_once.max(1)).collect();
        if batch.is_empty() && waiting.is_empty() {
            return settled;
        }
        let read_one = |job: &Job<'_>| -> Read {
            progress(Event::Reading { name: &job.name });
            let begun = Instant::now();
            let read =
                job.set.load().and_then(|(inputs, stamps)| Ok((formats::read(&inputs, options.on_problem)?, stamps)));
            let entities = read.as_ref().map_or(0, |(r, _)| r.entities.len() as u64);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(Event::Read { name: &job.name, entities, done, of });
            (read, begun.elapsed().as_secs_f64())
        };
        // While one batch is read, the one before it is added, in order.
        let before = std::mem::take(&mut waiting);
        let read_all = || batch.par_iter().map(read_one).collect::<Vec<Read>>();
        let (read, ()) = rayon::join(read_all, || add_batch(before, options, history, report, &mut settled));
        waiting = batch.into_iter().zip(read).collect();
    }
}

/// Guards and adds what was read, in order; notes what was fetched with the place of its line in the report.
fn add_batch(
    read: Vec<(Job<'_>, Read)>,
    options: &Options,
    history: &mut History,
    report: &mut SyncReport,
    settled: &mut Vec<(usize, Fetched)>,
) {
    for (mut job, (read, seconds)) in read {
        let fetched = job.fetched.take();
        let mut line = match read {
            Ok((reading, stamps)) => add(&job, reading, stamps, options, history),
            Err(e) => {
                let refusal = Refusal::Unreadable { problem: e.to_string() };
                let mut line = SourceReport::new(&job.name, Ended::refused(refusal));
                line.published = Some(job.set.published);
                line.format = job.set.format;
                line
            }
        };
        line.seconds = seconds;
        settled.extend(fetched.map(|f| (report.sources.len(), f)));
        report.sources.push(line);
    }
}

/// Guards one edition and adds it.
fn add(
    job: &Job<'_>,
    reading: Reading,
    stamps: Vec<FileStamp>,
    options: &Options,
    history: &mut History,
) -> SourceReport {
    // What the user gives goes before what the file states, and that before what is told from outside.
    let published = match reading.meta.published {
        Some(at) if job.set.published.basis != Basis::Given => Published::new(at, Basis::Stated),
        _ => job.set.published,
    };
    let edition = Edition::of(&reading, published, job.fetched_at, stamps);
    let mut line = SourceReport::new(&job.name, Ended::Unchanged);
    line.describe(&edition);
    line.notes.extend(reading.report.notes.iter().cloned());
    let bounds = Bounds {
        shrink: job.source.map_or(options.shrink, |s| s.shrink),
        accept_shrink: options.accept_shrink,
        on_problem: options.on_problem,
        authority: job.source.map(|s| &s.authority),
    };
    if let Err(refusal) = guard::check(&edition, &reading, history.editions(&edition.source), bounds) {
        line.ended = Ended::refused(refusal);
        return line;
    }
    if published.basis == Basis::FileTime {
        line.notes.push("nothing says when it was published: the date is a guess; give it by --published".to_string());
    }
    let added = history.add(edition, reading.entities);
    if added.same_instant > 0 {
        line.notes.push(format!(
            "{} other edition(s) bear the same instant; this one stands behind them, in the order of the names",
            added.same_instant
        ));
    }
    if !added.repeated.is_empty() {
        line.notes.push(format!("ids used for several records: {}", added.repeated.join(", ")));
    }
    if !added.already {
        let (new, changed, unchanged, gone) = (added.new, added.changed, added.unchanged, added.gone);
        line.ended = Ended::Added { new, changed, unchanged, gone };
    }
    line
}
