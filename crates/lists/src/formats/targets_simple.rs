//! OpenSanctions `targets.simple.csv`: one row a target, several values in a cell with `;` between them.
//!
//! The file is a digest. It names the data sets that a target is in and the sanctions as texts, but not which text belongs to which data
//! set: programme ids (`US-BELARUS`) are given to the authority of their prefix, and texts only where there is one listing; else they
//! are kept as notes. Traps: `first_seen` is the day on which OpenSanctions first saw the target, never the first day of a listing; it
//! is not read, and the account says so. Identifiers come without their kind.

use super::{Format, Reader, dates, ftm};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem, shown};
use crate::table::{self, Row, Shape};
use interdict_model::{
    Address, Authority, Country, Entity, IdKind, Identifier, Listing, Name, NameKind, Property, Schema,
};

pub(super) const READER: Reader = Reader {
    format: Format::TargetsSimple,
    title: "OpenSanctions targets.simple.csv",
    schema: "https://www.opensanctions.org/docs/bulk/csv/",
    recognise: |head, _| {
        let first = head.trim_start_matches('\u{FEFF}').lines().next().unwrap_or("").replace('"', "");
        first.starts_with("id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions")
    },
    read,
};

const REQUIRED: &[&str] = &["id", "schema", "name", "sanctions", "dataset"];

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "a list").into()) };
    let mut report = Report::default();
    let text = crate::xml::text(input, on_problem, &mut report)?;
    let stem = input.file_name().split('.').next().unwrap_or("");
    let source = format!("targets-simple/{stem}");
    let mut entities = Vec::new();
    let mut unknown = 0u64;
    let shape = Shape { required: REQUIRED, ..Shape::default() };
    table::read(&input.name, &text, shape, on_problem, &mut report, |row| {
        let entity = entity(row, &source, &input.name)?;
        unknown += entity.listings.iter().filter(|l| l.authority.as_str() == "other").count() as u64;
        entities.push(entity);
        Ok(())
    })?;
    if unknown > 0 {
        report.notes.push(format!("{unknown} listings name no authority that is known; theirs is `other`"));
    }
    let meta = Meta { source, published: None, complete: true };
    Ok(Reading { format: Format::TargetsSimple, meta, entities, report })
}

fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|v| !v.is_empty())
}

fn entity(row: &Row<'_>, source: &str, file: &str) -> Result<Entity, Problem> {
    let id = row.need("id")?;
    let in_id = |p: Problem| p.in_id(id);
    let printed = row.need("schema").map_err(in_id)?;
    let schema = match printed {
        "Vehicle" | "RealEstate" => Schema::Asset,
        _ => Schema::parse(printed).ok_or_else(|| {
            in_id(Problem::new(shown(printed), "a FollowTheMoney schema of a party").in_field("schema"))
        })?,
    };
    let mut out = Entity::new(source, id, schema);
    out.record = row.source(file);
    out.add_name(Name::new(NameKind::Primary, row.need("name").map_err(in_id)?));
    for alias in values(row.get_or_empty("aliases")) {
        out.add_name(Name::new(NameKind::Alias, alias));
    }
    for born in values(row.get_or_empty("birth_date")) {
        dates::add(&mut out, Property::BirthDate, born);
    }
    for country in values(row.get_or_empty("countries")) {
        out.add_territory(Property::Country, country);
    }
    for full in values(row.get_or_empty("addresses")) {
        let country = Country::parse(full.rsplit(',').next().unwrap_or(""));
        out.add_address(Address { country, full: full.into(), ..Address::default() });
    }
    for number in values(row.get_or_empty("identifiers")) {
        out.add_identifier(identifier(schema, number));
    }
    for phone in values(row.get_or_empty("phones")) {
        out.add_fact(Property::Phone, phone);
    }
    for email in values(row.get_or_empty("emails")) {
        out.add_fact(Property::Email, email);
    }
    listings(row, &mut out).map_err(in_id)?;
    Ok(out)
}

/// The file does not say of what kind a number is; only those that can be nothing else are told.
fn identifier(schema: Schema, number: &str) -> Identifier {
    let digits = number.strip_prefix("IMO").unwrap_or(number);
    let kind = match schema {
        Schema::Vessel if digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()) => IdKind::Imo,
        _ => IdKind::Other,
    };
    Identifier::new(kind, number)
}

fn listings(row: &Row<'_>, out: &mut Entity) -> Result<(), Problem> {
    let texts: Vec<&str> = values(row.get_or_empty("sanctions")).collect();
    let programmes: Vec<&str> = values(row.get_or_empty("program_ids")).collect();
    let datasets: Vec<&str> = values(row.get_or_empty("dataset")).collect();
    if texts.is_empty() && programmes.is_empty() {
        datasets.iter().for_each(|d| out.add_fact(Property::Notes, &format!("data set: {d}")));
        return Ok(());
    }
    // A programme id begins with the code of its authority.
    let prefix = |p: &str| {
        let code = p.split('-').next().unwrap_or("");
        ftm::authority(&[], &[code], &[])
    };
    let mut found: Vec<Listing> = Vec::new();
    for dataset in &datasets {
        match ftm::authority(&[dataset], &[], &[dataset]) {
            Some(authority) => found.push(Listing::new(authority, *dataset)),
            None => out.add_fact(Property::Notes, &format!("data set: {dataset}")),
        }
    }
    for programme in &programmes {
        let Some(authority) = prefix(programme) else {
            out.add_fact(Property::Notes, &format!("programme: {programme}"));
            continue;
        };
        if !found.iter().any(|l| l.authority == authority) {
            found.push(Listing::new(authority.clone(), ""));
        }
        for listing in found.iter_mut().filter(|l| l.authority == authority) {
            listing.programmes.push(programme.to_string());
        }
    }
    if found.is_empty() {
        let other = Authority::new("other").map_err(|e| Problem::new(e.to_string(), "an authority"))?;
        found.push(Listing::new(other, datasets.first().copied().unwrap_or("")));
    }
    match &mut found[..] {
        [one] => one.reasons.extend(texts.iter().map(|t| t.to_string())),
        _ => texts.iter().for_each(|t| out.add_fact(Property::Notes, &format!("sanction: {t}"))),
    }
    out.listings.extend(found);
    Ok(())
}
