//! `interdict sources`: what is loaded, how old it is, and what of it was not read.

use crate::data::Data;
use crate::exit::Exit;
use crate::output;
use crate::{Common, data};
use interdict_lists::edition::Edition;
use interdict_lists::formats::READERS;
use miette::IntoDiagnostic;
use serde_json::json;
use std::collections::BTreeMap;

/// Show what is loaded: each source's date, counts and hash, and what of it was not read
#[derive(clap::Args)]
pub struct Sources {
    /// Every edition, not only the latest of each source, and every act of the EU journal
    #[arg(long)]
    all: bool,
    /// Name the fields that no reader took
    #[arg(long)]
    unused: bool,
    /// List the formats that are read, and end
    #[arg(long)]
    formats: bool,
    /// List the snapshots that are kept, and end
    #[arg(long)]
    snapshots: bool,
}

impl Sources {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        if self.formats {
            return formats(common.json);
        }
        if self.snapshots {
            return snapshots(common);
        }
        match Data::open(common)? {
            Data::Case(entities) => case(&entities, common.json),
            Data::Snapshot(snapshot) => {
                let editions = snapshot.editions().into_diagnostic()?;
                if common.json {
                    let rows: Vec<_> = editions.iter().map(edition_json).collect();
                    let id = snapshot.id().to_string();
                    output::json(
                        &json!({"snapshot": id, "bytes": snapshot.bytes(), "entities": snapshot.len(), "editions": rows}),
                    )?;
                } else {
                    self.table(editions, &Data::Snapshot(snapshot.clone()))?;
                }
                Ok(Exit::Done)
            }
        }
    }

    fn table(&self, editions: &[Edition], data: &Data) -> miette::Result<()> {
        let header = ["Source", "Published", "Known from", "Records", "Entities", "Values", "Not used", "Hash"];
        let mut table = output::table(&header);
        // The latest edition of each source; the acts of one collection in one row.
        let mut latest: BTreeMap<&str, Vec<&Edition>> = BTreeMap::new();
        for edition in editions {
            latest.entry(&edition.source).or_default().push(edition);
        }
        let mut collections: BTreeMap<&str, Vec<&Edition>> = BTreeMap::new();
        for (source, of) in &latest {
            // The last whole edition, and what came as a part since.
            let from = of.iter().rposition(|e| e.is_whole()).unwrap_or(0);
            let shown: &[&Edition] = if self.all { of } else { of.get(from..).unwrap_or_default() };
            match source.split_once('/') {
                Some((collection, _)) if !self.all => collections.entry(collection).or_default().extend(shown),
                _ => shown.iter().for_each(|e| {
                    table.add_row(line(source, &[*e]));
                }),
            }
        }
        for (collection, of) in &collections {
            table.add_row(line(&format!("{collection} ({} files)", of.len()), of));
        }
        let mut text = format!("{table}\n");
        if self.unused {
            for (source, of) in &latest {
                for edition in &of[of.len().saturating_sub(1)..] {
                    for (field, count) in edition.report.unused() {
                        text.push_str(&format!(
                            "{source}: {field}: {} of {} values not used\n",
                            count.seen - count.used,
                            count.seen
                        ));
                    }
                }
            }
        }
        text.push_str(&format!("{}\n", data.caption()));
        output::text(&text)
    }
}

fn line(name: &str, of: &[&Edition]) -> Vec<String> {
    let sum = |f: fn(&Edition) -> u64| of.iter().map(|e| f(e)).sum::<u64>().to_string();
    let last = of.iter().max_by_key(|e| e.published.at);
    let published = last.map(|e| e.published.at.to_string().chars().take(10).collect::<String>()).unwrap_or_default();
    let basis = last.map(|e| e.published.basis.words().to_string()).unwrap_or_default();
    let hash = match of {
        [one] => one.files.first().map(|f| f.hash.chars().take(12).collect()).unwrap_or_default(),
        _ => String::new(),
    };
    let partial = if of.iter().any(|e| e.complete) { "" } else { " (a part)" };
    vec![
        format!("{name}{partial}"),
        published,
        basis,
        sum(|e| e.report.read),
        sum(|e| e.entities),
        sum(|e| e.report.totals().seen),
        sum(|e| e.report.totals().seen - e.report.totals().used),
        hash,
    ]
}

fn edition_json(e: &Edition) -> serde_json::Value {
    let unused: BTreeMap<&str, u64> = e.report.unused().map(|(f, c)| (f, c.seen - c.used)).collect();
    json!({
        "source": e.source,
        "published": e.published.at,
        "published_basis": e.published.basis,
        "fetched": e.fetched,
        "format": e.format,
        "complete": e.complete,
        "files": e.files,
        "records": e.report.records,
        "read": e.report.read,
        "entities": e.entities,
        "values": e.report.totals(),
        "unused": unused,
        "problems": e.report.problems.iter().map(|p| p.to_string()).collect::<Vec<_>>(),
        "notes": e.report.notes,
    })
}

fn case(entities: &[interdict_model::Entity], as_json: bool) -> miette::Result<Exit> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in entities {
        *counts.entry(&entity.source).or_default() += 1;
    }
    if as_json {
        output::json(&json!({"origin": "case/belarus-2021", "entities": entities.len(), "sources": counts}))?;
    } else {
        let mut table = output::table(&["Source", "Entries"]);
        for (source, count) in counts {
            table.add_row([source.to_string(), count.to_string()]);
        }
        let advice =
            "No snapshot yet: this is the case that the program ships with. `interdict sync` fetches whole lists.";
        output::text(&format!("{table}\n{advice}\n"))?;
    }
    Ok(Exit::Done)
}

fn formats(as_json: bool) -> miette::Result<Exit> {
    if as_json {
        let rows: Vec<_> =
            READERS.iter().map(|r| json!({"format": r.format, "title": r.title, "schema": r.schema})).collect();
        output::json(&rows)?;
    } else {
        let mut table = output::table(&["Format", "Schema"]);
        READERS.iter().for_each(|r| {
            table.add_row([r.title, r.schema]);
        });
        output::text(&format!("{table}\n"))?;
    }
    Ok(Exit::Done)
}

fn snapshots(common: &Common) -> miette::Result<Exit> {
    if !data::folder(common).is_some_and(|f| f.is_dir()) {
        return Err(miette::miette!(help = "`interdict sync` makes one", "there is no data folder yet"));
    }
    let store = data::store(common)?;
    let current = store.current_id().into_diagnostic()?;
    let ids = store.snapshots().into_diagnostic()?;
    if common.json {
        output::json(
            &json!({"current": current.map(|c| c.to_string()), "snapshots": ids.iter().map(|i| i.to_string()).collect::<Vec<_>>()}),
        )?;
    } else {
        let lines = ids.iter().map(|id| format!("{id}{}\n", if Some(*id) == current { "  current" } else { "" }));
        output::text(&lines.collect::<String>())?;
    }
    Ok(Exit::Done)
}
