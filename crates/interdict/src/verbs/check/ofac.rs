//! `interdict check NAME --mode ofac-search`: what OFAC's own search tool would show, to lay an answer beside it.

use super::Check;
use crate::Common;
use crate::data::Data;
use crate::exit::{Exit, wrong_usage};
use crate::output::{self, Form};
use crate::screening::Screening;
use interdict_screen::{OFAC_LEAST, OFAC_MINIMUM, OfacHit, ofac_search};
use serde_json::json;

/// What every answer of this mode says first.
const CAVEAT: &str = "This imitates OFAC's Sanctions List Search, with its known faults: the order of the words changes what is found, \
                      another script finds nothing, and only the name counts. It is for comparison and no screening.";

/// A setting of the tool's slider.
pub fn minimum(text: &str) -> Result<u8, String> {
    let score = text.parse::<u8>().ok().filter(|s| (OFAC_LEAST..=100).contains(s));
    score.ok_or_else(|| {
        format!("{text:?} is no setting of the tool's slider: wanted a whole number from {OFAC_LEAST} to 100")
    })
}

/// Is this one of OFAC's own lists, or their part of the shipped case? The Consolidated Screening List (`us-csl`) is left
/// out: it mixes OFAC's entries with those of other offices, which the tool does not know.
fn is_ofac(source: &str) -> bool {
    matches!(source, "us-sdn" | "us-cons" | "belarus-2021/us")
}

impl Check {
    /// Runs the verb in this mode.
    pub(super) fn run_as_ofac(&self, common: &Common) -> miette::Result<Exit> {
        let lists = [&self.ids, &self.address].iter().any(|given| !given.is_empty()) || !self.country.is_empty();
        if lists || self.born.is_some() || self.kind.is_some() || self.gender.is_some() {
            return Err(wrong_usage(
                "--mode ofac-search compares names alone, as OFAC's tool does",
                "leave out --born, --country, --kind, --gender, --address and --id, or the mode",
            ));
        }
        let name = self.name.join(" ");
        let minimum = self.minimum.unwrap_or(OFAC_MINIMUM);
        let screening = Screening::open(common)?;
        let mut hits = ofac_search(screening.index(), &name, minimum, is_ofac);
        let all = hits.len();
        hits.truncate(self.limit);
        match if common.json { Form::Json } else { self.format } {
            Form::Json => output::json(&json!({
                "mode": "ofac-search", "caveat": CAVEAT, "query": name, "minimum": minimum, "matches": hits, "more": all > hits.len(),
                "looked_at": screening.data.json(),
            }))?,
            Form::Jsonl => output::json_lines(&hits)?,
            Form::Csv => output::csv(&["score", "source", "id", "name", "matched_name"], hits.iter().map(row))?,
            Form::Table => output::text(&text(&name, minimum, all, &hits, &screening.data))?,
        }
        Ok(if hits.is_empty() { Exit::Done } else { Exit::Found })
    }
}

fn row(hit: &OfacHit) -> Vec<String> {
    vec![hit.score.to_string(), hit.source.clone(), hit.id.clone(), hit.name.clone(), hit.matched_name.clone()]
}

fn text(name: &str, minimum: u8, all: usize, hits: &[OfacHit], data: &Data) -> String {
    let mut text = format!("{CAVEAT}\n\n");
    text.push_str(&match all {
        0 => format!("{name}: OFAC's tool would show nothing at a minimum score of {minimum}.\n"),
        1 => format!("{name}: OFAC's tool would show one entity at a minimum score of {minimum}.\n\n"),
        n => format!("{name}: OFAC's tool would show {n} entities at a minimum score of {minimum}.\n\n"),
    });
    for hit in hits {
        text.push_str(&format!("{:>5}  {}   {} {}\n", hit.score, hit.matched_name, hit.source, hit.id));
        if hit.matched_name != hit.name {
            text.push_str(&format!("       listed as {}\n", hit.name));
        }
    }
    if all > hits.len() {
        text.push_str(&format!("There are {} more: --limit shows them.\n", all - hits.len()));
    }
    text.push_str(&format!("\nOnly entries of OFAC's own lists are shown. {}\n", data.caption()));
    text
}
