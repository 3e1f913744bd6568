//! What changed between two states of the lists: who was designated, who was delisted, what was changed on whom.
//!
//! Records are told apart by source and id, never by name or programme: a programme tag that the authority renames is a change
//! on a record that stays, and an alias more is not a new party. What a record says is compared as sets of values, so that
//! a file which only prints its values in another order changes nothing.
//!
//! Three traps. Some lists keep an entry after it has ended, with its last day (CSL, SECO): such an entry is *delisted on that
//! day*, though it is still there ([`Side::on`]). Absence from a partial edition says nothing ([`Side::partial`]). And a
//! source that one side has and the other does not know at all has not designated or delisted its whole list ([`Side::unknown`]).

use interdict_model::{Authority, Entity, Kind, Listing, PartialDate, Schema};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

mod fields;

pub use fields::{FieldChange, changes};

/// What changed. In JSON an object with these arrays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// Records that the newer side lists and the older did not.
    pub designated: Vec<Item>,
    /// Records that the older side lists and the newer does not: gone, or ended.
    pub delisted: Vec<Item>,
    /// Records that both sides list, with other content.
    pub changed: Vec<Changed>,
    /// What the reader should know of this comparison.
    pub notes: Vec<String>,
}

/// A record, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id, as the authority writes it.
    pub id: String,
    /// Its source.
    pub source: String,
    /// Who lists it; `None` where the record has no listing.
    pub authority: Option<Authority>,
    /// The name under which it is listed.
    pub name: String,
    /// What it is, in the words that people say.
    pub kind: Kind,
    /// What it is, as FollowTheMoney says.
    pub schema: Schema,
    /// The programme tags of all its listings.
    pub programmes: Vec<String>,
    /// The first day of its earliest listing, where the source says.
    pub from: Option<PartialDate>,
    /// The day on which its last listing ended, where the source says that all have.
    pub to: Option<PartialDate>,
}

/// A record that changed: as it is now, and what is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The record as the newer side has it.
    #[serde(flatten)]
    pub item: Item,
    /// Field by field, what was added and removed.
    pub changes: Vec<FieldChange>,
}

/// One side of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Side<'a> {
    entities: Vec<&'a Entity>,
    on: Option<Date>,
    days: BTreeMap<String, Date>,
    partial: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl<'a> Side<'a> {
    /// A side of these entities, taken as complete, without a day: an entry counts as listed because it is there.
    pub fn of(entities: impl IntoIterator<Item = &'a Entity>) -> Self {
        Self { entities: entities.into_iter().collect(), ..Self::default() }
    }

    /// The side of a state of the history. The day of each source is that on which its last edition was published (UTC), and what is
    /// partial or unknown is taken from the editions.
    pub fn of_state<E: std::borrow::Borrow<Entity>>(state: &'a crate::history::State<E>) -> Self {
        let mut side = Self::of(state.entities.iter().map(std::borrow::Borrow::borrow));
        for edition in &state.editions {
            let day = jiff::tz::Offset::UTC.to_datetime(edition.published.at).date();
            side.days.insert(edition.source.clone(), day);
            if !edition.is_whole() {
                side.partial.insert(edition.source.clone());
            }
        }
        side.unknown.extend(state.unknown.iter().cloned());
        side
    }

    /// Only the entities that are kept.
    pub fn only(mut self, keep: impl Fn(&&Entity) -> bool) -> Self {
        self.entities.retain(|e| keep(e));
        self
    }

    /// Looks at this side on a day: an entry whose every listing had ended by then is not listed. Without a day and without
    /// editions nothing ends, and an end date that is added is a change.
    pub fn on(mut self, day: Date) -> Self {
        self.on = Some(day);
        self
    }

    /// This source's part is not the whole list: nothing is delisted by being absent from it.
    pub fn partial(mut self, source: impl Into<String>) -> Self {
        self.partial.insert(source.into());
        self
    }

    /// This source is not known at all on this side.
    pub fn unknown(mut self, source: impl Into<String>) -> Self {
        self.unknown.insert(source.into());
        self
    }

    fn lists(&self, entity: &Entity) -> bool {
        let day = self.on.or_else(|| self.days.get(&entity.source).copied());
        day.is_none_or(|day| ended(entity).is_none_or(|to| day < to.last()))
    }

    fn by_key(&self) -> BTreeMap<Key<'a>, &'a Entity> {
        self.entities.iter().map(|e| (Key { source: &e.source, id: &e.id }, *e)).collect()
    }
}

/// The order of a delta: by source, then by id, numbers by their value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key<'a> {
    source: &'a str,
    id: &'a str,
}

impl Ord for Key<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let number = |id: &str| id.parse::<u64>().map_or((1, 0), |n| (0, n));
        let order = self.source.cmp(other.source).then(number(self.id).cmp(&number(other.id)));
        order.then_with(|| self.id.cmp(other.id))
    }
}

impl PartialOrd for Key<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares two sides.
pub fn delta(old: &Side<'_>, new: &Side<'_>) -> Delta {
    let mut out = Delta::default();
    let (before, after) = (old.by_key(), new.by_key());
    let mut kept = BTreeMap::<&str, u64>::new();
    let mut unknown = BTreeMap::<(&str, &str), u64>::new();
    let (mut ended_unseen, mut reordered) = (0_u64, 0_u64);
    let keys: BTreeSet<Key<'_>> = before.keys().chain(after.keys()).copied().collect();
    for key in keys {
        match (before.get(&key), after.get(&key)) {
            (Some(was), None) if !old.lists(was) => {}
            (Some(_), None) if new.unknown.contains(key.source) => {
                *unknown.entry((key.source, "newer")).or_default() += 1;
            }
            (Some(_), None) if new.partial.contains(key.source) => *kept.entry(key.source).or_default() += 1,
            (Some(was), None) => out.delisted.push(item(was)),
            (None, Some(is)) if !new.lists(is) => ended_unseen += u64::from(!old.unknown.contains(&is.source)),
            (None, Some(_)) if old.unknown.contains(key.source) => {
                *unknown.entry((key.source, "older")).or_default() += 1;
            }
            (None, Some(is)) => {
                if old.partial.contains(key.source) {
                    *kept.entry("").or_default() += 1;
                }
                out.designated.push(item(is));
            }
            (Some(was), Some(is)) => match (old.lists(was), new.lists(is)) {
                (true, false) => out.delisted.push(item(is)),
                (false, true) => out.designated.push(item(is)),
                _ => {
                    let changes = fields::changes(was, is);
                    if !changes.is_empty() {
                        out.changed.push(Changed { item: item(is), changes });
                    } else if !fields::same_in_order(was, is) {
                        reordered += 1;
                    }
                }
            },
            (None, None) => {}
        }
    }
    let fresh = kept.remove("").unwrap_or_default();
    for (source, n) in kept {
        let why = "its newer edition is not the whole list, and absence from it means nothing";
        out.notes
            .push(format!("{source}: {} not in the newer edition, but not counted as delisted: {why}", records(n)));
    }
    if fresh > 0 {
        let why = "the older edition of their source was not the whole list and may have lacked them";
        out.notes.push(format!("{} counted as designated may have been listed before: {why}", records(fresh)));
    }
    for ((source, side), n) in unknown {
        out.notes.push(format!("{source}: not compared; the {side} side knows no edition of it ({})", records(n)));
    }
    if ended_unseen > 0 {
        let why = "counted neither as designated nor as delisted";
        out.notes.push(format!("{} new on the newer side had already ended there: {why}", records(ended_unseen)));
    }
    if reordered > 0 {
        out.notes.push(format!("only the order of values differs: {}", records(reordered)));
    }
    out
}

fn records(n: u64) -> String {
    format!("{n} record{}", if n == 1 { "" } else { "s" })
}

/// The day on which the last listing ended; `None` where one is open, or there is none.
fn ended(entity: &Entity) -> Option<PartialDate> {
    let ends: Option<Vec<PartialDate>> = entity.listings.iter().map(|l| l.to).collect();
    ends?.into_iter().max_by_key(|to| to.last())
}

fn item(e: &Entity) -> Item {
    let from = e.listings.iter().filter_map(|l: &Listing| l.from).min_by_key(|from| from.first());
    Item {
        id: e.id.clone(),
        source: e.source.clone(),
        authority: e.listings.first().map(|l| l.authority.clone()),
        name: e.name().to_string(),
        kind: e.schema.kind(),
        schema: e.schema,
        programmes: e.programmes().into_iter().map(str::to_string).collect(),
        from,
        to: ended(e),
    }
}
