//! Lays a listed name beside the asked one: which tokens are one, and which stand alone.
//!
//! The best pairs are taken first (greedy), which is the same for the search, for the exhaustive scan and for a comparison of two names.

use crate::asked::{Asked, MOST_JOINED, join_like, whole, whole_like};
use crate::index::Listed;
use crate::reach::Part;
use interdict_names::{Role, Why, letters_apart, similarity, slip};
use rustc_hash::FxHashMap;

/// Tokens taken for one: a run of asked ones and a run of listed ones, either of them mostly a single one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub asked: (u8, u8),
    pub listed: (u8, u8),
    pub likeness: f32,
    pub weight: f32,
    pub why: Why,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    pub pairs: Vec<Pair>,
    /// Which tokens asked, and listed, are in a pair.
    pub asked: u64,
    pub listed: u64,
    /// Pairs that could be taken; kept for its memory only.
    found: Vec<Pair>,
}

pub(crate) fn bits(run: (u8, u8)) -> u64 {
    (0..run.1).fold(0, |bits, n| bits | 1u64.checked_shl(u32::from(run.0) + u32::from(n)).unwrap_or(0))
}

/// Which asked tokens and joins are like which listed forms, so that no two words are compared twice.
#[derive(Default)]
pub(crate) struct Likes {
    met: FxHashMap<u32, Met>,
    /// All that was found, each with the one before it of the same form.
    chain: Vec<(Like, u32)>,
    /// A bit a form: is it met? Most forms of an index are not, and that is asked for every word of every name.
    any: Vec<u64>,
}

/// What is known of a listed form that was met.
#[derive(Clone, Copy)]
struct Met {
    /// The words asked that lead to it, a bit each.
    words: Words,
    /// The last of its chain.
    last: u32,
}

impl Default for Met {
    fn default() -> Self {
        Self { words: Words::default(), last: NONE }
    }
}

/// Words asked that lead to a listed form, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// Those that it is like.
    pub like: u64,
    /// Those that it is a part of, or that are parts of it.
    pub pieces: u64,
}

impl Words {
    pub(crate) fn any(self) -> u64 {
        self.like | self.pieces
    }
}

/// The end of a chain.
const NONE: u32 = u32::MAX;

/// An asked token (or the join of this number, behind all tokens) is like a form.
#[derive(Clone, Copy)]
pub(crate) struct Like {
    pub at: u8,
    pub join: bool,
    pub likeness: f32,
    pub why: Why,
    /// What it can give to a name; for candidates only.
    pub part: Part,
}

impl Likes {
    /// Forgets all, and makes room for so many forms, of which [`Likes::words`] may be asked; 0 where it is not.
    pub(crate) fn clear(&mut self, forms: usize) {
        for form in self.met.keys() {
            if let Some(bits) = self.any.get_mut((form >> 6) as usize) {
                *bits = 0;
            }
        }
        self.met.clear();
        self.chain.clear();
        if self.any.len() < forms.div_ceil(64) {
            self.any.resize(forms.div_ceil(64), 0);
        }
    }

    /// Which words asked lead to a form.
    pub(crate) fn lead(&mut self, form: u32, words: Words) {
        if let Some(bits) = self.any.get_mut((form >> 6) as usize) {
            *bits |= 1 << (form & 63);
        }
        let met = &mut self.met.entry(form).or_default().words;
        met.like |= words.like;
        met.pieces |= words.pieces;
    }

    /// The same, and how like it they are.
    pub(crate) fn add(&mut self, form: u32, words: Words, like: Like) {
        self.lead(form, words);
        let Some(met) = self.met.get_mut(&form) else { return };
        let mut at = met.last;
        while let Some((known, before)) = self.chain.get_mut(at as usize) {
            if (known.at, known.join) == (like.at, like.join) {
                if known.likeness < like.likeness {
                    *known = like;
                }
                return;
            }
            at = *before;
        }
        self.chain.push((like, met.last));
        met.last = self.chain.len() as u32 - 1;
    }

    /// Which words asked lead to a form.
    #[inline]
    pub(crate) fn words(&self, form: u32) -> Words {
        match self.any.get((form >> 6) as usize) {
            Some(bits) if bits & (1 << (form & 63)) != 0 => {
                self.met.get(&form).map_or(Words::default(), |met| met.words)
            }
            _ => Words::default(),
        }
    }

    /// Everything asked that is like a form.
    pub(crate) fn get(&self, form: u32) -> impl Iterator<Item = &Like> {
        let mut at = self.met.get(&form).map_or(NONE, |met| met.last);
        std::iter::from_fn(move || {
            let (like, before) = self.chain.get(at as usize)?;
            at = *before;
            Some(like)
        })
    }

    /// Compares everything asked with one form, unless that was done; says whether it was now.
    pub(crate) fn compare(&mut self, asked: &Asked, listed: &Listed<'_>) -> bool {
        if self.met.contains_key(&listed.id) {
            return false;
        }
        self.met.insert(listed.id, Met::default());
        for (at, token) in asked.tokens.iter().enumerate() {
            // What an initial asked may stand for is seen when the names are laid side by side.
            if token.token.form.initial && !listed.form.initial() {
                continue;
            }
            if let Some((likeness, why)) = similarity(&token.token.form, listed.form) {
                self.add(
                    listed.id,
                    Words::default(),
                    Like { at: at as u8, join: false, likeness, why, part: Part::default() },
                );
            }
        }
        for (at, join) in asked.joins.iter().enumerate() {
            if let Some(likeness) = join_like(&join.form, listed.form) {
                self.add(
                    listed.id,
                    Words::default(),
                    Like { at: at as u8, join: true, likeness, why: Why::Joined, part: Part::default() },
                );
            }
        }
        true
    }
}

/// Lays one name beside the other. `likes` knows of every listed form what is like it, but for asked initials, which are compared here.
pub(crate) fn align(asked: &Asked, listed: &[Listed<'_>], likes: &Likes, out: &mut Alignment) {
    let listed = listed.get(..listed.len().min(64)).unwrap_or_default();
    out.pairs.clear();
    (out.asked, out.listed) = (0, 0);
    let mut found = std::mem::take(&mut out.found);
    found.clear();
    for (to, token) in listed.iter().enumerate() {
        let to = (to as u8, 1);
        for like in likes.get(token.id) {
            let (run, weight) = match like.join {
                false => ((like.at, 1), asked.weight(like.at as usize)),
                true => {
                    let Some(join) = asked.joins.get(like.at as usize) else { continue };
                    let sum = (join.first..join.first + join.count).map(|i| asked.weight(i)).sum();
                    ((join.first as u8, join.count as u8), sum)
                }
            };
            let role = asked.role(run.0 as usize);
            // A legal form is no name, whatever its letters.
            if (role == Role::LegalForm) != (token.role == Role::LegalForm) && !like.join {
                continue;
            }
            let weight = weight.min(token.weight);
            found.push(Pair { asked: run, listed: to, likeness: like.likeness, weight, why: like.why });
        }
    }
    for (at, token) in asked.tokens.iter().enumerate() {
        if token.token.form.initial {
            initials(at as u8, token.weight, &token.token.form, listed, &mut found);
        } else {
            splits(at as u8, token.weight, token.token.folded().as_bytes(), listed, &mut found);
        }
    }
    wholes(asked, listed, &mut found);
    found.sort_unstable_by(|a, b| {
        let worth = |p: &Pair| p.likeness * p.weight;
        let apart = |p: &Pair| p.asked.0.abs_diff(p.listed.0);
        worth(b).total_cmp(&worth(a)).then(apart(a).cmp(&apart(b))).then((a.asked, a.listed).cmp(&(b.asked, b.listed)))
    });
    // A whole name as one word counts only where its words, one by one, agree less.
    let one_by_one: f32 = {
        let (mut a, mut l, mut sum) = (0u64, 0u64, 0.0);
        for pair in found.iter().filter(|p| !(p.asked.1 > 1 && p.listed.1 > 1)) {
            let (x, y) = (bits(pair.asked), bits(pair.listed));
            if a & x == 0 && l & y == 0 {
                a |= x;
                l |= y;
                sum += pair.likeness * pair.weight;
            }
        }
        sum
    };
    for pair in found.iter().copied() {
        let (a, l) = (bits(pair.asked), bits(pair.listed));
        if pair.asked.1 > 1 && pair.listed.1 > 1 && pair.likeness * pair.weight <= one_by_one {
            continue;
        }
        if out.asked & a == 0 && out.listed & l == 0 {
            out.asked |= a;
            out.listed |= l;
            out.pairs.push(pair);
        }
    }
    out.pairs.sort_by_key(|p| p.asked);
    out.found = found;
}

/// Both names as one word each, where blanks stand in other places: LAUREN TNKUNDA, LAURENT NKUNDA.
fn wholes(asked: &Asked, listed: &[Listed<'_>], found: &mut Vec<Pair>) {
    let name = |role: Role| !matches!(role, Role::LegalForm | Role::Honorific);
    if asked.whole.is_empty() || listed.len() < 2 || asked.tokens.len() > 64 {
        return;
    }
    // Signs that are syllables are no letters of a word, and their sounds are those of many signs.
    if asked.tokens.iter().any(|t| t.token.form.sign.is_some()) && listed.iter().any(|t| t.form.sign().is_some()) {
        return;
    }
    let length: usize = listed.iter().filter(|t| name(t.role)).map(|t| t.written().len()).sum();
    if length.abs_diff(asked.whole.len()) > 1 {
        return;
    }
    let other = whole(listed.iter().map(|t| (t.role, t.written())));
    let Some(likeness) = whole_like(&asked.whole, &other) else { return };
    // Where the words end at the same places, a letter that differs is a slip in a word and no blank elsewhere. A doubled letter may be
    // either: HAN YYU-RO.
    let grave = || slip(&asked.whole, &other) > 0.5;
    if likeness < 0.97 && same_ends(asked, listed) && grave() {
        return;
    }
    // From the first word to the last that is no title.
    let span = |first: Option<usize>, last: Option<usize>| Some((first? as u8, (last? - first? + 1) as u8));
    let a = span(
        asked.tokens.iter().position(|t| name(t.token.role)),
        asked.tokens.iter().rposition(|t| name(t.token.role)),
    );
    let l = span(listed.iter().position(|t| name(t.role)), listed.iter().rposition(|t| name(t.role)));
    let (Some(a), Some(l)) = (a, l) else { return };
    let sum = |weights: &mut dyn Iterator<Item = f32>| weights.sum::<f32>();
    let weight = sum(&mut asked.tokens.iter().filter(|t| name(t.token.role)).map(|t| t.weight));
    let other = sum(&mut listed.iter().filter(|t| name(t.role)).map(|t| t.weight));
    found.push(Pair { asked: a, listed: l, likeness, weight: weight.min(other), why: Why::Joined });
}

/// Do the words of both names end at the same letters, or one beside them?
fn same_ends(asked: &Asked, listed: &[Listed<'_>]) -> bool {
    let name = |role: Role| !matches!(role, Role::LegalForm | Role::Honorific);
    let ends = |lengths: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
        let mut sum = 0;
        let end = |length| {
            sum += length;
            sum
        };
        lengths.map(end).collect()
    };
    let of_asked = ends(&mut asked.tokens.iter().filter(|t| name(t.token.role)).map(|t| t.token.written().len()));
    let of_listed = ends(&mut listed.iter().filter(|t| name(t.role)).map(|t| t.written().len()));
    of_asked.len() == of_listed.len() && of_asked.iter().zip(&of_listed).all(|(a, b)| a.abs_diff(*b) <= 1)
}

/// An initial asked may stand for any name with its letter.
fn initials(at: u8, weight: f32, form: &interdict_names::Form, listed: &[Listed<'_>], found: &mut Vec<Pair>) {
    for (to, token) in listed.iter().enumerate() {
        let name = matches!(token.role, Role::Plain | Role::Given | Role::Family | Role::Patronymic);
        if let Some((likeness, why)) = similarity(form, token.form).filter(|(_, why)| name && *why == Why::Initial) {
            let weight = weight.min(token.weight);
            found.push(Pair { asked: (at, 1), listed: (to as u8, 1), likeness, weight, why });
        }
    }
}

/// A word asked that is several words on the list.
fn splits(at: u8, weight: f32, word: &[u8], listed: &[Listed<'_>], found: &mut Vec<Pair>) {
    if word.len() < 4 {
        return;
    }
    for to in 0..listed.len() {
        for count in 2..=MOST_JOINED {
            let Some(parts) = listed.get(to..to + count) else { break };
            if let Some(likeness) = split_like(word, parts) {
                let sum: f32 = parts.iter().map(|t| t.weight).sum();
                let run = (to as u8, count as u8);
                found.push(Pair { asked: (at, 1), listed: run, likeness, weight: sum.min(weight), why: Why::Joined });
            }
        }
    }
}

/// The least length of a part that stays whole where a letter differs in the others.
pub(crate) const WHOLE_PART: usize = 4;

/// Are the parts, one behind the other, the word? Each has two letters or more. Where a letter differs, the first or the last part must
/// stand in the word as it is: that is how the search finds it.
fn split_like(word: &[u8], parts: &[Listed<'_>]) -> Option<f32> {
    let part = |n: usize| parts.get(n).map_or(&[][..], Listed::written);
    let length: usize = parts.iter().map(|p| p.written().len()).sum();
    if length.abs_diff(word.len()) > 1 || parts.iter().any(|p| p.form.initial() || p.written().len() < 2) {
        return None;
    }
    let (first, last) = (part(0), part(parts.len() - 1));
    let (head, tail) = (word.starts_with(first), word.ends_with(last));
    if !(head || tail) {
        return None;
    }
    let mut joined = Vec::with_capacity(length);
    parts.iter().for_each(|p| joined.extend_from_slice(p.written()));
    if joined == word {
        return Some(0.97);
    }
    let whole = head && first.len() >= WHOLE_PART || tail && last.len() >= WHOLE_PART;
    (whole && word.len() >= 8 && letters_apart(word, &joined) == Some(1)).then_some(0.88)
}
