//! The whole-stake reading: who counts as owned passes on all that it holds.
//!
//! The set of the owned is the least that contains the listed and every entity of which its members hold enough. It is found by walking
//! outwards from the listed: each member is visited once and each of its stakes counted once, so cycles end by themselves and
//! the work is that of reading the stakes.

use crate::graph::{Graph, Kind};
use crate::share::Share;
use crate::test::Version;

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
                let amount = if end == End::Low { edge.low } else { edge.high };
                match edge.kind {
                    Kind::Shares => self.shares.get_mut(at).into_iter().for_each(|s| *s += amount),
                    Kind::Votes => self.votes.get_mut(at).into_iter().for_each(|v| *v += amount),
                    Kind::Control if edge.sure || end == End::High => {
                        self.controlled.get_mut(at).into_iter().for_each(|c| *c = true);
                    }
                    Kind::Control => {}
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
