//! Where in a list an element or attribute stands, and how often it was there and was taken.

use super::{NONE, Tree};
use crate::account::Report;
use rustc_hash::FxHashMap;

/// Paths seen so far, each with its counts; an attribute's name begins with `@`.
///
/// Every element and attribute of a list asks for its path, so the answer has to be quick: a path knows its first children, and only
/// an element with many of them (no list has one) asks the hash map.
#[derive(Default)]
pub(super) struct Paths<'a> {
    all: Vec<Path<'a>>,
    first_root: u32,
    ids: FxHashMap<(u32, bool, &'a str), u32>,
}

struct Path<'a> {
    parent: u32,
    attribute: bool,
    name: &'a str,
    first_child: u32,
    next: u32,
    seen: u64,
    used: u64,
}

/// Children that are looked through before the hash map is asked.
const NEAR: usize = 16;

impl<'a> Paths<'a> {
    /// The path of a child or attribute of this name under a path; `NONE` for the root's parent.
    pub(super) fn id(&mut self, parent: u32, attribute: bool, name: &'a str) -> u32 {
        let mut at = match self.all.get(parent as usize) {
            Some(parent) => parent.first_child,
            None if self.all.is_empty() => NONE,
            None => self.first_root,
        };
        let mut last = NONE;
        let mut near = 0;
        while let Some(path) = self.all.get(at as usize) {
            if path.name == name && path.attribute == attribute {
                return at;
            }
            near += 1;
            if near == NEAR {
                return self.far_id(parent, attribute, name);
            }
            (last, at) = (at, path.next);
        }
        let id = self.push(parent, attribute, name);
        if let Some(sibling) = self.all.get_mut(last as usize) {
            sibling.next = id;
        } else if let Some(parent) = self.all.get_mut(parent as usize) {
            parent.first_child = id;
        } else {
            self.first_root = id;
        }
        id
    }

    fn far_id(&mut self, parent: u32, attribute: bool, name: &'a str) -> u32 {
        if let Some(id) = self.ids.get(&(parent, attribute, name)) {
            return *id;
        }
        let id = self.push(parent, attribute, name);
        self.ids.insert((parent, attribute, name), id);
        id
    }

    fn push(&mut self, parent: u32, attribute: bool, name: &'a str) -> u32 {
        self.all.push(Path { parent, attribute, name, first_child: NONE, next: NONE, seen: 0, used: 0 });
        self.all.len() as u32 - 1
    }

    /// Counts what a tree holds and what was taken of it.
    pub(super) fn count(&mut self, tree: &Tree<'a>) {
        for n in tree.nodes.iter().filter(|n| !n.text.is_empty()) {
            let path = &mut self.all[n.path as usize];
            path.seen += 1;
            path.used += u64::from(n.used.get());
        }
        for a in tree.attributes.iter().filter(|a| !a.value.trim().is_empty()) {
            let path = &mut self.all[a.path as usize];
            path.seen += 1;
            path.used += u64::from(a.used.get());
        }
    }

    /// Adds the counts to the account.
    pub(super) fn report(&self, report: &mut Report) {
        for (at, path) in self.all.iter().enumerate() {
            if path.seen > 0 {
                let mut parts = Vec::new();
                let mut id = at as u32;
                while let Some(Path { parent, attribute, name, .. }) = self.all.get(id as usize) {
                    parts.push(if *attribute { format!("@{name}") } else { name.to_string() });
                    id = *parent;
                }
                parts.reverse();
                report.count(&parts.join("/"), path.seen, path.used);
            }
        }
    }
}
