//! Rows gathered into columns of text.

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use interdict_lists::Problem;
use std::sync::Arc;

/// A chunk is closed at so many bytes of cells, however few its rows.
const MOST_BYTES: usize = 8 << 20;

/// Rows as they come in.
#[derive(Default)]
pub(crate) struct Rows {
    columns: Vec<StringBuilder>,
    bytes: usize,
    /// Number of each row, from 1.
    pub numbers: Vec<u64>,
    /// Line on which each row begins.
    pub lines: Vec<u64>,
    /// What was wrong, by the number of its row.
    pub problems: Vec<(u64, Problem)>,
}

impl Rows {
    /// Begins a row.
    pub(crate) fn begin(&mut self, number: u64, line: u64) {
        self.numbers.push(number);
        self.lines.push(line);
    }

    /// A cell of the row that was begun. Cells come in any order; a column that is new is blank in the rows before.
    pub(crate) fn cell(&mut self, column: usize, text: &str) {
        let before = self.numbers.len().saturating_sub(1);
        self.columns.resize_with(self.columns.len().max(column + 1), StringBuilder::new);
        if let Some(builder) = self.columns.get_mut(column) {
            fill(builder, before);
            builder.append_value(text);
            self.bytes += text.len();
        }
    }

    /// Is it time to close the chunk?
    pub(crate) fn full(&self) -> bool {
        self.numbers.len() + self.problems.len() >= crate::ROWS || self.bytes >= MOST_BYTES
    }

    /// The rows under these titles, as a batch of text.
    pub(crate) fn finish(&mut self, titles: &[String]) -> Result<RecordBatch, ArrowError> {
        let rows = self.numbers.len();
        self.columns.resize_with(titles.len(), StringBuilder::new);
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(titles.len());
        for builder in &mut self.columns {
            fill(builder, rows);
            columns.push(Arc::new(builder.finish()));
        }
        batch(titles, columns, rows)
    }
}

/// A batch of columns of text.
pub(crate) fn batch(titles: &[String], columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, ArrowError> {
    let fields: Vec<Field> = titles.iter().map(|t| Field::new(t, DataType::Utf8, true)).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
}

fn fill(builder: &mut StringBuilder, until: usize) {
    use arrow_array::builder::ArrayBuilder;
    let have = builder.len();
    (have..until).for_each(|_| builder.append_null());
}
