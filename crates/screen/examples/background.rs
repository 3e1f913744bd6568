//! Makes `src/background.tsv`: how common words are in names at large.
//!
//! `cargo run -p interdict-screen --release --example background -- ../shared/data > crates/screen/src/background.tsv`
//!
//! Two sources: the official lists (who bears the word, of all parties), and forenames and surnames by country (CC0), where a name of rank r is taken
//! to be borne by 5 % / (r + 4) of its country (surnames 2.5 %), every country counting alike. The more common of both counts.

#![allow(clippy::expect_used, missing_docs)]

mod support;

use interdict_names::{NameHint, Role, analyse};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

/// Words rarer than one party in so many, in logarithms, are left out: they count as the rarest anyhow.
const LEFT_OUT: f64 = 8.3;

fn main() {
    let data = PathBuf::from(std::env::args().nth(1).expect("wanted: the folder of test data"));
    let entities = support::lists(&data);
    let mut bearers: HashMap<String, u32> = HashMap::new();
    for entity in &entities {
        let hint = NameHint::from(entity.schema.kind());
        let words: HashSet<String> = entity
            .names
            .iter()
            .flat_map(|n| analyse(&n.text, hint).tokens)
            .filter(|t| t.role.is_core() && t.role != Role::Number)
            .map(|t| t.folded().to_string())
            .collect();
        words.into_iter().for_each(|w| *bearers.entry(w).or_default() += 1);
    }
    let parties = entities.len() as f64;
    let mut share: BTreeMap<String, f64> =
        bearers.into_iter().map(|(word, n)| (word, (f64::from(n) + 1.0) / parties)).collect();
    for (file, most, rank, names) in [
        ("common-forenames-by-country.csv", 0.05, "Index", ["Localized Name", "Romanized Name"]),
        ("common-surnames-by-country.csv", 0.025, "Rank", ["Localized Name", "Romanized Name"]),
    ] {
        let text = std::fs::read_to_string(data.join("names").join(file)).expect(file);
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headers = reader.headers().expect("a header").clone();
        let column = |name: &str| headers.iter().position(|h| h == name).expect("a column");
        let (country, rank, names) = (column("Country"), column(rank), names.map(column));
        let mut of_country: HashMap<String, HashMap<String, f64>> = HashMap::new();
        for record in reader.records() {
            let record = record.expect("a row");
            let rank: f64 = record.get(rank).and_then(|r| r.parse().ok()).unwrap_or(50.0);
            let words: HashSet<String> = names
                .iter()
                .flat_map(|n| analyse(record.get(*n).unwrap_or(""), NameHint::Person).tokens)
                .filter(|t| t.role.is_core())
                .map(|t| t.folded().to_string())
                .collect();
            let here = of_country.entry(record.get(country).unwrap_or("").to_string()).or_default();
            for word in words {
                let part = here.entry(word).or_default();
                *part = part.max(most / (rank + 4.0));
            }
        }
        let countries = of_country.len() as f64;
        let mut at_large: HashMap<String, f64> = HashMap::new();
        for (word, part) in of_country.into_values().flatten() {
            *at_large.entry(word).or_default() += part / countries;
        }
        for (word, part) in at_large {
            let entry = share.entry(word).or_default();
            *entry = entry.max(part);
        }
    }
    println!("# word\trarity: natural logarithm of one party in how many bears it. Made by the example `background`.");
    for (word, part) in share {
        let rarity = -part.ln();
        if rarity < LEFT_OUT && word.len() > 1 {
            println!("{word}\t{rarity:.1}");
        }
    }
}
