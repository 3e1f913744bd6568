//! US Consolidated Screening List, JSON of data.trade.gov: `{"results": [...]}`, or the array alone.
//!
//! The traps: a field that holds several values is an array, or, in some editions, one text with `;`; numbers and texts stand for
//! each other. Every leaf that a party holds is counted under its path, and marked where it is taken.

use super::csl::{self, Id, Party, several};
use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::{Error, Problem};
use crate::xml;
use interdict_model::{Address, SourceRecord};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashSet;

pub(super) const READER: Reader = Reader {
    format: Format::CslJson,
    title: "US Consolidated Screening List, JSON",
    schema: "https://www.trade.gov/consolidated-screening-list",
    recognise: |head, _| {
        let json = head.trim_start_matches('\u{FEFF}').trim_start().starts_with(['{', '[']);
        let holds = |key| head.contains(&format!("\"{key}\""));
        json && holds("source") && (holds("source_list_url") || holds("federal_register_notice") || holds("alt_names"))
    },
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let mut report = Report::default();
    let mut entities = Vec::new();
    let mut complete = true;
    for input in inputs {
        let text = xml::text(input, on_problem, &mut report)?;
        let whole: Value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|e| {
            let advice = "fetch it again; the last good list stays in force";
            let problem = Problem::new(format!("JSON that breaks off or is damaged ({e})"), "a JSON document");
            problem.in_file(&input.name).at_line(e.line() as u64).advise(advice)
        })?;
        let parties = match &whole {
            Value::Array(parties) => parties,
            whole => match whole.get("results").and_then(Value::as_array) {
                Some(parties) => parties,
                None => {
                    let problem = Problem::new("no array of parties", "an array, or an object with \"results\"");
                    return Err(problem.in_file(&input.name).into());
                }
            },
        };
        if let Value::Object(whole) = &whole {
            let taken = Taken::default();
            let total = whole.get("total").and_then(|t| taken.text(t)).and_then(|t| t.parse::<u64>().ok());
            report.stated = report.stated.or(total);
            for (key, value) in whole.iter().filter(|(key, _)| *key != "results") {
                taken.count(key, value, &mut report);
            }
            if total.is_some_and(|t| t > parties.len() as u64) {
                complete = false;
                report.notes.push(format!(
                    "{} holds {} parties of the {} that it states",
                    input.name,
                    parties.len(),
                    total.unwrap_or(0)
                ));
            }
        }
        for (at, value) in parties.iter().enumerate() {
            report.records += 1;
            let number = at as u64 + 1;
            let taken = Taken::default();
            let record = SourceRecord { file: input.file_name().to_string(), record: number, line: 0 };
            let read = party(value, &taken).and_then(|party| csl::entity(party, record));
            match read {
                Ok(entity) => {
                    report.read += 1;
                    entities.push(entity);
                    taken.count("", value, &mut report);
                }
                Err(p) => report.settle(on_problem, p.in_file(&input.name).at_record(number, 0))?,
            }
        }
    }
    let meta = Meta { source: csl::SOURCE.into(), published: None, complete };
    Ok(Reading { format: Format::CslJson, meta, entities, report })
}

/// Which leaves of a document were taken, by where they lie in memory.
#[derive(Default)]
struct Taken(RefCell<HashSet<*const Value>>);

impl Taken {
    /// A leaf as text, taken; `None` where it is null, blank or no leaf.
    fn text(&self, value: &Value) -> Option<String> {
        let text = leaf(value)?;
        self.0.borrow_mut().insert(std::ptr::from_ref(value));
        Some(text)
    }

    fn field(&self, object: &Value, key: &str) -> String {
        object.get(key).and_then(|v| self.text(v)).unwrap_or_default()
    }

    fn first(&self, object: &Value, keys: &[&str]) -> String {
        keys.iter().map(|key| self.field(object, key)).find(|t| !t.is_empty()).unwrap_or_default()
    }

    /// The values of a field that holds several: an array of leaves, or one text with `;`.
    fn list(&self, object: &Value, key: &str) -> Vec<String> {
        match object.get(key) {
            Some(Value::Array(values)) => values.iter().filter_map(|v| self.text(v)).collect(),
            Some(value) => self.text(value).map(|t| several(&t)).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Counts every leaf under its path.
    fn count(&self, path: &str, value: &Value, report: &mut Report) {
        match value {
            Value::Array(values) => values.iter().for_each(|v| self.count(path, v, report)),
            Value::Object(fields) => {
                for (key, value) in fields {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
                    self.count(&path, value, report);
                }
            }
            value if leaf(value).is_some() => {
                let used = self.0.borrow().contains(&std::ptr::from_ref(value));
                report.count(path, 1, u64::from(used));
            }
            _ => {}
        }
    }
}

fn leaf(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_string()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

fn party(value: &Value, taken: &Taken) -> Result<Party, Problem> {
    if !value.is_object() {
        return Err(Problem::new("a value that is no object", "a party"));
    }
    let text = |key| taken.field(value, key);
    let list = |key| taken.list(value, key);
    let objects = |key: &str| value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let address = |a: &Value| {
        // Some editions give an address as one text.
        if let Some(full) = taken.text(a) {
            return Address { full, ..Address::default() };
        }
        let part = |key| taken.field(a, key);
        Address::from_parts(&part("address"), &part("city"), &part("state"), &part("postal_code"), &part("country"))
    };
    let id = |i: &Value| Id {
        label: taken.field(i, "type"),
        number: taken.field(i, "number"),
        country: taken.field(i, "country"),
        issued: taken.field(i, "issue_date"),
        expires: taken.field(i, "expiration_date"),
    };
    Ok(Party {
        id: taken.first(value, &["id", "_id"]),
        source: text("source"),
        entity_number: text("entity_number"),
        kind: text("type"),
        programmes: list("programs"),
        name: text("name"),
        title: text("title"),
        addresses: objects("addresses").iter().map(address).collect(),
        notice: text("federal_register_notice"),
        start: text("start_date"),
        end: text("end_date"),
        standard_order: text("standard_order"),
        license_requirement: text("license_requirement"),
        license_policy: text("license_policy"),
        call_sign: text("call_sign"),
        vessel_type: text("vessel_type"),
        gross_tonnage: text("gross_tonnage"),
        gross_registered_tonnage: text("gross_registered_tonnage"),
        vessel_flag: text("vessel_flag"),
        vessel_owner: text("vessel_owner"),
        remarks: text("remarks"),
        references: ["source_list_url", "source_information_url"]
            .map(text)
            .into_iter()
            .filter(|u| !u.is_empty())
            .collect(),
        aliases: list("alt_names"),
        citizenships: list("citizenships"),
        births: list("dates_of_birth"),
        nationalities: list("nationalities"),
        birth_places: list("places_of_birth"),
        ids: objects("ids").iter().map(id).collect(),
        countries: if value.get("country").is_some() { list("country") } else { list("countries") },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use interdict_model::{IdKind, Measure, Schema};
    use proptest::prelude::*;

    const PARTY: &str = r#"{"id":"9f","source":"Specially Designated Nationals (SDN) - Treasury Department","entity_number":36,
        "type":"Individual","programs":["SDGT","BELARUS"],"name":"DOE, John","alt_names":["ROE, John"],"title":null,
        "addresses":[{"address":"Main Street 1","city":"Minsk","state":null,"postal_code":"220000","country":"BY"}],
        "ids":[{"type":"Passport","number":"A1","country":"BY","issue_date":"2001-05-05","expiration_date":null}],
        "start_date":"2021-12-02","end_date":null,"dates_of_birth":["1958-05-12"],"source_list_url":"http://x","score":7}"#;

    fn read_text(text: &str) -> Result<Reading, Error> {
        let input = Input::from_bytes("consolidated.json", text.as_bytes().to_vec())?;
        crate::formats::read(&input, OnProblem::Stop)
    }

    #[test]
    fn a_party_is_read_from_results_and_from_a_bare_array() {
        let wrapped = read_text(&format!("{{\"total\":2,\"results\":[{PARTY}]}}")).expect("reads");
        let bare = read_text(&format!("[{PARTY}]")).expect("reads");
        assert_eq!(wrapped.entities, bare.entities);
        assert_eq!(wrapped.format, Format::CslJson);
        let e = &bare.entities[0];
        assert_eq!((e.id.as_str(), e.schema, e.names.len()), ("9f", Schema::Person, 2));
        assert_eq!(e.listings[0].measures, [Measure::AssetFreeze]);
        assert_eq!(e.listings[0].from.map(|d| d.to_string()).as_deref(), Some("2021-12-02"));
        assert_eq!(e.addresses[0].full, "Main Street 1, Minsk, 220000");
        let passport = e.identifiers.iter().find(|i| i.kind == IdKind::Passport).expect("passport");
        assert_eq!(passport.note.as_deref(), Some("issued 2001-05-05"));
        assert!(!wrapped.meta.complete, "one of two that it states");
        assert!(bare.meta.complete);
    }

    #[test]
    fn a_key_that_nobody_took_is_named() {
        let reading = read_text(&format!("[{PARTY}]")).expect("reads");
        assert_eq!(reading.report.unused().map(|(f, _)| f).collect::<Vec<_>>(), ["score"]);
        assert_eq!(reading.report.fields["addresses/city"].used, 1);
    }

    #[test]
    fn a_document_that_breaks_off_is_named_with_its_line() {
        let e = read_text(&format!("[\n{PARTY}")).expect_err("cut").to_string();
        assert!(e.contains("consolidated.json") && e.contains("line 6"), "{e}");
        let e = read_text(&format!("[{PARTY}, {{\"name\":\"X\"}}]")).expect_err("no list").to_string();
        assert!(e.contains("record 2, source: found nothing"), "{e}");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(text in "(\\{|\\}|\\[|\\]|\"source\"|\"results\"|\"name\"|:|,|null|1|\"x;y\"){0,40}") {
            let input = Input { name: "x".into(), bytes: text.into_bytes(), modified: None };
            let _ = read(&[input], OnProblem::GoOn);
        }
    }
}
