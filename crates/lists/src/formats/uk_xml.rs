//! UK Sanctions List of the FCDO, XML: the UK's only list since 28 January 2026.
//!
//! Traps: every detail sits in a wrapper of its own plural (`TypeOfShipDetails/TypeOfShip`), and wrappers have changed between
//! editions, so details are found by the name of their leaf, in any capitalisation; parents, subsidiaries and a ship's
//! owners are fields of their own and become links; `dd/mm/1945` is the year 1945; one designation may repeat a value.

use super::{Format, Reader, uk_terms};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{Authority, Entity, IdKind, Identifier, LinkKind, Listing, PartialDate, Property, Schema};

pub(super) const READER: Reader = Reader {
    format: Format::UkXml,
    title: "UK Sanctions List, XML",
    schema: "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",
    recognise: |head, _| head.contains("<Designations"),
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "the UK Sanctions List").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, &["Designation"], on_problem)?;
    let document = cuts.document(on_problem)?;
    let published = document.frame().get("DateGenerated").and_then(uk_terms::published);
    let entities = document.read("Designation", true, on_problem, &mut report, designation)?;
    document.finish(&mut report);
    let meta = Meta { source: "uk-fcdo".into(), published, complete: true };
    Ok(Reading { format: Format::UkXml, meta, entities, report })
}

/// All elements of this name below `e`, in any capitalisation and whatever they are wrapped in.
fn all<'t, 'a>(e: Element<'t, 'a>, name: &str) -> Vec<Element<'t, 'a>> {
    let mut out = Vec::new();
    for child in e.children() {
        if child.name().eq_ignore_ascii_case(name) {
            out.push(child);
        } else {
            out.extend(all(child, name));
        }
    }
    out
}

fn texts<'t>(e: Element<'t, '_>, name: &str) -> Vec<&'t str> {
    all(e, name).into_iter().map(Element::text).filter(|t| !t.is_empty()).collect()
}

fn first<'t>(e: Element<'t, '_>, name: &str) -> Option<&'t str> {
    texts(e, name).into_iter().next()
}

fn designation(e: Element<'_, '_>, place: Place<'_>) -> Result<Entity, Problem> {
    let id = first(e, "UniqueID").ok_or_else(|| Problem::new("nothing", "an id").in_field("UniqueID"))?;
    let kind = first(e, "IndividualEntityShip").unwrap_or("");
    let schema = uk_terms::schema(kind).ok_or_else(|| {
        let found = if kind.is_empty() { "nothing".to_string() } else { format!("{kind:?}") };
        Problem::new(found, "Individual, Entity or Ship").in_field("IndividualEntityShip").in_id(id)
    })?;
    let mut out = Entity::new("uk-fcdo", id, schema);
    out.record = place.source();
    names(&mut out, e);
    if out.names.is_empty() {
        return Err(Problem::new("no name", "a name in <Name6>").in_field("Names").in_id(id));
    }
    for reference in texts(e, "OFSIGroupID") {
        uk_terms::reference(&mut out, "OFSI group id", reference);
    }
    for reference in texts(e, "UNReferenceNumber") {
        uk_terms::reference(&mut out, "UN reference", reference);
    }
    let listing = listing(e).map_err(|p| p.in_id(id))?;
    out.listings.push(listing);
    for source in texts(e, "DesignationSource") {
        out.add_fact(Property::Status, &format!("designated by: {}", source.replace('|', ", ")));
    }

    let facts = [
        ("Title", Property::Title),
        ("Position", Property::Position),
        ("Gender", Property::Gender),
        ("OtherInformation", Property::Notes),
        ("TypeOfEntity", Property::LegalForm),
        ("PhoneNumber", Property::Phone),
        ("EmailAddress", Property::Email),
        ("Website", Property::Website),
        ("TypeOfShip", Property::Type),
        ("TonnageOfShip", Property::Tonnage),
        ("LengthOfShip", Property::Length),
    ];
    for (name, property) in facts {
        texts(e, name).into_iter().for_each(|t| out.add_fact(property, t));
    }
    let countries = [
        ("Nationality", Property::Nationality),
        ("CurrentBelievedFlagOfShip", Property::Flag),
        ("PreviousFlag", Property::PastFlags),
    ];
    for (name, property) in countries {
        texts(e, name).into_iter().for_each(|t| uk_terms::territories(&mut out, property, t));
    }
    let links = [
        ("ParentCompany", LinkKind::OwnedBy, "parent company"),
        ("Subsidiary", LinkKind::Owns, "subsidiary"),
        ("CurrentOwnerOperator", LinkKind::OwnedBy, "owner or operator"),
        ("PreviousOwnerOperator", LinkKind::LinkedTo, "previous owner or operator"),
    ];
    for (name, kind, words) in links {
        texts(e, name).into_iter().for_each(|t| uk_terms::links(&mut out, kind, t, Some(words)));
    }
    texts(e, "DOB").into_iter().for_each(|t| uk_terms::births(&mut out, t));
    texts(e, "YearBuilt").into_iter().for_each(|t| uk_terms::built(&mut out, t));
    for location in all(e, "Location") {
        out.add_fact(Property::BirthPlace, first(location, "TownOfBirth").unwrap_or(""));
        out.add_territory(Property::BirthCountry, first(location, "CountryOfBirth").unwrap_or(""));
    }
    for address in all(e, "Address") {
        let line = |n: u8| first(address, &format!("AddressLine{n}")).unwrap_or("");
        let lines = [line(1), line(2), line(3), line(4), line(5), line(6)];
        let code = first(address, "AddressPostalCode").unwrap_or("");
        out.add_address(uk_terms::address(lines, code, first(address, "AddressCountry").unwrap_or("")));
    }
    identifiers(&mut out, e);
    Ok(out)
}

fn names(out: &mut Entity, e: Element<'_, '_>) {
    let person = out.schema == Schema::Person;
    for name in all(e, "Name") {
        let part = |n: &str| first(name, n).unwrap_or("");
        let kind = uk_terms::name_kind(part("NameType"), part("AliasStrength"));
        let others = [part("Name1"), part("Name2"), part("Name3"), part("Name4"), part("Name5")];
        out.add_name(uk_terms::name(kind, part("Name6"), others, person));
    }
    for name in all(e, "NonLatinName") {
        let script = first(name, "NonLatinScriptType");
        let language = first(name, "NonLatinScriptLanguage");
        for text in texts(name, "NameNonLatinScript") {
            uk_terms::other_script(out, text, script, language);
        }
    }
    uk_terms::primary_first(out);
}

fn listing(e: Element<'_, '_>) -> Result<Listing, Problem> {
    let mut listing = Listing::new(Authority::uk(), "UK Sanctions List");
    listing.programmes.extend(first(e, "RegimeName").map(str::to_string));
    texts(e, "SanctionsImposed").into_iter().for_each(|t| uk_terms::measures(&mut listing, t));
    // The indicators repeat the measures; only one that the text lacks adds anything, under its element's name.
    for indicators in all(e, "SanctionsImposedIndicators") {
        for indicator in indicators.children() {
            let words = spaced(indicator.name());
            let said = |t: &String| fold(t).contains(&fold(&words));
            if indicator.text().eq_ignore_ascii_case("true") && !listing.measure_texts.iter().any(said) {
                listing.add_measure(&words);
            }
        }
    }
    listing.from = date(e, "DateDesignated")?;
    listing.amended = date(e, "LastUpdated")?;
    listing.reasons.extend(texts(e, "UKStatementOfReasons").into_iter().map(str::to_string));
    Ok(listing)
}

fn date(e: Element<'_, '_>, field: &str) -> Result<Option<PartialDate>, Problem> {
    let Some(text) = first(e, field) else { return Ok(None) };
    let bad = |_| Problem::new(format!("{text:?}"), "a day such as 25/01/2001").in_field(field);
    text.parse().map(Some).map_err(bad)
}

/// `DirectorDisqualificationSanction` as words.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn identifiers(out: &mut Entity, e: Element<'_, '_>) {
    for passport in all(e, "Passport") {
        let info = first(passport, "PassportAdditionalInformation");
        number_or_info(out, IdKind::Passport, first(passport, "PassportNumber"), info);
    }
    for card in all(e, "NationalIdentifier") {
        let info = first(card, "NationalIdentifierAdditionalInformation");
        number_or_info(out, IdKind::NationalId, first(card, "NationalIdentifierNumber"), info);
    }
    for number in texts(e, "BusinessRegistrationNumber") {
        out.add_identifier(Identifier::new(IdKind::RegistrationNumber, number));
    }
    for number in texts(e, "IMONumber") {
        out.add_identifier(Identifier::new(IdKind::Imo, number));
    }
    for number in texts(e, "HullIdentificationNumber").into_iter().chain(texts(e, "HIN")) {
        let label = Some("Hull identification number".to_string());
        out.add_identifier(Identifier { label, ..Identifier::new(IdKind::Other, number) });
    }
}

/// A document; one of which the list gives no number but words is kept as a note.
fn number_or_info(out: &mut Entity, kind: IdKind, number: Option<&str>, info: Option<&str>) {
    match (number, info) {
        (Some(number), info) => uk_terms::document(out, kind, number, info),
        (None, Some(info)) => out.add_fact(Property::Notes, info),
        (None, None) => {}
    }
}
