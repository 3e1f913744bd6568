//! What can be wrong with an input, said so that the person who has to mend it can: file, record, field, what was found, what
//! was wanted, what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing wrong with one place of one input.
///
/// Built from [`Problem::new`] and narrowed with the `in_*` and `at_*` methods; the layers that know file, record and line
/// ([`crate::xml`], [`crate::table`]) add them, so that a reader only says field, found and wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// Number of the record in its file, from 1.
    pub record: Option<u64>,
    /// Line of the decompressed, decoded file, from 1.
    pub line: Option<u64>,
    /// The record's own id, where it could be read.
    pub id: Option<String>,
    /// Element or column.
    pub field: Option<String>,
    /// What was found.
    pub found: String,
    /// What was wanted.
    pub wanted: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Problem {
    /// Something was found where something else was wanted.
    pub fn new(found: impl Into<String>, wanted: impl Into<String>) -> Self {
        Self { found: found.into(), wanted: wanted.into(), ..Self::default() }
    }

    /// In this element or column.
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// In the record with this id.
    pub fn in_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// In this file.
    pub fn in_file(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            self.file = file.to_string();
        }
        self
    }

    /// In the record of this number, which begins on this line.
    pub fn at_record(mut self, record: u64, line: u64) -> Self {
        self.record.get_or_insert(record);
        self.line.get_or_insert(line);
        self
    }

    /// On this line.
    pub fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// With this to do about it.
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut at = Vec::new();
        if !self.file.is_empty() {
            at.push(self.file.clone());
        }
        if let Some(n) = self.record {
            at.push(format!("record {n}"));
        }
        if let Some(id) = &self.id {
            at.push(format!("id {id}"));
        }
        if let Some(n) = self.line.filter(|n| *n > 0) {
            at.push(format!("line {n}"));
        }
        if let Some(field) = &self.field {
            at.push(field.clone());
        }
        if !at.is_empty() {
            write!(f, "{}: ", at.join(", "))?;
        }
        write!(f, "found {}, wanted {}", self.found, self.wanted)?;
        match &self.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// A long text cut to what a message can show.
pub(crate) fn shown(text: &str) -> String {
    let mut out: String = text.chars().take(60).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    format!("{out:?}")
}

/// Why this crate could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input is wrong, and the user chose to stop at that.
    #[error("{0}")]
    Problem(#[from] Box<Problem>),
    /// A snapshot file is not what was written.
    #[error("{path}: damaged snapshot: {what}; {advice}", path = path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong in it.
        what: String,
        /// What to do about it.
        advice: &'static str,
    },
    /// A snapshot file is of a format version that this program does not read.
    #[error("{path}: snapshot of format version {found}, this program reads version {known}; {advice}", path = path.display())]
    FormatVersion {
        /// Which file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The version that is read.
        known: u32,
        /// What to do about it.
        advice: &'static str,
    },
    /// No snapshot has this id.
    #[error("no snapshot {prefix:?} in {path}; it holds {there}", path = path.display())]
    NoSnapshot {
        /// The folder.
        path: PathBuf,
        /// What was asked for.
        prefix: String,
        /// What there is instead.
        there: String,
    },
    /// The beginning of an id fits several snapshots.
    #[error("{prefix:?} is the beginning of {} snapshots: {}; give more digits", fits.len(), fits.join(", "))]
    Ambiguous {
        /// What was asked for.
        prefix: String,
        /// The ids that begin so.
        fits: Vec<String>,
    },
    /// Another process is writing snapshots in the same place.
    #[error("{path}: another process is writing here; wait for it to end, then try again", path = path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// There was no room to write; what stood before still stands.
    #[error("{path}: no room to write ({source}); the last good snapshot stays in force; make room, then try again", path = path.display())]
    NoRoom {
        /// The file that could not be written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be read or written.
    #[error("{path}: {action}: {source}", path = path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What was being done.
        action: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<Problem> for Error {
    fn from(p: Problem) -> Self {
        Self::Problem(Box::new(p))
    }
}

impl Error {
    /// An input or output error at a path; a full disk, quota or file size limit has a variant of its own.
    pub(crate) fn io(path: &Path, action: &'static str, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        let path = path.to_path_buf();
        match source.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => Self::NoRoom { path, source },
            _ => Self::Io { path, action, source },
        }
    }

    /// A snapshot that is not what was written.
    pub(crate) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        let advice = "copy it again from where it came from, or build it again from the lists; do not screen with it";
        Self::Damaged { path: path.to_path_buf(), what: what.into(), advice }
    }
}
