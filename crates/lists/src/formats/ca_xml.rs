//! Canada's consolidated autonomous sanctions list (Special Economic Measures Act, and the Justice for Victims of Corrupt
//! Foreign Officials Act), XML.
//!
//! Traps: no record has an id: it is cited by regulation, schedule and item; `Country` is the regulation and no nationality; an
//! `Aliases` cell is prose of several names, languages and scripts, divided by `;`, `,`, `/` or `or`, and a comma also stands
//! before `Ltd.`; names break over lines; Schedules 2 and 3 of the Russia regulations limit financing and freeze nothing.

use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml::{self, Element, Place};
use interdict_model::{
    Authority, DateSpan, Entity, IdKind, Identifier, Listing, Measure, Name, NameKind, NameParts, Property, Schema,
};
use rustc_hash::FxHashMap;

pub(super) const READER: Reader = Reader {
    format: Format::CaXml,
    title: "Canada, consolidated autonomous sanctions list, XML",
    schema: "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml",
    recognise: |head, _| {
        head.contains("<data-set") && (head.contains("<DateOfListing") || head.contains("<EntityOrShip"))
    },
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "Canada's list").into()) };
    let mut report = Report::default();
    let text = xml::text(input, on_problem, &mut report)?;
    let cuts = xml::cut(&input.name, &text, &["record"], on_problem)?;
    let document = cuts.document(on_problem)?;
    let mut entities = document.read("record", true, on_problem, &mut report, entity)?;
    document.finish(&mut report);
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for entity in &mut entities {
        let count = seen.entry(entity.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            let id = format!("{} ({count})", entity.id);
            report.notes.push(format!("{}: cited more than once: record {} is {id}", entity.id, entity.record.record));
            entity.id = id;
        }
    }
    let meta = Meta { source: "ca-sema".into(), published: None, complete: true };
    Ok(Reading { format: Format::CaXml, meta, entities, report })
}

/// Line breaks and hard spaces of the printed page are no part of a name.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entity(e: Element<'_, '_>, place: Place<'_>) -> Result<Entity, Problem> {
    let country = e.need("Country")?;
    // English stands before the slash, French behind it.
    let regulation = country.split(" / ").next().unwrap_or(country).trim();
    let item = e.need("Item")?;
    let schedule = e.get("Schedule").map(plain);
    // Where a regulation has one schedule, only its part is printed.
    let cited = schedule.as_ref().map(|s| match s.starts_with("Part") {
        true => format!("Schedule, {s}"),
        false => format!("Schedule {s}"),
    });
    let id = match &cited {
        Some(cited) => format!("{regulation}, {cited}, item {item}"),
        None => format!("{regulation}, item {item}"),
    };
    let body = e.get("EntityOrShip").map(plain);
    let (family, given) = (e.get("LastName").map(plain), e.get("GivenName").map(plain));
    let ship = e.get("ShipIMONumber");
    let schema = match (&body, ship) {
        (_, Some(_)) => Schema::Vessel,
        (Some(_), None) => Schema::Organization,
        (None, None) => Schema::Person,
    };
    let mut out = Entity::new("ca-sema", id, schema);
    out.record = place.source();
    let person = [given.clone(), family.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    match body {
        Some(body) => {
            out.add_name(Name::new(NameKind::Primary, body));
            out.add_name(Name::new(NameKind::Alias, person));
        }
        None => {
            let parts = NameParts { given, middle: None, family };
            out.add_name(Name { parts, ..Name::new(NameKind::Primary, person) });
        }
    }
    if out.names.is_empty() {
        let problem = Problem::new("no name", "a name in <LastName> or <EntityOrShip>");
        return Err(problem.in_field("LastName").in_id(&out.id));
    }
    aliases(&mut out, e.get_or_empty("Aliases"));

    let mut listing = Listing::new(Authority::ca(), "Consolidated Canadian Autonomous Sanctions List");
    listing.programmes.push(country.to_string());
    listing.measures.push(measure(regulation, schedule.as_deref()));
    if let Some(day) = e.get("DateOfListing") {
        let bad =
            |_| Problem::new(format!("{day:?}"), "a day such as 2020-09-28").in_field("DateOfListing").in_id(&out.id);
        listing.from = Some(day.parse().map_err(bad)?);
    }
    listing.legal_basis.extend(cited.map(|c| format!("{c}, item {item}")));
    out.listings.push(listing);

    let (date, title) = match schema {
        Schema::Vessel => (Property::BuildDate, Property::Type),
        Schema::Person => (Property::BirthDate, Property::Title),
        _ => (Property::IncorporationDate, Property::Title),
    };
    out.add_fact(title, &plain(e.get_or_empty("TitleOrShip")));
    dates(&mut out, date, e.get_or_empty("DateOfBirthOrShipBuildDate"));
    if let Some(number) = ship {
        out.add_identifier(Identifier::new(IdKind::Imo, number));
    }
    Ok(out)
}

/// Special Economic Measures (Russia) Regulations, SOR/2014-58: sections 4 and 5 limit new debt and equity of those in Schedules 2
/// and 3; every other schedule, and the other regulations, forbid dealing in the property of those listed.
fn measure(regulation: &str, schedule: Option<&str>) -> Measure {
    match schedule {
        Some("2" | "3") if regulation == "Russia" => Measure::Financing,
        _ => Measure::AssetFreeze,
    }
}

/// `1972-08-10 or 1972-08-11` is two dates.
fn dates(out: &mut Entity, property: Property, text: &str) {
    let pieces: Vec<&str> = text.split(" or ").map(str::trim).collect();
    if pieces.len() > 1 && pieces.iter().all(|p| DateSpan::parse(p).is_some()) {
        pieces.iter().for_each(|p| out.add_date_text(property, p));
    } else {
        out.add_date_text(property, text);
    }
}

/// Cuts an alias cell into names. Where it was cut, the cell is kept whole as a note too: the cut is a reading, the cell is the source.
fn aliases(out: &mut Entity, text: &str) {
    let text = plain(text);
    if text.is_empty() {
        return;
    }
    let person = out.schema == Schema::Person;
    let mut pieces: Vec<(Option<&'static str>, &str)> = Vec::new();
    for piece in text.split(';').flat_map(|p| at_commas(p, person)).flat_map(at_words) {
        let (language, piece) = labelled(piece);
        if piece.chars().any(char::is_alphanumeric) {
            pieces.push((language, piece));
        }
    }
    if pieces.len() > 1 || pieces.iter().any(|(_, p)| *p != text) {
        out.add_fact(Property::Notes, &format!("aliases as printed: {text}"));
    }
    for (language, piece) in pieces {
        // Cyrillic names are printed with a Latin "i" here and there.
        let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
        let latin = piece.chars().filter(|c| c.is_alphabetic() && *c < '\u{250}').count() * 2 > letters;
        let kind = if latin { NameKind::Alias } else { NameKind::OtherScript };
        out.add_name(Name { language: language.map(str::to_string), ..Name::new(kind, piece) });
    }
}

/// At commas, but only where every piece can be a name by itself: no legal form, and for people no single word.
fn at_commas(text: &str, person: bool) -> Vec<&str> {
    let pieces: Vec<&str> = text.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    let stands_alone = |p: &&str| {
        let p = labelled(p).1;
        let legal = p.split([' ', '.']).filter(|w| !w.is_empty()).all(|w| LEGAL.contains(&w.to_lowercase().as_str()));
        !legal && (!person || p.contains(' ') || !p.is_ascii()) && !p.starts_with("or ") && balanced(p)
    };
    if pieces.iter().all(stands_alone) { pieces } else { vec![text.trim()] }
}

const LEGAL: [&str; 26] = [
    "ltd",
    "limited",
    "llc",
    "inc",
    "co",
    "company",
    "corp",
    "corporation",
    "jsc",
    "ojsc",
    "pjsc",
    "cjsc",
    "ooo",
    "oao",
    "zao",
    "pao",
    "ao",
    "gmbh",
    "sa",
    "s",
    "a",
    "plc",
    "liability",
    "joint",
    "stock",
    "pte",
];

/// At ` or ` and `/`, where both sides are names of two words or more: `Ilia Vasilyevich or Vasilievich` stays.
fn at_words(text: &str) -> Vec<&str> {
    for separator in [" or ", " / ", "/ ", "/"] {
        let pieces: Vec<&str> = text.split(separator).map(str::trim).collect();
        if pieces.len() > 1 && pieces.iter().all(|p| p.contains(' ') && balanced(p)) {
            return pieces;
        }
    }
    vec![text.trim()]
}

/// Do brackets and quotes close within the piece?
fn balanced(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    count('(') == count(')') && count('«') == count('»') && count('“') == count('”') && count('"') % 2 == 0
}

/// `Belarusian: Name` is a name with its language.
fn labelled(text: &str) -> (Option<&'static str>, &str) {
    if let Some((label, rest)) = text.split_once(':') {
        let language = match label.trim().to_lowercase().as_str() {
            "russian" => Some("ru"),
            "belarusian" | "belarussian" => Some("be"),
            "ukrainian" => Some("uk"),
            "also known as" | "aka" | "a.k.a." => None,
            _ => return (None, text.trim()),
        };
        return (language, rest.trim());
    }
    let known = ["also known as ", "a.k.a. "].iter().find_map(|p| text.trim().strip_prefix(p));
    (None, known.unwrap_or(text).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(schema: Schema, text: &str) -> Vec<String> {
        let mut out = Entity::new("ca-sema", "1", schema);
        aliases(&mut out, text);
        out.names.into_iter().map(|n| n.text).collect()
    }

    #[test]
    fn an_alias_cell_is_cut_only_where_every_piece_is_a_name() {
        let cell = "Hanna Leusik or Anna Leusik,  Belarusian: Ганна Лявусiк, Russian: Анна Леусик";
        assert_eq!(names(Schema::Person, cell), ["Hanna Leusik", "Anna Leusik", "Ганна Лявусiк", "Анна Леусик"]);
        let one = "Ilia Vasilyevich or Vasilievich; Илья Ребров";
        assert_eq!(names(Schema::Person, one), ["Ilia Vasilyevich or Vasilievich", "Илья Ребров"]);
        let mut out = Entity::new("ca-sema", "1", Schema::Person);
        aliases(&mut out, "I\u{433}\u{430}\u{440} \u{41C}\u{430}\u{436}");
        assert_eq!(out.names[0].kind, NameKind::OtherScript);
        assert_eq!(names(Schema::Organization, "King Royal Co., Ltd."), ["King Royal Co., Ltd."]);
        assert_eq!(names(Schema::Organization, "BSZ, Belarusian Metal Holding"), ["BSZ", "Belarusian Metal Holding"]);
    }

    #[test]
    fn a_cell_that_was_cut_is_kept_whole_as_a_note() {
        let mut out = Entity::new("ca-sema", "1", Schema::Organization);
        aliases(&mut out, "BSZ, BSW");
        assert_eq!(out.facts_of(Property::Notes).next(), Some("aliases as printed: BSZ, BSW"));
    }

    proptest! {
        #[test]
        fn any_alias_cell_is_cut_without_panic(text in "([,;/:()«»\" ]|or |Russian:|Ltd|Имя|A B){0,16}", person in any::<bool>()) {
            let _ = names(if person { Schema::Person } else { Schema::Organization }, &text);
        }
    }
}
