//! JSON schemas: of a file of law, for an editor that helps who writes one, and of an act, for a program that makes some.
//!
//! They are made from the same tables as the program reads by (the vocabulary, the words of kinds), so that they cannot say something else. A schema tells
//! shapes; what refers to what, and whether days are days, [`crate::Law::read`] tells.

use crate::act::ROLES;
use crate::vocabulary::{ENTRIES, Each, Type};
use serde_json::{Map, Value, json};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

fn object(required: &[&str], properties: Value) -> Value {
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

fn list(of: Value) -> Value {
    json!({"type": "array", "items": of})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn texts() -> Value {
    list(text())
}

/// The schema of a file of law, as TOML or JSON has it.
pub fn law() -> Value {
    let confidence = json!({"enum": ["official", "confirmed", "found", "inferred", "recalled", "unverified"]});
    let conditions = list(json!({"$ref": "#/$defs/condition"}));
    let point = json!({"type": "string", "description": "the `by` of a version, a day, or a moment with its offset"});
    let kinds = json!({"enum": ["carve_out", "grandfathering", "wind_down", "general_licence", "derogation"]});
    let exit = object(
        &["id", "title", "kind", "when", "article", "confidence", "source"],
        json!({
            "id": text(), "title": text(), "kind": kinds, "relieves": texts(), "since": point, "until": point, "when": conditions,
            "except": conditions, "duties": texts(), "article": text(), "confidence": confidence, "source": text(),
        }),
    );
    let measure_kinds = [
        "blocking",
        "debt_equity",
        "correspondent",
        "import",
        "export",
        "transit",
        "transport",
        "services",
        "identified_property",
        "duty",
        "entity_export",
        "decision",
        "designation",
    ];
    let each: Vec<&str> = [Each::Act, Each::Goods, Each::Party, Each::Leg, Each::Craft].map(Each::as_str).into();
    let measure = object(
        &["id", "title", "kind", "forbids", "effect", "since", "each", "when", "article", "confidence", "source"],
        json!({
            "id": text(), "title": text(), "kind": {"enum": measure_kinds}, "forbids": text(),
            "effect": {"enum": ["prohibited", "needs_licence", "exposed", "duty"]}, "since": point, "until": point, "nexus": text(),
            "each": {"enum": each}, "when": conditions, "article": text(), "url": text(), "confidence": confidence, "source": text(),
            "checked": text(), "checked_by": text(), "exit": list(json!({"$ref": "#/$defs/exit"})),
        }),
    );
    let top = object(
        &["instrument"],
        json!({
            "instrument": object(&["id", "authority", "title", "zone"], json!({"id": text(), "authority": text(), "title": text(), "zone": text(), "url": text()})),
            "version": list(object(&["by", "title", "in_force", "confidence", "source"], json!({
                "by": text(), "title": text(), "published": text(), "in_force": text(), "surely": text(), "confidence": confidence, "source": text(),
            }))),
            "countries": list(object(&["id", "title", "members"], json!({
                "id": text(), "title": text(), "members": texts(),
                "dated": list(object(&["country"], json!({"country": text(), "since": point, "until": point}))),
            }))),
            "code_set": list(object(&["id", "title", "confidence", "source", "entries"], json!({
                "id": text(), "title": text(), "confidence": confidence, "source": text(), "open_within": texts(),
                "entries": list(object(&["code"], json!({"code": text(), "since": point, "until": point, "ex": text(), "note": text()}))),
            }))),
            "heading": list(object(&["code", "name"], json!({
                "code": text(), "name": text(), "words": texts(), "k2o_above": {"type": "number"}, "k2o_up_to": {"type": "number"},
            }))),
            "nexus": list(object(&["id", "title", "link"], json!({
                "id": text(), "title": text(),
                "link": list(object(&["id", "title", "when", "confidence", "source"], json!({
                    "id": text(), "title": text(), "when": conditions, "confidence": confidence, "source": text(),
                }))),
            }))),
            "measure": list(json!({"$ref": "#/$defs/measure"})),
            "exit": list(json!({"$ref": "#/$defs/exit"})),
            "gap": list(object(&["id", "text", "beside"], json!({"id": text(), "text": text(), "beside": texts(), "since": point, "until": point}))),
        }),
    );
    let mut out = Map::new();
    out.insert("$schema".into(), json!(DRAFT));
    out.insert("title".into(), json!("A file of law"));
    if let Value::Object(top) = top {
        out.extend(top);
    }
    out.insert("$defs".into(), json!({"condition": condition(&each), "measure": measure, "exit": exit}));
    Value::Object(out)
}

/// A condition: one of its forms, and for a fact what can be asked of its type.
fn condition(each: &[&str]) -> Value {
    let conditions = list(json!({"$ref": "#/$defs/condition"}));
    let says = text();
    let mut forms = vec![
        object(&["any"], json!({"any": conditions, "says": says})),
        object(&["all"], json!({"all": conditions, "says": says})),
        object(&["not"], json!({"not": conditions, "says": says})),
        object(&["some", "when"], json!({"some": {"enum": each}, "when": conditions, "says": says})),
        object(&["claimed"], json!({"claimed": text(), "says": says})),
        object(&["quota"], json!({"quota": text(), "says": says})),
        object(
            &["listed"],
            json!({"says": says, "listed": object(&["by"], json!({
                "by": text(), "programmes": texts(), "other_than": texts(), "ids": texts(), "measures": texts(),
                "owned": {"enum": interdict_own::tests().iter().map(|t| t.id.as_str()).collect::<Vec<_>>()},
            }))}),
        ),
    ];
    let words = json!({"anyOf": [text(), texts()]});
    let number = json!({"type": "number"});
    for kind in [Type::Words, Type::Countries, Type::Date, Type::Flag, Type::Number, Type::Code, Type::Name] {
        let facts: Vec<&str> = ENTRIES.iter().filter(|e| e.kind == kind).map(|e| e.name).collect();
        let asked = match kind {
            Type::Words => json!({"is": words}),
            Type::Countries => json!({"is": texts(), "in": text(), "outside": text()}),
            Type::Date => json!({"before": text(), "from": text()}),
            Type::Flag => json!({"is": {"type": "boolean"}}),
            Type::Number => {
                json!({"above": number, "at_least": number, "below": number, "at_most": number, "held_from": text()})
            }
            Type::Code => json!({"within": text()}),
            Type::Name => json!({"named": list(texts())}),
        };
        let mut properties = Map::new();
        if let Value::Object(asked) = asked {
            properties.extend(asked);
        }
        properties.insert("fact".into(), json!({"enum": facts}));
        properties.insert("says".into(), text());
        properties.insert("if_stated".into(), json!({"type": "boolean"}));
        forms.push(json!({
            "type": "object", "additionalProperties": false, "required": ["fact"], "minProperties": 2, "properties": properties,
        }));
    }
    json!({"oneOf": forms})
}

/// The schema of an act.
pub fn act() -> Value {
    let country = json!({"type": "string", "pattern": "^[A-Za-z]{2}$", "description": "ISO 3166-1 alpha-2"});
    let day = json!({"type": "string", "format": "date"});
    let flag = json!({"type": "boolean"});
    let number = json!({"type": "number", "minimum": 0});
    let percent = json!({"type": "number", "minimum": 0, "maximum": 100});
    let when = json!({"type": "string", "description": "2021-12-08, 2021-12-08[Europe/Vilnius], 2021-12-08T07:00[Europe/Vilnius] or 2021-12-08T05:00Z"});
    let screened = json!({
        "listed": list(object(&["authority", "id"], json!({
            "authority": text(), "id": text(), "name": text(), "list": text(), "programmes": texts(), "measures": texts(), "from": text(),
            "to": text(), "seen": text(), "score": {"type": "number", "minimum": 0, "maximum": 1}, "source": text(),
        }))),
        "screened": {"type": "object", "additionalProperties": {"enum": ["part", "whole"]}},
        "current": {"type": "object", "additionalProperties": day},
    });
    let with = |own: Value| -> Value {
        let mut out = Map::new();
        for part in [own, screened.clone()] {
            if let Value::Object(part) = part {
                out.extend(part);
            }
        }
        Value::Object(out)
    };
    let owner = object(
        &["name"],
        with(json!({
            "name": text(), "share": {"anyOf": [percent, text()]}, "kind": {"enum": ["shares", "votes", "control"]}, "source": text(), "joint": text(),
            "owners": list(json!({"$ref": "#/$defs/owner"})),
        })),
    );
    let party = object(
        &["role"],
        with(json!({
            "role": {"enum": ROLES}, "name": text(), "kind": {"enum": ["person", "company", "bank", "government"]}, "country": country,
            "also": list(country.clone()), "us_person": flag, "ids": texts(), "owners": list(json!({"$ref": "#/$defs/owner"})),
        })),
    );
    let craft = object(
        &["kind"],
        with(json!({
            "kind": {"enum": ["aircraft", "vessel"]}, "name": text(), "tail": text(), "msn": text(), "imo": text(), "registered": country,
            "operator": text(), "operator_country": country, "owner": text(),
        })),
    );
    let leg = object(
        &[],
        json!({
            "from": country, "to": country, "via": list(country.clone()), "from_place": text(), "to_place": text(),
            "mode": {"enum": ["rail", "road", "sea", "air", "inland_water", "pipeline"]}, "carrier": text(), "carrier_country": country,
            "carrier_owned": {"type": "object", "additionalProperties": percent}, "vehicle_registered": country, "trailer_registered": country,
            "departs": when, "arrives": when,
        }),
    );
    let goods = object(
        &[],
        json!({
            "code": text(), "text": text(), "origin": country, "origin_verified": flag, "k2o": percent, "contains": texts(), "categories": texts(),
            "kilograms": number, "value": number,
        }),
    );
    let framework = object(&[], json!({"end_date": flag, "terms_agreed": flag}));
    let properties = json!({
        "id": text(), "act": {"enum": ["consignment", "payment", "flight", "port_call", "service", "securities"]}, "at": when, "from": country,
        "to": country, "place": country, "route": list(leg), "goods": list(goods), "parties": list(party), "craft": list(craft),
        "contract": object(&[], json!({"date": day, "binding": flag, "kind": text(), "framework": framework})), "currency": text(),
        "us_clearing": flag, "purpose": texts(), "services": texts(), "operations": texts(),
        "instrument": object(&[], json!({"kind": {"enum": ["debt", "equity"]}, "tenor_days": {"type": "integer", "minimum": 0}, "issued": day})),
        "quota": {"type": "object", "additionalProperties": flag},
        "licences": list(object(&["authority", "id"], json!({"authority": text(), "id": text(), "covers": texts(), "from": day, "to": day}))),
        "links": {"type": "object", "additionalProperties": flag}, "documents": texts(), "note": text(), "broken": texts(),
    });
    let mut out = Map::new();
    out.insert("$schema".into(), json!(DRAFT));
    out.insert("title".into(), json!("An act"));
    if let Value::Object(top) = object(&["act"], properties) {
        out.extend(top);
    }
    out.insert("$defs".into(), json!({"owner": owner}));
    Value::Object(out)
}
