//! What two names, laid side by side, say for and against being one name: numbers that the weights multiply.
//!
//! Support is the weight of what agrees, counted in three steps, so that a long name cannot outweigh a contradiction by its length alone: what
//! agrees in the first step tells strangers apart, the rest could be a relative's name as well.

use crate::align::{Alignment, Pair};
use crate::asked::{Asked, AskedToken};
use crate::index::Listed;
use crate::rarity;
use interdict_model::NameKind;
use interdict_names::{Role, Why};

macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $sign:literal;)+) => {
        /// A feature of a pair of names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(usize)]
        pub enum Feature { $($(#[$doc])* $variant),+ }

        impl Feature {
            /// All features, in order.
            pub const ALL: &'static [Feature] = &[$(Feature::$variant),+];

            /// Its name in the file of weights.
            pub fn name(self) -> &'static str {
                match self { $(Feature::$variant => $name),+ }
            }

            /// What its weight must be: 1 not below zero, -1 not above zero, 0 anything.
            pub fn sign(self) -> i8 {
                match self { $(Feature::$variant => $sign),+ }
            }
        }
    };
}

features! {
    /// Always 1.
    Bias = "bias", 0;
    /// Weight that agrees, the first 8.
    First = "first", 1;
    /// The next 8.
    Next = "next", 1;
    /// What is beyond.
    Beyond = "beyond", 1;
    /// The share of both names that agrees.
    Share = "share", 1;
    /// Every token of both names is the same.
    Whole = "whole", 1;
    /// Two asked words or more, and the listed name has all of them.
    AskedWithin = "asked_within", 1;
    /// Two listed words or more, and the asked name has all of them.
    ListedWithin = "listed_within", 1;
    /// The same, where a family name is among what both have, and a name before it.
    GivenAndFamily = "given_and_family", 1;
    /// A title and a family name asked, which the listed person has.
    TitleAndFamily = "title_and_family", 1;
    /// Weight lost to letters that differ.
    Spelling = "spelling", -1;
    /// Words in which two letters differ; the shorter the word, the more: 1 for eight letters, 2 for four.
    TwoLetters = "two_letters", -1;
    /// Words under five letters in which a letter differs.
    ShortSlip = "short_slip", -1;
    /// Words that are not written alike, beyond the first.
    MoreSlips = "more_slips", -1;
    /// Weight lost to words that only sound alike.
    Sound = "sound", -1;
    /// Weight lost to other forms of a name.
    Variant = "variant", -1;
    /// Short forms of given names.
    Nickname = "nickname", -1;
    /// Initials that stand for a name.
    Initial = "initial", -1;
    /// Words written as one here and as several there.
    Joined = "joined", -1;
    /// Words of the same letters in another order.
    Shuffled = "shuffled", -1;
    /// Weight that only the asked name has.
    OnlyAsked = "only_asked", -1;
    /// Weight that only the listed name has.
    OnlyListed = "only_listed", -1;
    /// Weight that stands on both sides in the place of the other's, up to 12.
    InPlace = "in_place", -1;
    /// Words that stand so, the fewer of both sides.
    InPlaceWords = "in_place_words", -1;
    /// The same for words that many organisations bear.
    GenericInPlace = "generic_in_place", -1;
    /// Only one word agrees, and others stand alone.
    OneWord = "one_word", -1;
    /// Both have a legal form, and not the same.
    LegalForm = "legal_form", -1;
    /// Both bear numbers, and they differ.
    OtherNumber = "other_number", -1;
    /// Only one of them bears a number.
    LoneNumber = "lone_number", -1;
    /// `A bin B` on one side, `B bin A` on the other.
    FatherSwapped = "father_swapped", -1;
    /// Given names that are family names on the other side, where both sides say which is which.
    Crossed = "crossed", -1;
    /// Syllables written with a sign each, which stand in another order, the family name's place apart.
    SyllablesSwapped = "syllables_swapped", -1;
    /// Fathers' names on both sides, and they differ.
    OtherFather = "other_father", -1;
    /// Initials stand alone on both sides.
    OtherInitial = "other_initial", -1;
    /// How many are listed: the logarithm of their thousands. Chance finds someone alike among many.
    Crowd = "crowd", -1;
    /// The listed name is a weak alias.
    WeakAlias = "weak_alias", -1;
    /// The listed name is a former one.
    FormerName = "former_name", -1;
}

/// How many features there are.
pub const FEATURES: usize = Feature::ALL.len();

/// The features of a pair of names, in the order of [`Feature::ALL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features(pub [f32; FEATURES]);

impl Features {
    /// Sets how many parties the name was looked for among.
    pub(crate) fn among(&mut self, parties: usize) {
        self.set(Feature::Crowd, crowd(parties));
    }

    fn set(&mut self, feature: Feature, value: f32) {
        if let Some(slot) = self.0.get_mut(feature as usize) {
            *slot = value;
        }
    }

    /// The value of one.
    pub fn get(&self, feature: Feature) -> f32 {
        self.0.get(feature as usize).copied().unwrap_or(0.0)
    }
}

/// The logarithm of the thousands of parties; 0 up to a thousand.
pub(crate) fn crowd(parties: usize) -> f32 {
    (parties as f32 / 1000.0).max(1.0).ln()
}

/// Steps in which the weight that agrees counts.
pub(crate) fn steps(support: f32) -> [f32; 3] {
    [support.min(8.0), (support - 8.0).clamp(0.0, 8.0), (support - 16.0).clamp(0.0, 24.0)]
}

/// Weight lost below which a whole name counts as the same.
pub(crate) const WHOLE: f32 = 0.2;
/// Weight lost below which one name counts as within the other.
pub(crate) const WITHIN: f32 = 1.0;
/// Letters below which a word is short.
pub(crate) const SHORT: usize = 5;

/// How much two letters that differ say in words of which the shorter has so many.
pub(crate) fn two_letters(shorter: usize) -> f32 {
    8.0 / shorter.clamp(4, 16) as f32
}

pub(crate) fn measure(asked: &Asked, listed: &[Listed<'_>], alignment: &Alignment, kind: NameKind) -> Features {
    let mut out = Features([0.0; FEATURES]);
    out.set(Feature::Bias, 1.0);
    let listed_role = |at: usize| listed.get(at).map_or(Role::Plain, |t| t.role);
    let (mut support, mut lost, mut core_pairs) = (0.0f32, 0.0f32, 0u32);
    let (mut spelling, mut sound, mut variant) = (0.0f32, 0.0f32, 0.0f32);
    let (mut slips, mut short, mut nicknames, mut initials, mut joined, mut shuffled) =
        (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    let mut two = 0.0f32;
    for pair in &alignment.pairs {
        let gap = pair.weight * (1.0 - pair.likeness);
        support += pair.weight * pair.likeness;
        lost += gap;
        let (role, other) = (asked.role(pair.asked.0 as usize), listed_role(pair.listed.0 as usize));
        let core = role.is_core() && other.is_core() && pair.why != Why::Initial || pair.why == Why::Joined;
        core_pairs += u32::from(core) * u32::from(pair.asked.1.max(pair.listed.1));
        match pair.why {
            Why::Exact | Why::Transliteration => {}
            Why::Spelling(letters) => {
                spelling += gap;
                slips += 1;
                let asked_length = asked.tokens.get(pair.asked.0 as usize).map_or(9, |t| t.token.folded().len());
                let listed_length = listed.get(pair.listed.0 as usize).map_or(9, |t| t.form.main().len());
                let shorter = asked_length.min(listed_length);
                if letters > 1 {
                    two += two_letters(shorter);
                }
                short += u32::from(shorter < SHORT);
            }
            Why::Skeleton => {
                sound += gap;
                slips += 1;
            }
            Why::Consonants => sound += gap,
            Why::Learned(_) | Why::GivenName | Why::NameGroup => variant += gap,
            Why::Nickname => {
                variant += gap;
                nicknames += 1;
            }
            Why::Initial => initials += 1,
            Why::Joined => joined += 1,
            Why::Shuffled => {
                spelling += gap;
                slips += 1;
                shuffled += 1;
            }
        }
    }
    out.set(Feature::Spelling, spelling);
    out.set(Feature::Sound, sound);
    out.set(Feature::Variant, variant);
    out.set(Feature::TwoLetters, two);
    out.set(Feature::ShortSlip, short as f32);
    out.set(Feature::MoreSlips, slips.saturating_sub(1) as f32);
    out.set(Feature::Nickname, nicknames as f32);
    out.set(Feature::Initial, initials as f32);
    out.set(Feature::Joined, joined as f32);
    out.set(Feature::Shuffled, shuffled as f32);

    let mut only_asked = Alone::default();
    for (at, token) in asked.tokens.iter().enumerate().filter(|(at, _)| alignment.asked & (1 << at) == 0) {
        only_asked.add(token.token.role, token.weight, repeated(asked, at, alignment));
    }
    let mut only_listed = Alone::default();
    for (_, token) in listed.iter().take(64).enumerate().filter(|(at, _)| alignment.listed & (1 << at) == 0) {
        only_listed.add(token.role, token.weight, false);
    }
    // Nothing rests on particles, titles, legal forms and initials alone.
    let support = if core_pairs > 0 { support } else { 0.0 };
    let [first, next, beyond] = steps(support);
    out.set(Feature::First, first);
    out.set(Feature::Next, next);
    out.set(Feature::Beyond, beyond);
    let within = |side: &Alone| core_pairs > 1 && side.words == 0 && side.generic == 0.0 && lost < WITHIN;
    let (asked_within, listed_within) = (within(&only_asked), within(&only_listed));
    out.set(Feature::AskedWithin, f32::from(u8::from(asked_within)));
    out.set(Feature::ListedWithin, f32::from(u8::from(listed_within)));
    let (mut both, mut titled) = (false, false);
    if let Some(family) = family(listed, alignment) {
        let exact = family.likeness >= 0.9 && asked.role(family.asked.0 as usize) != Role::Generic;
        let last = asked.tokens.iter().rposition(|t| t.token.role.is_core()) == Some(family.asked.0 as usize);
        let stated = |at: usize| asked.role(at) == Role::Family;
        let as_family = stated(family.asked.0 as usize) || last && !(0..asked.tokens.len()).any(stated);
        // A syllable is but a part of a given name.
        let syllables = asked.tokens.iter().any(|t| t.token.form.sign.is_some());
        both = exact && as_family && asked_within && !(syllables && only_listed.words > 0);
        let cores = asked.tokens.iter().filter(|t| t.token.role.is_core()).count();
        let is_title = |t: &AskedToken| t.token.role == Role::Honorific && !BEHIND.contains(&t.token.folded());
        let title = asked.tokens.iter().any(is_title);
        titled = exact && title && cores == 1 && core_pairs == 1 && only_asked.words == 0;
    }
    let conflict = only_asked.names.min(only_listed.names);
    // Who is named by a given and the family name has further names as well.
    let further = if both { 0.5 } else { 1.0 };
    let spare = only_asked.spare.max(further * only_listed.spare);
    let share = if support > 0.0 { support / (support + lost + conflict + spare) } else { 0.0 };
    out.set(Feature::Share, share);
    let alone = only_asked.count + only_listed.count;
    out.set(Feature::Whole, f32::from(u8::from(alone == 0 && lost < WHOLE && core_pairs > 0)));
    out.set(Feature::GivenAndFamily, f32::from(u8::from(both)));
    out.set(Feature::TitleAndFamily, f32::from(u8::from(titled)));
    out.set(Feature::OnlyAsked, only_asked.spare);
    out.set(Feature::OnlyListed, only_listed.spare);
    out.set(Feature::InPlace, conflict.min(12.0));
    out.set(Feature::InPlaceWords, only_asked.words.min(only_listed.words) as f32);
    out.set(Feature::GenericInPlace, only_asked.generic.min(only_listed.generic));
    let lone = core_pairs == 1 && only_asked.words + only_listed.words > 0;
    out.set(Feature::OneWord, f32::from(u8::from(lone)));
    out.set(Feature::LegalForm, f32::from(u8::from(only_asked.legal && only_listed.legal)));
    out.set(Feature::OtherNumber, f32::from(u8::from(only_asked.number && only_listed.number)));
    out.set(Feature::OtherInitial, f32::from(u8::from(only_asked.initial && only_listed.initial)));
    out.set(Feature::LoneNumber, f32::from(u8::from(only_asked.number != only_listed.number)));
    out.set(Feature::OtherFather, f32::from(u8::from(only_asked.father && only_listed.father)));
    out.set(Feature::FatherSwapped, f32::from(u8::from(father_swapped(asked, listed, alignment))));
    let crossed = alignment.pairs.iter().filter(|p| {
        let roles = (asked.role(p.asked.0 as usize), listed_role(p.listed.0 as usize));
        matches!(roles, (Role::Given, Role::Family) | (Role::Family, Role::Given))
    });
    out.set(Feature::Crossed, f32::from(u8::from(crossed.count() > 1)));
    out.set(Feature::SyllablesSwapped, f32::from(u8::from(syllables_swapped(asked, listed, alignment))));
    out.set(Feature::WeakAlias, f32::from(u8::from(kind == NameKind::WeakAlias)));
    out.set(Feature::FormerName, f32::from(u8::from(kind == NameKind::Former)));
    out
}

/// Titles that stand behind a name: before one, they are given names.
const BEHIND: [&str; 6] = ["junior", "jr", "snr", "esq", "phd", "md"];

/// The pair that a listed person's family name is in: what is said to be one, or else the last word of several, all of which may be names of
/// a person.
fn family<'p>(listed: &[Listed<'_>], alignment: &'p Alignment) -> Option<&'p Pair> {
    let person = |t: &Listed<'_>| !matches!(t.role, Role::LegalForm | Role::Generic | Role::Number);
    let cores = listed.iter().filter(|t| t.role.is_core()).count();
    if cores < 2 || !listed.iter().all(person) {
        return None;
    }
    let stated = |at: usize| listed.get(at).is_some_and(|t| t.role == Role::Family);
    let any = (0..listed.len()).any(stated);
    let last = listed.iter().rposition(|t| t.role.is_core());
    alignment.pairs.iter().find(|p| {
        let at = p.listed.0 as usize;
        p.listed.1 == 1 && p.asked.1 == 1 && if any { stated(at) } else { Some(at) == last }
    })
}

/// Does a token that is in no pair stand in the asked name twice, so that it says nothing new? Of two that are in none, the first does.
fn repeated(asked: &Asked, at: usize, alignment: &Alignment) -> bool {
    let word = asked.tokens.get(at).map(|t| t.token.folded());
    let same = asked.tokens.iter().enumerate().filter(|(n, t)| *n != at && Some(t.token.folded()) == word);
    same.into_iter().any(|(n, _)| n < at || alignment.asked & 1u64.checked_shl(n as u32).unwrap_or(0) != 0)
}

/// 김은정 is not Kim Jong Un: do the signs of a name that is written with them follow each other otherwise on the list? The family name may stand
/// before the others here and behind them there, so that an order counts as the same where one turn makes it so.
fn syllables_swapped(asked: &Asked, listed: &[Listed<'_>], alignment: &Alignment) -> bool {
    let single = |p: &&Pair| p.asked.1 == 1 && p.listed.1 == 1;
    let sign = |p: &Pair| {
        let of_asked = asked.tokens.get(p.asked.0 as usize).is_some_and(|t| t.token.form.sign.is_some());
        of_asked || listed.get(p.listed.0 as usize).is_some_and(|t| t.form.sign().is_some())
    };
    let places: Vec<u8> = alignment.pairs.iter().filter(single).filter(|p| sign(p)).map(|p| p.listed.0).collect();
    let next = places.iter().skip(1).chain(places.first());
    places.len() > 2 && places.iter().zip(next).filter(|(place, next)| next < place).count() > 1
}

/// What stands alone on one side.
#[derive(Default)]
struct Alone {
    count: u32,
    words: u32,
    names: f32,
    spare: f32,
    generic: f32,
    legal: bool,
    initial: bool,
    number: bool,
    father: bool,
}

impl Alone {
    fn add(&mut self, role: Role, weight: f32, repeated: bool) {
        self.count += 1;
        if repeated {
            return;
        }
        self.spare += weight * rarity::spare(role);
        match role {
            Role::LegalForm => self.legal = true,
            Role::Particle | Role::Honorific => {}
            Role::Generic => self.generic += weight,
            _ => {
                self.number |= role == Role::Number;
                self.initial |= role == Role::Initial;
                self.father |= role == Role::Patronymic;
                self.words += 1;
                self.names += weight;
            }
        }
    }
}

/// Does the name behind `bin` on one side stand, on the other, not behind its `bin`?
fn father_swapped(asked: &Asked, listed: &[Listed<'_>], alignment: &Alignment) -> bool {
    let bin = asked.tokens.iter().position(|t| t.token.role == Role::Particle && t.token.folded() == "bin");
    let Some(asked_bin) = bin.filter(|at| *at > 0 && at + 1 < asked.tokens.len()) else { return false };
    let listed_bin = listed.iter().position(|t| t.role == Role::Particle && t.form.main() == b"bin");
    let Some(listed_bin) = listed_bin.filter(|at| *at > 0 && at + 1 < listed.len()) else { return false };
    let side =
        |asked_at: usize| alignment.pairs.iter().find(|p| p.asked.0 as usize == asked_at).map(|p| p.listed.0 as usize);
    // An article behind `bin` is no name.
    let name = |at: usize| if asked.role(at) == Role::Particle { at + 1 } else { at };
    matches!((side(asked_bin - 1), side(name(asked_bin + 1))), (Some(son), Some(father)) if son > listed_bin && father < listed_bin)
}
