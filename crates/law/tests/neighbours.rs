//! Cases beside the worked examples: the same rules on other goods, days, carriers and parties.

#![allow(clippy::expect_used)]

mod common;

use common::{act, decide, potash, ruling, verdict};
use interdict_law::{Clock, Law, Truth, Verdict};

fn seller(name: &str, more: &str) -> String {
    format!(
        r#""parties": [{{"role": "seller", "name": "{name}", "country": "BY"}}]{}"#,
        if more.is_empty() { String::new() } else { format!(", {more}") }
    )
}

#[test]
fn whoever_pays_for_the_goods_purchases_them() {
    let of = |at: &str, code: &str| {
        verdict(
            "eu",
            &format!(
                r#"{{"id": "payment", "act": "payment", "at": "{at}", "currency": "EUR", "from": "BY", "goods": [{{"code": "{code}", "origin": "BY"}}],
            "contract": {{"date": "2021-06-28", "binding": true}},
            "parties": [{{"role": "payer_bank", "name": "Bank", "country": "DE"}}, {{"role": "payee", "name": "Händler", "country": "CH"}}]}}"#
            ),
        )
    };
    assert_eq!(of("2021-07-10", "3104 20 10"), Verdict::Prohibited);
    assert_eq!(of("2021-07-10", "3104 20 50"), Verdict::Clear);
}

#[test]
fn an_eu_carrier_far_from_the_union_is_bound_and_a_foreign_one_is_not() {
    let of = |carrier: &str| {
        verdict(
            "eu",
            &format!(
                r#"{{"id": "east", "act": "consignment", "at": "2021-07-05", "from": "BY", "to": "CN", "currency": "CNY",
            "route": [{{"from": "BY", "to": "CN", "via": ["RU", "KZ"], "mode": "rail", "carrier": "Bahn", "carrier_country": "{carrier}"}}],
            "goods": [{{"code": "3104 20 90", "origin": "BY"}}], "contract": {{"date": "2021-06-28", "binding": true}}}}"#
            ),
        )
    };
    assert_eq!(of("DE"), Verdict::Prohibited);
    assert_eq!(of("RU"), Verdict::NoNexus);
}

#[test]
fn belarusian_potash_that_comes_through_russia_is_from_belarus_all_the_same() {
    let of = |goods: &str| {
        decide(&format!(
            r#"{{"id": "via russia", "act": "consignment", "at": "2023-05-01", "from": "RU", "to": "PL", "quota": {{"eu.potash-ru": true}},
            "route": [{{"from": "RU", "to": "PL", "mode": "sea"}}], "goods": [{goods}], "contract": {{"date": "2023-01-01"}}}}"#
        ))
    };
    let eu = |goods: &str| ruling(&of(goods), "eu").verdict;
    assert_eq!(eu(r#"{"code": "3104 20 50", "origin": "BY"}"#), Verdict::Prohibited);
    assert_eq!(eu(r#"{"code": "3104 20 50", "origin": "RU"}"#), Verdict::Clear);
    assert_eq!(eu(r#"{"code": "3104 20 50", "origin": "RU", "origin_verified": false}"#), Verdict::Undetermined);
}

#[test]
fn insurance_of_banned_potash_is_open_while_nobody_knows_since_when_its_ban_stands() {
    let of = |at: &str| {
        decide(&format!(
            r#"{{"id": "insurance", "act": "service", "at": "{at}", "place": "LV", "services": ["insurance"], "from": "BY",
            "goods": [{{"code": "3104 20 90", "origin": "BY"}}], "contract": {{"date": "2021-07-01"}},
            "parties": [{{"role": "insurer", "name": "Versicherung", "country": "LV"}}]}}"#
        ))
    };
    assert_eq!(ruling(&of("2021-09-01"), "eu").verdict, Verdict::Clear);
    let between = of("2023-01-01");
    assert_eq!(ruling(&between, "eu").verdict, Verdict::Undetermined);
    assert!(
        between.questions.iter().any(|q| q.field == "law" && q.asks.contains("Art. 1i(1a)")),
        "{:?}",
        between.questions
    );
    assert_eq!(ruling(&of("2024-07-01"), "eu").verdict, Verdict::Prohibited);
}

#[test]
fn the_day_on_which_the_transit_ban_began_has_to_be_verified_and_is_asked_about() {
    let of = |at: &str| {
        verdict(
            "eu",
            &format!(
                r#"{{"id": "transit", "act": "consignment", "at": "{at}", "from": "LT", "to": "UZ", "route": [{{"from": "LT", "to": "UZ", "via": ["BY", "KZ"], "mode": "rail"}}],
            "goods": [{{"code": "8802 40", "origin": "FR", "categories": ["aviation"]}}]}}"#
            ),
        )
    };
    assert_eq!(
        (of("2024-06-29"), of("2024-06-30"), of("2024-07-01")),
        (Verdict::Clear, Verdict::Undetermined, Verdict::Prohibited)
    );
}

#[test]
fn high_priority_goods_to_kazakhstan_past_russia_bring_a_duty_and_through_russia_a_ban() {
    let of = |via: &str| {
        decide(&format!(
            r#"{{"id": "chips", "act": "consignment", "at": "2024-10-01", "from": "NL", "to": "KZ", "route": [{{"from": "NL", "to": "KZ", "via": [{via}], "mode": "road", "carrier": "Vervoer", "carrier_country": "NL"}}],
            "goods": [{{"code": "8542 31", "origin": "NL"}}]}}"#
        ))
    };
    let past = of(r#""TR", "AZ""#);
    assert_eq!(ruling(&past, "eu").verdict, Verdict::Clear);
    assert!(
        ruling(&past, "eu").duties.iter().any(|d| d.contains("re-export to Belarus")),
        "{:?}",
        ruling(&past, "eu").duties
    );
    assert_eq!(ruling(&of(r#""PL", "BY", "RU""#), "eu").verdict, Verdict::Prohibited);
    assert_eq!(ruling(&of(r#""RU""#), "eu").verdict, Verdict::Prohibited);
}

#[test]
fn an_aircraft_that_only_flies_over_is_caught_and_one_that_stays_away_is_not() {
    let of = |at: &str, via: &str| {
        verdict(
            "eu",
            &format!(
                r#"{{"id": "flight", "act": "flight", "at": "{at}", "operations": ["overflight"], "route": [{{"from": "BY", "to": "TR", "via": [{via}], "mode": "air"}}],
            "craft": [{{"kind": "aircraft", "tail": "EW-250PA", "operator": "Belavia", "operator_country": "BY"}}]}}"#
            ),
        )
    };
    assert_eq!(of("2021-06-05", r#""LT", "PL""#), Verdict::Prohibited);
    assert_eq!(of("2021-06-04", r#""LT", "PL""#), Verdict::Clear);
    assert_eq!(of("2021-06-05", r#""RU", "GE""#), Verdict::NoNexus);
}

#[test]
fn cargo_that_a_belarusian_airline_flies_into_the_union_is_caught_as_a_landing() {
    let of = |country: &str| {
        verdict(
            "eu",
            &format!(
                r#"{{"id": "cargo", "act": "consignment", "at": "2021-09-01", "from": "CN", "to": "LT",
            "route": [{{"from": "CN", "to": "LT", "mode": "air", "carrier": "Cargo Line", "carrier_country": "{country}"}}], "goods": [{{"code": "6203", "origin": "CN"}}]}}"#
            ),
        )
    };
    assert_eq!((of("BY"), of("TR")), (Verdict::Prohibited, Verdict::Clear));
}

#[test]
fn lithuanian_railways_may_still_carry_other_goods_and_other_potash() {
    let of = |goods: &str| {
        verdict(
            "lt",
            &potash("3104 20 50", "2022-02-10", "")
                .replace(r#"{"code": "3104 20 50", "origin": "BY"}"#, goods)
                .replace(r#""from": "BY", "to": "BR""#, r#""from": "RU", "to": "BR""#)
                .replace(r#"{"from": "BY""#, r#"{"from": "RU", "via": ["BY"]"#),
        )
    };
    assert_eq!(of(r#"{"code": "4407", "origin": "BY"}"#), Verdict::Clear);
    assert_eq!(of(r#"{"code": "3104 20 50", "origin": "RU"}"#), Verdict::Clear);
    assert_eq!(of(r#"{"code": "3104 20 50", "origin": "BY"}"#), Verdict::Prohibited);
}

#[test]
fn goods_of_us_origin_bring_us_law_in_without_any_us_person() {
    let of = |origin: &str| {
        verdict(
            "us",
            &format!(
                r#"{{"id": "pump", "act": "consignment", "at": "2022-01-10", "from": "DE", "to": "BY", "currency": "EUR",
            "route": [{{"from": "DE", "to": "BY", "via": ["PL"], "mode": "road", "carrier": "Spedition", "carrier_country": "DE"}}],
            "goods": [{{"code": "8413", "origin": "{origin}"}}], "parties": [{{"role": "buyer", "name": "Belaruskali", "country": "BY"}}]}}"#
            ),
        )
    };
    assert_eq!((of("US"), of("DE")), (Verdict::Prohibited, Verdict::Exposed));
}

#[test]
fn a_licence_of_another_authority_permits_nothing() {
    let of = |authority: &str| {
        verdict(
            "eu",
            &format!(
                r#"{{"id": "payment", "act": "payment", "at": "2022-06-10", "currency": "EUR", "licences": [{{"authority": "{authority}", "id": "1"}}],
            "parties": [{{"role": "payer_bank", "name": "Bank", "country": "DE"}}, {{"role": "payee", "name": "Belaruskali", "country": "BY"}}]}}"#
            ),
        )
    };
    assert_eq!((of("us"), of("eu")), (Verdict::Prohibited, Verdict::Licensed));
}

#[test]
fn nine_oil_and_chemical_companies_were_licensed_then_wound_down_then_blocked() {
    let of = |at: &str, purpose: &str| {
        verdict(
            "us",
            &format!(
                r#"{{"id": "azot", "act": "payment", "at": "{at}", "currency": "USD", "purpose": ["{purpose}"],
            "parties": [{{"role": "payee", "name": "Grodno Azot", "country": "BY"}}]}}"#
            ),
        )
    };
    assert_eq!(of("2015-10-29", "trade"), Verdict::Prohibited);
    assert_eq!(of("2018-05-01", "trade"), Verdict::Licensed);
    assert_eq!(of("2021-05-01", "trade"), Verdict::Prohibited);
    assert_eq!(of("2021-05-01", "wind_down"), Verdict::Licensed);
    assert_eq!(of("2021-06-03", "wind_down"), Verdict::Prohibited);
    let decision = decide(
        r#"{"id": "azot", "act": "payment", "at": "2021-05-01", "currency": "USD", "purpose": ["wind_down"],
        "parties": [{"role": "payee", "name": "Grodno Azot", "country": "BY"}]}"#,
    );
    assert!(ruling(&decision, "us").duties.iter().any(|d| d.contains("USD 50,000")), "the licence asks for reports");
}

#[test]
fn a_route_with_a_hole_may_lead_anywhere() {
    let of = |legs: &str| {
        decide(&format!(
            r#"{{"id": "hole", "act": "consignment", "at": "2024-08-01", "from": "DE", "to": "KZ", "route": [{legs}], "goods": [{{"code": "8471 50", "origin": "DE", "categories": ["dual_use"]}}]}}"#
        ))
    };
    let whole = of(
        r#"{"from": "DE", "to": "TR", "mode": "road", "carrier_country": "DE"}, {"from": "TR", "to": "KZ", "mode": "air"}"#,
    );
    assert_eq!(ruling(&whole, "eu").verdict, Verdict::Clear);
    let hole = of(
        r#"{"from": "DE", "to": "PL", "mode": "road", "carrier_country": "DE"}, {"from": "RU", "to": "KZ", "mode": "rail"}"#,
    );
    assert_eq!(ruling(&hole, "eu").verdict, Verdict::Prohibited, "Russia itself is on the way");
    let open = of(
        r#"{"from": "DE", "to": "PL", "mode": "road", "carrier_country": "DE"}, {"from": "GE", "to": "KZ", "mode": "rail"}"#,
    );
    assert_eq!(ruling(&open, "eu").verdict, Verdict::Undetermined);
    assert!(open.faults.iter().any(|f| f.contains("leg 1 ends in PL and leg 2 begins in GE")), "{:?}", open.faults);
}

#[test]
fn a_contract_of_after_the_act_contradicts_it_and_saves_nothing() {
    let json = potash("3104 20 10", "2021-06-26", r#""contract": {"date": "2021-07-01", "binding": true}"#);
    let decision = decide(&json);
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Undetermined);
    assert!(decision.faults.iter().any(|f| f.contains("lies after the act itself")), "{:?}", decision.faults);
}

#[test]
fn a_list_that_nobody_looked_at_leaves_the_verdict_open() {
    let mut act = act(&potash("3104 20 50", "2021-12-01", &seller("Belaruskali", r#""currency": "EUR""#)));
    for party in &mut act.parties {
        party.screened.screened.retain(|a, _| a.as_str() != "eu");
        party.screened.listed.retain(|l| l.authority.as_str() != "eu");
    }
    let decision = Law::shipped().decide(&act, &Clock::default()).expect("decided");
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Undetermined);
    assert!(decision.questions.iter().any(|q| q.asks.contains("was not looked at")), "{:?}", decision.questions);
}

#[test]
fn a_listing_of_which_the_list_gives_no_day_stands_from_where_it_was_seen() {
    let of = |at: &str| {
        let json = format!(
            r#"{{"id": "undated", "act": "payment", "at": "{at}", "currency": "EUR", "parties": [{{"role": "payer_bank", "name": "Bank", "country": "LT"}},
            {{"role": "payee", "name": "Somebody", "country": "BY", "listed": [{{"authority": "eu", "id": "1", "programmes": ["EU-BLR"], "seen": "2023-05-01"}}]}}]}}"#
        );
        verdict("eu", &json)
    };
    assert_eq!((of("2023-04-30"), of("2023-05-01")), (Verdict::Undetermined, Verdict::Prohibited));
}

#[test]
fn what_reaches_nobody_says_so_for_every_authority() {
    let decision = decide(
        r#"{"id": "inside", "act": "consignment", "at": "2021-07-05", "from": "BY", "to": "RU", "currency": "RUB",
        "route": [{"from": "BY", "to": "RU", "mode": "rail", "carrier": "RZD", "carrier_country": "RU"}], "goods": [{"code": "0401", "origin": "BY"}],
        "parties": [{"role": "seller", "name": "Molkerei", "country": "BY"}, {"role": "buyer", "name": "Laden", "country": "RU"}]}"#,
    );
    assert_eq!(decision.verdict, Verdict::NoNexus);
    assert!(decision.authorities.iter().all(|r| r.nexus == Truth::No && r.reasons.is_empty()));
}

#[test]
fn a_role_that_nobody_knows_is_named_for_rules_on_roles_pass_it_by() {
    let decision = decide(
        r#"{"id": "role", "act": "payment", "at": "2022-06-10", "parties": [{"role": "reciever", "name": "Belaruskali", "country": "BY"}, {"role": "payer", "name": "X", "country": "LT"}]}"#,
    );
    assert!(decision.faults.iter().any(|f| f.contains("\"reciever\" is no role")), "{:?}", decision.faults);
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Prohibited, "the freeze asks for no role");
}
