//! The tables that the parties point at: reference values, locations, documents, listings, ties.

use crate::account::Report;
use crate::formats::ofac_parts::{self, AddressParts, Bounds};
use crate::formats::ofac_terms::{self, Says};
use crate::problem::Problem;
use crate::xml::Element;
use interdict_model::{Address, Country, DateSpan, Identifier, Link, Listing, Measure, PartialDate, Schema};
use rustc_hash::FxHashMap;

type Words<'t> = FxHashMap<&'t str, &'t str>;

/// The reference values: what the numbers mean. Sets that nothing here points at stay unread.
pub(super) struct References<'t> {
    pub(super) alias_types: Words<'t>,
    pub(super) name_parts: Words<'t>,
    /// ISO 15924 codes, `Latn` for Latin.
    pub(super) scripts: Words<'t>,
    pub(super) details: Words<'t>,
    pub(super) reliability: Words<'t>,
    /// Labels of the features, with what they say.
    pub(super) features: FxHashMap<&'t str, (&'t str, Option<Says>)>,
    calendars: Words<'t>,
    countries: Words<'t>,
    areas: Words<'t>,
    address_parts: Words<'t>,
    documents: Words<'t>,
    document_dates: Words<'t>,
    validity: Words<'t>,
    lists: Words<'t>,
    legal_bases: Words<'t>,
    events: Words<'t>,
    sanctions: FxHashMap<&'t str, (&'t str, Option<Measure>)>,
    relations: Words<'t>,
    qualities: Words<'t>,
    parties: FxHashMap<&'t str, Schema>,
}

impl<'t> References<'t> {
    pub(super) fn read(frame: Element<'t, '_>) -> Self {
        let sets = frame.child("ReferenceValueSets");
        let of = |name: &str| {
            let values = sets.and_then(|s| s.children().find(|c| c.name().strip_suffix("Values") == Some(name)));
            values.into_iter().flat_map(|v| v.children())
        };
        let words =
            |name: &str| -> Words<'t> { of(name).filter_map(|v| Some((v.attribute("ID")?, v.text()))).collect() };
        let party_types = words("PartyType");
        let party = |v: Element<'t, '_>| {
            let word = match v.text() {
                "Unknown" | "" => v.attribute("PartyTypeID").and_then(|t| party_types.get(t).copied()).unwrap_or(""),
                word => word,
            };
            Some((v.attribute("ID")?, ofac_parts::schema(word)))
        };
        Self {
            alias_types: words("AliasType"),
            name_parts: words("NamePartType"),
            scripts: words("Script").into_iter().map(|(id, word)| (id, ofac_parts::script_code(word))).collect(),
            details: words("DetailReference"),
            reliability: words("Reliability"),
            features: words("FeatureType")
                .into_iter()
                .map(|(id, label)| (id, (label, ofac_terms::says(label))))
                .collect(),
            calendars: words("CalendarType"),
            countries: words("Country"),
            areas: of("AreaCode").filter_map(|v| Some((v.attribute("ID")?, v.attribute("Description")?))).collect(),
            address_parts: words("LocPartType"),
            documents: words("IDRegDocType"),
            document_dates: words("IDRegDocDateType"),
            validity: words("Validity"),
            lists: words("List"),
            legal_bases: words("LegalBasis"),
            events: words("EntryEventType"),
            sanctions: words("SanctionsType")
                .into_iter()
                .map(|(id, word)| (id, (word, ofac_terms::measure_of("", word))))
                .collect(),
            relations: words("RelationType"),
            qualities: words("RelationQuality"),
            parties: of("PartySubType").filter_map(party).collect(),
        }
    }

    pub(super) fn party_type(&self, id: Option<&str>) -> Option<Schema> {
        self.parties.get(id?).copied()
    }
}

/// The words of a reference; the number itself where the file does not hold it, so that it is not lost.
fn word<'t>(words: &Words<'t>, id: &'t str) -> &'t str {
    words.get(id).copied().unwrap_or(id)
}

/// A number that a table cannot do without.
pub(super) fn number(e: Element<'_, '_>, attribute: &str) -> Result<u64, Problem> {
    let text = e.attribute(attribute).unwrap_or("");
    let bad = |_| Problem::new(format!("{text:?}"), "a number").in_field(format!("{}/@{attribute}", e.name()));
    text.parse().map_err(bad)
}

/// `<Year>`, `<Month>`, `<Day>`.
pub(super) fn day(e: Element<'_, '_>) -> Option<PartialDate> {
    PartialDate::from_numbers(e.get("Year")?, e.get_or_empty("Month"), e.get_or_empty("Day"))
}

/// The days of a period; a text for a date of another calendar or of no such day; `None` where there is none.
pub(super) fn period(e: Element<'_, '_>, refs: &References<'_>) -> Option<Result<DateSpan, String>> {
    let (start, end) = (e.child("Start"), e.child("End"));
    let any = start.or(end)?;
    let calendar = e.attribute("CalendarTypeID").and_then(|c| refs.calendars.get(c).copied());
    let half = |e: Element<'_, '_>| {
        let (from, to) = (e.child("From").and_then(day), e.child("To").and_then(day));
        Some((from.or(to)?, to.or(from)?))
    };
    let halves = (start.and_then(half), end.and_then(half));
    let gregorian = calendar.is_none_or(|c| c.is_empty() || c.eq_ignore_ascii_case("gregorian"));
    let (from, to) = match halves {
        (Some(from), Some(to)) if gregorian => (from, to),
        (Some(one), None) | (None, Some(one)) if gregorian => (one, one),
        _ => {
            let of = |e: Element<'_, '_>| ["Year", "Month", "Day"].map(|f| e.get_or_empty(f)).join("-");
            let text = any.children().map(of).collect::<Vec<_>>().join(" to ");
            return Some(Err(format!("{text}, {} calendar", calendar.unwrap_or("unknown"))));
        }
    };
    let about = |e: Option<Element<'_, '_>>| e.is_some_and(|e| e.attribute("Approximate") == Some("true"));
    Some(Ok(DateSpan { circa: about(start) | about(end), ..Bounds { from, to }.span() }))
}

/// A location by its number. Values in other languages than the main one go to the note.
pub(super) fn location(e: Element<'_, '_>, refs: &References<'_>) -> Result<(u64, Address), Problem> {
    let id = number(e, "ID")?;
    let known = |word: &&str| !matches!(*word, "" | "undetermined");
    let country = e.all("LocationCountry").filter_map(|c| c.attribute("CountryID"));
    let country = country.filter_map(|c| refs.countries.get(c).copied()).find(known);
    let area = e.all("LocationAreaCode").filter_map(|c| c.attribute("AreaCodeID"));
    let area = area.filter_map(|c| refs.areas.get(c).copied()).find(known);
    let mut country = country.or(area);
    let mut parts = AddressParts::default();
    let mut others: Vec<String> = Vec::new();
    for part in e.all("LocationPart") {
        let kind = part.attribute("LocPartTypeID").map_or("", |k| word(&refs.address_parts, k));
        let main = part.all("LocationPartValue").position(|v| v.attribute("Primary") != Some("false")).unwrap_or(0);
        for (n, value) in part.all("LocationPartValue").enumerate() {
            let (text, comment) = (value.get_or_empty("Value"), value.get("Comment"));
            match text {
                "" => {}
                _ if n != main => {
                    others.push([Some(text), comment].into_iter().flatten().collect::<Vec<_>>().join(", "))
                }
                text if kind == "Unknown" && country.is_none() && Country::parse(text).is_some() => {
                    country = Some(text)
                }
                text => parts.push(kind, text),
            }
            if let Some(comment) = comment.filter(|_| n == main) {
                others.push(comment.to_string());
            }
        }
    }
    let mut address = parts.finish(country.unwrap_or(""));
    others.extend(e.texts("Comment").map(str::to_string));
    address.note = (!others.is_empty()).then(|| others.join("; "));
    Ok((id, address))
}

/// A document with the identity that it belongs to.
pub(super) fn document(e: Element<'_, '_>, refs: &References<'_>) -> Result<(u64, Identifier), Problem> {
    let identity = number(e, "IdentityID")?;
    let label = e.attribute("IDRegDocTypeID").map_or("", |t| word(&refs.documents, t));
    let read = ofac_terms::identifier(label, e.get_or_empty("IDRegistrationNo"));
    let country = e.attribute("IssuedBy-CountryID").and_then(|c| refs.countries.get(c).copied());
    let country = country.filter(|c| *c != "undetermined");
    let issuer = e.get("IssuingAuthority").or(country).map(str::to_string);
    let mut notes: Vec<String> = read.note.iter().cloned().collect();
    let validity = e.attribute("ValidityID").and_then(|v| refs.validity.get(v).copied());
    notes.extend(validity.filter(|v| !matches!(*v, "Valid" | "Unknown" | "")).map(|v| format!("validity: {v}")));
    for date in e.all("DocumentDate") {
        let kind = date.attribute("IDRegDocDateTypeID").map_or("", |k| word(&refs.document_dates, k));
        let kind = match kind {
            "Issue Date" => "issued",
            "Expiration Date" => "expires",
            other => other,
        };
        match date.child("DatePeriod").and_then(|p| period(p, refs)) {
            Some(Ok(span)) => notes.push(format!("{kind} {span}")),
            Some(Err(text)) => notes.push(format!("{kind} {text}")),
            None => {}
        }
    }
    notes.extend(e.texts("Comment").map(str::to_string));
    let id = Identifier {
        country: country.and_then(Country::parse).or(read.country),
        issuer: issuer.or(read.issuer),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        ..read
    };
    Ok((identity, id))
}

/// A listing with the profile that it lists.
pub(super) fn entry(e: Element<'_, '_>, refs: &References<'_>) -> Result<(u64, Listing), Problem> {
    let profile = number(e, "ProfileID")?;
    let mut out = ofac_parts::listing(e.attribute("ListID").map_or("", |l| word(&refs.lists, l)));
    for event in e.all("EntryEvent") {
        let date = event.child("Date").and_then(day);
        let kind = event.attribute("EntryEventTypeID").map_or("", |k| word(&refs.events, k)).to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| kind.contains(w));
        if has(&["remov", "delist", "delet"]) {
            out.to = out.to.max(date);
        } else if has(&["amend", "modif", "updat", "chang"]) {
            out.amended = out.amended.max(date);
        } else {
            out.from = [out.from, date].into_iter().flatten().min();
        }
        let basis = event.attribute("LegalBasisID").map_or("", |b| word(&refs.legal_bases, b));
        if !matches!(basis, "" | "Unknown") && !out.legal_basis.iter().any(|b| b == basis) {
            out.legal_basis.push(basis.to_string());
        }
        out.reasons.extend(event.texts("Comment").map(str::to_string));
    }
    for measure in e.all("SanctionsMeasure") {
        let id = measure.attribute("SanctionsTypeID").unwrap_or("");
        let (kind, forbids) = refs.sanctions.get(id).copied().unwrap_or((id, None));
        let comment = measure.get_or_empty("Comment");
        if kind == "Program" {
            if !comment.is_empty() && !out.programmes.iter().any(|p| p == comment) {
                out.programmes.push(comment.to_string());
            }
            continue;
        }
        if let Some(forbids) = forbids {
            ofac_terms::add_measure(&mut out, forbids);
        }
        for text in [kind, comment] {
            if !text.is_empty() && !out.measure_texts.iter().any(|t| t == text) {
                out.measure_texts.push(text.to_string());
            }
        }
    }
    out.reasons.extend(e.texts("Comment").map(str::to_string));
    Ok((profile, out))
}

/// A tie with the profile that has it.
pub(super) fn tie(e: Element<'_, '_>, refs: &References<'_>) -> Result<(u64, Link), Problem> {
    let from = number(e, "From-ProfileID")?;
    let to = e.attribute("To-ProfileID").map(str::to_string);
    let (kind, words) = ofac_parts::tie(e.attribute("RelationTypeID").map_or("", |r| word(&refs.relations, r)));
    let former = (e.attribute("Former") == Some("true")).then_some("former");
    let quality = e.attribute("RelationQualityID").and_then(|q| refs.qualities.get(q).copied());
    let quality = quality.filter(|q| !matches!(*q, "" | "Unknown")).map(|q| format!("quality: {q}"));
    let said = [words, former, quality.as_deref(), e.get("Comment")].into_iter().flatten().collect::<Vec<_>>();
    let text = (!said.is_empty()).then(|| said.join("; "));
    Ok((from, Link { kind, name: String::new(), id: to, text }))
}

/// The tables by the number under which a party looks for its part.
pub(super) struct Joined {
    pub(super) documents: FxHashMap<u64, Vec<Identifier>>,
    pub(super) entries: FxHashMap<u64, Vec<Listing>>,
    pub(super) ties: FxHashMap<u64, Vec<Link>>,
}

impl Joined {
    pub(super) fn new(documents: Vec<(u64, Identifier)>, entries: Vec<(u64, Listing)>, ties: Vec<(u64, Link)>) -> Self {
        Self { documents: grouped(documents), entries: grouped(entries), ties: grouped(ties) }
    }

    /// How many parties this list has.
    pub(super) fn count_lists(&self, list: &str) -> usize {
        self.entries.values().filter(|l| l.iter().any(|l| l.list == list)).count()
    }

    /// Notes what no party has asked for.
    pub(super) fn leftovers(&self, report: &mut Report) {
        let left = [
            ("documents", self.documents.values().map(Vec::len).sum::<usize>(), self.documents.keys().min()),
            ("sanctions entries", self.entries.values().map(Vec::len).sum(), self.entries.keys().min()),
            ("relationships", self.ties.values().map(Vec::len).sum(), self.ties.keys().min()),
        ];
        for (what, count, first) in left {
            if let Some(first) = first {
                let note =
                    format!("{count} {what} belong to parties that the file does not hold, the first to {first}");
                report.notes.push(note);
            }
        }
    }
}

fn grouped<T>(rows: Vec<(u64, T)>) -> FxHashMap<u64, Vec<T>> {
    let mut out: FxHashMap<u64, Vec<T>> = FxHashMap::with_capacity_and_hasher(rows.len(), Default::default());
    for (key, row) in rows {
        out.entry(key).or_default().push(row);
    }
    out
}
