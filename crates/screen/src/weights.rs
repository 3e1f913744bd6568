//! What counts how much, in log-odds (natural logarithm): +0.85 is a score of 0.7, +2.2 one of 0.9, +4.6 one of 0.99.
//!
//! All numbers stand in one file, `crates/screen/weights.toml`. Those of names are fitted on the development sets (`cargo run -p
//! interdict-screen --release --example fit`); those of what is known beside the name are set by hand, and the file says so.

use crate::features::{FEATURES, Feature, Features, SHORT, WHOLE, WITHIN, two_letters};
use interdict_names::Why;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The weights that ship with the program.
pub(crate) static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it: what is missing in it would weigh nothing.
    let file: File = toml::from_str(include_str!("../weights.toml")).unwrap_or_default();
    let mut name = [0.0; FEATURES];
    for feature in Feature::ALL {
        if let (Some(slot), Some(weight)) = (name.get_mut(*feature as usize), file.name.get(feature.name())) {
            *slot = *weight;
        }
    }
    Weights { name, beside: file.beside }
});

#[derive(Default, Deserialize)]
struct File {
    name: BTreeMap<String, f32>,
    beside: Beside,
}

pub(crate) struct Weights {
    pub name: [f32; FEATURES],
    pub beside: Beside,
}

/// Points of what is known beside the name.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Beside {
    /// Agreement at which support begins to count, and from which it counts in full.
    pub support_from: f32,
    pub support_full: f32,
    pub birth_day: f32,
    pub birth_maybe: f32,
    pub birth_slip: f32,
    pub birth_near: f32,
    pub birth_off: f32,
    pub birth_other: f32,
    pub country_same: f32,
    pub country_other: f32,
    pub gender_other: f32,
    pub kind_same: f32,
    pub kind_other: f32,
    pub address_same: f32,
    pub identifier_same: f32,
    pub identifier_unchecked: f32,
    pub identifier_elsewhere: f32,
    pub identifier_other: f32,
}

impl Weights {
    pub(crate) fn of(&self, feature: Feature) -> f32 {
        self.name.get(feature as usize).copied().unwrap_or(0.0)
    }

    /// The points of a pair of names.
    pub(crate) fn name_points(&self, features: &Features) -> f32 {
        self.name.iter().zip(&features.0).map(|(weight, value)| weight * value).sum()
    }

    /// No name that has at most so much in common with the asked one has more points: `support` is the weight that may agree, `spare` what
    /// the asked name must have alone. What a name gains of which nothing stands alone is apart: [`Weights::most_within`].
    pub(crate) fn most_name_points(&self, support: f32, spare: f32) -> f32 {
        let share = if support > 0.0 { support / (support + spare) } else { 0.0 };
        self.most_points(support, share) + self.of(Feature::OnlyAsked) * spare + self.of(Feature::ListedWithin)
    }

    /// The most points of so much weight that agrees, which is such a share of both names.
    pub(crate) fn most_points(&self, support: f32, share: f32) -> f32 {
        let [first, next, beyond] = crate::features::steps(support);
        self.of(Feature::Bias)
            + self.of(Feature::First) * first
            + self.of(Feature::Next) * next
            + self.of(Feature::Beyond) * beyond
            + self.of(Feature::Share) * share
    }

    /// The most that a name of so many words gains where all of them agree and so much weight is lost at least; `titled` is a title and one
    /// word beside.
    pub(crate) fn most_within(&self, lost: f32, words: usize, titled: bool) -> f32 {
        let mut most = if titled { self.of(Feature::TitleAndFamily) } else { 0.0 };
        if lost < WHOLE {
            most += self.of(Feature::Whole);
        }
        if lost < WITHIN {
            most += self.of(Feature::AskedWithin) + self.of(Feature::ListedWithin);
            most += if words > 1 { self.of(Feature::GivenAndFamily) } else { 0.0 };
        }
        most
    }

    /// The most, which is below zero or zero, that a pair of words says by itself: why they are taken for one, the letters of the shorter one, and
    /// the weight that is lost at least.
    pub(crate) fn most_of_pair(&self, why: Why, letters: usize, lost: f32) -> f32 {
        match why {
            Why::Exact | Why::Transliteration | Why::Joined => 0.0,
            Why::Spelling(differ) => {
                let two = if differ > 1 { self.of(Feature::TwoLetters) * two_letters(letters) } else { 0.0 };
                let short = if letters < SHORT { self.of(Feature::ShortSlip) } else { 0.0 };
                two + short + self.of(Feature::Spelling) * lost
            }
            Why::Skeleton | Why::Consonants => self.of(Feature::Sound) * lost,
            Why::Learned(_) | Why::GivenName | Why::NameGroup => self.of(Feature::Variant) * lost,
            Why::Nickname => self.of(Feature::Variant) * lost + self.of(Feature::Nickname),
            Why::Initial => self.of(Feature::Initial),
            Why::Shuffled => self.of(Feature::Spelling) * lost + self.of(Feature::Shuffled),
        }
    }

    /// The share of support from beside the name that an agreement lets count.
    pub(crate) fn support(&self, agreement: f32) -> f32 {
        let (from, full) = (self.beside.support_from, self.beside.support_full);
        ((agreement - from) / (full - from).max(0.01)).clamp(0.0, 1.0)
    }
}

/// The score between 0 and 1 of so many points.
pub(crate) fn score(points: f32) -> f32 {
    1.0 / (1.0 + (-points).exp())
}

/// The points of a score; bounded, so that 0 and 1 have some too.
pub(crate) fn points(score: f32) -> f32 {
    let score = if score.is_finite() { score.clamp(1e-6, 1.0 - 1e-6) } else { 0.5 };
    (score / (1.0 - score)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_every_weight_with_the_sign_that_it_must_have() {
        let file: File = toml::from_str(include_str!("../weights.toml")).expect("weights.toml");
        for feature in Feature::ALL {
            let weight = file.name.get(feature.name()).copied();
            let weight = weight.unwrap_or_else(|| panic!("weights.toml has no {}", feature.name()));
            assert!(f32::from(feature.sign()) * weight >= 0.0, "{} = {weight}", feature.name());
        }
        assert_eq!(file.name.len(), FEATURES, "a weight of no feature");
    }

    #[test]
    fn a_score_has_its_points() {
        for s in [0.01, 0.5, 0.7, 0.99] {
            assert!((score(points(s)) - s).abs() < 1e-4);
        }
    }
}
