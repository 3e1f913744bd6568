//! Which listed names may reach the threshold, without looking at the others.
//!
//! 1. For every word asked: the listed words that are like it ([`Memory`]), and those of them through which a name can still reach the threshold
//!    ([`Reach::through`]). They are the *ways* to names.
//! 2. One word that no match can be without leads: the one whose ways have the fewest names. Where there is none, the heaviest words lead, until the
//!    rest could not carry a match alone.
//! 3. Names on the leading ways are visited whose party's record, which stands beside them, allows a match. Where they are many, the names on the ways
//!    of the other words are marked before, which is one run over their postings. Kept is a name whose marks may suffice, and then its words, each at
//!    its best.
//!
//! Nothing is passed over that could reach the threshold: a property test holds the search against the exhaustive one.

use crate::align::{Like, Likes, Words, bits};
use crate::asked::Asked;
use crate::brief::{Asks, Brief, Most};
use crate::index::View;
use crate::lookup::Found;
use crate::near::{Memory, Near, TOGETHER, near_join, parts};
use crate::reach::{Given, Part, Reach};
use crate::weights::Weights;
use interdict_names::Why;
use std::sync::Arc;

/// Names to be visited from which on it pays to mark the names of other words before.
const MANY: usize = 48;

/// Names of other words are marked where they are at most so many for each name to be visited: a mark costs so much less than a visit.
const MARKED_PER_VISIT: usize = 24;

/// What a search for candidates leaves: the names, and what is like what. Kept from one search to the next, so that no room is made anew.
#[derive(Default)]
pub(crate) struct Candidates {
    /// The names, each once.
    pub names: Vec<u32>,
    /// Everything on the lists that is like a word asked.
    pub likes: Likes,
    near: Found,
    joined: Vec<Near>,
    wholes: Vec<u32>,
    /// Names on the leading ways whose party's record allows a match.
    visits: Vec<Visit>,
    pieces: Vec<u32>,
    /// Particles and the like, written as one, are a listed word: the one name that needs no word of its own.
    particles_joined: bool,
    /// What each word asked gives to the name at hand.
    parts: Vec<Option<Part>>,
    marks: Marks,
}

/// Listed words that lead to names with a word asked, and how many names they have together.
#[derive(Clone, Default)]
struct Ways {
    forms: Vec<Way>,
    names: usize,
}

/// A listed word that leads to names with a word asked.
#[derive(Clone, Copy)]
struct Way {
    form: u32,
    /// What it gives at the most; `None` where it is a piece of the word, or the word one of it.
    part: Option<Part>,
    /// An initial that may stand for the word.
    initial: bool,
}

impl Candidates {
    /// Makes room for so many names.
    pub(crate) fn fit(&mut self, names: usize) {
        self.marks.fit(names);
    }

    /// Finds the names that can have so many points.
    pub(crate) fn find(
        &mut self,
        (view, memory, weights): (&View<'_>, &Memory, &Weights),
        asked: &Asked,
        wanted: f32,
        asks: &Asks<'_>,
    ) {
        self.names.clear();
        self.likes.clear(view.forms());
        if asked.tokens.is_empty() {
            return;
        }
        let mut reach = Reach::new(asked, weights, view.len(), asks.most());
        if reach.most(reach.all) < wanted {
            return;
        }
        reach.need(wanted);
        let ways = self.ways((view, memory), asked, wanted, &reach);
        let leads = leads(&reach, &ways, wanted);
        self.marks.begin();
        // Names that are this one with blanks in other places; whether they are, is seen when they are laid side by side.
        view.wholes.like_whole(&asked.whole, &mut self.wholes);
        for name in &self.wholes {
            self.marks.first_visit(*name);
            self.names.push(*name);
        }
        let widest = Most { support: asks.most(), against: 0.0 };
        let of = |brief| if asks.any() { asks.of(brief) } else { widest };
        self.visits.clear();
        for (n, lead) in leads.iter().enumerate() {
            for (place, way) in ways.get(*lead).into_iter().flat_map(|ways| &ways.forms).enumerate() {
                for (name, brief) in view.postings(way.form) {
                    if asks.any() && reach.beside(reach.all, of(brief)) < wanted {
                        continue;
                    }
                    self.visits.push(Visit { name, brief, lead: n as u32, way: place as u32 });
                    if leads.len() > 1 {
                        self.marks.mark(name, n, way.initial);
                    }
                }
            }
        }
        let tracked = self.mark_others(view, &reach, &ways, &leads);
        // The words that names with such marks may have something like; those that were not tracked count as found.
        let told_apart = tracked.iter().fold(0, |bits, (_, at)| bits | 1 << at);
        let open = reach.always | reach.all & !told_apart;
        let words: Vec<u64> = (0..1u32 << tracked.len())
            .map(|marks| {
                let marked = tracked.iter().filter(|(n, _)| marks & 1 << n != 0);
                marked.fold(open, |words, (_, at)| words | 1 << at)
            })
            .collect();
        // An initial asked may stand for any word, so that none can be said to stand alone.
        let initials = asked.tokens.iter().any(|t| t.token.form.initial);
        let visits = std::mem::take(&mut self.visits);
        let mut bounds = Bounds::default();
        let mut passed: Vec<(u32, Most)> = Vec::new();
        for visit in visits.chunk_by(|a, b| (a.lead, a.way) == (b.lead, b.way)) {
            let Some(first) = visit.first() else { continue };
            let lead = leads.get(first.lead as usize).copied().unwrap_or(0);
            let way = ways.get(lead).and_then(|ways| ways.forms.get(first.way as usize));
            // For few names the closer bound costs more than it saves.
            let part = way.and_then(|way| way.part).filter(|_| visit.len() >= MANY);
            // Nothing rests on initials alone: who is met by one must have more of another word.
            let named = way.is_some_and(|way| way.initial)
                && !self.particles_joined
                && told_apart | reach.always | 1 << lead == reach.all;
            bounds.begin();
            for Visit { name, brief, .. } in visit {
                let (most, marks) = (of(*brief), self.marks.of(*name));
                if named && u16::from(marks) & NAMED == 0 {
                    continue;
                }
                let marks = marks & ((1 << tracked.len()) - 1);
                let words = words.get(usize::from(marks)).copied().unwrap_or(reach.all);
                let bound = match part {
                    None => reach.beside(words, most),
                    Some(part) => most.with(bounds.get(marks, || reach.with_part(lead, part, words))),
                };
                // A word that a match may do without may also be left alone.
                let without = || reach.needed & (1 << lead) == 0 && reach.beside(words & !(1 << lead), most) >= wanted;
                if bound < wanted && !without() {
                    continue;
                }
                if self.marks.first_visit(*name) {
                    passed.push((*name, most));
                }
            }
        }
        self.visits = visits;
        for some in passed.chunks(TOGETHER) {
            let begun = some.iter().filter(|(name, _)| view.forms_of(*name).get(0).is_some());
            std::hint::black_box(begun.count());
            for (name, most) in some {
                if most.with(reach.given(&self.given(view, *name, &reach, initials))) >= wanted {
                    self.names.push(*name);
                }
            }
        }
    }

    /// The most that a name is given by the words asked, seen from its words without their places.
    fn given(&mut self, view: &View<'_>, name: u32, reach: &Reach<'_>, initials: bool) -> Given {
        let mut given = Given { words: reach.always, ..Given::default() };
        self.parts.clear();
        self.parts.resize(reach.len(), None);
        for form in view.forms_of(name).iter() {
            let words = self.likes.words(form);
            if words.any() == 0 {
                given.listed_alone += view.alone(form);
                continue;
            }
            for like in self.likes.get(form).filter(|like| !like.join && words.like & (1 << like.at) != 0) {
                if let Some(part) = self.parts.get_mut(usize::from(like.at)) {
                    *part = Some(part.map_or(like.part, |before: Part| before.or(like.part)));
                }
            }
            // Nothing is known of what words give that are in pieces here, or pieces of this one.
            given.words |= words.pieces;
        }
        let in_pieces = given.words & !reach.always != 0;
        if initials || in_pieces {
            given.listed_alone = 0.0;
        }
        for (at, part) in self.parts.iter().enumerate() {
            let bit = 1 << at;
            let part = match part {
                _ if given.words & bit != 0 => reach.whole_part(at),
                Some(part) if reach.needed & bit != 0 => *part,
                // A match may do without this word: if it is better left alone, it loses nothing.
                Some(part) => Part { support: part.support, ..Part::default() },
                None => continue,
            };
            given.words |= bit;
            given.support += part.support;
            given.lost += part.lost;
            given.points += part.points;
        }
        given
    }

    /// Fills `likes`, and hands back the ways to names of each word asked.
    fn ways(
        &mut self,
        (view, memory): (&View<'_>, &Memory),
        asked: &Asked,
        wanted: f32,
        reach: &Reach<'_>,
    ) -> Vec<Ways> {
        let mut ways: Vec<Ways> = vec![Ways::default(); asked.tokens.len().min(64)];
        for (at, token) in asked.tokens.iter().enumerate() {
            let nears: Arc<[Near]> = memory.near(view, &token.token.form, &mut self.near);
            for near in nears.iter() {
                let part = reach.part(at, near, view.form(near.form).main().len(), view.least(near.form));
                let like = Like { at: at as u8, join: false, likeness: near.likeness, why: near.why, part };
                let Some(way) = ways.get_mut(at) else { continue };
                let leads = reach.through(at, part) >= wanted;
                let words = Words { like: if leads { 1 << at } else { 0 }, pieces: 0 };
                self.likes.add(near.form, words, like);
                if leads {
                    way.forms.push(Way { form: near.form, part: Some(part), initial: near.why == Why::Initial });
                }
            }
        }
        self.particles_joined = false;
        for (at, join) in asked.joins.iter().enumerate() {
            near_join(view, &join.form, &mut self.near, &mut self.joined);
            let words = Words { like: 0, pieces: bits((join.first as u8, join.count as u8)) };
            self.particles_joined |= words.pieces & !reach.always == 0 && !self.joined.is_empty();
            for near in &self.joined {
                let part = Part::default();
                let like = Like { at: at as u8, join: true, likeness: near.likeness, why: near.why, part };
                self.likes.add(near.form, words, like);
                let joined = ways.iter_mut().skip(join.first).take(join.count);
                joined.for_each(|way| way.forms.push(Way { form: near.form, part: None, initial: false }));
            }
        }
        for at in reach.leading() {
            let (Some(token), Some(way)) = (asked.tokens.get(at), ways.get_mut(at)) else { continue };
            self.pieces.clear();
            parts(view, token.token.folded(), &mut self.pieces);
            for form in &self.pieces {
                self.likes.lead(*form, Words { like: 0, pieces: 1 << at });
                way.forms.push(Way { form: *form, part: None, initial: false });
            }
        }
        for way in &mut ways {
            way.names = way.forms.iter().map(|way| view.names_with(way.form).len()).sum();
        }
        ways
    }

    /// Marks the names of words that do not lead, where that pays. Hands back the words that are told apart by marks, each with the place of its
    /// mark: those, and the leading ones where several lead.
    fn mark_others(
        &mut self,
        view: &View<'_>,
        reach: &Reach<'_>,
        ways: &[Ways],
        leads: &[usize],
    ) -> Vec<(usize, usize)> {
        let mut tracked: Vec<(usize, usize)> = Vec::new();
        if leads.len() > 1 {
            tracked.extend(leads.iter().copied().enumerate().take(MOST_MARKS));
        }
        if self.visits.len() < MANY {
            return tracked;
        }
        let names = |at: usize| ways.get(at).map_or(0, |way| way.names);
        let mut others: Vec<usize> = reach.leading().filter(|at| !leads.contains(at)).collect();
        others.sort_by_key(|at| names(*at));
        let mut room = self.visits.len().saturating_mul(MARKED_PER_VISIT);
        for at in others {
            let n = tracked.len();
            if names(at) > room || n >= MOST_MARKS {
                break;
            }
            room -= names(at);
            for way in ways.get(at).into_iter().flat_map(|ways| &ways.forms) {
                view.names_with(way.form).iter().for_each(|name| self.marks.mark(name, n, way.initial));
            }
            tracked.push((n, at));
        }
        tracked
    }
}

/// A name on a leading way, which is told by the place of the word among those that lead, and its own among the ways of that word.
struct Visit {
    name: u32,
    brief: Brief,
    lead: u32,
    way: u32,
}

/// What names on one way can reach at the most, by their marks; not a number where nobody asked yet.
#[derive(Default)]
struct Bounds {
    known: Vec<(f32, f32)>,
}

impl Bounds {
    fn begin(&mut self) {
        self.known.clear();
    }

    fn get(&mut self, marks: u8, bound: impl FnOnce() -> (f32, f32)) -> (f32, f32) {
        let at = usize::from(marks);
        if at >= self.known.len() {
            self.known.resize(at + 1, (f32::NAN, 0.0));
        }
        match self.known.get_mut(at) {
            Some(known) if known.0.is_nan() => {
                *known = bound();
                *known
            }
            Some(known) => *known,
            None => bound(),
        }
    }
}

/// The words whose ways are followed.
fn leads(reach: &Reach<'_>, ways: &[Ways], wanted: f32) -> Vec<usize> {
    let all = reach.all;
    let needed = reach.leading().filter(|at| reach.needed & (1 << at) != 0);
    if let Some(at) = needed.min_by_key(|at| ways.get(*at).map_or(0, |way| way.names)) {
        return vec![at];
    }
    let (mut rest, mut leads) = (all, Vec::new());
    for at in reach.leading() {
        rest &= !(1 << at);
        leads.push(at);
        if reach.most(rest) < wanted {
            break;
        }
    }
    leads
}

/// Words that are told apart by marks.
const MOST_MARKS: usize = 6;

/// The mark of a name that has more of a word than its initial.
const NAMED: u16 = 1 << MOST_MARKS;

/// The mark of a name that was visited.
const VISITED: u16 = NAMED << 1;

/// For each name: which search marked it last, and with which words. Two bytes a name, so that those of many lists stay near.
#[derive(Default)]
struct Marks {
    of: Vec<u16>,
    turn: u8,
}

impl Marks {
    fn fit(&mut self, names: usize) {
        self.of.resize(names, 0);
    }

    /// Begins a search: all names are without marks.
    fn begin(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.of.fill(0);
            self.turn = 1;
        }
    }

    #[inline]
    fn now(&mut self, name: u32) -> Option<&mut u16> {
        let turn = u16::from(self.turn) << 8;
        let of = self.of.get_mut(name as usize)?;
        if *of & 0xff00 != turn {
            *of = turn;
        }
        Some(of)
    }

    #[inline]
    fn mark(&mut self, name: u32, word: usize, initial: bool) {
        if word < MOST_MARKS
            && let Some(of) = self.now(name)
        {
            *of |= 1 << word | if initial { 0 } else { NAMED };
        }
    }

    /// The words with which a name is marked.
    #[inline]
    fn of(&self, name: u32) -> u8 {
        match self.of.get(name as usize) {
            Some(of) if of >> 8 == u16::from(self.turn) => (of & (VISITED - 1)) as u8,
            _ => 0,
        }
    }

    /// Is a name visited for the first time?
    #[inline]
    fn first_visit(&mut self, name: u32) -> bool {
        let Some(of) = self.now(name).filter(|of| **of & VISITED == 0) else { return false };
        *of |= VISITED;
        true
    }
}
