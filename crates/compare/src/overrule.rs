//! A file by which a person overrules the resolution: these two are the same party, these two are not.
//!
//! CSV with the header `verdict,a,b,reason`: `verdict` is `same` or `different`, `a` and `b` are `source/id` as `interdict history`
//! prints them (`us-sdn/33374`), `reason` is for the next reader. A line that cannot be read stops the work: an overruling
//! that is silently not followed would be worse than none.

use rustc_hash::FxHashMap;

/// What a person said of two entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Are they one party?
    pub same: bool,
    /// Why, in the person's words.
    pub reason: String,
}

/// A line that is no ruling.
#[derive(Debug, thiserror::Error)]
#[error("{file}, line {line}: found {found:?}, wanted {wanted}")]
pub struct BadRuling {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What stands there.
    pub found: String,
    /// What should.
    pub wanted: &'static str,
}

/// All rulings, by the two keys in order.
#[derive(Clone, Debug, Default)]
pub struct Rulings(FxHashMap<(String, String), Ruling>);

impl Rulings {
    /// Reads the file's text; `file` is its name, for errors.
    pub fn read(file: &str, text: &str) -> Result<Self, BadRuling> {
        let mut out = FxHashMap::default();
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let bad = |line, found: &str, wanted| BadRuling { file: file.into(), line, found: found.into(), wanted };
        let header = reader.headers().map_err(|e| bad(1, &e.to_string(), "a CSV file"))?;
        let columns = ["verdict", "a", "b", "reason"];
        if header.iter().ne(columns) {
            return Err(bad(1, &header.iter().collect::<Vec<_>>().join(","), "the header verdict,a,b,reason"));
        }
        for row in reader.records() {
            let row = row.map_err(|e| bad(e.position().map_or(0, |p| p.line()), &e.to_string(), "a CSV row"))?;
            let line = row.position().map_or(0, |p| p.line());
            let cell = |at| row.get(at).unwrap_or("").to_string();
            let same = match cell(0).as_str() {
                "same" => true,
                "different" => false,
                other => return Err(bad(line, other, "same or different")),
            };
            for at in [1, 2] {
                if !cell(at).contains('/') {
                    return Err(bad(line, &cell(at), "source/id, for example us-sdn/33374"));
                }
            }
            out.insert(ordered(cell(1), cell(2)), Ruling { same, reason: cell(3) });
        }
        Ok(Self(out))
    }

    /// What was said of these two, in either order.
    pub fn of(&self, a: &str, b: &str) -> Option<&Ruling> {
        self.0.get(&ordered(a.to_string(), b.to_string()))
    }

    /// All pairs that were ruled on.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Ruling)> {
        self.0.iter().map(|((a, b), r)| (a.as_str(), b.as_str(), r))
    }
}

fn ordered(a: String, b: String) -> (String, String) {
    if a <= b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruling_holds_in_either_order_and_a_bad_line_is_named() {
        let text = "verdict,a,b,reason\ndifferent,us-sdn/1,eu/2,other birth place\n";
        let rulings = Rulings::read("r.csv", text).expect("reads");
        assert!(!rulings.of("eu/2", "us-sdn/1").expect("ruled").same);
        let e = Rulings::read("r.csv", "verdict,a,b,reason\nmaybe,us/1,eu/2,\n").expect_err("no verdict");
        assert_eq!(e.to_string(), "r.csv, line 2: found \"maybe\", wanted same or different");
        assert!(Rulings::read("r.csv", "verdict,a,b,reason\nsame,1,eu/2,\n").is_err());
    }
}
