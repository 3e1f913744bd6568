//! Finds the lists in local files and folders, and puts together the files that make one edition.
//!
//! Files are told by their content, never by their name; only the files of OFAC's CSV, which hold no name of their own, are put
//! together by what their names share. The one invariant: **every file that was found is read, or named with the reason
//! why not.** A file that the user named and that is no list is an error; one that merely lay in a folder is passed over.

use super::{head, name_date};
use crate::edition::{Basis, FileStamp, Published};
use crate::formats::ofac_csv::{Role, role};
use crate::formats::{self, Format, mapping_beside};
use crate::input::Input;
use crate::problem::{Error, Problem, shown};
use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Folders in folders deeper than this are passed over.
const DEEPEST: usize = 32;

/// One file, or one member of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The file on disk.
    pub path: PathBuf,
    /// Its name for messages; for a member of an archive `archive/member`.
    pub name: String,
    /// Is it a member of an archive of several?
    pub member: bool,
}

/// The files that make one edition, the main one first. Nothing of them is in memory yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSet {
    /// The files.
    pub parts: Vec<Part>,
    /// The format, where it was told already.
    pub format: Option<Format>,
    /// When it was published, as far as can be told without reading it.
    pub published: Published,
}

impl FileSet {
    /// The name of its main file.
    pub fn name(&self) -> &str {
        self.parts.first().map_or("", |p| &p.name)
    }

    /// Opens its files: what the readers want, and the stamps of the files as they were received.
    pub fn load(&self) -> Result<(Vec<Input>, Vec<FileStamp>), Error> {
        let (mut inputs, mut stamps, mut opened) = (Vec::new(), Vec::new(), BTreeSet::new());
        for part in &self.parts {
            let io = |source| Error::Io { path: part.path.clone(), action: "cannot be read", source };
            let bytes = std::fs::read(&part.path).map_err(io)?;
            if opened.insert(&part.path) {
                let stamped = if part.member { part.path.display().to_string() } else { part.name.clone() };
                stamps.push(FileStamp::of(&stamped, &bytes));
            }
            let shown = if part.member { part.path.display().to_string() } else { part.name.clone() };
            let mut read = Input::from_bytes(&shown, bytes)?;
            if part.member {
                read.retain(|i| i.name == part.name);
            }
            let modified = file_time(&part.path);
            read.iter_mut().for_each(|i| i.modified = modified);
            inputs.extend(read);
        }
        if inputs.is_empty() {
            return Err(Problem::new("an archive of no files", "a list").in_file(self.name()).into());
        }
        Ok((inputs, stamps))
    }
}

/// A file that was found and is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// The file.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// The editions, by when they were published as far as is known, then by name.
    pub sets: Vec<FileSet>,
    /// Files in folders that are no lists, or parts of none.
    pub passed_over: Vec<PassedOver>,
    /// Files that the user named and that cannot be read as lists.
    pub problems: Vec<Problem>,
}

/// A file that was found.
struct Found {
    path: PathBuf,
    /// Did the user name it, and not a folder above it?
    named: bool,
}

/// What a file, or a member of one, turned out to be.
enum Told {
    List(Part, Format),
    Ofac(Part, Role),
    Mapping(PathBuf),
    Not(String),
    /// A table of parties that does not say whether it is a list.
    Parties(Part),
}

/// Finds the lists in these files and folders. `published` holds for all of them; `now` stands in where a file has no time.
pub fn gather(paths: &[PathBuf], published: Option<Timestamp>, now: Timestamp) -> Gathered {
    let mut out = Gathered::default();
    let mut found: Vec<Found> = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(m) if m.is_dir() => walk(path, &mut BTreeSet::new(), 0, &mut found, &mut out.passed_over),
            Ok(_) => found.push(Found { path: path.clone(), named: true }),
            Err(e) => out.problems.push(
                Problem::new(format!("nothing that can be opened ({e})"), "a file or folder")
                    .in_file(&path.display().to_string())
                    .advise("check the path"),
            ),
        }
    }
    // A file named twice, or named and found in a folder, is read once.
    let mut seen = BTreeSet::new();
    found.sort_by_key(|f| !f.named);
    found.retain(|f| seen.insert(std::fs::canonicalize(&f.path).unwrap_or_else(|_| f.path.clone())));
    found.sort_by(|a, b| a.path.cmp(&b.path));

    let told: Vec<Vec<Told>> = found.par_iter().map(|f| tell(&f.path)).collect();
    let mut sets: Vec<FileSet> = Vec::new();
    let mut ofac: BTreeMap<Family, Vec<(Part, Role, bool)>> = BTreeMap::new();
    let mut mappings: Vec<(PathBuf, bool)> = Vec::new();
    let mut left: Vec<(Part, bool, String)> = Vec::new();
    for (file, told) in found.iter().zip(told) {
        for one in told {
            match one {
                Told::Ofac(part, role) => ofac.entry(family(&part)).or_default().push((part, role, file.named)),
                Told::List(part, format) => sets.push(set(vec![part], Some(format), published, now)),
                // A file of customers in a folder must not become a list by which everyone is listed.
                Told::Parties(part) if file.named || mapping_beside(&part.path).is_some() => {
                    sets.push(set(vec![part], Some(Format::Own), published, now));
                }
                Told::Parties(part) => {
                    let reason = "a table of parties that does not say it is a list: name the file itself, put a mapping \
                                  beside it, or give it a column authority, list, programmes or measures";
                    left.push((part, false, reason.to_string()));
                }
                Told::Mapping(path) => mappings.push((path, file.named)),
                Told::Not(why) => left.push((whole(&file.path), file.named, why)),
            }
        }
    }
    for (_, parts) in ofac {
        join_ofac(parts, &mut sets, &mut left, published, now);
    }
    join_mappings(mappings, &mut sets, &mut left, published, now);
    left.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    for (part, named, reason) in left {
        if named {
            let advice = "name the files of lists only, or their folder: what is no list there is passed over";
            out.problems.push(Problem::new(reason, "a sanctions list").in_file(&part.name).advise(advice));
        } else {
            out.passed_over.push(PassedOver { path: part.name, reason });
        }
    }
    sets.sort_by(|a, b| {
        (a.published.at, in_day(a.name()), a.name()).cmp(&(b.published.at, in_day(b.name()), b.name()))
    });
    out.sets = sets;
    out
}

/// Two editions of one day whose names say which came first.
fn in_day(name: &str) -> u8 {
    let last = words(name.rsplit(['/', '\\']).next().unwrap_or(name));
    if last.iter().any(|w| w == "before") {
        return 0;
    }
    1 + u8::from(last.iter().any(|w| w == "after"))
}

fn walk(
    folder: &Path,
    above: &mut BTreeSet<PathBuf>,
    depth: usize,
    found: &mut Vec<Found>,
    passed_over: &mut Vec<PassedOver>,
) {
    let mut pass = |reason: String| passed_over.push(PassedOver { path: folder.display().to_string(), reason });
    let real = match std::fs::canonicalize(folder) {
        Ok(real) => real,
        Err(e) => return pass(format!("a folder that cannot be opened: {e}")),
    };
    if depth > DEEPEST {
        return pass(format!("folders in folders more than {DEEPEST} deep"));
    }
    if !above.insert(real.clone()) {
        return pass("a link to a folder that is above it".to_string());
    }
    let mut entries: Vec<PathBuf> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|e| e.ok().map(|e| e.path())).collect(),
        Err(e) => return pass(format!("a folder that cannot be read: {e}")),
    };
    entries.sort();
    for path in entries {
        if path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')) {
            continue;
        }
        match std::fs::metadata(&path) {
            Ok(m) if m.is_dir() => walk(&path, above, depth + 1, found, passed_over),
            Ok(m) if m.is_file() => found.push(Found { path, named: false }),
            Ok(_) => passed_over
                .push(PassedOver { path: path.display().to_string(), reason: "neither file nor folder".to_string() }),
            Err(e) => passed_over
                .push(PassedOver { path: path.display().to_string(), reason: format!("cannot be opened: {e}") }),
        }
    }
    above.remove(&real);
}

/// Tells what a file is by its beginning.
fn tell(path: &Path) -> Vec<Told> {
    let lower = path.to_string_lossy().to_ascii_lowercase();
    if lower.ends_with(".yaml") || lower.ends_with(".yml") {
        return vec![Told::Mapping(path.to_path_buf())];
    }
    let heads = match head::of(path) {
        Ok(heads) => heads,
        Err(Error::Problem(p)) => return vec![Told::Not(p.found)],
        Err(e) => return vec![Told::Not(e.to_string())],
    };
    if heads.is_empty() {
        return vec![Told::Not("an archive of no files".to_string())];
    }
    let shown_path = path.display().to_string();
    let member = heads.len() > 1 || heads.first().is_some_and(|h| h.name.starts_with(&format!("{shown_path}/")));
    let tell_one = |head: &Input| {
        let name = if member { head.name.clone() } else { shown_path.clone() };
        match Format::recognise(head) {
            Some(Format::OfacCsv) => {
                Told::Ofac(Part { path: path.to_path_buf(), name, member }, role(head).unwrap_or(Role::Main))
            }
            Some(Format::Own) if !formats::says_it_is_a_list(&head.head()) => {
                Told::Parties(Part { path: path.to_path_buf(), name, member })
            }
            Some(format) => Told::List(Part { path: path.to_path_buf(), name, member }, format),
            None if head.bytes.is_empty() => Told::Not("a file of 0 bytes".to_string()),
            None => {
                let of = if member { format!("{}: ", head.file_name()) } else { String::new() };
                Told::Not(format!("{of}no list that Interdict knows; it begins {}", shown(&begins(head))))
            }
        }
    };
    heads.iter().map(tell_one).collect()
}

/// The beginning of a file for a message.
fn begins(head: &Input) -> String {
    let text = head.head();
    let text: String = text.chars().take(61).collect();
    if text.contains('\0') || head.bytes.starts_with(b"PK") { "with bytes that are no text".to_string() } else { text }
}

fn whole(path: &Path) -> Part {
    Part { path: path.to_path_buf(), name: path.display().to_string(), member: false }
}

fn set(parts: Vec<Part>, format: Option<Format>, given: Option<Timestamp>, now: Timestamp) -> FileSet {
    let named = || parts.iter().find_map(|p| name_date::of(Path::new(&p.name)));
    let published = match given {
        Some(at) => Published::new(at, Basis::Given),
        None => match named() {
            Some(at) => Published::new(at, Basis::FileName),
            None => {
                let time = parts.iter().filter_map(|p| file_time(&p.path)).max();
                Published::new(time.unwrap_or(now), Basis::FileTime)
            }
        },
    };
    FileSet { parts, format, published }
}

fn file_time(path: &Path) -> Option<Timestamp> {
    let time = std::fs::metadata(path).ok()?.modified().ok()?;
    Timestamp::try_from(time).ok()
}

/// Words of the file name, lower case: `SDN_COMMENTS.CSV.gz` is `sdn comments csv gz`.
fn words(name: &str) -> Vec<String> {
    let name = name.to_ascii_lowercase();
    name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect()
}

fn file_words(part: &Part) -> Vec<String> {
    words(part.name.rsplit(['/', '\\']).next().unwrap_or(&part.name))
}

/// A folder, and what the names in it share.
type Family = (PathBuf, String);

/// Files of one edition agree in this: their folder, which of the two lists they are of, and the words of their names that do
/// not say what they hold.
fn family(part: &Part) -> Family {
    const ROLES: [&str; 11] = ["sdn", "add", "alt", "prim", "comments", "cons", "csv", "txt", "gz", "zst", "del"];
    let words = file_words(part);
    let list = if words.iter().any(|w| w == "cons" || w == "consolidated") { "cons" } else { "sdn" };
    let rest: Vec<&str> = words.iter().map(String::as_str).filter(|w| !ROLES.contains(w)).collect();
    let folder = Path::new(&part.name).parent().map(Path::to_path_buf).unwrap_or_default();
    (folder, format!("{list} {}", rest.join(" ")))
}

/// Main, comments, aliases, addresses: one of each makes an edition.
fn join_ofac(
    mut parts: Vec<(Part, Role, bool)>,
    sets: &mut Vec<FileSet>,
    left: &mut Vec<(Part, bool, String)>,
    published: Option<Timestamp>,
    now: Timestamp,
) {
    parts.sort_by(|a, b| (a.1, &a.0.name).cmp(&(b.1, &b.0.name)));
    if parts.iter().all(|(_, role, _)| *role != Role::Main) {
        for (part, role, named) in parts {
            let kind = match role {
                Role::Address => "addresses",
                Role::Alias => "aliases",
                Role::Main | Role::Comments => "comments",
            };
            let reason = format!(
                "OFAC {kind} without their main file; it must lie beside them, under a name that agrees (sdn_X.csv with \
                 add_X.csv)"
            );
            left.push((part, named, reason));
        }
        return;
    }
    let mut taken: Vec<(Part, Role)> = Vec::new();
    for (part, role, named) in parts {
        match taken.iter().find(|t| t.1 == role) {
            // Two main files under names that agree: each is an edition of its own, and the second has no other files.
            Some(_) if role == Role::Main => sets.push(set(vec![part], Some(Format::OfacCsv), published, now)),
            Some((other, _)) => {
                let reason = format!("a second file of the same kind as {} for one main file", other.name);
                left.push((part, named, reason));
            }
            None => taken.push((part, role)),
        }
    }
    let parts = taken.into_iter().map(|(part, _)| part).collect();
    sets.push(set(parts, Some(Format::OfacCsv), published, now));
}

/// Joins tables of the user's own with the mappings beside them. With its mapping a table is a list whatever it looks like.
fn join_mappings(
    mappings: Vec<(PathBuf, bool)>,
    sets: &mut Vec<FileSet>,
    left: &mut Vec<(Part, bool, String)>,
    published: Option<Timestamp>,
    now: Timestamp,
) {
    let mut used = BTreeSet::new();
    for own in sets.iter_mut().filter(|s| s.format == Some(Format::Own)) {
        if let Some(path) = own.parts.first().filter(|p| !p.member).and_then(|p| mapping_beside(&p.path)) {
            own.parts.push(whole(&path));
            used.insert(path);
        }
    }
    let waiting = |path: &Path| mapping_beside(path).filter(|m| mappings.iter().any(|(other, _)| other == m));
    for (part, named, reason) in std::mem::take(left) {
        match waiting(&part.path).filter(|m| !part.member && !used.contains(m)) {
            Some(mapping) => {
                sets.push(set(vec![part, whole(&mapping)], Some(Format::Own), published, now));
                used.insert(mapping);
            }
            None => left.push((part, named, reason)),
        }
    }
    for (path, named) in mappings.into_iter().filter(|(p, _)| !used.contains(p)) {
        left.push((whole(&path), named, "a mapping (YAML) without a table of the same name beside it".to_string()));
    }
}
