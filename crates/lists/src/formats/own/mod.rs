//! A list of the user's own: customers, a house list, facts about listings; CSV, TSV or `;`.
//!
//! `docs/src/own-lists.md` describes the columns. Traps: every program names its columns otherwise, so that the titles are guessed and
//! the guess is told ([`columns`]); a mapping in YAML beside the table settles it ([`mapping`]). Dates of three numbers are read
//! day first unless the mapping says otherwise, and the account counts those that could be read both ways. This is the last format
//! to be tried, and refuses a table that is no list of parties.

mod cells;
mod columns;
mod mapping;
mod parties;
mod stream;

pub use mapping::Mapping;
pub(crate) use mapping::beside;
pub use stream::{PartyTable, delimiter};

use super::{Format, Reader, nationality};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem, shown};
use crate::table::{self, Shape};
use cells::DateOrder;
use columns::{AddressPart, Columns, Field, NamePart};
use interdict_model::{Address, Authority, Certainty, Entity, Listing, Name, NameKind, NameParts, Property, Schema};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

pub(super) const READER: Reader = Reader {
    format: Format::Own,
    title: "A list of your own, CSV",
    schema: "docs/src/own-lists.md",
    recognise: |head, input| recognise(head, input),
    read,
};

/// Is there a mapping among these inputs? It says plainly that the table is a list of the user's own.
pub(super) fn has_mapping(inputs: &[Input]) -> bool {
    inputs.len() > 1 && inputs.iter().any(mapping::is_mapping)
}

fn recognise(head: &str, input: &Input) -> bool {
    let begin = head.trim_start_matches('\u{FEFF}').trim_start();
    if begin.is_empty() || begin.starts_with(['<', '{', '[', '%']) || begin.contains('\0') || mapping::is_mapping(input)
    {
        return false;
    }
    let (delimiter, skip) = cut(head);
    let rest = head.splitn(skip + 1, '\n').nth(skip).unwrap_or("");
    header(rest, delimiter).is_ok_and(|titles| {
        let columns = Columns::of(titles.iter().map(String::as_str), &BTreeMap::new());
        titles.iter().all(|t| t.chars().count() < 80) && columns.looks_like_parties()
    })
}

/// Does the header say that the table is a list, and not a file of customers? It names an authority, a list, programmes or measures.
pub(crate) fn says_it_is_a_list(head: &str) -> bool {
    let (delimiter, skip) = cut(head);
    let rest = head.splitn(skip + 1, '\n').nth(skip).unwrap_or("");
    let of_lists = ["authority", "list", "programmes", "measures"];
    header(rest, delimiter).is_ok_and(|titles| titles.iter().any(|t| of_lists.contains(&t.to_lowercase().as_str())))
}

/// The delimiter of a table, and how many lines stand before its header: Excel writes `sep=;` as a line of its own.
fn cut(text: &str) -> (u8, usize) {
    let first = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or("");
    if let Some(said) = first.strip_prefix("sep=").and_then(|s| s.bytes().next()) {
        return (said, 1);
    }
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for b in first.bytes() {
        quoted ^= b == b'"';
        if let Some(c) = counts.iter_mut().find(|c| c.0 == b && !quoted) {
            c.1 += 1;
        }
    }
    // The first of the most frequent: a comma where there is none at all.
    let best = counts.iter().rev().max_by_key(|c| c.1).map_or(b',', |c| c.0);
    (best, 0)
}

fn header(text: &str, delimiter: u8) -> Result<Vec<String>, csv::Error> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    reader.read_record(&mut row)?;
    Ok(row.iter().map(|t| t.trim().trim_start_matches('\u{FEFF}').to_string()).collect())
}

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    read_rows(inputs, on_problem, Rows::Merged)
}

/// Reads a table of the user's parties, a row a party: rows are not merged, and a row may have any id. JSON lines are a table too, the keys
/// of the objects its columns.
pub fn parties(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let tables: Vec<Input> = inputs.iter().map(parties::table).collect::<Result<_, _>>()?;
    read_rows(&tables, on_problem, Rows::Each)
}

/// Like [`parties`], for tables whose values were disturbed on purpose, to measure a search: a date that cannot be (`1974-01-32`) is kept as
/// text, and a note counts such dates, where otherwise the row would be refused.
pub fn disturbed_parties(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let tables: Vec<Input> = inputs.iter().map(parties::table).collect::<Result<_, _>>()?;
    read_rows(&tables, on_problem, Rows::Disturbed)
}

/// What becomes of the rows of one id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// They are one entity with several listings.
    Merged,
    /// Each is a party of its own.
    Each,
    /// Each is a party of its own, and a date that cannot be is kept as text.
    Disturbed,
}

fn read_rows(inputs: &[Input], on_problem: OnProblem, rows: Rows) -> Result<Reading, Error> {
    let input = inputs.iter().find(|i| !mapping::is_mapping(i));
    let input = input.ok_or_else(|| Problem::new("a mapping without a table", "the table that it describes"))?;
    let mut report = Report::default();
    let beside = inputs.iter().find(|i| mapping::is_mapping(i) && inputs.len() > 1);
    let mapping = beside.map(Mapping::read).transpose()?.unwrap_or_default();
    let text = text(input, &mapping, on_problem, &mut report)?;
    let (told, skip_lines) = cut(&text);
    let delimiter = mapping.delimiter.unwrap_or(told);
    let rest = text.splitn(skip_lines + 1, '\n').nth(skip_lines).unwrap_or("");
    let titles = header(rest, delimiter).map_err(|e| {
        Problem::new(format!("a header that cannot be read ({e})"), "column names").in_file(&input.name)
    })?;
    if let Some(beside) = beside {
        mapping.check(&beside.name, input.file_name(), &titles)?;
    }
    let columns = Columns::of(titles.iter().map(String::as_str), &mapping.columns);
    if !columns.has_name() {
        let advice = "call the column of names 'name', or say in a mapping which it is (docs/src/own-lists.md)";
        let found = format!("the columns {}", titles.join(", "));
        return Err(Problem::new(found, "a column of names").in_file(&input.name).advise(advice).into());
    }
    report.notes.extend(columns.notes());

    let stem = stem(input.file_name());
    let reader = Table {
        columns: &columns,
        source: mapping.source.clone().unwrap_or_else(|| format!("own/{stem}")),
        list: mapping.list.clone().unwrap_or_else(|| stem.to_string()),
        authority: mapping.authority.clone().unwrap_or_else(house),
        order: mapping.date_order.unwrap_or_default(),
        order_told: mapping.date_order.is_some(),
        mapping: &mapping,
        ambiguous: Cell::new(0),
        impossible: (rows == Rows::Disturbed).then(|| Cell::new(0)),
    };
    let mut listed = Listed::default();
    let shape = Shape { delimiter, skip_lines, ragged: true, ..Shape::default() };
    table::read(&input.name, &text, shape, on_problem, &mut report, |row| {
        let (mut entity, has_id) = reader.entity(row)?;
        entity.record = row.source(&input.name);
        if rows != Rows::Merged {
            listed.entities.push(entity);
            return Ok(());
        }
        listed.add(entity, has_id)
    })?;
    if reader.ambiguous.get() > 0 {
        let n = reader.ambiguous.get();
        report.notes.push(format!(
            "{n} dates can be read day first or month first and were read day first; a mapping settles it (date_order)"
        ));
    }
    if let Some(n) = reader.impossible.as_ref().map(Cell::get).filter(|n| *n > 0) {
        report.notes.push(format!("{n} dates cannot be and were kept as text"));
    }
    if listed.derived > 0 {
        let n = listed.derived;
        report.notes.push(format!("{n} rows have no id; theirs (~...) are made from name and date of birth"));
    }
    let meta = Meta { source: reader.source.clone(), published: None, complete: mapping.complete.unwrap_or(true) };
    Ok(Reading { format: Format::Own, meta, entities: listed.entities, report })
}

/// The text of the table; a mapping may name its encoding.
fn text<'i>(
    input: &'i Input,
    mapping: &Mapping,
    on_problem: OnProblem,
    report: &mut Report,
) -> Result<Cow<'i, str>, Error> {
    if let Some(encoding) = mapping.encoding {
        return Ok(encoding.decode(&input.bytes).0);
    }
    match input.text() {
        Ok(text) => Ok(text),
        Err(p) if input.bytes.is_empty() => Err(p.into()),
        Err(p) => {
            let advice = "save it as UTF-8, or name its encoding in a mapping (encoding: windows-1252)";
            report.settle(on_problem, p.advise(advice))?;
            Ok(input.text_lossy())
        }
    }
}

/// The authority of a list that names none: the user's own house.
fn house() -> Authority {
    "house".parse().unwrap_or_else(|_| Authority::us())
}

fn stem(file: &str) -> &str {
    file.split('.').find(|part| !part.is_empty()).unwrap_or(file)
}

/// The entities so far; rows of one id and name are one entity with several listings.
#[derive(Default)]
struct Listed {
    entities: Vec<Entity>,
    at: HashMap<(String, String), usize>,
    derived: u64,
}

impl Listed {
    fn add(&mut self, mut entity: Entity, has_id: bool) -> Result<(), Problem> {
        if !has_id {
            self.derived += 1;
            // Two parties of one name and birth date are still two parties.
            let base = entity.id.clone();
            let mut n = 1;
            while self.at.contains_key(&(entity.source.clone(), entity.id.clone())) {
                n += 1;
                entity.id = format!("{base}-{n}");
            }
        }
        let key = (entity.source.clone(), entity.id.clone());
        if let Some(known) = self.at.get(&key).and_then(|at| self.entities.get_mut(*at)) {
            if known.name() != entity.name() || known.schema != entity.schema {
                let found = format!("the id of {} (record {}) again", shown(known.name()), known.record.record);
                let advice = "one id is one party: other names go into the column aliases";
                return Err(Problem::new(found, "an id of its own").in_field("id").in_id(&entity.id).advise(advice));
            }
            merge(known, entity);
            return Ok(());
        }
        self.at.insert(key, self.entities.len());
        self.entities.push(entity);
        Ok(())
    }
}

/// Adds what another row says of the same party.
fn merge(known: &mut Entity, other: Entity) {
    other.names.into_iter().for_each(|n| known.add_name(n));
    other.identifiers.into_iter().for_each(|i| known.add_identifier(i));
    other.dates.into_iter().for_each(|d| known.add_date(d.property, d.span));
    for territory in other.territories {
        if !known.territories.contains(&territory) {
            known.territories.push(territory);
        }
    }
    other.addresses.into_iter().for_each(|a| known.add_address(a));
    other.facts.into_iter().for_each(|f| known.add_fact(f.property, &f.value));
    other.links.into_iter().for_each(|l| known.add_link(l));
    for listing in other.listings {
        if !known.listings.contains(&listing) {
            known.listings.push(listing);
        }
    }
}

/// The cells of one row, by the position of their column.
trait Cells<'r> {
    /// The cell, trimmed; `None` where it is missing or blank.
    fn cell(&self, at: usize) -> Option<&'r str>;
}

impl<'r> Cells<'r> for table::Row<'r> {
    fn cell(&self, at: usize) -> Option<&'r str> {
        table::Row::cell(self, at)
    }
}

/// What is the same for all rows.
struct Table<'t> {
    columns: &'t Columns,
    source: String,
    list: String,
    authority: Authority,
    order: DateOrder,
    order_told: bool,
    mapping: &'t Mapping,
    ambiguous: Cell<u64>,
    /// Dates that cannot be and were kept as text; none where they are refused.
    impossible: Option<Cell<u64>>,
}

impl Table<'_> {
    /// The cells of a field that hold something, with the title of their column.
    fn cells<'c, 'r: 'c>(
        &'c self,
        row: &'c impl Cells<'r>,
        field: Field,
    ) -> impl Iterator<Item = (&'c str, &'r str)> + 'c {
        self.columns.all(field).filter_map(|c| Some((c.title.as_str(), row.cell(c.at)?)))
    }

    fn first<'c, 'r: 'c>(&'c self, row: &'c impl Cells<'r>, field: Field) -> Option<(&'c str, &'r str)> {
        // All of them count as taken.
        let cells: Vec<_> = self.cells(row, field).collect();
        cells.first().copied()
    }

    /// The values of all cells of a field.
    fn values<'c, 'r: 'c>(
        &'c self,
        row: &'c impl Cells<'r>,
        field: Field,
    ) -> impl Iterator<Item = (&'c str, &'r str)> + 'c {
        self.cells(row, field).flat_map(|(column, cell)| cells::values(cell).map(move |v| (column, v)))
    }

    /// The entity of a row with its listing, and whether the row has an id of its own.
    fn entity<'r>(&self, row: &impl Cells<'r>) -> Result<(Entity, bool), Problem> {
        let (mut out, has_id) = self.party(row)?;
        let listing = self.listing(row).map_err(|p| if has_id { p.in_id(&out.id) } else { p })?;
        out.listings.push(listing);
        Ok((out, has_id))
    }

    /// The party of a row, without a listing, and whether the row has an id of its own.
    fn party<'r>(&self, row: &impl Cells<'r>) -> Result<(Entity, bool), Problem> {
        let said = self.first(row, Field::Id);
        let in_id = |p: Problem| match said {
            Some((_, id)) => p.in_id(id),
            None => p,
        };
        let source = self.first(row, Field::Source).map_or(self.source.as_str(), |(_, s)| s);
        let mut out = Entity::new(source, said.map_or("", |(_, id)| id), Schema::LegalEntity);
        self.names(row, &mut out).map_err(in_id)?;
        self.statements(row, &mut out).map_err(in_id)?;
        out.schema = self.schema(row, &mut out).map_err(in_id)?;
        if said.is_none() {
            let born = out.dates_of(Property::BirthDate).next().map(ToString::to_string).unwrap_or_default();
            let hash = xxhash_rust::xxh3::xxh3_64(format!("{}\n{born}", out.name()).as_bytes());
            out.id = format!("~{:08x}", hash >> 32);
        }
        Ok((out, said.is_some()))
    }

    fn names<'r>(&self, row: &impl Cells<'r>, out: &mut Entity) -> Result<(), Problem> {
        let part = |p| self.first(row, Field::NamePart(p)).map(|(_, text)| text.to_string());
        let parts =
            NameParts { given: part(NamePart::Given), middle: part(NamePart::Middle), family: part(NamePart::Family) };
        let joined = [&parts.given, &parts.middle, &parts.family];
        let joined = joined.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let mut names = self.cells(row, Field::Name).map(|(_, name)| name.to_string()).collect::<Vec<_>>();
        // "Customer: 4711" beside "Full name: ...": a number is no name where there is one.
        if names.iter().any(|n| n.chars().any(char::is_alphabetic)) {
            names.retain(|n| n.chars().any(char::is_alphabetic));
        }
        if names.is_empty() && !joined.is_empty() {
            names.push(joined);
        }
        for (n, text) in names.into_iter().enumerate() {
            let kind = if n == 0 { NameKind::Primary } else { NameKind::Alias };
            let parts = if n == 0 { parts.clone() } else { NameParts::default() };
            out.add_name(Name { parts, ..Name::new(kind, text) });
        }
        if out.names.is_empty() {
            let column = self.columns.known.iter().find(|c| c.field == Field::Name).map_or("name", |c| &c.title);
            return Err(Problem::new("nothing", "a name").in_field(column));
        }
        for kind in [NameKind::Alias, NameKind::WeakAlias, NameKind::Former, NameKind::OtherScript] {
            for (_, name) in self.values(row, Field::OtherName(kind)) {
                out.add_name(Name::new(kind, name));
            }
        }
        Ok(())
    }

    fn statements<'r>(&self, row: &impl Cells<'r>, out: &mut Entity) -> Result<(), Problem> {
        // Several columns may hold one field; each column is read once, in the order of the file.
        for column in &self.columns.known {
            let Some(cell) = row.cell(column.at) else { continue };
            let title = column.title.as_str();
            for value in cells::values(cell) {
                match column.field {
                    Field::Identifiers => out.add_identifier(cells::identifier(value, title)?),
                    Field::Identifier(kind) => out.add_identifier(cells::plain_identifier(kind, value)),
                    Field::Date(property) => {
                        let open = !self.order_told && cells::ambiguous(value);
                        self.ambiguous.set(self.ambiguous.get() + u64::from(open));
                        let stated = cells::state(out, property, value, self.order, title);
                        match (&self.impossible, stated) {
                            (Some(count), Err(_)) => {
                                count.set(count.get() + 1);
                                out.add_fact(Property::Notes, &format!("{}: {value}", property.name()));
                            }
                            (_, stated) => stated?,
                        }
                    }
                    Field::Territory(property) => nationality::add(&mut *out, property, value),
                    Field::Addresses => out.add_address(cells::address(value)),
                    Field::Links => out.add_link(cells::link(value, title)?),
                    Field::Facts => cells::fact(out, value, self.order, title)?,
                    _ => {}
                }
            }
            // Free text keeps its semicolons.
            if let Field::Fact(property) = column.field {
                out.add_fact(property, cell);
            }
        }
        let part = |p| self.first(row, Field::AddressPart(p)).map_or("", |(_, text)| text);
        out.add_address(Address::from_parts(
            part(AddressPart::Street),
            part(AddressPart::City),
            part(AddressPart::Region),
            part(AddressPart::PostalCode),
            part(AddressPart::Country),
        ));
        Ok(())
    }

    /// What the row, the mapping or the row's own columns say it is. A word of a column that was only guessed to be the kind is kept
    /// as text where it is none.
    fn schema<'r>(&self, row: &impl Cells<'r>, out: &mut Entity) -> Result<Schema, Problem> {
        for column in self.columns.all(Field::Schema) {
            let Some(word) = row.cell(column.at) else { continue };
            match Schema::parse(word) {
                Some(schema) => return Ok(schema),
                None if column.guessed => out.add_fact(Property::Type, word),
                None => {
                    let wanted = "Person, Organization, Company, PublicBody, LegalEntity, Vessel, Airplane, CryptoWallet, \
                                  Security or Asset";
                    return Err(Problem::new(shown(word), wanted).in_field(&column.title));
                }
            }
        }
        if let Some(schema) = self.mapping.schema {
            return Ok(schema);
        }
        let of_a_person = [Property::BirthDate, Property::DeathDate];
        let person = of_a_person.iter().any(|p| out.dates_of(*p).next().is_some())
            || out.names.first().is_some_and(|n| n.parts.family.is_some())
            || out.facts_of(Property::Gender).next().is_some();
        Ok(if person { Schema::Person } else { Schema::LegalEntity })
    }

    fn listing<'r>(&self, row: &impl Cells<'r>) -> Result<Listing, Problem> {
        let said = self.first(row, Field::Authority);
        let authority = match said {
            Some((column, code)) => Authority::new(code)
                .map_err(|e| Problem::new(shown(&e.0), "a code such as us, eu, uk").in_field(column))?,
            None => self.authority.clone(),
        };
        let list = self.first(row, Field::List).map_or(self.list.as_str(), |(_, l)| l);
        let house = authority.as_str() == "house";
        let mut out = Listing::new(authority, list);
        let texts = |field| self.values(row, field).map(|(_, v)| v.to_string()).collect::<Vec<_>>();
        out.programmes = texts(Field::Programmes);
        out.legal_basis = texts(Field::LegalBasis);
        for (_, measure) in self.values(row, Field::Measures) {
            // The model's own words have `_` in files.
            out.add_measure(&measure.replace('_', " "));
        }
        let date = |field| match self.first(row, field) {
            Some((column, text)) => {
                let open = !self.order_told && cells::ambiguous(text);
                self.ambiguous.set(self.ambiguous.get() + u64::from(open));
                cells::date(text, self.order, column).map(Some)
            }
            None => Ok(None),
        };
        (out.from, out.to, out.amended) = (date(Field::From)?, date(Field::To)?, date(Field::Amended)?);
        if let (Some(from), Some(to)) = (out.from, out.to)
            && to.last() < from.first()
        {
            let found = format!("{to}, before {from}");
            return Err(Problem::new(found, "the day of delisting, not before that of listing").in_field("to"));
        }
        out.reasons = self.cells(row, Field::Reason).map(|(_, r)| r.to_string()).collect();
        out.certainty = match self.first(row, Field::Certainty) {
            Some((column, word)) => {
                let wanted = "official, confirmed, found, inferred or unverified";
                Certainty::parse(word).ok_or_else(|| Problem::new(shown(word), wanted).in_field(column))?
            }
            // The house is its own authority; of others this file is not the authority's own.
            None => self.mapping.certainty.unwrap_or(if house { Certainty::Official } else { Certainty::Found }),
        };
        // Addresses of pages hold semicolons, but no blanks.
        let references = self.cells(row, Field::References).flat_map(|(_, cell)| cell.split("; "));
        out.references = references.map(str::trim).filter(|r| !r.is_empty()).map(str::to_string).collect();
        Ok(out)
    }
}
