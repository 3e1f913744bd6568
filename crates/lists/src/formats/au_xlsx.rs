//! Australia, DFAT consolidated list, XLSX: one worksheet, a row a name.
//!
//! Rows whose `Reference` has the same number are one party: `2` carries its name, `2a`, `2b` its other names, all else is repeated,
//! not always to the letter; what differs is kept beside the first.
//!
//! What the dates mean, decided from the file: **`Control Date` is not the listing date.** Parties listed in 2001 have a control date of
//! 2026, that of their last change; it is read as [`Listing::amended`]. The first day of a listing stands, for some, in the prose of
//! `Listing Information` ("Listed on 25 January 2001 (amended on ...)"); it is read where the prose begins so, and stays unknown
//! for parties of which only the instrument is named. For parties of the Security Council it is the Council's date.
//!
//! Traps: dates are Excel numbers or text; a year in a cell that is formatted as a date is still a year (1969 is not the 22nd of May
//! 1905); trailing no-break spaces; the lists of `a) ... b) ...` within a cell.

use super::{Format, Reader, dates};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem, shown};
use crate::table::{Row, Rows, Shape};
use calamine::{DataRef, Reader as _, Xlsx};
use interdict_model::{
    Address, Authority, Country, Entity, IdKind, Identifier, Listing, Measure, Name, NameKind, PartialDate, Property,
    Schema,
};
use std::collections::HashMap;
use std::io::Cursor;

pub(super) const READER: Reader = Reader {
    format: Format::AuXlsx,
    title: "Australia, DFAT consolidated list, XLSX",
    schema: "https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list",
    recognise: |_, input| {
        // Only the cells of the first row are read: a workbook of statistics must not be read whole to be refused.
        input.bytes.starts_with(b"PK\x03\x04")
            && first_row(input).is_ok_and(|header| REQUIRED.iter().all(|c| header.iter().any(|h| h == c)))
    },
    read,
};

const NAME: &str = "Name of Individual or Entity";
const REQUIRED: &[&str] = &["Reference", NAME, "Type", "Name Type", "Control Date"];

/// Columns of 1 and 0, and the measure of each.
const MEASURES: &[(&str, Measure)] = &[
    ("Targeted Financial Sanction", Measure::AssetFreeze),
    ("Travel Ban", Measure::TravelBan),
    ("Arms Embargo", Measure::ArmsEmbargo),
    ("Maritime Restriction", Measure::PortBan),
];

fn broken(input: &Input, e: &dyn std::fmt::Display) -> Problem {
    let advice = "fetch it again; the last good list stays in force";
    Problem::new(format!("a workbook that cannot be read ({e})"), "an XLSX workbook")
        .in_file(&input.name)
        .advise(advice)
}

/// Walks the cells of the first worksheet, by row and column from 0, until `f` gives `false`.
fn cells(input: &Input, mut f: impl FnMut(u32, usize, &DataRef<'_>) -> bool) -> Result<(), Problem> {
    let mut book = Xlsx::new(Cursor::new(&input.bytes[..])).map_err(|e| broken(input, &e))?;
    let sheets = book.sheet_names();
    let sheet = sheets.first().ok_or_else(|| broken(input, &"no worksheet"))?;
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|e| broken(input, &e))?;
    while let Some(cell) = cells.next_cell().map_err(|e| broken(input, &e))? {
        let (row, column) = cell.get_position();
        if !f(row, column as usize, cell.get_value()) {
            break;
        }
    }
    Ok(())
}

fn first_row(input: &Input) -> Result<Vec<String>, Problem> {
    let mut out = Vec::new();
    let mut first = None;
    cells(input, |row, _, value| {
        let here = *first.get_or_insert(row) == row;
        if here {
            out.push(text(value, "").trim().to_string());
        }
        here && out.len() < crate::table::MAX_COLUMNS
    })?;
    Ok(out)
}

/// A cell as text; dates as `2026-07-14`.
fn text(value: &DataRef<'_>, column: &str) -> String {
    let whole = |f: f64| if f.fract() == 0.0 { format!("{f:.0}") } else { f.to_string() };
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(f) => whole(*f),
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::SharedString(s) => s.to_string(),
        DataRef::Bool(b) => u8::from(*b).to_string(),
        DataRef::Error(e) => e.to_string(),
        DataRef::DateTime(d) => {
            let serial = d.as_f64();
            // As a number of days these would be dates of 1904 and 1905, of which nobody on the list is.
            if column == "Date of Birth" && (1850.0..2100.0).contains(&serial) {
                return whole(serial);
            }
            let (y, m, d, ..) = d.to_ymd_hms_milli();
            format!("{y:04}-{m:02}-{d:02}")
        }
    }
}

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "a list").into()) };
    let mut report = Report::default();
    let rows = sheet(input)?;
    let mut rows = rows.into_iter();
    let (_, header) = rows.next().ok_or_else(|| broken(input, &"an empty worksheet"))?;
    let shape = Shape { required: REQUIRED, ragged: true, ..Shape::default() };
    let mut table = Rows::open(&input.name, header, shape, on_problem)?;
    let mut entities: Vec<Entity> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut take = |row: &Row<'_>| {
        let (number, entity) = entity(row, &input.name)?;
        match at.get(&number).and_then(|n| entities.get_mut(*n)) {
            Some(known) => merge(known, entity),
            None => {
                at.insert(number, entities.len());
                entities.push(entity);
            }
        }
        Ok(())
    };
    for (line, cells) in rows {
        table.take(&csv::StringRecord::from(cells), line, &mut report, &mut take)?;
    }
    table.finish(&mut report);
    for entity in &mut entities {
        // Where an alias row stands before that of the primary name.
        entity.names.sort_by_key(|n| n.kind != NameKind::Primary);
    }
    let meta = Meta { source: "au-dfat".into(), published: None, complete: true };
    Ok(Reading { format: Format::AuXlsx, meta, entities, report })
}

/// The rows of the first worksheet with their numbers as Excel shows them, the header first.
fn sheet(input: &Input) -> Result<Vec<(u64, Vec<String>)>, Problem> {
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let mut header: Vec<String> = Vec::new();
    let mut wide = false;
    cells(input, |row, column, value| {
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|(n, _)| *n != line) {
            if rows.len() == 1 {
                header = rows.first().map(|(_, cells)| cells.clone()).unwrap_or_default();
            }
            rows.push((line, Vec::new()));
        }
        wide |= column >= crate::table::MAX_COLUMNS;
        if let Some((_, cells)) = rows.last_mut().filter(|_| !wide) {
            let title = header.get(column).map_or("", |t| t.trim());
            let text = text(value, title);
            if column >= cells.len() && !text.is_empty() {
                cells.resize(column + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            }
        }
        !wide
    })?;
    if wide {
        let wanted = format!("at most {} columns", crate::table::MAX_COLUMNS);
        return Err(Problem::new("a cell beyond that", wanted).in_file(&input.name));
    }
    Ok(rows)
}

/// The number of a party and what one row says of it.
fn entity(row: &Row<'_>, file: &str) -> Result<(String, Entity), Problem> {
    let reference = row.need("Reference")?;
    let digits = reference.bytes().take_while(u8::is_ascii_digit).count();
    let (number, letters) = reference.split_at(digits);
    let in_id = |p: Problem| p.in_id(reference);
    if number.is_empty() || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(Problem::new(shown(reference), "a number and letters, such as 2 or 2a").in_field("Reference"));
    }
    let printed = row.need("Type").map_err(in_id)?;
    let schema = match printed {
        // "Entity" is DFAT's word for all that is no person; the model's reading of it is the same.
        "Individual" | "Entity" | "Vessel" => Schema::parse(printed),
        _ => None,
    };
    let schema =
        schema.ok_or_else(|| in_id(Problem::new(shown(printed), "Individual, Entity or Vessel").in_field("Type")))?;
    let mut out = Entity::new("au-dfat", number, schema);
    out.record = row.source(file);
    let kind = match (row.get_or_empty("Name Type"), row.get("Alias Strength")) {
        ("Primary Name", _) => NameKind::Primary,
        ("Original Script", _) => NameKind::OtherScript,
        (_, Some("Weak")) => NameKind::WeakAlias,
        ("Alias", _) => NameKind::Alias,
        (other, _) => {
            let wanted = "Primary Name, Alias or Original Script";
            return Err(in_id(Problem::new(shown(other), wanted).in_field("Name Type")));
        }
    };
    let name = row.need(NAME).map_err(in_id)?;
    out.add_name(Name::new(kind, name.trim_end_matches([';', ' ', '\u{A0}'])));

    if let Some(text) = row.get("Date of Birth") {
        dates::add(&mut out, Property::BirthDate, &text.replace(['\u{A0}', '\n'], " "));
    }
    for place in lettered(row.get_or_empty("Place of Birth")) {
        out.add_fact(Property::BirthPlace, &place);
    }
    for country in countries(row.get_or_empty("Citizenship")) {
        out.add_territory(Property::Citizenship, &country);
    }
    for line in lettered(row.get_or_empty("Address")) {
        let last = line.rsplit(',').next().unwrap_or("");
        let country = Country::parse(last).or_else(|| Country::parse(&line));
        out.add_address(Address { country, full: line, ..Address::default() });
    }
    if let Some(text) = row.get("Additional Information") {
        if let Some(reference) = un_reference(text) {
            out.add_identifier(Identifier {
                label: Some("UN reference".into()),
                ..Identifier::new(IdKind::ListReference, reference)
            });
        }
        out.add_fact(Property::Notes, text);
    }
    if let Some(imo) = row.get("IMO Number") {
        out.add_identifier(Identifier::new(IdKind::Imo, imo));
    }
    out.listings.push(listing(row, &mut out.facts).map_err(in_id)?);
    Ok((number.to_string(), out))
}

fn listing(row: &Row<'_>, facts: &mut Vec<interdict_model::Fact>) -> Result<Listing, Problem> {
    let mut out = Listing::new(Authority::au(), "Consolidated List");
    out.programmes.extend(row.get("Committees").map(str::to_string));
    for (column, measure) in MEASURES {
        match row.get(column) {
            None | Some("0" | "No" | "FALSE") => {}
            Some("1" | "Yes" | "TRUE") => {
                out.measures.push(*measure);
                out.measure_texts.push(column.to_string());
            }
            Some(other) => return Err(Problem::new(shown(other), "1 or 0").in_field(*column)),
        }
    }
    out.measures.sort_unstable();
    if let Some(text) = row.get("Control Date") {
        let bad = |_| Problem::new(shown(text), "a date").in_field("Control Date");
        out.amended = Some(text.parse().map_err(bad)?);
    }
    if let Some(text) = row.get("Listing Information") {
        out.from = listed_on(text);
        facts.push(interdict_model::Fact { property: Property::Notes, value: format!("Listing information: {text}") });
    }
    out.legal_basis.extend(row.get("Instrument of Designation").map(str::to_string));
    Ok(out)
}

/// Adds another name's row: what differs in it is kept beside what is known.
fn merge(known: &mut Entity, other: Entity) {
    other.names.into_iter().for_each(|n| known.add_name(n));
    other.identifiers.into_iter().for_each(|i| known.add_identifier(i));
    other.dates.into_iter().for_each(|d| known.add_date(d.property, d.span));
    other.territories.into_iter().for_each(|t| known.add_territory(t.property, &t.text));
    other.addresses.into_iter().for_each(|a| known.add_address(a));
    other.facts.into_iter().for_each(|f| known.add_fact(f.property, &f.value));
    for new in other.listings {
        match known.listings.iter_mut().find(|l| l.programmes == new.programmes) {
            Some(listing) => {
                listing.amended = listing.amended.max(new.amended);
                listing.from = match (listing.from, new.from) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                listing.measures.extend(new.measures);
                listing.measures.sort_unstable();
                listing.measures.dedup();
                for text in new.measure_texts {
                    if !listing.measure_texts.contains(&text) {
                        listing.measure_texts.push(text);
                    }
                }
                for basis in new.legal_basis {
                    if !listing.legal_basis.contains(&basis) {
                        listing.legal_basis.push(basis);
                    }
                }
            }
            None => known.listings.push(new),
        }
    }
}

/// The parts of `a) x b) y`; the whole where there are no such letters.
fn lettered(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut next = b'a';
    for word in text.split(|c: char| c.is_whitespace()).filter(|w| !w.is_empty()) {
        let label = word.strip_prefix('(').unwrap_or(word).strip_suffix(')');
        if label.is_some_and(|l| l.as_bytes() == [next]) {
            next = next.saturating_add(1);
            out.push(std::mem::take(&mut part));
        } else {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(word);
        }
    }
    out.push(part);
    let trimmed = out.iter().map(|p| p.trim_end_matches([';', ',']).trim().to_string());
    trimmed.filter(|p| !p.is_empty()).collect()
}

/// The countries of a cell: lettered, or separated by commas where every part is a country.
fn countries(text: &str) -> Vec<String> {
    let parts = lettered(text);
    if let [one] = &parts[..]
        && Country::parse(one).is_none()
    {
        for separator in [';', ',', '/'] {
            let split: Vec<&str> = one.split(separator).map(str::trim).filter(|p| !p.is_empty()).collect();
            if split.len() > 1 && split.iter().all(|p| Country::parse(p).is_some()) {
                return split.into_iter().map(str::to_string).collect();
            }
        }
    }
    parts
}

/// The Security Council's reference (`TAi.002`) with which the additional information of its parties begins.
fn un_reference(text: &str) -> Option<&str> {
    let first = text.split_whitespace().next()?.trim_end_matches('.');
    let (letters, digits) = first.split_once('.')?;
    let fits = letters.len() == 3
        && letters.ends_with(['i', 'e'])
        && letters.bytes().take(2).all(|b| b.is_ascii_uppercase())
        && digits.len() == 3
        && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(first)
}

/// The first day of the listing, where the prose begins with it: "Listed on 25 January 2001 (amended on ...)", "Designated under the
/// Autonomous Sanctions Regulations 2011 on 2 March 2012. Formerly ...".
fn listed_on(text: &str) -> Option<PartialDate> {
    let lower = text.trim().to_lowercase().replace(['\u{A0}', '\n'], " ");
    let begins =
        ["listed", "first listed", "designated under", "designated as", "the minister for foreign affairs listed"];
    if !begins.iter().any(|b| lower.starts_with(b)) {
        return None;
    }
    // What stands behind these words is a later day.
    let later = ["amended", "relist", "re-list", "formerly", "updated"];
    let end = later.iter().filter_map(|w| lower.find(w)).min().unwrap_or(lower.len());
    let first = lower.get(..end)?;
    let mut rest = first;
    while let Some(at) = rest.find(" on") {
        rest = rest.get(at + 3..)?;
        let behind = rest.trim_start_matches([':', ' ']);
        let words: Vec<&str> = behind.split_whitespace().take(3).collect();
        let end_of_date = |w: &str| w.trim_end_matches(['.', ',', ';', '(', ')', ':']).to_string();
        let candidates = [words.join(" "), words.first().map(|w| w.to_string()).unwrap_or_default()];
        if let Some(date) = candidates.iter().find_map(|c| end_of_date(c).parse::<PartialDate>().ok())
            && date.day().is_some()
        {
            return Some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_is_read_from_the_prose_and_later_ones_are_not() {
        let day = |t: &str| listed_on(t).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(day("Listed on 25 January 2001 (amended on 3 Sep 2003)"), "2001-01-25");
        assert_eq!(day("Listed on: 25 Jan. 2001 ( amended on 3 Sep. 2003)"), "2001-01-25");
        assert_eq!(day("Listed by the 1533 Committee on 14 July 2026"), "2026-07-14");
        assert_eq!(day("First listed on 1/11/2005 (amended on 2/3/2010)"), "2005-11-01");
        let text = "Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012. Formerly listed as 2011SYR0023.";
        assert_eq!(day(text), "2012-03-02");
        for unknown in [
            "Autonomous Sanctions (Designated Persons and Entities) Amendment (No. 7) Instrument 2022",
            "Listed by the 1718 Committee (amended on 2 June 2017)",
            "Relisted on 12 January 2024",
            "",
        ] {
            assert_eq!(day(unknown), "", "{unknown}");
        }
    }

    #[test]
    fn lettered_parts_are_told_apart_and_others_are_not() {
        assert_eq!(lettered("a) Algeria b) Mali"), ["Algeria", "Mali"]);
        assert_eq!(lettered("Jordan House (previous address)"), ["Jordan House (previous address)"]);
        assert_eq!(countries("Syria, Lebanon"), ["Syria", "Lebanon"]);
        assert_eq!(countries("Congo, Democratic Republic of the").len(), 1);
        assert_eq!(un_reference("TAi.002. Title: a) Mullah"), Some("TAi.002"));
        assert_eq!(un_reference("Ltd. of x"), None);
    }
}
