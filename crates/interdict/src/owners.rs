//! Owners of the parties of acts, out of stakes: those of files, and those that the lists themselves state.
//!
//! Only parties of which the act states no owners are filled in. What a person is merely linked to is left out here: the lists mostly mean where
//! somebody works. A stake that does not stand on the day of the act is none.

use crate::data::Data;
use crate::holdings::Holdings;
use interdict_compare::resolve::key;
use interdict_intake::stakes;
use interdict_law::act::{Act, Held, Owner, Party};
use interdict_model::{Entity, Kind, LinkKind, folded};
use interdict_own::{Range, Share, Stake};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// Who holds whom.
pub struct Owners {
    holdings: Holdings,
    /// Places of stakes, by what is held.
    of: HashMap<String, Vec<usize>>,
    /// The ids that go by a name.
    named: HashMap<String, Vec<String>>,
}

impl Owners {
    /// From files, and from the lists that are looked at.
    pub fn new(files: &[PathBuf], data: &Data) -> miette::Result<Self> {
        let mut holdings = Holdings::of_files(files)?;
        let mut entities = data.entities()?;
        for entity in entities.iter_mut().filter(|e| e.schema.kind() == Kind::Person) {
            entity.links.retain(|l| l.kind != LinkKind::LinkedTo);
        }
        let ties = stakes::links(&entities, |at| entities.get(at).map(key).unwrap_or_default());
        holdings.stakes.extend(ties.stakes);
        holdings.name(ties.parties);
        let tied: HashSet<&str> = holdings.stakes.iter().flat_map(|s| [s.owner.as_str(), s.owned.as_str()]).collect();
        let names = entities.iter().map(|e| (key(e), e)).filter(|(id, _)| tied.contains(id.as_str()));
        let names: Vec<(String, &Entity)> = names.collect();
        let mut named: HashMap<String, Vec<String>> = HashMap::new();
        for (id, entity) in &names {
            for name in &entity.names {
                named.entry(folded(&name.text)).or_default().push(id.clone());
            }
        }
        let names: Vec<(String, String)> = names.into_iter().map(|(id, e)| (id, e.name().to_string())).collect();
        holdings.names.extend(names);
        let mut of: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, stake) in holdings.stakes.iter().enumerate() {
            of.entry(stake.owned.clone()).or_default().push(at);
        }
        for id in of.keys() {
            named.entry(folded(holdings.label(id))).or_default().push(id.clone());
        }
        for ids in named.values_mut() {
            ids.sort_unstable();
            ids.dedup();
        }
        Ok(Self { holdings, of, named })
    }

    /// What is wrong with the stakes.
    pub fn problems(&self) -> impl Iterator<Item = String> + '_ {
        self.holdings.problems.iter().map(ToString::to_string).chain(self.holdings.notes.iter().cloned())
    }

    /// Fills in the owners of all parties that state none. `as_of` is the day for all acts, where the user set one.
    pub fn fill(&self, acts: &mut [Act], as_of: Option<Date>) {
        for act in acts {
            let Some(day) = as_of.or_else(|| act.at.as_ref().map(interdict_law::When::date)) else { continue };
            for party in act.parties.iter_mut().filter(|p| p.owners.is_none()) {
                // Whoever stands behind several records of one name is written down once, or his shares would count twice.
                let mut done = HashSet::new();
                let owners: Vec<Owner> =
                    self.ids(party).into_iter().flat_map(|id| self.owners(&id, day, &mut done)).collect();
                if !owners.is_empty() {
                    party.owners = Some(owners);
                }
            }
        }
    }

    /// The entities that a party is by a number of its own, or else by name. Where several records bear the name, what is held of any counts.
    fn ids(&self, party: &Party) -> Vec<String> {
        let numbers = party.ids.iter().map(|id| id.split_once(':').map_or(id.as_str(), |(_, value)| value).trim());
        let numbers = numbers.flat_map(|n| [n.to_string(), format!("GB-COH-{n}")]);
        let by_number: Vec<String> = numbers.filter(|n| self.of.contains_key(n)).collect();
        if !by_number.is_empty() {
            return by_number;
        }
        self.named.get(&folded(&party.name)).cloned().unwrap_or_default()
    }

    /// Owners of an entity and theirs, each entity's once: the graph is whole again where the same name is the same entity.
    fn owners(&self, id: &str, day: Date, done: &mut HashSet<String>) -> Vec<Owner> {
        if !done.insert(id.to_string()) {
            return Vec::new();
        }
        let stakes = self.of.get(id).into_iter().flatten().filter_map(|at| self.holdings.stakes.get(*at));
        let stakes: Vec<(&Stake, Range)> = stakes.filter_map(|s| Some((s, s.share_on(day)?))).collect();
        let owner = |(stake, share): (&Stake, Range)| Owner {
            name: self.holdings.label(&stake.owner).to_string(),
            share: (share != Range::UNKNOWN).then(|| held(share)),
            kind: stake.kind,
            source: Some(stake.source.clone()).filter(|s| !s.is_empty()),
            joint: Some(stake.joint.clone()).filter(|s| !s.is_empty()),
            owners: self.owners(&stake.owner, day, done),
            screened: interdict_law::act::Screened::default(),
        };
        stakes.into_iter().map(owner).collect()
    }
}

fn held(share: Range) -> Held {
    let text = |share: Share| share.to_string();
    if share.is_exact() {
        Held::Text(text(share.low))
    } else {
        Held::Text(format!("{}-{}", text(share.low), text(share.high)))
    }
}
