//! What OFAC's three XML formats share beyond their labels: composed names, spans of dates, ties, lists within a file.
//!
//! Traps: a bare year is printed as its first and its last day; "F.K.A." of low quality is a weak name first; the measures of a
//! party stand beside its lists and not under them, so that "Block" has to be given to the SDN list and a directive to the
//! list of that directive.

use super::ofac_terms;
use interdict_model::{
    Address, Authority, DateSpan, Entity, IdKind, Identifier, Link, LinkKind, Listing, Measure, Name, NameKind,
    NameParts, PartialDate, Property, Schema,
};

/// The list of blocked persons, by the one name that it has here; `SDN List` in the files.
pub(super) const SDN: &str = "SDN";
/// The umbrella over all other lists, named beside the list that says more; `Consolidated List` in the files.
pub(super) const UMBRELLA: &str = "Consolidated Non-SDN";

/// The name that a list has here, whichever of OFAC's formats it was read from.
pub(super) fn list_name(printed: &str) -> &str {
    match printed {
        "SDN List" => SDN,
        "Consolidated List" => UMBRELLA,
        other => other,
    }
}

/// The parts of a name as they come, put together as OFAC prints them: `FAMILY, Given Middle`.
#[derive(Default)]
pub(super) struct NameBuilder {
    whole: String,
    family: String,
    given: String,
    middle: String,
}

impl NameBuilder {
    /// Adds a part by the name of its type. A type that is not known, a nickname and the name of a body stand for themselves.
    pub(super) fn push(&mut self, kind: &str, value: &str) {
        let to = match kind {
            "Last Name" | "Maiden Name" | "Patronymic" | "Matronymic" => &mut self.family,
            "First Name" => &mut self.given,
            "Middle Name" => &mut self.middle,
            _ => &mut self.whole,
        };
        if !to.is_empty() {
            to.push(' ');
        }
        to.push_str(value);
    }

    /// The parts, where the source gives any.
    pub(super) fn parts(&self) -> NameParts {
        let some = |s: &String| (!s.is_empty()).then(|| s.clone());
        NameParts { given: some(&self.given), middle: some(&self.middle), family: some(&self.family) }
    }

    /// The name with its parts.
    pub(super) fn finish(self, kind: NameKind) -> Name {
        if self.family.is_empty() && self.given.is_empty() && self.middle.is_empty() {
            return Name::new(kind, self.whole);
        }
        let parts = self.parts();
        let given = [&self.whole, &self.given, &self.middle];
        let mut text = String::with_capacity(self.family.len() + self.given.len() + self.whole.len() + 16);
        text.push_str(&self.family);
        for (n, part) in given.into_iter().filter(|p| !p.is_empty()).enumerate() {
            if n > 0 {
                text.push(' ');
            } else if !self.family.is_empty() {
                text.push_str(", ");
            }
            text.push_str(part);
        }
        Name { parts, ..Name::new(kind, text) }
    }
}

/// How a name that is not the main one is used.
pub(super) fn alias_kind(alias_type: &str, low_quality: bool) -> NameKind {
    match alias_type.trim().to_ascii_lowercase().as_str() {
        _ if low_quality => NameKind::WeakAlias,
        "f.k.a." => NameKind::Former,
        _ => NameKind::Alias,
    }
}

/// ISO 15924 code of a script by OFAC's word for it; the word itself where the table does not have it.
pub(super) fn script_code(word: &str) -> &str {
    match word {
        "Latin" => "Latn",
        "Arabic" => "Arab",
        "Armenian" => "Armn",
        "Chinese Simplified" => "Hans",
        "Chinese Traditional" => "Hant",
        "Cyrillic" => "Cyrl",
        "Georgian" => "Geor",
        "Greek" => "Grek",
        "Hangul" => "Hang",
        "Hebrew" => "Hebr",
        "Japanese" => "Jpan",
        "Korean" => "Kore",
        other => other,
    }
}

/// What OFAC calls a party's type.
pub(super) fn schema(word: &str) -> Schema {
    Schema::parse(word).unwrap_or(Schema::LegalEntity)
}

/// The tie behind OFAC's words, and the words where they say more than the tie.
pub(super) fn tie(words: &str) -> (LinkKind, Option<&str>) {
    let lower = words.to_ascii_lowercase();
    match lower.as_str() {
        "linked to" | "associate of" => (LinkKind::LinkedTo, None),
        "owned or controlled by" => (LinkKind::OwnedBy, None),
        "providing support to" => (LinkKind::Supports, None),
        "acting for or on behalf of" => (LinkKind::ActsFor, None),
        "leader or official of" => (LinkKind::LeaderOf, None),
        "family member of" => (LinkKind::Family, None),
        "owns, controls, or operates" => (LinkKind::Owns, Some(words)),
        "property in the interest of" => (LinkKind::OwnedBy, Some(words)),
        "playing a significant role in" | "principal executive officer" => (LinkKind::Role, Some(words)),
        "" => (LinkKind::LinkedTo, None),
        _ => (LinkKind::LinkedTo, Some(words)),
    }
}

/// The ties that a remark names, `(Linked To: HAMAS)`, as links; the rest of the remark as a note.
pub(super) fn remarks(out: &mut Entity, text: &str) {
    const TIE: &str = "(Linked To: ";
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once(TIE) {
        kept.push_str(before);
        // Names hold parentheses of their own.
        let mut depth = 1;
        let end = after.char_indices().find(|(_, c)| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        let Some((end, _)) = end else {
            kept.push_str(TIE);
            rest = after;
            continue;
        };
        let name = after.get(..end).unwrap_or_default().trim();
        // The same tie may stand among the relationships, with its kind.
        if !out.links.iter().any(|l| l.name == name) {
            out.add_link(Link { kind: LinkKind::LinkedTo, name: name.to_string(), id: None, text: None });
        }
        rest = after.get(end + 1..).unwrap_or_default();
    }
    kept.push_str(rest);
    out.add_fact(Property::Notes, kept.trim().trim_end_matches([';', '.']).trim());
}

/// The parts of an address by OFAC's words for them.
#[derive(Default)]
pub(super) struct AddressParts<'t> {
    street: Vec<&'t str>,
    city: &'t str,
    region: Vec<&'t str>,
    postal_code: &'t str,
}

impl<'t> AddressParts<'t> {
    /// Adds a part; a line and a part of no known name go to the street.
    pub(super) fn push(&mut self, kind: &str, value: &'t str) {
        match kind {
            "CITY" if self.city.is_empty() => self.city = value,
            "POSTAL CODE" if self.postal_code.is_empty() => self.postal_code = value,
            "STATE/PROVINCE" | "REGION" => self.region.push(value),
            _ => self.street.push(value),
        }
    }

    /// The address in this country.
    pub(super) fn finish(self, country: &str) -> Address {
        let (street, region) = (self.street.join(", "), self.region.join(", "));
        Address::from_parts(&street, self.city, &region, self.postal_code, country)
    }
}

/// A tie may have the other party's id and no name; where that party is in the file, its name is.
pub(super) fn name_links(entities: &mut [Entity]) {
    let nameless = |e: &Entity| e.links.iter().any(|l| l.name.is_empty());
    if !entities.iter().any(nameless) {
        return;
    }
    let names: rustc_hash::FxHashMap<String, String> =
        entities.iter().map(|e| (e.id.clone(), e.name().to_string())).collect();
    for link in entities.iter_mut().flat_map(|e| &mut e.links).filter(|l| l.name.is_empty()) {
        if let Some(name) = link.id.as_ref().and_then(|id| names.get(id)) {
            link.name.clone_from(name);
        }
    }
}

/// The days of a printed date: between `from.0` and `from.1` at the earliest, between `to.0` and `to.1` at the latest.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) from: (PartialDate, PartialDate),
    pub(super) to: (PartialDate, PartialDate),
}

impl Bounds {
    /// A year, a month or a day where the bounds are just that; a range otherwise.
    pub(super) fn span(self) -> DateSpan {
        let start = covers(self.from.0, self.from.1);
        let end = covers(self.to.0, self.to.1);
        match (covers(self.from.0, self.to.1), start, end) {
            (Some(date), ..) => DateSpan::exact(date),
            (None, Some(a), Some(b)) if a == b => DateSpan::exact(a),
            (None, a, b) => DateSpan::range(a.unwrap_or(self.from.0), b.unwrap_or(self.to.1)),
        }
    }
}

/// The day, month or year that has these first and last days.
fn covers(first: PartialDate, last: PartialDate) -> Option<PartialDate> {
    if first == last {
        return Some(first);
    }
    let year = PartialDate::new(first.year(), None, None);
    let month = PartialDate::new(first.year(), first.month(), None);
    let fits = |d: &PartialDate| d.first() == first.first() && d.last() == last.last();
    year.filter(fits).or(month.filter(fits))
}

/// A listing on the list that the file calls so.
pub(super) fn listing(printed: &str) -> Listing {
    Listing::new(Authority::us(), list_name(printed))
}

/// Aircraft are listed under their registration mark.
pub(super) fn tail(out: &mut Entity) {
    let name = out.name();
    if out.schema == Schema::Airplane && super::ofac_csv::is_tail(name) {
        out.add_identifier(Identifier::new(IdKind::Tail, name.to_string()));
    }
}

/// Does this measure text belong to this list? `None` where the text does not tell.
fn belongs(text: &str, list: &str) -> Option<bool> {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    let word = match () {
        () if text == "Block" => "SDN",
        () if text == "Reject" => "Palestinian",
        () if has(&["13662"]) => "Sectoral",
        () if has(&["561 ", "NDAA"]) || (has(&["14024"]) && has(&["Directive 2"])) => "CAPTA",
        () if has(&["CMIC", "13959"]) => "CMIC",
        () if has(&["CAATSA", "14024", "14014", "14059"]) => "Menu-Based",
        () => return None,
    };
    Some(match word {
        "SDN" => list == SDN,
        word => list.contains(word),
    })
}

/// Gives the measures of a party to those of its listings that they belong to; to all where none is known to be theirs, except
/// that what does not block is not put on the SDN list while there is another. The SDN list blocks whether or not the party's types
/// say so, which a few do not: it is the list of blocked persons (31 CFR 501.807).
pub(super) fn share_measures(listings: &mut [Listing], texts: &[String]) {
    let other = listings.iter().any(|l| l.list != SDN);
    for listing in listings.iter_mut().filter(|l| l.list == SDN) {
        ofac_terms::add_measure(listing, Measure::AssetFreeze);
    }
    for text in texts {
        let known = listings.iter().any(|l| belongs(text, &l.list) == Some(true));
        for listing in listings.iter_mut() {
            let fits = if known {
                belongs(text, &listing.list) == Some(true)
            } else {
                text == "Block" || !other || listing.list != SDN
            };
            if fits {
                add_measure(listing, text);
            }
        }
    }
    // A list of its own may have no type of its own; then its programmes say what it does.
    for listing in listings.iter_mut().filter(|l| l.list != SDN && l.measures.is_empty()) {
        ofac_terms::add_non_sdn_measures(listing);
    }
}

/// Adds a measure by OFAC's words for it.
pub(super) fn add_measure(listing: &mut Listing, text: &str) {
    let day = matches!(ofac_terms::says(text.split(':').next().unwrap_or(text)), Some(ofac_terms::Says::Day));
    if let Some(measure) = ofac_terms::measure_of("", text).filter(|_| !day) {
        ofac_terms::add_measure(listing, measure);
    }
    if !listing.measure_texts.iter().any(|t| t == text) {
        listing.measure_texts.push(text.to_string());
    }
}

/// States a labelled thing; where the label is unknown it stays a note that begins with it.
pub(super) fn state(out: &mut Entity, listing: &mut Listing, label: &str, value: &str) {
    if !ofac_terms::state(out, listing, label, value) && !value.trim().is_empty() {
        let label = label.trim().trim_end_matches([':', ' ', '-']);
        out.add_fact(Property::Notes, &format!("{label}: {}", value.trim()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PartialDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_year_printed_as_its_first_and_last_day_is_a_year() {
        let span = |a, b, c, d| Bounds { from: (day(a), day(b)), to: (day(c), day(d)) }.span().to_string();
        assert_eq!(span("1962-01-01", "1962-01-01", "1962-12-31", "1962-12-31"), "1962");
        assert_eq!(span("1955-03-01", "1955-03-31", "1956-03-01", "1956-03-31"), "1955-03 to 1956-03");
        assert_eq!(span("1951-01-01", "1951-12-31", "1953-01-01", "1953-12-31"), "1951 to 1953");
        assert_eq!(span("2015-03-21", "2015-03-21", "2016-03-19", "2016-03-19"), "2015-03-21 to 2016-03-19");
        assert_eq!(span("1990-10-17", "1990-10-17", "1990-10-17", "1990-10-17"), "1990-10-17");
        assert_eq!(span("2016-02-01", "2016-02-01", "2016-02-29", "2016-02-29"), "2016-02");
    }

    #[test]
    fn ties_in_remarks_become_links_and_the_rest_stays() {
        let mut e = Entity::new("us-sdn", "1", Schema::Person);
        remarks(&mut e, "All offices (Linked To: HAMAS) (Linked To: BANK (PARIS) SA); see also (Linked To: X");
        let names: Vec<_> = e.links.iter().map(|l| l.name.as_str()).collect();
        assert_eq!(names, ["HAMAS", "BANK (PARIS) SA"]);
        assert_eq!(e.facts_of(Property::Notes).next(), Some("All offices  ; see also (Linked To: X"));
    }

    #[test]
    fn blocking_goes_to_the_sdn_list_and_a_directive_to_its_own() {
        let mut both = [listing("SDN List"), listing("Sectoral Sanctions Identifications List")];
        let texts = ["Block", "13662 Sectoral Directive 1", "Something new"].map(String::from);
        share_measures(&mut both, &texts);
        assert_eq!(both[0].measure_texts, ["Block"]);
        assert_eq!(both[1].measure_texts, ["13662 Sectoral Directive 1", "Something new"]);
        let mut alone = [listing(SDN)];
        share_measures(&mut alone, &texts[1..2]);
        assert_eq!(alone[0].measure_texts, ["13662 Sectoral Directive 1"]);
    }

    #[test]
    fn a_name_is_composed_as_ofac_prints_it() {
        let mut name = NameBuilder::default();
        for (kind, value) in [("First Name", "Shibl"), ("Last Name", "Al-Zaydi"), ("Middle Name", "Ubayd")] {
            name.push(kind, value);
        }
        let name = name.finish(NameKind::Primary);
        assert_eq!(name.text, "Al-Zaydi, Shibl Ubayd");
        assert_eq!(name.parts.family.as_deref(), Some("Al-Zaydi"));
    }
}
