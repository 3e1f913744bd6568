//! What is held of what, and who is listed: the stakes of files and of the lists' own ties in one graph, whose nodes are parties.
//!
//! Records of several lists that are one party (as `interdict compare` ties them) are one node, called by its first record's `source/id`. A party
//! of a file that is surely a listed one is the listed one's node. One that only may be is tied to it by a stake of unknown size: what hangs on that is
//! undetermined, never clear.

use crate::Common;
use crate::data::Data;
use crate::lookup::doubt;
use crate::screening::Screening;
use interdict_compare::regime::Regime;
use interdict_compare::resolve::{key, resolve};
use interdict_intake::stakes::{self, Stakes};
use interdict_lists::Problem;
use interdict_model::{Authority, Country, Entity, IdKind, Identifier, Measure, folded};
use interdict_own::{Direction, Graph, Kind, Party, Range, Share, Stake, Test};
use interdict_screen::{Index, Options, Query, search};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

/// How the source of a stake begins that says only that one party may be another.
pub const MAY_BE: &str = "may be that party";

/// Stakes, names, and what is wrong with them.
#[derive(Default)]
pub struct Holdings {
    /// What is held.
    pub stakes: Vec<Stake>,
    /// Records of files that could not be read.
    pub problems: Vec<Problem>,
    /// What of files is no stake.
    pub notes: Vec<String>,
    /// What of the lists is no stake, and whom they name that may be several.
    pub of_lists: Vec<String>,
    /// The ids that files name, where there are any.
    pub named_by_files: HashSet<String>,
    /// Names by id.
    pub names: HashMap<String, String>,
    /// What else sources state of entities, under the ids of the stakes.
    pub parties: Vec<Party>,
    /// Who directs whom, likewise.
    pub directions: Vec<Direction>,
}

impl Holdings {
    /// The stakes of files, under the files' own ids.
    pub fn of_files(files: &[PathBuf]) -> miette::Result<Self> {
        let mut read = Stakes::default();
        for file in files {
            read.absorb(stakes::stakes(file).into_diagnostic()?);
        }
        let (stakes, problems, notes) = (read.stakes, read.problems, read.notes);
        let mut out = Self { stakes, problems, notes, directions: read.directions, ..Self::default() };
        out.name(read.parties);
        Ok(out)
    }

    /// Names parties.
    pub fn name(&mut self, parties: Vec<Party>) {
        let named = parties.iter().filter(|p| !p.name.is_empty());
        self.names.extend(named.map(|p| (p.id.clone(), p.name.clone())));
        self.parties.extend(parties);
    }

    /// The name of an id; the id itself where no source names it.
    pub fn label<'h>(&'h self, id: &'h str) -> &'h str {
        self.names.get(id).map_or(id, String::as_str)
    }

    /// Every entity of the graph that goes by this name, in any writing of it.
    pub fn named<'g>(&self, name: &str, graph: &'g Graph) -> Vec<&'g str> {
        let wanted = folded(name);
        (0..graph.len()).map(|n| graph.name(n)).filter(|id| folded(self.label(id)) == wanted).collect()
    }
}

/// A node, and how likely it is meant where that is not certain.
type Maybe = (String, Option<f64>);

/// The lists that are loaded, as nodes of a graph.
pub struct Lists {
    screening: Screening,
    /// Those that stand, in the order of the index; behind them those that stood once.
    entities: Vec<Entity>,
    /// An index over those that stood once, and where they begin.
    gone: Option<(Index, usize)>,
    /// The node of each entity.
    nodes: Vec<String>,
    whole: BTreeSet<Authority>,
}

impl Lists {
    /// What is loaded.
    pub fn open(common: &Common) -> miette::Result<Self> {
        let screening = Screening::open(common)?;
        let mut entities = screening.data.entities()?;
        let gone = screening.gone()?.map(|gone| {
            let begin = entities.len();
            entities.extend(gone.entities);
            (gone.index, begin)
        });
        let mut nodes = vec![String::new(); entities.len()];
        for party in resolve(&entities, &Data::rulings(common, None, &entities)?) {
            let first = party.members.first().and_then(|m| entities.get(*m)).map(key).unwrap_or_default();
            for member in party.members {
                nodes.get_mut(member).into_iter().for_each(|n| n.clone_from(&first));
            }
        }
        let whole = screening.data.whole(&entities, None);
        Ok(Self { screening, entities, gone, nodes, whole })
    }

    /// Where the answers come from.
    pub fn data(&self) -> &Data {
        &self.screening.data
    }

    /// Joins the parties of the holdings to those of the lists, and adds the ties that the lists state.
    pub fn join(&self, holdings: &mut Holdings) {
        let by_files = holdings.stakes.len();
        let ties = stakes::links(&self.entities, |at| self.nodes.get(at).cloned().unwrap_or_default());
        holdings.stakes.extend(ties.stakes);
        holdings.directions.extend(ties.directions);
        self.meet(holdings);
        let ends = |s: &Stake| [s.owner.clone(), s.owned.clone()];
        holdings.named_by_files = holdings.stakes.iter().take(by_files).flat_map(ends).collect();
        holdings.of_lists.extend(ties.notes);
        holdings.name(ties.parties);
        for (entity, node) in self.entities.iter().zip(&self.nodes).filter(|(e, n)| key(e) == **n) {
            holdings.names.insert(node.clone(), entity.name().to_string());
        }
        let nodes: BTreeSet<&str> = self.nodes.iter().map(String::as_str).collect();
        let ends: BTreeSet<&str> = holdings.stakes.iter().flat_map(|s| [s.owner.as_str(), s.owned.as_str()]).collect();
        let named = ends.intersection(&nodes).map(|id| Party::new(id, holdings.label(id)));
        let named: Vec<Party> = named.collect();
        holdings.parties.extend(named);
    }

    /// The parties that files and ties name, looked up: an authority's tie may lead to a party that only another lists.
    fn meet(&self, holdings: &mut Holdings) {
        let ids: BTreeSet<&str> = holdings.stakes.iter().flat_map(|s| [s.owner.as_str(), s.owned.as_str()]).collect();
        let known: HashMap<String, &String> = self.entities.iter().map(key).zip(&self.nodes).collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        let met: Vec<(&str, Vec<Maybe>)> = ids
            .into_par_iter()
            .filter_map(|id| {
                let found = match known.get(id) {
                    Some(node) => vec![((*node).clone(), None)],
                    None => self.find(id, holdings.label(id)),
                };
                (!found.is_empty()).then_some((id, found))
            })
            .collect();
        let (mut same, mut more) = (HashMap::new(), Vec::new());
        for (id, found) in met {
            for (node, doubt) in found {
                let Some(score) = doubt else {
                    // The first that it surely is gives the node; of any other that `resolve` did not tie to it, it is the whole.
                    if same.contains_key(id) {
                        let stake = Stake::new(&node, id, Range::exact(Share::WHOLE), Kind::Shares);
                        let source = "the same party by its name or number".to_string();
                        more.push(Stake { source, record: id.to_string(), ..stake });
                    } else {
                        same.insert(id.to_string(), node);
                    }
                    continue;
                };
                let stake = Stake::new(&node, id, Range::UNKNOWN, Kind::Shares);
                let source = format!("{MAY_BE} by its name, {score:.2}");
                more.push(Stake { source, record: id.to_string(), ..stake });
            }
        }
        holdings.stakes.extend(more);
        let rename = |id: &mut String| {
            if let Some(node) = same.get(id) {
                id.clone_from(node);
            }
        };
        holdings.stakes.iter_mut().for_each(|s| [&mut s.owner, &mut s.owned].into_iter().for_each(rename));
        holdings.directions.iter_mut().for_each(|d| [&mut d.director, &mut d.company].into_iter().for_each(rename));
        holdings.parties.iter_mut().for_each(|p| rename(&mut p.id));
    }

    /// Nodes that a party may be: surely so where no score stands.
    fn find(&self, id: &str, name: &str) -> Vec<Maybe> {
        let query = Query { name: name.to_string(), identifiers: number(id).into_iter().collect(), ..Query::default() };
        let mut out: Vec<Maybe> = Vec::new();
        let options = Options { limit: 10, ..Options::default() };
        let indexes = [(self.screening.index(), 0)].into_iter().chain(self.gone.iter().map(|(index, at)| (index, *at)));
        for (begin, found) in
            indexes.flat_map(|(index, at)| search(index, &query, options).into_iter().map(move |m| (at, m)))
        {
            let at = begin + found.entity as usize;
            if let (Some(entity), Some(node)) = (self.entities.get(at), self.nodes.get(at)) {
                let doubt = doubt(&found, None, entity.schema.kind());
                match out.iter_mut().find(|(n, _)| n == node) {
                    Some((_, standing)) => *standing = standing.and(doubt),
                    None => out.push((node.clone(), doubt)),
                }
            }
        }
        out
    }

    /// Nodes that the words of a user may mean: a record's `source/id` or id, or a name.
    pub fn asked(&self, words: &str) -> Vec<String> {
        let is = |e: &Entity| e.id == words || key(e) == words;
        let by_id = self.entities.iter().zip(&self.nodes).filter(|(e, _)| is(e)).map(|(_, n)| n.clone());
        let mut nodes: Vec<String> = by_id.collect();
        if nodes.is_empty() {
            let mut found = self.find(words, words);
            if found.iter().any(|(_, doubt)| doubt.is_none()) {
                found.retain(|(_, doubt)| doubt.is_none());
            }
            nodes = found.into_iter().map(|(node, _)| node).collect();
        }
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// Is the whole list of a test's authority loaded? Where it is not, others may be listed too.
    pub fn whole(&self, test: &Test) -> bool {
        self.whole.iter().any(|a| a.as_str() == test.authority)
    }

    /// The nodes whose assets an authority's list freezes on a day, under one programme or any, each with the first day that the list states; `None`
    /// where none of its lists is loaded.
    pub fn listed(&self, test: &Test, programme: Option<&Regime>, day: Date) -> Option<BTreeMap<&str, Option<Date>>> {
        let (mut loaded, mut out) = (false, BTreeMap::<&str, Option<Date>>::new());
        for (entity, node) in self.entities.iter().zip(&self.nodes) {
            for listing in entity.listings.iter().filter(|l| l.authority.as_str() == test.authority) {
                loaded = true;
                let freezes = listing.measures.is_empty() || listing.measures.contains(&Measure::AssetFreeze);
                if freezes && listing.in_force(day) && programme.is_none_or(|p| p.covers(listing)) {
                    let since = listing.from.map(|d| d.first());
                    let first = out.entry(node.as_str()).or_insert(since);
                    *first = match (*first, since) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
            }
        }
        loaded.then_some(out)
    }
}

/// The number that an id is, where it is one: an LEI, or a number of the UK's register of companies as the Beneficial Ownership Data Standard writes it.
fn number(id: &str) -> Option<Identifier> {
    if let Some(number) = id.strip_prefix("GB-COH-") {
        let identifier = Identifier::new(IdKind::RegistrationNumber, number);
        return Some(Identifier { country: Country::from_code("GB"), ..identifier });
    }
    let lei = id.len() == 20 && id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    lei.then(|| Identifier::new(IdKind::Lei, id))
}
