//! EU consolidated financial sanctions list, CSV 1.1: 118 columns divided by `;`, one row for each name, address, birth,
//! identification or citizenship.
//!
//! Traps: an entry is all rows of one `Entity_LogicalId`; every row repeats the entry's own columns; the two subject type columns
//! have swapped contents between editions; the file does not say which names are weak (the XML does); days are printed as
//! `2001-01-25` or `25/01/2001`.

use super::eu_terms::{self, Part};
use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::table::{self, Row, Shape};
use interdict_model::Entity;
use rustc_hash::FxHashMap;

pub(super) const READER: Reader = Reader {
    format: Format::EuCsv,
    title: "EU consolidated financial sanctions list, CSV 1.1",
    schema: "https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content",
    recognise: |head, _| head.lines().next().is_some_and(|l| l.contains("Entity_LogicalId")),
    read,
};

const REQUIRED: [&str; 4] =
    ["Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_SubjectType", "NameAlias_WholeName"];

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "the EU's list").into()) };
    let mut report = Report::default();
    let text = match input.text() {
        Ok(text) => text,
        Err(p) => {
            report.settle(on_problem, p)?;
            input.text_lossy()
        }
    };
    let delimiter = if text.lines().next().is_some_and(|l| l.contains(';')) { b';' } else { b',' };
    let mut entities: Vec<Entity> = Vec::new();
    let mut at: FxHashMap<String, usize> = FxHashMap::default();
    let mut published = None;
    let shape = Shape { delimiter, required: &REQUIRED, ragged: true, ..Shape::default() };
    table::read(&input.name, &text, shape, on_problem, &mut report, |row| {
        let logical = row.need("Entity_LogicalId")?;
        let id = row.get("Entity_EU_ReferenceNumber").unwrap_or(logical);
        let (code, class) =
            (row.get_or_empty("Entity_SubjectType"), row.get_or_empty("Entity_SubjectType_ClassificationCode"));
        let schema = eu_terms::schema(code, class).ok_or_else(|| {
            let found = format!("the subject type {code:?}");
            Problem::new(found, "P, E, person or enterprise").in_field("Entity_SubjectType").in_id(id)
        })?;
        published = published.or(row.get("fileGenerationDate").and_then(super::uk_terms::published));
        let index = *at.entry(logical.to_string()).or_insert_with(|| {
            let mut entity = Entity::new("eu-fsf", id, schema);
            entity.record = row.source(&input.name);
            entity.listings.push(eu_terms::listing());
            entities.push(entity);
            entities.len() - 1
        });
        if let Some(entity) = entities.get_mut(index) {
            add(entity, row);
        }
        Ok(())
    })?;
    for entity in &mut entities {
        eu_terms::settle_primary(entity);
    }
    let meta = Meta { source: "eu-fsf".into(), published, complete: true };
    Ok(Reading { format: Format::EuCsv, meta, entities, report })
}

fn add(out: &mut Entity, row: &Row<'_>) {
    let Some(mut listing) = out.listings.pop() else { return };
    part(row, "Entity_", |p| eu_terms::entry(out, &mut listing, p));
    part(row, "Entity_Regulation_", |p| eu_terms::regulation(&mut listing, p));
    let says = |columns: &[&str]| columns.iter().any(|c| row.get(c).is_some());
    let names = ["NameAlias_WholeName", "NameAlias_LastName", "NameAlias_FirstName", "NameAlias_MiddleName"];
    if says(&names) {
        part(row, "NameAlias_", |p| eu_terms::name(out, p));
    }
    if says(&["BirthDate_LogicalId", "BirthDate_BirthDate", "BirthDate_Year", "BirthDate_YearRangeFrom"]) {
        part(row, "BirthDate_", |p| eu_terms::birth(out, p));
    }
    if says(&["Identification_LogicalId", "Identification_Number", "Identification_LatinNumber"]) {
        part(row, "Identification_", |p| eu_terms::identification(out, p));
    }
    if says(&["Citizenship_CountryIso2Code", "Citizenship_CountryDescription", "Citizenship_Remark"]) {
        part(row, "Citizenship_", |p| eu_terms::citizenship(out, p));
    }
    let contact = row.get_or_empty("Address_ContactInfo");
    // `EMAIL[a@b] PHONE[+7 ...]` and `key: value` are both about; what is neither stays as it is.
    let contacts: Vec<(&str, &str)> = contact.split(']').filter_map(contact_pair).collect();
    part(row, "Address_", |p| eu_terms::address(out, p, &contacts));
    for prefix in ["NameAlias_", "BirthDate_", "Identification_", "Citizenship_", "Address_"] {
        part(row, &format!("{prefix}Regulation_"), |p| eu_terms::act(&mut listing, p));
    }
    out.listings.push(listing);
}

fn contact_pair(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    if text.is_empty() {
        return None;
    }
    let pair = text.split_once('[').or_else(|| text.split_once(':'));
    Some(pair.map_or(("contact", text), |(key, value)| (key.trim(), value.trim())))
}

/// Hands the columns of one prefix to `f` under the attribute names of the XML.
fn part(row: &Row<'_>, prefix: &str, f: impl FnOnce(&Part<'_>)) {
    let get = |name: &str| {
        let column = match name {
            "dayOfMonth" => "Day",
            "monthOfYear" => "Month",
            "issueDate" => "IssuedDate",
            "identificationTypeCode" => "TypeCode",
            "identificationTypeDescription" => "TypeDescription",
            "regulationType" => "Type",
            "birthdate" => "BirthDate",
            name => name,
        };
        let mut column = column.to_string();
        if let Some(first) = column.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        row.get(&format!("{prefix}{column}"))
    };
    let remarks = row.get(&format!("{prefix}Remark")).into_iter().collect();
    f(&Part { get: &get, remarks });
}
