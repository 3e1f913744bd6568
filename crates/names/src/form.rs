//! The form of a token: everything about it that counts when it is compared, and nothing of where it stood.
//!
//! A [`Form`] is made when a name is analysed; a [`Packed`] is the same in one string, as an index keeps it: a vocabulary holds
//! each once, equal forms are equal strings, and comparing reads it in place. Besides its spellings a form has *keys*
//! ([`skeleton`]): the consonants as they sound, in classes that romanisations confuse.

use crate::sound::skeleton;
use crate::words::{self, Relation};
use serde::{Deserialize, Serialize};

/// The comparable form of a token.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Form {
    /// Plain lower-case ASCII spellings, the main one first; never empty, none with a blank.
    pub spellings: Vec<String>,
    /// Consonant keys of the spellings; empty for numbers, initials and words of a single consonant.
    pub keys: Vec<String>,
    /// Groups of given names that are one name, by number, and how the word belongs to each.
    pub groups: Vec<(u16, Relation)>,
    /// Written in a script that leaves vowels out, so that only consonants can be compared.
    pub vowelless: bool,
    /// A single letter that stands for a name.
    pub initial: bool,
    /// The sign that it is written with, where one sign is one syllable: a Chinese character, a Korean syllable.
    pub sign: Option<char>,
}

impl Form {
    /// The form of these spellings; `None` where there is none.
    pub fn new(spellings: Vec<String>, vowelless: bool) -> Option<Self> {
        if spellings.is_empty()
            || spellings.iter().any(|s| s.is_empty() || !s.bytes().all(|b| b.is_ascii_alphanumeric()))
        {
            return None;
        }
        let mut keys: Vec<String> = Vec::new();
        for key in spellings.iter().filter_map(|s| skeleton(s)) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let mut groups: Vec<(u16, Relation)> = Vec::new();
        for name in spellings.iter().flat_map(|s| words::given_names(s)) {
            if !groups.iter().any(|(number, _)| *number == name.group) {
                groups.push((name.group, name.relation));
            }
        }
        Some(Self { spellings, keys, groups, vowelless, initial: false, sign: None })
    }

    /// The form of a particle: all of a kind share the spelling of the kind, and each has its own behind it.
    pub fn particle(kind: &str, own: &str) -> Option<Self> {
        let mut spellings = vec![kind.to_string()];
        if own != kind {
            spellings.push(own.to_string());
        }
        Some(Self { keys: Vec::new(), groups: Vec::new(), ..Self::new(spellings, false)? })
    }

    /// The form of a word that only its own spelling is like: a particle, a legal form.
    pub fn plain(spelling: &str) -> Option<Self> {
        Some(Self { keys: Vec::new(), groups: Vec::new(), ..Self::new(vec![spelling.to_string()], false)? })
    }

    /// The initial of this letter.
    pub fn initial(letter: char) -> Self {
        let spellings = vec![letter.to_ascii_lowercase().to_string()];
        Self { spellings, keys: Vec::new(), groups: Vec::new(), vowelless: false, initial: true, sign: None }
    }

    /// The main spelling.
    pub fn folded(&self) -> &str {
        self.spellings.first().map_or("", String::as_str)
    }

    /// The forms as one word: `good`, `will` to `goodwill`. `None` for fewer than two, or where it grows past 40 letters.
    pub fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (mut whole, mut count) = (String::new(), 0);
        for part in parts {
            whole.push_str(part);
            count += 1;
        }
        if count < 2 || whole.len() > 40 {
            return None;
        }
        Some(Self { groups: Vec::new(), ..Self::new(vec![whole], false)? })
    }

    /// The form in one string; [`Packed::new`] reads it.
    pub fn pack(&self) -> String {
        let mut out = String::with_capacity(24);
        out.push(match (self.vowelless, self.initial) {
            (_, true) => 'i',
            (true, _) => 'c',
            _ => 'w',
        });
        let mut list = |items: &mut dyn Iterator<Item = &str>| {
            for (n, item) in items.enumerate() {
                if n > 0 {
                    out.push(' ');
                }
                out.push_str(item);
            }
            out.push('\t');
        };
        list(&mut self.spellings.iter().map(String::as_str));
        list(&mut self.keys.iter().map(String::as_str));
        for (n, (group, relation)) in self.groups.iter().enumerate() {
            if n > 0 {
                out.push(' ');
            }
            out.push(relation.letter());
            out.push_str(&group.to_string());
        }
        if let Some(sign) = self.sign {
            out.push('\t');
            out.push(sign);
        }
        out
    }
}

/// A form in one string, read in place.
///
/// A letter (`w` a word, `c` consonants only, `i` an initial), the spellings, a tab, the keys, a tab, the groups, a tab and the sign where there
/// is one; blanks between several. All but the sign is ASCII, so it is compared as bytes. What no [`Form::pack`] made reads as a form that is
/// like nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    /// Reads a packed form: nothing is cut until it is asked for, because most forms that a search meets are asked for one thing only.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn flag(self) -> u8 {
        self.0.first().copied().unwrap_or(b'w')
    }

    /// The part behind so many tabs.
    fn part(self, number: usize) -> &'a [u8] {
        let (mut part, mut rest) = cut(self.0.get(1..).unwrap_or_default(), b'\t');
        for _ in 0..number {
            (part, rest) = cut(rest, b'\t');
        }
        part
    }

    /// Its spellings, the main one first; plain ASCII.
    pub fn spellings(self) -> impl Iterator<Item = &'a [u8]> + Clone {
        pieces(self.part(0))
    }

    /// Its consonant keys.
    pub fn keys(self) -> impl Iterator<Item = &'a [u8]> {
        pieces(self.part(1))
    }

    /// Its groups of given names.
    pub fn groups(self) -> impl Iterator<Item = (u16, Relation)> {
        let one = |text: &[u8]| {
            let (letter, number) = text.split_first()?;
            Some((std::str::from_utf8(number).ok()?.parse().ok()?, Relation::of_letter(char::from(*letter))?))
        };
        pieces(self.part(2)).filter_map(one)
    }

    /// The sign that it is written with, where one sign is one syllable.
    pub fn sign(self) -> Option<char> {
        // A sign is no ASCII, and nothing else in a form is none: most forms end in ASCII and are done here.
        if self.0.last().is_none_or(u8::is_ascii) {
            return None;
        }
        std::str::from_utf8(self.part(3)).ok()?.chars().next()
    }

    /// The main spelling.
    pub fn folded(self) -> &'a str {
        std::str::from_utf8(self.main()).unwrap_or("")
    }

    /// The main spelling as it is compared.
    pub fn main(self) -> &'a [u8] {
        let rest = self.0.get(1..).unwrap_or_default();
        let end = rest.iter().position(|b| matches!(b, b' ' | b'\t')).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Written without vowels?
    pub fn vowelless(self) -> bool {
        self.flag() == b'c'
    }

    /// A single letter that stands for a name?
    pub fn initial(self) -> bool {
        self.flag() == b'i'
    }
}

/// What stands before the first such byte, and what behind it. A dozen letters are searched faster one by one than by
/// the standard library's search, which is made for long texts: this is the innermost step of every comparison.
#[inline]
fn cut(text: &[u8], sign: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|b| *b == sign) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()),
        None => (text, &[]),
    }
}

/// What stands between blanks.
#[inline]
fn pieces(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (piece, behind) = cut(rest, b' ');
            rest = behind;
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_packed_form_says_what_the_form_says(words in prop::collection::vec("[a-z0-9]{1,9}", 1..4), abjad: bool) {
            let form = Form::new(words, abjad).expect("a form");
            let packed = form.pack();
            let read = Packed::new(packed.as_bytes());
            prop_assert_eq!(read.spellings().collect::<Vec<_>>(), form.spellings.iter().map(String::as_bytes).collect::<Vec<_>>());
            prop_assert_eq!(read.keys().collect::<Vec<_>>(), form.keys.iter().map(String::as_bytes).collect::<Vec<_>>());
            prop_assert_eq!(read.groups().collect::<Vec<_>>(), form.groups.clone());
            prop_assert_eq!((read.vowelless(), read.initial()), (abjad, false));
        }
    }
}
