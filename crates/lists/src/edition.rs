//! One edition of a source: the files as they were received, when they were published and how that is known, and the account of
//! reading them.
//!
//! The trap is the date. Half of the official files state none, and a file copied today is not a list published today: the
//! [`Basis`] says how far an edition's date can be trusted, and everything that shows the date shows it.

use crate::account::{Reading, Report};
use crate::formats::Format;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How it is known when an edition was published; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The file itself states it.
    Stated,
    /// The user gave it.
    Given,
    /// The server's `Last-Modified`.
    Http,
    /// Told from the name of the file or of its folder.
    FileName,
    /// The file's time on disk: a guess, because copying a file changes it.
    FileTime,
}

impl Basis {
    /// The words for a person, behind a date.
    pub fn words(self) -> &'static str {
        match self {
            Self::Stated => "stated in the file",
            Self::Given => "given by you",
            Self::Http => "as the server says (Last-Modified)",
            Self::FileName => "told from the name of the file or folder",
            Self::FileTime => "a guess from the file's time on disk",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// When an edition was published. A bare day is its midnight UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Published {
    /// The instant.
    pub at: Timestamp,
    /// How it is known.
    pub basis: Basis,
}

impl Published {
    /// At this instant, known on this basis.
    pub fn new(at: Timestamp, basis: Basis) -> Self {
        Self { at, basis }
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.at, self.basis)
    }
}

/// One file of an edition, as it was received: compressed where it came compressed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileStamp {
    /// Its name, without its folder.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// BLAKE3 of its bytes, 64 hex digits.
    pub hash: String,
}

impl FileStamp {
    /// The stamp of these bytes, which must be those received and not those unpacked.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_string();
        Self { name, bytes: bytes.len() as u64, hash: blake3::hash(bytes).to_hex().to_string() }
    }
}

/// One edition of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The source: `us-sdn`, `un`, ...
    pub source: String,
    /// When it was published.
    pub published: Published,
    /// When Interdict received it.
    pub fetched: Timestamp,
    /// Its format.
    pub format: Format,
    /// Its files.
    pub files: Vec<FileStamp>,
    /// Does it hold the whole list? See [`Edition::is_whole`], which is what history asks.
    pub complete: bool,
    /// How many entities were read from it.
    pub entities: u64,
    /// The account of the reading.
    pub report: Report,
}

impl Edition {
    /// The edition that was read into this reading.
    pub fn of(reading: &Reading, published: Published, fetched: Timestamp, files: Vec<FileStamp>) -> Self {
        Self {
            source: reading.meta.source.clone(),
            published,
            fetched,
            format: reading.format,
            files,
            complete: reading.meta.complete,
            entities: reading.entities.len() as u64,
            report: reading.report.clone(),
        }
    }

    /// May absence from this edition be taken as "not listed"? Only where it holds the whole list and every record was read: a
    /// record that could not be read is not a record that was taken off.
    pub fn is_whole(&self) -> bool {
        self.complete && self.report.problems.is_empty()
    }

    /// Is this the same source and the same bytes, whatever the files are called and in whatever order they come?
    pub fn same_bytes(&self, other: &Edition) -> bool {
        let hashes = |e: &Edition| {
            let mut all: Vec<&str> = e.files.iter().map(|f| f.hash.as_str()).collect();
            all.sort_unstable();
            all.into_iter().map(str::to_string).collect::<Vec<_>>()
        };
        self.source == other.source && !self.files.is_empty() && hashes(self) == hashes(other)
    }
}
