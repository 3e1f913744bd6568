//! Stakes, and the graph of those that stand on one day.

use crate::share::{Range, Share};
use interdict_model::PartialDate;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range as Span;

/// What a stake is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Ownership.
    Shares,
    /// Votes without ownership.
    Votes,
    /// Any other power over an entity; its share does not count.
    Control,
}

/// A stake as a source states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stake {
    /// The id of who holds it.
    pub owner: String,
    /// The id of what is held.
    pub owned: String,
    /// How much.
    pub share: Range,
    /// Of what.
    pub kind: Kind,
    /// The first day, as far as it is known; open where there is none.
    pub from: Option<PartialDate>,
    /// The last day, likewise.
    pub to: Option<PartialDate>,
    /// Who says so.
    pub source: String,
    /// The record that says so, for messages: `stakes.csv line 3`.
    pub record: String,
    /// The arrangement by which its holder and others act together in this entity; empty where there is none.
    pub joint: String,
}

impl Stake {
    /// A stake without dates, source and arrangement.
    pub fn new(owner: &str, owned: &str, share: Range, kind: Kind) -> Self {
        let (owner, owned) = (owner.to_string(), owned.to_string());
        let (source, record, joint) = (String::new(), String::new(), String::new());
        Self { owner, owned, share, kind, from: None, to: None, source, record, joint }
    }

    /// The share on a day: from nothing where it is not known whether the stake stands that day, `None` where it does not. The last day counts.
    pub fn share_on(&self, day: Date) -> Option<Range> {
        let may = self.from.is_none_or(|d| d.first() <= day) && self.to.is_none_or(|d| day <= d.last());
        may.then(|| if self.stands_surely(day) { self.share } else { Range { low: Share::NONE, ..self.share } })
    }

    fn stands_surely(&self, day: Date) -> bool {
        self.from.is_none_or(|d| d.last() <= day) && self.to.is_none_or(|d| day <= d.first())
    }
}

/// What is wrong with a stake or with several together. What is used nevertheless, each says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An entity that holds itself.
    #[error("{record}: {id} holds itself; a company's own shares count for nobody, so the stake is left out")]
    Itself {
        /// The record.
        record: String,
        /// The entity.
        id: String,
    },
    /// A stake that ends before it begins.
    #[error(
        "{record}: the stake of {owner} in {owned} ends ({to}) before it begins ({from}); it is left out: put the dates right"
    )]
    Dates {
        /// The record.
        record: String,
        /// Who holds it.
        owner: String,
        /// What is held.
        owned: String,
        /// The first day.
        from: PartialDate,
        /// The last day.
        to: PartialDate,
    },
    /// A stake without one of its ends.
    #[error("{record}: a stake without {what}; it is left out")]
    Nobody {
        /// The record.
        record: String,
        /// `owner` or `owned`.
        what: &'static str,
    },
    /// Stakes of one kind in one entity that are more than all of it.
    #[error(
        "stakes in {owned} add up to {sum} % of {kind} at the least; wanted 100 % at most. All are used: look for one told twice"
    )]
    PastWhole {
        /// What is held.
        owned: String,
        /// `shares` or `votes`.
        kind: &'static str,
        /// The sum.
        sum: String,
    },
    /// An id that no stake names.
    #[error("{id} is listed, and no stake names it: it holds nothing here")]
    UnknownListed {
        /// The id.
        id: String,
    },
}

/// A stake between two numbered entities, in steps of a share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub owner: u32,
    pub owned: u32,
    /// Places in the list of sources.
    pub source: u32,
    pub low: u64,
    pub high: u64,
    pub kind: Kind,
    /// Is it sure that it stands on the day?
    pub sure: bool,
    /// Place of the arrangement among the graph's that its holder acts under; 0 where there is none.
    pub joint: u32,
}

/// What those who act together hold of one entity, in steps of a share.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Jointly {
    pub shares: (u64, u64),
    pub votes: (u64, u64),
}

/// The stakes that stand, or may stand, on a day.
pub struct Graph {
    day: Date,
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
    sources: Vec<String>,
    /// By owner.
    edges: Vec<Edge>,
    out: Vec<u32>,
    /// Places in `edges`, by what is owned.
    incoming: Vec<u32>,
    into: Vec<u32>,
    /// Arrangements; the first is none.
    joint: Vec<Jointly>,
}

impl Graph {
    /// The graph of the stakes that stand on a day, and what is wrong with them. A stake of which it is not known whether it
    /// stands that day (it began "in 2021") may be there or not. The last day of a stake still counts.
    pub fn build(stakes: impl IntoIterator<Item = Stake>, day: Date) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let (mut names, mut numbers) = (Vec::new(), FxHashMap::default());
        let (mut sources, mut known) = (Vec::new(), FxHashMap::default());
        let mut edges: Vec<Edge> = Vec::new();
        let (mut joint, mut arrangements) = (vec![Jointly::default()], FxHashMap::default());
        for stake in stakes {
            if let Some(what) = [(&stake.owner, "owner"), (&stake.owned, "owned")].iter().find(|(id, _)| id.is_empty())
            {
                faults.push(Fault::Nobody { record: stake.record, what: what.1 });
                continue;
            }
            let (share, sure) = (stake.share_on(day), stake.stands_surely(day));
            let (owner, owned) = (number(&mut names, &mut numbers, stake.owner), stake.owned);
            let owned = number(&mut names, &mut numbers, owned);
            let name = |at: u32| names.get(at as usize).cloned().unwrap_or_default();
            if owner == owned {
                faults.push(Fault::Itself { record: stake.record, id: name(owner) });
                continue;
            }
            if let (Some(from), Some(to)) = (stake.from, stake.to)
                && from.first() > to.last()
            {
                faults.push(Fault::Dates { record: stake.record, owner: name(owner), owned: name(owned), from, to });
                continue;
            }
            let Some(share) = share else { continue };
            let source = number(&mut sources, &mut known, stake.source);
            let (low, high) = (share.low.steps(), share.high.steps());
            let arrangement = if stake.joint.is_empty() {
                0
            } else {
                *arrangements.entry((owned, stake.joint)).or_insert_with(|| {
                    joint.push(Jointly::default());
                    joint.len() as u32 - 1
                })
            };
            if let Some(all) = joint.get_mut(arrangement as usize).filter(|_| arrangement != 0) {
                let sum = match stake.kind {
                    Kind::Shares => &mut all.shares,
                    Kind::Votes => &mut all.votes,
                    Kind::Control => &mut (0, 0),
                };
                *sum = (sum.0 + low, sum.1 + high);
            }
            edges.push(Edge { owner, owned, source, low, high, kind: stake.kind, sure, joint: arrangement });
        }
        edges.sort_by_key(|e| e.owner);
        let out = starts(names.len(), edges.iter().map(|e| e.owner));
        let mut incoming: Vec<u32> = (0..edges.len() as u32).collect();
        incoming.sort_by_key(|at| edges.get(*at as usize).map_or(0, |e| e.owned));
        let into = starts(names.len(), incoming.iter().filter_map(|at| edges.get(*at as usize)).map(|e| e.owned));
        let graph = Self { day, names, numbers, sources, edges, out, incoming, into, joint };
        graph.past_whole(&mut faults);
        (graph, faults)
    }

    fn past_whole(&self, faults: &mut Vec<Fault>) {
        for owned in 0..self.len() {
            for (kind, word) in [(Kind::Shares, "shares"), (Kind::Votes, "votes")] {
                let sum: u64 = self.into(owned).filter(|e| e.kind == kind).map(|e| e.low).sum();
                if sum > Share::WHOLE.steps() {
                    let sum = format!("{}", sum as f64 / 1e12);
                    faults.push(Fault::PastWhole { owned: self.name(owned).to_string(), kind: word, sum });
                }
            }
        }
    }

    /// The day.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The numbers of ids, and a fault for each that no stake names.
    pub fn ids<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> (Vec<u32>, Vec<Fault>) {
        let (mut known, mut faults) = (Vec::new(), Vec::new());
        for id in ids {
            match self.numbers.get(id) {
                Some(number) => known.push(*number),
                None => faults.push(Fault::UnknownListed { id: id.to_string() }),
            }
        }
        known.sort_unstable();
        known.dedup();
        (known, faults)
    }

    /// The number of one id.
    pub fn number(&self, id: &str) -> Option<u32> {
        self.numbers.get(id).copied()
    }

    /// The id of a number.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }

    /// How many entities there are.
    pub fn len(&self) -> u32 {
        self.names.len() as u32
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(crate) fn source(&self, edge: &Edge) -> &str {
        self.sources.get(edge.source as usize).map_or("", String::as_str)
    }

    /// What those who act together under an arrangement hold.
    pub(crate) fn jointly(&self, arrangement: u32) -> Jointly {
        self.joint.get(arrangement as usize).copied().unwrap_or_default()
    }

    /// How many arrangements there are, with that which is none.
    pub(crate) fn arrangements(&self) -> usize {
        self.joint.len()
    }

    /// The stakes that an entity holds.
    pub(crate) fn held_by(&self, owner: u32) -> &[Edge] {
        self.edges.get(span(&self.out, owner)).unwrap_or_default()
    }

    /// The stakes in an entity.
    pub(crate) fn into(&self, owned: u32) -> impl Iterator<Item = &Edge> {
        let places = self.incoming.get(span(&self.into, owned)).unwrap_or_default();
        places.iter().filter_map(|at| self.edges.get(*at as usize))
    }
}

fn span(starts: &[u32], at: u32) -> Span<usize> {
    match (starts.get(at as usize), starts.get(at as usize + 1)) {
        (Some(from), Some(to)) => *from as usize..*to as usize,
        _ => 0..0,
    }
}

fn number(names: &mut Vec<String>, numbers: &mut FxHashMap<String, u32>, name: String) -> u32 {
    if let Some(number) = numbers.get(&name) {
        return *number;
    }
    let number = names.len() as u32;
    names.push(name.clone());
    numbers.insert(name, number);
    number
}

/// Where the members of each group begin.
fn starts(groups: usize, members: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0u32; groups + 1];
    for group in members {
        if let Some(count) = starts.get_mut(group as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}
