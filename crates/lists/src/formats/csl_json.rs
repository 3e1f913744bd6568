//! US Consolidated Screening List, JSON.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::CslJson,
    title: "US Consolidated Screening List, JSON",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
