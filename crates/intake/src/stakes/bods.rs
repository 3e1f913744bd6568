//! Stakes from the Beneficial Ownership Data Standard, versions 0.2 to 0.4 (standard.openownership.org), one array or one statement a line.
//!
//! A statement replaces an earlier one about the same record, and the earlier one keeps the days before: who asks for 2020 gets what held in
//! 2020. In 0.4 statements share a `recordId`; before, a statement names those that it replaces. The one invariant: an interest that says
//! no share, or is of a type that does not say what it is made of, is an unknown share, never none; but who sits on a board owns nothing by that.

mod interest;
mod statement;

use super::Stakes;
use super::json::{Unknown, Values};
use interdict_lists::Problem;
use interdict_model::PartialDate;
use interdict_own::{Direction, Kind, Stake};
use interest::{Interest, Made};
use rustc_hash::FxHashMap;
use statement::{Ends, Says, Statement};

pub(super) fn read(file: &str, name: &str) -> Stakes {
    let mut out = Stakes::default();
    let (mut unknown, mut no_stake) = (Unknown::default(), Unknown::default());
    let mut statements = Vec::new();
    for (number, (line, value)) in Values::new(file).enumerate() {
        let number = number as u64 + 1;
        let mut problem = |p: Problem| out.problems.push(p.in_file(name).at_record(number, line));
        let value = match value {
            Ok(value) => value,
            Err(e) => {
                problem(Problem::new(format!("JSON that cannot be read ({e})"), "a statement"));
                continue;
            }
        };
        match Statement::read(&value, &mut unknown, &mut problem) {
            Ok(statement) => statements.push(Statement { line, number, ..statement }),
            Err(p) => problem(p),
        }
    }
    let records = Records::of(&statements);
    for (record, versions) in records.in_order(&statements) {
        for (at, statement) in versions.iter().enumerate() {
            let next = versions.get(at + 1).copied();
            match &statement.says {
                // Of what describes a party the newest holds.
                Says::Party(party) if next.is_none() => {
                    out.parties.push(interdict_own::Party { id: record.to_string(), ..party.clone() });
                }
                Says::Party(_) => {}
                Says::Tie(Ends::Both { subject, party }, interests) => {
                    let ends = (records.root(party), records.root(subject));
                    for end in [party, subject].into_iter().filter(|e| !records.knows(e)) {
                        let found = format!("{end:?}, which no statement of the file describes");
                        let problem = Problem::new(found, "the id of a person or entity").in_file(name);
                        out.problems.push(
                            problem
                                .at_record(statement.number, statement.line)
                                .advise("the stake is used under that id"),
                        );
                    }
                    let tie = Tie { statement, next, ends, interests, name };
                    tie.stakes(&records, &mut out, &mut no_stake);
                }
                Says::Tie(Ends::Unspecified { subject, reason }, _) => {
                    let subject = records.root(subject);
                    no_stake.count(&format!("{subject} has an owner whom the source does not state: {reason}"));
                }
            }
        }
    }
    out.notes.extend(no_stake.note(name, "state no stake and are not counted"));
    out.notes.extend(unknown.note(name, "not known to this reader and not used"));
    out
}

/// Which statements are about one record.
struct Records {
    /// By the id of a statement or record, the id under which the record goes: the first that it had.
    roots: FxHashMap<String, String>,
}

impl Records {
    fn of(statements: &[Statement]) -> Self {
        let mut parents: FxHashMap<&str, &str> = FxHashMap::default();
        for statement in statements {
            for earlier in &statement.replaces {
                if *earlier != statement.id {
                    parents.entry(statement.id.as_str()).or_insert(earlier.as_str());
                }
            }
        }
        let mut roots = FxHashMap::default();
        for statement in statements {
            let mut root = statement.id.as_str();
            // As many steps as there are statements: one that replaces itself through others ends there.
            for _ in 0..statements.len() {
                match parents.get(root) {
                    Some(parent) => root = parent,
                    None => break,
                }
            }
            let root = statement.record.as_deref().unwrap_or(root);
            roots.insert(statement.id.clone(), root.to_string());
            roots.insert(root.to_string(), root.to_string());
        }
        Self { roots }
    }

    fn root<'r>(&'r self, id: &'r str) -> &'r str {
        self.roots.get(id).map_or(id, String::as_str)
    }

    fn knows(&self, id: &str) -> bool {
        self.roots.contains_key(id)
    }

    /// The statements of each record, earliest first; records in the order of the file.
    fn in_order<'s>(&'s self, statements: &'s [Statement]) -> Vec<(&'s str, Vec<&'s Statement>)> {
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut out: Vec<(&str, Vec<&Statement>)> = Vec::new();
        for statement in statements {
            let root = self.root(&statement.id);
            let place = *places.entry(root).or_insert_with(|| {
                out.push((root, Vec::new()));
                out.len() - 1
            });
            out.get_mut(place).into_iter().for_each(|(_, of)| of.push(statement));
        }
        out.iter_mut().for_each(|(_, of)| of.sort_by_key(|s| (s.date.map(|d| d.first()), s.number)));
        out
    }
}

/// The interests of one party in another, as one statement has them.
struct Tie<'s> {
    statement: &'s Statement,
    next: Option<&'s Statement>,
    /// Party and subject.
    ends: (&'s str, &'s str),
    interests: &'s [Interest],
    name: &'s str,
}

impl Tie<'_> {
    fn stakes(&self, records: &Records, out: &mut Stakes, no_stake: &mut Unknown) {
        let (party, subject) = self.ends;
        let source = self.statement.source.clone();
        let record = format!("{} line {}", self.name, self.statement.line);
        let shares_stated = self.interests.iter().any(|i| i.made == Made::Of(Kind::Shares) && i.kind != "unknown");
        for interest in self.interests {
            let Some(to) = self.last_day(interest) else { continue };
            let from = interest.from;
            let stake = |share, kind| {
                let stake = Stake::new(party, subject, share, kind);
                Stake { from, to, source: source.clone(), record: record.clone(), ..stake }
            };
            match interest.made {
                Made::Direction => {
                    let (director, company) = (party.to_string(), subject.to_string());
                    out.directions.push(Direction { director, company, from, to, source: source.clone() });
                    no_stake.count(&interest.kind);
                }
                // In a company that states its shares the right to what is left goes with them.
                Made::Surplus if shares_stated => no_stake.count(&interest.kind),
                Made::Surplus => out.stakes.push(stake(interest.at_most(), Kind::Shares)),
                Made::Of(kind) => {
                    // Its components state the way, so it may be them once more.
                    let twice = interest.indirect && self.statement.components.iter().any(|c| records.knows(c));
                    out.stakes.push(stake(if twice { interest.at_most() } else { interest.share }, kind));
                }
            }
        }
    }

    /// The last day on which the interest held: its own, or the day before the next statement puts another in its place. The outer `None` where the
    /// next statement only says it again.
    fn last_day(&self, interest: &Interest) -> Option<Option<PartialDate>> {
        let earlier = |a: Option<PartialDate>, b: Option<PartialDate>| match (a, b) {
            (Some(a), Some(b)) => Some(if b.last() < a.last() { b } else { a }),
            (a, b) => a.or(b),
        };
        let day_before = |day: PartialDate| day.first().yesterday().ok().map(PartialDate::from);
        let Some(next) = self.next else {
            // A record that is closed ends with its last statement at the latest.
            let closed = self.statement.closed.then_some(self.statement.date).flatten();
            return Some(interest.to.or(closed));
        };
        let later = match &next.says {
            Says::Tie(_, interests) => {
                interests.iter().find(|i| i.kind == interest.kind && i.indirect == interest.indirect)
            }
            Says::Party(_) => None,
        };
        match later {
            Some(later) => {
                let (from, begins) = (interest.from.map(|d| d.first()), later.from?);
                (from.is_none_or(|from| from < begins.first())).then(|| earlier(interest.to, day_before(begins)))
            }
            None => Some(earlier(interest.to, next.date.and_then(day_before))),
        }
    }
}

#[cfg(test)]
mod tests;
