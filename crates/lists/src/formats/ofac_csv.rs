//! OFAC SDN or non-SDN list, CSV (main, address, alias, comments).

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::OfacCsv,
    title: "OFAC SDN or non-SDN list, CSV (main, address, alias, comments)",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
