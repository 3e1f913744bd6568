//! OFAC list, ENHANCED XML.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::OfacEnhanced,
    title: "OFAC list, ENHANCED XML",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
