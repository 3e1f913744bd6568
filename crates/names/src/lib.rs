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
//! matter of rules and tables; what lists teach is learned where they are (`interdict-screen`).
//!
//! ```
//! use interdict_names::{NameHint, Packed, Role, analyse, similarity};
//! let listed = analyse("LUKASHENKA, Dzmitry Aliaksandravich", NameHint::Person);
//! let asked = analyse("Дмитрий Лукашенко", NameHint::Person);
//! assert_eq!(listed.tokens[2].role, Role::Patronymic);
//! let family = listed.tokens[0].form.pack();
//! let (likeness, why) = similarity(&asked.tokens[1].form, Packed::new(family.as_bytes())).expect("one name");
//! assert!(likeness > 0.8, "{}", why.words());
//! ```

#![deny(missing_docs)]

mod alike;
mod analyse;
mod edits;
mod fold;
mod form;
mod reading;
mod script;
mod sound;
mod translit;
mod words;

pub use alike::{Why, letters_sorted, similarity, similarity_of_letters};
pub use analyse::{Analysed, MOST_TOKENS, NameHint, Role, Token, analyse, written};
pub use edits::{LONGEST_SPELLING, letters_apart, letters_that_may_differ, slip};
pub use fold::spellings;
pub use form::{Form, Packed};
pub use sound::skeleton;
pub use words::Relation;

pub use reading::readings;
pub use script::Script;
pub use translit::romanisations;
