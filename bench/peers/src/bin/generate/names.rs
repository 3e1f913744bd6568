//! Names made from names: recombined, misspelt, romanised otherwise, longer and shorter.

use crate::pool::{Pool, Real};
use crate::random::Random;
use interdict_model::Kind;
use interdict_names::Script;

/// Legal forms as they stand in names of companies, in letters and digits alone.
const FORMS: [&str; 50] = [
    "AB",
    "AD",
    "AG",
    "AO",
    "AS",
    "BV",
    "CO",
    "COMPANY",
    "CORP",
    "CORPORATION",
    "CV",
    "DOO",
    "EI",
    "FZC",
    "FZCO",
    "FZE",
    "GMBH",
    "INC",
    "JSC",
    "KFT",
    "KG",
    "LIMITED",
    "LLC",
    "LLP",
    "LTD",
    "NV",
    "OAO",
    "OJSC",
    "OOO",
    "OU",
    "OY",
    "PAO",
    "PJSC",
    "PLC",
    "PT",
    "PTE",
    "PTY",
    "SA",
    "SAL",
    "SARL",
    "SAS",
    "SIA",
    "SL",
    "SPA",
    "SRL",
    "UAB",
    "ZAO",
    "АО",
    "ООО",
    "ПАО",
];

/// Spellings that romanisations disagree on, each found in the lists' own aliases; the first is turned into the second or back.
const ROMANISATIONS: [(&str, &str); 28] = [
    ("kh", "h"),
    ("iy", "y"),
    ("yy", "y"),
    ("ou", "u"),
    ("ee", "i"),
    ("sh", "ch"),
    ("dj", "j"),
    ("dzh", "j"),
    ("q", "k"),
    ("ts", "c"),
    ("zh", "j"),
    ("ya", "ia"),
    ("yu", "iu"),
    ("ye", "e"),
    ("ks", "x"),
    ("ph", "f"),
    ("w", "v"),
    ("oo", "u"),
    ("mm", "m"),
    ("ss", "s"),
    ("aa", "a"),
    ("ei", "ey"),
    ("ai", "ay"),
    ("o", "u"),
    ("e", "i"),
    ("gh", "g"),
    ("th", "t"),
    ("c", "k"),
];

/// Is a word a legal form? Full stops do not count: `S.A.` is `SA`.
pub fn is_form(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase);
    FORMS.iter().any(|form| letters().eq(form.chars()))
}

/// A name of the kind and script of a real one, its words drawn from all names of that kind and script.
pub fn recombined(pool: &Pool, name: &Real, kind: Kind, random: &mut Random) -> Vec<String> {
    let parts = pool.parts(name.script);
    let mut words = name.words.clone();
    let count = words.len();
    for (n, word) in words.iter_mut().enumerate() {
        let drawn = if kind == Kind::Person {
            let family = count > 1 && n == if name.family_first { 0 } else { count - 1 };
            random.one(if family { &parts.family } else { &parts.given })
        } else if is_form(word) {
            // Most keep their form: what a country calls its companies is no matter of chance.
            if random.per_mille(800) { None } else { random.one(&parts.forms) }
        } else if random.per_mille(if count > 3 { 500 } else { 800 }) {
            random.one(&parts.words)
        } else {
            None
        };
        if let Some(drawn) = drawn {
            word.clone_from(drawn);
        }
    }
    words
}

/// Another name of the same party: one or two of the ways in which the lists' own aliases differ.
pub fn variant(pool: &Pool, words: &[String], script: Script, kind: Kind, random: &mut Random) -> Vec<String> {
    let mut out = words.to_vec();
    for _ in 0..1 + random.below(2) {
        match random.below(100) {
            0..40 => otherwise_romanised(&mut out, script, random),
            40..65 => misspelt(&mut out, random),
            65..80 if out.len() > 2 => {
                out.remove(random.below(out.len()));
            }
            80..90 => {
                let parts = pool.parts(script);
                let drawn = random.one(if kind == Kind::Person { &parts.given } else { &parts.words }).cloned();
                let at = random.below(out.len() + 1);
                out.extend(drawn);
                // To its place, where something was drawn.
                if at < out.len() {
                    out[at..].rotate_right(1);
                }
            }
            _ => out.rotate_left(1),
        }
    }
    out
}

/// One letter wrong in one word: another, one less, one twice, or two swapped. Words of one letter stay.
pub fn misspelt(words: &mut [String], random: &mut Random) {
    let at = random.below(words.len());
    let Some(word) = words.get_mut(at) else { return };
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return;
    }
    // The first letter is rarely wrong in what people type.
    let place = 1 + random.below(letters.len() - 1);
    match random.below(4) {
        0 => {
            // A letter of the same word is one of the same script.
            let other = letters[random.below(letters.len())];
            letters[place] = other.to_lowercase().next().unwrap_or(other);
        }
        1 => {
            letters.remove(place);
        }
        2 => letters.insert(place, letters[place]),
        _ => letters.swap(place - 1, place),
    }
    *word = letters.into_iter().collect();
}

/// One word in another romanisation; other scripts and words in which nothing is ambiguous are misspelt instead.
fn otherwise_romanised(words: &mut [String], script: Script, random: &mut Random) {
    if script == Script::Latin {
        let (word_from, row_from) = (random.below(words.len()), random.below(ROMANISATIONS.len()));
        for n in 0..words.len() {
            let Some(word) = words.get_mut((word_from + n) % words.len()) else { continue };
            let lower = word.to_lowercase();
            for m in 0..ROMANISATIONS.len() {
                let Some((a, b)) = ROMANISATIONS.get((row_from + m) % ROMANISATIONS.len()) else { continue };
                let (from, to) = if random.per_mille(500) { (a, b) } else { (b, a) };
                if lower.contains(from) {
                    let changed = lower.replacen(from, to, 1);
                    *word = if word.chars().any(char::is_lowercase) {
                        capitalised(&changed)
                    } else {
                        changed.to_uppercase()
                    };
                    return;
                }
            }
        }
    }
    misspelt(words, random);
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_form_is_one_with_or_without_full_stops() {
        assert!(is_form("S.A.") && is_form("Ltd") && is_form("ооо"));
        assert!(!is_form("Salman") && !is_form(""));
    }

    #[test]
    fn a_misspelling_changes_at_most_one_letter_and_keeps_the_first_word_count() {
        let mut random = Random::new(3, 0);
        for _ in 0..500 {
            let mut words = vec!["Aliaksandr".to_string(), "Лукашенко".to_string(), "Li".to_string()];
            misspelt(&mut words, &mut random);
            assert_eq!(words.len(), 3);
            assert_eq!(words[2], "Li", "too short to be misspelt and still be told");
            let lengths = words.iter().map(|w| w.chars().count()).sum::<usize>();
            assert!((20..=22).contains(&lengths), "{words:?}");
        }
    }

    #[test]
    fn another_romanisation_keeps_capitals() {
        let mut random = Random::new(5, 0);
        let mut words = vec!["KHAMENEI".to_string()];
        otherwise_romanised(&mut words, Script::Latin, &mut random);
        assert_ne!(words[0], "KHAMENEI");
        assert!(!words[0].chars().any(char::is_lowercase));
    }
}
