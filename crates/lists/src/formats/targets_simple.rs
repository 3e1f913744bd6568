//! OpenSanctions targets.simple.csv.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::TargetsSimple,
    title: "OpenSanctions targets.simple.csv",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
