//! How rare a word is in names, and what it weighs for that.
//!
//! Rarity is the natural logarithm of one party in how many bears the word: 2.3 one in ten, 6.9 one in a thousand. Two sources are asked and the
//! more common one counts: the index itself, and a background of names at large that ships with the program
//! (`background.tsv`, made by `cargo run -p interdict-screen --example background`). A list knows few Smiths; a book of customers knows many.

use interdict_names::{Form, Packed, Role};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The rarity of a word that nobody bears.
pub(crate) const MOST: f32 = 9.0;
/// The rarity of the commonest word.
const LEAST: f32 = 1.5;
/// Parties that a list is taken to hold at least: in a small list every word looks common by chance.
const LEAST_PARTIES: usize = 30_000;

static BACKGROUND: LazyLock<FxHashMap<&'static str, f32>> = LazyLock::new(|| {
    let lines = include_str!("background.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once('\t')).filter_map(|(word, r)| Some((word, r.parse().ok()?))).collect()
});

/// The rarity of a form among names at large.
fn background(spelling: &str) -> f32 {
    // Spellings behind the first are guesses, of which one may be somebody else's common name.
    BACKGROUND.get(spelling).copied().unwrap_or(MOST)
}

/// Most rarity of a syllable that is written with one sign: several signs, and several names, are read alike.
const SYLLABLE: f32 = 4.5;

/// The rarity of a form that so many of so many listed parties bear.
pub(crate) fn listed(form: Packed<'_>, bearers: u32, parties: usize) -> f32 {
    let parties = parties.max(LEAST_PARTIES) as f32;
    let on_lists = (parties / (bearers.max(1) as f32 + 1.0)).ln().clamp(LEAST, MOST);
    let most = if form.sign().is_some() { SYLLABLE } else { MOST };
    on_lists.min(background(form.folded())).min(most)
}

/// The rarity of a form of which no index knows.
pub(crate) fn unlisted(form: &Form) -> f32 {
    let most = if form.sign.is_some() { SYLLABLE } else { MOST };
    background(form.folded()).clamp(LEAST, most)
}

/// What a word of this rarity weighs in this role.
pub(crate) fn weight(role: Role, rarity: f32) -> f32 {
    match role {
        Role::Plain | Role::Given | Role::Family | Role::Patronymic => rarity,
        Role::Number => 4.0,
        Role::Generic => (0.45 * rarity).min(3.0),
        Role::Initial => 1.5,
        Role::LegalForm => 0.8,
        Role::Particle | Role::Honorific => 0.3,
    }
}

/// How much of a token's weight counts where the other name has nothing in its place.
pub(crate) fn spare(role: Role) -> f32 {
    match role {
        Role::Patronymic => 0.3,
        Role::LegalForm | Role::Particle | Role::Honorific => 0.2,
        Role::Initial => 0.6,
        Role::Generic => 0.8,
        Role::Plain | Role::Given | Role::Family | Role::Number => 1.0,
    }
}
