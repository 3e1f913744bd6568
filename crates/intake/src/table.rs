//! A table of parties as a stream of chunks.

use crate::Error;
use crate::cells::Rows;
use crate::delimited::Delimited;
use crate::json::JsonObjects;
use crate::parquet::Parquet;
use crate::source::Source;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use interdict_lists::Problem;
use interdict_lists::formats::{Mapping, PartyTable};
use interdict_screen::batch::PartyRows;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;

/// Most rows of a chunk.
pub const ROWS: usize = 8_192;

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CSV, TSV, `;` or `|`.
    Delimited,
    /// JSON lines, or one array of objects.
    Json,
    /// Parquet.
    Parquet,
}

enum Reader {
    Delimited(Box<Delimited>),
    Json(Box<JsonObjects>),
    Parquet(Box<Parquet>),
}

/// A table that is open for reading.
pub struct Table {
    /// The file, and how far it was read.
    pub source: Source,
    reader: Reader,
    mapping: Mapping,
    columns: Option<Arc<PartyTable>>,
    known: usize,
    waiting: Option<Chunk>,
}

/// Some rows of a table, all columns as text.
pub struct Chunk {
    /// The rows that are whole, in all columns of the file.
    pub batch: RecordBatch,
    /// The number of each of its rows, from 1; the header and blank rows are not counted.
    pub numbers: Vec<u64>,
    /// The line on which each of them begins; 0 where the format has no lines.
    pub lines: Vec<u64>,
    /// What was wrong with rows, by their number. Such a row is not in the batch, unless it is there with U+FFFD for some bytes.
    pub problems: Vec<(u64, Problem)>,
    /// What the columns mean.
    pub columns: Arc<PartyTable>,
    /// The number of its last row.
    pub last: u64,
}

/// The parties of a chunk.
pub struct Parties {
    /// One row a party, as `interdict_screen::batch::party_schema` has it.
    pub batch: RecordBatch,
    /// What was wrong, in the order of the rows.
    pub problems: Vec<(u64, Problem)>,
    /// How many dates could be read day first and month first.
    pub ambiguous: u64,
}

impl Table {
    /// Opens a table, and understands its columns; the mapping goes before every guess.
    ///
    /// # Errors
    /// A file that cannot be read, has no header or no column of names, or does not have a column that the mapping names.
    pub fn open(path: &Path, mapping: &Mapping) -> Result<Self, Error> {
        let source = Source::new(path)?;
        let name = source.name();
        if source.bytes == 0 {
            return Err(Problem::new("a file of 0 bytes", "a table of parties").in_file(&name).into());
        }
        let mut bytes = source.open()?;
        let mut head = Vec::new();
        (&mut bytes).take(1 << 12).read_to_end(&mut head).map_err(|e| source.io(e))?;
        let begin = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head).trim_ascii_start().first().copied();
        let reader = if head.starts_with(b"PAR1") {
            let mut magic = [0; 4];
            source.file()?.read_exact(&mut magic).map_err(|e| source.io(e))?;
            if &magic != b"PAR1" {
                let advice = "unpack it first: a Parquet file is compressed inside, and is not read from its beginning";
                return Err(Problem::new("a packed Parquet file", "a Parquet file")
                    .in_file(&name)
                    .advise(advice)
                    .into());
            }
            Reader::Parquet(Box::new(Parquet::open(&source)?))
        } else if matches!(begin, Some(b'{' | b'[')) {
            let whole = Box::new(Cursor::new(head).chain(bytes));
            Reader::Json(Box::new(JsonObjects::open(whole, begin == Some(b'['))))
        } else if head.contains(&0) && encoding_rs::Encoding::for_bom(&head).is_none() && mapping.encoding().is_none() {
            let advice = "wanted CSV, JSON lines or Parquet; gzip, zstd or zip around the first two";
            return Err(Problem::new("a binary file", "a table of parties").in_file(&name).advise(advice).into());
        } else {
            Reader::Delimited(Box::new(Delimited::open(&source, head, bytes, mapping)?))
        };
        let mut table = Self { source, reader, mapping: mapping.clone(), columns: None, known: 0, waiting: None };
        // JSON has no header: what its columns are is known from the first chunk.
        if let Reader::Json(_) = table.reader {
            table.waiting = table.read()?;
            if table.waiting.is_none() {
                return Err(Problem::new("no object", "a JSON object a line").in_file(&name).into());
            }
        } else {
            table.understand()?;
        }
        Ok(table)
    }

    /// Its format.
    pub fn kind(&self) -> Kind {
        match self.reader {
            Reader::Delimited(_) => Kind::Delimited,
            Reader::Json(_) => Kind::Json,
            Reader::Parquet(_) => Kind::Parquet,
        }
    }

    /// How many rows it has, where the format says so.
    pub fn rows(&self) -> Option<u64> {
        match &self.reader {
            Reader::Parquet(p) => Some(p.rows),
            _ => None,
        }
    }

    /// What its columns mean, as far as they are known.
    pub fn columns(&self) -> Option<&Arc<PartyTable>> {
        self.columns.as_ref()
    }

    /// What the user should know of its columns.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.columns.as_ref().map(|c| c.notes()).unwrap_or_default();
        if let Reader::Parquet(p) = &self.reader {
            notes.extend(p.passed_over.iter().cloned());
        }
        notes
    }

    /// The next rows; `None` at the end.
    ///
    /// # Errors
    /// A file that cannot be read on. What is wrong with single rows is in the chunk.
    pub fn next_chunk(&mut self) -> Result<Option<Chunk>, Error> {
        match self.waiting.take() {
            Some(chunk) => Ok(Some(chunk)),
            None => self.read(),
        }
    }

    fn read(&mut self) -> Result<Option<Chunk>, Error> {
        let (batch, rows) = match &mut self.reader {
            Reader::Delimited(r) => match r.read(&self.source)? {
                Some(mut rows) => (rows.finish(&r.titles)?, rows),
                None => return Ok(None),
            },
            Reader::Json(r) => match r.read(&self.source)? {
                Some(mut rows) => (rows.finish(&r.titles)?, rows),
                None => return Ok(None),
            },
            Reader::Parquet(r) => match r.read(&self.source)? {
                Some(read) => read,
                None => return Ok(None),
            },
        };
        let columns = self.understand()?;
        let Rows { numbers, lines, mut problems, .. } = rows;
        let name = self.source.name();
        problems.iter_mut().for_each(|(_, p)| p.file.clone_from(&name));
        let last = numbers.iter().chain(problems.iter().map(|(n, _)| n)).max().copied().unwrap_or(0);
        Ok(Some(Chunk { batch, numbers, lines, problems, columns, last }))
    }

    /// What the columns mean; understood anew where there are more of them than before (a key that comes late in JSON lines).
    fn understand(&mut self) -> Result<Arc<PartyTable>, Error> {
        let titles = match &self.reader {
            Reader::Delimited(r) => &r.titles,
            Reader::Json(r) => &r.titles,
            Reader::Parquet(r) => &r.titles,
        };
        if let Some(columns) = self.columns.as_ref().filter(|_| self.known == titles.len()) {
            return Ok(columns.clone());
        }
        let columns = Arc::new(PartyTable::new(&self.source.name(), titles, &self.mapping)?);
        self.known = titles.len();
        self.columns = Some(columns.clone());
        Ok(columns)
    }
}

impl Chunk {
    /// Reads its rows as parties. Pure: give each core a chunk.
    ///
    /// # Errors
    /// Only if Arrow refuses a column.
    pub fn parties(&self) -> Result<Parties, Error> {
        let mut out = PartyRows::default();
        let mut problems = self.problems.clone();
        let mut ambiguous = 0;
        let columns: Vec<_> = self.batch.columns().iter().map(|c| c.as_string_opt::<i32>()).collect();
        for (at, number) in self.numbers.iter().enumerate() {
            let cell = |column: usize| {
                let cells = columns.get(column).copied().flatten()?;
                (at < cells.len() && cells.is_valid(at)).then(|| cells.value(at))
            };
            match self.columns.party(cell) {
                Ok((party, dates)) => {
                    ambiguous += dates;
                    out.push(*number, &party);
                }
                Err(p) => {
                    let line = self.lines.get(at).copied().unwrap_or(0);
                    problems.push((*number, p.at_record(*number, line)));
                }
            }
        }
        problems.sort_by_key(|(number, _)| *number);
        Ok(Parties { batch: out.finish()?, problems, ambiguous })
    }
}
