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
        return spelling_in_common(a, b).then_some((0.72, Why::Skeleton));
    }
    if a.folded().as_bytes() == b.main() && a.vowelless == b.vowelless() && signs.0.is_some() == signs.1.is_some() {
        return Some((1.0, Why::Exact));
    }
    if spelling_in_common(a, b) {
        return Some((0.97, Why::Transliteration));
    }
    if !may_be_misspelt(a, b, signs) {
        return None;
    }
    let mut slips = Slips::default();
    let found = [given_names(a, b), sounds_alike(a, b, &mut slips), spelt_alike(a, b, &mut slips)];
    let found = found.into_iter().flatten().reduce(|best, next| if next.0 > best.0 { next } else { best });
    let words = !a.vowelless && !b.vowelless();
    found.or_else(|| (words && shuffled(a.folded().as_bytes(), b.main())).then_some((0.72, Why::Shuffled)))
}

/// What [`similarity`] says of two forms that have neither a spelling, nor a key, nor a group, nor all letters in common, nor are initials: are they
/// spelt alike? An index that knows by which of these it found a form need not ask for the others.
pub fn similarity_of_letters(a: &Form, b: Packed<'_>) -> Option<(f32, Why)> {
    if a.initial || b.initial() || !may_be_misspelt(a, b, (a.sign, b.sign())) {
        return None;
    }
    spelt_alike(a, b, &mut Slips::default())
}

fn spelling_in_common(a: &Form, b: Packed<'_>) -> bool {
    a.spellings.iter().any(|s| b.spellings().any(|t| s.as_bytes() == t))
}

/// A syllable is too short for more than its spelling: a letter makes it another name. So it does with a number.
fn may_be_misspelt(a: &Form, b: Packed<'_>, signs: (Option<char>, Option<char>)) -> bool {
    let number = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    signs == (None, None) && !number(a.folded().as_bytes()) && !number(b.main())
}

/// How grave the difference between spellings is, each pair worked out once: by their places in both forms, up to four each.
#[derive(Default)]
struct Slips([[Option<f32>; 4]; 4]);

impl Slips {
    fn of(&mut self, at: (usize, usize), s: &[u8], t: &[u8]) -> f32 {
        match self.0.get_mut(at.0).and_then(|row| row.get_mut(at.1)) {
            Some(known) => *known.get_or_insert_with(|| slip(s, t)),
            None => slip(s, t),
        }
    }
}

/// The letters of a word in order, where it is long enough that another word hardly has the same; empty elsewhere.
pub fn letters_sorted(word: &[u8]) -> Vec<u8> {
    if !(5..=LONGEST_SPELLING).contains(&word.len()) {
        return Vec::new();
    }
    let mut letters = word.to_vec();
    letters.sort_unstable();
    letters
}

/// The same letters in another order: `nitup`, `putin`.
fn shuffled(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a == b || !(5..=LONGEST_SPELLING).contains(&a.len()) {
        return false;
    }
    let sum =
        |word: &[u8]| word.iter().fold((0u32, 0u32), |(sum, bits), b| (sum + u32::from(*b), bits | 1 << (b & 31)));
    sum(a) == sum(b) && letters_sorted(a) == letters_sorted(b)
}

fn initials(a: &Form, b: Packed<'_>) -> Option<(f32, Why)> {
    let own = a.folded().as_bytes().first();
    if a.initial && b.initial() {
        return (own == b.main().first()).then_some((1.0, Why::Exact));
    }
    let same = if a.initial {
        b.spellings().any(|s| s.first() == own)
    } else {
        a.spellings.iter().any(|s| s.as_bytes().first() == b.main().first())
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
pub(crate) fn vowels(word: &[u8]) -> impl Iterator<Item = u8> {
    let mut last = 0;
    word.iter().filter_map(move |b| {
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

fn sounds_alike(a: &Form, b: Packed<'_>, slips: &mut Slips) -> Option<(f32, Why)> {
    let own = |key: &[u8]| a.keys.iter().any(|own| own.as_bytes() == key);
    let key = b.keys().filter(|k| own(k)).map(<[u8]>::len).max()?;
    if a.vowelless != b.vowelless() {
        // Two consonants fit too many names to say much.
        let likeness = match key {
            0..=2 => 0.7,
            3 => 0.84,
            _ => 0.9,
        };
        return Some((likeness, Why::Consonants));
    }
    if b.keys().any(|k| k.ends_with(b"_") && own(k)) {
        // Xi, Shi, Si: one consonant and its vowel, which is little to go by.
        return Some((0.7, Why::Skeleton));
    }
    let mut best = 0.0f32;
    for (n, s) in a.spellings.iter().map(String::as_bytes).enumerate() {
        for (m, t) in b.spellings().enumerate() {
            let longer = s.len().max(t.len()).max(1) as f32;
            // Vowels make names too: Olga is not Oleg, though both are a-l-k.
            let same_vowels = vowels(s).eq(vowels(t));
            let likeness = 1.0 - 0.55 * slips.of((n, m), s, t) / longer - if same_vowels { 0.04 } else { 0.14 };
            best = best.max(likeness);
        }
    }
    (best >= 0.62).then_some((best.min(0.94), Why::Skeleton))
}

fn spelt_alike(a: &Form, b: Packed<'_>, slips: &mut Slips) -> Option<(f32, Why)> {
    let mut best: Option<(f32, Why)> = None;
    for (n, s) in a.spellings.iter().map(String::as_bytes).enumerate() {
        for (m, t) in b.spellings().enumerate() {
            let Some(letters) = letters_apart(s, t).filter(|n| *n > 0) else { continue };
            let shorter = s.len().min(t.len()).max(1) as f32;
            let likeness = 0.98 - 0.95 * slips.of((n, m), s, t) / shorter;
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
        similarity(&form(a), Packed::new(form(b).pack().as_bytes()))
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

        /// What an index may skip: a form that nothing but its letters led to says no more by all rules.
        #[test]
        fn where_nothing_else_is_in_common_the_letters_say_all(a in "[a-c]{2,9}", b in "[a-c]{2,9}") {
            let (one, other) = (form(&a), form(&b).pack());
            let other = Packed::new(other.as_bytes());
            let apart = !spelling_in_common(&one, other)
                && !other.keys().any(|k| one.keys.iter().any(|own| own.as_bytes() == k))
                && !other.groups().any(|(g, _)| one.groups.iter().any(|(own, _)| *own == g))
                && letters_sorted(a.as_bytes()) != letters_sorted(b.as_bytes());
            if apart {
                prop_assert_eq!(similarity(&one, other), similarity_of_letters(&one, other));
            }
        }
    }
}
