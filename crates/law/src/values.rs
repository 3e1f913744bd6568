//! The value of every fact of the vocabulary, for an act and what of it is asked about.

use crate::act::{Act, ActKind, Craft, Goods, Leg, Party};
use crate::codes::{self, Why};
use crate::evaluate::Ground;
use crate::facts::{Set, Subject, register};
use crate::truth::{self, Truth};
use crate::vocabulary::Fact;
use interdict_model::Country;
use jiff::civil::Date;

impl<'a> Ground<'a> {
    /// Is the code of a line of goods in a set?
    pub(crate) fn within(&self, set: usize, subject: Subject) -> (Truth, Why<'a>) {
        let Subject::Goods(at) = subject else { return (Truth::No, Why::None) };
        let (Some(set), Some(goods)) = (self.law.sets.get(set), self.facts.goods.get(at)) else {
            return (Truth::Unknown, Why::None);
        };
        let contains = self.facts.line(at).and_then(|l| l.contains.as_deref());
        let mut seen: Option<(Truth, Why<'a>)> = None;
        for code in &goods.codes.candidates {
            let (truth, why) = set.holds(code, contains, self.at, self.known);
            seen = match seen {
                None => Some((truth, why)),
                Some((before, _)) if before != truth => return (Truth::Unknown, Why::None),
                same => same,
            };
        }
        seen.unwrap_or((Truth::Unknown, Why::None))
    }

    /// May the code of a line of goods be in a set at any time?
    pub(crate) fn ever_within(&self, set: usize, subject: Subject) -> Truth {
        let Subject::Goods(at) = subject else { return Truth::No };
        let (Some(set), Some(goods)) = (self.law.sets.get(set), self.facts.goods.get(at)) else {
            return Truth::Unknown;
        };
        let codes = &goods.codes.candidates;
        if codes.is_empty() || codes.iter().any(|code| set.concerns(code)) { Truth::Unknown } else { Truth::No }
    }

    /// Does a set of countries change with time?
    pub(crate) fn dated(&self, set: usize) -> bool {
        let members = self.law.countries.get(set).map_or(&[][..], |s| &s.members);
        members.iter().any(|(_, v)| v.period.from.is_some() || v.period.to.is_some())
    }

    pub(crate) fn words(&self, fact: Fact, subject: Subject, of: &[String]) -> Truth {
        let act = self.facts.act;
        let one = |value: Option<&str>| -> Truth { value.map(|v| of.iter().any(|w| w.eq_ignore_ascii_case(v))).into() };
        let many = |values: Option<&Vec<String>>| -> Truth {
            values.map(|v| v.iter().any(|v| of.iter().any(|w| w.eq_ignore_ascii_case(v)))).into()
        };
        match fact {
            Fact::Act => of.iter().any(|w| w == act.act.as_str()).into(),
            Fact::Currency => one(act.currency.as_deref()),
            Fact::Purpose => many(act.purpose.as_ref()),
            Fact::Services => many(act.services.as_ref()),
            Fact::Operations => many(act.operations.as_ref()),
            Fact::ContractKind => one(act.contract.as_ref().and_then(|c| c.kind.as_deref())),
            Fact::InstrumentKind => one(act.instrument.as_ref().and_then(|i| i.kind.as_deref())),
            Fact::GoodsCategories => many(self.line(subject).and_then(|l| l.categories.as_ref())),
            Fact::PartyRole => one(self.party(subject).map(|p| p.role.as_str())),
            Fact::PartyKind => one(self.party(subject).and_then(|p| p.kind.as_deref())),
            Fact::LegMode => one(self.leg(subject).and_then(|l| l.mode.as_deref())),
            Fact::CraftKind => one(self.craft(subject).map(|c| c.kind.as_str()).filter(|k| !k.is_empty())),
            _ => Truth::Unknown,
        }
    }

    pub(crate) fn countries(
        &self,
        fact: Fact,
        subject: Subject,
        of: &[Country],
        set: Option<usize>,
        outside: bool,
    ) -> Truth {
        let owned;
        let values: &Set<Country> = match fact {
            Fact::Via => &self.facts.via,
            Fact::Territory => &self.facts.territory,
            Fact::OperatorCountry => &self.facts.operator,
            Fact::MarketingCountry => &self.facts.marketing,
            _ => {
                owned = self.single(fact, subject);
                &owned
            }
        };
        let holds = |country: &Country| {
            let among: Truth = of.contains(country).into();
            let member = set.and_then(|s| self.law.countries.get(s)).map_or(Truth::No, |s| {
                truth::any(s.members.iter().filter(|(c, _)| c == country).map(|(_, v)| v.holds(self.at, self.known)))
            });
            let inside = among.or(member);
            if outside { !inside } else { inside }
        };
        let some = truth::any(values.known.iter().map(holds));
        some.or(if values.open { Truth::Unknown } else { Truth::No })
    }

    fn single(&self, fact: Fact, subject: Subject) -> Set<Country> {
        match fact {
            Fact::From => Set::of(self.facts.from),
            Fact::To => Set::of(self.facts.to),
            Fact::Place => Set::of(self.facts.act.place),
            Fact::GoodsOrigin => match subject {
                Subject::Goods(at) => Set::of(self.facts.goods.get(at).and_then(|g| g.origin)),
                _ => Set::of(None),
            },
            Fact::PartyCountry => {
                let party = self.party(subject);
                let mut out = Set::of(party.and_then(|p| p.country));
                out.known.extend(party.iter().flat_map(|p| p.also.iter().copied()));
                out
            }
            Fact::LegTerritory => {
                let mut out = Set { known: Vec::new(), open: false };
                if let Some(leg) = self.leg(subject) {
                    out.open = leg.from.is_none() || leg.to.is_none();
                    out.known.extend(leg.from.iter().chain(&leg.via).chain(&leg.to).copied());
                }
                out
            }
            Fact::LegCarrierCountry => {
                let leg = self.leg(subject);
                // Whoever operates the aircraft carries on every leg of its flight.
                let flies = self.facts.act.act == ActKind::Flight;
                if flies && leg.is_some_and(|l| l.carrier.is_none() && l.carrier_country.is_none()) {
                    return self.facts.operator.clone();
                }
                let named = leg.and_then(|l| l.carrier.as_deref());
                let party =
                    self.facts.act.parties.iter().find(|p| Some(p.name.as_str()) == named && p.role == "carrier");
                Set::of(leg.and_then(|l| l.carrier_country).or_else(|| party.and_then(|p| p.country)))
            }
            Fact::LegVehicle => Set::of(self.leg(subject).and_then(|l| l.vehicle_registered)),
            Fact::LegTrailer => Set::of(self.leg(subject).and_then(|l| l.trailer_registered)),
            Fact::CraftRegistered => Set::of(self.craft(subject).and_then(register)),
            _ => Set::of(None),
        }
    }

    pub(crate) fn date(&self, fact: Fact) -> Option<Date> {
        match fact {
            Fact::ContractDate => {
                // A contract of later than the act itself contradicts it, and so says nothing.
                let date = self.facts.act.contract.as_ref()?.date?;
                self.facts.faults.iter().all(|f| !f.starts_with("contract.date:")).then_some(date)
            }
            Fact::InstrumentIssued => self.facts.act.instrument.as_ref()?.issued,
            _ => None,
        }
    }

    pub(crate) fn flag(&self, fact: Fact, subject: Subject) -> Option<bool> {
        match fact {
            Fact::UsClearing => self.facts.us_clearing,
            Fact::ContractStated => Some(self.facts.act.contract.is_some()),
            Fact::ContractBinding => self.facts.binding,
            // Said to be of none: an empty list. What is not said is not known, and a list that names some says so itself.
            Fact::GoodsUncontrolled => self.line(subject).and_then(|l| l.categories.as_ref()).map(Vec::is_empty),
            Fact::PartyUsPerson => self.party(subject).and_then(|p| {
                let us = Country::from_code("US");
                let there = |c: &Country| Some(*c) == us;
                p.us_person
                    .or_else(|| if p.also.iter().any(there) { Some(true) } else { p.country.as_ref().map(there) })
            }),
            _ => None,
        }
    }

    pub(crate) fn number(&self, fact: Fact, subject: Subject, held_from: Option<Country>) -> Option<f64> {
        let sound = |n: &f64| n.is_finite() && *n >= 0.0;
        match fact {
            Fact::InstrumentTenor => self.facts.act.instrument.as_ref()?.tenor_days.map(f64::from),
            Fact::GoodsKilograms => self.line(subject)?.kilograms.filter(sound),
            Fact::GoodsValue => self.line(subject)?.value.filter(sound),
            Fact::LegCarrierOwned => {
                self.leg(subject)?.carrier_owned.get(&held_from?).copied().filter(|n| (0.0..=100.0).contains(n))
            }
            _ => None,
        }
    }

    pub(crate) fn named(&self, fact: Fact, subject: Subject, patterns: &[Vec<String>]) -> Truth {
        let name = match fact {
            Fact::LegCarrier => self.leg(subject).and_then(|l| l.carrier.as_deref()),
            _ => self.party(subject).map(|p| p.name.as_str()),
        };
        let Some(name) = name.filter(|n| !n.trim().is_empty()) else { return Truth::Unknown };
        let said = codes::words(name);
        patterns.iter().any(|pattern| pattern.iter().all(|word| said.contains(word))).into()
    }

    pub(crate) fn line(&self, subject: Subject) -> Option<&'a Goods> {
        match subject {
            Subject::Goods(at) => self.facts.line(at),
            _ => None,
        }
    }
    pub(crate) fn party(&self, subject: Subject) -> Option<&'a Party> {
        match subject {
            Subject::Party(at) => self.facts.party(at),
            _ => None,
        }
    }
    pub(crate) fn leg(&self, subject: Subject) -> Option<&'a Leg> {
        match subject {
            Subject::Leg(at) => self.facts.leg(at),
            _ => None,
        }
    }
    pub(crate) fn craft(&self, subject: Subject) -> Option<&'a Craft> {
        match subject {
            Subject::Craft(at) => self.facts.act.craft.get(at),
            _ => None,
        }
    }

    /// A fact's value as people read it.
    pub(crate) fn shown(&self, fact: Fact, subject: Subject) -> String {
        let act: &Act = self.facts.act;
        let list = |values: Option<&Vec<String>>| values.map(|v| v.join(", "));
        let set = |set: &Set<Country>| {
            let mut names: Vec<&str> = set.known.iter().map(|c| c.name()).collect();
            if set.open {
                names.push("unknown");
            }
            Some(names.join(", "))
        };
        let text = match fact {
            Fact::Act => Some(act.act.as_str().replace('_', " ")),
            Fact::Currency => act.currency.clone(),
            Fact::Purpose => list(act.purpose.as_ref()),
            Fact::Services => list(act.services.as_ref()),
            Fact::Operations => list(act.operations.as_ref()),
            Fact::ContractKind => act.contract.as_ref().and_then(|c| c.kind.clone()),
            Fact::InstrumentKind => act.instrument.as_ref().and_then(|i| i.kind.clone()),
            Fact::GoodsCategories => list(self.line(subject).and_then(|l| l.categories.as_ref())),
            Fact::PartyRole => self.party(subject).map(|p| p.role.replace('_', " ")),
            Fact::PartyKind => self.party(subject).and_then(|p| p.kind.clone()),
            Fact::PartyName => self.party(subject).map(|p| p.name.clone()),
            Fact::LegMode => self.leg(subject).and_then(|l| l.mode.clone()),
            Fact::LegCarrier => self.leg(subject).and_then(|l| l.carrier.clone()),
            Fact::CraftKind => self.craft(subject).map(|c| c.kind.clone()),
            Fact::ContractDate | Fact::InstrumentIssued => self.date(fact).map(|d| d.to_string()),
            Fact::UsClearing
            | Fact::ContractStated
            | Fact::ContractBinding
            | Fact::GoodsUncontrolled
            | Fact::PartyUsPerson => self.flag(fact, subject).map(|f| if f { "yes".into() } else { "no".into() }),
            Fact::InstrumentTenor | Fact::GoodsKilograms | Fact::GoodsValue => {
                self.number(fact, subject, None).map(|n| n.to_string())
            }
            Fact::LegCarrierOwned => self.leg(subject).map(|l| {
                l.carrier_owned.iter().map(|(c, n)| format!("{}: {n} %", c.name())).collect::<Vec<_>>().join(", ")
            }),
            Fact::Via => set(&self.facts.via),
            Fact::Territory => set(&self.facts.territory),
            Fact::OperatorCountry => set(&self.facts.operator),
            Fact::MarketingCountry => set(&self.facts.marketing),
            Fact::GoodsOrigin if self.line(subject).is_some_and(|l| l.origin_verified == Some(false)) => {
                let claimed = self.line(subject).and_then(|l| l.origin).map_or("unknown", |c| c.name());
                Some(format!("{claimed}, claimed but not proved"))
            }
            _ => set(&self.single(fact, subject)),
        };
        text.filter(|t| !t.is_empty()).unwrap_or_else(|| "not stated".to_string())
    }
}
