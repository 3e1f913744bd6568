//! Parquet, batch by batch, its columns made text.

use crate::cells::{self, Rows};
use crate::source::Source;
use crate::{Error, ROWS};
use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{ArrowError, DataType};
use interdict_lists::Problem;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::sync::Arc;

pub(crate) struct Parquet {
    reader: ParquetRecordBatchReader,
    pub titles: Vec<String>,
    /// Columns whose type holds no text, with the type.
    pub passed_over: Vec<String>,
    /// Rows in all.
    pub rows: u64,
    number: u64,
}

impl Parquet {
    pub(crate) fn open(source: &Source) -> Result<Self, Error> {
        let bad = |e: parquet::errors::ParquetError| -> Error {
            let advice = "is it whole? A Parquet file has its table of contents at its end";
            let found = format!("a Parquet file that cannot be read ({e})");
            Problem::new(found, "a table of parties").in_file(&source.name()).advise(advice).into()
        };
        let builder = ParquetRecordBatchReaderBuilder::try_new(source.file()?).map_err(bad)?;
        let rows = builder.metadata().file_metadata().num_rows().max(0) as u64;
        let schema = builder.schema().clone();
        let titles = schema.fields().iter().map(|f| f.name().clone()).collect();
        let odd = schema.fields().iter().filter(|f| !readable(f.data_type()));
        let passed_over = odd.map(|f| format!("column '{}' of type {} is not read", f.name(), f.data_type())).collect();
        let reader = builder.with_batch_size(ROWS).build().map_err(bad)?;
        Ok(Self { reader, titles, passed_over, rows, number: 0 })
    }

    /// The next rows as a batch of text; `None` at the end.
    pub(crate) fn read(&mut self, source: &Source) -> Result<Option<(RecordBatch, Rows)>, Error> {
        let bad = |e: ArrowError| -> Error {
            Problem::new(format!("rows that cannot be read ({e})"), "a Parquet file").in_file(&source.name()).into()
        };
        let Some(batch) = self.reader.next() else { return Ok(None) };
        let batch = batch.map_err(bad)?;
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(batch.num_columns());
        for (column, title) in batch.columns().iter().zip(&self.titles) {
            columns.push(text(column).map_err(|e| {
                let found = format!("a value that is no text ({e})");
                Problem::new(found, "text").in_file(&source.name()).in_field(title).at_record(self.number + 1, 0)
            })?);
        }
        let mut rows = Rows::default();
        for _ in 0..batch.num_rows() {
            self.number += 1;
            rows.begin(self.number, 0);
        }
        Ok(Some((cells::batch(&self.titles, columns, batch.num_rows())?, rows)))
    }
}

fn readable(t: &DataType) -> bool {
    match t {
        DataType::Struct(_) | DataType::Map(..) | DataType::Union(..) => false,
        DataType::List(f) | DataType::LargeList(f) => readable(f.data_type()),
        _ => true,
    }
}

/// A column as text. Lists become values separated by `; `, numbers and days are written as people write them: whole numbers without a point,
/// midnight as the day.
fn text(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    if !readable(column.data_type()) {
        return Ok(arrow_array::new_null_array(&DataType::Utf8, column.len()));
    }
    let cast = |to: &DataType| cast_with_options(column, to, &CastOptions { safe: false, ..CastOptions::default() });
    let mut out = StringBuilder::new();
    match column.data_type() {
        DataType::Utf8 => return Ok(column.clone()),
        // Programs write whole numbers as floating point where some are missing.
        DataType::Float64 => {
            column.as_primitive::<Float64Type>().iter().for_each(|n| out.append_option(n.map(|n| n.to_string())))
        }
        DataType::Float32 => {
            column.as_primitive::<Float32Type>().iter().for_each(|n| out.append_option(n.map(|n| n.to_string())))
        }
        DataType::Timestamp(..) => {
            let texts = cast(&DataType::Utf8)?;
            let day = |t: &str| {
                t.split_once("T00:00:00").filter(|(_, rest)| matches!(*rest, "" | "Z")).map(|(d, _)| d.to_string())
            };
            for t in texts.as_string::<i32>() {
                out.append_option(t.map(|t| day(t).unwrap_or_else(|| t.to_string())));
            }
        }
        DataType::LargeList(f) => return text(&cast(&DataType::List(f.clone()))?),
        DataType::List(_) => {
            for values in column.as_list::<i32>().iter() {
                let Some(values) = values else {
                    out.append_null();
                    continue;
                };
                let values = text(&values)?;
                let values: Vec<&str> = values.as_string::<i32>().iter().flatten().collect();
                out.append_value(values.join("; "));
            }
        }
        _ => return cast(&DataType::Utf8),
    }
    Ok(Arc::new(out.finish()))
}
