//! Which listings of several authorities are one party, and what lies between the authorities: who acted, who did not, how late.
//!
//! Two steps, one direction: [`resolve`](resolve::resolve) ties entities of different sources into [`Party`]s, and every tie keeps
//! its evidence and can be overruled in a file ([`overrule`]); [`table`] sets authority beside authority and counts the days.
//! [`milestones`] does the same for what is no listing: a ban on goods, a licence that ends, a railway that stops.
//!
//! The one invariant: **a lag is counted only between two days that sources state.** Where a source gives no day, there is no lag.

#![deny(missing_docs)]

pub mod milestones;
pub mod overrule;
pub mod regime;
pub mod resolve;
pub mod table;

pub use resolve::{Party, resolve};
pub use table::{Row, compare};
