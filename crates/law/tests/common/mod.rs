//! Acts for tests: written as JSON, their parties looked up in lists that hold what LAW.md says of them.

#![allow(dead_code, clippy::expect_used, clippy::panic)]

use interdict_law::act::{Coverage, Listed, Owner, Screened};
use interdict_law::{Act, Clock, Decision, Law, Ruling, Verdict};
use interdict_model::Authority;

/// Authority, id, name as acts write it, programme, from, to.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);

/// Who was listed when.
const LISTED: &[Row] = &[
    ("us", "32746", "Belaruskali", "BELARUS-EO14038", "2021-08-09", Some("2026-03-26")),
    ("us", "33374", "Belarusian Potash Company", "BELARUS-EO14038", "2021-12-02", Some("2026-03-26")),
    ("us", "33372", "Agrorozkvit", "BELARUS-EO14038", "2021-12-02", Some("2026-03-26")),
    ("us", "33371", "Slavkali", "BELARUS-EO14038", "2021-12-02", None),
    ("us", "33398", "TAE Avia", "BELARUS-EO14038", "2021-12-02", None),
    ("us", "33399", "EW-78843", "BELARUS-EO14038", "2021-12-02", None),
    ("us", "33399", "1003403082", "BELARUS-EO14038", "2021-12-02", None),
    ("us", "12861", "Grodno Azot", "BELARUS", "2007-11-13", None),
    ("eu", "I.B/28", "Belaruskali", "EU-BLR", "2022-06-03", None),
    ("eu", "I.B/29", "Belarusian Potash Company", "EU-BLR", "2022-06-03", None),
    ("uk", "BEL", "Belaruskali", "Belarus", "2021-12-02", None),
    ("eu", "x/1", "Listed One", "EU-BLR", "2021-06-21", None),
    ("eu", "x/2", "Listed Two", "EU-BLR", "2021-06-21", None),
    ("us", "x-1", "Listed One", "BELARUS-EO14038", "2021-08-09", None),
    ("us", "x-2", "Listed Two", "BELARUS-EO14038", "2021-08-09", None),
    ("uk", "x.1", "Listed One", "Belarus", "2021-08-09", None),
    ("uk", "x.2", "Listed Two", "Belarus", "2021-08-09", None),
];

fn screened(names: &[&str]) -> Screened {
    let mut out = Screened::default();
    for code in ["us", "eu", "uk", "ca", "ch"] {
        out.screened.insert(Authority::new(code).expect("an authority"), Coverage::Whole);
    }
    for (authority, id, name, programme, from, to) in LISTED.iter().filter(|l| names.contains(&l.2)) {
        out.listed.push(Listed {
            authority: Authority::new(authority).expect("an authority"),
            id: (*id).into(),
            name: (*name).into(),
            list: String::new(),
            programmes: vec![(*programme).into()],
            measures: Vec::new(),
            from: Some(from.parse().expect("a day")),
            to: to.map(|t| t.parse().expect("a day")),
            seen: None,
            score: None,
            source: None,
        });
    }
    out
}

fn owners(list: &mut [Owner]) {
    for owner in list {
        if owner.screened.screened.is_empty() {
            owner.screened = screened(&[&owner.name]);
        }
        owners(&mut owner.owners);
    }
}

/// An act from JSON, all its parties looked up.
pub fn act(json: &str) -> Act {
    let mut act: Act = serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}\n{json}"));
    act.name_everyone();
    for party in &mut act.parties {
        if party.screened.screened.is_empty() {
            let own = std::mem::take(&mut party.screened.listed);
            party.screened = screened(&[&party.name]);
            party.screened.listed.extend(own);
        }
        owners(party.owners.as_deref_mut().unwrap_or_default());
    }
    for craft in &mut act.craft {
        let names: Vec<&str> = craft.tail.as_deref().into_iter().chain(craft.msn.as_deref()).collect();
        craft.screened = screened(&names);
    }
    act
}

/// The decision on an act by its own time.
pub fn decide(json: &str) -> Decision {
    Law::shipped().decide(&act(json), &Clock::default()).expect("an act with a day")
}

/// One authority's ruling.
pub fn ruling<'d>(decision: &'d Decision, authority: &str) -> &'d Ruling {
    decision.authorities.iter().find(|r| r.authority == authority).unwrap_or_else(|| panic!("no law of {authority}"))
}

/// One authority's verdict on an act.
pub fn verdict(authority: &str, json: &str) -> Verdict {
    ruling(&decide(json), authority).verdict
}

/// Potash from Soligorsk through Klaipeda to Brazil by Lithuanian Railways.
pub fn potash(code: &str, at: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    format!(
        r#"{{"id": "potash", "act": "consignment", "at": "{at}", "from": "BY", "to": "BR",
        "route": [{{"from": "BY", "to": "LT", "from_place": "Soligorsk", "to_place": "Klaipeda", "mode": "rail", "carrier": "LTG Cargo", "carrier_country": "LT"}},
                  {{"from": "LT", "to": "BR", "from_place": "Klaipeda", "mode": "sea"}}],
        "goods": [{{"code": "{code}", "origin": "BY"}}]{more}}}"#
    )
}
