//! US Consolidated Screening List, CSV.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::CslCsv,
    title: "US Consolidated Screening List, CSV",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
