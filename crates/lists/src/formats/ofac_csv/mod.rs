//! OFAC's SDN list and consolidated non-SDN list as CSV: four files without a header, told by their content.
//!
//! The main file holds a party a row; addresses, aliases and the rest of long remarks stand in three files beside it and
//! name the party by its number. The traps: `-0-` is null; programmes are written `A] [B`; a byte 0x1A ends the file; remarks break
//! off at 1,000 characters, in the middle of a word; no file says which of the two lists it is, nor when it was published, nor
//! since when a party is listed (so [`Listing::from`] stays unknown). Invariant: a row that finds no party is counted and named.

mod remarks;

use super::{Format, Reader, ofac_terms};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::table::{self, Row, Shape};
use crate::xml;
use interdict_model::{
    Address, Authority, Entity, IdKind, Identifier, Listing, Measure, Name, NameKind, NameParts, Property, Schema,
};
use std::collections::HashMap;

pub(super) use remarks::{state as state_remarks, state_title};

pub(super) const READER: Reader = Reader {
    format: Format::OfacCsv,
    title: "OFAC SDN or non-SDN list, CSV (main, address, alias, comments)",
    schema: "https://ofac.treasury.gov/media/29976/download (SDN data specification)",
    recognise: |_, input| role(input).is_some(),
    read,
};

/// Which of the four files one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// `SDN.CSV`, `CONS_PRIM.CSV`: a party a row.
    Main,
    /// `SDN_COMMENTS.CSV`: remarks that did not fit.
    Comments,
    /// `ALT.CSV`: aliases.
    Alias,
    /// `ADD.CSV`: addresses.
    Address,
}

impl Role {
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Main => &[
                "ent_num",
                "name",
                "type",
                "program",
                "title",
                "call_sign",
                "vess_type",
                "tonnage",
                "grt",
                "vess_flag",
                "vess_owner",
                "remarks",
            ],
            Self::Comments => &["ent_num", "text"],
            Self::Alias => &["ent_num", "alt_num", "type", "name", "remarks"],
            Self::Address => &["ent_num", "add_num", "address", "city", "country", "remarks"],
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Main => "",
            Self::Comments => "comments: ",
            Self::Alias => "alt: ",
            Self::Address => "add: ",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Comments => "comments",
            Self::Alias => "alias",
            Self::Address => "address",
        }
    }

    fn shape(self) -> Shape<'static> {
        // Files that pass through a spreadsheet lose empty cells at the end of a row; a party needs them all.
        Shape { header: Some(self.columns()), ragged: self != Self::Main, prefix: self.prefix(), ..Shape::default() }
    }
}

const NULL: &str = "-0-";

/// Which of OFAC's four CSV files this is, told by its first rows; `None` where it is none.
pub(crate) fn role(input: &Input) -> Option<Role> {
    let head = input.head();
    let text = head.trim_start_matches('\u{FEFF}');
    // Every row begins with a party's number: cheap to see, and false for nearly every other file.
    if !text.trim_start_matches('"').starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut found: Option<Role> = None;
    let mut odd = 0;
    for at in 0..5 {
        // The head may break off within a row; what stands before it decides.
        if !reader.read_record(&mut row).ok()? || reader.position().byte() as usize >= text.len() && found.is_some() {
            break;
        }
        if row.get(0).is_none_or(|c| c.trim().is_empty() || c == "\u{1A}") {
            continue;
        }
        // One odd row among the first is for the reader to name, not a reason to know nothing of the file.
        let this = row_role(&row);
        match (at, found) {
            (0, _) => found = Some(this?),
            (_, Some(role)) if this != Some(role) => odd += 1,
            _ => {}
        }
    }
    found.filter(|_| odd <= 1)
}

fn row_role(row: &csv::StringRecord) -> Option<Role> {
    let number =
        |at| row.get(at).map(str::trim).is_some_and(|c| !c.is_empty() && c.bytes().all(|b| b.is_ascii_digit()));
    let null = row.iter().any(|c| c.trim() == NULL);
    let text = |at| row.get(at).map(str::trim).unwrap_or_default();
    if !number(0) {
        return None;
    }
    match row.len() {
        12 if null && !number(1) => Some(Role::Main),
        6 if null && number(1) => Some(Role::Address),
        4 | 5 if number(1) && alias_kind(text(2)).is_some() => Some(Role::Alias),
        2 if text(1).ends_with('.') || text(1).contains(';') => Some(Role::Comments),
        _ => None,
    }
}

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let mut report = Report::default();
    let mut files: Vec<(Role, &Input)> = Vec::new();
    for input in inputs {
        let role = role(input).ok_or_else(|| {
            Problem::new("a file that is none of OFAC's four", "main, address, alias or comments rows")
                .in_file(&input.name)
        })?;
        if let Some((_, other)) = files.iter().find(|(r, _)| *r == role) {
            let found = format!("a second {} file beside {}", role.words(), other.name);
            let advice = "read each list, and each edition of it, on its own";
            return Err(Problem::new(found, "at most one of each").in_file(&input.name).advise(advice).into());
        }
        files.push((role, input));
    }
    // The main file needs the comments, the others need the parties.
    let of = |role| files.iter().find(|(r, _)| *r == role).map(|(_, input)| *input);
    let main = match of(Role::Main) {
        Some(main) => main,
        None => return Err(without_main(&files).into()),
    };
    let mut comments = Comments::read(of(Role::Comments), on_problem, &mut report)?;
    let mut parties = Parties::read(main, &mut comments, on_problem, &mut report)?;
    let mut lost = Lost::default();
    comments.rest.into_keys().for_each(|id| lost.add(&id));
    lost.note(Role::Comments, &mut report);
    for (role, take) in [(Role::Alias, alias as Take), (Role::Address, address as Take)] {
        let Some(input) = of(role) else {
            report.notes.push(format!("no {} file was given: its part of the list is missing", role.words()));
            continue;
        };
        let mut lost = Lost::default();
        let text = xml::text(input, on_problem, &mut report)?;
        table::read(&input.name, &text, role.shape(), on_problem, &mut report, |row| {
            let id = row.need("ent_num")?;
            match parties.by_id.get(id).and_then(|at| parties.entities.get_mut(*at)) {
                Some(party) => take(row, party),
                None => {
                    lost.add(id);
                    Ok(())
                }
            }
        })?;
        lost.note(role, &mut report);
    }
    let source = parties.settle_list();
    let meta = Meta { source: source.into(), published: None, complete: true };
    Ok(Reading { format: Format::OfacCsv, meta, entities: parties.entities, report })
}

type Take = fn(&Row<'_>, &mut Entity) -> Result<(), Problem>;

/// Rows that find no party in the main file.
#[derive(Default)]
struct Lost {
    rows: u64,
    first: Vec<String>,
}

impl Lost {
    fn add(&mut self, id: &str) {
        self.rows += 1;
        if self.first.len() < 5 && !self.first.iter().any(|f| f == id) {
            self.first.push(id.to_string());
        }
    }

    fn note(&mut self, role: Role, report: &mut Report) {
        if self.rows > 0 {
            self.first.sort();
            let (rows, what, first) = (self.rows, role.words(), self.first.join(", "));
            report
                .notes
                .push(format!("{rows} {what} rows name parties that the main file does not hold, first {first}"));
        }
    }
}

fn without_main(files: &[(Role, &Input)]) -> Problem {
    let rows = |input: &Input| {
        let text = input.text_lossy();
        text.lines().filter(|l| !l.trim().is_empty() && l.trim() != "\u{1A}").count()
    };
    let found: Vec<_> = files.iter().map(|(r, input)| format!("{} {} rows", rows(input), r.words())).collect();
    let found = format!("{} without their main file", found.join(" and "));
    let problem = Problem::new(found, "the main file of the same edition (SDN.CSV, CONS_PRIM.CSV) with them");
    let name = files.first().map_or("", |(_, input)| input.name.as_str());
    problem.in_file(name).advise("name the main file too, or the folder that holds them all")
}

/// What continues the remarks of the main file, by party.
struct Comments {
    given: bool,
    rest: HashMap<String, String>,
}

impl Comments {
    fn read(input: Option<&Input>, on_problem: OnProblem, report: &mut Report) -> Result<Self, Error> {
        let mut rest: HashMap<String, String> = HashMap::new();
        if let Some(input) = input {
            let text = xml::text(input, on_problem, report)?;
            table::read(&input.name, &text, Role::Comments.shape(), on_problem, report, |row| {
                let text = row.untrimmed("text").unwrap_or_default();
                rest.entry(row.need("ent_num")?.to_string()).or_default().push_str(text);
                Ok(())
            })?;
        }
        Ok(Self { given: input.is_some(), rest })
    }
}

/// Length in characters at which OFAC breaks remarks off.
const REMARKS_END: usize = 1000;

struct Parties {
    entities: Vec<Entity>,
    by_id: HashMap<String, usize>,
}

impl Parties {
    fn read(main: &Input, comments: &mut Comments, on_problem: OnProblem, report: &mut Report) -> Result<Self, Error> {
        let text = xml::text(main, on_problem, report)?;
        let mut out = Self { entities: Vec::new(), by_id: HashMap::new() };
        let (mut broken_off, mut again) = (0_u64, Vec::new());
        table::read(&main.name, &text, Role::Main.shape(), on_problem, report, |row| {
            let id = row.need("ent_num")?;
            let mut entity = party(row, id).map_err(|p| p.in_id(id))?;
            let mut listing = Listing::new(Authority::us(), "SDN");
            let programmes = value(row, "program").unwrap_or_default().split("] [");
            let tags = programmes.map(|p| p.trim_matches(['[', ']', ' '])).filter(|p| !p.is_empty());
            listing.programmes.extend(tags.map(str::to_string));
            let rest = comments.rest.remove(id);
            let printed = row.untrimmed("remarks").filter(|r| r.trim() != NULL).unwrap_or_default();
            let ends = rest.is_some() || printed.chars().count() < REMARKS_END || printed.trim_end().ends_with('.');
            broken_off += u64::from(!ends);
            let whole = format!("{printed}{}", rest.unwrap_or_default());
            remarks::state(&whole, !ends, &mut entity, &mut listing);
            entity.listings.push(listing);
            entity.record = row.source(&main.name);
            if out.by_id.contains_key(id) {
                again.push(id.to_string());
            } else {
                out.by_id.insert(id.to_string(), out.entities.len());
            }
            out.entities.push(entity);
            Ok(())
        })?;
        if broken_off > 0 {
            let why =
                if comments.given { "the comments file does not continue them" } else { "no comments file was given" };
            report.notes.push(format!("{broken_off} remarks break off at {REMARKS_END} characters: {why}"));
        }
        if !again.is_empty() {
            let ids = again.join(", ");
            report
                .notes
                .push(format!("the number of an earlier party stands at another one again: {ids}; both are read"));
        }
        Ok(out)
    }

    /// Tells which list it is, and what a listing on it does. Gives the source.
    fn settle_list(&mut self) -> &'static str {
        let tags = |e: &Entity| e.listings.iter().flat_map(|l| l.programmes.clone()).collect::<Vec<_>>();
        let all: Vec<Vec<String>> = self.entities.iter().map(tags).collect();
        let non_sdn = ofac_terms::is_non_sdn_file(all.iter().map(|t| t.iter().map(String::as_str)));
        let source = if non_sdn { "us-non-sdn" } else { "us-sdn" };
        for entity in &mut self.entities {
            entity.source = source.into();
            for listing in &mut entity.listings {
                if non_sdn {
                    listing.list = "Consolidated Non-SDN".into();
                    ofac_terms::add_non_sdn_measures(listing);
                } else {
                    ofac_terms::add_measure(listing, Measure::AssetFreeze);
                }
            }
        }
        source
    }
}

/// A cell that is neither blank nor `-0-`.
fn value<'r>(row: &Row<'r>, column: &str) -> Option<&'r str> {
    row.get(column).filter(|c| *c != NULL)
}

fn party(row: &Row<'_>, id: &str) -> Result<Entity, Problem> {
    let printed = value(row, "type");
    let schema = match printed {
        None => Schema::Organization,
        Some(text) => Schema::parse(text).unwrap_or(Schema::LegalEntity),
    };
    let mut out = Entity::new("us-sdn", id, schema);
    if schema == Schema::LegalEntity {
        out.add_fact(Property::Notes, &format!("type: {}", printed.unwrap_or_default()));
    }
    let name = value(row, "name").ok_or_else(|| Problem::new("no name", "a name").in_field("name"))?;
    out.add_name(named(NameKind::Primary, name, schema));
    if schema == Schema::Airplane && is_tail(name) {
        out.add_identifier(Identifier::new(IdKind::Tail, name));
    }
    state_title(value(row, "title").unwrap_or_default(), &mut out);
    if let Some(sign) = value(row, "call_sign") {
        out.add_identifier(Identifier::new(IdKind::CallSign, sign));
    }
    let facts = [
        ("vess_type", Property::Type),
        ("tonnage", Property::Tonnage),
        ("grt", Property::GrossTonnage),
        ("vess_owner", Property::Owner),
    ];
    for (column, property) in facts {
        out.add_fact(property, value(row, column).unwrap_or_default());
    }
    out.add_territory(Property::Flag, value(row, "vess_flag").unwrap_or_default());
    Ok(out)
}

/// A name as printed; a person's "FAMILY, Given" with its parts.
pub(super) fn named(kind: NameKind, text: &str, schema: Schema) -> Name {
    let mut name = Name::new(kind, text);
    if schema == Schema::Person
        && let Some((family, given)) = text.split_once(", ")
    {
        let part = |s: &str| Some(s.trim().to_string()).filter(|s| !s.is_empty());
        name.parts = NameParts { family: part(family), given: part(given), middle: None };
    }
    name
}

/// Does an aircraft's name look like its registration mark: "EW-78843", "N200VR", "P4-MIS"?
pub(super) fn is_tail(name: &str) -> bool {
    let marks = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    match name.split_once('-') {
        Some((state, own)) => state.len() <= 3 && own.len() <= 6 && marks(state) && marks(own),
        None => {
            let letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
            let digit = name.as_bytes().get(letters).is_some_and(u8::is_ascii_digit);
            (1..=2).contains(&letters) && digit && name.len() <= 7 && marks(name)
        }
    }
}

fn alias_kind(text: &str) -> Option<NameKind> {
    Some(match text.to_ascii_lowercase().trim_matches('.').replace('.', "").as_str() {
        "aka" | "nka" => NameKind::Alias,
        "fka" => NameKind::Former,
        _ => return None,
    })
}

fn alias(row: &Row<'_>, out: &mut Entity) -> Result<(), Problem> {
    let printed = value(row, "type").unwrap_or_default();
    let wanted = || Problem::new(format!("{printed:?}"), "aka, fka or nka").in_field("type");
    let kind = alias_kind(printed).ok_or_else(wanted)?;
    row.get("alt_num");
    let name = value(row, "name").ok_or_else(|| Problem::new("no name", "a name").in_field("name"))?;
    let name = named(kind, name, out.schema);
    if let Some(remark) = value(row, "remarks") {
        out.add_fact(Property::Notes, &format!("alias {}: {remark}", name.text));
    }
    out.add_name(name);
    Ok(())
}

fn address(row: &Row<'_>, out: &mut Entity) -> Result<(), Problem> {
    row.get("add_num");
    let part = |column| value(row, column).unwrap_or_default();
    // One cell holds city, province and postal code; it is the city only where nothing shows that there is more in it.
    let place = part("city");
    let city = !place.contains(|c: char| c.is_ascii_digit() || c == ',');
    let mut read = Address::from_parts(part("address"), if city { place } else { "" }, "", "", part("country"));
    if !city {
        let street = if read.full.is_empty() { String::new() } else { format!("{}, ", read.full) };
        read.full = format!("{street}{place}");
    }
    read.note = value(row, "remarks").map(str::to_string);
    out.add_address(read);
    Ok(())
}

#[cfg(test)]
mod tests;
