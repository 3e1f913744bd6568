//! Reads files as one reading each and prints their account: `cargo run -p interdict-lists --example account -- FILE...`
//! (`--go-on` goes on after a problem, `--join` reads all files as one reading, `--show N` prints the first N entities).

use interdict_lists::{Input, OnProblem, formats};
use std::path::Path;

fn main() {
    let mut on_problem = OnProblem::Stop;
    let (mut join, mut show) = (false, 0);
    let mut files: Vec<Vec<Input>> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--go-on" => on_problem = OnProblem::GoOn,
            "--join" => join = true,
            "--show" => show = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1),
            path => match Input::open(Path::new(path)) {
                Ok(inputs) => files.push(inputs),
                Err(e) => eprintln!("{e}"),
            },
        }
    }
    if join {
        files = vec![files.concat()];
    }
    for inputs in files {
        let start = std::time::Instant::now();
        match formats::read(&inputs, on_problem) {
            Err(e) => println!("{}: {e}\n", inputs[0].name),
            Ok(reading) => {
                let r = &reading.report;
                println!("{}: {} in {:?}", inputs[0].name, reading.format, start.elapsed());
                println!("  {:?}", reading.meta);
                println!(
                    "  records {} read {} stated {:?} entities {}",
                    r.records,
                    r.read,
                    r.stated,
                    reading.entities.len()
                );
                println!("  values seen {} used {}", r.totals().seen, r.totals().used);
                for (field, c) in r.unused() {
                    println!("  not used: {field} {} of {}", c.seen - c.used, c.seen);
                }
                for p in r.problems.iter().take(10) {
                    println!("  problem: {p}");
                }
                for note in r.notes.iter().take(10) {
                    println!("  note: {note}");
                }
                for e in reading.entities.iter().take(show) {
                    println!("{}", serde_json::to_string_pretty(e).unwrap_or_default());
                }
                println!();
            }
        }
    }
}
