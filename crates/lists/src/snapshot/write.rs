//! Turns a history into the sections of a snapshot.
//!
//! | section | holds |
//! |---|---|
//! | `meta` | postcard of [`Meta`]: the sources, and how many of what |
//! | `editions` | postcard of all editions, by source and publishing; decoded when asked for |
//! | `ids` | the text of all record ids |
//! | `keys` | a row of 16 bytes a record, by source and id: source, id's place and length, its first version |
//! | `versions` | a row of 32 bytes a version: blob's place, length, checksum, place of its standing |
//! | `standing` | postcard of each version's standing, one after another |
//! | `current` | the version (u32) behind each current ordinal |
//! | `records` | postcard of each version's entity, one after another; each has a checksum of its own |
//!
//! Records are not compressed: each packed with zstd, the UN's 1,011 take 526 kB instead of 830 kB, and unpacking them takes
//! three quarters of the time that decoding them takes (`benches/snapshot.rs`).

use super::{Counts, Meta, SnapshotId, file};
use crate::history::{History, position_at, whole_at};
use crate::problem::Error;
use crate::standing::standing_at;
use rayon::prelude::*;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

pub(super) const KEY_ROW: usize = 16;
pub(super) const VERSION_ROW: usize = 32;
/// Names that foreign sections cannot have.
pub(super) const OWN: [&str; 8] = ["meta", "editions", "ids", "keys", "versions", "standing", "current", "records"];

/// A snapshot in memory, ready to be written as it is.
#[derive(Debug)]
pub struct Encoded {
    pub(crate) id: SnapshotId,
    pub(crate) head: Vec<u8>,
    pub(crate) sections: Vec<(String, Vec<u8>)>,
}

fn fail(what: String) -> Error {
    Error::damaged(Path::new("(snapshot to be written)"), what)
}

impl Encoded {
    /// Encodes a history, and foreign sections under their names. The result depends on nothing else: no clock, no path.
    pub fn new(history: &History, extra: Vec<(String, Vec<u8>)>) -> Result<Self, Error> {
        Self::of(history)?.with(extra)
    }

    /// Encodes a history without foreign sections.
    pub fn of(history: &History) -> Result<Self, Error> {
        let encoding = |e: postcard::Error| fail(format!("cannot be encoded ({e})"));
        let number = |n: usize| u32::try_from(n).map_err(|_| fail(format!("{n} is more than its format holds")));

        let (mut ids, mut keys, mut rows, mut standing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut current, mut records, mut sources) = (Vec::new(), Vec::new(), Vec::new());
        let mut editions = Vec::new();
        let (mut version, mut entities) = (0_usize, 0_u64);
        for (source, chronicle) in &history.sources {
            let source_number = number(sources.len())?;
            sources.push(source.clone());
            editions.extend(&chronicle.editions);
            let position = position_at(&chronicle.editions, None);
            let whole = position.and_then(|p| whole_at(&chronicle.editions, p));
            let all: Vec<_> = chronicle.records.values().flatten().collect();
            let blobs: Result<Vec<Vec<u8>>, _> = all.par_iter().map(|v| postcard::to_stdvec(&v.entity)).collect();
            let mut blobs = blobs.map_err(encoding)?.into_iter();
            for (id, versions) in &chronicle.records {
                for n in [source_number, number(ids.len())?, number(id.len())?, number(version)?] {
                    keys.extend_from_slice(&n.to_le_bytes());
                }
                ids.extend_from_slice(id.as_bytes());
                let stands = position.and_then(|p| standing_at(versions.iter().map(|v| &v.standing), p, whole));
                if let Some(n) = stands {
                    current.extend_from_slice(&number(version + n)?.to_le_bytes());
                    entities += 1;
                }
                for v in versions {
                    let blob = blobs.next().unwrap_or_default();
                    rows.extend_from_slice(&(records.len() as u64).to_le_bytes());
                    rows.extend_from_slice(&xxh3_64(&blob).to_le_bytes());
                    rows.extend_from_slice(&(standing.len() as u64).to_le_bytes());
                    rows.extend_from_slice(&number(blob.len())?.to_le_bytes());
                    rows.extend_from_slice(&[0; 4]);
                    records.extend_from_slice(&blob);
                    standing.extend(postcard::to_stdvec(&v.standing).map_err(encoding)?);
                    version += 1;
                }
            }
        }
        let counts = Counts {
            entities,
            records: (keys.len() / KEY_ROW) as u64,
            versions: version as u64,
            editions: editions.len() as u64,
        };
        let meta = postcard::to_stdvec(&Meta { sources, counts }).map_err(encoding)?;
        let editions = postcard::to_stdvec(&editions).map_err(encoding)?;
        let own = [meta, editions, ids, keys, rows, standing, current, records];
        let sections: Vec<_> = OWN.iter().map(|n| (*n).to_string()).zip(own).collect();
        let (id, head) = file::head(&sections).map_err(encoding)?;
        Ok(Self { id, head, sections })
    }

    /// The same with foreign sections behind its own; its id is another one then.
    pub fn with(mut self, extra: Vec<(String, Vec<u8>)>) -> Result<Self, Error> {
        if let Some((name, _)) = extra.iter().find(|(n, _)| OWN.contains(&n.as_str())) {
            return Err(fail(format!("a foreign section cannot be called {name:?}")));
        }
        if !extra.is_empty() {
            self.sections.extend(extra);
            let encoding = |e: postcard::Error| fail(format!("cannot be encoded ({e})"));
            (self.id, self.head) = file::head(&self.sections).map_err(encoding)?;
        }
        Ok(self)
    }

    /// The id that the snapshot will have.
    pub fn id(&self) -> SnapshotId {
        self.id
    }

    /// Writes the file's bytes.
    pub fn write_to(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        out.write_all(&self.head)?;
        self.sections.iter().try_for_each(|(_, bytes)| out.write_all(bytes))
    }
}
