//! Parties against what is loaded: the index of the snapshot (or of the shipped case), and answers that name each listing.

use crate::data::{self, Data};
use crate::{Common, name_groups};
use interdict_model::{Certainty, DateSpan, Entity, IdKind, Identifier, Kind, Listing, Measure, PartialDate};
use interdict_screen::{Band, Index, Match, NameGroups, Options, Query, search};
use miette::IntoDiagnostic;
use serde::Serialize;

/// The section of a snapshot that holds the index.
pub const SECTION: &str = "screen";

/// What is screened against.
pub struct Screening {
    /// Where the answers come from.
    pub data: Data,
    index: Index,
}

/// Records that are on no list any more, their listings ended, and an index over them.
pub struct Gone {
    /// The index; its ordinals are places in `entities`.
    pub index: Index,
    /// The records as they last stood.
    pub entities: Vec<Entity>,
}

/// A match with what the list says of the entity.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The match: score, band, evidence, tokens side by side.
    #[serde(flatten)]
    pub found: Match,
    /// What the entity is.
    pub kind: Kind,
    /// Its FollowTheMoney schema.
    pub schema: &'static str,
    /// Programme tags of all its listings.
    pub programmes: Vec<String>,
    /// Its listings.
    pub listings: Vec<ListingLine>,
}

/// A listing in an answer.
#[derive(Clone, Debug, Serialize)]
pub struct ListingLine {
    /// Who lists it.
    pub authority: String,
    /// On which list.
    pub list: String,
    /// Programme tags as printed.
    pub programmes: Vec<String>,
    /// What the listing does.
    pub measures: Vec<Measure>,
    /// First day, where the source states it.
    pub from: Option<PartialDate>,
    /// Day of removal, where the source states one.
    pub to: Option<PartialDate>,
    /// How sure it is.
    pub certainty: Certainty,
}

impl Screening {
    /// Opens what is loaded. An index that another version wrote is built anew, and that is said.
    pub fn open(common: &Common) -> miette::Result<Self> {
        let data = Data::open(common)?;
        let stored = match &data {
            Data::Snapshot(snapshot) => snapshot.shared_section(SECTION).into_diagnostic()?.map(Index::open),
            Data::Case(_) => None,
        };
        let index = match stored {
            Some(Ok(index)) => index,
            other => {
                if let Some(Err(e)) = other {
                    eprintln!("{e}: building it for this run; `interdict sync --index-only` stores a new one");
                }
                let groups = match data::folder(common).filter(|_| !common.case) {
                    Some(folder) => name_groups::of(&folder)?,
                    None => NameGroups::default(),
                };
                Index::build_with(&data.entities()?, &groups).into_diagnostic()?
            }
        };
        Ok(Self { data, index })
    }

    /// Records that stood once and were removed: they count for the days on which they stood. `None` where there are none.
    pub fn gone(&self) -> miette::Result<Option<Gone>> {
        let Data::Snapshot(snapshot) = &self.data else { return Ok(None) };
        let mut entities = Vec::new();
        for (mut entity, until) in snapshot.gone().into_diagnostic()? {
            let day = PartialDate::from(jiff::tz::TimeZone::UTC.to_datetime(until).date());
            entity.listings.iter_mut().for_each(|l| l.to = l.to.or(Some(day)));
            entities.push(entity);
        }
        if entities.is_empty() {
            return Ok(None);
        }
        Ok(Some(Gone { index: Index::build(&entities).into_diagnostic()?, entities }))
    }

    /// The matches of one query, best first.
    pub fn search(&self, query: &Query, options: Options) -> miette::Result<Vec<Answer>> {
        search(&self.index, query, options).into_iter().map(|m| self.answer(m)).collect()
    }

    /// The matches of a party of the user's under any of its names, best first, without what the lists say of them.
    pub fn matches_of_party(&self, party: &Entity, options: Options) -> Vec<Match> {
        search(&self.index, &Query::of(party), options)
    }

    /// The index, for batches.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// A match with what the list says of the entity.
    pub fn answer(&self, found: Match) -> miette::Result<Answer> {
        let ordinal = found.entity as usize;
        let entity = match &self.data {
            Data::Case(entities) => entities.get(ordinal).cloned(),
            Data::Snapshot(snapshot) => snapshot.get(ordinal).into_diagnostic()?,
        };
        let entity = entity.filter(|e| e.source == found.source && e.id == found.id);
        let entity = entity.ok_or_else(|| {
            miette::miette!(
                help = "`interdict sync` builds it anew",
                "the screening index does not belong to this snapshot: {}/{}",
                found.source,
                found.id
            )
        })?;
        let programmes = entity.programmes().into_iter().map(str::to_string).collect();
        let listings = entity.listings.iter().map(line).collect();
        // Four digits say all that there is to say.
        let round = |n: f32| (n * 10_000.0).round() / 10_000.0;
        let found = Match { score: round(found.score), points: round(found.points), ..found };
        Ok(Answer { found, kind: entity.schema.kind(), schema: entity.schema.name(), programmes, listings })
    }
}

fn line(l: &Listing) -> ListingLine {
    ListingLine {
        authority: l.authority.to_string(),
        list: l.list.clone(),
        programmes: l.programmes.clone(),
        measures: l.measures.clone(),
        from: l.from,
        to: l.to,
        certainty: l.certainty,
    }
}

/// `kind:value` or `value`, with `(CC)` behind for the issuing country.
pub fn identifier(text: &str) -> Identifier {
    let (value, country) = match text.strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
        Some((value, code)) => (value.trim(), interdict_model::Country::from_code(code)),
        None => (text.trim(), None),
    };
    let known = value.split_once(':').and_then(|(kind, value)| {
        let kind: IdKind = serde_json::from_value(serde_json::Value::String(kind.trim().to_lowercase())).ok()?;
        Some((kind, value.trim()))
    });
    let (kind, value) = known.unwrap_or((IdKind::Other, value));
    Identifier { country, ..Identifier::new(kind, value) }
}

/// A score as the user types it.
pub fn threshold(text: &str) -> Result<f32, String> {
    let score = text.parse::<f32>().ok().filter(|s| (0.0..=1.0).contains(s));
    score.ok_or_else(|| format!("{text:?} is no score: wanted a number from 0 to 1, such as 0.7"))
}

/// A date or range as the user types it.
pub fn birth(text: &str) -> Result<DateSpan, String> {
    DateSpan::parse(text).ok_or_else(|| format!("{text:?} is no date: wanted 1980-03-23, 1980-03, 1980 or 1978-1980"))
}

/// A match as people read it.
pub fn words(n: usize, answer: &Answer) -> String {
    let m = &answer.found;
    let band = match m.band {
        Band::Exact => "exact",
        Band::Strong => "strong",
        Band::Medium => "medium",
        Band::Weak => "weak",
    };
    let mut text = format!("{n:>3}  {} ({})  {band}, {:.2}   {} {}\n", m.name, answer.kind, m.score, m.source, m.id);
    for l in &answer.listings {
        let title = interdict_model::Authority::new(&l.authority).map(|a| a.title().to_string()).unwrap_or_default();
        let measures: Vec<_> = l.measures.iter().map(|m| m.words()).collect();
        let does = if measures.is_empty() { "listed".to_string() } else { measures.join(", ") };
        let since = l.from.map_or(", the list does not say since when".into(), |d| format!(" since {d}"));
        let until = l.to.map(|d| format!(", removed {d}")).unwrap_or_default();
        let under = if l.programmes.is_empty() { String::new() } else { format!(", {}", l.programmes.join(", ")) };
        let sure = if l.certainty == Certainty::Unverified { " (unverified)" } else { "" };
        text.push_str(&format!("     {title}: {does}{since}{until}{under}{sure}\n"));
    }
    if !m.matched_name.is_empty() && m.matched_name != m.name {
        text.push_str(&format!("     by the {} {}\n", m.matched_kind.words(), m.matched_name));
    }
    text.push_str(&reasons(m));
    text
}

/// Why a match is one: its words side by side, then what counted, for and against; a line each, indented.
pub fn reasons(m: &Match) -> String {
    let mut text = String::new();
    if !m.aligned.is_empty() {
        let pairs = m.aligned.iter().map(|a| match a.why {
            interdict_screen::Why::Exact => a.asked.clone(),
            why => format!("{} = {} ({})", a.asked, a.listed, why.words()),
        });
        let mut line = pairs.collect::<Vec<_>>().join(" · ");
        let rest = [("asked only", &m.only_asked), ("listed only", &m.only_listed)];
        for (label, tokens) in rest.iter().filter(|(_, t)| !t.is_empty()) {
            line.push_str(&format!(" · {label}: {}", tokens.join(" ")));
        }
        text.push_str(&format!("     {line}\n"));
    }
    for e in &m.evidence {
        text.push_str(&format!("     {:+5.1}  {}\n", e.points, e.words));
    }
    text
}
