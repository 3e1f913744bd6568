//! A decision: the verdict of every authority on one act, each with its proof, the questions that are open, and the day it next changes.
//!
//! It holds all that it was made from (the act with what the lists said of its parties, the clock, the hash of the law), so that the same
//! program makes it again, byte for byte.

use crate::act::{Act, Coverage};
use crate::change::Change;
use crate::decide::{Bench, Cell, Clock, Undated};
use crate::evaluate::{Ground, Question, Step, time_question};
use crate::facts::Subject;
use crate::law::{Exit, Law, Measure};
use crate::time::{Boundary, When};
use crate::truth::Truth;
use crate::verdict::{Confidence, Effect, ExitKind, MeasureKind, Verdict};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer on one act.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// The act's name.
    pub id: String,
    /// By which time it was judged.
    pub as_of: When,
    /// With what was published by which day; everything where it is null.
    pub known_at: Option<Date>,
    /// The worst verdict of all authorities.
    pub verdict: Verdict,
    /// One for each authority whose law is encoded.
    pub authorities: Vec<Ruling>,
    /// What is open, the cheapest answer first.
    pub questions: Vec<Question>,
    /// The next moment at which any verdict changes, if it ever does by what is known.
    pub next_change: Option<Change>,
    /// What is wrong with the act; each was taken as unknown.
    pub faults: Vec<String>,
    /// What the answer does not cover.
    pub caveats: Vec<String>,
    /// The hash of the law.
    pub law: String,
    /// The lists in which the parties were looked up: a snapshot's id, or the shipped case. Whoever looked them up says so.
    pub lists: String,
    /// The act, as judged.
    pub act: Act,
}

/// What one authority's law says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ruling {
    /// Whose: `us`, `eu`, ...
    pub authority: String,
    /// What it says.
    pub verdict: Verdict,
    /// Until when a licence or wind-down covers it.
    pub until: Option<Boundary>,
    /// Whether anything ties the act to the authority.
    pub nexus: Truth,
    /// What does, or may.
    pub links: Vec<LinkFound>,
    /// The measures that reach the act, or may, the worst first.
    pub reasons: Vec<Reason>,
    /// Measures that come near and do not reach it, and what keeps them away.
    pub ruled_out: Vec<RuledOut>,
    /// What the law demands without forbidding.
    pub duties: Vec<String>,
    /// What this verdict rests on that is not settled.
    pub unverified: Vec<String>,
    /// What else has to be known of it: presumptions, guidance, parts of lists.
    pub notes: Vec<String>,
}

/// A fact that ties the act to an authority, or may.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkFound {
    /// The kind of link.
    pub link: String,
    /// What it is.
    pub title: String,
    /// Is it there?
    pub truth: Truth,
    /// What makes it so.
    pub found: Vec<String>,
}

/// A measure that reaches the act, or may.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// Its id: `eu/765-2006/1i`.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: MeasureKind,
    /// What it forbids.
    pub forbids: String,
    /// What it comes to here.
    pub verdict: Verdict,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Boundary>,
    /// What of the act it is about.
    pub subject: String,
    /// The article, and where it can be read.
    pub article: String,
    /// The legal act.
    pub instrument: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Since when it stands.
    pub since: Option<Boundary>,
    /// Until when, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<Boundary>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Who says so.
    pub source: String,
    /// When it was last held against its source, and by whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<String>,
    /// Why it reaches the act.
    pub steps: Vec<Step>,
    /// Its ways out, and whether they are open.
    pub exits: Vec<ExitTried>,
}

/// A way out that was tried.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExitTried {
    /// Its id.
    pub exit: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: ExitKind,
    /// Is it open?
    pub open: Truth,
    /// Does it stand at that time, whatever else it asks for?
    pub in_time: Truth,
    /// Since when it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Boundary>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Boundary>,
    /// Where it is written.
    pub article: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Who says so.
    pub source: String,
    /// What it asks for.
    pub steps: Vec<Step>,
    /// What it does not cover; any that holds closes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Step>,
}

/// A measure that comes near.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuledOut {
    /// Its id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// What of the act it would be about.
    pub subject: String,
    /// What keeps it away.
    pub because: String,
}

impl Law {
    /// Decides an act, with proof.
    pub fn decide(&self, act: &Act, clock: &Clock) -> Result<Decision, Undated> {
        self.decided(act, clock, true)
    }

    /// The same decision for a table of many: its reasons without the exits that are closed, without what ties the act to an authority that is known
    /// to be tied, and without what was ruled out. Verdicts, questions, the next change and all that is not settled are there.
    pub fn outline(&self, act: &Act, clock: &Clock) -> Result<Decision, Undated> {
        self.decided(act, clock, false)
    }

    fn decided(&self, act: &Act, clock: &Clock, full: bool) -> Result<Decision, Undated> {
        let bench = Bench::new(self, act, clock)?;
        let cells = bench.cells();
        let answers = bench.answers(&cells);
        let mut questions: BTreeMap<(u8, String, String), Vec<String>> = BTreeMap::new();
        let mut authorities = Vec::with_capacity(answers.len());
        for answer in &answers {
            let mut ruling = Ruling::new(&bench, answer.authority, answer.verdict, answer.until.clone());
            ruling.prove(&bench, &cells, answer.authority, full, &mut questions);
            authorities.push(ruling);
        }
        let verdict = answers.iter().map(|a| a.verdict).max().unwrap_or(Verdict::NoNexus);
        let questions = questions.into_iter().map(|((cost, field, asks), mut hangs)| {
            hangs.sort();
            hangs.dedup();
            Question { cost, field, asks, hangs }
        });
        Ok(Decision {
            id: act.id.clone(),
            as_of: bench.at.clone(),
            known_at: clock.known_at,
            verdict,
            authorities,
            questions: questions.collect(),
            next_change: self.next_change(act, clock)?,
            faults: bench.facts.faults.clone(),
            caveats: caveats(self, act, &bench.at),
            law: self.hash.clone(),
            lists: String::new(),
            act: act.clone(),
        })
    }
}

type Questions = BTreeMap<(u8, String, String), Vec<String>>;

impl Ruling {
    fn new(bench: &Bench<'_>, authority: usize, verdict: Verdict, until: Option<Boundary>) -> Self {
        let name = bench.law.authority(authority).to_string();
        Self {
            authority: name,
            verdict,
            until,
            nexus: bench.tie(authority),
            links: Vec::new(),
            reasons: Vec::new(),
            ruled_out: Vec::new(),
            duties: Vec::new(),
            unverified: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn prove(&mut self, bench: &Bench<'_>, cells: &[Cell], authority: usize, full: bool, questions: &mut Questions) {
        let ground = bench.ground();
        let law = bench.law;
        let mut nexus_asks = Vec::new();
        if full || self.nexus != Truth::No {
            self.links(bench, &ground, authority, &mut nexus_asks);
        }
        for cell in cells {
            let Some(measure) = law.measures.get(cell.measure).filter(|m| m.authority == authority) else { continue };
            if measure.effect == Effect::Duty {
                let may = if cell.reach == Truth::Yes { "" } else { "may apply: " };
                self.duties.push(format!("{may}{} ({}, {})", measure.forbids, measure.article, measure.id));
                continue;
            }
            let reason = self.reason(bench, &ground, measure, cell, full, questions);
            if cell.verdict == Verdict::Undetermined && measure.nexus.is_some_and(|n| bench.nexus(n) == Truth::Unknown)
            {
                nexus_asks.iter().for_each(|q: &Question| ask(questions, q, &measure.id));
            }
            self.reasons.push(reason);
        }
        self.reasons.sort_by(|a, b| {
            let key = |r: &Reason| (r.measure.clone(), r.subject.clone());
            b.verdict.cmp(&a.verdict).then_with(|| key(a).cmp(&key(b)))
        });
        for gap in law.gaps.iter().filter(|g| g.validity.holds(&bench.at, bench.known) != Truth::No) {
            let beside = |r: &Reason| {
                r.verdict > Verdict::Exposed
                    && gap.beside.iter().any(|m| law.measures.get(*m).is_some_and(|m| m.id == r.measure))
            };
            if self.reasons.iter().any(beside) {
                self.notes.push(format!("not encoded: {}", gap.text));
            }
        }
        if full {
            self.near(bench, &ground, authority);
        }
        for list in [&mut self.unverified, &mut self.notes, &mut self.duties] {
            list.sort();
            list.dedup();
        }
    }

    /// What ties the act to the authority, and what would have to be known to say so.
    fn links(&mut self, bench: &Bench<'_>, ground: &Ground<'_>, authority: usize, asks: &mut Vec<Question>) {
        let law = bench.law;
        let name = law.authorities.get(authority);
        let stated = name.and_then(|a| bench.facts.act.links.get(a)).copied();
        if stated == Some(true) {
            let (link, title) = ("stated".to_string(), "a link that the act states".to_string());
            self.links.push(LinkFound {
                link,
                title,
                truth: Truth::Yes,
                found: vec![format!("links.{}", self.authority)],
            });
        }
        for nexus in law.nexuses.iter().filter(|n| n.authority == authority) {
            for link in &nexus.links {
                let mut steps = Vec::new();
                let truth = ground.all(&link.when, Subject::Act, Some(&mut steps));
                let open = truth == Truth::Unknown && stated.is_none() && self.nexus == Truth::Unknown;
                if truth == Truth::Yes || open {
                    let mut found = Vec::new();
                    steps.iter().for_each(|s| tell(s, truth, &mut found));
                    steps.iter().for_each(|s| s.warnings(&mut self.notes));
                    if link.confidence == Confidence::Unverified {
                        self.unverified.push(format!("{}: {} ({})", nexus.id, link.title, link.source));
                    }
                    self.links.push(LinkFound { link: link.id.clone(), title: link.title.clone(), truth, found });
                }
                if open {
                    steps.iter().for_each(|s| s.questions(asks));
                }
            }
        }
    }

    fn reason(
        &mut self,
        bench: &Bench<'_>,
        ground: &Ground<'_>,
        measure: &Measure,
        cell: &Cell,
        full: bool,
        questions: &mut Questions,
    ) -> Reason {
        let law = bench.law;
        let mut steps = Vec::new();
        ground.all(&measure.when, cell.subject, Some(&mut steps));
        let valid = measure.validity.holds(&bench.at, bench.known);
        let open = cell.verdict == Verdict::Undetermined;
        let mut asks = Vec::new();
        if valid == Truth::Unknown {
            asks.push(begun_question(bench, &measure.validity, &measure.article));
        }
        steps.iter().for_each(|s| s.questions(&mut asks));
        let mut exits = Vec::new();
        for exit in measure.exits.iter().filter_map(|e| law.exits.get(*e)) {
            if !full && bench.open(ground, exit, cell.subject) == Truth::No {
                continue;
            }
            let tried = try_exit(bench, ground, exit, cell.subject);
            let valid = exit.validity.holds(&bench.at, bench.known);
            if tried.open == Truth::Unknown && exit.kind != ExitKind::Derogation {
                if valid == Truth::Unknown {
                    asks.push(begun_question(bench, &exit.validity, &exit.article));
                }
                tried.steps.iter().chain(&tried.except).for_each(|s| s.questions(&mut asks));
            }
            if tried.open != Truth::No {
                tried.steps.iter().for_each(|s| s.warnings(&mut self.notes));
                if exit.confidence == Confidence::Unverified {
                    self.unverified.push(format!("{}: {} ({})", exit.id, exit.title, exit.source));
                }
            }
            if tried.open == Truth::Yes {
                let duty = |d: &String| format!("{d} ({}, {})", exit.article, exit.id);
                self.duties.extend(exit.duties.iter().map(duty));
            }
            // An exit that had ended is told only where all else of it holds; one that was still to come is not told.
            let fits = tried.steps.iter().all(|s| s.truth != Truth::No);
            let begun = exit.validity.period.from.as_ref().is_none_or(|from| bench.at.before(from) != Truth::Yes);
            if valid != Truth::No || (fits && begun) {
                exits.push(tried);
            }
        }
        for licence in bench.held(measure, ground.days.get(measure.authority).copied()) {
            self.notes.push(format!("rests on licence {} of {}, as the act states it", licence.id, self.authority));
        }
        if open {
            asks.iter().for_each(|q| ask(questions, q, &measure.id));
        }
        steps.iter().for_each(|s| s.warnings(&mut self.notes));
        if measure.confidence == Confidence::Unverified {
            self.unverified.push(format!("{}: {} ({})", measure.id, measure.title, measure.source));
        }
        let instrument = law.instruments.get(measure.instrument);
        let checked = measure.checked.map(|day| match &measure.checked_by {
            Some(by) => format!("{day} by {by}"),
            None => day.to_string(),
        });
        Reason {
            measure: measure.id.clone(),
            title: measure.title.clone(),
            kind: measure.kind,
            forbids: measure.forbids.clone(),
            verdict: cell.verdict,
            until: cell.until.clone(),
            subject: ground.name(cell.subject),
            article: measure.article.clone(),
            instrument: instrument.map_or_else(String::new, |i| i.title.clone()),
            url: measure.url.clone().or_else(|| instrument.and_then(|i| i.url.clone())),
            since: measure.validity.period.from.clone(),
            ends: measure.validity.period.to.clone(),
            confidence: measure.confidence,
            source: measure.source.clone(),
            checked,
            steps,
            exits,
        }
    }

    /// Measures of which one thing is missing.
    fn near(&mut self, bench: &Bench<'_>, ground: &Ground<'_>, authority: usize) {
        for measure in bench.law.measures.iter().filter(|m| m.authority == authority && m.effect != Effect::Duty) {
            let bound = measure.nexus.map_or(Truth::Yes, |n| bench.nexus(n));
            let valid = measure.validity.holds(&bench.at, bench.known);
            let ended = measure.validity.period.to.as_ref().is_some_and(|to| bench.at.before(to) == Truth::No);
            if bound == Truth::No || ended || (measure.effect == Effect::Exposed && self.nexus == Truth::Yes) {
                continue;
            }
            for subject in ground.subjects(measure.each) {
                let near = match ground.failing(&measure.when, subject) {
                    0 => valid == Truth::No,
                    1 => valid == Truth::Yes,
                    _ => false,
                };
                if !near {
                    continue;
                }
                let mut steps = Vec::new();
                ground.all(&measure.when, subject, Some(&mut steps));
                let failing: Vec<&Step> = steps.iter().filter(|s| s.truth == Truth::No).collect();
                let because = match (&failing[..], valid) {
                    ([], Truth::No) => {
                        let from = measure.validity.period.from.as_ref();
                        from.map(|from| format!("it is not in force, or not known, on that day; it begins on {from}"))
                    }
                    ([one], Truth::Yes) if one.telling => {
                        let mut found = Vec::new();
                        tell(one, Truth::No, &mut found);
                        one.warnings(&mut self.notes);
                        Some(format!("not so: {} ({})", one.says, found.join("; ")))
                    }
                    _ => None,
                };
                if let Some(because) = because {
                    let (id, title) = (measure.id.clone(), measure.title.clone());
                    self.ruled_out.push(RuledOut { measure: id, title, subject: ground.name(subject), because });
                }
            }
        }
    }
}

fn try_exit(bench: &Bench<'_>, ground: &Ground<'_>, exit: &Exit, subject: Subject) -> ExitTried {
    let (mut steps, mut except) = (Vec::new(), Vec::new());
    ground.all(&exit.when, subject, Some(&mut steps));
    ground.any(&exit.except, subject, Some(&mut except));
    ExitTried {
        exit: exit.id.clone(),
        title: exit.title.clone(),
        kind: exit.kind,
        open: bench.open(ground, exit, subject),
        in_time: exit.validity.holds(&bench.at, bench.known),
        since: exit.validity.period.from.clone(),
        until: exit.validity.period.to.clone(),
        article: exit.article.clone(),
        confidence: exit.confidence,
        source: exit.source.clone(),
        steps,
        except,
    }
}

/// What settles whether a rule stands: the time of the act, or the day of the law where that is not known.
fn begun_question(bench: &Bench<'_>, validity: &crate::time::Validity, article: &str) -> Question {
    if !validity.is_unsure(&bench.at) {
        return time_question();
    }
    let days = validity.period.from.iter().chain(&validity.surely_from).map(Boundary::words).collect::<Vec<_>>();
    Question::new(
        3,
        "law".into(),
        format!(
            "{article}: since which day is it in force? Here it is known only to lie between {}.",
            days.join(" and ")
        ),
    )
}

fn ask(questions: &mut Questions, question: &Question, hangs: &str) {
    let key = (question.cost, question.field.clone(), question.asks.clone());
    questions.entry(key).or_default().push(hangs.to_string());
}

/// The facts at the bottom of a step that made it what it is.
fn tell(step: &Step, truth: Truth, out: &mut Vec<String>) {
    if step.steps.is_empty() {
        if !step.found.is_empty() && !out.contains(&step.found) {
            out.push(step.found.clone());
        }
        return;
    }
    for inner in step.steps.iter().filter(|s| s.truth == truth) {
        // Of a subject, its name says more than its single facts.
        match inner.says.split_once(": ") {
            Some((who, rest)) if !inner.steps.is_empty() => {
                let name = rest.split(": ").next().unwrap_or(who);
                let text = if rest.contains(": ") { format!("{who}: {name}") } else { who.to_string() };
                if !out.contains(&text) {
                    out.push(text);
                }
            }
            _ => tell(inner, truth, out),
        }
    }
}

/// What no ruling covers.
fn caveats(law: &Law, act: &Act, at: &When) -> Vec<String> {
    let mut out = Vec::new();
    let mut strangers: Vec<String> = Vec::new();
    let screened = act.parties.iter().map(|p| &p.screened).chain(act.craft.iter().map(|c| &c.screened));
    for listed in screened.flat_map(|s| &s.listed) {
        if !law.authorities.contains(&listed.authority) && !strangers.contains(&listed.authority.to_string()) {
            strangers.push(listed.authority.to_string());
        }
    }
    if !strangers.is_empty() {
        out.push(format!("parties are listed by {}, whose law is not encoded here", strangers.join(", ")));
    }
    let unknown: Vec<&str> = act
        .parties
        .iter()
        .filter(|p| p.owners.is_none() && p.kind.as_deref() != Some("person"))
        .map(|p| p.name.as_str())
        .collect();
    if !unknown.is_empty() {
        out.push(format!(
            "the owners of {} are not stated, so ownership by listed parties was not judged",
            unknown.join(", ")
        ));
    }
    let partly = |p: &crate::act::Party| p.screened.screened.values().any(|c| *c == Coverage::Part);
    if act.parties.iter().any(partly) {
        out.push("parties were looked up in a part of the lists only; absence there is no proof".to_string());
    }
    let mut stale: Vec<String> = Vec::new();
    for party in &act.parties {
        let old = party.screened.current.iter().filter(|(a, day)| at.date() > **day && law.authorities.contains(a));
        stale.extend(old.map(|(a, day)| format!("{a}: {day}")));
    }
    stale.sort();
    stale.dedup();
    if !stale.is_empty() {
        out.push(format!(
            "lists that are older than the act, so that what changed since was not seen: {}",
            stale.join(", ")
        ));
    }
    if act.goods.is_none() && act.act != crate::act::ActKind::Consignment {
        out.push("the act names no goods, so measures on goods were not judged".to_string());
    }
    out
}
