//! The form of a token: everything about it that counts when it is compared, and nothing of where it stood.
//!
//! Forms are what an index keeps: a vocabulary holds each once. Besides its spellings a form has *keys*: the consonants as
//! they sound, in classes that romanisations confuse (`Lukashenka`, `Лукашэнка`, `Lukašenko`: all `alksnk` without its a).

use serde::{Deserialize, Serialize};

/// The comparable form of a token.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Form {
    /// Plain lower-case ASCII spellings, the main one first; never empty.
    pub spellings: Vec<String>,
    /// Consonant keys of the spellings; empty for numbers, initials and words of a single consonant.
    pub keys: Vec<String>,
    /// Written in a script that leaves vowels out, so that only consonants can be compared.
    pub vowelless: bool,
    /// A single letter that stands for a name.
    pub initial: bool,
}

impl Form {
    /// The form of these spellings; `None` where there is none.
    pub fn new(spellings: Vec<String>, vowelless: bool) -> Option<Self> {
        if spellings.is_empty() || spellings.iter().any(String::is_empty) {
            return None;
        }
        let mut keys: Vec<String> = Vec::new();
        for key in spellings.iter().filter_map(|s| skeleton(s)) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        Some(Self { spellings, keys, vowelless, initial: false })
    }

    /// The initial of this letter.
    pub fn initial(letter: char) -> Self {
        Self { spellings: vec![letter.to_string()], keys: Vec::new(), vowelless: false, initial: true }
    }

    /// The main spelling.
    pub fn folded(&self) -> &str {
        self.spellings.first().map_or("", String::as_str)
    }

    /// The forms as one word: `good`, `will` to `goodwill`. `None` for fewer than two, or where it grows past 40 letters.
    pub fn joined(parts: &[&Form]) -> Option<Self> {
        if parts.len() < 2 {
            return None;
        }
        let whole: String = parts.iter().map(|f| f.folded()).collect();
        if whole.len() > 40 {
            return None;
        }
        Self::new(vec![whole], parts.iter().any(|f| f.vowelless))
    }
}

/// The consonants of a plain word as they sound. `None` for words with digits and those of fewer than two consonants.
///
/// An initial vowel counts as `a` (Usama, Osama), and an initial `y` before a vowel with it (Yevgeny, Evgeny). A final `ov`,
/// `ev`, `au`, `ou`, `ow` is one (Molostov, Molostau). Doubled letters are single. Classes: `k` = k c q g gh x(ks);
/// `s` = s z sh zh š; `c` = ch ts tch; `t` = t th; `d` = d dh dz; `h` = h kh; `f` = f ph; `v` = v w; `j` = j dj dzh.
pub fn skeleton(word: &str) -> Option<String> {
    if word.len() < 2 || word.len() > 40 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let stem = ["au", "ou", "eu", "ow", "aw", "ov", "ev", "off", "eff", "ew", "iv"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .filter(|stem| stem.len() >= 3);
    let (body, tail) = stem.map_or((word, ""), |stem| (stem, "v"));
    let bytes = body.as_bytes();
    let mut out = String::with_capacity(body.len());
    let vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let (mut at, mut beside) = (0, None);
    while let Some(&b) = bytes.get(at) {
        let rest = body.get(at..).unwrap_or("");
        if vowel(b) {
            if at == 0 {
                out.push('a');
            }
            beside = None;
            at += 1;
            continue;
        }
        let (class, taken) = class(rest);
        let last_h = class == "h" && at + taken == bytes.len() && tail.is_empty() && taken == 1;
        if !last_h && !class.is_empty() {
            if beside != Some(class) {
                out.push_str(class);
            }
            beside = Some(class);
        }
        at += taken;
    }
    out.push_str(tail);
    (out.len() >= 2).then_some(out)
}

/// The class of the consonants that a text begins with, and how many letters they are.
fn class(rest: &str) -> (&'static str, usize) {
    const GROUPS: &[(&str, &str)] = &[
        ("shch", "s"),
        ("tsch", "c"),
        ("sch", "s"),
        ("dzh", "j"),
        ("tch", "c"),
        ("dj", "j"),
        ("dz", "d"),
        ("dh", "d"),
        ("sh", "s"),
        ("sz", "s"),
        ("zh", "s"),
        ("ch", "c"),
        ("cz", "c"),
        ("ts", "c"),
        ("tz", "c"),
        ("th", "t"),
        ("kh", "h"),
        ("gh", "k"),
        ("ck", "k"),
        ("ph", "f"),
    ];
    if let Some((group, class)) = GROUPS.iter().find(|(group, _)| rest.starts_with(group)) {
        return (class, group.len());
    }
    let class = match rest.as_bytes().first() {
        Some(b'b') => "b",
        Some(b'c') if matches!(rest.as_bytes().get(1), Some(b'e' | b'i' | b'y')) => "s",
        Some(b'c' | b'g' | b'k' | b'q') => "k",
        Some(b'd') => "d",
        Some(b'f') => "f",
        Some(b'h') => "h",
        Some(b'j') => "j",
        Some(b'l') => "l",
        Some(b'm') => "m",
        Some(b'n') => "n",
        Some(b'p') => "p",
        Some(b'r') => "r",
        Some(b's' | b'z') => "s",
        Some(b't') => "t",
        Some(b'v' | b'w') => "v",
        Some(b'x') => "ks",
        _ => "",
    };
    (class, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_name_share_a_key() {
        for names in [
            &["lukashenka", "lukashenko", "lukasenka"][..],
            &["dzmitry", "dmitry", "dmitriy", "dzmitryi"],
            &["lapo", "lappo"],
            &["parshin", "parshyn"],
            &["molostov", "molostau"],
            &["novikau", "novikov"],
            &["aliaksandr", "aleksandr", "alexander", "oleksandr"],
            &["gaddafi", "qadhafi"],
            &["mohammed", "muhammad", "mohamed"],
            &["yevgeny", "evgenii"],
        ] {
            let keys: Vec<_> = names.iter().map(|n| skeleton(n)).collect();
            assert!(keys.iter().all(|k| k.is_some() && *k == keys[0]), "{names:?} {keys:?}");
        }
    }

    #[test]
    fn numbers_and_single_consonants_have_no_key() {
        for word in ["44", "la", "b2b", "", "lee"] {
            assert_eq!(skeleton(word), None, "{word}");
        }
    }
}
