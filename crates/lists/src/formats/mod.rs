//! One reader a format, each in a file of its own, and the table by which a file's format is told.
//!
//! A reader is a pair of functions: `recognise` looks at the head of a file, `read` turns its text into entities and an account. To
//! add a format: write the file, add a variant and a row to [`READERS`]. Order matters where a format is a special case of
//! another: the special one stands first.

use crate::Input;
use crate::account::{OnProblem, Reading};
use crate::problem::{Error, Problem};
use serde::{Deserialize, Serialize};
use std::fmt;

mod au_xlsx;
mod ca_xml;
mod ch_xml;
mod csl;
mod csl_csv;
mod csl_json;
mod dates;
mod eu_csv;
mod eu_journal;
mod eu_terms;
mod eu_xml;
mod ftm;
mod nationality;
mod ofac_advanced;
pub(crate) mod ofac_csv;
mod ofac_enhanced;
mod ofac_parts;
mod ofac_terms;
mod ofac_xml;
mod ofsi_csv;
mod own;
mod targets_simple;
mod uk_csv;
mod uk_terms;
mod uk_xml;
mod un;

pub use ftm::{party_of, party_schema};
pub(crate) use own::says_it_is_a_list;
pub use own::{Mapping, PartyTable, delimiter, disturbed_parties, parties};

/// A format that Interdict reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// OFAC SDN or non-SDN list, CSV (main, address, alias, comments).
    OfacCsv,
    /// OFAC list, legacy XML.
    OfacXml,
    /// OFAC list, ADVANCED XML.
    OfacAdvanced,
    /// OFAC list, ENHANCED XML.
    OfacEnhanced,
    /// United Nations Security Council consolidated list, XML.
    UnXml,
    /// EU consolidated financial sanctions list, XML 1.1.
    EuXml,
    /// EU consolidated financial sanctions list, CSV 1.1.
    EuCsv,
    /// UK Sanctions List, XML.
    UkXml,
    /// UK Sanctions List, CSV.
    UkCsv,
    /// OFSI consolidated list (to January 2026), CSV.
    OfsiCsv,
    /// Canada, SEMA list, XML.
    CaXml,
    /// Australia, DFAT consolidated list, XLSX.
    AuXlsx,
    /// Switzerland, SECO list, XML.
    ChXml,
    /// US Consolidated Screening List, CSV.
    CslCsv,
    /// US Consolidated Screening List, JSON.
    CslJson,
    /// EU Official Journal annexes, CSV.
    EuJournal,
    /// FollowTheMoney entities, JSON lines.
    Ftm,
    /// OpenSanctions targets.simple.csv.
    TargetsSimple,
    /// A list of your own, CSV.
    Own,
}

/// How a format is told and read.
pub struct Reader {
    /// The format.
    pub format: Format,
    /// Its name as a person says it, with its version.
    pub title: &'static str,
    /// Where its schema is published.
    pub schema: &'static str,
    /// Is this the head of such a file? The input is at hand for formats that are no text.
    recognise: fn(&str, &Input) -> bool,
    /// Reads one file, or the files that belong together, the main one first.
    read: fn(&[Input], OnProblem) -> Result<Reading, Error>,
}

/// All readers.
pub static READERS: &[Reader] = &[
    ofac_csv::READER,
    ofac_xml::READER,
    ofac_advanced::READER,
    ofac_enhanced::READER,
    un::READER,
    eu_xml::READER,
    eu_csv::READER,
    uk_xml::READER,
    uk_csv::READER,
    ofsi_csv::READER,
    ca_xml::READER,
    au_xlsx::READER,
    ch_xml::READER,
    csl_csv::READER,
    csl_json::READER,
    eu_journal::READER,
    ftm::READER,
    targets_simple::READER,
    own::READER,
];

impl Format {
    /// The format of a file, told by its content; `None` for a file that is no sanctions list that Interdict knows.
    pub fn recognise(input: &Input) -> Option<Self> {
        let head = input.head();
        READERS.iter().find(|r| (r.recognise)(&head, input)).map(|r| r.format)
    }

    /// Its row in [`READERS`].
    pub fn reader(self) -> Option<&'static Reader> {
        READERS.iter().find(|r| r.format == self)
    }

    /// Its name as a person says it.
    pub fn title(self) -> &'static str {
        self.reader().map_or("", |r| r.title)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// The mapping that lies beside a table of the user's own (`list.yaml` beside `list.csv`), to be read together with it.
pub fn mapping_beside(table: &std::path::Path) -> Option<std::path::PathBuf> {
    own::beside(table)
}

/// Reads files that belong together (most formats: one), the main one first, in the format of the first.
pub fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let first = inputs.first().ok_or_else(|| Problem::new("no file", "a list"))?;
    if first.bytes.is_empty() {
        first.text()?;
    }
    // A mapping beside a table says what the table is, whatever it looks like.
    let format = if own::has_mapping(inputs) { Some(Format::Own) } else { Format::recognise(first) };
    let reader = format.and_then(Format::reader);
    let reader = reader.ok_or_else(|| {
        let head: String = first.head().chars().take(60).collect();
        let advice = "`interdict sources --formats` lists what is read; a list of your own needs a column called name";
        Problem::new(format!("a file that begins {head:?}"), "a sanctions list").in_file(&first.name).advise(advice)
    })?;
    (reader.read)(inputs, on_problem)
}
