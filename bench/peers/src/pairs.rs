//! The labelled files as pairs of FollowTheMoney entities, in one form that every peer is given: nobody's reader is an advantage.
//!
//! Two things are done to the files. A name pair becomes two entities of the pair's schema with one `name` each. A person who comes in
//! parts (`firstName`, `lastName`) without a `name` gets one, the parts in the order of followthemoney's `combine_names`: no peer
//! builds names from parts when it scores, their indexers do it before. All else stays as it is.

use miette::{IntoDiagnostic, Result, WrapErr, miette};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The sets of pairs, as they are named in what is made.
pub const SETS: [&str; 3] = ["name_pairs", "entity_pairs", "opensanctions_pairs"];

/// The parts of a person's name in the order of followthemoney's `combine_names`.
const PARTS: [&str; 6] = ["firstName", "secondName", "middleName", "fatherName", "motherName", "lastName"];

/// An entity as a peer is given it.
#[derive(Serialize, Deserialize)]
pub struct Party {
    /// Unique among all sets: nomenklatura keeps analysed names by it.
    pub id: String,
    /// FollowTheMoney schema.
    pub schema: String,
    /// Each with a list of texts.
    pub properties: Map<String, Value>,
}

/// Two parties, and whether people judged them to be one.
#[derive(Serialize, Deserialize)]
pub struct Pair {
    /// The one asked for.
    pub left: Party,
    /// The one on the list.
    pub right: Party,
    /// Are they one?
    pub same: bool,
}

impl Party {
    fn new(id: String, schema: &str, properties: &Map<String, Value>) -> Self {
        let list = |v: &Value| if v.is_array() { v.clone() } else { Value::Array(vec![v.clone()]) };
        let properties = properties.iter().map(|(k, v)| (k.clone(), list(v))).collect();
        let mut party = Self { id, schema: schema.to_string(), properties };
        let parts: Vec<&str> = PARTS.iter().filter_map(|p| party.texts(p).next()).collect();
        if party.texts("name").next().is_none() && !parts.is_empty() {
            let name = parts.join(" ");
            party.properties.insert("name".into(), Value::Array(vec![name.into()]));
        }
        party
    }

    /// The values of a property.
    pub fn texts<'p>(&'p self, property: &str) -> impl Iterator<Item = &'p str> + use<'p> {
        self.properties.get(property).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }
}

/// Reads the labelled files and writes OUT/pairs. A file that is not there is named and left out.
pub fn convert(labelled: &Path, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out.join("pairs")).into_diagnostic()?;
    let files = ["name_pairs.csv", "entity_pairs.json", "opensanctions_pairs_ordered_1000.json.gz"];
    for (set, file) in SETS.into_iter().zip(files) {
        let file = labelled.join(file);
        let to = path(out, set);
        if !file.is_file() {
            eprintln!("{}: not there, so {set} is not measured", file.display());
            // What an earlier run left must not pass for this run's.
            let _ = std::fs::remove_file(&to);
            continue;
        }
        let of = |e: miette::Report| e.wrap_err(file.display().to_string());
        let pairs = if set == "name_pairs" { names(&file) } else { entities(&file, set) }.map_err(of)?;
        let mut writer = BufWriter::new(File::create(&to).into_diagnostic()?);
        for pair in &pairs {
            serde_json::to_writer(&mut writer, pair).into_diagnostic()?;
            writer.write_all(b"\n").into_diagnostic()?;
        }
        writer.flush().into_diagnostic()?;
        eprintln!("{set}: {} pairs, {} of them one party", pairs.len(), pairs.iter().filter(|p| p.same).count());
    }
    Ok(())
}

/// The pairs of a set; none where its file was not there.
pub fn read(out: &Path, set: &str) -> Result<Vec<Pair>> {
    let path = path(out, set);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let lines = BufReader::new(File::open(&path).into_diagnostic()?).lines();
    let pair = |line: std::io::Result<String>| serde_json::from_str(&line.into_diagnostic()?).into_diagnostic();
    lines.map(pair).collect::<Result<_>>().wrap_err_with(|| path.display().to_string())
}

fn path(out: &Path, set: &str) -> PathBuf {
    out.join("pairs").join(format!("{set}.jsonl"))
}

fn names(file: &Path) -> Result<Vec<Pair>> {
    let mut reader = csv::Reader::from_path(file).into_diagnostic()?;
    let headers = reader.headers().into_diagnostic()?.clone();
    let column = |name: &str| headers.iter().position(|h| h == name).ok_or_else(|| miette!("no column {name}"));
    let (first, second, schema, truth) = (column("name1")?, column("name2")?, column("schema")?, column("is_match")?);
    let mut out = Vec::new();
    for (row, record) in reader.records().enumerate() {
        let record = record.into_diagnostic()?;
        let cell = |at: usize| record.get(at).unwrap_or("");
        let same = match cell(truth) {
            "true" => true,
            "false" => false,
            other => return Err(miette!("row {}: is_match is {other:?}, wanted true or false", row + 1)),
        };
        let party = |side: &str, name: &str| {
            let properties = Map::from_iter([("name".to_string(), Value::from(name))]);
            Party::new(format!("name_pairs-{row}-{side}"), cell(schema), &properties)
        };
        out.push(Pair { left: party("left", cell(first)), right: party("right", cell(second)), same });
    }
    Ok(out)
}

/// Both kinds of entity pairs: `query`, `candidate`, `match` with one schema and bare properties; `left`, `right`, `judgement` with whole
/// entities.
fn entities(file: &Path, set: &str) -> Result<Vec<Pair>> {
    let mut bytes = Vec::new();
    let mut open = File::open(file).into_diagnostic()?;
    if file.extension().is_some_and(|e| e == "gz") {
        flate2::read::GzDecoder::new(open).read_to_end(&mut bytes).into_diagnostic()?;
    } else {
        open.read_to_end(&mut bytes).into_diagnostic()?;
    }
    let values: Vec<Value> = serde_json::from_slice(&bytes).into_diagnostic()?;
    let mut out = Vec::new();
    for (row, value) in values.iter().enumerate() {
        let same = match (value.get("match"), value.get("judgement").and_then(Value::as_str)) {
            (Some(Value::Bool(same)), _) => *same,
            (_, Some("positive")) => true,
            (_, Some("negative")) => false,
            // An open judgement ("unsure") says nothing of anyone's accuracy.
            _ => continue,
        };
        let party = |side: &str, keys: [&str; 2]| {
            let wanted = || miette!("pair {}: no {} and no {}", row + 1, keys[0], keys[1]);
            let own = keys.iter().find_map(|k| value.get(*k)).and_then(Value::as_object).ok_or_else(wanted)?;
            let schema = own.get("schema").or(value.get("schema")).and_then(Value::as_str).unwrap_or("LegalEntity");
            let properties = own.get("properties").and_then(Value::as_object).unwrap_or(own);
            Ok::<_, miette::Report>(Party::new(format!("{set}-{row}-{side}"), schema, properties))
        };
        out.push(Pair {
            left: party("left", ["query", "left"])?,
            right: party("right", ["candidate", "right"])?,
            same,
        });
    }
    Ok(out)
}
