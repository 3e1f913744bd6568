//! The other reading: shares multiplied along every way and added up, which is a system of linear equations.
//!
//! `x(e) = sum over owners o of share(o, e) * (1 where o is listed, else x(o))`. Entities that hold each other in a circle are solved together by
//! elimination, circle by circle in the order in which they hang on each other. A circle closed in itself (two companies that hold all of
//! each other) has no single solution: the least is taken, found by going upwards from zero. Large circles are solved that way too.

use crate::chain::End;
use crate::graph::{Graph, Kind};
use crate::share::Share;

/// Circles up to this many entities are solved by elimination.
const MOST_ELIMINATED: usize = 400;
/// Rounds for those that are not; each changes less than the one before.
const MOST_ROUNDS: usize = 20_000;

impl Graph {
    /// What listed parties hold of each entity with shares multiplied: the least and the most, 0 to 1, by number.
    pub fn multiplied(&self, listed: &[u32]) -> Vec<(f64, f64)> {
        let circles = self.circles();
        let low = self.solved(listed, &circles, End::Low);
        let high = self.solved(listed, &circles, End::High);
        low.into_iter().zip(high).collect()
    }

    fn solved(&self, listed: &[u32], circles: &[Vec<u32>], end: End) -> Vec<f64> {
        let count = self.len() as usize;
        let mut is_listed = vec![false; count];
        listed.iter().for_each(|l| is_listed.get_mut(*l as usize).into_iter().for_each(|i| *i = true));
        let is_listed = |at: u32| is_listed.get(at as usize).copied().unwrap_or(false);
        let mut held = vec![0.0f64; count];
        let mut place = vec![usize::MAX; count];
        for circle in circles {
            circle.iter().enumerate().for_each(|(n, e)| place.get_mut(*e as usize).into_iter().for_each(|p| *p = n));
            // Within the circle: coefficients; from outside: constants.
            let size = circle.len();
            let mut within: Vec<(usize, usize, f64)> = Vec::new();
            let mut constant = vec![0.0f64; size];
            for (n, entity) in circle.iter().enumerate() {
                for edge in self.into(*entity).filter(|e| e.kind == Kind::Shares) {
                    let steps = if end == End::Low { edge.low } else { edge.high };
                    let share = Share::of_steps(steps).as_percent() / 100.0;
                    let from = place.get(edge.owner as usize).copied().unwrap_or(usize::MAX);
                    match is_listed(edge.owner) {
                        true => constant.get_mut(n).into_iter().for_each(|c| *c += share),
                        false if from != usize::MAX => within.push((n, from, share)),
                        false => {
                            let held = held.get(edge.owner as usize).copied().unwrap_or(0.0);
                            constant.get_mut(n).into_iter().for_each(|c| *c += share * held);
                        }
                    }
                }
            }
            let solved = match within.is_empty() {
                true => constant,
                false => eliminated(&within, &constant).unwrap_or_else(|| upwards(&within, &constant)),
            };
            for (entity, value) in circle.iter().zip(solved) {
                held.get_mut(*entity as usize).into_iter().for_each(|h| *h = value.clamp(0.0, 1.0));
                place.get_mut(*entity as usize).into_iter().for_each(|p| *p = usize::MAX);
            }
        }
        held
    }

    /// Entities that hold each other in circles, those that others hang on first (Tarjan, 1972, without recursion).
    fn circles(&self) -> Vec<Vec<u32>> {
        const NEW: u32 = u32::MAX;
        let count = self.len() as usize;
        let (mut index, mut low) = (vec![NEW; count], vec![0u32; count]);
        let (mut on, mut stack, mut counter) = (vec![false; count], Vec::new(), 0u32);
        let mut circles = Vec::new();
        for root in 0..self.len() {
            if index.get(root as usize) != Some(&NEW) {
                continue;
            }
            // An entity and which of the stakes in it is next.
            let mut work: Vec<(u32, Vec<u32>)> = Vec::new();
            let owners =
                |e: u32| self.into(e).filter(|x| x.kind == Kind::Shares).map(|x| x.owner).collect::<Vec<u32>>();
            let mut enter =
                |e: u32, index: &mut Vec<u32>, low: &mut Vec<u32>, on: &mut Vec<bool>, stack: &mut Vec<u32>| {
                    if let (Some(i), Some(l), Some(o)) =
                        (index.get_mut(e as usize), low.get_mut(e as usize), on.get_mut(e as usize))
                    {
                        (*i, *l, *o) = (counter, counter, true);
                    }
                    counter += 1;
                    stack.push(e);
                };
            enter(root, &mut index, &mut low, &mut on, &mut stack);
            work.push((root, owners(root)));
            while let Some((entity, rest)) = work.last_mut() {
                let entity = *entity;
                if let Some(owner) = rest.pop() {
                    let seen = index.get(owner as usize).copied().unwrap_or(0);
                    if seen == NEW {
                        enter(owner, &mut index, &mut low, &mut on, &mut stack);
                        work.push((owner, owners(owner)));
                    } else if on.get(owner as usize) == Some(&true)
                        && let Some(l) = low.get_mut(entity as usize)
                    {
                        *l = (*l).min(seen);
                    }
                    continue;
                }
                work.pop();
                let own = low.get(entity as usize).copied().unwrap_or(0);
                if let Some((parent, _)) = work.last()
                    && let Some(l) = low.get_mut(*parent as usize)
                {
                    *l = (*l).min(own);
                }
                if index.get(entity as usize) == Some(&own) {
                    let mut circle = Vec::new();
                    while let Some(one) = stack.pop() {
                        on.get_mut(one as usize).into_iter().for_each(|o| *o = false);
                        circle.push(one);
                        if one == entity {
                            break;
                        }
                    }
                    circles.push(circle);
                }
            }
        }
        circles
    }
}

/// Solves `x = constant + within * x` by elimination with pivots; `None` where there is no single solution, or none from 0 to 1.
fn eliminated(within: &[(usize, usize, f64)], constant: &[f64]) -> Option<Vec<f64>> {
    let size = constant.len();
    if size > MOST_ELIMINATED {
        return None;
    }
    let mut rows: Vec<Vec<f64>> = constant.iter().map(|c| [vec![0.0; size], vec![*c]].concat()).collect();
    for (n, row) in rows.iter_mut().enumerate() {
        *row.get_mut(n)? = 1.0;
    }
    for (to, from, share) in within {
        *rows.get_mut(*to)?.get_mut(*from)? -= share;
    }
    for column in 0..size {
        let size_of = |row: &Vec<f64>| row.get(column).map_or(0.0, |v| v.abs());
        let pivot = (column..size)
            .max_by(|a, b| rows.get(*a).map_or(0.0, size_of).total_cmp(&rows.get(*b).map_or(0.0, size_of)))?;
        rows.swap(column, pivot);
        let (done, below) = rows.split_at_mut(column + 1);
        let lead = done.last()?;
        let first = *lead.get(column)?;
        if first.abs() < 1e-12 {
            return None;
        }
        for row in below {
            let factor = *row.get(column)? / first;
            if factor != 0.0 {
                row.iter_mut().zip(lead).skip(column).for_each(|(value, l)| *value -= factor * l);
            }
        }
    }
    let mut solved = vec![0.0f64; size];
    for at in (0..size).rev() {
        let row = rows.get(at)?;
        let known: f64 = row.iter().zip(&solved).skip(at + 1).map(|(a, x)| a * x).sum();
        *solved.get_mut(at)? = (row.get(size)? - known) / row.get(at)?;
    }
    solved.iter().all(|x| (-1e-9..=1.0 + 1e-9).contains(x)).then_some(solved)
}

/// The least solution, from zero upwards; never past the whole.
fn upwards(within: &[(usize, usize, f64)], constant: &[f64]) -> Vec<f64> {
    let mut held = constant.to_vec();
    for _ in 0..MOST_ROUNDS {
        let mut next = constant.to_vec();
        for (to, from, share) in within {
            if let (Some(sum), Some(x)) = (next.get_mut(*to), held.get(*from)) {
                *sum += share * x;
            }
        }
        next.iter_mut().for_each(|x| *x = x.min(1.0));
        let moved = next.iter().zip(&held).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        held = next;
        if moved < 1e-14 {
            break;
        }
    }
    held
}
