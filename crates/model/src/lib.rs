//! The words that all of Interdict speaks: entities, listings, identifiers, partial dates, countries.
//!
//! Every official list is read into an [`Entity`] with its [`Listing`]s; everything further on (screening, comparing,
//! deciding) sees only these types. Schemata and property names follow [FollowTheMoney](https://followthemoney.tech),
//! so that an entity can leave and enter as FollowTheMoney JSON ([`ftm`]).
//!
//! The one invariant: **a value is what its source printed, or a parse of it that cannot be wrong.** Where a date, a
//! country or a schema is unclear it stays unclear in the type ([`PartialDate`], `Option<Country>`,
//! [`Schema::LegalEntity`]) beside the text as printed; nothing here guesses. This crate knows nothing of files,
//! networks and clocks.
//!
//! ```
//! use interdict_model::{DateSpan, PartialDate};
//! let born = DateSpan::parse("circa 1958").expect("a year with a qualifier");
//! assert!(born.circa);
//! assert!(born.may_be("12 May 1958".parse::<PartialDate>().expect("a day")));
//! ```

#![deny(missing_docs)]

pub mod authority;
mod check_digits;
pub mod country;
pub mod date;
pub mod entity;
pub mod ftm;
pub mod identifier;
pub mod link;
pub mod listing;
pub mod schema;

pub use authority::Authority;
pub use country::Country;
pub use date::{DateSpan, PartialDate};
pub use entity::{Address, Dated, Entity, Fact, Name, NameKind, NameParts, Property, Territory, folded};
pub use identifier::{IdKind, Identifier};
pub use link::{Link, LinkKind};
pub use listing::{Certainty, Listing, Measure, SourceRecord};
pub use schema::{Kind, Schema};
