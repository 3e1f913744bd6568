//! Chinese characters: as Chinese writes names in Latin letters, and as others read them.
//!
//! One character has a reading in each language that writes with it, so a name is Chinese (金正恩 Jin Zheng'en), Korean
//! ([`readings`]: Kim Jong Un), Japanese ([`japanese`]: 田中 Tanaka), or stands for the sounds of a foreign name
//! ([`transcription`]: 贝拉克 Barack). Only whole names tell which; [`romanise`] is per character and Chinese alone.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

static CUSTOMARY: LazyLock<FxHashMap<char, &'static str>> = LazyLock::new(|| {
    rows(include_str!("han.tsv")).flat_map(|(spellings, signs)| signs.chars().map(move |c| (c, spellings))).collect()
});

static KOREAN: LazyLock<FxHashMap<char, Vec<String>>> = LazyLock::new(|| {
    let mut table: FxHashMap<char, Vec<String>> = FxHashMap::default();
    for (syllable, signs) in rows(include_str!("hanja.tsv")) {
        for sign in signs.chars() {
            let spellings = table.entry(sign).or_default();
            // The reading as a family name stands first: 金 is Kim before it is Keum.
            let new = super::hangul::romanise(syllable);
            if syllable == "김" {
                spellings.splice(0..0, new);
            } else {
                spellings.extend(new);
            }
            spellings.truncate(super::MOST_SPELLINGS);
        }
    }
    table
});

static JAPANESE: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    rows(include_str!("japanese.tsv")).map(|(word, spellings)| (word, spellings.split(' ').collect())).collect()
});

/// What a sign stands for in transcriptions: within a word, and at its end; the likelier first, with its likelihood.
struct Sounds {
    within: Vec<(&'static str, f32)>,
    last: Vec<(&'static str, f32)>,
}

static SOUNDS: LazyLock<FxHashMap<char, Sounds>> = LazyLock::new(|| {
    let list = |text: &'static str| -> Vec<(&'static str, f32)> {
        text.split(' ')
            .filter_map(|s| s.split_once(':'))
            .filter_map(|(sound, per_cent)| Some((sound, per_cent.parse::<f32>().ok()? / 100.0)))
            .collect()
    };
    rows(include_str!("transcription.tsv"))
        .filter_map(|(sign, sounds)| {
            let (within, last) = sounds.split_once('\t')?;
            Some((sign.chars().next()?, Sounds { within: list(within), last: list(last) }))
        })
        .collect()
});

/// Spellings of a character in Chinese names, or of several read one by one: pinyin, then customary forms of other states.
pub(super) fn romanise(word: &str) -> Vec<String> {
    let mut signs = word.chars();
    if let (Some(sign), None) = (signs.next(), signs.next())
        && let Some(spellings) = CUSTOMARY.get(&sign)
    {
        return spellings.split(' ').map(str::to_string).collect();
    }
    let read = |c: char| match CUSTOMARY.get(&c).and_then(|s| s.split(' ').next()) {
        Some(main) => main,
        None => any_ascii::any_ascii_char(c),
    };
    vec![word.chars().map(read).collect()]
}

/// The Korean spellings of a character in names, the likeliest first; empty for one that is rare in them.
pub(crate) fn readings(sign: char) -> &'static [String] {
    KOREAN.get(&sign).map_or(&[], Vec::as_slice)
}

/// The spellings of a Japanese family or given name that is written with these characters, if it is a common one.
pub(crate) fn japanese(word: &str) -> Option<&'static [&'static str]> {
    JAPANESE.get(word).map(Vec::as_slice)
}

/// Up to three Latin spellings of a run of characters read as the sounds of a foreign name, the likeliest first. Empty where
/// a character stands for no sound: then the run is no transcription.
pub(crate) fn transcription(word: &str) -> Vec<String> {
    const KEPT: usize = 3;
    let signs: Vec<char> = word.chars().collect();
    let mut beam: Vec<(String, f32)> = vec![(String::new(), 1.0)];
    for (at, sign) in signs.iter().enumerate() {
        let Some(sounds) = SOUNDS.get(sign) else { return Vec::new() };
        let list = if at + 1 == signs.len() { &sounds.last } else { &sounds.within };
        let mut longer: Vec<(String, f32)> = Vec::with_capacity(beam.len() * list.len());
        for (start, likelihood) in &beam {
            longer.extend(list.iter().map(|(sound, p)| (format!("{start}{sound}"), likelihood * p)));
        }
        longer.sort_by(|a, b| b.1.total_cmp(&a.1));
        longer.dedup_by(|a, b| a.0 == b.0);
        longer.truncate(KEPT);
        beam = longer;
    }
    beam.into_iter().map(|(spelling, _)| spelling).filter(|s| !s.is_empty()).collect()
}
