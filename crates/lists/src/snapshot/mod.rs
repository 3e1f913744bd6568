//! A snapshot: everything known at one moment, in one immutable file named by the hash of its content.
//!
//! A snapshot is mapped into memory and nothing in it is decoded until it is asked for, so opening one takes milliseconds whatever
//! its size. It holds the whole [`History`]: all editions, all versions of all records, and which of them stand. What
//! stands has an *ordinal*, 0 to [`Snapshot::len`], by source and id, the same that [`History::current`] gives: a
//! screening index refers to entities by it and travels in the same file, as a foreign section.
//!
//! The id is a function of the content: editions (with when each was fetched), records and foreign sections. The clock at the time of
//! writing is no part of it. What is damaged is found when it is read: the header and the tables when the file is opened,
//! a section or record when it is asked for, everything by [`Snapshot::verify`]; it is an error each time and never a guess.

mod file;
mod map;
mod query;
mod write;

pub use file::{FORMAT_VERSION, MAGIC};
pub use write::Encoded;

use crate::edition::Edition;
use crate::history::{Chronicle, History, Version, content_hash};
use crate::problem::Error;
use crate::standing::Standing;
use file::{Container, u32_at, u64_at};
use interdict_model::Entity;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};
use write::{KEY_ROW, VERSION_ROW};
use xxhash_rust::xxh3::xxh3_64;

/// Names a snapshot: BLAKE3 of its content, written as 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SnapshotId(pub(crate) [u8; 32]);

/// A text that names no snapshot.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no snapshot id: wanted 64 hex digits")]
pub struct BadSnapshotId(pub String);

impl SnapshotId {
    /// The first 16 digits, enough for a person.
    pub fn short(&self) -> String {
        self.to_string().chars().take(16).collect()
    }
}

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(blake3::Hash::from_bytes(self.0).to_hex().as_str())
    }
}

impl fmt::Debug for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for SnapshotId {
    type Err = BadSnapshotId;
    fn from_str(s: &str) -> Result<Self, BadSnapshotId> {
        let hash = blake3::Hash::from_hex(s.trim()).map_err(|_| BadSnapshotId(s.to_string()))?;
        Ok(Self(*hash.as_bytes()))
    }
}

impl TryFrom<String> for SnapshotId {
    type Error = BadSnapshotId;
    fn try_from(s: String) -> Result<Self, BadSnapshotId> {
        s.parse()
    }
}

impl From<SnapshotId> for String {
    fn from(id: SnapshotId) -> String {
        id.to_string()
    }
}

/// How many of what a snapshot holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Entities that stand.
    pub entities: u64,
    /// Records that stand or stood.
    pub records: u64,
    /// Versions of them.
    pub versions: u64,
    /// Editions.
    pub editions: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Meta {
    sources: Vec<String>,
    counts: Counts,
}

/// An opened snapshot. Cheap to clone; may be shared between threads.
#[derive(Clone, Debug)]
pub struct Snapshot(Arc<Opened>);

#[derive(Debug)]
struct Opened {
    file: Container,
    meta: Meta,
    editions: OnceLock<Vec<Edition>>,
}

/// A row of `keys`.
struct Key<'a> {
    source: &'a str,
    id: &'a str,
    /// Its versions, as places in `versions`.
    versions: std::ops::Range<usize>,
}

impl Snapshot {
    /// Opens a file: checks its header and tables, decodes no record.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = Container::open(path)?;
        let need = |name: &str| file.section(name)?.ok_or_else(|| file.damaged(format!("it has no section {name:?}")));
        let meta: Meta = postcard::from_bytes(need("meta")?)
            .map_err(|e| file.damaged(format!("section \"meta\" cannot be read ({e})")))?;
        let counts = meta.counts;
        let rows = [
            ("keys", counts.records, KEY_ROW),
            ("versions", counts.versions, VERSION_ROW),
            ("current", counts.entities, 4),
        ];
        for (name, count, row) in rows {
            let length = need(name)?.len();
            if length as u64 != count.saturating_mul(row as u64) {
                return Err(file.damaged(format!("section {name:?} has {length} bytes for {count} rows of {row}")));
            }
        }
        need("ids")?;
        Ok(Self(Arc::new(Opened { file, meta, editions: OnceLock::new() })))
    }

    /// Its id.
    pub fn id(&self) -> SnapshotId {
        self.0.file.id()
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        self.0.file.path()
    }

    /// The length of its file in bytes.
    pub fn bytes(&self) -> u64 {
        self.0.file.length()
    }

    /// How many of what it holds.
    pub fn counts(&self) -> Counts {
        self.0.meta.counts
    }

    /// How many entities stand; ordinals go from 0 to here.
    pub fn len(&self) -> usize {
        self.0.meta.counts.entities as usize
    }

    /// Does no entity stand?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sources, sorted.
    pub fn sources(&self) -> &[String] {
        &self.0.meta.sources
    }

    /// All editions, by source and publishing.
    pub fn editions(&self) -> Result<&[Edition], Error> {
        if let Some(editions) = self.0.editions.get() {
            return Ok(editions);
        }
        let editions = self.decode("editions", self.need("editions")?)?;
        Ok(self.0.editions.get_or_init(|| editions))
    }

    /// The names of its sections and their lengths in bytes.
    pub fn sections(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.file.sections()
    }

    /// A section's bytes, checked now, kept where they lie as long as somebody holds them; `None` where there is no such section.
    pub fn shared_section(&self, name: &str) -> Result<Option<Arc<dyn AsRef<[u8]> + Send + Sync>>, Error> {
        struct Shared(Snapshot, String);
        impl AsRef<[u8]> for Shared {
            fn as_ref(&self) -> &[u8] {
                self.0.0.file.unchecked(&self.1).unwrap_or_default()
            }
        }
        Ok(self.section(name)?.map(|_| Arc::new(Shared(self.clone(), name.to_string())) as Arc<_>))
    }

    /// A foreign section; `None` where the snapshot has none of this name. Its checksum is checked at each call.
    pub fn section(&self, name: &str) -> Result<Option<&[u8]>, Error> {
        self.0.file.section(name)
    }

    /// The entity of an ordinal; `None` past the end.
    pub fn get(&self, ordinal: usize) -> Result<Option<Entity>, Error> {
        let Some(at) = ordinal.checked_mul(4) else { return Ok(None) };
        match u32_at(self.table("current"), at) {
            Some(version) => self.version(version as usize).map(Some),
            None => Ok(None),
        }
    }

    /// All entities that stand, by ordinal.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Result<Entity, Error>> + '_ {
        (0..self.len()).map(|n| self.at(n))
    }

    /// All entities that stand, by ordinal, decoded on all cores.
    pub fn par_entities(&self) -> impl IndexedParallelIterator<Item = Result<Entity, Error>> + '_ {
        (0..self.len()).into_par_iter().map(|n| self.at(n))
    }

    fn at(&self, ordinal: usize) -> Result<Entity, Error> {
        self.get(ordinal)?.ok_or_else(|| self.0.file.damaged(format!("no entity {ordinal}")))
    }

    /// The whole history, decoded, to go on with.
    pub fn history(&self) -> Result<History, Error> {
        let mut history = History::new();
        for source in self.sources() {
            history.sources.insert(source.clone(), Chronicle::default());
        }
        for edition in self.editions()? {
            let chronicle = history.sources.get_mut(&edition.source);
            let chronicle = chronicle.ok_or_else(|| {
                self.0.file.damaged(format!("an edition of source {:?}, which it does not have", edition.source))
            })?;
            chronicle.editions.push(edition.clone());
        }
        let standing = self.need("standing")?;
        let records: Result<Vec<_>, Error> = (0..self.key_count())
            .into_par_iter()
            .map(|n| {
                let key = self.key(n)?;
                let versions: Result<Vec<Version>, Error> = key
                    .versions
                    .clone()
                    .map(|v| {
                        let entity = self.version(v)?;
                        Ok(Version { hash: content_hash(&entity), entity, standing: self.standing(standing, v)? })
                    })
                    .collect();
                Ok((key.source, key.id, versions?))
            })
            .collect();
        for (source, id, versions) in records? {
            if let Some(chronicle) = history.sources.get_mut(source) {
                chronicle.records.insert(id.to_string(), versions);
            }
        }
        Ok(history)
    }

    /// Checks all of it: every checksum, the id against the content, and that every record can be decoded.
    pub fn verify(&self) -> Result<(), Error> {
        self.0.file.verify()?;
        self.editions()?;
        let standing = self.need("standing")?;
        (0..self.key_count()).into_par_iter().try_for_each(|n| self.key(n).map(|_| ()))?;
        (0..self.version_count()).into_par_iter().try_for_each(|v| {
            self.standing(standing, v)?;
            self.version(v).map(|_| ())
        })?;
        self.par_entities().try_for_each(|e| e.map(|_| ()))
    }

    fn need(&self, name: &str) -> Result<&[u8], Error> {
        self.0.file.section(name)?.ok_or_else(|| self.0.file.damaged(format!("it has no section {name:?}")))
    }

    /// A section that was checked when the file was opened.
    fn table(&self, name: &str) -> &[u8] {
        self.0.file.unchecked(name).unwrap_or_default()
    }

    fn decode<'a, T: Deserialize<'a>>(&self, what: &str, bytes: &'a [u8]) -> Result<T, Error> {
        postcard::from_bytes(bytes).map_err(|e| self.0.file.damaged(format!("{what} cannot be decoded ({e})")))
    }

    fn key_count(&self) -> usize {
        self.0.meta.counts.records as usize
    }

    fn version_count(&self) -> usize {
        self.0.meta.counts.versions as usize
    }

    fn key(&self, n: usize) -> Result<Key<'_>, Error> {
        let bad = || self.0.file.damaged(format!("record {n} has no valid row in section \"keys\""));
        let keys = self.table("keys");
        let cell = |row: usize, cell: usize| u32_at(keys, row * KEY_ROW + cell * 4).map(|n| n as usize);
        let (source, id) = (cell(n, 0).ok_or_else(bad)?, cell(n, 1).ok_or_else(bad)?);
        let (length, first) = (cell(n, 2).ok_or_else(bad)?, cell(n, 3).ok_or_else(bad)?);
        let end = cell(n + 1, 3).unwrap_or(self.version_count());
        let id = self.table("ids").get(id..id.saturating_add(length)).and_then(|b| std::str::from_utf8(b).ok());
        let source = self.sources().get(source).ok_or_else(bad)?;
        if first > end || end > self.version_count() {
            return Err(bad());
        }
        Ok(Key { source, id: id.ok_or_else(bad)?, versions: first..end })
    }

    fn version(&self, n: usize) -> Result<Entity, Error> {
        let bad = || self.0.file.damaged(format!("version {n} has no valid row in section \"versions\""));
        let rows = self.table("versions");
        let row = n.checked_mul(VERSION_ROW).ok_or_else(bad)?;
        let at = u64_at(rows, row).and_then(|n| usize::try_from(n).ok()).ok_or_else(bad)?;
        let checksum = u64_at(rows, row + 8).ok_or_else(bad)?;
        let length = u32_at(rows, row + 24).ok_or_else(bad)? as usize;
        let blob = self.table("records").get(at..at.saturating_add(length)).ok_or_else(bad)?;
        if xxh3_64(blob) != checksum {
            return Err(self
                .0
                .file
                .damaged(format!("the checksum of version {n} in section \"records\" does not fit")));
        }
        self.decode("a record", blob)
    }

    fn standing(&self, section: &[u8], n: usize) -> Result<Standing, Error> {
        let bad = || self.0.file.damaged(format!("version {n} has no valid row in section \"standing\""));
        let at = n.checked_mul(VERSION_ROW).and_then(|row| u64_at(self.table("versions"), row + 16));
        let rest = at.and_then(|at| section.get(usize::try_from(at).ok()?..)).ok_or_else(bad)?;
        postcard::take_from_bytes(rest).map(|(standing, _)| standing).map_err(|_| bad())
    }
}
