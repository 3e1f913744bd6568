//! From a token asked to the listed forms like it, without comparing all: one table of marks.
//!
//! A form leaves its marks when the index is built: each spelling, each consonant key, each group of given names, and what is left of the
//! first letters of each spelling when up to two of them are struck out, and its letters in order. Two words that few letters keep apart leave a mark
//! in common (Garbe, *SymSpell*, 2012; that the first [`HEAD`] letters are enough: two words within `d` edits have beginnings that
//! `d` strikes each make equal, whatever follows). A token asked looks its own marks up, and what is found is compared
//! afterwards: a hash in common by chance is harmless.

use crate::columns::{Reader, U16s, U32s, Writer};
use interdict_names::{Form, LONGEST_SPELLING, Packed, letters_sorted, letters_that_may_differ};
use rayon::prelude::*;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Letters that neighbouring words must have together for their sound to make them one listed word.
pub(crate) const JOINED_BY_SOUND: usize = 7;

/// Letters at the beginning of a word of which some are struck out.
const HEAD: usize = 7;

#[derive(Clone, Copy)]
enum Mark<'a> {
    Spelling(&'a [u8]),
    Key(&'a [u8]),
    Initial(u8),
    Group(u16),
    Struck(&'a [u8]),
    Letters(&'a [u8]),
    Grouped(&'a [u8]),
    /// The first half of a whole name of so many letters, and the other half.
    Head(u32, &'a [u8]),
    Tail(u32, &'a [u8]),
}

impl Mark<'_> {
    fn hash(self) -> u64 {
        let mut hasher = FxHasher::default();
        match self {
            Mark::Spelling(text) => {
                hasher.write_u32(1);
                hasher.write(text);
            }
            Mark::Key(text) => {
                hasher.write_u32(2);
                hasher.write(text);
            }
            Mark::Initial(letter) => {
                hasher.write_u32(3);
                hasher.write_u8(letter);
            }
            Mark::Group(number) => {
                hasher.write_u32(4);
                hasher.write_u16(number);
            }
            Mark::Struck(text) => {
                hasher.write_u32(5);
                hasher.write(text);
            }
            Mark::Letters(text) => {
                hasher.write_u32(6);
                hasher.write(text);
            }
            Mark::Grouped(text) => {
                hasher.write_u32(7);
                hasher.write(text);
            }
            Mark::Head(length, text) => {
                hasher.write_u32(8 + 2 * length);
                hasher.write(text);
            }
            Mark::Tail(length, text) => {
                hasher.write_u32(9 + 2 * length);
                hasher.write(text);
            }
        }
        hasher.finish()
    }
}

/// What is left of the beginning of a word when up to `strikes` (at most 2) letters are struck out of it.
fn struck(word: &[u8], strikes: usize, mut each: impl FnMut(&[u8])) {
    let head = word.get(..word.len().min(HEAD)).unwrap_or_default();
    each(head);
    if strikes == 0 {
        return;
    }
    let mut one = [0u8; HEAD];
    for first in 0..head.len() {
        let left = copy_without(head, first, &mut one);
        each(one.get(..left).unwrap_or_default());
        if strikes > 1 {
            let mut two = [0u8; HEAD];
            for second in first..left {
                let both = copy_without(one.get(..left).unwrap_or_default(), second, &mut two);
                each(two.get(..both).unwrap_or_default());
            }
        }
    }
}

fn copy_without(from: &[u8], at: usize, to: &mut [u8; HEAD]) -> usize {
    let mut length = 0;
    for (n, byte) in from.iter().enumerate() {
        if n != at
            && let Some(place) = to.get_mut(length)
        {
            *place = *byte;
            length += 1;
        }
    }
    length
}

pub(crate) fn marks_of(form: Packed<'_>, leave: &mut dyn FnMut(u64)) {
    if form.initial() {
        leave(Mark::Initial(form.main().first().copied().unwrap_or(b' ')).hash());
        return;
    }
    for spelling in form.spellings() {
        leave(Mark::Spelling(spelling).hash());
        let strikes = letters_that_may_differ(spelling.len());
        if strikes > 0 && spelling.len() <= LONGEST_SPELLING {
            struck(spelling, strikes, |left| leave(Mark::Struck(left).hash()));
        }
    }
    let letters = letters_sorted(form.main());
    if !letters.is_empty() && !form.vowelless() {
        leave(Mark::Letters(&letters).hash());
    }
    form.keys().for_each(|key| leave(Mark::Key(key).hash()));
    form.groups().for_each(|(group, _)| leave(Mark::Group(group).hash()));
}

/// The mark of a word that the user's name groups put beside a listed one.
pub(crate) fn grouped_mark(word: &str) -> u64 {
    Mark::Grouped(word.as_bytes()).hash()
}

/// The marks of a name as one word, which must be the same or one letter apart: its halves, each with the length of the whole. Where one letter
/// differs, one half is the same; but for two neighbours swapped where the halves meet, which [`Lookup::like_whole`] swaps back.
pub(crate) fn whole_marks(whole: &[u8], leave: &mut dyn FnMut(u64)) {
    if let Some((head, tail)) = whole.split_at_checked(whole.len() / 2).filter(|(head, _)| !head.is_empty()) {
        leave(Mark::Head(whole.len() as u32, head).hash());
        leave(Mark::Tail(whole.len() as u32, tail).hash());
    }
}

/// Writes the table of marks that so many things leave.
pub(crate) fn write(out: &mut Writer, count: usize, marks: impl Fn(usize, &mut dyn FnMut(u64)) + Sync) {
    let mut all: Vec<(u64, u32)> = (0..count)
        .into_par_iter()
        .fold(Vec::new, |mut left, id| {
            marks(id, &mut |hash| left.push((hash, id as u32)));
            left
        })
        .reduce(Vec::new, |mut a, mut b| {
            if a.len() < b.len() {
                std::mem::swap(&mut a, &mut b);
            }
            a.append(&mut b);
            a
        });
    all.par_sort_unstable();
    all.dedup();
    // About two marks a bucket, which is the top bits of the hash; 16 further bits tell them apart.
    let bits = (usize::BITS - (all.len() / 2).leading_zeros()).clamp(4, 30);
    let bucket = |hash: u64| (hash >> (64 - bits)) as u32;
    let starts = crate::columns::starts(1 << bits, all.iter().map(|(hash, _)| bucket(*hash)));
    out.u32s([bits].into_iter());
    out.u32s(starts.into_iter());
    out.u16s(all.iter().map(|(hash, _)| tag(*hash, bits)));
    out.u32s(all.iter().map(|(_, id)| *id));
}

fn tag(hash: u64, bits: u32) -> u16 {
    (hash >> (64 - bits - 16)) as u16
}

/// The table of marks.
#[derive(Clone, Copy, Default)]
pub(crate) struct Lookup<'a> {
    bits: u32,
    starts: U32s<'a>,
    tags: U16s<'a>,
    forms: U32s<'a>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let bits = reader.u32s()?.get(0).filter(|bits| (4..=30).contains(bits))?;
        Some(Self { bits, starts: reader.u32s()?, tags: reader.u16s()?, forms: reader.u32s()? })
    }

    fn marked(&self, mark: Mark<'_>, mut each: impl FnMut(u32)) {
        let hash = mark.hash();
        let range = self.starts.range((hash >> (64 - self.bits)) as usize);
        let wanted = tag(hash, self.bits);
        for (n, found) in self.tags.iter(range.clone()).enumerate() {
            if found == wanted
                && let Some(form) = self.forms.get(range.start + n)
            {
                each(form);
            }
        }
    }

    /// Forms that have this spelling among theirs, or, by a hash in common, one that has not.
    pub(crate) fn spelt(&self, word: &str, each: impl FnMut(u32)) {
        self.marked(Mark::Spelling(word.as_bytes()), each);
    }

    /// Forms beside which the user's name groups have this word, or, by a hash in common, one beside which they have not.
    pub(crate) fn grouped(&self, word: &str, each: impl FnMut(u32)) {
        self.marked(Mark::Grouped(word.as_bytes()), each);
    }

    /// Names that may be this one, each written as one word.
    pub(crate) fn like_whole(&self, whole: &[u8], out: &mut Vec<u32>) {
        out.clear();
        let length = whole.len();
        for listed in length.saturating_sub(1)..=length + 1 {
            let half = listed / 2;
            let mut look = |mark: Mark<'_>| self.marked(mark, |id| out.push(id));
            let (Some(head), Some(tail)) = (whole.get(..half), whole.get(length.saturating_sub(listed - half)..))
            else {
                continue;
            };
            if half == 0 || tail.len() != listed - half {
                continue;
            }
            look(Mark::Head(listed as u32, head));
            look(Mark::Tail(listed as u32, tail));
            if listed == length {
                let mut swapped = head.to_vec();
                if let (Some(last), Some(next)) = (swapped.last_mut(), tail.first()) {
                    *last = *next;
                    look(Mark::Head(listed as u32, &swapped));
                }
            }
        }
        out.sort_unstable();
        out.dedup();
    }

    /// Forms that neighbouring words may be as one, as [`crate::asked::join_like`] accepts them: the same, or one letter apart, or the same key.
    pub(crate) fn like_join(&self, form: &Form, found: &mut Found) {
        found.clear();
        for spelling in &form.spellings {
            self.marked(Mark::Spelling(spelling.as_bytes()), |id| found.add(id));
            let strikes = letters_that_may_differ(spelling.len()).min(1);
            if strikes > 0 && spelling.len() <= LONGEST_SPELLING {
                struck(spelling.as_bytes(), strikes, |left| self.marked(Mark::Struck(left), |id| found.add(id)));
            }
        }
        if form.folded().len() >= JOINED_BY_SOUND {
            for key in &form.keys {
                self.marked(Mark::Key(key.as_bytes()), |id| found.add(id));
            }
        }
    }

    /// Every form that [`interdict_names::similarity`] accepts for this one, and some that it does not; each once. Those behind
    /// [`Found::by_letters`] were found by letters struck out alone.
    /// An initial finds initials only: full names that it may stand for are too many to enumerate.
    pub(crate) fn like(&self, form: &Form, found: &mut Found) {
        found.clear();
        if form.initial {
            self.marked(Mark::Initial(form.folded().bytes().next().unwrap_or(b' ')), |id| found.add(id));
            found.rest_is_by_letters();
            return;
        }
        for spelling in &form.spellings {
            let letter = spelling.bytes().next().unwrap_or(b' ');
            self.marked(Mark::Initial(letter), |id| found.add(id));
            self.marked(Mark::Spelling(spelling.as_bytes()), |id| found.add(id));
        }
        for key in &form.keys {
            self.marked(Mark::Key(key.as_bytes()), |id| found.add(id));
        }
        let letters = letters_sorted(form.folded().as_bytes());
        if !letters.is_empty() && !form.vowelless {
            self.marked(Mark::Letters(&letters), |id| found.add(id));
        }
        for (group, _) in &form.groups {
            self.marked(Mark::Group(*group), |id| found.add(id));
        }
        found.rest_is_by_letters();
        for spelling in &form.spellings {
            let strikes = letters_that_may_differ(spelling.len());
            if strikes > 0 && spelling.len() <= LONGEST_SPELLING {
                struck(spelling.as_bytes(), strikes, |left| self.marked(Mark::Struck(left), |id| found.add(id)));
            }
        }
    }
}

/// Forms that were looked up, each once. Kept from one lookup to the next, so that no room is made anew.
#[derive(Default)]
pub(crate) struct Found {
    ids: Vec<u32>,
    by_letters: usize,
    /// For each form, the last lookup that met it.
    met: Vec<u32>,
    turn: u32,
}

impl Found {
    fn clear(&mut self) {
        self.ids.clear();
        self.by_letters = usize::MAX;
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.met.fill(0);
            self.turn = 1;
        }
    }

    fn add(&mut self, id: u32) {
        let at = id as usize;
        if at >= self.met.len() {
            self.met.resize(at + 1, 0);
        }
        if let Some(met) = self.met.get_mut(at).filter(|met| **met != self.turn) {
            *met = self.turn;
            self.ids.push(id);
        }
    }

    fn rest_is_by_letters(&mut self) {
        self.by_letters = self.ids.len();
    }

    /// All that were found, and whether nothing but letters struck out led to each.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, bool)> + '_ {
        self.ids.iter().enumerate().map(|(at, id)| (*id, at >= self.by_letters))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interdict_names::letters_apart;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        /// The claim on which the whole search rests.
        #[test]
        fn words_that_few_letters_keep_apart_leave_a_mark_in_common(a in "[a-c]{3,14}", b in "[a-c]{3,14}") {
            let marks = |word: &str| {
                let mut left = Vec::new();
                struck(word.as_bytes(), letters_that_may_differ(word.len()), |l| left.push(l.to_vec()));
                left
            };
            if letters_apart(&a, &b).is_some() {
                let of_b = marks(&b);
                prop_assert!(marks(&a).iter().any(|m| of_b.contains(m)), "{} {}", a, b);
            }
        }

        #[test]
        fn whole_names_a_letter_apart_leave_a_mark_in_common(a in "[ab]{6,14}", b in "[ab]{6,14}") {
            let mut out = crate::columns::Writer::default();
            write(&mut out, 1, |_, leave| whole_marks(a.as_bytes(), leave));
            let bytes = out.done();
            let lookup = Lookup::read(&mut Reader(&bytes)).expect("a table");
            let mut found = Vec::new();
            lookup.like_whole(b.as_bytes(), &mut found);
            if letters_apart(&a, &b).is_some_and(|letters| letters < 2) {
                prop_assert_eq!(found, [0], "{} {}", a, b);
            }
        }
    }
}
