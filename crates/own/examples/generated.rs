//! How fast ownership is worked out on a GENERATED graph: entities and stakes with a few owners each, a few that own much, and circles.
//!
//! ```sh
//! cargo run -p interdict-own --release --example generated -- 10000000 15000000 10000
//! ```
//! Entities, stakes, listed parties. It prints seconds for building the graph, for every test, and microseconds for single answers.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a measurement")]

use interdict_own::{Graph, Kind, Range, Share, Stake, Verdict, tests};
use std::time::Instant;

/// A stream of numbers, the same on every run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|a| a.parse::<u64>().expect("a number"));
    let mut argument = |default| arguments.next().unwrap_or(default);
    let (entities, stakes, listed) = (argument(100_000), argument(150_000), argument(1_000));
    let mut numbers = Numbers(7);
    let shares: [u8; 15] = [100, 100, 60, 51, 50, 50, 49, 33, 30, 25, 25, 20, 10, 10, 5];
    let started = Instant::now();
    // What is left of each entity, in percent.
    let mut left = vec![100u8; entities as usize];
    let rows = (0..stakes).map(|_| {
        // Few own much: the owner's number is small more often than not.
        let owner = numbers.below(entities).min(numbers.below(entities)).min(numbers.below(entities));
        let owned = numbers.below(entities);
        let wanted = shares.get(numbers.below(shares.len() as u64) as usize).copied().unwrap_or(5);
        let left = left.get_mut(owned as usize).expect("an entity");
        let share = wanted.min(*left);
        *left -= share;
        let share = Range::exact(Share::percent(u64::from(share)).expect("a share"));
        let range = if numbers.below(20) == 0 { Range::UNKNOWN } else { share };
        let kind = if numbers.below(30) == 0 { Kind::Control } else { Kind::Shares };
        Stake::new(&format!("E{owner}"), &format!("E{owned}"), range, kind)
    });
    let (graph, faults) = Graph::build(rows, "2025-01-01".parse().expect("a day"));
    println!(
        "GENERATED graph: {} entities in {stakes} stakes, {} faults; built in {:.1} s",
        graph.len(),
        faults.len(),
        started.elapsed().as_secs_f64()
    );
    let mut numbers = Numbers(11);
    let ids: Vec<String> = (0..listed).map(|_| format!("E{}", numbers.below(entities))).collect();
    let (listed, _) = graph.ids(ids.iter().map(String::as_str));
    let all = Instant::now();
    for test in tests() {
        let one = Instant::now();
        let Some(judged) = graph.judge(test, &listed) else { continue };
        let owned = judged.owned();
        let took = one.elapsed().as_secs_f64();
        // The first ten thousand answers with their paths.
        let rows = Instant::now();
        let mut slowest = 0.0f64;
        let mut open = 0;
        for number in 0..graph.len().min(10_000) {
            let one = Instant::now();
            let row = judged.of(&format!("E{number}"));
            open += usize::from(row.is_some_and(|r| r.verdict == Verdict::Undetermined));
            slowest = slowest.max(one.elapsed().as_secs_f64());
        }
        let mean = rows.elapsed().as_secs_f64() / f64::from(graph.len().min(10_000));
        println!(
            "{:5} {owned} owned in {took:.2} s; an answer with its paths {:.1} µs in the mean, {:.0} µs at most; {open} open among those",
            test.id,
            mean * 1e6,
            slowest * 1e6
        );
    }
    println!("all tests {:.1} s", all.elapsed().as_secs_f64());
    let one = Instant::now();
    let held = graph.multiplied(&listed);
    let any = held.iter().filter(|(_, high)| *high > 0.0).count();
    println!("multiplied shares: {any} entities held at all, {:.1} s", one.elapsed().as_secs_f64());
}
