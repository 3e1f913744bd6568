//! What the UK's lists share whatever file they come in: the FCDO's UK Sanctions List (XML, CSV) and OFSI's old ConList.
//!
//! Traps: `Name 6` is the family name of a person and the whole name of anything else; the other names stand before it;
//! several values of one cell are numbered (`1) Saudi Arabia 2) Qatar`, `(1) Mosul (2) Baghdad`, `a) ... b) ...`);
//! old files are windows-1252 without saying so; passport numbers of old files sit in prose.

use crate::Input;
use crate::account::{OnProblem, Report};
use crate::problem::Error;
use interdict_model::{
    Address, Country, DateSpan, Entity, IdKind, Identifier, Link, LinkKind, Listing, Name, NameKind, NameParts,
    Property,
};
use std::borrow::Cow;

/// The text of a CSV of the UK: UTF-8, else windows-1252, in which OFSI wrote for years without declaring it; which one is noted.
pub(super) fn text<'i>(input: &'i Input, on: OnProblem, report: &mut Report) -> Result<Cow<'i, str>, Error> {
    let problem = match input.text() {
        Ok(text) => return Ok(text),
        Err(problem) => problem,
    };
    let (text, undefined) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&input.bytes);
    // encoding_rs maps the five bytes that windows-1252 leaves open to C1 controls: a list has none.
    if undefined || input.bytes.is_empty() || text.contains(|c: char| ('\u{80}'..'\u{A0}').contains(&c)) {
        report.settle(on, problem)?;
        return Ok(input.text_lossy());
    }
    let line = problem.line.unwrap_or(0);
    report.notes.push(format!("{}: not UTF-8 from line {line} on: read as windows-1252", input.file_name()));
    Ok(text)
}

/// Midnight UTC of a day such as `10/09/2026`, `10-Sep-2026`.
pub(super) fn published(text: &str) -> Option<jiff::Timestamp> {
    let day = text.trim().parse::<interdict_model::PartialDate>().ok()?.full()?;
    day.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp())
}

/// The schema of `Individual`, `Entity`, `Ship`.
pub(super) fn schema(text: &str) -> Option<interdict_model::Schema> {
    interdict_model::Schema::parse(text)
}

/// What a name type (`Primary Name`, `Primary Name Variation`, `Alias`, `AKA`, `FKA`, `Prime Alias`) and an alias strength mean.
pub(super) fn name_kind(kind: &str, strength: &str) -> NameKind {
    let (kind, strength) = (kind.trim().to_ascii_lowercase(), strength.trim().to_ascii_lowercase());
    if strength.starts_with("low") {
        return NameKind::WeakAlias;
    }
    match kind.as_str() {
        "primary name" | "prime alias" | "primary" => NameKind::Primary,
        "fka" | "f.k.a" | "f.k.a." | "formerly known as" => NameKind::Former,
        _ => NameKind::Alias,
    }
}

/// A name from `Name 6` and `Name 1` to `Name 5`.
pub(super) fn name(kind: NameKind, last: &str, others: [&str; 5], person: bool) -> Name {
    let others = others.map(str::trim);
    let last = last.trim();
    let before: Vec<&str> = others.into_iter().filter(|n| !n.is_empty()).collect();
    let text = before.iter().copied().chain(Some(last).filter(|l| !l.is_empty())).collect::<Vec<_>>().join(" ");
    let mut name = Name::new(kind, text);
    if person && !before.is_empty() {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_string());
        let middle: Vec<&str> = others[1..].iter().copied().filter(|n| !n.is_empty()).collect();
        name.parts = NameParts { given: some(others[0]), middle: some(&middle.join(" ")), family: some(last) };
    }
    name
}

/// A name in another script, with the language or script that the list gives.
pub(super) fn other_script(out: &mut Entity, text: &str, script: Option<&str>, language: Option<&str>) {
    out.add_name(Name { language: language.or(script).map(str::to_string), ..Name::new(NameKind::OtherScript, text) });
}

/// The primary name stands first, whatever order the file has.
pub(super) fn primary_first(out: &mut Entity) {
    out.names.sort_by_key(|n| n.kind != NameKind::Primary);
}

/// Measures divided by `|`.
pub(super) fn measures(listing: &mut Listing, text: &str) {
    text.split('|').for_each(|m| listing.add_measure(m));
}

/// The values of a cell: those divided by `|`, and those that are numbered.
pub(super) fn values(text: &str) -> Vec<&str> {
    text.split('|').flat_map(numbered).collect()
}

/// Cuts `1) A 2) B`, `(1) A (2) B`, `a) A b) B` into its values; a text that does not begin with the first number stays whole.
pub(super) fn numbered(text: &str) -> Vec<&str> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let Some((start, mut from)) = marker(text, 0, 0) else { return vec![text] };
    if start != 0 {
        return vec![text];
    }
    let mut out = Vec::new();
    let mut number = 1;
    while let Some((at, behind)) = marker(text, from, number) {
        out.push(text[from..at].trim());
        (from, number) = (behind, number + 1);
    }
    out.push(text[from..].trim());
    out.retain(|v| !v.is_empty());
    out
}

/// Where the marker of this number (from 0) begins at or after `from`, and where it ends. Letters and digits mix in real cells.
fn marker(text: &str, from: usize, number: usize) -> Option<(usize, usize)> {
    let letter = char::from(b'a' + u8::try_from(number).ok().filter(|n| *n < 26)?);
    let rest = text.get(from..)?;
    for (at, _) in rest.match_indices(')') {
        let before = &rest[..at];
        let label = [(number + 1).to_string(), letter.to_string()].into_iter().find(|l| before.ends_with(l.as_str()));
        let Some(label) = label else { continue };
        let head = &before[..before.len() - label.len()];
        let head = head.strip_suffix('(').unwrap_or(head);
        if head.is_empty() || head.ends_with(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '.')) {
            return Some((from + head.len(), from + at + 1));
        }
    }
    None
}

/// An address from its six lines; the list does not say which line is the city.
pub(super) fn address(lines: [&str; 6], postal_code: &str, country: &str) -> Address {
    let lines: Vec<&str> = lines.into_iter().map(str::trim).filter(|l| !l.is_empty()).collect();
    Address::from_parts(&lines.join(", "), "", "", postal_code, country)
}

/// Adds the dates of birth of a cell: days, `dd/mm/1945`, `00/00/1980`, years.
pub(super) fn births(out: &mut Entity, text: &str) {
    for value in values(text) {
        out.add_date_text(Property::BirthDate, value);
    }
}

/// Adds every value of a cell as a statement.
pub(super) fn facts(out: &mut Entity, property: Property, text: &str) {
    for value in values(text) {
        out.add_fact(property, value);
    }
}

/// Adds every value of a cell as a country.
pub(super) fn territories(out: &mut Entity, property: Property, text: &str) {
    for value in values(text) {
        out.add_territory(property, value);
    }
}

/// Adds links to the parties that a cell names.
pub(super) fn links(out: &mut Entity, kind: LinkKind, names: &str, words: Option<&str>) {
    for name in values(names) {
        out.add_link(Link { kind, name: name.to_string(), id: None, text: words.map(str::to_string) });
    }
}

/// Adds a number with what the list says of it.
pub(super) fn document(out: &mut Entity, kind: IdKind, number: &str, info: Option<&str>) {
    let country = info.and_then(country_in);
    out.add_identifier(Identifier { country, note: info.map(str::to_string), ..Identifier::new(kind, number.trim()) });
}

/// Adds the numbers of a prose cell such as `Passport No: 592667 (Qatari passport issued on 3 May 2007).`: the number apart, the prose as note.
pub(super) fn documents_in_prose(out: &mut Entity, kind: IdKind, text: &str) {
    for prose in numbered(text) {
        match number_in(prose) {
            Some(number) => document(out, kind, &number, Some(prose).filter(|p| *p != number)),
            None => document(out, kind, prose, None),
        }
    }
}

/// The first word that is surely a number of a document: at least three digits, no date, no year; with a series of letters before it.
fn number_in(prose: &str) -> Option<String> {
    let clean = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    // `number:1027508157` is two words.
    let words: Vec<String> = prose.split([' ', ':', '(', ')', '\u{A0}']).map(clean).filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| {
        let digits = w.chars().filter(char::is_ascii_digit).count();
        let plain = w.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/'));
        let year = w.len() == 4 && digits == 4 && (w.starts_with("19") || w.starts_with("20"));
        let day = w.len() > 4 && w.parse::<interdict_model::PartialDate>().is_ok();
        digits >= 3 && plain && !year && !day
    })?;
    // A series is one to three capitals, and is no "No".
    let series = at.checked_sub(1).and_then(|n| words.get(n)).filter(|w| {
        (1..=3).contains(&w.len())
            && w.bytes().all(|b| b.is_ascii_uppercase())
            && !matches!(w.as_str(), "NO" | "ID" | "SSN")
    });
    let number = words.get(at)?;
    Some(series.map_or(number.clone(), |s| format!("{s} {number}")))
}

/// The country that a note on a document names: in brackets, or before `passport`; `None` where that is no country's name.
fn country_in(info: &str) -> Option<Country> {
    let bracket = info.split_once('(').and_then(|(_, r)| r.split_once(')')).map(|(inside, _)| inside);
    let before = info.to_ascii_lowercase().find("passport").and_then(|at| info.get(..at));
    [bracket, before].into_iter().flatten().find_map(|t| Country::parse(t.trim()))
}

/// The number behind a label in prose (`UN Ref QDe.004`, `IMO number: 7303803`), up to a blank or bracket.
pub(super) fn after_label<'t>(text: &'t str, labels: &[&str], fits: fn(&str) -> bool) -> Vec<&'t str> {
    let lower = text.to_ascii_lowercase();
    let mut out = Vec::new();
    for label in labels {
        for (at, _) in lower.match_indices(label) {
            let rest = &text[at + label.len()..];
            let rest = rest.trim_start_matches([' ', ':', '.', '#', '\u{A0}']);
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(rest.len());
            let word = rest[..end].trim_end_matches('.');
            if fits(word) && !out.contains(&word) {
                out.push(word);
            }
        }
    }
    out
}

/// Is this a reference of the UN list: `QDe.004`, `QE.A.146.14`, `TAi.172`?
pub(super) fn is_un_reference(word: &str) -> bool {
    word.contains('.')
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word.len() >= 6
}

/// A reference to the same party on another list.
pub(super) fn reference(out: &mut Entity, label: &str, value: &str) {
    out.add_identifier(Identifier {
        label: Some(label.to_string()),
        ..Identifier::new(IdKind::ListReference, value.trim())
    });
}

/// Adds the date on which a ship was built.
pub(super) fn built(out: &mut Entity, text: &str) {
    for value in values(text) {
        // Spreadsheets print years with a thousands separator.
        let plain = value.replace(',', "");
        match DateSpan::parse(&plain) {
            Some(span) => out.add_date(Property::BuildDate, span),
            None => out.add_date_text(Property::BuildDate, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbered_cells_come_apart_and_others_stay_whole() {
        assert_eq!(numbered("1) Saudi Arabia 2) Qatar"), ["Saudi Arabia", "Qatar"]);
        assert_eq!(numbered("(1) Mosul (2) Baghdad (3) Day Az-Zawr"), ["Mosul", "Baghdad", "Day Az-Zawr"]);
        assert_eq!(numbered("(1) Germany (b) Algeria"), ["Germany", "Algeria"]);
        assert_eq!(numbered("(1) Samarra"), ["Samarra"]);
        assert_eq!(numbered("Iranian (Iranian citizenship)"), ["Iranian (Iranian citizenship)"]);
        assert_eq!(numbered("Minister (1) of Finance"), ["Minister (1) of Finance"]);
    }

    #[test]
    fn a_passport_number_is_taken_out_of_its_prose_and_the_prose_stays() {
        let cases = [
            ("Passport No: 592667 (Qatari passport issued on 3 May 2007).", "592667"),
            ("Passport no. BPA C700RKL8R4 (German). Issued on 18 Feb. 2010", "BPA C700RKL8R4"),
            ("Saudi Arabian national identification number:1027508157", "1027508157"),
            ("CAR diplomatic passport No D00000898, issued on 11 April 2013", "D00000898"),
            ("Issued on 3/5/2007, number 1999887", "1999887"),
            ("CV9157521(Pakistan) Issued 8.9.2008", "CV9157521"),
            ("6487 (Egypt). Issued 30 Jan 1986.", "6487"),
        ];
        for (prose, number) in cases {
            assert_eq!(number_in(prose).as_deref(), Some(number), "{prose}");
        }
        assert_eq!(number_in("Uganda Passport."), None);
    }

    #[test]
    fn a_reference_in_prose_is_found_once() {
        let text = "UN Ref QDe.004. Emir. UN REF: QDe.004";
        assert_eq!(after_label(text, &["un ref"], is_un_reference), ["QDe.004"]);
        assert!(after_label("UN Reference pending", &["un ref"], is_un_reference).is_empty());
    }

    proptest! {
        #[test]
        fn any_cell_is_cut_without_panic(text in "(\\(?[0-9a-z]\\)|[ A-Zé.]|UN Ref ?|IMO ?){0,12}") {
            let _ = numbered(&text);
            let _ = number_in(&text);
            let _ = after_label(&text, &["un ref", "imo"], is_un_reference);
        }
    }
}
