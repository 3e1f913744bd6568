//! The whole-stake reading: who counts as owned passes on all that it holds.
//!
//! The set of the owned is the least that contains the listed and every entity of which its members hold enough. It is found by walking
//! outwards from the listed: each member is visited once and each of its stakes counted once, so cycles end by themselves and
//! the work is that of reading the stakes.

use crate::graph::{Edge, Graph, Kind};
use crate::share::Share;
use crate::test::{Aggregate, Version};

/// Which end of every interval counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Low,
    High,
}

/// What members of the set hold of each entity; memory that is used again from one walk to the next.
pub(crate) struct Walk {
    shares: Vec<u64>,
    votes: Vec<u64>,
    controlled: Vec<bool>,
    member: Vec<bool>,
    touched: Vec<u32>,
    queue: Vec<u32>,
    /// Arrangements of which all stakes are counted already.
    counted: Vec<bool>,
    to_clear: Vec<u32>,
}

impl Walk {
    pub(crate) fn new(graph: &Graph) -> Self {
        let count = graph.len() as usize;
        Self {
            shares: vec![0; count],
            votes: vec![0; count],
            controlled: vec![false; count],
            member: vec![false; count],
            touched: Vec::new(),
            queue: Vec::new(),
            counted: vec![false; graph.arrangements()],
            to_clear: Vec::new(),
        }
    }

    /// Walks outwards from these listed entities, and leaves what is held of each that was met.
    pub(crate) fn run(&mut self, graph: &Graph, version: &Version, listed: &[u32], end: End) {
        for at in self.touched.drain(..).chain(self.queue.drain(..)) {
            let at = at as usize;
            if let (Some(s), Some(v), Some(c), Some(m)) =
                (self.shares.get_mut(at), self.votes.get_mut(at), self.controlled.get_mut(at), self.member.get_mut(at))
            {
                (*s, *v, *c, *m) = (0, 0, false, false);
            }
        }
        for at in self.to_clear.drain(..) {
            self.counted.get_mut(at as usize).into_iter().for_each(|c| *c = false);
        }
        // Who acts together with others holds what they hold, where the test does not add shares up anyway.
        let joint = version.aggregate == Aggregate::No;
        for one in listed {
            if let Some(member) = self.member.get_mut(*one as usize) {
                *member = true;
                self.queue.push(*one);
            }
        }
        let mut next = 0;
        while let Some(owner) = self.queue.get(next).copied() {
            next += 1;
            for edge in graph.held_by(owner) {
                let at = edge.owned as usize;
                let (shares, votes) = self.amounts(graph, edge, end, joint);
                self.shares.get_mut(at).into_iter().for_each(|s| *s += shares);
                self.votes.get_mut(at).into_iter().for_each(|v| *v += votes);
                match edge.kind {
                    Kind::Control if edge.sure || end == End::High => {
                        self.controlled.get_mut(at).into_iter().for_each(|c| *c = true);
                    }
                    Kind::Shares | Kind::Votes | Kind::Control => {}
                }
                self.touched.push(edge.owned);
                let met =
                    version.met(self.share(version, edge.owned)) || (version.control && self.controls(edge.owned));
                if met
                    && let Some(member) = self.member.get_mut(at)
                    && !*member
                {
                    *member = true;
                    self.queue.push(edge.owned);
                }
            }
        }
        self.touched.sort_unstable();
        self.touched.dedup();
    }

    /// What a stake adds in shares and in votes: its own; or, once for all, that of everyone who acts together with its holder.
    fn amounts(&mut self, graph: &Graph, edge: &Edge, end: End, joint: bool) -> (u64, u64) {
        let of = |(low, high): (u64, u64)| if end == End::Low { low } else { high };
        if joint && edge.joint != 0 && edge.kind != Kind::Control {
            let Some(counted) = self.counted.get_mut(edge.joint as usize) else { return (0, 0) };
            if *counted {
                return (0, 0);
            }
            *counted = true;
            self.to_clear.push(edge.joint);
            let all = graph.jointly(edge.joint);
            return (of(all.shares), of(all.votes));
        }
        match edge.kind {
            Kind::Shares => (of((edge.low, edge.high)), 0),
            Kind::Votes => (0, of((edge.low, edge.high))),
            Kind::Control => (0, 0),
        }
    }

    /// What is held of an entity, as the test counts it.
    pub(crate) fn share(&self, version: &Version, entity: u32) -> Share {
        let of = |column: &[u64]| Share::of_steps(column.get(entity as usize).copied().unwrap_or(0));
        let shares = of(&self.shares);
        if version.votes { shares.max(of(&self.votes)) } else { shares }
    }

    pub(crate) fn controls(&self, entity: u32) -> bool {
        self.controlled.get(entity as usize).copied().unwrap_or(false)
    }

    /// Entities in which a member holds anything.
    pub(crate) fn touched(&self) -> &[u32] {
        &self.touched
    }

    pub(crate) fn is_member(&self, entity: u32) -> bool {
        self.member.get(entity as usize).copied().unwrap_or(false)
    }
}
