//! How a run ends: one of five codes that scripts can rely on (docs/src/exit-codes.md).

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, and nothing was found that a person must look at.
    Done = 0,
    /// Done, and something was found: a match, a possible match.
    Found = 1,
    /// The command line is wrong. (clap uses the same code.)
    Usage = 2,
    /// The input or the data is wrong, missing or damaged, and the work stopped.
    Input = 3,
    /// The work was done in part: records or sources were refused, and the report names them.
    Partly = 4,
}

impl From<Exit> for ExitCode {
    fn from(e: Exit) -> ExitCode {
        ExitCode::from(e as u8)
    }
}

/// The command line asks for what cannot be: ends with [`Exit::Usage`].
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{what}")]
pub struct WrongUsage {
    what: String,
    #[help]
    help: String,
}

/// An error of usage with what to do.
pub fn wrong_usage(what: impl Into<String>, help: impl Into<String>) -> miette::Report {
    WrongUsage { what: what.into(), help: help.into() }.into()
}
