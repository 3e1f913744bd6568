//! Other scripts in Latin letters: own tables for Cyrillic by language, Greek, Arabic, Hebrew and Hangul; `any_ascii` for the rest.
//!
//! A name has no single romanisation. [`romanise`] gives the usual one first and others behind it where two are common
//! (Дмитрий: `dmitriy`, `dmitry`; مروان: `mruan`, `mrwan`). What no table foresees is left to the consonant key.

use crate::Script;

/// The language whose rules a Cyrillic text follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cyrillic {
    /// Russian, Bulgarian and all that show no letter of their own.
    Russian,
    /// Belarusian: `ў`, or `і` beside `э` or `ы`.
    Belarusian,
    /// Ukrainian: `ї`, `є`, `ґ`, or `і` alone.
    Ukrainian,
}

impl Cyrillic {
    /// Told by its letters. A text that shows none of its own counts as Russian.
    pub fn of(text: &str) -> Self {
        let mut has = [false; 4]; // own Ukrainian, own Belarusian, і, э or ы
        for c in text.chars().flat_map(char::to_lowercase) {
            match c {
                'ї' | 'є' | 'ґ' => has[0] = true,
                'ў' => has[1] = true,
                'і' => has[2] = true,
                'э' | 'ы' => has[3] = true,
                // Kazakh and its neighbours write `і` too, with Russian's г.
                'қ' | 'ғ' | 'ә' | 'ө' | 'ұ' | 'ү' | 'ң' => return Self::Russian,
                _ => {}
            }
        }
        match has {
            [_, true, ..] | [false, _, true, true] => Self::Belarusian,
            [true, ..] | [_, _, true, false] => Self::Ukrainian,
            _ => Self::Russian,
        }
    }
}

/// A lower-case word in Latin letters, the usual romanisation first. Empty where nothing of it can be written in them.
pub fn romanise(word: &str, script: Script, language: Cyrillic) -> Vec<String> {
    let mut out = match script {
        Script::Cyrillic => cyrillic(word, language),
        Script::Greek => vec![greek(word)],
        Script::Arabic => abjad(word, arabic),
        Script::Hebrew => abjad(word, hebrew),
        Script::Hangul => hangul(word),
        _ => vec![any_ascii::any_ascii(word)],
    };
    for form in &mut out {
        form.retain(|c| c.is_ascii_alphanumeric());
        form.make_ascii_lowercase();
    }
    out.retain(|f| !f.is_empty());
    out
}

/// The Latin spellings of a name written as one word in any script, the likeliest first: each word of it as it is compared, joined.
pub fn romanisations(text: &str) -> Vec<String> {
    if Script::of_text(text) == Script::Hangul {
        return romanise(text, Script::Hangul, Cyrillic::Russian);
    }
    let words = crate::fold::words(text, Cyrillic::of(text));
    let most = words.iter().map(|w| w.forms.len()).max().unwrap_or(0);
    let joined =
        |nth: usize| words.iter().filter_map(|w| w.forms.get(nth).or_else(|| w.forms.first())).cloned().collect();
    let mut out: Vec<String> = Vec::new();
    for spelling in (0..most).map(joined) {
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    }
    out
}

fn cyrillic(word: &str, language: Cyrillic) -> Vec<String> {
    let mut out = String::with_capacity(word.len());
    let mut after_consonant = false;
    for c in word.chars() {
        // Belarusian and Ukrainian passports write ia, ie, iu after a consonant, ya, ye, yu elsewhere.
        let soft = |after: &'static str, else_: &'static str| match language {
            Cyrillic::Russian => else_,
            _ if after_consonant => after,
            _ => else_,
        };
        let own = language != Cyrillic::Russian;
        let latin = match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' if own => "h",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'э' | 'ё' => "e",
            'є' => soft("ie", "ye"),
            'ж' => "zh",
            'з' => "z",
            'и' if language == Cyrillic::Ukrainian => "y",
            'и' | 'і' | 'ї' => "i",
            'й' if own => "i",
            'й' | 'ы' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ў' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ъ' | 'ь' => "",
            'ю' => soft("iu", "yu"),
            'я' => soft("ia", "ya"),
            'ђ' => "dj",
            'ј' => "j",
            'љ' => "lj",
            'њ' => "nj",
            'ћ' => "c",
            'џ' | 'ѕ' => "dz",
            other => any_ascii::any_ascii_char(other),
        };
        out.push_str(latin);
        after_consonant = !matches!(
            c,
            'а' | 'е' | 'ё' | 'и' | 'і' | 'ї' | 'й' | 'о' | 'у' | 'ў' | 'ы' | 'э' | 'ю' | 'я' | 'є' | 'ь' | 'ъ'
        );
    }
    // Дмитрий is printed Dmitriy and Dmitry, Зеленський Zelenskyi and Zelenskyy and Zelensky.
    let short = ["iy", "yy", "yi"].iter().find_map(|end| out.strip_suffix(end)).filter(|s| s.len() > 2);
    match short.map(|s| format!("{s}y")) {
        Some(short) => vec![out, short],
        None => vec![out],
    }
}

fn greek(word: &str) -> String {
    let plain = |c| match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        c => c,
    };
    let letters: Vec<char> = word.chars().map(plain).collect();
    let mut out = String::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let (latin, taken) = match (c, next) {
            ('ο', Some('υ')) => ("ou", 2),
            ('α', Some('υ')) => ("av", 2),
            ('ε', Some('υ')) => ("ev", 2),
            ('μ', Some('π')) => ("b", 2),
            ('γ', Some('γ' | 'κ')) => ("ng", 2),
            ('β', _) => ("v", 1),
            ('η', _) => ("i", 1),
            ('θ', _) => ("th", 1),
            ('ξ', _) => ("x", 1),
            ('υ', _) => ("y", 1),
            ('φ', _) => ("f", 1),
            ('χ', _) => ("ch", 1),
            ('ψ', _) => ("ps", 1),
            ('ω', _) => ("o", 1),
            (c, _) => (any_ascii::any_ascii_char(c), 1),
        };
        out.push_str(latin);
        at += taken;
    }
    out
}

/// و and ي, ו and י are vowels or consonants, and only the reader knows which: both readings.
fn abjad(word: &str, letter: fn(char, bool) -> &'static str) -> Vec<String> {
    let read = |as_vowels: bool| {
        let mut out = String::with_capacity(word.len());
        for (at, c) in word.chars().enumerate() {
            out.push_str(letter(c, as_vowels && at > 0));
        }
        out
    };
    let (vowels, consonants) = (read(true), read(false));
    if vowels == consonants { vec![vowels] } else { vec![vowels, consonants] }
}

fn arabic(c: char, vowel: bool) -> &'static str {
    match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ى' | 'ة' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ھ' | 'ہ' => "h",
        'خ' => "kh",
        'د' | 'ض' => "d",
        'ذ' => "dh",
        'ر' => "r",
        'ز' | 'ظ' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'ع' if !vowel => "a",
        'ع' | 'ء' | 'ئ' | 'ؤ' | 'ـ' => "",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' if vowel => "u",
        'و' => "w",
        'ي' | 'ی' | 'ے' if vowel => "i",
        'ي' | 'ی' | 'ے' => "y",
        other => any_ascii::any_ascii_char(other),
    }
}

fn hebrew(c: char, vowel: bool) -> &'static str {
    match c {
        'א' | 'ע' if !vowel => "a",
        'א' | 'ע' => "",
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ה' => "h",
        'ו' if vowel => "u",
        'ו' => "v",
        'ז' => "z",
        'ח' => "h",
        'ט' | 'ת' => "t",
        'י' if vowel => "i",
        'י' => "y",
        'כ' | 'ך' => "k",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'פ' | 'ף' => "p",
        'צ' | 'ץ' => "ts",
        'ק' => "k",
        'ר' => "r",
        'ש' => "sh",
        other => any_ascii::any_ascii_char(other),
    }
}

const HANGUL_FIRST: [&str; 19] =
    ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const HANGUL_VOWEL: [&str; 21] = [
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui",
    "i",
];
const HANGUL_LAST: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];

/// One syllable or several, near McCune-Reischauer without its signs (as passports of both states are near it), and the
/// usual Latin forms of the common family names.
fn hangul(word: &str) -> Vec<String> {
    let family: &[&str] = match word {
        "김" => &["kim"],
        "이" | "리" => &["ri", "lee", "yi", "li"],
        "박" => &["pak", "park"],
        "최" => &["choe", "choi"],
        "정" => &["jong", "jung", "chong", "jeong"],
        "조" => &["jo", "cho"],
        "임" => &["im", "lim", "rim"],
        "노" => &["no", "roh", "ro"],
        "문" => &["mun", "moon"],
        "우" => &["u", "woo"],
        "성" => &["song", "sung", "seong"],
        "은" => &["un", "eun"],
        _ => &[],
    };
    if !family.is_empty() {
        return family.iter().map(|s| s.to_string()).collect();
    }
    let mut out = String::new();
    for c in word.chars() {
        let Some(n) = (c as usize).checked_sub(0xAC00).filter(|n| *n < 11_172) else {
            out.push_str(any_ascii::any_ascii_char(c));
            continue;
        };
        for part in [HANGUL_FIRST.get(n / 588), HANGUL_VOWEL.get(n % 588 / 28), HANGUL_LAST.get(n % 28)] {
            out.push_str(part.copied().unwrap_or(""));
        }
    }
    vec![out]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latin(word: &str) -> String {
        romanise(word, Script::of_text(word), Cyrillic::of(word)).swap_remove(0)
    }

    #[test]
    fn cyrillic_follows_the_rules_of_its_language() {
        assert_eq!(latin("лукашенко"), "lukashenko");
        assert_eq!(latin("лукашэнка"), "lukashenka");
        assert_eq!(romanise("аляксандр", Script::Cyrillic, Cyrillic::Belarusian), ["aliaksandr"]);
        assert_eq!(romanise("григорий", Script::Cyrillic, Cyrillic::Russian), ["grigoriy", "grigory"]);
        assert_eq!(romanise("молостаў", Script::Cyrillic, Cyrillic::Belarusian), ["molostau"]);
        assert_eq!(Cyrillic::of("Лукашэвіч"), Cyrillic::Belarusian);
        assert_eq!(Cyrillic::of("Володимир Зеленський Київ"), Cyrillic::Ukrainian);
    }

    #[test]
    fn other_scripts_have_the_usual_latin_form() {
        assert_eq!(latin("αλέξανδρος"), "alexandros");
        assert_eq!(latin("דוד"), "dud");
        assert_eq!(romanise("김", Script::Hangul, Cyrillic::Russian), ["kim"]);
        assert_eq!(latin("習"), "xi");
        assert_eq!(romanise("محمود", Script::Arabic, Cyrillic::Russian), ["mhmud", "mhmwd"]);
    }
}
