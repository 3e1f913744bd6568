//! XML lists: cut into records, each record a small tree that watches what a reader takes.
//!
//! A list is a header and many thousand records of a few element names. The records are found by a byte search, the
//! rest (the *frame*) is parsed as one document, and the records are parsed side by side on all cores, each into a tree of
//! borrowed text. Why not events: a tree lets a reader ask for fields in its own order, and lets the layer below it see
//! which fields nobody asked for. Why not one document: a broken record would end the reading of all others.
//!
//! Document type declarations are refused, so that entities cannot be declared and a bomb of them cannot be set off.

use crate::Input;
use crate::account::{OnProblem, Report};
use crate::problem::{Error, Problem, shown};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use rayon::prelude::*;
use std::borrow::Cow;
use std::cell::Cell;

mod cut;
mod paths;

use cut::{Cut, cut_short};
pub use cut::{Cuts, cut};
use paths::Paths;

const NONE: u32 = u32::MAX;
/// Deeper nesting than this is no list.
const MAX_DEPTH: usize = 64;
/// Records that one core parses in a row.
const CHUNK: usize = 128;

struct Node<'a> {
    name: &'a str,
    path: u32,
    text: Cow<'a, str>,
    attributes: (u32, u32),
    first_child: u32,
    next: u32,
    used: Cell<bool>,
}

struct Attribute<'a> {
    /// With its prefix, if any.
    key: &'a str,
    name: &'a str,
    path: u32,
    value: Cow<'a, str>,
    used: Cell<bool>,
}

/// A parsed record or frame.
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
}

/// An element of a [`Tree`]. Copying it is free.
#[derive(Clone, Copy)]
pub struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    at: u32,
}

impl<'t, 'a> Element<'t, 'a> {
    fn node(self) -> &'t Node<'a> {
        &self.tree.nodes[self.at as usize]
    }

    /// Its name without prefix.
    pub fn name(self) -> &'t str {
        self.node().name
    }

    /// Its text, trimmed; empty where it has none. Counts as taken.
    pub fn text(self) -> &'t str {
        let node = self.node();
        node.used.set(true);
        &node.text
    }

    /// An attribute that is not blank. Counts as taken.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let (from, to) = self.node().attributes;
        let hit = self.tree.attributes[from as usize..to as usize].iter().find(|a| a.name == name)?;
        hit.used.set(true);
        Some(hit.value.trim()).filter(|v| !v.is_empty())
    }

    /// All children.
    pub fn children(self) -> impl Iterator<Item = Element<'t, 'a>> {
        let mut at = self.node().first_child;
        std::iter::from_fn(move || {
            let child = (at != NONE).then_some(Element { tree: self.tree, at })?;
            at = child.node().next;
            Some(child)
        })
    }

    /// The children of this name.
    pub fn all<'n>(self, name: &'n str) -> impl Iterator<Item = Element<'t, 'a>> + use<'n, 't, 'a> {
        self.children().filter(move |c| c.name() == name)
    }

    /// The first child of this name.
    pub fn child(self, name: &str) -> Option<Element<'t, 'a>> {
        self.children().find(|c| c.name() == name)
    }

    /// The elements at the end of a path like `Names/Name`, through all children of each name.
    pub fn at(self, path: &str) -> Vec<Element<'t, 'a>> {
        let mut here = vec![self];
        for name in path.split('/') {
            here = here.into_iter().flat_map(|e| e.children().filter(move |c| c.name() == name)).collect();
        }
        here
    }

    /// The text of the first child of this name; `None` where there is none or it is blank. Counts as taken.
    pub fn get(self, name: &str) -> Option<&'t str> {
        self.child(name).map(Element::text).filter(|t| !t.is_empty())
    }

    /// The text of the first child of this name, empty where there is none.
    pub fn get_or_empty(self, name: &str) -> &'t str {
        self.get(name).unwrap_or("")
    }

    /// The texts of all children of this name that are not blank.
    pub fn texts<'n>(self, name: &'n str) -> impl Iterator<Item = &'t str> + use<'n, 't, 'a> {
        self.all(name).map(Element::text).filter(|t| !t.is_empty())
    }

    /// The text of a child that a record cannot do without.
    pub fn need(self, name: &str) -> Result<&'t str, Problem> {
        self.get(name).ok_or_else(|| Problem::new("nothing", format!("a value in <{name}>")).in_field(name))
    }
}

impl<'a> Tree<'a> {
    /// The root element.
    pub fn root(&self) -> Element<'_, 'a> {
        Element { tree: self, at: 0 }
    }

    /// A tree of one element without name and content.
    fn empty(paths: &mut Paths<'a>) -> Self {
        let path = paths.id(NONE, false, "");
        let used = Cell::new(false);
        let text = Cow::Borrowed("");
        let root = Node { name: "", path, text, attributes: (0, 0), first_child: NONE, next: NONE, used };
        Tree { nodes: vec![root], attributes: Vec::new() }
    }

    fn parse(text: &'a str, paths: &mut Paths<'a>) -> Result<Self, Problem> {
        let mut tree = Tree { nodes: Vec::with_capacity(text.len() / 32 + 4), attributes: Vec::new() };
        tree.refill(text, paths)?;
        Ok(tree)
    }

    /// Parses another text into the room of the last one: a list is many small trees, and asking for memory costs more than parsing.
    fn refill(&mut self, text: &'a str, paths: &mut Paths<'a>) -> Result<(), Problem> {
        let tree = self;
        tree.nodes.clear();
        tree.attributes.clear();
        let mut reader = Reader::from_str(text);
        let mut open: Vec<(u32, u32)> = Vec::new(); // (node, its last child)
        let at_line = |reader: &Reader<&[u8]>| {
            let at = (reader.error_position().max(reader.buffer_position()) as usize).min(text.len());
            memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u64 + 1
        };
        loop {
            let event = reader.read_event().map_err(|e| {
                if let quick_xml::Error::Syntax(_) = e
                    && let Some((at, _)) = open.last()
                {
                    return cut_short(tree.nodes[*at as usize].name).at_line(at_line(&reader));
                }
                let place = reader.error_position() as usize;
                let near = shown(&text[floor(text, place)..]);
                let found = format!("broken XML ({e}) near {near}");
                Problem::new(found, "well-formed XML").at_line(at_line(&reader))
            })?;
            match event {
                Event::Start(ref e) | Event::Empty(ref e) => {
                    let empty = matches!(event, Event::Empty(_));
                    if open.len() >= MAX_DEPTH {
                        let found = format!("elements nested more than {MAX_DEPTH} deep");
                        return Err(Problem::new(found, "a list").at_line(at_line(&reader)));
                    }
                    if tree.nodes.len() as u32 >= NONE - 1 {
                        return Err(Problem::new("more elements than can be held", "a list"));
                    }
                    let tag = tag(text, reader.buffer_position() as usize, e.len(), empty);
                    let name_len = e.name().as_ref().len();
                    let name = tag.get(..name_len).unwrap_or("");
                    let name = local(name);
                    let (parent, last) = open.last().copied().unwrap_or((NONE, NONE));
                    if parent == NONE && !tree.nodes.is_empty() {
                        return Err(Problem::new("a second root element", "one").at_line(at_line(&reader)));
                    }
                    let parent_path = if parent == NONE { NONE } else { tree.nodes[parent as usize].path };
                    let path = paths.id(parent_path, false, name);
                    let from = tree.attributes.len() as u32;
                    if tag.len() > name_len {
                        tree.read_attributes(tag, name_len, path, paths).map_err(|p| p.at_line(at_line(&reader)))?;
                    }
                    let to = tree.attributes.len() as u32;
                    let at = tree.nodes.len() as u32;
                    let text = Cow::Borrowed("");
                    let used = Cell::new(false);
                    tree.nodes.push(Node {
                        name,
                        path,
                        text,
                        attributes: (from, to),
                        first_child: NONE,
                        next: NONE,
                        used,
                    });
                    if last != NONE {
                        tree.nodes[last as usize].next = at;
                    } else if parent != NONE {
                        tree.nodes[parent as usize].first_child = at;
                    }
                    if let Some(top) = open.last_mut() {
                        top.1 = at;
                    }
                    if !empty {
                        open.push((at, NONE));
                    }
                }
                Event::End(_) => {
                    if let Some((at, _)) = open.pop() {
                        trim(&mut tree.nodes[at as usize].text);
                    }
                }
                Event::Text(e) => {
                    if let Some((at, _)) = open.last() {
                        push_text(&mut tree.nodes[*at as usize].text, e.into_inner());
                    }
                }
                Event::CData(e) => {
                    if let Some((at, _)) = open.last() {
                        push_text(&mut tree.nodes[*at as usize].text, e.into_inner());
                    }
                }
                Event::GeneralRef(e) => {
                    let name = e.to_string();
                    let char = e.resolve_char_ref().ok().flatten().map(String::from);
                    let piece = char.or_else(|| resolve_predefined_entity(&name).map(str::to_string));
                    let piece = piece.ok_or_else(|| {
                        let found = format!("the entity &{name};, which is not declared");
                        Problem::new(found, "text, or one of &amp; &lt; &gt; &quot; &apos;").at_line(at_line(&reader))
                    })?;
                    if let Some((at, _)) = open.last() {
                        push_text(&mut tree.nodes[*at as usize].text, Cow::Owned(piece));
                    }
                }
                Event::Eof => break,
                // A document type is refused before anything is parsed.
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        if let Some((at, _)) = open.last() {
            let name = tree.nodes[*at as usize].name;
            return Err(cut_short(name).at_line(at_line(&reader)));
        }
        if tree.nodes.is_empty() {
            return Err(Problem::new("no element", "an XML list"));
        }
        Ok(())
    }

    fn read_attributes(
        &mut self,
        tag: &'a str,
        name_len: usize,
        path: u32,
        paths: &mut Paths<'a>,
    ) -> Result<(), Problem> {
        let first = self.attributes.len();
        // The check for repeated names is made here: the one of the iterator asks for memory at every tag.
        for attribute in quick_xml::events::attributes::Attributes::new(tag, name_len).with_checks(false) {
            let attribute =
                attribute.map_err(|e| Problem::new(format!("a broken attribute ({e})"), "name=\"value\""))?;
            let key = attribute.key.into_inner();
            if key.starts_with("xmlns") || key.starts_with("xsi:") {
                continue;
            }
            let name = local(key);
            let value = attribute.value;
            let value = if value.contains('&') {
                let plain = quick_xml::escape::unescape(&value).map_err(|e| {
                    Problem::new(format!("an entity that is not declared ({e})"), "plain text").in_field(name)
                })?;
                Cow::Owned(plain.into_owned())
            } else {
                value
            };
            if self.attributes.iter().skip(first).any(|a| a.key == key) {
                return Err(Problem::new(format!("the attribute {key} twice in one tag"), "once").in_field(name));
            }
            let path = paths.id(path, true, name);
            self.attributes.push(Attribute { key, name, path, value, used: Cell::new(false) });
        }
        Ok(())
    }
}

/// The inside of a tag as a slice of the document, which outlives the event that names it; `end` is behind its `>`.
fn tag(text: &str, end: usize, len: usize, empty: bool) -> &str {
    let to = end.saturating_sub(if empty { 2 } else { 1 });
    text.get(to.saturating_sub(len)..to).unwrap_or("")
}

/// A name without its prefix. Names are short: looking at each byte is quicker than a search that has to be set up.
fn local(name: &str) -> &str {
    let colon = name.bytes().rposition(|b| b == b':');
    colon.and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

/// Without blanks before it; most texts are the line break and indentation between two elements.
fn unindented(text: &str) -> &str {
    let blanks = text.bytes().take_while(u8::is_ascii_whitespace).count();
    text.get(blanks..).unwrap_or(text).trim_start()
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn push_text<'a>(to: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if to.is_empty() {
        // Leading blanks, which is all that most elements with children hold, are not kept.
        match piece {
            Cow::Borrowed(p) => *to = Cow::Borrowed(unindented(p)),
            Cow::Owned(p) => *to = Cow::Owned(p),
        }
    } else {
        to.to_mut().push_str(&piece);
    }
}

fn trim(text: &mut Cow<'_, str>) {
    match text {
        Cow::Borrowed(t) => *t = t.trim(),
        Cow::Owned(t) => {
            let trimmed = t.trim();
            if trimmed.len() < t.len() {
                *t = trimmed.to_string();
            }
        }
    }
}

/// The text of an XML input: strict, or with broken bytes replaced and reported where the user chose to go on.
pub fn text<'i>(input: &'i Input, on_problem: OnProblem, report: &mut Report) -> Result<Cow<'i, str>, Error> {
    match input.text() {
        Ok(text) => Ok(text),
        Err(p) if input.bytes.is_empty() => Err(p.into()),
        Err(p) => {
            report.settle(on_problem, p)?;
            Ok(input.text_lossy())
        }
    }
}

/// A list: its frame parsed, its records cut.
pub struct Document<'c> {
    cuts: &'c Cuts<'c>,
    frame: Tree<'c>,
    paths: Paths<'c>,
    problems: Vec<Problem>,
}

impl<'c> Document<'c> {
    /// The frame: the root element without the records.
    pub fn frame(&self) -> Element<'_, 'c> {
        self.frame.root()
    }

    /// How many records of this element name there are.
    pub fn count(&self, tag: &str) -> u64 {
        self.cuts.records.iter().filter(|c| self.cuts.tags[c.tag] == tag).count() as u64
    }

    /// Reads all records of one element name on all cores, in the order of the file, and accounts for their fields.
    ///
    /// Counts them into `report.records` and `report.read` where `counted`: the records that the list is made of, not its
    /// reference tables. A record for which `f` gives a problem is settled as the user chose.
    pub fn read<T: Send>(
        &self,
        tag: &str,
        counted: bool,
        on_problem: OnProblem,
        report: &mut Report,
        f: impl Fn(Element<'_, '_>, Place<'_>) -> Result<T, Problem> + Sync,
    ) -> Result<Vec<T>, Error> {
        let file = self.cuts.file;
        let cuts: Vec<&Cut<'_>> = self.cuts.records.iter().filter(|c| self.cuts.tags[c.tag] == tag).collect();
        let read_chunk = |(chunk, cuts): (usize, &[&Cut<'_>])| {
            let mut paths = Paths::default();
            let mut part = Report::default();
            let mut out = Vec::with_capacity(cuts.len());
            let mut tree = Tree { nodes: Vec::new(), attributes: Vec::new() };
            for (n, cut) in cuts.iter().enumerate() {
                let place = Place { file, record: (chunk * CHUNK + n) as u64 + 1, line: cut.line };
                let read = tree
                    .refill(cut.text, &mut paths)
                    .map_err(|p| Problem { line: p.line.map(|l| l + cut.line - 1), ..p })
                    .and_then(|()| {
                        let read = f(tree.root(), place)?;
                        paths.count(&tree);
                        Ok(read)
                    });
                match read {
                    Ok(t) => out.push(t),
                    Err(p) => part.problems.push(p.in_file(file).at_record(place.record, cut.line)),
                }
            }
            if counted {
                part.records = cuts.len() as u64;
                part.read = out.len() as u64;
            }
            paths.report(&mut part);
            (out, part)
        };
        let chunks: Vec<(Vec<T>, Report)> = cuts.par_chunks(CHUNK).enumerate().map(read_chunk).collect();
        let mut all = Vec::with_capacity(cuts.len());
        for (out, mut part) in chunks {
            if on_problem == OnProblem::Stop && !part.problems.is_empty() {
                return Err(part.problems.swap_remove(0).into());
            }
            all.extend(out);
            report.absorb(part);
        }
        Ok(all)
    }

    /// Ends the reading: accounts for the frame and hands over what was wrong with it.
    pub fn finish(mut self, report: &mut Report) {
        self.paths.count(&self.frame);
        self.paths.report(report);
        report.problems.append(&mut self.problems);
    }
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The file.
    pub file: &'a str,
    /// Number of the record among those of its name, from 1.
    pub record: u64,
    /// Line at which it begins, from 1.
    pub line: u64,
}

impl Place<'_> {
    /// As the source record of an entity.
    pub fn source(&self) -> interdict_model::SourceRecord {
        let file = self.file.rsplit(['/', '\\']).next().unwrap_or(self.file).to_string();
        interdict_model::SourceRecord { file, record: self.record, line: self.line }
    }
}

#[cfg(test)]
mod tests;
