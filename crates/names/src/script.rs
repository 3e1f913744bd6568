//! Which script a text is written in, as far as names need to know.
//!
//! Ranges, not full Unicode properties: a character that no row has counts as [`Script::Other`] and goes through
//! `any_ascii`, so an unknown script is romanised, never dropped.

use serde::{Deserialize, Serialize};

/// A script that names are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Latin, and texts without any letter.
    Latin,
    /// Cyrillic, of any language.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, also Persian and Urdu: written without short vowels.
    Arabic,
    /// Hebrew: written without vowels.
    Hebrew,
    /// Chinese characters, also in Japanese and Korean names.
    Han,
    /// Hiragana and Katakana.
    Kana,
    /// Korean syllables.
    Hangul,
    /// Any other: Armenian, Georgian, Thai, Khmer, Ethiopic, ...
    Other,
}

impl Script {
    /// The script of a letter; `None` for digits, signs and combining marks.
    pub fn of(c: char) -> Option<Self> {
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then_some(Self::Latin);
        }
        if !c.is_alphabetic() {
            return None;
        }
        Some(match c as u32 {
            0x00AA..=0x02AF | 0x1D00..=0x1D7F | 0x1E00..=0x1EFF | 0xA720..=0xA7FF => Self::Latin,
            0x0370..=0x03FF | 0x1F00..=0x1FFF => Self::Greek,
            0x0400..=0x052F | 0x1C80..=0x1C8F => Self::Cyrillic,
            0x0590..=0x05FF | 0xFB1D..=0xFB4F => Self::Hebrew,
            0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Self::Arabic,
            0x3040..=0x30FF | 0x31F0..=0x31FF => Self::Kana,
            0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF => Self::Han,
            0xAC00..=0xD7A3 => Self::Hangul,
            _ => Self::Other,
        })
    }

    /// The script of most letters of a text.
    pub fn of_text(text: &str) -> Self {
        let mut counts: [(Self, usize); 9] = [
            (Self::Latin, 0),
            (Self::Cyrillic, 0),
            (Self::Greek, 0),
            (Self::Arabic, 0),
            (Self::Hebrew, 0),
            (Self::Han, 0),
            (Self::Kana, 0),
            (Self::Hangul, 0),
            (Self::Other, 0),
        ];
        for script in text.chars().filter_map(Self::of) {
            if let Some(count) = counts.iter_mut().find(|(s, _)| *s == script) {
                count.1 += 1;
            }
        }
        // The first of equals, so that a tie is always settled the same way.
        counts.iter().rev().max_by_key(|(_, n)| *n).map_or(Self::Latin, |(s, _)| *s)
    }

    /// Are vowels left out in writing, so that only consonants can be compared?
    pub fn is_abjad(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }

    /// The English name.
    pub fn words(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Cyrillic => "Cyrillic",
            Self::Greek => "Greek",
            Self::Arabic => "Arabic",
            Self::Hebrew => "Hebrew",
            Self::Han => "Chinese characters",
            Self::Kana => "Japanese kana",
            Self::Hangul => "Korean",
            Self::Other => "another script",
        }
    }
}
