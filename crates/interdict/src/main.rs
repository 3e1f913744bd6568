//! The command line: reads the arguments, runs one verb, ends with a code that scripts can rely on.
//!
//! A verb is one file in `verbs/`: its arguments, its run, its words. Everything it computes comes from the library crates; this
//! crate opens files, draws tables and knows the clock.

mod batch;
mod data;
mod exit;
mod holdings;
mod lookup;
mod name_groups;
mod output;
mod owners;
mod report;
mod screening;
mod verbs;

use clap::{Args, Parser, Subcommand};
use exit::Exit;
use std::path::PathBuf;
use std::process::ExitCode;

/// Do sanctions stand in the way, under whose law, since when and why?
///
/// Interdict reads the official sanctions lists of the US, EU, UK, UN, Canada, Switzerland and Australia, keeps their history, and
/// screens parties against them. Without any set-up it works on the case that it ships with: Belarus, 2021.
/// No query leaves this machine; only `interdict sync` uses the network.
#[derive(Parser)]
#[command(name = "interdict", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 bad input or data, 4 done in part.\n\
    Interdict states what lists and laws say. It is no legal advice."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    verb: Verb,
}

/// What every verb takes.
#[derive(Args)]
pub struct Common {
    /// Folder of snapshots and settings [default: the platform's data folder]
    #[arg(long, global = true, env = "INTERDICT_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Answer as one JSON document (docs/src/json.md)
    #[arg(long, global = true)]
    pub json: bool,
    /// Answer from the shipped case, even where there is a snapshot
    #[arg(long, global = true)]
    pub case: bool,
}

#[derive(Subcommand)]
enum Verb {
    Decide(verbs::decide::Decide),
    Check(verbs::check::Check),
    Screen(verbs::screen::Screen),
    Eval(verbs::eval::Eval),
    Compare(verbs::compare::Compare),
    Diff(verbs::diff::Diff),
    History(verbs::history::History),
    Own(verbs::own::Own),
    #[command(name = "law")]
    Law(verbs::law::LawVerb),
    Explain(verbs::explain::Explain),
    Sync(verbs::sync::Sync),
    Sources(verbs::sources::Sources),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let common = &cli.common;
    let done = match cli.verb {
        Verb::Decide(verb) => verb.run(common),
        Verb::Check(verb) => verb.run(common),
        Verb::Screen(verb) => verb.run(common),
        Verb::Eval(verb) => verb.run(common),
        Verb::Compare(verb) => verb.run(common),
        Verb::Diff(verb) => verb.run(common),
        Verb::History(verb) => verb.run(common),
        Verb::Own(verb) => verb.run(common),
        Verb::Law(verb) => verb.run(common),
        Verb::Explain(verb) => verb.run(common),
        Verb::Sync(verb) => verb.run(common),
        Verb::Sources(verb) => verb.run(common),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(report) => {
            eprintln!("{report:?}");
            let usage = report.downcast_ref::<exit::WrongUsage>().is_some();
            if usage { Exit::Usage } else { Exit::Input }.into()
        }
    }
}
