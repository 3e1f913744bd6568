//! The worked examples of the field, as claims (shared/domain/LAW.md 2.5), and their neighbours on either side of each line.

mod common;

use common::{act, decide, potash, ruling, verdict};
use interdict_law::{Clock, Law, Truth, Verdict, When};

const OLD: &str = r#""contract": {"date": "2021-06-01", "binding": true}"#;
const NEW: &str = r#""contract": {"date": "2021-06-28", "binding": true}"#;

fn seller(name: &str, more: &str) -> String {
    format!(
        r#""parties": [{{"role": "seller", "name": "{name}", "country": "BY"}}, {{"role": "buyer", "name": "Porto Adubos", "country": "BR"}}]{}"#,
        if more.is_empty() { String::new() } else { format!(", {more}") }
    )
}

#[test]
fn example_1_low_grade_potash_under_a_contract_of_28_june_2021_is_prohibited_in_the_eu() {
    assert_eq!(verdict("eu", &potash("3104 20 10", "2021-07-05", NEW)), Verdict::Prohibited);
}

#[test]
fn example_2_a_binding_contract_of_1_june_2021_saves_it() {
    let decision = decide(&potash("3104 20 10", "2021-07-05", OLD));
    let eu = ruling(&decision, "eu");
    assert_eq!(eu.verdict, Verdict::Clear);
    assert!(eu.reasons.iter().any(|r| r.exits.iter().any(|e| e.exit.ends_with("1i(2)") && e.open == Truth::Yes)));
}

#[test]
fn a_contract_of_24_june_saves_and_one_of_25_june_does_not() {
    let of = |day: &str| {
        verdict(
            "eu",
            &potash("3104 20 10", "2021-07-05", &format!(r#""contract": {{"date": "{day}", "binding": true}}"#)),
        )
    };
    assert_eq!((of("2021-06-24"), of("2021-06-25")), (Verdict::Clear, Verdict::Prohibited));
}

#[test]
fn a_contract_that_does_not_bind_saves_nothing_and_one_of_which_that_is_unknown_asks() {
    let of = |contract: &str| verdict("eu", &potash("3104 20 10", "2021-07-05", &format!(r#""contract": {contract}"#)));
    assert_eq!(of(r#"{"date": "2021-06-01", "binding": false}"#), Verdict::Prohibited);
    assert_eq!(of(r#"{"date": "2021-06-01"}"#), Verdict::Undetermined);
    assert_eq!(of(r#"{"binding": true}"#), Verdict::Undetermined);
}

#[test]
fn a_framework_contract_counts_only_with_an_end_and_terms_agreed_before() {
    let of = |framework: &str| {
        let contract = format!(r#""contract": {{"date": "2021-06-01", "binding": true, "framework": {framework}}}"#);
        verdict("eu", &potash("3104 20 10", "2021-07-05", &contract))
    };
    assert_eq!(of(r#"{"end_date": true, "terms_agreed": true}"#), Verdict::Clear);
    assert_eq!(of(r#"{"end_date": false, "terms_agreed": true}"#), Verdict::Prohibited);
    assert_eq!(of(r#"{"end_date": true}"#), Verdict::Undetermined);
}

#[test]
fn example_3_standard_potash_is_not_in_annex_viii_in_july_2021() {
    let decision = decide(&potash("3104 20 50", "2021-07-05", NEW));
    let eu = ruling(&decision, "eu");
    assert_eq!(eu.verdict, Verdict::Clear);
    let hole = eu.ruled_out.iter().find(|r| r.measure == "eu/765-2006/1i").expect("the rule that comes near");
    assert!(hole.because.contains("2022-03-03"), "{}", hole.because);
}

#[test]
fn example_4_high_grade_potash_is_prohibited() {
    assert_eq!(verdict("eu", &potash("3104 20 90", "2021-07-05", NEW)), Verdict::Prohibited);
}

#[test]
fn example_5_six_digits_are_not_enough_and_the_cheapest_question_asks_for_the_code() {
    let decision = decide(&potash("3104 20", "2021-07-05", NEW));
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Undetermined);
    let first = decision.questions.first().expect("a question");
    assert!(first.asks.contains("customs code") && first.field == "goods[0].code", "{first:?}");
    assert_eq!(first.hangs, ["eu/765-2006/1i"]);
}

#[test]
fn measured_k2o_settles_six_digits() {
    let of = |k2o: &str| {
        let json = potash("3104 20", "2021-07-05", NEW)
            .replace(r#""origin": "BY""#, &format!(r#""origin": "BY", "k2o": {k2o}"#));
        verdict("eu", &json)
    };
    assert_eq!((of("40"), of("60"), of("62.1")), (Verdict::Prohibited, Verdict::Clear, Verdict::Prohibited));
}

#[test]
fn six_digits_are_enough_once_all_potassium_chloride_is_banned() {
    assert_eq!(verdict("eu", &potash("3104 20", "2022-03-03", NEW)), Verdict::Prohibited);
}

#[test]
fn standard_potash_is_free_on_2_march_2022_and_banned_on_3_march() {
    let contract = r#""contract": {"date": "2021-10-10", "binding": true}"#;
    let of = |day: &str| verdict("eu", &potash("3104 20 50", day, contract));
    assert_eq!((of("2022-03-02"), of("2022-03-03")), (Verdict::Clear, Verdict::Prohibited));
    // No wind-down of March 2022 for potash: only contracts from before 25 June 2021 are saved.
    assert_eq!(verdict("eu", &potash("3104 20 50", "2022-03-03", OLD)), Verdict::Clear);
}

#[test]
fn every_other_line_of_annex_viii_is_judged_alike() {
    for code in ["3105 20 10", "3105 20 90", "3105 60 00"] {
        assert_eq!(verdict("eu", &potash(code, "2021-07-05", NEW)), Verdict::Prohibited, "{code}");
    }
    let ex = potash("3105 90 20", "2021-07-05", NEW);
    assert_eq!(verdict("eu", &ex), Verdict::Undetermined);
    let with =
        |contains: &str| verdict("eu", &ex.replace(r#""origin""#, &format!(r#""contains": {contains}, "origin""#)));
    assert_eq!(with(r#"["potassium_chloride"]"#), Verdict::Prohibited);
    assert_eq!(with("[]"), Verdict::Clear);
    assert_eq!(verdict("eu", &potash("3104 30 00", "2021-07-05", NEW)), Verdict::Clear, "sulphate is not in it");
}

#[test]
fn example_6_belaruskali_by_lithuanian_railways_on_1_december_2021() {
    let json =
        potash("3104 20 50", "2021-12-01", &seller("Belaruskali", r#""currency": "EUR", "links": {"us": false}"#));
    let decision = decide(&json);
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Clear);
    let us = ruling(&decision, "us");
    assert_eq!((us.verdict, us.nexus), (Verdict::Exposed, Truth::No));
    assert!(us.reasons.iter().any(|r| r.measure == "us/eo-14038/exposure-sector"));
    assert!(us.reasons.iter().any(|r| r.measure == "us/eo-14038/exposure-support"));
    assert_eq!(ruling(&decision, "lt").verdict, Verdict::Clear);
}

#[test]
fn stated_euros_and_countries_show_that_there_is_no_us_link_without_saying_so() {
    let json = potash("3104 20 50", "2021-12-01", &seller("Belaruskali", r#""currency": "EUR""#));
    assert_eq!(verdict("us", &json), Verdict::Exposed);
}

#[test]
fn example_6_with_a_us_person_is_licensed_by_general_license_4_until_05_01_utc_if_it_winds_down() {
    let of = |more: &str| {
        let more = format!(r#""currency": "EUR", "links": {{"us": true}}{more}"#);
        decide(&potash("3104 20 50", "2021-12-01", &seller("Belaruskali", &more)))
    };
    let licensed = of(r#", "purpose": ["wind_down"]"#);
    let us = ruling(&licensed, "us");
    assert_eq!(us.verdict, Verdict::Licensed);
    assert_eq!(us.until.as_ref().expect("an end").timestamp().to_string(), "2021-12-08T05:01:00Z");
    assert_eq!(ruling(&of(r#", "purpose": ["new_business"]"#), "us").verdict, Verdict::Prohibited);
    assert_eq!(ruling(&of(r#", "purpose": ["wind_down", "stockpiling"]"#), "us").verdict, Verdict::Prohibited);
    let open = of("");
    assert_eq!(ruling(&open, "us").verdict, Verdict::Undetermined);
    assert!(open.questions.iter().any(|q| q.field == "purpose"), "{:?}", open.questions);
}

#[test]
fn general_license_4_covers_no_purchase_contract_concluded_after_it_was_issued() {
    let of = |contract: &str| {
        let more =
            format!(r#""currency": "EUR", "links": {{"us": true}}, "purpose": ["wind_down"], "contract": {contract}"#);
        verdict("us", &potash("3104 20 50", "2021-12-01", &seller("Belaruskali", &more)))
    };
    assert_eq!(of(r#"{"kind": "purchase", "date": "2021-08-08"}"#), Verdict::Licensed);
    assert_eq!(of(r#"{"kind": "purchase", "date": "2021-08-09"}"#), Verdict::Prohibited);
    assert_eq!(of(r#"{"kind": "carriage", "date": "2021-10-01"}"#), Verdict::Licensed);
    assert_eq!(of(r#"{"kind": "purchase"}"#), Verdict::Undetermined);
}

#[test]
fn one_minute_past_midnight_eastern_is_one_minute_past_seven_in_vilnius() {
    let of = |at: &str| {
        let more = r#""currency": "EUR", "links": {"us": true}, "purpose": ["wind_down"]"#;
        decide(&potash("3104 20 50", at, &seller("Belaruskali", more)))
    };
    let us = |at: &str| ruling(&of(at), "us").verdict;
    assert_eq!(us("2021-12-08T07:00[Europe/Vilnius]"), Verdict::Licensed);
    assert_eq!(us("2021-12-08T07:01[Europe/Vilnius]"), Verdict::Prohibited);
    assert_eq!(us("2021-12-08T00:00[America/New_York]"), Verdict::Licensed);
    assert_eq!(us("2021-12-07"), Verdict::Licensed);
    assert_eq!(us("2021-12-09"), Verdict::Prohibited);
    let day = of("2021-12-08");
    assert_eq!(ruling(&day, "us").verdict, Verdict::Undetermined, "the day alone does not say on which side of it");
    assert!(day.questions.iter().any(|q| q.field == "at"));
}

#[test]
fn dollars_bring_us_law_in_unless_they_are_said_to_clear_elsewhere() {
    let of = |more: &str| decide(&potash("3104 20 50", "2021-12-10", &seller("Belaruskali", more)));
    let dollars = of(r#""currency": "USD""#);
    let us = ruling(&dollars, "us");
    assert_eq!(us.verdict, Verdict::Prohibited);
    assert!(us.notes.iter().any(|n| n.contains("presumed")), "{:?}", us.notes);
    assert_eq!(ruling(&of(r#""currency": "USD", "us_clearing": false"#), "us").verdict, Verdict::Exposed);
    assert_eq!(ruling(&of(r#""currency": "EUR""#), "us").verdict, Verdict::Exposed);
    assert_eq!(ruling(&of(""), "us").verdict, Verdict::Undetermined);
}

#[test]
fn lithuania_binds_its_railway_from_1_february_2022_and_nobody_else() {
    let of = |at: &str, carrier: &str| {
        verdict("lt", &potash("3104 20 50", at, &seller("Belaruskali", "")).replace("LTG Cargo", carrier))
    };
    assert_eq!(of("2022-01-31", "LTG Cargo"), Verdict::Clear);
    assert_eq!(of("2022-02-01", "LTG Cargo"), Verdict::Prohibited);
    assert_eq!(of("2022-02-01", "AB Lietuvos geležinkeliai"), Verdict::Prohibited);
    assert_eq!(of("2022-02-01", "Bega Rail"), Verdict::NoNexus);
}

fn payment(at: &str, payee: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    format!(
        r#"{{"id": "payment", "act": "payment", "at": "{at}", "currency": "EUR",
        "parties": [{{"role": "payer_bank", "name": "Bankas", "country": "LT"}}, {{"role": "payee", "name": "{payee}", "country": "BY"}}]{more}}}"#
    )
}

#[test]
fn example_11_a_payment_to_belaruskali_is_frozen_from_3_june_2022() {
    assert_eq!(verdict("eu", &payment("2022-06-10", "Belaruskali", "")), Verdict::Prohibited);
    assert_eq!(verdict("eu", &payment("2022-06-03", "Belaruskali", "")), Verdict::Prohibited);
    assert_eq!(verdict("eu", &payment("2022-06-02", "Belaruskali", "")), Verdict::Clear);
}

#[test]
fn a_derogation_whose_ground_is_asserted_needs_a_licence_and_with_the_licence_is_licensed() {
    let of = |more: &str| verdict("eu", &payment("2022-06-10", "Belaruskali", more));
    assert_eq!(of(r#""purpose": ["legal_fees"]"#), Verdict::NeedsLicence);
    let held =
        r#""licences": [{"authority": "eu", "id": "LT-2022/7", "covers": ["eu/765-2006/2"], "to": "2022-06-30"}]"#;
    assert_eq!(of(held), Verdict::Licensed);
    assert_eq!(of(&held.replace("2022-06-30", "2022-06-09")), Verdict::Prohibited, "it had run out");
    assert_eq!(of(&held.replace("eu/765-2006/2", "eu/765-2006/1i")), Verdict::Prohibited, "it is for another measure");
}

fn owned(owners: &str, more: &str) -> String {
    format!(
        r#"{{"id": "owned", "act": "payment", "at": "2022-01-10", "currency": "USD",
        "parties": [{{"role": "payer_bank", "name": "Bank", "country": "GB"}}, {{"role": "bank", "name": "Bankas", "country": "LT"}},
                    {{"role": "payee", "name": "Firma", "country": "CY", "owners": {owners}}}]{more}}}"#
    )
}

#[test]
fn example_12_30_and_25_percent_are_blocked_for_ofac_guidance_for_the_eu_and_nothing_for_the_uk() {
    let decision = decide(&owned(
        r#"[{"name": "Listed One", "share": 30}, {"name": "Listed Two", "share": 25}, {"name": "Nobody", "share": 45}]"#,
        "",
    ));
    assert_eq!(ruling(&decision, "us").verdict, Verdict::Prohibited);
    let eu = ruling(&decision, "eu");
    assert_eq!(eu.verdict, Verdict::Prohibited);
    assert!(eu.notes.iter().any(|n| n.contains("guidance")), "{:?}", eu.notes);
    assert_eq!(ruling(&decision, "uk").verdict, Verdict::Clear);
    let us = ruling(&decision, "us").reasons.first().expect("a reason");
    assert!(us.steps.iter().any(|s| s.found.contains("55 %")), "{:?}", us.steps);
}

#[test]
fn exactly_half_is_owned_for_ofac_always_and_for_the_eu_from_3_july_2024() {
    let of = |authority: &str, at: &str| {
        verdict(authority, &owned(r#"[{"name": "Listed One", "share": 50}]"#, "").replace("2022-01-10", at))
    };
    assert_eq!(of("us", "2022-01-10"), Verdict::Prohibited);
    assert_eq!((of("eu", "2024-07-02"), of("eu", "2024-07-03")), (Verdict::Clear, Verdict::Prohibited));
    assert_eq!(of("uk", "2024-07-03"), Verdict::Clear);
}

#[test]
fn a_share_that_is_not_known_asks_for_it_and_control_is_enough_for_the_eu_but_not_for_ofac() {
    let unknown = decide(&owned(r#"[{"name": "Listed One"}]"#, ""));
    assert_eq!(ruling(&unknown, "us").verdict, Verdict::Undetermined);
    assert!(unknown.questions.iter().any(|q| q.field == "parties[2].owners"), "{:?}", unknown.questions);
    let control =
        decide(&owned(r#"[{"name": "Listed One", "share": 10}, {"name": "Listed One", "kind": "control"}]"#, ""));
    assert_eq!(ruling(&control, "us").verdict, Verdict::Clear);
    assert_eq!(ruling(&control, "eu").verdict, Verdict::Prohibited);
}

#[test]
fn a_company_of_a_company_of_the_listed_passes_on_the_whole_stake() {
    let chain = r#"[{"name": "Middle", "share": 60, "owners": [{"name": "Listed One", "share": 50}]}]"#;
    assert_eq!(verdict("us", &owned(chain, "")), Verdict::Prohibited);
    assert_eq!(verdict("us", &owned(&chain.replace("50", "49.9"), "")), Verdict::Clear);
}

fn landing(craft: &str, at: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    format!(
        r#"{{"id": "landing", "act": "flight", "at": "{at}", "place": "LT", "operations": ["landing"], "services": ["fuel"],
        "craft": [{craft}], "currency": "EUR"{more}}}"#
    )
}

#[test]
fn example_15_the_il_76_ew_78843_at_vilnius_on_3_december_2021() {
    let of = |more: &str| decide(&landing(r#"{"kind": "aircraft", "tail": "EW-78843"}"#, "2021-12-03", more));
    let decision = of("");
    let eu = ruling(&decision, "eu");
    assert_eq!(eu.verdict, Verdict::Prohibited);
    assert!(eu.reasons.iter().any(|r| r.measure == "eu/765-2006/8b"));
    assert_eq!(ruling(&decision, "us").verdict, Verdict::Exposed);
    assert_eq!(ruling(&of(r#""links": {"us": true}"#), "us").verdict, Verdict::Prohibited);
    assert_eq!(ruling(&of(r#""purpose": ["emergency"]"#), "eu").verdict, Verdict::Clear);
    assert_eq!(ruling(&of(r#""purpose": ["humanitarian"]"#), "eu").verdict, Verdict::NeedsLicence);
}

#[test]
fn a_new_tail_does_not_hide_the_serial_number() {
    let craft = r#"{"kind": "aircraft", "tail": "TL-KPA", "msn": "1003403082", "operator": "Kongo Air", "operator_country": "CF"}"#;
    let decision = decide(&landing(craft, "2021-12-03", r#""links": {"us": true}"#));
    let us = ruling(&decision, "us");
    assert_eq!(us.verdict, Verdict::Prohibited);
    assert!(us.reasons.iter().any(|r| r.measure == "us/eo-14038/block-craft"));
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Clear, "no Belarusian carrier operates it");
    let unknown = decide(&landing(r#"{"kind": "aircraft", "tail": "TL-KPA", "msn": "1003403082"}"#, "2021-12-03", ""));
    assert_eq!(ruling(&unknown, "eu").verdict, Verdict::Undetermined, "nobody says who operates it");
}

#[test]
fn a_belarusian_carrier_that_only_sells_the_seats_is_caught_too() {
    let of = |at: &str, country: &str| {
        let more = format!(r#""parties": [{{"role": "marketing_carrier", "name": "Sky", "country": "{country}"}}]"#);
        let craft = r#"{"kind": "aircraft", "tail": "TC-ABC", "operator": "Anadolu Air", "operator_country": "TR"}"#;
        verdict("eu", &landing(craft, at, &more))
    };
    assert_eq!(of("2021-06-05", "BY"), Verdict::Prohibited);
    assert_eq!(of("2021-06-04", "BY"), Verdict::Clear);
    assert_eq!(of("2021-06-05", "TR"), Verdict::Clear);
}

#[test]
fn directive_1_looks_at_tenor_and_day_of_issue_and_its_ownership_rule_is_off() {
    let of = |issuer: &str, tenor: u32, issued: &str| {
        verdict(
            "us",
            &format!(
                r#"{{"id": "bond", "act": "securities", "at": "2021-12-20", "currency": "USD", "instrument": {{"kind": "debt", "tenor_days": {tenor}, "issued": "{issued}"}},
            "parties": [{{"role": "issuer", "name": "{issuer}", "country": "BY", "owners": [{{"name": "Ministry of Finance of the Republic of Belarus", "share": 100}}]}},
                        {{"role": "investor", "name": "Fund", "country": "US"}}]}}"#
            ),
        )
    };
    let ministry = "Ministry of Finance of the Republic of Belarus";
    assert_eq!(of(ministry, 91, "2021-12-02"), Verdict::Prohibited);
    assert_eq!(of(ministry, 90, "2021-12-02"), Verdict::Clear);
    assert_eq!(of(ministry, 91, "2021-12-01"), Verdict::Clear);
    assert_eq!(of("Development Bank of the Republic of Belarus", 365, "2022-01-01"), Verdict::Prohibited);
    assert_eq!(of("Belgosstrakh", 365, "2022-01-01"), Verdict::Clear, "wholly owned by the ministry, and not covered");
}

#[test]
fn delisted_in_the_us_in_2026_and_frozen_in_the_eu_all_the_same() {
    let of = |at: &str, links: &str| {
        decide(&potash(
            "3104 20 50",
            at,
            &seller("Belaruskali", &format!(r#""currency": "EUR", "links": {{"us": {links}}}"#)),
        ))
    };
    let before = of("2026-03-25", "true");
    let us = ruling(&before, "us");
    assert_eq!(us.verdict, Verdict::Licensed, "General License 13");
    let after = of("2026-03-26", "true");
    assert_eq!(ruling(&after, "us").verdict, Verdict::Clear);
    assert_eq!(ruling(&after, "eu").verdict, Verdict::Prohibited);
    assert_eq!(ruling(&of("2026-04-01", "false"), "us").verdict, Verdict::NoNexus);
    // What General License 13 permits is not held against others; that this is so is not verified, and said.
    assert_eq!(ruling(&of("2025-12-14", "false"), "us").verdict, Verdict::Exposed);
    let others = of("2025-12-15", "false");
    assert_eq!(ruling(&others, "us").verdict, Verdict::NoNexus);
    assert!(ruling(&others, "us").unverified.iter().any(|u| u.contains("gl-13-sector")));
    assert_eq!(ruling(&of("2025-12-14", "true"), "us").verdict, Verdict::Prohibited);
    assert_eq!(ruling(&of("2025-12-15", "true"), "us").verdict, Verdict::Licensed);
}

#[test]
fn general_license_13_names_three_and_covers_no_other_blocked_party() {
    let of = |extra: &str| {
        verdict(
            "us",
            &format!(
                r#"{{"id": "gl 13", "act": "payment", "at": "2026-01-10", "currency": "USD", "parties": [
            {{"role": "payee", "name": "Belaruskali", "country": "BY"}}{extra}]}}"#
            ),
        )
    };
    assert_eq!(of(""), Verdict::Licensed);
    assert_eq!(of(r#", {"role": "payee_bank", "name": "Slavkali", "country": "BY"}"#), Verdict::Prohibited);
    assert_eq!(
        of(
            r#", {"role": "consignee", "name": "Tochter", "country": "DE", "owners": [{"name": "Belaruskali", "share": 30}, {"name": "Belarusian Potash Company", "share": 20}]}"#
        ),
        Verdict::Licensed
    );
    assert_eq!(
        of(
            r#", {"role": "consignee", "name": "Tochter", "country": "DE", "owners": [{"name": "Belaruskali", "share": 30}, {"name": "Slavkali", "share": 20}]}"#
        ),
        Verdict::Prohibited
    );
}

#[test]
fn general_license_5_covers_the_trader_and_the_resale_but_no_dealing_with_belaruskali_itself() {
    let of = |at: &str, parties: &str| {
        let more = format!(
            r#""currency": "USD", "purpose": ["wind_down"], "contract": {{"kind": "purchase", "date": "2021-11-01"}}, "parties": [{parties}]"#
        );
        verdict("us", &potash("3104 20 50", at, &more))
    };
    let trader = r#"{"role": "seller", "name": "Belarusian Potash Company", "country": "BY"}"#;
    let producer = r#"{"role": "producer", "name": "Belaruskali", "country": "BY"}"#;
    let direct = r#"{"role": "consignor", "name": "Belaruskali", "country": "BY"}"#;
    assert_eq!(of("2022-01-10", trader), Verdict::Licensed);
    assert_eq!(of("2022-01-10", &format!("{trader}, {producer}")), Verdict::Licensed);
    assert_eq!(of("2022-01-10", &format!("{trader}, {direct}")), Verdict::Prohibited);
    assert_eq!(of("2022-04-01T00:00[America/New_York]", trader), Verdict::Licensed);
    assert_eq!(of("2022-04-01T08:01[Europe/Vilnius]", trader), Verdict::Prohibited);
    assert_eq!(of("2022-04-02", trader), Verdict::Prohibited);
}

fn wood(at: &str, from: &str, goods: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    format!(
        r#"{{"id": "wood", "act": "consignment", "at": "{at}", "from": "{from}", "to": "PL",
        "route": [{{"from": "{from}", "to": "PL", "mode": "rail"}}], "goods": [{goods}]{more}}}"#
    )
}

#[test]
fn goods_of_unverified_origin_are_not_clear_for_being_called_kazakh() {
    let of = |goods: &str| decide(&wood("2023-05-01", "KZ", goods, ""));
    assert_eq!(ruling(&of(r#"{"code": "4412", "origin": "KZ"}"#), "eu").verdict, Verdict::Clear);
    assert_eq!(ruling(&of(r#"{"code": "4412", "origin": "BY"}"#), "eu").verdict, Verdict::Prohibited);
    for goods in [r#"{"code": "4412", "origin": "KZ", "origin_verified": false}"#, r#"{"code": "4412"}"#] {
        let decision = of(goods);
        assert_eq!(ruling(&decision, "eu").verdict, Verdict::Undetermined);
        assert!(
            decision.questions.iter().any(|q| q.field == "goods[0].origin" && q.cost == 3),
            "{:?}",
            decision.questions
        );
    }
    // Sent from Belarus it is banned wherever it grew.
    assert_eq!(
        verdict("eu", &wood("2023-05-01", "BY", r#"{"code": "4412", "origin": "KZ"}"#, "")),
        Verdict::Prohibited
    );
}

#[test]
fn wood_may_be_wound_down_until_4_june_2022_under_contracts_of_before_2_march() {
    let of = |at: &str, day: &str| {
        verdict(
            "eu",
            &wood(at, "BY", r#"{"code": "4407", "origin": "BY"}"#, &format!(r#""contract": {{"date": "{day}"}}"#)),
        )
    };
    assert_eq!(of("2022-03-02", "2022-03-01"), Verdict::Clear);
    assert_eq!(of("2022-03-03", "2022-03-01"), Verdict::Licensed);
    assert_eq!(of("2022-06-04", "2022-03-01"), Verdict::Licensed);
    assert_eq!(of("2022-06-05", "2022-03-01"), Verdict::Prohibited);
    assert_eq!(of("2022-05-01", "2022-03-02"), Verdict::Prohibited);
}

fn transit(at: &str, goods: &str, via: &str) -> String {
    format!(
        r#"{{"id": "transit", "act": "consignment", "at": "{at}", "from": "DE", "to": "KZ",
        "route": [{{"from": "DE", "to": "KZ", "via": [{via}], "mode": "road", "carrier": "Spedition", "carrier_country": "DE"}}], "goods": [{goods}]}}"#
    )
}

#[test]
fn controlled_goods_must_not_pass_through_belarus_from_july_2024() {
    let by = r#""PL", "BY", "RU""#;
    let dual = r#"{"code": "8471 50", "origin": "DE", "categories": ["dual_use"]}"#;
    assert_eq!(verdict("eu", &transit("2024-07-15", dual, by)), Verdict::Prohibited);
    assert_eq!(verdict("eu", &transit("2024-07-15", dual, r#""PL", "UA""#)), Verdict::Clear);
    let potatoes = r#"{"code": "0701 90", "origin": "DE"}"#;
    assert_eq!(verdict("eu", &transit("2024-07-15", potatoes, by)), Verdict::Clear);
    let before = decide(&transit("2024-06-15", dual, r#""PL", "BY""#));
    assert_eq!(ruling(&before, "eu").verdict, Verdict::Clear);
    let after = decide(&transit("2024-07-15", dual, r#""PL", "BY""#));
    let eu = ruling(&after, "eu");
    assert!(eu.reasons.iter().any(|r| r.measure == "eu/765-2006/transit"));
    // A machine of which nobody says what it is: the annexes are not encoded whole, so it asks.
    let machine = decide(&transit("2024-07-15", r#"{"code": "8430", "origin": "DE"}"#, by));
    assert_eq!(ruling(&machine, "eu").verdict, Verdict::Undetermined);
}

#[test]
fn russian_potash_is_free_within_the_quota_and_asks_where_nobody_knows() {
    let of = |more: &str| {
        let goods = r#"{"code": "3104 20 50", "origin": "RU"}"#;
        verdict("eu", &wood("2022-09-01", "RU", goods, more))
    };
    assert_eq!(of(r#""quota": {"eu.potash-ru": true}"#), Verdict::Clear);
    assert_eq!(of(r#""quota": {"eu.potash-ru": false}, "contract": {"date": "2022-08-01"}"#), Verdict::Prohibited);
    assert_eq!(of(""), Verdict::Undetermined);
}

#[test]
fn a_haulier_of_belarus_may_not_drive_in_the_union_from_9_april_2022() {
    let of = |at: &str, country: &str| {
        verdict(
            "eu",
            &transit(at, r#"{"code": "0701", "origin": "DE"}"#, r#""PL""#)
                .replace(r#""carrier_country": "DE""#, &format!(r#""carrier_country": "{country}""#)),
        )
    };
    assert_eq!((of("2022-04-08", "BY"), of("2022-04-09", "BY")), (Verdict::Clear, Verdict::Prohibited));
    assert_eq!((of("2022-04-09", "RU"), of("2022-04-09", "PL")), (Verdict::Prohibited, Verdict::Clear));
    let owned = |share: &str| {
        let carrier = format!(r#""carrier_country": "DE", "carrier_owned": {{"BY": {share}}}"#);
        verdict(
            "eu",
            &transit("2024-08-01", r#"{"code": "0701", "origin": "DE"}"#, r#""PL""#)
                .replace(r#""carrier_country": "DE""#, &carrier),
        )
    };
    assert_eq!((owned("24.9"), owned("25")), (Verdict::Clear, Verdict::Prohibited));
}

#[test]
fn the_uk_bars_belarusian_potash_to_its_persons_wherever_it_goes() {
    let of = |at: &str, country: &str| {
        let more = format!(r#""parties": [{{"role": "buyer", "name": "Trader", "country": "{country}"}}]"#);
        verdict("uk", &potash("3104 20 50", at, &more))
    };
    assert_eq!((of("2021-08-08", "GB"), of("2021-08-09", "GB")), (Verdict::Clear, Verdict::Prohibited));
    assert_eq!(of("2021-08-09", "BR"), Verdict::NoNexus);
    assert_eq!(
        verdict(
            "ca",
            &potash("3104 20 50", "2021-08-09", r#""parties": [{"role": "buyer", "name": "T", "country": "CA"}]"#)
        ),
        Verdict::Prohibited
    );
}

#[test]
fn potassium_hydroxide_beside_the_code_of_potash_is_asked_about() {
    let json = potash("3104 20 10", "2021-07-05", NEW)
        .replace(r#""origin""#, r#""text": "potassium hydroxide, flakes", "origin""#);
    let decision = decide(&json);
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Undetermined);
    assert!(decision.questions.iter().any(|q| q.asks.contains("contradict")), "{:?}", decision.questions);
}

#[test]
fn what_was_not_published_yet_was_not_known() {
    let act = act(&potash("3104 20 10", "2021-07-05", NEW));
    let known = |day: &str| {
        let clock = Clock { as_of: None, known_at: Some(day.parse().expect("a day")) };
        let decision = Law::shipped().decide(&act, &clock).expect("decided");
        ruling(&decision, "eu").verdict
    };
    assert_eq!((known("2021-06-23"), known("2021-06-24")), (Verdict::Clear, Verdict::Prohibited));
}

#[test]
fn the_same_act_may_be_judged_as_of_another_day() {
    let act = act(&potash("3104 20 50", "2021-07-05", NEW));
    let clock = Clock { as_of: Some(When::parse("2022-05-01").expect("a day")), known_at: None };
    let decision = Law::shipped().decide(&act, &clock).expect("decided");
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Prohibited);
}

#[test]
fn a_name_that_may_be_a_listed_one_makes_the_verdict_hang_on_it() {
    let json = payment("2022-06-10", "Belaruskali Trade", "").replace(
        r#""country": "BY"}"#,
        r#""country": "BY", "listed": [{"authority": "eu", "id": "I.B/28", "name": "Belaruskali", "programmes": ["EU-BLR"], "from": "2022-06-03", "score": 0.86}]}"#,
    );
    let decision = decide(&json);
    assert_eq!(ruling(&decision, "eu").verdict, Verdict::Undetermined);
    assert!(decision.questions.iter().any(|q| q.asks.contains("is it Belaruskali")), "{:?}", decision.questions);
}

#[test]
fn an_answer_that_rests_on_what_is_not_settled_says_so() {
    let decision = decide(&wood("2023-05-01", "BY", r#"{"code": "2523 29", "origin": "BY"}"#, ""));
    let eu = ruling(&decision, "eu");
    assert_eq!(eu.verdict, Verdict::Prohibited);
    assert!(!eu.unverified.is_empty());
    let sure = decide(&potash("3104 20 10", "2021-07-05", NEW));
    assert!(ruling(&sure, "eu").unverified.is_empty(), "{:?}", ruling(&sure, "eu").unverified);
}

#[test]
fn the_next_change_of_standard_potash_is_its_ban() {
    let more = format!(r#""currency": "EUR", {NEW}"#);
    let decision = decide(&potash("3104 20 50", "2021-12-10", &seller("Belaruskali", &more)));
    let next = decision.next_change.expect("a change");
    assert_eq!(next.at.to_string(), "2022-02-01", "Lithuania comes first");
    let timeline =
        Law::shipped().timeline(&decision.act, "2021-06-01".parse().unwrap(), "2022-12-31".parse().unwrap(), None);
    let turns: Vec<String> = timeline
        .iter()
        .map(|s| format!("{} {}", s.from, s.verdicts.iter().find(|(a, _)| a.as_str() == "eu").expect("eu").1))
        .collect();
    assert!(turns.contains(&"2022-03-03 PROHIBITED".to_string()), "{turns:?}");
    assert!(timeline.windows(2).all(|w| w[0].verdicts != w[1].verdicts && w[0].to == w[1].from));
}

#[test]
fn an_act_without_a_day_is_refused_rather_than_judged_by_some_day() {
    let mut act = act(&potash("3104 20 10", "2021-07-05", NEW));
    act.at = None;
    let refused = Law::shipped().decide(&act, &Clock::default()).expect_err("no day");
    assert!(refused.to_string().contains("states no day"), "{refused}");
}

#[test]
fn a_decision_is_the_same_bytes_every_time() {
    let json = potash("3104 20", "2021-07-05", &seller("Belaruskali", ""));
    let bytes = || serde_json::to_vec(&decide(&json)).expect("JSON");
    assert_eq!(bytes(), bytes());
}
