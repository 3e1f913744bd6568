//! A user's own file of names that are one name: a line a group, as Wikidata-made files have them.
//!
//! ```text
//! schkuro, shkuro, škuro, шкуро => Q10000063
//! ```
//! Commas between the names; what stands behind `=>` is for people. The file works on what is listed: a listed word that stands in a group
//! may be found by every other word of it. So the index keeps, for each listed word, the others ([`Grouped`]), and a search needs no file.

use crate::columns::{Blobs, Reader, Texts, U32s, Writer};
use interdict_names::{Packed, spellings};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// How alike two words are that stand in one group.
pub(crate) const LIKENESS: f32 = 0.92;

/// Words of a group that are used; what has more is no group of one name, and the rest counts as left out.
const MOST_WORDS: usize = 400;

/// Groups of words that are one name.
#[derive(Clone, Debug, Default)]
pub struct NameGroups {
    /// The plain spellings of each.
    groups: Vec<Vec<String>>,
    /// Names in the file that are not used: several words, signs of which each is a word, spellings past [`MOST_WORDS`].
    left_out: usize,
    stamp: u64,
}

/// A file of name groups that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: found {found:?}, wanted names with commas between, such as `shkuro, škuro, шкуро => Q10000063`")]
pub struct NameGroupsError {
    /// The line, from 1.
    pub line: usize,
    /// What stands there; its first 80 characters.
    pub found: String,
}

/// Which name groups an index was built with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameGroupsStamp {
    /// Groups in the file; 0 for none.
    pub groups: u32,
    /// A hash of the file.
    pub hash: u64,
}

impl NameGroups {
    /// Reads a file. Blank lines and those that begin with `#` say nothing. Names of several words, and those in Chinese characters and Korean
    /// syllables, are left out and counted: names are compared word by word, and there each sign is one.
    pub fn read(text: &str) -> Result<Self, NameGroupsError> {
        let mut out = Self { stamp: stamp(text), ..Self::default() };
        let said = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        for (number, line) in text.lines().enumerate().filter(|(_, line)| said(line)) {
            let names = line.split_once("=>").map_or(line, |(names, _)| names);
            if names.split(',').filter(|name| name.chars().any(char::is_alphabetic)).count() < 2 {
                return Err(NameGroupsError { line: number + 1, found: line.chars().take(80).collect() });
            }
            let mut group: Vec<String> = Vec::new();
            for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                match spellings(name) {
                    Some(words) => group.extend(words),
                    None => out.left_out += 1,
                }
            }
            group.sort_unstable();
            group.dedup();
            out.left_out += group.len().saturating_sub(MOST_WORDS);
            group.truncate(MOST_WORDS);
            if group.len() > 1 {
                out.groups.push(group);
            }
        }
        Ok(out)
    }

    /// Groups that have two different plain spellings or more; the others say nothing that is not known.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Names in the file that were left out.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// What an index remembers of them.
    pub fn stamp(&self) -> NameGroupsStamp {
        NameGroupsStamp { groups: u32::try_from(self.groups.len()).unwrap_or(u32::MAX), hash: self.stamp }
    }

    /// For each form of a vocabulary the words of its groups that are none of its own spellings, in order, blanks between.
    pub(crate) fn beside(&self, vocabulary: &Texts) -> Texts {
        let mut places: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (number, group) in (0u32..).zip(&self.groups) {
            group.iter().for_each(|word| places.entry(word).or_default().push(number));
        }
        let mut out = Texts::default();
        for form in 0..vocabulary.len() {
            let form = Packed::new(vocabulary.get(form));
            let mut words: Vec<&str> = Vec::new();
            if !form.initial() && form.sign().is_none() {
                let groups = form.spellings().filter_map(|s| places.get(std::str::from_utf8(s).ok()?)).flatten();
                words.extend(groups.filter_map(|g| self.groups.get(*g as usize)).flatten().map(String::as_str));
                words.sort_unstable();
                words.dedup();
                words.retain(|word| form.spellings().all(|own| own != word.as_bytes()));
            }
            // What has no room is left out: the column is for what a user added, and its bound is 4 GB.
            if !out.push(words.join(" ").as_bytes()) {
                out.push(b"");
            }
        }
        out
    }
}

/// The hash of a file of name groups.
fn stamp(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

pub(crate) fn write(out: &mut Writer, stamp: NameGroupsStamp, words: &Texts) {
    out.u32s([stamp.groups, stamp.hash as u32, (stamp.hash >> 32) as u32].into_iter());
    out.blobs(words);
}

/// What the user's name groups say of the listed words.
#[derive(Clone, Copy, Default)]
pub(crate) struct Grouped<'a> {
    stamp: U32s<'a>,
    words: Blobs<'a>,
}

impl<'a> Grouped<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        Some(Self { stamp: reader.u32s()?, words: reader.blobs()? })
    }

    /// A column for so many words, or none at all.
    pub(crate) fn fits(&self, forms: usize) -> bool {
        self.stamp.len() == 3 && [0, forms].contains(&self.words.len())
    }

    pub(crate) fn any(&self) -> bool {
        self.words.len() > 0
    }

    pub(crate) fn stamp(&self) -> NameGroupsStamp {
        let part = |at| self.stamp.get(at).unwrap_or(0);
        NameGroupsStamp { groups: part(0), hash: u64::from(part(2)) << 32 | u64::from(part(1)) }
    }

    /// The words beside a listed one.
    pub(crate) fn beside(&self, form: u32) -> impl Iterator<Item = &'a str> {
        self.words.text(form as usize).split(' ').filter(|word| !word.is_empty())
    }
}

/// The marks by which the words beside a listed one lead to it.
pub(crate) fn words_of(words: &Texts, form: usize) -> impl Iterator<Item = &str> {
    let text = if words.len() > 0 { words.text(form) } else { "" };
    text.split(' ').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_what_cannot_be_used_is_counted() {
        let text = "# names\n\nschkuro, shkuro, škuro, шкуро => Q10000063\nli, 李, de la cruz\nabc, ABC\n";
        let groups = NameGroups::read(text).expect("groups");
        assert_eq!((groups.len(), groups.left_out()), (1, 2));
        assert!(groups.groups[0].iter().any(|w| w == "schkuro") && groups.groups[0].iter().any(|w| w == "skuro"));
        assert_ne!(groups.stamp(), NameGroups::read("a b, b c\nx, y").expect("groups").stamp());
    }

    #[test]
    fn a_line_that_is_no_group_is_named() {
        let error = NameGroups::read("ivan, john\nname;other;third\n").expect_err("no group");
        assert_eq!((error.line, error.found.as_str()), (2, "name;other;third"));
    }
}
