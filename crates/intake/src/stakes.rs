//! Stakes from registers and tables, one file a format: a table of the user's own, FollowTheMoney, the UK's register of persons with significant
//! control, the Beneficial Ownership Data Standard, GLEIF's relationship records; and the links that the sanctions lists themselves state. Which format a
//! file has its content tells, not its name.
//!
//! A record that cannot be read is a named problem, and the others are used. What a reader does not take is counted and named. A share that is
//! not stated is not known, which is something else than none.

mod bods;
mod ftm;
mod gleif;
mod json;
mod links;
mod psc;
mod table;

pub use links::links;

use crate::Error;
use interdict_lists::{Input, Problem};
use interdict_own::{Direction, Party, Stake};
use serde_json::Value;
use std::path::Path;

/// Stakes, what else is stated of those who hold and are held, and the records that are none.
#[derive(Debug, Default)]
pub struct Stakes {
    /// What could be read.
    pub stakes: Vec<Stake>,
    /// Names, addresses and the like, for people and for flags.
    pub parties: Vec<Party>,
    /// Who directs whom.
    pub directions: Vec<Direction>,
    /// Records that could not be read.
    pub problems: Vec<Problem>,
    /// What is there and is no stake.
    pub notes: Vec<String>,
}

impl Stakes {
    /// Adds what another file states.
    pub fn absorb(&mut self, other: Self) {
        self.stakes.extend(other.stakes);
        self.parties.extend(other.parties);
        self.directions.extend(other.directions);
        self.problems.extend(other.problems);
        self.notes.extend(other.notes);
    }
}

const WANTED: &str = "CSV with the header owner,owned,share,kind,from,to,source, FollowTheMoney or persons with significant control as JSON lines, \
                      Beneficial Ownership Data Standard 0.2 to 0.4 as JSON, or GLEIF relationship records as CSV";

/// Reads a file of stakes, compressed or not, in any encoding that it declares. The files of an archive are read one after another.
///
/// # Errors
/// A file that cannot be read at all, or is of no known format.
pub fn stakes(path: &Path) -> Result<Stakes, Error> {
    let name = path.display().to_string();
    let inputs = Input::open(path).map_err(|e| match e {
        interdict_lists::Error::Problem(problem) => Error::Problem(problem),
        other => Problem::new(other.to_string(), WANTED).in_file(&name).into(),
    })?;
    let mut out = Stakes::default();
    for input in &inputs {
        let name = if inputs.len() == 1 { name.clone() } else { format!("{name}: {}", input.file_name()) };
        let text = input.text().map_err(|p| p.in_file(&name))?;
        out.absorb(read(&text, &name)?);
    }
    Ok(out)
}

/// Reads a text; `name` is what messages call it.
///
/// # Errors
/// A text of no known format.
pub fn read(text: &str, name: &str) -> Result<Stakes, Error> {
    if text.trim_start().trim_start_matches('\u{feff}').starts_with(['{', '[']) {
        // The first object that says of what format it is speaks for the file; a broken one says nothing.
        let format = json::Values::new(text).filter_map(|(_, v)| v.ok()).take(100).find_map(|v| recognised(&v));
        let read = format.ok_or_else(|| Problem::new("JSON of no known format", WANTED).in_file(name))?;
        return Ok(read(text, name));
    }
    let header = text.lines().next().unwrap_or("");
    if header.contains(gleif::MARK) {
        return gleif::read(text, name);
    }
    table::read(text, name)
}

type Reader = fn(&str, &str) -> Stakes;

fn recognised(value: &Value) -> Option<Reader> {
    let has = |key: &str| value.get(key).is_some();
    if has("statementID") || has("statementId") {
        Some(bods::read)
    } else if has("schema") && has("id") {
        Some(ftm::read)
    } else if has("data") && (has("company_number") || has("resource_kind") || value.pointer("/data/kind").is_some()) {
        Some(psc::read)
    } else {
        None
    }
}
