//! FollowTheMoney entities, JSON lines.

use super::{Format, Reader};
use crate::problem::Problem;

pub(super) const READER: Reader = Reader {
    format: Format::Ftm,
    title: "FollowTheMoney entities, JSON lines",
    schema: "",
    recognise: |_, _| false,
    read: |_, _| Err(Problem::new("", "").into()),
};
