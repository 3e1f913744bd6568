//! How long one search takes among so many entities, on one thread: the real ones of a snapshot, and GENERATED ones made of them by perturbing names and
//! dates of birth, until there are as many as asked for.
//!
//! ```sh
//! cargo run -p interdict-screen --release --example scale -- DATA/snapshots/ID.snapshot clean_people.csv.gz 4000000
//! ```
//! The second file has the columns full_name, date_of_birth and nationality. Without a number, or with 0, only the real entities are there. It prints the
//! seconds of the build, and microseconds a search: mean, median, 99 of 100, the slowest. A fourth argument is a file in which the index is kept, to be opened
//! by the next run instead of built.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a measurement")]

use interdict_lists::{Input, snapshot::Snapshot};
use interdict_model::{Country, DateSpan, Entity, Property};
use interdict_screen::{Builder, Index, Options, Query, search};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// A stream of numbers, the same on every run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % bound.max(1)
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [snapshot, queries, rest @ ..] = arguments.as_slice() else {
        panic!("give a snapshot, a CSV of people and the number of entities")
    };
    let wanted: usize = rest.first().map_or(0, |n| n.parse().expect("a number of entities"));
    let snapshot = Snapshot::open(Path::new(snapshot)).expect("a snapshot");
    let real: Vec<Entity> = snapshot.entities().collect::<Result<_, _>>().expect("entities");
    let mut queries = people(Path::new(queries));
    // Searches among millions take long: fewer of them tell as much.
    queries.truncate(if wanted > 100_000 { 10_000 } else { usize::MAX });
    let mut numbers = Numbers(7);
    let kept = rest.get(1).map(Path::new);
    let index = match kept.filter(|file| file.exists()) {
        Some(file) => {
            Index::open(Arc::new(std::fs::read(file).expect("a kept index"))).expect("an index of this version")
        }
        None => built(&real, wanted, &mut numbers),
    };
    if let Some(file) = kept.filter(|file| !file.exists()) {
        std::fs::write(file, index.bytes()).expect("room for the index");
    }
    let listed: Vec<Query> = (0..3_000).map(|_| Query::name(real[numbers.below(real.len())].name())).collect();
    let by_name: Vec<Query> = queries.iter().map(|q| Query::name(q.name.clone())).collect();
    for (what, queries) in
        [("people on no list, all that is known", &queries), ("the same, by name", &by_name), ("listed names", &listed)]
    {
        let mut taken: Vec<f64> = Vec::with_capacity(queries.len());
        let mut matches = 0;
        for query in queries {
            let started = Instant::now();
            matches += search(&index, query, Options::default()).len();
            taken.push(started.elapsed().as_secs_f64() * 1e6);
        }
        let sum: f64 = taken.iter().sum();
        taken.sort_by(f64::total_cmp);
        let at = |part: f64| taken[((taken.len() - 1) as f64 * part) as usize];
        println!(
            "{what}: {} searches, {matches} matches; {:.0} a second; µs: mean {:.0}, median {:.0}, 99 of 100 {:.0}, slowest {:.0}",
            taken.len(),
            taken.len() as f64 / sum * 1e6,
            sum / taken.len() as f64,
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
}

/// The real entities, and GENERATED ones beside them until there are so many.
fn built(real: &[Entity], wanted: usize, numbers: &mut Numbers) -> Index {
    let started = Instant::now();
    let mut builder = Builder::default();
    builder.add(real).expect("room for all");
    let mut count = real.len();
    while count < wanted {
        let some: Vec<Entity> = (0..20_000.min(wanted - count))
            .map(|n| perturbed(&real[numbers.below(real.len())], count + n, numbers))
            .collect();
        count += some.len();
        builder.add(&some).expect("room for all");
    }
    let index = builder.finish().expect("an index");
    println!(
        "{} entities, {} of them GENERATED; {} names, {} words; built in {:.1} s; {} MB",
        index.len(),
        count - real.len(),
        index.names(),
        index.vocabulary(),
        started.elapsed().as_secs_f64(),
        index.bytes().len() / 1_000_000
    );
    index
}

fn people(file: &Path) -> Vec<Query> {
    let input = Input::open(file).expect("a file").remove(0);
    let text = input.text().expect("text");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let header = rows.headers().expect("a header").clone();
    let place = |title: &str| header.iter().position(|h| h == title).expect("a column");
    let (name, born, country) = (place("full_name"), place("date_of_birth"), place("nationality"));
    let query = |row: csv::StringRecord| Query {
        births: DateSpan::parse(&row[born]).into_iter().collect(),
        countries: Country::parse(&row[country]).into_iter().collect(),
        ..Query::name(row[name].to_string())
    };
    rows.records().map(|row| query(row.expect("a row"))).collect()
}

/// Another entity like this one: three words of ten with a letter more, less, other or swapped, names of two words in another order at times, and
/// born within twelve years of it.
fn perturbed(of: &Entity, number: usize, numbers: &mut Numbers) -> Entity {
    let mut out = of.clone();
    out.source = "generated".to_string();
    out.id = number.to_string();
    out.identifiers.clear();
    for name in &mut out.names {
        let mut words: Vec<String> = name.text.split(' ').map(|w| word(w, numbers)).collect();
        if numbers.below(5) == 0 {
            words.reverse();
        }
        name.text = words.join(" ");
    }
    let shift = numbers.below(25) as i16 - 12;
    for dated in out.dates.iter_mut().filter(|d| d.property == Property::BirthDate) {
        let year = dated.span.from.year() + shift;
        if let Some(moved) = DateSpan::parse(&year.to_string()) {
            dated.span = moved;
        }
    }
    out
}

fn word(word: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 || numbers.below(10) >= 3 {
        return word.to_string();
    }
    let at = numbers.below(letters.len() - 1);
    let other = letters[numbers.below(letters.len())];
    match numbers.below(4) {
        0 => letters.swap(at, at + 1),
        1 => letters[at] = other,
        2 => letters.insert(at, other),
        _ => {
            letters.remove(at);
        }
    }
    letters.into_iter().collect()
}
