//! Searching a list: `cargo bench -p interdict-screen`. 60,000 entities are *generated* from syllables; rarity and likeness of their tokens
//! are not those of real lists, so the figures compare versions of this crate, not this crate with others.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use interdict_model::{Entity, Name, NameKind, Schema};
use interdict_screen::{Index, Options, Query, search};

const ENTITIES: u64 = 60_000;

/// A small generator with a fixed seed: the same list in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Low numbers are far more common, as names are.
    fn common(&mut self, sides: u64) -> u64 {
        let (a, b, c) = (self.throw(sides), self.throw(sides), self.throw(sides));
        a.min(b).min(c)
    }

    fn word(&mut self, kinds: u64) -> String {
        const SYLLABLES: [&str; 24] = [
            "al", "ma", "ro", "vik", "dzi", "lu", "ka", "sha", "hen", "mir", "bek", "tar", "no", "vich", "sal", "man",
            "yus", "uf", "kim", "jon", "pet", "rov", "an", "is",
        ];
        let mut seed = Dice(self.common(kinds));
        (0..2 + seed.throw(3)).filter_map(|_| SYLLABLES.get(seed.throw(24) as usize)).copied().collect()
    }

    fn name(&mut self) -> String {
        (0..2 + self.throw(3)).map(|_| self.word(20_000)).collect::<Vec<_>>().join(" ")
    }
}

fn bench(c: &mut Criterion) {
    let mut dice = Dice(20_211_202);
    let entities: Vec<Entity> = (0..ENTITIES)
        .map(|at| {
            let mut e = Entity::new("generated", at.to_string(), Schema::Person);
            for n in 0..1 + dice.throw(3) {
                e.add_name(Name::new(if n == 0 { NameKind::Primary } else { NameKind::Alias }, dice.name()));
            }
            e
        })
        .collect();
    let index = Index::build(&entities).expect("an index");
    let mut turn = 0usize;
    let listed: Vec<Query> = entities.iter().map(|e| Query::name(e.name())).collect();
    let clean: Vec<Query> = (0..5_000).map(|_| Query::name(dice.name())).collect();
    for (what, queries) in [("listed name", &listed), ("other name", &clean)] {
        c.bench_function(&format!("search {ENTITIES} generated entities, {what}"), |b| {
            b.iter_batched(
                || {
                    turn = (turn + 7_919) % queries.len();
                    &queries[turn]
                },
                |query| search(&index, query, Options::default()),
                BatchSize::SmallInput,
            );
        });
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
