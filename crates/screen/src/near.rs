//! Which listed forms are like a word asked: looked up, compared, widened by what the lists' own aliases teach, and remembered.

use crate::asked::join_like;
use crate::index::View;
use crate::variants;
use interdict_names::{Form, Why, similarity};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Words that are remembered; then it begins anew.
const MOST_REMEMBERED: usize = 50_000;

/// A listed form like a word asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub form: u32,
    pub likeness: f32,
    pub why: Why,
}

/// What was looked up, by packed form; joins apart.
#[derive(Default)]
pub(crate) struct Memory {
    words: FxHashMap<String, Arc<[Near]>>,
    joins: FxHashMap<String, Arc<[Near]>>,
    found: Vec<u32>,
}

impl Memory {
    /// Every listed form that a word is like.
    pub(crate) fn near(&mut self, view: &View<'_>, form: &Form) -> Arc<[Near]> {
        let key = form.pack();
        if let Some(known) = self.words.get(&key) {
            return Arc::clone(known);
        }
        let mut found = std::mem::take(&mut self.found);
        view.lookup.like(form, &mut found);
        let compared = |id: &u32| {
            let (likeness, why) = similarity(form, view.form(*id))?;
            Some(Near { form: *id, likeness, why })
        };
        let mut near: Vec<Near> = found.iter().filter_map(compared).collect();
        for (id, witnesses) in learned(view, form) {
            let taught = Near { form: id, likeness: variants::likeness(witnesses), why: Why::Learned(witnesses) };
            match near.iter_mut().find(|n| n.form == id) {
                Some(n) if n.likeness >= taught.likeness => {}
                Some(n) => *n = taught,
                None => near.push(taught),
            }
        }
        self.found = found;
        remember(&mut self.words, key, near)
    }

    /// Every listed form that neighbouring words are, written as one.
    pub(crate) fn near_join(&mut self, view: &View<'_>, form: &Form) -> Arc<[Near]> {
        let key = form.folded();
        if let Some(known) = self.joins.get(key) {
            return Arc::clone(known);
        }
        let mut found = std::mem::take(&mut self.found);
        view.lookup.like_join(form, &mut found);
        let compared = |id: &u32| {
            let likeness = join_like(form, view.form(*id))?;
            Some(Near { form: *id, likeness, why: Why::Joined })
        };
        let near: Vec<Near> = found.iter().filter_map(compared).collect();
        self.found = found;
        remember(&mut self.joins, key.to_string(), near)
    }
}

fn remember(memory: &mut FxHashMap<String, Arc<[Near]>>, key: String, near: Vec<Near>) -> Arc<[Near]> {
    if memory.len() >= MOST_REMEMBERED {
        memory.clear();
    }
    let near: Arc<[Near]> = near.into();
    memory.insert(key, Arc::clone(&near));
    near
}

/// Forms that the lists' aliases teach for a word, with the number of witnesses.
pub(crate) fn learned(view: &View<'_>, form: &Form) -> Vec<(u32, u16)> {
    let mut out: Vec<(u32, u16)> = Vec::new();
    if form.initial || view.variants.len() == 0 {
        return out;
    }
    view.lookup.spelt(form.folded(), |id| {
        if view.form(id).folded() == form.folded() {
            for (other, witnesses) in view.variants.of(id) {
                match out.iter_mut().find(|(o, _)| *o == other) {
                    Some((_, w)) => *w = (*w).max(witnesses),
                    None => out.push((other, witnesses)),
                }
            }
        }
    });
    out
}

/// Forms by which a name may be found that writes a word as several: parts of the word that are listed words, as
/// [`crate::align`] accepts them.
pub(crate) fn parts(view: &View<'_>, word: &str, out: &mut Vec<u32>) {
    use crate::align::WHOLE_PART;
    let length = word.len();
    if !(4..=40).contains(&length) || !word.is_ascii() {
        return;
    }
    let listed = |part: &str| {
        let mut any = false;
        view.lookup.spelt(part, |id| any |= view.form(id).folded() == part);
        any
    };
    for cut in 2..=length - 2 {
        let (Some(head), Some(tail)) = (word.get(..cut), word.get(cut..)) else { continue };
        // Where a letter differs, only a part of some length that stays whole leads to the name.
        let (long_head, long_tail) = (length >= 8 && cut >= WHOLE_PART, length >= 8 && tail.len() >= WHOLE_PART);
        let in_two = || {
            (2..tail.len().saturating_sub(1))
                .any(|at| matches!((tail.get(..at), tail.get(at..)), (Some(a), Some(b)) if listed(a) && listed(b)))
        };
        if listed(head) && (long_head || listed(tail) || in_two()) {
            view.lookup.spelt(head, |id| out.push(id));
        }
        if long_tail && listed(tail) {
            view.lookup.spelt(tail, |id| out.push(id));
        }
    }
}
