//! Arabic letters (Arabic, Persian, Urdu, Pashto, Kurdish) and Hebrew: consonants, long vowels, and short vowels where they are written.
//!
//! و and ي, ו and י are vowels or consonants, and only the reader knows which. A word of the table of common names has its
//! full spellings first; the readings by letter stand behind them, for the consonant keys.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Vowelled spellings of common names, by their letters without signs and with hamza forms made plain.
static NAMES: LazyLock<FxHashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    include_str!("vowelled.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, spellings)| (plain(word), spellings.split(' ').collect()))
        .collect()
});

/// One sign for the letters that writers exchange: hamza and alef, Persian and Arabic ya and kaf, ta marbuta and ha at the end.
fn plain(word: &str) -> String {
    let mut out: String = word
        .chars()
        .filter_map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
            'ى' | 'ی' | 'ې' => Some('ي'),
            'ک' => Some('ك'),
            'ھ' | 'ہ' | 'ە' => Some('ه'),
            'ء' | 'ـ' => None,
            c if is_vowel_sign(c) => None,
            c => Some(c),
        })
        .collect();
    if out.ends_with('ة') {
        out.pop();
        out.push('ه');
    }
    out
}

fn is_vowel_sign(c: char) -> bool {
    matches!(c as u32, 0x064B..=0x065F | 0x0670 | 0x05B0..=0x05C7 | 0x0640)
}

fn with_known(word: &str, readings: [String; 3]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(4);
    let known = NAMES.get(&plain(word)).map_or(&[][..], Vec::as_slice);
    for spelling in known.iter().map(|s| s.to_string()).chain(readings) {
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    }
    out.truncate(4);
    out
}

/// How a word in Arabic letters is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// و and ي as vowels.
    Vowels,
    /// و and ي as consonants.
    Consonants,
    /// As a foreign name: Arabic has no v, g and o and writes ف, ج or غ and و for them.
    Foreign,
}

/// Up to four spellings of a word in Arabic letters.
pub(super) fn arabic(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let persian = chars.iter().any(|c| matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی'));
    let vowels = arabic_reading(&chars, Reading::Vowels, persian);
    let consonants = arabic_reading(&chars, Reading::Consonants, persian);
    // Persian says z, s and v for ذ ض, ث and و; a word without its letters may be Persian all the same.
    let exchanged = chars.iter().any(|c| matches!(c, 'ذ' | 'ض' | 'ث'));
    let other = match exchanged {
        true => arabic_reading(&chars, Reading::Vowels, !persian),
        false => arabic_reading(&chars, Reading::Foreign, persian),
    };
    with_known(word, [vowels, consonants, other])
}

fn arabic_reading(chars: &[char], reading: Reading, persian: bool) -> String {
    let vowels = reading != Reading::Consonants;
    let foreign = reading == Reading::Foreign;
    let mut out = String::with_capacity(chars.len() * 2);
    let mut last_consonant = "";
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|n| chars.get(n)).copied();
        let next = chars.get(at + 1).copied();
        let alef = |c: Option<char>| c.is_some_and(|c| matches!(c, 'ا' | 'آ' | 'أ' | 'ى'));
        let first = at == 0;
        let end = next.is_none();
        // A glide between or beside vowels is a consonant in either reading.
        let glide = first || alef(next) || matches!(c, 'و') && alef(before) && !end || next == Some('ة');
        let latin = match c {
            'ا' | 'أ' | 'إ' if first && matches!(next, Some('و')) && !alef(chars.get(2).copied()) => "o",
            'ا' | 'إ' if first && matches!(next, Some('ي' | 'ی')) && !alef(chars.get(2).copied()) => "",
            'إ' if first => "i",
            'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' if before == Some('\u{064E}') => "",
            'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' => "a",
            'ى' if vowels || !end => "a",
            'ى' => "i",
            'ة' | 'ۃ' => "a",
            'ب' => "b",
            'پ' => "p",
            // Foreign ch is written with two letters.
            'ت' if next == Some('ش') => "",
            'ش' if before == Some('ت') => "ch",
            'ت' | 'ط' | 'ٹ' | 'ټ' => "t",
            'ث' if persian => "s",
            'ث' => "th",
            'ج' if foreign => "g",
            'ج' => "j",
            'چ' => "ch",
            'ح' | 'ه' | 'ھ' | 'ہ' => "h",
            'خ' => "kh",
            'د' | 'ڈ' | 'ډ' => "d",
            'ض' | 'ذ' if persian => "z",
            'ض' => "d",
            'ذ' => "dh",
            'ر' | 'ڑ' | 'ړ' | 'ڕ' => "r",
            'ز' | 'ظ' => "z",
            'ژ' => "zh",
            'س' | 'ص' => "s",
            'ش' | 'ښ' => "sh",
            'څ' => "ts",
            'ځ' => "dz",
            'ع' if first && !matches!(next, Some('ا' | 'و')) => "a",
            'ع' | 'ء' | 'ئ' => "",
            'ؤ' => "u",
            'غ' if foreign => "g",
            'غ' => "gh",
            'ف' if foreign => "v",
            'ف' => "f",
            'ڤ' | 'ۋ' => "v",
            'ق' => "q",
            'ك' | 'ک' => "k",
            'گ' | 'ږ' => "g",
            'ل' | 'ڵ' => "l",
            'م' => "m",
            'ن' | 'ں' | 'ڼ' => "n",
            'ۇ' => "u",
            'ۆ' | 'ۈ' => "o",
            'ە' | 'ې' | 'ێ' | 'ے' => "e",
            'و' if first && vowels && persian => "v",
            'و' if before == Some('\u{064F}') && vowels => "",
            'و' if vowels && first && next != Some('ا') => "w",
            'و' if first && !alef(next) => "w",
            'و' if vowels && matches!(before, Some('ا' | 'أ' | 'إ')) && at == 1 && !alef(next) => "",
            'و' if glide && persian => "v",
            'و' if glide => "w",
            'و' if foreign => "o",
            'و' if vowels => "u",
            'و' if persian => "v",
            'و' => "w",
            'ي' | 'ی' if before == Some('\u{0650}') && vowels => "",
            'ي' | 'ی' if glide => "y",
            'ي' | 'ی' if vowels || end => "i",
            'ي' | 'ی' => "y",
            '\u{064E}' | '\u{0670}' => "a",
            '\u{064F}' => "u",
            '\u{0650}' => "i",
            '\u{064B}' => "an",
            '\u{064C}' => "un",
            '\u{064D}' => "in",
            '\u{0651}' => last_consonant,
            '\u{0652}' | 'ـ' => "",
            other => any_ascii::any_ascii_char(other),
        };
        out.push_str(latin);
        if !is_vowel_sign(c) {
            last_consonant = latin;
        }
    }
    out
}

/// Up to four spellings of a word in Hebrew letters: as vowels, as consonants, and with the soft letters (v, f, kh).
pub(super) fn hebrew(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    with_known(
        word,
        [hebrew_reading(&chars, true, false), hebrew_reading(&chars, false, false), hebrew_reading(&chars, true, true)],
    )
}

fn hebrew_reading(chars: &[char], vowels: bool, soft: bool) -> String {
    let mut out = String::with_capacity(chars.len() * 2);
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        let first = at == 0;
        let end = next.is_none();
        let mut taken = 1;
        let latin = match c {
            'א' | 'ע' if first && matches!(next, Some('ו' | 'י')) => "",
            'א' | 'ע' if first => "a",
            'א' | 'ע' if vowels => "a",
            'א' | 'ע' => "",
            'ב' if soft && !first => "v",
            'ב' => "b",
            'ג' => "g",
            'ד' => "d",
            'ה' if end => "a",
            'ה' => "h",
            // Written twice it is a consonant.
            'ו' if next == Some('ו') => {
                taken = 2;
                if vowels { "v" } else { "w" }
            }
            'ו' if first => "v",
            'ו' if vowels && soft => "o",
            'ו' if vowels => "u",
            'ו' => "v",
            'ז' => "z",
            'ח' => "h",
            'ט' | 'ת' => "t",
            'י' if next == Some('י') && at > 0 => {
                taken = 2;
                "ay"
            }
            'י' if first => "y",
            'י' if vowels => "i",
            'י' => "y",
            'כ' | 'ך' if soft && !first => "kh",
            'ך' => "kh",
            'כ' => "k",
            'ל' => "l",
            'מ' | 'ם' => "m",
            'נ' | 'ן' => "n",
            'ס' => "s",
            'ף' => "f",
            'פ' if soft => "f",
            'פ' => "p",
            'צ' | 'ץ' => "ts",
            'ק' => "k",
            'ר' => "r",
            'ש' if !vowels => "s",
            'ש' => "sh",
            '\u{05B8}' | '\u{05B7}' | '\u{05B2}' => "a",
            '\u{05B4}' => "i",
            '\u{05B5}' | '\u{05B6}' | '\u{05B1}' => "e",
            '\u{05B9}' | '\u{05BA}' | '\u{05B3}' => "o",
            '\u{05BB}' => "u",
            c if is_vowel_sign(c) => "",
            other => any_ascii::any_ascii_char(other),
        };
        out.push_str(latin);
        at += taken;
    }
    out
}
