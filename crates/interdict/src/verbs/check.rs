//! `interdict check "Dzmitry Lukashenka"`: is this party listed?

mod ofac;

use crate::Common;
use crate::data::Data;
use crate::exit::{Exit, wrong_usage};
use crate::output::{self, Form};
use crate::screening::{self, Answer, Screening};
use interdict_model::{Country, DateSpan, Entity, Kind, Schema};
use interdict_screen::{Gender, Index, Options, Query, search};
use serde_json::json;

/// Ask whether a party is listed: a person, company, ship, aircraft or wallet, in any script
///
/// Numbers in the name (a tail, an IMO number) are looked up as identifiers too. Ends with code 1 where there is a match.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  interdict check \"Dzmitry Lukashenka\"\n  interdict check EW-78843\n  \
    interdict check \"Анатолий Лаппо\" --born 1963-05-24\n  interdict check Belaruskali --id registration_number:600122610\n  \
    interdict check \"Lin Bin Trading\" --address \"1 Main Road, Nicosia\" --country CY")]
pub struct Check {
    /// The name
    #[arg(required_unless_present = "ids", value_name = "NAME")]
    name: Vec<String>,
    /// Date of birth, as far as it is known: 1980-03-23, 1980, 1978-1980
    #[arg(long, value_name = "DATE", value_parser = screening::birth)]
    born: Option<DateSpan>,
    /// Country of nationality, residence, registration or flag (BY, Belarus); may be repeated
    #[arg(long, value_name = "COUNTRY", value_parser = country)]
    country: Vec<Country>,
    /// What it is: person, organization, vessel, aircraft, wallet
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// Gender: male, female
    #[arg(long, value_name = "GENDER", value_parser = gender)]
    gender: Option<Gender>,
    /// An address of the party's, in one line; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    address: Vec<String>,
    /// A number of the party's, `value` or `kind:value` (imo:9187629, tail:EW-78843, msn:..., inn:...); may be repeated
    #[arg(long = "id", value_name = "ID")]
    ids: Vec<String>,
    /// Least score, 0 to 1
    #[arg(long, default_value_t = interdict_screen::DEFAULT_THRESHOLD, value_name = "SCORE", value_parser = screening::threshold)]
    threshold: f32,
    /// Most matches
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    /// How names are compared
    #[arg(long, value_enum, default_value = "screen")]
    mode: Mode,
    /// Least score of --mode ofac-search, 50 to 100, as on the tool's slider [default: 80]
    #[arg(long, value_name = "SCORE", value_parser = ofac::minimum)]
    minimum: Option<u8>,
}

/// How names are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Mode {
    /// As Interdict screens
    Screen,
    /// As OFAC's own search tool does, with its faults: for comparison
    OfacSearch,
}

fn country(text: &str) -> Result<Country, String> {
    Country::parse(text)
        .ok_or_else(|| format!("{text:?} is no country that is known: wanted a name or a code such as BY"))
}

fn kind(text: &str) -> Result<Kind, String> {
    let kind = Schema::parse(text).map(Schema::kind);
    kind.ok_or_else(|| format!("{text:?} is no kind: wanted person, organization, vessel, aircraft or wallet"))
}

fn gender(text: &str) -> Result<Gender, String> {
    Gender::parse(text).ok_or_else(|| format!("{text:?} is no gender that is known: wanted male or female"))
}

impl Check {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        if self.mode == Mode::OfacSearch {
            return self.run_as_ofac(common);
        }
        if self.minimum.is_some() {
            return Err(wrong_usage(
                "--minimum belongs to --mode ofac-search",
                "use --threshold, 0 to 1, or give the mode",
            ));
        }
        let query = Query {
            name: self.name.join(" "),
            kind: self.kind,
            births: self.born.into_iter().collect(),
            gender: self.gender,
            countries: self.country,
            identifiers: self.ids.iter().map(|i| screening::identifier(i)).collect(),
            addresses: self.address,
            ..Query::default()
        };
        let screening = Screening::open(common)?;
        // One more than is shown, to know whether there are more.
        let options = Options { limit: self.limit.saturating_add(1), threshold: self.threshold };
        let mut answers = screening.search(&query, options)?;
        let more = answers.len() > self.limit;
        answers.truncate(self.limit);
        // A family name alone is no match, but who asks for it wants to see who bears it.
        let below = Options { limit: 3, threshold: NEAREST };
        let nearest = if answers.is_empty() && !more { screening.search(&query, below)? } else { Vec::new() };
        match if common.json { Form::Json } else { self.format } {
            Form::Json => output::json(
                &json!({"query": query, "matches": answers, "more": more, "nearest": nearest, "looked_at": screening.data.json()}),
            )?,
            Form::Jsonl => output::json_lines(&answers)?,
            Form::Csv => output::csv(&CSV_HEADER, answers.iter().map(csv_line))?,
            Form::Table => {
                text(&query, &answers, &nearest, &screening.data)?;
                if more {
                    output::text(&format!("There are more than {} matches: --limit shows them.\n", self.limit))?;
                }
            }
        }
        Ok(if answers.is_empty() { Exit::Done } else { Exit::Found })
    }
}

/// Least score of what is shown as nearest where nothing matches.
const NEAREST: f32 = 0.15;

fn text(query: &Query, answers: &[Answer], nearest: &[Answer], data: &Data) -> miette::Result<()> {
    let asked = if query.name.is_empty() { "The number" } else { &query.name };
    let mut text = match answers.len() {
        0 => format!("{asked}: nothing on the lists matches.\n"),
        1 => format!("{asked}: one listed party may be this one.\n\n"),
        n => format!("{asked}: {n} entries may be this party, the likeliest first.\n\n"),
    };
    for (n, answer) in answers.iter().enumerate() {
        text.push_str(&screening::words(n + 1, answer));
        text.push('\n');
    }
    if !answers.is_empty() {
        text.push_str(
            "Points are log-odds, for (+) and against (-); the score is what they amount to between 0 and 1.\n",
        );
    }
    if !nearest.is_empty() {
        text.push_str("Nearest on the lists, below the line at which a name counts as a match:\n");
        for a in nearest {
            let m = &a.found;
            text.push_str(&format!("     {} ({}) {:.2}   {} {}\n", m.name, a.kind, m.score, m.source, m.id));
        }
        text.push_str("A fuller name, a date of birth or a number decides it.\n");
    }
    text.push_str(&format!("{}\n", data.caption()));
    output::text(&text)
}

/// Columns of a match as CSV.
pub const CSV_HEADER: [&str; 10] =
    ["score", "band", "source", "id", "name", "kind", "matched_name", "programmes", "authorities", "since"];

/// A match as a CSV row.
pub fn csv_line(a: &Answer) -> Vec<String> {
    let m = &a.found;
    let authorities: Vec<&str> = a.listings.iter().map(|l| l.authority.as_str()).collect();
    let since: Vec<String> = a.listings.iter().filter_map(|l| l.from).map(|d| d.to_string()).collect();
    vec![
        format!("{:.3}", m.score),
        m.band.to_string(),
        m.source.clone(),
        m.id.clone(),
        m.name.clone(),
        a.kind.to_string(),
        m.matched_name.clone(),
        a.programmes.join("; "),
        authorities.join("; "),
        since.join("; "),
    ]
}

/// The entities that a name means: the best match where it is strong. Else none, and those that it may mean (`source/id name`).
pub fn best(entities: &[Entity], name: &str) -> (Vec<usize>, Vec<String>) {
    let Ok(index) = Index::build(entities) else { return (Vec::new(), Vec::new()) };
    let matches = search(&index, &Query::name(name), Options { limit: 8, threshold: NEAREST });
    match matches.first().filter(|m| m.score >= 0.8) {
        Some(m) => (vec![m.entity as usize], Vec::new()),
        None => (Vec::new(), matches.iter().map(|m| format!("{}/{} {}", m.source, m.id, m.name)).collect()),
    }
}
