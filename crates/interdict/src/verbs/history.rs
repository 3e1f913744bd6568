//! `interdict history NAME|ID`: one party across time and authorities.

use crate::Common;
use crate::data::Data;
use crate::exit::Exit;
use crate::output;
use crate::verbs::check;
use interdict_compare::resolve as resolve_parties;
use interdict_compare::resolve::{self, key};
use interdict_lists::delta::{FieldChange, changes};
use interdict_model::Entity;
use jiff::Timestamp;
use jiff::civil::Date;
use miette::{IntoDiagnostic, miette};
use serde::Serialize;

/// Show one party across time and authorities: when listed, changed, removed, and by which editions that is known
///
/// Two time axes: since when a listing is in force (as the authority says), and since when it was published (by the editions that
/// were loaded).
#[derive(clap::Args)]
pub struct History {
    /// An id as the authority writes it (33374, QDi.001), `source/id`, or a name
    #[arg(value_name = "NAME|ID")]
    query: String,
}

/// A party's history as JSON.
#[derive(Serialize)]
struct PartyHistory {
    name: String,
    kind: interdict_model::Kind,
    entities: Vec<EntityHistory>,
    ties: Vec<resolve::Tie>,
}

/// One entity's history.
#[derive(Serialize)]
struct EntityHistory {
    source: String,
    id: String,
    name: String,
    names: Vec<String>,
    listings: Vec<interdict_model::Listing>,
    record: interdict_model::SourceRecord,
    versions: Vec<VersionJson>,
}

/// One content of an entity, and when it was the published one.
#[derive(Serialize)]
struct VersionJson {
    known: Vec<KnownJson>,
    changes: Vec<FieldChange>,
}

#[derive(Serialize)]
struct KnownJson {
    from: Timestamp,
    until: Option<Timestamp>,
}

impl History {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let data = Data::open(common)?;
        let entities = data.entities()?;
        let mut found = self.find(&entities);
        // What no list has now may have been on one.
        let gone = if found.is_empty() { self.gone(&data)? } else { Vec::new() };
        if found.is_empty() && gone.is_empty() {
            let (meant, near) = check::best(&entities, &self.query);
            if meant.is_empty() && !near.is_empty() {
                let help = format!("ask for one of these: {}", near.join("; "));
                return Err(miette!(help = help, "{:?} may mean several parties", self.query));
            }
            found = meant;
        }
        let mut histories = Vec::new();
        if !found.is_empty() {
            let parties = resolve_parties(&entities, &Data::rulings(common, None, &entities)?);
            for party in parties.iter().filter(|p| p.members.iter().any(|m| found.contains(m))) {
                let members: Vec<&Entity> = party.members.iter().filter_map(|m| entities.get(*m)).collect();
                let Some(first) = members.iter().find(|e| found.iter().any(|f| key(&entities[*f]) == key(e))) else {
                    continue;
                };
                let all = members.iter().map(|e| entity_history(&data, e)).collect::<miette::Result<Vec<_>>>()?;
                let (name, kind) = (first.name().to_string(), first.schema.kind());
                histories.push(PartyHistory { name, kind, entities: all, ties: party.ties.clone() });
            }
        }
        for entity in &gone {
            let (name, kind) = (entity.name().to_string(), entity.schema.kind());
            histories.push(PartyHistory {
                name,
                kind,
                entities: vec![entity_history(&data, entity)?],
                ties: Vec::new(),
            });
        }
        if histories.is_empty() {
            if common.json {
                output::json(&histories)?;
            }
            return Err(miette!(
                help = data.caption(),
                "nothing is known under {:?}, neither as an id nor as a name",
                self.query
            ));
        }
        if common.json {
            output::json(&histories)?;
        } else {
            output::text(&histories.iter().map(words).collect::<Vec<_>>().join("\n"))?;
            output::text(&format!("\n{}\n", data.caption()))?;
        }
        Ok(Exit::Done)
    }

    fn find(&self, entities: &[Entity]) -> Vec<usize> {
        let wanted = self.query.trim();
        let is = |e: &Entity| e.id.eq_ignore_ascii_case(wanted) || key(e).eq_ignore_ascii_case(wanted);
        entities.iter().enumerate().filter(|(_, e)| is(e)).map(|(n, _)| n).collect()
    }

    /// Entities with this id that no source has any more.
    fn gone(&self, data: &Data) -> miette::Result<Vec<Entity>> {
        let Data::Snapshot(snapshot) = data else { return Ok(Vec::new()) };
        let wanted = self.query.trim();
        let mut out = Vec::new();
        for source in snapshot.sources() {
            let id = wanted.strip_prefix(&format!("{source}/")).unwrap_or(wanted);
            let versions = snapshot.of(source, id).into_diagnostic()?;
            out.extend(versions.into_iter().next_back().map(|v| v.entity));
        }
        Ok(out)
    }
}

fn entity_history(data: &Data, entity: &Entity) -> miette::Result<EntityHistory> {
    let mut versions = Vec::new();
    if let Data::Snapshot(snapshot) = data {
        let mut before: Option<Entity> = None;
        for version in snapshot.of(&entity.source, &entity.id).into_diagnostic()? {
            let changed = before.as_ref().map(|b| changes(b, &version.entity)).unwrap_or_default();
            let known = version.known.iter().map(|k| KnownJson { from: k.from, until: k.until }).collect();
            versions.push(VersionJson { known, changes: changed });
            before = Some(version.entity);
        }
    }
    Ok(EntityHistory {
        source: entity.source.clone(),
        id: entity.id.clone(),
        name: entity.name().to_string(),
        names: entity.names.iter().map(|n| n.text.clone()).collect(),
        listings: entity.listings.clone(),
        record: entity.record.clone(),
        versions,
    })
}

/// The history as a person reads it: a line a day, the oldest first.
fn words(party: &PartyHistory) -> String {
    let mut lines: Vec<(Date, String, String)> = Vec::new();
    let mut undated = Vec::new();
    for entity in &party.entities {
        let who = format!("{} {}", entity.source, entity.id);
        for listing in &entity.listings {
            let programmes = listing.programmes.join(", ");
            let under = if programmes.is_empty() { String::new() } else { format!(" under {programmes}") };
            let measures: Vec<_> = listing.measures.iter().map(|m| m.words()).collect();
            let does = if measures.is_empty() { String::new() } else { format!(": {}", measures.join(", ")) };
            let sure = if listing.certainty == interdict_model::Certainty::Unverified { " (unverified)" } else { "" };
            let title = listing.authority.title();
            match listing.from {
                Some(from) => {
                    lines.push((from.first(), from.to_string(), format!("{title} lists it{under}{does}{sure} [{who}]")))
                }
                None => {
                    undated.push(format!("{title} lists it{under}{does}; the source does not say since when [{who}]"))
                }
            }
            if let Some(to) = listing.to {
                lines.push((to.first(), to.to_string(), format!("{title} ends the listing{sure} [{who}]")));
            }
        }
        let day = |t: Timestamp| jiff::tz::Offset::UTC.to_datetime(t).date();
        for (n, version) in entity.versions.iter().enumerate() {
            for (m, known) in version.known.iter().enumerate() {
                let from = day(known.from);
                let what = match (n, m, &version.changes[..]) {
                    (0, 0, _) => "first seen in an edition".to_string(),
                    (_, 0, changes) => {
                        format!("published anew: {}", changes.iter().map(said).collect::<Vec<_>>().join("; "))
                    }
                    _ => "published as before again".to_string(),
                };
                lines.push((from, from.to_string(), format!("{what} [{who}]")));
            }
        }
        let open = entity.versions.iter().any(|v| v.known.iter().any(|k| k.until.is_none()));
        let last = entity.versions.iter().flat_map(|v| v.known.iter().filter_map(|k| k.until)).max();
        if let (false, Some(last)) = (open, last) {
            lines.push((day(last), day(last).to_string(), format!("gone from the edition of this day [{who}]")));
        }
    }
    lines.sort();
    let mut text = format!("{} ({})\n", party.name, party.kind);
    for (_, day, what) in &lines {
        text.push_str(&format!("  {day:<10}  {what}\n"));
    }
    for what in undated {
        text.push_str(&format!("  {:<10}  {what}\n", "no day"));
    }
    for tie in &party.ties {
        text.push_str(&format!("  taken for one party: {} and {}, by {}\n", tie.a, tie.b, tie.because));
    }
    text
}

fn said(change: &FieldChange) -> String {
    let list = |values: &[String]| values.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match (change.removed.is_empty(), change.added.is_empty()) {
        (true, _) => format!("{} added: {}", change.field, list(&change.added)),
        (_, true) => format!("{} removed: {}", change.field, list(&change.removed)),
        _ => format!("{} from {} to {}", change.field, list(&change.removed), list(&change.added)),
    }
}
