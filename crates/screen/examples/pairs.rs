//! Measures the scorer on pairs of names: `cargo run -p interdict-screen --release --example pairs -- FILE [--errors]`.
//!
//! FILE is CSV with the columns `name1,name2,schema,is_match`. The second names are the list, so that rarity is counted among them; each
//! first name is a query, scored against its own second name. Prints precision, recall and F1 at 0.7 and at the best threshold.

use interdict_model::{Entity, Name, NameKind, Schema};
use interdict_screen::{DEFAULT_THRESHOLD, Index, Query, explain};
use std::time::Instant;

fn f1(scores: &[(f32, bool)], threshold: f32) -> (f64, f64, f64) {
    let count =
        |hit: bool, truth: bool| scores.iter().filter(|(s, t)| (*s >= threshold) == hit && *t == truth).count() as f64;
    let (tp, fp, missed) = (count(true, true), count(true, false), count(false, true));
    let precision = if tp + fp > 0.0 { tp / (tp + fp) } else { 0.0 };
    let recall = if tp + missed > 0.0 { tp / (tp + missed) } else { 0.0 };
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    (precision, recall, f1)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file =
        arguments.iter().find(|a| !a.starts_with("--")).ok_or("wanted: FILE, a CSV of name1,name2,schema,is_match")?;
    let errors = arguments.iter().any(|a| a == "--errors");
    let mut reader = csv::Reader::from_path(file)?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| headers.iter().position(|h| h == name).ok_or(format!("{file}: no column {name}"));
    let (first, second, schema, truth) = (column("name1")?, column("name2")?, column("schema")?, column("is_match")?);
    let (mut queries, mut entities, mut truths) = (Vec::new(), Vec::new(), Vec::new());
    for (row, record) in reader.records().enumerate() {
        let record = record?;
        let cell = |at: usize| record.get(at).unwrap_or("");
        let schema = Schema::parse(cell(schema)).unwrap_or(Schema::LegalEntity);
        let mut entity = Entity::new("pairs", row.to_string(), schema);
        entity.add_name(Name::new(NameKind::Primary, cell(second)));
        entities.push(entity);
        queries.push(Query { kind: Some(schema.kind()), ..Query::name(cell(first)) });
        truths.push(cell(truth) == "true");
    }
    let index = Index::build(&entities);
    let start = Instant::now();
    let found: Vec<_> = queries.iter().enumerate().map(|(row, query)| explain(&index, query, row as u32)).collect();
    let took = start.elapsed();
    let scores: Vec<(f32, bool)> =
        found.iter().zip(&truths).map(|(m, truth)| (m.as_ref().map_or(0.0, |m| m.score), *truth)).collect();
    let positives = truths.iter().filter(|t| **t).count();
    println!(
        "{} pairs, {positives} of them one party; {:.0} pairs a second",
        scores.len(),
        scores.len() as f64 / took.as_secs_f64()
    );
    let best = (1..100)
        .map(|n| n as f32 / 100.0)
        .max_by(|a, b| f1(&scores, *a).2.total_cmp(&f1(&scores, *b).2))
        .unwrap_or(0.5);
    for (what, threshold) in [("default", DEFAULT_THRESHOLD), ("best", best)] {
        let (precision, recall, f1) = f1(&scores, threshold);
        println!("{what:8} threshold {threshold:.2}  precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}");
    }
    if errors {
        for ((query, entity), ((score, truth), found)) in queries.iter().zip(&entities).zip(scores.iter().zip(&found)) {
            if (*score >= DEFAULT_THRESHOLD) != *truth {
                let verdict = if *truth { "missed" } else { "false alarm" };
                println!("{verdict:11} {score:.2}  {}  |  {}", query.name, entity.name());
                for pair in found.iter().flat_map(|m| &m.aligned) {
                    println!(
                        "                    {} = {} {:.2} {:?} w{:.1}",
                        pair.asked, pair.listed, pair.likeness, pair.why, pair.weight
                    );
                }
            }
        }
    }
    Ok(())
}
