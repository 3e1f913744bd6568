//! How long a decision takes over the law that ships, and how long reading and checking that law takes.
//!
//! `cargo bench -p interdict-law`. The acts are those of the worked examples: their parties are looked up already.

#![allow(clippy::expect_used)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{act, potash};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use interdict_law::{Act, Clock, Law, shipped};
use std::hint::black_box;

fn acts() -> Vec<Act> {
    let parties = r#""currency": "EUR", "contract": {"date": "2021-06-28", "binding": true}, "parties": [
        {"role": "seller", "name": "Belaruskali", "country": "BY"}, {"role": "buyer", "name": "Porto Adubos", "country": "BR"},
        {"role": "terminal", "name": "Biriu Kroviniu Terminalas", "country": "LT"}]"#;
    let mut out: Vec<Act> = ["2021-07-05", "2021-12-01", "2022-02-01", "2022-04-01", "2024-08-01", "2026-04-01"]
        .iter()
        .flat_map(|day| ["3104 20 10", "3104 20 50", "3104 20"].map(|code| act(&potash(code, day, parties))))
        .collect();
    out.push(act(
        r#"{"id": "payment", "act": "payment", "at": "2022-06-10", "currency": "EUR", "parties": [
        {"role": "payer_bank", "name": "Bankas", "country": "LT"}, {"role": "payee", "name": "Belaruskali", "country": "BY"}]}"#,
    ));
    out.push(act(
        r#"{"id": "landing", "act": "flight", "at": "2021-12-03", "place": "LT", "craft": [{"kind": "aircraft", "tail": "EW-78843"}]}"#,
    ));
    out
}

fn decide(c: &mut Criterion) {
    let law = Law::shipped();
    let acts = acts();
    let clock = Clock::default();
    let mut group = c.benchmark_group("decide");
    group.throughput(Throughput::Elements(acts.len() as u64));
    group.bench_function("verdicts, parties looked up", |b| {
        b.iter(|| {
            for act in &acts {
                black_box(law.verdicts(black_box(act), &clock).expect("dated"));
            }
        });
    });
    group.bench_function("decisions with proof and next change", |b| {
        b.iter(|| {
            for act in &acts {
                black_box(law.decide(black_box(act), &clock).expect("dated"));
            }
        });
    });
    group.finish();
    c.bench_function("read and check all files of law", |b| {
        b.iter(|| Law::read(black_box(shipped::FILES)).expect("sound"))
    });
}

criterion_group!(benches, decide);
criterion_main!(benches);
