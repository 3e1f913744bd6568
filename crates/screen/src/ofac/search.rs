//! All listed names under the imitated score.

use super::OfacQuery;
use crate::index::Index;
use interdict_model::NameKind;
use rustc_hash::FxHashMap;
use serde::Serialize;

/// A listed entity with the score that OFAC's tool would show for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfacHit {
    /// Ordinal of the entity in the slice that the index was built from.
    pub entity: u32,
    /// Source of the entity.
    pub source: String,
    /// Its id there.
    pub id: String,
    /// The name under which it is listed.
    pub name: String,
    /// Which of its names scores highest.
    pub matched_name: String,
    /// What kind of name that is.
    pub matched_kind: NameKind,
    /// The score, 0 to 100.
    pub score: u8,
}

/// The listed entities of which a name scores `minimum` or more, best first; each once, by its best name.
///
/// Only entities whose source `of_source` admits: the tool knows OFAC's lists alone. All names count, weak aliases too: nothing that OFAC
/// says of the tool sets them apart (FAQ 124 leaves it to who screens whether they count), and whether the tool leaves them out was
/// not measured. Looks at every name: some 50 to 80 ms for 100,000 of them on one core.
pub fn ofac_search(index: &Index, name: &str, minimum: u8, of_source: impl Fn(&str) -> bool) -> Vec<OfacHit> {
    let view = index.view();
    let mut query = OfacQuery::new(name);
    // By entity: the best score, and the ordinal of the name that has it.
    let mut best: FxHashMap<u32, (u8, u32)> = FxHashMap::default();
    for (ordinal, (entity, listed)) in (0_u32..).zip(index.listed_names()) {
        let score = query.score(listed);
        if score >= minimum.max(1) {
            let kept = best.entry(entity).or_insert((score, ordinal));
            if score > kept.0 {
                *kept = (score, ordinal);
            }
        }
    }
    let mut hits: Vec<OfacHit> = best
        .into_iter()
        .filter_map(|(entity, (score, ordinal))| {
            let party = view.party(entity).filter(|p| of_source(&p.source))?;
            Some(OfacHit {
                entity,
                source: party.source.clone(),
                id: party.id.clone(),
                name: party.name.clone(),
                matched_name: view.name_text(ordinal).to_string(),
                matched_kind: view.name_kind(ordinal),
                score,
            })
        })
        .collect();
    hits.sort_by(|a, b| b.score.cmp(&a.score).then(a.entity.cmp(&b.entity)));
    hits
}
