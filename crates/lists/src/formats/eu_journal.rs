//! EU annexes as transcribed from the Official Journal, one CSV an act (the `eu_journal_sanctions` format of OpenSanctions).
//!
//! Two kinds. A *consolidated* file holds all annexes of one framework act: absence from it means that the act does not list the
//! party. An *amendment* holds what one act added or changed, never what it removed; its source is the amending act
//! (`eu-journal/32026R1846`), apart from that of the framework, so that a reading of it never replaces the whole list.
//!
//! Traps: cells hold several values, `;` between them, quoted as in CSV *within* the cell; one party stands on several rows, a row a
//! measure; an annex may print no entry numbers; a consolidated file may have no rows at all. The same party in two acts has two ids.

use super::{Format, Reader, dates, nationality};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem, shown};
use crate::table::{self, Row, Shape};
use interdict_model::{
    Address, Authority, Country, Entity, IdKind, Identifier, Listing, Measure, Name, NameKind, PartialDate, Property,
    Schema,
};
use std::collections::HashMap;

pub(super) const READER: Reader = Reader {
    format: Format::EuJournal,
    title: "EU Official Journal annexes, CSV",
    schema: "https://github.com/opensanctions/opensanctions/tree/main/datasets/eu/journal_sanctions",
    recognise: |head, _| {
        let first = head.trim_start_matches('\u{FEFF}').lines().next().unwrap_or("");
        first.starts_with("celex,recordId,programKey,annex,measure")
            || first.starts_with("amendedCelex,amendmentCelex,recordId,programKey,annex,measure")
    },
    read,
};

const REQUIRED: &[&str] = &["recordId", "programKey", "annex", "measure", "startDate", "schema", "name"];

/// Columns of texts and the property that each is.
const FACTS: &[(&str, Property)] = &[
    ("birthPlace", Property::BirthPlace),
    ("position", Property::Position),
    ("gender", Property::Gender),
    ("appearance", Property::Appearance),
    ("ethnicity", Property::Ethnicity),
    ("fatherName", Property::FatherName),
    ("motherName", Property::MotherName),
    ("legalForm", Property::LegalForm),
    ("sector", Property::Sector),
    ("phone", Property::Phone),
    ("email", Property::Email),
    ("website", Property::Website),
    ("notes", Property::Notes),
];

/// Columns of numbers.
const NUMBERS: &[(&str, IdKind)] = &[
    ("passportNumber", IdKind::Passport),
    ("registrationNumber", IdKind::RegistrationNumber),
    ("taxNumber", IdKind::TaxNumber),
    ("idNumber", IdKind::NationalId),
    ("innCode", IdKind::Inn),
    ("ogrnCode", IdKind::Ogrn),
    ("kppCode", IdKind::Kpp),
    ("okpoCode", IdKind::Okpo),
    ("leiCode", IdKind::Lei),
    ("swiftBic", IdKind::SwiftBic),
    ("ticker", IdKind::Ticker),
    ("imoNumber", IdKind::Imo),
    ("mmsi", IdKind::Mmsi),
];

/// Columns of countries.
const COUNTRIES: &[(&str, Property)] = &[
    ("country", Property::Country),
    ("nationality", Property::Nationality),
    ("jurisdiction", Property::Jurisdiction),
    ("flag", Property::Flag),
];

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "a list").into()) };
    let mut report = Report::default();
    let text = crate::xml::text(input, on_problem, &mut report)?;
    let amendment = text.trim_start_matches('\u{FEFF}').starts_with("amendedCelex");
    // A file without rows says which act it is only by its name.
    let mut act = input.file_name().split('.').next().unwrap_or("").to_string();
    let mut source = format!("eu-journal/{act}");
    let mut entities: Vec<Entity> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    let required = if amendment { &["amendedCelex", "amendmentCelex"][..] } else { &["celex"][..] };
    let required = [required, REQUIRED].concat();
    let shape = Shape { required: &required, ..Shape::default() };
    table::read(&input.name, &text, shape, on_problem, &mut report, |row| {
        let framework = row.need(if amendment { "amendedCelex" } else { "celex" })?;
        let this = if amendment { row.need("amendmentCelex")? } else { framework };
        if entities.is_empty() {
            act = this.to_string();
            source = format!("eu-journal/{act}");
        } else if this != act {
            let column = if amendment { "amendmentCelex" } else { "celex" };
            return Err(Problem::new(shown(this), format!("{act:?}, as in the rows before")).in_field(column));
        }
        let (entity, listing) = entity(row, &source, framework, amendment.then_some(this), &input.name)?;
        match at.get(&entity.id).and_then(|n| entities.get_mut(*n)) {
            Some(known) if known.schema == entity.schema && known.name() == entity.name() => {
                merge(known, entity, listing)
            }
            _ => {
                let mut entity = entity;
                // The format lets one entry number stand for two parties of different schemata.
                if at.contains_key(&entity.id) {
                    entity.id = format!("{}~{}", entity.id, hash(&entity));
                }
                at.insert(entity.id.clone(), entities.len());
                entity.listings.push(listing);
                entities.push(entity);
            }
        }
        Ok(())
    })?;
    if amendment {
        report.notes.push(format!("{act} is an amending act: what it added or changed, not what it removed"));
    }
    let meta = Meta { source, published: None, complete: !amendment };
    Ok(Reading { format: Format::EuJournal, meta, entities, report })
}

/// Eight digits that stand for schema and name.
fn hash(entity: &Entity) -> String {
    let hash = xxhash_rust::xxh3::xxh3_64(format!("{}\n{}", entity.schema.name(), entity.name()).as_bytes());
    format!("{:08x}", hash >> 32)
}

/// Adds what another row says of the same party: another measure, another programme.
fn merge(known: &mut Entity, other: Entity, listing: Listing) {
    other.names.into_iter().for_each(|n| known.add_name(n));
    other.identifiers.into_iter().for_each(|i| known.add_identifier(i));
    other.dates.into_iter().for_each(|d| known.add_date(d.property, d.span));
    for territory in other.territories {
        if !known.territories.contains(&territory) {
            known.territories.push(territory);
        }
    }
    other.addresses.into_iter().for_each(|a| known.add_address(a));
    other.facts.into_iter().for_each(|f| known.add_fact(f.property, &f.value));
    let same = known.listings.iter_mut().find(|l| {
        (&l.programmes, &l.list, l.from, &l.reasons)
            == (&listing.programmes, &listing.list, listing.from, &listing.reasons)
    });
    match same {
        Some(before) => {
            before.measures.extend(listing.measures);
            before.measures.sort_unstable();
            before.measures.dedup();
            let new = listing.measure_texts.into_iter().filter(|t| !before.measure_texts.contains(t));
            let new: Vec<String> = new.collect();
            before.measure_texts.extend(new);
        }
        None => known.listings.push(listing),
    }
}

fn entity(
    row: &Row<'_>,
    source: &str,
    framework: &str,
    amendment: Option<&str>,
    file: &str,
) -> Result<(Entity, Listing), Problem> {
    let printed = row.need("schema")?;
    let schema = Schema::parse(printed).ok_or_else(|| {
        let wanted = "Person, LegalEntity, Organization, Company, Vessel or Asset";
        Problem::new(shown(printed), wanted).in_field("schema")
    })?;
    let mut out = Entity::new(source, "", schema);
    out.record = row.source(file);
    out.add_name(Name::new(NameKind::Primary, row.need("name")?));
    let kinds = [("alias", NameKind::Alias), ("weakAlias", NameKind::WeakAlias), ("previousName", NameKind::Former)];
    for (column, kind) in kinds {
        for name in elements(row.get_or_empty(column)) {
            out.add_name(Name::new(kind, name));
        }
    }
    let annex = row.get_or_empty("annex");
    let entry = row.get("recordId").map_or_else(|| format!("~{}", hash(&out)), str::to_string);
    out.id = format!("{framework}/{annex}/{entry}");
    for (column, property) in FACTS {
        for value in elements(row.get_or_empty(column)) {
            out.add_fact(*property, &value);
        }
    }
    for (column, kind) in NUMBERS {
        for value in elements(row.get_or_empty(column)) {
            out.add_identifier(identifier(*kind, &value));
        }
    }
    for (column, property) in COUNTRIES {
        for value in elements(row.get_or_empty(column)) {
            nationality::add(&mut out, *property, &value);
        }
    }
    let days = [("birthDate", Property::BirthDate), ("incorporationDate", Property::IncorporationDate)];
    for (column, property) in days {
        for value in elements(row.get_or_empty(column)) {
            dates::add(&mut out, property, &value);
        }
    }
    for value in elements(row.get_or_empty("address")) {
        let last = value.rsplit(',').next().unwrap_or("").trim_end_matches('.');
        out.add_address(Address { country: Country::parse(last), full: value, ..Address::default() });
    }
    let listing = listing(row, schema, annex, framework, amendment).map_err(|p| p.in_id(&out.id))?;
    Ok((out, listing))
}

fn listing(
    row: &Row<'_>,
    schema: Schema,
    annex: &str,
    framework: &str,
    amendment: Option<&str>,
) -> Result<Listing, Problem> {
    let list = if annex.is_empty() { framework.to_string() } else { format!("Annex {annex}") };
    let mut out = Listing::new(Authority::eu(), list);
    out.programmes.push(row.need("programKey")?.to_string());
    let measure = row.need("measure")?;
    out.add_measure(measure);
    // The vocabulary's word for closed ports: on a ship it is that, on a facility it says no more than it says.
    if measure == "Transportation restrictions" && schema == Schema::Vessel {
        out.measures = vec![Measure::PortBan];
    }
    out.from = match row.get("startDate") {
        Some(text) => Some(text.parse::<PartialDate>().map_err(|_| {
            Problem::new(shown(text), "a date such as 2011-02-28, 28.2.2011 or 2 December 1985").in_field("startDate")
        })?),
        None => None,
    };
    out.reasons.extend(row.get("reason").map(str::to_string));
    out.legal_basis.push(framework.to_string());
    out.legal_basis.extend(amendment.map(str::to_string));
    Ok(out)
}

/// A number, with the country in brackets behind it told apart where it is one.
fn identifier(kind: IdKind, printed: &str) -> Identifier {
    if let Some((number, rest)) = printed.strip_suffix(')').and_then(|p| p.rsplit_once(" ("))
        && let Some(country) = Country::parse(rest)
    {
        return Identifier {
            country: Some(country),
            issuer: Some(rest.to_string()),
            ..Identifier::new(kind, number.trim())
        };
    }
    Identifier::new(kind, printed)
}

/// The values of a cell: `;` between them; one that holds `;` or `"` itself is quoted, its quotes doubled.
fn elements(cell: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = cell.trim();
    while !rest.is_empty() {
        let value = if let Some(quoted) = rest.strip_prefix('"') {
            let (value, behind) = unquote(quoted);
            rest = behind.split_once(';').map_or("", |(_, r)| r);
            value
        } else {
            let (value, behind) = rest.split_once(';').unwrap_or((rest, ""));
            rest = behind;
            value.to_string()
        };
        if !value.trim().is_empty() {
            out.push(value.trim().to_string());
        }
        rest = rest.trim_start();
    }
    out
}

/// The text up to the closing quote, and what stands behind it.
fn unquote(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let Some((before, behind)) = rest.split_once('"') else {
            out.push_str(rest);
            return (out, "");
        };
        out.push_str(before);
        match behind.strip_prefix('"') {
            Some(more) => {
                out.push('"');
                rest = more;
            }
            None => return (out, behind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_several_values_and_quotes_those_with_a_semicolon() {
        assert_eq!(elements("Foo; Bar"), ["Foo", "Bar"]);
        assert_eq!(elements("\"Foo; Bar\"; Baz"), ["Foo; Bar", "Baz"]);
        assert_eq!(elements("A; \"the \"\"B\"\"; C\""), ["A", "the \"B\"; C"]);
        assert_eq!(elements("\"unclosed; A"), ["unclosed; A"]);
        assert!(elements("").is_empty() && elements(" ;; ").is_empty());
    }
}
