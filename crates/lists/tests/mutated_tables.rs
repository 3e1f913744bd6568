//! Inputs with bytes changed, cut out and put in end in a reading or a problem, never in a panic, and the account still adds up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use interdict_lists::{Input, OnProblem, formats};

/// A small generator, so that a failure can be repeated from its number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn mutated(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut out = bytes.to_vec();
    let bits: [&[u8]; 14] =
        [b",", b";", b"\"", b"\n", b"(", b")", b"#", b":", b"\xFF", b"\xD0\x96", b"99999999999", b"0", b"{", b"]"];
    for _ in 0..1 + dice.roll(4) {
        let at = dice.roll(out.len());
        match dice.roll(3) {
            0 => drop(out.drain(at..(at + 1 + dice.roll(20)).min(out.len()))),
            1 => drop(out.splice(at..at, bits[dice.roll(bits.len())].iter().copied())),
            _ => {
                if let Some(b) = out.get_mut(at) {
                    *b = b"a,;\":\n0-("[dice.roll(9)];
                }
            }
        }
    }
    out
}

fn survives(name: &str, text: &str, rounds: u64) {
    let mut read = 0;
    for seed in 0..rounds {
        let bytes = mutated(text.as_bytes(), seed);
        let Ok(inputs) = Input::from_bytes(name, bytes) else { continue };
        if let Ok(reading) = formats::read(&inputs, OnProblem::GoOn) {
            let r = &reading.report;
            assert!(r.read <= r.records, "{name}, seed {seed}: {} read of {}", r.read, r.records);
            assert!(r.fields.values().all(|c| c.used <= c.seen), "{name}, seed {seed}");
            assert!(r.records == r.read || !r.problems.is_empty() || !r.notes.is_empty(), "{name}, seed {seed}");
            read += 1;
        }
    }
    assert!(read > rounds / 4, "{name}: only {read} of {rounds} were read, so that the rest proves little");
}

#[test]
fn a_mutated_own_list_never_panics() {
    let text: String =
        include_str!("../../../case/belarus-2021/listings.csv").lines().take(28).collect::<Vec<_>>().join("\n");
    survives("listings.csv", &text, 400);
    let text = "Customer ID;Full Name;D.O.B.;Country;Passport no.;City;Tax ID\nC-1;Jane Example;13.4.1970;Belarus;AB 123 (BY);Minsk;5\n";
    survives("customers.csv", text, 400);
}

#[test]
fn a_mutated_mapping_never_panics() {
    let table = Input::from_bytes("k.csv", b"Kunde,Geb\nA,1970\n".to_vec()).expect("plain").remove(0);
    let mapping =
        "authority: us\nsource: my\ndelimiter: ','\ndate_order: dmy\ncolumns: {name: Kunde, birth_date: [Geb]}\n";
    for seed in 0..400 {
        let Ok(beside) = Input::from_bytes("k.yaml", mutated(mapping.as_bytes(), seed)) else { continue };
        let _ = formats::read(&[vec![table.clone()], beside].concat(), OnProblem::GoOn);
    }
}

#[test]
fn a_mutated_graph_never_panics() {
    let text = concat!(
        r#"{"id":"p1","caption":"J","schema":"Person","datasets":["us_x"],"properties":{"name":["Jan"],"birthDate":["1970"],"addressEntity":["a1"]}}"#,
        "\n",
        r#"{"id":"s1","schema":"Sanction","properties":{"entity":["p1"],"startDate":["2021-12-02"],"authority":["OFAC"]}}"#,
        "\n",
        r#"{"id":"o1","schema":"Ownership","properties":{"owner":["p1"],"asset":["p1"],"percentage":[51]}}"#,
        "\n",
    );
    survives("entities.ftm.json", text, 600);
}

#[test]
fn a_mutated_digest_and_annex_never_panic() {
    let text = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,first_seen,last_seen,last_change\n\
                Q1,Person,Jan,A;B,1970,by,\"1, Minsk\",AB1,Block,,,US-BELARUS;EU-BLR,US OFAC SDN;EU FSF,2022-01-01,,\n";
    survives("targets.simple.csv", text, 400);
    let text = "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,birthDate,nationality,registrationNumber,address\n\
                32006R0765,1,EU-BLR,I.A,Asset freeze,24.9.2004,\"A, b\",Person,Jan,\"\"\"A; B\"\"; C\",\"(a) 1.2.1970, (b) 1971\",\"(a) German, (b) Moroccan\",12 (Uganda),\"x, Minsk\"\n";
    survives("32006R0765.csv", text, 400);
}
