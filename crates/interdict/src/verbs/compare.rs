//! `interdict compare us eu`: who is on both lists, who on one only, since when, and the days between.

use crate::data::Data;
use crate::exit::{Exit, wrong_usage};
use crate::output::{self, Form};
use crate::{Common, data};
use interdict_compare::table::{Listed, Scope};
use interdict_compare::{Row, compare, milestones, regime::Regime, resolve};
use interdict_model::Authority;
use jiff::civil::Date;
use miette::{Context, IntoDiagnostic};
use std::path::PathBuf;

/// Set authorities side by side: who acted, who did not, how late
///
/// The days are counted from the first authority to the second: positive where the second came later. A party that one of them does not
/// list, or lists without saying since when, has no lag. Listings of several authorities are taken for one party by
/// identifiers first, then by names with dates; every such tie is in the JSON, and a file can overrule it.
#[derive(clap::Args)]
pub struct Compare {
    /// The authorities: us, eu, uk, un, ca, ch, au
    #[arg(required_unless_present = "milestones", num_args = 1.., value_name = "AUTHORITY")]
    authorities: Vec<Authority>,
    /// Only parties that one of them lists under this programme: a country, or words of the tag
    #[arg(long, value_name = "WORDS")]
    programme: Option<String>,
    /// CSV of rulings `verdict,a,b,reason` that overrule what is taken for one party [default: DATA/rulings.csv]
    #[arg(long, value_name = "FILE")]
    rulings: Option<PathBuf>,
    /// The lags of what is no listing (goods, licences), from a CSV of milestones or the shipped case
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    milestones: Option<Option<PathBuf>>,
    /// Count open gaps up to this day [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

impl Compare {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let form = if common.json { Form::Json } else { self.format };
        if let Some(file) = &self.milestones {
            let on = self.as_of.unwrap_or_else(data::today);
            return milestone_lags(file.as_deref(), form, on);
        }
        if self.authorities.len() < 2 {
            return Err(wrong_usage(
                "one authority has nothing to be compared with",
                "for example: interdict compare us eu",
            ));
        }
        let on = self.as_of.unwrap_or_else(data::today);
        let data = Data::open(common)?;
        let entities = data.entities()?;
        let parties = resolve(&entities, &Data::rulings(common, self.rulings.as_deref(), &entities)?);
        let regime = self.programme.as_deref().map(Regime::parse);
        let whole = data.whole(&entities, regime.as_ref());
        let scope = Scope { regime, whole };
        for authority in &self.authorities {
            if !entities.iter().any(|e| e.listings.iter().any(|l| l.authority == *authority)) {
                eprintln!("No list of {} ({authority}) is loaded: nothing can be said of it.", authority.title());
            }
        }
        let rows = compare(&entities, &parties, &self.authorities, &scope, on);
        match form {
            Form::Json => output::json(&rows)?,
            Form::Jsonl => output::json_lines(&rows)?,
            Form::Csv => self.csv(&rows)?,
            Form::Table => self.table(&rows, &data, on)?,
        }
        Ok(Exit::Done)
    }

    fn csv(&self, rows: &[Row]) -> miette::Result<()> {
        let mut header = vec!["name", "kind", "lag_days", "open_days", "removal_lag_days", "removal_open_days"];
        let columns = ["id", "name", "from", "to", "measure"];
        let per: Vec<String> = self.authorities.iter().flat_map(|a| columns.map(|c| format!("{a}_{c}"))).collect();
        header.extend(per.iter().map(String::as_str));
        let number = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
        let lines = rows.iter().map(|row| {
            let mut line = vec![
                row.name.clone(),
                row.kind.to_string(),
                number(row.lag_days),
                number(row.open_days),
                number(row.removal_lag_days),
                number(row.removal_open_days),
            ];
            for authority in &self.authorities {
                let listed = row.listed.get(authority.as_str()).and_then(Option::as_ref);
                let cell = |f: fn(&Listed) -> Option<String>| listed.and_then(f).unwrap_or_default();
                line.push(cell(|l| Some(l.id.clone())));
                line.push(cell(|l| Some(l.name.clone())));
                line.push(cell(|l| l.from.map(|d| d.to_string())));
                line.push(cell(|l| l.to.map(|d| d.to_string())));
                line.push(cell(|l| l.measure.map(|m| m.words().replace(' ', "_"))));
            }
            line
        });
        output::csv(&header, lines)
    }

    fn table(&self, rows: &[Row], data: &Data, on: Date) -> miette::Result<()> {
        let mut header = vec!["Party".to_string()];
        header.extend(self.authorities.iter().map(|a| a.as_str().to_uppercase()));
        header.push("Days".into());
        header.push("What that means".into());
        let mut table = output::table(&header.iter().map(String::as_str).collect::<Vec<_>>());
        for row in rows {
            let mut line = vec![row.name.clone()];
            line.extend(self.authorities.iter().map(|a| since(row, a)));
            line.push(row.lag_days.map(|d| d.to_string()).unwrap_or_default());
            line.push(self.meaning(row, on));
            table.add_row(line);
        }
        let has = |row: &Row, n: usize| {
            self.authorities.get(n).is_some_and(|a| row.listed.get(a.as_str()).is_some_and(Option::is_some))
        };
        let (a, b) = (self.authorities[0].title(), self.authorities[1].title());
        let both = rows.iter().filter(|r| has(r, 0) && has(r, 1)).count();
        let only_a = rows.iter().filter(|r| has(r, 0) && !has(r, 1)).count();
        let only_b = rows.iter().filter(|r| !has(r, 0) && has(r, 1)).count();
        let mut lags: Vec<i32> = rows.iter().filter_map(|r| r.lag_days).collect();
        lags.sort_unstable();
        let mut text = format!("{table}\n\n{both} on both lists, {only_a} only {a}, {only_b} only {b}.");
        let unknown = rows.iter().filter(|r| !r.not_known.is_empty()).count();
        if unknown > 0 {
            text.push_str(&format!(" For {unknown}, the other side's whole list is not loaded: unknown, not \"no\"."));
        }
        if let (Some(least), Some(most)) = (lags.first(), lags.last()) {
            text.push_str(&format!(
                " Of {} with both days stated, {b} came later for {}, earlier for {}, the same day for {}; from {least} to {most} days, median {}.",
                lags.len(),
                lags.iter().filter(|d| **d > 0).count(),
                lags.iter().filter(|d| **d < 0).count(),
                lags.iter().filter(|d| **d == 0).count(),
                lags[lags.len() / 2],
            ));
        }
        text.push_str(&format!("\n{}\n", data.caption()));
        output::text(&text)
    }

    fn meaning(&self, row: &Row, on: Date) -> String {
        let (a, b) = (self.authorities[0].as_str().to_uppercase(), self.authorities[1].as_str().to_uppercase());
        let of = |n: usize| row.listed.get(self.authorities[n].as_str()).and_then(Option::as_ref);
        let mut said = match (of(0), of(1), row.lag_days) {
            (Some(_), Some(_), Some(0)) => "the same day".to_string(),
            (Some(_), Some(_), Some(d)) if d > 0 => format!("{b} {d} days after {a}"),
            (Some(_), Some(_), Some(d)) => format!("{a} {} days after {b}", -d),
            (Some(_), Some(_), None) => "a day is not stated".to_string(),
            (Some(_), None, _) if row.not_known.iter().any(|k| *k == self.authorities[1]) => format!("{b} unknown"),
            (None, Some(_), _) if row.not_known.iter().any(|k| *k == self.authorities[0]) => format!("{a} unknown"),
            (Some(_), None, _) => format!("not found on the {b} list"),
            (None, Some(_), _) => format!("not found on the {a} list"),
            (None, None, _) => String::new(),
        };
        if let Some(days) = row.open_days {
            said.push_str(&format!(", for {days} days"));
        }
        if let Some(days) = row.removal_open_days {
            let (gone, stands) = if of(0).is_some_and(|l| l.to.is_some()) { (&a, &b) } else { (&b, &a) };
            said.push_str(&format!("; {gone} removed it, {stands} has not for {days} days ({on})"));
        }
        said
    }
}

fn since(row: &Row, authority: &Authority) -> String {
    match row.listed.get(authority.as_str()).and_then(Option::as_ref) {
        None if row.not_known.contains(authority) => "?".into(),
        None => "–".into(),
        Some(l) => {
            let from = l.from.map_or("listed, day not stated".to_string(), |d| d.to_string());
            let to = l.to.map(|d| format!(" to {d}")).unwrap_or_default();
            let mark = if l.certainty == interdict_model::Certainty::Unverified { " (unverified)" } else { "" };
            format!("{from}{to}{mark}")
        }
    }
}

fn milestone_lags(file: Option<&std::path::Path>, form: Form, on: Date) -> miette::Result<Exit> {
    let (name, text) = match file {
        Some(file) => {
            let text = std::fs::read_to_string(file).into_diagnostic();
            (file.display().to_string(), text.wrap_err_with(|| format!("{} cannot be read", file.display()))?)
        }
        None => ("case/belarus-2021/milestones.csv".to_string(), data::CASE_MILESTONES.to_string()),
    };
    let lags = milestones::lags(&milestones::read(&name, &text).into_diagnostic()?, on);
    match form {
        Form::Json => output::json(&lags)?,
        Form::Jsonl => output::json_lines(&lags)?,
        Form::Csv | Form::Table => {
            let header = ["object", "from", "who", "what", "to", "who", "what", "days"];
            let lines = lags.iter().map(|l| {
                let step = |m: &milestones::Milestone| {
                    let day = m.date.map_or("not found".to_string(), |d| d.to_string());
                    [day, m.authority.to_string(), m.text.clone()]
                };
                let mut line = vec![l.object.clone()];
                line.extend(step(&l.leader));
                line.extend(step(&l.follower));
                line.push(match (l.lag_days, l.open_days) {
                    (Some(days), _) => days.to_string(),
                    (_, Some(days)) => format!("open for {days}"),
                    _ => String::new(),
                });
                line
            });
            if form == Form::Csv {
                output::csv(&header, lines)?;
            } else {
                let mut table = output::table(&header);
                lines.for_each(|l| {
                    table.add_row(l);
                });
                output::text(&format!("{table}\n"))?;
            }
        }
    }
    Ok(Exit::Done)
}
