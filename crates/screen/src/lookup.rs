//! From a token asked to the forms like it, without comparing all: one hash table of marks.
//!
//! A form leaves its marks when the index opens: each spelling, each consonant key, and pieces of each spelling. A token asked looks up
//! the marks that a form like it must have left. Pieces are by the pigeonhole principle (Li and others, *PASS-JOIN*, VLDB 2011):
//! a spelling in which `d` letters may differ is cut into `d + 1` pieces, of which one stays whole under `d` edits and
//! moves by at most `d` places. A hash in common by chance is harmless: what is found is compared afterwards.

use interdict_model::{IdKind, Identifier};
use interdict_names::{Form, LONGEST_SPELLING, letters_that_may_differ};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

#[derive(Default)]
pub(crate) struct Lookup {
    /// Where the forms of a mark begin in `marked`, and how many they are.
    marks: FxHashMap<u64, (u32, u32)>,
    marked: Vec<u32>,
    /// Names by form: those of form `f` are `posted[starts[f]..starts[f + 1]]`.
    starts: Vec<u32>,
    posted: Vec<u32>,
    identifiers: FxHashMap<String, Vec<u32>>,
}

#[derive(Clone, Copy)]
enum Mark<'a> {
    Spelling(&'a str),
    Key(&'a str),
    Initial(u8),
    Piece { word: usize, number: usize, text: &'a str },
}

impl Mark<'_> {
    fn hash(self) -> u64 {
        let mut hasher = FxHasher::default();
        let text = match self {
            Mark::Spelling(text) => {
                hasher.write_u32(1);
                text
            }
            Mark::Key(text) => {
                hasher.write_u32(2);
                text
            }
            Mark::Initial(letter) => {
                hasher.write_u32(3);
                hasher.write_u8(letter);
                ""
            }
            Mark::Piece { word, number, text } => {
                hasher.write_u32(4);
                hasher.write_usize(word);
                hasher.write_usize(number);
                text
            }
        };
        hasher.write(text.as_bytes());
        hasher.finish()
    }
}

/// The pieces of a word of this length: number, place, length.
fn pieces(length: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    let count = match letters_that_may_differ(length) {
        0 => 0,
        edits => edits + 1,
    };
    (0..count).map(move |n| {
        let (from, to) = (n * length / count, (n + 1) * length / count);
        (n, from, to - from)
    })
}

impl Lookup {
    pub(crate) fn new(vocabulary: &[Form], names: usize) -> Self {
        let mut all: Vec<(u64, u32)> = Vec::with_capacity(vocabulary.len() * 5);
        for (id, form) in vocabulary.iter().enumerate() {
            let id = id as u32;
            let mut leave = |mark: Mark<'_>| all.push((mark.hash(), id));
            if form.initial {
                leave(Mark::Initial(form.folded().bytes().next().unwrap_or(b' ')));
                continue;
            }
            for spelling in &form.spellings {
                leave(Mark::Spelling(spelling));
                for (number, from, length) in pieces(spelling.len()) {
                    let text = spelling.get(from..from + length).unwrap_or("");
                    leave(Mark::Piece { word: spelling.len(), number, text });
                }
            }
            for key in &form.keys {
                leave(Mark::Key(key));
            }
        }
        all.sort_unstable();
        all.dedup();
        let mut lookup = Self { marked: Vec::with_capacity(all.len()), ..Self::default() };
        for (hash, id) in all {
            let at = lookup.marked.len() as u32;
            lookup.marks.entry(hash).or_insert((at, 0)).1 += 1;
            lookup.marked.push(id);
        }
        lookup.posted.reserve(names * 3);
        lookup
    }

    /// Fills in which names have which forms; names come in order.
    pub(crate) fn post<N: Iterator<Item = u32>>(&mut self, names: impl Iterator<Item = N>, vocabulary: usize) {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (name, forms) in names.enumerate() {
            pairs.extend(forms.map(|form| (form, name as u32)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        self.starts = vec![0; vocabulary + 1];
        for (form, _) in &pairs {
            if let Some(count) = self.starts.get_mut(*form as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.posted = pairs.into_iter().map(|(_, name)| name).collect();
    }

    pub(crate) fn add_identifier(&mut self, identifier: &Identifier, party: u32) {
        let key = identifier.key();
        if key.is_empty() {
            return;
        }
        let parties = self.identifiers.entry(key).or_default();
        if parties.last() != Some(&party) {
            parties.push(party);
        }
    }

    /// Parties with an identifier of this key, whatever its kind.
    pub(crate) fn identified(&self, key: &str) -> &[u32] {
        self.identifiers.get(key).map_or(&[], Vec::as_slice)
    }

    /// Names that have a form.
    pub(crate) fn names_with(&self, form: u32) -> &[u32] {
        let at = form as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => self.posted.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    fn marked(&self, mark: Mark<'_>) -> &[u32] {
        match self.marks.get(&mark.hash()) {
            Some((at, count)) => self.marked.get(*at as usize..(at + count) as usize).unwrap_or_default(),
            None => &[],
        }
    }

    /// Forms that have this spelling among theirs (or, by a hash in common, one that has not).
    pub(crate) fn spelt(&self, word: &str) -> &[u32] {
        self.marked(Mark::Spelling(word))
    }

    /// Every form that [`interdict_names::similarity`] accepts for this one, and some that it does not; each once.
    /// An initial finds initials only: full names that it may stand for are too many to enumerate.
    pub(crate) fn like(&self, form: &Form, out: &mut Vec<u32>) {
        out.clear();
        let letter = form.folded().bytes().next().unwrap_or(b' ');
        out.extend_from_slice(self.marked(Mark::Initial(letter)));
        if form.initial {
            return;
        }
        for spelling in &form.spellings {
            out.extend_from_slice(self.marked(Mark::Spelling(spelling)));
            self.near(spelling, out);
        }
        for key in &form.keys {
            out.extend_from_slice(self.marked(Mark::Key(key)));
        }
        out.sort_unstable();
        out.dedup();
    }

    /// Forms with a spelling a few edits away.
    fn near(&self, spelling: &str, out: &mut Vec<u32>) {
        let here = spelling.len();
        if here > LONGEST_SPELLING {
            return;
        }
        for length in here.saturating_sub(2)..=here + 2 {
            // A pair may differ by what its shorter word allows, which is never more than the listed word allows.
            let edits = letters_that_may_differ(length.min(here));
            if edits == 0 || length.abs_diff(here) > edits {
                continue;
            }
            let reach = letters_that_may_differ(length);
            for (number, from, size) in pieces(length) {
                for place in from.saturating_sub(reach)..=from + reach {
                    let Some(text) = spelling.get(place..place + size) else { break };
                    out.extend_from_slice(self.marked(Mark::Piece { word: length, number, text }));
                }
            }
        }
        let mut swapped = spelling.as_bytes().to_vec();
        for at in 1..swapped.len() {
            swapped.swap(at - 1, at);
            if let Ok(word) = std::str::from_utf8(&swapped) {
                out.extend_from_slice(self.marked(Mark::Spelling(word)));
            }
            swapped.swap(at - 1, at);
        }
    }
}

/// Can two kinds of identifier name one number? Lists disagree on what is a tax and what a register number.
pub(crate) fn kinds_agree(a: IdKind, b: IdKind) -> bool {
    let loose = |k| {
        matches!(
            k,
            IdKind::Other
                | IdKind::TaxNumber
                | IdKind::RegistrationNumber
                | IdKind::NationalId
                | IdKind::Inn
                | IdKind::Ogrn
                | IdKind::Uscc
        )
    };
    a == b || a == IdKind::Other || b == IdKind::Other || (loose(a) && loose(b))
}
