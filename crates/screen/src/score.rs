//! From an alignment and what is known beside it to evidence, points and a score.

use crate::align::{Alignment, align};
use crate::asked::Asked;
use crate::index::{Index, Party};
use crate::lookup::kinds_agree;
use crate::query::{Aligned, Band, Evidence, Match, Query, What};
use crate::weights;
use interdict_model::{DateSpan, Identifier, Kind, NameKind};

/// The most that evidence beside the name can add for this query.
pub(crate) fn most_support(query: &Query) -> f32 {
    let mut most = 0.0;
    if query.birth.is_some() {
        most += weights::BIRTH_DAY;
    }
    if !query.countries.is_empty() {
        most += weights::COUNTRY_SAME;
    }
    if query.kind.is_some() {
        most += weights::KIND_SAME;
    }
    // A number that two registers share.
    most + weights::IDENTIFIER_ELSEWHERE
}

/// The best of some names of a party, and the match that it makes. `identified`: the party has an identifier that was asked for.
pub(crate) fn judge(
    index: &Index,
    query: &Query,
    asked: &mut Asked,
    ordinal: u32,
    names: impl Iterator<Item = u32>,
    identifiers: &[Identifier],
    threshold: f32,
) -> Option<Match> {
    let party = index.party(ordinal)?;
    let mut best: Option<(f32, u32, Alignment)> = None;
    for name in names {
        let Some(listed) = index.listed_name(name) else { continue };
        let alignment = align(index, asked, listed);
        let points = name_points(&alignment, listed.kind);
        if best.as_ref().is_none_or(|(most, ..)| points > *most) {
            best = Some((points, name, alignment));
        }
    }
    let (_, name, alignment) = best.unwrap_or((0.0, u32::MAX, Alignment::default()));
    let same: Vec<Evidence> = identifiers.iter().filter_map(|i| same_identifier(i, party)).collect();
    let decided = same.iter().any(|e| e.points >= weights::IDENTIFIER_SAME);
    if alignment.agreement == 0.0 && same.is_empty() {
        return None;
    }
    let mut evidence = Vec::new();
    let named = index.listed_name(name);
    let matched_kind = named.map_or(NameKind::Primary, |n| n.kind);
    if !asked.tokens.is_empty() && named.is_some() {
        name_evidence(asked, &alignment, matched_kind, decided, &mut evidence);
    }
    let support = if decided { 1.0 } else { weights::support(alignment.agreement) };
    let mut beside = Vec::new();
    beside.extend(query.birth.as_ref().and_then(|asked| birth(asked, &party.births)));
    beside.extend(countries(query, party));
    beside.extend(query.kind.and_then(|asked| kind(asked, party.kind)));
    beside.extend(other_identifier(identifiers, party).filter(|_| !decided));
    beside.extend(same);
    for mut piece in beside {
        if piece.points > 0.0 {
            piece.points *= support;
        }
        evidence.push(piece);
    }
    let points: f32 = evidence.iter().map(|e| e.points).sum();
    let score = weights::score(points);
    if score < threshold {
        return None;
    }
    let against = evidence.iter().any(|e| e.points < 0.0 && e.what != What::Rarity);
    let band = match score {
        _ if decided || (alignment.agreement >= 0.999 && !against && score >= 0.7) => Band::Exact,
        s if s >= 0.9 => Band::Strong,
        s if s >= 0.7 => Band::Medium,
        _ => Band::Weak,
    };
    let text = |at: &usize| asked.tokens.get(*at).map_or(String::new(), |t| t.token.text.clone());
    let tokens = named.map(|n| index.tokens(n)).unwrap_or_default();
    let listed =
        |at: &usize| tokens.get(*at).and_then(|t| index.form(t.form)).map_or(String::new(), |f| f.folded().to_string());
    let run = |(from, count): (usize, usize), word: &dyn Fn(&usize) -> String| {
        (from..from + count).map(|at| word(&at)).collect::<Vec<_>>().join(" ")
    };
    Some(Match {
        entity: ordinal,
        source: party.source.clone(),
        id: party.id.clone(),
        name: party.name.clone(),
        matched_name: named.map_or(String::new(), |n| n.text.clone()),
        matched_kind,
        score,
        points,
        band,
        evidence,
        aligned: alignment
            .pairs
            .iter()
            .map(|p| Aligned {
                asked: run(p.asked, &text),
                listed: run(p.listed, &listed),
                likeness: p.likeness,
                weight: p.weight,
                why: p.why,
            })
            .collect(),
        only_asked: alignment.only_asked.iter().map(text).collect(),
        only_listed: alignment.only_listed.iter().map(listed).collect(),
    })
}

/// The points of a name alone; the same sum as that of [`name_evidence`].
fn name_points(alignment: &Alignment, kind: NameKind) -> f32 {
    let mut points = weights::agreement_points(alignment.agreement)
        + weights::rarity_points(alignment.matched, alignment.agreement)
        + weights::in_place_points(alignment.in_place)
        + kind_points(kind);
    if alignment.father_swapped {
        points += weights::SWAPPED_FATHER;
    }
    if alignment.numbers_differ {
        points += weights::OTHER_NUMBER;
    }
    points
}

fn kind_points(kind: NameKind) -> f32 {
    match kind {
        NameKind::WeakAlias => weights::WEAK_ALIAS,
        NameKind::Former => weights::FORMER_NAME,
        NameKind::Primary | NameKind::Alias | NameKind::OtherScript => 0.0,
    }
}

fn name_evidence(asked: &Asked, alignment: &Alignment, kind: NameKind, decided: bool, out: &mut Vec<Evidence>) {
    // Where an identifier decides, a name that differs is shown, but does not outweigh it.
    let tempered = |points: f32| if decided && points < 0.0 { points * 0.2 } else { points };
    let mut add = |what, points: f32, words: String| out.push(Evidence { what, points: tempered(points), words });
    let agreement = alignment.agreement;
    let words = match alignment.pairs.len() {
        0 => "no token of the name agrees".to_string(),
        _ if agreement >= 0.999 => "the whole name is the same".to_string(),
        n => format!(
            "{n} of {} asked tokens found, {} listed ones not asked; agreement {:.0} %",
            asked.tokens.len(),
            alignment.only_listed.len(),
            agreement * 100.0
        ),
    };
    add(What::Name, weights::agreement_points(agreement), words);
    let rarity = weights::rarity_points(alignment.matched, agreement);
    let words = if rarity >= 0.0 { "what agrees is rare on the lists" } else { "what agrees is common or short" };
    add(What::Rarity, rarity, words.to_string());
    if alignment.in_place > 0.0 {
        let words = "both have another name in the place of the other's".to_string();
        add(What::InPlace, weights::in_place_points(alignment.in_place), words);
    }
    if alignment.father_swapped {
        add(What::Order, weights::SWAPPED_FATHER, "father and son are swapped".to_string());
    }
    if alignment.numbers_differ {
        add(What::Number, weights::OTHER_NUMBER, "the numbers in the names differ".to_string());
    }
    if kind_points(kind) != 0.0 {
        add(What::NameKind, kind_points(kind), format!("the listed name is a {}", kind.words()));
    }
}

fn birth(asked: &DateSpan, listed: &[DateSpan]) -> Option<Evidence> {
    let best = listed.iter().map(|span| (birth_points(asked, span), span)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let (points, span) = best;
    let verb = match points {
        p if p >= weights::BIRTH_DAY => "is the listed day of birth",
        p if p > 0.0 => "may be the listed date of birth",
        p if p >= weights::BIRTH_NEAR => "is near the listed date of birth",
        _ => "is not the listed date of birth",
    };
    Some(Evidence { what: What::BirthDate, points, words: format!("{asked} {verb} {span}") })
}

fn birth_points(asked: &DateSpan, listed: &DateSpan) -> f32 {
    let whole = |span: &DateSpan| (span.from == span.to && !span.circa).then(|| span.from.full()).flatten();
    if let (Some(a), Some(b)) = (whole(asked), whole(listed)) {
        if a == b {
            return weights::BIRTH_DAY;
        }
        if a.year() == b.year() && a.month() == b.day() && a.day() == b.month() {
            return weights::BIRTH_NEAR;
        }
    }
    if asked.overlaps(listed) {
        return weights::BIRTH_MAYBE;
    }
    let apart = |early: &DateSpan, late: &DateSpan| i32::from(late.from.year()) - i32::from(early.to.year());
    match apart(asked, listed).max(apart(listed, asked)) {
        ..=1 => weights::BIRTH_NEAR,
        2..=4 => weights::BIRTH_OFF,
        _ => weights::BIRTH_OTHER,
    }
}

fn countries(query: &Query, party: &Party) -> Option<Evidence> {
    if query.countries.is_empty() || party.countries.is_empty() {
        return None;
    }
    let shared = query.countries.iter().find(|c| party.countries.contains(c));
    let (points, words) = match shared {
        Some(country) => (weights::COUNTRY_SAME, format!("{} in common", country.name())),
        None => {
            let listed: Vec<&str> = party.countries.iter().map(|c| c.name()).collect();
            (weights::COUNTRY_OTHER, format!("no country in common; listed with {}", listed.join(", ")))
        }
    };
    Some(Evidence { what: What::Country, points, words })
}

fn kind(asked: Kind, listed: Kind) -> Option<Evidence> {
    let open = |k| matches!(k, Kind::Unknown | Kind::Asset);
    if open(asked) || open(listed) {
        return None;
    }
    let (points, words) = if asked == listed {
        (weights::KIND_SAME, format!("listed as {listed}, as asked"))
    } else {
        (weights::KIND_OTHER, format!("listed as {listed}, asked for {asked}"))
    };
    Some(Evidence { what: What::Kind, points, words })
}

fn same_identifier(asked: &Identifier, party: &Party) -> Option<Evidence> {
    let key = asked.key();
    let listed = party.identifiers.iter().find(|i| kinds_agree(asked.kind, i.kind) && i.key() == key)?;
    let elsewhere = !listed.kind.is_global() && matches!((asked.country, listed.country), (Some(a), Some(b)) if a != b);
    let label = listed.label.as_deref().unwrap_or(listed.kind.property());
    let (points, words) = if elsewhere {
        (weights::IDENTIFIER_ELSEWHERE, format!("{label} {} is the same, but of another country", listed.value))
    } else {
        (weights::IDENTIFIER_SAME, format!("{label} {} is the same", listed.value))
    };
    Some(Evidence { what: What::Identifier, points, words })
}

/// Two identifiers of a kind that a party has one of, and no value in common.
fn other_identifier(asked: &[Identifier], party: &Party) -> Option<Evidence> {
    use interdict_model::IdKind::{Imo, Inn, Lei, Msn, Ogrn};
    let asked = asked.iter().find(|a| {
        let of_kind = || party.identifiers.iter().filter(|i| i.kind == a.kind);
        matches!(a.kind, Imo | Inn | Lei | Msn | Ogrn)
            && of_kind().next().is_some()
            && of_kind().all(|i| i.key() != a.key())
    })?;
    let listed = party.identifiers.iter().find(|i| i.kind == asked.kind)?;
    let words = format!("{} {} asked, {} listed", asked.kind.property(), asked.value, listed.value);
    Some(Evidence { what: What::Identifier, points: weights::IDENTIFIER_OTHER, words })
}
