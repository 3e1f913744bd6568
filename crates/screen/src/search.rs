//! Candidates, then scores.
//!
//! A name can reach the threshold only if enough of the query's weight agrees: [`crate::weights::most_points`] bounds the points from
//! above by agreement, and agreement is bounded by which tokens asked have anything like them in a name. So it is enough to
//! look at names that share one of the rarest tokens of the query (the others together could not carry a match), and to score
//! those in which enough weight is shared. [`search_exhaustively`] scores every name of every party instead: the
//! same answer, slowly. A property test holds the two together.

use crate::asked::{Asked, splits};
use crate::index::Index;
use crate::query::{Match, Options, Query};
use crate::score::{judge, most_support};
use crate::weights;
use interdict_model::{IdKind, Identifier};
use interdict_names::{NameHint, Role};
use rustc_hash::FxHashMap;

/// The listed entities that a party may be, best first.
pub fn search(index: &Index, query: &Query, options: Options) -> Vec<Match> {
    let (mut asked, identifiers) = ready(index, query);
    let least = least_agreement(query, options.threshold);
    let names = candidates(index, &mut asked, least);
    let identified = identified(index, &identifiers);
    let mut matches = Vec::new();
    let mut at = 0;
    while let Some(party) = names.get(at).and_then(|n| index.listed_name(*n)).map(|n| n.party) {
        let until = names
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|n| index.listed_name(**n).is_some_and(|n| n.party == party));
        let count = until.count();
        let run = names.get(at..at + count).unwrap_or_default();
        if identified.binary_search(&party).is_err() {
            matches.extend(judge(
                index,
                query,
                &mut asked,
                party,
                run.iter().copied(),
                &identifiers,
                options.threshold,
            ));
        }
        at += count;
    }
    // Where an identifier speaks, all names of the party are looked at, so that the one that differs least is shown.
    for party in identified {
        matches.extend(judge(index, query, &mut asked, party, names_of(index, party), &identifiers, options.threshold));
    }
    finish(matches, options)
}

/// What [`search`] finds, by scoring every name of every party. For tests and doubts; slow.
pub fn search_exhaustively(index: &Index, query: &Query, options: Options) -> Vec<Match> {
    let (mut asked, identifiers) = ready(index, query);
    let parties = 0..index.len() as u32;
    let matches = parties.filter_map(|party| {
        judge(index, query, &mut asked, party, names_of(index, party), &identifiers, options.threshold)
    });
    finish(matches.collect(), options)
}

/// How a query stands to one entity, whatever the score: why is this no match? `None` where they have nothing in common.
pub fn explain(index: &Index, query: &Query, entity: u32) -> Option<Match> {
    let (mut asked, identifiers) = ready(index, query);
    judge(index, query, &mut asked, entity, names_of(index, entity), &identifiers, 0.0)
}

/// The matches of each query, in order. Pure: give each thread a slice of a batch.
pub fn screen_rows(index: &Index, queries: &[Query], options: Options) -> Vec<Vec<Match>> {
    queries.iter().map(|query| search(index, query, options)).collect()
}

fn ready(index: &Index, query: &Query) -> (Asked, Vec<Identifier>) {
    let hint = query.kind.map_or(NameHint::Unknown, NameHint::from);
    let asked = Asked::new(index, &query.name, hint);
    let mut identifiers = query.identifiers.clone();
    identifiers.retain(|i| !i.key().is_empty());
    // A tail or register number typed where a name belongs.
    let mut number = |text: &str| {
        let identifier = Identifier::new(IdKind::Other, text);
        let key = identifier.key();
        if key.len() >= 5 && key.bytes().any(|b| b.is_ascii_digit()) && !index.lookup.identified(&key).is_empty() {
            identifiers.push(identifier);
        }
    };
    let name = query.name.trim();
    if name.len() <= 100 {
        number(name);
    }
    let words = name.split_whitespace().take(interdict_names::MOST_TOKENS);
    if words.clone().nth(1).is_some() {
        words.filter(|w| w.len() <= 100).for_each(number);
    }
    (asked, identifiers)
}

fn names_of(index: &Index, party: u32) -> std::ops::Range<u32> {
    index.party(party).map_or(0..0, |p| p.first_name..p.last_name)
}

fn identified(index: &Index, identifiers: &[Identifier]) -> Vec<u32> {
    let mut parties: Vec<u32> = identifiers.iter().flat_map(|i| index.lookup.identified(&i.key())).copied().collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn finish(mut matches: Vec<Match>, options: Options) -> Vec<Match> {
    matches.retain(|m| m.score >= options.threshold);
    matches.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.entity.cmp(&b.entity)));
    matches.truncate(options.limit);
    matches
}

/// The least agreement with which a name can reach the threshold, rounded down.
fn least_agreement(query: &Query, threshold: f32) -> f32 {
    let (wanted, support) = (weights::points(threshold) - 0.01, most_support(query));
    let reaches = |percent: &i32| weights::most_points(*percent as f32 / 100.0, support) >= wanted;
    // The bound rises with agreement, so the last percent that falls short is safe.
    (0..=100).find(reaches).map_or(1.0, |percent| (percent - 1).max(0) as f32 / 100.0)
}

/// Names in which enough of the weight asked has something like it, in order.
fn candidates(index: &Index, asked: &mut Asked, least: f32) -> Vec<u32> {
    let count = asked.tokens.len();
    if count == 0 {
        return Vec::new();
    }
    let spare = |at: usize| asked.tokens.get(at).map_or(0.0, |t| t.weight * weights::spare(t.token.role));
    let weight: Vec<f32> = (0..count).map(|at| asked.weight(at)).collect();
    let spare: Vec<f32> = (0..count).map(spare).collect();
    // An initial asked may stand for any name with its letter: it always counts as found.
    let initial =
        |at: usize| asked.tokens.get(at).is_some_and(|t| t.token.role == Role::Initial || t.token.form.initial);
    let always = (0..count).filter(|at| initial(*at)).fold(0u64, |bits, at| bits | 1 << at);
    let most = |found: u64| {
        let (mut matched, mut alone) = (0.0, 0.0);
        for at in 0..count {
            match found & (1 << at) {
                0 => alone += spare.get(at).copied().unwrap_or(0.0),
                _ => matched += weight.get(at).copied().unwrap_or(0.0),
            }
        }
        if matched > 0.0 { matched / (matched + alone) } else { 0.0 }
    };
    // Rarest first; the rest need not be looked up once it could not carry a match alone.
    let mut order: Vec<usize> = (0..count).filter(|at| !initial(*at)).collect();
    order.sort_by(|a, b| weight.get(*b).copied().unwrap_or(0.0).total_cmp(&weight.get(*a).copied().unwrap_or(0.0)));
    let mut rest = (0..count).fold(0u64, |bits, at| bits | 1 << at);
    let mut leading = 0;
    for at in &order {
        rest &= !(1 << at);
        leading += 1;
        if most(rest) < least {
            break;
        }
    }
    let mut found: FxHashMap<u32, u64> = FxHashMap::default();
    let (mut like, mut parts) = (Vec::new(), Vec::new());
    // Joins first: they are leads of their own.
    for at in 0..asked.joins.len() {
        let Some(join) = asked.joins.get(at) else { continue };
        let bits = (join.first..join.first + join.count).fold(0u64, |bits, n| bits | 1 << n);
        index.lookup.like(&join.form, &mut like);
        for form in &like {
            if asked.join_alike(index, at, *form).is_some() {
                for name in index.lookup.names_with(*form) {
                    *found.entry(*name).or_default() |= bits;
                }
            }
        }
    }
    for (place, at) in order.iter().enumerate() {
        let lead = place < leading;
        let Some(token) = asked.tokens.get(*at) else { continue };
        index.lookup.like(&token.token.form, &mut like);
        parts.clear();
        splits(&index.lookup, token.token.folded(), &mut parts);
        like.retain(|form| asked.alike(index, *at, *form).is_some());
        for form in like.iter().chain(&parts) {
            for name in index.lookup.names_with(*form) {
                if lead {
                    *found.entry(*name).or_default() |= 1 << at;
                } else if let Some(bits) = found.get_mut(name) {
                    *bits |= 1 << at;
                }
            }
        }
    }
    let mut names: Vec<u32> =
        found.into_iter().filter(|(_, bits)| most(bits | always) >= least).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}
