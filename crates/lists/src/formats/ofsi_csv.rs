//! OFSI consolidated list (to January 2026), CSV.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::OfsiCsv,
    title: "OFSI consolidated list (to January 2026), CSV",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
