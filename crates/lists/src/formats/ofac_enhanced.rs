//! OFAC list, ENHANCED XML (root `sanctionsData`): the one format with names in their own script, ties by id and days of listing.
//!
//! Traps: a file may be a part of the lists, cut out by the filters that its head names; every non-SDN party stands on the umbrella
//! "Consolidated List" beside the list that says more; programmes, sanctions types and legal authorities stand beside the lists
//! and not under them; `relatedEntity` may have an id and no name; reference values repeat as text where they are used, so that the
//! tables at the head are not needed and stay unread.

use super::ofac_parts::{self, AddressParts, Bounds, NameBuilder, SDN, UMBRELLA};
use super::ofac_terms::{self, Says};
use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{Address, Country, DateSpan, Entity, Identifier, Link, Listing, Name, NameKind, Property};

pub(super) const READER: Reader = Reader {
    format: Format::OfacEnhanced,
    title: "OFAC list, ENHANCED XML",
    schema: "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML.xsd",
    recognise: |head, _| head.contains("<sanctionsData"),
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "a list").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, &["entity"], on_problem)?;
    let document = cuts.document(on_problem)?;
    let head = Head::read(document.frame());
    let mut entities = document.read("entity", true, on_problem, &mut report, entity)?;
    let changes = document.frame().child("entities").is_some_and(|e| e.attribute("action").is_some());
    document.finish(&mut report);

    let source = head.source(&entities);
    let complete = head.complete(source, &mut report) && !changes;
    for entity in &mut entities {
        entity.source = source.to_string();
    }
    ofac_parts::name_links(&mut entities);
    let elsewhere = entities.iter().filter(|e| source == "us-sdn" && e.listings.iter().all(|l| l.list != SDN)).count();
    if elsewhere > 0 {
        let note = format!(
            "{elsewhere} parties of this file are on other lists than the SDN list; all are kept as one source"
        );
        report.notes.push(note);
    }
    let meta = Meta { source: source.into(), published: head.published, complete };
    Ok(Reading { format: Format::OfacEnhanced, meta, entities, report })
}

/// What the head of the file says of it.
struct Head {
    published: Option<jiff::Timestamp>,
    /// The lists that the file was cut to; none where it was not.
    lists: Vec<String>,
    /// Filters by anything narrower than lists, as `sanctionsProgram IRGC`.
    narrower: Vec<String>,
}

impl Head {
    fn read(frame: Element<'_, '_>) -> Self {
        let info = frame.child("publicationInfo");
        let published = info.and_then(|i| i.get("dataAsOf")).and_then(moment);
        let (mut lists, mut narrower) = (Vec::new(), Vec::new());
        for filter in info.and_then(|i| i.child("filters")).iter().flat_map(|f| f.children()) {
            for value in filter.children() {
                if filter.name() == "sanctionsLists" {
                    lists.push(ofac_parts::list_name(value.text()).to_string());
                } else {
                    narrower.push(format!("{} {}", value.name(), value.text()));
                }
            }
            if filter.children().next().is_none() && !filter.text().is_empty() {
                narrower.push(format!("{} {}", filter.name(), filter.text()));
            }
        }
        Self { published, lists, narrower }
    }

    fn source(&self, entities: &[Entity]) -> &'static str {
        let sdn = if self.lists.is_empty() {
            entities.iter().any(|e| e.listings.iter().all(|l| l.list == SDN))
        } else {
            self.lists.iter().any(|l| l == SDN)
        };
        if sdn { "us-sdn" } else { "us-non-sdn" }
    }

    fn complete(&self, source: &str, report: &mut Report) -> bool {
        if !self.narrower.is_empty() {
            report.notes.push(format!("a part of the list: the file is filtered by {}", self.narrower.join(", ")));
            return false;
        }
        let whole = source == "us-sdn" || self.lists.is_empty() || self.lists.iter().any(|l| l == UMBRELLA);
        if !whole {
            report.notes.push(format!("a part of the non-SDN lists: the file holds {}", self.lists.join(", ")));
        }
        whole
    }
}

/// `2025-01-10T00:00:00`, also with an offset; without one it is taken as UTC.
fn moment(text: &str) -> Option<jiff::Timestamp> {
    let civil = || jiff::tz::TimeZone::UTC.to_timestamp(text.parse::<jiff::civil::DateTime>().ok()?).ok();
    text.parse().ok().or_else(civil)
}

fn entity(e: Element<'_, '_>, place: Place<'_>) -> Result<Entity, Problem> {
    let id = e.attribute("id").ok_or_else(|| Problem::new("nothing", "the party's id").in_field("@id"))?;
    let general = e.child("generalInfo");
    let kind = general.map_or("", |g| g.get_or_empty("entityType"));
    let mut out = Entity::new("", id, ofac_parts::schema(kind));
    out.record = place.source();
    for name in e.at("names/name") {
        names(&mut out, name);
    }
    if out.names.is_empty() {
        return Err(Problem::new("no name", "a name in <names>").in_field("names").in_id(id));
    }
    ofac_parts::tail(&mut out);
    let mut listings = listings(e);
    for address in e.at("addresses/address") {
        addresses(&mut out, address);
    }
    let mut stated = ofac_parts::listing("");
    for feature in e.at("features/feature") {
        read_feature(&mut out, &mut stated, feature);
    }
    for document in e.at("identityDocuments/identityDocument") {
        identifier(&mut out, document);
    }
    for tie in e.at("relationships/relationship") {
        relationship(&mut out, tie);
    }
    if let Some(general) = general {
        out.add_fact(Property::Title, general.get_or_empty("title"));
        ofac_parts::remarks(&mut out, general.get_or_empty("remarks"));
    }
    let mut texts: Vec<String> = e.at("sanctionsTypes/sanctionsType").iter().map(|t| t.text().to_string()).collect();
    texts.append(&mut stated.measure_texts);
    ofac_parts::share_measures(&mut listings, &texts);
    out.listings = listings;
    Ok(out)
}

/// One listing a list; the umbrella only where it stands alone.
fn listings(e: Element<'_, '_>) -> Vec<Listing> {
    let lists = e.at("sanctionsLists/sanctionsList");
    let only_umbrella = lists.iter().all(|l| ofac_parts::list_name(l.text()) == UMBRELLA);
    let texts = |path| e.at(path).iter().map(|p| p.text().to_string()).filter(|t| !t.is_empty()).collect::<Vec<_>>();
    let programmes = texts("sanctionsPrograms/sanctionsProgram");
    let legal_basis = texts("legalAuthorities/legalAuthority");
    let mut out: Vec<Listing> = Vec::new();
    for list in lists {
        let from = list.attribute("datePublished").and_then(|d| d.parse().ok());
        if ofac_parts::list_name(list.text()) == UMBRELLA && !only_umbrella {
            continue;
        }
        let programmes = programmes.clone();
        let legal_basis = legal_basis.clone();
        out.push(Listing { programmes, legal_basis, from, ..ofac_parts::listing(list.text()) });
    }
    out
}

fn names(out: &mut Entity, name: Element<'_, '_>) {
    let yes = |e: Element<'_, '_>, field| e.get_or_empty(field) == "true";
    let main = yes(name, "isPrimary");
    let alias = ofac_parts::alias_kind(name.get_or_empty("aliasType"), yes(name, "isLowQuality"));
    for translation in name.at("translations/translation") {
        let script = translation.get_or_empty("script");
        let first = yes(translation, "isPrimary");
        let kind = match script {
            "Latin" | "" if main && first => NameKind::Primary,
            "Latin" | "" => alias,
            _ => NameKind::OtherScript,
        };
        let mut built = NameBuilder::default();
        for part in translation.at("nameParts/namePart") {
            built.push(part.get_or_empty("type"), part.get_or_empty("value"));
        }
        let built = built.finish(kind);
        // The formatted name is what OFAC prints elsewhere, family name in capitals. Its two halves say nothing more.
        let halves = [translation.get("formattedLastName"), translation.get("formattedFirstName")];
        let text = translation.get("formattedFullName").map(str::to_string);
        let joined = || halves.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let text = text.unwrap_or_else(|| if built.text.is_empty() { joined() } else { built.text.clone() });
        let language = (!script.is_empty()).then(|| ofac_parts::script_code(script).to_string());
        out.add_name(Name { text, language: language.filter(|_| script != "Latin"), ..built });
    }
}

fn addresses(out: &mut Entity, address: Element<'_, '_>) {
    let country = address.get_or_empty("country");
    let translations = address.at("translations/translation");
    if translations.is_empty() {
        out.add_address(Address::from_parts("", "", "", "", country));
    }
    for translation in translations {
        let script = translation.get_or_empty("script");
        let mut parts = AddressParts::default();
        for part in translation.at("addressParts/addressPart") {
            parts.push(part.get_or_empty("type"), part.get_or_empty("value"));
        }
        let mut read = parts.finish(country);
        if !matches!(script, "Latin" | "") {
            read.note = Some(format!("in {script} script"));
        }
        translation.get_or_empty("isPrimary");
        out.add_address(read);
    }
}

fn read_feature(out: &mut Entity, stated: &mut Listing, feature: Element<'_, '_>) {
    let (label, value) = (feature.get_or_empty("type"), feature.get_or_empty("value"));
    let span = feature.child("valueDate").and_then(|d| date_of(d, value));
    let comment = feature.get("comments");
    let doubt = feature.get("reliability").filter(|r| *r != "Confirmed");
    match (ofac_terms::says(label), span) {
        (Some(Says::Date(property)), Some(span)) => out.add_date(property, span),
        _ => ofac_parts::state(out, stated, label, value),
    }
    if comment.is_some() || doubt.is_some() {
        let doubt = doubt.map(|d| format!("reliability: {d}"));
        let said = [comment.map(str::to_string), doubt].into_iter().flatten().collect::<Vec<_>>().join("; ");
        let label = label.trim_end_matches([':', ' ', '-']);
        out.add_fact(Property::Notes, &format!("{label} {value}: {said}"));
    }
}

/// The days that the file gives for a printed date, with the print where it says more.
fn date_of(e: Element<'_, '_>, printed: &str) -> Option<DateSpan> {
    let day = |field| e.get(field)?.parse().ok();
    let from = (day("fromDateBegin")?, day("fromDateEnd")?);
    let to = (day("toDateBegin")?, day("toDateEnd")?);
    let circa = e.get_or_empty("isApproximate") == "true";
    e.get_or_empty("isDateRange");
    let plain = printed.parse::<interdict_model::PartialDate>().is_ok();
    let text = (!plain && !printed.is_empty()).then(|| printed.to_string());
    Some(DateSpan { circa, text, ..Bounds { from, to }.span() })
}

fn identifier(out: &mut Entity, document: Element<'_, '_>) {
    let read = ofac_terms::identifier(document.get_or_empty("type"), document.get_or_empty("documentNumber"));
    let country = document.get("issuingCountry");
    let authority = document.get("issuingAuthority");
    let day = |field, word| {
        let span = document.child(field).and_then(|d| date_of(d, ""));
        span.map(|s| format!("{word} {s}"))
    };
    let invalid = document.get("isValid").filter(|v| *v == "false").map(|_| "not valid".to_string());
    // Which of the party's names the document bears; said where it is not the main one.
    let bearer = document.get("name").filter(|n| *n != out.name()).map(|n| format!("in the name of {n}"));
    let place = document.get("issuingLocation").filter(|l| Some(*l) != country).map(|l| format!("issued in {l}"));
    let mut notes: Vec<String> = read.note.iter().cloned().collect();
    notes.extend(invalid);
    notes.extend(day("issueDate", "issued"));
    notes.extend(place);
    notes.extend(day("expirationDate", "expires"));
    notes.extend(document.get("comments").map(str::to_string));
    notes.extend(document.at("idFeatures/idFeature").iter().map(|f| f.text().to_string()));
    notes.extend(bearer);
    let issuer = authority.or(country).map(str::to_string);
    out.add_identifier(Identifier {
        country: country.and_then(Country::parse).or(read.country),
        issuer: issuer.or(read.issuer),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        ..read
    });
}

fn relationship(out: &mut Entity, e: Element<'_, '_>) {
    let (kind, words) = ofac_parts::tie(e.get_or_empty("type"));
    let Some(other) = e.child("relatedEntity") else { return };
    let quality = e.get("quality").map(|q| format!("quality: {q}"));
    let former = e.get("isFormer").filter(|f| *f == "true").map(|_| "former".to_string());
    let comment = e.get("comments").map(str::to_string);
    let said = [words.map(str::to_string), former, quality, comment].into_iter().flatten().collect::<Vec<_>>();
    out.add_link(Link {
        kind,
        name: other.text().to_string(),
        id: other.attribute("entityId").map(str::to_string),
        text: (!said.is_empty()).then(|| said.join("; ")),
    });
}
