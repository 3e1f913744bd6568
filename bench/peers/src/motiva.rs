//! libmotiva on pairs, through its public `MatchingAlgorithm::score`.
//!
//! Its cutoff is 0, for two reasons: above it logic-v1 leaves out qualifiers once a score is low, and name-based starts from the cutoff
//! instead of 0 (it hands cutoff and start to `run_features` the wrong way round), so that every score would be too high by it.

use crate::measure::{Peer, measure};
use crate::pairs::{Pair, Party};
use bumpalo::Bump;
use libmotiva::{Entity, LogicV1, MatchingAlgorithm, NameBased, SearchEntity};
use miette::Result;
use std::path::Path;

const VERSION: &str = "0.1.1";

/// Scores a set with logic-v1 and name-based.
pub fn run(set: &str, pairs: &[Pair], passes: usize, out: &Path) -> Result<()> {
    let parties: Vec<(SearchEntity, Entity)> = pairs.iter().map(|p| (query(&p.left), listed(&p.right))).collect();
    algorithm::<LogicV1>((set, pairs), &parties, passes, out)?;
    algorithm::<NameBased>((set, pairs), &parties, passes, out)
}

fn algorithm<A: MatchingAlgorithm>(
    set: (&str, &[Pair]),
    parties: &[(SearchEntity, Entity)],
    passes: usize,
    out: &Path,
) -> Result<()> {
    let peer = Peer { name: "libmotiva", version: VERSION, algorithm: A::name(), prepared: false };
    // As motiva's own server does: one arena, reset after each comparison.
    let mut bump = Bump::with_capacity(1024);
    let score = move |pair: Option<&(SearchEntity, Entity)>| {
        let score = pair.map_or(0.0, |(query, entity)| A::score(&bump, query, entity, 0.0).0);
        bump.reset();
        score
    };
    measure(set, peer, passes, out, |row| parties.get(row), score)
}

/// The properties as its builders take them.
fn properties<T>(party: &Party, build: impl FnOnce(&[(&str, &[&str])]) -> T) -> T {
    let owned: Vec<(&str, Vec<&str>)> =
        party.properties.keys().map(|k| (k.as_str(), party.texts(k).collect())).collect();
    let borrowed: Vec<(&str, &[&str])> = owned.iter().map(|(k, v)| (*k, v.as_slice())).collect();
    build(&borrowed)
}

fn query(party: &Party) -> SearchEntity {
    properties(party, |p| SearchEntity::builder(&party.schema).properties(p).build())
}

fn listed(party: &Party) -> Entity {
    properties(party, |p| Entity::builder(&party.schema).id(&party.id).properties(p).build())
}
