//! Stakes from FollowTheMoney, one JSON object a line, as OpenSanctions publishes them: schema `Ownership`, with the properties `owner`, `asset`,
//! `percentage`, `startDate`, `endDate` (followthemoney.tech/explorer/schemata/Ownership).
//!
//! Who directs a company and who is linked to it in a way that nobody states (`Directorship`, `UnknownLink`) owns nothing by that: such objects are
//! counted and named, not used. Entities themselves state no stake.

use super::Stakes;
use interdict_lists::Problem;
use interdict_model::PartialDate;
use interdict_own::{Kind, Range, Stake};
use serde_json::Value;

/// Schemata that tie two parties without stating a stake.
const LINKS: [&str; 7] =
    ["Directorship", "UnknownLink", "Associate", "Family", "Representation", "Membership", "Employment"];

pub(super) fn read(text: &str, name: &str) -> Stakes {
    let mut out = Stakes::default();
    let mut passed_over = [0usize; LINKS.len()];
    for (line, object) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line = line as u64 + 1;
        let at = |problem: Problem| problem.in_file(name).at_record(line, line);
        let object: Value = match serde_json::from_str(object) {
            Ok(object) => object,
            Err(e) => {
                out.problems.push(at(Problem::new(format!("JSON that cannot be read ({e})"), "one object a line")));
                continue;
            }
        };
        let schema = object.get("schema").and_then(Value::as_str).unwrap_or("");
        if let Some(link) = LINKS.iter().position(|l| *l == schema) {
            passed_over.get_mut(link).into_iter().for_each(|n| *n += 1);
        } else if schema == "Ownership" {
            ownership(&object, &format!("{name} line {line}"), &at, &mut out);
        } else if schema.is_empty() {
            out.problems
                .push(at(Problem::new("an object without a schema", "a FollowTheMoney entity").in_field("schema")));
        }
    }
    let counted = LINKS.iter().zip(passed_over).filter(|(_, n)| *n > 0);
    let counted: Vec<String> = counted.map(|(schema, n)| format!("{n} {schema}")).collect();
    if !counted.is_empty() {
        out.notes.push(format!("{name}: {} state no stake and are not counted", counted.join(", ")));
    }
    out
}

fn ownership(object: &Value, record: &str, at: &impl Fn(Problem) -> Problem, out: &mut Stakes) {
    let values = |property: &str| -> Vec<&str> {
        let all = object.get("properties").and_then(|p| p.get(property)).and_then(Value::as_array);
        all.into_iter().flatten().filter_map(Value::as_str).map(str::trim).filter(|v| !v.is_empty()).collect()
    };
    // What cannot be read of a stake is not known, and the stake stays.
    let mut known = |property: &str, wanted: &str, found: String| {
        out.problems.push(at(Problem::new(found, wanted).in_field(property).advise("taken as not known")));
    };
    let share = match values("percentage").as_slice() {
        [] => Range::UNKNOWN,
        [one] => Range::parse(one).unwrap_or_else(|e| {
            known("percentage", "percent", e.to_string());
            Range::UNKNOWN
        }),
        several => {
            known("percentage", "one share", several.join(", "));
            Range::UNKNOWN
        }
    };
    let mut date = |property: &str| -> Option<PartialDate> {
        let text = values(property).first().copied()?;
        text.parse().map_err(|_| known(property, "a day, a month or a year", text.to_string())).ok()
    };
    let (from, to) = (date("startDate"), date("endDate"));
    let source = object.get("datasets").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let source = source.collect::<Vec<_>>().join(", ");
    let (owners, assets) = (values("owner"), values("asset"));
    for (ends, property) in [(&owners, "owner"), (&assets, "asset")] {
        if ends.is_empty() {
            out.problems.push(at(Problem::new("nothing", "the id of an entity").in_field(property)));
        }
    }
    for owner in &owners {
        for asset in &assets {
            let stake = Stake::new(owner, asset, share, Kind::Shares);
            out.stakes.push(Stake { from, to, source: source.clone(), record: record.to_string(), ..stake });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ownerships_are_stakes_links_are_counted_and_a_share_that_cannot_be_read_is_not_known() {
        let text = r#"{"id":"o1","schema":"Ownership","datasets":["gb"],"properties":{"owner":["X"],"asset":["A"],"percentage":["50"],"startDate":["2021-03"]}}
{"id":"A","schema":"Company","properties":{"name":["A Ltd"]}}
{"id":"o2","schema":"Ownership","properties":{"owner":["X"],"asset":["B"],"percentage":["most"]}}
{"id":"o3","schema":"Ownership","properties":{"owner":["X","Y"],"asset":["C"],"percentage":["25-50 %"]}}
{"id":"d","schema":"Directorship","properties":{"director":["X"],"organization":["A"]}}
{"id":"o4","schema":"Ownership","properties":{"asset":["D"]}}
{broken"#;
        let read = read(text, "own.json");
        let stakes: Vec<String> = read.stakes.iter().map(|s| format!("{} {} {}", s.owner, s.owned, s.share)).collect();
        assert_eq!(stakes, ["X A 50 %", "X B unknown share", "X C 25 to 50 %", "Y C 25 to 50 %"]);
        assert_eq!(
            read.stakes.first().map(|s| (s.from.map(|d| d.to_string()), s.source.as_str())),
            Some((Some("2021-03".into()), "gb"))
        );
        assert_eq!(read.problems.iter().filter_map(|p| p.line).collect::<Vec<_>>(), [3, 6, 7]);
        assert_eq!(read.notes, ["own.json: 1 Directorship state no stake and are not counted"]);
    }
}
