//! How fast the XML readers are, in bytes of input a second, from bytes in memory to entities and account.
//!
//! The ADVANCED file is GENERATED ([`generated`]); ENHANCED and UN are real and are measured where the test data is.
//! `cargo bench -p interdict-lists --bench xml`

use criterion::{Criterion, SamplingMode, Throughput};
use interdict_lists::{Input, OnProblem, formats};
use std::path::PathBuf;

mod generated;

fn measure(c: &mut Criterion, name: &str, inputs: &[Input]) {
    let mut group = c.benchmark_group("xml");
    group.throughput(Throughput::Bytes(inputs.iter().map(|i| i.bytes.len() as u64).sum()));
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    // What a reading costs, without the giving back of its memory.
    group.bench_function(name, |b| {
        b.iter_with_large_drop(|| formats::read(inputs, OnProblem::Stop).expect("a whole list"));
    });
    group.finish();
}

fn main() {
    // `--write FILE` keeps the generated file, for looking at it or for profiling.
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, path, ..] = &arguments[..]
        && flag == "--write"
    {
        std::fs::write(path, generated::advanced(17_500)).expect("writable");
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    let text = generated::advanced(17_500);
    println!("GENERATED ADVANCED XML: {:.1} MB, 17500 parties", text.len() as f64 / 1e6);
    let generated = Input::from_bytes("GENERATED_SDN_ADVANCED.XML", text.into_bytes()).expect("plain");
    measure(&mut criterion, "GENERATED advanced, full size", &generated);

    let data = std::env::var_os("INTERDICT_TEST_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")));
    let files = [
        ("real enhanced, non-SDN list", "ofac/xml/CONS_ENHANCED.XML"),
        ("real legacy XML, non-SDN list", "ofac/xml/consolidated_legacy_2025-03-28.xml"),
    ];
    let un = std::fs::read_dir(data.join("un")).into_iter().flatten().flatten().map(|f| f.path());
    let un = un.filter(|p| !p.to_string_lossy().contains("MALFORMED")).max();
    let files = files.iter().map(|(name, file)| (*name, data.join(file)));
    for (name, path) in files.chain(un.map(|p| ("real UN list", p))) {
        match Input::open(&path) {
            Ok(inputs) => measure(&mut criterion, name, &inputs),
            Err(_) => println!("skipped: {name}: no test data at {}", path.display()),
        }
    }
    criterion.final_summary();
}
