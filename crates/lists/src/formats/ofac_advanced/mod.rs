//! OFAC list, ADVANCED XML (root `Sanctions`, namespace `ADVANCED_XML` or `https://www.un.org/sanctions/1.0`): the fullest format,
//! and the only one with the day of every listing in a file of the whole SDN list.
//!
//! The file is a small database: parties, locations, documents, ties and listings stand in tables of their own and point at
//! each other by number, every word is a number in the reference values at the head. The small tables ([`tables`]) are read
//! first, then the parties, then both are joined.
//!
//! Traps: party type "Unknown" hides the real type one table further; a year is printed as its first and its last day; a programme
//! is a measure of type "Program" whose *comment* is the tag; a country may be a location, an area code or a text; dates may
//! be of another calendar; what points nowhere is named in the notes of the report.

use super::ofac_parts::{self, NameBuilder, SDN, UMBRELLA};
use super::ofac_terms::{self, Says};
use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{Address, Entity, Listing, Name, NameKind, Property, Schema};
use rustc_hash::FxHashMap;

mod tables;
use tables::{Joined, References, number};

pub(super) const READER: Reader = Reader {
    format: Format::OfacAdvanced,
    title: "OFAC list, ADVANCED XML",
    schema: "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML.xsd",
    recognise: |head, _| {
        head.contains("<Sanctions") && (head.contains("<DateOfIssue") || head.contains("ADVANCED_XML"))
    },
    read,
};

/// The tables that are cut into records.
const TABLES: &[&str] = &["DistinctParty", "SanctionsEntry", "ProfileRelationship", "IDRegDocument", "Location"];

/// A party as its own table has it, with the numbers by which the other tables are joined.
struct Party {
    entity: Entity,
    profiles: Vec<u64>,
    identities: Vec<u64>,
    /// Measures and their days that stand among the features.
    stated: Vec<String>,
    /// A file of changes only marks each party with what became of it.
    change: bool,
}

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "a list").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, TABLES, on_problem)?;
    let document = cuts.document(on_problem)?;
    let refs = References::read(document.frame());
    let published = document.frame().child("DateOfIssue").and_then(|d| tables::day(d)?.full());
    let published = published.and_then(|d| jiff::tz::TimeZone::UTC.to_timestamp(d.at(0, 0, 0, 0)).ok());

    let locations = document.read("Location", false, on_problem, &mut report, |e, _| tables::location(e, &refs))?;
    let locations: FxHashMap<u64, Address> = locations.into_iter().collect();
    let documents =
        document.read("IDRegDocument", false, on_problem, &mut report, |e, _| tables::document(e, &refs))?;
    let entries = document.read("SanctionsEntry", false, on_problem, &mut report, |e, _| tables::entry(e, &refs))?;
    let ties = document.read("ProfileRelationship", false, on_problem, &mut report, |e, _| tables::tie(e, &refs))?;
    let parties =
        document.read("DistinctParty", true, on_problem, &mut report, |e, place| party(e, place, &refs, &locations))?;
    drop(refs);
    document.finish(&mut report);

    let changes = parties.iter().any(|p| p.change);
    if changes {
        report.notes.push("a file of changes: what it does not name may still be listed".into());
    }
    let mut joined = Joined::new(documents, entries, ties);
    let umbrella = joined.count_lists(UMBRELLA);
    let non_sdn = umbrella * 2 > parties.len();
    let source = if non_sdn { "us-non-sdn" } else { "us-sdn" };
    let mut entities: Vec<Entity> = parties.into_iter().map(|party| join(party, &mut joined, source)).collect();
    joined.leftovers(&mut report);
    let unlisted = entities.iter().filter(|e| e.listings.is_empty()).count();
    if unlisted > 0 {
        report.notes.push(format!("{unlisted} parties of this file have no sanctions entry"));
    }
    ofac_parts::name_links(&mut entities);
    let meta = Meta { source: source.into(), published, complete: !changes };
    Ok(Reading { format: Format::OfacAdvanced, meta, entities, report })
}

/// Gives a party its documents, listings and ties.
fn join(party: Party, joined: &mut Joined, source: &str) -> Entity {
    let mut out = party.entity;
    out.source = source.to_string();
    for identity in &party.identities {
        for id in joined.documents.remove(identity).into_iter().flatten() {
            out.add_identifier(id);
        }
    }
    for profile in &party.profiles {
        out.listings.extend(joined.entries.remove(profile).into_iter().flatten());
        for link in joined.ties.remove(profile).into_iter().flatten() {
            out.add_link(link);
        }
    }
    if out.listings.iter().any(|l| l.list != UMBRELLA) {
        out.listings.retain(|l| l.list != UMBRELLA);
    }
    ofac_parts::share_measures(&mut out.listings, &party.stated);
    out
}

fn party(
    e: Element<'_, '_>,
    place: Place<'_>,
    refs: &References<'_>,
    locations: &FxHashMap<u64, Address>,
) -> Result<Party, Problem> {
    let id = e.attribute("FixedRef").or_else(|| e.child("Profile").and_then(|p| p.attribute("ID")));
    let id = id.ok_or_else(|| Problem::new("nothing", "the party's number").in_field("@FixedRef"))?;
    let in_id = |p: Problem| p.in_id(id);
    let mut out = Entity::new("", id, Schema::LegalEntity);
    out.record = place.source();
    let change = e.attribute("DeltaAction").is_some();
    let (mut profiles, mut identities) = (Vec::with_capacity(1), Vec::with_capacity(1));
    let mut stated = ofac_parts::listing(SDN);
    for profile in e.all("Profile") {
        profiles.push(number(profile, "ID").map_err(in_id)?);
        if let Some(schema) = refs.party_type(profile.attribute("PartySubTypeID")) {
            out.schema = schema;
        }
        for identity in profile.all("Identity") {
            identities.push(number(identity, "ID").map_err(in_id)?);
            read_identity(&mut out, identity, refs);
        }
        for feature in profile.all("Feature") {
            read_feature(&mut out, &mut stated, feature, refs, locations);
        }
        comments(&mut out, profile);
    }
    if out.names.is_empty() {
        let problem = Problem::new("no name", "a name in <DocumentedName>").in_field("DocumentedName");
        return Err(in_id(problem));
    }
    ofac_parts::tail(&mut out);
    comments(&mut out, e);
    Ok(Party { entity: out, profiles, identities, stated: stated.measure_texts, change })
}

fn comments(out: &mut Entity, e: Element<'_, '_>) {
    for comment in e.texts("Comment") {
        ofac_parts::remarks(out, comment);
    }
}

/// The names of an identity. The types of the name parts stand behind the names, in groups that the parts point at.
fn read_identity(out: &mut Entity, identity: Element<'_, '_>, refs: &References<'_>) {
    let main_identity = identity.attribute("Primary") != Some("false");
    let mut groups: Vec<(&str, &str)> = Vec::with_capacity(4);
    for group in identity.all("NamePartGroups").flat_map(|g| g.all("MasterNamePartGroup")) {
        for group in group.all("NamePartGroup") {
            if let (Some(id), Some(kind)) = (group.attribute("ID"), group.attribute("NamePartTypeID")) {
                groups.push((id, refs.name_parts.get(kind).copied().unwrap_or("")));
            }
        }
    }
    for alias in identity.all("Alias") {
        let weak = alias.attribute("LowQuality") == Some("true");
        let main = main_identity && alias.attribute("Primary") == Some("true");
        let kind = alias.attribute("AliasTypeID").and_then(|t| refs.alias_types.get(t).copied());
        let alias_kind = ofac_parts::alias_kind(kind.unwrap_or(""), weak);
        for documented in alias.all("DocumentedName") {
            let (mut name, mut script) = (NameBuilder::default(), None);
            for part in documented.all("DocumentedNamePart").flat_map(|p| p.all("NamePartValue")) {
                let group = part.attribute("NamePartGroupID");
                let kind = groups.iter().find(|(id, _)| Some(*id) == group).map_or("", |(_, kind)| kind);
                script = script.or(part.attribute("ScriptID").and_then(|s| refs.scripts.get(s).copied()));
                name.push(kind, part.text());
            }
            let script = script.filter(|s| *s != "Latn");
            let first = out.names.iter().all(|n| n.kind != NameKind::Primary);
            let kind = match script {
                Some(_) => NameKind::OtherScript,
                None if main && first => NameKind::Primary,
                None => alias_kind,
            };
            out.add_name(Name { language: script.map(str::to_string), ..name.finish(kind) });
        }
        comments(out, alias);
    }
    if identity.attribute("False") == Some("true") {
        out.add_fact(Property::Notes, "an identity that OFAC calls false");
    }
    comments(out, identity);
}

fn read_feature(
    out: &mut Entity,
    stated: &mut Listing,
    feature: Element<'_, '_>,
    refs: &References<'_>,
    locations: &FxHashMap<u64, Address>,
) {
    let id = feature.attribute("FeatureTypeID").unwrap_or("");
    let unknown;
    let (label, says) = match refs.features.get(id) {
        Some((label, says)) => (*label, *says),
        None => {
            unknown = format!("feature of type {id}");
            (unknown.as_str(), None)
        }
    };
    comments(out, feature);
    for version in feature.all("FeatureVersion") {
        for period in version.all("DatePeriod") {
            match (tables::period(period, refs), says) {
                (Some(Ok(span)), Some(Says::Date(property))) => out.add_date(property, span),
                (Some(Ok(span)), _) => state(out, stated, label, says, &span.to_string()),
                (Some(Err(text)), _) => note(out, label, &text),
                (None, _) => {}
            }
        }
        for detail in version.all("VersionDetail") {
            let referred = detail.attribute("DetailReferenceID");
            let text = match (detail.text(), referred) {
                ("", Some(id)) => refs.details.get(id).copied().unwrap_or(""),
                (text, _) => text,
            };
            if let ("", Some(id)) = (text, referred) {
                note(out, label, &format!("reference {id}, which the file does not hold"));
            }
            state(out, stated, label, says, text);
        }
        for location in version.all("VersionLocation") {
            let id = location.attribute("LocationID").unwrap_or("");
            match id.parse().ok().and_then(|id: u64| locations.get(&id)) {
                Some(address) => place_of(out, stated, label, says, address),
                None => note(out, label, &format!("location {id}, which the file does not hold")),
            }
        }
        let doubt = version.attribute("ReliabilityID").and_then(|r| refs.reliability.get(r).copied());
        if let Some(doubt) = doubt.filter(|d| !matches!(*d, "Confirmed" | "Unknown" | "")) {
            note(out, label, &format!("reliability: {doubt}"));
        }
        for comment in version.texts("Comment") {
            note(out, label, comment);
        }
    }
}

fn state(out: &mut Entity, stated: &mut Listing, label: &str, says: Option<Says>, value: &str) {
    match says {
        Some(says) => ofac_terms::state_as(out, stated, label, says, value),
        None => note(out, label, value),
    }
}

fn note(out: &mut Entity, label: &str, value: &str) {
    if !value.is_empty() {
        let label = label.trim_end_matches([':', ' ', '-']);
        out.add_fact(Property::Notes, &format!("{label}: {value}"));
    }
}

/// A location is an address, a country or a place of birth, going by the feature that points at it.
fn place_of(out: &mut Entity, stated: &mut Listing, label: &str, says: Option<Says>, address: &Address) {
    let country = address.country_text.as_deref();
    let words = || [address.full.as_str(), country.unwrap_or("")].into_iter().filter(|w| !w.is_empty());
    match says {
        Some(Says::Territory(property)) => out.add_territory(property, country.unwrap_or(&address.full)),
        Some(says) => ofac_terms::state_as(out, stated, label, says, &words().collect::<Vec<_>>().join(", ")),
        None if label == "Location" => out.add_address(address.clone()),
        None => note(out, label, &words().collect::<Vec<_>>().join(", ")),
    }
}
