//! How far a listed name can get, seen from which words asked it has something like.
//!
//! [`Reach`] never says less than what the scorer would give: on that rests the search's promise to miss nothing.

use crate::asked::Asked;
use crate::brief::Most;
use crate::features::{Feature, crowd};
use crate::rarity;
use crate::weights::Weights;
use interdict_names::Role;
use std::cell::Cell;

/// Words of an asked name that may lead to candidates; the lightest beyond count as found everywhere.
const MOST_LEADING: usize = 48;

/// Asked words up to which every answer of [`Reach::most`] is kept: 2 to the power of them.
const MOST_KEPT: usize = 8;

/// How many points a name can have at most, by which asked words have something like them in it.
pub(crate) struct Reach<'w> {
    weights: &'w Weights,
    /// Weight, and what is lost of it where nothing is like the word.
    tokens: Vec<(f32, f32)>,
    /// Every word.
    pub all: u64,
    /// Words that count as found everywhere: particles, titles, legal forms, initials.
    pub always: u64,
    /// The others, the heaviest first.
    order: Vec<usize>,
    /// Points for how many are listed.
    crowd: f32,
    /// The most that a name gains of which nothing stands alone.
    whole: f32,
    /// The most that what is beside the name can add.
    support: f32,
    /// What was answered for so many words found; not a number where nobody asked yet, empty where the words asked are too many.
    kept: Vec<Cell<(f32, f32)>>,
}

impl<'w> Reach<'w> {
    pub(crate) fn new(asked: &Asked, weights: &'w Weights, parties: usize, support: f32) -> Self {
        let count = asked.tokens.len().min(64);
        let all = if count == 64 { u64::MAX } else { (1 << count) - 1 };
        let mut tokens = Vec::with_capacity(count);
        let (mut always, mut order) = (0u64, Vec::with_capacity(count));
        for (at, token) in asked.tokens.iter().take(count).enumerate() {
            let role = token.token.role;
            let word = token.token.folded();
            let repeated = asked.tokens.iter().enumerate().any(|(n, t)| n != at && t.token.folded() == word);
            let loss = if repeated { 0.0 } else { token.weight * rarity::spare(role) };
            tokens.push((token.weight, loss));
            if token.token.form.initial || !role.is_core() || matches!(role, Role::Initial) {
                always |= 1 << at;
            } else {
                order.push(at);
            }
        }
        order.sort_by(|a, b| {
            let weight = |at: &usize| tokens.get(*at).map_or(0.0, |t: &(f32, f32)| t.0);
            weight(b).total_cmp(&weight(a)).then(a.cmp(b))
        });
        for at in order.drain(order.len().min(MOST_LEADING)..) {
            always |= 1 << at;
        }
        let crowd = weights.of(Feature::Crowd) * crowd(parties);
        let kept = if count <= MOST_KEPT { vec![Cell::new((f32::NAN, 0.0)); 1 << count] } else { Vec::new() };
        let cores = asked.tokens.iter().filter(|t| t.token.role.is_core()).count();
        let titled = cores == 1 && asked.tokens.iter().any(|t| t.token.role == Role::Honorific);
        let whole = weights.most_whole_points(count, titled);
        Self { weights, tokens, all, always, order, crowd, whole, support, kept }
    }

    /// Words that may lead to candidates, the heaviest first.
    pub(crate) fn leading(&self) -> impl Iterator<Item = usize> + '_ {
        self.order.iter().copied()
    }

    /// The most points of a name that has something like these words, whosever it is.
    pub(crate) fn most(&self, found: u64) -> f32 {
        self.beside(found, Most { support: self.support, against: 0.0 })
    }

    /// The same for the name of a party of whose record so much is known.
    pub(crate) fn beside(&self, found: u64, most: Most) -> f32 {
        let (points, factor) = self.named(found);
        points + factor * most.support + most.against
    }

    /// The most points of the name itself, and how far it lets count what is beside it. Kept from one name to the next: most have the same few words.
    fn named(&self, found: u64) -> (f32, f32) {
        let Some(kept) = self.kept.get(found as usize) else { return self.summed(found) };
        if kept.get().0.is_nan() {
            kept.set(self.summed(found));
        }
        kept.get()
    }

    fn summed(&self, found: u64) -> (f32, f32) {
        let (mut support, mut spare) = (0.0, 0.0);
        for (at, (weight, loss)) in self.tokens.iter().enumerate() {
            if found & (1 << at) != 0 {
                support += weight;
            } else {
                spare += loss;
            }
        }
        let share = if support > 0.0 { support / (support + spare) } else { 0.0 };
        let points = self.crowd
            + self.weights.most_name_points(support, spare)
            + if found & self.all == self.all { self.whole } else { 0.0 };
        (points, self.weights.support(share))
    }
}
