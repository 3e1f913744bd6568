//! Canada, SEMA list, XML.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::CaXml,
    title: "Canada, SEMA list, XML",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
