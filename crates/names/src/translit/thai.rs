//! Thai: the royal system (RTGS) by syllable as far as letters tell it, and the Sanskrit-like spelling that people choose for
//! themselves (ว v, พ b, ท d, ช j, and final letters as they are written).

#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    Royal,
    Chosen,
}

/// Is it a Thai letter or sign?
pub(super) fn is_thai(c: char) -> bool {
    matches!(c as u32, 0x0E01..=0x0E5B)
}

/// Up to three spellings: royal, without its aspirates, chosen.
pub(super) fn romanise(word: &str) -> Vec<String> {
    let chars = spoken(word);
    let mut out = vec![spell(&chars, System::Royal)];
    let mut add = |spelling: String| {
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    };
    let chosen = spell(&chars, System::Chosen);
    let plain = chosen.replace("th", "t").replace("ph", "p").replace("kh", "k");
    add(chosen);
    add(plain);
    out
}

/// The word without what is not said: tone marks, letters under the silence sign, the short vowel of a final -ti, -tu.
fn spoken(word: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for c in word.chars() {
        match c {
            '\u{0E48}'..='\u{0E4B}' | '\u{0E4E}' | '\u{0E3A}' => {}
            // Silence: the consonant below it, with its vowel.
            '\u{0E4C}' => {
                if matches!(out.last(), Some('ิ' | 'ุ')) {
                    out.pop();
                }
                out.pop();
            }
            // Unicode's compatibility form takes ำ apart.
            'า' if out.last() == Some(&'\u{0E4D}') => {
                out.pop();
                out.push('ำ');
            }
            c => out.push(c),
        }
    }
    let end = out.len();
    if end >= 4 && matches!(out.last(), Some('ิ' | 'ุ')) && matches!(out.get(end - 2), Some('ต' | 'ฒ' | 'ธ' | 'ฏ'))
    {
        out.pop();
    }
    out
}

fn is_consonant(c: char) -> bool {
    matches!(c as u32, 0x0E01..=0x0E2E)
}

/// Vowel signs that stand behind, over or under their consonant.
fn is_sign(c: char) -> bool {
    matches!(c as u32, 0x0E30..=0x0E39 | 0x0E47)
}

fn initial(c: char, system: System) -> &'static str {
    let chosen = system == System::Chosen;
    match c {
        'ก' => "k",
        'ข' | 'ฃ' | 'ค' | 'ฅ' | 'ฆ' => "kh",
        'ง' => "ng",
        'ช' if chosen => "j",
        'จ' | 'ฉ' | 'ช' | 'ฌ' => "ch",
        'ซ' | 'ศ' | 'ษ' | 'ส' => "s",
        'ญ' | 'ย' => "y",
        'ฎ' | 'ด' => "d",
        'ฏ' | 'ต' => "t",
        'ท' | 'ธ' if chosen => "d",
        'ฐ' | 'ถ' | 'ท' | 'ธ' | 'ฑ' | 'ฒ' => "th",
        'ณ' | 'น' => "n",
        'พ' | 'ภ' if chosen => "b",
        'บ' => "b",
        'ป' => "p",
        'ผ' | 'พ' | 'ภ' => "ph",
        'ฝ' | 'ฟ' => "f",
        'ม' => "m",
        'ร' | 'ฤ' => "r",
        'ล' | 'ฬ' | 'ฦ' => "l",
        'ว' if chosen => "v",
        'ว' => "w",
        'ห' | 'ฮ' => "h",
        _ => "",
    }
}

fn final_sound(c: char, system: System) -> &'static str {
    if system == System::Chosen {
        match c {
            'ร' => return "r",
            'ล' | 'ฬ' => return "l",
            'ช' => return "j",
            'ด' | 'ท' | 'ธ' => return "d",
            'ศ' | 'ษ' | 'ส' => return "s",
            _ => {}
        }
    }
    match c {
        'ก' | 'ข' | 'ค' | 'ฆ' => "k",
        'ง' => "ng",
        'ญ' | 'ณ' | 'น' | 'ร' | 'ล' | 'ฬ' => "n",
        'บ' | 'ป' | 'พ' | 'ภ' | 'ฟ' => "p",
        'ม' => "m",
        'ย' => "i",
        'ว' => "o",
        'ห' | 'ฮ' | 'อ' => "",
        _ => "t",
    }
}

fn spell(chars: &[char], system: System) -> String {
    let mut out = String::with_capacity(chars.len() * 2);
    let get = |at: usize| chars.get(at).copied();
    let mut at = 0;
    while let Some(c) = get(at) {
        let lead = matches!(c, 'เ' | 'แ' | 'โ' | 'ใ' | 'ไ').then_some(c);
        if lead.is_some() {
            at += 1;
        }
        let Some(first) = get(at).filter(|c| is_consonant(*c)) else {
            // ฤ is ri or rue; a sign without its letter counts for nothing.
            match get(at) {
                Some('ฤ') => out.push_str("ri"),
                Some(c) if !super::thai::is_thai(c) => out.push_str(any_ascii::any_ascii_char(c)),
                _ => {}
            }
            at += 1;
            continue;
        };
        at += 1;
        let mut start = initial(first, system).to_string();
        // A second consonant belongs to the first if a vowel sign follows it or a vowel stood before both.
        if let Some(second) = get(at).filter(|c| is_consonant(*c)) {
            let vowel_follows = get(at + 1).is_some_and(is_sign);
            let joins = matches!(
                (first, second),
                ('ห', 'ม' | 'น' | 'ล' | 'ว' | 'ย' | 'ร' | 'ง' | 'ญ')
                    | ('ส' | 'ศ' | 'ซ' | 'ท', 'ร')
                    | ('ก' | 'ข' | 'ค' | 'ป' | 'พ' | 'ผ' | 'ต' | 'บ' | 'ฟ' | 'ด', 'ร' | 'ล')
                    | ('ก' | 'ข' | 'ค', 'ว')
            );
            let whole = vowel_follows || lead.is_some() && get(at + 1).is_some_and(|c| is_consonant(c) || is_sign(c));
            if joins && whole {
                match (first, second) {
                    ('ห', s) => start = initial(s, system).to_string(),
                    ('ส' | 'ศ' | 'ซ', 'ร') => {}
                    (_, s) => start.push_str(initial(s, system)),
                }
                at += 1;
            }
        }
        out.push_str(&start);
        at = vowel_and_final(chars, at, lead, system, &mut out);
    }
    out
}

/// A consonant that ends the syllable: one that has no vowel of its own.
fn closes(chars: &[char], at: usize) -> Option<char> {
    let c = chars.get(at).copied().filter(|c| is_consonant(*c))?;
    let next = chars.get(at + 1).copied();
    let own = next.is_some_and(is_sign) || next == Some('อ') && !matches!(c, 'ย' | 'ว');
    // ร or ล behind it with a vowel makes a cluster that begins the next syllable.
    let cluster = matches!(c, 'ก' | 'ข' | 'ค' | 'ต' | 'ป' | 'พ' | 'ศ')
        && matches!(next, Some('ร' | 'ล'))
        && chars.get(at + 2).is_some_and(|c| is_sign(*c));
    // รร is a vowel; and two letters at the end are a syllable of their own (udom, wimon), unless the last is a mute ร (chak, but).
    let after = chars.get(at + 2).copied();
    let vowel_rr = next == Some('ร') && after == Some('ร');
    let syllable = after.is_none()
        && at > 0
        && chars.get(at - 1).is_some_and(|c| is_sign(*c))
        && next.is_some_and(|n| is_consonant(n) && n != 'ร');
    (!own && !cluster && !vowel_rr && !syllable && c != 'อ').then_some(c)
}

fn vowel_and_final(chars: &[char], mut at: usize, lead: Option<char>, system: System, out: &mut String) -> usize {
    let get = |at: usize| chars.get(at).copied();
    let mut take_final = true;
    let vowel = match (lead, get(at), get(at + 1)) {
        (Some('เ'), Some('ี'), Some('ย')) => (2, "ia"),
        (Some('เ'), Some('ื'), Some('อ')) => (2, "uea"),
        (Some('เ'), Some('า'), Some('ะ')) => (2, "o"),
        (Some('เ'), Some('า'), _) => {
            take_final = false;
            (1, "ao")
        }
        (Some('เ'), Some('ิ' | 'อ'), _) => (1, "oe"),
        (Some('เ'), Some('ย'), n) if !n.is_some_and(is_sign) => {
            take_final = false;
            (1, "oei")
        }
        (Some('เ'), Some('็' | 'ะ'), _) => (1, "e"),
        (Some('เ'), ..) => (0, "e"),
        (Some('แ'), Some('็' | 'ะ'), _) => (1, "ae"),
        (Some('แ'), ..) => (0, "ae"),
        (Some('โ'), Some('ะ'), _) => (1, "o"),
        (Some('โ'), ..) => (0, "o"),
        (Some(_), n, _) => {
            take_final = false;
            (usize::from(n == Some('ย')), "ai")
        }
        (None, Some('ั'), Some('ว')) => (2, "ua"),
        (None, Some('ั'), Some('ย')) => {
            take_final = false;
            (2, "ai")
        }
        (None, Some('ะ'), _) => {
            take_final = false;
            (1, "a")
        }
        (None, Some('ั' | 'า'), _) => (1, "a"),
        (None, Some('ำ'), _) => {
            take_final = false;
            (1, "am")
        }
        (None, Some('ิ' | 'ี'), _) => (1, "i"),
        (None, Some('ื'), Some('อ')) => (2, "ue"),
        (None, Some('ึ' | 'ื'), _) => (1, "ue"),
        (None, Some('ุ' | 'ู'), _) => (1, "u"),
        (None, Some('็'), Some('อ')) => (2, "o"),
        (None, Some('อ'), _) => (1, "o"),
        (None, Some('ร'), Some('ร')) => match get(at + 2).filter(|c| is_consonant(*c)) {
            Some(_) => (2, "a"),
            None => {
                take_final = false;
                (2, "an")
            }
        },
        (None, Some('ว'), Some(n)) if is_consonant(n) && closes(chars, at + 1).is_some() => (1, "ua"),
        // No vowel is written: o in a closed syllable, a in an open one; ร closes it as -on.
        (None, ..) => match closes(chars, at) {
            Some(_) => (0, "o"),
            None => (0, "a"),
        },
    };
    let (taken, sound) = vowel;
    at += taken;
    out.push_str(sound);
    if take_final && let Some(end) = closes(chars, at) {
        out.push_str(final_sound(end, system));
        at += 1;
    }
    at
}
