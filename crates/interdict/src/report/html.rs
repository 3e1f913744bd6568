//! The report as HTML.

use super::Basis;
use interdict_law::{Confidence, Decision, ExitKind, ExitTried, Reason, Ruling, Step, Truth, Verdict};
use std::fmt::Write as _;

const STYLE: &str = include_str!("style.css");

/// One file with all decisions: a table of them first where there are several.
pub fn html(decisions: &[Decision], basis: &Basis) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let title = match decisions {
        [one] => format!("Decision on {}", one.id),
        many => format!("Decisions on {} acts", many.len()),
    };
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"interdict {}\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n\
         <p class=\"quiet\">Made on {} by Interdict {}. This says what rules say, because of which facts. It is no legal advice.</p>\n</header>\n<main>\n",
        safe(basis.program),
        safe(&title),
        safe(&title),
        basis.day,
        safe(basis.program),
    );
    if decisions.len() > 1 {
        contents(&mut out, decisions);
    }
    for (at, decision) in decisions.iter().enumerate() {
        one(&mut out, decision, at, decisions.len() == 1);
    }
    out.push_str("</main>\n<footer>\n<h3>What it rests on</h3>\n<ul>\n");
    for line in [&basis.lists, &basis.law] {
        let _ = writeln!(out, "<li>{}</li>", safe(line));
    }
    if let Some(first) = decisions.first() {
        let _ = writeln!(
            out,
            "<li>Law <code>{}</code></li>\n<li>Lists <code>{}</code></li>",
            safe(&first.law),
            safe(&first.lists)
        );
    }
    out.push_str("</ul>\n<p><code>interdict explain</code> makes a decision again from its facts, its law and its time, and says whether it is the same, byte for byte.</p>\n");
    if !basis.problems.is_empty() {
        out.push_str("<h3>Not decided</h3>\n<ul>\n");
        basis.problems.iter().for_each(|p| {
            let _ = writeln!(out, "<li>{}</li>", safe(p));
        });
        out.push_str("</ul>\n");
    }
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

/// Text that cannot become markup.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

fn class(verdict: Verdict) -> String {
    verdict.as_str().to_ascii_lowercase()
}

/// Sign and word, as everywhere (shared with the command line).
fn badge(verdict: Verdict) -> String {
    let (sign, word) = match verdict {
        Verdict::Prohibited => ("■", "Forbidden"),
        Verdict::NeedsLicence => ("⚿", "Licence needed"),
        Verdict::Undetermined => ("?", "A question is open"),
        Verdict::Licensed => ("◷", "Allowed for a time"),
        Verdict::Exposed => ("◐", "Not bound, but exposed"),
        Verdict::Clear => ("○", "Nothing found against it"),
        Verdict::NoNexus => ("–", "This law does not reach it"),
    };
    format!("<span class=\"verdict {}\"><span aria-hidden=\"true\">{sign}</span> {word}</span>", class(verdict))
}

fn title_of(authority: &str) -> String {
    interdict_model::Authority::new(authority).map_or(authority.to_string(), |a| a.title().to_string())
}

fn what(d: &Decision) -> String {
    d.act.note.clone().unwrap_or_else(|| d.id.clone())
}

fn contents(out: &mut String, decisions: &[Decision]) {
    out.push_str("<table>\n<caption class=\"quiet\">All acts</caption>\n<thead><tr><th scope=\"col\">Day</th><th scope=\"col\">Act</th><th scope=\"col\">Worst answer</th><th scope=\"col\">Under whose law</th></tr></thead>\n<tbody>\n");
    for (at, d) in decisions.iter().enumerate() {
        let whose: Vec<String> = d
            .authorities
            .iter()
            .filter(|r| r.verdict == d.verdict && r.verdict > Verdict::Clear)
            .map(|r| title_of(&r.authority))
            .collect();
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td><a href=\"#act-{at}\">{}</a></td><td>{}</td><td>{}</td></tr>",
            safe(&d.as_of.to_string()),
            safe(&what(d)),
            badge(d.verdict),
            safe(&whose.join(", "))
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn one(out: &mut String, d: &Decision, at: usize, alone: bool) {
    let known = d.known_at.map(|k| format!(", by what was published by {k}")).unwrap_or_default();
    let first = if alone { " class=\"first\"" } else { "" };
    let _ = writeln!(
        out,
        "<section id=\"act-{at}\">\n<h2{first}>{}</h2>\n<p class=\"quiet\">Act <code>{}</code>, judged as of {}{known}.</p>",
        safe(&what(d)),
        safe(&d.id),
        safe(&d.as_of.to_string())
    );
    let _ = writeln!(out, "<p class=\"answer\">{}</p>", badge(d.verdict));
    let mut rulings: Vec<&Ruling> = d.authorities.iter().collect();
    rulings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| a.authority.cmp(&b.authority)));
    out.push_str("<table>\n<thead><tr><th scope=\"col\">Law of</th><th scope=\"col\">Answer</th><th scope=\"col\">Until</th><th scope=\"col\">Because</th></tr></thead>\n<tbody>\n");
    for r in &rulings {
        let unverified =
            if r.unverified.is_empty() { "" } else { " <span class=\"flag\">rests on law that is not verified</span>" };
        let until = r.until.as_ref().map(|u| u.words()).unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}{unverified}</td><td>{}</td><td>{}</td></tr>",
            safe(&title_of(&r.authority)),
            badge(r.verdict),
            safe(&until),
            safe(&because(r))
        );
    }
    out.push_str("</tbody>\n</table>\n");
    if !d.questions.is_empty() {
        out.push_str("<h3>What would settle it</h3>\n<p class=\"quiet\">The cheapest answer first.</p>\n<ol>\n");
        for q in &d.questions {
            let _ = writeln!(
                out,
                "<li>{} <small>(<code>{}</code>; for {})</small></li>",
                safe(&q.asks),
                safe(&q.field),
                safe(&q.hangs.join(", "))
            );
        }
        out.push_str("</ol>\n");
    }
    if let Some(change) = &d.next_change {
        let _ = writeln!(out, "<h3>When it changes next</h3>\n<p>{}</p>\n<ul>", safe(&change.at.words()));
        for t in &change.changes {
            let _ = writeln!(
                out,
                "<li>{}: from {} to {} <small>{}</small></li>",
                safe(&title_of(&t.authority)),
                badge(t.before),
                badge(t.after),
                safe(&t.why.join("; "))
            );
        }
        out.push_str("</ul>\n");
    }
    for (list, heading) in
        [(&d.faults, "Wrong in the act, and taken as unknown"), (&d.caveats, "What this does not cover")]
    {
        if !list.is_empty() {
            let _ = writeln!(out, "<h3>{heading}</h3>");
            lines(out, list);
        }
    }
    for r in rulings.iter().filter(|r| !r.reasons.is_empty() || !r.ruled_out.is_empty() || !r.notes.is_empty()) {
        ruling(out, r);
    }
    let facts = serde_json::to_string_pretty(&d.act).unwrap_or_default();
    let _ = writeln!(out, "<h3>The facts, as judged</h3>\n<pre>{}</pre>\n</section>", safe(&facts));
}

/// Why, in a line: the worst reason, or what keeps the nearest measure away.
fn because(r: &Ruling) -> String {
    let worst = r.reasons.iter().find(|x| x.verdict == r.verdict && r.verdict > Verdict::NoNexus);
    match (worst, r.ruled_out.first()) {
        (Some(reason), _) => {
            let open = reason.exits.iter().find(|e| e.open == Truth::Yes);
            match open {
                Some(exit) => format!("{}: {}", exit.article, exit.title),
                None => format!("{}: {}", reason.article, reason.title),
            }
        }
        (None, Some(near)) if r.verdict == Verdict::Clear => format!("{}: {}", near.measure, near.because),
        (None, _) if r.verdict == Verdict::NoNexus => "nothing ties the act to it".to_string(),
        (None, _) => "no measure that is encoded reaches it".to_string(),
    }
}

fn lines(out: &mut String, list: &[String]) {
    out.push_str("<ul>\n");
    for line in list {
        let _ = writeln!(out, "<li>{}</li>", safe(line));
    }
    out.push_str("</ul>\n");
}

fn ruling(out: &mut String, r: &Ruling) {
    let _ = writeln!(out, "<h3>{}: {}</h3>", safe(&title_of(&r.authority)), badge(r.verdict));
    let ties: Vec<String> = r
        .links
        .iter()
        .map(|l| {
            let may = if l.truth == Truth::Yes { "" } else { "may be: " };
            let found = if l.found.is_empty() { String::new() } else { format!(" ({})", l.found.join(", ")) };
            format!("{may}{}{found}", l.title)
        })
        .collect();
    if !ties.is_empty() {
        let _ = writeln!(out, "<p>Tied to it because {}.</p>", safe(&ties.join("; ")));
    }
    for x in &r.reasons {
        reason(out, x);
    }
    if !r.ruled_out.is_empty() {
        out.push_str("<h4>What comes near, and does not reach it</h4>\n<ul>\n");
        for near in &r.ruled_out {
            let _ = writeln!(
                out,
                "<li><code>{}</code> {}, {}: {}</li>",
                safe(&near.measure),
                safe(&near.title),
                safe(&near.subject),
                safe(&near.because)
            );
        }
        out.push_str("</ul>\n");
    }
    for (list, heading) in [(&r.duties, "Duties"), (&r.unverified, "Not verified"), (&r.notes, "Notes")] {
        if !list.is_empty() {
            let _ = writeln!(out, "<h4>{heading}</h4>");
            lines(out, list);
        }
    }
}

fn reason(out: &mut String, x: &Reason) {
    let unverified = if x.confidence == Confidence::Unverified { " unverified" } else { "" };
    let since = x.since.as_ref().map(|s| format!(", since {}", s.words())).unwrap_or_default();
    let _ = writeln!(
        out,
        "<div class=\"rule{unverified}\">\n<h4>{} {} <small>({})</small></h4>",
        badge(x.verdict),
        safe(&x.title),
        safe(&x.subject)
    );
    let link = x.url.as_ref().map(|u| format!(" <a href=\"{0}\">{0}</a>", safe(u))).unwrap_or_default();
    let _ = writeln!(
        out,
        "<p><q>{}</q><br><small>{}, {}{}. <code>{}</code>{link}</small></p>",
        safe(&x.forbids),
        safe(&x.instrument),
        safe(&x.article),
        safe(&since),
        safe(&x.measure)
    );
    steps(out, &x.steps);
    for exit in &x.exits {
        way_out(out, exit);
    }
    let checked = x.checked.as_ref().map(|c| format!(", checked {c}")).unwrap_or_default();
    let mark = if x.confidence == Confidence::Unverified {
        "<span class=\"flag\">Unverified</span>".to_string()
    } else {
        safe(x.confidence.as_str())
    };
    let _ = writeln!(out, "<p><small>Source ({mark}{}): {}</small></p>\n</div>", safe(&checked), safe(&x.source));
}

fn way_out(out: &mut String, e: &ExitTried) {
    let state = match (e.open, e.kind) {
        (Truth::Yes, ExitKind::Derogation) => "the authority may permit it",
        (Truth::Yes, _) => "open",
        (Truth::No, _) => "closed",
        (Truth::Unknown, _) => "open or not: unknown",
    };
    let until = e.until.as_ref().map(|u| format!(", until {}", u.words())).unwrap_or_default();
    let _ = writeln!(
        out,
        "<p>Way out, {} ({}): {}. <strong>{state}</strong>{}</p>",
        e.kind.words(),
        safe(&e.article),
        safe(&e.title),
        safe(&until)
    );
    let shut = |s: &&Step| e.open != Truth::No || s.truth == Truth::No;
    let shown: Vec<Step> = e.steps.iter().filter(shut).cloned().collect();
    steps(out, &shown);
    let except: Vec<Step> = e.except.iter().filter(|s| s.truth != Truth::No).cloned().collect();
    if !except.is_empty() {
        out.push_str("<p><small>Not covered:</small></p>\n");
        steps(out, &except);
    }
}

fn steps(out: &mut String, list: &[Step]) {
    if list.is_empty() {
        return;
    }
    out.push_str("<ul class=\"steps\">\n");
    for s in list {
        let mark = match s.truth {
            Truth::Yes => "so",
            Truth::No => "not so",
            Truth::Unknown => "not known",
        };
        let from = if s.from.is_empty() { String::new() } else { format!(" <code>{}</code>", safe(&s.from)) };
        let found =
            if s.found.is_empty() { String::new() } else { format!(": <strong>{}</strong>{from}", safe(&s.found)) };
        let _ = write!(out, "<li><span class=\"mark\">{mark}</span> {}{found}", safe(&s.says));
        let inner: Vec<Step> = s.steps.iter().filter(|i| i.truth == s.truth).cloned().collect();
        steps(out, &inner);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

#[cfg(test)]
mod unit {
    use super::*;
    use interdict_law::{Act, Clock, Law};

    fn report(acts: &[&str]) -> String {
        let decisions: Vec<Decision> = acts
            .iter()
            .map(|json| {
                let act: Act = serde_json::from_str(json).expect("an act");
                Law::shipped().decide(&act, &Clock::default()).expect("dated")
            })
            .collect();
        let basis = Basis {
            lists: "no lists".into(),
            law: "the law that ships".into(),
            program: "0",
            day: jiff::civil::date(2026, 11, 25),
            problems: vec!["acts.csv line 3: <broken>".into()],
        };
        html(&decisions, &basis)
    }

    const HOSTILE: &str = r#"{"id": "<script>alert(1)</script>", "act": "payment", "at": "2022-06-10", "note": "a \"note\" & <b>",
        "parties": [{"role": "payee", "name": "<img src=x onerror=alert(1)>", "country": "BY", "screened": {"us": "whole"}}]}"#;

    #[test]
    fn no_text_of_an_act_becomes_markup() {
        let page = report(&[HOSTILE]);
        assert!(
            !page.contains("<script") && !page.contains("<img") && !page.contains("<broken>") && !page.contains("<b>")
        );
        assert!(page.contains("&lt;script&gt;") && page.contains("&lt;img"));
    }

    #[test]
    fn every_tag_that_is_opened_is_closed_and_nothing_is_fetched() {
        let train = r#"{"id": "train", "act": "consignment", "at": "2021-07-05", "from": "BY", "to": "BR", "route": [{"from": "BY", "to": "LT", "mode": "rail"}],
            "goods": [{"code": "3104 20", "origin": "BY"}]}"#;
        let page = report(&[HOSTILE, train]);
        let mut open: Vec<&str> = Vec::new();
        for part in page.split('<').skip(1) {
            let tag = part.split(['>', ' ', '\n']).next().unwrap_or_default();
            if ["!doctype", "meta", "br"].contains(&tag) {
                continue;
            }
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(
            !page.replace("&lt;img src=x", "").contains("src=") && !page.contains("@import") && !page.contains("<link")
        );
        assert!(page.contains("A question is open") && page.contains("What is the full customs code"));
    }
}
