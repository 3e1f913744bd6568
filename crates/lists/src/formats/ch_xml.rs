//! Switzerland's SECO list, XML (`swiss-sanctions-list`): programmes, targets and places, each in elements of its own.
//!
//! Traps: the whole list keeps those who were taken off it, so a target may be listed, de-listed and listed again; earlier states of
//! a target stand inside its modifications, under the same element names; names come in ordered parts, each with spelling
//! variants in scripts and languages of its own; places stand apart and are named by id; a target names a *set* of a programme,
//! not the programme; numbers stand in prose (`IMO Number: 8405270`).

use super::{Format, Reader, uk_terms};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{
    Address, Authority, DateSpan, Entity, IdKind, Identifier, Link, LinkKind, Listing, Name, NameKind, NameParts,
    PartialDate, Property, Schema,
};
use rustc_hash::FxHashMap;

pub(super) const READER: Reader = Reader {
    format: Format::ChXml,
    title: "Switzerland, SECO list, XML",
    schema: "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml",
    recognise: |head, _| head.contains("<swiss-sanctions-list"),
    read,
};

/// A set of measures within a programme.
struct Set {
    key: String,
    ordinance: String,
    text: String,
    origin: Vec<String>,
}

/// A place that addresses and births name by its id.
#[derive(Default)]
struct Somewhere {
    location: String,
    area: String,
    country: String,
}

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "SECO's list").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, &["target", "place", "sanctions-program"], on_problem)?;
    let document = cuts.document(on_problem)?;
    let frame = document.frame();
    let published = frame.attribute("date").and_then(uk_terms::published);
    let complete = frame.attribute("list-type").is_none_or(|t| t == "whole-list");
    let places = document.read("place", false, on_problem, &mut report, |e, _| Ok(somewhere(e)))?;
    let places: FxHashMap<String, Somewhere> = places.into_iter().flatten().collect();
    let sets = document.read("sanctions-program", false, on_problem, &mut report, |e, _| Ok(programme(e)))?;
    let sets: FxHashMap<String, Set> = sets.into_iter().flatten().collect();
    let entities =
        document.read("target", true, on_problem, &mut report, |e, place| target(e, place, &sets, &places))?;
    document.finish(&mut report);
    let meta = Meta { source: "ch-seco".into(), published, complete };
    Ok(Reading { format: Format::ChXml, meta, entities, report })
}

fn somewhere(e: Element<'_, '_>) -> Option<(String, Somewhere)> {
    let text = |name| e.texts(name).collect::<Vec<_>>().join(", ");
    let place = Somewhere { location: text("location"), area: text("area"), country: text("country") };
    Some((e.attribute("ssid")?.to_string(), place))
}

/// The text in English, else in whatever language comes first.
fn english<'t>(e: Element<'t, '_>, name: &str) -> Option<&'t str> {
    let in_english = e.all(name).find(|c| c.attribute("lang").is_none_or(|l| l == "eng"));
    in_english.or(e.child(name)).map(Element::text).filter(|t| !t.is_empty())
}

fn programme(e: Element<'_, '_>) -> Vec<(String, Set)> {
    let key = english(e, "program-key").or(english(e, "program-name")).unwrap_or("").to_string();
    let ordinance = english(e, "program-name").unwrap_or("").to_string();
    let origin: Vec<String> = e.texts("origin").map(str::to_string).collect();
    let mut out: Vec<(String, Set)> = Vec::new();
    for set in e.all("sanctions-set") {
        let Some(id) = set.attribute("ssid") else { continue };
        let text = set.text().to_string();
        let is_english = set.attribute("lang").is_none_or(|l| l == "eng");
        match out.iter_mut().find(|(known, _)| known == id) {
            // The same set comes once a language.
            Some((_, known)) if is_english => known.text = text,
            Some(_) => {}
            None => {
                let set = Set { key: key.clone(), ordinance: ordinance.clone(), text, origin: origin.clone() };
                out.push((id.to_string(), set));
            }
        }
    }
    out
}

fn target(
    e: Element<'_, '_>,
    place: Place<'_>,
    sets: &FxHashMap<String, Set>,
    places: &FxHashMap<String, Somewhere>,
) -> Result<Entity, Problem> {
    let id = e.attribute("ssid").ok_or_else(|| Problem::new("nothing", "an id").in_field("@ssid"))?;
    let kinds = [("individual", Schema::Person), ("entity", Schema::Organization), ("object", Schema::Asset)];
    let body = kinds.into_iter().find_map(|(name, schema)| Some((e.child(name)?, schema)));
    let (body, mut schema) = body
        .ok_or_else(|| Problem::new("no party", "<individual>, <entity> or <object>").in_field("target").in_id(id))?;
    if let Some(kind) = body.attribute("object-type") {
        schema = Schema::parse(kind).unwrap_or(schema);
    }
    let mut out = Entity::new("ch-seco", id, schema);
    out.record = place.source();
    let of_type = body.attribute("object-type").filter(|_| schema == Schema::Asset);
    out.add_fact(Property::Type, of_type.unwrap_or(""));
    out.add_fact(Property::Gender, body.attribute("sex").unwrap_or(""));
    for identity in body.all("identity") {
        let main = identity.attribute("main").is_none_or(|m| m == "true");
        for name in identity.all("name") {
            names(&mut out, name, main);
        }
        details(&mut out, identity, places);
    }
    uk_terms::primary_first(&mut out);
    if out.names.is_empty() {
        return Err(Problem::new("no name", "a <name> with parts").in_field("name").in_id(id));
    }
    for number in e.texts("foreign-identifier") {
        let kind = if uk_terms::is_un_reference(number) { IdKind::ListReference } else { IdKind::Other };
        let label = Some("foreign identifier".to_string());
        out.add_identifier(Identifier { label, ..Identifier::new(kind, number) });
    }
    for other in body.texts("other-information") {
        other_information(&mut out, other);
    }
    for attribute in body.all("generic-attribute").chain(e.all("generic-attribute")) {
        let name = attribute.attribute("name").unwrap_or("");
        other_information(&mut out, &format!("{name}: {}", attribute.text()));
    }
    for relation in body.all("relation") {
        let words = relation.attribute("relation-type").unwrap_or("");
        out.add_link(Link {
            kind: link_kind(words),
            name: String::new(),
            id: relation.attribute("target-id").map(str::to_string),
            text: Some([Some(words), relation.get("remark")].into_iter().flatten().collect::<Vec<_>>().join("; ")),
        });
    }
    let listing = listing(e, body, sets, &mut out);
    out.listings = periods(e, listing).map_err(|p| p.in_id(id))?;
    Ok(out)
}

fn listing(e: Element<'_, '_>, body: Element<'_, '_>, sets: &FxHashMap<String, Set>, out: &mut Entity) -> Listing {
    let mut listing = Listing::new(Authority::ch(), "SECO sanctions list");
    let mut add = |list: fn(&mut Listing) -> &mut Vec<String>, text: &str| {
        let list = list(&mut listing);
        if !text.is_empty() && !list.iter().any(|t| t == text) {
            list.push(text.to_string());
        }
    };
    for id in e.texts("sanctions-set-id").chain(e.attribute("sanctions-set-id")) {
        match sets.get(id) {
            Some(set) => {
                add(|l| &mut l.programmes, &set.key);
                add(|l| &mut l.legal_basis, &set.ordinance);
                set.origin.iter().for_each(|o| add(|l| &mut l.legal_basis, &format!("measures of: {o}")));
                add(|l| &mut l.measure_texts, &set.text);
            }
            None => out.add_fact(Property::Notes, &format!("sanctions set {id}, which the file does not explain")),
        }
    }
    body.texts("justification").for_each(|j| add(|l| &mut l.reasons, j));
    let texts = std::mem::take(&mut listing.measure_texts);
    texts.iter().for_each(|t| listing.add_measure(t));
    listing
}

/// One listing for each time that the target was on the list, by the effective dates of its modifications.
fn periods(e: Element<'_, '_>, base: Listing) -> Result<Vec<Listing>, Problem> {
    let mut changes = Vec::new();
    for modification in e.all("modification") {
        let kind = modification.attribute("modification-type").unwrap_or("");
        let stated = ["effective-date", "publication-date", "enactment-date"].map(|a| modification.attribute(a));
        // All three count as read: only where the first is missing does another stand in for it.
        let Some(text) = stated.into_iter().flatten().next() else { continue };
        let bad = |_| Problem::new(format!("{text:?}"), "a day").in_field("modification/@effective-date");
        changes.push((text.parse::<PartialDate>().map_err(bad)?, kind));
    }
    // The file has the newest first: of two changes on one day the later one of the file is the earlier one.
    changes.reverse();
    changes.sort_by_key(|(day, _)| *day);
    let mut out: Vec<Listing> = Vec::new();
    let mut open: Option<Listing> = None;
    for (day, kind) in changes {
        match kind {
            "listed" => {
                let listing = open.get_or_insert_with(|| base.clone());
                listing.from.get_or_insert(day);
            }
            "de-listed" => {
                let mut listing = open.take().unwrap_or_else(|| base.clone());
                listing.to = Some(day);
                out.push(listing);
            }
            _ => open.get_or_insert_with(|| base.clone()).amended = Some(day),
        }
    }
    out.extend(open);
    if out.is_empty() {
        out.push(base);
    }
    Ok(out)
}

fn link_kind(words: &str) -> LinkKind {
    match words {
        "owned-by" | "controlled-by" | "subsidiary-of" => LinkKind::OwnedBy,
        "owner-of" | "controls" | "parent-of" => LinkKind::Owns,
        "family-member-of" | "spouse-of" | "related-to-family" => LinkKind::Family,
        "supporter-of" => LinkKind::Supports,
        "leader-of" => LinkKind::LeaderOf,
        "acting-on-behalf-of" | "acts-for" => LinkKind::ActsFor,
        _ => LinkKind::LinkedTo,
    }
}

/// A part of a name: its type, its value, its variants by language and script.
struct NamePart<'t> {
    kind: &'t str,
    value: &'t str,
    variants: Vec<(Option<&'t str>, Option<&'t str>, &'t str)>,
}

fn names(out: &mut Entity, name: Element<'_, '_>, main: bool) {
    let weak = name.attribute("quality").is_some_and(|q| q == "low");
    let kind = match (name.attribute("name-type").unwrap_or(""), weak) {
        (_, true) => NameKind::WeakAlias,
        ("formerly-known-as", _) => NameKind::Former,
        ("primary-name", _) if main => NameKind::Primary,
        _ => NameKind::Alias,
    };
    let mut ordered: Vec<(u32, NamePart<'_>)> = Vec::new();
    for part in name.all("name-part") {
        let order = part.attribute("order").and_then(|o| o.parse().ok()).unwrap_or(u32::MAX);
        let variants = part.all("spelling-variant");
        let variants = variants.map(|v| (v.attribute("lang"), v.attribute("script"), v.text())).collect();
        let kind = part.attribute("name-part-type").unwrap_or("");
        ordered.push((order, NamePart { kind, value: part.get_or_empty("value"), variants }));
    }
    ordered.sort_by_key(|(order, _)| *order);
    let parts: Vec<NamePart<'_>> = ordered.into_iter().map(|(_, p)| p).collect();
    for title in parts.iter().filter(|p| p.kind == "title") {
        out.add_fact(Property::Title, title.value);
    }
    let of = |wanted: &[&str]| {
        let found = parts.iter().filter(|p| wanted.contains(&p.kind) && !p.value.is_empty()).map(|p| p.value);
        Some(found.collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty())
    };
    let pieces = NameParts {
        given: of(&["given-name", "further-given-name"]),
        middle: of(&["father-name", "grand-father-name"]),
        family: of(&["family-name"]),
    };
    let said: Vec<&NamePart<'_>> = parts.iter().filter(|p| !matches!(p.kind, "title" | "maiden-name")).collect();
    let text = said.iter().map(|p| p.value).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" ");
    let language = name.attribute("lang").map(str::to_string);
    out.add_name(Name { language, parts: pieces.clone(), ..Name::new(kind, text) });
    if let Some(maiden) = of(&["maiden-name"]) {
        let before = [pieces.given.as_deref(), Some(maiden.as_str())].into_iter().flatten().collect::<Vec<_>>();
        out.add_name(Name::new(NameKind::Former, before.join(" ")));
    }
    variants(out, &said, kind);
}

/// The names that the variants of one language and script make. A Latin variant stands in for its part within the whole name; of
/// another script only the variants are joined, so that no name mixes scripts.
fn variants(out: &mut Entity, parts: &[&NamePart<'_>], kind: NameKind) {
    let mut cultures: Vec<(Option<&str>, Option<&str>)> = Vec::new();
    for (language, script, _) in parts.iter().flat_map(|p| &p.variants) {
        if !cultures.contains(&(*language, *script)) {
            cultures.push((*language, *script));
        }
    }
    for (language, script) in cultures {
        let latin = script.is_none_or(|s| s.eq_ignore_ascii_case("LATN"));
        let choices: Vec<Vec<&str>> = parts
            .iter()
            .map(|p| {
                let of = p.variants.iter().filter(|(l, s, t)| (*l, *s) == (language, script) && !t.is_empty());
                let of: Vec<&str> = of.map(|(_, _, t)| *t).collect();
                if of.is_empty() && latin { vec![p.value] } else { of }
            })
            .filter(|c| !c.is_empty())
            .collect();
        let use_as = match (latin, kind) {
            (false, _) => NameKind::OtherScript,
            (true, NameKind::Primary) => NameKind::Alias,
            (true, kind) => kind,
        };
        for text in combinations(&choices) {
            let language = language.or(script).map(str::to_ascii_lowercase);
            out.add_name(Name { language, ..Name::new(use_as, text) });
        }
    }
}

/// Every way to take one of each; past 64 ways one name for each single variant, so that every spelling still occurs.
fn combinations(choices: &[Vec<&str>]) -> Vec<String> {
    let ways = choices.iter().map(Vec::len).fold(1usize, usize::saturating_mul);
    let pick = |at: &dyn Fn(usize) -> usize| {
        let words = choices.iter().enumerate().filter_map(|(n, c)| c.get(at(n)).copied()).filter(|w| !w.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    if ways <= 64 {
        return (0..ways)
            .map(|way| {
                let step = |n: usize| choices.iter().take(n).map(Vec::len).product::<usize>();
                pick(&|n| way / step(n) % choices.get(n).map_or(1, Vec::len).max(1))
            })
            .collect();
    }
    let most = choices.iter().map(Vec::len).max().unwrap_or(0);
    (0..most).map(|way| pick(&|n| way.min(choices.get(n).map_or(0, |c| c.len().saturating_sub(1))))).collect()
}

fn details(out: &mut Entity, identity: Element<'_, '_>, places: &FxHashMap<String, Somewhere>) {
    let nothing = Somewhere::default();
    let at = |e: Element<'_, '_>| e.attribute("place-id").and_then(|id| places.get(id)).unwrap_or(&nothing);
    for born in identity.all("day-month-year") {
        birth(out, born);
    }
    for nationality in identity.all("nationality") {
        nationality.texts("country").for_each(|c| out.add_territory(Property::Nationality, c));
    }
    for place in identity.all("place-of-birth") {
        let known = at(place);
        let words = [place.get_or_empty("location"), &known.location, place.get_or_empty("area"), &known.area];
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        out.add_fact(Property::BirthPlace, &words.join(", "));
        out.add_territory(Property::BirthCountry, place.get("country").unwrap_or(&known.country));
        out.add_fact(Property::Notes, place.get_or_empty("remarks"));
    }
    for address in identity.all("address") {
        let known = at(address);
        let own = |name: &str, known: &str| address.get(name).unwrap_or(known).to_string();
        let po_box = address.get("p-o-box").map(|p| format!("P.O. Box {p}"));
        let street = [
            address.get("c-o").map(|c| format!("c/o {c}")),
            address.get("address-details").map(str::to_string),
            po_box,
        ];
        let mut read = Address::from_parts(
            &street.into_iter().flatten().collect::<Vec<_>>().join(", "),
            &own("location", &known.location),
            &own("area", &known.area),
            address.get_or_empty("zip-code"),
            &own("country", &known.country),
        );
        read.note = address.get("remarks").map(str::to_string);
        out.add_address(read);
    }
    for document in identity.all("identification-document") {
        let label = document.attribute("document-type").unwrap_or("");
        let kind = match label {
            "passport" | "diplomatic-passport" | "service-passport" => IdKind::Passport,
            "id-card" | "identity-card" => IdKind::NationalId,
            _ => IdKind::Other,
        };
        let said =
            [("date-of-issue", "issued"), ("expiry-date", "expires"), ("place-of-issue", "issued in"), ("remark", "")];
        let note = said.iter().filter_map(|(f, w)| document.get(f).map(|v| format!("{w} {v}").trim().to_string()));
        let note = note.collect::<Vec<_>>().join("; ");
        let issuer = document.get("issuer");
        match document.get("number") {
            Some(number) => out.add_identifier(Identifier {
                country: issuer.and_then(interdict_model::Country::parse),
                issuer: issuer.map(str::to_string),
                label: Some(label.to_string()).filter(|l| !l.is_empty()),
                note: Some(note).filter(|n| !n.is_empty()),
                ..Identifier::new(kind, number)
            }),
            None => out.add_fact(Property::Notes, &format!("{label} {note}")),
        }
    }
}

fn birth(out: &mut Entity, born: Element<'_, '_>) {
    let part = |name| born.attribute(name).unwrap_or("");
    let property = match out.schema {
        Schema::Person => Property::BirthDate,
        Schema::Vessel => Property::BuildDate,
        _ => Property::IncorporationDate,
    };
    let printed = [part("year"), part("month"), part("day")].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>();
    let calendar = born.attribute("calendar").filter(|c| !c.eq_ignore_ascii_case("Gregorian"));
    match (PartialDate::from_numbers(part("year"), part("month"), part("day")), calendar) {
        (Some(date), None) => {
            let circa = born.attribute("quality").is_some_and(|q| q == "low");
            out.add_date(property, DateSpan { circa, ..DateSpan::exact(date) });
        }
        (_, calendar) if !printed.is_empty() => {
            let calendar = calendar.map_or(String::new(), |c| format!(" ({c} calendar, not converted)"));
            out.add_fact(Property::Notes, &format!("{}: {}{calendar}", property.name(), printed.join("-")));
        }
        _ => {}
    }
}

/// `Label: value` becomes an identifier or a statement where the label is known; the prose is kept in any case.
fn other_information(out: &mut Entity, text: &str) {
    out.add_fact(Property::Notes, text);
    let Some((label, value)) = text.split_once(':') else { return };
    let value = value.trim().trim_end_matches('.');
    let one_word = !value.contains(char::is_whitespace) && value.chars().any(|c| c.is_ascii_digit());
    let kind = match label.trim().to_lowercase().as_str() {
        "imo number" => IdKind::Imo,
        "taxpayer identification number" | "tax registration number" | "tax identification number" => IdKind::TaxNumber,
        "registration number" | "business registration number" => IdKind::RegistrationNumber,
        "state registration number" => IdKind::Ogrn,
        "swift/bic code" | "swift/bic" | "swift code" => IdKind::SwiftBic,
        "website" => return out.add_fact(Property::Website, value),
        "email" | "e-mail" | "e-mail address" | "email address" => return out.add_fact(Property::Email, value),
        "telephone" | "telephone number" | "tel." => return out.add_fact(Property::Phone, value),
        "type of entity" => return out.add_fact(Property::LegalForm, value),
        "date of registration" => return out.add_date_text(Property::IncorporationDate, value),
        _ => return,
    };
    if one_word || kind == IdKind::SwiftBic {
        let label = Some(label.trim().to_string());
        out.add_identifier(Identifier { label, ..Identifier::new(kind, value) });
    }
}
