//! JSON lines (or one JSON array) of parties as a table: the keys of the objects are the columns, in the order in which they are
//! first met; arrays are values joined by `; `.

use crate::Input;
use crate::problem::{Error, Problem, shown};
use serde_json::{Map, Value};

/// The input as a delimited table; anything but JSON is one already.
pub(super) fn table(input: &Input) -> Result<Input, Error> {
    let head = input.head();
    let begin = head.trim_start_matches('\u{FEFF}').trim_start();
    if !begin.starts_with(['{', '[']) || super::mapping::is_mapping(input) {
        return Ok(input.clone());
    }
    let text = input.text()?;
    let objects = objects(&input.name, &text)?;
    let mut columns: Vec<&str> = Vec::new();
    for key in objects.iter().flat_map(Map::keys) {
        if !columns.contains(&key.as_str()) {
            columns.push(key);
        }
    }
    let mut out = csv::Writer::from_writer(Vec::new());
    let broken =
        |e: csv::Error| Problem::new(format!("objects that make no table ({e})"), "parties").in_file(&input.name);
    out.write_record(&columns).map_err(broken)?;
    for object in &objects {
        let cells = columns.iter().map(|c| object.get(*c).map(cell).unwrap_or_default());
        out.write_record(cells).map_err(broken)?;
    }
    let bytes = out.into_inner().map_err(|e| broken(e.into_error().into()))?;
    Ok(Input { name: input.name.clone(), bytes, modified: input.modified })
}

fn objects(file: &str, text: &str) -> Result<Vec<Map<String, Value>>, Problem> {
    let wanted = "a JSON object a line, or one array of objects";
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map_err(|e| {
            Problem::new(format!("JSON that cannot be read ({e})"), wanted).in_file(file).at_line(e.line() as u64)
        });
    }
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    let object = |(n, line): (usize, &str)| {
        serde_json::from_str(line)
            .map_err(|e| Problem::new(format!("{} ({e})", shown(line)), wanted).in_file(file).at_line(n as u64 + 1))
    };
    lines.map(object).collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(values) => values.iter().map(cell).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Input, OnProblem, formats};

    fn input(text: &str) -> Vec<Input> {
        Input::from_bytes("parties.jsonl", text.as_bytes().to_vec()).expect("plain")
    }

    #[test]
    fn json_lines_are_parties_a_line_each_even_under_one_id() {
        let text = "{\"id\":\"7\",\"name\":\"A B\",\"country\":[\"BY\",\"LT\"]}\n{\"id\":\"7\",\"name\":\"C D\",\"dob\":\"1980\"}\n";
        let reading = formats::parties(&input(text), OnProblem::Stop).expect("reads");
        let names: Vec<&str> = reading.entities.iter().map(|e| e.name()).collect();
        assert_eq!(names, ["A B", "C D"]);
        assert_eq!(reading.entities[0].territories.len(), 2);
    }

    #[test]
    fn a_line_that_is_no_object_is_named() {
        let e = formats::parties(&input("{\"name\":\"A\"}\nnonsense\n"), OnProblem::Stop).expect_err("line 2");
        assert!(e.to_string().starts_with("parties.jsonl, line 2: found"), "{e}");
    }
}
