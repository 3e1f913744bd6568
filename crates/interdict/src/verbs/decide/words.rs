//! Decisions as people read them: a table of many, the proof of one, a line of time.

use crate::output;
use comfy_table::ColumnConstraint;
use interdict_law::{Act, Change, Decision, ExitKind, ExitTried, Reason, Ruling, Step, Stretch, Truth, Verdict};
use interdict_model::Authority;
use std::fmt::Write as _;

/// What the signs mean.
pub const LEGEND: &str = "■ forbidden  ⚿ licence needed  ? a question is open  ◷ allowed until  ◐ not bound, but exposed  ○ nothing found against it  – this law does not reach it";

fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Prohibited => '■',
        Verdict::NeedsLicence => '⚿',
        Verdict::Undetermined => '?',
        Verdict::Licensed => '◷',
        Verdict::Exposed => '◐',
        Verdict::Clear => '○',
        Verdict::NoNexus => '–',
    }
}

fn short(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Prohibited => "forbidden",
        Verdict::NeedsLicence => "licence",
        Verdict::Undetermined => "open",
        Verdict::Licensed => "licensed",
        Verdict::Exposed => "exposed",
        Verdict::Clear => "clear",
        Verdict::NoNexus => "none",
    }
}

/// Sign and word of a verdict.
pub fn whole(verdict: Verdict) -> String {
    format!("{} {}", sign(verdict), short(verdict))
}

/// A table: a row an act, a column an authority; those that reach none of the acts are left out.
pub fn table(decisions: &[Decision]) -> String {
    let mut order: Vec<&str> = ["us", "eu", "uk", "ca", "ch", "lt"].into();
    let all = decisions.first().map_or(&[][..], |d| &d.authorities);
    order
        .extend(all.iter().map(|r| r.authority.as_str()).filter(|a| !["us", "eu", "uk", "ca", "ch", "lt"].contains(a)));
    let reaches = |a: &&str| {
        decisions.iter().flat_map(|d| &d.authorities).any(|r| r.authority == *a && r.verdict != Verdict::NoNexus)
    };
    order.retain(reaches);
    let mut header = vec!["Day".to_string(), "Act".to_string()];
    header.extend(order.iter().map(|a| a.to_uppercase()));
    header.push("Changes next".to_string());
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = output::table(&header);
    // Only what the act is may wrap: days and verdicts are read at a glance.
    for (at, column) in table.column_iter_mut().enumerate() {
        if at != 1 {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let mut shortened = false;
    for d in decisions {
        let what = d.act.note.clone().unwrap_or_else(|| d.id.clone());
        let mut row = vec![day(&d.as_of.to_string()), what];
        for authority in &order {
            let ruling = d.authorities.iter().find(|r| r.authority == *authority);
            row.push(ruling.map_or(String::new(), |r| {
                let mark = if r.unverified.is_empty() || r.verdict <= Verdict::Clear { "" } else { " *" };
                shortened |= !mark.is_empty();
                match &r.until {
                    Some(until) => format!("{} to {}{mark}", sign(r.verdict), until.date()),
                    None => format!("{} {}{mark}", sign(r.verdict), short(r.verdict)),
                }
            }));
        }
        row.push(d.next_change.as_ref().map_or("-".to_string(), next));
        table.add_row(row);
    }
    let mut out = format!("{table}\n");
    if shortened {
        out.push_str("* rests on law that is not verified; the proof says which\n");
    }
    let open: Vec<&Decision> = decisions.iter().filter(|d| d.verdict == Verdict::Undetermined).collect();
    for d in open {
        if let Some(q) = d.questions.first() {
            let _ = writeln!(out, "? {}: {}", d.id, q.asks);
        }
    }
    for d in decisions.iter().filter(|d| !d.faults.is_empty()) {
        let _ = writeln!(out, "! {}: {}", d.id, d.faults.join("; "));
    }
    out
}

fn next(change: &Change) -> String {
    let turns: Vec<String> =
        change.changes.iter().map(|t| format!("{} {}", t.authority.to_uppercase(), sign(t.after))).collect();
    format!("{} {}", change.at.date(), turns.join(", "))
}

/// A time without its zone, which the proof has: `2021-12-08 07:00`.
fn day(when: &str) -> String {
    match when.split_once('[') {
        Some((time, _)) => time.replace('T', " "),
        None => when.replace('T', " "),
    }
}

/// What the verdict is, in a sentence.
fn sentence(r: &Ruling) -> String {
    let law = law_of(&r.authority);
    let until = r.until.as_ref().map(|u| format!(" until {}", u.words())).unwrap_or_default();
    match r.verdict {
        Verdict::Prohibited => format!("{law} forbids this."),
        Verdict::NeedsLicence => format!("{law} forbids this without a licence, and provides for one."),
        Verdict::Undetermined => format!("{law}: a question is open."),
        Verdict::Licensed => format!("{law} allows this{until}, by a licence or wind-down."),
        Verdict::Exposed if r.nexus == Truth::No => {
            format!("{law} does not bind those who do this. Doing it can still get them listed.")
        }
        Verdict::Exposed => format!("{law} may not bind those who do this. Doing it can still get them listed."),
        Verdict::Clear => format!("{law}: nothing found against it."),
        Verdict::NoNexus => format!("{law} does not reach this."),
    }
}

fn law_of(authority: &str) -> String {
    let adjective = match authority {
        "us" => "US",
        "eu" => "EU",
        "uk" => "UK",
        "ca" => "Canadian",
        "ch" => "Swiss",
        "lt" => "Lithuanian",
        other => {
            return format!(
                "The law of {}",
                Authority::new(other).map_or(other.to_string(), |a| a.title().to_string())
            );
        }
    };
    format!("{adjective} law")
}

/// A decision with its whole proof.
pub fn proof(d: &Decision) -> String {
    let mut out = String::new();
    let what = d.act.note.as_deref().map(|n| format!(": {n}")).unwrap_or_default();
    let known = d.known_at.map(|k| format!(", by what was published by {k}")).unwrap_or_default();
    let _ = writeln!(out, "{}{what}\nJudged as of {}{known}.\n", d.id, d.as_of);
    let mut rulings: Vec<&Ruling> = d.authorities.iter().collect();
    rulings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| a.authority.cmp(&b.authority)));
    for r in rulings {
        let _ = writeln!(out, "{} {}", sign(r.verdict), sentence(r));
        ruling(&mut out, r);
    }
    if !d.questions.is_empty() {
        let _ = writeln!(out, "\nWhat would settle it, the cheapest answer first:");
        for q in &d.questions {
            let _ = writeln!(out, "  ? {}  ({}; for {})", q.asks, q.field, q.hangs.join(", "));
        }
    }
    if let Some(change) = &d.next_change {
        let _ = writeln!(out, "\nIt changes next, {}:", change.at.words());
        for t in &change.changes {
            let why = if t.why.is_empty() { String::new() } else { format!(" ({})", t.why.join(", ")) };
            let _ = writeln!(out, "  {}: {} becomes {}{why}", law_of(&t.authority), short(t.before), short(t.after));
        }
    }
    for (list, lead) in [(&d.faults, "Wrong in the act, and taken as unknown"), (&d.caveats, "Not covered")] {
        for line in list {
            let _ = writeln!(out, "{lead}: {line}.");
        }
    }
    out
}

fn ruling(out: &mut String, r: &Ruling) {
    let ties: Vec<String> = r
        .links
        .iter()
        .map(|l| {
            let found = if l.found.is_empty() { String::new() } else { format!(": {}", l.found.join(", ")) };
            let may = if l.truth == Truth::Yes { "" } else { "may be: " };
            format!("{may}{}{found}", l.title)
        })
        .collect();
    if r.verdict != Verdict::NoNexus && !ties.is_empty() {
        let _ = writeln!(out, "    tied by: {}", ties.join("; "));
    }
    for reason in &r.reasons {
        measure(out, reason);
    }
    for near in &r.ruled_out {
        let _ = writeln!(out, "    not by {} ({}), {}: {}", near.measure, near.title, near.subject, near.because);
    }
    for (list, lead) in [(&r.duties, "duty"), (&r.unverified, "UNVERIFIED"), (&r.notes, "note")] {
        for line in list {
            let _ = writeln!(out, "    {lead}: {line}");
        }
    }
}

fn measure(out: &mut String, r: &Reason) {
    let since = r.since.as_ref().map(|s| format!(", since {}", s.words())).unwrap_or_default();
    let _ = writeln!(out, "    {} {}: {} ({})", sign(r.verdict), r.measure, r.title, r.subject);
    let _ = writeln!(out, "      {}, {}{since}", r.instrument, r.article);
    steps(out, &r.steps, 8);
    for exit in &r.exits {
        way_out(out, exit);
    }
    let _ = writeln!(out, "      source ({}): {}", r.confidence.as_str(), r.source);
}

fn way_out(out: &mut String, e: &ExitTried) {
    let lead = format!("way out, {} ({}): {}", e.kind.words(), e.article, e.title);
    let until = e.until.as_ref().map(|u| format!(", until {}", u.words())).unwrap_or_default();
    match (e.open, e.kind) {
        (Truth::No, _) => {
            let _ = writeln!(out, "      {lead}; closed, because {}", closed(e));
        }
        (Truth::Yes, ExitKind::Derogation) => {
            let _ = writeln!(out, "      {lead}; the authority may permit it{until}");
        }
        (Truth::Yes, _) => {
            let _ = writeln!(out, "      {lead}; OPEN{until}");
        }
        (Truth::Unknown, _) => {
            let _ = writeln!(out, "      {lead}; open or not: unknown{until}");
        }
    }
    if e.open != Truth::No {
        steps(out, &e.steps, 10);
        for s in e.except.iter().filter(|s| s.truth != Truth::No) {
            let _ = writeln!(out, "          {} not covered: {}{}", mark(s.truth), s.says, found(s));
        }
    }
}

/// What keeps a way out shut.
fn closed(e: &ExitTried) -> String {
    if e.in_time == Truth::No {
        return match (&e.since, &e.until) {
            (_, Some(until)) => format!(
                "it stands only until {until}, and from {}",
                e.since.as_ref().map_or("the beginning".into(), ToString::to_string)
            ),
            (Some(since), None) => format!("it begins: {}", since.words()),
            (None, None) => "it does not stand on that day".to_string(),
        };
    }
    let not_covered = e
        .except
        .iter()
        .find(|s| s.truth == Truth::Yes)
        .map(|s| format!("it does not cover that {}{}", s.says, found(s)));
    let failing = e.steps.iter().find(|s| s.truth == Truth::No).map(|s| format!("not so: {}{}", s.says, found(s)));
    failing.or(not_covered).unwrap_or_default()
}

fn steps(out: &mut String, steps: &[Step], indent: usize) {
    for s in steps {
        let _ = writeln!(out, "{:indent$}{} {}{}", "", mark(s.truth), s.says, found(s));
        // Of alternatives, those that made it so; all where none did.
        let telling: Vec<&Step> = s.steps.iter().filter(|inner| inner.truth == s.truth).collect();
        for inner in telling {
            self::steps(out, std::slice::from_ref(inner), indent + 2);
        }
    }
}

fn found(s: &Step) -> String {
    match (s.found.is_empty(), s.from.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!(": {}", s.found),
        (false, false) => format!(": {}  [{}]", s.found, s.from),
    }
}

fn mark(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no ",
        Truth::Unknown => "?  ",
    }
}

/// The stretches of time over which no verdict changes.
pub fn timeline(act: &Act, line: &[Stretch]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}{}", act.id, act.note.as_deref().map(|n| format!(": {n}")).unwrap_or_default());
    let reached: Vec<usize> = (0..line.first().map_or(0, |s| s.verdicts.len()))
        .filter(|at| line.iter().any(|s| s.verdicts.get(*at).is_some_and(|(_, v)| *v != Verdict::NoNexus)))
        .collect();
    let names: Vec<String> = reached
        .iter()
        .filter_map(|at| line.first()?.verdicts.get(*at))
        .map(|(a, _)| a.as_str().to_uppercase())
        .collect();
    let mut header = vec!["From"];
    header.extend(names.iter().map(String::as_str));
    header.push("What begins or ends");
    let mut table = output::table(&header);
    for s in line {
        let mut row = vec![s.from.to_string()];
        row.extend(
            reached.iter().filter_map(|at| s.verdicts.get(*at)).map(|(_, v)| format!("{} {}", sign(*v), short(*v))),
        );
        row.push(s.why.join("\n"));
        table.add_row(row);
    }
    let _ = writeln!(out, "{table}");
    out
}
