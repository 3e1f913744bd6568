//! Acts from a file: JSON (one act, an array, or one a line) or CSV (one row an act; `docs/src/acts.md` has the columns).
//!
//! An act that cannot be read is a named problem, and the others are used. In a table, a cell that cannot be read leaves its fact
//! unknown: the act keeps the reason ([`Act::broken`]) and is judged by the rest, so that nothing of it gets better.

mod csv;
mod route;

use crate::Error;
use interdict_law::Act;
use interdict_lists::{Input, Problem};
use std::path::Path;

/// Acts, and what could not be read.
#[derive(Debug, Default)]
pub struct Acts {
    /// In the order of the file; every carrier, operator and owner that they name is one of their parties.
    pub acts: Vec<Act>,
    /// Records that are no acts, and cells that could not be read.
    pub problems: Vec<Problem>,
    /// Columns that mean nothing here: not read, and named.
    pub notes: Vec<String>,
    /// Records in the file.
    pub records: u64,
}

/// Reads a file of acts, compressed or not, in any encoding that it declares.
///
/// # Errors
/// A file that cannot be read at all, or a table without the column `act`.
pub fn acts(path: &Path) -> Result<Acts, Error> {
    let name = path.display().to_string();
    let wanted = "one file of acts: JSON, JSON lines or CSV";
    let inputs = Input::open(path).map_err(|e| match e {
        interdict_lists::Error::Problem(problem) => Error::Problem(problem),
        other => Problem::new(other.to_string(), wanted).in_file(&name).into(),
    })?;
    let [input] = inputs.as_slice() else {
        return Err(Problem::new(format!("{} files in one", inputs.len()), wanted).in_file(&name).into());
    };
    let text = input.text().map_err(|p| p.in_file(&name))?;
    read(&text, &name)
}

/// Acts from a text; `name` is what messages call it.
///
/// # Errors
/// A text that is neither JSON nor a table with the column `act`.
pub fn read(text: &str, name: &str) -> Result<Acts, Error> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let mut out = match start.as_bytes().first() {
        Some(b'[') => array(start, name)?,
        Some(b'{') => lines(start, name),
        _ => csv::read(text.trim_start_matches('\u{feff}'), name)?,
    };
    for (number, act) in out.acts.iter_mut().enumerate() {
        if act.id.is_empty() {
            act.id = (number + 1).to_string();
        }
        act.name_everyone();
    }
    Ok(out)
}

fn array(text: &str, name: &str) -> Result<Acts, Error> {
    let values: Vec<serde_json::Value> = serde_json::from_str(text)
        .map_err(|e| Problem::new(e.to_string(), "a JSON array of acts").in_file(name).at_record(0, e.line() as u64))?;
    let mut out = Acts { records: values.len() as u64, ..Acts::default() };
    for (number, value) in values.into_iter().enumerate() {
        let number = number as u64 + 1;
        match serde_path_to_error::deserialize::<_, Act>(value) {
            Ok(act) => out.acts.push(act),
            Err(e) => out.problems.push(problem(&e).in_file(name).at_record(number, 0)),
        }
    }
    Ok(out)
}

/// One object, or one after the other, on a line each or on many.
fn lines(text: &str, name: &str) -> Acts {
    let mut out = Acts::default();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    loop {
        let after = stream.byte_offset();
        let blanks = text.get(after..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let begin = after + blanks;
        let line = text.get(..begin).unwrap_or_default().bytes().filter(|b| *b == b'\n').count() as u64 + 1;
        let Some(value) = stream.next() else { break };
        out.records += 1;
        match value {
            Ok(value) => match serde_path_to_error::deserialize::<_, Act>(value) {
                Ok(act) => out.acts.push(act),
                Err(e) => out.problems.push(problem(&e).in_file(name).at_record(out.records, line)),
            },
            Err(e) => {
                let found = Problem::new(e.to_string(), "an act as JSON").in_file(name).at_record(out.records, line);
                let rest = text.get(begin..).and_then(|t| t.split_once('\n')).map(|(_, rest)| rest);
                out.problems
                    .push(found.advise("mend that line; the acts on the lines behind it were read".to_string()));
                // Where acts stand on a line each, one broken line does not take the others with it.
                if let Some(rest) = rest.filter(|r| r.trim_start().starts_with('{')) {
                    let more = lines(rest, name);
                    let below = |mut p: Problem| {
                        p.line = p.line.map(|l| l + line);
                        p.record = p.record.map(|r| r + out.records);
                        p
                    };
                    out.acts.extend(more.acts);
                    out.problems.extend(more.problems.into_iter().map(below));
                    out.records += more.records;
                }
                break;
            }
        }
    }
    out
}

fn problem(e: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    Problem::new(e.inner().to_string(), "an act as docs/src/acts.md describes it").in_field(e.path().to_string())
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn one_act_an_array_and_lines_are_read_and_a_slip_is_named_with_its_field() {
        let act =
            r#"{"act": "payment", "at": "2022-06-10", "parties": [{"role": "payee", "name": "B", "country": "BY"}]}"#;
        assert_eq!(read(act, "a.json").expect("one").acts.len(), 1);
        assert_eq!(read(&format!("[{act}, {act}]"), "a.json").expect("two").acts.len(), 2);
        assert_eq!(read(&format!("{act}\n{act}\n"), "a.jsonl").expect("two").acts.len(), 2);
        let slip = act.replace("\"country\": \"BY\"", "\"country\": \"Atlantis\"");
        let some = read(&format!("[{act}, {slip}]"), "a.json").expect("one of two");
        assert_eq!(some.acts.len(), 1);
        let said = some.problems.first().expect("a problem").to_string();
        assert!(said.contains("Atlantis") && said.contains("parties[0]"), "{said}");
    }

    #[test]
    fn a_field_that_no_act_has_is_refused_also_inside_a_party() {
        for slip in [
            r#"{"act": "payment", "colour": "red"}"#,
            r#"{"act": "payment", "parties": [{"role": "payee", "nmae": "B"}]}"#,
            r#"{"act": "payment", "craft": [{"kind": "aircraft", "tial": "EW-1"}]}"#,
            r#"{"act": "gift"}"#,
            r#"{"act": "payment", "at": "2022-02-30"}"#,
        ] {
            let read = read(slip, "a.json").expect("a file");
            assert!(read.acts.is_empty() && read.problems.len() == 1, "{slip}: {:?}", read.acts);
        }
    }

    #[test]
    fn a_broken_line_does_not_take_the_others_with_it() {
        let act = r#"{"act": "payment", "at": "2022-06-10"}"#;
        let some = read(&format!("{act}\n{{\"act\": \n{act}\n{act}\n"), "a.jsonl").expect("acts");
        assert_eq!((some.acts.len(), some.problems.len()), (3, 1), "{:?}", some.problems);
        assert_eq!(some.problems[0].line, Some(2));
    }
}
