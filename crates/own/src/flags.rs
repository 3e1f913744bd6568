//! Near misses and havens: what a person should look at although no test calls it owned. A flag is no verdict.
//!
//! Each flag names its rule, what it saw, and its base rate: how often the same is seen among all entities of the same stakes, listed or not. A flag
//! that half of all companies would bear says nothing.

use crate::graph::Stake;
use crate::judge::{Judged, Verdict};
use crate::party::{Direction, Party};
use crate::share::Share;
use interdict_model::folded;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// Percent below the threshold that is still near.
pub const NEAR: u64 = 5;
/// Days between a listing and a sale, and between a sale and the next owner, that make one think.
pub const SALE_DAYS: i32 = 90;
/// Companies at one address from which on it is one of shells.
pub const AT_ONE_ADDRESS: usize = 5;
/// Companies directed by one person from which on he may be a nominee.
pub const DIRECTED_BY_ONE: usize = 10;
/// Days after a listing within which a new company beside the listed is worth a look.
pub const FOUNDED_DAYS: i32 = 365;

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Listed parties hold less than the threshold, by no more than [`NEAR`] percent.
    NearThreshold,
    /// A listed party gave a stake up within [`SALE_DAYS`] of its listing, and somebody else has held one since.
    Divested,
    /// At least [`AT_ONE_ADDRESS`] companies sit at its address, one of them listed or held by the listed.
    SharedAddress,
    /// Who directs it directs at least [`DIRECTED_BY_ONE`] companies, one of them listed or held by the listed.
    ManyDirectorships,
    /// Founded within [`FOUNDED_DAYS`] after a listing, with an owner, a director or an address of the listed party's or of what it holds.
    FoundedAfterListing,
}

impl Rule {
    /// The rule in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NearThreshold => "just under the threshold",
            Self::Divested => "given up around the listing",
            Self::SharedAddress => "an address of many companies",
            Self::ManyDirectorships => "a director of many companies",
            Self::FoundedAfterListing => "founded after the listing",
        }
    }
}

/// How often a rule's condition is met among all, whoever they belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BaseRate {
    /// Entities that meet it.
    pub of: usize,
    /// Entities of which it can be told.
    pub among: usize,
}

/// A flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// The entity to look at.
    pub entity: String,
    /// By which rule.
    pub rule: Rule,
    /// What the rule saw: parties and numbers.
    pub inputs: Vec<String>,
    /// How often the same is seen anyway.
    pub base_rate: BaseRate,
}

/// What flags are looked for in.
pub struct Facts<'f> {
    /// All stakes, of all days.
    pub stakes: &'f [Stake],
    /// Names, addresses and days of foundation.
    pub parties: &'f [Party],
    /// Who directs what.
    pub directions: &'f [Direction],
    /// The first day of each listed party's listing, as far as it is known.
    pub listed: &'f FxHashMap<String, Option<Date>>,
}

/// All flags under one test's answers, by entity and rule.
pub fn flags(facts: &Facts<'_>, judged: &Judged<'_>) -> Vec<Flag> {
    let near = Near::of(facts, judged);
    let mut out = near.thresholds(judged);
    out.extend(near.sales());
    out.extend(near.addresses());
    out.extend(near.directors());
    out.extend(near.foundations());
    out.sort_by(|a, b| (&a.entity, a.rule).cmp(&(&b.entity, b.rule)));
    out.dedup();
    out
}

struct Near<'f> {
    facts: &'f Facts<'f>,
    names: FxHashMap<&'f str, &'f str>,
    /// Listed, or owned or perhaps owned by the listed.
    members: FxHashSet<String>,
    at: FxHashMap<String, Vec<&'f str>>,
    directed: FxHashMap<&'f str, Vec<&'f str>>,
}

impl<'f> Near<'f> {
    fn of(facts: &'f Facts<'f>, judged: &Judged<'_>) -> Self {
        let mut members: FxHashSet<String> = facts.listed.keys().cloned().collect();
        members.extend(judged.rows().filter(|r| r.verdict != Verdict::NotOwned).map(|r| r.entity));
        let (mut at, mut directed) =
            (FxHashMap::<String, Vec<&str>>::default(), FxHashMap::<&str, Vec<&str>>::default());
        for party in facts.parties {
            for address in &party.addresses {
                at.entry(folded(address)).or_default().push(&party.id);
            }
        }
        let day = judged.day();
        for d in facts.directions {
            let stands = d.from.is_none_or(|f| f.first() <= day) && d.to.is_none_or(|t| day <= t.last());
            if stands {
                directed.entry(&d.director).or_default().push(&d.company);
            }
        }
        for ids in at.values_mut().chain(directed.values_mut()) {
            ids.sort_unstable();
            ids.dedup();
        }
        let names = facts.parties.iter().map(|p| (p.id.as_str(), p.name.as_str())).collect();
        Self { facts, names, members, at, directed }
    }

    fn name<'n>(&'n self, id: &'n str) -> &'n str {
        self.names.get(id).copied().filter(|n| !n.is_empty()).unwrap_or(id)
    }

    /// Listed parties' holdings just under the threshold, beside anybody's largest holding there.
    fn thresholds(&self, judged: &Judged<'_>) -> Vec<Flag> {
        let threshold = judged.version().threshold();
        let from = threshold.less(NEAR);
        let near = |share: Share| from <= share && !judged.version().met(share);
        let mut largest: FxHashMap<&str, Share> = FxHashMap::default();
        for stake in self.facts.stakes {
            if let Some(share) = stake.share_on(judged.day()).filter(|s| s.is_exact()) {
                let known = largest.entry(&stake.owned).or_default();
                *known = share.low.max(*known);
            }
        }
        let base_rate = BaseRate { of: largest.values().filter(|share| near(**share)).count(), among: largest.len() };
        let rows = judged.rows().filter(|r| r.verdict == Verdict::NotOwned && !r.listed && near(r.share.high));
        rows.map(|row| Flag {
            rule: Rule::NearThreshold,
            inputs: vec![format!("listed parties hold {}; owned from {}", row.share, judged.version().rule())],
            entity: row.entity,
            base_rate,
        })
        .collect()
    }

    /// Stakes that a listed party gave up around its listing, and who came after.
    fn sales(&self) -> Vec<Flag> {
        let mut of: FxHashMap<&str, Vec<&Stake>> = FxHashMap::default();
        for stake in self.facts.stakes {
            of.entry(&stake.owned).or_default().push(stake);
        }
        let passed = |gone: &Stake, next: &Stake| -> Option<Date> {
            let (end, begin) = (gone.to?.last(), next.from?.first());
            let days = begin.since(end).ok()?.get_days();
            (gone.owner != next.owner && (0..=SALE_DAYS).contains(&days)).then_some(end)
        };
        let sold = |stakes: &[&Stake]| stakes.iter().any(|a| stakes.iter().any(|b| passed(a, b).is_some()));
        let dated = |stakes: &[&Stake]| stakes.iter().any(|s| s.from.is_some() || s.to.is_some());
        let among = of.values().filter(|stakes| dated(stakes)).count();
        let base_rate = BaseRate { of: of.values().filter(|stakes| sold(stakes)).count(), among };
        let mut out = Vec::new();
        for (entity, stakes) in &of {
            for gone in stakes {
                let Some(Some(listed)) = self.facts.listed.get(&gone.owner) else { continue };
                for next in stakes.iter().filter(|s| !self.facts.listed.contains_key(&s.owner)) {
                    let Some(end) = passed(gone, next) else { continue };
                    let Some(days) = end.since(*listed).ok().map(|s| s.get_days()) else { continue };
                    if days.abs() > SALE_DAYS {
                        continue;
                    }
                    let when = if days < 0 { "before" } else { "after" };
                    out.push(Flag {
                        entity: (*entity).to_string(),
                        rule: Rule::Divested,
                        inputs: vec![
                            format!(
                                "{} held {} to {end}, {} days {when} its listing",
                                self.name(&gone.owner),
                                gone.share,
                                days.abs()
                            ),
                            format!(
                                "{} has held {} since then{}",
                                self.name(&next.owner),
                                next.share,
                                self.tie(gone, next)
                            ),
                        ],
                        base_rate,
                    });
                }
            }
        }
        out
    }

    /// What the new owner has to do with the old one.
    fn tie(&self, gone: &Stake, next: &Stake) -> String {
        let directs = |company: &str| self.directed.get(next.owner.as_str()).is_some_and(|of| of.contains(&company));
        // "DOE, John" or "John Doe".
        let family = |id: &str| {
            let name = self.name(id);
            let family = name.split_once(',').map_or(name, |(family, _)| family);
            family.split(' ').map(str::to_lowercase).rfind(|word| word.len() > 3)
        };
        if directs(&gone.owned) || directs(&gone.owner) {
            ", and directs it".to_string()
        } else if family(&gone.owner).is_some() && family(&gone.owner) == family(&next.owner) {
            ", and bears the same family name".to_string()
        } else {
            String::new()
        }
    }

    fn addresses(&self) -> Vec<Flag> {
        let among = self.at.values().flatten().collect::<FxHashSet<_>>().len();
        self.groups(
            self.at.values().map(|ids| (ids, "sits at an address with")),
            AT_ONE_ADDRESS,
            among,
            Rule::SharedAddress,
        )
    }

    fn directors(&self) -> Vec<Flag> {
        let among = self.directed.values().flatten().collect::<FxHashSet<_>>().len();
        let groups = self.directed.values().map(|ids| (ids, "has a director who also directs"));
        self.groups(groups, DIRECTED_BY_ONE, among, Rule::ManyDirectorships)
    }

    /// Groups of companies of at least so many, one of which belongs to the listed: the others are flagged.
    fn groups<'g>(
        &self,
        groups: impl Iterator<Item = (&'g Vec<&'f str>, &'static str)>,
        least: usize,
        among: usize,
        rule: Rule,
    ) -> Vec<Flag>
    where
        'f: 'g,
    {
        let large: Vec<(&Vec<&str>, &str)> = groups.filter(|(ids, _)| ids.len() >= least).collect();
        let of = large.iter().flat_map(|(ids, _)| ids.iter()).collect::<FxHashSet<_>>().len();
        let mut out = Vec::new();
        for (ids, words) in large {
            let Some(member) = ids.iter().find(|id| self.members.contains(**id)) else { continue };
            for id in ids.iter().filter(|id| !self.members.contains(**id)) {
                let inputs = vec![format!("{words} {} others, among them {}", ids.len() - 1, self.name(member))];
                out.push(Flag { entity: (*id).to_string(), rule, inputs, base_rate: BaseRate { of, among } });
            }
        }
        out
    }

    fn foundations(&self) -> Vec<Flag> {
        let founded: Vec<(&Party, Date)> =
            self.facts.parties.iter().filter_map(|p| Some((p, p.founded?.first()))).collect();
        let after = |day: Date, listed: Date| {
            day.since(listed).ok().map(|s| s.get_days()).filter(|days| (1..=FOUNDED_DAYS).contains(days))
        };
        let mut listings: Vec<Date> = self.facts.listed.values().flatten().copied().collect();
        listings.sort_unstable();
        // The last listing before the day decides: any earlier one is further away.
        let soon = |day: Date| {
            let before = listings.partition_point(|listed| *listed < day);
            before.checked_sub(1).and_then(|at| listings.get(at)).is_some_and(|listed| after(day, *listed).is_some())
        };
        let of = founded.iter().filter(|(_, day)| soon(*day)).count();
        let base_rate = BaseRate { of, among: founded.len() };
        let (marks, beside) = self.marks();
        let mut out = Vec::new();
        for (party, day) in founded.into_iter().filter(|(p, _)| !self.facts.listed.contains_key(&p.id)) {
            let mut common: FxHashMap<&str, Vec<String>> = FxHashMap::default();
            for mark in marks.get(party.id.as_str()).into_iter().flatten() {
                // What it shares with itself, as one of those that the listed party holds, is nothing in common.
                for (listed, _) in beside.get(mark).into_iter().flatten().filter(|(_, via)| *via != party.id) {
                    let words = self.words(mark);
                    let of = common.entry(listed).or_default();
                    if !of.contains(&words) {
                        of.push(words);
                    }
                }
            }
            for (listed, words) in common {
                let since = self.facts.listed.get(listed).copied().flatten();
                let Some(days) = since.and_then(|since| after(day, since)) else { continue };
                out.push(Flag {
                    entity: party.id.clone(),
                    rule: Rule::FoundedAfterListing,
                    inputs: vec![
                        format!("founded {day}, {days} days after the listing of {}", self.name(listed)),
                        format!("in common: {}", words.join(", ")),
                    ],
                    base_rate,
                });
            }
        }
        out
    }

    /// What companies can have in common, by company; and by each such thing the listed parties beside it, with the company through which they are.
    fn marks(&self) -> (Marks<'_>, Beside<'_>) {
        let mut marks: FxHashMap<&str, Vec<Mark<'_>>> = FxHashMap::default();
        for stake in self.facts.stakes {
            marks.entry(&stake.owned).or_default().push(Mark::Owner(&stake.owner));
        }
        for (director, companies) in &self.directed {
            companies.iter().for_each(|company| marks.entry(company).or_default().push(Mark::Director(director)));
        }
        for (address, ids) in &self.at {
            ids.iter().for_each(|id| marks.entry(id).or_default().push(Mark::Address(address)));
        }
        let mut beside: FxHashMap<Mark<'_>, Vec<(&str, &str)>> = FxHashMap::default();
        let held = self.facts.stakes.iter().filter(|s| self.facts.listed.contains_key(&s.owner));
        let held = held.map(|s| (s.owner.as_str(), s.owned.as_str()));
        for (listed, company) in held.chain(self.facts.listed.keys().map(|l| (l.as_str(), l.as_str()))) {
            for mark in marks.get(company).into_iter().flatten() {
                beside.entry(*mark).or_default().push((listed, company));
            }
            beside.entry(Mark::Owner(listed)).or_default().push((listed, listed));
            beside.entry(Mark::Director(listed)).or_default().push((listed, listed));
        }
        (marks, beside)
    }

    fn words(&self, mark: &Mark<'_>) -> String {
        match mark {
            Mark::Owner(id) => format!("owner {}", self.name(id)),
            Mark::Director(id) => format!("director {}", self.name(id)),
            Mark::Address(_) => "an address".to_string(),
        }
    }
}

/// What each company has that others can have too.
type Marks<'m> = FxHashMap<&'m str, Vec<Mark<'m>>>;
/// Listed parties beside a mark, each with the company through which it is.
type Beside<'m> = FxHashMap<Mark<'m>, Vec<(&'m str, &'m str)>>;

/// What two companies can have in common.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Mark<'m> {
    Owner(&'m str),
    Director(&'m str),
    Address(&'m str),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Graph, Kind, Range, tests};

    fn stake(owner: &str, owned: &str, share: &str, from: &str, to: &str) -> Stake {
        let day = |text: &str| (!text.is_empty()).then(|| text.parse().expect("a day"));
        let stake = Stake::new(owner, owned, Range::parse(share).expect("a share"), Kind::Shares);
        Stake { from: day(from), to: day(to), ..stake }
    }

    fn seen(
        stakes: &[Stake],
        parties: &[Party],
        directions: &[Direction],
        listed: &str,
    ) -> Vec<(String, Rule, BaseRate)> {
        let graph = Graph::build(stakes.to_vec(), "2022-06-01".parse().expect("a day")).0;
        let test = tests().iter().find(|t| t.id == "eu").expect("a test");
        let judged = graph.judge(test, &graph.ids(["L"]).0).expect("answers");
        let listed = [("L".to_string(), Some(listed.parse().expect("a day")))].into_iter().collect();
        let facts = Facts { stakes, parties, directions, listed: &listed };
        flags(&facts, &judged).into_iter().map(|f| (f.entity, f.rule, f.base_rate)).collect()
    }

    #[test]
    fn a_stake_just_under_the_threshold_is_named_with_how_common_that_is() {
        let stakes = [
            stake("L", "A", "49.9", "", ""),
            stake("L", "B", "44.9", "", ""),
            stake("O", "C", "48", "", ""),
            stake("O", "D", "10", "", ""),
        ];
        let of = seen(&stakes, &[], &[], "2022-03-01");
        assert_eq!(of, [("A".into(), Rule::NearThreshold, BaseRate { of: 2, among: 4 })]);
    }

    #[test]
    fn a_stake_given_up_days_after_a_listing_is_named_and_one_given_up_a_year_before_is_not() {
        let stakes = [
            stake("L", "A", "60", "", "2022-03-10"),
            stake("K", "A", "60", "2022-03-11", ""),
            stake("L", "B", "60", "", "2021-03-01"),
            stake("K", "B", "60", "2021-03-02", ""),
            stake("L", "C", "60", "", "2022-03-10"),
            stake("K", "C", "60", "2022-08-11", ""),
        ];
        let of = seen(&stakes, &[], &[], "2022-03-01");
        assert_eq!(of, [("A".into(), Rule::Divested, BaseRate { of: 2, among: 3 })]);
    }

    #[test]
    fn neighbours_of_the_listed_at_an_address_and_under_a_director_and_new_ones_are_named() {
        let at = |id: &str, address: &str, founded: &str| Party {
            addresses: vec![address.into()],
            founded: founded.parse().ok(),
            ..Party::new(id, "")
        };
        let parties: Vec<Party> = ["A", "B", "C", "D", "E"]
            .iter()
            .map(|id| at(id, "1 Main St.", if *id == "B" { "2022-04-01" } else { "2010" }))
            .chain([at("F", "1, main st", "2022-02-01"), at("G", "2 Elsewhere", "2022-04-01")])
            .collect();
        let stakes = [stake("L", "A", "60", "", "")];
        let of = seen(&stakes, &parties, &[], "2022-03-01");
        let shared: Vec<&str> = of.iter().filter(|f| f.1 == Rule::SharedAddress).map(|f| f.0.as_str()).collect();
        assert_eq!(shared, ["B", "C", "D", "E", "F"]);
        let new: Vec<_> = of.iter().filter(|f| f.1 == Rule::FoundedAfterListing).collect();
        assert_eq!(new, [&("B".to_string(), Rule::FoundedAfterListing, BaseRate { of: 2, among: 7 })]);
        let directions: Vec<Direction> = (0..9)
            .map(|n| format!("N{n}"))
            .chain(["A".to_string()])
            .map(|company| Direction { director: "P".into(), company, from: None, to: None, source: String::new() })
            .collect();
        let of = seen(&stakes, &[], &directions, "2022-03-01");
        assert_eq!(of.len(), 9);
        assert!(of.iter().all(|f| f.1 == Rule::ManyDirectorships && f.2 == BaseRate { of: 10, among: 10 }));
        assert!(seen(&stakes, &[], &directions[1..], "2022-03-01").is_empty(), "nine are not many");
    }
}
