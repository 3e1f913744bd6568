//! Is a condition true of an act? One function answers, with its steps where a proof is wanted and without them where only the answer is.

use crate::codes::{self, Why};
use crate::condition::{Condition, Form};
use crate::facts::{Facts, Subject};
use crate::law::Law;
use crate::listed;
use crate::time::When;
use crate::truth::{self, Truth};
use crate::vocabulary::{Each, Fact, entry};
use interdict_model::Country;
use jiff::civil::Date;
use serde::Serialize;

/// A step of a proof.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What the law asks.
    pub says: String,
    /// Whether it is so.
    pub truth: Truth,
    /// The fact that made it so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub found: String,
    /// Where the fact stands: a field of the act, a list, an annex.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The steps that it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What would settle it, where it is unknown.
    #[serde(skip)]
    pub(crate) question: Option<Question>,
    /// The certainty of what it rests on leaves something to be said.
    #[serde(skip)]
    pub(crate) caveats: Vec<String>,
    /// Where it does not hold: is that worth a word, because a little would have to differ?
    #[serde(skip)]
    pub(crate) telling: bool,
}

/// A question whose answer may settle a verdict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Question {
    /// What the answer costs: 1 a look into one's own papers, 2 a question to the other side, 3 a proof from a third party,
    /// 4 an investigation.
    pub cost: u8,
    /// The field of the act that holds the answer.
    pub field: String,
    /// The question.
    pub asks: String,
    /// The measures and exits that hang on it.
    #[serde(rename = "for", skip_serializing_if = "Vec::is_empty")]
    pub hangs: Vec<String>,
}

impl Question {
    pub(crate) fn new(cost: u8, field: String, asks: String) -> Self {
        Self { cost, field, asks, hangs: Vec::new() }
    }
}

/// What conditions are judged against.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub law: &'a Law,
    pub facts: &'a Facts<'a>,
    pub at: &'a When,
    /// The days on which it may lie, on the calendar of each of the law's authorities.
    pub days: &'a [(Date, Date)],
    /// Only what was published by this day counts.
    pub known: Option<Date>,
    /// Leave time out: what may come to hold at some time is unknown, so that "no" is said only of what never holds.
    pub timeless: bool,
}

/// A leaf's answer before it becomes a step.
pub(crate) struct Leaf {
    pub truth: Truth,
    pub found: String,
    pub from: String,
    pub question: Option<Question>,
    pub caveats: Vec<String>,
    pub telling: bool,
}

impl<'a> Ground<'a> {
    /// All conditions of a list.
    pub fn all(&self, conditions: &[Condition], subject: Subject, mut proof: Option<&mut Vec<Step>>) -> Truth {
        let mut out = Truth::Yes;
        for condition in conditions {
            out = out.and(self.one(condition, subject, proof.as_deref_mut()));
            if out == Truth::No && proof.is_none() {
                break;
            }
        }
        out
    }

    /// Any condition of a list.
    pub fn any(&self, conditions: &[Condition], subject: Subject, mut proof: Option<&mut Vec<Step>>) -> Truth {
        let mut out = Truth::No;
        for condition in conditions {
            out = out.or(self.one(condition, subject, proof.as_deref_mut()));
            if out == Truth::Yes && proof.is_none() {
                break;
            }
        }
        out
    }

    /// One condition.
    pub fn one(&self, condition: &Condition, subject: Subject, proof: Option<&mut Vec<Step>>) -> Truth {
        let Some(proof) = proof else { return self.truth(condition, subject) };
        let mut steps = Vec::new();
        let leaf = match &condition.form {
            Form::Any(of) => Leaf::plain(self.any(of, subject, Some(&mut steps))),
            Form::All(of) => Leaf::plain(self.all(of, subject, Some(&mut steps))),
            Form::Not(of) => Leaf::plain(!self.all(of, subject, Some(&mut steps))),
            Form::Some { over, when } => {
                let mut out = Truth::No;
                for one in self.subjects(*over) {
                    let mut inner = Vec::new();
                    let truth = self.all(when, one, Some(&mut inner));
                    let says = format!("{}: {}", self.name(one), joined(when, self.law));
                    steps.push(Step { says, steps: inner, ..Step::plain(truth) });
                    out = out.or(truth);
                }
                Leaf::plain(out)
            }
            _ => self.leaf(condition, subject),
        };
        let truth = leaf.truth;
        let says = condition.words(self.law);
        let Leaf { found, from, question, caveats, telling, .. } = leaf;
        let telling = telling || steps.iter().any(|s| s.telling);
        proof.push(Step { says, truth, found, from, steps, question, caveats, telling });
        truth
    }

    /// The same answer without steps: what decides a hundred thousand acts a second.
    fn truth(&self, condition: &Condition, subject: Subject) -> Truth {
        match self.stated(condition, subject) {
            Truth::Unknown if condition.if_stated => Truth::No,
            truth => truth,
        }
    }

    fn stated(&self, condition: &Condition, subject: Subject) -> Truth {
        if self.timeless {
            match &condition.form {
                Form::Within { set } => return self.ever_within(*set, subject),
                Form::Listed(listing) => return listed::ever(self, listing, subject),
                Form::Countries { set: Some(set), .. } if self.dated(*set) => return Truth::Unknown,
                _ => {}
            }
        }
        match &condition.form {
            Form::Any(of) => self.any(of, subject, None),
            Form::All(of) => self.all(of, subject, None),
            Form::Not(of) => !self.all(of, subject, None),
            Form::Some { over, when } => truth::any(self.subjects(*over).map(|one| self.all(when, one, None))),
            Form::Words { fact, of } => self.words(*fact, subject, of),
            Form::Claimed(purpose) => {
                self.facts.act.purpose.as_ref().is_some_and(|p| p.iter().any(|p| p == purpose)).into()
            }
            Form::Countries { fact, of, set, outside } => self.countries(*fact, subject, of, *set, *outside),
            Form::Before { fact, boundary } => self.date(*fact).map(|day| day < boundary.date()).into(),
            Form::From { fact, boundary } => self.date(*fact).map(|day| day >= boundary.date()).into(),
            Form::Flag { fact, is } => self.flag(*fact, subject).map(|flag| flag == *is).into(),
            Form::Number { fact, is, than, held_from } => {
                self.number(*fact, subject, *held_from).map(|n| is.holds(n, *than)).into()
            }
            Form::Within { set } => self.within(*set, subject).0,
            Form::Named { fact, patterns } => self.named(*fact, subject, patterns),
            Form::Quota(name) => self.facts.act.quota.get(name).copied().into(),
            Form::Listed(listing) => listed::truth(self, listing, subject),
        }
    }

    /// How many conditions of a list do not hold; counting ends at two.
    pub fn failing(&self, conditions: &[Condition], subject: Subject) -> usize {
        conditions.iter().filter(|c| self.truth(c, subject) == Truth::No).take(2).count()
    }

    /// What a kind of subject comprises.
    pub fn subjects(&self, each: Each) -> impl Iterator<Item = Subject> + use<> {
        let act = self.facts.act;
        let (count, make): (usize, fn(usize) -> Subject) = match each {
            Each::Act => (1, |_| Subject::Act),
            Each::Goods => (self.facts.goods.len(), Subject::Goods),
            Each::Party => (act.parties.len(), Subject::Party),
            Each::Leg => (act.route.as_ref().map_or(0, Vec::len), Subject::Leg),
            Each::Craft => (act.craft.len(), Subject::Craft),
        };
        (0..count).map(make)
    }

    /// A subject as people call it: `goods 1: 3104 20 50`.
    pub fn name(&self, subject: Subject) -> String {
        let with = |what: String, name: Option<String>| match name.filter(|n| !n.is_empty()) {
            Some(name) => format!("{what}: {name}"),
            None => what,
        };
        match subject {
            Subject::Act => "the act".to_string(),
            Subject::Goods(at) => {
                let line = self.facts.line(at);
                let code = line
                    .and_then(|l| l.code.as_deref())
                    .map(|c| codes::digits(c).map_or(c.to_string(), |d| codes::spaced(&d)));
                with(format!("goods {}", at + 1), code.or_else(|| line.and_then(|l| l.text.clone())))
            }
            Subject::Party(at) => {
                self.facts.party(at).map_or_else(String::new, |p| with(p.role.replace('_', " "), Some(p.name.clone())))
            }
            Subject::Leg(at) => {
                let leg = self.facts.leg(at);
                let place = |name: Option<&String>, country: Option<Country>| {
                    name.cloned().or_else(|| country.map(|c| c.code().to_string())).unwrap_or_else(|| "?".to_string())
                };
                let way = leg.map(|l| {
                    format!("{} to {}", place(l.from_place.as_ref(), l.from), place(l.to_place.as_ref(), l.to))
                });
                with(format!("leg {}", at + 1), way)
            }
            Subject::Craft(at) => {
                let craft = self.facts.act.craft.get(at);
                craft.map_or_else(String::new, |c| {
                    let kind = if c.kind.is_empty() { "craft" } else { &c.kind };
                    with(
                        kind.to_string(),
                        c.tail.clone().or_else(|| c.name.clone()).or_else(|| c.imo.clone()).or_else(|| c.msn.clone()),
                    )
                })
            }
        }
    }

    /// A leaf with all that a proof wants to know of it.
    fn leaf(&self, condition: &Condition, subject: Subject) -> Leaf {
        let truth = self.truth(condition, subject);
        match &condition.form {
            Form::Listed(listing) => listed::leaf(self, listing, subject),
            Form::Within { set } => self.code_leaf(*set, subject),
            Form::Claimed(_) => {
                let found = self.facts.act.purpose.as_ref().map_or("nothing is asserted".into(), |p| p.join(", "));
                Leaf { found, from: "purpose".into(), ..Leaf::plain(truth) }
            }
            Form::Quota(name) => {
                let asks = format!("Is there room in the quota {name}, and is this consignment counted against it?");
                let question = (truth == Truth::Unknown).then(|| Question::new(2, format!("quota.{name}"), asks));
                Leaf { from: format!("quota.{name}"), question, ..Leaf::plain(truth) }
            }
            Form::Words { fact, .. }
            | Form::Countries { fact, .. }
            | Form::Before { fact, .. }
            | Form::From { fact, .. }
            | Form::Flag { fact, .. }
            | Form::Number { fact, .. }
            | Form::Named { fact, .. } => {
                let mut leaf = self.fact_leaf(*fact, subject, truth);
                if condition.if_stated && self.stated(condition, subject) == Truth::Unknown {
                    leaf.caveats.push(format!("taken as not so, because nobody stated it: {}", entry(*fact).label));
                }
                leaf
            }
            _ => Leaf::plain(truth),
        }
    }

    fn fact_leaf(&self, fact: Fact, subject: Subject, truth: Truth) -> Leaf {
        let row = entry(fact);
        let field = self.field(fact, subject);
        let mut found = self.shown(fact, subject);
        let mut caveats = Vec::new();
        if let Some((_, why)) = self.facts.presumed.iter().find(|(name, _)| *name == row.name) {
            found = format!("{found} (presumed: {why})");
            caveats.push(format!("presumed: {why}"));
        }
        let question = (truth == Truth::Unknown).then(|| {
            let asks = match subject {
                Subject::Act => row.asks.to_string(),
                _ if row.of == Each::Act => row.asks.to_string(),
                _ => format!("{}: {}", self.name(subject), row.asks),
            };
            Question::new(row.cost, field.clone(), asks)
        });
        let telling = !matches!(fact, Fact::Act | Fact::PartyRole);
        Leaf { truth, found, from: field, question, caveats, telling }
    }

    fn code_leaf(&self, set: usize, subject: Subject) -> Leaf {
        let (truth, why) = self.within(set, subject);
        let Subject::Goods(at) = subject else { return Leaf::plain(truth) };
        let annex = self.law.sets.get(set);
        let title = annex.map_or("", |s| s.title.as_str());
        let codes = self.facts.goods.get(at).map(|g| &g.codes);
        let shown: Vec<String> = codes.iter().flat_map(|c| c.candidates.iter()).map(|c| codes::spaced(c)).collect();
        let mut found = shown.join(" or ");
        let mut question = None;
        let mut ask = |cost: u8, asks: String, field: &str| {
            question =
                Some(Question::new(cost, format!("goods[{at}].{field}"), format!("{}: {asks}", self.name(subject))));
        };
        match why {
            Why::Entry(e) => {
                found = format!("{found}: {} of {title}", codes::spaced(&e.code));
                if let Some(note) = &e.note {
                    found = format!("{found} ({note})");
                }
            }
            Why::Short(_) => ask(1, entry(Fact::GoodsCode).asks.to_string(), "code"),
            Why::Ex(e) => {
                let part = e.ex.as_deref().unwrap_or_default().replace('_', " ");
                ask(2, format!("Does it contain {part} (ex {} of {title})?", codes::spaced(&e.code)), "contains");
            }
            Why::Open => {
                found = format!("{found}: {title} is not encoded whole here");
                ask(
                    3,
                    format!("Does {title} name it? The annex is not encoded whole in Interdict; look it up."),
                    "categories",
                );
            }
            Why::Day(e) => {
                found = format!("{found}: {title} changes on that day");
                let _ = e;
                question = Some(time_question());
            }
            Why::None if truth == Truth::Unknown => match codes.and_then(|c| c.doubt.clone()) {
                Some(doubt) => ask(1, doubt, "code"),
                None => ask(1, entry(Fact::GoodsCode).asks.to_string(), "code"),
            },
            Why::None => {}
        }
        let code = codes.and_then(|c| c.candidates.first()).map_or("", String::as_str);
        let telling = annex.is_some_and(|a| a.is_near(code));
        // A day later the answer may be another: say so in the proof.
        if let (Truth::No, Some(later)) = (truth, annex.and_then(|a| a.later(code, self.at))) {
            found = format!("{found}: not in it on that day, but from {later}");
        }
        let from = annex.map_or(String::new(), |s| s.id.clone());
        let mut caveats = Vec::new();
        if let Some(annex) = annex
            && annex.confidence == crate::verdict::Confidence::Unverified
            && truth != Truth::No
        {
            caveats.push(format!("unverified: {} ({})", annex.title, annex.source));
        }
        Leaf { truth, found, from, question: question.filter(|_| truth == Truth::Unknown), caveats, telling }
    }

    fn field(&self, fact: Fact, subject: Subject) -> String {
        let plain = entry(fact).field;
        let (list, at) = match subject {
            Subject::Act => return plain.to_string(),
            Subject::Goods(at) => ("goods", at),
            Subject::Party(at) => ("parties", at),
            Subject::Leg(at) => ("route", at),
            Subject::Craft(at) => ("craft", at),
        };
        match plain.strip_prefix(list) {
            Some(rest) => format!("{list}[{at}]{rest}"),
            None => plain.to_string(),
        }
    }
}

/// What settles an act of which only the day is known, where a boundary falls inside the day.
pub(crate) fn time_question() -> Question {
    Question::new(1, "at".into(), "At what time of the day, and in which zone, does it happen?".into())
}

fn joined(conditions: &[Condition], law: &Law) -> String {
    conditions.iter().map(|c| c.words(law)).collect::<Vec<_>>().join(", and ")
}

impl Leaf {
    pub fn plain(truth: Truth) -> Self {
        Self { truth, found: String::new(), from: String::new(), question: None, caveats: Vec::new(), telling: false }
    }
}

impl Step {
    pub(crate) fn plain(truth: Truth) -> Self {
        Self {
            says: String::new(),
            truth,
            found: String::new(),
            from: String::new(),
            steps: Vec::new(),
            question: None,
            caveats: Vec::new(),
            telling: false,
        }
    }

    /// Everything that would settle it, where it is unknown.
    pub(crate) fn questions(&self, out: &mut Vec<Question>) {
        if self.truth == Truth::Unknown {
            out.extend(self.question.clone());
            self.steps.iter().for_each(|s| s.questions(out));
        }
    }

    /// What has to be said of the certainty of what made it so.
    pub(crate) fn warnings(&self, out: &mut Vec<String>) {
        out.extend(self.caveats.iter().cloned());
        self.steps.iter().for_each(|s| s.warnings(out));
    }
}
