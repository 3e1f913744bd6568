//! Cuts a list into its records by a byte search, without parsing anything.
//!
//! The records are found before the document is parsed, so that they can be parsed side by side and a broken one does not end the reading
//! of the others.

use super::{Document, Paths, Tree};
use crate::account::OnProblem;
use crate::problem::{Error, Problem};
use std::borrow::Cow;

/// A record as cut from its file.
pub(super) struct Cut<'a> {
    pub tag: usize,
    pub text: &'a str,
    pub line: u64,
}

/// A list with its records cut out of the frame, nothing parsed yet.
pub struct Cuts<'a> {
    pub(super) file: &'a str,
    pub(super) tags: &'a [&'a str],
    pub(super) frame: Cow<'a, str>,
    pub(super) records: Vec<Cut<'a>>,
    pub(super) problems: Vec<Problem>,
}

/// Cuts the records with these element names out of the text. A record inside another one stays in it.
pub fn cut<'a>(file: &'a str, text: &'a str, tags: &'a [&'a str], on_problem: OnProblem) -> Result<Cuts<'a>, Error> {
    let bytes = text.as_bytes();
    let finder = |text: String| memchr::memmem::Finder::new(&text).into_owned();
    let closers: Vec<_> = tags.iter().map(|t| finder(format!("</{t}"))).collect();
    let openers: Vec<_> = tags.iter().map(|t| finder(format!("<{t}"))).collect();
    let mut records: Vec<Cut<'a>> = Vec::new();
    let mut frame: Vec<&'a str> = Vec::new();
    let mut problems = Vec::new();
    let (mut at, mut kept, mut line, mut counted) = (0, 0, 1, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let from = at + found;
        let rest = &bytes[from + 1..];
        let hit = tags.iter().position(|t| rest.starts_with(t.as_bytes()) && rest.get(t.len()).is_some_and(ends));
        let Some(tag) = hit else {
            at = from + 1;
            continue;
        };
        line += memchr::memchr_iter(b'\n', &bytes[counted..from]).count() as u64;
        counted = from;
        frame.push(&text[kept..from]);
        let to = match memchr::memchr(b'>', rest).map(|n| from + 1 + n) {
            Some(end) if bytes[end - 1] == b'/' => Some(end + 1),
            Some(end) => close(bytes, tags[tag], &closers[tag], &openers[tag], end),
            None => None,
        };
        let Some(to) = to else {
            let problem = cut_short(tags[tag]).in_file(file).at_record(records.len() as u64 + 1, line);
            if on_problem == OnProblem::Stop {
                return Err(problem.into());
            }
            problems.push(problem);
            kept = text.len();
            break;
        };
        records.push(Cut { tag, text: &text[from..to], line });
        (at, kept) = (to, to);
    }
    let frame = if records.is_empty() && problems.is_empty() {
        Cow::Borrowed(text)
    } else {
        frame.push(&text[kept..]);
        Cow::Owned(frame.concat())
    };
    if memchr::memmem::find(frame.as_bytes(), b"<!DOCTYPE").is_some() {
        let found = "a document type declaration, with which entities could be declared";
        let advice = "official lists have none: do not trust this file";
        return Err(Problem::new(found, "none").in_file(file).advise(advice).into());
    }
    Ok(Cuts { file, tags, frame, records, problems })
}

/// Does a tag's name end before this byte? `</ENTITY` may also begin `</ENTITY_ALIAS>`.
fn ends(byte: &u8) -> bool {
    matches!(byte, b' ' | b'>' | b'/' | b'\n' | b'\r' | b'\t')
}

/// Where the record whose start tag ended before `from` ends. A record of its own name inside it (SECO's list keeps earlier states of
/// a target so) is passed over.
fn close(
    bytes: &[u8],
    tag: &str,
    closer: &memchr::memmem::Finder<'_>,
    opener: &memchr::memmem::Finder<'_>,
    from: usize,
) -> Option<usize> {
    let mut open = 1u32;
    let mut at = from;
    for n in closer.find_iter(&bytes[from..]).map(|n| from + n) {
        if !bytes.get(n + 2 + tag.len()).is_some_and(ends) {
            continue;
        }
        for inner in opener.find_iter(&bytes[at..n]).map(|i| at + i) {
            let end = memchr::memchr(b'>', &bytes[inner..n]).map(|m| inner + m);
            let empty = end.is_some_and(|e| bytes[e - 1] == b'/');
            if bytes.get(inner + 1 + tag.len()).is_some_and(ends) && !empty {
                open += 1;
            }
        }
        open -= 1;
        at = n + 2;
        if open == 0 {
            return memchr::memchr(b'>', &bytes[n..]).map(|m| n + m + 1);
        }
    }
    None
}

pub(super) fn cut_short(element: &str) -> Problem {
    let advice = "the file is cut short: fetch it again; the last good list stays in force";
    Problem::new(format!("the end of the file inside <{element}>"), format!("</{element}>")).advise(advice)
}

impl<'a> Cuts<'a> {
    /// Parses the frame. Where it is broken and the user chose to go on, that is reported and the frame is empty.
    pub fn document<'c>(&'c self, on_problem: OnProblem) -> Result<Document<'c>, Error> {
        let mut paths = Paths::default();
        let mut problems = self.problems.clone();
        let frame = match Tree::parse(&self.frame, &mut paths) {
            Ok(frame) => frame,
            Err(problem) => {
                // Lines of the frame are not lines of the file.
                let problem = Problem { line: None, ..problem }.in_file(self.file);
                if on_problem == OnProblem::Stop || self.records.is_empty() {
                    return Err(problem.into());
                }
                problems.push(problem);
                Tree::empty(&mut paths)
            }
        };
        Ok(Document { cuts: self, frame, paths, problems })
    }
}
