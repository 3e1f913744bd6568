//! Authority against authority: who is on both lists, who on one only, since when, and the days between.
//!
//! *lag(j → k)* is `from_k - from_j` in days: positive where k came later. Where an authority has several listings of a party, the one
//! that counts is its first asset freeze, and only where it has none its first other measure: a travel ban of 2006 does not
//! make a freeze of 2021 early.

use crate::regime::Regime;
use crate::resolve::{Party, Tie};
use interdict_model::{Authority, Certainty, Entity, Kind, Listing, Measure, PartialDate};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What one authority has on a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The id as the authority writes it.
    pub id: String,
    /// The name under which it lists the party.
    pub name: String,
    /// First day, where the source states it.
    pub from: Option<PartialDate>,
    /// Day of removal, where the source states one.
    pub to: Option<PartialDate>,
    /// What the listing does.
    pub measure: Option<Measure>,
    /// Programme tags as printed.
    pub programmes: Vec<String>,
    /// The source, for example `us-sdn`.
    pub source: String,
    /// How sure the listing is.
    pub certainty: Certainty,
}

/// One party under the authorities that are compared.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The name under which the first authority that has the party lists it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Days from the first authority's listing to the second's; negative where the second was earlier. `None` where one of them does
    /// not list the party, or does not say since when.
    pub lag_days: Option<i32>,
    /// Days for which the gap has been open on the day of asking, where only one lists the party and says since when, and the other's
    /// whole list is known.
    pub open_days: Option<i32>,
    /// Days from one authority's removal to the other's; `None` where fewer than two have removed it.
    pub removal_lag_days: Option<i32>,
    /// Days for which one has removed it and the other has not, on the day of asking.
    pub removal_open_days: Option<i32>,
    /// What each authority has, by its code.
    #[serde(flatten)]
    pub listed: BTreeMap<String, Option<Listed>>,
    /// Authorities that have no listing of the party here and whose whole list is not known: nothing follows from their absence.
    pub not_known: Vec<Authority>,
    /// Why the listings are taken for one party.
    pub ties: Vec<Tie>,
}

/// Which of the parties are meant.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Only those that one of the authorities lists under this programme.
    pub regime: Option<Regime>,
    /// Authorities whose whole list is among the entities. Absence from any other says nothing.
    pub whole: BTreeSet<Authority>,
}

/// Sets the authorities side by side on a day: a row for each party that at least one of them lists or has listed.
///
/// Lags are between the first two authorities named. Rows are in order: both, then only the first, then only the second; by lag
/// (longest first), then name.
pub fn compare(entities: &[Entity], parties: &[Party], authorities: &[Authority], scope: &Scope, on: Date) -> Vec<Row> {
    let mut rows: Vec<Row> = parties.iter().filter_map(|p| row(entities, p, authorities, scope, on)).collect();
    rows.sort_by_cached_key(|r| {
        let has = |n: usize| authorities.get(n).is_some_and(|a| r.listed.get(a.as_str()).is_some_and(Option::is_some));
        let group = match (has(0), has(1)) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            _ => 3,
        };
        let weight = r.lag_days.map_or(i32::MAX, |d| -d.abs());
        (group, weight, r.name.to_lowercase(), r.listed.values().flatten().map(|l| l.id.clone()).collect::<Vec<_>>())
    });
    rows
}

fn row(entities: &[Entity], party: &Party, authorities: &[Authority], scope: &Scope, on: Date) -> Option<Row> {
    let mut listed = BTreeMap::new();
    let mut in_scope = scope.regime.is_none();
    let mut names: Vec<(String, Kind)> = Vec::new();
    for authority in authorities {
        let all = || {
            let members = party.members.iter().filter_map(|m| entities.get(*m));
            members.flat_map(|e| e.listings.iter().map(move |l| (e, l))).filter(|(_, l)| l.authority == *authority)
        };
        if let Some(regime) = &scope.regime {
            in_scope |= all().any(|(_, l)| regime.covers(l));
        }
        let within = |l: &Listing| scope.regime.as_ref().is_none_or(|r| r.covers(l));
        // The listing that counts: under the programme asked for, a freeze before other measures, stated before unstated, early before late.
        let first = all().min_by_key(|(e, l)| {
            let freeze = l.measures.contains(&Measure::AssetFreeze);
            let day = l.from.map_or(Date::MAX, PartialDate::first);
            (!within(l), !freeze, l.from.is_none(), day, e.source.clone(), e.id.clone())
        });
        let entry = first.map(|(e, l)| {
            names.push((e.name().to_string(), e.schema.kind()));
            // It is off the list only when every listing of it has ended.
            let ends: Option<Vec<PartialDate>> = all().filter(|(_, l)| within(l)).map(|(_, l)| l.to).collect();
            let to = ends.and_then(|e| e.into_iter().max_by_key(|d| d.last())).filter(|d| d.last() <= on);
            let freeze = l.measures.iter().find(|m| **m == Measure::AssetFreeze);
            let measure = freeze.or(l.measures.first()).copied();
            let (source, id, name) = (e.source.clone(), e.id.clone(), e.name().to_string());
            let (programmes, certainty) = (l.programmes.clone(), l.certainty);
            Listed { id, name, from: l.from, to, measure, programmes, source, certainty }
        });
        listed.insert(authority.as_str().to_string(), entry);
    }
    let (name, kind) = names.into_iter().next()?;
    if !in_scope {
        return None;
    }
    let of = |n: usize| authorities.get(n).and_then(|a| listed.get(a.as_str())).and_then(Option::as_ref);
    let (a, b) = (of(0), of(1));
    let day = |l: Option<&Listed>| l.and_then(|l| l.from).and_then(PartialDate::full);
    let end = |l: Option<&Listed>| l.and_then(|l| l.to).and_then(PartialDate::full);
    let lag_days = day(a).zip(day(b)).map(|(a, b)| days(a, b));
    let not_known: Vec<Authority> = authorities
        .iter()
        .filter(|a| !scope.whole.contains(a) && listed.get(a.as_str()).is_some_and(Option::is_none))
        .cloned()
        .collect();
    let open = if (a.is_some() && b.is_some()) || authorities.iter().take(2).any(|a| not_known.contains(a)) {
        None
    } else {
        day(a).or(day(b)).filter(|d| *d <= on)
    };
    let (end_a, end_b) = (end(a), end(b));
    let both = a.is_some() && b.is_some();
    let removal_open = if both && end_a.is_some() != end_b.is_some() { end_a.or(end_b) } else { None };
    Some(Row {
        name,
        kind,
        lag_days,
        // A gap that closed because the one that listed the party took it off again is no longer open.
        open_days: open.filter(|_| end_a.or(end_b).is_none()).map(|d| days(d, on)),
        removal_lag_days: end_a.zip(end_b).map(|(a, b)| days(a, b)),
        removal_open_days: removal_open.map(|d| days(d, on)),
        listed,
        not_known,
        ties: party.ties.clone(),
    })
}

/// Days from one to the other.
pub fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |s| s.get_days())
}
