//! Claims about ownership under each authority's test: OFAC's FAQ 398, 399 and 401, the thresholds of the EU and the UK, circles, unknowns.

#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use interdict_own::{Fault, Graph, Kind, Range, Row, Share, Stake, Verdict, tests};

fn stakes(rows: &[(&str, &str, &str)]) -> Vec<Stake> {
    let stake = |(owner, owned, share): &(&str, &str, &str)| {
        let (kind, share) = match share.split_once(' ') {
            Some(("votes", share)) => (Kind::Votes, share),
            _ if *share == "control" => (Kind::Control, ""),
            _ => (Kind::Shares, *share),
        };
        Stake::new(owner, owned, Range::parse(share).expect("a share"), kind)
    };
    rows.iter().map(stake).collect()
}

fn judged(test: &str, day: &str, listed: &[&str], rows: &[(&str, &str, &str)], entity: &str) -> Row {
    let graph = Graph::build(stakes(rows), day.parse().expect("a day")).0;
    let listed = graph.ids(listed.iter().copied()).0;
    let test = tests().iter().find(|t| t.id == test).expect("a test");
    graph.judge(test, &listed).expect("a version").of(entity).expect("an entity")
}

fn ofac(listed: &[&str], rows: &[(&str, &str, &str)], entity: &str) -> Verdict {
    judged("ofac", "2022-06-01", listed, rows, entity).verdict
}

use Verdict::{NotOwned, Owned, Undetermined};

/// FAQ 401: "Blocked Person X owns 50 percent of Entity A, and Entity A owns 50 percent of Entity B. Entity B is considered to be blocked."
#[test]
fn half_of_a_half_is_blocked_under_ofacs_chain_rule() {
    assert_eq!(ofac(&["X"], &[("X", "A", "50"), ("A", "B", "50")], "B"), Owned);
}

/// FAQ 401: "X owns 50 percent of Entity A and 10 percent of Entity B. Entity A also owns 40 percent of Entity B. Entity B is blocked."
#[test]
fn a_stake_of_ones_own_and_one_through_a_blocked_company_add_up() {
    assert_eq!(ofac(&["X"], &[("X", "A", "50"), ("X", "B", "10"), ("A", "B", "40")], "B"), Owned);
}

/// FAQ 401: "X owns 50 percent of Entity A and Entity B. A and B each own 25 percent of Entity C. Entity C is blocked."
#[test]
fn two_blocked_companies_add_up() {
    let rows = [("X", "A", "50"), ("X", "B", "50"), ("A", "C", "25"), ("B", "C", "25")];
    assert_eq!(ofac(&["X"], &rows, "C"), Owned);
}

/// FAQ 401: "X owns 50 percent of Entity A and 10 percent of Entity B. Entity A also owns 25 percent of Entity B. Entity B is not blocked" (35 %).
#[test]
fn thirty_five_percent_in_all_is_not_blocked() {
    let row = judged("ofac", "2022-06-01", &["X"], &[("X", "A", "50"), ("X", "B", "10"), ("A", "B", "25")], "B");
    assert_eq!((row.verdict, row.share.low), (NotOwned, Share::percent(35).expect("35")));
}

/// FAQ 401: "X owns 25 percent of Entity A and 25 percent of Entity B. A and B each own 50 percent of Entity C. Entity C is not blocked."
#[test]
fn a_company_that_is_not_blocked_passes_nothing_on() {
    let rows = [("X", "A", "25"), ("X", "B", "25"), ("A", "C", "50"), ("B", "C", "50")];
    let row = judged("ofac", "2022-06-01", &["X"], &rows, "C");
    assert_eq!((row.verdict, row.share.high, row.paths.len()), (NotOwned, Share::NONE, 0));
}

/// FAQ 399: blocked persons X 25 % and Y 25 %, unrelated to each other: blocked.
#[test]
fn unrelated_blocked_persons_add_up_since_13_august_2014_and_not_the_day_before() {
    let rows = [("X", "A", "25"), ("Y", "A", "25")];
    let on = |day| judged("ofac", day, &["X", "Y"], &rows, "A").verdict;
    assert_eq!((on("2014-08-13"), on("2014-08-12")), (Owned, NotOwned));
}

/// FAQ 398: control without ownership does not block.
#[test]
fn control_alone_blocks_under_eu_and_uk_practice_and_not_under_ofacs() {
    let rows = [("X", "A", "control"), ("X", "A", "49.9")];
    let of = |test| judged(test, "2022-06-01", &["X"], &rows, "A");
    assert_eq!(of("ofac").verdict, NotOwned);
    for test in ["eu", "uk"] {
        assert!(of(test).verdict == Owned && of(test).by_control, "{test}");
    }
}

/// LAW.md 2.5, example 12: 30 % and 25 % by two listed persons, no control.
#[test]
fn thirty_and_twenty_five_is_owned_for_ofac_by_guidance_for_the_eu_and_not_for_the_uk() {
    let rows = [("X", "A", "30"), ("Y", "A", "25")];
    let of = |test| judged(test, "2022-06-01", &["X", "Y"], &rows, "A");
    assert_eq!((of("ofac").verdict, of("ofac").share.low.to_string()), (Owned, "55".to_string()));
    assert!(of("eu").verdict == Owned && of("eu").by_guidance);
    assert_eq!((of("uk").verdict, of("uk").share.low.to_string()), (NotOwned, "30".to_string()));
    assert!(
        judged("ca", "2024-01-01", &["X", "Y"], &rows, "A").verdict == Undetermined,
        "nobody knows whether Canada adds up"
    );
}

#[test]
fn exactly_half_is_owned_in_the_eu_from_3_july_2024_and_never_in_the_uk() {
    let rows = [("X", "A", "16.7"), ("X", "A", "33.3")];
    let of = |test, day| judged(test, day, &["X"], &rows, "A").verdict;
    assert_eq!((of("eu", "2024-07-02"), of("eu", "2024-07-03"), of("uk", "2024-07-03")), (NotOwned, Owned, NotOwned));
    assert_eq!(judged("uk", "2024-07-03", &["X"], &[("X", "A", "votes 50.1")], "A").verdict, Owned);
}

/// One person's stakes through several hands are one person's, also where those of several persons do not add up.
#[test]
fn in_the_uk_one_persons_ways_add_up() {
    let rows = [("X", "A", "51"), ("A", "B", "30"), ("X", "B", "30")];
    assert_eq!(judged("uk", "2022-06-01", &["X"], &rows, "B").verdict, Owned);
}

#[test]
fn a_circle_of_companies_is_blocked_only_if_the_way_in_is() {
    let circle = [("A", "B", "60"), ("B", "C", "60"), ("C", "A", "60")];
    let with = |share| [circle.as_slice(), &[("X", "A", share)]].concat();
    // 40 % of A by X, 60 % by C: C is blocked only if A is.
    assert_eq!(ofac(&["X"], &with("40"), "C"), NotOwned);
    let rows = [("A", "B", "60"), ("B", "C", "60"), ("C", "A", "50"), ("X", "A", "50")];
    let row = judged("ofac", "2022-06-01", &["X"], &rows, "A");
    assert_eq!(
        (row.verdict, row.share.low.to_string()),
        (Owned, "100".to_string()),
        "C is blocked by now, and its stake counts"
    );
}

#[test]
fn multiplied_shares_of_a_circle_are_solved_exactly() {
    // a = 0.4 + 0.5 c, b = 0.8 a, c = 0.5 b: a = 0.4 / 0.8 = 0.5.
    let rows = [("X", "A", "40"), ("C", "A", "50"), ("A", "B", "80"), ("B", "C", "50")];
    let graph = Graph::build(stakes(&rows), "2022-06-01".parse().expect("a day")).0;
    let held = graph.multiplied(&graph.ids(["X"]).0);
    let of = |id: &str| held.get(graph.number(id).expect("an entity") as usize).expect("a share").0;
    for (id, share) in [("A", 0.5), ("B", 0.4), ("C", 0.2)] {
        assert!((of(id) - share).abs() < 1e-12, "{id} {}", of(id));
    }
}

#[test]
fn a_share_that_is_not_known_leaves_it_open_and_is_asked_for() {
    let row = judged("ofac", "2022-06-01", &["X"], &[("X", "A", "25-75"), ("A", "B", "60")], "B");
    assert_eq!(row.verdict, Undetermined);
    assert_eq!(row.missing.iter().map(|m| (m.owner.as_str(), m.owned.as_str())).collect::<Vec<_>>(), [("X", "A")]);
    assert_eq!(ofac(&["X"], &[("X", "A", "")], "A"), Undetermined);
    assert_eq!(ofac(&["X"], &[("X", "A", "50-75")], "A"), Owned);
    assert_eq!(ofac(&["X"], &[("X", "A", "25-49.9")], "A"), NotOwned);
}

#[test]
fn stakes_count_from_their_first_to_their_last_day_and_a_day_that_is_not_known_leaves_it_open() {
    let on = |day: &str, from: &str, to: &str| {
        let mut stake = stakes(&[("X", "A", "60")]).remove(0);
        (stake.from, stake.to) = (from.parse().ok(), to.parse().ok());
        let graph = Graph::build([stake], day.parse().expect("a day")).0;
        let test = tests().iter().find(|t| t.id == "ofac").expect("ofac");
        let judged = graph.judge(test, &graph.ids(["X"]).0).expect("a version");
        judged.of("A").expect("A").verdict
    };
    assert_eq!(on("2021-12-02", "2021-12-02", "2021-12-02"), Owned);
    assert_eq!(on("2021-12-03", "2021-12-02", "2021-12-02"), NotOwned);
    assert_eq!(on("2021-12-01", "2021-12-02", ""), NotOwned);
    assert_eq!(on("2021-06-01", "2021", ""), Undetermined);
    assert_eq!(on("2022-01-01", "2021", ""), Owned);
}

#[test]
fn every_path_leads_from_a_listed_party_and_names_its_sources() {
    let mut rows = stakes(&[("X", "A", "60"), ("A", "B", "70"), ("B", "C", "80"), ("Z", "C", "20")]);
    rows.iter_mut().enumerate().for_each(|(n, s)| s.source = format!("register {n}"));
    let graph = Graph::build(rows, "2022-06-01".parse().expect("a day")).0;
    let test = tests().iter().find(|t| t.id == "ofac").expect("ofac");
    let row = graph.judge(test, &graph.ids(["X"]).0).expect("a version").of("C").expect("C");
    let ways: Vec<Vec<&str>> = row.paths.iter().map(|p| p.iter().map(|s| s.owner.as_str()).collect()).collect();
    assert_eq!(ways, [vec!["X", "A", "B"]]);
    assert_eq!(
        row.paths.concat().iter().map(|s| s.source.as_str()).collect::<Vec<_>>(),
        ["register 0", "register 1", "register 2"]
    );
}

#[test]
fn what_cannot_be_is_named_and_the_rest_is_used() {
    let mut rows = stakes(&[("A", "A", "50"), ("X", "A", "70"), ("Y", "A", "60"), ("X", "B", "60"), ("", "B", "60")]);
    (rows[3].from, rows[3].to) = ("2022".parse().ok(), "2021".parse().ok());
    let (graph, faults) = Graph::build(rows, "2022-06-01".parse().expect("a day"));
    assert!(matches!(
        faults.as_slice(),
        [Fault::Itself { .. }, Fault::Dates { .. }, Fault::Nobody { what: "owner", .. }, Fault::PastWhole { .. }]
    ));
    let (listed, unknown) = graph.ids(["X", "Nobody"]);
    assert_eq!(unknown, [Fault::UnknownListed { id: "Nobody".into() }]);
    let test = tests().iter().find(|t| t.id == "ofac").expect("ofac");
    assert_eq!(graph.judge(test, &listed).expect("a version").of("A").expect("A").verdict, Owned);
}

#[test]
fn in_the_uk_those_who_act_together_hold_what_all_of_them_hold() {
    let stake = |owner: &str, owned: &str, share: &str, joint: &str| Stake {
        joint: joint.into(),
        ..Stake::new(owner, owned, Range::parse(share).expect("a share"), Kind::Shares)
    };
    let rows = [
        stake("X", "C", "30", "pact"),
        stake("Y", "C", "25", "pact"),
        stake("Z", "C", "45", ""),
        stake("X", "D", "30", "pact"),
        stake("Y", "E", "70", ""),
    ];
    let graph = Graph::build(rows, "2022-06-01".parse().expect("a day")).0;
    let of = |test: &str, listed: &[&str], entity: &str| {
        let test = tests().iter().find(|t| t.id == test).expect("a test");
        graph.judge(test, &graph.ids(listed.iter().copied()).0).and_then(|j| j.of(entity)).expect("an answer")
    };
    let c = of("uk", &["X"], "C");
    assert_eq!((c.verdict, c.share.to_string()), (Verdict::Owned, "55 %".into()), "though Y is not listed");
    assert_eq!(c.paths.len(), 2, "both stakes are shown");
    assert_eq!(of("uk", &["X", "Y"], "C").share.to_string(), "55 %", "each stake counts once");
    assert_eq!(of("uk", &["X"], "D").verdict, Verdict::NotOwned, "an arrangement holds in one company only");
    assert_eq!(
        of("uk", &["X"], "E").verdict,
        Verdict::NotOwned,
        "and makes nobody the owner of what the other holds elsewhere"
    );
    assert_eq!(of("ofac", &["X"], "C").verdict, Verdict::NotOwned, "OFAC counts what listed parties own");
}
