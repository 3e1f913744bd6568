//! Does an authority list a party, or own it through those that it lists? On that day, as far as it was published, under which test.
//!
//! The invariant: an entry that only may be the party, a day that is not known, a list that nobody looked at and a share that is not
//! stated all give *unknown*. Only an authority whose lists were looked at can be silent of a party.

use crate::act::{Coverage, Held, Listed, Owner, Screened};
use crate::condition::Listing;
use crate::evaluate::{Ground, Leaf, Question, time_question};
use crate::facts::Subject;
use crate::truth::{self, Truth};
use interdict_model::PartialDate;
use interdict_own::{Graph, Range, Row, Stake, Verdict};
use jiff::civil::Date;

/// Whether it does.
pub(crate) fn truth(ground: &Ground<'_>, listing: &Listing, subject: Subject) -> Truth {
    let Some(screened) = ground.facts.screened(subject) else { return Truth::No };
    let itself = direct(ground, listing, screened);
    if itself == Truth::Yes || listing.owned.is_none() {
        return itself;
    }
    itself.or(owned(ground, listing, subject).0)
}

/// Whether it may at any time.
pub(crate) fn ever(ground: &Ground<'_>, listing: &Listing, subject: Subject) -> Truth {
    let Some(screened) = ground.facts.screened(subject) else { return Truth::No };
    let owned = match subject {
        Subject::Party(at) if listing.owned.is_some() => {
            ground.facts.party(at).and_then(|p| p.owners.as_deref()).is_some_and(|o| !o.is_empty())
        }
        _ => false,
    };
    let named = screened.listed.iter().any(|l| matches(listing, l));
    if named || owned || coverage(listing, screened).is_none() { Truth::Unknown } else { Truth::No }
}

/// Whether it does, with what says so.
pub(crate) fn leaf(ground: &Ground<'_>, listing: &Listing, subject: Subject) -> Leaf {
    let Some(screened) = ground.facts.screened(subject) else { return Leaf::plain(Truth::No) };
    let itself = direct(ground, listing, screened);
    let mut leaf = Leaf::plain(itself);
    let name = ground.name(subject);
    let entries: Vec<&Listed> = screened.listed.iter().filter(|l| matches(listing, l)).collect();
    // The entry that decided, before those that say less.
    let decisive = entries.iter().max_by_key(|l| entry(ground, listing, l));
    leaf.from = format!("lists of {}", listing.by);
    leaf.telling = !entries.is_empty();
    leaf.found = match decisive {
        Some(l) => shown(l),
        None => match coverage(listing, screened) {
            Some(Coverage::Whole) => "not on the list".to_string(),
            Some(Coverage::Part) => {
                leaf.caveats.push(format!("of the lists of {}, only a part was looked at", listing.by));
                "not in the part of the list that was looked at".to_string()
            }
            None => "nobody looked at the list".to_string(),
        },
    };
    if itself == Truth::Unknown {
        leaf.question = Some(match decisive {
            None => Question::new(
                2,
                format!("{}.listed", field(subject)),
                format!("{name}: is it on a list of {}? The list was not looked at.", listing.by),
            ),
            Some(l) if l.score.is_some() => Question::new(
                2,
                format!("{}.listed", field(subject)),
                format!("{name}: is it {} (entry {} of {})?", l.name, l.id, listing.by),
            ),
            Some(l) if l.from.is_none() && l.seen.is_none() => Question::new(
                2,
                format!("{}.listed", field(subject)),
                format!("{name}: since when does {} list it (entry {})? The list does not say.", listing.by, l.id),
            ),
            Some(_) => time_question(),
        });
    }
    if itself != Truth::Yes && listing.owned.is_some() {
        let (truth, row) = owned(ground, listing, subject);
        leaf.truth = itself.or(truth);
        if let Some(row) = row {
            leaf.found = format!("{}; {}", leaf.found, held(&row, truth));
            leaf.from = format!("{}, {}.owners", leaf.from, field(subject));
            if row.by_guidance {
                leaf.caveats
                    .push("guidance: shares of several listed parties are added up by guidance, not by law".into());
            }
            if row.unverified {
                leaf.caveats.push(format!("unverified: the test of ownership of {}", listing.by));
            }
            if truth == Truth::Unknown && leaf.question.is_none() {
                let missing: Vec<String> =
                    row.missing.iter().map(|s| format!("what {} holds of {}", s.owner, s.owned)).collect();
                let asks = match missing.is_empty() {
                    true => format!("{name}: are its owners listed by {}, and how much does each hold?", listing.by),
                    false => format!("{name}: it has to be known {}.", missing.join(", ")),
                };
                leaf.question = Some(Question::new(4, format!("{}.owners", field(subject)), asks));
            }
        }
    }
    leaf
}

fn field(subject: Subject) -> String {
    match subject {
        Subject::Party(at) => format!("parties[{at}]"),
        Subject::Craft(at) => format!("craft[{at}]"),
        _ => "act".to_string(),
    }
}

fn shown(l: &Listed) -> String {
    let mut out = format!("{}, entry {}", if l.name.is_empty() { "listed" } else { &l.name }, l.id);
    if !l.programmes.is_empty() {
        out.push_str(&format!(", {}", l.programmes.join(", ")));
    }
    match (l.from, l.to) {
        (Some(from), Some(to)) => out.push_str(&format!(", from {from} to {to}")),
        (Some(from), None) => out.push_str(&format!(", since {from}")),
        (None, Some(to)) => out.push_str(&format!(", until {to}")),
        (None, None) => {}
    }
    if let Some(score) = l.score {
        out.push_str(&format!(" (may be it: {score:.2})"));
    }
    out
}

fn held(row: &Row, truth: Truth) -> String {
    let verdict = match truth {
        Truth::Yes if row.by_control => "owned by control",
        Truth::Yes => "owned",
        Truth::No => "not owned",
        Truth::Unknown => "owned or not: unknown",
    };
    let ways: Vec<String> = row
        .paths
        .iter()
        .map(|path| {
            let start = path.first().map_or("", |s| s.owner.as_str()).to_string();
            path.iter().fold(start, |way, step| format!("{way} -{}-> {}", step.held(), step.owned))
        })
        .collect();
    let through = if ways.is_empty() { String::new() } else { format!(": {}", ways.join("; ")) };
    format!("{verdict}, listed parties hold {}{through}", row.share)
}

fn coverage(listing: &Listing, screened: &Screened) -> Option<Coverage> {
    screened.screened.iter().find(|(a, _)| a.as_str() == listing.by).map(|(_, c)| *c)
}

fn matches(listing: &Listing, l: &Listed) -> bool {
    let among =
        |of: &[String], values: &[String]| values.iter().any(|v| of.iter().any(|w| w.eq_ignore_ascii_case(v.trim())));
    l.authority.as_str() == listing.by
        && (listing.programmes.is_empty() || l.programmes.is_empty() || among(&listing.programmes, &l.programmes))
        && (listing.other_than.is_empty()
            || l.programmes.iter().any(|p| !among(&listing.other_than, std::slice::from_ref(p))))
        && (listing.ids.is_empty() || listing.ids.contains(&l.id))
        && (listing.measures.is_empty()
            || l.measures.is_empty()
            || l.measures.iter().any(|m| listing.measures.contains(m)))
}

/// Does the party itself stand on the list?
fn direct(ground: &Ground<'_>, listing: &Listing, screened: &Screened) -> Truth {
    let on = truth::any(screened.listed.iter().filter(|l| matches(listing, l)).map(|l| entry(ground, listing, l)));
    on.or(if coverage(listing, screened).is_some() { Truth::No } else { Truth::Unknown })
}

/// Does this entry stand on that day, and is it the party?
fn entry(ground: &Ground<'_>, listing: &Listing, l: &Listed) -> Truth {
    let Some((first, last)) = ground.days.get(listing.authority).copied() else { return Truth::Unknown };
    let since = |date: PartialDate| -> Truth {
        // From that date on, of which only the month may be known.
        if last < date.first() {
            Truth::No
        } else if first >= date.last() {
            Truth::Yes
        } else {
            Truth::Unknown
        }
    };
    let hidden = |date: PartialDate| ground.known.is_some_and(|known: Date| known < date.first());
    let begun = match (l.from, l.seen) {
        (Some(from), _) if hidden(from) => Truth::No,
        (Some(from), _) => since(from),
        (None, Some(seen)) => since(seen).or(Truth::Unknown),
        (None, None) => Truth::Unknown,
    };
    let ended = match l.to {
        Some(to) if !hidden(to) => since(to),
        _ => Truth::No,
    };
    let surely = if l.score.is_some() { Truth::Unknown } else { Truth::Yes };
    begun.and(!ended).and(surely)
}

/// Do those that it lists own the party? With the answer of the test that said so.
fn owned(ground: &Ground<'_>, listing: &Listing, subject: Subject) -> (Truth, Option<Row>) {
    let Subject::Party(at) = subject else { return (Truth::No, None) };
    let party = ground.facts.party(at);
    let Some(owners) = party.and_then(|p| p.owners.as_deref()).filter(|o| !o.is_empty()) else {
        return (Truth::No, None);
    };
    let Some(test) = listing.owned else { return (Truth::No, None) };
    let mut book = Book { ground, listing, stakes: Vec::new(), surely: Vec::new(), perhaps: Vec::new() };
    let name = party.map(|p| p.name.as_str()).filter(|n| !n.is_empty()).unwrap_or("the party");
    book.write(name, owners);
    let day = ground.days.get(listing.authority).map_or_else(|| ground.at.date(), |(first, _)| *first);
    let (graph, _) = Graph::build(book.stakes, day);
    let of = |names: &[String]| -> Option<Row> {
        let listed = graph.ids(names.iter().map(String::as_str)).0;
        graph.judge(test, &listed)?.of(name)
    };
    // With those that are surely listed, and with those too that only may be.
    let (Some(least), Some(most)) = (of(&book.surely), of(&[book.surely.as_slice(), book.perhaps.as_slice()].concat()))
    else {
        return (Truth::No, None);
    };
    match (least.verdict, most.verdict) {
        (Verdict::Owned, _) => (Truth::Yes, Some(least)),
        (_, Verdict::NotOwned) => (Truth::No, Some(most)),
        _ => (Truth::Unknown, Some(most)),
    }
}

/// Owners written down as stakes.
struct Book<'g, 'a> {
    ground: &'g Ground<'a>,
    listing: &'g Listing,
    stakes: Vec<Stake>,
    surely: Vec<String>,
    perhaps: Vec<String>,
}

impl Book<'_, '_> {
    fn write(&mut self, owned: &str, owners: &[Owner]) {
        for owner in owners {
            // A share that cannot be read is a fault of the act, named there, and unknown here.
            let share = owner.share.as_ref().map(Held::range).and_then(Result::ok).unwrap_or(Range::UNKNOWN);
            let mut stake = Stake::new(&owner.name, owned, share, owner.kind);
            stake.source = owner.source.clone().unwrap_or_default();
            stake.joint = owner.joint.clone().unwrap_or_default();
            self.stakes.push(stake);
            match direct(self.ground, self.listing, &owner.screened) {
                Truth::Yes => self.surely.push(owner.name.clone()),
                Truth::Unknown => self.perhaps.push(owner.name.clone()),
                Truth::No => {}
            }
            self.write(&owner.name, &owner.owners);
        }
    }
}
