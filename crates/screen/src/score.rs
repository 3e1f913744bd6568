//! From features and what is known beside the name to a match that a person understands.

use crate::align::{Alignment, Pair};
use crate::asked::Asked;
use crate::beside::Around;
use crate::features::{Feature, Features};
use crate::index::{Listed, Party};
use crate::query::{Aligned, Band, DEFAULT_THRESHOLD, Evidence, Match, What};
use crate::weights::{self, Weights};
use interdict_model::NameKind;
use interdict_names::Why;

/// A name as an answer shows it.
pub(crate) struct Named<'a> {
    pub text: &'a str,
    pub kind: NameKind,
    pub asked_text: &'a str,
    pub asked: &'a Asked,
    pub listed: &'a [Listed<'a>],
    pub alignment: &'a Alignment,
    pub features: Features,
}

/// What is beside the name, as far as a name that agrees so much lets it count.
pub(crate) fn beside_points(share: f32, around: &Around, w: &Weights) -> f32 {
    let support = if around.decided { 1.0 } else { w.support(share) };
    around.evidence.iter().map(|e| if e.points > 0.0 { e.points * support } else { e.points }).sum()
}

/// The sum of what counts: the name, and what is beside it as far as the name lets it count.
pub(crate) fn total(name: Option<(f32, f32)>, around: &Around, w: &Weights) -> f32 {
    let (points, share) = name.unwrap_or((0.0, 0.0));
    tempered(points, around.decided) + beside_points(share, around, w)
}

/// Where an identifier decides, a name that differs is shown, but does not outweigh it.
fn tempered(points: f32, decided: bool) -> f32 {
    if decided && points < 0.0 { points * 0.2 } else { points }
}

/// The match of a party, with all that a person needs to judge it.
pub(crate) fn tell(ordinal: u32, party: Party, name: Option<Named<'_>>, around: Around, w: &Weights) -> Match {
    let name_points = name.as_ref().map(|n| w.name_points(&n.features));
    let share = name.as_ref().map_or(0.0, |n| n.features.get(Feature::Share));
    let points = total(name_points.map(|p| (p, share)), &around, w);
    let score = weights::score(points);
    let mut evidence = Vec::new();
    if let (Some(name), Some(sum)) = (&name, name_points) {
        let pieces = name_evidence(name, w);
        // All of a name's pieces are tempered alike, so that they still add up.
        let factor = if sum < 0.0 && around.decided { 0.2 } else { 1.0 };
        evidence.extend(pieces.into_iter().map(|e| Evidence { points: e.points * factor, ..e }));
    }
    let support = if around.decided { 1.0 } else { w.support(share) };
    evidence.extend(around.evidence.into_iter().map(|e| match e.points > 0.0 {
        true => Evidence { points: e.points * support, ..e },
        false => e,
    }));
    let against = evidence.iter().any(|e| e.points < 0.0 && e.what != What::Rarity);
    let whole = name.as_ref().is_some_and(|n| n.features.get(Feature::Whole) > 0.0);
    let band = match score {
        _ if around.decided || (whole && !against && score >= DEFAULT_THRESHOLD) => Band::Exact,
        s if s >= 0.9 => Band::Strong,
        s if s >= DEFAULT_THRESHOLD => Band::Medium,
        _ => Band::Weak,
    };
    let (mut aligned, mut only_asked, mut only_listed) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(n) = &name {
        aligned = n.alignment.pairs.iter().map(|p| side_by_side(n, p)).collect();
        only_asked =
            alone(n.alignment.asked, n.asked.tokens.len(), |at| n.asked.tokens.get(at).map(|t| t.token.text.clone()));
        only_listed =
            alone(n.alignment.listed, n.listed.len(), |at| n.listed.get(at).map(|t| t.form.folded().to_string()));
    }
    Match {
        entity: ordinal,
        source: party.source,
        id: party.id,
        name: party.name,
        matched_name: name.as_ref().map_or(String::new(), |n| n.text.to_string()),
        matched_kind: name.as_ref().map_or(NameKind::Primary, |n| n.kind),
        asked_name: name.as_ref().map_or(String::new(), |n| n.asked_text.to_string()),
        score,
        points,
        band,
        evidence,
        aligned,
        only_asked,
        only_listed,
    }
}

fn alone(taken: u64, count: usize, text: impl Fn(usize) -> Option<String>) -> Vec<String> {
    (0..count.min(64)).filter(|at| taken & (1 << at) == 0).filter_map(text).collect()
}

fn side_by_side(name: &Named<'_>, pair: &Pair) -> Aligned {
    let run = |(from, count): (u8, u8)| from as usize..(from + count) as usize;
    let asked: Vec<&str> =
        run(pair.asked).filter_map(|at| name.asked.tokens.get(at)).map(|t| t.token.text.as_str()).collect();
    let listed: Vec<&str> = run(pair.listed).filter_map(|at| name.listed.get(at)).map(|t| t.form.folded()).collect();
    Aligned {
        asked: asked.join(" "),
        listed: listed.join(" "),
        likeness: pair.likeness,
        weight: pair.weight,
        why: pair.why,
    }
}

/// The evidence of a name: pieces that add up to its points.
fn name_evidence(name: &Named<'_>, w: &Weights) -> Vec<Evidence> {
    use Feature as F;
    let f = &name.features;
    let points = |features: &[F]| -> f32 { features.iter().map(|x| w.of(*x) * f.get(*x)).sum() };
    let mut out = Vec::new();
    let mut add = |what, features: &[F], words: &str| {
        let points = points(features);
        if points.abs() >= 0.005 {
            out.push(Evidence { what, points, words: words.to_string() });
        }
    };
    let total = name.asked.tokens.len();
    let found = (0..total.min(64)).filter(|at| name.alignment.asked & (1 << at) != 0).count();
    let share = f.get(F::Share) * 100.0;
    let words = match found {
        0 => "no token of the name agrees".to_string(),
        _ if f.get(F::Whole) > 0.0 => "the whole name is the same".to_string(),
        n => format!("{n} of {total} words asked are in the listed name; {share:.0} % of both names agrees"),
    };
    add(What::Name, &[F::Bias, F::Share, F::Whole, F::AskedWithin, F::ListedWithin, F::GivenAndFamily], &words);
    add(What::Name, &[F::TitleAndFamily], "a title and the family name");
    let support = f.get(F::First) + f.get(F::Next) + f.get(F::Beyond);
    let rare = match support {
        s if s >= 12.0 => "what agrees is rare",
        s if s >= 6.0 => "what agrees is fairly rare",
        _ => "what agrees is common or little",
    };
    add(What::Rarity, &[F::First, F::Next, F::Beyond], rare);
    let unlike = name.alignment.pairs.iter().filter(|p| !matches!(p.why, Why::Exact)).count();
    let words = if unlike == 1 { "one word is not written alike" } else { "some words are not written alike" };
    let spelt = [
        F::Spelling,
        F::TwoLetters,
        F::ShortSlip,
        F::MoreSlips,
        F::Sound,
        F::Variant,
        F::Nickname,
        F::Joined,
        F::Shuffled,
        F::Initial,
    ];
    add(What::Spelling, &spelt, words);
    add(What::Alone, &[F::OnlyAsked, F::OnlyListed, F::OneWord], "some words stand in one of the names only");
    let place = "both have another word in the place of the other's";
    add(What::InPlace, &[F::InPlace, F::InPlaceWords, F::GenericInPlace], place);
    add(What::Order, &[F::FatherSwapped], "father and son are swapped");
    add(What::Order, &[F::Crossed], "given and family name are crossed");
    add(What::Order, &[F::SyllablesSwapped], "the syllables stand in another order");
    add(What::Order, &[F::OtherFather], "the fathers' names differ");
    add(What::Order, &[F::OtherInitial], "the initials differ");
    add(What::Number, &[F::OtherNumber], "the numbers in the names differ");
    add(What::Number, &[F::LoneNumber], "only one of the names has a number");
    add(What::LegalForm, &[F::LegalForm], "the legal forms differ");
    let kind = format!("the listed name is a {}", name.kind.words());
    add(What::NameKind, &[F::WeakAlias, F::FormerName], &kind);
    add(What::Crowd, &[F::Crowd], "chance finds someone alike among so many listed");
    out
}
