//! Japanese kana: Hepburn without its signs, and for katakana what a foreign name sounds like behind it.
//!
//! Japanese writes Barack as バラク, "baraku", and Miller as ミラー: the vowel behind a final consonant is an aid, r stands
//! for l, b for v, and a long final a for -er.

/// Up to four spellings of a word in kana.
pub(super) fn romanise(word: &str) -> Vec<String> {
    let katakana = word.chars().any(|c| matches!(c as u32, 0x30A1..=0x30FA));
    let chars: Vec<char> = word.chars().map(hiragana).collect();
    let plain = hepburn(&chars);
    let mut out = vec![drop_long(&plain)];
    let mut add = |spelling: String| {
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    };
    if katakana {
        let foreign = foreign(&plain);
        add(foreign.clone());
        add(mix_l(&foreign));
        add(foreign.replace('r', "l"));
    } else {
        // Ohno, Satoh; Oono, Satou.
        add(plain.replace('-', ""));
    }
    out.truncate(4);
    out
}

fn hiragana(c: char) -> char {
    match c as u32 {
        n @ 0x30A1..=0x30F6 => char::from_u32(n - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Hepburn with `-` for the long mark.
fn hepburn(chars: &[char]) -> String {
    let mut out = String::with_capacity(chars.len() * 2);
    let mut double = false;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let small =
            chars.get(at + 1).copied().filter(|s| matches!(s, 'ゃ' | 'ゅ' | 'ょ' | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ'));
        at += 1;
        let base = match c {
            'っ' => {
                double = true;
                continue;
            }
            'ー' => "-",
            c => sound(c),
        };
        let mut syllable = base.to_string();
        if let Some(small) = small {
            at += 1;
            syllable = with_small(base, small);
        }
        if double {
            if syllable.starts_with("ch") {
                out.push('t');
            } else {
                out.extend(syllable.chars().next().filter(|c| c.is_ascii_alphabetic()));
            }
            double = false;
        }
        out.push_str(&syllable);
    }
    out
}

/// きゃ kya, しゃ sha, ふぁ fa, てぃ ti, うぃ wi, ゔぁ va.
fn with_small(base: &str, small: char) -> String {
    let vowel = match small {
        'ゃ' | 'ぁ' => "a",
        'ゅ' | 'ぅ' => "u",
        'ょ' | 'ぉ' => "o",
        'ぃ' => "i",
        _ => "e",
    };
    let y = matches!(small, 'ゃ' | 'ゅ' | 'ょ');
    match base {
        "u" => format!("w{vowel}"),
        "shi" | "chi" | "ji" => format!("{}{vowel}", base.trim_end_matches('i')),
        "te" | "de" | "to" | "do" if !y || small == 'ゅ' => {
            format!("{}{vowel}", base.get(..1).unwrap_or(""))
        }
        _ => {
            let stem = base.trim_end_matches(['a', 'i', 'u', 'e', 'o']);
            if y && base.ends_with('i') { format!("{stem}y{vowel}") } else { format!("{stem}{vowel}") }
        }
    }
}

fn sound(c: char) -> &'static str {
    match c {
        'あ' | 'ぁ' => "a",
        'い' | 'ぃ' | 'ゐ' => "i",
        'う' | 'ぅ' => "u",
        'え' | 'ぇ' | 'ゑ' => "e",
        'お' | 'ぉ' | 'を' => "o",
        'か' | 'ゕ' => "ka",
        'き' => "ki",
        'く' => "ku",
        'け' | 'ゖ' => "ke",
        'こ' => "ko",
        'が' => "ga",
        'ぎ' => "gi",
        'ぐ' => "gu",
        'げ' => "ge",
        'ご' => "go",
        'さ' => "sa",
        'し' => "shi",
        'す' => "su",
        'せ' => "se",
        'そ' => "so",
        'ざ' => "za",
        'じ' | 'ぢ' => "ji",
        'ず' | 'づ' => "zu",
        'ぜ' => "ze",
        'ぞ' => "zo",
        'た' => "ta",
        'ち' => "chi",
        'つ' => "tsu",
        'て' => "te",
        'と' => "to",
        'だ' => "da",
        'で' => "de",
        'ど' => "do",
        'な' => "na",
        'に' => "ni",
        'ぬ' => "nu",
        'ね' => "ne",
        'の' => "no",
        'は' => "ha",
        'ひ' => "hi",
        'ふ' => "fu",
        'へ' => "he",
        'ほ' => "ho",
        'ば' => "ba",
        'び' => "bi",
        'ぶ' => "bu",
        'べ' => "be",
        'ぼ' => "bo",
        'ぱ' => "pa",
        'ぴ' => "pi",
        'ぷ' => "pu",
        'ぺ' => "pe",
        'ぽ' => "po",
        'ま' => "ma",
        'み' => "mi",
        'む' => "mu",
        'め' => "me",
        'も' => "mo",
        'や' | 'ゃ' => "ya",
        'ゆ' | 'ゅ' => "yu",
        'よ' | 'ょ' => "yo",
        'ら' => "ra",
        'り' => "ri",
        'る' => "ru",
        'れ' => "re",
        'ろ' => "ro",
        'わ' | 'ゎ' => "wa",
        'ん' => "n",
        'ゔ' => "vu",
        'ヷ' => "va",
        c => any_ascii::any_ascii_char(c),
    }
}

/// Ōno and Satō as passports write them: long vowels are short, whether a mark or a letter makes them long.
fn drop_long(hepburn: &str) -> String {
    hepburn.replace('-', "").replace("ou", "o").replace("oo", "o").replace("uu", "u")
}

/// The consonants that stood without a vowel: -ku, -su, -ru, -to, -do before a consonant or the end.
fn foreign(hepburn: &str) -> String {
    let bytes = hepburn.as_bytes();
    let mut out = String::with_capacity(hepburn.len());
    for (at, &b) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|n| bytes.get(n)).copied();
        let before_that = at.checked_sub(2).and_then(|n| bytes.get(n)).copied();
        let next = bytes.get(at + 1).copied();
        let vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
        let open = next.is_none_or(|n| !vowel(n) && n != b'-' && n != b'y');
        let aid = match (b, before) {
            (b'u', Some(b'k' | b'g' | b's' | b'z' | b'b' | b'p' | b'f' | b'm' | b'r' | b'v')) => true,
            (b'o', Some(b't' | b'd')) => true,
            (b'i', Some(b'h')) => before_that == Some(b'c') && next.is_none(),
            _ => false,
        };
        // A word of one such syllable keeps its vowel; so does a second one in a row (ku-ru-to: kurt).
        let bare_before = out.as_bytes().last().is_some_and(|b| !vowel(*b))
            && out.len() >= 2
            && out
                .as_bytes()
                .get(out.len() - 2)
                .is_some_and(|b| !vowel(*b) && !matches!(b, b'n' | b'm' | b'r' | b's' | b'k'));
        if aid && open && at >= 2 && !bare_before {
            continue;
        }
        match b {
            b'-' if next.is_none() && before == Some(b'a') => {
                out.pop();
                out.push_str("er");
            }
            b'-' => {}
            b => out.push(b as char),
        }
    }
    out
}

/// r at the beginning and before vowels stays, behind a vowel before a consonant or the end it is l: Donald, Michael.
fn mix_l(foreign: &str) -> String {
    let chars: Vec<char> = foreign.chars().collect();
    chars
        .iter()
        .enumerate()
        .map(|(at, &c)| {
            let open = chars.get(at + 1).is_some_and(|n| matches!(n, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
            if c == 'r' && !open { 'l' } else { c }
        })
        .collect()
}
