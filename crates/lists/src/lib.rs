//! Reads every official sanctions list into [`interdict_model::Entity`]s, and accounts for all of it.
//!
//! ```text
//! file ──input──▶ text ──xml, table──▶ records ──formats::*──▶ entities + report
//! ```
//!
//! [`input`] opens a file whatever its compression and encoding; [`xml`] and [`table`] cut it into records and watch
//! which fields a reader takes; a reader in [`formats`] turns a record into entities. The watching is the point: a
//! field that a reader did not take is *named* in the [`account::Report`], not forgotten, and no reader has to
//! remember to do so. The one invariant: **every record and every field of the input is read, or named as not read.**
//!
//! This crate knows nothing of scoring.

#![deny(missing_docs)]

pub mod account;
pub mod delta;
pub mod edition;
pub mod formats;
pub mod history;
pub mod input;
pub mod problem;
pub mod snapshot;
mod standing;
pub mod store;
pub mod sync;
pub mod table;
pub mod xml;

pub use account::{Meta, OnProblem, Reading, Report};
pub use delta::Delta;
pub use edition::{Basis, Edition, FileStamp, Published};
pub use formats::Format;
pub use history::History;
pub use input::Input;
pub use problem::{Error, Problem};
pub use snapshot::{Snapshot, SnapshotId};
pub use store::Store;
