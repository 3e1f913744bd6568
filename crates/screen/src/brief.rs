//! A party's record in four bytes, and the most that it can say beside a name: years of birth, countries, kind, gender.
//!
//! It never says less than [`crate::beside::around`] would, identifiers that decide left out: on that rests that a search may pass a party over
//! without reading its names. It stands beside each name in the postings, so that nothing else is read for who is passed over.

use crate::index::{Gender, Party};
use crate::query::Query;
use crate::weights::Beside;
use interdict_model::{Country, DateSpan, Kind};

/// Years by which a date that is "circa" may be off, on either side.
const CIRCA: i16 = 2;

/// What is kept of a party. From the lowest bit: 8 bits the first year in which it may have been born, 6 how many years on the last one is, 3 its kind,
/// 2 its gender, 13 its countries, several a bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Brief(pub u32);

/// The first year that is told apart, less one; what is earlier counts as any year before.
const BEFORE: i16 = 1849;
const LAST_YEAR: u32 = 0xff;
/// As many years on, or more.
const MANY_YEARS: u32 = 0x3f;
const COUNTRY_BITS: u32 = 13;

impl Brief {
    pub(crate) fn of(party: &Party) -> Self {
        let years = years(&party.births).map_or(0, |(from, to)| {
            let first = u32::try_from(from.saturating_sub(BEFORE)).unwrap_or(1).clamp(1, LAST_YEAR);
            let more = u32::try_from(to.saturating_sub(BEFORE)).unwrap_or(0).saturating_sub(first).min(MANY_YEARS);
            first | more << 8
        });
        let kind = kind_number(party.kind) << 14;
        Self(years | kind | gender_number(party.gender) << 17 | bits(&party.countries) << 19)
    }

    /// The years in which it may have been born.
    fn years(self) -> Option<(i16, i16)> {
        let (first, more) = (self.0 & LAST_YEAR, self.0 >> 8 & MANY_YEARS);
        if first == 0 {
            return None;
        }
        let from = BEFORE + first as i16;
        let to = if more == MANY_YEARS { i16::MAX } else { from + more as i16 };
        Some((if first == 1 { i16::MIN } else { from }, if first == LAST_YEAR { i16::MAX } else { to }))
    }

    fn kind(self) -> u32 {
        self.0 >> 14 & 7
    }

    fn gender(self) -> u32 {
        self.0 >> 17 & 3
    }

    fn countries(self) -> u32 {
        self.0 >> 19
    }
}

fn years(births: &[DateSpan]) -> Option<(i16, i16)> {
    let slack = |span: &DateSpan| if span.circa { CIRCA } else { 0 };
    let from = births.iter().map(|b| b.from.year().saturating_sub(slack(b))).min()?;
    let to = births.iter().map(|b| b.to.year().saturating_add(slack(b))).max()?;
    Some((from, to))
}

fn bits(countries: &[Country]) -> u32 {
    countries.iter().fold(0, |bits, country| {
        let number = country.code().bytes().fold(0u32, |n, b| n.wrapping_mul(31).wrapping_add(u32::from(b)));
        bits | 1 << (number % COUNTRY_BITS)
    })
}

fn kind_number(kind: Kind) -> u32 {
    match kind {
        Kind::Unknown | Kind::Asset => 0,
        Kind::Person => 1,
        Kind::Organization => 2,
        Kind::Vessel => 3,
        Kind::Aircraft => 4,
        Kind::Wallet => 5,
    }
}

fn gender_number(gender: Option<Gender>) -> u32 {
    gender.map_or(0, |g| if g == Gender::Male { 1 } else { 2 })
}

/// The most that is beside a name, taken apart: what counts as far as the name agrees, and what counts whatever it does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Most {
    pub support: f32,
    pub against: f32,
}

impl Most {
    /// The most points with a name of so many, which lets so much of the support count.
    pub(crate) fn with(self, (points, factor): (f32, f32)) -> f32 {
        points + factor * self.support + self.against
    }
}

/// What a query asks beside the name, ready to be held against many briefs.
pub(crate) struct Asks<'w> {
    years: Option<(i16, i16)>,
    countries: Option<u32>,
    kind: u32,
    gender: u32,
    /// Support that no brief says anything of.
    other: f32,
    w: &'w Beside,
}

impl<'w> Asks<'w> {
    pub(crate) fn new(query: &Query, identifiers: bool, w: &'w Beside) -> Self {
        let address = if query.addresses.is_empty() { 0.0 } else { w.address_same };
        // A number that two registers share.
        let number = if identifiers { w.identifier_elsewhere } else { 0.0 };
        Self {
            years: years(&query.births),
            countries: (!query.countries.is_empty()).then(|| bits(&query.countries)),
            kind: query.kind.map_or(0, kind_number),
            gender: gender_number(query.gender),
            other: address.max(0.0) + number.max(0.0),
            w,
        }
    }

    /// Does it ask for anything that a brief answers?
    pub(crate) fn any(&self) -> bool {
        self.years.is_some() || self.countries.is_some() || self.kind != 0 || self.gender != 0
    }

    /// The most for any party.
    pub(crate) fn most(&self) -> f32 {
        let given = |there: bool, points: f32| if there { points.max(0.0) } else { 0.0 };
        given(self.years.is_some(), self.births(0))
            + given(self.countries.is_some(), self.w.country_same.max(self.w.country_other))
            + given(self.kind != 0, self.w.kind_same.max(self.w.kind_other))
            + given(self.gender != 0, self.w.gender_other)
            + self.other
    }

    /// The most for one party.
    pub(crate) fn of(&self, brief: Brief) -> Most {
        let mut most = Most { support: self.other, against: 0.0 };
        let mut add = |points: f32| {
            if points > 0.0 {
                most.support += points;
            } else {
                most.against += points;
            }
        };
        if let (Some((from, to)), Some((first, last))) = (self.years, brief.years()) {
            let gap = (first.saturating_sub(to)).max(from.saturating_sub(last)).max(0);
            add(self.births(gap));
        }
        if let Some(asked) = self.countries.filter(|_| brief.countries() != 0) {
            let (same, other) = (self.w.country_same, self.w.country_other);
            add(if asked & brief.countries() == 0 { other } else { same.max(other) });
        }
        let (kind, gender) = (brief.kind(), brief.gender());
        if self.kind != 0 && kind != 0 {
            add(if self.kind == kind { self.w.kind_same } else { self.w.kind_other });
        }
        if self.gender != 0 && gender != 0 && self.gender != gender {
            add(self.w.gender_other);
        }
        most
    }

    /// The most that dates of birth say which lie at least so many years apart.
    fn births(&self, gap: i16) -> f32 {
        let w = self.w;
        let from = |gap: i16| match gap {
            ..=0 => w.birth_day.max(w.birth_maybe),
            1 => w.birth_slip.max(w.birth_near),
            2..=4 => w.birth_off,
            _ => w.birth_other,
        };
        // Whatever the weights are: dates further apart may say as much.
        [gap, 1, 2, 5].into_iter().filter(|g| *g >= gap).map(from).fold(f32::MIN, f32::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::beside::around;
    use crate::weights::WEIGHTS;
    use proptest::prelude::*;

    fn span() -> impl Strategy<Value = DateSpan> {
        let text = prop_oneof![
            "19[5-7][0-9]-0[1-9]-0[1-9]",
            "18[3-9][0-9]",
            "2[01][0-9][0-9]",
            (1830i32..2150, 40i32..90).prop_map(|(year, more)| format!("{year} to {}", year + more)),
            "19[5-7][0-9]",
            "circa 19[5-7][0-9]",
            (1950i32..1975, 0i32..9).prop_map(|(year, more)| format!("{year} to {}", year + more)),
        ];
        text.prop_filter_map("a date", |text| DateSpan::parse(&text))
    }

    fn country() -> impl Strategy<Value = Country> {
        prop::sample::select(&["BY", "RU", "LT", "DE", "IR"][..]).prop_filter_map("a code", Country::from_code)
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop::sample::select(&[Kind::Person, Kind::Organization, Kind::Vessel, Kind::Unknown][..])
    }

    fn gender() -> impl Strategy<Value = Option<Gender>> {
        prop::sample::select(&[None, Some(Gender::Male), Some(Gender::Female)][..])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        /// The claim on which the search rests.
        #[test]
        fn no_record_says_more_beside_a_name_than_its_brief_allows(
            asked in prop::collection::vec(span(), 0..3), listed in prop::collection::vec(span(), 0..3),
            from in prop::collection::vec(country(), 0..3), of in prop::collection::vec(country(), 0..3),
            asked_kind in prop::option::of(kind()), listed_kind in kind(), genders in (gender(), gender()),
        ) {
            let query = Query { births: asked, countries: from, kind: asked_kind, gender: genders.0, ..Query::default() };
            let party = Party {
                source: String::new(), id: String::new(), name: String::new(), kind: listed_kind, births: listed, countries: of,
                gender: genders.1, identifiers: Vec::new(),
            };
            let w = &WEIGHTS.beside;
            let asks = Asks::new(&query, false, w);
            let most = asks.of(Brief::of(&party));
            let said = around(&query, &[], &party, Vec::new, w).evidence;
            let (support, against): (Vec<f32>, Vec<f32>) = said.iter().map(|e| e.points).partition(|p| *p > 0.0);
            let (support, against): (f32, f32) = (support.iter().sum(), against.iter().sum());
            for factor in [0.0, 0.4, 1.0] {
                prop_assert!(support * factor + against <= most.support * factor + most.against + 1e-4, "{:?} {:?}", said, most);
            }
            prop_assert!(most.support <= asks.most() + 1e-4);
        }
    }
}
