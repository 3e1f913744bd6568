//! OFSI's consolidated list of asset freeze targets ("ConList"), CSV, the UK's list to January 2026: history now.
//!
//! Traps: a line `Last Updated,13/04/2018`, then the header, of 29 columns to 2021 and 36 from 2022; a group is all rows of one
//! `Group ID`, far apart in the file, which is every combination of its names, dates and addresses; a group may have several
//! prime names and several regimes, each with its own day; several values of a cell are numbered; `00/00/1980` is 1980; the old
//! files are windows-1252; ships came as entities, with their IMO number in the prose.

use super::uk_csv::{add_listing, date};
use super::{Format, Reader, uk_terms};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::table::{self, Row, Shape};
use interdict_model::{Authority, Entity, IdKind, Identifier, Listing, Measure, Property, Schema};
use rustc_hash::FxHashMap;

pub(super) const READER: Reader = Reader {
    format: Format::OfsiCsv,
    title: "OFSI consolidated list (to January 2026), CSV",
    schema: "https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.csv",
    recognise: |head, _| {
        head.lines().take(3).any(|l| l.contains("Name 6,") && l.contains("Group Type") && l.contains("Group ID"))
    },
    read,
};

const REQUIRED: [&str; 5] = ["Name 6", "Group Type", "Alias Type", "Regime", "Group ID"];

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "OFSI's list").into()) };
    let mut report = Report::default();
    let text = uk_terms::text(input, on_problem, &mut report)?;
    let skip_lines = text.lines().take(3).position(|l| l.contains("Group ID")).unwrap_or(0);
    let first = text.lines().next().unwrap_or("");
    let published = first.strip_prefix("Last Updated,").and_then(|l| l.split(',').next());
    let published = published.and_then(uk_terms::published);
    let mut entities: Vec<Entity> = Vec::new();
    let mut at: FxHashMap<String, usize> = FxHashMap::default();
    let shape = Shape { skip_lines, required: &REQUIRED, ragged: true, ..Shape::default() };
    table::read(&input.name, &text, shape, on_problem, &mut report, |row| {
        let id = row.need("Group ID")?;
        let kind = row.need("Group Type").map_err(|p| p.in_id(id))?;
        let schema = uk_terms::schema(kind).ok_or_else(|| {
            Problem::new(format!("{kind:?}"), "Individual, Entity or Ship").in_field("Group Type").in_id(id)
        })?;
        let listing = listing(row).map_err(|p| p.in_id(id))?;
        let index = *at.entry(id.to_string()).or_insert_with(|| {
            let mut entity = Entity::new("uk-ofsi", id, schema);
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
    let meta = Meta { source: "uk-ofsi".into(), published, complete: true };
    Ok(Reading { format: Format::OfsiCsv, meta, entities, report })
}

fn listing(row: &Row<'_>) -> Result<Listing, Problem> {
    let mut listing = Listing::new(Authority::uk(), "Consolidated List of Financial Sanctions Targets");
    listing.programmes.extend(row.get("Regime").map(str::to_string));
    // The list is that of asset freeze targets; the investment bans had another.
    listing.measures.push(Measure::AssetFreeze);
    let imposed = row.get("Sanctions Imposed").or(row.get("Sanctions imposed"));
    uk_terms::measures(&mut listing, imposed.unwrap_or(""));
    listing.from = date(row, "Listed On")?;
    listing.amended = date(row, "Last Updated")?;
    let reasons = row.get("UK Statement of Reasons").or(row.get("UK Statement Of Reasons"));
    listing.reasons.extend(reasons.map(str::to_string));
    if let Some(day) = row.get("UK Sanctions List Date Designated") {
        listing.legal_basis.push(format!("designated on the UK Sanctions List on {day}"));
    }
    Ok(listing)
}

fn add(out: &mut Entity, row: &Row<'_>) {
    let get = |c: &str| row.get_or_empty(c);
    let kind = uk_terms::name_kind(get("Alias Type"), get("Alias Quality"));
    let others = [get("Name 1"), get("Name 2"), get("Name 3"), get("Name 4"), get("Name 5")];
    out.add_name(uk_terms::name(kind, get("Name 6"), others, out.schema == Schema::Person));
    let (script, language) = (row.get("Non-Latin Script Type"), row.get("Non-Latin Script Language"));
    uk_terms::other_script(out, get("Name Non-Latin Script"), script, language);
    let facts = [
        ("Title", Property::Title),
        ("Position", Property::Position),
        ("Town of Birth", Property::BirthPlace),
        ("Gender", Property::Gender),
        ("Phone Number", Property::Phone),
        ("Email Address", Property::Email),
        ("Website", Property::Website),
    ];
    for (column, property) in facts {
        uk_terms::facts(out, property, get(column));
    }
    uk_terms::births(out, get("DOB"));
    uk_terms::territories(out, Property::BirthCountry, get("Country of Birth"));
    uk_terms::territories(out, Property::Nationality, get("Nationality"));
    let line = |n: u8| row.get_or_empty(&format!("Address {n}"));
    let lines = [line(1), line(2), line(3), line(4), line(5), line(6)];
    out.add_address(uk_terms::address(lines, get("Post/Zip Code"), get("Country")));
    identifiers(out, row);
    other_information(out, get("Other Information"));
}

fn identifiers(out: &mut Entity, row: &Row<'_>) {
    let documents = [
        (IdKind::Passport, "Passport Number", "Passport Details"),
        (IdKind::NationalId, "National Identification Number", "National Identification Details"),
    ];
    for (kind, number, info) in documents {
        match (row.get(number), row.get(info)) {
            (Some(number), info) => uk_terms::document(out, kind, number, info),
            (None, Some(prose)) => uk_terms::documents_in_prose(out, kind, prose),
            (None, None) => {}
        }
    }
    uk_terms::documents_in_prose(out, IdKind::NationalId, row.get_or_empty("NI Number"));
}

/// The prose is kept whole; the references and ship numbers in it become identifiers as well.
fn other_information(out: &mut Entity, text: &str) {
    out.add_fact(Property::Notes, text);
    let labels = ["un ref", "un reference", "un reference no", "un reference number", "un ref no", "un listing ref"];
    for reference in uk_terms::after_label(text, &labels, uk_terms::is_un_reference) {
        uk_terms::reference(out, "UN reference", reference);
    }
    let of_digits = |n: usize, w: &str| w.len() == n && w.bytes().all(|b| b.is_ascii_digit());
    let numbers = uk_terms::after_label(text, &["imo number", "imo no", "imo"], |w| {
        w.len() == 7 && w.bytes().all(|b| b.is_ascii_digit())
    });
    let annex_of_ships = text.contains("Annex XIV") || text.contains("The following vessel");
    for number in numbers {
        out.add_identifier(Identifier::new(IdKind::Imo, number));
        // The prose itself calls it a vessel: Annex XIV is North Korea's list of ships.
        if annex_of_ships && out.schema == Schema::Organization {
            out.schema = Schema::Vessel;
        }
    }
    for number in uk_terms::after_label(text, &["mmsi"], |w| w.len() == 9) {
        if of_digits(9, number) {
            out.add_identifier(Identifier::new(IdKind::Mmsi, number));
        }
    }
}
