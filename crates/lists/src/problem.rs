//! What can be wrong with an input, said so that the person who has to mend it can: file, record, field, what was found, what
//! was wanted, what to do.

use std::fmt;
use std::path::PathBuf;

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
