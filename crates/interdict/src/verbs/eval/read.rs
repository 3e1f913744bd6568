//! Labelled pairs from a file: pairs of names (CSV), pairs of entities (JSON array or lines). Which it is, is told by its content.
//!
//! Nothing is dropped without a word: a pair that cannot be read is a problem, a pair whose judgement is open is counted as skipped, and
//! columns and properties that nothing was taken of are in the account.

use interdict_lists::{Error, Input, OnProblem, Problem, Report, formats, table};
use interdict_model::{Entity, Name, NameKind, Schema, SourceRecord};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Columns and keys by which pairs are told in groups.
const GROUPS: [&str; 3] = ["category", "case_group", "label"];

/// Two parties, and whether they are one.
pub struct Pair {
    /// Its number in the file, from 1; the header is not counted.
    pub row: u64,
    /// The party asked for.
    pub query: Entity,
    /// The party listed.
    pub candidate: Entity,
    /// Are they one?
    pub truth: bool,
    /// The groups that the file puts it in: column or key, and its value.
    pub groups: Vec<(&'static str, String)>,
}

/// All pairs of a file.
#[derive(Default)]
pub struct Pairs {
    /// Those with a clear judgement.
    pub pairs: Vec<Pair>,
    /// Those without one: the judgement as the file writes it, and how many.
    pub skipped: BTreeMap<String, u64>,
    /// The account.
    pub report: Report,
    /// Schemata that are not known, and how often.
    unknown: BTreeMap<String, u64>,
    nameless: u64,
}

/// Reads a file of pairs.
pub fn read(inputs: &[Input], on: OnProblem) -> Result<Pairs, Error> {
    let input = match inputs {
        [one] => one,
        others => {
            let found = format!("an archive of {} files", others.len());
            let name = others.first().map_or("", |i| &i.name);
            return Err(Problem::new(found, "one file of pairs").in_file(name).into());
        }
    };
    let text = input.text().map_err(|p| Problem { wanted: "pairs as UTF-8 text".into(), advice: None, ..p })?;
    let mut out = Pairs::default();
    match text.trim_start().chars().next() {
        Some('[' | '{') => objects(input, &text, on, &mut out)?,
        _ => rows(input, &text, on, &mut out)?,
    }
    if out.pairs.is_empty() && out.report.problems.is_empty() {
        let found = match out.skipped.values().sum::<u64>() {
            0 => "no pair".to_string(),
            n => format!("{n} pairs, none with a judgement for or against"),
        };
        return Err(Problem::new(found, "labelled pairs").in_file(&input.name).into());
    }
    let unknown =
        out.unknown.iter().map(|(s, n)| format!("schema {s:?} is not known: {n} parties count as of no told kind"));
    out.report.notes.extend(unknown);
    if out.nameless > 0 {
        let note = format!("{} pairs have a side without a name and without a number", out.nameless);
        out.report.notes.push(note);
    }
    Ok(out)
}

/// Reads a table of name pairs.
fn rows(input: &Input, text: &str, on: OnProblem, out: &mut Pairs) -> Result<(), Error> {
    let first = text.lines().next().unwrap_or("");
    let most = [b'|', b'\t', b';', b','].into_iter().max_by_key(|d| first.bytes().filter(|b| b == d).count());
    let shape = table::Shape {
        delimiter: most.unwrap_or(b','),
        required: &["name1", "name2", "is_match"],
        ..table::Shape::default()
    };
    let mut report = Report::default();
    let read = table::read(&input.name, text, shape, on, &mut report, |row| {
        let schema = schema(row.get_or_empty("schema"), &mut out.unknown, 2);
        let side = |column| -> Result<Entity, Problem> {
            let mut entity = Entity::new("eval", row.number.to_string(), schema);
            entity.add_name(Name::new(NameKind::Primary, row.need(column)?));
            entity.record = row.source(&input.name);
            Ok(entity)
        };
        let (query, candidate) = (side("name1")?, side("name2")?);
        let word = row.need("is_match")?;
        let groups = GROUPS.iter().filter_map(|g| Some((*g, row.get(g)?.to_string()))).collect();
        match verdict(word).map_err(|p| p.in_field("is_match"))? {
            Verdict::Told(truth) => out.pairs.push(Pair { row: row.number, query, candidate, truth, groups }),
            Verdict::Open(word) => *out.skipped.entry(word).or_default() += 1,
        }
        Ok(())
    });
    out.report = report;
    read.map_err(|e| match e {
        Error::Problem(p) if p.advice.is_some() && p.record.is_none() => {
            let advice = "name pairs are a table with the columns name1,name2,schema,is_match; entity pairs are JSON \
                          (docs/src/eval.md)";
            p.advise(advice).into()
        }
        other => other,
    })
}

/// Reads entity pairs, an array or one a line.
fn objects(input: &Input, text: &str, on: OnProblem, out: &mut Pairs) -> Result<(), Error> {
    let wanted = "a JSON object a line, or one array of objects";
    let mut take = |value: Result<Value, serde_json::Error>, line: u64| {
        out.report.records += 1;
        let number = out.report.records;
        let broken = |e: serde_json::Error| Problem::new(format!("JSON that cannot be read ({e})"), wanted);
        let record = SourceRecord { file: input.file_name().to_string(), record: number, line };
        match value.map_err(broken).and_then(|v| pair(&v, record, out)) {
            Ok(()) => {
                out.report.read += 1;
                Ok(())
            }
            Err(p) => out.report.settle(on, p.in_file(&input.name).at_record(number, line)),
        }
    };
    if text.trim_start().starts_with('[') {
        let values: Vec<Value> = serde_json::from_str(text).map_err(|e| {
            let found = format!("JSON that cannot be read ({e})");
            Problem::new(found, wanted).in_file(&input.name).at_line(e.line() as u64)
        })?;
        values.into_iter().try_for_each(|value| take(Ok(value), 0))
    } else {
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
        lines.try_for_each(|(n, line)| take(serde_json::from_str(line), n as u64 + 1))
    }
}

fn pair(value: &Value, record: SourceRecord, out: &mut Pairs) -> Result<(), Problem> {
    let wanted = "an object with query, candidate and match, or with left, right and judgement";
    let object = value.as_object().ok_or_else(|| Problem::new(short(value), wanted))?;
    let sides = [("query", "candidate"), ("left", "right")];
    let named = sides.iter().find_map(|(a, b)| Some(((*a, object.get(*a)?), (*b, object.get(*b)?))));
    let keys = || object.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let (first, second) = named.ok_or_else(|| Problem::new(format!("the keys {}", keys()), wanted))?;
    let told = ["match", "is_match", "judgement"].iter().find_map(|k| Some((*k, object.get(*k)?)));
    let (key, told) = told.ok_or_else(|| Problem::new(format!("the keys {}", keys()), wanted))?;
    let told = match told {
        Value::Bool(truth) => Verdict::Told(*truth),
        Value::String(word) => verdict(word).map_err(|p| p.in_field(key))?,
        Value::Null => Verdict::Open("null".into()),
        other => verdict(&other.to_string()).map_err(|p| p.in_field(key))?,
    };
    let taken = ["query", "candidate", "left", "right", "schema", key];
    for other in object.keys() {
        let used = taken.contains(&other.as_str()) || GROUPS.contains(&other.as_str());
        out.report.count(other, 1, u64::from(used));
    }
    let truth = match told {
        Verdict::Told(truth) => truth,
        Verdict::Open(word) => {
            *out.skipped.entry(word).or_default() += 1;
            return Ok(());
        }
    };
    let schema = object.get("schema").and_then(Value::as_str).unwrap_or("");
    let query = party(first, schema, &record, out)?;
    let candidate = party(second, schema, &record, out)?;
    let bare = |e: &Entity| e.names.is_empty() && e.identifiers.is_empty();
    out.nameless += u64::from(bare(&query) || bare(&candidate));
    let text = |v: &Value| v.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_string);
    let groups = GROUPS.iter().filter_map(|g| Some((*g, text(object.get(*g)?)?))).collect();
    out.pairs.push(Pair { row: record.record, query, candidate, truth, groups });
    Ok(())
}

/// One side: a map of properties, or a whole FollowTheMoney entity with its properties inside. `schema` is the pair's.
fn party(
    (key, value): (&str, &Value),
    schema: &str,
    record: &SourceRecord,
    out: &mut Pairs,
) -> Result<Entity, Problem> {
    let wanted = "an object of FollowTheMoney properties";
    let object = value.as_object().ok_or_else(|| Problem::new(short(value), wanted).in_field(key))?;
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("");
    let own = match text("schema") {
        "" => schema,
        own => own,
    };
    let schema = self::schema(own, &mut out.unknown, 1);
    let mut entity = match object.get("properties") {
        Some(Value::Object(properties)) => {
            for other in object.keys() {
                let used = ["id", "schema", "caption", "properties"].contains(&other.as_str());
                out.report.count(&format!("entity.{other}"), 1, u64::from(used));
            }
            formats::party_of(schema, properties, &mut out.report)
        }
        Some(other) => return Err(Problem::new(short(other), wanted).in_field(format!("{key}.properties"))),
        None => {
            let properties: Map<String, Value> = object
                .iter()
                .filter(|(k, _)| !["id", "schema", "caption"].contains(&k.as_str()))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect();
            formats::party_of(schema, &properties, &mut out.report)
        }
    };
    if entity.names.is_empty() {
        entity.add_name(Name::new(NameKind::Primary, text("caption")));
    }
    entity.source = "eval".into();
    entity.id = match text("id") {
        "" => record.record.to_string(),
        id => id.to_string(),
    };
    entity.record = record.clone();
    Ok(entity)
}

/// The schema of this name. One that is not known is counted, and the party is of no told kind.
fn schema(name: &str, unknown: &mut BTreeMap<String, u64>, parties: u64) -> Schema {
    let name = name.trim();
    let known = formats::party_schema(name);
    if known.is_none() && !name.is_empty() {
        *unknown.entry(name.to_string()).or_default() += parties;
    }
    known.unwrap_or(Schema::LegalEntity)
}

enum Verdict {
    Told(bool),
    Open(String),
}

/// What a word says of a pair.
fn verdict(word: &str) -> Result<Verdict, Problem> {
    let lower = word.trim().to_lowercase().replace(['_', '-'], " ");
    Ok(match lower.as_str() {
        "true" | "t" | "1" | "yes" | "y" | "match" | "positive" | "same" => Verdict::Told(true),
        "false" | "f" | "0" | "no" | "n" | "no match" | "non match" | "mismatch" | "negative" | "different" => {
            Verdict::Told(false)
        }
        "unsure" | "no judgement" | "no judgment" | "unknown" | "maybe" => Verdict::Open(word.trim().to_string()),
        _ => {
            let wanted = "true or false (also 1 0, yes no, match no_match, positive negative), or unsure";
            return Err(Problem::new(format!("{word:?}"), wanted));
        }
    })
}

/// A value as a message can show it.
fn short(value: &Value) -> String {
    let text = value.to_string();
    let mut out: String = text.chars().take(60).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}
