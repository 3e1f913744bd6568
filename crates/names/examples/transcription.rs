//! Makes `src/translit/transcription.tsv`: which Latin letters a Chinese character stands for in foreign names.
//!
//! ```text
//! cargo run -p interdict-names --release --example transcription -- translit_chinese.tsv > crates/names/src/translit/transcription.tsv
//! ```
//!
//! The pairs (`latin<TAB>characters, spaces between<TAB>count`) do not say which letters belong to which character. The
//! likelihoods are estimated by expectation and maximisation over all ways to cut the Latin word into as many pieces as there are
//! characters, each of at most [`LONGEST`] letters; apart for the last character of a word, where endings fall together.

use std::collections::HashMap;

const LONGEST: usize = 5;
const ROUNDS: usize = 12;
/// Characters that are kept, and pieces for each.
const SIGNS: usize = 420;
const PIECES: usize = 4;

type Key = (char, bool);
type Table = HashMap<Key, HashMap<String, f64>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let text = std::fs::read_to_string(path)?;
    let mut pairs: Vec<(Vec<u8>, Vec<char>, f64)> = Vec::new();
    for line in text.lines() {
        let mut fields = line.split('\t');
        let latin: String =
            interdict_names::romanisations(fields.next().unwrap_or("")).into_iter().next().unwrap_or_default();
        let signs: Vec<char> = fields.next().unwrap_or("").split(' ').filter_map(|s| s.chars().next()).collect();
        let count: f64 = fields.next().unwrap_or("1").parse()?;
        let letters = latin.bytes().all(|b| b.is_ascii_lowercase());
        if letters && !signs.is_empty() && latin.len() >= signs.len() && latin.len() <= signs.len() * LONGEST {
            pairs.push((latin.into_bytes(), signs, count.sqrt()));
        }
    }
    let mut table: Option<Table> = None;
    for _ in 0..ROUNDS {
        let mut counts: Table = HashMap::new();
        for (latin, signs, weight) in &pairs {
            expect(latin, signs, *weight, table.as_ref(), &mut counts);
        }
        for sounds in counts.values_mut() {
            let sum: f64 = sounds.values().sum();
            sounds.values_mut().for_each(|c| *c /= sum);
        }
        table = Some(counts);
    }
    print(&pairs, &table.unwrap_or_default());
    Ok(())
}

/// A piece with one letter for those that sound alike, doubles single.
fn sound(piece: &str) -> String {
    let mut out = String::new();
    for c in piece.replace("ck", "k").replace("ee", "i").chars() {
        let c = match c {
            'c' if !piece.contains("ce") && !piece.contains("ci") && !piece.contains("ch") => 'k',
            'y' => 'i',
            'w' => 'v',
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// The likelihood of a piece; before the first round short pieces are likelier, and vowels belong behind consonants.
fn likelihood(table: Option<&Table>, key: Key, piece: &[u8]) -> f64 {
    let piece_text = std::str::from_utf8(piece).unwrap_or("");
    match table {
        Some(t) => t.get(&key).and_then(|s| s.get(piece_text)).copied().unwrap_or(0.0),
        None => {
            let pinyin = any_ascii::any_ascii_char(key.0).to_ascii_lowercase();
            let first = if pinyin.as_bytes().first() == piece.first() { 4.0 } else { 1.0 };
            let vowel = piece.last().is_some_and(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
            first * if vowel { 1.5 } else { 1.0 } * [0.3, 1.0, 0.6, 0.2, 0.05][piece.len() - 1]
        }
    }
}

/// Adds what each way of cutting is likely to be (forward and backward sums).
fn expect(latin: &[u8], signs: &[char], weight: f64, table: Option<&Table>, counts: &mut Table) {
    let (n, m) = (latin.len(), signs.len());
    let key = |s: usize| (signs[s], s + 1 == m);
    let mut forward = vec![vec![0.0; n + 1]; m + 1];
    let mut backward = vec![vec![0.0; n + 1]; m + 1];
    forward[0][0] = 1.0;
    backward[m][n] = 1.0;
    for s in 0..m {
        for from in 0..n {
            for to in from + 1..=n.min(from + LONGEST) {
                forward[s + 1][to] += forward[s][from] * likelihood(table, key(s), &latin[from..to]);
            }
        }
    }
    for s in (0..m).rev() {
        for from in 0..n {
            for to in from + 1..=n.min(from + LONGEST) {
                backward[s][from] += backward[s + 1][to] * likelihood(table, key(s), &latin[from..to]);
            }
        }
    }
    let whole = forward[m][n];
    if whole <= 0.0 {
        return;
    }
    for s in 0..m {
        for from in 0..n {
            for to in from + 1..=n.min(from + LONGEST) {
                let share =
                    forward[s][from] * likelihood(table, key(s), &latin[from..to]) * backward[s + 1][to] / whole;
                if share > 1e-4 {
                    let piece = String::from_utf8_lossy(&latin[from..to]).into_owned();
                    *counts.entry(key(s)).or_default().entry(piece).or_default() += share * weight;
                }
            }
        }
    }
}

fn print(pairs: &[(Vec<u8>, Vec<char>, f64)], table: &Table) {
    let mut often: HashMap<char, f64> = HashMap::new();
    for (_, signs, weight) in pairs {
        signs.iter().for_each(|s| *often.entry(*s).or_default() += weight);
    }
    let mut signs: Vec<(char, f64)> = often.into_iter().collect();
    signs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    println!(
        "# What Chinese characters stand for in foreign names: character, pieces within a word, pieces at its end, each with per cent."
    );
    println!("# Made by examples/transcription.rs from translit_chinese.tsv, 20,000 pairs of name words (CC0).");
    for (sign, _) in signs.into_iter().take(SIGNS) {
        let list = |last: bool| {
            let sounds = table.get(&(sign, last)).or_else(|| table.get(&(sign, !last)));
            let mut sounds: Vec<(&String, &f64)> = sounds.into_iter().flatten().collect();
            sounds.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
            // c, ck and k are one sound, and so are y and i: the commonest spelling stands for all.
            let mut merged: Vec<(&String, f64)> = Vec::new();
            for (piece, p) in sounds {
                match merged.iter_mut().find(|(m, _)| sound(m) == sound(piece)) {
                    Some(same) => same.1 += p,
                    None => merged.push((piece, *p)),
                }
            }
            let mut sounds = merged;
            sounds.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
            let kept =
                sounds.into_iter().take(PIECES).map(|(s, p)| (s, (p * 100.0).round())).filter(|(_, p)| *p >= 4.0);
            kept.map(|(s, p)| format!("{s}:{p}")).collect::<Vec<_>>().join(" ")
        };
        println!("{sign}\t{}\t{}", list(false), list(true));
    }
}
