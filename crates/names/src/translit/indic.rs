//! The Indian scripts whose blocks share one layout (Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada,
//! Malayalam): one table by place in the block, and the rules for the vowel that a consonant carries unwritten.

/// The block a sign belongs to: its first code point.
fn block(c: char) -> Option<u32> {
    let n = c as u32;
    (0x0900..0x0D80).contains(&n).then_some(n & !0x7F)
}

/// Is it a letter of one of these scripts?
pub(super) fn is_indic(c: char) -> bool {
    block(c).is_some()
}

const BENGALI: u32 = 0x0980;
const GURMUKHI: u32 = 0x0A00;
const TAMIL: u32 = 0x0B80;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Consonant(&'static str, bool),
    Vowel(&'static str),
}

/// Up to four spellings: with unspoken vowels left out as the north does, with all of them, and for Tamil and Bengali the
/// other values of letters that stand for two sounds.
pub(super) fn romanise(word: &str) -> Vec<String> {
    let of = word.chars().find_map(block).unwrap_or(0x0900);
    // The south says each vowel it writes.
    let south = of >= TAMIL || of == 0x0B00;
    let mut out: Vec<String> = Vec::with_capacity(4);
    let mut add = |spelling: String| {
        if !spelling.is_empty() && !out.contains(&spelling) {
            out.push(spelling);
        }
    };
    let units = units(word, of, false);
    add(spell(&units, !south, !south));
    if of == TAMIL || of == BENGALI {
        add(spell(&self::units(word, of, true), !south, !south));
    }
    add(spell(&units, false, !south));
    add(spell(&units, false, false));
    out
}

/// Consonants (and whether the unwritten vowel follows) and vowels.
fn units(word: &str, of: u32, other: bool) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let chars: Vec<char> = word.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let place = if block(c).is_some() { c as u32 & 0x7F } else { 0xFF };
        let last = out.last().copied();
        match place {
            // The virama takes the vowel away, a vowel sign puts its own.
            0x4D => {
                if let (Some(slot), Some(Unit::Consonant(s, _))) = (out.last_mut(), last) {
                    *slot = Unit::Consonant(s, false);
                }
            }
            0x3E..=0x4C | 0x55..=0x57 | 0x62 => {
                if let (Some(slot), Some(Unit::Consonant(s, _))) = (out.last_mut(), last) {
                    *slot = Unit::Consonant(s, false);
                }
                out.push(Unit::Vowel(vowel(place - 0x38)));
            }
            // A dot below makes another consonant of it.
            0x3C => {
                if let (Some(slot), Some(Unit::Consonant(s, a))) = (out.last_mut(), last) {
                    *slot = Unit::Consonant(
                        match s {
                            "k" => "q",
                            "j" if of != BENGALI || chars.get(at.wrapping_sub(1)) != Some(&'য') => "z",
                            "j" => "y",
                            "d" => "r",
                            "dh" => "rh",
                            "ph" => "f",
                            "s" => "sh",
                            s => s,
                        },
                        a,
                    );
                }
            }
            0x01 | 0x02 | 0x70 => {
                let labial = chars.get(at + 1).is_some_and(|n| matches!(*n as u32 & 0x7F, 0x2A..=0x2E));
                out.push(Unit::Consonant(if labial { "m" } else { "n" }, false));
            }
            0x05..=0x14 => out.push(Unit::Vowel(vowel(place))),
            0x71 if of == GURMUKHI => {}
            0x15..=0x7F => {
                if let Some((sound, a)) = consonant(c, place, of, other, last) {
                    out.push(Unit::Consonant(sound, a));
                }
            }
            _ => {}
        }
    }
    out
}

/// By place among the independent vowels.
fn vowel(place: u32) -> &'static str {
    match place {
        0x05 | 0x06 => "a",
        0x07 | 0x08 => "i",
        0x09 | 0x0A => "u",
        0x0B | 0x0C => "ri",
        0x0D..=0x0F => "e",
        0x10 | 0x1E => "ai",
        0x11..=0x13 => "o",
        0x14 | 0x1F => "au",
        _ => "",
    }
}

fn consonant(c: char, place: u32, of: u32, other: bool, before: Option<Unit>) -> Option<(&'static str, bool)> {
    if of == TAMIL {
        // One letter for the voiced and the voiceless: voiced between vowels and behind a nasal.
        let soft = match before {
            None => false,
            Some(Unit::Vowel(_)) => true,
            Some(Unit::Consonant(s, a)) => a || matches!(s, "n" | "m" | "ng" | "nj"),
        } != other;
        let sound = match place {
            0x15 if soft => Some("g"),
            0x1A if other => Some("ch"),
            0x1A => Some("s"),
            0x1F | 0x24 if soft => Some("d"),
            0x24 => Some("th"),
            0x2A if soft => Some("b"),
            _ => None,
        };
        if let Some(sound) = sound {
            return Some((sound, true));
        }
    }
    Some(match place {
        0x15 => ("k", true),
        0x16 => ("kh", true),
        0x17 => ("g", true),
        0x18 => ("gh", true),
        0x19 => ("ng", true),
        0x1A => ("ch", true),
        0x1B => ("chh", true),
        0x1C => ("j", true),
        0x1D => ("jh", true),
        0x1E => (if of >= TAMIL { "nj" } else { "n" }, true),
        0x1F | 0x24 => ("t", true),
        0x20 | 0x25 => ("th", true),
        0x21 | 0x26 => ("d", true),
        0x22 | 0x27 => ("dh", true),
        0x23 | 0x28 | 0x29 => ("n", true),
        0x2A => ("p", true),
        0x2B if of == BENGALI || of == GURMUKHI => ("f", true),
        0x2B => ("ph", true),
        // Bengali has one letter for b and v.
        0x2C if of == BENGALI && other => ("v", true),
        0x2C => ("b", true),
        0x2D => ("bh", true),
        0x2E => ("m", true),
        0x2F if of == BENGALI => (if c == 'য' && before.is_none() { "j" } else { "y" }, true),
        0x2F => ("y", true),
        0x30 | 0x31 => ("r", true),
        0x32 | 0x33 => ("l", true),
        0x34 => ("zh", true),
        0x35 => ("v", true),
        0x36 => ("sh", true),
        0x37 => ("sh", true),
        0x38 => ("s", true),
        0x39 => ("h", true),
        0x58 => ("q", true),
        0x59 => ("kh", true),
        0x5A => ("g", true),
        0x5B => ("z", true),
        0x5C => ("r", true),
        0x5D => ("rh", true),
        0x5E => ("f", true),
        0x5F => ("y", true),
        // Bengali khanda ta, Assamese ra and va; Malayalam letters without a vowel.
        0x4E => ("t", false),
        0x70 => ("r", true),
        0x71 => ("w", true),
        0x7A | 0x7B => ("n", false),
        0x7C => ("r", false),
        0x7D | 0x7E => ("l", false),
        0x7F => ("k", false),
        _ => return None,
    })
}

/// Writes the units. `within`: an unwritten vowel between two spoken syllables is silent (Rajkumar). `final_silent`: so is the last.
fn spell(units: &[Unit], within: bool, final_silent: bool) -> String {
    let mut out = String::new();
    // Did the syllable before keep its vowel? Two in a row are never silent.
    let mut spoken = false;
    for (at, unit) in units.iter().enumerate() {
        match *unit {
            Unit::Vowel(v) => {
                out.push_str(v);
                spoken = true;
            }
            Unit::Consonant(s, a) => {
                out.push_str(s);
                if !a {
                    spoken = false;
                    continue;
                }
                let next = units.get(at + 1).copied();
                let after = units.get(at + 2).copied();
                let voiced_next = matches!(next, Some(Unit::Consonant(_, true)))
                    && !matches!(after, None | Some(Unit::Consonant(_, _)))
                    || matches!((next, after), (Some(Unit::Consonant(_, false)), Some(Unit::Vowel(_))));
                let silent = match next {
                    None => final_silent && at > 0,
                    Some(_) => within && at > 0 && spoken && voiced_next,
                };
                if !silent {
                    out.push('a');
                }
                spoken = !silent;
            }
        }
    }
    out
}
