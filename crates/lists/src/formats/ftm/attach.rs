//! Brings the records that say something of a party to that party: listings, ties, addresses, documents, offices.

use super::{Record, authority};
use crate::account::{OnProblem, Report};
use crate::problem::{Error, Problem, shown};
use interdict_model::{
    Address, Authority, Country, Entity, IdKind, Identifier, Link, LinkKind, Listing, PartialDate, Property,
};
use std::collections::HashMap;

/// How the two ends of a tie are called, and what each end has to the other.
struct Tie {
    schema: &'static str,
    ends: (&'static str, &'static str),
    from_first: Option<LinkKind>,
    from_second: Option<LinkKind>,
}

const fn tie(
    schema: &'static str,
    first: &'static str,
    second: &'static str,
    from_first: Option<LinkKind>,
    from_second: Option<LinkKind>,
) -> Tie {
    Tie { schema, ends: (first, second), from_first, from_second }
}

const TIES: &[Tie] = &[
    tie("Ownership", "owner", "asset", Some(LinkKind::Owns), Some(LinkKind::OwnedBy)),
    tie("Directorship", "director", "organization", Some(LinkKind::LeaderOf), None),
    tie("Membership", "member", "organization", Some(LinkKind::Role), None),
    tie("Employment", "employee", "employer", Some(LinkKind::Role), None),
    tie("Representation", "agent", "client", Some(LinkKind::ActsFor), None),
    tie("Family", "person", "relative", Some(LinkKind::Family), Some(LinkKind::Family)),
    tie("Associate", "person", "associate", Some(LinkKind::LinkedTo), Some(LinkKind::LinkedTo)),
    tie("UnknownLink", "subject", "object", Some(LinkKind::LinkedTo), Some(LinkKind::LinkedTo)),
    tie("Succession", "predecessor", "successor", Some(LinkKind::LinkedTo), Some(LinkKind::LinkedTo)),
];

/// Attaches all records that are no parties themselves.
pub(super) fn all<'r>(
    records: &'r [Record],
    entities: &mut [Entity],
    at: &HashMap<&'r str, usize>,
    file: &str,
    on_problem: OnProblem,
    report: &mut Report,
) -> Result<(), Error> {
    let by_id: HashMap<&str, &Record> = records.iter().map(|r| (r.id.as_str(), r)).collect();
    let mut unknown = 0u64;
    for record in records {
        let result = match record.schema.as_str() {
            "Sanction" => sanction(record, entities, at, &mut unknown),
            "Identification" | "Passport" => {
                document(record, entities, at);
                Ok(())
            }
            "Occupancy" => {
                office(record, entities, at, &by_id);
                Ok(())
            }
            schema => {
                if let Some(tie) = TIES.iter().find(|t| t.schema == schema) {
                    tied(record, tie, entities, at, &by_id);
                } else if let Some(n) = at.get(record.id.as_str()) {
                    addresses(record, *n, entities, &by_id);
                    holders(record, *n, entities, &by_id);
                }
                Ok(())
            }
        };
        if let Err(p) = result {
            let p: Problem = p;
            let p = p.in_id(&record.id).in_file(file).at_record(record.source.record, record.source.line);
            report.settle(on_problem, p)?;
        }
    }
    if unknown > 0 {
        report.notes.push(format!("{unknown} listings name no authority that is known; theirs is `other`"));
    }
    Ok(())
}

/// The positions of the parties that a property names.
fn parties<'e>(record: &'e Record, property: &str, at: &'e HashMap<&str, usize>) -> Vec<usize> {
    record.all(property).iter().filter_map(|id| at.get(id.as_str()).copied()).collect()
}

fn strs(values: &[String]) -> Vec<&str> {
    values.iter().map(String::as_str).collect()
}

fn sanction(
    record: &Record,
    entities: &mut [Entity],
    at: &HashMap<&str, usize>,
    unknown: &mut u64,
) -> Result<(), Problem> {
    let targets = parties(record, "entity", at);
    if targets.is_empty() {
        return Ok(());
    }
    let words = record.all("authority");
    let told = authority(&strs(words), &strs(record.all("country")), &strs(&record.datasets));
    let by = match told {
        Some(authority) => authority,
        None => {
            *unknown += 1;
            Authority::new("other").map_err(|e| Problem::new(e.to_string(), "an authority"))?
        }
    };
    let list = record.datasets.first().or(words.first()).map_or("", String::as_str);
    let mut out = Listing::new(by, list);
    for programme in record.all("program").iter().chain(record.all("programId")) {
        if !out.programmes.contains(programme) {
            out.programmes.push(programme.clone());
        }
    }
    record.all("provisions").iter().for_each(|p| out.add_measure(p));
    out.reasons = record.all("reason").iter().chain(record.all("summary")).cloned().collect();
    out.legal_basis = record.all("legalBasis").to_vec();
    out.references = record.all("sourceUrl").iter().chain(record.all("programUrl")).cloned().collect();
    let dates = |properties: &[&str]| -> Result<Vec<PartialDate>, Problem> {
        let mut all = Vec::new();
        for property in properties {
            for text in record.all(property) {
                let bad =
                    |_| Problem::new(shown(text), "a date such as 2021-12-02").in_field(format!("Sanction.{property}"));
                all.push(text.parse().map_err(bad)?);
            }
        }
        Ok(all)
    };
    let starts = dates(&["startDate"])?;
    let listed = dates(&["listingDate", "date"])?;
    out.from = starts.into_iter().min().or(listed.into_iter().min());
    out.to = dates(&["endDate"])?.into_iter().max();
    out.amended = dates(&["modifiedAt"])?.into_iter().max();
    for n in targets {
        if let Some(entity) = entities.get_mut(n) {
            for reference in record.all("unscId") {
                entity.add_identifier(Identifier::new(IdKind::ListReference, reference));
            }
            if !entity.listings.contains(&out) {
                entity.listings.push(out.clone());
            }
        }
    }
    record.read.set(true);
    Ok(())
}

/// The words of a tie: role, relation, share.
fn tie_words(record: &Record) -> Option<String> {
    let properties = ["role", "relationship", "percentage", "sharesCount", "status", "description", "summary"];
    let words: Vec<String> = properties
        .iter()
        .flat_map(|p| record.all(p).iter().map(move |v| if *p == "percentage" { format!("{v} %") } else { v.clone() }))
        .collect();
    let dates =
        [record.first("startDate").map(|d| format!("from {d}")), record.first("endDate").map(|d| format!("to {d}"))];
    let words: Vec<String> = words.into_iter().chain(dates.into_iter().flatten()).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn caption(by_id: &HashMap<&str, &Record>, id: &str) -> String {
    by_id.get(id).map(|r| r.first("name").unwrap_or(&r.caption).to_string()).unwrap_or_default()
}

fn tied(
    record: &Record,
    tie: &Tie,
    entities: &mut [Entity],
    at: &HashMap<&str, usize>,
    by_id: &HashMap<&str, &Record>,
) {
    let text = tie_words(record);
    for (here, there, kind) in [(tie.ends.0, tie.ends.1, tie.from_first), (tie.ends.1, tie.ends.0, tie.from_second)] {
        let Some(kind) = kind else { continue };
        for n in parties(record, here, at) {
            for id in record.all(there) {
                let link = Link { kind, name: caption(by_id, id), id: Some(id.clone()), text: text.clone() };
                if let Some(entity) = entities.get_mut(n) {
                    entity.add_link(link);
                    record.read.set(true);
                }
            }
        }
    }
}

/// Ties that a party's own record names by id.
fn holders(record: &Record, n: usize, entities: &mut [Entity], by_id: &HashMap<&str, &Record>) {
    for property in ["holder", "parent"] {
        for id in record.all(property) {
            let name = caption(by_id, id);
            let link = Link { kind: LinkKind::OwnedBy, name, id: Some(id.clone()), text: Some(property.to_string()) };
            if let Some(entity) = entities.get_mut(n) {
                entity.add_link(link);
            }
        }
    }
}

fn addresses(record: &Record, n: usize, entities: &mut [Entity], by_id: &HashMap<&str, &Record>) {
    for id in record.all("addressEntity") {
        let Some(address) = by_id.get(id.as_str()).filter(|r| r.schema == "Address") else { continue };
        let part = |properties: &[&str]| -> String {
            let all = properties.iter().flat_map(|p| address.all(p));
            all.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let mut out = Address::from_parts(
            &part(&["postOfficeBox", "street", "street2", "street3"]),
            &part(&["city"]),
            &part(&["region", "state"]),
            &part(&["postalCode"]),
            address.first("country").unwrap_or(""),
        );
        if let Some(full) = address.first("full").or(address.first("name")).filter(|_| out.full.is_empty()) {
            out.full = full.to_string();
        }
        let note = part(&["remarks", "summary"]);
        out.note = (!note.is_empty()).then_some(note);
        if let Some(entity) = entities.get_mut(n) {
            // The party's own record prints the same address in one line.
            let printed = address.first("full").unwrap_or("").to_string();
            entity.addresses.retain(|a| printed.is_empty() || a.full != printed || a.city.is_some());
            entity.add_address(out);
            address.read.set(true);
        }
    }
}

fn document(record: &Record, entities: &mut [Entity], at: &HashMap<&str, usize>) {
    let label = record.first("type");
    let lower = label.unwrap_or("").to_lowercase();
    let kind = if record.schema == "Passport" || lower.contains("passport") {
        IdKind::Passport
    } else if lower.contains("national") || lower.contains("identity") {
        IdKind::NationalId
    } else {
        IdKind::Other
    };
    let country = record.first("country");
    let notes = [
        record.first("startDate").map(|d| format!("issued {d}")),
        record.first("endDate").map(|d| format!("expires {d}")),
        record.first("summary").map(str::to_string),
    ];
    let note = notes.into_iter().flatten().collect::<Vec<_>>().join("; ");
    for n in parties(record, "holder", at) {
        for number in record.all("number").iter().chain(record.all("passportNumber")) {
            let id = Identifier {
                country: country.and_then(Country::parse),
                issuer: record.first("authority").or(country).map(str::to_string),
                label: label.map(str::to_string),
                note: (!note.is_empty()).then(|| note.clone()),
                ..Identifier::new(kind, number.as_str())
            };
            if let Some(entity) = entities.get_mut(n) {
                // The party's own record may have the bare number.
                entity.identifiers.retain(|i| i.value != id.value || i.country.is_some() || i.label.is_some());
                entity.add_identifier(id);
                record.read.set(true);
            }
        }
    }
}

/// An office that a person holds or held.
fn office(record: &Record, entities: &mut [Entity], at: &HashMap<&str, usize>, by_id: &HashMap<&str, &Record>) {
    let text = tie_words(record);
    for n in parties(record, "holder", at) {
        for id in record.all("post") {
            let post = caption(by_id, id);
            let words = [Some(post), text.clone()].into_iter().flatten().filter(|w| !w.is_empty());
            let words = words.collect::<Vec<_>>().join("; ");
            if let Some(entity) = entities.get_mut(n).filter(|_| !words.is_empty()) {
                entity.add_fact(Property::Position, &words);
                record.read.set(true);
                if let Some(post) = by_id.get(id.as_str()) {
                    post.read.set(true);
                }
            }
        }
    }
}
