//! Candidates, then scores.
//!
//! A name can reach the threshold only if enough of the asked weight agrees: [`crate::weights::Weights::most_name_points`] bounds its points from
//! above by which words asked have anything like them in it. [`Candidates`] looks at no others; what is left is laid side by side.
//! [`search_exhaustively`] scores every name of every party instead: the same answer, slowly. A property test holds the two together.

use crate::align::{Alignment, Like, Likes, Words, align};
use crate::asked::Asked;
use crate::beside::{self, Around};
use crate::brief::Asks;
use crate::candidates::Candidates;
use crate::features::{Feature, Features, measure};
use crate::index::{Index, Listed, View};
use crate::near::{Memory, taught};
use crate::query::{Match, Options, Query};
use crate::reach::Part;
use crate::score::{Named, beside_points, tell, total};
use crate::weights::{self, WEIGHTS, Weights};
use interdict_model::{IdKind, Identifier};
use interdict_names::{NameHint, readings};
use rustc_hash::FxHashMap;
use std::sync::Mutex;

/// Searches an index. It keeps what makes the next search cheaper, and leaves it with the index when it goes.
pub struct Searcher<'a> {
    view: View<'a>,
    weights: &'static Weights,
    scratch: Scratch,
    listed: Vec<Listed<'a>>,
    pool: &'a Pool,
}

/// What searchers of an index share, and what they left for those that come after them.
#[derive(Default)]
pub(crate) struct Pool {
    memory: Memory,
    left: Mutex<Vec<Scratch>>,
}

#[derive(Default)]
struct Scratch {
    candidates: Candidates,
    /// Where no candidates are looked for, what is like what.
    likes: Likes,
    alignment: Alignment,
}

impl Drop for Searcher<'_> {
    fn drop(&mut self) {
        if let Ok(mut pool) = self.pool.left.lock() {
            pool.push(std::mem::take(&mut self.scratch));
        }
    }
}

/// The best name of a party so far.
#[derive(Clone, Copy)]
struct Best {
    points: f32,
    share: f32,
    /// Which reading of which asked name.
    asked: u32,
    name: u32,
}

/// A query taken apart.
struct Ready {
    asked: Vec<(String, Asked)>,
    identifiers: Vec<Identifier>,
}

impl<'a> Searcher<'a> {
    /// A searcher over an index.
    pub fn new(index: &'a Index) -> Self {
        let view = index.view();
        let mut scratch = index.pool.left.lock().ok().and_then(|mut pool| pool.pop()).unwrap_or_default();
        scratch.candidates.fit(view.names());
        Self { view, weights: &WEIGHTS, scratch, listed: Vec::new(), pool: &index.pool }
    }

    /// The listed entities that a party may be, best first.
    pub fn search(&mut self, query: &Query, options: Options) -> Vec<Match> {
        let ready = self.ready(query);
        let wanted = weights::points(options.threshold) - 0.001;
        let asks = Asks::new(query, !ready.identifiers.is_empty(), &self.weights.beside);
        let mut best: FxHashMap<u32, Best> = FxHashMap::default();
        for (at, (_, asked)) in ready.asked.iter().enumerate() {
            self.scratch.candidates.find((&self.view, &self.pool.memory, self.weights), asked, wanted, &asks);
            let names = std::mem::take(&mut self.scratch.candidates.names);
            for name in &names {
                self.view.tokens(*name, &mut self.listed);
                align(asked, &self.listed, &self.scratch.candidates.likes, &mut self.scratch.alignment);
                self.keep(at, asked, *name, false, &mut best);
            }
            self.scratch.candidates.names = names;
        }
        for party in self.identified(&ready.identifiers) {
            // Where an identifier speaks, all names of the party are looked at, so that the one that differs least is shown.
            best.remove(&party);
            self.all_names(&ready, party, true, &mut best);
            best.entry(party).or_insert(Best { points: 0.0, share: 0.0, asked: u32::MAX, name: u32::MAX });
        }
        self.answer(query, &ready, best, options)
    }

    /// What [`Searcher::search`] finds, by scoring every name of every party. For tests and doubts; slow.
    pub fn search_exhaustively(&mut self, query: &Query, options: Options) -> Vec<Match> {
        let ready = self.ready(query);
        let mut best: FxHashMap<u32, Best> = FxHashMap::default();
        for party in 0..self.view.len() as u32 {
            self.all_names(&ready, party, false, &mut best);
        }
        for party in self.identified(&ready.identifiers) {
            self.all_names(&ready, party, true, &mut best);
            best.entry(party).or_insert(Best { points: 0.0, share: 0.0, asked: u32::MAX, name: u32::MAX });
        }
        self.answer(query, &ready, best, options)
    }

    /// The match of one entity, whatever its score; `None` where nothing of name or number agrees.
    pub fn explain(&mut self, query: &Query, entity: u32) -> Option<Match> {
        let ready = self.ready(query);
        let mut best: FxHashMap<u32, Best> = FxHashMap::default();
        let named = self.identified(&ready.identifiers).contains(&entity);
        self.all_names(&ready, entity, named, &mut best);
        if named {
            best.entry(entity).or_insert(Best { points: 0.0, share: 0.0, asked: u32::MAX, name: u32::MAX });
        }
        self.answer(query, &ready, best, Options { limit: 1, threshold: 0.0 }).into_iter().next()
    }

    /// What the weights are fitted on: the features of the best pair of names of a query and an entity, and the points beside the name.
    pub fn features(&mut self, query: &Query, entity: u32) -> Option<(Features, f32)> {
        let ready = self.ready(query);
        let mut best: FxHashMap<u32, Best> = FxHashMap::default();
        self.all_names(&ready, entity, false, &mut best);
        let one = *best.get(&entity)?;
        let around = self.around(query, &ready, entity)?;
        let (_, asked) = ready.asked.get(one.asked as usize)?;
        self.scratch.likes.clear(0);
        self.lay(asked, one.name);
        let features = self.measured(asked, one.name);
        Some((features, beside_points(one.share, &around, self.weights)))
    }

    fn ready(&self, query: &Query) -> Ready {
        let hint = query.kind.map_or(NameHint::Unknown, NameHint::from);
        let mut asked = Vec::new();
        for name in query.names() {
            asked.extend(readings(name, hint).into_iter().map(|r| (name.to_string(), Asked::new(Some(&self.view), r))));
        }
        let mut identifiers = query.identifiers.clone();
        identifiers.retain(|i| !i.key().is_empty());
        // A tail or register number typed where a name belongs.
        let mut number = |text: &str| {
            let identifier = Identifier::new(IdKind::Other, text);
            let key = identifier.key();
            let form = key.len() >= 5 && key.bytes().any(|b| b.is_ascii_digit());
            if form && self.view.identified(&key).next().is_some() {
                identifiers.push(identifier);
            }
        };
        let name = query.name.trim();
        if name.bytes().any(|b| b.is_ascii_digit()) {
            if name.len() <= 100 {
                number(name);
            }
            let words = name.split_whitespace().take(interdict_names::MOST_TOKENS);
            if words.clone().nth(1).is_some() {
                words.filter(|w| w.len() <= 100).for_each(number);
            }
        }
        Ready { asked, identifiers }
    }

    fn identified(&self, identifiers: &[Identifier]) -> Vec<u32> {
        let mut parties: Vec<u32> = identifiers.iter().flat_map(|i| self.view.identified(&i.key())).collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    }

    /// Scores the alignment at hand and keeps it if it is the party's best.
    fn keep(&mut self, at: usize, asked: &Asked, name: u32, any: bool, best: &mut FxHashMap<u32, Best>) {
        let Some(party) = self.view.party_of(name) else { return };
        let features = self.measured(asked, name);
        let share = features.get(Feature::Share);
        // A name of which nothing agrees is none, but where a number spoke: then it is shown beside.
        if share <= 0.0 && !any {
            return;
        }
        let points = self.weights.name_points(&features);
        let this = Best { points, share, asked: at as u32, name };
        match best.entry(party) {
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(this);
            }
            std::collections::hash_map::Entry::Occupied(mut slot) => {
                let before = slot.get();
                if (points, before.asked, before.name) > (before.points, at as u32, name) {
                    slot.insert(this);
                }
            }
        }
    }

    /// The features of the alignment at hand.
    fn measured(&self, asked: &Asked, name: u32) -> Features {
        let mut features = measure(asked, &self.listed, &self.scratch.alignment, self.view.name_kind(name));
        features.among(self.view.len());
        features
    }

    /// Scores all names of a party.
    fn all_names(&mut self, ready: &Ready, party: u32, any: bool, best: &mut FxHashMap<u32, Best>) {
        for (at, (_, asked)) in ready.asked.iter().enumerate() {
            self.scratch.likes.clear(0);
            for name in self.view.names_of(party) {
                self.lay(asked, name);
                self.keep(at, asked, name, any, best);
            }
        }
    }

    /// Lays a name beside the asked one by comparing every word of both.
    fn lay(&mut self, asked: &Asked, name: u32) {
        self.view.tokens(name, &mut self.listed);
        for token in &self.listed {
            if self.scratch.likes.compare(asked, token) {
                for (at, word) in asked.tokens.iter().enumerate() {
                    for near in taught(&self.view, &word.token.form).iter().filter(|n| n.form == token.id) {
                        let like = Like {
                            at: at as u8,
                            join: false,
                            likeness: near.likeness,
                            why: near.why,
                            part: Part::default(),
                        };
                        self.scratch.likes.add(near.form, Words::default(), like);
                    }
                }
            }
        }
        align(asked, &self.listed, &self.scratch.likes, &mut self.scratch.alignment);
    }

    /// Adds what is known beside the names, sorts, cuts, and tells.
    fn answer(&mut self, query: &Query, ready: &Ready, best: FxHashMap<u32, Best>, options: Options) -> Vec<Match> {
        let wanted = weights::points(options.threshold) - 0.001;
        let most = Asks::new(query, false, &self.weights.beside).most();
        let asks = beside::asks(query) || !ready.identifiers.is_empty();
        let mut ranked: Vec<(f32, u32, Best)> = Vec::with_capacity(best.len());
        for (party, one) in best {
            let named = (one.name != u32::MAX).then_some((one.points, one.share));
            let reach = one.points + self.weights.support(one.share) * most;
            if named.is_some() && ready.identifiers.is_empty() && reach < wanted {
                continue;
            }
            let points = match asks {
                false => one.points,
                true => match self.around(query, ready, party) {
                    Some(around) if one.share <= 0.0 && !around.decided => continue,
                    Some(around) => total(named, &around, self.weights),
                    None => continue,
                },
            };
            if weights::score(points) >= options.threshold {
                ranked.push((points, party, one));
            }
        }
        let order = |a: &(f32, u32, Best), b: &(f32, u32, Best)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        ranked.sort_unstable_by(order);
        ranked.truncate(options.limit);
        ranked.into_iter().filter_map(|(_, party, one)| self.tell(query, ready, party, one)).collect()
    }

    fn around(&self, query: &Query, ready: &Ready, party: u32) -> Option<Around> {
        let known = self.view.party(party)?;
        let addresses = || self.view.addresses(party);
        Some(beside::around(query, &ready.identifiers, &known, addresses, &self.weights.beside))
    }

    fn tell(&mut self, query: &Query, ready: &Ready, party: u32, best: Best) -> Option<Match> {
        let around = self.around(query, ready, party)?;
        let known = self.view.party(party)?;
        let Some((asked_text, asked)) = ready.asked.get(best.asked as usize) else {
            return Some(tell(party, known, None, around, self.weights));
        };
        self.scratch.likes.clear(0);
        self.lay(asked, best.name);
        let kind = self.view.name_kind(best.name);
        let named = Named {
            text: self.view.name_text(best.name),
            kind,
            asked_text,
            asked,
            listed: &self.listed,
            alignment: &self.scratch.alignment,
            features: self.measured(asked, best.name),
        };
        Some(tell(party, known, Some(named), around, self.weights))
    }
}

/// The listed entities that a party may be, best first. For many queries keep a [`Searcher`].
pub fn search(index: &Index, query: &Query, options: Options) -> Vec<Match> {
    Searcher::new(index).search(query, options)
}

/// What [`search`] finds, by scoring every name of every party.
pub fn search_exhaustively(index: &Index, query: &Query, options: Options) -> Vec<Match> {
    Searcher::new(index).search_exhaustively(query, options)
}

/// The match of one entity of the index, whatever its score.
pub fn explain(index: &Index, query: &Query, entity: u32) -> Option<Match> {
    Searcher::new(index).explain(query, entity)
}
