//! Who is found, and who is found wrongly: rows of people on the lists and rows of people who are on none, screened as `screen` does.

use super::Fields;
use super::metrics::Scored;
use crate::screening::Screening;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use interdict_lists::Problem;
use interdict_model::Entity;
use interdict_screen::{DEFAULT_THRESHOLD, Match, Options};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Below this score no threshold is tried: near 0 everyone is like everyone.
pub const FLOOR: f32 = 0.2;
/// What an undisturbed name finds from this score up is whom it means.
pub const TRUTH: f32 = 0.95;

/// Whom a row should find.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Anyone on the lists.
    Anyone,
    /// One of these entities, by their ordinals.
    These(HashSet<u32>),
    /// It cannot be told: such a row is left out.
    Untold,
}

/// A match in short.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Found {
    /// The listed entity.
    pub source: String,
    /// Its id within the source.
    pub id: String,
    /// The name under which it is listed.
    pub name: String,
    /// 0 to 1.
    pub score: f32,
    /// Log-odds.
    pub points: f32,
}

impl From<&Match> for Found {
    fn from(m: &Match) -> Self {
        Self { source: m.source.clone(), id: m.id.clone(), name: m.name.clone(), score: m.score, points: m.points }
    }
}

/// What came of a row.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The best match that is meant: of a positive with a target, the best of its targets; else the best of all.
    pub best: Option<Found>,
    /// The best match that is not meant, where a target is told.
    pub other: Option<Found>,
}

impl Outcome {
    /// Its score, 0 where nothing was found from [`FLOOR`] up.
    pub fn scored(&self, truth: bool) -> Scored {
        Scored { score: self.best.as_ref().map_or(0.0, |f| f.score), truth }
    }

    fn of(matches: &[Match], target: &Target) -> Self {
        let meant = |m: &&Match| match target {
            Target::These(these) => these.contains(&m.entity),
            Target::Anyone | Target::Untold => true,
        };
        let other = matches.iter().find(|m| !meant(m)).map(Found::from);
        Self { best: matches.iter().find(meant).map(Found::from), other }
    }
}

/// Screens rows at the threshold on all cores, and tells how long that took. Rows that find nothing meant there are looked at again, from
/// [`FLOOR`] up, so that a best threshold and near misses can be told; that is not counted in the time.
pub fn screen(
    screening: &Screening,
    rows: &[(Entity, Target)],
    fields: Fields,
    threshold: f32,
    what: &str,
) -> (Vec<Outcome>, Duration) {
    let bar = bar(rows.len(), what);
    let queries: Vec<_> = rows.iter().map(|(e, _)| fields.of(e)).collect();
    let look = |least: f32| Options { limit: usize::MAX, threshold: least };
    let started = Instant::now();
    let firsts: Vec<Vec<Match>> = queries
        .par_iter()
        .map(|query| {
            let found = screening.matches_of_party(query, look(threshold));
            bar.inc(1);
            found
        })
        .collect();
    let took = started.elapsed();
    bar.finish_and_clear();
    let again = bar_again(&firsts, threshold, what);
    let outcomes = firsts.par_iter().zip(&queries).zip(rows).map(|((first, query), (_, target))| {
        let outcome = Outcome::of(first, target);
        if outcome.best.is_some() || threshold <= FLOOR {
            return outcome;
        }
        let second = Outcome::of(&screening.matches_of_party(query, look(FLOOR)), target);
        again.inc(1);
        second
    });
    let outcomes = outcomes.collect();
    again.finish_and_clear();
    (outcomes, took)
}

/// Whom the rows mean by the ids in them: `id`, or `source/id`. A row whose id no entity has is untold.
pub fn targets_by_id(rows: &[Entity], loaded: &[Entity]) -> Vec<Target> {
    let mut at: HashMap<&str, HashSet<u32>> = HashMap::new();
    let wanted: HashSet<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    let whole: Vec<String> = loaded.iter().map(|e| format!("{}/{}", e.source, e.id)).collect();
    for (n, (entity, whole)) in (0u32..).zip(loaded.iter().zip(&whole)) {
        for key in [entity.id.as_str(), whole.as_str()].into_iter().filter(|k| wanted.contains(k)) {
            at.entry(key).or_default().insert(n);
        }
    }
    rows.iter().map(|r| at.get(r.id.as_str()).map_or(Target::Untold, |these| Target::These(these.clone()))).collect()
}

/// Whom the rows mean by their undisturbed names, row by row: all that such a name, asked alone, finds from [`TRUTH`] up; else
/// the best it finds from the default threshold up; else it is untold.
pub fn targets_by_name(screening: &Screening, rows: &[Entity], undisturbed: &[Entity]) -> Result<Vec<Target>, Problem> {
    let by_row: HashMap<u64, &Entity> = undisturbed.iter().map(|e| (e.record.record, e)).collect();
    let last = |all: &[Entity]| all.iter().map(|e| e.record.record).max().unwrap_or(0);
    if last(rows) > last(undisturbed) {
        let found = format!("{} rows of undisturbed names", last(undisturbed));
        let wanted = format!("one for each of the {} positives, in the same order", last(rows));
        let file = undisturbed.first().map_or("", |e| e.record.file.as_str());
        return Err(Problem::new(found, wanted).in_file(file));
    }
    let options = Options { limit: usize::MAX, threshold: DEFAULT_THRESHOLD };
    let target = |row: &Entity| {
        let Some(truth) = by_row.get(&row.record.record) else { return Target::Untold };
        let found = screening.matches_of_party(&Fields::Name.of(truth), options);
        let mut these: HashSet<u32> = found.iter().filter(|m| m.score >= TRUTH).map(|m| m.entity).collect();
        if these.is_empty() {
            these.extend(found.first().map(|m| m.entity));
        }
        if these.is_empty() { Target::Untold } else { Target::These(these) }
    };
    Ok(rows.par_iter().map(target).collect())
}

fn bar_again(firsts: &[Vec<Match>], threshold: f32, what: &str) -> ProgressBar {
    let rest = if threshold <= FLOOR { 0 } else { firsts.iter().filter(|f| f.is_empty()).count() };
    bar(rest, &format!("{what}, below the threshold"))
}

/// A bar on standard error, where that is a terminal.
fn bar(rows: usize, what: &str) -> ProgressBar {
    let seen = std::io::stderr().is_terminal() && rows > 0;
    let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(rows as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {per_sec}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_string());
    bar
}

#[cfg(test)]
mod tests {
    use super::*;
    use interdict_model::Schema;

    #[test]
    fn a_row_means_the_entity_of_its_id_with_or_without_the_source() {
        let entity = |source: &str, id: &str| Entity::new(source, id, Schema::Person);
        let loaded = [entity("un", "7"), entity("us-sdn", "7"), entity("eu-fsf", "8")];
        let rows = [entity("own/x", "7"), entity("own/x", "us-sdn/7"), entity("own/x", "9")];
        let these = |list: &[u32]| Target::These(list.iter().copied().collect());
        assert_eq!(targets_by_id(&rows, &loaded), [these(&[0, 1]), these(&[1]), Target::Untold]);
    }
}
