//! How often a romanisation comes near a Latin spelling that is in use, script by script.
//!
//! ```text
//! cargo run -p interdict-names --release --example romanise -- FILE [misses]
//! ```
//!
//! FILE (`-` for standard input) has either `latin<TAB>other script, letters apart<TAB>count` a line, or groups of spellings of one
//! name, `a, b, в => id`. A pair counts where the best spelling has a normalised Levenshtein similarity of 0.75 or more with a Latin
//! one, or the same consonant skeleton. `misses` prints every so manieth word that failed.

use interdict_names::{Script, romanisations, skeleton};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

#[derive(Default)]
struct Tally {
    words: usize,
    near: usize,
    skeleton: usize,
    either: usize,
    spellings: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("which file?")?;
    let every: usize = args.next().map(|n| n.parse()).transpose()?.unwrap_or(usize::MAX);
    let input: Box<dyn Read> =
        if path == "-" { Box::new(std::io::stdin()) } else { Box::new(std::fs::File::open(&path)?) };
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut missed = 0;
    for line in BufReader::new(input).lines() {
        let line = line?;
        let (latin, others) = members(&line);
        let latin: Vec<String> = latin.iter().flat_map(|l| romanisations(l)).collect();
        if latin.is_empty() {
            continue;
        }
        for word in others {
            let spellings = romanisations(&word);
            let near = spellings.iter().any(|s| latin.iter().any(|l| strsim::normalized_levenshtein(s, l) >= 0.75));
            let keys: Vec<String> = latin.iter().filter_map(|l| skeleton(l)).collect();
            let same = spellings.iter().filter_map(|s| skeleton(s)).any(|k| keys.contains(&k));
            let tally = tallies.entry(kind(&word)).or_default();
            tally.words += 1;
            tally.near += usize::from(near);
            tally.skeleton += usize::from(same);
            tally.either += usize::from(near || same);
            tally.spellings += spellings.len();
            if !(near || same) {
                missed += 1;
                if missed % every == 0 {
                    println!("{word}\t{}\t{}", spellings.join(" "), latin.join(" "));
                }
            }
        }
    }
    println!("{:<12} {:>8} {:>8} {:>9} {:>8} {:>10}", "script", "words", "near", "skeleton", "either", "spellings");
    for (script, t) in tallies {
        let share = |n: usize| 100.0 * n as f64 / t.words as f64;
        println!(
            "{script:<12} {:>8} {:>7.1}% {:>8.1}% {:>7.1}% {:>10.2}",
            t.words,
            share(t.near),
            share(t.skeleton),
            share(t.either),
            t.spellings as f64 / t.words as f64
        );
    }
    Ok(())
}

/// The Latin spellings of a line, and the others.
fn members(line: &str) -> (Vec<String>, Vec<String>) {
    let all: Vec<String> = match line.split_once(" => ") {
        Some((names, _)) => names.split(", ").map(str::to_string).collect(),
        None => {
            let mut fields = line.split('\t');
            let latin = fields.next().unwrap_or("").to_string();
            let other = fields.next().unwrap_or("").replace(' ', "");
            vec![latin, other]
        }
    };
    all.into_iter().filter(|m| !m.contains(' ')).partition(|m| Script::of_text(m) == Script::Latin)
}

/// Finer than [`Script`]: which of the other scripts.
fn kind(word: &str) -> &'static str {
    let c = word.chars().find(|c| Script::of(*c).is_some()).unwrap_or(' ');
    match Script::of_text(word) {
        Script::Other => match c as u32 {
            0x0530..=0x058F => "armenian",
            0x0900..=0x097F => "devanagari",
            0x0980..=0x09FF => "bengali",
            0x0A00..=0x0A7F => "gurmukhi",
            0x0A80..=0x0AFF => "gujarati",
            0x0B80..=0x0BFF => "tamil",
            0x0C00..=0x0C7F => "telugu",
            0x0C80..=0x0CFF => "kannada",
            0x0D00..=0x0D7F => "malayalam",
            0x0D80..=0x0DFF => "sinhala",
            0x0E00..=0x0E7F => "thai",
            0x1000..=0x109F => "burmese",
            0x10A0..=0x10FF | 0x1C90..=0x1CBF => "georgian",
            0x1200..=0x139F => "ethiopic",
            0x1780..=0x17FF => "khmer",
            _ => "other",
        },
        Script::Han => "han",
        Script::Cyrillic => "cyrillic",
        Script::Greek => "greek",
        Script::Arabic => "arabic",
        Script::Hebrew => "hebrew",
        Script::Kana => "kana",
        Script::Hangul => "hangul",
        Script::Latin => "latin",
    }
}
