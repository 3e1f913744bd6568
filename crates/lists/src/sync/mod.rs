//! Keeps the lists current.

pub(crate) mod cache;
mod event;
pub mod fetch;
pub mod gather;
pub mod guard;
mod head;
mod name_date;
pub mod sources;

pub use event::Event;
