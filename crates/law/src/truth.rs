//! Yes, no, and not known: Kleene's logic, in which an answer that is not known stays so until some fact settles it.

use serde::Serialize;

/// The truth of a condition over facts that may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// It does not hold.
    No,
    /// Nobody said.
    Unknown,
    /// It holds.
    Yes,
}

impl std::ops::Not for Truth {
    type Output = Self;

    /// It does not hold.
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl Truth {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<bool> for Truth {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Truth {
    fn from(is: Option<bool>) -> Self {
        is.map_or(Self::Unknown, Self::from)
    }
}

/// One of them holds; ends at the first that does.
pub(crate) fn any(of: impl IntoIterator<Item = Truth>) -> Truth {
    let mut out = Truth::No;
    for truth in of {
        out = out.or(truth);
        if out == Truth::Yes {
            break;
        }
    }
    out
}
