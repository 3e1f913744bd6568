//! What a sync tells while it runs, for whoever shows progress. Nothing here knows of terminals.

use std::time::Duration;

/// One step. Steps of several sources come mixed, from several threads.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A file is asked for.
    Trying {
        /// The source.
        source: &'a str,
        /// The address, without its token.
        url: &'a str,
        /// Which attempt, from 1.
        attempt: u32,
    },
    /// An attempt came to nothing; another follows.
    Waiting {
        /// The source.
        source: &'a str,
        /// The address, without its token.
        url: &'a str,
        /// For how long.
        wait: Duration,
        /// What happened.
        why: &'a str,
    },
    /// Bytes have come in.
    Received {
        /// The source.
        source: &'a str,
        /// The file.
        file: &'a str,
        /// Bytes so far.
        bytes: u64,
        /// Bytes in all, where the server says.
        total: Option<u64>,
    },
    /// Local files have been looked through.
    Gathered {
        /// Editions found.
        sets: usize,
        /// Files that are no lists.
        passed_over: usize,
    },
    /// An edition is being read.
    Reading {
        /// Its main file.
        name: &'a str,
    },
    /// An edition has been read, or refused.
    Read {
        /// Its main file.
        name: &'a str,
        /// Its entities.
        entities: u64,
        /// Editions done, this one included.
        done: usize,
        /// Editions in all.
        of: usize,
    },
    /// The snapshot is being written.
    Writing,
}
