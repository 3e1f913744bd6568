//! Compares two parties without an index: rarity is that of names at large, and no list has taught any variant.

use crate::align::{Alignment, Likes, align};
use crate::asked::Asked;
use crate::beside::{self, Around};
use crate::features::{Feature, Features, measure};
use crate::index::{Listed, Party};
use crate::query::{Match, Query};
use crate::rarity;
use crate::score::{Named, beside_points, tell, total};
use crate::weights::{self, WEIGHTS};
use interdict_model::{Entity, NameKind};
use interdict_names::{NameHint, Packed, Role, readings};

/// A party asked for, taken apart once.
pub struct PreparedQuery {
    query: Query,
    asked: Vec<(String, Asked)>,
}

/// A party to compare with, taken apart once.
pub struct Prepared {
    party: Party,
    addresses: Vec<String>,
    names: Vec<PreparedName>,
}

struct PreparedName {
    kind: NameKind,
    text: String,
    tokens: Vec<(String, Role, f32)>,
}

impl PreparedQuery {
    /// Takes a query apart.
    pub fn new(query: Query) -> Self {
        let hint = query.kind.map_or(NameHint::Unknown, NameHint::from);
        let mut asked = Vec::new();
        for name in query.names() {
            asked.extend(readings(name, hint).into_iter().map(|r| (name.to_string(), Asked::new(None, r))));
        }
        Self { query, asked }
    }
}

impl Prepared {
    /// Takes an entity apart.
    pub fn new(entity: &Entity) -> Self {
        let hint = NameHint::from(entity.schema.kind());
        let mut names = Vec::new();
        for name in &entity.names {
            for reading in readings(&name.text, hint) {
                let token = |t: interdict_names::Token| {
                    let weight = rarity::weight(t.role, rarity::unlisted(&t.form));
                    (t.form.pack(), t.role, weight)
                };
                let tokens = reading.tokens.into_iter().map(token).collect();
                names.push(PreparedName { kind: name.kind, text: name.text.clone(), tokens });
            }
        }
        let addresses = entity.addresses.iter().map(|a| a.full.clone()).filter(|a| !a.is_empty()).collect();
        Self { party: Party::of(entity), addresses, names }
    }
}

impl PreparedName {
    fn listed(&self) -> Vec<Listed<'_>> {
        let all = self.tokens.iter().enumerate();
        all.map(|(id, (form, role, weight))| Listed::new(id as u32, Packed::new(form.as_bytes()), *role, *weight))
            .collect()
    }
}

/// What the weights are fitted on: the features of the best pair of names of two parties, and the points beside the name.
pub fn features(query: &PreparedQuery, listed: &Prepared) -> Option<(Features, f32)> {
    let Best { features, .. } = best(query, listed)?;
    let around = around(query, listed);
    Some((features, beside_points(features.get(Feature::Share), &around, &WEIGHTS)))
}

fn around(query: &PreparedQuery, listed: &Prepared) -> Around {
    let mut identifiers = query.query.identifiers.clone();
    identifiers.retain(|i| !i.key().is_empty());
    beside::around(&query.query, &identifiers, &listed.party, || listed.addresses.clone(), &WEIGHTS.beside)
}

/// The best pair of names: places in both, its features, and how it is laid side by side.
struct Best {
    points: f32,
    asked: usize,
    name: usize,
    features: Features,
    alignment: Alignment,
}

fn best(query: &PreparedQuery, listed: &Prepared) -> Option<Best> {
    let mut best: Option<Best> = None;
    let (mut likes, mut alignment) = (Likes::default(), Alignment::default());
    for (name, of_name) in listed.names.iter().enumerate() {
        let tokens = of_name.listed();
        for (at, (_, asked)) in query.asked.iter().enumerate() {
            likes.clear(0);
            for token in &tokens {
                likes.compare(asked, token);
            }
            align(asked, &tokens, &likes, &mut alignment);
            let features = measure(asked, &tokens, &alignment, of_name.kind);
            let points = WEIGHTS.name_points(&features);
            if features.get(Feature::Share) > 0.0 && best.as_ref().is_none_or(|best| points > best.points) {
                best = Some(Best { points, asked: at, name, features, alignment: std::mem::take(&mut alignment) });
            }
        }
    }
    best
}

/// How likely two parties are one, 0 to 1, without why; 0 where neither a name nor a number agrees in anything.
pub fn score_prepared(query: &PreparedQuery, listed: &Prepared) -> f32 {
    let around = around(query, listed);
    let name = best(query, listed).map(|best| (best.points, best.features.get(Feature::Share)));
    if name.is_none() && !around.decided {
        return 0.0;
    }
    weights::score(total(name, &around, &WEIGHTS))
}

/// How likely two parties are one, and why. `None` where neither a name nor a number agrees in anything.
pub fn compare_prepared(query: &PreparedQuery, listed: &Prepared) -> Option<Match> {
    let around = around(query, listed);
    let Some(best) = best(query, listed) else {
        return around.decided.then(|| tell(0, listed.party.clone(), None, around, &WEIGHTS));
    };
    let (name, (asked_text, asked)) = (listed.names.get(best.name)?, query.asked.get(best.asked)?);
    let named = Named {
        text: &name.text,
        kind: name.kind,
        asked_text,
        asked,
        listed: &name.listed(),
        alignment: &best.alignment,
        features: best.features,
    };
    Some(tell(0, listed.party.clone(), Some(named), around, &WEIGHTS))
}

/// How likely a party asked for and an entity are one, and why. `None` where neither a name nor a number agrees in anything.
///
/// ```
/// use interdict_model::{Entity, Name, NameKind, Schema};
/// use interdict_screen::{Query, compare};
///
/// let mut listed = Entity::new("example", "1", Schema::Person);
/// listed.add_name(Name::new(NameKind::Primary, "KIM, Jong Un"));
/// let found = compare(Query::name("김정은"), &listed).expect("a match");
/// assert!(found.score > 0.7);
/// ```
pub fn compare(query: Query, entity: &Entity) -> Option<Match> {
    compare_prepared(&PreparedQuery::new(query), &Prepared::new(entity))
}
