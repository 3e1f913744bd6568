//! The US Consolidated Screening List, what its CSV and its JSON have in common: thirteen lists of three departments in one table.
//!
//! The traps: only Treasury's lists say what kind of party it is; a row without `type` may be a person or a company.
//! The list repeats OFAC's, so a party of the SDN list stands in both sources. Older files have no `_id`.

use super::{ofac_csv, ofac_terms};
use crate::problem::Problem;
use interdict_model::{
    Address, Authority, Country, Entity, IdKind, Identifier, Listing, Measure, NameKind, PartialDate, Property, Schema,
    SourceRecord,
};

/// The source's name.
pub(super) const SOURCE: &str = "us-csl";

/// A number or statement of the `ids` field.
#[derive(Debug, Default)]
pub(super) struct Id {
    pub label: String,
    pub number: String,
    pub country: String,
    pub issued: String,
    pub expires: String,
}

/// One row or object; what is missing is empty.
#[derive(Debug, Default)]
pub(super) struct Party {
    pub id: String,
    pub source: String,
    pub entity_number: String,
    pub kind: String,
    pub programmes: Vec<String>,
    pub name: String,
    pub title: String,
    pub addresses: Vec<Address>,
    pub notice: String,
    pub start: String,
    pub end: String,
    pub standard_order: String,
    pub license_requirement: String,
    pub license_policy: String,
    pub call_sign: String,
    pub vessel_type: String,
    pub gross_tonnage: String,
    pub gross_registered_tonnage: String,
    pub vessel_flag: String,
    pub vessel_owner: String,
    pub remarks: String,
    pub references: Vec<String>,
    pub aliases: Vec<String>,
    pub citizenships: Vec<String>,
    pub births: Vec<String>,
    pub nationalities: Vec<String>,
    pub birth_places: Vec<String>,
    pub ids: Vec<Id>,
    pub countries: Vec<String>,
}

/// What being on one of the lists does, by the code in its name ("Entity List (EL) - Bureau of Industry and Security").
///
/// Commerce's lists (15 CFR 744 and 764) and State's debarments (22 CFR 127.7) and nonproliferation sanctions limit exports; of
/// Treasury's only the SDN list blocks.
fn measure_of_list(source: &str) -> Measure {
    let code = source.split_once('(').and_then(|(_, r)| r.split_once(')')).map_or(source, |(code, _)| code);
    match code.trim_end_matches(" List").trim_start_matches("NS-") {
        "SDN" => Measure::AssetFreeze,
        "SSI" | "CMIC" => Measure::Financing,
        "CAP" | "CAPTA" => Measure::CorrespondentAccount,
        "FSE" | "PLC" => Measure::TransactionBan,
        "EL" | "DPL" | "UVL" | "MEU" | "DTC" | "ISN" => Measure::ExportControl,
        _ => Measure::Other,
    }
}

fn date(text: &str, field: &str) -> Result<Option<PartialDate>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let wanted = || Problem::new(format!("{text:?}"), "a date such as 2015-11-12").in_field(field);
    PartialDate::parse_us(text).map(Some).ok_or_else(wanted)
}

/// The parts of a cell that holds several values, `;` between them. `[]` is how some rows write none.
pub(super) fn several(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|v| !v.is_empty() && *v != "[]").map(str::to_string).collect()
}

/// Turns a party into an entity.
pub(super) fn entity(party: Party, record: SourceRecord) -> Result<Entity, Problem> {
    let schema = match party.kind.as_str() {
        "" => Schema::LegalEntity,
        kind => Schema::parse(kind).unwrap_or(Schema::LegalEntity),
    };
    if party.source.is_empty() {
        return Err(Problem::new("nothing", "the list that the party is on").in_field("source"));
    }
    if party.name.is_empty() {
        return Err(Problem::new("no name", "a name").in_field("name"));
    }
    let within = [&party.entity_number, &party.name].into_iter().find(|t| !t.is_empty()).cloned().unwrap_or_default();
    let id = if party.id.is_empty() { format!("{}: {within}", party.source) } else { party.id };
    let mut out = Entity::new(SOURCE, id, schema);
    out.record = record;
    if schema == Schema::LegalEntity && !party.kind.is_empty() {
        out.add_fact(Property::Notes, &format!("type: {}", party.kind));
    }
    out.add_name(ofac_csv::named(NameKind::Primary, &party.name, schema));
    for alias in &party.aliases {
        out.add_name(ofac_csv::named(NameKind::Alias, alias, schema));
    }
    if !party.entity_number.is_empty() {
        // OFAC's own number ("36"), too short to be taken for a reference that is unique in the world.
        let label = Some("entity number".to_string());
        out.add_identifier(Identifier { label, ..Identifier::new(IdKind::Other, party.entity_number) });
    }

    let mut listing = Listing::new(Authority::us(), party.source.clone());
    listing.programmes = party.programmes;
    listing.from = date(&party.start, "start_date")?;
    listing.to = date(&party.end, "end_date")?;
    for (label, text) in [
        ("license requirement", party.license_requirement),
        ("license policy", party.license_policy),
        ("standard order", party.standard_order),
    ] {
        if !text.is_empty() {
            listing.measure_texts.push(format!("{label}: {text}"));
        }
    }
    listing.legal_basis.extend(Some(party.notice).filter(|n| !n.is_empty()));
    listing.references = party.references;

    ofac_csv::state_title(&party.title, &mut out);
    ofac_csv::state_remarks(&party.remarks, false, &mut out, &mut listing);
    for address in party.addresses {
        out.add_address(address);
    }
    for birth in &party.births {
        out.add_date_text(Property::BirthDate, birth);
    }
    for place in &party.birth_places {
        out.add_fact(Property::BirthPlace, place);
    }
    for (property, countries) in [
        (Property::Citizenship, &party.citizenships),
        (Property::Nationality, &party.nationalities),
        (Property::Country, &party.countries),
    ] {
        countries.iter().for_each(|c| out.add_territory(property, c));
    }
    for (property, text) in [
        (Property::Type, &party.vessel_type),
        (Property::Tonnage, &party.gross_tonnage),
        (Property::GrossTonnage, &party.gross_registered_tonnage),
        (Property::Owner, &party.vessel_owner),
    ] {
        out.add_fact(property, text);
    }
    out.add_territory(Property::Flag, &party.vessel_flag);
    out.add_identifier(Identifier::new(IdKind::CallSign, party.call_sign));
    for id in party.ids {
        state_id(id, &mut out, &mut listing);
    }
    let measure = measure_of_list(&party.source);
    if measure != Measure::Other || listing.measures.is_empty() {
        ofac_terms::add_measure(&mut listing, measure);
    }
    out.listings.push(listing);
    Ok(out)
}

/// `ids` holds numbers, and also all else that OFAC keeps in its remarks ("Subject to Directive 1", "www.aictc.ir").
fn state_id(id: Id, out: &mut Entity, listing: &mut Listing) {
    use ofac_terms::Says;
    match ofac_terms::says(&id.label) {
        Some(says) if !matches!(says, Says::Id(_)) => {
            ofac_terms::state(out, listing, &id.label, &id.number);
        }
        _ => {
            let mut read = ofac_terms::identifier(&id.label, &id.number);
            read.country = read.country.or_else(|| Country::parse(&id.country));
            read.issuer = read.issuer.or(Some(id.country).filter(|c| !c.is_empty()));
            let days = [("issued", id.issued), ("expires", id.expires)];
            let days = days.iter().filter(|(_, d)| !d.is_empty()).map(|(w, d)| format!("{w} {d}"));
            let notes: Vec<String> = read.note.take().into_iter().chain(days).collect();
            read.note = Some(notes.join(" ")).filter(|n| !n.is_empty());
            out.add_identifier(read);
        }
    }
}
