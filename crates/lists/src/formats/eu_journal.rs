//! EU Official Journal annexes, CSV.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::EuJournal,
    title: "EU Official Journal annexes, CSV",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
