//! FollowTheMoney JSON: an entity as `{"id", "schema", "properties"}` with lists of strings.
//!
//! What FollowTheMoney has no place for on the entity itself (listings, links) it keeps in entities of their own
//! (`Sanction`, `UnknownLink`); [`to_ftm`] writes the entity and its `Sanction`s.

use crate::{Entity, Listing};
use serde_json::{Map, Value, json};

/// The entity and one `Sanction` a listing, as FollowTheMoney JSON objects; the entity first.
pub fn to_ftm(entity: &Entity) -> Vec<Value> {
    let mut properties: Map<String, Value> = Map::new();
    let mut add = |property: &str, value: &str| {
        if let Value::Array(list) = properties.entry(property).or_insert_with(|| json!([]))
            && !list.iter().any(|v| v == value)
        {
            list.push(json!(value));
        }
    };
    for name in &entity.names {
        add(name.kind.property(), &name.text);
    }
    for id in &entity.identifiers {
        add(id.kind.property(), &id.value);
    }
    for dated in &entity.dates {
        add(dated.property.name(), &dated.span.from.to_string());
        if dated.span.to != dated.span.from {
            add(dated.property.name(), &dated.span.to.to_string());
        }
    }
    for territory in &entity.territories {
        let code = territory.country.map(|c| c.code().to_ascii_lowercase());
        add(territory.property.name(), code.as_deref().unwrap_or(&territory.text));
    }
    for address in &entity.addresses {
        let country = address.country.map(|c| c.name()).or(address.country_text.as_deref());
        let parts = [Some(address.full.as_str()), country];
        let full = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
        add("address", &full);
    }
    for fact in &entity.facts {
        add(fact.property.name(), &fact.value);
    }
    let id = format!("{}-{}", entity.source, entity.id);
    let mut out = vec![json!({
        "id": id,
        "caption": entity.name(),
        "schema": entity.schema.name(),
        "properties": properties,
    })];
    out.extend(entity.listings.iter().enumerate().map(|(n, l)| sanction(&id, n, l)));
    out
}

fn sanction(entity: &str, n: usize, listing: &Listing) -> Value {
    let mut properties: Map<String, Value> = Map::new();
    properties.insert("entity".into(), json!([entity]));
    properties.insert("authority".into(), json!([listing.authority.title()]));
    let date = |d: Option<crate::PartialDate>| d.map(|d| d.to_string()).into_iter().collect::<Vec<_>>();
    let lists = [
        ("program", listing.programmes.clone()),
        ("provisions", listing.measure_texts.clone()),
        ("reason", listing.reasons.clone()),
        ("legalBasis", listing.legal_basis.clone()),
        ("startDate", date(listing.from)),
        ("endDate", date(listing.to)),
        ("sourceUrl", listing.references.clone()),
    ];
    for (property, values) in lists {
        if !values.is_empty() {
            properties.insert(property.into(), json!(values));
        }
    }
    json!({"id": format!("{entity}-sanction-{n}"), "schema": "Sanction", "properties": properties})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Authority, Name, NameKind, Property, Schema};

    #[test]
    fn an_entity_leaves_as_follow_the_money_with_its_sanction() {
        let mut e = Entity::new("us-sdn", "33374", Schema::Company);
        e.add_name(Name::new(NameKind::Primary, "OJSC BELARUSIAN POTASH COMPANY"));
        e.add_territory(Property::Jurisdiction, "Belarus");
        e.listings.push(Listing::new(Authority::us(), "SDN"));
        let out = to_ftm(&e);
        assert_eq!(out[0]["properties"]["jurisdiction"][0], "by");
        assert_eq!(out[1]["properties"]["entity"][0], "us-sdn-33374");
    }
}
