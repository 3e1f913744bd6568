//! Which lists are fetched, from where, within which bounds: `DATA/sources.toml`, or the table that the program carries.
//!
//! The file is written by people, so everything in it that is not understood is an error that names its line: a misspelt `shrnk`
//! must not leave a bound at its default without a word.

use crate::problem::{Error, Problem, shown};
use interdict_model::Authority;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

/// The table that the program carries, as text: what a user copies and changes.
pub const DEFAULT: &str = include_str!("../../sources.toml");

/// One official list: where its files are and what a new edition of it may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name: small letters, digits, `-`.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// Who issues it.
    pub authority: Authority,
    /// The files that make one edition, the main file first. `{token}` stands for the value of [`Source::token_env`].
    pub urls: Vec<String>,
    /// Is it fetched?
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Bound on one file, in bytes as they come over the network, decompressed where the server compressed for the way.
    #[serde(default = "half_a_gibibyte")]
    pub max_bytes: u64,
    /// Share of the entities, 0 to 1, that a new edition may lose against the one before.
    #[serde(default = "a_tenth")]
    pub shrink: f64,
    /// Seconds that one file may take, all attempts together.
    #[serde(default = "ten_minutes")]
    pub timeout: u64,
    /// The environment variable that holds the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_env: Option<String>,
    /// What to know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}

fn half_a_gibibyte() -> u64 {
    512 << 20
}

/// Default of [`Source::shrink`], which also holds for local files.
pub(crate) fn a_tenth() -> f64 {
    0.1
}

fn ten_minutes() -> u64 {
    600
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: Vec<Spanned<Source>>,
}

impl Source {
    /// A source with the default bounds.
    pub fn new(id: &str, authority: Authority, urls: Vec<String>) -> Self {
        Self {
            id: id.to_string(),
            title: id.to_string(),
            authority,
            urls,
            enabled: true,
            max_bytes: half_a_gibibyte(),
            shrink: a_tenth(),
            timeout: ten_minutes(),
            token_env: None,
            note: None,
        }
    }

    /// What is wrong with it, if anything.
    fn check(&self) -> Result<(), Problem> {
        let id_fits = !self.id.is_empty()
            && self.id.len() <= 64
            && self.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !id_fits {
            return Err(bad("id", &self.id, "1 to 64 small letters, digits or \"-\""));
        }
        if self.urls.is_empty() {
            return Err(bad("urls", "no address", "one address or several"));
        }
        for url in &self.urls {
            let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
            if rest.is_none_or(|r| r.is_empty() || r.starts_with('/') || r.contains(char::is_whitespace)) {
                return Err(bad("urls", url, "an address that begins with https:// (or http://)"));
            }
            if url.contains("{token}") && self.token_env.is_none() {
                let found = "{token} in an address and no token_env";
                return Err(bad("token_env", found, "the environment variable that holds the token"));
            }
        }
        if self.urls.iter().enumerate().any(|(n, u)| self.urls[..n].contains(u)) {
            return Err(bad("urls", "the same address twice", "each file of the edition once"));
        }
        if !(0.0..=1.0).contains(&self.shrink) {
            return Err(bad("shrink", &self.shrink.to_string(), "a share from 0 to 1"));
        }
        if self.max_bytes == 0 {
            return Err(bad("max_bytes", "0", "a number of bytes above 0"));
        }
        if self.timeout == 0 {
            return Err(bad("timeout", "0", "a number of seconds above 0"));
        }
        Ok(())
    }
}

fn bad(field: &str, found: &str, wanted: &str) -> Problem {
    Problem::new(format!("{found:?}"), wanted).in_field(field)
}

/// Reads such a file. `file` is its name, for messages.
pub fn parse(file: &str, text: &str) -> Result<Vec<Source>, Error> {
    let line = |at: usize| text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() as u64 + 1;
    let read: File = toml::from_str(text).map_err(|e| {
        let at = e.span().map(|s| line(s.start));
        let there = at.and_then(|n| text.lines().nth(usize::try_from(n).ok()?.checked_sub(1)?)).unwrap_or("");
        let found = format!("{} in {}", e.message().trim(), shown(there));
        let mut problem = Problem::new(found, "sources as in the file that `interdict sources` shows");
        problem.line = at;
        problem.in_file(file).advise("mend that line, or remove the file to use the built-in table")
    })?;
    let mut first: BTreeMap<String, u64> = BTreeMap::new();
    let mut out = Vec::with_capacity(read.source.len());
    for source in read.source {
        let at = line(source.span().start);
        let source = source.into_inner();
        source.check().map_err(|p| p.in_id(&source.id).in_file(file).at_line(at))?;
        if let Some(before) = first.insert(source.id.clone(), at) {
            let found = format!("a second source {:?}, the first is on line {before}", source.id);
            return Err(Problem::new(found, "each id once").in_file(file).at_line(at).in_field("id").into());
        }
        out.push(source);
    }
    if out.is_empty() {
        return Err(Problem::new("no [[source]]", "one source or several").in_file(file).into());
    }
    Ok(out)
}

/// The sources of this data directory: its `sources.toml`, else the built-in table.
pub fn load(data: &Path) -> Result<Vec<Source>, Error> {
    let path = data.join("sources.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&path.display().to_string(), &text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => parse("the built-in sources.toml", DEFAULT),
        Err(source) => Err(Error::Io { path, action: "cannot be read", source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str =
        "[[source]]\nid = \"un\"\ntitle = \"UN\"\nauthority = \"un\"\nurls = [\"https://un.example/l.xml\"]\n";

    #[test]
    fn the_built_in_table_reads_and_says_of_every_address_that_it_was_not_tried() {
        let all = parse("built-in", DEFAULT).expect("the file in the tree is well-formed");
        let ids: Vec<_> = all.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["us-sdn", "us-cons", "un", "uk", "eu", "us-csl", "ca", "ch", "au"]);
        assert!(all.iter().all(|s| s.note.as_deref().is_some_and(|n| n.starts_with("Not tried"))));
        assert!(all.iter().all(|s| s.urls.iter().all(|u| u.starts_with("https://"))));
        let off: Vec<_> = all.iter().filter(|s| !s.enabled).map(|s| s.id.as_str()).collect();
        assert_eq!(off, ["eu"], "the EU's needs a token that each user has to ask for");
    }

    #[test]
    fn what_is_not_understood_is_an_error_with_its_line() {
        let cases = [
            (format!("{ONE}shrnk = 0.5\n"), 6, "shrnk"),
            (format!("{ONE}shrink = 1.5\n"), 1, "shrink"),
            (format!("{ONE}\n{ONE}"), 7, "the first is on line 1"),
            (ONE.replace("https", "ftp"), 1, "urls"),
            (ONE.replace("\"un\"\ntitle", "\"../un\"\ntitle"), 1, "id"),
            (ONE.replace("authority = \"un\"", "authority = \"?\""), 4, "no authority"),
            (ONE.replace("l.xml", "l.xml?t={token}"), 1, "token_env"),
            (format!("{ONE}max_bytes = -1\n"), 6, "max_bytes"),
            (format!("# nothing\n{ONE}id = \"x\"\n"), 7, "duplicate key"),
        ];
        for (text, line, word) in cases {
            let e = parse("s.toml", &text).expect_err(word);
            let Error::Problem(p) = &e else { panic!("{e}") };
            assert_eq!(p.line, Some(line), "{e}");
            assert!(e.to_string().contains(word), "{word}: {e}");
        }
        assert!(parse("s.toml", "").expect_err("empty").to_string().contains("no [[source]]"));
    }

    #[test]
    fn a_file_in_the_data_directory_stands_in_for_the_built_in_table() {
        let dir = tempfile::tempdir().expect("temporary directory");
        assert_eq!(load(dir.path()).expect("built-in").len(), 9);
        std::fs::write(dir.path().join("sources.toml"), ONE).expect("writes");
        let mine = load(dir.path()).expect("mine");
        assert_eq!(mine.len(), 1);
        assert_eq!((mine[0].shrink, mine[0].enabled), (0.1, true));
    }
}
