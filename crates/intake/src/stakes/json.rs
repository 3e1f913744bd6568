//! The JSON values of a text, one after another, as lines, pretty-printed or as one array; and the count of fields that nobody took.
//!
//! The one invariant: a value that cannot be read costs itself and no other, as long as values begin on lines of their own.

use serde_json::{Deserializer, Value};
use std::collections::BTreeMap;

/// Values of a text, each with the line on which it begins, from 1.
pub(super) struct Values<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    /// What stands before the first value on its line: others begin likewise.
    indent: Option<&'t str>,
}

impl<'t> Values<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, indent: None }
    }

    fn go_to(&mut self, at: usize) {
        let passed = self.text.get(self.at..at).unwrap_or_default();
        self.line += passed.bytes().filter(|b| *b == b'\n').count() as u64;
        self.at = at;
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

impl Iterator for Values<'_> {
    type Item = (u64, Result<Value, String>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest();
        // The brackets and commas of an array around the values, which no value itself begins or ends with.
        let between = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '\u{feff}');
        let mut skipped = rest.len() - rest.trim_start_matches(between).len();
        if self.at == 0 {
            skipped = rest.len() - rest.trim_start_matches(|c| between(c) || c == '[').len();
        }
        self.go_to(self.at + skipped);
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let (text, at) = (self.text, self.at);
        let indent = *self.indent.get_or_insert_with(|| {
            let before = text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
            if before.trim().is_empty() { before } else { "" }
        });
        let line = self.line;
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        match values.next()? {
            Ok(value) => {
                let read = values.byte_offset();
                self.go_to(self.at + read);
                Some((line, Ok(value)))
            }
            Err(e) => {
                let next = rest.match_indices('\n').find(|(at, _)| {
                    let line = rest.get(at + 1..).unwrap_or_default();
                    line.strip_prefix(indent).is_some_and(|l| l.starts_with('{'))
                });
                let left = next.map_or(rest.len(), |(at, _)| at + 1);
                self.go_to(self.at + left);
                let said = e.to_string();
                // Its lines count from the value on.
                let said = said.split(" at line ").next().unwrap_or(&said).to_string();
                let lost = if next.is_none() { ", and nothing after it" } else { "" };
                Some((line, Err(format!("{said}{lost}"))))
            }
        }
    }
}

/// Fields that a reader does not know, with how often they held something.
#[derive(Default)]
pub(super) struct Unknown(BTreeMap<String, u64>);

impl Unknown {
    /// Counts the fields of an object that are not among the known.
    pub(super) fn watch(&mut self, object: &Value, place: &str, known: &[&str]) {
        for (field, value) in object.as_object().into_iter().flatten() {
            if !known.contains(&field.as_str()) && !value.is_null() {
                let path = if place.is_empty() { field.clone() } else { format!("{place}.{field}") };
                *self.0.entry(path).or_default() += 1;
            }
        }
    }

    /// Counts one more value of a field.
    pub(super) fn count(&mut self, field: &str) {
        *self.0.entry(field.to_string()).or_default() += 1;
    }

    /// A line that names them; none where there are none.
    pub(super) fn note(self, name: &str, what: &str) -> Option<String> {
        let all: Vec<String> = self.0.into_iter().map(|(field, n)| format!("{field} ({n})")).collect();
        (!all.is_empty()).then(|| format!("{name}: {what}: {}", all.join(", ")))
    }
}

/// The text of a field; empty where there is none.
pub(super) fn text<'v>(object: &'v Value, field: &str) -> &'v str {
    object.get(field).and_then(Value::as_str).unwrap_or("").trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, bool)> {
        Values::new(text).map(|(line, value)| (line, value.is_ok())).collect()
    }

    #[test]
    fn a_broken_value_costs_itself_and_no_other() {
        assert_eq!(lines("{\"a\":1}\n{\"b\":\n{\"c\":3}\n"), [(1, true), (2, false), (3, true)]);
        assert_eq!(
            lines("[\n  {\n    \"a\": {\n    }\n  },\n  {\"b\" 2},\n  {\"c\": 3}\n]\n"),
            [(2, true), (6, false), (7, true)]
        );
        assert_eq!(lines("{\n \"a\": 1\n}\n"), [(1, true)]);
        assert_eq!(lines("[{\"a\":1},{\"b\":2}]"), [(1, true), (1, true)]);
        assert_eq!(lines(""), []);
    }
}
