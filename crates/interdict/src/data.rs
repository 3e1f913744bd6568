//! What a verb answers from: the current snapshot of the data folder, or the case that ships with the program.

use crate::Common;
use etcetera::BaseStrategy;
use interdict_compare::overrule::Rulings;
use interdict_compare::regime::Regime;
use interdict_lists::snapshot::Snapshot;
use interdict_lists::store::Store;
use interdict_lists::{Input, OnProblem, formats};
use interdict_model::{Authority, Entity, Listing};
use miette::{Context, IntoDiagnostic, miette};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// The listings of the shipped case, as the file in `case/belarus-2021/` has them.
pub const CASE_LISTINGS: &str = include_str!("../../../case/belarus-2021/listings.csv");
/// The milestones of the shipped case.
pub const CASE_MILESTONES: &str = include_str!("../../../case/belarus-2021/milestones.csv");

/// The sources that are an authority's main list.
pub const MAIN: [&str; 8] = ["us-sdn", "us-csl", "eu-fsf", "uk-fcdo", "un", "ca-sema", "au-dfat", "ch-seco"];

/// Where the answer comes from.
pub enum Data {
    /// The shipped case: its entities.
    Case(Vec<Entity>),
    /// A snapshot.
    Snapshot(Snapshot),
}

impl Data {
    /// The current snapshot of the data folder; the shipped case where there is none or the user asked for it.
    ///
    /// A folder that the user named and that does not exist is an error, not the case: whoever names a folder means it.
    pub fn open(common: &Common) -> miette::Result<Self> {
        if !common.case
            && let Some(folder) = folder(common)
            && folder.join("current").exists()
            && let Some(snapshot) = Store::open(folder).into_diagnostic()?.current().into_diagnostic()?
        {
            return Ok(Self::Snapshot(snapshot));
        }
        if let (false, Some(named)) = (common.case, &common.data)
            && !named.exists()
        {
            return Err(miette!(
                help = "name a folder that `interdict sync` filled, or leave --data and INTERDICT_DATA out",
                "the data folder {} does not exist",
                named.display()
            ));
        }
        Ok(Self::Case(case()?))
    }

    /// All entities as the sources have them now.
    pub fn entities(&self) -> miette::Result<Vec<Entity>> {
        match self {
            Self::Case(entities) => Ok(entities.clone()),
            Self::Snapshot(snapshot) => snapshot.par_entities().collect::<Result<_, _>>().into_diagnostic(),
        }
    }

    /// One line that says what the answer rests on.
    pub fn caption(&self) -> String {
        match self {
            Self::Case(entities) => format!(
                "Looked at the shipped case, Belarus 2021: {} entries of us, eu, uk and ca, and nothing else. \
                 `interdict sync` fetches whole lists.",
                entities.len()
            ),
            Self::Snapshot(snapshot) => {
                let mut text = format!(
                    "Looked at snapshot {}: {} entities of {} sources",
                    &snapshot.id().to_string()[..12],
                    snapshot.len(),
                    snapshot.sources().len()
                );
                let caveats = self.caveats();
                text.push_str(if caveats.is_empty() { "." } else { "; " });
                text.push_str(&caveats.join("; "));
                text
            }
        }
    }

    /// What may be missing from the answer: records that could not be read, lists of which only a part is there.
    pub fn caveats(&self) -> Vec<String> {
        let Self::Snapshot(snapshot) = self else { return Vec::new() };
        let Ok(editions) = snapshot.editions() else { return vec!["the editions cannot be read".into()] };
        let mut out = Vec::new();
        for source in snapshot.sources() {
            let of: Vec<_> = editions.iter().filter(|e| e.source == *source).collect();
            let Some(last) = of.last() else { continue };
            let lost = last.report.records.saturating_sub(last.report.read);
            let whole = of.iter().rev().find(|e| e.is_whole()).unwrap_or(last);
            out.extend(
                whole
                    .report
                    .notes
                    .iter()
                    .filter(|n| n.contains("part of the list is missing"))
                    .map(|n| format!("{source}: {}", n.split(" was given").next().unwrap_or(n))),
            );
            if !last.report.problems.is_empty() {
                out.push(format!("{source}: {lost} records could not be read"));
            } else if of.iter().all(|e| !e.complete) && !source.starts_with("eu-journal/") {
                out.push(format!("{source}: only a part of the list is loaded"));
            }
        }
        out
    }

    /// The authorities whose whole list is loaded: only there does absence mean anything. The shipped case holds no whole list.
    ///
    /// That is the authority's main list; or, where a programme is asked for, the consolidated EU acts that list parties under it.
    pub fn whole(&self, entities: &[Entity], regime: Option<&Regime>) -> BTreeSet<Authority> {
        let Self::Snapshot(snapshot) = self else { return BTreeSet::new() };
        let Ok(editions) = snapshot.editions() else { return BTreeSet::new() };
        let whole: BTreeSet<&str> = editions.iter().filter(|e| e.is_whole()).map(|e| e.source.as_str()).collect();
        let of_regime = |l: &Listing| regime.is_some_and(|r| r.covers(l));
        let mut out = BTreeSet::new();
        for entity in entities.iter().filter(|e| whole.contains(e.source.as_str())) {
            let main = MAIN.contains(&entity.source.as_str());
            let act = entity.source.starts_with("eu-journal/");
            let listings = entity.listings.iter().filter(|l| main || (act && of_regime(l)));
            out.extend(listings.map(|l| l.authority.clone()));
        }
        out
    }

    /// What a person ruled to be one party or two: the file named, else DATA/rulings.csv. A ruling on an entity that is not loaded is
    /// named on standard error: a ruling that is silently not followed would be worse than none.
    pub fn rulings(common: &Common, named: Option<&Path>, entities: &[Entity]) -> miette::Result<Rulings> {
        let beside = || folder(common).map(|d| d.join("rulings.csv")).filter(|f| f.exists());
        let Some(file) = named.map(Path::to_path_buf).or_else(beside) else { return Ok(Rulings::default()) };
        let text = std::fs::read_to_string(&file).into_diagnostic();
        let text = text.wrap_err_with(|| format!("{} cannot be read", file.display()))?;
        let rulings = Rulings::read(&file.display().to_string(), &text).into_diagnostic()?;
        let keys: HashSet<String> = entities.iter().map(interdict_compare::resolve::key).collect();
        for (a, b, _) in rulings.iter() {
            for key in [a, b].iter().filter(|k| !keys.contains(**k)) {
                eprintln!("{}: {key} is not loaded, so the ruling on it is without effect", file.display());
            }
        }
        Ok(rulings)
    }

    /// As JSON answers name it.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Case(entities) => {
                serde_json::json!({"origin": "case/belarus-2021", "entities": entities.len(), "caveats": ["the shipped case only"]})
            }
            Self::Snapshot(s) => serde_json::json!({
                "origin": "snapshot", "snapshot": s.id().to_string(), "entities": s.len(),
                "sources": s.sources(), "caveats": self.caveats(),
            }),
        }
    }
}

/// The entities of the shipped case.
pub fn case() -> miette::Result<Vec<Entity>> {
    let inputs =
        Input::from_bytes("case/belarus-2021/listings.csv", CASE_LISTINGS.as_bytes().to_vec()).into_diagnostic()?;
    Ok(formats::read(&inputs, OnProblem::Stop).into_diagnostic()?.entities)
}

/// The data folder: as given, else the platform's.
pub fn folder(common: &Common) -> Option<PathBuf> {
    common.data.clone().or_else(|| Some(etcetera::choose_base_strategy().ok()?.data_dir().join("interdict")))
}

/// The store in the data folder, made where it is not there yet.
pub fn store(common: &Common) -> miette::Result<Store> {
    let folder = folder(common);
    let folder =
        folder.ok_or_else(|| miette!(help = "name one with --data DIR", "this platform has no data folder"))?;
    Store::open(folder).into_diagnostic()
}

/// Today, in the place where the program runs.
pub fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}
