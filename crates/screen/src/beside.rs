//! What is known beside the name: dates of birth, countries, gender, kind, addresses, identifiers. Each gives one piece of evidence, or
//! none where either side says nothing.

use crate::index::Party;
use crate::query::{Evidence, Query, What};
use crate::weights::Beside;
use interdict_model::{Country, DateSpan, IdKind, Identifier, Kind};

/// Everything that is known beside the name, for and against.
pub(crate) struct Around {
    pub evidence: Vec<Evidence>,
    /// An identifier in common decides.
    pub decided: bool,
}

/// Is anything asked that only the party's record answers?
pub(crate) fn asks(query: &Query) -> bool {
    !(query.births.is_empty() && query.countries.is_empty() && query.addresses.is_empty())
        || query.kind.is_some()
        || query.gender.is_some()
}

pub(crate) fn around(
    query: &Query,
    identifiers: &[Identifier],
    party: &Party,
    addresses: impl Fn() -> Vec<String>,
    w: &Beside,
) -> Around {
    let same =
        identifiers.iter().filter_map(|i| same_identifier(i, party, w)).max_by(|a, b| a.points.total_cmp(&b.points));
    let decided = same.as_ref().is_some_and(|e| e.points >= w.identifier_unchecked);
    let mut evidence = Vec::new();
    evidence.extend(birth(&query.births, &party.births, w));
    evidence.extend(countries(&query.countries, &party.countries, w));
    evidence.extend(kind(query.kind, party.kind, w));
    if let (Some(asked), Some(listed)) = (query.gender, party.gender)
        && asked != listed
    {
        let words = "listed with another gender".to_string();
        evidence.push(Evidence { what: What::Gender, points: w.gender_other, words });
    }
    if !query.addresses.is_empty() {
        evidence.extend(address(&query.addresses, &addresses(), w));
    }
    if !decided {
        evidence.extend(other_identifier(identifiers, party, w));
    }
    evidence.extend(same);
    Around { evidence, decided }
}

fn birth(asked: &[DateSpan], listed: &[DateSpan], w: &Beside) -> Option<Evidence> {
    let pairs = asked.iter().flat_map(|a| listed.iter().map(move |l| (birth_points(a, l, w), a, l)));
    let (points, a, l) = pairs.max_by(|x, y| x.0.total_cmp(&y.0))?;
    let verb = match points {
        p if p >= w.birth_day => "is the listed day of birth",
        p if p > 0.0 => "may be the listed date of birth",
        p if p >= w.birth_near => "is near the listed date of birth",
        _ => "is not the listed date of birth",
    };
    Some(Evidence { what: What::BirthDate, points, words: format!("{a} {verb} {l}") })
}

fn birth_points(asked: &DateSpan, listed: &DateSpan, w: &Beside) -> f32 {
    let whole = |span: &DateSpan| (span.from == span.to && !span.circa).then(|| span.from.full()).flatten();
    if let (Some(a), Some(b)) = (whole(asked), whole(listed)) {
        if a == b {
            return w.birth_day;
        }
        // Day and month swapped, or one part of the date mistyped.
        let swapped = a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
        let parts = [a.year() == b.year(), a.month() == b.month(), a.day() == b.day()];
        let one_part = parts.iter().filter(|same| **same).count() == 2 && (a.year() - b.year()).abs() <= 1;
        if swapped || one_part {
            return w.birth_slip;
        }
    }
    if asked.overlaps(listed) {
        return w.birth_maybe;
    }
    let apart = |early: &DateSpan, late: &DateSpan| i32::from(late.from.year()) - i32::from(early.to.year());
    match apart(asked, listed).max(apart(listed, asked)) {
        ..=1 => w.birth_near,
        2..=4 => w.birth_off,
        _ => w.birth_other,
    }
}

fn countries(asked: &[Country], listed: &[Country], w: &Beside) -> Option<Evidence> {
    if asked.is_empty() || listed.is_empty() {
        return None;
    }
    let (points, words) = match asked.iter().find(|c| listed.contains(c)) {
        Some(country) => (w.country_same, format!("{} in common", country.name())),
        None => {
            let names: Vec<&str> = listed.iter().map(|c| c.name()).collect();
            (w.country_other, format!("no country in common; listed with {}", names.join(", ")))
        }
    };
    Some(Evidence { what: What::Country, points, words })
}

fn kind(asked: Option<Kind>, listed: Kind, w: &Beside) -> Option<Evidence> {
    let open = |k| matches!(k, Kind::Unknown | Kind::Asset);
    let asked = asked.filter(|k| !open(*k) && !open(listed))?;
    let (points, words) = if asked == listed {
        (w.kind_same, format!("listed as {listed}, as asked"))
    } else {
        (w.kind_other, format!("listed as {listed}, asked for {asked}"))
    };
    Some(Evidence { what: What::Kind, points, words })
}

/// An address in common: half of the words of the shorter one, and at least two, stand in the other too.
fn address(asked: &[String], listed: &[String], w: &Beside) -> Option<Evidence> {
    let words = |text: &str| -> Vec<String> {
        let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2);
        all.map(str::to_lowercase).collect()
    };
    let listed: Vec<(Vec<String>, &String)> = listed.iter().map(|l| (words(l), l)).collect();
    for a in asked {
        let a = words(a);
        for (l, text) in &listed {
            let common = a.iter().filter(|w| l.contains(w)).count();
            if common >= 2 && common * 2 >= a.len().min(l.len()) {
                let words = format!("address in common: {text}");
                return Some(Evidence { what: What::Address, points: w.address_same, words });
            }
        }
    }
    None
}

/// Can two kinds of identifier name one number? Lists disagree on what is a tax and what a register number.
fn kinds_agree(a: IdKind, b: IdKind) -> bool {
    let loose = |k| {
        matches!(
            k,
            IdKind::Other
                | IdKind::TaxNumber
                | IdKind::RegistrationNumber
                | IdKind::NationalId
                | IdKind::Inn
                | IdKind::Ogrn
                | IdKind::Uscc
        )
    };
    a == b || a == IdKind::Other || b == IdKind::Other || (loose(a) && loose(b))
}

fn same_identifier(asked: &Identifier, party: &Party, w: &Beside) -> Option<Evidence> {
    let key = asked.key();
    let listed = party.identifiers.iter().find(|i| kinds_agree(asked.kind, i.kind) && i.key() == key)?;
    let elsewhere = !listed.kind.is_global() && matches!((asked.country, listed.country), (Some(a), Some(b)) if a != b);
    let label = listed.label.as_deref().unwrap_or(listed.kind.property());
    let value = &listed.value;
    let (points, words) = match listed.checks() {
        _ if elsewhere => (w.identifier_elsewhere, format!("{label} {value} is the same, but of another country")),
        Some(true) => (w.identifier_same, format!("{label} {value} is the same, and its check digit is right")),
        Some(false) => {
            (w.identifier_unchecked, format!("{label} {value} is the same, though its check digit is wrong"))
        }
        None if key.len() >= 5 => (w.identifier_same, format!("{label} {value} is the same")),
        None => (w.identifier_unchecked, format!("{label} {value} is the same, but short")),
    };
    Some(Evidence { what: What::Identifier, points, words })
}

/// Two identifiers of a kind that a party has one of, and no value in common.
fn other_identifier(asked: &[Identifier], party: &Party, w: &Beside) -> Option<Evidence> {
    use IdKind::{Imo, Inn, Lei, Msn, Ogrn};
    let asked = asked.iter().find(|a| {
        let of_kind = || party.identifiers.iter().filter(|i| i.kind == a.kind);
        matches!(a.kind, Imo | Inn | Lei | Msn | Ogrn)
            && of_kind().next().is_some()
            && of_kind().all(|i| i.key() != a.key())
    })?;
    let listed = party.identifiers.iter().find(|i| i.kind == asked.kind)?;
    let wrong = asked.checks() == Some(false);
    let words = format!(
        "{} {} asked, {} listed{}",
        asked.kind.property(),
        asked.value,
        listed.value,
        if wrong { "; the check digit of the one asked is wrong" } else { "" }
    );
    // A mistyped number says little against.
    let points = if wrong { w.identifier_other / 3.0 } else { w.identifier_other };
    Some(Evidence { what: What::Identifier, points, words })
}
