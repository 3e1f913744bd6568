//! Spelling variants that the lists' own aliases teach: a party with the names `Yusuf A B` and `Youssef A B` says that one may stand for
//! the other.
//!
//! Two names of one party teach a pair where they differ in that one word and agree in another. A pair counts once for each set of words
//! beside it, so that one party on six lists is one witness. Few witnesses are enough for words that are spelt alike; for
//! others they must be many, and not just a share of what common names do by chance.

use crate::columns::{Reader, Texts, U16s, U32s, Writer};
use crate::index::role_number;
use interdict_names::{Packed, Role, slip};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// Names of a party that are looked at; the first ones are the best.
const MOST_NAMES: usize = 16;

/// Witnesses that words of no likeness need.
const UNLIKE_WITNESSES: u16 = 3;

#[derive(Default)]
pub(crate) struct Learner {
    seen: FxHashSet<u64>,
    pairs: FxHashMap<(u32, u32), u16>,
}

impl Learner {
    /// Looks at the names of one party. `tokens` gives the forms and roles of a name.
    pub(crate) fn learn<'t>(
        &mut self,
        names: Range<usize>,
        tokens: impl Fn(usize) -> (&'t [u32], &'t [u8]),
        kinds: &[u8],
    ) {
        let weak = crate::index::kind_number(interdict_model::NameKind::WeakAlias);
        let of = |name: usize| -> Vec<u32> {
            let (forms, roles) = tokens(name);
            let core = |role: u8| [Role::Plain, Role::Given, Role::Family].iter().any(|r| role_number(*r) == role);
            forms.iter().zip(roles).filter(|(_, role)| core(**role)).map(|(form, _)| *form).collect()
        };
        let names: Vec<Vec<u32>> =
            names.filter(|n| kinds.get(*n) != Some(&weak)).take(MOST_NAMES).map(of).filter(|n| n.len() >= 2).collect();
        for (at, a) in names.iter().enumerate() {
            for b in names.get(at + 1..).unwrap_or_default().iter().filter(|b| b.len() == a.len()) {
                self.pair(a, b);
            }
        }
    }

    fn pair(&mut self, a: &[u32], b: &[u32]) {
        let lone = |x: &[u32], y: &[u32]| -> Option<u32> {
            let mut alone = x.iter().filter(|form| !y.contains(form));
            let first = alone.next().copied()?;
            alone.next().is_none().then_some(first)
        };
        let (Some(one), Some(other)) = (lone(a, b), lone(b, a)) else { return };
        let pair = (one.min(other), one.max(other));
        let mut beside: Vec<u32> = a.iter().copied().filter(|form| *form != one).collect();
        beside.sort_unstable();
        let mut hasher = FxHasher::default();
        (pair, beside).hash(&mut hasher);
        if self.seen.insert(hasher.finish()) {
            let count = self.pairs.entry(pair).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// What was learned: pairs both ways with their witnesses, by the first of the pair.
    pub(crate) fn variants(self, vocabulary: &Texts, bearers: &[u32]) -> Vec<(u32, u32, u16)> {
        let borne = |form: u32| bearers.get(form as usize).copied().unwrap_or(0);
        let convincing = |(a, b): (u32, u32), witnesses: u16| {
            let (x, y) = (Packed::new(vocabulary.get(a as usize)), Packed::new(vocabulary.get(b as usize)));
            if x.initial() || y.initial() || x.main().len() < 2 || y.main().len() < 2 {
                return false;
            }
            let near = x.spellings().any(|s| y.spellings().any(|t| slip(s, t) <= 0.5 * s.len().max(t.len()) as f32));
            let share = f32::from(witnesses) / borne(a).min(borne(b)).max(1) as f32;
            if near { witnesses > 1 || share > 0.2 } else { witnesses >= UNLIKE_WITNESSES && share > 0.05 }
        };
        let mut out: Vec<(u32, u32, u16)> = Vec::new();
        for (pair, witnesses) in self.pairs {
            if convincing(pair, witnesses) {
                out.push((pair.0, pair.1, witnesses));
                out.push((pair.1, pair.0, witnesses));
            }
        }
        out.sort_unstable();
        out
    }
}

pub(crate) fn write(out: &mut Writer, forms: usize, variants: &[(u32, u32, u16)]) {
    out.u32s(crate::columns::starts(forms, variants.iter().map(|(form, ..)| *form)).into_iter());
    out.u32s(variants.iter().map(|(_, other, _)| *other));
    out.u16s(variants.iter().map(|(.., witnesses)| *witnesses));
}

/// The learned variants of every form.
#[derive(Clone, Copy, Default)]
pub(crate) struct Variants<'a> {
    starts: U32s<'a>,
    others: U32s<'a>,
    witnesses: U16s<'a>,
}

impl<'a> Variants<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        Some(Self { starts: reader.u32s()?, others: reader.u32s()?, witnesses: reader.u16s()? })
    }

    /// Forms that a form may stand for, with the number of witnesses.
    pub(crate) fn of(&self, form: u32) -> impl Iterator<Item = (u32, u16)> + 'a {
        let (others, witnesses) = (self.others, self.witnesses);
        self.starts.range(form as usize).filter_map(move |at| Some((others.get(at)?, witnesses.get(at)?)))
    }

    /// How many pairs were learned, each counted both ways.
    pub(crate) fn len(&self) -> usize {
        self.others.len()
    }
}

/// How alike a learned pair is, from the number of its witnesses.
pub(crate) fn likeness(witnesses: u16) -> f32 {
    match witnesses {
        0 => 0.0,
        1 => 0.86,
        2 => 0.88,
        3..=5 => 0.91,
        6..=15 => 0.93,
        _ => 0.95,
    }
}
