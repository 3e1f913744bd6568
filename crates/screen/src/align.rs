//! Lays a listed name beside the asked one: which tokens are one, which stand alone, and how much of both agrees.
//!
//! Agreement is a share of weight: what is shared against what is shared, distorted, in conflict (both have something else) or spare
//! (only one has it). It is 1 only where every token of both names is the same. The best pairs are taken first
//! (greedy), which is the same for the search and for the exhaustive scan.

use crate::asked::{Asked, MOST_JOINED};
use crate::index::{Index, ListedName, ListedToken};
use crate::weights;
use interdict_names::{Role, Why};

/// Tokens taken for one: a run of asked ones and a run of listed ones, either of them mostly a single one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub asked: (usize, usize),
    pub listed: (usize, usize),
    pub likeness: f32,
    pub weight: f32,
    pub why: Why,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    pub pairs: Vec<Pair>,
    /// 0 to 1.
    pub agreement: f32,
    /// Weight that agrees.
    pub matched: f32,
    /// Tokens asked, and listed, that stand alone.
    pub only_asked: Vec<usize>,
    pub only_listed: Vec<usize>,
    /// Weight of names that stand alone on both sides: the lesser of the two.
    pub in_place: f32,
    /// Numbers stand alone on both sides.
    pub numbers_differ: bool,
    /// A `bin` B on one side, B `bin` A on the other.
    pub father_swapped: bool,
}

fn bits(run: (usize, usize)) -> u64 {
    (0..run.1).fold(0, |bits, n| bits | 1u64.checked_shl((run.0 + n) as u32).unwrap_or(0))
}

pub(crate) fn align(index: &Index, asked: &mut Asked, name: &ListedName) -> Alignment {
    let listed = index.tokens(name);
    let weights: Vec<f32> = listed.iter().map(|t| index.weight(Some(t.form), t.role)).collect();
    let mut found = pairs(index, asked, listed, &weights);
    found.sort_by(|a, b| {
        let worth = |p: &Pair| p.likeness * p.weight;
        let apart = |p: &Pair| p.asked.0.abs_diff(p.listed.0);
        worth(b).total_cmp(&worth(a)).then(apart(a).cmp(&apart(b))).then((a.asked, a.listed).cmp(&(b.asked, b.listed)))
    });
    let (mut taken_asked, mut taken_listed) = (0u64, 0u64);
    let mut out = Alignment::default();
    for pair in found {
        let (a, l) = (bits(pair.asked), bits(pair.listed));
        if taken_asked & a == 0 && taken_listed & l == 0 {
            taken_asked |= a;
            taken_listed |= l;
            out.pairs.push(pair);
        }
    }
    out.pairs.sort_by_key(|p| p.asked);
    let alone = |taken: u64, n: usize| (0..n).filter(move |i| taken & bits((*i, 1)) == 0);
    out.only_asked = alone(taken_asked, asked.tokens.len()).collect();
    out.only_listed = alone(taken_listed, listed.len()).collect();
    measure(&mut out, asked, listed, &weights);
    out
}

fn pairs(index: &Index, asked: &mut Asked, listed: &[ListedToken], weights: &[f32]) -> Vec<Pair> {
    let mut found = Vec::new();
    for at in 0..asked.tokens.len() {
        for (to, token) in listed.iter().enumerate() {
            if let Some((likeness, why)) = asked.alike(index, at, token.form) {
                let weight = asked.weight(at).min(weights.get(to).copied().unwrap_or(0.0));
                found.push(Pair { asked: (at, 1), listed: (to, 1), likeness, weight, why });
            }
        }
    }
    for at in 0..asked.joins.len() {
        for (to, token) in listed.iter().enumerate() {
            let Some(likeness) = asked.join_alike(index, at, token.form) else { continue };
            let Some(run) = asked.joins.get(at).map(|j| (j.first, j.count)) else { continue };
            let sum: f32 = (run.0..run.0 + run.1).map(|i| asked.weight(i)).sum();
            let weight = sum.min(weights.get(to).copied().unwrap_or(0.0));
            found.push(Pair { asked: run, listed: (to, 1), likeness: 0.97 * likeness, weight, why: Why::Joined });
        }
    }
    for (at, token) in asked.tokens.iter().enumerate() {
        let word = token.token.folded();
        if word.len() < 4 {
            continue;
        }
        for to in 0..listed.len() {
            for count in 2..=MOST_JOINED {
                let Some(parts) = listed.get(to..to + count) else { break };
                if is_split(index, parts, word) {
                    let sum: f32 = weights.get(to..to + count).unwrap_or_default().iter().sum();
                    let weight = sum.min(token.weight);
                    found.push(Pair { asked: (at, 1), listed: (to, count), likeness: 0.97, weight, why: Why::Joined });
                }
            }
        }
    }
    found
}

/// Are the parts, one behind the other, the word? Each has two letters or more, as [`crate::asked::splits`] looks them up.
fn is_split(index: &Index, parts: &[ListedToken], word: &str) -> bool {
    let mut rest = word;
    for part in parts {
        let Some(form) = index.form(part.form).filter(|f| !f.initial && f.folded().len() >= 2) else { return false };
        let Some(after) = rest.strip_prefix(form.folded()) else { return false };
        rest = after;
    }
    rest.is_empty()
}

fn measure(out: &mut Alignment, asked: &Asked, listed: &[ListedToken], weights: &[f32]) {
    let asked_role = |at: usize| asked.tokens.get(at).map_or(Role::Plain, |t| t.token.role);
    let listed_role = |at: usize| listed.get(at).map_or(Role::Plain, |t| t.role);
    let (mut matched, mut distorted, mut core) = (0.0, 0.0, false);
    for pair in &out.pairs {
        matched += pair.weight * pair.likeness;
        distorted += pair.weight * (1.0 - pair.likeness);
        core |= pair.why != Why::Initial && asked_role(pair.asked.0).is_core() && listed_role(pair.listed.0).is_core()
            || pair.why == Why::Joined;
    }
    let sum = |tokens: &[usize], weight: &dyn Fn(usize) -> f32, role: &dyn Fn(usize) -> Role| {
        tokens
            .iter()
            .fold((0.0, 0.0), |(all, spare), &at| (all + weight(at), spare + weight(at) * weights::spare(role(at))))
    };
    let (asked_all, asked_spare) = sum(&out.only_asked, &|at| asked.weight(at), &asked_role);
    let (listed_all, listed_spare) = sum(&out.only_listed, &|at| weights.get(at).copied().unwrap_or(0.0), &listed_role);
    let conflict = asked_all.min(listed_all);
    let (all, spare) = if asked_all >= listed_all { (asked_all, asked_spare) } else { (listed_all, listed_spare) };
    let spare = if all > 0.0 { spare * (all - conflict) / all } else { 0.0 };
    out.matched = matched;
    let names = |tokens: &[usize], weight: &dyn Fn(usize) -> f32, role: &dyn Fn(usize) -> Role| -> f32 {
        tokens.iter().filter(|at| role(**at).is_core() || role(**at) == Role::Initial).map(|at| weight(*at)).sum()
    };
    out.in_place = names(&out.only_asked, &|at| asked.weight(at), &asked_role).min(names(
        &out.only_listed,
        &|at| weights.get(at).copied().unwrap_or(0.0),
        &listed_role,
    ));
    // Nothing rests on particles, titles, legal forms and initials alone.
    out.agreement = if core && matched > 0.0 {
        matched / (matched + distorted + weights::CONFLICT * conflict + spare)
    } else {
        0.0
    };
    let number = |role: &dyn Fn(usize) -> Role, tokens: &[usize]| tokens.iter().any(|&at| role(at) == Role::Number);
    out.numbers_differ = number(&asked_role, &out.only_asked) && number(&listed_role, &out.only_listed);
    out.father_swapped = father_swapped(out, asked, listed);
}

/// Does the name behind `bin` on one side stand, on the other, not behind its `bin`?
fn father_swapped(out: &Alignment, asked: &Asked, listed: &[ListedToken]) -> bool {
    let bin = asked.tokens.iter().position(|t| t.token.role == Role::Particle && t.token.folded() == "bin");
    let Some(asked_bin) = bin.filter(|at| *at > 0 && at + 1 < asked.tokens.len()) else { return false };
    let Some(pair) = out.pairs.iter().find(|p| p.asked == (asked_bin, 1)) else { return false };
    let listed_bin = pair.listed.0;
    if listed_bin == 0 || listed_bin + 1 >= listed.len() {
        return false;
    }
    let side = |asked_at: usize| out.pairs.iter().find(|p| p.asked.0 == asked_at).map(|p| p.listed.0);
    matches!((side(asked_bin - 1), side(asked_bin + 1)), (Some(son), Some(father)) if son > listed_bin && father < listed_bin)
}
