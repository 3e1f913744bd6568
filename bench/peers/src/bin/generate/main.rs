//! Makes big lists and books of customers to measure on, by perturbing real ones: `generate --help`.
//!
//! Everything made says so: its source is `generated/NNN`, NNN being the block of 10,000 that it stands in. A block depends on the
//! seed and its own number alone, so the same lists and seed make the same file on any number of cores.

mod make;
mod names;
mod parties;
mod pool;
mod random;

use clap::Parser;
use miette::{IntoDiagnostic, Result, WrapErr, miette};
use pool::Pool;
use random::Random;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

/// How many rows a block has.
const BLOCK: u64 = 10_000;

/// Makes a list in the own-list format (docs/src/own-lists.md), or with --parties a book of customers.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The folder of real lists: ofac, un, eu-journal, ca, au, names.
    data: PathBuf,
    /// The file to write, CSV.
    #[arg(long)]
    out: PathBuf,
    /// How many entities to make.
    #[arg(long, default_value_t = 4_000_000, conflicts_with = "parties")]
    entities: u64,
    /// Makes so many customers instead, of whom 2 in 1,000 are listed people under disturbed names.
    #[arg(long)]
    parties: Option<u64>,
    /// Another seed makes another file.
    #[arg(long, default_value_t = 20_211_202)]
    seed: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let started = Instant::now();
    let pool = Pool::of(&arguments.data);
    if pool.is_empty() {
        return Err(miette!("no real list could be read in {}", arguments.data.display()));
    }
    eprintln!("{} real entities read in {:.1} s", pool.len(), started.elapsed().as_secs_f64());
    let started = Instant::now();
    let rows = match arguments.parties {
        Some(rows) => {
            let book = parties::Book::read(&arguments.data.join("names"))?;
            write(&arguments, rows, parties::HEADER, |random, row, out| {
                parties::party(&book, &pool, random, row, out)
            })?;
            rows
        }
        None => {
            let rows = arguments.entities;
            write(&arguments, rows, make::HEADER, |random, row, out| make::entity(&pool, random, row, out))?;
            rows
        }
    };
    let took = started.elapsed().as_secs_f64();
    eprintln!("{rows} rows in {took:.1} s, {:.0} a second", rows as f64 / took);
    Ok(())
}

/// Makes blocks on all cores and writes them in order; never more of them at once than there are cores.
fn write(
    arguments: &Arguments,
    rows: u64,
    header: &str,
    row: impl Fn(&mut Random, u64, &mut String) + Sync,
) -> Result<()> {
    let file = File::create(&arguments.out);
    let file = file.into_diagnostic().wrap_err_with(|| arguments.out.display().to_string())?;
    let mut writer = BufWriter::with_capacity(1 << 20, file);
    writer.write_all(header.as_bytes()).into_diagnostic()?;
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let blocks = rows.div_ceil(BLOCK);
    let block = |block: u64| {
        let mut random = Random::new(arguments.seed, block);
        let mut out = String::with_capacity(BLOCK as usize * 150);
        for n in block * BLOCK..rows.min((block + 1) * BLOCK) {
            row(&mut random, n, &mut out);
        }
        out
    };
    for first in (0..blocks).step_by(cores as usize) {
        let made: Vec<_> = std::thread::scope(|scope| {
            let block = &block;
            let running: Vec<_> = (first..blocks.min(first + cores)).map(|n| scope.spawn(move || block(n))).collect();
            running.into_iter().map(|r| r.join().map_err(|_| miette!("a block could not be made"))).collect()
        });
        for text in made {
            writer.write_all(text?.as_bytes()).into_diagnostic()?;
        }
    }
    writer.flush().into_diagnostic()
}
