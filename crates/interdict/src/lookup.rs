//! The parties of acts, looked up in the lists: what each authority says of them, since when, and how sure it is that they are meant.
//!
//! A name that is exactly a listed company's is taken to be it. Of people there are many with one name: an entry that a name alone
//! speaks for *may* be the party, and the verdict hangs on it. Records that stood once and were removed count for the days on which they stood.

use crate::data::{Data, MAIN};
use crate::screening::{self, Gone, Screening};
use interdict_law::act::{Act, Coverage, Craft, Listed, Owner, Party, Screened};
use interdict_lists::edition::Edition;
use interdict_model::{Authority, Entity, IdKind, Identifier, Kind, PartialDate};
use interdict_screen::{Band, Match, Options, Query, What, search};
use miette::IntoDiagnostic;
use std::collections::{BTreeMap, HashMap};

/// What is looked up in.
pub struct Lookup {
    screening: Screening,
    gone: Option<Gone>,
    coverage: BTreeMap<Authority, Coverage>,
    /// The day of the last edition of each authority's lists.
    current: BTreeMap<Authority, jiff::civil::Date>,
}

/// What was found for a name, an id or a craft.
type Found = HashMap<Asked, Screened>;

/// What was asked: name, country, kind, numbers.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Asked {
    name: String,
    country: Option<interdict_model::Country>,
    kind: Option<Kind>,
    ids: Vec<Identifier>,
}

impl Lookup {
    /// Over what is loaded.
    pub fn new(screening: Screening) -> miette::Result<Self> {
        let entities = screening.data.entities()?;
        let whole = screening.data.whole(&entities, None);
        let mut coverage = BTreeMap::new();
        for listing in entities.iter().flat_map(|e| &e.listings) {
            coverage.entry(listing.authority.clone()).or_insert(Coverage::Part);
        }
        for authority in whole {
            coverage.insert(authority, Coverage::Whole);
        }
        let gone = screening.gone()?;
        let current = match &screening.data {
            Data::Snapshot(snapshot) => last_editions(&entities, snapshot.editions().into_diagnostic()?),
            Data::Case(_) => BTreeMap::new(),
        };
        Ok(Self { screening, gone, coverage, current })
    }

    /// Where the answers come from.
    pub fn data(&self) -> &Data {
        &self.screening.data
    }

    /// The name of the lists in decisions.
    pub fn lists(&self) -> String {
        match &self.screening.data {
            Data::Case(_) => "case/belarus-2021".to_string(),
            Data::Snapshot(snapshot) => snapshot.id().to_string(),
        }
    }

    /// Looks up every party, owner and craft of all acts that was not looked up before; each name once, on all cores.
    pub fn fill(&self, acts: &mut [Act]) -> miette::Result<()> {
        use rayon::prelude::*;
        let mut asked: Vec<Asked> = Vec::new();
        let mut known: std::collections::HashSet<Asked> = std::collections::HashSet::new();
        for act in acts.iter() {
            each(act, &mut |what| {
                if !known.contains(&what) {
                    known.insert(what.clone());
                    asked.push(what);
                }
            });
        }
        let found: miette::Result<Found> =
            asked.into_par_iter().map(|a| self.find(&a).map(|screened| (a, screened))).collect();
        let found = found?;
        for act in acts.iter_mut() {
            put(act, &found);
        }
        Ok(())
    }

    fn find(&self, asked: &Asked) -> miette::Result<Screened> {
        let query = Query {
            name: asked.name.clone(),
            kind: asked.kind,
            countries: asked.country.into_iter().collect(),
            identifiers: asked.ids.clone(),
            ..Query::default()
        };
        let options = Options { limit: 20, ..Options::default() };
        let mut out = Screened { listed: Vec::new(), screened: self.coverage.clone(), current: self.current.clone() };
        for found in search(self.screening.index(), &query, options) {
            let answer = self.screening.answer(found)?;
            let score = doubt(&answer.found, asked.kind, answer.kind);
            let (source, id) = (answer.found.source.clone(), answer.found.id.clone());
            for line in &answer.listings {
                let Ok(authority) = Authority::new(&line.authority) else { continue };
                let seen = if line.from.is_none() { self.seen(&source, &id)? } else { None };
                out.listed.push(Listed {
                    authority,
                    id: id.clone(),
                    name: answer.found.name.clone(),
                    list: line.list.clone(),
                    programmes: line.programmes.clone(),
                    measures: line.measures.clone(),
                    from: line.from,
                    to: line.to,
                    seen,
                    score,
                    source: Some(source.clone()),
                });
            }
        }
        if let Some(Gone { index, entities }) = &self.gone {
            for found in search(index, &query, options) {
                let Some(entity) = entities.get(found.entity as usize) else { continue };
                let score = doubt(&found, asked.kind, entity.schema.kind());
                for l in &entity.listings {
                    out.listed.push(Listed {
                        authority: l.authority.clone(),
                        id: entity.id.clone(),
                        name: entity.name().to_string(),
                        list: l.list.clone(),
                        programmes: l.programmes.clone(),
                        measures: l.measures.clone(),
                        from: l.from,
                        to: l.to,
                        seen: if l.from.is_none() { self.seen(&entity.source, &entity.id)? } else { None },
                        score,
                        source: Some(entity.source.clone()),
                    });
                }
            }
        }
        out.listed.sort_by(|a, b| (&a.authority, &a.id, &a.list).cmp(&(&b.authority, &b.id, &b.list)));
        Ok(out)
    }

    /// The day from which editions that are loaded show a record, for lists that do not say since when.
    fn seen(&self, source: &str, id: &str) -> miette::Result<Option<PartialDate>> {
        let Data::Snapshot(snapshot) = &self.screening.data else { return Ok(None) };
        let versions = snapshot.of(source, id).into_diagnostic()?;
        let first = versions.iter().flat_map(|v| &v.known).map(|k| k.from).min();
        Ok(first.map(|at| PartialDate::from(jiff::tz::TimeZone::UTC.to_datetime(at).date())))
    }
}

/// The day of the last edition of each authority's main list; where it is not loaded, of any source that holds its listings.
fn last_editions(entities: &[Entity], editions: &[Edition]) -> BTreeMap<Authority, jiff::civil::Date> {
    let mut last: HashMap<&str, jiff::civil::Date> = HashMap::new();
    for edition in editions {
        let day = jiff::tz::TimeZone::UTC.to_datetime(edition.published.at).date();
        let known = last.entry(edition.source.as_str()).or_insert(day);
        *known = day.max(*known);
    }
    // By authority: is it from a main list, and the day. A main list counts before any other, the last of several of one kind.
    let mut out: BTreeMap<Authority, (bool, jiff::civil::Date)> = BTreeMap::new();
    for entity in entities {
        let Some(day) = last.get(entity.source.as_str()) else { continue };
        let found = (MAIN.contains(&entity.source.as_str()), *day);
        for listing in &entity.listings {
            let known = out.entry(listing.authority.clone()).or_insert(found);
            *known = found.max(*known);
        }
    }
    out.into_iter().map(|(authority, (_, day))| (authority, day)).collect()
}

/// How likely a match is the party, where that is not certain.
pub fn doubt(found: &Match, asked: Option<Kind>, listed: Kind) -> Option<f64> {
    let by_number = found.evidence.iter().any(|e| e.what == What::Identifier && e.points > 0.0);
    // People share names; companies, ships and aircraft rarely do.
    let person = asked == Some(Kind::Person) || listed == Kind::Person;
    let named = !person && (found.band == Band::Exact || whole_but_for_the_form(found));
    if by_number || named { None } else { Some(f64::from((found.score * 10_000.0).round()) / 10_000.0) }
}

/// Is every word the same, but for a legal form that only one of the two names states ("Belaruskali", "BELARUSKALI OAO"), and nothing against it?
fn whole_but_for_the_form(found: &Match) -> bool {
    let form = |word: &String| {
        // What is a form behind a name would be a name by itself.
        let name = format!("Belaruskali {word}");
        let tokens = interdict_names::analyse(&name, interdict_names::NameHint::Organisation).tokens;
        tokens.iter().skip(1).all(|t| t.role == interdict_names::Role::LegalForm)
    };
    let alone = found.only_asked.iter().chain(&found.only_listed);
    let against = |e: &interdict_screen::Evidence| {
        e.points < 0.0 && matches!(e.what, What::Country | What::Kind | What::Identifier | What::Number | What::Address)
    };
    let same = found.aligned.iter().all(|a| a.why == interdict_screen::Why::Exact);
    !found.aligned.is_empty() && same && alone.into_iter().all(form) && !found.evidence.iter().any(against)
}

fn party(p: &Party) -> Asked {
    let kind = match p.kind.as_deref() {
        Some("person") => Some(Kind::Person),
        Some("company" | "bank" | "government") => Some(Kind::Organization),
        _ => None,
    };
    let ids = p.ids.iter().map(|i| screening::identifier(i)).collect();
    Asked { name: p.name.clone(), country: p.country, kind, ids }
}

fn owner(o: &Owner) -> Asked {
    Asked { name: o.name.clone(), country: None, kind: None, ids: Vec::new() }
}

fn craft(c: &Craft) -> Asked {
    let numbers = [(IdKind::Tail, &c.tail), (IdKind::Msn, &c.msn), (IdKind::Imo, &c.imo)];
    let ids = numbers.into_iter().filter_map(|(kind, value)| Some(Identifier::new(kind, value.as_deref()?.trim())));
    let kind = if c.kind == "vessel" { Kind::Vessel } else { Kind::Aircraft };
    let name = c.name.clone().or_else(|| c.tail.clone()).unwrap_or_default();
    Asked { name, country: None, kind: Some(kind), ids: ids.collect() }
}

/// Was it looked up by whoever made the act?
fn done(screened: &Screened) -> bool {
    !screened.screened.is_empty() || !screened.listed.is_empty()
}

fn each(act: &Act, take: &mut impl FnMut(Asked)) {
    fn owners(list: &[Owner], take: &mut impl FnMut(Asked)) {
        for o in list {
            if !done(&o.screened) {
                take(owner(o));
            }
            owners(&o.owners, take);
        }
    }
    for p in &act.parties {
        if !done(&p.screened) {
            take(party(p));
        }
        owners(p.owners.as_deref().unwrap_or_default(), take);
    }
    for c in &act.craft {
        if !done(&c.screened) {
            take(craft(c));
        }
    }
}

fn put(act: &mut Act, found: &Found) {
    fn owners(list: &mut [Owner], found: &Found) {
        for o in list {
            if !done(&o.screened)
                && let Some(screened) = found.get(&owner(o))
            {
                o.screened = screened.clone();
            }
            owners(&mut o.owners, found);
        }
    }
    for p in &mut act.parties {
        if !done(&p.screened)
            && let Some(screened) = found.get(&party(p))
        {
            p.screened = screened.clone();
        }
        owners(p.owners.as_deref_mut().unwrap_or_default(), found);
    }
    for c in &mut act.craft {
        if !done(&c.screened)
            && let Some(screened) = found.get(&craft(c))
        {
            c.screened = screened.clone();
        }
    }
}
