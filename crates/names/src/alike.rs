//! How alike two tokens are, and why.
//!
//! [`similarity`] is symmetric, and everything that it accepts can be looked up without comparing (a spelling in common, a key
//! in common, or a bounded edit distance): that is what lets an index find all candidates. Widen it only together with
//! the index.

use crate::Form;
use serde::{Deserialize, Serialize};

/// Why two tokens are taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The same but for case, diacritics and signs.
    Exact,
    /// The same in another romanisation, or written in another script.
    Transliteration,
    /// So many letters differ; two neighbours swapped count as one.
    Spelling(u8),
    /// The same consonants, as they sound.
    Skeleton,
    /// One is the initial of the other.
    Initial,
    /// Written as one word here, as several there.
    Joined,
}

impl Why {
    /// The words for it.
    pub fn words(self) -> String {
        match self {
            Self::Exact => "the same".into(),
            Self::Transliteration => "another romanisation".into(),
            Self::Spelling(1) => "one letter differs".into(),
            Self::Spelling(n) => format!("{n} letters differ"),
            Self::Skeleton => "sounds alike".into(),
            Self::Initial => "initial".into(),
            Self::Joined => "joined or split".into(),
        }
    }
}

/// Words longer than this are alike only if they are the same: none is a name.
pub const LONGEST_SPELLING: usize = 60;

/// How many letters may differ in words of which the shorter has so many: none below 4, one below 8, two from there.
pub fn letters_that_may_differ(shorter: usize) -> usize {
    match shorter {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// How alike two forms are, above 0 and up to 1, and why; `None` where they are not.
pub fn similarity(a: &Form, b: &Form) -> Option<(f32, Why)> {
    if a.initial || b.initial {
        return initials(a, b);
    }
    if a.folded() == b.folded() {
        return Some((1.0, Why::Exact));
    }
    if a.spellings.iter().any(|s| b.spellings.contains(s)) {
        return Some((0.97, Why::Transliteration));
    }
    let number = |f: &Form| f.folded().bytes().all(|b| b.is_ascii_digit());
    if number(a) || number(b) {
        return None;
    }
    let sounds = sounds_alike(a, b);
    let spelt = a
        .spellings
        .iter()
        .flat_map(|s| b.spellings.iter().filter_map(move |t| Some((spelling_likeness(s, t)?, s.len().min(t.len())))))
        .min_by_key(|(edits, shorter)| (*edits, usize::MAX - shorter))
        .map(|(edits, shorter)| {
            let share = f32::from(edits) / shorter.max(1) as f32;
            (0.98 - 0.75 * share, Why::Spelling(edits))
        });
    match (sounds, spelt) {
        (Some(s), Some(p)) => Some(if s.0 >= p.0 { s } else { p }),
        (s, p) => s.or(p),
    }
}

fn initials(a: &Form, b: &Form) -> Option<(f32, Why)> {
    let (a_letter, b_letter) = (a.folded().chars().next()?, b.folded().chars().next()?);
    if a_letter != b_letter {
        return None;
    }
    Some(if a.initial && b.initial { (1.0, Why::Exact) } else { (0.9, Why::Initial) })
}

fn sounds_alike(a: &Form, b: &Form) -> Option<(f32, Why)> {
    let key = a.keys.iter().filter(|k| b.keys.contains(k)).map(String::len).max()?;
    if a.vowelless != b.vowelless {
        // Two consonants fit too many names to say much.
        let likeness = match key {
            0..=2 => 0.7,
            3 => 0.82,
            _ => 0.88,
        };
        return Some((likeness, Why::Transliteration));
    }
    let alike = a
        .spellings
        .iter()
        .flat_map(|s| b.spellings.iter().map(move |t| strsim::normalized_levenshtein(s, t) as f32))
        .fold(0.0f32, f32::max);
    // Vowels make names too: Olga is not Oleg, though both are a-l-k.
    let score = 0.45 + 0.5 * alike;
    (score >= 0.6).then_some((score, Why::Skeleton))
}

/// Edits between two words where they are few enough for their length; neighbours swapped once, and nothing else, count as one.
pub fn spelling_likeness(a: &str, b: &str) -> Option<u8> {
    let allowed = letters_that_may_differ(a.len().min(b.len()));
    if allowed == 0 || a.len().abs_diff(b.len()) > allowed || a.len().max(b.len()) > LONGEST_SPELLING {
        return None;
    }
    if is_swap(a.as_bytes(), b.as_bytes()) {
        return Some(1);
    }
    let edits = strsim::generic_levenshtein(&Bytes(a), &Bytes(b));
    (edits <= allowed).then_some(edits as u8)
}

struct Bytes<'a>(&'a str);

impl<'b> IntoIterator for &'b Bytes<'_> {
    type Item = u8;
    type IntoIter = std::str::Bytes<'b>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.bytes()
    }
}

fn is_swap(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut differ = (0..a.len()).filter(|&i| a.get(i) != b.get(i));
    match (differ.next(), differ.next(), differ.next()) {
        (Some(i), Some(j), None) => j == i + 1 && a.get(i) == b.get(j) && a.get(j) == b.get(i),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(word: &str) -> Form {
        Form::new(crate::fold::fold(word), false).expect("a word")
    }

    fn alike(a: &str, b: &str) -> Option<(f32, Why)> {
        similarity(&form(a), &form(b))
    }

    #[test]
    fn variants_of_a_name_are_alike_and_say_why() {
        assert_eq!(alike("LUKASHENKA", "Lukashenka"), Some((1.0, Why::Exact)));
        assert_eq!(alike("Lukašenka", "Lukashenka").map(|a| a.1), Some(Why::Transliteration));
        assert!(matches!(alike("Lukashenko", "Лукашэнка"), Some((s, Why::Spelling(1) | Why::Skeleton)) if s > 0.8));
        for (a, b) in
            [("Dzmitry", "Дмитрий"), ("Gaddafi", "Qadhafi"), ("Mohammed", "Muhammad"), ("Molostov", "Molostau")]
        {
            assert!(alike(a, b).is_some_and(|(s, _)| s > 0.7), "{a} {b} {:?}", alike(a, b));
        }
    }

    #[test]
    fn a_swap_of_neighbours_is_one_slip() {
        assert_eq!(alike("Macron", "Marcon").map(|a| a.1), Some(Why::Spelling(1)));
    }

    #[test]
    fn other_names_and_other_numbers_are_not_alike() {
        for (a, b) in [("Hafez", "Rami"), ("44", "45"), ("Safi", "Reshad"), ("Kim", "Kin"), ("1991", "1992")] {
            assert_eq!(alike(a, b), None, "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways(a in "[a-z]{1,10}", b in "[a-z]{1,10}") {
            prop_assert_eq!(alike(&a, &b), alike(&b, &a));
        }
    }
}
