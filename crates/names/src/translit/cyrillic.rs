//! Cyrillic by language: passports of the state first, then the reading of the other states, then the continental spelling.

use super::Cyrillic;

/// How a word is spelt: each is a whole system, so that spellings do not multiply.
#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    /// What lists and passports print most.
    Usual,
    /// As an English reader would write it: ye, yo, x for ks.
    English,
    /// ICAO and ISO 9 without signs: iu, ia, i.
    Icao,
    /// Slavic Latin without signs, also French and German habits: ju, ja, j, h, c.
    Continental,
}

/// Up to four spellings of a lower-case word, the usual first.
pub(super) fn romanise(word: &str, language: Cyrillic) -> Vec<String> {
    let systems = [System::Usual, System::English, System::Icao, System::Continental];
    let chars: Vec<char> = word.chars().collect();
    let southern = chars.iter().any(|c| matches!(c, 'ђ' | 'ћ' | 'љ' | 'њ' | 'џ' | 'ј' | 'ѓ' | 'ќ' | 'ѕ'));
    let mut out: Vec<String> = Vec::with_capacity(4);
    for system in systems {
        let spelling = if southern { south_slavic(&chars, system) } else { spell(&chars, language, system) };
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    }
    // Дмитрий is printed Dmitriy and Dmitry, Зеленський Zelenskyi, Zelenskyy and Zelensky.
    let short =
        out.first().and_then(|main| ["iy", "yy", "yi", "yj", "ij"].iter().find_map(|end| main.strip_suffix(end)));
    if let Some(short) = short.filter(|s| s.len() > 2).map(|s| format!("{s}y")) {
        out.retain(|s| *s != short);
        out.insert(1, short);
    }
    out.truncate(4);
    out
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'ё' | 'и' | 'і' | 'ї' | 'й' | 'о' | 'у' | 'ў' | 'ы' | 'э' | 'ю' | 'я' | 'є' | 'ь' | 'ъ')
}

fn spell(chars: &[char], language: Cyrillic, system: System) -> String {
    use System::{Continental, English, Icao, Usual};
    let mut out = String::with_capacity(chars.len() * 2);
    let own = language != Cyrillic::Russian;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let before = at.checked_sub(1).and_then(|n| chars.get(n)).copied();
        let next = chars.get(at + 1).copied();
        let after_consonant = before.is_some_and(|b| !is_vowel(b));
        // Belarusian and Ukrainian passports write ia, ie, iu after a consonant, ya, ye, yu elsewhere.
        let soft = |vowel: &str| match system {
            Usual if own && after_consonant => format!("i{vowel}"),
            Usual | English => format!("y{vowel}"),
            Icao => format!("i{vowel}"),
            Continental => format!("j{vowel}"),
        };
        let mut taken = 1;
        let latin: &str = match c {
            'я' | 'ю' | 'є' => {
                out.push_str(&soft(match c {
                    'я' => "a",
                    'ю' => "u",
                    _ => "e",
                }));
                at += 1;
                continue;
            }
            'а' => "a",
            'б' => "b",
            'в' => "v",
            // Гейдар is Heydar, Гусейн Huseyn, Григорий in Belarus Hryhory.
            'г' if system == Continental && before.is_none() => "h",
            'г' if own && (system == Usual || system == Icao) => "h",
            'г' | 'ґ' => "g",
            'д' if next == Some('ж') && system == English => {
                taken = 2;
                "j"
            }
            'д' => "d",
            // Russian spells it so, Belarusian says it so: Yevgeny, Yelena; within a word few write it.
            'е' if system == English
                && (before.is_none() || before.is_some_and(is_vowel))
                && language != Cyrillic::Ukrainian =>
            {
                "ye"
            }
            'е' | 'э' => "e",
            'ё' if system == English => "yo",
            'ё' if system == Icao && own => "io",
            'ё' => "e",
            'ж' if system == Continental => "j",
            'ж' => "zh",
            'з' => "z",
            'и' if language == Cyrillic::Ukrainian && (system == Usual || system == Icao) => "y",
            'и' | 'і' | 'ӣ' => "i",
            'ї' if system == English => "yi",
            'ї' => "i",
            'й' if (own && system == Usual) || system == Icao => "i",
            'й' if system == Continental => "j",
            'й' | 'ы' => "y",
            'к' if next == Some('с') && system == English => {
                taken = 2;
                "x"
            }
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'ў' if own && system == English => "v",
            // Uzbek o with a turned comma.
            'ў' if !own => "o",
            'у' if system == English
                && before.is_none()
                && next.is_some_and(|n| matches!(n, 'а' | 'о' | 'и' | 'э' | 'е')) =>
            {
                "w"
            }
            'у' | 'ў' => "u",
            'ф' => "f",
            'х' if system == Continental => "h",
            'х' => "kh",
            'ц' if system == Continental => "c",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' if system == Continental => "sht",
            'щ' => "shch",
            // Between consonants it is Bulgarian and a vowel; elsewhere a mute sign.
            'ъ' if after_consonant && next.is_some_and(|n| !is_vowel(n)) => {
                if system == English {
                    "u"
                } else {
                    "a"
                }
            }
            'ъ' if system == Icao => "ie",
            'ъ' | 'ь' => "",
            // Kazakh, Kyrgyz, Tatar, Tajik, Uzbek, Mongolian.
            'ә' if system == Continental => "ae",
            'ә' => "a",
            'ғ' if system == Continental => "g",
            'ғ' => "gh",
            'қ' if system == English => "k",
            'қ' => "q",
            'ң' if system == Continental => "n",
            'ң' => "ng",
            'ө' if system == English => "u",
            'ө' => "o",
            'ұ' | 'ү' => "u",
            'ӯ' if system == English => "o",
            'ӯ' => "u",
            'һ' | 'ҳ' => "h",
            'ҷ' | 'җ' => "j",
            other => any_ascii::any_ascii_char(other),
        };
        out.push_str(latin);
        at += taken;
    }
    out
}

/// Serbian and Macedonian, by their own Latin alphabet: without its signs, and as it sounds.
fn south_slavic(chars: &[char], system: System) -> String {
    let plain = matches!(system, System::Usual | System::Continental);
    let mut out = String::with_capacity(chars.len() * 2);
    for &c in chars {
        out.push_str(match c {
            'ж' if plain => "z",
            'ц' => "c",
            'ч' | 'ћ' if plain => "c",
            'ч' | 'ћ' => "ch",
            'ш' if plain => "s",
            'ђ' if system == System::Usual => "d",
            'ђ' => "dj",
            'џ' if plain => "dz",
            'џ' => "dzh",
            'ј' if system == System::English => "y",
            'ј' if system == System::Icao => "i",
            'ј' => "j",
            'љ' if system == System::English => "ly",
            'љ' => "lj",
            'њ' if system == System::English => "ny",
            'њ' => "nj",
            'ѓ' => "gj",
            'ќ' => "kj",
            'ѕ' => "dz",
            'х' => "h",
            'и' | 'й' | 'і' => "i",
            other => {
                out.push_str(&spell(&[other], Cyrillic::Russian, System::Usual));
                continue;
            }
        });
    }
    out
}
