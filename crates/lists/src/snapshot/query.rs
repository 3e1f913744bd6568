//! Questions to a snapshot's history that decode only what they answer with.

use super::Snapshot;
use crate::edition::Edition;
use crate::history::{KnownVersion, State, known_ranges, position_at, whole_at};
use crate::problem::Error;
use crate::standing::{Standing, standing_at};
use interdict_model::Entity;
use jiff::Timestamp;
use rayon::prelude::*;
use std::cmp::Ordering;

impl Snapshot {
    /// The editions of one source, by publishing.
    pub fn editions_of(&self, source: &str) -> Result<&[Edition], Error> {
        let all = self.editions()?;
        let from = all.partition_point(|e| e.source.as_str() < source);
        let until = all.partition_point(|e| e.source.as_str() <= source);
        Ok(all.get(from..until).unwrap_or_default())
    }

    /// The state of every source as last published at or before this instant; see [`crate::History::known_at`].
    pub fn known_at(&self, at: Timestamp) -> Result<State<Entity>, Error> {
        let mut out = State { entities: Vec::new(), editions: Vec::new(), unknown: Vec::new() };
        let mut positions = Vec::new();
        for source in self.sources() {
            let editions = self.editions_of(source)?;
            let position = position_at(editions, Some(at));
            match position.and_then(|p| editions.get(p as usize)) {
                Some(edition) => out.editions.push(edition.clone()),
                None => out.unknown.push(source.clone()),
            }
            positions.push(position.map(|p| (source.as_str(), p, whole_at(editions, p))));
        }
        let section = self.need("standing")?;
        let entities: Result<Vec<Option<Entity>>, Error> = (0..self.key_count())
            .into_par_iter()
            .map(|n| {
                let key = self.key(n)?;
                let Some((_, position, whole)) = positions.iter().flatten().find(|(s, _, _)| *s == key.source) else {
                    return Ok(None);
                };
                let standings: Result<Vec<Standing>, Error> =
                    key.versions.clone().map(|v| self.standing(section, v)).collect();
                match standing_at(standings?.iter(), *position, *whole) {
                    Some(v) => self.version(key.versions.start + v).map(Some),
                    None => Ok(None),
                }
            })
            .collect();
        out.entities = entities?.into_iter().flatten().collect();
        Ok(out)
    }

    /// Records that stood once and do not stand now: the last version of each, and when the first edition that had it no more was published.
    pub fn gone(&self) -> Result<Vec<(Entity, Timestamp)>, Error> {
        let section = self.need("standing")?;
        let found: Result<Vec<Option<(Entity, Timestamp)>>, Error> = (0..self.key_count())
            .into_par_iter()
            .map(|n| {
                let key = self.key(n)?;
                let standings: Result<Vec<Standing>, Error> =
                    key.versions.clone().map(|v| self.standing(section, v)).collect();
                let known = known_ranges(self.editions_of(key.source)?, standings?.iter());
                let ends =
                    known.iter().enumerate().flat_map(|(v, stretches)| stretches.iter().map(move |k| (k.until, v)));
                let ends: Vec<(Option<Timestamp>, usize)> = ends.collect();
                if ends.iter().any(|(until, _)| until.is_none()) {
                    return Ok(None);
                }
                match ends.into_iter().filter_map(|(until, v)| Some((until?, v))).max() {
                    Some((until, v)) => self.version(key.versions.start + v).map(|entity| Some((entity, until))),
                    None => Ok(None),
                }
            })
            .collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// All versions of one record; see [`crate::History::of`].
    pub fn of(&self, source: &str, id: &str) -> Result<Vec<KnownVersion<Entity>>, Error> {
        let Some(key) = self.find(source, id)?.map(|n| self.key(n)).transpose()? else { return Ok(Vec::new()) };
        let section = self.need("standing")?;
        let standings: Result<Vec<Standing>, Error> = key.versions.clone().map(|v| self.standing(section, v)).collect();
        let known = known_ranges(self.editions_of(source)?, standings?.iter());
        key.versions.zip(known).map(|(v, known)| Ok(KnownVersion { entity: self.version(v)?, known })).collect()
    }

    /// The ordinal of a record that stands.
    pub fn ordinal(&self, source: &str, id: &str) -> Result<Option<usize>, Error> {
        let Some(key) = self.find(source, id)?.map(|n| self.key(n)).transpose()? else { return Ok(None) };
        // Ordinals go by source and id, as versions do.
        let current = self.table("current");
        let at = |n: usize| super::u32_at(current, n * 4).map_or(usize::MAX, |v| v as usize);
        let (mut from, mut until) = (0, self.len());
        while from < until {
            let middle = from + (until - from) / 2;
            match at(middle) < key.versions.start {
                true => from = middle + 1,
                false => until = middle,
            }
        }
        Ok((from < self.len() && key.versions.contains(&at(from))).then_some(from))
    }

    fn find(&self, source: &str, id: &str) -> Result<Option<usize>, Error> {
        let (mut from, mut until) = (0, self.key_count());
        while from < until {
            let middle = from + (until - from) / 2;
            let key = self.key(middle)?;
            match (key.source, key.id).cmp(&(source, id)) {
                Ordering::Less => from = middle + 1,
                Ordering::Greater => until = middle,
                Ordering::Equal => return Ok(Some(middle)),
            }
        }
        Ok(None)
    }
}
