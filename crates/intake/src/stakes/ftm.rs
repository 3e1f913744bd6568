//! Stakes from FollowTheMoney, one JSON object a line, as OpenSanctions publishes them: schema `Ownership`, with the properties `owner`, `asset`,
//! `percentage`, `startDate`, `endDate` (followthemoney.tech/explorer/schemata/Ownership).
//!
//! Who directs a company (`Directorship`) and who is linked to it in a way that nobody states (`UnknownLink`) owns nothing by that: the first is kept as a
//! direction, the others are counted and named. Entities themselves state no stake; their names are kept.

use super::Stakes;
use interdict_lists::Problem;
use interdict_model::PartialDate;
use interdict_own::{Direction, Kind, Party, Range, Stake};
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
        let entity = Entity { object: &object, at: &at };
        if let Some(link) = LINKS.iter().position(|l| *l == schema) {
            passed_over.get_mut(link).into_iter().for_each(|n| *n += 1);
            if schema == "Directorship" {
                entity.directions(&mut out);
            }
        } else if schema == "Ownership" {
            entity.stakes(&format!("{name} line {line}"), &mut out);
        } else if schema.is_empty() {
            out.problems
                .push(at(Problem::new("an object without a schema", "a FollowTheMoney entity").in_field("schema")));
        } else {
            entity.party(&mut out);
        }
    }
    let counted = LINKS.iter().zip(passed_over).filter(|(_, n)| *n > 0);
    let counted: Vec<String> = counted.map(|(schema, n)| format!("{n} {schema}")).collect();
    if !counted.is_empty() {
        out.notes.push(format!("{name}: {} state no stake and are not counted", counted.join(", ")));
    }
    out
}

/// One object.
struct Entity<'v, A> {
    object: &'v Value,
    at: &'v A,
}

impl<'v, A: Fn(Problem) -> Problem> Entity<'v, A> {
    fn values(&self, property: &str) -> Vec<&'v str> {
        let all = self.object.get("properties").and_then(|p| p.get(property)).and_then(Value::as_array);
        all.into_iter().flatten().filter_map(Value::as_str).map(str::trim).filter(|v| !v.is_empty()).collect()
    }

    /// What cannot be read of a record is not known, and the record stays.
    fn not_known(&self, property: &str, wanted: &str, found: String, out: &mut Stakes) {
        out.problems.push((self.at)(Problem::new(found, wanted).in_field(property).advise("taken as not known")));
    }

    fn date(&self, property: &str, out: &mut Stakes) -> Option<PartialDate> {
        let text = self.values(property).first().copied()?;
        let read = text.parse();
        read.map_err(|_| self.not_known(property, "a day, a month or a year", text.to_string(), out)).ok()
    }

    fn source(&self) -> String {
        let of = self.object.get("datasets").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        of.collect::<Vec<_>>().join(", ")
    }

    /// The ids of two ends, each with each; what is missing is named.
    fn ends(&self, properties: [&str; 2], out: &mut Stakes) -> Vec<(&'v str, &'v str)> {
        let ends = properties.map(|property| {
            let ids = self.values(property);
            if ids.is_empty() {
                let problem = Problem::new("nothing", "the id of an entity").in_field(property);
                out.problems.push((self.at)(problem.advise("the record is left out")));
            }
            ids
        });
        let [ones, others] = &ends;
        ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other))).collect()
    }

    fn stakes(&self, record: &str, out: &mut Stakes) {
        let share = match self.values("percentage").as_slice() {
            [] => Range::UNKNOWN,
            [one] => Range::parse(one).unwrap_or_else(|e| {
                self.not_known("percentage", "percent", e.to_string(), out);
                Range::UNKNOWN
            }),
            several => {
                self.not_known("percentage", "one share", several.join(", "), out);
                Range::UNKNOWN
            }
        };
        let (from, to, source) = (self.date("startDate", out), self.date("endDate", out), self.source());
        for (owner, asset) in self.ends(["owner", "asset"], out) {
            let stake = Stake::new(owner, asset, share, Kind::Shares);
            out.stakes.push(Stake { from, to, source: source.clone(), record: record.to_string(), ..stake });
        }
    }

    fn directions(&self, out: &mut Stakes) {
        let (from, to, source) = (self.date("startDate", out), self.date("endDate", out), self.source());
        for (director, company) in self.ends(["director", "organization"], out) {
            let (director, company) = (director.to_string(), company.to_string());
            out.directions.push(Direction { director, company, from, to, source: source.clone() });
        }
    }

    fn party(&self, out: &mut Stakes) {
        let name = self.values("name").first().copied();
        let name = name.or_else(|| self.object.get("caption").and_then(Value::as_str)).unwrap_or("");
        if let Some(id) = self.object.get("id").and_then(Value::as_str).filter(|_| !name.is_empty()) {
            let founded = self.values("incorporationDate").first().and_then(|d| d.parse().ok());
            out.parties.push(Party { founded, ..Party::new(id, name) });
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
        assert_eq!(read.parties, [Party::new("A", "A Ltd")]);
        let directs: Vec<_> = read.directions.iter().map(|d| (d.director.as_str(), d.company.as_str())).collect();
        assert_eq!(directs, [("X", "A")]);
    }
}
