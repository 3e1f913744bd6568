//! Conditions as they are judged: typed, their names resolved. What each says in words is here too, so that a proof and `law show` read alike.

use crate::law::Law;
use crate::time::Boundary;
use crate::vocabulary::{Each, Fact, entry};
use interdict_model::{Country, Measure};
use interdict_own::Test;

/// A condition on facts.
#[derive(Debug)]
pub(crate) struct Condition {
    /// What it says, where the file puts it better.
    pub says: Option<String>,
    /// Not stated counts as not so.
    pub if_stated: bool,
    pub form: Form,
}

#[derive(Debug)]
pub(crate) enum Form {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Vec<Condition>),
    Some { over: Each, when: Vec<Condition> },
    Words { fact: Fact, of: Vec<String> },
    Claimed(String),
    Countries { fact: Fact, of: Vec<Country>, set: Option<usize>, outside: bool },
    Before { fact: Fact, boundary: Boundary },
    From { fact: Fact, boundary: Boundary },
    Flag { fact: Fact, is: bool },
    Number { fact: Fact, is: Compare, than: f64, held_from: Option<Country> },
    Within { set: usize },
    Named { fact: Fact, patterns: Vec<Vec<String>> },
    Quota(String),
    Listed(Box<Listing>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Compare {
    pub fn holds(self, value: f64, than: f64) -> bool {
        match self {
            Self::Above => value > than,
            Self::AtLeast => value >= than,
            Self::Below => value < than,
            Self::AtMost => value <= than,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Above => "more than",
            Self::AtLeast => "at least",
            Self::Below => "less than",
            Self::AtMost => "at most",
        }
    }
}

/// Which listings count.
#[derive(Debug)]
pub(crate) struct Listing {
    /// Who lists, by code.
    pub by: String,
    /// The same by its place in the law's authorities.
    pub authority: usize,
    pub programmes: Vec<String>,
    pub other_than: Vec<String>,
    pub ids: Vec<String>,
    pub measures: Vec<Measure>,
    pub owned: Option<&'static Test>,
}

fn or(words: &[String]) -> String {
    words.join(" or ")
}

fn joined(conditions: &[Condition], law: &Law, with: &str) -> String {
    conditions.iter().map(|c| c.words(law)).collect::<Vec<_>>().join(with)
}

impl Condition {
    /// What it says.
    pub fn words(&self, law: &Law) -> String {
        if let Some(says) = &self.says {
            return says.clone();
        }
        match &self.form {
            Form::Any(of) => format!("({})", joined(of, law, ", or ")),
            Form::All(of) => joined(of, law, ", and "),
            Form::Not(of) => format!("it is not so that {}", joined(of, law, ", and ")),
            Form::Some { over, when } => {
                let one = match over {
                    Each::Goods => "a line of goods",
                    Each::Party => "a party",
                    Each::Leg => "a leg",
                    Each::Craft => "a craft",
                    Each::Act => "the act",
                };
                format!("there is {one}, and of it: {}", joined(when, law, ", and "))
            }
            Form::Words { fact, of } => format!("{} is {}", entry(*fact).label, or(of).replace('_', " ")),
            Form::Claimed(purpose) => format!("it is asserted to be for: {}", purpose.replace('_', " ")),
            Form::Countries { fact, of, set, outside } => {
                let mut names: Vec<String> = of.iter().map(|c| c.name().to_string()).collect();
                names.extend(set.and_then(|s| law.countries.get(s)).map(|s| s.title.clone()));
                let label = entry(*fact).label;
                let verb = match (outside, label.starts_with("the countries")) {
                    (true, _) => "lies outside",
                    (false, true) => "include",
                    (false, false) => "is",
                };
                format!("{label} {verb} {}", or(&names))
            }
            Form::Before { fact, boundary } => format!("{} lies before {boundary}", entry(*fact).label),
            Form::From { fact, boundary } => format!("{} is {boundary} or later", entry(*fact).label),
            Form::Flag { fact, is: true } => format!("{}: yes", entry(*fact).label),
            Form::Flag { fact, is: false } => format!("{}: no", entry(*fact).label),
            Form::Number { fact, is, than, held_from } => {
                let label = entry(*fact).label;
                match held_from {
                    Some(country) => format!("{label}, {}, is {} {than}", country.name(), is.words()),
                    None => format!("{label} is {} {than}", is.words()),
                }
            }
            Form::Within { set } => {
                format!("the code of the goods is in {}", law.sets.get(*set).map_or("", |s| s.title.as_str()))
            }
            Form::Named { fact, patterns } => {
                let names: Vec<String> = patterns.iter().map(|p| p.join(" ")).collect();
                format!("{} holds the words {}", entry(*fact).label, or(&names))
            }
            Form::Quota(name) => format!("there is room in the quota {name}"),
            Form::Listed(listing) => listing.words(),
        }
    }
}

impl Listing {
    fn words(&self) -> String {
        let by = interdict_model::Authority::new(&self.by).map_or(self.by.clone(), |a| a.title().to_string());
        let mut out = format!("the {by} lists it");
        if !self.programmes.is_empty() {
            out.push_str(&format!(" under {}", or(&self.programmes)));
        }
        if !self.other_than.is_empty() {
            out.push_str(&format!(" under a programme other than {}", or(&self.other_than)));
        }
        if !self.ids.is_empty() {
            out.push_str(&format!(" as entry {}", or(&self.ids)));
        }
        if !self.measures.is_empty() {
            let measures: Vec<String> = self.measures.iter().map(|m| m.words().to_string()).collect();
            out.push_str(&format!(" with {}", or(&measures)));
        }
        if let Some(test) = self.owned {
            out.push_str(&format!(", or those that it lists own it ({})", test.name));
        }
        out
    }
}
