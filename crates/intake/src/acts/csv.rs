//! A table of acts: one row an act.

use super::{Acts, route};
use crate::Error;
use interdict_law::act::{Contract, Craft, Framework, Goods, Held, Instrument, Licence, Owner, Party, ROLES};
use interdict_law::{Act, When};
use interdict_lists::Problem;
use interdict_model::{Authority, Country};
use serde::de::DeserializeOwned;

/// Columns beside those of roles (`seller`, `seller_country`, `seller_kind`, `seller_us_person`, `seller_owners`).
const COLUMNS: &[&str] = &[
    "id",
    "act",
    "at",
    "from",
    "to",
    "place",
    "route",
    "code",
    "text",
    "origin",
    "origin_verified",
    "k2o",
    "contains",
    "categories",
    "kilograms",
    "value",
    "currency",
    "us_clearing",
    "contract_date",
    "contract_binding",
    "contract_kind",
    "contract_end_date",
    "contract_terms_agreed",
    "purpose",
    "services",
    "operations",
    "tail",
    "msn",
    "imo",
    "vessel",
    "craft_registered",
    "craft_operator",
    "craft_operator_country",
    "craft_owner",
    "instrument_kind",
    "tenor_days",
    "issued",
    "quota",
    "licences",
    "links",
    "documents",
    "note",
];

/// What may stand behind a role.
const OF_ROLE: &[&str] = &["", "_country", "_kind", "_us_person", "_owners", "_ids"];

/// Reads the table.
pub(super) fn read(text: &str, name: &str) -> Result<Acts, Error> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let broken = |e: csv::Error| Problem::new(e.to_string(), "a row of CSV").in_file(name);
    let header: Vec<String> = match rows.next().transpose().map_err(broken)? {
        Some(row) => row.iter().map(|t| t.trim().to_ascii_lowercase().replace([' ', '-'], "_")).collect(),
        None => Vec::new(),
    };
    if !header.iter().any(|t| t == "act") {
        let found = format!("the columns {}", header.join(", "));
        let advice =
            "docs/src/acts.md has the columns; `act` is consignment, payment, flight, port_call, service or securities";
        return Err(Problem::new(found, "a table with a column act, or JSON")
            .in_file(name)
            .advise(advice.to_string())
            .into());
    }
    let mut out = Acts::default();
    let means = |title: &String| COLUMNS.contains(&title.as_str()) || role(title).is_some();
    let strange: Vec<&str> = header.iter().filter(|t| !t.is_empty() && !means(t)).map(String::as_str).collect();
    if !strange.is_empty() {
        out.notes.push(format!("{name}: columns that mean nothing here and were not read: {}", strange.join(", ")));
    }
    let mut twice = header.clone();
    twice.sort();
    for pair in twice.windows(2).filter(|p| p[0] == p[1] && !p[0].is_empty()) {
        out.notes.push(format!("{name}: two columns {}; the first one counts", pair[0]));
    }
    for (number, row) in rows.enumerate() {
        let number = number as u64 + 1;
        out.records += 1;
        let row = match row {
            Ok(row) => row,
            Err(e) => {
                out.problems.push(broken(e).at_record(number, number + 1));
                continue;
            }
        };
        let line = row.position().map_or(number + 1, csv::Position::line);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            out.records -= 1;
            continue;
        }
        let mut cells = Row { header: &header, row: &row, wrong: Vec::new() };
        let act = act(&mut cells);
        let wrong = std::mem::take(&mut cells.wrong);
        let place = |p: Problem| p.in_file(name).at_record(number, line);
        match act {
            Ok(mut act) => {
                act.broken = wrong.iter().map(|(field, p)| format!("{field}: {}; taken as unknown", said(p))).collect();
                out.problems.extend(wrong.into_iter().map(|(field, p)| place(p.in_field(&field))));
                out.acts.push(act);
            }
            Err((field, problem)) => out.problems.push(place(problem.in_field(field))),
        }
    }
    Ok(out)
}

fn said(problem: &Problem) -> String {
    problem.found.clone()
}

/// The role of a column, and what of it.
fn role(title: &str) -> Option<(&'static str, &'static str)> {
    ROLES.iter().find_map(|role| {
        let rest = title.strip_prefix(role)?;
        let what = OF_ROLE.iter().find(|what| **what == rest)?;
        Some((*role, *what))
    })
}

/// A row, and the cells of it that could not be read.
struct Row<'r> {
    header: &'r [String],
    row: &'r csv::StringRecord,
    wrong: Vec<(String, Problem)>,
}

impl Row<'_> {
    fn cell(&self, title: &str) -> Option<&str> {
        let at = self.header.iter().position(|t| t == title)?;
        self.row.get(at).map(str::trim).filter(|c| !c.is_empty())
    }

    fn text(&self, title: &str) -> Option<String> {
        self.cell(title).map(str::to_string)
    }

    fn fail(&mut self, title: &str, found: String, wanted: &str) {
        self.wrong.push((title.to_string(), Problem::new(found, wanted)));
    }

    /// A cell, if it can be read; what is wrong with it, where it cannot.
    fn read<T>(&mut self, title: &str, wanted: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let cell = self.cell(title)?;
        let value = parse(cell);
        if value.is_none() {
            let found = format!("{cell:?}");
            self.fail(title, found, wanted);
        }
        value
    }

    fn country(&mut self, title: &str) -> Option<Country> {
        self.read(title, "a country: its code (BY) or name", Country::parse)
    }

    fn flag(&mut self, title: &str) -> Option<bool> {
        self.read(title, "yes or no; empty where it is not known", yes)
    }

    fn number(&mut self, title: &str, wanted: &str) -> Option<f64> {
        self.read(title, wanted, |c| {
            c.replace(['\u{a0}', ' '], "").replace(',', ".").parse().ok().filter(|n: &f64| n.is_finite())
        })
    }

    fn date(&mut self, title: &str) -> Option<jiff::civil::Date> {
        self.read(title, "a day such as 2021-06-28", |c| c.parse().ok())
    }

    /// Words with `;` between them, each in the form that law uses; `none` is an empty list.
    fn words(&self, title: &str) -> Option<Vec<String>> {
        let cell = self.cell(title)?;
        let word = |w: &str| w.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        let list = cell.split(';').map(word).filter(|w| !w.is_empty() && w != "none").collect();
        Some(list)
    }
}

fn yes(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn known<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_ascii_lowercase().replace([' ', '-'], "_"))).ok()
}

fn act(row: &mut Row<'_>) -> Result<Act, (&'static str, Problem)> {
    let kinds = "consignment, payment, flight, port_call, service or securities";
    let kind = row.cell("act").unwrap_or_default();
    let kind = known(kind).ok_or_else(|| ("act", Problem::new(format!("{kind:?}"), kinds)))?;
    let mut act = Act::new(row.text("id").unwrap_or_default(), kind);
    // Without its day an act cannot be judged; one that cannot be read is no day, and nothing stands in for it.
    if let Some(cell) = row.cell("at") {
        let wanted = "a day (2021-12-08), or a moment with its zone (2021-12-08T07:00[Europe/Vilnius])";
        act.at = Some(When::parse(cell).map_err(|_| ("at", Problem::new(format!("{cell:?}"), wanted)))?);
    }
    (act.from, act.to, act.place) = (row.country("from"), row.country("to"), row.country("place"));
    if let Some(cell) = row.cell("route") {
        match route::parse(cell) {
            Ok(legs) => act.route = Some(legs),
            Err(e) => {
                row.fail("route", e, "legs such as: Soligorsk BY > Klaipeda LT : rail : LTG Cargo (LT); LT > BR : sea")
            }
        }
    }
    goods(row, &mut act);
    parties(row, &mut act);
    craft(row, &mut act);
    contract(row, &mut act);
    act.currency = row.text("currency").map(|c| c.to_ascii_uppercase());
    act.us_clearing = row.flag("us_clearing");
    (act.purpose, act.services, act.operations) =
        (row.words("purpose"), row.words("services"), row.words("operations"));
    let instrument = Instrument {
        kind: row.text("instrument_kind"),
        tenor_days: row.read("tenor_days", "a number of days", |c| c.parse().ok()),
        issued: row.date("issued"),
    };
    let stated = ["instrument_kind", "tenor_days", "issued"].iter().any(|t| row.cell(t).is_some());
    act.instrument = stated.then_some(instrument);
    pairs(row, "quota", |name, value| yes(value).map(|v| (name.to_string(), v))).into_iter().for_each(|(k, v)| {
        act.quota.insert(k, v);
    });
    pairs(row, "links", |name, value| Some((Authority::new(name).ok()?, yes(value)?))).into_iter().for_each(
        |(k, v)| {
            act.links.insert(k, v);
        },
    );
    act.licences = pairs(row, "licences", |name, id| {
        let authority = Authority::new(name).ok()?;
        Some((authority, id.to_string()))
    })
    .into_iter()
    .map(|(authority, id)| Licence { authority, id, covers: Vec::new(), from: None, to: None })
    .collect();
    act.documents = row.words("documents").unwrap_or_default();
    act.note = row.text("note");
    Ok(act)
}

/// `name: value; name: value`.
fn pairs<T>(row: &mut Row<'_>, title: &str, parse: impl Fn(&str, &str) -> Option<T>) -> Vec<T> {
    let Some(cell) = row.text(title) else { return Vec::new() };
    let mut out = Vec::new();
    for part in cell.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        match part.split_once(':').and_then(|(name, value)| parse(name.trim(), value.trim())) {
            Some(pair) => out.push(pair),
            None => row.fail(title, format!("{part:?}"), "NAME: VALUE; NAME: VALUE, for example us: no"),
        }
    }
    out
}

fn goods(row: &mut Row<'_>, act: &mut Act) {
    let fields = ["code", "text", "origin", "origin_verified", "k2o", "contains", "categories", "kilograms", "value"];
    if fields.iter().all(|t| row.cell(t).is_none()) {
        return;
    }
    act.goods = Some(vec![Goods {
        code: row.text("code"),
        text: row.text("text"),
        origin: row.country("origin"),
        origin_verified: row.flag("origin_verified"),
        k2o: row.number("k2o", "percent of K2O in the dry product"),
        contains: row.words("contains"),
        categories: row.words("categories"),
        kilograms: row.number("kilograms", "kilograms"),
        value: row.number("value", "an amount of money"),
    }]);
}

/// Parties by the columns of their roles; several of one role stand behind each other with `;`.
fn parties(row: &mut Row<'_>, act: &mut Act) {
    for role in ROLES {
        let Some(names) = row.text(role) else { continue };
        let names: Vec<&str> = names.split(';').map(str::trim).filter(|n| !n.is_empty()).collect();
        let countries = row.text(&format!("{role}_country"));
        let countries: Vec<&str> = countries.as_deref().map_or(Vec::new(), |c| c.split(';').map(str::trim).collect());
        for (at, name) in names.iter().enumerate() {
            let mut party = Party::new(role, name);
            if let Some(text) = countries.get(at).filter(|c| !c.is_empty()) {
                party.country = Country::parse(text);
                if party.country.is_none() {
                    row.fail(&format!("{role}_country"), format!("{text:?}"), "a country: its code (BY) or name");
                }
            }
            party.kind = row.text(&format!("{role}_kind")).map(|k| k.to_ascii_lowercase());
            party.us_person = row.flag(&format!("{role}_us_person"));
            party.ids = row
                .text(&format!("{role}_ids"))
                .map_or(Vec::new(), |ids| ids.split(';').map(|i| i.trim().to_string()).collect());
            party.owners = owners(row, role);
            act.parties.push(party);
        }
    }
}

/// `30 % Listed One; 25 % Listed Two`; `none` where nobody holds anything that matters.
fn owners(row: &mut Row<'_>, role: &str) -> Option<Vec<Owner>> {
    let title = format!("{role}_owners");
    let cell = row.text(&title)?;
    if cell.eq_ignore_ascii_case("none") {
        return Some(Vec::new());
    }
    let mut out = Vec::new();
    for part in cell.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let (share, name) = part.split_once('%').unwrap_or(("", part));
        if name.trim().is_empty() {
            row.fail(&title, format!("{part:?}"), "SHARE % NAME; SHARE % NAME, for example 30 % Belaruskali");
            continue;
        }
        out.push(Owner {
            name: name.trim().to_string(),
            share: Some(share.trim()).filter(|s| !s.is_empty()).map(|s| Held::Text(s.to_string())),
            kind: interdict_own::Kind::Shares,
            source: None,
            joint: None,
            owners: Vec::new(),
            screened: Default::default(),
        });
    }
    Some(out)
}

fn craft(row: &mut Row<'_>, act: &mut Act) {
    let fields =
        ["tail", "msn", "imo", "vessel", "craft_registered", "craft_operator", "craft_operator_country", "craft_owner"];
    if fields.iter().all(|t| row.cell(t).is_none()) {
        return;
    }
    let vessel = row.cell("imo").is_some() || row.cell("vessel").is_some();
    act.craft.push(Craft {
        kind: if vessel { "vessel" } else { "aircraft" }.to_string(),
        name: row.text("vessel"),
        tail: row.text("tail"),
        msn: row.text("msn"),
        imo: row.text("imo"),
        registered: row.country("craft_registered"),
        operator: row.text("craft_operator"),
        operator_country: row.country("craft_operator_country"),
        owner: row.text("craft_owner"),
        screened: Default::default(),
    });
}

fn contract(row: &mut Row<'_>, act: &mut Act) {
    let fields = ["contract_date", "contract_binding", "contract_kind", "contract_end_date", "contract_terms_agreed"];
    if fields.iter().all(|t| row.cell(t).is_none()) {
        return;
    }
    let framework = ["contract_end_date", "contract_terms_agreed"].iter().any(|t| row.cell(t).is_some());
    act.contract = Some(Contract {
        date: row.date("contract_date"),
        binding: row.flag("contract_binding"),
        kind: row.text("contract_kind").map(|k| k.to_ascii_lowercase()),
        framework: framework.then(|| Framework {
            end_date: row.flag("contract_end_date"),
            terms_agreed: row.flag("contract_terms_agreed"),
        }),
    });
}

#[cfg(test)]
mod unit {
    use super::super::read;

    #[test]
    fn a_row_is_an_act_with_all_that_its_cells_say() {
        let text = "id,act,at,from,to,route,code,origin,seller,seller_country,buyer,contract_date,contract_binding,currency,links\n\
            1,consignment,2021-07-05,BY,BR,Soligorsk BY > Klaipeda LT : rail : LTG Cargo (LT); LT > BR : sea,3104 20 10,Belarus,Belaruskali,BY,Porto,2021-06-28,yes,eur,us: no\n";
        let acts = read(text, "a.csv").expect("a table");
        assert!(acts.problems.is_empty() && acts.notes.is_empty(), "{:?} {:?}", acts.problems, acts.notes);
        let json = serde_json::to_value(&acts.acts[0]).expect("JSON");
        assert_eq!(json["goods"][0]["origin"], "BY");
        assert_eq!(json["links"]["us"], false);
        assert_eq!(json["contract"]["binding"], true);
        let roles: Vec<&str> =
            json["parties"].as_array().expect("parties").iter().filter_map(|p| p["role"].as_str()).collect();
        assert_eq!(roles, ["seller", "buyer", "carrier"], "the carrier of a leg is a party too");
    }

    #[test]
    fn a_cell_that_cannot_be_read_is_named_and_its_fact_is_unknown() {
        let text = "id,act,at,from,code,contract_date,k2o,colour\n1,consignment,2021-07-05,Atlantis,3104 20 10,28.13.2021,much,red\n\
            2,consignment,soon,BY,,,,\n3,gift,2021-07-05,BY,,,,\n4,payment,2021-07-05,BY,,,,\n";
        let acts = read(text, "a.csv").expect("a table");
        assert_eq!(acts.acts.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["1", "4"]);
        let fields: Vec<(u64, &str)> =
            acts.problems.iter().map(|p| (p.line.unwrap_or(0), p.field.as_deref().unwrap_or(""))).collect();
        assert_eq!(fields, [(2, "from"), (2, "k2o"), (2, "contract_date"), (3, "at"), (4, "act")]);
        assert_eq!(acts.acts[0].broken.len(), 3);
        assert!(acts.acts[0].contract.is_some(), "a contract is stated, though not when it was concluded");
        assert!(acts.notes[0].contains("colour"));
        assert_eq!(acts.records, 4);
    }

    #[test]
    fn a_table_without_the_kind_of_act_is_refused() {
        let refused = read("id,from\n1,BY\n", "a.csv").expect_err("no act").to_string();
        assert!(refused.contains("a table with a column act"), "{refused}");
    }

    #[test]
    fn owners_stand_in_a_cell_with_their_shares() {
        let text = "act,at,payee,payee_owners\npayment,2022-01-10,Firma,30 % Listed One; 25-50 % Listed Two; Third\npayment,2022-01-10,Other,none\n";
        let acts = read(text, "a.csv").expect("a table");
        let owners = |at: usize| acts.acts[at].parties[0].owners.clone().expect("stated");
        assert_eq!(
            owners(0).iter().map(|o| o.name.as_str()).collect::<Vec<_>>(),
            ["Listed One", "Listed Two", "Third"]
        );
        assert!(owners(0)[2].share.is_none() && owners(1).is_empty());
    }
}
