//! What stands in a cell of a user's table: several values, `kind:value`, `kind:name#id`, `property:value`.

use super::columns::Field;
use crate::problem::{Problem, shown};
use interdict_model::{Address, Country, DateSpan, Entity, IdKind, Identifier, Link, LinkKind, PartialDate, Property};
use serde::de::DeserializeOwned;

/// In which order a date of three numbers is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum DateOrder {
    /// Day, month, year; a date that begins with the year is read too.
    #[default]
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// The values of a cell: separated by `;`, blanks left out.
pub(super) fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|v| !v.is_empty())
}

/// A word of an enum as its serde name; case and blanks do not matter.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    serde_json::from_value(serde_json::Value::String(text)).ok()
}

/// The kind of this snake_case word, or of a FollowTheMoney property.
pub(super) fn id_kind(text: &str) -> Option<IdKind> {
    word(text).or_else(|| IdKind::from_property(text.trim()))
}

/// The snake_case word of a kind.
pub(super) fn id_word(kind: IdKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// `kind:value` or `kind:value(CC)`.
pub(super) fn identifier(text: &str, column: &str) -> Result<Identifier, Problem> {
    let wanted = "kind:value or kind:value(CC), for example registration_number:600122610(BY)";
    let bad = |found: String| Problem::new(found, wanted).in_field(column);
    let (kind, value) = text.split_once(':').ok_or_else(|| bad(shown(text)))?;
    let known = id_kind(kind).ok_or_else(|| {
        let advice = "the kinds are listed in docs/src/own-lists.md; `other` takes any number";
        bad(format!("the kind {} in {}", shown(kind.trim()), shown(text))).advise(advice)
    })?;
    if value.trim().is_empty() {
        return Err(bad(shown(text)));
    }
    Ok(plain_identifier(known, value))
}

/// A number, with `(CC)` behind it where the country that issued it is known. For a wallet the bracket holds the currency.
pub(super) fn plain_identifier(kind: IdKind, value: &str) -> Identifier {
    let value = value.trim();
    if let Some((number, rest)) = value.strip_suffix(')').and_then(|v| v.rsplit_once('('))
        && !number.trim().is_empty()
    {
        let (number, rest) = (number.trim(), rest.trim());
        if kind == IdKind::CryptoAddress {
            return Identifier { issuer: Some(rest.to_string()), ..Identifier::new(kind, number) };
        }
        if let Some(country) = Country::parse(rest) {
            let issuer = Some(rest.to_string());
            return Identifier { country: Some(country), issuer, ..Identifier::new(kind, number) };
        }
    }
    Identifier::new(kind, value)
}

/// `kind:name`, `kind:name#id` or `kind:#id`.
pub(super) fn link(text: &str, column: &str) -> Result<Link, Problem> {
    let wanted = "kind:name or kind:name#id, for example owned_by:Belaruskali#32746";
    let bad = |found: String| {
        let advice = "kinds: linked_to, owned_by, owns, operated_by, leader_of, acts_for, supports, family, role";
        Problem::new(found, wanted).in_field(column).advise(advice)
    };
    let (kind, target) = text.split_once(':').ok_or_else(|| bad(shown(text)))?;
    let kind: LinkKind = word(kind).ok_or_else(|| bad(format!("the kind {}", shown(kind.trim()))))?;
    let (name, id) = match target.rsplit_once('#') {
        Some((name, id)) if !id.trim().is_empty() => (name.trim(), Some(id.trim().to_string())),
        _ => (target.trim(), None),
    };
    if name.is_empty() && id.is_none() {
        return Err(bad(shown(text)));
    }
    Ok(Link { kind, name: name.to_string(), id, text: None })
}

/// `property:value`, put where the property belongs.
pub(super) fn fact(out: &mut Entity, text: &str, order: DateOrder, column: &str) -> Result<(), Problem> {
    let bad = |found: String| {
        let wanted = "property:value with a FollowTheMoney property, for example position:director";
        Problem::new(found, wanted).in_field(column)
    };
    let (property, value) = text.split_once(':').ok_or_else(|| bad(shown(text)))?;
    let property = Property::parse(property.trim()).ok_or_else(|| bad(format!("the property {}", shown(property))))?;
    state(out, property, value.trim(), order, column)
}

/// States a property, as date, country or text.
pub(super) fn state(
    out: &mut Entity,
    property: Property,
    value: &str,
    order: DateOrder,
    column: &str,
) -> Result<(), Problem> {
    match Field::of(property) {
        Field::Date(_) => stated_date(out, property, value, order, column)?,
        Field::Territory(_) => out.add_territory(property, value),
        _ => out.add_fact(property, value),
    }
    Ok(())
}

/// A date of the entity. Words that are no date are kept as a note; numbers that are an impossible date are a problem, for they are
/// a mistake that would hide a match.
fn stated_date(
    out: &mut Entity,
    property: Property,
    text: &str,
    order: DateOrder,
    column: &str,
) -> Result<(), Problem> {
    if three_numbers(text) {
        out.add_date(property, DateSpan::exact(date(text, order, column)?));
    } else {
        out.add_date_text(property, text);
    }
    Ok(())
}

/// Three groups of digits with one separator: a day written in full.
fn three_numbers(text: &str) -> bool {
    let cells: Vec<&str> = text.split(['-', '/', '.']).collect();
    cells.len() == 3 && cells.iter().all(|c| !c.is_empty() && c.bytes().all(|b| b.is_ascii_digit()))
}

/// Could month and day of this date be the other way round?
pub(super) fn ambiguous(text: &str) -> bool {
    let cells: Vec<&str> = text.trim().split(['/', '.']).collect();
    let month = |c: &str| c.len() <= 2 && c.parse::<u8>().is_ok_and(|n| (1..=12).contains(&n));
    matches!(cells[..], [a, b, y] if y.len() == 4 && month(a) && month(b) && a != b)
}

/// A date in a column that takes nothing else.
pub(super) fn date(text: &str, order: DateOrder, column: &str) -> Result<PartialDate, Problem> {
    let slashes = text.trim().replace(['.', '-'], "/");
    let read = match order {
        // A year that stands first is no month.
        DateOrder::Mdy if three_numbers(text) && slashes.find('/').is_some_and(|at| at < 3) => {
            PartialDate::parse_us(&slashes)
        }
        _ => text.parse().ok(),
    };
    read.ok_or_else(|| {
        let wanted = "a date such as 2021-12-02, 2 Dec 2021, 02/12/2021 (day first) or 2021";
        let advice = match order {
            DateOrder::Dmy if three_numbers(text) && slashes.find('/').is_some_and(|at| at < 3) => {
                "dates are read day first; a mapping beside the file says `date_order: mdy` (docs/src/own-lists.md)"
            }
            _ => "leave the cell blank where the day is not known",
        };
        Problem::new(shown(text), wanted).in_field(column).advise(advice)
    })
}

/// An address: one line, the country in brackets behind it where that is told apart.
pub(super) fn address(text: &str) -> Address {
    let split = text.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    if let Some((full, country)) = split
        && Country::parse(country).is_some()
    {
        let country_text = Some(country.trim().to_string());
        return Address {
            full: full.trim().into(),
            country: Country::parse(country),
            country_text,
            ..Address::default()
        };
    }
    // The last part of a printed address is mostly its country; it stays in the line as well.
    let last = text.rsplit(',').next().unwrap_or("");
    Address { full: text.into(), country: Country::parse(last), ..Address::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_carry_their_kind_and_country() {
        let id = identifier("registration_number: 600122610 (BY)", "identifiers").expect("reads");
        assert_eq!((id.kind, id.value.as_str()), (IdKind::RegistrationNumber, "600122610"));
        assert_eq!(id.country.map(|c| c.to_string()).as_deref(), Some("BY"));
        assert_eq!(identifier("tail:EW-78843", "x").expect("reads").value, "EW-78843");
        let wallet = identifier("crypto_address:bc1qxy(XBT)", "x").expect("reads");
        assert_eq!((wallet.value.as_str(), wallet.issuer.as_deref()), ("bc1qxy", Some("XBT")));
        let e = identifier("shoe_size:44", "identifiers").expect_err("no such kind");
        assert!(e.to_string().starts_with("identifiers: found the kind \"shoe_size\""), "{e}");
    }

    #[test]
    fn a_date_that_cannot_be_is_a_problem_and_words_are_kept() {
        let mut e = Entity::new("x", "1", interdict_model::Schema::Person);
        let born = Property::BirthDate;
        assert!(state(&mut e, born, "31.02.1970", DateOrder::Dmy, "DOB").is_err());
        assert!(state(&mut e, born, "02/13/1970", DateOrder::Dmy, "DOB").is_err());
        state(&mut e, born, "02/13/1970", DateOrder::Mdy, "DOB").expect("month first");
        state(&mut e, born, "1970-02-13", DateOrder::Mdy, "DOB").expect("year first");
        state(&mut e, born, "early 1970s", DateOrder::Dmy, "DOB").expect("kept");
        assert_eq!(e.dates_of(born).map(ToString::to_string).collect::<Vec<_>>(), ["1970-02-13"]);
        assert_eq!(e.facts_of(Property::Notes).next(), Some("birthDate: early 1970s"));
        assert!(ambiguous("03/04/1970") && !ambiguous("13/04/1970") && !ambiguous("04/04/1970"));
    }

    #[test]
    fn a_link_names_its_target_by_name_id_or_both() {
        let l = link("owned_by:FLLC Slavkali#33371", "links").expect("reads");
        assert_eq!((l.kind, l.name.as_str(), l.id.as_deref()), (LinkKind::OwnedBy, "FLLC Slavkali", Some("33371")));
        assert_eq!(link("linked to:#33371", "links").expect("reads").name, "");
        assert!(link("likes:X", "links").is_err() && link("X", "links").is_err() && link("owns:", "links").is_err());
    }
}
