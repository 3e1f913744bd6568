//! The YAML file beside a user's table that says what its columns mean.

use super::cells::DateOrder;
use super::columns::Field;
use crate::Input;
use crate::problem::{Error, Problem, shown};
use interdict_model::{Authority, Certainty, Schema};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// As written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    authority: Option<String>,
    source: Option<String>,
    list: Option<String>,
    schema: Option<String>,
    certainty: Option<String>,
    delimiter: Option<String>,
    encoding: Option<String>,
    date_order: Option<DateOrder>,
    complete: Option<bool>,
    #[serde(default)]
    columns: BTreeMap<String, OneOrMore>,
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// What the columns of a table mean, as a file beside it or the command line says; checked.
#[derive(Clone, Default)]
pub struct Mapping {
    pub(super) authority: Option<Authority>,
    pub(super) source: Option<String>,
    pub(super) list: Option<String>,
    pub(super) schema: Option<Schema>,
    pub(super) certainty: Option<Certainty>,
    pub(super) delimiter: Option<u8>,
    pub(super) encoding: Option<&'static encoding_rs::Encoding>,
    pub(super) date_order: Option<DateOrder>,
    pub(super) complete: Option<bool>,
    /// Title of a column to what it says.
    pub(super) columns: BTreeMap<String, Field>,
}

/// Is this input a mapping, going by its name?
pub(super) fn is_mapping(input: &Input) -> bool {
    let name = input.file_name().to_ascii_lowercase();
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// The mapping that lies beside a table: `list.yaml`, `list.yml`, `list.mapping.yaml` or `list.mapping.yml` for `list.csv`.
pub(crate) fn beside(table: &Path) -> Option<PathBuf> {
    let ends = ["yaml", "yml", "mapping.yaml", "mapping.yml"];
    ends.iter().map(|end| table.with_extension(end)).find(|path| path.is_file())
}

impl Mapping {
    /// Reads a mapping; what it says must be understood, all of it.
    ///
    /// # Errors
    /// A file that is no such YAML, and a key or word in it that is not known.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let text = input.text()?;
        let file = |p: Problem| p.in_file(&input.name);
        let written: Written = serde_saphyr::from_str(&text).map_err(|e| {
            let wanted = "a mapping as docs/src/own-lists.md describes it";
            file(Problem::new(format!("YAML that does not fit ({})", first_line(&e.to_string())), wanted))
        })?;
        let bad = |field: &str, found: &str, wanted: &str| file(Problem::new(shown(found), wanted).in_field(field));
        let mut out = Self {
            source: written.source,
            list: written.list,
            date_order: written.date_order,
            complete: written.complete,
            ..Self::default()
        };
        if let Some(code) = written.authority {
            let authority = Authority::new(&code);
            out.authority =
                Some(authority.map_err(|_| bad("authority", &code, "a code such as us, eu, uk, un, house"))?);
        }
        if let Some(word) = written.schema {
            out.schema =
                Some(Schema::parse(&word).ok_or_else(|| bad("schema", &word, "Person, Company, Vessel, ..."))?);
        }
        if let Some(word) = written.certainty {
            let wanted = "official, confirmed, found, inferred or unverified";
            out.certainty = Some(Certainty::parse(&word).ok_or_else(|| bad("certainty", &word, wanted))?);
        }
        if let Some(text) = written.delimiter {
            let one = match text.as_bytes() {
                [b] if b.is_ascii() => Some(*b),
                b"\\t" | b"tab" => Some(b'\t'),
                _ => None,
            };
            out.delimiter = Some(one.ok_or_else(|| bad("delimiter", &text, "one character such as ; or tab"))?);
        }
        if let Some(label) = written.encoding {
            let known = encoding_rs::Encoding::for_label(label.as_bytes());
            out.encoding = Some(known.ok_or_else(|| bad("encoding", &label, "an encoding such as windows-1252"))?);
        }
        for (name, titles) in written.columns {
            let advice = "the names are listed in docs/src/own-lists.md";
            let field = Field::named(&name)
                .ok_or_else(|| bad("columns", &name, "a native column such as name or birth_date").advise(advice))?;
            let titles = match titles {
                OneOrMore::One(title) => vec![title],
                OneOrMore::More(titles) => titles,
            };
            for title in titles {
                if out.columns.insert(title.trim().to_string(), field).is_some_and(|before| before != field) {
                    return Err(bad("columns", &title, "each column of the table named once").into());
                }
            }
        }
        Ok(out)
    }

    /// The column of this title holds the native column or property `name`; goes before what was said of either before.
    ///
    /// # Errors
    /// A name that is not known.
    pub fn set(&mut self, name: &str, title: &str) -> Result<(), Problem> {
        let advice = "the names are listed in docs/src/own-lists.md";
        let wanted = "a native column such as name or birth_date";
        let bad = || Problem::new(shown(name), wanted).advise(advice);
        let field = Field::named(name.trim()).ok_or_else(bad)?;
        self.columns.insert(title.trim().to_string(), field);
        Ok(())
    }

    /// The delimiter that it names.
    pub fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }

    /// The encoding that it names.
    pub fn encoding(&self) -> Option<&'static encoding_rs::Encoding> {
        self.encoding
    }

    /// A problem where the mapping names a column that the table does not have.
    pub(super) fn check(&self, mapping: &str, table: &str, titles: &[String]) -> Result<(), Problem> {
        let missing = self.columns.keys().filter(|title| !titles.contains(title));
        let missing: Vec<String> = missing.map(|title| format!("'{title}'")).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let found = format!("{}, which {table} does not have", missing.join(", "));
        let wanted = format!("columns of the table: {}", titles.join(", "));
        let advice = "titles are compared letter by letter, in case and blanks within";
        Err(Problem::new(found, wanted).in_file(mapping).in_field("columns").advise(advice))
    }
}

/// A parser's message without its picture of the source.
fn first_line(message: &str) -> &str {
    message.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or(message)
}
