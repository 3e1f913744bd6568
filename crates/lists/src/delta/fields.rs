//! What a record says, field by field, as texts that can be compared and shown.

use interdict_model::{
    Address, Dated, Entity, Fact, Identifier, Link, Listing, Name, NameKind, NameParts, SourceRecord, Territory,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What changed in one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field: `names`, `programmes`, `identifiers`, `birthDate`, `listed from`, ...
    pub field: String,
    /// Values that the newer side has and the older does not.
    pub added: Vec<String>,
    /// Values that the older side has and the newer does not.
    pub removed: Vec<String>,
}

/// The changes from one content to another, fields by name; none where only the order differs.
pub fn changes(old: &Entity, new: &Entity) -> Vec<FieldChange> {
    let (was, mut is) = (values(old), values(new));
    let mut out = Vec::new();
    for (field, old) in was {
        let new = is.remove(&field).unwrap_or_default();
        let (added, removed) = (without(&new, &old), without(&old, &new));
        if !(added.is_empty() && removed.is_empty()) {
            out.push(FieldChange { field, added, removed });
        }
    }
    for (field, added) in is.into_iter().filter(|(_, v)| !v.is_empty()) {
        out.push(FieldChange { field, added, removed: Vec::new() });
    }
    out.sort_by(|a, b| a.field.cmp(&b.field));
    out
}

/// Do the two say the same in the same order, wherever they were read from?
pub(super) fn same_in_order(old: &Entity, new: &Entity) -> bool {
    crate::history::content_hash(old) == crate::history::content_hash(new)
}

/// The values of `a` that `b` does not have, counting repeated ones, in the order of `a`.
fn without(a: &[String], b: &[String]) -> Vec<String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for value in b {
        *left.entry(value).or_default() += 1;
    }
    let missing = a.iter().filter(|value| match left.get_mut(value.as_str()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    });
    missing.cloned().collect()
}

/// Every value that a record states. Each struct is taken apart whole, so that a field which the model gains cannot be forgotten
/// here: it does not compile.
fn values(e: &Entity) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut put = |field: &str, value: String| out.entry(field.to_string()).or_default().push(value);
    let Entity {
        source: _,
        id: _,
        schema,
        names,
        identifiers,
        dates,
        territories,
        addresses,
        facts,
        links,
        listings,
        record: SourceRecord { file: _, record: _, line: _ },
    } = e;
    put("schema", schema.to_string());
    for Name { text, kind, language, parts } in names {
        let kind = (*kind != NameKind::Primary).then(|| kind.words().to_string());
        let NameParts { given, middle, family } = parts;
        let part = |label: &str, p: &Option<String>| p.as_ref().map(|p| format!("{label} {p}"));
        let parts = [part("given", given), part("middle", middle), part("family", family)];
        let about = [kind, language.clone()].into_iter().chain(parts);
        put("names", with(text, about));
    }
    for Identifier { kind, value, country, issuer, label, note } in identifiers {
        let label = label.clone().or_else(|| Some(kind.property().to_string()));
        let country = country.map(|c| c.to_string());
        put("identifiers", with(value, [label, country, issuer.clone(), note.clone()]));
    }
    for Dated { property, span } in dates {
        put(property.name(), with(&span.to_string(), [span.text.clone()]));
    }
    for Territory { property, country, text } in territories {
        put(property.name(), with(text, [country.map(|c| c.to_string())]));
    }
    for Address { full, street: _, city, region, postal_code, country, country_text, note } in addresses {
        // The street is in `full`; which of its words are city, region and code can change alone.
        let part = |label: &str, p: &Option<String>| p.as_ref().map(|p| format!("{label} {p}"));
        let country = country_text.clone().or_else(|| country.map(|c| c.to_string()));
        let parts = [part("city", city), part("region", region), part("postal code", postal_code)];
        put("addresses", with(full, [country, note.clone()].into_iter().chain(parts)));
    }
    for Fact { property, value } in facts {
        put(property.name(), value.clone());
    }
    for Link { kind, name, id, text } in links {
        let id = id.as_ref().map(|id| format!("id {id}"));
        put("links", with(&format!("{} {name}", kind.words()), [id, text.clone()]));
    }
    for listing in listings {
        let Listing {
            authority,
            list,
            programmes,
            measures,
            measure_texts,
            from,
            to,
            amended,
            legal_basis,
            reasons,
            certainty,
            references,
        } = listing;
        put("list", format!("{authority}: {list}"));
        programmes.iter().for_each(|p| put("programmes", p.clone()));
        measures.iter().for_each(|m| put("measures", m.to_string()));
        measure_texts.iter().for_each(|m| put("measures as printed", m.clone()));
        from.iter().for_each(|d| put("listed from", d.to_string()));
        to.iter().for_each(|d| put("listed until", d.to_string()));
        amended.iter().for_each(|d| put("amended", d.to_string()));
        legal_basis.iter().for_each(|b| put("legal basis", b.clone()));
        reasons.iter().for_each(|r| put("reasons", r.clone()));
        put("certainty", certainty.to_string());
        references.iter().for_each(|r| put("references", r.clone()));
    }
    out
}

/// `text (a; b)`.
fn with(text: &str, about: impl IntoIterator<Item = Option<String>>) -> String {
    let about: Vec<String> = about.into_iter().flatten().filter(|a| !a.is_empty() && a != text).collect();
    if about.is_empty() { text.to_string() } else { format!("{text} ({})", about.join("; ")) }
}
