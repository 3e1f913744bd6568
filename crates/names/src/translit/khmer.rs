//! Khmer: consonants with the vowel of their series where none is written, foreign letters (ហ្គ g, ហ្វ f, ប៉ p) as one sound.

/// Is it a Khmer letter or sign?
pub(super) fn is_khmer(c: char) -> bool {
    matches!(c as u32, 0x1780..=0x17D3)
}

/// One spelling: near the common one of newspapers, which is no strict system.
pub(super) fn romanise(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let get = |at: usize| chars.get(at).copied();
    let mut out = String::with_capacity(chars.len() * 2);
    // Has the syllable its vowel, so that a bare consonant ends it?
    let mut voiced = false;
    let mut low = false;
    let mut at = 0;
    while let Some(c) = get(at) {
        at += 1;
        if let Some((mut sound, of_low)) = consonant(c) {
            low = of_low;
            if c == 'ហ' && get(at) == Some('្') {
                let foreign = match get(at + 1) {
                    Some('គ') => "g",
                    Some('វ') => "f",
                    Some('ស') => "z",
                    _ => "",
                };
                if !foreign.is_empty() {
                    sound = foreign;
                    at += 2;
                }
            }
            // The series shifters: ប៉ is p.
            if matches!(get(at), Some('៉' | '៊')) {
                if c == 'ប' {
                    sound = "p";
                }
                low = get(at) == Some('៊');
                at += 1;
            }
            out.push_str(sound);
            let next = get(at);
            let bare = !next.is_some_and(|n| n == '្' || vowel(n, low).is_some() || matches!(n, '៍' | '់'));
            // A vowel of its own: the next sign writes it, or nobody has spoken yet in this syllable.
            if bare && !voiced && next.is_some() {
                out.push_str(if low { "o" } else { "a" });
                voiced = true;
            } else if bare {
                voiced = false;
            }
            continue;
        }
        match c {
            '្' => {}
            '៍' => {
                out.pop();
            }
            c => {
                if let Some(v) = vowel(c, low) {
                    out.push_str(v);
                    voiced = true;
                } else if !is_khmer(c) {
                    out.push_str(any_ascii::any_ascii_char(c));
                }
            }
        }
    }
    vec![out]
}

/// A consonant and whether it is of the low series, whose unwritten vowel is o.
fn consonant(c: char) -> Option<(&'static str, bool)> {
    Some(match c {
        'ក' => ("k", false),
        'ខ' => ("kh", false),
        'គ' => ("k", true),
        'ឃ' => ("kh", true),
        'ង' => ("ng", true),
        'ច' => ("ch", false),
        'ឆ' => ("ch", false),
        'ជ' | 'ឈ' => ("ch", true),
        'ញ' => ("nh", true),
        'ដ' => ("d", false),
        'ឌ' => ("d", true),
        'ឋ' | 'ថ' => ("th", false),
        'ឍ' | 'ធ' => ("th", true),
        'ត' => ("t", false),
        'ទ' => ("t", true),
        'ណ' => ("n", false),
        'ន' => ("n", true),
        'ប' => ("b", false),
        'ផ' => ("ph", false),
        'ព' => ("p", true),
        'ភ' => ("ph", true),
        'ម' => ("m", true),
        'យ' => ("y", true),
        'រ' => ("r", true),
        'ល' => ("l", true),
        'ឡ' => ("l", false),
        'វ' => ("v", true),
        'ស' | 'ឝ' | 'ឞ' => ("s", false),
        'ហ' => ("h", false),
        'អ' => ("", false),
        _ => return None,
    })
}

fn vowel(c: char, low: bool) -> Option<&'static str> {
    Some(match c {
        'ា' | 'ឣ' | 'ឤ' => "a",
        'ិ' | 'ី' | 'ឥ' | 'ឦ' => "i",
        'ឹ' | 'ឺ' => "eu",
        'ុ' if !low => "o",
        'ុ' | 'ូ' | 'ឧ' | 'ឩ' => "u",
        'ួ' => "uo",
        'ើ' => "oe",
        'ឿ' => "oea",
        'ៀ' => "ie",
        'េ' | 'ែ' | 'ឯ' => "e",
        'ៃ' | 'ឰ' => "ai",
        'ោ' | 'ឱ' => "o",
        'ៅ' => "au",
        'ំ' => "am",
        'ះ' => "h",
        _ => return None,
    })
}
