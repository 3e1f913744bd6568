//! Who is owned under a test, by whom, through what; and what would have to be known where that is open.

use crate::chain::{End, Walk};
use crate::graph::{Edge, Graph, Kind};
use crate::share::{Range, Share};
use crate::test::{Aggregate, Test, Version};
use jiff::civil::Date;
use serde::Serialize;

/// Is an entity owned by listed parties?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Whatever the unknown shares are.
    Owned,
    /// Whatever the unknown shares are. Of stakes that no source states nothing is known.
    NotOwned,
    /// It hangs on a share, a date or a rule that is not known.
    Undetermined,
}

/// One stake of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Who holds it.
    pub owner: String,
    /// What is held.
    pub owned: String,
    /// How much.
    #[serde(flatten)]
    pub share: Range,
    /// Of what.
    pub kind: Kind,
    /// Who says so.
    pub source: String,
}

impl Step {
    /// How much of what, in words: `30 %`, `25 to 50 % of votes`, `control`.
    pub fn held(&self) -> String {
        match self.kind {
            Kind::Shares => self.share.to_string(),
            Kind::Votes => format!("{} of votes", self.share),
            Kind::Control => "control".to_string(),
        }
    }
}

/// From a listed party to an entity, stake by stake.
pub type Path = Vec<Step>;

/// The answer for one entity under one test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The entity.
    pub entity: String,
    /// The test.
    pub test: String,
    /// Is it owned?
    #[serde(rename = "result")]
    pub verdict: Verdict,
    /// What listed parties, and those that count as owned by them, hold of it: at the least and at the most, in percent.
    #[serde(flatten)]
    pub share: Range,
    /// Is it listed itself?
    pub listed: bool,
    /// It counts as owned because a listed party controls it, whatever the share.
    pub by_control: bool,
    /// No single listed party holds enough: it counts as owned because an authority's guidance, not its law, adds shares up.
    pub by_guidance: bool,
    /// The test is not verified, so neither is the answer.
    pub unverified: bool,
    /// The way of every stake that counted back to a listed party.
    pub paths: Vec<Path>,
    /// Stakes of which more would have to be known.
    pub missing: Vec<Step>,
}

/// All answers under one test.
pub struct Judged<'g> {
    graph: &'g Graph,
    test: &'g Test,
    version: &'g Version,
    listed: Vec<bool>,
    low: Vec<Share>,
    high: Vec<Share>,
    verdicts: Vec<Verdict>,
    by_control: Vec<bool>,
    by_guidance: Vec<bool>,
    /// May belong to the owned.
    member: Vec<bool>,
    /// The owner through whom a member is nearest to a listed party; itself for the listed and for those that are none.
    nearer: Vec<u32>,
}

/// The best that was seen of each entity.
#[derive(Clone)]
struct Seen {
    low: Vec<Share>,
    high: Vec<Share>,
    owned: Vec<bool>,
    may: Vec<bool>,
    controlled: Vec<bool>,
}

impl Seen {
    fn new(count: usize) -> Self {
        let (none, no) = (vec![Share::NONE; count], vec![false; count]);
        Self { low: none.clone(), high: none, owned: no.clone(), may: no.clone(), controlled: no }
    }

    fn take(&mut self, walk: &Walk, version: &Version, end: End) {
        for entity in walk.touched() {
            let at = *entity as usize;
            let share = walk.share(version, *entity);
            let owned = version.met(share) || (version.control && walk.controls(*entity));
            let (shares, owns) = match end {
                End::Low => (&mut self.low, &mut self.owned),
                End::High => (&mut self.high, &mut self.may),
            };
            if let (Some(best), Some(is)) = (shares.get_mut(at), owns.get_mut(at)) {
                *best = (*best).max(share);
                *is |= owned;
            }
            if end == End::Low
                && let Some(controlled) = self.controlled.get_mut(at)
            {
                *controlled |= version.control && walk.controls(*entity);
            }
        }
    }
}

impl Graph {
    /// Judges every entity under a test on the graph's day; `None` where there was no such test that day. The same listed parties count for all.
    pub fn judge<'g>(&'g self, test: &'g Test, listed: &[u32]) -> Option<Judged<'g>> {
        let version = test.on(self.day())?;
        let count = self.len() as usize;
        let mut walk = Walk::new(self);
        let (mut together, mut alone) = (Seen::new(count), Seen::new(count));
        let mut member = vec![false; count];
        let mut note = |walk: &Walk| {
            for entity in walk.touched().iter().chain(listed) {
                member.get_mut(*entity as usize).into_iter().for_each(|m| *m |= walk.is_member(*entity));
            }
        };
        if version.aggregate != Aggregate::No {
            for end in [End::Low, End::High] {
                walk.run(self, version, listed, end);
                together.take(&walk, version, end);
                note(&walk);
            }
        }
        if version.aggregate != Aggregate::Yes {
            for one in listed {
                for end in [End::Low, End::High] {
                    walk.run(self, version, &[*one], end);
                    alone.take(&walk, version, end);
                    note(&walk);
                }
            }
        }
        let of = |column: &[bool], at: usize| column.get(at).copied().unwrap_or(false);
        let mut by_guidance = vec![false; count];
        let (owned, may, low, high, controlled) = match version.aggregate {
            Aggregate::Yes => (together.owned, together.may, together.low, together.high, together.controlled),
            Aggregate::No => (alone.owned, alone.may, alone.low, alone.high, alone.controlled),
            Aggregate::Guidance => {
                for (at, by) in by_guidance.iter_mut().enumerate() {
                    *by = of(&together.owned, at) && !of(&alone.owned, at);
                }
                (together.owned, together.may, together.low, together.high, together.controlled)
            }
            // Surely owned by one; perhaps by all together.
            Aggregate::Unclear => (alone.owned, together.may, alone.low, together.high, alone.controlled),
        };
        let verdict = |at: usize| match (of(&owned, at), of(&may, at)) {
            (true, _) => Verdict::Owned,
            (false, true) => Verdict::Undetermined,
            (false, false) => Verdict::NotOwned,
        };
        let met = |at: usize| low.get(at).is_some_and(|share| version.met(*share));
        let by_control = (0..count).map(|at| of(&owned, at) && of(&controlled, at) && !met(at)).collect();
        let verdicts = (0..count).map(verdict).collect();
        let nearer = self.nearer(&member, listed);
        let mut is_listed = vec![false; count];
        listed.iter().for_each(|l| is_listed.get_mut(*l as usize).into_iter().for_each(|i| *i = true));
        let listed = is_listed;
        Some(Judged {
            graph: self,
            test,
            version,
            listed,
            low,
            high,
            verdicts,
            by_control,
            by_guidance,
            member,
            nearer,
        })
    }

    /// For each member the owner through whom the way to a listed party is shortest, found by going outwards from the listed.
    fn nearer(&self, member: &[bool], listed: &[u32]) -> Vec<u32> {
        let mut nearer: Vec<u32> = (0..self.len()).collect();
        let mut seen = vec![false; member.len()];
        let mut queue = listed.to_vec();
        listed.iter().for_each(|l| seen.get_mut(*l as usize).into_iter().for_each(|s| *s = true));
        let mut next = 0;
        while let Some(owner) = queue.get(next).copied() {
            next += 1;
            for edge in self.held_by(owner) {
                let at = edge.owned as usize;
                if let (Some(true), Some(seen), Some(from)) = (member.get(at), seen.get_mut(at), nearer.get_mut(at))
                    && !*seen
                {
                    (*seen, *from) = (true, owner);
                    queue.push(edge.owned);
                }
            }
        }
        nearer
    }
}

impl<'g> Judged<'g> {
    /// What the test said on the day.
    pub fn version(&self) -> &'g Version {
        self.version
    }

    /// The day of the stakes.
    pub fn day(&self) -> Date {
        self.graph.day()
    }

    /// The answer for one entity; `None` where no stake names it.
    pub fn of(&self, id: &str) -> Option<Row> {
        self.graph.number(id).map(|number| self.row(number))
    }

    /// The answers for all entities, in the order in which the stakes name them.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.graph.len()).map(|entity| self.row(entity))
    }

    /// How many entities are owned.
    pub fn owned(&self) -> usize {
        self.verdicts.iter().filter(|v| **v == Verdict::Owned).count()
    }

    /// Every stake that counts, or may count, behind an entity: in itself, in who holds it, and so on; the nearest first.
    pub fn behind(&self, id: &str) -> Vec<Step> {
        let mut queue: Vec<u32> = self.graph.number(id).into_iter().collect();
        let (mut next, mut steps) = (0, Vec::new());
        while let Some(at) = queue.get(next).copied() {
            next += 1;
            for edge in self.counted(at) {
                steps.push(self.step(edge));
                // What stands behind the listed does not matter.
                let listed = self.listed.get(edge.owner as usize).copied().unwrap_or(false);
                if !listed && !queue.contains(&edge.owner) {
                    queue.push(edge.owner);
                }
            }
        }
        steps
    }

    fn row(&self, entity: u32) -> Row {
        let at = entity as usize;
        let share = |column: &[Share]| column.get(at).copied().unwrap_or_default();
        let is = |column: &[bool]| column.get(at).copied().unwrap_or(false);
        let verdict = self.verdicts.get(at).copied().unwrap_or(Verdict::Undetermined);
        Row {
            entity: self.graph.name(entity).to_string(),
            test: self.test.id.clone(),
            verdict,
            share: Range { low: share(&self.low), high: share(&self.high) },
            listed: is(&self.listed),
            by_control: is(&self.by_control),
            by_guidance: is(&self.by_guidance),
            unverified: self.version.certainty != "verified",
            paths: self.counted(entity).map(|edge| self.path(edge)).collect(),
            missing: if verdict == Verdict::Undetermined { self.missing(entity) } else { Vec::new() },
        }
    }

    fn member(&self, entity: u32) -> bool {
        self.member.get(entity as usize).copied().unwrap_or(false)
    }

    /// The stakes in an entity that count, or may count, under the test: those of members, and of those who act together with one.
    fn counted(&self, entity: u32) -> impl Iterator<Item = &'g Edge> + '_ {
        let joint = |edge: &Edge| self.version.aggregate == Aggregate::No && edge.joint != 0;
        let together = move |edge: &Edge| {
            joint(edge)
                && edge.kind != Kind::Control
                && self.graph.into(entity).any(|other| other.joint == edge.joint && self.member(other.owner))
        };
        self.graph.into(entity).filter(move |edge| {
            let kind = match edge.kind {
                Kind::Shares => edge.high > 0,
                Kind::Votes => self.version.votes && edge.high > 0,
                Kind::Control => self.version.control,
            };
            kind && (self.member(edge.owner) || together(edge))
        })
    }

    fn step(&self, edge: &Edge) -> Step {
        Step {
            owner: self.graph.name(edge.owner).to_string(),
            owned: self.graph.name(edge.owned).to_string(),
            share: Range { low: Share::of_steps(edge.low), high: Share::of_steps(edge.high) },
            kind: edge.kind,
            source: self.graph.source(edge).to_string(),
        }
    }

    fn path(&self, last: &Edge) -> Path {
        let mut path = vec![self.step(last)];
        let mut at = last.owner;
        while let Some(from) = self.nearer.get(at as usize).copied().filter(|from| *from != at) {
            let stakes = self.counted(at).filter(|edge| edge.owner == from);
            // Control first, then the largest stake.
            let Some(edge) = stakes.max_by_key(|e| (e.kind == Kind::Control, e.low, e.high)) else { break };
            path.push(self.step(edge));
            at = from;
        }
        path.reverse();
        path
    }

    /// Stakes whose share or day is not known, in the entity and in those of its owners that may be owned; the nearest first.
    fn missing(&self, entity: u32) -> Vec<Step> {
        const MOST: usize = 8;
        let (mut queue, mut missing) = (vec![entity], Vec::new());
        let mut next = 0;
        while let Some(at) = queue.get(next).copied() {
            next += 1;
            for edge in self.counted(at) {
                if edge.low != edge.high || !edge.sure {
                    missing.push(self.step(edge));
                    if missing.len() == MOST {
                        return missing;
                    }
                }
                let open = self.verdicts.get(edge.owner as usize) == Some(&Verdict::Undetermined);
                if open && !queue.contains(&edge.owner) {
                    queue.push(edge.owner);
                }
            }
        }
        missing
    }
}
