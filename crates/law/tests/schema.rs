//! The schemas say what the program reads: every file of law and every act fits them, and what the program refuses for its shape they refuse.

#![allow(clippy::expect_used)]

mod common;

use interdict_law::{Act, schema, shipped};
use serde_json::{Value, json};

fn law(text: &str) -> Value {
    let table: toml::Table = text.parse().expect("TOML");
    serde_json::to_value(table).expect("JSON")
}

#[test]
fn every_file_of_law_fits_the_schema() {
    let schema = jsonschema::validator_for(&schema::law()).expect("a schema");
    for file in shipped::FILES {
        let errors: Vec<String> =
            schema.iter_errors(&law(file.text)).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", file.path);
    }
}

#[test]
fn a_slip_of_shape_does_not_fit() {
    let schema = jsonschema::validator_for(&schema::law()).expect("a schema");
    let text = include_str!("../../../law/eu/765-2006.toml");
    for (from, to) in [
        ("fact = \"goods.code\"", "fact = \"goods.colour\""),
        ("article = ", "artikel = "),
        ("kind = \"grandfathering\"", "kind = \"grandfather\""),
        ("effect = \"prohibited\"", "effect = \"forbidden\""),
        ("each = \"goods\"", "each = \"good\""),
        ("before = \"2021-06-25\"", "within = \"2021-06-25\""),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(!schema.is_valid(&law(&text.replacen(from, to, 1))), "{to}");
    }
}

#[test]
fn an_act_fits_and_comes_back_as_it_was_and_a_slip_does_not_fit() {
    let schema = jsonschema::validator_for(&schema::act()).expect("a schema");
    let json = common::potash(
        "3104 20 50",
        "2021-12-01",
        r#""parties": [{"role": "seller", "name": "Belaruskali", "country": "BY", "owners": [{"name": "State", "share": "25-50", "owners": []}]}], "contract": {"date": "2021-06-01"}"#,
    );
    let act = common::act(&json);
    let value = serde_json::to_value(&act).expect("JSON");
    let errors: Vec<String> = schema.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(serde_json::from_value::<Act>(value.clone()).expect("an act"), act);
    for (field, slip) in
        [("act", json!("gift")), ("from", json!("Belarus")), ("currency", json!(3)), ("colour", json!("red"))]
    {
        let mut other = value.clone();
        other[field] = slip;
        assert!(!schema.is_valid(&other), "{field}");
    }
}
