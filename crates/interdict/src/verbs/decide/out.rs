//! Decisions into a file, for programs and tables.

use interdict_law::{Decision, Verdict};
use miette::{Context, IntoDiagnostic, miette};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes the decisions in the form that the file's name asks for.
pub fn write(file: &Path, decisions: &[Decision]) -> miette::Result<()> {
    let form = file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if !["csv", "json", "jsonl"].contains(&form.as_str()) {
        return Err(miette!(
            help = "name it .csv, .json or .jsonl",
            "{}: its name does not say in which form",
            file.display()
        ));
    }
    let create =
        || File::create(file).into_diagnostic().wrap_err_with(|| format!("{} cannot be written", file.display()));
    match form.as_str() {
        "csv" => csv(create()?, decisions),
        "json" => {
            let mut out = BufWriter::new(create()?);
            serde_json::to_writer_pretty(&mut out, decisions).into_diagnostic()?;
            out.flush().into_diagnostic()
        }
        _ => {
            let mut out = BufWriter::new(create()?);
            for decision in decisions {
                serde_json::to_writer(&mut out, decision).into_diagnostic()?;
                out.write_all(b"\n").into_diagnostic()?;
            }
            out.flush().into_diagnostic()
        }
    }
}

fn csv(file: File, decisions: &[Decision]) -> miette::Result<()> {
    let mut out = csv::Writer::from_writer(BufWriter::new(file));
    let authorities: Vec<&str> =
        decisions.first().map_or(Vec::new(), |d| d.authorities.iter().map(|r| r.authority.as_str()).collect());
    let mut header: Vec<String> = ["id", "as_of", "verdict"].map(String::from).into();
    header.extend(authorities.iter().flat_map(|a| [a.to_string(), format!("{a}_until"), format!("{a}_because")]));
    header.extend(["unverified", "questions", "next_change", "next_change_why", "faults"].map(String::from));
    out.write_record(&header).into_diagnostic()?;
    for d in decisions {
        let mut row = vec![d.id.clone(), d.as_of.to_string(), d.verdict.to_string()];
        for r in &d.authorities {
            let because = r.reasons.iter().filter(|x| x.verdict == r.verdict && r.verdict > Verdict::NoNexus);
            let because: Vec<&str> = because.map(|x| x.measure.as_str()).collect();
            row.push(r.verdict.to_string());
            row.push(r.until.as_ref().map(ToString::to_string).unwrap_or_default());
            row.push(because.join("; "));
        }
        let unverified: Vec<&str> = d.authorities.iter().flat_map(|r| &r.unverified).map(String::as_str).collect();
        row.push(unverified.join("; "));
        row.push(d.questions.iter().map(|q| q.asks.as_str()).collect::<Vec<_>>().join(" "));
        let next = d.next_change.as_ref();
        row.push(next.map(|n| n.at.to_string()).unwrap_or_default());
        let why = |n: &interdict_law::Change| {
            let turns =
                n.changes.iter().map(|t| format!("{} {} to {}: {}", t.authority, t.before, t.after, t.why.join(", ")));
            turns.collect::<Vec<_>>().join("; ")
        };
        row.push(next.map(why).unwrap_or_default());
        row.push(d.faults.join("; "));
        out.write_record(&row).into_diagnostic()?;
    }
    out.flush().into_diagnostic()
}
