//! EU consolidated financial sanctions list, XML 1.1 (schema `20171012-FULL-schema-1_1`).
//!
//! The id is the EU reference number (`EU.3579.2`), which everyone cites; the logical id where there is none. What a part means
//! stands in [`super::eu_terms`].

use super::eu_terms::{self, Part};
use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{Entity, Property};

pub(super) const READER: Reader = Reader {
    format: Format::EuXml,
    title: "EU consolidated financial sanctions list, XML 1.1",
    schema: "https://webgate.ec.europa.eu/fsd/fsf/public/files/xsdFullSanctionsList_1_1/content",
    recognise: |head, _| head.contains("<export") && head.contains("http://eu.europa.ec/fpi/fsd/export"),
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "the EU's list").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, &["sanctionEntity"], on_problem)?;
    let document = cuts.document(on_problem)?;
    let published = document.frame().attribute("generationDate").and_then(|d| d.parse().ok());
    let entities = document.read("sanctionEntity", true, on_problem, &mut report, entity)?;
    document.finish(&mut report);
    let meta = Meta { source: "eu-fsf".into(), published, complete: true };
    Ok(Reading { format: Format::EuXml, meta, entities, report })
}

/// Hands a part to `f` with its attributes and remarks. `additionalInformation` is where the schema puts what it has no field for.
fn part(e: Element<'_, '_>, f: impl FnOnce(&Part<'_>)) {
    let get = |name: &str| e.attribute(name);
    f(&Part { get: &get, remarks: e.texts("remark").collect() });
}

fn entity(e: Element<'_, '_>, place: Place<'_>) -> Result<Entity, Problem> {
    let logical = e.attribute("logicalId");
    let id = e.attribute("euReferenceNumber").or(logical);
    let id = id.ok_or_else(|| Problem::new("nothing", "an EU reference number").in_field("@euReferenceNumber"))?;
    let subject = e.child("subjectType");
    let of = |name| subject.and_then(|s| s.attribute(name)).unwrap_or("");
    let schema = eu_terms::schema(of("code"), of("classificationCode")).ok_or_else(|| {
        let found = format!("the subject type {:?}", of("code"));
        Problem::new(found, "person or enterprise").in_field("subjectType/@code").in_id(id)
    })?;
    let mut out = Entity::new("eu-fsf", id, schema);
    out.record = place.source();
    let mut listing = eu_terms::listing();
    part(e, |p| eu_terms::entry(&mut out, &mut listing, p));
    for child in e.children() {
        match child.name() {
            "regulation" => {
                let get = |name: &str| match name {
                    "publicationUrl" => child.get("publicationUrl"),
                    name => child.attribute(name),
                };
                eu_terms::regulation(&mut listing, &Part { get: &get, remarks: child.texts("remark").collect() });
                for corrigendum in child.all("corrigendum") {
                    part(corrigendum, |p| eu_terms::act(&mut listing, p));
                }
            }
            "nameAlias" => part(child, |p| eu_terms::name(&mut out, p)),
            "citizenship" => part(child, |p| eu_terms::citizenship(&mut out, p)),
            "birthdate" => part(child, |p| eu_terms::birth(&mut out, p)),
            "identification" => part(child, |p| eu_terms::identification(&mut out, p)),
            "address" => {
                let contacts: Vec<(&str, &str)> =
                    child.all("contactInfo").filter_map(|c| c.attribute("key").zip(c.attribute("value"))).collect();
                part(child, |p| eu_terms::address(&mut out, p, &contacts));
            }
            _ => {}
        }
        for summary in child.all("regulationSummary") {
            part(summary, |p| eu_terms::act(&mut listing, p));
        }
        additional(&mut out, child);
    }
    additional(&mut out, e);
    eu_terms::settle_primary(&mut out);
    if out.names.is_empty() {
        return Err(Problem::new("no name", "a name in <nameAlias>").in_field("nameAlias").in_id(id));
    }
    out.listings.push(listing);
    Ok(out)
}

fn additional(out: &mut Entity, e: Element<'_, '_>) {
    for info in e.all("additionalInformation") {
        let (key, value) = (info.attribute("key"), info.attribute("value"));
        out.add_fact(Property::Notes, &[key, value].into_iter().flatten().collect::<Vec<_>>().join(": "));
    }
}
