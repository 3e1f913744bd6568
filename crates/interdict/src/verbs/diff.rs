//! `interdict diff A B`: who joined, who left, what changed, between two files, two days or two snapshots.

use crate::Common;
use crate::data::{self, Data};
use crate::exit::Exit;
use crate::output::{self, Form};
use interdict_lists::delta::{Delta, Item, Side, delta};
use interdict_lists::history::State;
use interdict_lists::snapshot::Snapshot;
use interdict_lists::store::Store;
use interdict_lists::{Input, OnProblem, Reading, formats};
use interdict_model::Entity;
use jiff::Timestamp;
use jiff::civil::Date;
use miette::{Context, IntoDiagnostic, miette};
use std::path::Path;

/// Show what changed between two files, two days of the history, or two snapshots: designations, delistings, changed records
///
/// A renamed programme tag is a change, never a delisting and a relisting. A day means: as last published by the end of that day, UTC.
#[derive(clap::Args)]
pub struct Diff {
    /// The older side: a list file, a day (2021-12-01, 2021-12, 2021) or an instant, a snapshot (its id's first letters, its file, or `current`)
    #[arg(value_name = "A")]
    old: String,
    /// The newer side
    #[arg(value_name = "B")]
    new: String,
    /// Only this source, for example us-sdn
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Go on where a record of a file cannot be read, and name it
    #[arg(long)]
    go_on: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

/// One side, loaded.
struct Loaded {
    entities: Vec<Entity>,
    state: Option<State<Entity>>,
    /// Sources of which the side holds only a part.
    partial: Vec<String>,
    problems: usize,
}

impl Diff {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let (old, new) = (self.load(&self.old, common)?, self.load(&self.new, common)?);
        let keep = |e: &&Entity| self.source.as_ref().is_none_or(|s| e.source == *s);
        let mut delta = delta(&old.side(keep), &new.side(keep));
        if let Some(only) = &self.source {
            delta.notes.retain(|n| n.contains(only.as_str()));
        }
        match if common.json { Form::Json } else { self.format } {
            Form::Json => output::json(&delta)?,
            Form::Jsonl => {
                delta.notes.iter().for_each(|n| eprintln!("Note: {n}"));
                let tagged = |what: &str, item: serde_json::Value| serde_json::json!({"what": what, "item": item});
                let all = [("designated", &delta.designated), ("delisted", &delta.delisted)];
                let mut lines: Vec<serde_json::Value> =
                    all.iter().flat_map(|(w, items)| items.iter().map(|i| tagged(w, serde_json::json!(i)))).collect();
                lines.extend(delta.changed.iter().map(|c| tagged("changed", serde_json::json!(c))));
                output::json_lines(lines)?;
            }
            Form::Csv => {
                delta.notes.iter().for_each(|n| eprintln!("Note: {n}"));
                csv(&delta)?
            }
            Form::Table => table(&delta)?,
        }
        Ok(if old.problems + new.problems > 0 { Exit::Partly } else { Exit::Done })
    }

    fn load(&self, what: &str, common: &Common) -> miette::Result<Loaded> {
        let path = Path::new(what);
        if path.is_file() {
            let magic = std::fs::File::open(path).and_then(|mut f| {
                let mut head = [0; 8];
                std::io::Read::read_exact(&mut f, &mut head).map(|()| head)
            });
            if magic.is_ok_and(|m| &m == interdict_lists::snapshot::MAGIC) {
                return Loaded::snapshot(&Snapshot::open(path).into_diagnostic()?);
            }
            return self.file(path);
        }
        let instant = what.parse::<Timestamp>().ok().or_else(|| end_of_day(what));
        if let Some(at) = instant {
            let Data::Snapshot(snapshot) = Data::open(common)? else {
                return Err(miette!(
                    help = "`interdict sync --from FOLDER` makes a history of the dated files that you have",
                    "there is no history yet, so there is nothing that was published by {what}"
                ));
            };
            let state = snapshot.known_at(at).into_diagnostic()?;
            if state.editions.is_empty() {
                return Err(miette!(help = data_span(&snapshot)?, "no edition of any source was published by {what}"));
            }
            return Ok(Loaded { entities: Vec::new(), state: Some(state), partial: Vec::new(), problems: 0 });
        }
        let looks_like_an_id = what == "current" || (what.len() >= 4 && what.bytes().all(|b| b.is_ascii_hexdigit()));
        if looks_like_an_id && let Some(folder) = data::folder(common).filter(|f| f.is_dir()) {
            let store = Store::open(folder).into_diagnostic()?;
            let snapshot = if what == "current" { store.current() } else { store.open_snapshot(what).map(Some) };
            if let Some(snapshot) = snapshot.into_diagnostic()? {
                return Loaded::snapshot(&snapshot);
            }
        }
        Err(miette!(
            help = "a side is a file, a day such as 2021-12-01, an instant such as 2021-12-02T18:50:00Z, or a snapshot",
            "there is no file, day or snapshot {what:?}"
        ))
    }

    /// The files in one: a zip may hold the parts of one list, or several lists.
    fn file(&self, path: &Path) -> miette::Result<Loaded> {
        let on_problem = if self.go_on { OnProblem::GoOn } else { OnProblem::Stop };
        let inputs = Input::open(path).into_diagnostic()?;
        let read =
            |inputs: &[Input]| -> miette::Result<Reading> { formats::read(inputs, on_problem).into_diagnostic() };
        let readings = match read(&inputs) {
            Ok(one) if inputs.len() == 1 || one.format == formats::Format::OfacCsv => vec![one],
            first => {
                let each = inputs.iter().map(|i| read(std::slice::from_ref(i))).collect::<miette::Result<Vec<_>>>();
                match (first, each) {
                    (_, Ok(each)) => each,
                    (Err(e), _) => return Err(e),
                    (_, Err(e)) => return Err(e),
                }
            }
        };
        let mut out = Loaded { entities: Vec::new(), state: None, partial: Vec::new(), problems: 0 };
        for reading in readings {
            for problem in &reading.report.problems {
                eprintln!("{problem}");
            }
            out.problems += reading.report.problems.len();
            if !reading.meta.complete || !reading.report.problems.is_empty() {
                out.partial.push(reading.meta.source.clone());
            }
            out.entities.extend(reading.entities);
        }
        Ok(out)
    }
}

impl Loaded {
    fn snapshot(snapshot: &Snapshot) -> miette::Result<Self> {
        let state = snapshot.known_at(Timestamp::MAX).into_diagnostic()?;
        Ok(Self { entities: Vec::new(), state: Some(state), partial: Vec::new(), problems: 0 })
    }

    fn side(&self, keep: impl Fn(&&Entity) -> bool) -> Side<'_> {
        let mut side = match &self.state {
            Some(state) => Side::of_state(state).only(keep),
            None => Side::of(self.entities.iter().filter(keep)),
        };
        for source in &self.partial {
            side = side.partial(source);
        }
        side
    }
}

/// The last instant of a day, UTC; of a month or year, of its last day.
fn end_of_day(text: &str) -> Option<Timestamp> {
    let day: Date = text.parse::<interdict_model::PartialDate>().ok()?.last();
    let next = jiff::tz::Offset::UTC.to_timestamp(day.tomorrow().ok()?.at(0, 0, 0, 0)).ok()?;
    next.checked_sub(jiff::Span::new().nanoseconds(1)).ok()
}

fn data_span(snapshot: &Snapshot) -> miette::Result<String> {
    let editions = snapshot.editions().into_diagnostic().wrap_err("the editions cannot be read")?;
    let first = editions.iter().map(|e| e.published.at).min();
    Ok(first.map(|f| format!("the oldest edition is of {f}")).unwrap_or_default())
}

fn csv(delta: &Delta) -> miette::Result<()> {
    let header = ["what", "source", "id", "name", "kind", "programmes", "field", "removed", "added"];
    let row = |what: &str, i: &Item, change: [String; 3]| {
        let mut row = vec![what.to_string(), i.source.clone(), i.id.clone(), i.name.clone(), i.kind.to_string()];
        row.push(i.programmes.join("; "));
        row.extend(change);
        row
    };
    let none = || [String::new(), String::new(), String::new()];
    let joined = delta.designated.iter().map(|i| row("designated", i, none()));
    let left = delta.delisted.iter().map(|i| row("delisted", i, none()));
    let changed = delta.changed.iter().flat_map(|c| {
        c.changes.iter().map(|f| row("changed", &c.item, [f.field.clone(), f.removed.join("; "), f.added.join("; ")]))
    });
    output::csv(&header, joined.chain(left).chain(changed))
}

fn table(delta: &Delta) -> miette::Result<()> {
    let mut text = String::new();
    for (title, items) in [("Designated", &delta.designated), ("Delisted", &delta.delisted)] {
        text.push_str(&format!("{title}: {}\n", items.len()));
        if !items.is_empty() {
            let mut table = output::table(&["Source", "Id", "Name", "Kind", "Programmes"]);
            for i in items {
                let programmes = i.programmes.join(", ");
                table.add_row([i.source.clone(), i.id.clone(), i.name.clone(), i.kind.to_string(), programmes]);
            }
            text.push_str(&format!("{table}\n"));
        }
    }
    text.push_str(&format!("Changed: {}\n", delta.changed.len()));
    if !delta.changed.is_empty() {
        let mut table = output::table(&["Source", "Id", "Name", "What changed"]);
        for c in &delta.changed {
            let what = c.changes.iter().map(|f| {
                let list = |v: &[String]| v.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
                format!(
                    "{}: -{} [{}] +{} [{}]",
                    f.field,
                    f.removed.len(),
                    list(&f.removed),
                    f.added.len(),
                    list(&f.added)
                )
            });
            table.add_row([
                c.item.source.clone(),
                c.item.id.clone(),
                c.item.name.clone(),
                what.collect::<Vec<_>>().join("\n"),
            ]);
        }
        text.push_str(&format!("{table}\n"));
    }
    for note in &delta.notes {
        text.push_str(&format!("Note: {note}\n"));
    }
    output::text(&text)
}
