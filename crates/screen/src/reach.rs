//! How far a listed name can get, seen from which words asked it has something like.
//!
//! [`Reach`] never says less than what the scorer would give: on that rests the search's promise to miss nothing.

use crate::asked::Asked;
use crate::brief::Most;
use crate::features::{Feature, crowd};
use crate::near::Near;
use crate::rarity;
use crate::weights::Weights;
use interdict_names::{Role, Why};
use std::cell::Cell;

/// Words of an asked name that may lead to candidates; the lightest beyond count as found everywhere.
const MOST_LEADING: usize = 48;

/// Asked words up to which every answer of [`Reach::most`] is kept: 2 to the power of them.
const MOST_KEPT: usize = 8;

/// How many points a name can have at most, by which asked words have something like them in it.
pub(crate) struct Reach<'w> {
    weights: &'w Weights,
    tokens: Vec<Word>,
    /// A title and one word beside.
    titled: bool,
    /// Every word.
    pub all: u64,
    /// Words that count as found everywhere: particles, titles, legal forms, initials.
    pub always: u64,
    /// Words of the others without which no match is possible, once [`Reach::need`] has said so.
    pub needed: u64,
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

/// What a word asked gives to a name at the most: weight that agrees, weight that is lost at least, and points, which are none or below zero.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Part {
    pub support: f32,
    pub lost: f32,
    pub points: f32,
}

impl Part {
    /// The most of both.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            support: self.support.max(other.support),
            lost: self.lost.min(other.lost),
            points: self.points.max(other.points),
        }
    }
}

/// What a name is given by all words asked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given {
    pub support: f32,
    pub lost: f32,
    pub points: f32,
    /// The words asked that it has something like, a bit each.
    pub words: u64,
    /// Weight that stands alone in it at least.
    pub listed_alone: f32,
}

/// What of a word asked counts here.
struct Word {
    weight: f32,
    /// What is lost of it where nothing is like the word.
    loss: f32,
    letters: usize,
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
            tokens.push(Word { weight: token.weight, loss, letters: word.len() });
            if token.token.form.initial || !role.is_core() || matches!(role, Role::Initial) {
                always |= 1 << at;
            } else {
                order.push(at);
            }
        }
        order.sort_by(|a, b| {
            let weight = |at: &usize| tokens.get(*at).map_or(0.0, |t: &Word| t.weight);
            weight(b).total_cmp(&weight(a)).then(a.cmp(b))
        });
        for at in order.drain(order.len().min(MOST_LEADING)..) {
            always |= 1 << at;
        }
        let crowd = weights.of(Feature::Crowd) * crowd(parties);
        let kept = if count <= MOST_KEPT { vec![Cell::new((f32::NAN, 0.0)); 1 << count] } else { Vec::new() };
        let cores = asked.tokens.iter().filter(|t| t.token.role.is_core()).count();
        let titled = cores == 1 && asked.tokens.iter().any(|t| t.token.role == Role::Honorific);
        let whole = weights.most_within(0.0, count, titled) - weights.of(Feature::ListedWithin);
        Self { weights, tokens, titled, all, always, needed: 0, order, crowd, whole, support, kept }
    }

    /// Words asked.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Finds the words without which no name has so many points.
    pub(crate) fn need(&mut self, wanted: f32) {
        let needed = self.order.iter().filter(|at| self.most(self.all & !(1 << **at)) < wanted);
        self.needed = needed.fold(0, |bits, at| bits | 1 << at);
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
        most.with(self.named(found))
    }

    /// The most that a word asked gives to a name in which it is this listed one, of so many letters and nowhere lighter than `least`.
    pub(crate) fn part(&self, at: usize, near: &Near, letters: usize, least: f32) -> Part {
        let Some(token) = self.tokens.get(at) else { return Part::default() };
        // A pair weighs what the lighter word does. The heavier, the more support there is, and the more is lost where the words differ.
        let least = token.weight.min(least);
        let most = if near.why == Why::Initial { least } else { token.weight };
        let lost = least * (1.0 - near.likeness);
        let points = self.weights.most_of_pair(near.why, letters.min(token.letters), lost);
        Part { support: most * near.likeness, lost, points }
    }

    /// What a word asked gives that is found whole.
    pub(crate) fn whole_part(&self, at: usize) -> Part {
        Part { support: self.tokens.get(at).map_or(0.0, |t| t.weight), ..Part::default() }
    }

    /// The most points of any name in which a word asked gives no more than so much.
    pub(crate) fn through(&self, at: usize, part: Part) -> f32 {
        let (points, factor) = self.with_part(at, part, self.all);
        points + factor * self.support
    }

    /// The most points of a name that has something like these words, of which the one at a place gives no more than so much; and how far that lets
    /// count what is beside the name.
    pub(crate) fn with_part(&self, at: usize, part: Part, words: u64) -> (f32, f32) {
        let found = self.tokens.iter().enumerate().filter(|(n, _)| *n != at && words & (1 << n) != 0);
        let support = found.map(|(_, token)| token.weight).sum::<f32>() + part.support;
        let (lost, points) = (part.lost, part.points);
        self.given(&Given { support, lost, points, words: words | 1 << at, ..Given::default() })
    }

    /// The most points of a name that is given no more than so much, and how far that lets count what is beside the name.
    pub(crate) fn given(&self, given: &Given) -> (f32, f32) {
        let alone = self.tokens.iter().enumerate().filter(|(at, _)| given.words & (1 << at) == 0);
        let spare: f32 = alone.map(|(_, token)| token.loss).sum();
        // A word that stands twice loses nothing by its second.
        let all = spare <= 0.0;
        // Who is named by a given and the family name may have further names, which count half.
        let listed = if all { 0.5 * given.listed_alone } else { given.listed_alone };
        let whole = given.support + given.lost + spare.max(listed);
        let share = if given.support > 0.0 { given.support / whole } else { 0.0 };
        let mut points = self.crowd + self.weights.most_points(given.support, share) + given.points;
        points +=
            self.weights.of(Feature::OnlyAsked) * spare + self.weights.of(Feature::OnlyListed) * given.listed_alone;
        points += match all {
            true => self.weights.most_within(given.lost, self.tokens.len(), self.titled),
            false => self.weights.of(Feature::ListedWithin),
        };
        (points, self.weights.support(share))
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
        for (at, Word { weight, loss, .. }) in self.tokens.iter().enumerate() {
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
