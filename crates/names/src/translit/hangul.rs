//! Korean syllables: four systems by rule, and the customary forms of family names.
//!
//! Both states' passports and the bearers themselves mix McCune-Reischauer without its signs, the Revised Romanisation and
//! English habits, so 정 is Jong, Jeong, Jung and Chong.

/// Of a syllable's three parts, one row a system.
struct System {
    first: [&'static str; 19],
    vowel: [&'static str; 21],
    last: [&'static str; 28],
}

const LAST: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];

/// As the North prints and McCune-Reischauer has it, the Revised Romanisation, the South's customary spelling, and
/// McCune-Reischauer's ch.
const SYSTEMS: [System; 4] = [
    System {
        first: ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"],
        vowel: [
            "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
            "u", "ui", "i",
        ],
        last: LAST,
    },
    System {
        first: ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"],
        vowel: [
            "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
            "eu", "ui", "i",
        ],
        last: LAST,
    },
    System {
        first: ["k", "k", "n", "d", "t", "l", "m", "b", "p", "s", "s", "", "j", "j", "ch", "k", "t", "p", "h"],
        vowel: [
            "a", "ai", "ya", "yae", "u", "e", "you", "ye", "o", "wa", "wae", "oi", "yo", "oo", "won", "we", "wi",
            "yoo", "eu", "eui", "ee",
        ],
        last: LAST,
    },
    System {
        first: ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch", "k", "t", "p", "sh"],
        vowel: [
            "a", "ae", "ya", "yae", "o", "e", "yu", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
            "u", "ui", "i",
        ],
        last: LAST,
    },
];

/// The customary forms of family names, and of syllables that no rule gives; the first is what lists print most.
fn customary(syllable: &str) -> &'static [&'static str] {
    match syllable {
        "김" => &["kim", "gim"],
        "이" | "리" => &["ri", "lee", "yi", "i"],
        "박" => &["pak", "park", "bak"],
        "최" => &["choe", "choi"],
        "정" => &["jong", "jung", "jeong", "chong"],
        "강" => &["kang", "gang"],
        "조" => &["jo", "cho"],
        "윤" => &["yun", "yoon"],
        "장" => &["jang", "chang"],
        "임" | "림" => &["rim", "lim", "im"],
        "한" => &["han"],
        "오" => &["o", "oh"],
        "서" => &["so", "seo", "suh"],
        "신" => &["sin", "shin"],
        "권" => &["kwon", "gwon"],
        "황" => &["hwang"],
        "안" => &["an", "ahn"],
        "송" => &["song"],
        "전" => &["jon", "jeon", "chon", "jun"],
        "홍" => &["hong"],
        "유" | "류" => &["yu", "ryu", "yoo", "you"],
        "고" => &["ko", "go", "koh"],
        "문" => &["mun", "moon"],
        "양" | "량" => &["yang", "ryang"],
        "손" => &["son", "sohn"],
        "배" => &["pae", "bae"],
        "백" => &["paek", "baek", "paik"],
        "허" => &["ho", "heo", "hur", "huh"],
        "남" => &["nam"],
        "심" => &["sim", "shim"],
        "노" | "로" => &["no", "ro", "roh", "noh"],
        "하" => &["ha"],
        "곽" => &["kwak", "gwak"],
        "성" => &["song", "sung", "seong"],
        "차" => &["cha"],
        "주" => &["ju", "joo", "chu"],
        "우" => &["u", "woo"],
        "구" => &["ku", "koo", "gu"],
        "라" | "나" => &["ra", "na"],
        "진" => &["jin", "chin"],
        "지" => &["ji", "chi"],
        "엄" => &["om", "eom", "um"],
        "여" | "려" => &["yo", "ryo", "yeo"],
        "은" => &["un", "eun"],
        "영" => &["yong", "young", "yeong", "ryong"],
        "용" | "룡" => &["yong", "ryong"],
        "연" | "련" => &["yon", "ryon", "yeon", "yun"],
        "현" => &["hyon", "hyun", "hyeon"],
        "경" => &["kyong", "kyung", "gyeong"],
        "명" => &["myong", "myung", "myeong"],
        "병" => &["pyong", "byung", "byeong"],
        "형" => &["hyong", "hyung", "hyeong"],
        "승" => &["sung", "seung"],
        "준" => &["jun", "joon", "chun"],
        "선" => &["son", "sun", "seon"],
        "원" => &["won", "weon"],
        "일" => &["il", "ill"],
        "열" | "렬" => &["yol", "ryol", "yeol", "yul"],
        "혁" => &["hyok", "hyuk", "hyeok"],
        "석" => &["sok", "suk", "seok"],
        "덕" => &["tok", "duk", "deok"],
        "식" => &["sik", "shik"],
        "희" => &["hui", "hee"],
        _ => &[],
    }
}

/// Up to four spellings: customary ones of a single syllable, else one a system.
pub(super) fn romanise(word: &str) -> Vec<String> {
    let known = customary(word);
    if !known.is_empty() {
        return known.iter().map(|s| s.to_string()).collect();
    }
    let mut out: Vec<String> = Vec::with_capacity(4);
    for system in &SYSTEMS {
        let spelling = spell(word, system);
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    }
    out
}

fn spell(word: &str, system: &System) -> String {
    let mut out = String::with_capacity(word.len() * 2);
    // (number of the last part of the syllable before, if this one follows at once)
    let mut before: Option<usize> = None;
    for c in word.chars() {
        let Some(n) = (c as usize).checked_sub(0xAC00).filter(|n| *n < 11_172) else {
            out.push_str(any_ascii::any_ascii_char(c));
            before = None;
            continue;
        };
        let (first, vowel, last) = (n / 588, n % 588 / 28, n % 28);
        const MUTE: usize = 11;
        if first == MUTE
            && let Some(carried) = before.and_then(carried)
        {
            // A final consonant moves over to a syllable that begins with none: 민아 mina, 한울 hanul, 석애 sogae.
            out.truncate(out.len().saturating_sub(1));
            out.push_str(carried);
        } else {
            let first = match (system.first.get(first).copied().unwrap_or(""), before) {
                ("r", Some(8)) => "l",
                (first, _) => first,
            };
            out.push_str(first);
        }
        out.push_str(system.vowel.get(vowel).copied().unwrap_or(""));
        out.push_str(system.last.get(last).copied().unwrap_or(""));
        before = Some(last);
    }
    out
}

/// What a final consonant sounds like before a vowel, where that is another letter.
fn carried(last: usize) -> Option<&'static str> {
    match last {
        1 => Some("g"),
        7 => Some("d"),
        8 => Some("r"),
        17 => Some("b"),
        19 | 20 => Some("s"),
        22 => Some("j"),
        _ => None,
    }
}
