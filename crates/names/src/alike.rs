//! How alike two tokens are, and why.
//!
//! [`similarity`] is symmetric, and everything that it accepts can be looked up without comparing (a spelling in common, a key
//! in common, a group of given names in common, all letters in common, or a bounded number of letters apart): that is what lets an index find all candidates.
//! Widen it only together with the index.

use crate::Script;
use crate::edits::{LONGEST_SPELLING, letters_apart, slip};
use crate::form::{Form, Packed};
use crate::words::Relation;
use serde::{Deserialize, Serialize};

/// Why two tokens are taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The same but for case, diacritics and signs.
    Exact,
    /// The same in another romanisation, or written in another script.
    Transliteration,
    /// The lists themselves name so many parties both ways.
    Learned(u16),
    /// One given name, in the spelling of another language or in another language.
    GivenName,
    /// A short or familiar form of a given name.
    Nickname,
    /// So many letters differ; two neighbours swapped count as one.
    Spelling(u8),
    /// The same consonants, as they sound.
    Skeleton,
    /// The same consonants, where one side is written without vowels.
    Consonants,
    /// One is the initial of the other.
    Initial,
    /// Written as one word here, as several there.
    Joined,
    /// The same letters in another order.
    Shuffled,
    /// The user's own name groups have both.
    NameGroup,
}

impl Why {
    /// The words for it.
    pub fn words(self) -> String {
        match self {
            Self::Exact => "the same".into(),
            Self::Transliteration => "another romanisation".into(),
            Self::Learned(1) => "one listed party bears both".into(),
            Self::Learned(n) => format!("{n} listed parties bear both"),
            Self::GivenName => "one given name".into(),
            Self::Nickname => "short form".into(),
            Self::Spelling(1) => "one letter differs".into(),
            Self::Spelling(n) => format!("{n} letters differ"),
            Self::Skeleton => "sounds alike".into(),
            Self::Consonants => "the same consonants".into(),
            Self::Initial => "initial".into(),
            Self::Joined => "joined or split".into(),
            Self::Shuffled => "the same letters in another order".into(),
            Self::NameGroup => "one name, by your name groups".into(),
        }
    }
}

/// How alike two forms are, above 0 and up to 1, and why; `None` where they are not.
pub fn similarity(a: &Form, b: Packed<'_>) -> Option<(f32, Why)> {
    if a.initial || b.initial() {
        return initials(a, b);
    }
    let signs = (a.sign, b.sign());
    if let (Some(x), Some(y)) = signs
        && x != y
    {
        // A Korean syllable says its sound: another one is another name. Chinese signs may sound alike, and 習 and 习 are one, which no
        // table here knows.
        if [x, y].iter().all(|sign| Script::of(*sign) == Some(Script::Hangul)) {
            return None;
        }
        return a.spellings.iter().any(|s| b.spellings().any(|t| s == t)).then_some((0.72, Why::Skeleton));
    }
    if a.folded() == b.folded() && a.vowelless == b.vowelless() && signs.0.is_some() == signs.1.is_some() {
        return Some((1.0, Why::Exact));
    }
    if a.spellings.iter().any(|s| b.spellings().any(|t| s == t)) {
        return Some((0.97, Why::Transliteration));
    }
    // A syllable is too short for more: a letter makes it another name.
    if signs.0.is_some() || signs.1.is_some() {
        return None;
    }
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    if number(a.folded()) || number(b.folded()) {
        return None;
    }
    let found = [given_names(a, b), sounds_alike(a, b), spelt_alike(a, b)];
    let found = found.into_iter().flatten().reduce(|best, next| if next.0 > best.0 { next } else { best });
    let words = !a.vowelless && !b.vowelless();
    found.or_else(|| (words && shuffled(a.folded(), b.folded())).then_some((0.72, Why::Shuffled)))
}

/// The letters of a word in order, where it is long enough that another word hardly has the same; empty elsewhere.
pub fn letters_sorted(word: &str) -> Vec<u8> {
    if !(5..=LONGEST_SPELLING).contains(&word.len()) {
        return Vec::new();
    }
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

/// The same letters in another order: `nitup`, `putin`.
fn shuffled(a: &str, b: &str) -> bool {
    if a.len() != b.len() || a == b || !(5..=LONGEST_SPELLING).contains(&a.len()) {
        return false;
    }
    let sum = |word: &str| word.bytes().fold((0u32, 0u32), |(sum, bits), b| (sum + u32::from(b), bits | 1 << (b & 31)));
    sum(a) == sum(b) && letters_sorted(a) == letters_sorted(b)
}

fn initials(a: &Form, b: Packed<'_>) -> Option<(f32, Why)> {
    let letter = |word: &str| word.bytes().next();
    if a.initial && b.initial() {
        return (letter(a.folded()) == letter(b.folded())).then_some((1.0, Why::Exact));
    }
    let same = if a.initial {
        b.spellings().any(|s| letter(s) == letter(a.folded()))
    } else {
        a.spellings.iter().any(|s| letter(s) == letter(b.folded()))
    };
    same.then_some((0.9, Why::Initial))
}

fn given_names(a: &Form, b: Packed<'_>) -> Option<(f32, Why)> {
    if a.groups.is_empty() {
        return None;
    }
    let mut best: Option<(f32, Why)> = None;
    for (group, other) in b.groups() {
        for (_, own) in a.groups.iter().filter(|(number, _)| *number == group) {
            let found = match (*own).max(other) {
                Relation::Same => (0.92, Why::GivenName),
                Relation::Nickname if *own != other => (0.8, Why::Nickname),
                Relation::Nickname => (0.6, Why::Nickname),
                Relation::Translation => (0.76, Why::GivenName),
            };
            if best.is_none_or(|(most, _)| found.0 > most) {
                best = Some(found);
            }
        }
    }
    best
}

/// The vowels in order by class, each row of them once; `ee` is an i, `oo` a u.
pub(crate) fn vowels(word: &str) -> impl Iterator<Item = u8> {
    let mut last = 0;
    word.bytes().filter_map(move |b| {
        let class = match b {
            b'a' | b'e' => b'a',
            b'i' | b'y' => b'i',
            b'o' | b'u' => b'o',
            _ => {
                last = 0;
                return None;
            }
        };
        let first = last == 0;
        last = class;
        first.then_some(class)
    })
}

fn sounds_alike(a: &Form, b: Packed<'_>) -> Option<(f32, Why)> {
    let key = b.keys().filter(|k| a.keys.iter().any(|own| own == k)).map(str::len).max()?;
    if a.vowelless != b.vowelless() {
        // Two consonants fit too many names to say much.
        let likeness = match key {
            0..=2 => 0.7,
            3 => 0.84,
            _ => 0.9,
        };
        return Some((likeness, Why::Consonants));
    }
    if b.keys().any(|k| k.ends_with('_') && a.keys.iter().any(|own| own == k)) {
        // Xi, Shi, Si: one consonant and its vowel, which is little to go by.
        return Some((0.7, Why::Skeleton));
    }
    let mut best = 0.0f32;
    for s in &a.spellings {
        for t in b.spellings() {
            let longer = s.len().max(t.len()).max(1) as f32;
            // Vowels make names too: Olga is not Oleg, though both are a-l-k.
            let same_vowels = vowels(s).eq(vowels(t));
            let likeness = 1.0 - 0.55 * slip(s, t) / longer - if same_vowels { 0.04 } else { 0.14 };
            best = best.max(likeness);
        }
    }
    (best >= 0.62).then_some((best.min(0.94), Why::Skeleton))
}

fn spelt_alike(a: &Form, b: Packed<'_>) -> Option<(f32, Why)> {
    let mut best: Option<(f32, Why)> = None;
    for s in &a.spellings {
        for t in b.spellings() {
            let Some(letters) = letters_apart(s, t).filter(|n| *n > 0) else { continue };
            let shorter = s.len().min(t.len()).max(1) as f32;
            let likeness = 0.98 - 0.95 * slip(s, t) / shorter;
            if likeness > 0.5 && best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, Why::Spelling(letters)));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(word: &str) -> Form {
        Form::new(crate::fold::fold(word), crate::Script::of_text(word).is_abjad()).expect("a word")
    }

    fn alike(a: &str, b: &str) -> Option<(f32, Why)> {
        similarity(&form(a), Packed::new(&form(b).pack()))
    }

    #[test]
    fn variants_of_a_name_are_alike_and_say_why() {
        assert_eq!(alike("LUKASHENKA", "Lukashenka"), Some((1.0, Why::Exact)));
        assert_eq!(alike("Lukašenka", "Lukashenka").map(|a| a.1), Some(Why::Transliteration));
        for (a, b) in [
            ("Lukashenko", "Лукашэнка"),
            ("Dzmitry", "Дмитрий"),
            ("Gaddafi", "Qadhafi"),
            ("Mohammed", "Muhammad"),
            ("Molostov", "Molostau"),
            ("محمد", "Mohamed"),
            ("محمود", "Mahmood"),
        ] {
            assert!(alike(a, b).is_some_and(|(s, _)| s > 0.7), "{a} {b} {:?}", alike(a, b));
        }
    }

    #[test]
    fn a_swap_of_neighbours_is_one_slip() {
        assert_eq!(alike("Macron", "Marcon").map(|a| a.1), Some(Why::Spelling(1)));
    }

    #[test]
    fn a_letter_may_differ_in_a_short_word_and_says_little_then() {
        let (short, _) = alike("Kim", "Kin").expect("one letter");
        let (long, _) = alike("Kimberley", "Kinberley").expect("one letter");
        assert!(short < 0.8 && long > 0.85, "{short} {long}");
    }

    #[test]
    fn other_names_and_other_numbers_are_not_alike() {
        for (a, b) in [("Hafez", "Rami"), ("44", "45"), ("Safi", "Reshad"), ("Li", "Lu"), ("1991", "1992")] {
            assert_eq!(alike(a, b), None, "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways(a in "[a-z]{1,10}", b in "[a-z]{1,10}") {
            let (one, other) = (alike(&a, &b), alike(&b, &a));
            prop_assert_eq!(one.map(|a| a.1), other.map(|a| a.1));
            prop_assert!((one.map_or(0.0, |a| a.0) - other.map_or(0.0, |a| a.0)).abs() < 1e-5);
        }
    }
}
