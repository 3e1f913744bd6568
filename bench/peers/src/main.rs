//! Interdict and libmotiva on labelled pairs, and one table of all peers. `bench/peers/run` calls it; README.md says what is measured.

mod interdict;
mod measure;
mod motiva;
mod pairs;
mod table;

use clap::{Parser, Subcommand};
use miette::Result;
use std::path::PathBuf;

#[derive(Parser)]
#[command(about, version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Writes the labelled files as pairs of FollowTheMoney entities, OUT/pairs/SET.jsonl: what every peer is given.
    Pairs {
        /// The folder that holds the labelled files.
        labelled: PathBuf,
        /// The folder for what is made.
        out: PathBuf,
    },
    /// Scores OUT/pairs with Interdict and libmotiva, on one thread: OUT/scores/SET.PEER.ALGORITHM.{csv,json}.
    Score {
        /// The folder that `pairs` was given.
        out: PathBuf,
        /// How often all pairs are scored with the clock running, after once without.
        #[arg(long, default_value_t = 20)]
        passes: usize,
    },
    /// Prints one table of all that is in OUT/scores and OUT/eval.
    Table {
        /// The folder that `pairs` was given.
        out: PathBuf,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().verb {
        Verb::Pairs { labelled, out } => pairs::convert(&labelled, &out),
        Verb::Score { out, passes } => {
            for set in pairs::SETS {
                let pairs = pairs::read(&out, set)?;
                interdict::run(set, &pairs, passes, &out)?;
                motiva::run(set, &pairs, passes, &out)?;
            }
            Ok(())
        }
        Verb::Table { out } => table::print(&out),
    }
}
