//! OFAC remarks: one cell that holds birth dates, numbers, ties and warnings, `;` between them.
//!
//! The traps: a `;` in parentheses or in a quoted alias separates nothing; an apostrophe opens a quote only behind `a.k.a.`; the
//! full stop at the end is OFAC's, unless an abbreviation needs it ("S.A."); "alt." says only that it is not the first of
//! its kind; a remark that breaks off at 1,000 characters must not become half a number. What is not understood stays text.

use crate::formats::ofac_terms::{self, Says};
use interdict_model::{Country, Entity, IdKind, Link, LinkKind, Listing, Name, NameKind, Property, Schema};

/// States everything that a remark says. `broken_off`: its last part may be incomplete and is kept as text.
pub(in crate::formats) fn state(remarks: &str, broken_off: bool, out: &mut Entity, listing: &mut Listing) {
    let parts = parts(remarks);
    let last = parts.len().saturating_sub(1);
    for (at, part) in parts.into_iter().enumerate() {
        if at == last && broken_off {
            out.add_fact(Property::Notes, part);
        } else {
            one(if at == last { without_full_stop(part) } else { part }, out, listing);
        }
    }
}

/// The remarks of one cell: cut at each `;` that stands outside parentheses and quotes.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let inside = match c {
            '(' => closed(rest),
            '\'' if text.get(..at).is_some_and(|before| before.ends_with("k.a. ")) => quoted(rest),
            _ => None,
        };
        if let Some(end) = inside {
            at += end;
            continue;
        }
        if c == ';' {
            out.push(text.get(from..at).unwrap_or_default());
            from = at + 1;
        }
        at += c.len_utf8();
    }
    out.push(text.get(from..).unwrap_or_default());
    out.retain(|part| !part.trim().is_empty());
    out.into_iter().map(str::trim).collect()
}

/// The length of a text in parentheses, from the one that opens it to behind the one that closes it.
fn closed(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of a quoted alias, both quotes included: it ends at the quote that a `;`, a parenthesis or the end follows.
fn quoted(text: &str) -> Option<usize> {
    let inside = text.get(1..)?;
    for (at, _) in inside.match_indices('\'') {
        let after = inside.get(at + 1..)?;
        if after.is_empty() || after == "." || after.starts_with(';') || after.starts_with(" (") {
            // A quote that is never closed would swallow the aliases behind it.
            return inside.get(..at).is_some_and(|i| !i.contains(".k.a. '")).then_some(at + 2);
        }
    }
    None
}

/// Without the full stop that ends the cell; an abbreviation keeps it.
fn without_full_stop(part: &str) -> &str {
    let Some(bare) = part.strip_suffix('.') else { return part };
    let word = bare.rsplit([' ', ',']).next().unwrap_or(bare);
    let initials = word.contains('.') && word.split('.').all(|w| w.chars().count() == 1);
    let short = ["LTD", "INC", "CO", "CORP", "BHD", "PTE", "OOO"].contains(&word);
    if initials || short { part } else { bare.trim_end() }
}

fn one(part: &str, out: &mut Entity, listing: &mut Listing) {
    let bare = ["alt. ", "Alt. ", "and ", "or "].iter().find_map(|a| part.strip_prefix(a)).unwrap_or(part).trim();
    if bare.is_empty() || bare == "-0-" {
        return;
    }
    // XML and the Consolidated Screening List print "(Linked To: X)".
    let inside = bare.strip_prefix('(').and_then(|b| b.strip_suffix(')')).filter(|b| b.starts_with("Linked To: "));
    let bare = inside.unwrap_or(bare);
    if let Some((label, says, value)) = ofac_terms::split_label(bare)
        && fits(says, value)
    {
        labelled(part, label, says, value, out, listing);
    } else if !(alias(bare, out) || suffixed(bare, out)) {
        unlabelled(part, bare, out);
    }
}

/// May this be the value of such a label? "Citizen of the world", "License to kill" and "Passport (expired)" hold no value.
fn fits(says: Says, value: &str) -> bool {
    match says {
        _ if value.is_empty() => false,
        // A number has a digit, or is one word of capitals (SWIFT/BIC, tickers, call signs); a currency stands before a wallet.
        Says::Id(IdKind::CryptoAddress) => value.contains(' '),
        Says::Id(_) => {
            let number = value.split(" (").next().unwrap_or(value);
            number.chars().any(|c| c.is_ascii_digit())
                || (!number.contains(' ') && number == number.to_ascii_uppercase())
        }
        Says::Date(_) => ofac_terms::date(value).is_some(),
        _ => true,
    }
}

fn labelled(part: &str, label: &str, says: Says, value: &str, out: &mut Entity, listing: &mut Listing) {
    match says {
        Says::Fact(Property::BirthPlace) => {
            out.add_fact(Property::BirthPlace, value);
            if let Some(country) = country_of(value) {
                out.add_territory(Property::BirthCountry, country);
            }
        }
        Says::Id(_)
            if out.schema == Schema::Airplane && label.eq_ignore_ascii_case("previous aircraft tail number") =>
        {
            ofac_terms::state_as(out, listing, label, says, value);
        }
        // A measure's own words say "alt." of the second one; the text stays as printed without it.
        Says::Measure | Says::Day => {
            let printed = part.strip_prefix("alt. ").unwrap_or(part);
            let before = listing.measure_texts.len();
            ofac_terms::state_as(out, listing, label, says, value);
            if let Some(text) = listing.measure_texts.get_mut(before) {
                *text = printed.to_string();
            }
        }
        _ => ofac_terms::state_as(out, listing, label, says, value),
    }
}

/// The country at the end of a place: "Kiev, Ukraine", "Pyongyang, Korea, North".
fn country_of(place: &str) -> Option<&str> {
    let commas: Vec<usize> = place.rmatch_indices(',').map(|(at, _)| at + 1).collect();
    let tails = [commas.get(1), commas.first()].into_iter().flatten().filter_map(|at| place.get(*at..));
    std::iter::once(place).chain(tails).map(str::trim).find(|tail| Country::parse(tail).is_some())
}

/// `a.k.a. 'X'`: OFAC keeps its weak aliases in the remarks, strong ones have a file of their own.
fn alias(part: &str, out: &mut Entity) -> bool {
    let kinds = [("a.k.a.", NameKind::WeakAlias), ("f.k.a.", NameKind::Former), ("n.k.a.", NameKind::Alias)];
    let Some((kind, rest)) = kinds.iter().find_map(|(p, kind)| Some((*kind, part.strip_prefix(p)?.trim()))) else {
        return false;
    };
    let name = rest.strip_prefix('\'').and_then(|r| r.trim_end_matches('.').strip_suffix('\'')).unwrap_or(rest);
    // Two quotes more: there is something behind the alias that would be lost in its name.
    if name.is_empty() || (name.len() == rest.len() && rest.starts_with('\'')) {
        return false;
    }
    out.add_name(Name::new(kind, name));
    true
}

/// "info@example.org (email)", "http://example.org (website)".
fn suffixed(part: &str, out: &mut Entity) -> bool {
    for (suffix, property) in
        [("(email)", Property::Email), ("(website)", Property::Website), ("(phone)", Property::Phone)]
    {
        if let Some(value) = part.strip_suffix(suffix) {
            out.add_fact(property, value);
            return true;
        }
    }
    false
}

/// Words by which a person's remark is told to be an office.
const OFFICES: &[&str] = &[
    "minister",
    "member",
    "general",
    "colonel",
    "director",
    "employee",
    "official",
    "representative",
    "chairman",
    "vice-chairperson",
    "chairperson",
    "president",
    "governor",
    "commander",
    "deputy",
    "secretary",
    "chief",
    "head",
    "advisor",
    "adviser",
    "officer",
    "manager",
    "ambassador",
    "magistrate",
    "commissioner",
    "leader",
    "founder",
    "co-founder",
    "owner",
    "prosecutor",
    "judge",
    "rector",
    "aide",
    "speaker",
    "admiral",
    "lieutenant",
    "major",
    "captain",
    "brigadier",
    "treasurer",
    "coordinator",
    "sub-commander",
    "spokesman",
    "financier",
    "senator",
    "mayor",
    "ceo",
    "chair",
    "commandant",
    "constituent",
    "counsellor",
    "counselor",
    "diplomat",
    "figure",
    "professor",
    "spokesperson",
    "teacher",
    "lt",
    "title",
];

/// Honorifics that OFAC prints alone.
const HONORIFICS: &[&str] = &[
    "dr",
    "doctor",
    "haji",
    "hajji",
    "maulana",
    "maulawi",
    "mullah",
    "shaykh",
    "sheikh",
    "ustad",
    "hojjatoleslam",
    "ayatollah",
    "qari",
    "prof",
    "professor",
    "engineer",
    "imam",
];

/// Words of kinship, which " of " and a name follow.
const KIN: &[&str] = &[
    "wife",
    "husband",
    "son",
    "daughter",
    "brother",
    "sister",
    "half-brother",
    "daughter-in-law",
    "sister-in-law",
    "brother-in-law",
    "son-in-law",
    "child",
    "mother",
    "father",
    "nephew",
    "cousin",
];

/// Does a word of it, or a part of a word with hyphens ("Colonel-General"), name an office?
fn is_office(lower: &str) -> bool {
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.flat_map(|w| std::iter::once(w).chain(w.split('-'))).any(|w| OFFICES.contains(&w))
}

fn unlabelled(part: &str, bare: &str, out: &mut Entity) {
    let lower = bare.to_lowercase();
    let person = out.schema == Schema::Person;
    if let Some((kin, name)) = bare.split_once(" of ")
        && person
        && KIN.contains(&kin.to_lowercase().as_str())
    {
        let text = Some(kin.to_string());
        return out.add_link(Link { kind: LinkKind::Family, name: name.trim().to_string(), id: None, text });
    }
    if let Some(rest) = lower.strip_prefix("ethnicity ")
        && person
    {
        return out.add_fact(Property::Ethnicity, bare.get(bare.len() - rest.len()..).unwrap_or(bare));
    }
    let property = if !person {
        Property::Notes
    } else if HONORIFICS.contains(&lower.trim_end_matches('.')) {
        Property::Title
    } else if lower.starts_with("icty indictee") || lower.starts_with("arrested ") || lower.contains("incarcerated") {
        Property::Status
    } else if is_office(&lower) {
        Property::Position
    } else {
        Property::Notes
    };
    out.add_fact(property, part);
}

/// States a title cell: offices and honorifics, `;` between them.
pub(in crate::formats) fn state_title(title: &str, out: &mut Entity) {
    for part in parts(title) {
        let lower = part.to_lowercase();
        let honorific = HONORIFICS.contains(&lower.trim_end_matches('.'));
        out.add_fact(if honorific { Property::Title } else { Property::Position }, part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interdict_model::Authority;
    use proptest::prelude::*;

    fn read(schema: Schema, remarks: &str) -> (Entity, Listing) {
        let mut out = Entity::new("us-sdn", "1", schema);
        let mut listing = Listing::new(Authority::us(), "SDN");
        state(remarks, false, &mut out, &mut listing);
        (out, listing)
    }

    #[test]
    fn a_semicolon_in_parentheses_or_quotes_separates_nothing() {
        assert_eq!(parts("DOB 1960; (derived: POB X; DOB 1961); x"), ["DOB 1960", "(derived: POB X; DOB 1961)", "x"]);
        assert_eq!(parts("a.k.a. 'A; B'; a.k.a. 'C'."), ["a.k.a. 'A; B'", "a.k.a. 'C'."]);
        assert_eq!(parts("People's Army; Ba'th party"), ["People's Army", "Ba'th party"], "an apostrophe is no quote");
        assert_eq!(parts("a.k.a. 'A; a.k.a. 'B'; (open; end"), ["a.k.a. 'A", "a.k.a. 'B'", "(open", "end"]);
    }

    #[test]
    fn a_person_s_remark_is_read_to_the_last_part() {
        let (e, _) = read(
            Schema::Person,
            "DOB 12 May 1958; alt. DOB 1957 to 1959; POB Gomel, Belarus; nationality Belarus; Gender Male; Passport \
             A1234567 (Belarus) issued 05 May 2001 expires 04 May 2011; Minister of Finance; wife of John DOE; a.k.a. \
             'THE X'; Linked To: EXAMPLE TRADING S.A.",
        );
        assert_eq!(e.dates.len(), 2);
        assert_eq!(
            e.names.iter().map(|n| (n.kind, n.text.as_str())).collect::<Vec<_>>(),
            [(NameKind::WeakAlias, "THE X")]
        );
        assert_eq!(e.facts_of(Property::Position).collect::<Vec<_>>(), ["Minister of Finance"]);
        assert_eq!(e.links.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["John DOE", "EXAMPLE TRADING S.A."]);
        assert_eq!(e.identifiers.len(), 1);
        let countries: Vec<_> = e.territories.iter().map(|t| (t.property, t.text.as_str())).collect();
        assert_eq!(countries, [(Property::BirthCountry, "Belarus"), (Property::Nationality, "Belarus")]);
        assert_eq!(e.facts_of(Property::Notes).count(), 0);
    }

    #[test]
    fn an_aircraft_has_two_serial_numbers_and_a_ship_an_imo_number() {
        let (e, _) = read(
            Schema::Airplane,
            "Aircraft Construction Number (also called L/N or S/N or F/N) 8401; Aircraft Manufacture Date 1992; Aircraft \
             Model IL76-TD; Aircraft Operator YAS AIR; Aircraft Manufacturer's Serial Number (MSN) 1023409321; Linked To: \
             POUYA AIR.",
        );
        let ids: Vec<_> = e.identifiers.iter().map(|i| (i.kind, i.value.as_str())).collect();
        assert_eq!(ids, [(IdKind::Msn, "8401"), (IdKind::Msn, "1023409321")]);
        assert_eq!(e.links.first().map(|l| l.name.as_str()), Some("POUYA AIR"));
        let (e, _) = read(Schema::Vessel, "Former Vessel Flag Malta; Vessel Registration Identification IMO 7406784.");
        assert_eq!(e.identifiers.first().map(|i| (i.kind, i.key())), Some((IdKind::Imo, "7406784".to_string())));
    }

    #[test]
    fn a_directive_is_a_measure_and_its_day_is_not_the_day_of_the_listing() {
        let (_, listing) = read(
            Schema::Organization,
            "Executive Order 13662 Directive Determination - Subject to Directive 2; alt. Executive Order 13662 Directive \
             Determination - Subject to Directive 4; Listing Date (EO 14024 Directive 3): 24 Feb 2022.",
        );
        assert_eq!(listing.measures, [interdict_model::Measure::Financing, interdict_model::Measure::ExportControl]);
        assert_eq!(
            listing.measure_texts.last().map(String::as_str),
            Some("Listing Date (EO 14024 Directive 3): 24 Feb 2022")
        );
        assert_eq!(listing.from, None);
    }

    #[test]
    fn a_part_that_breaks_off_never_becomes_half_a_number() {
        let mut e = Entity::new("us-sdn", "1", Schema::Organization);
        let mut listing = Listing::new(Authority::us(), "SDN");
        state("Tax ID No. 123 (Russia); Registration Number 1027700", true, &mut e, &mut listing);
        assert_eq!(e.identifiers.len(), 1);
        assert_eq!(e.facts_of(Property::Notes).collect::<Vec<_>>(), ["Registration Number 1027700"]);
    }

    proptest! {
        #[test]
        fn no_text_is_lost_or_makes_it_fail(text in "([a-zA-Z0-9 ();'.,:-]|a\\.k\\.a\\. '|DOB |alt\\. |Passport |Дж|\u{2019}){0,60}") {
            let cut = parts(&text).concat();
            let kept = |s: &str| s.chars().filter(|c| !c.is_whitespace() && *c != ';').collect::<String>();
            prop_assert_eq!(kept(&cut), kept(&text));
            read(Schema::Person, &text);
            read(Schema::Organization, &text);
        }
    }
}
