//! What a name is made of, and how alike two tokens of names are.
//!
//! ```text
//! text ──fold──▶ words ──analyse──▶ tokens with roles      form, form ──similarity──▶ likeness and why
//! ```
//!
//! `fold` makes plain words of any script (`translit` where it is not Latin), [`analyse`] finds what each is (name,
//! patronymic, particle, title, legal form, initial, number), [`Form`] is what remains to be compared, and
//! [`similarity`] compares. The one invariant: **what [`similarity`] accepts can be looked up** (a shared spelling, a shared
//! consonant key, or a bounded number of edits), so that an index can find it without comparing all with all.
//!
//! This crate knows nothing of lists: how rare a token is, and what a likeness is worth, is for the caller to say. It is a
//! first form: rules and small tables, nothing learned.
//!
//! ```
//! use interdict_names::{NameHint, Role, analyse, similarity};
//! let listed = analyse("LUKASHENKA, Dzmitry Aliaksandravich", NameHint::Person);
//! let asked = analyse("Дмитрий Лукашенко", NameHint::Person);
//! assert_eq!(listed.tokens[2].role, Role::Patronymic);
//! let (likeness, why) = similarity(&asked.tokens[1].form, &listed.tokens[0].form).expect("one name");
//! assert!(likeness > 0.8, "{}", why.words());
//! ```

#![deny(missing_docs)]

mod alike;
mod analyse;
mod fold;
mod form;
mod script;
mod translit;
mod words;

pub use alike::{LONGEST_SPELLING, Why, letters_that_may_differ, similarity, spelling_likeness};
pub use analyse::{Analysed, MOST_TOKENS, NameHint, Role, Token, analyse};
pub use form::{Form, skeleton};
pub use script::Script;
pub use translit::romanisations;
