//! Law as data: measures, what ties an act to an authority, the ways out, and decisions with their proof.
//!
//! What is forbidden stands in `law/*.toml`, which a lawyer can read and amend ([`check`] says what is wrong with it, in words for a lawyer). An
//! [`Act`] is what someone wants to do; [`Law::decide`] gives every authority's [`Verdict`] on it, the proof, the questions that are open,
//! and the next day on which the answer changes. The one invariant: **unknown never reads as clear.** A fact that is not stated, a
//! name that may be a listed one, a code that is cut short give UNDETERMINED and the question that settles it. Pure: no files, no
//! network, no clock; the same act, law and time give the same bytes.
//!
//! ```
//! use interdict_law::{Act, Clock, Law, Verdict};
//! let act: Act = serde_json::from_str(r#"{
//!     "id": "standard potash by rail", "act": "consignment", "at": "2021-07-05", "from": "BY", "to": "BR",
//!     "route": [{"from": "BY", "to": "LT", "mode": "rail"}, {"from": "LT", "to": "BR", "mode": "sea"}],
//!     "goods": [{"code": "3104 20 50", "origin": "BY"}]
//! }"#).unwrap();
//! let decision = Law::shipped().decide(&act, &Clock::default()).unwrap();
//! let eu = decision.authorities.iter().find(|r| r.authority == "eu").unwrap();
//! assert_eq!(eu.verdict, Verdict::Clear);
//! assert!(eu.ruled_out.iter().any(|r| r.because.contains("2022-03-03")), "the hole, and the day on which it closed");
//! ```
#![deny(missing_docs)]

pub mod act;
mod change;
pub mod check;
mod codes;
mod condition;
mod decide;
mod decision;
mod describe;
mod evaluate;
mod facts;
mod file;
mod law;
mod listed;
pub mod schema;
pub mod shipped;
mod time;
mod truth;
mod values;
mod verdict;
mod vocabulary;

pub use act::{Act, ActKind};
pub use change::{Change, Stretch, Turn};
pub use check::{BadLaw, Problem, Source};
pub use decide::{Answer, Clock, Undated};
pub use decision::{Decision, ExitTried, LinkFound, Reason, RuledOut, Ruling};
pub use describe::{Annex, Row, Sheet, Way};
pub use evaluate::{Question, Step};
pub use law::{Instrument, Law, Version};
pub use time::{BadWhen, Boundary, Period, When};
pub use truth::Truth;
pub use verdict::{Confidence, Effect, ExitKind, MeasureKind, Verdict};
pub use vocabulary::Each;
