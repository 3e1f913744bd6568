//! All editions of all sources, and the versions of every record in them, on two axes of time.
//!
//! *In force* is what a listing says of itself ([`interdict_model::Listing`]'s `from` and `to`). *Known* is when a source published it:
//! [`History::known_at`] answers "what did the lists say on that day", whatever has been learned since. A version is one
//! distinct content of one record; the place in the file that it was read from is no part of the content (every file renumbers its
//! records), and the place in the earliest edition is kept. The order of values is content: the first name is the primary one.
//!
//! The one invariant: **the order in which editions arrive does not matter.** An older edition may come later and finds its
//! place between two others. Only where two editions of one source bear the same instant does arrival decide, and
//! [`Added::same_instant`] says so.

use crate::edition::Edition;
use crate::standing::{OPEN, Standing, standing_at, stretches};
use interdict_model::Entity;
use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Editions and record versions of all sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    pub(crate) sources: BTreeMap<String, Chronicle>,
}

/// One source: its editions in the order of their publishing, its records by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chronicle {
    pub editions: Vec<Edition>,
    pub records: BTreeMap<String, Vec<Version>>,
}

/// One content of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub entity: Entity,
    pub hash: ContentHash,
    pub standing: Standing,
}

/// The first 16 bytes of BLAKE3 over the encoded content: equal for equal content.
pub(crate) type ContentHash = [u8; 16];

/// What an added edition brought, against what its source said just before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// The same bytes are there already: nothing was added.
    pub already: bool,
    /// Records that did not stand before.
    pub new: u64,
    /// Records that stood with another content.
    pub changed: u64,
    /// Records that stood with the same content.
    pub unchanged: u64,
    /// Records that stood and do not any more; none where the edition is partial.
    pub gone: u64,
    /// Other editions of the source that bear the same instant: this one was put behind them, because it arrived later.
    pub same_instant: u64,
    /// Ids that the edition uses for several records of different content; all are kept, the second as `id#2` and so on.
    pub repeated: Vec<String>,
}

/// The state of all sources at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State<E> {
    /// All records that stood, by source and id.
    pub entities: Vec<E>,
    /// The last edition of each source up to then, by source.
    pub editions: Vec<Edition>,
    /// Sources that had no edition by then: nothing is known of them, which is not the same as an empty list.
    pub unknown: Vec<String>,
}

/// One version of a record, with the time over which its source published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownVersion<E> {
    /// The content.
    pub entity: E,
    /// When it was known, in order.
    pub known: Vec<Known>,
}

/// A stretch of time over which a source said one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// When the first edition that said so was published.
    pub from: Timestamp,
    /// When the first edition that said otherwise was published; `None` where the source still says so.
    pub until: Option<Timestamp>,
}

impl History {
    /// A history of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an edition with its entities, of whatever date.
    ///
    /// The same bytes of the same source are not added again where they bear the same instant, stand beside the edition
    /// that is there, or bear only a guessed date. The same bytes published again *after something else* are a new edition:
    /// the authority went back.
    pub fn add(&mut self, edition: Edition, entities: Vec<Entity>) -> Added {
        let chronicle = self.sources.entry(edition.source.clone()).or_default();
        chronicle.add(edition, entities)
    }

    /// Are these bytes of this source there already?
    pub fn has(&self, edition: &Edition) -> bool {
        self.sources.get(&edition.source).is_some_and(|c| c.editions.iter().any(|e| e.same_bytes(edition)))
    }

    /// The sources, sorted.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// The editions of a source, by when they were published.
    pub fn editions(&self, source: &str) -> &[Edition] {
        self.sources.get(source).map_or(&[], |c| &c.editions)
    }

    /// All editions of all sources.
    pub fn all_editions(&self) -> impl Iterator<Item = &Edition> {
        self.sources.values().flat_map(|c| &c.editions)
    }

    /// The state of every source as last published. The place of an entity in it is its ordinal in the snapshot that is
    /// written from this history.
    pub fn current(&self) -> State<&Entity> {
        self.state(None)
    }

    /// The state of every source as last published at or before this instant.
    pub fn known_at(&self, at: Timestamp) -> State<&Entity> {
        self.state(Some(at))
    }

    fn state(&self, at: Option<Timestamp>) -> State<&Entity> {
        let mut out = State { entities: Vec::new(), editions: Vec::new(), unknown: Vec::new() };
        for (source, chronicle) in &self.sources {
            let position = position_at(&chronicle.editions, at);
            let edition = position.and_then(|p| chronicle.editions.get(p as usize));
            let (Some(position), Some(edition)) = (position, edition) else {
                out.unknown.push(source.clone());
                continue;
            };
            out.editions.push(edition.clone());
            let whole = whole_at(&chronicle.editions, position);
            let standing = chronicle.records.values().filter_map(|versions| {
                let v = standing_at(versions.iter().map(|v| &v.standing), position, whole)?;
                versions.get(v).map(|v| &v.entity)
            });
            out.entities.extend(standing);
        }
        out
    }

    /// All versions of one record, in the order in which they were first published; empty for a record never seen.
    pub fn of(&self, source: &str, id: &str) -> Vec<KnownVersion<&Entity>> {
        let Some(chronicle) = self.sources.get(source) else { return Vec::new() };
        let Some(versions) = chronicle.records.get(id) else { return Vec::new() };
        let known = known_ranges(&chronicle.editions, versions.iter().map(|v| &v.standing));
        versions.iter().zip(known).map(|(v, known)| KnownVersion { entity: &v.entity, known }).collect()
    }

    /// How many versions of how many records there are.
    pub fn counts(&self) -> (usize, usize) {
        let records = self.sources.values().map(|c| c.records.len()).sum();
        let versions = self.sources.values().flat_map(|c| c.records.values()).map(Vec::len).sum();
        (versions, records)
    }
}

impl Chronicle {
    fn add(&mut self, edition: Edition, entities: Vec<Entity>) -> Added {
        let at = edition.published.at;
        let place = self.editions.partition_point(|e| e.published.at <= at);
        let same_instant = self.editions.iter().filter(|e| e.published.at == at).count() as u64;
        if self.has_already(&edition, place) {
            return Added { already: true, ..Added::default() };
        }
        let mut added = Added { same_instant, ..Added::default() };
        let mut said = by_id(entities, &mut added.repeated);
        let whole = edition.is_whole();
        self.editions.insert(place, edition);

        // Positions are places in a list that lies in memory.
        let p = place as u32;
        let next = (place + 1..self.editions.len()).find(|n| self.editions[*n].is_whole()).map_or(OPEN, |n| n as u32);
        let before = p.checked_sub(1);
        let whole_before = before.and_then(|b| whole_at(&self.editions, b));
        for (id, versions) in &mut self.records {
            versions.iter_mut().for_each(|v| v.standing.shift(p));
            let standings = versions.iter().map(|v| &v.standing);
            let stood = before.and_then(|b| standing_at(standings, b, whole_before));
            let stood = stood.and_then(|v| versions.get(v)).map(|v| v.hash);
            let said = said.remove(id);
            match (&stood, &said) {
                (None, None) => {}
                (None, Some(_)) => added.new += 1,
                (Some(_), None) => added.gone += u64::from(whole),
                (Some(was), Some((is, _))) if was == is => added.unchanged += 1,
                (Some(_), Some(_)) => added.changed += 1,
            }
            record(versions, said, p, whole, next);
        }
        added.new += said.len() as u64;
        for (id, said) in said {
            let versions = self.records.entry(id).or_default();
            record(versions, Some(said), p, whole, next);
        }
        added
    }

    fn has_already(&self, edition: &Edition, place: usize) -> bool {
        let same = |e: &Edition| e.same_bytes(edition);
        let beside = |n: Option<usize>| n.and_then(|n| self.editions.get(n)).is_some_and(same);
        let guessed = edition.published.basis == crate::edition::Basis::FileTime;
        beside(place.checked_sub(1))
            || beside(Some(place))
            || self.editions.iter().any(|e| same(e) && (guessed || e.published.at == edition.published.at))
    }
}

/// Notes what one edition says of one record: this content, or (`None`) that it does not hold the record.
fn record(versions: &mut Vec<Version>, said: Option<(ContentHash, Entity)>, at: u32, whole: bool, next: u32) {
    let hash = said.as_ref().map(|(hash, _)| *hash);
    if whole {
        let others = versions.iter_mut().filter(|v| Some(v.hash) != hash);
        others.for_each(|v| v.standing.fall(at, next));
    }
    let Some((hash, entity)) = said else { return };
    let stand = |standing: &mut Standing| match whole {
        true => standing.stand(at, next),
        false => standing.sight(at),
    };
    match versions.iter_mut().find(|v| v.hash == hash) {
        Some(version) => {
            if version.standing.first().is_some_and(|first| at < first) {
                version.entity.record = entity.record;
            }
            stand(&mut version.standing);
        }
        None => {
            let mut standing = Standing::default();
            stand(&mut standing);
            versions.push(Version { entity, hash, standing });
        }
    }
    versions.sort_by_key(|v| v.standing.first());
}

/// The records of an edition by id, each with the hash of its content. A second content under one id becomes `id#2`.
fn by_id(entities: Vec<Entity>, repeated: &mut Vec<String>) -> FxHashMap<String, (ContentHash, Entity)> {
    let hashed: Vec<_> = entities.into_par_iter().map(|e| (content_hash(&e), e)).collect();
    let mut out: FxHashMap<String, (ContentHash, Entity)> = FxHashMap::default();
    out.reserve(hashed.len());
    for (mut hash, mut entity) in hashed {
        let printed = entity.id.clone();
        let mut n = 1;
        while out.get(&entity.id).is_some_and(|(h, _)| *h != hash) {
            n += 1;
            entity.id = format!("{printed}#{n}");
            hash = content_hash(&entity);
        }
        out.entry(entity.id.clone()).or_insert((hash, entity));
        if n > 1 && !repeated.contains(&printed) {
            repeated.push(printed);
        }
    }
    out
}

/// The hash of all that an entity says but for the place that it was read from.
pub(crate) fn content_hash(entity: &Entity) -> ContentHash {
    let Entity {
        source,
        id,
        schema,
        names,
        identifiers,
        dates,
        territories,
        addresses,
        facts,
        links,
        listings,
        record: _,
    } = entity;
    let content = (source, id, schema, names, identifiers, dates, territories, addresses, facts, links);
    // Writing these types to memory cannot fail; the other branch only keeps two contents apart if it ever does.
    let encoded = postcard::to_stdvec(&(content, listings)).unwrap_or_else(|_| format!("{entity:?}").into_bytes());
    let mut hasher = blake3::Hasher::new();
    hasher.update(&encoded);
    let mut out = [0; 16];
    hasher.finalize_xof().fill(&mut out);
    out
}

/// The position of the last edition at or before an instant; of the last edition of all without one.
pub(crate) fn position_at(editions: &[Edition], at: Option<Timestamp>) -> Option<u32> {
    let n = at.map_or(editions.len(), |at| editions.partition_point(|e| e.published.at <= at));
    n.checked_sub(1).map(|n| n as u32)
}

/// The last whole edition at or before a position.
pub(crate) fn whole_at(editions: &[Edition], position: u32) -> Option<u32> {
    let upto = editions.get(..=position as usize)?;
    upto.iter().rposition(Edition::is_whole).map(|n| n as u32)
}

/// When each version of a record was known, version by version.
pub(crate) fn known_ranges<'a>(
    editions: &[Edition],
    versions: impl Iterator<Item = &'a Standing> + Clone,
) -> Vec<Vec<Known>> {
    let whole: Vec<bool> = editions.iter().map(Edition::is_whole).collect();
    let published = |p: u32| editions.get(p as usize).map(|e| e.published.at);
    let mut out = vec![Vec::new(); versions.clone().count()];
    for (version, from, until) in stretches(versions, &whole) {
        if let (Some(known), Some(from)) = (out.get_mut(version), published(from)) {
            known.push(Known { from, until: published(until) });
        }
    }
    out
}
