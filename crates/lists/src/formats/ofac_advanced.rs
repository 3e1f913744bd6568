//! OFAC list, ADVANCED XML.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::OfacAdvanced,
    title: "OFAC list, ADVANCED XML",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
