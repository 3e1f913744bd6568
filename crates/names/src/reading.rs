//! The ways in which a name can be read.
//!
//! Chinese characters are Mandarin, and may be a Korean or Japanese name, or the sounds of a foreign one: 金正恩 is Kim Jong Un, 山田太郎 Yamada
//! Taro, 奥巴马 Obama. Which it is only the bearer knows, so each reading is a name of its own. So are initials written as one word, names of
//! an organisation that a stroke divides, and one without what its brackets add.

use crate::analyse::{Analysed, NameHint, analyse, analyse_words};
use crate::fold::Word;
use crate::{Role, Script, translit, words};

/// Characters of a name that is read in several ways; a longer text is none.
const MOST_SIGNS: usize = 24;

/// The ways in which a name can be read, the usual one first. Most names have one.
pub fn readings(text: &str, hint: NameHint) -> Vec<Analysed> {
    let mut out = vec![analyse(text, hint)];
    if hint != NameHint::Person && text.contains('/') {
        out.extend(between_strokes(text, hint));
    }
    if hint != NameHint::Person
        && let Some(without) = without_brackets(text)
    {
        out.extend(Some(analyse(&without, hint)).filter(|name| name.tokens.iter().any(|t| t.role == Role::Plain)));
    }
    if hint != NameHint::Organisation
        && let Some(apart) = initials_apart(text)
    {
        out.push(analyse(&apart, hint));
    }
    let signs = text.chars().filter(|c| Script::of(*c) == Some(Script::Han)).count();
    if signs == 0 || signs > MOST_SIGNS || text.chars().any(|c| Script::of(c).is_some_and(|s| s != Script::Han)) {
        return out;
    }
    let parts: Vec<&str> = text.split(|c| Script::of(c) != Some(Script::Han)).filter(|p| !p.is_empty()).collect();
    for words in [korean(&parts), japanese(&parts), foreign(&parts)].into_iter().flatten() {
        out.push(analyse_words(&words, Script::Han, hint, false));
    }
    out
}

/// `Al-Qa'ida/Islamic Army` is two names of one organisation; where each has two words or more, those are read by
/// themselves that hold more than words of many organisations.
fn between_strokes(text: &str, hint: NameHint) -> Vec<Analysed> {
    let parts: Vec<Analysed> = text.split('/').map(|part| analyse(part, hint)).collect();
    if parts.len() < 2 || parts.iter().any(|part| part.tokens.len() < 2) {
        return Vec::new();
    }
    parts.into_iter().filter(|part| part.tokens.iter().any(|t| t.role == Role::Plain)).collect()
}

/// `Deutsche Bank (Schweiz) AG` without what its brackets add: a country, a short name, a former one.
fn without_brackets(text: &str) -> Option<String> {
    let (before, rest) = text.split_once(['(', '（'])?;
    let (_, behind) = rest.split_once([')', '）'])?;
    Some(format!("{} {}", before.trim_end(), behind.trim_start()))
}

/// `JC Juncker` is J. C. Juncker: two capital letters without a vowel, which are no word that stands in names.
fn initials_apart(text: &str) -> Option<String> {
    let initials = |word: &str| {
        word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase() && !b"AEIOUY".contains(&b)) && {
            let folded = word.to_ascii_lowercase();
            words::word(&folded).is_none() && words::legal_form(&folded).is_none()
        }
    };
    if text.len() > 100 || !text.split(' ').any(initials) {
        return None;
    }
    let apart = |word: &str| match word.split_at_checked(1) {
        Some((first, second)) if initials(word) => format!("{first}. {second}."),
        _ => word.to_string(),
    };
    Some(text.split(' ').map(apart).collect::<Vec<_>>().join(" "))
}

fn word(text: &str, forms: Vec<String>) -> Word {
    Word { text: text.to_string(), forms, script: Script::Han, dotted: false, comma: false }
}

/// A Korean name of two to four signs, each read by itself.
fn korean(parts: &[&str]) -> Option<Vec<Word>> {
    let signs: Vec<char> = parts.iter().flat_map(|p| p.chars()).collect();
    if !(2..=4).contains(&signs.len()) {
        return None;
    }
    let read = |sign: &char| {
        let forms = translit::readings(*sign);
        (!forms.is_empty()).then(|| word(&sign.to_string(), forms.to_vec()))
    };
    signs.iter().map(read).collect()
}

/// A Japanese name: a family name and a given name of the tables, one behind the other.
fn japanese(parts: &[&str]) -> Option<Vec<Word>> {
    let read = |text: &str| {
        let forms = translit::japanese(text)?;
        Some(word(text, forms.iter().map(|f| f.to_string()).collect()))
    };
    match parts {
        [one] => {
            let cuts = one.char_indices().skip(1).map(|(at, _)| at);
            cuts.filter_map(|at| Some(vec![read(one.get(..at)?)?, read(one.get(at..)?)?])).next()
        }
        _ => parts.iter().map(|p| read(p)).collect(),
    }
}

/// A foreign name by its sounds: every part a word, each of two signs or more but for one.
fn foreign(parts: &[&str]) -> Option<Vec<Word>> {
    let long = |p: &&&str| p.chars().count() >= 2;
    if parts.iter().filter(long).count() == 0 || (parts.len() == 1 && parts.iter().all(|p| p.chars().count() < 3)) {
        return None;
    }
    let read = |p: &&str| {
        let forms = translit::transcription(p);
        (!forms.is_empty()).then(|| word(p, forms))
    };
    parts.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        readings(text, NameHint::Person).iter().map(Analysed::folded).collect()
    }

    #[test]
    fn chinese_characters_are_read_as_korean_japanese_and_foreign_names_too() {
        assert!(read("金正恩").iter().any(|r| r.starts_with("kim jong")), "{:?}", read("金正恩"));
        assert!(read("山田太郎").contains(&"yamada taro".to_string()), "{:?}", read("山田太郎"));
        assert_eq!(read("习近平")[0], "xi jin ping");
        assert!(read("贝拉克·奥巴马").len() > 1);
    }

    #[test]
    fn other_names_have_one_reading() {
        for name in ["Xi Jinping", "Дмитрий Лукашенко", "김정은", "", "中国 ABC"] {
            assert_eq!(readings(name, NameHint::Unknown).len(), 1, "{name}");
        }
    }
}
