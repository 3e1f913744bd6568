//! What counts how much, in log-odds (natural logarithm): +0.85 is a score of 0.7, +2.2 one of 0.9, +4.6 one of 0.99.
//!
//! Set by hand and looked at on the development sets, not fitted: fitting them is the next step, and this is the one file that it
//! has to change.

use interdict_names::Role;

/// Points of a name of which all agrees, and how fast they fall: `SLOPE * (agreement - MIDDLE)`.
pub(crate) const SLOPE: f32 = 10.0;
/// The agreement at which a name speaks neither for nor against.
pub(crate) const MIDDLE: f32 = 0.72;
/// How much a token that both sides have differently counts against one that they share.
pub(crate) const CONFLICT: f32 = 1.0;
/// Both names have a name in the place of the other's: points for each unit of weight, and the most that they take away. On top of
/// the loss of agreement, which a long name hardly feels: "A B C al-Rawi" is not "A B C al-Tikriti".
pub(crate) const IN_PLACE: (f32, f32) = (-0.25, -3.0);
/// Rarity (sum of the weights of what agrees) that adds nothing; more adds, less takes away.
pub(crate) const USUAL_RARITY: f32 = 10.0;
/// Rarity that is worth one point.
pub(crate) const RARITY_PER_POINT: f32 = 6.0;
/// Least and most points for rarity.
pub(crate) const RARITY_POINTS: (f32, f32) = (-1.2, 2.0);
/// Father and son swapped: "A bin B" and "B bin A".
pub(crate) const SWAPPED_FATHER: f32 = -5.0;
/// Both names bear numbers, and they differ.
pub(crate) const OTHER_NUMBER: f32 = -2.0;
/// The listed name is a weak alias.
pub(crate) const WEAK_ALIAS: f32 = -1.0;
/// The listed name is a former one.
pub(crate) const FORMER_NAME: f32 = -0.2;

/// Agreement at which what is beside the name begins to count for a match, and from which it counts in full.
pub(crate) const SUPPORT_FROM: (f32, f32) = (0.55, 0.8);
/// The same day of birth.
pub(crate) const BIRTH_DAY: f32 = 2.5;
/// Dates of birth that may be the same, known in part.
pub(crate) const BIRTH_MAYBE: f32 = 1.0;
/// Dates of birth at most a year apart, or with day and month swapped.
pub(crate) const BIRTH_NEAR: f32 = -0.7;
/// Dates of birth two to four years apart.
pub(crate) const BIRTH_OFF: f32 = -2.0;
/// Dates of birth further apart.
pub(crate) const BIRTH_OTHER: f32 = -4.0;
/// A country in common.
pub(crate) const COUNTRY_SAME: f32 = 0.6;
/// Both have countries, none in common.
pub(crate) const COUNTRY_OTHER: f32 = -0.6;
/// The kind asked for.
pub(crate) const KIND_SAME: f32 = 0.2;
/// Another kind: a person asked for, a ship listed.
pub(crate) const KIND_OTHER: f32 = -2.5;
/// An identifier in common: it decides.
pub(crate) const IDENTIFIER_SAME: f32 = 8.0;
/// A number in common whose registers are of different countries.
pub(crate) const IDENTIFIER_ELSEWHERE: f32 = 0.5;
/// Both have an identifier of a kind of which a party has one only, and they differ.
pub(crate) const IDENTIFIER_OTHER: f32 = -1.5;

/// Parties that an index is taken to hold at least: in a small list every token looks rare or common by chance.
const LEAST_PARTIES: usize = 20_000;

/// The weight of a token from the number of parties that bear it, by its role.
pub(crate) fn of_token(role: Role, parties: usize, bearers: u32) -> f32 {
    let rarity = ((parties.max(LEAST_PARTIES) + 1) as f32 / (bearers as f32 + 1.0)).ln().max(1.0);
    match role {
        Role::Plain | Role::Given | Role::Family | Role::Patronymic => rarity,
        Role::Number => rarity.max(5.0),
        Role::Generic => 0.45 * rarity,
        Role::Initial => 3.0,
        Role::LegalForm => 0.8,
        Role::Particle | Role::Honorific => 0.3,
    }
}

/// How much of a token's weight counts where the other name has nothing in its place.
pub(crate) fn spare(role: Role) -> f32 {
    match role {
        Role::Patronymic => 0.15,
        Role::LegalForm | Role::Particle | Role::Honorific => 0.3,
        Role::Initial | Role::Generic => 0.4,
        Role::Plain | Role::Given | Role::Family | Role::Number => 0.5,
    }
}

/// The share of support from beside the name that an agreement lets count.
pub(crate) fn support(agreement: f32) -> f32 {
    let (from, full) = SUPPORT_FROM;
    ((agreement - from) / (full - from)).clamp(0.0, 1.0)
}

/// Points of agreement alone.
pub(crate) fn agreement_points(agreement: f32) -> f32 {
    SLOPE * (agreement - MIDDLE)
}

/// Points of rarity: how much agrees, and how well.
pub(crate) fn rarity_points(matched: f32, agreement: f32) -> f32 {
    let (least, most) = RARITY_POINTS;
    let points = ((matched - USUAL_RARITY) / RARITY_PER_POINT).clamp(least, most);
    if points > 0.0 { points * agreement * agreement } else { points }
}

/// Points for so much weight that stands on both sides in the place of the other's.
pub(crate) fn in_place_points(weight: f32) -> f32 {
    (IN_PLACE.0 * weight).max(IN_PLACE.1)
}

/// The most points that a name of this agreement can reach, with so much support beside it.
pub(crate) fn most_points(agreement: f32, most_support: f32) -> f32 {
    agreement_points(agreement) + RARITY_POINTS.1 * agreement * agreement + support(agreement) * most_support
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
