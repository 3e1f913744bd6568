//! FollowTheMoney entities, JSON lines (`entities.ftm.json`) or one JSON array.
//!
//! What a list knows of one party is spread over many records: the party, a `Sanction` for every listing, `Ownership`, `Family` and the
//! like for its ties, `Address`, `Passport`. They are put together here. The file is one graph: records may stand in any order, and one
//! id may come in several pieces.
//!
//! Traps: `Sanction.country` and the name of the data set tell the authority, its `authority` is prose; what no authority can be told of
//! becomes `other` and is counted in a note, never given to someone. Values of a property that this reader has no place for stand
//! in the account as `Person.education` with nothing taken.

mod attach;

use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem, shown};
use interdict_model::{Authority, Country, Entity, IdKind, Identifier, Name, NameKind, Property, Schema, SourceRecord};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

pub(super) const READER: Reader = Reader {
    format: Format::Ftm,
    title: "FollowTheMoney entities, JSON lines",
    schema: "https://followthemoney.tech/explorer/",
    recognise: |head, _| {
        let begin = head.trim_start_matches(['\u{FEFF}', '[', ' ', '\n', '\r', '\t']);
        // The first key must be one of an entity's own: files of *pairs* of entities have the same words further in.
        let first =
            begin.strip_prefix('{').and_then(|b| b.trim_start().strip_prefix('"')).and_then(|b| b.split('"').next());
        let own = ["id", "caption", "schema", "properties", "datasets", "referents", "target"];
        first.is_some_and(|key| own.contains(&key)) && head.contains("\"schema\"") && head.contains("\"properties\"")
    },
    read,
};

/// One FollowTheMoney record, which watches what is taken of it.
struct Record {
    id: String,
    schema: String,
    caption: String,
    datasets: Vec<String>,
    properties: BTreeMap<String, (Vec<String>, Cell<bool>)>,
    source: SourceRecord,
    /// Has its content found a place?
    read: Cell<bool>,
}

impl Record {
    /// The values of a property. Counts as taken.
    fn all(&self, property: &str) -> &[String] {
        match self.properties.get(property) {
            Some((values, used)) => {
                used.set(true);
                values
            }
            None => &[],
        }
    }

    fn first(&self, property: &str) -> Option<&str> {
        self.all(property).first().map(String::as_str)
    }
}

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let Some(input) = inputs.first() else { return Err(Problem::new("no file", "a list").into()) };
    let mut report = Report::default();
    let text = crate::xml::text(input, on_problem, &mut report)?;
    let records = records(&text, input, on_problem, &mut report)?;
    let source = source(input, &records);
    let mut entities: Vec<Entity> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for record in &records {
        let Some(schema) = party(&record.schema) else { continue };
        match named(entity(record, schema, &source)) {
            Ok(entity) => {
                record.read.set(true);
                at.insert(&record.id, entities.len());
                entities.push(entity);
            }
            Err(p) => {
                let p = p.in_id(&record.id).in_file(&input.name).at_record(record.source.record, record.source.line);
                report.settle(on_problem, p)?;
            }
        }
    }
    attach::all(&records, &mut entities, &at, &input.name, on_problem, &mut report)?;
    account(&records, &mut report);
    let meta = Meta { source, published: None, complete: true };
    Ok(Reading { format: Format::Ftm, meta, entities, report })
}

/// Cuts the text into records; pieces of one id and schema are put together.
fn records(text: &str, input: &Input, on: OnProblem, report: &mut Report) -> Result<Vec<Record>, Error> {
    let mut out: Vec<Record> = Vec::new();
    let mut at: HashMap<(String, String), usize> = HashMap::new();
    let mut take = |value: Result<Value, serde_json::Error>, line: u64, report: &mut Report| {
        report.records += 1;
        let number = report.records;
        let read = match value {
            Ok(value) => record(value, report),
            Err(e) => Err(Problem::new(format!("JSON that cannot be read ({e})"), "one JSON object a line")),
        };
        match read {
            Ok(mut new) => {
                new.source = SourceRecord { file: input.file_name().to_string(), record: number, line };
                let key = (new.id.clone(), new.schema.clone());
                if let Some(known) = at.get(&key).and_then(|n| out.get_mut(*n)) {
                    for (property, (values, _)) in new.properties {
                        let (all, _) = known.properties.entry(property).or_default();
                        all.extend(values);
                    }
                    // A piece of a record that is read is read.
                    report.read += 1;
                } else {
                    at.insert(key, out.len());
                    out.push(new);
                }
                Ok(())
            }
            Err(p) => report.settle(on, p.in_file(&input.name).at_record(number, line)),
        }
    };
    if text.trim_start().starts_with('[') {
        let values: Vec<Value> = serde_json::from_str(text).map_err(|e| {
            let found = format!("JSON that cannot be read ({e})");
            Problem::new(found, "a JSON array of entities").in_file(&input.name).at_line(e.line() as u64)
        })?;
        for value in values {
            take(Ok(value), 0, report)?;
        }
    } else {
        for (n, line) in text.lines().enumerate() {
            if !line.trim().is_empty() {
                take(serde_json::from_str(line), n as u64 + 1, report)?;
            }
        }
    }
    Ok(out)
}

fn record(value: Value, report: &mut Report) -> Result<Record, Problem> {
    let wanted = "an object with id, schema and properties";
    let Value::Object(object) = value else { return Err(Problem::new(shown(&value.to_string()), wanted)) };
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
    let need = |key: &str| text(key).map(str::to_string).ok_or_else(|| Problem::new("nothing", wanted).in_field(key));
    let mut out = Record {
        id: need("id")?,
        schema: need("schema")?,
        caption: text("caption").unwrap_or("").to_string(),
        datasets: Vec::new(),
        properties: BTreeMap::new(),
        source: SourceRecord::default(),
        read: Cell::new(false),
    };
    for (key, value) in &object {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (property, values) in properties {
                    let values = strings(values);
                    if !values.is_empty() {
                        out.properties.insert(property.clone(), (values, Cell::new(false)));
                    }
                }
            }
            ("properties", _) => return Err(Problem::new(shown(&value.to_string()), wanted).in_field("properties")),
            ("datasets", _) => {
                out.datasets = strings(value);
                let n = out.datasets.len() as u64;
                report.count("entity.datasets", n, n);
            }
            (_, Value::Null) => {}
            (other, value) => {
                let used = matches!(other, "id" | "schema" | "caption");
                let seen = strings(value).len().max(1) as u64;
                report.count(&format!("entity.{other}"), seen, if used { seen } else { 0 });
            }
        }
    }
    Ok(out)
}

/// The texts of a value: itself, or all of a list. A nested entity stands for its id.
fn strings(value: &Value) -> Vec<String> {
    let one = |v: &Value| match v {
        Value::String(s) => Some(s.trim().to_string()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        Value::Object(o) => o.get("id").and_then(Value::as_str).map(str::to_string),
        _ => None,
    };
    let list = match value {
        Value::Array(list) => list.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect::<Vec<_>>(),
    };
    list.into_iter().filter(|s| !s.is_empty()).collect()
}

/// The schema of a record that is a party; `None` for one that says something of parties.
fn party(schema: &str) -> Option<Schema> {
    match schema {
        "Vehicle" | "RealEstate" | "Project" => Some(Schema::Asset),
        _ => Schema::parse(schema).filter(|s| s.name() == schema),
    }
}

/// `ftm/` and the data set that all records are of, else the file's own name.
fn source(input: &Input, records: &[Record]) -> String {
    let first = records.first().and_then(|r| r.datasets.first());
    let one = first.filter(|d| records.iter().all(|r| r.datasets.len() == 1 && r.datasets.first() == Some(d)));
    match one {
        Some(dataset) => format!("ftm/{dataset}"),
        None => format!("ftm/{}", input.file_name().split('.').next().unwrap_or("")),
    }
}

/// A party from its FollowTheMoney properties alone, each a text or a list of texts, as pairs of entities have it. It has no id, and
/// none of the listings and ties that other records of a graph would add. A party without a name is one without names.
///
/// What was taken and what found no place is counted in `report`, as `Person.education`.
pub fn party_of(schema: Schema, properties: &Map<String, Value>, report: &mut Report) -> Entity {
    let record = Record {
        id: String::new(),
        schema: schema.name().to_string(),
        caption: String::new(),
        datasets: Vec::new(),
        properties: properties.iter().map(|(name, v)| (name.clone(), (strings(v), Cell::new(false)))).collect(),
        source: SourceRecord::default(),
        read: Cell::new(true),
    };
    let out = entity(&record, schema, "");
    for (property, (values, used)) in &record.properties {
        let seen = values.len() as u64;
        report.count(&format!("{}.{property}", schema.name()), seen, if used.get() { seen } else { 0 });
    }
    out
}

/// The schema of this name, also of those that are read as an [`Schema::Asset`]; `None` for a record that is no party.
pub fn party_schema(name: &str) -> Option<Schema> {
    party(name).or_else(|| Schema::parse(name))
}

/// Refuses a party that has no name and is nothing that goes by a number.
fn named(entity: Entity) -> Result<Entity, Problem> {
    let by_number = matches!(entity.schema, Schema::CryptoWallet | Schema::Security | Schema::Airplane);
    if entity.names.is_empty() && !by_number {
        return Err(Problem::new("no name", "a name or a caption").in_field("name"));
    }
    Ok(entity)
}

fn entity(record: &Record, schema: Schema, source: &str) -> Entity {
    let mut out = Entity::new(source, &record.id, schema);
    out.record = record.source.clone();
    for (n, name) in record.all("name").iter().enumerate() {
        out.add_name(Name::new(if n == 0 { NameKind::Primary } else { NameKind::Alias }, name));
    }
    if out.names.is_empty() {
        out.add_name(Name::new(NameKind::Primary, record.caption.as_str()));
    }
    if out.names.is_empty() {
        out.add_name(Name::new(NameKind::Primary, name_of_parts(record)));
    }
    let others = [("alias", NameKind::Alias), ("weakAlias", NameKind::WeakAlias), ("previousName", NameKind::Former)];
    for (property, kind) in others.into_iter().chain([("abbreviation", NameKind::WeakAlias)]) {
        for name in record.all(property) {
            out.add_name(Name::new(kind, name));
        }
    }
    name_parts(record, &mut out);
    for property in record.properties.keys() {
        let Some(known) = Property::parse(property) else {
            if let Some(kind) = IdKind::from_property(property).or_else(|| number(property)) {
                for value in record.all(property) {
                    let label = (kind == IdKind::Other).then(|| property.clone());
                    out.add_identifier(Identifier { label, ..Identifier::new(kind, value) });
                }
            }
            continue;
        };
        for value in record.all(property) {
            state(&mut out, known, value);
        }
    }
    for text in ["summary", "description", "program"].iter().flat_map(|p| record.all(p)) {
        out.add_fact(Property::Notes, text);
    }
    for address in record.all("address") {
        let country = Country::parse(address.rsplit(',').next().unwrap_or(""));
        out.add_address(interdict_model::Address { country, full: address.clone(), ..Default::default() });
    }
    if schema == Schema::Airplane || schema == Schema::Vessel {
        // In FollowTheMoney the mark of a craft is its registration number.
        for id in
            out.identifiers.iter_mut().filter(|i| i.kind == IdKind::RegistrationNumber && schema == Schema::Airplane)
        {
            id.kind = IdKind::Tail;
        }
    }
    out
}

/// A name put together, where a person has parts of a name and no whole one. Of several values of a part the first is taken: which
/// belong together is not told. The father's name stands in the place of the middle one, as FollowTheMoney itself puts names together.
fn name_of_parts(record: &Record) -> String {
    let middle = ["middleName", "secondName", "patronymic", "fatherName"].iter().find_map(|p| record.first(p));
    let parts = [record.first("firstName"), middle, record.first("lastName")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// States one value of a property where it belongs.
fn state(out: &mut Entity, property: Property, value: &str) {
    use Property::*;
    match property {
        BirthDate | DeathDate | IncorporationDate | DissolutionDate | BuildDate => out.add_date_text(property, value),
        Nationality | Citizenship | Jurisdiction | Country | Residence | Flag | PastFlags | BirthCountry => {
            out.add_territory(property, value)
        }
        _ => out.add_fact(property, value),
    }
}

/// Given and family name, where they are told once: of several it is not told which belong together.
fn name_parts(record: &Record, out: &mut Entity) {
    let one = |properties: &[&str]| {
        let all: Vec<&String> = properties.iter().flat_map(|p| record.all(p)).collect();
        match all[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    };
    let given = one(&["firstName"]);
    let middle = one(&["middleName", "secondName", "patronymic"]);
    let family = one(&["lastName"]);
    if let Some(name) = out.names.first_mut() {
        name.parts = interdict_model::NameParts { given, middle, family };
    }
    // The parts that are told several times are kept as weak names, so that they are not lost.
    for property in ["firstName", "middleName", "secondName", "patronymic", "lastName"] {
        let all = record.all(property);
        if all.len() > 1 {
            all.iter().for_each(|text| out.add_fact(Property::Notes, &format!("{property}: {text}")));
        }
    }
}

/// A number of a kind that the model has no word for.
fn number(property: &str) -> Option<IdKind> {
    let ends = ["Code", "Id", "Number", "codes"];
    (ends.iter().any(|e| property.ends_with(e)) && property != "programId").then_some(IdKind::Other)
}

/// The authority behind the words of a `Sanction` or the title of a data set; `None` where they do not tell.
pub(super) fn authority(words: &[&str], countries: &[&str], datasets: &[&str]) -> Option<Authority> {
    const WORDS: &[(&str, &str)] = &[
        ("european union", "eu"),
        ("european commission", "eu"),
        ("european external action", "eu"),
        ("eu financial sanctions", "eu"),
        ("eu council", "eu"),
        ("united nations", "un"),
        ("un security council", "un"),
        ("un sc ", "un"),
        ("office of foreign assets control", "us"),
        ("ofac", "us"),
        ("united states", "us"),
        ("us trade", "us"),
        ("us bis", "us"),
        ("united kingdom", "uk"),
        ("hm treasury", "uk"),
        ("ofsi", "uk"),
        ("fcdo", "uk"),
        ("uk ", "uk"),
        ("foreign, commonwealth", "uk"),
        ("secretariat for economic affairs", "ch"),
        ("swiss", "ch"),
        ("switzerland", "ch"),
        ("canada", "ca"),
        ("canadian", "ca"),
        ("australia", "au"),
        ("dfat", "au"),
        ("ukraine", "ua"),
        ("lithuania", "lt"),
        ("japan", "jp"),
        ("new zealand", "nz"),
    ];
    let by_words = words.iter().find_map(|w| {
        let lower = w.to_lowercase();
        // OFAC's letters stand in no other word that an authority is called by; the others are whole names.
        WORDS.iter().find(|(word, _)| lower.contains(word)).map(|(_, code)| *code)
    });
    let code = |text: &str| match text.to_ascii_lowercase().as_str() {
        "gb" | "uk" => Some("uk".to_string()),
        "eu" | "un" => Some(text.to_ascii_lowercase()),
        other if other.len() == 2 => Country::from_code(other).map(|_| other.to_string()),
        _ => None,
    };
    let found = by_words.map(str::to_string).or_else(|| countries.iter().find_map(|c| code(c)));
    let found = found.or_else(|| datasets.iter().find_map(|d| d.split_once('_').and_then(|(prefix, _)| code(prefix))));
    found.and_then(|code| Authority::new(&code).ok())
}

/// Counts what of each record was taken, and names the records that found no place.
fn account(records: &[Record], report: &mut Report) {
    let mut unread: BTreeMap<&str, u64> = BTreeMap::new();
    let mut fields: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for record in records {
        if record.read.get() {
            report.read += 1;
        } else if report.problems.iter().all(|p| p.id.as_deref() != Some(&record.id)) {
            *unread.entry(&record.schema).or_default() += 1;
        }
        for (property, (values, used)) in &record.properties {
            let count = fields.entry((&record.schema, property)).or_default();
            count.0 += values.len() as u64;
            count.1 += if record.read.get() && used.get() { values.len() as u64 } else { 0 };
        }
    }
    for ((schema, property), (seen, used)) in fields {
        report.count(&format!("{schema}.{property}"), seen, used);
    }
    for (schema, n) in unread {
        let note = format!("{n} records of the schema {schema} say nothing of a party in this file and were not read");
        report.notes.push(note);
    }
}
