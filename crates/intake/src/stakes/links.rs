//! Stakes from the ties that the sanctions lists themselves state: OFAC's "Linked To" and "Owned or Controlled By", the UK's parent companies,
//! subsidiaries and owners of ships.
//!
//! No list says how much is held, so the share is not known. Where a list says "owned or controlled", "parent company" or "subsidiary", that is a
//! finding of control beside it. Where it says only that two are linked, the one may hold any of the other or nothing: OFAC links the lesser to the greater,
//! so what is linked to a party may be that party's; a person is nobody's, and may hold what he or she is linked to.

use super::Stakes;
use super::json::Unknown;
use interdict_model::{Entity, Kind as What, Link, LinkKind, folded};
use interdict_own::{Direction, Kind, Party, Range, Stake};
use std::collections::HashMap;

/// The ties of entities of any lists as stakes. `node` is the id under which the entity at a place goes, so that two lists' records of one party can be one;
/// a party that no list holds goes by its name.
///
/// A name that several entities of the same authority bear ties each of them.
pub fn links(entities: &[Entity], node: impl Fn(usize) -> String) -> Stakes {
    let mut out = Stakes::default();
    let (mut none, mut several) = (Unknown::default(), Unknown::default());
    let book = Book::of(entities);
    for (at, entity) in entities.iter().enumerate() {
        for link in &entity.links {
            let mut others: Vec<(String, Option<&Entity>)> =
                book.find(entity, link).into_iter().map(|other| (node(other), entities.get(other))).collect();
            others.sort_by(|a, b| a.0.cmp(&b.0));
            others.dedup_by(|a, b| a.0 == b.0);
            if others.len() > 1 {
                several.count(&format!("{}, {} parties", link.name, others.len()));
            }
            if others.is_empty() {
                others.push((link.name.clone(), None));
            }
            for (other, whole) in others.into_iter().filter(|(id, _)| !id.is_empty()) {
                tie(entity, &node(at), link, &other, whole, &mut out, &mut none);
            }
        }
    }
    out.notes.extend(several.note("the lists", "names that several parties bear, each of whom is taken to be tied"));
    out.notes.extend(none.note("the lists", "state no stake and are not counted"));
    out
}

fn tie(
    entity: &Entity,
    subject: &str,
    link: &Link,
    other: &str,
    whole: Option<&Entity>,
    out: &mut Stakes,
    none: &mut Unknown,
) {
    if subject == other {
        return;
    }
    let source = format!("{}: {}", entity.source, link.text.as_deref().unwrap_or(link.kind.words()));
    let person = |e: &Entity| e.schema.kind() == What::Person;
    let (owner, owned, control) = match link.kind {
        LinkKind::OwnedBy => (other, subject, true),
        LinkKind::Owns => (subject, other, true),
        LinkKind::LinkedTo if whole.is_some_and(person) && person(entity) => {
            none.count("a person linked to a person");
            return;
        }
        LinkKind::LinkedTo if person(entity) => (subject, other, false),
        LinkKind::LinkedTo => (other, subject, false),
        LinkKind::LeaderOf => {
            let (director, company) = (subject.to_string(), other.to_string());
            out.directions.push(Direction { director, company, from: None, to: None, source });
            none.count(link.kind.words());
            return;
        }
        LinkKind::OperatedBy | LinkKind::ActsFor | LinkKind::Supports | LinkKind::Family | LinkKind::Role => {
            none.count(link.kind.words());
            return;
        }
    };
    if whole.is_none() {
        out.parties.push(Party::new(other, &link.name));
    }
    let record = format!("{} {}", entity.source, entity.id);
    let kinds = if control { [Kind::Shares, Kind::Control].as_slice() } else { &[Kind::Shares] };
    for kind in kinds {
        let stake = Stake::new(owner, owned, Range::UNKNOWN, *kind);
        out.stakes.push(Stake { source: source.clone(), record: record.clone(), ..stake });
    }
}

/// Who is meant by an id or a name of a list.
struct Book<'e> {
    ids: HashMap<(&'e str, &'e str), usize>,
    names: HashMap<(String, String), Vec<usize>>,
    sources: Vec<&'e str>,
}

impl<'e> Book<'e> {
    fn of(entities: &'e [Entity]) -> Self {
        let mut ids = HashMap::new();
        let mut names: HashMap<(String, String), Vec<usize>> = HashMap::new();
        let wanted: std::collections::HashSet<(String, String)> = entities
            .iter()
            .flat_map(|e| e.links.iter().map(move |l| (authority(e).to_string(), folded(&l.name))))
            .collect();
        for (at, entity) in entities.iter().enumerate() {
            ids.insert((entity.source.as_str(), entity.id.as_str()), at);
            for name in &entity.names {
                let key = (authority(entity).to_string(), folded(&name.text));
                if wanted.contains(&key) {
                    let of = names.entry(key).or_default();
                    if !of.contains(&at) {
                        of.push(at);
                    }
                }
            }
        }
        Self { ids, names, sources: entities.iter().map(|e| e.source.as_str()).collect() }
    }

    /// By its id on the same list; else by a name there; else by one on any list of the same authority.
    fn find(&self, entity: &'e Entity, link: &'e Link) -> Vec<usize> {
        if let Some(at) = link.id.as_deref().and_then(|id| self.ids.get(&(entity.source.as_str(), id))) {
            return vec![*at];
        }
        let named = self.names.get(&(authority(entity).to_string(), folded(&link.name))).cloned().unwrap_or_default();
        let here: Vec<usize> =
            named.iter().copied().filter(|at| self.sources.get(*at).is_some_and(|s| *s == entity.source)).collect();
        if here.is_empty() { named } else { here }
    }
}

/// Whose list it is: an authority's lists name each other's parties.
fn authority(entity: &Entity) -> &str {
    let source = || entity.source.split(['-', '/']).next().unwrap_or(&entity.source);
    entity.listings.first().map_or_else(source, |l| l.authority.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use interdict_model::{Name, NameKind, Schema};

    fn entity(id: &str, schema: Schema, name: &str, links: Vec<Link>) -> Entity {
        let mut entity = Entity::new("us-sdn", id, schema);
        entity.add_name(Name::new(NameKind::Primary, name));
        links.into_iter().for_each(|l| entity.add_link(l));
        entity
    }

    fn link(kind: LinkKind, name: &str, id: Option<&str>) -> Link {
        Link { kind, name: name.into(), id: id.map(str::to_string), text: None }
    }

    #[test]
    fn a_tie_without_a_share_is_any_share_and_a_finding_of_control_is_control() {
        let lists = [
            entity("1", Schema::Organization, "PARENT JSC", vec![]),
            entity("2", Schema::Company, "DAUGHTER", vec![link(LinkKind::OwnedBy, "", Some("1"))]),
            entity("3", Schema::Airplane, "EW-1", vec![link(LinkKind::LinkedTo, "Parent, JSC", None)]),
            entity("4", Schema::Person, "DOE, John", vec![link(LinkKind::LinkedTo, "DAUGHTER", None)]),
            entity("5", Schema::Person, "DOE, Jane", vec![link(LinkKind::LinkedTo, "DOE, John", None)]),
            entity("6", Schema::Company, "OUTSIDER", vec![link(LinkKind::Owns, "Unlisted GmbH", None)]),
            entity("7", Schema::Company, "DAUGHTER", vec![link(LinkKind::ActsFor, "PARENT JSC", Some("1"))]),
        ];
        let read = links(&lists, |at| format!("us-sdn/{}", at + 1));
        let said: Vec<String> =
            read.stakes.iter().map(|s| format!("{} {} {:?} {}", s.owner, s.owned, s.kind, s.share)).collect();
        assert_eq!(
            said,
            [
                "us-sdn/1 us-sdn/2 Shares unknown share",
                "us-sdn/1 us-sdn/2 Control unknown share",
                "us-sdn/1 us-sdn/3 Shares unknown share",
                "us-sdn/4 us-sdn/2 Shares unknown share",
                "us-sdn/4 us-sdn/7 Shares unknown share",
                "us-sdn/6 Unlisted GmbH Shares unknown share",
                "us-sdn/6 Unlisted GmbH Control unknown share",
            ]
        );
        assert_eq!(read.parties, [Party::new("Unlisted GmbH", "Unlisted GmbH")]);
        assert_eq!(
            read.notes,
            [
                "the lists: names that several parties bear, each of whom is taken to be tied: DAUGHTER, 2 parties (1)",
                "the lists: state no stake and are not counted: a person linked to a person (1), acts for (1)"
            ]
        );
    }
}
