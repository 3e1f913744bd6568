//! One statement, in the words of any version.

use super::interest::Interest;
use crate::stakes::json::{Unknown, text};
use interdict_lists::Problem;
use interdict_model::PartialDate;
use interdict_own::Party;
use serde_json::Value;

/// A statement.
pub(super) struct Statement {
    /// Its own id.
    pub id: String,
    /// The record that it is about (0.4).
    pub record: Option<String>,
    /// Statements that it replaces (before 0.4).
    pub replaces: Vec<String>,
    pub date: Option<PartialDate>,
    /// The record has ended (0.4).
    pub closed: bool,
    /// Records that make up an indirect interest.
    pub components: Vec<String>,
    pub source: String,
    pub says: Says,
    pub number: u64,
    pub line: u64,
}

pub(super) enum Says {
    Party(Party),
    Tie(Ends, Vec<Interest>),
}

pub(super) enum Ends {
    Both { subject: String, party: String },
    Unspecified { subject: String, reason: String },
}

/// Fields that are taken, and those that are known and state no stake.
const OUTER: [&str; 45] = [
    "statementId",
    "statementID",
    "statementDate",
    "statementType",
    "declarationSubject",
    "declaration",
    "publicationDetails",
    "recordId",
    "recordStatus",
    "recordType",
    "recordDetails",
    "replacesStatements",
    "source",
    "annotations",
    "isComponent",
    // Before 0.4 what is told stands in the statement itself.
    "componentStatementIDs",
    "subject",
    "interestedParty",
    "interests",
    "name",
    "names",
    "identifiers",
    "addresses",
    "entityType",
    "entitySubtype",
    "unspecifiedEntityDetails",
    "unspecifiedPersonDetails",
    "incorporatedInJurisdiction",
    "jurisdiction",
    "foundingDate",
    "dissolutionDate",
    "alternateNames",
    "personType",
    "nationalities",
    "placeOfBirth",
    "birthDate",
    "deathDate",
    "placeOfResidence",
    "taxResidencies",
    "politicalExposure",
    "hasPepStatus",
    "pepStatusDetails",
    "uri",
    "publicListing",
    "formedByStatute",
];
const DETAILS: [&str; 30] = [
    "isComponent",
    "componentRecords",
    "subject",
    "interestedParty",
    "interests",
    "name",
    "names",
    "identifiers",
    "addresses",
    "entityType",
    "unspecifiedEntityDetails",
    "unspecifiedPersonDetails",
    "jurisdiction",
    "foundingDate",
    "dissolutionDate",
    "alternateNames",
    "personType",
    "nationalities",
    "placeOfBirth",
    "birthDate",
    "deathDate",
    "placeOfResidence",
    "taxResidencies",
    "politicalExposure",
    "uri",
    "publicListing",
    "formedByStatute",
    "foundingDateDetails",
    "countryOfResidence",
    "details",
];

impl Statement {
    /// Reads a statement; what is wrong inside it is named and the rest of it used.
    pub(super) fn read(
        value: &Value,
        unknown: &mut Unknown,
        problem: &mut impl FnMut(Problem),
    ) -> Result<Self, Problem> {
        let id = [text(value, "statementId"), text(value, "statementID")].into_iter().find(|t| !t.is_empty());
        let Some(id) = id else { return Err(Problem::new("nothing", "the id of a statement").in_field("statementId")) };
        unknown.watch(value, "", &OUTER);
        let details = match value.get("recordDetails") {
            Some(details) => {
                unknown.watch(details, "recordDetails", &DETAILS);
                details
            }
            None => value,
        };
        let record = Some(text(value, "recordId")).filter(|r| !r.is_empty()).map(str::to_string);
        let told =
            [text(value, "recordType"), text(value, "statementType")].into_iter().find(|t| !t.is_empty()).unwrap_or("");
        let says = match told {
            "entity" | "entityStatement" | "person" | "personStatement" => Says::Party(party(details)),
            "relationship" | "ownershipOrControlStatement" => tie(details, id, unknown, problem)?,
            other => {
                let wanted = "entity, person or relationship, or before 0.4 such a statement";
                let field = if other.is_empty() { "recordType" } else { "statementType or recordType" };
                return Err(Problem::new(format!("{other:?}"), wanted)
                    .in_id(id)
                    .in_field(field)
                    .advise("the record is left out"));
            }
        };
        let date = match text(value, "statementDate") {
            "" => None,
            date => date.parse().map_err(|_| problem(bad_date(date, "statementDate").in_id(id))).ok(),
        };
        let status = text(value, "recordStatus");
        if !matches!(status, "" | "new" | "updated" | "closed") {
            problem(
                Problem::new(format!("{status:?}"), "new, updated or closed")
                    .in_id(id)
                    .in_field("recordStatus")
                    .advise("taken as updated"),
            );
        }
        let components = ["componentRecords", "componentStatementIDs"].iter().find_map(|f| details.get(*f));
        let publisher =
            value.pointer("/publicationDetails/publisher/name").and_then(Value::as_str).unwrap_or("").trim();
        let described = value.get("source").map(|s| text(s, "description")).unwrap_or("");
        let source = [publisher, described].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
        Ok(Self {
            id: id.to_string(),
            record,
            replaces: strings(value.get("replacesStatements")),
            date,
            closed: status == "closed",
            components: strings(components),
            source: if source.is_empty() { format!("statement {id}") } else { source },
            says,
            number: 0,
            line: 0,
        })
    }
}

fn bad_date(found: &str, field: &str) -> Problem {
    Problem::new(format!("{found:?}"), "a day, a month or a year").in_field(field).advise("taken as not known")
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let all = value.and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_str).map(|s| s.trim().to_string()).collect()
}

fn party(details: &Value) -> Party {
    let names = details.get("names").and_then(Value::as_array).into_iter().flatten();
    let full = names.map(|n| text(n, "fullName")).find(|n| !n.is_empty()).unwrap_or("");
    let name = Some(text(details, "name")).filter(|n| !n.is_empty()).unwrap_or(full);
    // Where a person lives is nobody's business here.
    let person = details.get("personType").is_some();
    let addresses = details.get("addresses").and_then(Value::as_array).into_iter().flatten().filter(|_| !person);
    let addresses = addresses.map(|a| text(a, "address").to_string()).filter(|a| !a.is_empty()).collect();
    Party { addresses, founded: text(details, "foundingDate").parse().ok(), ..Party::new("", name) }
}

fn tie(details: &Value, id: &str, unknown: &mut Unknown, problem: &mut impl FnMut(Problem)) -> Result<Says, Problem> {
    // The id of an end: a text in 0.4, an object that holds it before; or an object that says why there is none.
    let end = |field: &str| -> Option<Result<String, String>> {
        let value = details.get(field)?;
        if let Some(id) = value.as_str().map(str::trim).filter(|id| !id.is_empty()) {
            return Some(Ok(id.to_string()));
        }
        let named = ["describedByEntityStatement", "describedByPersonStatement"]
            .iter()
            .map(|f| text(value, f))
            .find(|t| !t.is_empty());
        if let Some(id) = named {
            return Some(Ok(id.to_string()));
        }
        let reason = value.get("unspecified").unwrap_or(value);
        let reason = Some(text(reason, "reason")).filter(|r| !r.is_empty())?;
        Some(Err(reason.to_string()))
    };
    let missing = |field: &str| {
        Problem::new("nothing", "the id of a person or entity, or a reason why there is none")
            .in_id(id)
            .in_field(field)
            .advise("the record is left out")
    };
    let subject = match end("subject") {
        Some(Ok(subject)) => subject,
        Some(Err(_)) | None => return Err(missing("subject")),
    };
    let ends = match end("interestedParty") {
        Some(Ok(party)) => Ends::Both { subject, party },
        Some(Err(reason)) => Ends::Unspecified { subject, reason },
        None => return Err(missing("interestedParty")),
    };
    let stated = details.get("interests").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut named = |p: Problem| problem(p.in_id(id));
    let mut interests: Vec<Interest> = stated.iter().map(|i| Interest::read(i, unknown, &mut named)).collect();
    if interests.is_empty() {
        interests.push(Interest::unknown());
    }
    Ok(Says::Tie(ends, interests))
}
