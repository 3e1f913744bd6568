//! What real lists are made of: their entities with names in parts, and the parts by script.

use crate::names::is_form;
use interdict_lists::{Input, OnProblem, formats};
use interdict_model::{Country, Entity, Kind, Property};
use interdict_names::Script;
use std::path::{Path, PathBuf};

/// All scripts, as the parts are kept.
const SCRIPTS: [Script; 9] = [
    Script::Latin,
    Script::Cyrillic,
    Script::Greek,
    Script::Arabic,
    Script::Hebrew,
    Script::Han,
    Script::Kana,
    Script::Hangul,
    Script::Other,
];

/// A name of a real entity.
pub struct Real {
    /// Its words as printed, without commas and semicolons.
    pub words: Vec<String>,
    /// Its script.
    pub script: Script,
    /// Where the family name stands: first in "FAMILY, Given" and in East Asian scripts, else last.
    pub family_first: bool,
}

/// A real entity, as far as others are made from it.
pub struct Base {
    /// FollowTheMoney schema.
    pub schema: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its names, never none.
    pub names: Vec<Real>,
    /// Year of birth, and whether the day is known.
    pub birth: Option<(i16, bool)>,
    /// Country of nationality or register.
    pub country: Option<Country>,
}

/// Parts of names in one script, as often as they occur.
#[derive(Default)]
pub struct Parts {
    /// Given names, patronymics, particles.
    pub given: Vec<String>,
    /// Family names.
    pub family: Vec<String>,
    /// Words of names of companies and ships that are no legal form.
    pub words: Vec<String>,
    /// Legal forms.
    pub forms: Vec<String>,
}

/// All of it.
#[derive(Default)]
pub struct Pool {
    bases: Vec<Base>,
    parts: [Parts; SCRIPTS.len()],
    people: Vec<usize>,
}

impl Pool {
    /// Reads every list in a folder of test data; what cannot be read is named and left out.
    pub fn of(data: &Path) -> Self {
        let mut pool = Self::default();
        for files in lists(data) {
            let inputs: Vec<Input> = files.iter().flat_map(|f| Input::open(f).unwrap_or_default()).collect();
            match formats::read(&inputs, OnProblem::GoOn) {
                Ok(read) => read.entities.iter().for_each(|e| pool.add(e)),
                Err(e) => eprintln!("left out: {e}"),
            }
        }
        pool
    }

    fn add(&mut self, entity: &Entity) {
        let kind = entity.schema.kind();
        let names: Vec<Real> = entity.names.iter().filter_map(|n| real(&n.text, kind)).collect();
        if names.is_empty() {
            return;
        }
        for name in &names {
            self.learn(name, kind);
        }
        let span = entity.dates_of(Property::BirthDate).next();
        let birth = span.map(|s| (s.from.year(), s.from == s.to && s.from.day().is_some()));
        let country = entity.territories.iter().find_map(|t| t.country);
        if kind == Kind::Person {
            self.people.push(self.bases.len());
        }
        self.bases.push(Base { schema: entity.schema.name(), kind, names, birth, country });
    }

    fn learn(&mut self, name: &Real, kind: Kind) {
        let at = place(name.script);
        let Some(parts) = self.parts.get_mut(at) else { return };
        if kind == Kind::Person {
            let family = if name.family_first { 0 } else { name.words.len() - 1 };
            for (n, word) in name.words.iter().enumerate() {
                if n == family && name.words.len() > 1 { &mut parts.family } else { &mut parts.given }
                    .push(word.clone());
            }
        } else {
            for word in &name.words {
                if is_form(word) { &mut parts.forms } else { &mut parts.words }.push(word.clone());
            }
        }
    }

    /// The parts of a script.
    pub fn parts(&self, script: Script) -> &Parts {
        // `place` is always within; the first stands for Latin.
        self.parts.get(place(script)).unwrap_or(&self.parts[0])
    }

    /// All entities.
    pub fn bases(&self) -> &[Base] {
        &self.bases
    }

    /// The person of this number, counted from 0.
    pub fn person(&self, n: usize) -> Option<&Base> {
        self.people.get(n).and_then(|at| self.bases.get(*at))
    }

    /// How many people there are.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// How many entities.
    pub fn len(&self) -> usize {
        self.bases.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.bases.is_empty()
    }
}

fn place(script: Script) -> usize {
    SCRIPTS.iter().position(|s| *s == script).unwrap_or(0)
}

/// A name in words. A name of East Asia that is written in one word is cut behind its first letter, the family name.
fn real(text: &str, kind: Kind) -> Option<Real> {
    let script = Script::of_text(text);
    let east = matches!(script, Script::Han | Script::Hangul | Script::Kana);
    let comma = text.split_once(',').is_some_and(|(family, given)| !family.is_empty() && !given.trim().is_empty());
    // A comma, semicolon or quote would have to be quoted in CSV, and a semicolon parts values.
    let mut words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '(' | ')'))
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(str::to_string)
        .collect();
    if kind == Kind::Person && east && words.len() == 1 {
        let word = words.pop()?;
        let cut = word.char_indices().nth(1).map_or(word.len(), |(at, _)| at);
        let (family, given) = word.split_at(cut);
        words = [family, given].iter().filter(|w| !w.is_empty()).map(|w| w.to_string()).collect();
    }
    let family_first = kind == Kind::Person && (comma || east);
    (!words.is_empty()).then_some(Real { words, script, family_first })
}

/// The files of every list that is there, one group a reading: the newest edition of each.
fn lists(data: &Path) -> Vec<Vec<PathBuf>> {
    let single = [
        &["un/un_consolidated_2026-08-01.xml"][..],
        &["ofac/2022-01/sdn.csv.gz", "ofac/2022-01/alt.csv.gz", "ofac/2022-01/add.csv.gz"],
        &["ofac/history/sdn_2024-04-26T184332Z.csv.gz"],
        &["ofac/xml/CONS_ENHANCED.XML"],
        &["ofac/xml/sdn_enhanced_IRGC_filter_2024-08-28.xml"],
        &["ca/ca_sema_2025.xml"],
        &["au/dfat_consolidated.xlsx"],
    ];
    let mut out: Vec<Vec<PathBuf>> = single.iter().map(|files| files.iter().map(|f| data.join(f)).collect()).collect();
    for folder in ["consolidated", "amendments"] {
        let acts = std::fs::read_dir(data.join("eu-journal").join(folder)).into_iter().flatten().flatten();
        let mut acts: Vec<PathBuf> =
            acts.map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "csv")).collect();
        acts.sort();
        out.extend(acts.into_iter().map(|act| vec![act]));
    }
    out.retain(|group| {
        let missing = group.iter().find(|f| !f.exists());
        if let Some(file) = missing {
            eprintln!("left out, for it is not there: {}", file.display());
        }
        missing.is_none()
    });
    out
}
