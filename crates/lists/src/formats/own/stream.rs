//! A table of the user's parties, row by row, for a reader that has no whole file in memory.

use super::cells::DateOrder;
use super::columns::{Columns, Field};
use super::mapping::Mapping;
use super::{Cells, Table, cut, house};
use crate::problem::Problem;
use interdict_model::{Entity, Property};
use std::cell::Cell;
use std::fmt::Write;

/// The columns of a table of parties, understood once for all of its rows.
pub struct PartyTable {
    file: String,
    columns: Columns,
    mapping: Mapping,
}

/// Between two cells of a table that begins so, and the lines before its header: Excel writes `sep=;` as a line of its own.
pub fn delimiter(head: &str) -> (u8, usize) {
    cut(head)
}

impl<'r, F: Fn(usize) -> Option<&'r str>> Cells<'r> for F {
    fn cell(&self, at: usize) -> Option<&'r str> {
        self(at).map(str::trim).filter(|c| !c.is_empty())
    }
}

impl PartyTable {
    /// Understands the columns of a file.
    ///
    /// # Errors
    /// A mapping that names a column that is not there; a table without a column of names.
    pub fn new(file: &str, titles: &[String], mapping: &Mapping) -> Result<Self, Problem> {
        let titles: Vec<String> = titles.iter().map(|t| t.trim().to_string()).collect();
        mapping.check("the mapping", file, &titles)?;
        let columns = Columns::of(titles.iter().map(String::as_str), &mapping.columns);
        if !columns.has_name() {
            let advice = "call the column of names 'name', or say which it is: --column name=TITLE, or a mapping \
                          (docs/src/own-lists.md)";
            let found = format!("the columns {}", titles.join(", "));
            return Err(Problem::new(found, "a column of names").in_file(file).advise(advice));
        }
        Ok(Self { file: file.to_string(), columns, mapping: mapping.clone() })
    }

    /// What the user should know of the guess: each column that was guessed, and each that is not read.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.columns.notes();
        let unused = self.columns.known.iter().filter(|c| !asks(c.field));
        let unused: Vec<&str> = unused.map(|c| c.title.as_str()).collect();
        if !unused.is_empty() {
            notes.push(format!("columns that say nothing to a screening: {}", unused.join(", ")));
        }
        notes
    }

    /// What each column is read as: native name, title, and whether that is a guess.
    pub fn columns(&self) -> impl Iterator<Item = (String, &str, bool)> {
        self.columns.known.iter().map(|c| (c.field.name(), c.title.as_str(), c.guessed))
    }

    /// The understanding as a mapping file, to be saved beside the table and edited.
    pub fn to_yaml(&self) -> String {
        let mut text = String::new();
        let mut line = |key: &str, value: &str| _ = writeln!(text, "{key}: {}", quoted(value));
        match self.mapping.delimiter {
            Some(b'\t') => line("delimiter", "tab"),
            Some(d) => line("delimiter", &char::from(d).to_string()),
            None => {}
        }
        if let Some(encoding) = self.mapping.encoding {
            line("encoding", encoding.name());
        }
        match self.mapping.date_order {
            Some(DateOrder::Dmy) => line("date_order", "dmy"),
            Some(DateOrder::Mdy) => line("date_order", "mdy"),
            None => {}
        }
        if let Some(schema) = self.mapping.schema {
            line("schema", schema.name());
        }
        text.push_str("columns:\n");
        let mut done: Vec<Field> = Vec::new();
        for column in &self.columns.known {
            if done.contains(&column.field) {
                continue;
            }
            done.push(column.field);
            let titles: Vec<String> = self.columns.all(column.field).map(|c| quoted(&c.title)).collect();
            _ = writeln!(text, "  {}: [{}]", column.field.name(), titles.join(", "));
        }
        for title in &self.columns.unknown {
            _ = writeln!(text, "  # not read: {}", title.replace(['\n', '\r'], " "));
        }
        text
    }

    /// The party of a row of which `cell` gives the cells by position; and how many of its dates could be read both day and month first.
    ///
    /// # Errors
    /// A row without a name, and a cell that is not what its column holds. Row and line are for the caller to add.
    pub fn party<'r>(&self, cell: impl Fn(usize) -> Option<&'r str>) -> Result<(Entity, u64), Problem> {
        let table = Table {
            impossible: None,
            columns: &self.columns,
            source: String::new(),
            list: String::new(),
            authority: house(),
            order: self.mapping.date_order.unwrap_or_default(),
            order_told: self.mapping.date_order.is_some(),
            mapping: &self.mapping,
            ambiguous: Cell::new(0),
        };
        let (entity, _) = table.party(&cell).map_err(|p| p.in_file(&self.file))?;
        Ok((entity, table.ambiguous.get()))
    }
}

/// Does a column of this field say what a screening can use?
fn asks(field: Field) -> bool {
    let of_person = |p| matches!(p, Property::BirthDate | Property::Gender);
    match field {
        Field::Id | Field::Schema | Field::Name | Field::NamePart(_) | Field::OtherName(_) => true,
        Field::Identifiers | Field::Identifier(_) | Field::Territory(_) => true,
        Field::Date(p) | Field::Fact(p) => of_person(p),
        _ => false,
    }
}

/// A YAML string that no word or punctuation in it can break.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_string()).to_string()
}
