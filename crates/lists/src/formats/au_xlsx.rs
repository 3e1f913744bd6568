//! Australia, DFAT consolidated list, XLSX.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::AuXlsx,
    title: "Australia, DFAT consolidated list, XLSX",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
