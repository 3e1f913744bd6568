//! Armenian and Georgian.

/// Armenian: the eastern reading, its `-ian` spelling, and the western one.
pub(super) fn armenian(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let east = armenian_reading(&chars, false);
    let west = armenian_reading(&chars, true);
    let mut out = vec![east];
    let ian = out.first().and_then(|e| e.strip_suffix("yan")).map(|stem| format!("{stem}ian"));
    out.extend(ian);
    let west = west.strip_suffix("yan").map(|stem| format!("{stem}ian")).unwrap_or(west);
    if !out.contains(&west) {
        out.push(west);
    }
    out
}

fn armenian_reading(chars: &[char], western: bool) -> String {
    let mut out = String::with_capacity(chars.len() * 2);
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        let (latin, taken) = match (c, next) {
            ('ո', Some('ւ')) => ("u", 2),
            // The capital of ու, lower-cased as one word: ո + վ is read ov, at the start vov.
            ('ո', _) if at == 0 => ("vo", 1),
            ('ե', _) if at == 0 => ("ye", 1),
            ('և', _) => (if at == 0 { "yev" } else { "ev" }, 1),
            ('յ', _) if western && at == 0 => ("h", 1),
            ('բ', _) => (if western { "p" } else { "b" }, 1),
            ('պ', _) => (if western { "b" } else { "p" }, 1),
            ('գ', _) => (if western { "k" } else { "g" }, 1),
            ('կ', _) => (if western { "g" } else { "k" }, 1),
            ('դ', _) => (if western { "t" } else { "d" }, 1),
            ('տ', _) => (if western { "d" } else { "t" }, 1),
            ('ծ', _) => (if western { "dz" } else { "ts" }, 1),
            ('ձ', _) => (if western { "ts" } else { "dz" }, 1),
            ('ճ', _) => (if western { "j" } else { "ch" }, 1),
            ('ջ', _) => (if western { "ch" } else { "j" }, 1),
            (c, _) => (
                match c {
                    'ա' => "a",
                    'զ' => "z",
                    'ե' | 'է' | 'ը' => "e",
                    'թ' => "t",
                    'ժ' => "zh",
                    'ի' => "i",
                    'լ' => "l",
                    'խ' => "kh",
                    'հ' => "h",
                    'ղ' => "gh",
                    'մ' => "m",
                    'յ' => "y",
                    'ն' => "n",
                    'շ' => "sh",
                    'ո' | 'օ' => "o",
                    'չ' => "ch",
                    'ռ' | 'ր' => "r",
                    'ս' => "s",
                    'վ' | 'ւ' => "v",
                    'ց' => "ts",
                    'փ' => "p",
                    'ք' => "k",
                    'ֆ' => "f",
                    other => any_ascii::any_ascii_char(other),
                },
                1,
            ),
        };
        out.push_str(latin);
        at += taken;
    }
    out
}

/// Georgian: the national system; then with f for ფ and h for ხ, as foreign names and older passports have them.
pub(super) fn georgian(word: &str) -> Vec<String> {
    let read = |other: bool| -> String {
        word.chars()
            .map(|c| match c {
                'ა' => "a",
                'ბ' => "b",
                'გ' => "g",
                'დ' => "d",
                'ე' => "e",
                'ვ' => "v",
                'ზ' => "z",
                'თ' | 'ტ' => "t",
                'ი' => "i",
                'კ' | 'ქ' => "k",
                'ლ' => "l",
                'მ' => "m",
                'ნ' => "n",
                'ო' => "o",
                'პ' => "p",
                'ჟ' => "zh",
                'რ' => "r",
                'ს' => "s",
                'უ' => "u",
                'ფ' if other => "f",
                'ფ' => "p",
                'ღ' => "gh",
                'ყ' if other => "k",
                'ყ' => "q",
                'შ' => "sh",
                'ჩ' | 'ჭ' => "ch",
                'ც' | 'წ' => "ts",
                'ძ' => "dz",
                'ხ' if other => "h",
                'ხ' => "kh",
                'ჯ' => "j",
                'ჰ' => "h",
                c => any_ascii::any_ascii_char(c),
            })
            .collect()
    };
    let (usual, other) = (read(false), read(true));
    if usual == other { vec![usual] } else { vec![usual, other] }
}
