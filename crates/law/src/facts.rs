//! The facts of one act, ready to be asked: what it says, what follows from that, and what contradicts itself.
//!
//! Nothing is guessed but two things, both named in the proof and both to the worse: dollars pass through a bank in the United States,
//! and an aircraft on the Belarusian register is operated by a Belarusian carrier, unless the act says otherwise.

use crate::act::{Act, ActKind, Goods, Leg, Party, Screened};
use crate::codes::{self, Codes, Heading};
use crate::time::When;
use interdict_model::Country;

/// Values, and whether there may be more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set<T> {
    pub known: Vec<T>,
    /// More may belong to it.
    pub open: bool,
}

impl<T: PartialEq> Set<T> {
    fn unknown() -> Self {
        Self { known: Vec::new(), open: true }
    }

    fn none() -> Self {
        Self { known: Vec::new(), open: false }
    }

    fn add(&mut self, value: Option<T>) {
        match value {
            Some(value) if self.known.contains(&value) => {}
            Some(value) => self.known.push(value),
            None => self.open = true,
        }
    }

    pub fn of(value: Option<T>) -> Self {
        let mut out = Self::none();
        out.add(value);
        out
    }
}

/// What one line of goods comes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoodsFacts {
    pub codes: Codes,
    /// The origin, where it may be relied on.
    pub origin: Option<Country>,
}

/// The facts of an act.
pub(crate) struct Facts<'a> {
    pub act: &'a Act,
    pub from: Option<Country>,
    pub to: Option<Country>,
    pub via: Set<Country>,
    pub territory: Set<Country>,
    pub operator: Set<Country>,
    pub marketing: Set<Country>,
    pub us_clearing: Option<bool>,
    /// Facts that were taken to be so: the fact's name and why.
    pub presumed: Vec<(&'static str, String)>,
    pub binding: Option<bool>,
    /// One for each line; a single unknown line for a consignment of which nothing is said.
    pub goods: Vec<GoodsFacts>,
    /// What is wrong with the act: each is treated as unknown.
    pub faults: Vec<String>,
}

impl<'a> Facts<'a> {
    pub fn of(act: &'a Act, headings: &[Heading], at: &When) -> Self {
        let mut faults = act.broken.clone();
        let legs = act.route.as_deref().unwrap_or_default();
        let (from, to) = ends(act, legs, &mut faults);
        let (via, territory) = places(act, legs, from, to, &mut faults);
        let mut presumed = Vec::new();
        let operator = operators(act, &mut presumed);
        let marketing = marketing(act);
        let us_clearing = clearing(act, &mut presumed);
        let contract = act.contract.as_ref();
        if let Some(date) = contract.and_then(|c| c.date)
            && date > at.date()
        {
            faults.push(format!("contract.date: {date} lies after the act itself ({at}); one of the two is wrong"));
        }
        let binding = contract.and_then(|c| {
            let frame = c.framework.as_ref();
            let parts =
                [c.binding, frame.map_or(Some(true), |f| f.end_date), frame.map_or(Some(true), |f| f.terms_agreed)];
            match parts.contains(&Some(false)) {
                true => Some(false),
                false => parts.iter().all(Option::is_some).then_some(true),
            }
        });
        let mut goods: Vec<GoodsFacts> = Vec::new();
        for (at, line) in act.goods.iter().flatten().enumerate() {
            goods.push(reconciled(line, at + 1, headings, &mut faults));
        }
        if act.goods.is_none() && act.act == ActKind::Consignment {
            goods.push(GoodsFacts::default());
        }
        for party in &act.parties {
            if !crate::act::ROLES.contains(&party.role.as_str()) {
                let known = crate::act::ROLES.join(", ");
                let (role, name) = (&party.role, &party.name);
                faults.push(format!(
                    "party {name:?}: {role:?} is no role, and rules on roles pass it by; wanted one of {known}"
                ));
            }
            owners(&party.name, party.owners.as_deref().unwrap_or_default(), &mut faults);
        }
        Self { act, from, to, via, territory, operator, marketing, us_clearing, presumed, binding, goods, faults }
    }

    pub fn line(&self, at: usize) -> Option<&'a Goods> {
        self.act.goods.as_ref()?.get(at)
    }

    pub fn party(&self, at: usize) -> Option<&'a Party> {
        self.act.parties.get(at)
    }

    pub fn leg(&self, at: usize) -> Option<&'a Leg> {
        self.act.route.as_ref()?.get(at)
    }

    /// Whether lists name the party or craft.
    pub fn screened(&self, subject: Subject) -> Option<&'a Screened> {
        match subject {
            Subject::Party(at) => Some(&self.party(at)?.screened),
            Subject::Craft(at) => Some(&self.act.craft.get(at)?.screened),
            _ => None,
        }
    }
}

/// What a condition is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Subject {
    Act,
    Goods(usize),
    Party(usize),
    Leg(usize),
    Craft(usize),
}

fn ends(act: &Act, legs: &[Leg], faults: &mut Vec<String>) -> (Option<Country>, Option<Country>) {
    let mut end = |stated: Option<Country>, leg: Option<Country>, field: &str, which: &str| match (stated, leg) {
        (Some(a), Some(b)) if a != b => {
            // A route may begin behind the country of dispatch; that is no contradiction if the country is on it.
            let on_the_way = legs.iter().any(|l| l.from == Some(a) || l.to == Some(a) || l.via.contains(&a));
            if !on_the_way {
                faults.push(format!(
                    "{field}: {} is not on the route, whose {which} leg has {}; taken as unknown",
                    a.code(),
                    b.code()
                ));
                return None;
            }
            Some(a)
        }
        (stated, leg) => stated.or(leg),
    };
    let from = end(act.from, legs.first().and_then(|l| l.from), "from", "first");
    let to = end(act.to, legs.last().and_then(|l| l.to), "to", "last");
    (from, to)
}

fn places(
    act: &Act,
    legs: &[Leg],
    from: Option<Country>,
    to: Option<Country>,
    faults: &mut Vec<String>,
) -> (Set<Country>, Set<Country>) {
    // Money moves between parties, whose countries are facts of their own; the goods that it pays for move in another act.
    let money = matches!(act.act, ActKind::Payment | ActKind::Securities);
    // What moves without a stated way may pass anywhere; what is done without a stated place may be done anywhere.
    let mut all = if legs.is_empty() && act.place.is_none() && !money { Set::unknown() } else { Set::none() };
    for leg in legs {
        all.add(leg.from);
        leg.via.iter().for_each(|c| all.add(Some(*c)));
        all.add(leg.to);
    }
    for (at, pair) in legs.windows(2).enumerate() {
        if let [a, b] = pair
            && let (Some(end), Some(begin)) = (a.to, b.from)
            && end != begin
        {
            faults.push(format!(
                "route: leg {} ends in {} and leg {} begins in {}; what lies between is unknown",
                at + 1,
                end.code(),
                at + 2,
                begin.code()
            ));
            all.open = true;
        }
    }
    let mut via = all.clone();
    // The ends of the way are not on the way, unless it comes through them again: then a leg begins or ends there in the middle.
    let inner = |c: &Country| {
        legs.iter().enumerate().any(|(at, leg)| {
            leg.via.contains(c) || (at > 0 && leg.from == Some(*c)) || (at + 1 < legs.len() && leg.to == Some(*c))
        })
    };
    via.known.retain(|c| inner(c) || (Some(*c) != from && Some(*c) != to));
    let moved = [from, to].into_iter().filter(|_| !money);
    for end in moved.chain([act.place]).flatten() {
        all.add(Some(end));
    }
    if matches!(act.act, ActKind::Consignment | ActKind::Flight)
        && act.place.is_none()
        && (from.is_none() || to.is_none())
    {
        all.open = true;
    }
    (via, all)
}

fn operators(act: &Act, presumed: &mut Vec<(&'static str, String)>) -> Set<Country> {
    let mut out = Set::none();
    let of_role = |p: &&Party| matches!(p.role.as_str(), "operator" | "carrier");
    let mut named: Vec<&str> = Vec::new();
    for party in act.parties.iter().filter(of_role) {
        named.push(&party.name);
        out.add(party.country);
    }
    for craft in &act.craft {
        match (&craft.operator, craft.operator_country) {
            (Some(name), None) if named.contains(&name.as_str()) => {}
            (_, Some(country)) => {
                named.push("");
                out.add(Some(country));
            }
            (Some(_), None) => {
                named.push("");
                out.open = true;
            }
            (None, None) => {}
        }
    }
    if named.is_empty() {
        out.open = !act.craft.is_empty() || matches!(act.act, ActKind::Flight | ActKind::PortCall);
        for craft in &act.craft {
            if register(craft) == Country::from_code("BY") {
                out.add(Country::from_code("BY"));
                let tail = craft.tail.as_deref().unwrap_or("the aircraft");
                let why = format!("{tail} is on the Belarusian register, and nobody else is said to operate it");
                presumed.push(("operator.country", why));
            }
        }
    }
    out
}

/// Where a craft is registered: as stated, else as an aircraft's tail says. Only marks that name one country are read.
pub(crate) fn register(craft: &crate::act::Craft) -> Option<Country> {
    craft.registered.or_else(|| {
        let (mark, _) = craft.tail.as_deref()?.trim().split_once('-')?;
        let code = match mark.to_ascii_uppercase().as_str() {
            "EW" => "BY",
            "RA" => "RU",
            "LY" => "LT",
            "YL" => "LV",
            "ES" => "EE",
            "SP" => "PL",
            "D" => "DE",
            "F" => "FR",
            "G" => "GB",
            "UR" => "UA",
            "EP" => "IR",
            "TC" => "TR",
            "TL" => "CF",
            "4K" => "AZ",
            "UP" => "KZ",
            _ => return None,
        };
        Country::from_code(code)
    })
}

fn marketing(act: &Act) -> Set<Country> {
    let mut out = Set::none();
    act.parties.iter().filter(|p| p.role == "marketing_carrier").for_each(|p| out.add(p.country));
    out
}

fn clearing(act: &Act, presumed: &mut Vec<(&'static str, String)>) -> Option<bool> {
    let us = Country::from_code("US");
    let bank_there = act.parties.iter().any(|p| p.role.contains("bank") && p.country.is_some() && p.country == us);
    if bank_there {
        return Some(true);
    }
    match (act.us_clearing, act.currency.as_deref()) {
        (Some(stated), _) => Some(stated),
        (None, Some(currency)) if currency.eq_ignore_ascii_case("USD") => {
            presumed.push(("us_clearing", "dollars are taken to pass through a bank in the United States".to_string()));
            Some(true)
        }
        (None, Some(_)) => Some(false),
        (None, None) => None,
    }
}

fn reconciled(line: &Goods, number: usize, headings: &[Heading], faults: &mut Vec<String>) -> GoodsFacts {
    let code = line.code.as_deref().filter(|c| !c.trim().is_empty()).and_then(|text| {
        codes::digits(text).map_err(|e| faults.push(format!("goods {number}: {e}; taken as unknown"))).ok()
    });
    let k2o = line.k2o.filter(|k2o| {
        let fits = (0.0..=100.0).contains(k2o);
        if !fits {
            faults.push(format!("goods {number}: {k2o} % K2O cannot be; wanted 0 to 100; taken as unknown"));
        }
        fits
    });
    for (value, what) in [(line.kilograms, "kilograms"), (line.value, "value")] {
        if value.is_some_and(|v| !v.is_finite() || v < 0.0) {
            faults.push(format!("goods {number}: {what} cannot be negative; taken as unknown"));
        }
    }
    let codes = codes::reconcile(headings, code.as_deref(), line.text.as_deref(), k2o);
    let origin = line.origin.filter(|_| line.origin_verified != Some(false));
    GoodsFacts { codes, origin }
}

fn owners(of: &str, list: &[crate::act::Owner], faults: &mut Vec<String>) {
    for owner in list {
        if let Some(Err(e)) = owner.share.as_ref().map(crate::act::Held::range) {
            faults.push(format!("owner {:?} of {of:?}: {e}; taken as unknown", owner.name));
        }
        owners(&owner.name, &owner.owners, faults);
    }
}
