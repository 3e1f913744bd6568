//! A query made ready: its tokens with weights, and a memory of how alike they are to the forms met so far.

use crate::index::Index;
use crate::lookup::Lookup;
use interdict_names::{Form, MOST_TOKENS, NameHint, Role, Token, Why, analyse, similarity};
use rustc_hash::FxHashMap;

/// Most neighbouring tokens that are tried as one word.
pub(crate) const MOST_JOINED: usize = 3;

pub(crate) struct AskedToken {
    pub token: Token,
    pub weight: f32,
}

/// Neighbouring tokens as one word.
pub(crate) struct AskedJoin {
    pub first: usize,
    pub count: usize,
    pub form: Form,
}

pub(crate) struct Asked {
    pub tokens: Vec<AskedToken>,
    pub joins: Vec<AskedJoin>,
    memory: FxHashMap<(u32, u32), Option<(f32, Why)>>,
}

impl Asked {
    pub(crate) fn new(index: &Index, name: &str, hint: NameHint) -> Self {
        let tokens: Vec<AskedToken> = analyse(name, hint)
            .tokens
            .into_iter()
            .map(|token| AskedToken { weight: weight(index, &token), token })
            .collect();
        let mut joins = Vec::new();
        for first in 0..tokens.len() {
            for count in 2..=MOST_JOINED {
                let Some(parts) = tokens.get(first..first + count) else { break };
                if parts.iter().any(|t| matches!(t.token.role, Role::LegalForm | Role::Honorific)) {
                    continue;
                }
                let parts: Vec<&Form> = parts.iter().map(|t| &t.token.form).collect();
                if let Some(form) = Form::joined(&parts).filter(|f| f.folded().len() >= 3) {
                    joins.push(AskedJoin { first, count, form });
                }
            }
        }
        Self { tokens, joins, memory: FxHashMap::default() }
    }

    /// How alike token `at` is to a form of the index.
    pub(crate) fn alike(&mut self, index: &Index, at: usize, form: u32) -> Option<(f32, Why)> {
        let asked = &self.tokens.get(at)?.token.form;
        let compare = || similarity(asked, index.form(form)?);
        *self.memory.entry((at as u32, form)).or_insert_with(compare)
    }

    /// How alike join `at` is to a form of the index. Two words that are one elsewhere are near enough only where they sound the same
    /// or are spelt all but the same.
    pub(crate) fn join_alike(&mut self, index: &Index, at: usize, form: u32) -> Option<f32> {
        let join = self.joins.get(at)?;
        let compare = || similarity(&join.form, index.form(form)?);
        self.memory
            .entry((at as u32 + MOST_TOKENS as u32 * 2, form))
            .or_insert_with(compare)
            .map(|(likeness, _)| likeness)
    }

    /// The share of a listed name's weight that a token asked may bring at most if it is matched at all.
    pub(crate) fn weight(&self, at: usize) -> f32 {
        self.tokens.get(at).map_or(0.0, |t| t.weight)
    }
}

/// A token's weight: that of the commonest listed form with one of its spellings.
fn weight(index: &Index, token: &Token) -> f32 {
    if token.role == Role::Initial {
        return index.weight(None, token.role);
    }
    let spelt = token.form.spellings.iter().flat_map(|s| index.lookup.spelt(s));
    let same =
        |id: &&u32| index.form(**id).is_some_and(|f| f.spellings.iter().any(|s| token.form.spellings.contains(s)));
    spelt.filter(same).map(|id| index.weight(Some(*id), token.role)).fold(index.weight(None, token.role), f32::min)
}

/// The ways to cut a word into two or three that the vocabulary has, each of two letters or more: the forms of all parts.
pub(crate) fn splits(lookup: &Lookup, word: &str, found: &mut Vec<u32>) {
    let length = word.len();
    if !(4..=40).contains(&length) || !word.is_ascii() {
        return;
    }
    for first in 2..=length - 2 {
        let (Some(head), Some(tail)) = (word.get(..first), word.get(first..)) else { continue };
        let heads = lookup.spelt(head);
        if heads.is_empty() {
            continue;
        }
        let whole = lookup.spelt(tail);
        let in_two = (2..tail.len().saturating_sub(1)).any(|cut| {
            let parts = (tail.get(..cut), tail.get(cut..));
            matches!(parts, (Some(a), Some(b)) if !lookup.spelt(a).is_empty() && !lookup.spelt(b).is_empty())
        });
        if !whole.is_empty() || in_two {
            found.extend_from_slice(heads);
        }
    }
}
