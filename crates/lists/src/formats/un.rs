//! United Nations Security Council consolidated list, XML, schema `sc-sanctions.xsd`.
//!
//! Traps: names come in up to four numbered parts and not by meaning; alias quality `Low` is a weak alias, `a.k.a.` and `f.k.a.` occur
//! for entities; dates of birth are exact, approximate or between two years; empty elements stand for "nothing"; the
//! reference number (`QDi.001`) is the id that everyone cites, not `DATAID`.

use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{
    Address, Authority, Country, DateSpan, Entity, IdKind, Identifier, Listing, Name, NameKind, PartialDate, Property,
    Schema,
};

pub(super) const READER: Reader = Reader {
    format: Format::UnXml,
    title: "UN consolidated list, XML",
    schema: "https://www.un.org/sc/resources/sc-sanctions.xsd",
    recognise: |head, _| head.contains("<CONSOLIDATED_LIST"),
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "the UN list").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, &["INDIVIDUAL", "ENTITY"], on_problem)?;
    let document = cuts.document(on_problem)?;
    let published = document.frame().attribute("dateGenerated").and_then(timestamp);
    let mut entities =
        document.read("INDIVIDUAL", true, on_problem, &mut report, |e, place| entity(e, place, Schema::Person))?;
    let others =
        document.read("ENTITY", true, on_problem, &mut report, |e, place| entity(e, place, Schema::Organization))?;
    entities.extend(others);
    document.finish(&mut report);
    let meta = Meta { source: "un".into(), published, complete: true };
    Ok(Reading { format: Format::UnXml, meta, entities, report })
}

/// `2026-08-01T23:00:03.110Z`, also with an offset.
fn timestamp(text: &str) -> Option<jiff::Timestamp> {
    text.parse().ok()
}

fn entity(e: Element<'_, '_>, place: Place<'_>, schema: Schema) -> Result<Entity, Problem> {
    let id = e.need("REFERENCE_NUMBER")?;
    let in_id = |p: Problem| p.in_id(id);
    let person = schema == Schema::Person;
    let mut out = Entity::new("un", id, schema);
    out.record = place.source();

    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let name = parts.iter().filter_map(|p| e.get(p)).collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(in_id(Problem::new("no name", "a name in <FIRST_NAME>").in_field("FIRST_NAME")));
    }
    out.add_name(Name::new(NameKind::Primary, name));
    if let Some(script) = e.get("NAME_ORIGINAL_SCRIPT") {
        out.add_name(Name::new(NameKind::OtherScript, script));
    }
    for alias in e.all(if person { "INDIVIDUAL_ALIAS" } else { "ENTITY_ALIAS" }) {
        alias_of(&mut out, alias);
    }

    let mut listing = Listing::new(Authority::un(), "UN Consolidated List");
    listing.programmes.extend(e.get("UN_LIST_TYPE").map(str::to_string));
    listing.from = date(e, "LISTED_ON").map_err(in_id)?;
    listing.to = date(e, "DELISTED_ON").map_err(in_id)?;
    let updated = e.at("LAST_DAY_UPDATED/VALUE");
    listing.amended = updated.iter().filter_map(|v| v.text().parse().ok()).max();
    listing.reasons.extend(e.get("COMMENTS1").map(str::to_string));
    listing.legal_basis.extend(e.get("SUBMITTED_BY").map(|by| format!("submitted by {by}")));
    listing.legal_basis.extend(e.get("SUBMITTED_ON").map(|on| format!("submitted on {on}")));
    let interpol = e.get("INTERPOL_LINK");
    listing.references.extend(interpol.map(str::to_string));
    // A "YES" only announces the link.
    if e.get("HAS_INTERPOL_LINK").is_some_and(|h| h.eq_ignore_ascii_case("YES")) && interpol.is_none() {
        out.add_fact(Property::Notes, "has an INTERPOL-UN Special Notice");
    }
    // The list type is always "UN List"; another one would be news.
    for other in e.at("LIST_TYPE/VALUE").iter().map(|v| v.text()).filter(|t| !t.is_empty() && *t != "UN List") {
        out.add_fact(Property::Status, &format!("list type: {other}"));
    }
    out.listings.push(listing);
    if let Some(number) = e.get("DATAID") {
        out.add_identifier(Identifier {
            label: Some("UN data id".into()),
            note: e.get("VERSIONNUM").map(|v| format!("version {v}")),
            ..Identifier::new(IdKind::ListReference, number)
        });
    }

    for title in e.at("TITLE/VALUE") {
        out.add_fact(Property::Title, title.text());
    }
    for position in e.at("DESIGNATION/VALUE") {
        out.add_fact(Property::Position, position.text());
    }
    for nationality in e.at("NATIONALITY/VALUE").into_iter().chain(e.at("NATIONALITY2/VALUE")) {
        out.add_territory(Property::Nationality, nationality.text());
    }
    out.add_territory(Property::Nationality, e.get_or_empty("NATIONALITY2"));
    out.add_fact(Property::Gender, e.get_or_empty("GENDER"));
    for born in e.all("INDIVIDUAL_DATE_OF_BIRTH") {
        birth(&mut out, born);
    }
    for place in e.all("INDIVIDUAL_PLACE_OF_BIRTH") {
        let words = ["STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"].iter().filter_map(|f| place.get(f));
        out.add_fact(Property::BirthPlace, &words.collect::<Vec<_>>().join(", "));
        out.add_territory(Property::BirthCountry, place.get_or_empty("COUNTRY"));
    }
    for document in e.all("INDIVIDUAL_DOCUMENT") {
        if let Some(id) = identifier(document) {
            out.add_identifier(id);
        }
    }
    for address in e.all(if person { "INDIVIDUAL_ADDRESS" } else { "ENTITY_ADDRESS" }) {
        let part = |f| address.get_or_empty(f);
        let mut read = Address::from_parts(
            part("STREET"),
            part("CITY"),
            part("STATE_PROVINCE"),
            part("ZIP_CODE"),
            part("COUNTRY"),
        );
        read.note = address.get("NOTE").map(str::to_string);
        out.add_address(read);
    }
    Ok(out)
}

fn date(e: Element<'_, '_>, field: &str) -> Result<Option<PartialDate>, Problem> {
    let Some(text) = e.get(field) else { return Ok(None) };
    let bad = |_| Problem::new(format!("{text:?}"), "a date such as 2012-12-31").in_field(field);
    text.parse().map(Some).map_err(bad)
}

fn alias_of(out: &mut Entity, alias: Element<'_, '_>) {
    let note = alias.get("NOTE");
    let was = note.is_some_and(|n| {
        let n = n.to_ascii_lowercase();
        n.starts_with("previously listed as") || n.starts_with("formerly listed as")
    });
    let kind = match alias.get_or_empty("QUALITY").to_ascii_lowercase().as_str() {
        "low" => NameKind::WeakAlias,
        "f.k.a." => NameKind::Former,
        _ if was => NameKind::Former,
        _ => NameKind::Alias,
    };
    if let Some(note) = note.filter(|_| !was) {
        out.add_fact(Property::Notes, &format!("alias {}: {note}", alias.get_or_empty("ALIAS_NAME")));
    }
    if let Some(name) = alias.get("ALIAS_NAME") {
        // Some aliases carry several spellings, `;` between them.
        for spelling in name.split(';') {
            out.add_name(Name::new(kind, spelling.trim()));
        }
    }
    out.add_date_text(Property::BirthDate, alias.get_or_empty("DATE_OF_BIRTH"));
    let place = [alias.get("CITY_OF_BIRTH"), alias.get("COUNTRY_OF_BIRTH")];
    out.add_fact(Property::BirthPlace, &place.into_iter().flatten().collect::<Vec<_>>().join(", "));
}

fn birth(out: &mut Entity, born: Element<'_, '_>) {
    let kind = born.get_or_empty("TYPE_OF_DATE");
    let note = born.get("NOTE");
    let span = match (born.get("FROM_YEAR"), born.get("TO_YEAR")) {
        (Some(from), Some(to)) => from.parse().ok().zip(to.parse().ok()).map(|(from, to)| DateSpan::range(from, to)),
        _ => born.get("DATE").or(born.get("YEAR")).and_then(DateSpan::parse),
    };
    match span {
        Some(span) => {
            let circa = kind.eq_ignore_ascii_case("APPROXIMATELY") || span.circa;
            let text = note.map(str::to_string).or(span.text);
            out.add_date(Property::BirthDate, DateSpan { circa, text, ..span });
        }
        None => {
            let words = ["DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE"].iter().filter_map(|f| born.get(f));
            out.add_date_text(Property::BirthDate, &words.collect::<Vec<_>>().join(" "));
        }
    }
}

fn identifier(document: Element<'_, '_>) -> Option<Identifier> {
    let label = document.get("TYPE_OF_DOCUMENT").or(document.get("TYPE_OF_DOCUMENT2"));
    let second = document.get("TYPE_OF_DOCUMENT2");
    let kind = match label.unwrap_or("").to_ascii_lowercase() {
        l if l.contains("passport") => IdKind::Passport,
        l if l.contains("national identification") => IdKind::NationalId,
        _ => IdKind::Other,
    };
    let issued_in = document.get("COUNTRY_OF_ISSUE").or(document.get("ISSUING_COUNTRY"));
    let issuer = document.get("ISSUING_COUNTRY").or(issued_in);
    let notes = [
        document.get("NOTE").map(str::to_string),
        document.get("DATE_OF_ISSUE").map(|d| format!("issued {d}")),
        document.get("CITY_OF_ISSUE").map(|c| format!("issued in {c}")),
        document.get("DATE_OF_EXPIRY").map(|d| format!("expires {d}")),
    ];
    let note = notes.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let number = document.get("NUMBER")?;
    Some(Identifier {
        country: issuer.and_then(Country::parse),
        issuer: issuer.map(str::to_string),
        label: second.or(label).map(str::to_string),
        note: (!note.is_empty()).then_some(note),
        ..Identifier::new(kind, number)
    })
}
