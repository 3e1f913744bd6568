//! A batch of parties in, their matches out: one pure function over Arrow record batches.
//!
//! The same function runs on the cores of one machine and on a fleet. Columns are flat, so that any engine can plan them. A party that
//! matches nothing has no row in the answer; the caller, who holds the parties, knows them by their `row`. How parties come into a
//! batch ([`PartyRows`]) and how they come out of it again (`query`) stand side by side here, so that the two stay one.

use crate::index::{Gender, Index};
use crate::query::{Match, Options, Query};
use crate::search::Searcher;
use arrow_array::builder::{Float32Builder, ListBuilder, StringBuilder, UInt32Builder, UInt64Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{Array, ArrayRef, GenericStringArray, ListArray, RecordBatch, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use interdict_model::{Country, DateSpan, Entity, IdKind, Identifier, Kind, Property};
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use std::sync::Arc;

/// The columns of a batch of parties.
///
/// | column | holds |
/// |---|---|
/// | `row` | the number of the party in its input, as the caller counts |
/// | `id` | its id, null where it has none |
/// | `names` | its names, the main one first |
/// | `kind` | `person`, `organization`, ...; null where that is not known |
/// | `birth` | its date of birth, as far as it is known: `1980-03-23`, `1980`, `circa 1958`, `1953 to 1958` |
/// | `countries` | two-letter codes |
/// | `identifiers` | `kind:value` or `kind:value(CC)` |
/// | `gender` | as the input has it |
pub fn party_schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, true);
    let texts = |name| Field::new_list(name, Field::new_list_field(DataType::Utf8, true), true);
    Arc::new(Schema::new(vec![
        Field::new("row", DataType::UInt64, false),
        text("id"),
        texts("names"),
        text("kind"),
        text("birth"),
        texts("countries"),
        texts("identifiers"),
        text("gender"),
    ]))
}

/// The columns of a batch of matches, one row a match, in the order of the parties and the best match of each first.
///
/// | column | holds |
/// |---|---|
/// | `row` | the party's |
/// | `rank` | 1 for its best match |
/// | `entity` | ordinal of the listed entity in the index |
/// | `score`, `points`, `band` | see [`Match`] |
/// | `source`, `listed_id`, `listed_name` | the listed entity |
/// | `matched_name`, `matched_kind` | which of its names |
/// | `evidence` | the evidence in words, `; ` between |
/// | `detail` | the whole [`Match`] as JSON |
pub fn match_schema() -> SchemaRef {
    let text = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        Field::new("row", DataType::UInt64, false),
        Field::new("rank", DataType::UInt32, false),
        Field::new("entity", DataType::UInt32, false),
        Field::new("score", DataType::Float32, false),
        Field::new("points", DataType::Float32, false),
        text("band"),
        text("source"),
        text("listed_id"),
        text("listed_name"),
        text("matched_name"),
        text("matched_kind"),
        text("evidence"),
        text("detail"),
    ]))
}

/// Gathers parties into a batch of [`party_schema`].
#[derive(Default)]
pub struct PartyRows {
    row: UInt64Builder,
    id: StringBuilder,
    names: ListBuilder<StringBuilder>,
    kind: StringBuilder,
    birth: StringBuilder,
    countries: ListBuilder<StringBuilder>,
    identifiers: ListBuilder<StringBuilder>,
    gender: StringBuilder,
}

impl PartyRows {
    /// Adds a party under the number by which the caller knows it.
    pub fn push(&mut self, row: u64, party: &Entity) {
        self.row.append_value(row);
        self.id.append_option(Some(&party.id).filter(|id| !id.is_empty()));
        let main = party.name();
        let others = party.names.iter().map(|n| n.text.as_str()).filter(|n| *n != main);
        for name in Some(main).filter(|n| !n.is_empty()).into_iter().chain(others) {
            self.names.values().append_value(name);
        }
        self.names.append(true);
        let kind = party.schema.kind();
        self.kind.append_option(Some(kind.as_str()).filter(|_| kind != Kind::Unknown));
        self.birth.append_option(party.dates_of(Property::BirthDate).next().map(ToString::to_string));
        for country in party.territories.iter().filter_map(|t| t.country) {
            self.countries.values().append_value(country.code());
        }
        self.countries.append(true);
        for identifier in &party.identifiers {
            self.identifiers.values().append_value(written(identifier));
        }
        self.identifiers.append(true);
        self.gender.append_option(party.facts_of(Property::Gender).next());
    }

    /// The batch.
    ///
    /// # Errors
    /// Only if Arrow refuses its columns.
    pub fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.row.finish()),
            Arc::new(self.id.finish()),
            Arc::new(self.names.finish()),
            Arc::new(self.kind.finish()),
            Arc::new(self.birth.finish()),
            Arc::new(self.countries.finish()),
            Arc::new(self.identifiers.finish()),
            Arc::new(self.gender.finish()),
        ];
        RecordBatch::try_new(party_schema(), columns)
    }
}

/// The matches of a batch of parties, as [`match_schema`] says.
///
/// `row` and `names` must be there; of the other columns of [`party_schema`] those that are there count, and further ones are passed over. A
/// party is asked for under each of its names; a listed entity stands in its answer once, under the name that fits best.
///
/// # Errors
/// A column that is missing or of another type, and a value that is not what its column holds.
pub fn screen_batch(index: &Index, batch: &RecordBatch, options: Options) -> Result<RecordBatch, ArrowError> {
    let parties = Parties::of(batch)?;
    let mut out = MatchRows::default();
    let mut searcher = Searcher::new(index);
    for at in 0..batch.num_rows() {
        let found = searcher.search(&parties.query(at)?, options);
        let row = parties.rows.value(at);
        for (rank, found) in (1..).zip(&found) {
            out.push(row, rank, found)?;
        }
    }
    out.finish()
}

/// The columns of a batch of parties, found by name.
struct Parties<'b> {
    rows: &'b UInt64Array,
    names: &'b ListArray,
    kind: Option<&'b GenericStringArray<i32>>,
    birth: Option<&'b GenericStringArray<i32>>,
    countries: Option<&'b ListArray>,
    identifiers: Option<&'b ListArray>,
    gender: Option<&'b GenericStringArray<i32>>,
}

impl<'b> Parties<'b> {
    fn of(batch: &'b RecordBatch) -> Result<Self, ArrowError> {
        let wrong =
            |name: &str| ArrowError::SchemaError(format!("parties: column {name} is missing or of another type"));
        let rows = batch.column_by_name("row").and_then(|c| c.as_primitive_opt::<UInt64Type>());
        let list = |name: &str| match batch.column_by_name(name) {
            None => Ok(None),
            Some(c) => match c.as_list_opt::<i32>().filter(|l| l.values().as_string_opt::<i32>().is_some()) {
                None => Err(wrong(name)),
                found => Ok(found),
            },
        };
        let text = |name: &str| match batch.column_by_name(name) {
            None => Ok(None),
            Some(c) => c.as_string_opt::<i32>().map(Some).ok_or_else(|| wrong(name)),
        };
        Ok(Self {
            rows: rows.ok_or_else(|| wrong("row"))?,
            names: list("names")?.ok_or_else(|| wrong("names"))?,
            kind: text("kind")?,
            birth: text("birth")?,
            countries: list("countries")?,
            identifiers: list("identifiers")?,
            gender: text("gender")?,
        })
    }

    /// The party in this place of the batch as a query, under all its names.
    fn query(&self, at: usize) -> Result<Query, ArrowError> {
        let bad = |column: &str, value: &str| {
            ArrowError::ParseError(format!("parties, row {}: {column}: cannot read {value:?}", self.rows.value(at)))
        };
        let text = |column: Option<&'b GenericStringArray<i32>>| {
            column.filter(|c| c.is_valid(at)).map(|c| c.value(at)).filter(|v| !v.is_empty())
        };
        let kind = text(self.kind).map(|k| word::<Kind>(k).ok_or_else(|| bad("kind", k))).transpose()?;
        let birth = text(self.birth).map(|b| DateSpan::parse(b).ok_or_else(|| bad("birth", b))).transpose()?;
        let mut query = Query { kind, births: birth.into_iter().collect(), ..Query::default() };
        query.gender = text(self.gender).and_then(Gender::parse);
        each(self.countries, at, |code| {
            query.countries.push(Country::from_code(code).ok_or_else(|| bad("countries", code))?);
            Ok(())
        })?;
        each(self.identifiers, at, |text| {
            query.identifiers.push(identifier(text).ok_or_else(|| bad("identifiers", text))?);
            Ok(())
        })?;
        each(Some(self.names), at, |name| {
            if query.name.is_empty() {
                query.name.push_str(name);
            } else {
                query.other_names.push(name.to_string());
            }
            Ok(())
        })?;
        Ok(query)
    }
}

/// The texts of a list, in one place of its column.
fn each(
    column: Option<&ListArray>,
    at: usize,
    mut f: impl FnMut(&str) -> Result<(), ArrowError>,
) -> Result<(), ArrowError> {
    let Some(list) = column.filter(|c| c.is_valid(at)) else { return Ok(()) };
    let Some(values) = list.values().as_string_opt::<i32>() else { return Ok(()) };
    let offsets = list.value_offsets();
    let (Some(from), Some(to)) = (offsets.get(at), offsets.get(at + 1)) else { return Ok(()) };
    for n in *from as usize..*to as usize {
        if values.is_valid(n) {
            f(values.value(n))?;
        }
    }
    Ok(())
}

/// A word of an enum as serde writes it.
fn word<'t, T: Deserialize<'t>>(text: &'t str) -> Option<T> {
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(text)).ok()
}

/// `kind:value` or `kind:value(CC)`.
fn written(identifier: &Identifier) -> String {
    let kind = id_word(identifier.kind);
    match identifier.country {
        Some(country) => format!("{kind}:{}({country})", identifier.value),
        None => format!("{kind}:{}", identifier.value),
    }
}

/// What [`written`] wrote.
fn identifier(text: &str) -> Option<Identifier> {
    let (kind, value) = text.split_once(':')?;
    let kind = word::<IdKind>(kind)?;
    let country = value.strip_suffix(')').and_then(|v| v.rsplit_once('('));
    let country = country.and_then(|(value, code)| Some((value, Country::from_code(code)?)));
    Some(match country {
        Some((value, country)) => Identifier { country: Some(country), ..Identifier::new(kind, value) },
        None => Identifier::new(kind, value),
    })
}

/// The word that serde writes for a kind of identifier.
fn id_word(kind: IdKind) -> String {
    json_word(&kind)
}

fn json_word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[derive(Default)]
struct MatchRows {
    row: UInt64Builder,
    rank: UInt32Builder,
    entity: UInt32Builder,
    score: Float32Builder,
    points: Float32Builder,
    texts: [StringBuilder; 8],
}

impl MatchRows {
    fn push(&mut self, row: u64, rank: u32, m: &Match) -> Result<(), ArrowError> {
        self.row.append_value(row);
        self.rank.append_value(rank);
        self.entity.append_value(m.entity);
        self.score.append_value(m.score);
        self.points.append_value(m.points);
        let detail = serde_json::to_string(m).map_err(|e| ArrowError::ExternalError(Box::new(e)))?;
        let evidence = m.evidence.iter().map(|e| e.words.as_str()).collect::<Vec<_>>().join("; ");
        let texts = [
            m.band.to_string(),
            m.source.clone(),
            m.id.clone(),
            m.name.clone(),
            m.matched_name.clone(),
            json_word(&m.matched_kind),
            evidence,
            detail,
        ];
        for (builder, text) in self.texts.iter_mut().zip(texts) {
            builder.append_value(text);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.row.finish()),
            Arc::new(self.rank.finish()),
            Arc::new(self.entity.finish()),
            Arc::new(self.score.finish()),
            Arc::new(self.points.finish()),
        ];
        columns.extend(self.texts.iter_mut().map(|b| Arc::new(b.finish()) as ArrayRef));
        RecordBatch::try_new(match_schema(), columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interdict_model::{Name, NameKind, Schema};

    fn party(name: &str) -> Entity {
        let mut e = Entity::new("t", name, Schema::Person);
        e.add_name(Name::new(NameKind::Primary, name));
        e
    }

    #[test]
    fn a_party_asked_under_two_names_has_each_listed_entity_once_by_the_better_one() {
        let index = Index::build(&[party("Dzmitry Lukashenka"), party("Somebody Else")]).expect("an index");
        let mut asked = party("Dmitrij Lukaschenko");
        asked.add_name(Name::new(NameKind::Alias, "Dzmitry Lukashenka"));
        let mut rows = PartyRows::default();
        rows.push(7, &party("Zebediah Quimbleforth"));
        rows.push(9, &asked);
        let batch = rows.finish().expect("a batch");
        let matches = screen_batch(&index, &batch, Options::default()).expect("screens");
        assert_eq!(matches.num_rows(), 1, "row 7 matches nothing and has no row");
        assert_eq!(matches.column(0).as_primitive::<UInt64Type>().value(0), 9);
        let detail = matches.column_by_name("detail").expect("there").as_string::<i32>().value(0);
        let found: Match = serde_json::from_str(detail).expect("a match");
        assert_eq!(found.asked_name, "Dzmitry Lukashenka");
        let query = Query { kind: Some(Kind::Person), ..Query::name("Dzmitry Lukashenka") };
        assert_eq!(found, crate::search(&index, &query, Options::default())[0]);
    }

    #[test]
    fn what_goes_into_a_batch_comes_out_of_it_as_the_same_query() {
        let mut e = party("A B");
        e.add_date(Property::BirthDate, DateSpan::parse("circa 1958").expect("a date"));
        e.add_territory(Property::Nationality, "Belarus");
        let by = Country::from_code("BY");
        e.add_identifier(Identifier { country: by, ..Identifier::new(IdKind::Passport, "MP: 12(3)") });
        e.add_identifier(Identifier::new(IdKind::Other, "AB (1)"));
        let mut rows = PartyRows::default();
        rows.push(1, &e);
        let batch = rows.finish().expect("a batch");
        let asked = Parties::of(&batch).expect("columns").query(0).expect("reads");
        assert_eq!(
            (asked.name.as_str(), asked.kind, asked.countries.clone()),
            ("A B", Some(Kind::Person), vec![by.expect("BY")])
        );
        assert_eq!(asked.identifiers, e.identifiers);
        assert_eq!(asked.births.first().map(ToString::to_string).as_deref(), Some("circa 1958"));
    }

    #[test]
    fn a_batch_without_names_or_with_a_date_that_is_none_is_refused_by_name() {
        let index = Index::build(&[party("A B")]).expect("an index");
        let mut rows = PartyRows::default();
        rows.push(4, &party("A B"));
        let batch = rows.finish().expect("a batch");
        let e =
            screen_batch(&index, &batch.project(&[0]).expect("one column"), Options::default()).expect_err("no names");
        assert!(e.to_string().contains("names"), "{e}");
        let mut columns = batch.columns().to_vec();
        columns[4] = Arc::new(GenericStringArray::<i32>::from(vec!["no date"]));
        let bad = RecordBatch::try_new(party_schema(), columns).expect("a batch");
        let e = screen_batch(&index, &bad, Options::default()).expect_err("no date");
        assert!(e.to_string().contains("row 4: birth"), "{e}");
    }
}
