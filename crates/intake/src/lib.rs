//! What a user holds: tables of parties as CSV, JSON lines and Parquet, as a stream of Arrow record batches; tables of [`stakes`]; and
//! [`acts`] that somebody wants to do.
//!
//! ```text
//! file ──Source──▶ bytes ──Delimited, JsonObjects, Parquet──▶ Chunk ──parties──▶ a batch that interdict_screen::batch screens
//! ```
//!
//! A [`Table`] gives [`Chunk`]s of at most [`ROWS`] rows, all columns as the file has them, as text; [`Chunk::parties`] reads them as parties
//! and may run on any core. What the columns mean is understood in `interdict_lists`, the same for a list of the user's own and for a table of
//! parties. The one invariant: **however long the file, what is in memory is a chunk, and every row of it is a party or a named problem.**

#![deny(missing_docs)]

pub mod acts;
mod cells;
mod delimited;
mod json;
mod parquet;
mod source;
pub mod stakes;
mod table;

pub use source::{MOST_ROW_BYTES, Source};
pub use table::{Chunk, Kind, Parties, ROWS, Table};

use interdict_lists::Problem;
use std::path::PathBuf;

/// Why a table cannot be read on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The table, or what was said of it, is wrong as a whole.
    #[error(transparent)]
    Problem(#[from] Box<Problem>),
    /// The file cannot be read.
    #[error("{path}: cannot be read: {source}", path = path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Arrow refused what was made of the file.
    #[error(transparent)]
    Arrow(#[from] arrow_schema::ArrowError),
}

impl From<Problem> for Error {
    fn from(p: Problem) -> Self {
        Self::Problem(Box::new(p))
    }
}
