//! Who stands behind whom: stakes and control through any graph, and each authority's test of ownership.
//!
//! A [`Graph`] is built from [`Stake`]s; what is wrong with them is a [`Fault`] each, and the rest is used. [`Graph::judge`] answers for every
//! entity whether listed parties own it under one [`Test`] on one day: the share as an interval, the paths, and what would have to be
//! known where the interval does not decide. The one invariant: an unknown share never reads as none. It is anything from 0 to 100 %.
//!
//! Two readings exist of a stake held through others. The *whole stake*: a company that counts as owned passes on all that it holds (OFAC,
//! FAQ 401: 50 % of 50 % is owned). *Multiplied shares*: half of a half is a quarter. Every test here judges by the whole stake;
//! [`Graph::multiplied`] gives the other number, to be shown beside it.
//!
//! ```
//! use interdict_own::{Graph, Kind, Range, Stake, Verdict, tests};
//! let stake = |owner: &str, owned: &str, share: &str| Stake::new(owner, owned, Range::parse(share).unwrap(), Kind::Shares);
//! let graph = Graph::build(vec![stake("X", "A", "50"), stake("A", "B", "50")], "2022-06-01".parse().unwrap()).0;
//! let ofac = tests().iter().find(|t| t.id == "ofac").unwrap();
//! let listed = graph.ids(["X"]).0;
//! let judged = graph.judge(ofac, &listed).unwrap();
//! assert_eq!(judged.of("B").unwrap().verdict, Verdict::Owned);
//! ```
#![deny(missing_docs)]

mod chain;
pub mod flags;
mod graph;
mod judge;
mod multiplied;
mod party;
pub mod picture;
mod share;
mod test;

pub use graph::{Fault, Graph, Kind, Stake};
pub use judge::{Judged, Path, Row, Step, Verdict};
pub use party::{Direction, Party};
pub use share::{BadShare, Range, Share};
pub use test::{Aggregate, Test, TestError, Version, parse_tests, tests};
