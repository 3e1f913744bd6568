//! Which listed forms are like a word asked: looked up, compared, widened by what the lists' own aliases teach, and remembered.

use crate::asked::join_like;
use crate::index::View;
use crate::lookup::Found;
use crate::{groups, variants};
use interdict_names::{Form, Packed, Why, similarity, similarity_of_letters};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::sync::{Arc, Mutex};

/// Words that are remembered in each of the [`SHELVES`]; then that one begins anew.
const MOST_REMEMBERED: usize = 800;

/// So many that searchers on different cores seldom want the same one at once.
const SHELVES: usize = 64;

/// Forms, or names, that are read together: in a large index each waits for memory, and so they wait at once.
pub(crate) const TOGETHER: usize = 32;

/// A listed form like a word asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub form: u32,
    pub likeness: f32,
    pub why: Why,
}

/// What was looked up, by packed form. All searchers of an index share it: what one has worked out, none works out again.
#[derive(Default)]
pub(crate) struct Memory {
    words: Shelves,
}

impl Memory {
    /// Every listed form that a word is like.
    pub(crate) fn near(&self, view: &View<'_>, form: &Form, found: &mut Found) -> Arc<[Near]> {
        self.words.get(&form.pack(), || {
            view.lookup.like(form, found);
            let mut near: Vec<Near> = Vec::new();
            let mut together: Vec<(u32, bool, Packed<'_>)> = Vec::with_capacity(TOGETHER);
            let mut all = found.all().peekable();
            while all.peek().is_some() {
                together.clear();
                together.extend(all.by_ref().take(TOGETHER).map(|(id, by_letters)| (id, by_letters, view.form(id))));
                std::hint::black_box(together.iter().filter(|(.., listed)| listed.initial()).count());
                near.extend(together.iter().filter_map(|(id, by_letters, listed)| {
                    let (likeness, why) = match by_letters {
                        true => similarity_of_letters(form, *listed),
                        false => similarity(form, *listed),
                    }?;
                    Some(Near { form: *id, likeness, why })
                }));
            }
            for taught in taught(view, form) {
                match near.iter_mut().find(|n| n.form == taught.form) {
                    Some(n) if n.likeness >= taught.likeness => {}
                    Some(n) => *n = taught,
                    None => near.push(taught),
                }
            }
            near
        })
    }
}

/// Every listed form that neighbouring words are, written as one. Not remembered: hardly two names have the same neighbours.
pub(crate) fn near_join(view: &View<'_>, form: &Form, found: &mut Found, out: &mut Vec<Near>) {
    view.lookup.like_join(form, found);
    out.clear();
    out.extend(found.all().filter_map(|(id, _)| {
        let likeness = join_like(form, view.form(id))?;
        Some(Near { form: id, likeness, why: Why::Joined })
    }));
}

type Shelf = FxHashMap<String, Arc<[Near]>>;

struct Shelves([Mutex<Shelf>; SHELVES]);

impl Default for Shelves {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::default()))
    }
}

impl Shelves {
    /// What is remembered of a key, or what `find` finds. A shelf is not held while something is found: two may find the same at once.
    fn get(&self, key: &str, find: impl FnOnce() -> Vec<Near>) -> Arc<[Near]> {
        let mut hasher = FxHasher::default();
        hasher.write(key.as_bytes());
        let shelf = self.0.get((hasher.finish() >> 58) as usize % SHELVES);
        let open = || shelf.and_then(|shelf| shelf.lock().ok());
        if let Some(known) = open().and_then(|shelf| shelf.get(key).map(Arc::clone)) {
            return known;
        }
        let near: Arc<[Near]> = find().into();
        if let Some(mut shelf) = open() {
            if shelf.len() >= MOST_REMEMBERED {
                shelf.clear();
            }
            shelf.insert(key.to_string(), Arc::clone(&near));
        }
        near
    }
}

/// Forms that may stand for a word whatever its letters: the lists' own aliases teach them, or the user's name groups.
pub(crate) fn taught(view: &View<'_>, form: &Form) -> Vec<Near> {
    let mut out: Vec<Near> = Vec::new();
    if form.initial {
        return out;
    }
    let mut add = |near: Near| match out.iter_mut().find(|n| n.form == near.form) {
        Some(n) if n.likeness >= near.likeness => {}
        Some(n) => *n = near,
        None => out.push(near),
    };
    if view.variants.len() > 0 {
        view.lookup.spelt(form.folded(), |id| {
            if view.form(id).main() == form.folded().as_bytes() {
                for (other, witnesses) in view.variants.of(id) {
                    let likeness = variants::likeness(witnesses);
                    add(Near { form: other, likeness, why: Why::Learned(witnesses) });
                }
            }
        });
    }
    if view.grouped.any() && form.sign.is_none() {
        for spelling in &form.spellings {
            view.lookup.grouped(spelling, |id| {
                if view.grouped.beside(id).any(|word| word == spelling) {
                    add(Near { form: id, likeness: groups::LIKENESS, why: Why::NameGroup });
                }
            });
        }
    }
    out
}

/// Forms by which a name may be found that writes a word as several: parts of the word that are listed words, as
/// [`crate::align`] accepts them. Where all parts must stand in the name as they are, the one that the fewest names have.
pub(crate) fn parts(view: &View<'_>, word: &str, out: &mut Vec<u32>) {
    use crate::align::WHOLE_PART;
    let length = word.len();
    if !(4..=40).contains(&length) || !word.is_ascii() {
        return;
    }
    // How many names have a part as a word; 0 where it is no listed word.
    let names = |part: &str| {
        let mut names = 0;
        view.lookup.spelt(part, |id| {
            if view.form(id).main() == part.as_bytes() {
                names += view.names_with(id).len();
            }
        });
        names
    };
    for cut in 2..=length - 2 {
        let (Some(head), Some(tail)) = (word.get(..cut), word.get(cut..)) else { continue };
        let (of_head, of_tail) = (names(head), names(tail));
        // Where a letter differs, only a part of some length that stays whole leads to the name.
        let whole_head = length >= 8 && of_head > 0 && head.len() >= WHOLE_PART;
        let whole_tail = length >= 8 && of_tail > 0 && tail.len() >= WHOLE_PART;
        let mut lead = |part: &str| view.lookup.spelt(part, |id| out.push(id));
        if whole_head {
            lead(head);
        }
        if whole_tail {
            lead(tail);
        }
        if !whole_head && !whole_tail && of_head > 0 && of_tail > 0 {
            lead(if of_head < of_tail { head } else { tail });
        }
        if !whole_head && of_head > 0 {
            for at in 2..tail.len().saturating_sub(1) {
                let (Some(middle), Some(last)) = (tail.get(..at), tail.get(at..)) else { continue };
                let (of_middle, of_last) = (names(middle), names(last));
                if of_middle > 0 && of_last > 0 {
                    let rarest = [(of_head, head), (of_middle, middle), (of_last, last)].into_iter().min();
                    rarest.into_iter().for_each(|(_, part)| lead(part));
                }
            }
        }
    }
    out.sort_unstable();
    out.dedup();
}
