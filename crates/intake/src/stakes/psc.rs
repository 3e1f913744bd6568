//! Stakes from the UK's register of persons with significant control: the snapshot (`company_number`, `data`) and the stream (`resource_uri`, `data`,
//! `event`), one JSON object a line, as Companies House publishes them.
//!
//! The register states bands, not shares, and their ends count: "25 to 50" is more than 25 and not more than 50 %, "50 to 75" more than 50 and
//! less than 75, "75 to 100" 75 or more (Companies Act 2006, Schedule 1A; SI 2016/339, Schedule 2). What a person holds as
//! a trust or a firm is the trust's or firm's, which he controls: of his own he may hold any of it or nothing, while the votes are his to use.
//! A person is as the register has him, once for each company: the register does not say that two entries are one person.

use super::Stakes;
use super::json::{Unknown, Values, text};
use interdict_lists::Problem;
use interdict_model::{Country, PartialDate};
use interdict_own::{Kind, Party, Range, Share, Stake};
use serde_json::Value;
use std::collections::BTreeMap;

const SOURCE: &str = "UK register of persons with significant control";

/// What a record and its data may hold. Beside what is taken, these are known and state no stake.
const OUTER: [&str; 6] = ["company_number", "data", "resource_kind", "resource_uri", "resource_id", "event"];
const DATA: [&str; 26] = [
    "address",
    "ceased",
    "ceased_on",
    "country_of_residence",
    "date_of_birth",
    "description",
    "etag",
    "exemptions",
    "identification",
    "identity_verification_details",
    "is_sanctioned",
    "kind",
    "linked_psc_name",
    "links",
    "name",
    "name_elements",
    "nationality",
    "natures_of_control",
    "notified_on",
    "persons_with_significant_control_count",
    "principal_office_address",
    "restrictions_notice_withdrawal_reason",
    "service_address",
    "statement",
    "statements_count",
    "generated_at",
];

/// The records of one entry of the register, of which the last counts.
type Entries = BTreeMap<String, (i64, Option<Read>)>;

struct Read {
    stakes: Vec<Stake>,
    owner: Party,
}

pub(super) fn read(file: &str, name: &str) -> Stakes {
    let mut out = Stakes::default();
    let (mut entries, mut unknown, mut no_stake) = (Entries::new(), Unknown::default(), Unknown::default());
    for (number, (line, value)) in Values::new(file).enumerate() {
        let at = |problem: Problem| problem.in_file(name).at_record(number as u64 + 1, line);
        let value = match value {
            Ok(value) => value,
            Err(e) => {
                out.problems.push(at(Problem::new(format!("JSON that cannot be read ({e})"), "one object a line")));
                continue;
            }
        };
        unknown.watch(&value, "", &OUTER);
        let data = value.get("data").unwrap_or(&Value::Null);
        unknown.watch(data, "data", &DATA);
        let uri = [text(&value, "resource_uri"), data.pointer("/links/self").and_then(Value::as_str).unwrap_or("")];
        let uri = uri.into_iter().find(|u| !u.is_empty()).unwrap_or("");
        let event = value.get("event");
        let timepoint = event.and_then(|e| e.get("timepoint")).and_then(Value::as_i64).unwrap_or(i64::MIN);
        let mut settle = |read: Option<Read>| {
            let key = if uri.is_empty() { format!("line {line}") } else { uri.to_string() };
            let standing = entries.entry(key).or_insert((timepoint, None));
            if standing.0 <= timepoint {
                *standing = (timepoint, read);
            }
        };
        if event.is_some_and(|e| text(e, "type") == "deleted") {
            settle(None);
            continue;
        }
        let kind = text(data, "kind");
        match kind
            .split_once("-person-with-significant-control")
            .map(|k| k.0)
            .or(kind.strip_suffix("-beneficial-owner"))
        {
            Some("super-secure") => no_stake.count("super-secure, whose name and stake are kept secret"),
            Some(_) => {
                match entry(&value, data, uri, &format!("{name} line {line}"), &mut unknown, &mut out.problems, &at) {
                    Ok(read) => settle(Some(read)),
                    Err(problem) => out.problems.push(at(problem)),
                }
            }
            None if kind == "persons-with-significant-control-statement" => {
                no_stake.count(&format!("statement {}", text(data, "statement")))
            }
            None if kind == "exemptions" || kind.starts_with("totals") => no_stake.count(kind),
            None => {
                let problem = Problem::new(format!("{kind:?}"), "a kind of person with significant control");
                out.problems.push(at(problem.in_field("data.kind").advise("the record is left out")));
            }
        }
    }
    for read in entries.into_values().filter_map(|(_, read)| read) {
        out.stakes.extend(read.stakes);
        out.parties.push(read.owner);
    }
    out.notes.extend(no_stake.note(name, "state no stake and are not counted"));
    out.notes.extend(unknown.note(name, "not known to this reader and not used"));
    out
}

fn entry(
    value: &Value,
    data: &Value,
    uri: &str,
    record: &str,
    unknown: &mut Unknown,
    problems: &mut Vec<Problem>,
    at: &impl Fn(Problem) -> Problem,
) -> Result<Read, Problem> {
    let mut parts = uri.split('/').filter(|p| !p.is_empty());
    let in_uri = (parts.next() == Some("company")).then(|| parts.next()).flatten();
    let stated = Some(text(value, "company_number")).filter(|n| !n.is_empty());
    let Some(company) = stated.or(in_uri).map(company_id) else {
        return Err(Problem::new("nothing", "the number of a company").in_field("company_number"));
    };
    let mut date = |field: &str| -> Option<PartialDate> {
        let text = text(data, field);
        let read = (!text.is_empty()).then(|| text.parse::<PartialDate>());
        read?
            .map_err(|_| {
                problems.push(at(Problem::new(format!("{text:?}"), "a day")
                    .in_field(format!("data.{field}"))
                    .advise("taken as not known")))
            })
            .ok()
    };
    let (from, to) = (date("notified_on"), date("ceased_on"));
    let owner = owner(data, uri, record);
    let natures: Vec<&str> = data
        .get("natures_of_control")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut held: Vec<(Kind, Range)> = Vec::new();
    for nature in &natures {
        match nature_of_control(nature) {
            Some(stakes) => held.extend(stakes),
            None => {
                unknown.count(&format!("nature of control {nature}, taken as an unknown share"));
                held.push((Kind::Shares, Range::UNKNOWN));
            }
        }
    }
    if natures.is_empty() {
        held.push((Kind::Shares, Range::UNKNOWN));
    }
    let stake = |(kind, share)| Stake {
        from,
        to,
        source: SOURCE.to_string(),
        record: record.to_string(),
        ..Stake::new(&owner.id, &company, share, kind)
    };
    let mut stakes: Vec<Stake> = held.into_iter().map(stake).collect();
    stakes.dedup();
    Ok(Read { stakes, owner })
}

/// `GB-COH-01234567`, as org-id.guide writes it: numbers have eight signs, and what leads is filled with zeros.
fn company_id(number: &str) -> String {
    let number = number.trim().to_uppercase();
    if number.bytes().all(|b| b.is_ascii_digit()) { format!("GB-COH-{number:0>8}") } else { format!("GB-COH-{number}") }
}

/// A company of the same register under its number, so that chains join; everyone else under the register's own id.
fn owner(data: &Value, uri: &str, record: &str) -> Party {
    let identification = data.get("identification").unwrap_or(&Value::Null);
    let number = text(identification, "registration_number");
    let place = ["place_registered", "country_registered"].map(|f| text(identification, f).to_lowercase());
    let here = place.iter().any(|p| {
        let named = ["companies house", "england", "wales", "scotland", "northern ireland", "cardiff"]
            .iter()
            .any(|w| p.contains(w));
        named || Country::parse(p).is_some_and(|c| c.code() == "GB")
    });
    // Numbers of this register are digits, or two letters and digits; others that were typed in are somebody else's.
    let fits = (5..=8).contains(&number.len())
        && number.bytes().skip(2).all(|b| b.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_alphanumeric());
    let id = match (here && fits, uri.is_empty()) {
        (true, _) => company_id(number),
        (false, false) => format!("GB-PSC-{}", uri.rsplit('/').next().unwrap_or(uri)),
        (false, true) => record.to_string(),
    };
    let elements = data.get("name_elements").unwrap_or(&Value::Null);
    let parts = ["title", "forename", "middle_name", "surname"].map(|p| text(elements, p));
    let whole = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    let name = Some(text(data, "name")).filter(|n| !n.is_empty()).unwrap_or(&whole);
    let address = ["address", "principal_office_address"].iter().filter_map(|f| data.get(*f)).find(|a| a.is_object());
    // Only firms: where a person lives is nobody's business here.
    let firm = !identification.is_null();
    let lines = address.filter(|_| firm).map(|a| {
        ["premises", "address_line_1", "address_line_2", "locality", "region", "postal_code", "country"]
            .map(|f| text(a, f))
    });
    let address =
        lines.map(|l| l.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")).filter(|a| !a.is_empty());
    Party { addresses: address.into_iter().collect(), ..Party::new(&id, name) }
}

/// What a nature of control is as stakes; `None` where it is none that is known.
fn nature_of_control(nature: &str) -> Option<Vec<(Kind, Range)>> {
    if nature.starts_with("right-to-appoint-and-remove") || nature.starts_with("significant-influence-or-control") {
        return Some(vec![(Kind::Control, Range::UNKNOWN)]);
    }
    // In a partnership the right to surplus assets stands where shares stand in a company (SI 2016/340).
    const MADE_OF: [(&str, Kind); 4] = [
        ("ownership-of-shares-", Kind::Shares),
        ("voting-rights-", Kind::Votes),
        ("right-to-share-surplus-assets-", Kind::Shares),
        ("part-right-to-share-surplus-assets-", Kind::Shares),
    ];
    let (rest, kind) = MADE_OF.iter().find_map(|(start, kind)| Some((nature.strip_prefix(start)?, *kind)))?;
    let percent = |n: u64| Share::percent(n).unwrap_or(Share::WHOLE);
    let bands = [
        ("25-to-50-percent", Range { low: percent(25).just_above(), high: percent(50) }),
        ("50-to-75-percent", Range { low: percent(50).just_above(), high: percent(75).just_below() }),
        ("75-to-100-percent", Range { low: percent(75), high: Share::WHOLE }),
        ("more-than-25-percent", Range { low: percent(25).just_above(), high: Share::WHOLE }),
    ];
    let (through, range) = bands.iter().find_map(|(start, range)| Some((rest.strip_prefix(start)?, *range)))?;
    let through =
        ["as-trust", "as-firm", "as-control-over-trust", "as-control-over-firm"].iter().any(|t| through.contains(t));
    Some(match (through, kind) {
        (true, Kind::Shares) => vec![(Kind::Shares, Range { low: Share::NONE, ..range }), (Kind::Votes, range)],
        _ => vec![(kind, range)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(natures: &str) -> Vec<String> {
        let line = format!(
            r#"{{"company_number":"1234567","data":{{"kind":"individual-person-with-significant-control","name":"Mr X","natures_of_control":[{natures}],"notified_on":"2016-04-06","links":{{"self":"/company/01234567/persons-with-significant-control/individual/abc"}}}}}}"#
        );
        read(&line, "psc.txt")
            .stakes
            .iter()
            .map(|s| format!("{} {:?} {} {}", s.owner, s.kind, s.share, s.owned))
            .collect()
    }

    #[test]
    fn the_ends_of_a_band_count_as_the_register_says() {
        assert_eq!(
            of(r#""ownership-of-shares-25-to-50-percent""#),
            ["GB-PSC-abc Shares more than 25 to 50 % GB-COH-01234567"]
        );
        assert_eq!(
            of(r#""voting-rights-50-to-75-percent""#),
            ["GB-PSC-abc Votes more than 50 to less than 75 % GB-COH-01234567"]
        );
        assert_eq!(
            of(r#""right-to-share-surplus-assets-75-to-100-percent-limited-liability-partnership""#),
            ["GB-PSC-abc Shares 75 to 100 % GB-COH-01234567"]
        );
        assert_eq!(
            of(r#""significant-influence-or-control-as-trust""#),
            ["GB-PSC-abc Control unknown share GB-COH-01234567"]
        );
        assert_eq!(
            of(r#""ownership-of-shares-50-to-75-percent-as-trust""#),
            [
                "GB-PSC-abc Shares 0 to less than 75 % GB-COH-01234567",
                "GB-PSC-abc Votes more than 50 to less than 75 % GB-COH-01234567"
            ]
        );
        assert_eq!(
            of(""),
            ["GB-PSC-abc Shares unknown share GB-COH-01234567"],
            "a stake of which nothing is said is not none"
        );
    }

    #[test]
    fn of_a_stream_the_last_event_counts_and_what_is_unknown_is_named() {
        let event = |timepoint: u32, kind: &str, nature: &str| {
            format!(
                r#"{{"resource_kind":"company-psc-corporate","resource_uri":"/company/SC000001/persons-with-significant-control/corporate-entity/z","resource_id":"z","data":{{"kind":"corporate-entity-person-with-significant-control","name":"Holding Ltd","shoe_size":44,"identification":{{"country_registered":"Scotland","registration_number":"2"}},"natures_of_control":["{nature}"]}},"event":{{"timepoint":{timepoint},"type":"{kind}"}}}}"#
            )
        };
        let half = "ownership-of-shares-25-to-50-percent";
        let both = [event(7, "changed", "ownership-of-shares-75-to-100-percent"), event(3, "changed", half)].join("\n");
        let told = read(&both, "stream");
        assert_eq!(told.stakes.iter().map(|s| s.share.to_string()).collect::<Vec<_>>(), ["75 to 100 %"]);
        assert_eq!(
            told.stakes.first().map(|s| (s.owner.as_str(), s.owned.as_str())),
            Some(("GB-PSC-z", "GB-COH-SC000001"))
        );
        assert!(told.notes.iter().any(|n| n.contains("data.shoe_size (2)")), "{:?}", told.notes);
        let gone = [event(7, "changed", half), event(9, "deleted", half)].join("\n");
        assert!(read(&gone, "stream").stakes.is_empty());
        let odd = read(&event(1, "changed", "ownership-of-the-moon"), "stream");
        assert_eq!(odd.stakes.first().map(|s| s.share), Some(Range::UNKNOWN));
        assert!(odd.notes.iter().any(|n| n.contains("ownership-of-the-moon")));
    }
}
