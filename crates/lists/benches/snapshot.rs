//! Writing and opening a snapshot: of the UN's three real editions where the test data is there, and of generated entities.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/support/mod.rs"]
mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use interdict_lists::snapshot::Encoded;
use interdict_lists::{History, Snapshot, Store};
use rayon::prelude::*;
use std::hint::black_box;
use support::*;

fn measure(c: &mut Criterion, label: &str, history: &History) {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a folder");
    let id = store.write(history, vec![]).expect("written");
    let path = store.path(id);
    let snapshot = Snapshot::open(&path).expect("whole");
    let counts = snapshot.counts();
    println!("{label}: {counts:?}");
    for (name, length) in snapshot.sections() {
        println!("{label}: section {name}: {length} bytes");
    }
    // Would it pay to compress each record? Size and time of decoding, against the plain ones above and below.
    let plain: Vec<Vec<u8>> =
        snapshot.entities().map(|e| postcard::to_stdvec(&e.expect("whole")).expect("encoded")).collect();
    let packed: Vec<Vec<u8>> = plain.iter().map(|b| zstd::encode_all(&b[..], 3).expect("packed")).collect();
    let sum = |v: &[Vec<u8>]| v.iter().map(Vec::len).sum::<usize>();
    println!("{label}: {} bytes of records that stand; {} were each zstd -3", sum(&plain), sum(&packed));

    let mut group = c.benchmark_group(label);
    group.sample_size(10);
    group.bench_function("encode", |b| b.iter(|| Encoded::new(black_box(history), vec![]).expect("encoded")));
    group.bench_function("open", |b| b.iter(|| Snapshot::open(black_box(&path)).expect("whole")));
    group.bench_function("open and get one", |b| {
        b.iter(|| Snapshot::open(black_box(&path)).and_then(|s| s.get(s.len() / 2)).expect("whole"));
    });
    group.bench_function("decode all that stand", |b| {
        b.iter(|| snapshot.par_entities().map(|e| e.map_or(0, |e| e.names.len())).sum::<usize>());
    });
    group.bench_function("unpack zstd records", |b| {
        b.iter(|| packed.par_iter().map(|p| zstd::decode_all(&p[..]).map_or(0, |b| b.len())).sum::<usize>());
    });
    group.bench_function("verify", |b| b.iter(|| snapshot.verify().expect("whole")));
    group.bench_function("history", |b| b.iter(|| snapshot.history().expect("whole")));
    group.finish();
}

fn snapshot(c: &mut Criterion) {
    if let Some(editions) = un("bench snapshot") {
        measure(c, "UN, 3 real editions", &history(editions));
    }
    let generated = history(vec![(edition("us-sdn", "2021-12-02"), many("us-sdn", 60_000, 0))]);
    measure(c, "60,000 generated", &generated);
}

criterion_group!(benches, snapshot);
criterion_main!(benches);
