//! Measures the imitated score against OFAC's tool: `cargo run -p interdict-screen --release --example ofac -- FILE`.
//!
//! FILE is CSV with the columns `query_name,result_name,ofac_score`; -1 is "not shown" with the slider at 80. Prints how many rows agree
//! within 0, 2 and 5 points, those that agree worst, and the pace.

use interdict_screen::{OFAC_MINIMUM, OfacQuery, ofac_score};
use std::time::Instant;

/// By how many points a score differs from the one shown. What is not shown only has to be below the slider.
fn apart(score: u8, shown: i16) -> i16 {
    if shown < 0 { (i16::from(score) - i16::from(OFAC_MINIMUM) + 1).max(0) } else { (i16::from(score) - shown).abs() }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("wanted: FILE, a CSV of query_name,result_name,ofac_score")?;
    let mut rows: Vec<(i16, u8, i16, String, String)> = Vec::new();
    for row in csv::Reader::from_path(&file)?.deserialize() {
        let (query, listed, shown): (String, String, i16) = row?;
        let score = ofac_score(&query, &listed);
        rows.push((apart(score, shown), score, shown, query, listed));
    }
    if rows.is_empty() {
        return Err(format!("{file}: no rows").into());
    }
    println!("{} rows", rows.len());
    for within in [0, 2, 5] {
        let agree = rows.iter().filter(|r| r.0 <= within).count();
        println!("within {within}: {agree} ({:.1} %)", 100.0 * agree as f64 / rows.len() as f64);
    }
    rows.sort_by_key(|r| -r.0);
    println!("\nworst: points apart, ours, theirs");
    for (apart, score, shown, query, listed) in rows.iter().filter(|r| r.0 > 0).take(15) {
        println!("{apart:5} {score:4} {shown:4}  {query} | {listed}");
    }
    let mut query = OfacQuery::new("VLADIMIR PUTIN");
    let (start, mut compared, mut highest) = (Instant::now(), 0_u32, 0);
    while compared < 150_000 {
        for row in &rows {
            highest = highest.max(query.score(&row.4));
            compared += 1;
        }
    }
    println!("\n{compared} listed names compared with one asked in {:.0?} (highest {highest})", start.elapsed());
    Ok(())
}
