//! One file a verb.

pub mod check;
pub mod compare;
pub mod diff;
pub mod eval;
pub mod history;
pub mod own;
pub mod screen;
pub mod sources;
pub mod sync;
