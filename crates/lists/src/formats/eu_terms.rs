//! What the two files of the EU's financial sanctions database (FSF 1.1, XML and CSV) share: one entry and its parts.
//!
//! A part is asked for its fields by the attribute names of the XML; the CSV reader translates them to columns. Traps: no name
//! is marked as primary; years come as ranges and as `circa`; dates of birth may be in another calendar and are then not
//! converted; country `00` is "unknown"; `-` in a city is "none"; the act that is named is the last one that amended the entry,
//! not the one that listed it.

use interdict_model::{
    Address, Country, DateSpan, Entity, IdKind, Identifier, Listing, Measure, Name, NameKind, NameParts, PartialDate,
    Property, Schema, Territory,
};

/// One part of an entry: a getter of its fields by XML attribute name, and its remarks.
pub(super) struct Part<'p> {
    /// The field of this attribute name, where it is not blank.
    pub get: &'p dyn Fn(&str) -> Option<&'p str>,
    /// Its remarks.
    pub remarks: Vec<&'p str>,
}

impl<'p> Part<'p> {
    fn get(&self, name: &str) -> Option<&'p str> {
        (self.get)(name).map(str::trim).filter(|t| !t.is_empty() && *t != "-")
    }

    fn or_empty(&self, name: &str) -> &'p str {
        self.get(name).unwrap_or("")
    }

    fn is(&self, flag: &str) -> bool {
        self.get(flag).is_some_and(|f| f.eq_ignore_ascii_case("true") || f == "1")
    }

    fn number(&self, name: &str) -> &'p str {
        self.get(name).filter(|n| n.bytes().all(|b| b.is_ascii_digit())).unwrap_or("")
    }

    /// The country: by its code, else by its description; `None` where the source says that it is unknown.
    fn country(&self) -> Option<(Option<Country>, &'p str)> {
        let code = self.get("countryIso2Code").filter(|c| *c != "00");
        let words = self.get("countryDescription").filter(|d| !d.eq_ignore_ascii_case("UNKNOWN"));
        let text = words.or(code)?;
        Some((code.and_then(Country::from_code).or_else(|| Country::parse(text)), text))
    }

    fn add_territory(&self, out: &mut Entity, property: Property) {
        if let Some((country, text)) = self.country() {
            let territory = Territory { property, country, text: text.to_string() };
            if !out.territories.contains(&territory) {
                out.territories.push(territory);
            }
        }
    }

    fn note(&self, more: impl IntoIterator<Item = String>) -> Option<String> {
        let edition = self.get("regulationLanguage").filter(|l| !l.eq_ignore_ascii_case("en"));
        let edition = edition.map(|l| format!("as in the {l} edition of the regulation"));
        let all = more.into_iter().chain(self.remarks.iter().map(|r| r.to_string())).chain(edition);
        let all: Vec<String> = all.collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}

/// The schema of a subject type: `person`/`P`, `enterprise`/`E`, in whichever of the two fields the file has which.
pub(super) fn schema(code: &str, classification: &str) -> Option<Schema> {
    match (code.to_ascii_lowercase().as_str(), classification.to_ascii_lowercase().as_str()) {
        ("person" | "p", _) | (_, "person" | "p") => Some(Schema::Person),
        ("enterprise" | "e", _) | (_, "enterprise" | "e") => Some(Schema::Organization),
        _ => None,
    }
}

/// Adds a name as alias or weak alias, with its function, title and gender. [`settle_primary`] chooses the primary one in the end.
pub(super) fn name(out: &mut Entity, part: &Part<'_>) {
    let pieces = ["firstName", "middleName", "lastName"].map(|p| part.get(p));
    let joined = pieces.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    let text = part.get("wholeName").unwrap_or(&joined);
    let weak = part.get("strong").is_some_and(|s| s.eq_ignore_ascii_case("false") || s == "0");
    let kind = if weak { NameKind::WeakAlias } else { NameKind::Alias };
    let some = |p: Option<&str>| p.map(str::to_string);
    let parts = match out.schema {
        Schema::Person => NameParts { given: some(pieces[0]), middle: some(pieces[1]), family: some(pieces[2]) },
        _ => NameParts::default(),
    };
    let language = part.get("nameLanguage").map(str::to_ascii_lowercase);
    out.add_name(Name { language, parts, ..Name::new(kind, text) });
    out.add_fact(Property::Position, part.or_empty("function"));
    out.add_fact(Property::Title, part.or_empty("title"));
    out.add_fact(Property::Gender, part.get("gender").filter(|g| *g != "?").unwrap_or(""));
    if let Some(note) = part.note(None) {
        out.add_fact(Property::Notes, &format!("name {text}: {note}"));
    }
}

/// Makes one name the primary one: the first of the best, where strong goes before weak, English or no language before others, and
/// Latin letters before others. The source marks none.
pub(super) fn settle_primary(out: &mut Entity) {
    let rank = |n: &Name| {
        let english = n.language.as_deref().is_none_or(|l| l == "en");
        let latin = n
            .text
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(|c| c < '\u{250}' || ('\u{1E00}'..'\u{1F00}').contains(&c));
        (n.kind != NameKind::Alias, !english, !latin)
    };
    let best = out.names.iter().enumerate().min_by_key(|(at, n)| (rank(n), *at)).map(|(at, _)| at);
    if let Some(at) = best {
        let mut name = out.names.remove(at);
        if name.kind == NameKind::Alias {
            name.kind = NameKind::Primary;
        }
        out.names.insert(0, name);
    }
}

/// Adds a citizenship.
pub(super) fn citizenship(out: &mut Entity, part: &Part<'_>) {
    part.add_territory(out, Property::Citizenship);
    let said = [("region", "region"), ("acquisitionDate", "acquired"), ("disenfranchisementDate", "lost")];
    let said = said.iter().filter_map(|(f, words)| part.get(f).map(|v| format!("{words} {v}")));
    if let Some(note) = part.note(said) {
        let country = part.country().map_or("", |(_, text)| text);
        out.add_fact(Property::Notes, &format!("citizenship {country}: {note}"));
    }
}

/// Adds a date and place of birth.
pub(super) fn birth(out: &mut Entity, part: &Part<'_>) {
    let whole = part.get("birthdate").and_then(|d| d.parse::<PartialDate>().ok());
    let pieces = PartialDate::from_numbers(part.number("year"), part.number("monthOfYear"), part.number("dayOfMonth"));
    let range = match (part.get("yearRangeFrom"), part.get("yearRangeTo")) {
        (Some(from), Some(to)) => from.parse().ok().zip(to.parse().ok()).map(|(a, b)| DateSpan::range(a, b)),
        (Some(year), None) | (None, Some(year)) => year.parse().ok().map(DateSpan::exact),
        (None, None) => None,
    };
    let circa = part.is("circa");
    let span = whole.or(pieces).map(DateSpan::exact).or(range);
    let calendar = part.get("calendarType").filter(|c| !c.eq_ignore_ascii_case("GREGORIAN"));
    let remark = part.note(None);
    match (span, calendar) {
        (Some(span), None) => {
            out.add_date(Property::BirthDate, DateSpan { circa, text: remark, ..span });
        }
        (span, calendar) => {
            let as_printed = ["birthdate", "year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo"];
            let printed: Vec<String> =
                as_printed.iter().filter_map(|f| part.get(f).map(|v| format!("{f} {v}"))).collect();
            let calendar = calendar.map(|c| format!("{c} calendar, not converted"));
            let words: Vec<String> =
                printed.into_iter().chain(circa.then(|| "circa".into())).chain(calendar).chain(remark).collect();
            if span.is_some() || !words.is_empty() {
                out.add_fact(Property::Notes, &format!("birthDate: {}", words.join(", ")));
            }
        }
    }
    let place = ["place", "city", "region", "zipCode"].iter().filter_map(|f| part.get(f)).collect::<Vec<_>>();
    out.add_fact(Property::BirthPlace, &place.join(", "));
    part.add_territory(out, Property::BirthCountry);
}

/// Adds an address with its contacts, each a key and a value.
pub(super) fn address(out: &mut Entity, part: &Part<'_>, contacts: &[(&str, &str)]) {
    let po_box = part.get("poBox").map(|p| format!("P.O. Box {p}"));
    let street = [part.get("street").map(str::to_string), po_box, part.get("place").map(str::to_string)];
    let street = street.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut address =
        Address::from_parts(&street, part.or_empty("city"), part.or_empty("region"), part.or_empty("zipCode"), "");
    if let Some((country, text)) = part.country() {
        (address.country, address.country_text) = (country, Some(text.to_string()));
    }
    let mut said: Vec<String> = Vec::new();
    if part.is("asAtListingTime") {
        said.push("at the time of listing".into());
    }
    for (key, value) in contacts {
        match key.to_ascii_lowercase() {
            k if k.contains("mail") => out.add_fact(Property::Email, value),
            k if k.contains("web") || k.contains("url") => out.add_fact(Property::Website, value),
            k if k.contains("phone") || k.contains("fax") || k.contains("mobile") => {
                out.add_fact(Property::Phone, value)
            }
            _ => said.push(format!("{key}: {value}")),
        }
    }
    address.note = part.note(said);
    out.add_address(address);
}

/// Adds an identification document or number.
pub(super) fn identification(out: &mut Entity, part: &Part<'_>) {
    let words = part.get("identificationTypeDescription");
    let code = part.or_empty("identificationTypeCode");
    let flags = [
        ("diplomatic", "diplomatic"),
        ("knownExpired", "known to be expired"),
        ("knownFalse", "known to be false"),
        ("reportedLost", "reported lost"),
        ("revokedByIssuer", "revoked by issuer"),
    ];
    let fields = [
        ("latinNumber", "in Latin characters"),
        ("nameOnDocument", "name on document"),
        ("issueDate", "issued"),
        ("validFrom", "valid from"),
        ("validTo", "valid to"),
        ("region", "region"),
    ];
    let flags = flags.iter().filter(|(f, _)| part.is(f)).map(|(_, words)| words.to_string());
    let fields = fields.iter().filter_map(|(f, words)| part.get(f).map(|v| format!("{words} {v}")));
    let note = part.note(flags.chain(fields));
    match part.get("number").or(part.get("latinNumber")) {
        Some(number) => out.add_identifier(Identifier {
            country: part.country().and_then(|(country, _)| country),
            issuer: part.get("issuedBy").or(part.country().map(|(_, text)| text)).map(str::to_string),
            label: words.or(Some(code).filter(|c| !c.is_empty())).map(str::to_string),
            note,
            ..Identifier::new(id_kind(code, words.unwrap_or("")), number)
        }),
        None => out.add_fact(Property::Notes, &[words.unwrap_or(code), &note.unwrap_or_default()].join(": ")),
    }
}

fn id_kind(code: &str, words: &str) -> IdKind {
    let words = words.to_ascii_lowercase();
    match code.to_ascii_lowercase().as_str() {
        c if c.contains("passport") => IdKind::Passport,
        "id" | "ssn" => IdKind::NationalId,
        "regnumber" => IdKind::RegistrationNumber,
        "fiscalcode" | "tax" | "taxid" => IdKind::TaxNumber,
        "swiftbic" | "bic" | "swift" => IdKind::SwiftBic,
        "imo" => IdKind::Imo,
        _ if words.contains("passport") => IdKind::Passport,
        _ if words.contains("national identification") => IdKind::NationalId,
        _ if words.contains("swift") => IdKind::SwiftBic,
        _ if words.contains("tax") || words.contains("fiscal") => IdKind::TaxNumber,
        _ if words.contains("registration") => IdKind::RegistrationNumber,
        _ => IdKind::Other,
    }
}

/// Writes the act of an entry into its listing. An amending act gives the day of amendment, never that of listing.
pub(super) fn regulation(listing: &mut Listing, part: &Part<'_>) {
    let programme = part.get("programme").map(str::to_string);
    listing.programmes.extend(programme.filter(|p| !listing.programmes.contains(p)));
    act(listing, part);
    if part.get("regulationType").is_some_and(|t| t.eq_ignore_ascii_case("amendment")) {
        listing.amended = listing.amended.max(part.get("publicationDate").and_then(|d| d.parse().ok()));
    }
}

/// Writes an act into the listing's legal basis and references; also the act behind one part of an entry.
pub(super) fn act(listing: &mut Listing, part: &Part<'_>) {
    if let Some(title) = part.get("numberTitle") {
        let kind = [part.get("organisationType"), part.get("regulationType")];
        let kind = kind.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let published = part.get("publicationDate").map(|d| format!("published {d}"));
        let in_force = part.get("entryIntoForceDate").map(|d| format!("in force {d}"));
        let said = Some(kind).filter(|k| !k.is_empty()).into_iter().chain(published).chain(in_force);
        let said: Vec<String> = said.chain(part.remarks.iter().map(|r| r.to_string())).collect();
        let text = if said.is_empty() { title.to_string() } else { format!("{title} ({})", said.join(", ")) };
        if !listing.legal_basis.contains(&text) {
            listing.legal_basis.push(text);
        }
    }
    if let Some(url) = part.get("publicationUrl").map(str::to_string)
        && !listing.references.contains(&url)
    {
        listing.references.push(url);
    }
}

/// The listing that the database stands for: it holds those whose assets are frozen.
pub(super) fn listing() -> Listing {
    let mut listing = Listing::new(interdict_model::Authority::eu(), "Consolidated Financial Sanctions List");
    listing.measures.push(Measure::AssetFreeze);
    listing
}

/// Adds the entry's own fields: ids, dates, details, remarks.
pub(super) fn entry(out: &mut Entity, listing: &mut Listing, part: &Part<'_>) {
    listing.from = listing.from.or(part.get("designationDate").and_then(|d| d.parse().ok()));
    listing.to = listing.to.or(part.get("delistingDate").and_then(|d| d.parse().ok()));
    out.add_fact(Property::Notes, part.or_empty("designationDetails"));
    part.remarks.iter().for_each(|r| out.add_fact(Property::Notes, r));
    let label = |text: &str| Some(text.to_string());
    if let Some(id) = part.get("unitedNationId") {
        out.add_identifier(Identifier { label: label("UN reference"), ..Identifier::new(IdKind::ListReference, id) });
    }
    // A number of the database and not of the list: plain enough to clash with others', so no list reference.
    if let Some(id) = part.get("logicalId").filter(|id| *id != out.id) {
        out.add_identifier(Identifier { label: label("EU FSF logical id"), ..Identifier::new(IdKind::Other, id) });
    }
}
