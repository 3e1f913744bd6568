//! How fast the XML readers are, in bytes of input a second, from bytes in memory to entities and account.
//!
//! The ADVANCED file is GENERATED ([`generated`]); ENHANCED and UN are real and are measured where the test data is.
//! `cargo bench -p interdict-lists --bench xml`

// A bench that cannot read its input should stop.
#![allow(clippy::expect_used)]

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

/// Reads a file several times and prints what each reading took of the clock and of the processors, for machines that are shared:
/// there the clock says nothing.
fn read(path: &str, times: u32) {
    let inputs = Input::open(path.as_ref()).expect("opens");
    let bytes = inputs.iter().map(|i| i.bytes.len()).sum::<usize>() as f64 / 1e6;
    for _ in 0..times {
        let (start, busy) = (std::time::Instant::now(), processor_seconds());
        let reading = formats::read(&inputs, OnProblem::Stop).expect("a whole list");
        let (wall, busy) = (start.elapsed().as_secs_f64(), processor_seconds() - busy);
        println!(
            "{} parties, {bytes:.1} MB: {wall:.2} s by the clock ({:.0} MB/s), {busy:.2} s of processors ({:.0} MB/s a core)",
            reading.entities.len(),
            bytes / wall,
            bytes / busy
        );
    }
}

/// Seconds that the threads of this process have run, user and system, in steps of 10 ms; Linux only, 0 elsewhere.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // Keeps the generated file, for looking at it or for profiling.
        ["--write", path] => return std::fs::write(path, generated::advanced(17_500)).expect("writable"),
        ["--read", path, times] => return read(path, times.parse().expect("a number")),
        _ => {}
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
