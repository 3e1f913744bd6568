//! One file a verb.

pub mod check;
pub mod compare;
pub mod decide;
pub mod diff;
pub mod eval;
pub mod explain;
pub mod history;
pub mod law;
pub mod own;
pub mod screen;
pub mod sources;
pub mod sync;
