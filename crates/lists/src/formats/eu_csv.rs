//! EU consolidated financial sanctions list, CSV 1.1.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::EuCsv,
    title: "EU consolidated financial sanctions list, CSV 1.1",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
