//! Screens a party against listed entities: which may it be, how sure is that, and why.
//!
//! ```text
//! entities ──Index::build──▶ index            query ──search──▶ candidates ──align, score──▶ matches with evidence
//! ```
//!
//! Reading order: [`Query`] and [`Match`] say what goes in and out; `align` lays two names side by side; `features` makes numbers of that, and
//! `weights` points; `beside` is what is known beside the name; `score` tells it; `candidates` finds whom to look at and `search` ranks them, `compare` does without an index. The
//! one invariant: **[`search()`] finds what [`search_exhaustively`] finds.**
//!
//! This crate knows nothing of law, and of entities only what [`Builder::add`] is given. The weights of names are fitted (`examples/fit.rs`), and every
//! number that weighs stands in `weights.toml`.
//!
//! ```
//! use interdict_model::{Entity, Name, NameKind, Schema};
//! use interdict_screen::{Index, Options, Query, search};
//!
//! let mut listed = Entity::new("example", "1", Schema::Person);
//! listed.add_name(Name::new(NameKind::Primary, "LUKASHENKA, Dzmitry Aliaksandravich"));
//! let index = Index::build(&[listed])?;
//!
//! let matches = search(&index, &Query::name("Дмитрий Лукашенко"), Options::default());
//! assert_eq!(matches[0].id, "1");
//! for pair in &matches[0].aligned {
//!     println!("{} = {}: {}", pair.asked, pair.listed, pair.why.words());
//! }
//! # Ok::<(), interdict_screen::IndexError>(())
//! ```

#![deny(missing_docs)]

mod align;
mod asked;
pub mod batch;
mod beside;
mod brief;
mod build;
mod candidates;
mod columns;
mod compare;
mod features;
mod groups;
mod index;
mod lookup;
mod near;
mod ofac;
mod query;
mod rarity;
mod reach;
mod score;
mod search;
mod variants;
mod weights;

pub use build::Builder;
pub use compare::{Prepared, PreparedQuery, compare, compare_prepared, features, score_prepared};
pub use features::{FEATURES, Feature, Features};
pub use groups::{NameGroups, NameGroupsError, NameGroupsStamp};
pub use index::{Gender, Index, IndexError};
pub use interdict_names::Why;
pub use ofac::{OFAC_LEAST, OFAC_MINIMUM, OfacHit, OfacQuery, ofac_score, ofac_search};
pub use query::{Aligned, Band, DEFAULT_THRESHOLD, Evidence, Match, Options, Query, What};
pub use search::{Searcher, explain, search, search_exhaustively};
