//! Ten thousand random graphs, circles included, against a solver that shares nothing with the crate: loops over all stakes until nothing moves.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use interdict_own::{Graph, Kind, Range, Share, Stake, Verdict, tests};
use proptest::prelude::*;

/// Owner, owned, share in tenths of a percent at the least and the most.
type Row = (usize, usize, u64, u64);

/// What `members` hold of each entity, grown until nothing moves. Tenths of a percent.
fn slow(rows: &[Row], count: usize, listed: &[usize], high: bool, enough: impl Fn(u64) -> bool) -> Vec<u64> {
    let mut member: Vec<bool> = (0..count).map(|e| listed.contains(&e)).collect();
    loop {
        let held: Vec<u64> = (0..count)
            .map(|e| rows.iter().filter(|r| r.1 == e && member[r.0]).map(|r| if high { r.3 } else { r.2 }).sum::<u64>())
            .collect();
        let next: Vec<bool> = (0..count).map(|e| member[e] || enough(held[e])).collect();
        if next == member {
            return held;
        }
        member = next;
    }
}

/// Multiplied shares, 0 to 1, by going round until nothing moves.
fn slow_multiplied(rows: &[Row], count: usize, listed: &[usize]) -> Vec<f64> {
    let mut held = vec![0.0f64; count];
    for _ in 0..200_000 {
        let mut next = vec![0.0f64; count];
        for (owner, owned, low, _) in rows {
            next[*owned] += *low as f64 / 1000.0 * if listed.contains(owner) { 1.0 } else { held[*owner] };
        }
        let moved = next.iter().zip(&held).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        held = next;
        if moved < 1e-15 {
            break;
        }
    }
    held
}

/// Graphs of up to nine entities; what is held of each adds up to at most 98 %.
fn graphs() -> impl Strategy<Value = (usize, Vec<Row>, Vec<usize>)> {
    (3usize..10).prop_flat_map(|count| {
        let rows = prop::collection::vec((0..count, 0..count, 1u64..800, 0u64..300), 1..26);
        let listed = prop::collection::vec(0..count, 1..4);
        (Just(count), rows, listed).prop_map(|(count, rows, listed)| {
            let mut left = vec![980u64; count];
            let mut kept = Vec::new();
            for (owner, owned, share, more) in rows {
                // Ranges for a third of them.
                let more = if more < 200 { 0 } else { more };
                let high = (share + more).min(left[owned]);
                let low = share.min(high);
                if owner != owned && high > 0 {
                    left[owned] -= high;
                    kept.push((owner, owned, low, high));
                }
            }
            (count, kept, listed)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn random_graphs_are_judged_as_the_slow_solver_judges_them((count, rows, listed) in graphs()) {
        let percent = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
        let stakes = rows.iter().map(|(owner, owned, low, high)| {
            let share = Range::parse(&format!("{}-{}", percent(*low), percent(*high))).expect("a range");
            Stake::new(&owner.to_string(), &owned.to_string(), share, Kind::Shares)
        });
        let graph = Graph::build(stakes, "2022-06-01".parse().expect("a day")).0;
        let names: Vec<String> = listed.iter().map(usize::to_string).collect();
        let numbers = graph.ids(names.iter().map(String::as_str)).0;
        let read = |share: Share| (share.as_percent() * 10.0).round() as u64;
        for id in ["ofac", "eu", "uk"] {
            let test = tests().iter().find(|t| t.id == id).expect("a test");
            let judged = graph.judge(test, &numbers).expect("a version");
            let enough = |held: u64| if id == "ofac" { held >= 500 } else { held > 500 };
            let of = |high: bool| match id {
                "uk" => (listed.iter().map(|one| slow(&rows, count, &[*one], high, enough)))
                    .reduce(|a, b| a.into_iter().zip(b).map(|(x, y)| x.max(y)).collect())
                    .expect("one is listed"),
                _ => slow(&rows, count, &listed, high, enough),
            };
            let (low, high) = (of(false), of(true));
            for entity in 0..count {
                let Some(row) = judged.of(&entity.to_string()) else { continue };
                prop_assert_eq!((read(row.share.low), read(row.share.high)), (low[entity], high[entity]), "{} {}", id, entity);
                let verdict = match (enough(low[entity]), enough(high[entity])) {
                    (true, _) => Verdict::Owned,
                    (false, true) => Verdict::Undetermined,
                    (false, false) => Verdict::NotOwned,
                };
                prop_assert_eq!(row.verdict, verdict, "{} {}", id, entity);
                for path in &row.paths {
                    prop_assert!(names.contains(&path[0].owner), "a path begins at {}", path[0].owner);
                    prop_assert!(path.windows(2).all(|w| w[0].owned == w[1].owner));
                }
            }
        }
        let (fast, slow) = (graph.multiplied(&numbers), slow_multiplied(&rows, count, &listed));
        for (entity, wanted) in slow.iter().enumerate() {
            let Some(number) = graph.number(&entity.to_string()) else { continue };
            let found = fast[number as usize].0;
            prop_assert!((found - wanted).abs() < 1e-9, "{} {} {}", entity, found, wanted);
        }
    }
}
