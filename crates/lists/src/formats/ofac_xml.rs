//! OFAC list, legacy XML (`SDN.XML`, `CONSOLIDATED.XML`): the SDN list and the consolidated non-SDN list have one schema.
//!
//! Traps: nothing in the file says which of the two lists it is, only the programme tags of its parties do; the id list holds
//! features ("Gender", "Secondary sanctions risk:") beside numbers; dates are month first in the header and in words below;
//! there is no day of listing, and none is inferred.

use super::ofac_terms::{self, Says};
use super::{Format, Reader, ofac_parts};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{
    Address, Country, Entity, IdKind, Identifier, Listing, Measure, Name, NameKind, PartialDate, Property,
};

pub(super) const READER: Reader = Reader {
    format: Format::OfacXml,
    title: "OFAC list, legacy XML",
    schema: "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML",
    recognise: |head, _| head.contains("<sdnList"),
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "a list").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, &["sdnEntry"], on_problem)?;
    let document = cuts.document(on_problem)?;
    let header = document.frame().child("publshInformation");
    let published = header.and_then(|h| h.get("Publish_Date")).and_then(midnight);
    report.stated = header.and_then(|h| h.get("Record_Count")).and_then(|n| n.parse().ok());
    let mut entities = document.read("sdnEntry", true, on_problem, &mut report, entity)?;
    document.finish(&mut report);
    if let Some(stated) = report.stated.filter(|stated| *stated != report.records) {
        let note = format!("the header states {stated} records, the file holds {}", report.records);
        report.notes.push(note);
    }
    let non_sdn = ofac_terms::is_non_sdn_file(entities.iter().map(Entity::programmes));
    let source = if non_sdn { "us-non-sdn" } else { "us-sdn" };
    for entity in &mut entities {
        entity.source = source.to_string();
        for listing in &mut entity.listings {
            settle_list(listing, non_sdn);
        }
    }
    let meta = Meta { source: source.into(), published, complete: true };
    Ok(Reading { format: Format::OfacXml, meta, entities, report })
}

/// Names the list and, where list or tags say what they do, the measure.
fn settle_list(listing: &mut Listing, non_sdn: bool) {
    if non_sdn {
        listing.list = ofac_parts::UMBRELLA.to_string();
        ofac_terms::add_non_sdn_measures(listing);
    } else {
        // 31 CFR 501.807 and the list's own name: specially designated nationals *and blocked persons*.
        ofac_terms::add_measure(listing, Measure::AssetFreeze);
    }
}

/// `03/28/2025` as midnight UTC.
fn midnight(text: &str) -> Option<jiff::Timestamp> {
    let day = PartialDate::parse_us(text)?.full()?;
    jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

fn entity(e: Element<'_, '_>, place: Place<'_>) -> Result<Entity, Problem> {
    let id = e.need("uid")?;
    let kind = e.get_or_empty("sdnType");
    let mut out = Entity::new("", id, ofac_parts::schema(kind));
    out.record = place.source();
    out.add_name(name(e, NameKind::Primary));
    if out.names.is_empty() {
        return Err(Problem::new("no name", "a name in <lastName>").in_field("lastName").in_id(id));
    }
    ofac_parts::tail(&mut out);
    let mut listing = ofac_parts::listing(ofac_parts::SDN);
    listing.programmes = e.at("programList/program").iter().map(|p| p.text().to_string()).collect();
    listing.programmes.retain(|p| !p.is_empty());
    for aka in e.at("akaList/aka") {
        let weak = aka.get_or_empty("category").eq_ignore_ascii_case("weak");
        out.add_name(name(aka, ofac_parts::alias_kind(aka.get_or_empty("type"), weak)));
    }
    out.add_fact(Property::Title, e.get_or_empty("title"));
    for territory in e.at("nationalityList/nationality") {
        out.add_territory(Property::Nationality, territory.get_or_empty("country"));
    }
    for territory in e.at("citizenshipList/citizenship") {
        out.add_territory(Property::Citizenship, territory.get_or_empty("country"));
    }
    for born in e.at("dateOfBirthList/dateOfBirthItem") {
        out.add_date_text(Property::BirthDate, born.get_or_empty("dateOfBirth"));
    }
    for born in e.at("placeOfBirthList/placeOfBirthItem") {
        out.add_fact(Property::BirthPlace, born.get_or_empty("placeOfBirth"));
    }
    for document in e.at("idList/id") {
        let (label, number) = (document.get_or_empty("idType"), document.get_or_empty("idNumber"));
        match ofac_terms::says(label) {
            Some(Says::Id(_)) | None => identifier(&mut out, label, number, document),
            Some(_) => ofac_parts::state(&mut out, &mut listing, label, number),
        }
    }
    for address in e.at("addressList/address") {
        out.add_address(read_address(address));
    }
    if let Some(vessel) = e.child("vesselInfo") {
        if let Some(sign) = vessel.get("callSign") {
            out.add_identifier(Identifier::new(IdKind::CallSign, sign));
        }
        out.add_fact(Property::Type, vessel.get_or_empty("vesselType"));
        out.add_territory(Property::Flag, vessel.get_or_empty("vesselFlag"));
        out.add_fact(Property::Owner, vessel.get_or_empty("vesselOwner"));
        out.add_fact(Property::Tonnage, vessel.get_or_empty("tonnage"));
        out.add_fact(Property::GrossTonnage, vessel.get_or_empty("grossRegisteredTonnage"));
    }
    ofac_parts::remarks(&mut out, e.get_or_empty("remarks"));
    out.listings.push(listing);
    Ok(out)
}

/// `lastName` alone is a body's name or a single name; with `firstName` it is a person's family name.
fn name(e: Element<'_, '_>, kind: NameKind) -> Name {
    let (family, given) = (e.get_or_empty("lastName"), e.get_or_empty("firstName"));
    if given.is_empty() {
        return Name::new(kind, family);
    }
    let mut name = ofac_parts::NameBuilder::default();
    name.push("Last Name", family);
    name.push("First Name", given);
    name.finish(kind)
}

fn identifier(out: &mut Entity, label: &str, number: &str, document: Element<'_, '_>) {
    let read = ofac_terms::identifier(label, number);
    let country = document.get("idCountry");
    let dates = [("issued", "issueDate"), ("expires", "expirationDate")];
    let dates = dates.iter().filter_map(|(word, field)| document.get(field).map(|d| format!("{word} {d}")));
    let note = read.note.iter().cloned().chain(dates).collect::<Vec<_>>().join("; ");
    out.add_identifier(Identifier {
        country: country.and_then(Country::parse).or(read.country),
        issuer: read.issuer.or(country.map(str::to_string)),
        note: (!note.is_empty()).then_some(note),
        ..read
    });
}

fn read_address(e: Element<'_, '_>) -> Address {
    let lines = ["address1", "address2", "address3"].iter().filter_map(|l| e.get(l)).collect::<Vec<_>>().join(", ");
    let part = |f| e.get_or_empty(f);
    // `region` stands beside the state in a few records.
    let region = [e.get("stateOrProvince"), e.get("region")].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Address::from_parts(&lines, part("city"), &region, part("postalCode"), part("country"))
}
