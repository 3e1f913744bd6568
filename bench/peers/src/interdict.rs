//! Interdict on pairs: two parties compared without an index, as `interdict_screen::compare` does it.

use crate::measure::{Peer, measure};
use crate::pairs::{Pair, Party};
use interdict_lists::{Report, formats};
use interdict_model::{Entity, Schema};
use interdict_screen::{Match, Prepared, PreparedQuery, Query, compare, compare_prepared};
use miette::Result;
use std::path::Path;

const VERSION: &str = "of this tree";

/// Scores a set twice: names taken apart while the clock runs, as for parties never seen before; and taken apart before, as a
/// snapshot holds them.
pub fn run(set: &str, pairs: &[Pair], passes: usize, out: &Path) -> Result<()> {
    let mut report = Report::default();
    let mut entity = |party: &Party| {
        let schema = formats::party_schema(&party.schema).unwrap_or(Schema::LegalEntity);
        let mut entity = formats::party_of(schema, &party.properties, &mut report);
        entity.id.clone_from(&party.id);
        entity
    };
    let parties: Vec<(Query, Entity)> = pairs.iter().map(|p| (Query::of(&entity(&p.left)), entity(&p.right))).collect();
    let peer = |prepared| Peer { name: "interdict", version: VERSION, algorithm: "compare", prepared };
    // `row` counts the pairs, of which `parties` has as many.
    let at = |row: usize| parties.get(row).map(|(query, entity)| (query.clone(), entity));
    measure((set, pairs), peer(false), passes, out, at, |pair| value(pair.and_then(|(q, e)| compare(q, e))))?;

    let ready: Vec<(PreparedQuery, Prepared)> =
        parties.iter().map(|(q, e)| (PreparedQuery::new(q.clone()), Prepared::new(e))).collect();
    let score = |pair: Option<&(PreparedQuery, Prepared)>| value(pair.and_then(|(q, e)| compare_prepared(q, e)));
    measure((set, pairs), peer(true), passes, out, |row| ready.get(row), score)
}

/// The score of a match; 0 where nothing agrees.
fn value(found: Option<Match>) -> f64 {
    found.map_or(0.0, |m| f64::from(m.score))
}
