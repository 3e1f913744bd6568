//! From a text as printed to plain lower-case words: NFKC, case, diacritics, apostrophes, invisible signs, confusables, other scripts.
//!
//! A word has one main form and others beside it where a letter is written in two ways (`Vučić`: `vucic`, `vuchich`).
//! Nothing is refused: what no table knows goes through `any_ascii`.

use crate::Script;
use crate::translit::{self, Cyrillic};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word, cut and folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As printed.
    pub text: String,
    /// Its plain forms, the main one first; never empty, never blank.
    pub forms: Vec<String>,
    /// Its script.
    pub script: Script,
    /// A full stop follows at once, as in initials.
    pub dotted: bool,
    /// A comma follows, before the next word.
    pub comma: bool,
}

/// The forms of one word on its own.
pub(crate) fn fold(word: &str) -> Vec<String> {
    words(word, language(word)).into_iter().next().map(|w| w.forms).unwrap_or_default()
}

/// The plain spellings of a name of one word, the main one first; `None` for several words, for none, and for signs of which each is a word.
pub fn spellings(name: &str) -> Option<Vec<String>> {
    let mut words = words(name, language(name)).into_iter();
    let one = words.next().filter(|word| !matches!(word.script, Script::Han | Script::Hangul))?;
    words.next().is_none().then_some(one.forms)
}

/// The language whose Cyrillic rules a text follows.
pub(crate) fn language(text: &str) -> Cyrillic {
    Cyrillic::of(text)
}

/// Signs that neither divide words nor belong to them: apostrophes, and what cannot be seen.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`' | '´' | '′' | '＇')
        || matches!(c as u32, 0x00AD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFEFF)
}

/// The text as it is seen: what stands between a right-to-left override and its end is turned round.
fn in_reading_order(text: &str) -> Cow<'_, str> {
    const OVERRIDE: char = '\u{202e}';
    const END: char = '\u{202c}';
    if !text.contains(OVERRIDE) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(OVERRIDE) {
        let (turned, after) = behind.split_once(END).unwrap_or((behind, ""));
        out.push_str(before);
        out.extend(turned.chars().rev());
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// Cuts a text into folded words.
pub(crate) fn words(text: &str, language: Cyrillic) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut word = String::new();
    let mut script: Option<Script> = None;
    let close = |word: &mut String, script: &mut Option<Script>, out: &mut Vec<Word>| {
        if !word.is_empty() {
            let printed = std::mem::take(word);
            let script = script.take().unwrap_or(Script::Latin);
            out.extend(one(printed, script, language));
        }
        *script = None;
    };
    let text = in_reading_order(text);
    // Plain letters are their own normal form.
    let (plain, other) = if text.is_ascii() { (&*text, "") } else { ("", &*text) };
    for c in plain.chars().chain(other.nfkc()) {
        if is_silent(c) {
            continue;
        }
        let of = Script::of(c);
        if of.is_some() || c.is_numeric() || (!c.is_ascii() && is_combining_mark(c)) {
            // Chinese writes no spaces, so each sign is a word; so is each Korean syllable.
            let cut = matches!(of, Some(Script::Han | Script::Hangul))
                || matches!((script, of), (Some(Script::Han | Script::Hangul), _))
                || matches!((script, of), (Some(Script::Kana), Some(s)) if s != Script::Kana);
            if cut {
                close(&mut word, &mut script, &mut out);
            }
            word.push(c);
            script = script.or(of);
            continue;
        }
        let at_word = !word.is_empty();
        close(&mut word, &mut script, &mut out);
        match c {
            '.' if at_word => set_last(&mut out, |w| w.dotted = true),
            ',' => set_last(&mut out, |w| w.comma = true),
            '&' => out.push(Word {
                text: "&".into(),
                forms: vec!["and".into()],
                script: Script::Latin,
                dotted: false,
                comma: false,
            }),
            _ => {}
        }
    }
    close(&mut word, &mut script, &mut out);
    out
}

fn set_last(out: &mut [Word], change: fn(&mut Word)) {
    if let Some(last) = out.last_mut() {
        change(last);
    }
}

fn one(printed: String, script: Script, language: Cyrillic) -> Option<Word> {
    let plain = unmask(&printed);
    let lower: String = match plain.is_ascii() {
        true => plain.to_ascii_lowercase(),
        false => plain.chars().flat_map(char::to_lowercase).collect(),
    };
    let script = if *plain == *printed { script } else { Script::Latin };
    let mut forms = match script {
        Script::Latin => latin(&lower),
        _ => translit::romanise(&lower, script, language),
    };
    forms.retain(|f| !f.is_empty());
    // "nituP", "rimaldiV": a capital at the end and none before it is a word written backwards.
    let backwards = script == Script::Latin
        && printed.chars().last().is_some_and(char::is_uppercase)
        && printed.chars().count() > 3
        && printed.chars().filter(|c| c.is_uppercase()).count() == 1;
    if backwards {
        let turned = forms.first().map(|f| f.chars().rev().collect());
        forms.extend(turned);
    }
    for at in 0..forms.len() {
        if let Some(read) = forms.get(at).and_then(|f| digits_as_letters(f)) {
            forms.push(read);
        }
    }
    let mut at = 1;
    while let Some(form) = forms.get(at) {
        if forms.iter().take(at).any(|before| before == form) {
            forms.remove(at);
        } else {
            at += 1;
        }
    }
    (!forms.is_empty()).then_some(Word { text: printed, forms, script, dotted: false, comma: false })
}

/// A word that mixes Latin letters with Cyrillic or Greek ones that look like Latin is read as Latin; any other is left.
fn unmask(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    let latin = word.chars().any(|c| Script::of(c) == Some(Script::Latin));
    let foreign = word.chars().any(|c| matches!(Script::of(c), Some(Script::Cyrillic | Script::Greek)));
    if !(latin && foreign) {
        return word.into();
    }
    let read: String = word
        .chars()
        .map(|c| match c {
            'А' | 'Α' => 'A',
            'В' | 'Β' => 'B',
            'С' => 'C',
            'Е' | 'Ε' => 'E',
            'Н' | 'Η' => 'H',
            'І' | 'Ι' | 'Ӏ' => 'I',
            'Ј' => 'J',
            'К' | 'Κ' => 'K',
            'М' | 'Μ' => 'M',
            'Ν' => 'N',
            'О' | 'Ο' => 'O',
            'Р' | 'Ρ' => 'P',
            'Ѕ' => 'S',
            'Т' | 'Τ' => 'T',
            'У' | 'Υ' => 'Y',
            'Х' | 'Χ' => 'X',
            'Ζ' => 'Z',
            'а' | 'α' => 'a',
            'с' => 'c',
            'е' => 'e',
            'і' | 'ι' => 'i',
            'ј' => 'j',
            'к' | 'κ' => 'k',
            'о' | 'ο' => 'o',
            'р' | 'ρ' => 'p',
            'ѕ' => 's',
            'у' => 'y',
            'х' => 'x',
            'ν' => 'v',
            other => other,
        })
        .collect();
    read.into()
}

/// `imp0rts` may be `imports`: digits that stand for letters, in a word that has more letters than digits.
fn digits_as_letters(form: &str) -> Option<String> {
    let digits = form.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || digits * 2 >= form.len() {
        return None;
    }
    Some(
        form.chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => 'i',
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '7' => 't',
                '9' => 'g',
                other => other,
            })
            .collect(),
    )
}

/// Latin without diacritics first; then as it sounds, where a diacritic changes the letter.
fn latin(lower: &str) -> Vec<String> {
    if lower.is_ascii() {
        return vec![lower.to_string()];
    }
    let mut plain = String::with_capacity(lower.len());
    let mut sound = String::with_capacity(lower.len());
    for c in lower.nfc() {
        let (p, s) = match c {
            'š' | 'ş' | 'ș' => ("s", "sh"),
            'ž' | 'ż' => ("z", "zh"),
            'č' | 'ć' | 'ç' => ("c", "ch"),
            'ţ' | 'ț' => ("t", "ts"),
            'đ' => ("d", "dj"),
            'ä' => ("a", "ae"),
            'ö' | 'ø' => ("o", "oe"),
            'ü' => ("u", "ue"),
            'å' => ("a", "aa"),
            'ə' => ("a", "e"),
            'ß' => ("ss", "ss"),
            'æ' => ("ae", "a"),
            'œ' => ("oe", "o"),
            'ł' => ("l", "l"),
            'ı' => ("i", "i"),
            'ð' => ("d", "d"),
            'þ' => ("th", "th"),
            'ħ' => ("h", "h"),
            other => {
                // A letter and its marks: the letter, if it is plain then.
                for base in std::iter::once(other).nfkd().filter(|c| !is_combining_mark(*c)) {
                    for out in [&mut plain, &mut sound] {
                        match base {
                            b if b.is_ascii_alphanumeric() => out.push(b),
                            b => out.extend(
                                any_ascii::any_ascii_char(b)
                                    .chars()
                                    .filter(char::is_ascii_alphanumeric)
                                    .map(|c| c.to_ascii_lowercase()),
                            ),
                        }
                    }
                }
                continue;
            }
        };
        plain.push_str(p);
        sound.push_str(s);
    }
    vec![plain, sound]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<String> {
        words(text, language(text)).into_iter().map(|w| w.forms[0].clone()).collect()
    }

    #[test]
    fn diacritics_apostrophes_and_invisible_signs_do_not_count() {
        assert_eq!(plain("Al-Qa'ida"), ["al", "qaida"]);
        assert_eq!(plain("AC\u{200b}ME  Łódź"), ["acme", "lodz"]);
        assert_eq!(fold("Vučić"), ["vucic", "vuchich"]);
        assert_eq!(fold("Lukašenka"), ["lukasenka", "lukashenka"]);
    }

    #[test]
    fn letters_that_only_look_latin_are_read_as_latin() {
        assert_eq!(plain("ОRION GMВH"), ["orion", "gmbh"]);
        assert!(fold("IMP0RTS").contains(&"imports".to_string()));
        // A word wholly in Cyrillic is Cyrillic.
        assert_eq!(plain("НОРД"), ["nord"]);
    }

    #[test]
    fn chinese_and_korean_are_cut_into_signs() {
        assert_eq!(plain("习近平"), ["xi", "jin", "ping"]);
        assert_eq!(plain("김정은"), ["kim", "jong", "un"]);
    }
}
