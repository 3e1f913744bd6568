//! What holds of every act: less known is never more allowed, a further way out never forbids, and the order of rules decides nothing.

#![allow(clippy::expect_used, clippy::panic)]

mod common;

use interdict_law::{Act, Clock, Decision, Law, Source, Verdict, shipped};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Acts near every line that the law draws: each field unknown, or one of the values that matter.
fn acts() -> impl Strategy<Value = Value> {
    let days = prop::sample::select(vec![
        "2021-06-24",
        "2021-06-25",
        "2021-08-10",
        "2021-12-01",
        "2021-12-08",
        "2021-12-08T05:00:30Z",
        "2022-02-01",
        "2022-03-03",
        "2022-05-01",
        "2022-06-10",
        "2024-07-15",
        "2026-01-10",
        "2026-04-01",
    ]);
    let country = || prop::option::of(prop::sample::select(vec!["BY", "LT", "RU", "KZ", "US", "GB", "BR", "CA", "CH"]));
    let codes = prop::option::of(prop::sample::select(vec![
        "3104 20 10",
        "3104 20 50",
        "3104 20",
        "3105 90 20",
        "4412",
        "2523",
        "8542 31",
        "7208",
        "0701",
        "junk",
    ]));
    let goods = (codes, country(), prop::option::of(any::<bool>()), prop::option::of(prop::sample::select(vec![30.0, 60.0, 95.0, 300.0])))
        .prop_map(|(code, origin, verified, k2o)| {
            json!({"code": code, "origin": origin, "origin_verified": verified, "k2o": k2o})
        });
    let names = prop::sample::select(vec![
        "Belaruskali",
        "Belarusian Potash Company",
        "Slavkali",
        "Grodno Azot",
        "Nobody",
        "LTG Cargo",
    ]);
    let roles = prop::sample::select(vec!["seller", "buyer", "producer", "payer_bank", "issuer", "marketing_carrier"]);
    let party = (roles, names, country(), prop::option::of(any::<bool>()))
        .prop_map(|(role, name, country, us)| json!({"role": role, "name": name, "country": country, "us_person": us}));
    let leg = (country(), country(), prop::option::of(prop::sample::select(vec!["rail", "road", "sea"])), country())
        .prop_map(
            |(from, to, mode, carrier)| json!({"from": from, "to": to, "mode": mode, "carrier_country": carrier}),
        );
    let contract = (
        prop::option::of(prop::sample::select(vec![
            "2021-06-01",
            "2021-06-28",
            "2021-10-01",
            "2022-03-01",
            "2030-01-01",
        ])),
        prop::option::of(any::<bool>()),
        prop::option::of(prop::sample::select(vec!["purchase", "carriage"])),
    )
        .prop_map(|(date, binding, kind)| json!({"date": date, "binding": binding, "kind": kind}));
    let purpose = prop::sample::select(vec!["wind_down", "emergency", "humanitarian", "stockpiling", "other"]);
    let kinds = prop::sample::select(vec!["consignment", "payment", "flight", "service", "securities"]);
    let first = (
        kinds,
        days,
        country(),
        country(),
        prop::option::of(prop::collection::vec(leg, 0..3)),
        prop::option::of(prop::collection::vec(goods, 1..3)),
    );
    let second = (
        prop::collection::vec(party, 0..3),
        prop::option::of(contract),
        prop::option::of(prop::sample::select(vec!["EUR", "USD"])),
        prop::option::of(purpose),
        prop::option::of(any::<bool>()),
        prop::option::of(any::<bool>()),
    );
    (first, second).prop_map(|((act, at, from, to, route, goods), (parties, contract, currency, purpose, link, quota))| {
        let mut out = json!({
            "id": "random", "act": act, "at": at, "from": from, "to": to, "route": route, "goods": goods, "parties": parties,
            "contract": contract, "currency": currency, "purpose": purpose.map(|p| vec![p]),
        });
        if let Some(link) = link {
            out["links"] = json!({"us": link});
        }
        if let Some(room) = quota {
            out["quota"] = json!({"eu.potash-ru": room});
        }
        out
    })
}

fn decide(law: &Law, json: &Value) -> Decision {
    law.decide(&common::act(&json.to_string()), &Clock::default()).expect("an act with a day")
}

fn read(act: &Value) -> Act {
    common::act(&act.to_string())
}

/// Every act that is this one with one fact fewer. What overrules another field (`origin_verified`, `us_person`, `links`) is no fact of this
/// kind: without it, that other field is taken at its word. Nor is what an act consists of, or what its parties assert.
fn fewer(act: &Value) -> Vec<(String, Value)> {
    let mut paths = Vec::new();
    leaves(act, &mut Vec::new(), &mut paths);
    let kept = ["id", "act", "at", "role", "name", "mode", "origin_verified", "us_person"];
    paths
        .into_iter()
        .filter(|path| path.last().is_none_or(|last| !kept.contains(&last.as_str())))
        .filter(|path| path.first().is_none_or(|first| first != "purpose" && first != "links"))
        .filter_map(|path| {
            let mut less = act.clone();
            let (last, parents) = path.split_last()?;
            let mut at = &mut less;
            for step in parents {
                at = match step.parse::<usize>() {
                    Ok(n) => at.get_mut(n)?,
                    Err(_) => at.get_mut(step.as_str())?,
                };
            }
            at.as_object_mut()?.remove(last)?;
            Some((path.join("."), less))
        })
        .collect()
}

fn leaves(value: &Value, path: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                path.push(name.clone());
                leaves(inner, path, out);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                path.push(at.to_string());
                leaves(inner, path, out);
                path.pop();
            }
        }
        Value::Null => {}
        _ => out.push(path.clone()),
    }
}

/// The shipped law with every list of rules turned round.
fn reversed() -> Law {
    let texts: Vec<(String, String)> = shipped::FILES
        .iter()
        .map(|file| {
            let mut table: toml::Table = file.text.parse().expect("sound");
            for key in ["measure", "exit", "code_set", "nexus"] {
                if let Some(toml::Value::Array(list)) = table.get_mut(key) {
                    list.reverse();
                    for item in list.iter_mut().filter_map(toml::Value::as_table_mut) {
                        for inner in ["exit", "link", "when", "except", "entries"] {
                            if let Some(toml::Value::Array(list)) = item.get_mut(inner) {
                                list.reverse();
                            }
                        }
                    }
                }
            }
            (file.path.to_string(), table.to_string())
        })
        .collect();
    let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source { path, text }).collect();
    Law::read(&sources).unwrap_or_else(|e| panic!("{e}"))
}

/// The shipped law with one more way out of every measure of two instruments.
fn with_exit(condition: &str) -> Law {
    let more = format!(
        "{}\n[[exit]]\nid = \"more\"\ntitle = \"M\"\nkind = \"general_licence\"\nrelieves = [\"us/eo-14038/block\", \"us/eo-14038/exposure-sector\", \"us/eo-14038/exposure-support\"]\nwhen = [{condition}]\narticle = \"A\"\nconfidence = \"found\"\nsource = \"S\"\n",
        include_str!("../../../law/us/eo-14038.toml")
    );
    let sources: Vec<Source<'_>> = shipped::FILES
        .iter()
        .map(|f| if f.path == "us/eo-14038.toml" { Source { path: f.path, text: &more } } else { *f })
        .collect();
    Law::read(&sources).unwrap_or_else(|e| panic!("{e}"))
}

fn free(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Clear | Verdict::NoNexus)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn knowing_less_never_gives_a_better_founded_clear(mut act in acts()) {
        let law = Law::shipped();
        // Whoever says that there is no further link has answered for every fact that could make one.
        act.as_object_mut().expect("an act").remove("links");
        let whole = decide(law, &act);
        // Facts that contradict each other are taken as unknown; with one of them gone, the other is taken at its word.
        prop_assume!(whole.faults.is_empty() && whole.questions.iter().all(|q| !q.asks.contains("contradict")));
        for (path, less) in fewer(&act) {
            let part = decide(law, &less);
            for (a, b) in whole.authorities.iter().zip(&part.authorities) {
                let said = |notes: &[String]| notes.iter().any(|n| n.contains("taken as not so"));
                prop_assert!(
                    !free(b.verdict) || free(a.verdict) || said(&b.notes),
                    "without {path}, {} turns from {} to {}\n{act}", a.authority, a.verdict, b.verdict
                );
            }
        }
    }

    #[test]
    fn the_order_of_rules_decides_nothing(act in acts()) {
        static REVERSED: std::sync::LazyLock<Law> = std::sync::LazyLock::new(reversed);
        let (a, b) = (Law::shipped(), &*REVERSED);
        let act = read(&act);
        let clock = Clock::default();
        prop_assert_eq!(a.verdicts(&act, &clock).expect("dated"), b.verdicts(&act, &clock).expect("dated"));
    }

    #[test]
    fn a_further_way_out_never_makes_it_worse(act in acts()) {
        static MORE: std::sync::LazyLock<Vec<Law>> = std::sync::LazyLock::new(|| {
            [
                "{ claimed = \"emergency\" }",
                "{ fact = \"purpose\", is = \"humanitarian\" }",
                "{ fact = \"contract.date\", before = \"2021-07-01\" }",
            ]
            .map(with_exit)
            .into()
        });
        let act = read(&act);
        let clock = Clock::default();
        let without = Law::shipped().verdicts(&act, &clock).expect("dated");
        for law in MORE.iter() {
            for (a, b) in without.iter().zip(law.verdicts(&act, &clock).expect("dated")) {
                prop_assert!(b.verdict <= a.verdict, "from {} to {}", a.verdict, b.verdict);
            }
        }
    }

    #[test]
    fn the_proof_says_what_the_verdict_says(act in acts()) {
        let law = Law::shipped();
        let decision = decide(law, &act);
        let outline = law.outline(&read(&act), &Clock::default()).expect("dated");
        prop_assert_eq!(&outline.questions, &decision.questions);
        prop_assert_eq!(&outline.next_change, &decision.next_change);
        for (a, b) in outline.authorities.iter().zip(&decision.authorities) {
            prop_assert_eq!((a.verdict, &a.until, &a.unverified), (b.verdict, &b.until, &b.unverified));
        }
        let quick = law.verdicts(&read(&act), &Clock::default()).expect("dated");
        for (ruling, answer) in decision.authorities.iter().zip(&quick) {
            prop_assert_eq!(ruling.verdict, answer.verdict);
            let worst = ruling.reasons.iter().map(|r| r.verdict).max();
            if ruling.verdict > Verdict::Clear {
                prop_assert_eq!(worst, Some(ruling.verdict));
            }
        }
        if decision.verdict == Verdict::Undetermined {
            prop_assert!(!decision.questions.is_empty(), "undetermined without a question\n{act}");
        }
    }

    #[test]
    fn nothing_of_a_broken_act_is_better_than_of_a_whole_one(act in acts()) {
        let law = Law::shipped();
        let whole = decide(law, &act);
        let mut broken = act.clone();
        if let Some(line) = broken["goods"].as_array_mut().and_then(|g| g.first_mut()) {
            line["code"] = json!("31O4 20 10");
        }
        let part = decide(law, &broken);
        for (a, b) in whole.authorities.iter().zip(&part.authorities) {
            prop_assert!(!free(b.verdict) || free(a.verdict), "{} turns from {} to {}\n{act}", a.authority, a.verdict, b.verdict);
        }
    }
}

#[test]
fn strategies_reach_every_verdict() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..600 {
        let act = acts().new_tree(&mut runner).expect("an act").current();
        seen.extend(decide(Law::shipped(), &act).authorities.into_iter().map(|r| r.verdict));
    }
    let all = [
        Verdict::NoNexus,
        Verdict::Clear,
        Verdict::Exposed,
        Verdict::Licensed,
        Verdict::Undetermined,
        Verdict::Prohibited,
    ];
    for verdict in all {
        assert!(seen.contains(&verdict), "no act comes to {verdict}: {seen:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn between_its_boundaries_a_timeline_holds_every_day(act in acts()) {
        // Day by day, against what the timeline says: no change of law or lists is passed over.
        let act = read(&act);
        let law = Law::shipped();
        let day = |text: &str| text.parse::<jiff::civil::Date>().expect("a day");
        let line = law.timeline(&act, day("2021-06-01"), day("2022-07-15"), None);
        let mut today = day("2021-06-01");
        while today < day("2022-07-15") {
            // At noon UTC every authority is on the same day.
            let noon = format!("{today}T12:00Z");
            let clock = Clock { as_of: Some(interdict_law::When::parse(&noon).expect("a moment")), known_at: None };
            let at = noon.replace("T12:00Z", "T12:00:00Z").parse::<jiff::Timestamp>().expect("a moment");
            let stretch = line.iter().rev().find(|s| s.from.timestamp() <= at).expect("a stretch");
            let verdicts: Vec<Verdict> = law.verdicts(&act, &clock).expect("dated").iter().map(|a| a.verdict).collect();
            let told: Vec<Verdict> = stretch.verdicts.iter().map(|(_, v)| *v).collect();
            prop_assert_eq!(&verdicts, &told, "on {}\n{:?}", today, act);
            today = today.tomorrow().expect("a day");
        }
    }
}
