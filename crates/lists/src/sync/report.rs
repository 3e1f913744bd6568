//! What a sync did, source by source; it goes out as JSON as it stands.

use super::gather::PassedOver;
use super::guard::Refusal;
use crate::edition::{Edition, FileStamp, Published};
use crate::formats::Format;
use crate::problem::Problem;
use jiff::Timestamp;
use serde::Serialize;

/// What came of one edition.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "ended")]
pub enum Ended {
    /// It is in the history now; counted against what its source said just before it.
    Added {
        /// Records that did not stand before.
        new: u64,
        /// Records that stood with another content.
        changed: u64,
        /// Records that stood with the same content.
        unchanged: u64,
        /// Records that stood and do not any more.
        gone: u64,
    },
    /// It is in the history already: the same bytes.
    Unchanged,
    /// The server says that nothing has changed.
    NotModified,
    /// It was not taken over; the last good one stays in force.
    Refused {
        /// Why, as data.
        refusal: Refusal,
        /// Why, for a person.
        reason: String,
    },
    /// It could not be fetched; the last good one stays in force.
    Failed {
        /// The address, without its token.
        url: String,
        /// What happened at the last attempt.
        why: String,
        /// Attempts at the file that failed.
        attempts: u32,
    },
}

impl Ended {
    pub(super) fn refused(refusal: Refusal) -> Self {
        let reason = refusal.to_string();
        Self::Refused { refusal, reason }
    }

    /// Is what the source says now in the history?
    pub fn is_accepted(&self) -> bool {
        matches!(self, Self::Added { .. } | Self::Unchanged | Self::NotModified)
    }
}

/// One edition, or the attempt at one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceReport {
    /// The source in `sources.toml`, or the main file.
    pub name: String,
    /// The source that the list itself is an edition of; `None` where it could not be read.
    pub source: Option<String>,
    /// What came of it.
    #[serde(flatten)]
    pub ended: Ended,
    /// Its files as they were received.
    pub files: Vec<FileStamp>,
    /// Its format.
    pub format: Option<Format>,
    /// When it was published, and how that is known.
    pub published: Option<Published>,
    /// Does it hold the whole list?
    pub complete: bool,
    /// Records in its files.
    pub records: u64,
    /// Of those, read.
    pub read: u64,
    /// The number that its own header states.
    pub stated: Option<u64>,
    /// Entities that the records made.
    pub entities: u64,
    /// Fields of which not all values were taken.
    pub unused_fields: u64,
    /// What was wrong, where the user chose to go on.
    pub problems: Vec<Problem>,
    /// What to know of it though nothing is wrong.
    pub notes: Vec<String>,
    /// Seconds that opening and reading took.
    pub seconds: f64,
}

impl SourceReport {
    pub(super) fn new(name: &str, ended: Ended) -> Self {
        Self {
            name: name.to_string(),
            source: None,
            ended,
            files: Vec::new(),
            format: None,
            published: None,
            complete: false,
            records: 0,
            read: 0,
            stated: None,
            entities: 0,
            unused_fields: 0,
            problems: Vec::new(),
            notes: Vec::new(),
            seconds: 0.0,
        }
    }

    /// Takes over what an edition says of itself.
    pub(super) fn describe(&mut self, edition: &Edition) {
        self.source = Some(edition.source.clone());
        self.files = edition.files.clone();
        self.format = Some(edition.format);
        self.published = Some(edition.published);
        self.complete = edition.complete;
        self.records = edition.report.records;
        self.read = edition.report.read;
        self.stated = edition.report.stated;
        self.entities = edition.entities;
        self.unused_fields = edition.report.unused().count() as u64;
        self.problems = edition.report.problems.clone();
    }
}

/// Seconds that the stages took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Seconds {
    /// Fetching, or looking through local files.
    pub collect: f64,
    /// Reading, guarding, adding to the history.
    pub read: f64,
    /// Writing the snapshot with its foreign sections.
    pub write: f64,
    /// All of it.
    pub total: f64,
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SyncReport {
    /// When it began.
    pub started: Timestamp,
    /// The snapshot in force before.
    pub before: Option<String>,
    /// The snapshot that was written; `None` where nothing has changed.
    pub snapshot: Option<String>,
    /// It was written although the lists are the same: what is made of them no longer fitted.
    pub remade: bool,
    /// Editions, in the order in which they were settled; failures to fetch first.
    pub sources: Vec<SourceReport>,
    /// Local files that are no lists.
    pub passed_over: Vec<PassedOver>,
    /// Local files that the user named and that cannot be read as lists.
    pub problems: Vec<Problem>,
    /// How long it took.
    pub seconds: Seconds,
}

impl SyncReport {
    /// Is every source as its authority has it now, and was everything read that was named?
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty() && self.sources.iter().all(|s| s.ended.is_accepted())
    }
}
