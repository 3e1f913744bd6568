//! JSON lines, or one JSON array of objects: the keys are the columns, in the order in which they are first met.

use crate::Error;
use crate::cells::Rows;
use crate::source::{Bounded, Bytes, Source};
use interdict_lists::{Problem, table::MAX_COLUMNS};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader};

pub(crate) struct JsonObjects {
    reader: BufReader<Bounded<Bytes>>,
    array: bool,
    pub titles: Vec<String>,
    at: HashMap<String, usize>,
    object: Vec<u8>,
    line: u64,
    number: u64,
    ended: bool,
}

impl JsonObjects {
    pub(crate) fn open(bytes: Bytes, array: bool) -> Self {
        let reader = BufReader::with_capacity(1 << 16, Bounded::new(bytes));
        let (titles, at, object) = (Vec::new(), HashMap::new(), Vec::new());
        Self { reader, array, titles, at, object, line: 1, number: 0, ended: false }
    }

    /// The next rows; `None` at the end.
    pub(crate) fn read(&mut self, source: &Source) -> Result<Option<Rows>, Error> {
        let mut rows = Rows::default();
        while !self.ended && !rows.full() {
            self.reader.get_mut().reset();
            self.object.clear();
            let line = if self.array { self.next_of_array() } else { self.next_line() };
            let line = line.map_err(|e| match e.kind() {
                io::ErrorKind::InvalidData => {
                    Problem::new(e.to_string(), "JSON objects").in_file(&source.name()).at_line(self.line).into()
                }
                _ => source.io(e),
            })?;
            if let Some(line) = line {
                self.take(line, &mut rows);
            }
        }
        Ok((!rows.numbers.is_empty() || !rows.problems.is_empty()).then_some(rows))
    }

    /// The next line that is not blank, without its end; the number of it.
    fn next_line(&mut self) -> io::Result<Option<u64>> {
        let n = self.reader.read_until(b'\n', &mut self.object)?;
        let line = self.line;
        self.line += 1;
        if n == 0 {
            self.ended = true;
        }
        if line == 1 && self.object.starts_with(b"\xEF\xBB\xBF") {
            self.object.drain(..3);
        }
        Ok((!self.object.trim_ascii().is_empty()).then_some(line))
    }

    /// The next item of the array, cut by its braces; the line on which it begins.
    fn next_of_array(&mut self) -> io::Result<Option<u64>> {
        let (mut depth, mut text, mut escaped) = (0u32, false, false);
        let mut begun = None;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                self.ended = true;
                return match begun {
                    None => Ok(None),
                    Some(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "an object that breaks off")),
                };
            }
            let mut used = 0;
            let mut whole = false;
            for b in buffer {
                used += 1;
                self.line += u64::from(*b == b'\n');
                match b {
                    _ if escaped => escaped = false,
                    b'\\' if text => escaped = true,
                    b'"' => text = !text,
                    b'{' | b'[' if !text && (begun.is_some() || *b == b'{') => depth += 1,
                    b'}' | b']' if !text && depth > 0 => {
                        depth -= 1;
                        whole = depth == 0;
                    }
                    _ => {}
                }
                // Outside of objects there are brackets, commas and blanks; anything else is an item that is no object.
                let between = matches!(b, b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF);
                if begun.is_some() || !between {
                    begun.get_or_insert(self.line);
                    if depth == 0 && !whole && !text && between {
                        whole = true;
                        break;
                    }
                    self.object.push(*b);
                }
                if whole {
                    break;
                }
            }
            self.reader.consume(used);
            if whole {
                return Ok(begun);
            }
        }
    }

    fn take(&mut self, line: u64, rows: &mut Rows) {
        self.number += 1;
        let object: Map<String, Value> = match serde_json::from_slice(&self.object) {
            Ok(object) => object,
            Err(e) => {
                let begin: String = String::from_utf8_lossy(&self.object).trim().chars().take(60).collect();
                let wanted = "a JSON object a line, or one array of objects";
                let problem = Problem::new(format!("{begin:?} ({e})"), wanted).at_record(self.number, line);
                rows.problems.push((self.number, problem));
                return;
            }
        };
        rows.begin(self.number, line);
        for (key, value) in &object {
            let at = match self.at.get(key) {
                Some(at) => *at,
                None if self.titles.len() >= MAX_COLUMNS => {
                    let found = format!("more than {MAX_COLUMNS} keys, {key:?} among them");
                    let problem = Problem::new(found, format!("at most {MAX_COLUMNS}")).at_record(self.number, line);
                    rows.problems.push((self.number, problem));
                    return;
                }
                None => {
                    self.titles.push(key.clone());
                    self.at.insert(key.clone(), self.titles.len() - 1);
                    self.titles.len() - 1
                }
            };
            match value {
                Value::Null => {}
                Value::String(text) => rows.cell(at, text),
                other => rows.cell(at, &cell(other)),
            }
        }
    }
}

/// A value as a cell; the values of an array are separated by `; `.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(values) => values.iter().map(cell).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
