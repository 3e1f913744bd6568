//! Greek: ELOT 743, as passports have it; as it sounds to an English ear; and the classical Latin form.

#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    Elot,
    Sound,
    Classical,
}

/// Up to three spellings of a lower-case word, the passport's first.
pub(super) fn romanise(word: &str) -> Vec<String> {
    // (letter, has a diaeresis, so that it makes no pair with the one before)
    let letters: Vec<(char, bool)> = word.chars().map(plain).collect();
    let mut out: Vec<String> = Vec::with_capacity(3);
    for system in [System::Elot, System::Sound, System::Classical] {
        let spelling = spell(&letters, system);
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    }
    out
}

fn plain(c: char) -> (char, bool) {
    match c {
        'ά' | 'ὰ' | 'ἀ' | 'ἁ' | 'ᾶ' => ('α', false),
        'έ' | 'ἐ' | 'ἑ' | 'ὲ' => ('ε', false),
        'ή' | 'ἠ' | 'ἡ' | 'ὴ' | 'ῆ' => ('η', false),
        'ί' | 'ἰ' | 'ἱ' | 'ὶ' | 'ῖ' => ('ι', false),
        'ϊ' | 'ΐ' => ('ι', true),
        'ό' | 'ὀ' | 'ὁ' | 'ὸ' => ('ο', false),
        'ύ' | 'ὐ' | 'ὑ' | 'ὺ' | 'ῦ' => ('υ', false),
        'ϋ' | 'ΰ' => ('υ', true),
        'ώ' | 'ὠ' | 'ὡ' | 'ὼ' | 'ῶ' => ('ω', false),
        'ς' => ('σ', false),
        c => (c, false),
    }
}

fn spell(letters: &[(char, bool)], system: System) -> String {
    use System::{Classical, Elot, Sound};
    let mut out = String::with_capacity(letters.len() + 4);
    let mut at = 0;
    while let Some(&(c, _)) = letters.get(at) {
        let next = letters.get(at + 1).filter(|(_, apart)| !apart).map(|(c, _)| *c);
        let third = letters.get(at + 2).map(|(c, _)| *c);
        let first = at == 0;
        let last = at + 2 >= letters.len();
        // αυ and ευ end in f before these and at the end of a word, else in v.
        let voiceless = third.is_none_or(|t| matches!(t, 'θ' | 'κ' | 'ξ' | 'π' | 'σ' | 'τ' | 'φ' | 'χ' | 'ψ'));
        let (latin, taken) = match (c, next) {
            ('ο', Some('υ')) => (if system == Classical { "u" } else { "ou" }, 2),
            ('α', Some('υ')) if system == Classical => ("au", 2),
            ('ε', Some('υ')) if system == Classical => ("eu", 2),
            ('α', Some('υ')) => (if voiceless { "af" } else { "av" }, 2),
            ('ε', Some('υ')) => (if voiceless { "ef" } else { "ev" }, 2),
            ('ε', Some('ι')) if system == Sound => ("i", 2),
            ('μ', Some('π')) if first || system == Sound => ("b", 2),
            ('ν', Some('τ')) if first && system != Elot => ("d", 2),
            ('ν', Some('τ')) if system == Sound && !last => ("nd", 2),
            ('γ', Some('κ')) if first => (if system == Elot { "gk" } else { "g" }, 2),
            ('γ', Some('γ' | 'κ')) => ("ng", 2),
            ('γ', Some('ξ')) => ("nx", 2),
            ('γ', Some('χ')) => ("nch", 2),
            ('τ', Some('ζ')) if system == Sound => ("j", 2),
            ('τ', Some('σ')) if system == Sound => ("ch", 2),
            ('γ', Some('ι' | 'η' | 'ε' | 'υ')) if system == Sound => ("y", 1),
            ('β', _) => (if system == Classical { "b" } else { "v" }, 1),
            ('η', _) => (if system == Classical { "e" } else { "i" }, 1),
            ('θ', _) => ("th", 1),
            ('κ', _) if system == Classical => ("c", 1),
            ('ξ', _) => ("x", 1),
            ('υ', _) => (if system == Sound { "i" } else { "y" }, 1),
            ('φ', _) => (if system == Classical { "ph" } else { "f" }, 1),
            ('χ', _) => (if system == Sound { "h" } else { "ch" }, 1),
            ('ψ', _) => ("ps", 1),
            ('ω', _) => ("o", 1),
            (c, _) => (any_ascii::any_ascii_char(c), 1),
        };
        out.push_str(latin);
        at += taken;
    }
    out
}
