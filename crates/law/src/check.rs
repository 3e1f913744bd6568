//! Reads files of law and checks them, so that what comes out can be judged by without a doubt about its meaning.
//!
//! Everything that is wrong is named, with file, line, measure, what was found, what was wanted and what to do; not only the first. Law is made only of
//! files without a problem.

use crate::codes::{CodeSet, Entry, Heading, digits, words};
use crate::condition::{Compare, Condition, Form, Listing};
use crate::file;
use crate::law::{CountrySet, Exit, Gap, Instrument, Law, Link, Measure, Nexus, Version};
use crate::time::{Boundary, Validity, zone};
use crate::verdict::ExitKind;
use crate::vocabulary::{self, Each, Entry as Word, Fact, Type};
use interdict_model::{Authority, Country};
use jiff::civil::Date;
use std::fmt;
use toml::Spanned;

/// A file of law as text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// Its path below `law/`, with `/`: `eu/765-2006.toml`.
    pub path: &'s str,
    /// Its text.
    pub text: &'s str,
}

/// Something wrong in a file of law.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The measure, exit, set or nexus; empty for the file as a whole.
    pub place: String,
    /// What was found.
    pub found: String,
    /// What was wanted.
    pub wanted: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}", self.file, self.line)?;
        if !self.place.is_empty() {
            write!(f, ", {}", self.place)?;
        }
        write!(f, ": found {}; wanted {}", self.found, self.wanted)
    }
}

/// Files of law that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{} in the files of law:\n{}", count(.0.len()), lines(.0))]
pub struct BadLaw(pub Vec<Problem>);

fn count(n: usize) -> String {
    if n == 1 { "1 problem".to_string() } else { format!("{n} problems") }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("  {p}")).collect::<Vec<_>>().join("\n")
}

impl Law {
    /// Law from files; every problem of all of them where there is any.
    pub fn read(sources: &[Source<'_>]) -> Result<Self, BadLaw> {
        let mut sorted: Vec<Source<'_>> = sources.to_vec();
        sorted.sort_by_key(|s| s.path);
        let mut desk = Desk::default();
        let mut hash = blake3::Hasher::new();
        let mut files = Vec::new();
        for source in &sorted {
            for part in [source.path, source.text] {
                hash.update(&(part.len() as u64).to_le_bytes());
                hash.update(part.as_bytes());
            }
            if let Some(file) = desk.parse(*source) {
                files.push((*source, file));
            }
        }
        // Names first, from all files, so that they may refer to each other whatever their order.
        for (source, file) in &files {
            desk.names(*source, file);
        }
        for (source, file) in files {
            desk.rules(source, file);
        }
        desk.relieve();
        desk.law.hash = hash.finalize().to_hex().to_string();
        if desk.problems.is_empty() {
            Ok(desk.law)
        } else {
            desk.problems.sort();
            desk.problems.dedup();
            Err(BadLaw(desk.problems))
        }
    }
}

/// Where a file is worked on.
#[derive(Default)]
struct Desk<'s> {
    law: Law,
    problems: Vec<Problem>,
    /// Exits outside measures, with the measures that they relieve.
    relieving: Vec<(usize, Vec<(String, At<'s>)>)>,
    gaps: Vec<(Gap, Vec<(String, At<'s>)>)>,
}

/// A place in a file.
#[derive(Clone)]
struct At<'s> {
    source: Source<'s>,
    offset: usize,
    place: String,
}

/// A file being read: what its names refer to.
struct Page<'s> {
    source: Source<'s>,
    id: String,
    zone: String,
    versions: Vec<Dated>,
    place: String,
}

/// A version's name and days.
#[derive(Clone)]
struct Dated {
    by: String,
    in_force: Boundary,
    surely: Option<Boundary>,
    published: Option<Date>,
}

impl<'s> Page<'s> {
    fn at(&self, offset: usize) -> At<'s> {
        At { source: self.source, offset, place: self.place.clone() }
    }
}

impl<'s> Desk<'s> {
    fn problem(&mut self, at: &At<'_>, found: impl Into<String>, wanted: impl Into<String>) {
        let before = at.source.text.get(..at.offset.min(at.source.text.len())).unwrap_or_default();
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let file = at.source.path.to_string();
        self.problems.push(Problem { file, line, place: at.place.clone(), found: found.into(), wanted: wanted.into() });
    }

    fn parse(&mut self, source: Source<'s>) -> Option<file::File> {
        match toml::from_str(source.text) {
            Ok(file) => Some(file),
            Err(e) => {
                let offset = e.span().map_or(0, |s| s.start);
                let at = At { source, offset, place: String::new() };
                self.problem(&at, e.message().replace('\n', " "), "the fields that law/README.md describes");
                None
            }
        }
    }

    fn page(&mut self, source: Source<'s>, file: &file::File) -> Page<'s> {
        let zone = file.instrument.zone.get_ref().clone();
        let id = file.instrument.id.get_ref().clone();
        let mut page = Page { source, id, zone, versions: Vec::new(), place: String::new() };
        for version in &file.version {
            let by = version.by.get_ref().clone();
            page.place = format!("version {by}");
            let in_force = Boundary::parse(version.in_force.get_ref(), &page.zone);
            let published = version.published.as_ref().map(|p| (p, p.get_ref().parse::<Date>()));
            if in_force.is_none() {
                let found = format!("in_force = {:?}", version.in_force.get_ref());
                self.problem(&page.at(version.in_force.span().start), found, "a day such as 2021-06-25, or a moment");
            }
            if let Some((text, Err(_))) = &published {
                self.problem(
                    &page.at(text.span().start),
                    format!("published = {:?}", text.get_ref()),
                    "a day such as 2021-06-24",
                );
            }
            if page.versions.iter().any(|v| v.by == by) {
                self.problem(&page.at(version.by.span().start), format!("a second version {by}"), "one of each name");
            }
            if let Some(in_force) = in_force {
                let published = published.and_then(|(_, day)| day.ok()).unwrap_or_else(|| in_force.date());
                let surely = version.surely.as_ref().and_then(|text| {
                    let day = Boundary::parse(text.get_ref(), &page.zone);
                    if day.is_none() {
                        let found = format!("surely = {:?}", text.get_ref());
                        self.problem(&page.at(text.span().start), found, "a day such as 2024-07-01");
                    }
                    day
                });
                page.versions.push(Dated { by, in_force, surely, published: Some(published) });
            }
        }
        page.place = String::new();
        page
    }

    fn names(&mut self, source: Source<'s>, file: &file::File) {
        let page = self.page(source, file);
        let head = &file.instrument;
        let wanted = source.path.trim_end_matches(".toml");
        if page.id != wanted {
            self.problem(
                &page.at(head.id.span().start),
                format!("id = {:?}", page.id),
                format!("{wanted:?}, as the file is named"),
            );
        }
        let zoned = zone(&page.zone);
        if zoned.is_none() {
            self.problem(
                &page.at(head.zone.span().start),
                format!("zone = {:?}", page.zone),
                "an IANA zone such as Europe/Brussels",
            );
        }
        let authority = Authority::new(head.authority.get_ref());
        match authority {
            Ok(authority) => {
                // The nomenclature belongs to the world, and no verdict comes of it.
                if authority.as_str() != "wco" && !self.law.authorities.contains(&authority) {
                    self.law.authorities.push(authority.clone());
                    self.law.zones.push(zoned.unwrap_or(jiff::tz::TimeZone::UTC));
                }
                let versions = file.version.iter().zip(&page.versions).map(|(v, dated)| Version {
                    by: dated.by.clone(),
                    title: v.title.clone(),
                    published: dated.published,
                    in_force: dated.in_force.clone(),
                    confidence: v.confidence,
                    source: v.source.clone(),
                });
                self.law.instruments.push(Instrument {
                    id: page.id.clone(),
                    authority,
                    title: head.title.clone(),
                    zone: page.zone.clone(),
                    url: head.url.clone(),
                    versions: versions.collect(),
                });
            }
            Err(e) => self.problem(
                &page.at(head.authority.span().start),
                format!("authority = {:?}", e.0),
                "a code such as us, eu, uk",
            ),
        }
        self.countries(page, file);
    }

    fn countries(&mut self, mut page: Page<'s>, file: &file::File) {
        for set in &file.countries {
            page.place = format!("countries {}", set.id.get_ref());
            let mut members = Vec::new();
            for code in &set.members {
                members.extend(self.country(&page, code).map(|c| (c, Validity::default())));
            }
            for member in &set.dated {
                let validity = self.validity(&page, member.since.as_ref(), member.until.as_ref());
                members.extend(self.country(&page, &member.country).map(|c| (c, validity)));
            }
            self.law.countries.push(CountrySet { id: set.id.get_ref().clone(), title: set.title.clone(), members });
        }
        for set in &file.code_set {
            page.place = format!("code set {}", set.id.get_ref());
            let id = format!("{}/{}", page.id, set.id.get_ref());
            let mut entries = Vec::new();
            for entry in &set.entries {
                let code = self.code(&page, &entry.code);
                let validity = self.validity(&page, entry.since.as_ref(), entry.until.as_ref());
                entries.push(Entry { code, validity, ex: entry.ex.clone(), note: entry.note.clone() });
            }
            entries.sort_by(|a, b| a.code.cmp(&b.code));
            let open_within = set.open_within.iter().map(|c| self.code(&page, c)).collect();
            let (title, confidence, source) = (set.title.clone(), set.confidence, set.source.clone());
            self.law.sets.push(CodeSet { id, title, confidence, source, open_within, entries });
        }
        for heading in &file.heading {
            page.place = format!("heading {}", heading.code.get_ref());
            let code = self.code(&page, &heading.code);
            let phrases = heading.words.iter().map(|w| words(w)).collect();
            let (above, up_to) = (heading.k2o_above, heading.k2o_up_to);
            self.law.headings.push(Heading { code, name: heading.name.clone(), phrases, above, up_to });
        }
        // A nexus is named now and filled in later: its conditions may speak of countries that come behind it.
        for nexus in &file.nexus {
            let authority = self.authority(file.instrument.authority.get_ref());
            let (id, title) = (nexus.id.get_ref().clone(), nexus.title.clone());
            self.law.nexuses.push(Nexus { id, title, authority, links: Vec::new() });
        }
    }

    fn rules(&mut self, source: Source<'s>, file: file::File) {
        // Its versions were checked when the names were read.
        let problems = self.problems.len();
        let mut page = self.page(source, &file);
        self.problems.truncate(problems);
        let authority = self.authority(file.instrument.authority.get_ref());
        let instrument = self.law.instruments.iter().position(|i| i.id == page.id).unwrap_or(0);
        for nexus in file.nexus {
            page.place = format!("nexus {}", nexus.id.get_ref());
            let links = nexus.link.into_iter().map(|link| Link {
                id: link.id,
                title: link.title,
                when: self.conditions(&page, Each::Act, link.when, nexus.id.span().start),
                confidence: link.confidence,
                source: link.source,
            });
            let links: Vec<Link> = links.collect();
            if let Some(slot) = self.law.nexuses.iter_mut().find(|n| n.id == *nexus.id.get_ref()) {
                slot.links = links;
            }
        }
        for measure in file.measure {
            self.measure(&mut page, authority, instrument, measure);
        }
        for exit in file.exit {
            page.place = format!("exit {}", exit.id.get_ref());
            let start = exit.id.span().start;
            if exit.relieves.is_empty() {
                self.problem(&page.at(start), "an exit that relieves nothing", "relieves = [\"instrument/measure\"]");
            }
            let relieves = exit.relieves.iter().map(|r| (r.get_ref().clone(), page.at(r.span().start))).collect();
            // It may relieve measures on different subjects, so its facts are checked against each of them.
            let at = self.exit(&page, None, &Validity::default(), &page.id.clone(), exit);
            self.relieving.push((at, relieves));
        }
        for gap in file.gap {
            page.place = format!("gap {}", gap.id);
            let validity = self.validity(&page, gap.since.as_ref(), gap.until.as_ref());
            let beside = gap.beside.iter().map(|b| (b.get_ref().clone(), page.at(b.span().start))).collect();
            self.gaps.push((Gap { text: gap.text, beside: Vec::new(), validity }, beside));
        }
    }

    fn measure(&mut self, page: &mut Page<'s>, authority: usize, instrument: usize, measure: file::Measure) {
        page.place = format!("measure {}", measure.id.get_ref());
        let start = measure.id.span().start;
        let id = format!("{}/{}", page.id, measure.id.get_ref());
        if self.law.measures.iter().any(|m| m.id == id) {
            self.problem(&page.at(start), format!("a second measure {id}"), "one of each name");
        }
        let validity = self.validity(page, Some(&measure.since), measure.until.as_ref());
        let nexus = measure.nexus.as_ref().and_then(|name| {
            let found = self.law.nexuses.iter().position(|n| n.id == *name.get_ref());
            if found.is_none() {
                let known: Vec<&str> = self.law.nexuses.iter().map(|n| n.id.as_str()).collect();
                let wanted = format!("one of {}", known.join(", "));
                self.problem(&page.at(name.span().start), format!("nexus = {:?}", name.get_ref()), wanted);
            }
            found
        });
        let checked = measure.checked.as_ref().and_then(|text| {
            let day = text.get_ref().parse().ok();
            if day.is_none() {
                self.problem(
                    &page.at(text.span().start),
                    format!("checked = {:?}", text.get_ref()),
                    "a day such as 2026-11-23",
                );
            }
            day
        });
        let when = self.conditions(page, measure.each, measure.when, start);
        let exits = measure
            .exit
            .into_iter()
            .map(|exit| {
                let place = std::mem::replace(&mut page.place, format!("exit {} of {id}", exit.id.get_ref()));
                let at = self.exit(page, Some(measure.each), &validity, &id, exit);
                page.place = place;
                at
            })
            .collect();
        self.law.measures.push(Measure {
            id,
            authority,
            instrument,
            title: measure.title,
            kind: measure.kind,
            forbids: measure.forbids,
            effect: measure.effect,
            validity,
            nexus,
            each: measure.each,
            when,
            article: measure.article,
            url: measure.url,
            confidence: measure.confidence,
            source: measure.source,
            checked,
            checked_by: measure.checked_by,
            exits,
        });
    }

    fn exit(&mut self, page: &Page<'s>, each: Option<Each>, of: &Validity, owner: &str, exit: file::Exit) -> usize {
        let start = exit.id.span().start;
        let mut validity = self.validity(page, exit.since.as_ref(), exit.until.as_ref());
        if validity.period.from.is_none() {
            (validity.period.from, validity.from_published) = (of.period.from.clone(), of.from_published);
        }
        if exit.kind == ExitKind::WindDown && validity.period.to.is_none() {
            self.problem(&page.at(start), "a wind-down without an end", "until = DAY OR MOMENT");
        }
        // A way out that asks for nothing would lift the whole measure.
        if exit.when.is_empty() {
            self.problem(&page.at(start), "an exit without a condition", "when = [ ... ]");
        }
        let when = self.conditions_for(page, each, exit.when, start);
        let except = self.conditions_for(page, each, exit.except, start);
        self.law.exits.push(Exit {
            id: format!("{owner}/{}", exit.id.get_ref()),
            title: exit.title,
            kind: exit.kind,
            validity,
            when,
            except,
            duties: exit.duties,
            article: exit.article,
            confidence: exit.confidence,
            source: exit.source,
        });
        self.law.exits.len() - 1
    }

    /// Ties exits and gaps to measures of any file.
    fn relieve(&mut self) {
        let wanted = "the full id of a measure: instrument/measure";
        for (exit, measures) in std::mem::take(&mut self.relieving) {
            for (id, at) in measures {
                match self.law.measures.iter_mut().find(|m| m.id == id) {
                    Some(measure) => measure.exits.push(exit),
                    None => self.problem(&at, format!("relieves {id:?}"), wanted),
                }
            }
        }
        for (mut gap, measures) in std::mem::take(&mut self.gaps) {
            for (id, at) in measures {
                match self.law.measures.iter().position(|m| m.id == id) {
                    Some(measure) => gap.beside.push(measure),
                    None => self.problem(&at, format!("beside {id:?}"), wanted),
                }
            }
            self.law.gaps.push(gap);
        }
    }

    fn authority(&self, code: &str) -> usize {
        self.law.authorities.iter().position(|a| a.as_str() == code).unwrap_or(usize::MAX)
    }

    fn country(&mut self, page: &Page<'s>, code: &Spanned<String>) -> Option<Country> {
        let country = Country::from_code(code.get_ref());
        if country.is_none() {
            self.problem(
                &page.at(code.span().start),
                format!("country {:?}", code.get_ref()),
                "an ISO 3166-1 alpha-2 code such as BY",
            );
        }
        country
    }

    fn code(&mut self, page: &Page<'s>, code: &Spanned<String>) -> String {
        digits(code.get_ref()).unwrap_or_else(|e| {
            self.problem(&page.at(code.span().start), e, "the digits of a customs code");
            String::new()
        })
    }

    fn validity(
        &mut self,
        page: &Page<'s>,
        since: Option<&Spanned<String>>,
        until: Option<&Spanned<String>>,
    ) -> Validity {
        let mut point = |text: Option<&Spanned<String>>| -> (Option<Boundary>, Option<Date>, Option<Boundary>) {
            let Some(text) = text else { return (None, None, None) };
            if let Some(version) = page.versions.iter().find(|v| v.by == *text.get_ref()) {
                return (Some(version.in_force.clone()), version.published, version.surely.clone());
            }
            let boundary = Boundary::parse(text.get_ref(), &page.zone);
            if boundary.is_none() {
                let known: Vec<&str> = page.versions.iter().map(|v| v.by.as_str()).collect();
                let wanted =
                    format!("a version of this file ({}), a day, or a moment with its offset", known.join(", "));
                self.problem(&page.at(text.span().start), format!("{:?}", text.get_ref()), wanted);
            }
            (boundary, None, None)
        };
        let (from, from_published, surely_from) = point(since);
        let (to, to_published, _) = point(until);
        if let (Some(from), Some(to)) = (&from, &to)
            && from.timestamp() >= to.timestamp()
        {
            let offset = until.map_or(0, |u| u.span().start);
            self.problem(
                &page.at(offset),
                format!("an end ({to}) that is not after the beginning ({from})"),
                "a later end",
            );
        }
        Validity { period: crate::time::Period { from, to }, from_published, to_published, surely_from }
    }

    fn conditions(&mut self, page: &Page<'s>, each: Each, list: Vec<file::Condition>, near: usize) -> Vec<Condition> {
        self.conditions_for(page, Some(each), list, near)
    }

    fn conditions_for(
        &mut self,
        page: &Page<'s>,
        each: Option<Each>,
        list: Vec<file::Condition>,
        near: usize,
    ) -> Vec<Condition> {
        list.into_iter().filter_map(|c| self.condition(page, each, c, near)).collect()
    }

    fn condition(&mut self, page: &Page<'s>, each: Option<Each>, c: file::Condition, near: usize) -> Option<Condition> {
        let forms = [
            c.any.is_some(),
            c.all.is_some(),
            c.not.is_some(),
            c.some.is_some(),
            c.fact.is_some(),
            c.claimed.is_some(),
            c.quota.is_some(),
            c.listed.is_some(),
        ];
        if forms.iter().filter(|f| **f).count() != 1 {
            let offset = c.fact.as_ref().map_or(near, |f| f.span().start);
            self.problem(
                &page.at(offset),
                "a condition of no form, or of two",
                "exactly one of any, all, not, some, fact, claimed, quota, listed",
            );
            return None;
        }
        let (says, if_stated) = (c.says.clone(), c.if_stated);
        let form = if let Some(list) = c.any {
            Form::Any(self.conditions_for(page, each, list, near))
        } else if let Some(list) = c.all {
            Form::All(self.conditions_for(page, each, list, near))
        } else if let Some(list) = c.not {
            Form::Not(self.conditions_for(page, each, list, near))
        } else if let Some(over) = c.some {
            let inner = c.when.unwrap_or_default();
            let over_each = *over.get_ref();
            if inner.is_empty() {
                self.problem(
                    &page.at(over.span().start),
                    "some without when",
                    "when = [ ... ]: what one of them fulfils",
                );
            }
            Form::Some { over: over_each, when: self.conditions_for(page, Some(over_each), inner, over.span().start) }
        } else if let Some(purpose) = c.claimed {
            Form::Claimed(purpose)
        } else if let Some(name) = c.quota {
            Form::Quota(name)
        } else if let Some(listing) = c.listed {
            self.listing(page, each, listing)?
        } else {
            self.fact(page, each, c)?
        };
        Some(Condition { says, if_stated, form })
    }

    fn listing(&mut self, page: &Page<'s>, each: Option<Each>, listing: file::Listing) -> Option<Form> {
        let at = page.at(listing.by.span().start);
        if !matches!(each, None | Some(Each::Party | Each::Craft)) {
            let word = each.map_or("", Each::as_str);
            self.problem(&at, format!("listed, asked of {word}"), "each = \"party\" or \"craft\", or some = \"party\"");
            return None;
        }
        let authority = self.authority(listing.by.get_ref());
        if authority == usize::MAX {
            self.problem(&at, format!("by = {:?}", listing.by.get_ref()), "an authority that has a file of law here");
            return None;
        }
        let owned = listing.owned.as_ref().and_then(|name| {
            let test = interdict_own::tests().iter().find(|t| t.id == *name.get_ref());
            if test.is_none() {
                let known: Vec<&str> = interdict_own::tests().iter().map(|t| t.id.as_str()).collect();
                self.problem(
                    &page.at(name.span().start),
                    format!("owned = {:?}", name.get_ref()),
                    format!("one of {}", known.join(", ")),
                );
            }
            test
        });
        Some(Form::Listed(Box::new(Listing {
            by: listing.by.get_ref().clone(),
            authority,
            programmes: listing.programmes,
            other_than: listing.other_than,
            ids: listing.ids,
            measures: listing.measures,
            owned,
        })))
    }

    fn fact(&mut self, page: &Page<'s>, each: Option<Each>, c: file::Condition) -> Option<Form> {
        let name = c.fact.as_ref()?;
        let at = page.at(name.span().start);
        let Some(word) = vocabulary::find(name.get_ref()) else {
            let known: Vec<&str> = vocabulary::ENTRIES.iter().map(|e| e.name).collect();
            self.problem(&at, format!("fact = {:?}", name.get_ref()), format!("one of {}", known.join(", ")));
            return None;
        };
        if word.of != Each::Act && each.is_some_and(|each| each != word.of) {
            let (this, that) = (word.of.as_str(), each.map_or("", Each::as_str));
            let wanted = format!("each = \"{this}\", or {{ some = \"{this}\", when = [ ... ] }} around it");
            self.problem(&at, format!("{}, which is a fact of {this}, asked of {that}", word.name), wanted);
            return None;
        }
        let form = self.asked(page, word, &c, &at);
        if form.is_none() {
            let wanted = format!("{} ({})", word.kind.forms(), word.label);
            self.problem(
                &at,
                format!("{} without what is asked of it, or with what does not fit it", word.name),
                wanted,
            );
        }
        form
    }

    fn asked(&mut self, page: &Page<'s>, word: &Word, c: &file::Condition, at: &At<'s>) -> Option<Form> {
        let fact = word.fact;
        let texts = |value: &toml::Value| -> Option<Vec<String>> {
            match value {
                toml::Value::String(one) => Some(vec![one.clone()]),
                toml::Value::Array(many) => many.iter().map(|v| v.as_str().map(str::to_string)).collect(),
                _ => None,
            }
        };
        let is = c.is.as_ref().map(Spanned::get_ref);
        match word.kind {
            Type::Words => Some(Form::Words { fact, of: texts(is?)? }),
            Type::Countries => {
                let mut of = Vec::new();
                for code in is.and_then(texts).unwrap_or_default() {
                    match Country::from_code(&code) {
                        Some(country) => of.push(country),
                        None => self.problem(at, format!("country {code:?}"), "an ISO 3166-1 alpha-2 code such as BY"),
                    }
                }
                let outside = c.outside.is_some();
                let named = c.inside.as_ref().or(c.outside.as_ref());
                let set = named.and_then(|name| {
                    let found = self.law.countries.iter().position(|s| s.id == *name.get_ref());
                    if found.is_none() {
                        let known: Vec<&str> = self.law.countries.iter().map(|s| s.id.as_str()).collect();
                        let wanted = format!("one of {}", known.join(", "));
                        self.problem(&page.at(name.span().start), format!("countries {:?}", name.get_ref()), wanted);
                    }
                    found
                });
                (is.is_some() || named.is_some()).then_some(Form::Countries { fact, of, set, outside })
            }
            Type::Date => {
                let point = c.before.as_ref().or(c.from.as_ref())?;
                let version = page.versions.iter().find(|v| v.by == *point.get_ref()).map(|v| v.in_force.clone());
                let boundary = version.or_else(|| Boundary::parse(point.get_ref(), &page.zone))?;
                match (&c.before, &c.from) {
                    (Some(_), None) => Some(Form::Before { fact, boundary }),
                    (None, Some(_)) => Some(Form::From { fact, boundary }),
                    _ => None,
                }
            }
            Type::Flag => Some(Form::Flag { fact, is: is?.as_bool()? }),
            Type::Number => {
                let tests = [
                    (c.above, Compare::Above),
                    (c.at_least, Compare::AtLeast),
                    (c.below, Compare::Below),
                    (c.at_most, Compare::AtMost),
                ];
                let mut given = tests.into_iter().filter_map(|(than, is)| than.map(|than| (is, than)));
                let (is, than) = given.next()?;
                let held_from = match &c.held_from {
                    Some(code) => Some(self.country(page, code)?),
                    None => None,
                };
                let fits = given.next().is_none() && (fact == Fact::LegCarrierOwned) == held_from.is_some();
                fits.then_some(Form::Number { fact, is, than, held_from })
            }
            Type::Code => {
                let name = c.within.as_ref()?;
                let set = self.law.sets.iter().position(|s| s.id == *name.get_ref());
                if set.is_none() {
                    let known: Vec<&str> = self.law.sets.iter().map(|s| s.id.as_str()).collect();
                    let wanted = format!("one of {}", known.join(", "));
                    self.problem(&page.at(name.span().start), format!("within = {:?}", name.get_ref()), wanted);
                }
                // A set that is not there was named; the condition itself is of the right form.
                Some(Form::Within { set: set.unwrap_or(usize::MAX) })
            }
            Type::Name => {
                let patterns: Vec<Vec<String>> =
                    c.named.as_ref()?.iter().map(|p| p.iter().flat_map(|w| words(w)).collect()).collect();
                let sound = !patterns.is_empty() && patterns.iter().all(|p| !p.is_empty());
                sound.then_some(Form::Named { fact, patterns })
            }
        }
    }
}
