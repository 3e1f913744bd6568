//! The container of a snapshot: named sections behind a header, each with its checksum.
//!
//! ```text
//! 0   magic            8 bytes  INTERDCT
//! 8   format version   u32
//! 12  table length     u32      bytes of the section table
//! 16  id               32 bytes BLAKE3 of everything from byte 64 to the end
//! 48  file length      u64
//! 56  header checksum  u64      XXH3-64 of bytes 0..56 and of the section table
//! 64  section table    postcard of Vec<Section>
//! ..  sections, one after another
//! ```
//! Numbers are little endian. The header checksum, the length and the bounds of the sections are checked when a file is opened; a
//! section's checksum whenever it is asked for; the id by [`Container::verify`].

use super::{SnapshotId, map};
use crate::problem::Error;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The format version that this program writes and reads. It covers the container, the sections, and the encoding of
/// `interdict_model`'s types: the test `the_encoding_has_not_changed_without_a_new_version` says when to raise it.
pub const FORMAT_VERSION: u32 = 1;

/// The first bytes of a snapshot.
pub const MAGIC: &[u8; 8] = b"INTERDCT";
const FIXED: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Section {
    name: String,
    /// From the end of the section table.
    offset: u64,
    length: u64,
    checksum: u64,
}

/// An opened file.
#[derive(Debug)]
pub(super) struct Container {
    path: PathBuf,
    map: memmap2::Mmap,
    id: SnapshotId,
    sections: Vec<(Section, Range<usize>)>,
}

/// Puts sections into one file's bytes: what comes before the sections, and the id.
pub(super) fn head(sections: &[(String, Vec<u8>)]) -> Result<(SnapshotId, Vec<u8>), postcard::Error> {
    let mut table = Vec::new();
    let mut offset = 0;
    for (name, bytes) in sections {
        let length = bytes.len() as u64;
        table.push(Section { name: name.clone(), offset, length, checksum: xxh3_64(bytes) });
        offset += length;
    }
    let table = postcard::to_stdvec(&table)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(&table);
    for (_, bytes) in sections {
        hasher.update(bytes);
    }
    let id = SnapshotId(*hasher.finalize().as_bytes());

    let length = FIXED as u64 + table.len() as u64 + offset;
    let mut out = Vec::with_capacity(FIXED + table.len());
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    out.extend_from_slice(&(table.len() as u32).to_le_bytes());
    out.extend_from_slice(&id.0);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&header_checksum(&out, &table).to_le_bytes());
    out.extend_from_slice(&table);
    Ok((id, out))
}

fn header_checksum(fixed: &[u8], table: &[u8]) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(fixed);
    hasher.update(table);
    hasher.digest()
}

impl Container {
    pub fn open(path: &Path) -> Result<Self, Error> {
        let map = map::map(path)?;
        let damaged = |what: String| Error::damaged(path, what);
        let bytes = &map[..];
        let cut = || damaged(format!("{} bytes, which is less than a header", bytes.len()));
        if bytes.get(..8).ok_or_else(cut)? != MAGIC {
            return Err(damaged("it does not begin with INTERDCT: not a snapshot, or its beginning is lost".into()));
        }
        let found = u32_at(bytes, 8).ok_or_else(cut)?;
        if found != FORMAT_VERSION {
            let advice = if found > FORMAT_VERSION {
                "update interdict, or use a snapshot that this version wrote"
            } else {
                "build it again from the lists, or use the version of interdict that wrote it"
            };
            return Err(Error::FormatVersion { path: path.to_path_buf(), found, known: FORMAT_VERSION, advice });
        }
        let table_length = u32_at(bytes, 12).ok_or_else(cut)? as usize;
        let id: [u8; 32] = bytes.get(16..48).and_then(|b| b.try_into().ok()).ok_or_else(cut)?;
        let length = u64_at(bytes, 48).ok_or_else(cut)?;
        let checksum = u64_at(bytes, 56).ok_or_else(cut)?;
        let table = bytes.get(FIXED..FIXED.saturating_add(table_length)).ok_or_else(cut)?;
        if header_checksum(&bytes[..56], table) != checksum {
            return Err(damaged("the checksum of the header does not fit".into()));
        }
        if length != bytes.len() as u64 {
            return Err(damaged(format!("{} bytes where {length} were written", bytes.len())));
        }
        let table: Vec<Section> =
            postcard::from_bytes(table).map_err(|e| damaged(format!("the section table cannot be read ({e})")))?;
        let start = FIXED + table_length;
        let mut sections = Vec::with_capacity(table.len());
        for section in table {
            let range = range(start, section.offset, section.length).filter(|r| r.end <= bytes.len());
            let range = range.ok_or_else(|| damaged(format!("section {:?} lies outside the file", section.name)))?;
            sections.push((section, range));
        }
        Ok(Self { path: path.to_path_buf(), id: SnapshotId(id), sections, map })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn id(&self) -> SnapshotId {
        self.id
    }

    pub fn length(&self) -> u64 {
        self.map.len() as u64
    }

    /// The names of all sections with their lengths, in the order of the file.
    pub fn sections(&self) -> impl Iterator<Item = (&str, u64)> {
        self.sections.iter().map(|(s, _)| (s.name.as_str(), s.length))
    }

    /// A section's bytes, checked.
    pub fn section(&self, name: &str) -> Result<Option<&[u8]>, Error> {
        let Some(bytes) = self.unchecked(name) else { return Ok(None) };
        let fits = self.sections.iter().any(|(s, _)| s.name == name && s.checksum == xxh3_64(bytes));
        if !fits {
            return Err(self.damaged(format!("the checksum of section {name:?} does not fit")));
        }
        Ok(Some(bytes))
    }

    /// A section's bytes, for one whose parts are checked as they are read.
    pub fn unchecked(&self, name: &str) -> Option<&[u8]> {
        let (_, range) = self.sections.iter().find(|(s, _)| s.name == name)?;
        self.map.get(range.clone())
    }

    /// Checks everything: each section, and the id against the content.
    pub fn verify(&self) -> Result<(), Error> {
        for (section, _) in &self.sections {
            self.section(&section.name)?;
        }
        let payload = self.map.get(FIXED..).unwrap_or_default();
        let id = SnapshotId(*blake3::hash(payload).as_bytes());
        if id != self.id {
            return Err(self.damaged(format!("its content is that of {id}, its header says {}", self.id)));
        }
        Ok(())
    }

    pub fn damaged(&self, what: impl Into<String>) -> Error {
        Error::damaged(&self.path, what)
    }
}

fn range(start: usize, offset: u64, length: u64) -> Option<Range<usize>> {
    let from = start.checked_add(usize::try_from(offset).ok()?)?;
    Some(from..from.checked_add(usize::try_from(length).ok()?)?)
}

/// A number in a little-endian array.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// A number in a little-endian array.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(u64::from_le_bytes)
}
