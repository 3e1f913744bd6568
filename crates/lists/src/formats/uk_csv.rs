//! UK Sanctions List of the FCDO, CSV: a line `Report Date: 10-Sep-2026`, a header, one row for each name and address.
//!
//! Traps: a party is all rows of one `Unique ID`, which need not stand together; every row repeats what they share; measures
//! are divided by `|` and repeated within one cell; the build year comes with a thousands separator (`2,019`).

use super::{Format, Reader, uk_terms};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::table::{self, Row, Shape};
use interdict_model::{Authority, Entity, IdKind, Identifier, LinkKind, Listing, PartialDate, Property, Schema};
use rustc_hash::FxHashMap;

pub(super) const READER: Reader = Reader {
    format: Format::UkCsv,
    title: "UK Sanctions List, CSV",
    schema: "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",
    recognise: |head, _| head.lines().take(3).any(|l| l.contains("Unique ID") && l.contains("OFSI Group ID")),
    read,
};

const REQUIRED: [&str; 4] = ["Unique ID", "Name 6", "Designation Type", "Regime Name"];

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "the UK Sanctions List").into()) };
    let mut report = Report::default();
    let text = uk_terms::text(input, on_problem, &mut report)?;
    let skip_lines = text.lines().take(3).position(|l| l.contains("Unique ID")).unwrap_or(0);
    let head = text.lines().take(skip_lines).find_map(|l| l.split_once(':'));
    let published = head.and_then(|(_, day)| uk_terms::published(day.trim_end_matches(',')));
    let mut entities: Vec<Entity> = Vec::new();
    let mut at: FxHashMap<String, usize> = FxHashMap::default();
    let shape = Shape { skip_lines, required: &REQUIRED, ragged: true, ..Shape::default() };
    table::read(&input.name, &text, shape, on_problem, &mut report, |row| {
        let id = row.need("Unique ID")?;
        // Everything that can fail is read before the entity is touched.
        let schema = schema(row).map_err(|p| p.in_id(id))?;
        let listing = listing(row).map_err(|p| p.in_id(id))?;
        let index = *at.entry(id.to_string()).or_insert_with(|| {
            let mut entity = Entity::new("uk-fcdo", id, schema);
            entity.record = row.source(&input.name);
            entities.push(entity);
            entities.len() - 1
        });
        if let Some(entity) = entities.get_mut(index) {
            add(entity, row);
            add_listing(entity, listing);
        }
        Ok(())
    })?;
    entities.iter_mut().for_each(uk_terms::primary_first);
    let meta = Meta { source: "uk-fcdo".into(), published, complete: true };
    Ok(Reading { format: Format::UkCsv, meta, entities, report })
}

fn schema(row: &Row<'_>) -> Result<Schema, Problem> {
    let kind = row.need("Designation Type")?;
    let bad = || Problem::new(format!("{kind:?}"), "Individual, Entity or Ship").in_field("Designation Type");
    uk_terms::schema(kind).ok_or_else(bad)
}

fn listing(row: &Row<'_>) -> Result<Listing, Problem> {
    let mut listing = Listing::new(Authority::uk(), "UK Sanctions List");
    listing.programmes.extend(row.get("Regime Name").map(str::to_string));
    uk_terms::measures(&mut listing, row.get_or_empty("Sanctions Imposed"));
    listing.from = date(row, "Date Designated")?;
    listing.amended = date(row, "Last Updated")?;
    listing.reasons.extend(row.get("UK Statement of Reasons").map(str::to_string));
    Ok(listing)
}

pub(super) fn date(row: &Row<'_>, column: &str) -> Result<Option<PartialDate>, Problem> {
    let Some(text) = row.get(column) else { return Ok(None) };
    let bad = |_| Problem::new(format!("{text:?}"), "a day such as 25/01/2001").in_field(column);
    text.parse().map(Some).map_err(bad)
}

/// Rows of one party repeat its listing; one that differs in regime or first day is a listing of its own.
pub(super) fn add_listing(out: &mut Entity, new: Listing) {
    let same = |l: &&mut Listing| l.programmes == new.programmes && l.from == new.from;
    match out.listings.iter_mut().find(same) {
        Some(old) => {
            new.measure_texts.iter().for_each(|m| old.add_measure(m));
            old.amended = old.amended.max(new.amended);
            let fresh = new.reasons.into_iter().filter(|r| !old.reasons.contains(r)).collect::<Vec<_>>();
            old.reasons.extend(fresh);
        }
        None => out.listings.push(new),
    }
}

fn add(out: &mut Entity, row: &Row<'_>) {
    let get = |c: &str| row.get_or_empty(c);
    let kind = uk_terms::name_kind(get("Name type"), get("Alias strength"));
    let others = [get("Name 1"), get("Name 2"), get("Name 3"), get("Name 4"), get("Name 5")];
    out.add_name(uk_terms::name(kind, get("Name 6"), others, out.schema == Schema::Person));
    let (script, language) = (row.get("Non-latin script type"), row.get("Non-latin script language"));
    uk_terms::other_script(out, get("Name non-latin script"), script, language);
    for (column, label) in [("OFSI Group ID", "OFSI group id"), ("UN Reference Number", "UN reference")] {
        uk_terms::reference(out, label, get(column));
    }
    if let Some(source) = row.get("Designation source") {
        out.add_fact(Property::Status, &format!("designated by: {}", source.replace('|', ", ")));
    }
    // Prose may hold a `|` or a number in brackets of its own: it is not cut.
    out.add_fact(Property::Notes, get("Other Information"));
    let facts = [
        ("Title", Property::Title),
        ("Position", Property::Position),
        ("Gender", Property::Gender),
        ("Phone number", Property::Phone),
        ("Website", Property::Website),
        ("Email address", Property::Email),
        ("Town of birth", Property::BirthPlace),
        ("Type of entity", Property::LegalForm),
        ("Type of ship", Property::Type),
        ("Tonnage of ship", Property::Tonnage),
        ("Length of ship", Property::Length),
    ];
    for (column, property) in facts {
        uk_terms::facts(out, property, get(column));
    }
    let countries = [
        ("Nationality(/ies)", Property::Nationality),
        ("Country of birth", Property::BirthCountry),
        ("Current believed flag of ship", Property::Flag),
        ("Previous flags", Property::PastFlags),
    ];
    for (column, property) in countries {
        uk_terms::territories(out, property, get(column));
    }
    let links = [
        ("Parent company", LinkKind::OwnedBy, "parent company"),
        ("Subsidiaries", LinkKind::Owns, "subsidiary"),
        ("Current owner/operator (s)", LinkKind::OwnedBy, "owner or operator"),
        ("Previous owner/operator (s)", LinkKind::LinkedTo, "previous owner or operator"),
    ];
    for (column, kind, words) in links {
        uk_terms::links(out, kind, get(column), Some(words));
    }
    uk_terms::births(out, get("D.O.B"));
    uk_terms::built(out, get("Year Built"));
    let line = |n: u8| row.get_or_empty(&format!("Address Line {n}"));
    let lines = [line(1), line(2), line(3), line(4), line(5), line(6)];
    out.add_address(uk_terms::address(lines, get("Address Postal Code"), get("Address Country")));
    identifiers(out, row);
}

fn identifiers(out: &mut Entity, row: &Row<'_>) {
    let documents = [
        (IdKind::Passport, "Passport number", "Passport additional information"),
        (IdKind::NationalId, "National Identifier number", "National Identifier additional information"),
    ];
    for (kind, number, info) in documents {
        match (row.get(number), row.get(info)) {
            (Some(number), info) => uk_terms::document(out, kind, number, info),
            (None, Some(info)) => out.add_fact(Property::Notes, info),
            (None, None) => {}
        }
    }
    for number in uk_terms::values(row.get_or_empty("Business registration number (s)")) {
        out.add_identifier(Identifier::new(IdKind::RegistrationNumber, number));
    }
    for number in uk_terms::values(row.get_or_empty("IMO number")) {
        out.add_identifier(Identifier::new(IdKind::Imo, number));
    }
    for number in uk_terms::values(row.get_or_empty("Hull identification number (HIN)")) {
        let label = Some("Hull identification number".to_string());
        out.add_identifier(Identifier { label, ..Identifier::new(IdKind::Other, number) });
    }
}
