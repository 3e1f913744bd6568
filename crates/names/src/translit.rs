//! Other scripts in Latin letters: own tables for those that names on lists are written in; `any_ascii` for the rest.
//!
//! A name has no single romanisation. [`romanise`] gives the usual one first and at most three others behind it that are
//! in use (Дмитрий: `dmitriy`, `dmitry`, `dmitrii`), each by a whole system, so that they do not multiply. What no table
//! foresees is left to the consonant key. `cargo run -p interdict-names --release --example romanise -- FILE` measures it.

mod caucasus;
mod cyrillic;
mod greek;
mod han;
mod hangul;
mod indic;
mod kana;
mod khmer;
mod semitic;
mod thai;

use crate::Script;

/// The language whose rules a Cyrillic text follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cyrillic {
    /// Russian, Bulgarian and all that show no letter of their own.
    Russian,
    /// Belarusian: `ў`, or `і` beside `э` or `ы`.
    Belarusian,
    /// Ukrainian: `ї`, `є`, `ґ`, or `і` alone.
    Ukrainian,
}

impl Cyrillic {
    /// Told by its letters. A text that shows none of its own counts as Russian.
    pub fn of(text: &str) -> Self {
        let mut has = [false; 4]; // own Ukrainian, own Belarusian, і, э or ы
        for c in text.chars().flat_map(char::to_lowercase) {
            match c {
                'ї' | 'є' | 'ґ' => has[0] = true,
                'ў' => has[1] = true,
                'і' => has[2] = true,
                'э' | 'ы' => has[3] = true,
                // Kazakh and its neighbours write `і` too, with Russian's г.
                'қ' | 'ғ' | 'ә' | 'ө' | 'ұ' | 'ү' | 'ң' => return Self::Russian,
                _ => {}
            }
        }
        match has {
            [_, true, ..] | [false, _, true, true] => Self::Belarusian,
            [true, ..] | [_, _, true, false] => Self::Ukrainian,
            _ => Self::Russian,
        }
    }
}

/// Spellings that [`romanise`] gives at most.
pub(crate) const MOST_SPELLINGS: usize = 4;

pub(crate) use han::{japanese, readings, transcription};

/// A lower-case word in Latin letters, the usual romanisation first. Empty where nothing of it can be written in them.
pub fn romanise(word: &str, script: Script, language: Cyrillic) -> Vec<String> {
    let mut out = match script {
        Script::Cyrillic => cyrillic::romanise(word, language),
        Script::Greek => greek::romanise(word),
        Script::Arabic => semitic::arabic(word),
        Script::Hebrew => semitic::hebrew(word),
        Script::Hangul => hangul::romanise(word),
        Script::Kana => kana::romanise(word),
        Script::Han => han::romanise(word),
        Script::Latin => vec![any_ascii::any_ascii(word)],
        Script::Other => other(word),
    };
    for form in &mut out {
        form.retain(|c| c.is_ascii_alphanumeric());
        form.make_ascii_lowercase();
    }
    let mut at = 0;
    while let Some(form) = out.get(at) {
        if form.is_empty() || out.iter().take(at).any(|f| f == form) {
            out.remove(at);
        } else {
            at += 1;
        }
    }
    out.truncate(MOST_SPELLINGS);
    out
}

fn other(word: &str) -> Vec<String> {
    match word.chars().find(|c| Script::of(*c).is_some()) {
        Some(c) if matches!(c as u32, 0x0530..=0x058F) => caucasus::armenian(word),
        Some(c) if matches!(c as u32, 0x10A0..=0x10FF | 0x1C90..=0x1CBF) => caucasus::georgian(word),
        Some(c) if indic::is_indic(c) => indic::romanise(word),
        Some(c) if thai::is_thai(c) => thai::romanise(word),
        Some(c) if khmer::is_khmer(c) => khmer::romanise(word),
        _ => vec![any_ascii::any_ascii(word)],
    }
}

/// The Latin spellings of a name written as one word in any script, the likeliest first: the words that it is cut into are
/// joined. Chinese characters are read in Chinese, as a Japanese name, in Korean, and as the sounds of a foreign name.
pub fn romanisations(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |spelling: String| {
        if !spelling.is_empty() && !out.contains(&spelling) {
            out.push(spelling);
        }
    };
    let script = Script::of_text(text);
    if script == Script::Hangul {
        romanise(text, script, Cyrillic::Russian).into_iter().for_each(&mut add);
        return out;
    }
    let words = crate::fold::words(text, Cyrillic::of(text));
    let most = words.iter().map(|w| w.forms.len()).max().unwrap_or(0);
    for nth in 0..most {
        add(words.iter().filter_map(|w| w.forms.get(nth).or_else(|| w.forms.first())).map(String::as_str).collect());
    }
    if script == Script::Han {
        japanese(text).into_iter().flatten().for_each(|s| add(s.to_string()));
        let korean = |nth: usize| -> Option<String> {
            text.chars().map(|c| readings(c).get(nth).or_else(|| readings(c).first()).map(String::as_str)).collect()
        };
        (0..2).filter_map(korean).for_each(&mut add);
        transcription(text).into_iter().for_each(&mut add);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latin(word: &str) -> String {
        romanise(word, Script::of_text(word), Cyrillic::of(word)).swap_remove(0)
    }

    fn spellings(word: &str) -> Vec<String> {
        romanise(word, Script::of_text(word), Cyrillic::of(word))
    }

    #[test]
    fn cyrillic_follows_the_rules_of_its_language() {
        assert_eq!(latin("лукашенко"), "lukashenko");
        assert_eq!(latin("лукашэнка"), "lukashenka");
        assert_eq!(
            romanise("аляксандр", Script::Cyrillic, Cyrillic::Belarusian).first().map(String::as_str),
            Some("aliaksandr")
        );
        assert!(
            romanise("григорий", Script::Cyrillic, Cyrillic::Russian)
                .starts_with(&["grigoriy".into(), "grigory".into()])
        );
        assert_eq!(romanise("молостаў", Script::Cyrillic, Cyrillic::Belarusian), ["molostau", "molostav"]);
        assert_eq!(Cyrillic::of("Лукашэвіч"), Cyrillic::Belarusian);
        assert_eq!(Cyrillic::of("Володимир Зеленський Київ"), Cyrillic::Ukrainian);
    }

    #[test]
    fn russian_names_have_the_passport_the_english_and_the_continental_spelling() {
        for (word, latin) in [
            ("евгений", "yevgeniy"),
            ("хрущёв", "khrushchev"),
            ("юлия", "iuliia"),
            ("юлия", "julija"),
            ("александр", "alexandr"),
            ("гейдар", "hejdar"),
        ] {
            assert!(spellings(word).contains(&latin.to_string()), "{word} {:?}", spellings(word));
        }
    }

    #[test]
    fn cyrillic_of_other_languages_follows_their_own_latin() {
        assert_eq!(spellings("вучић"), ["vucic", "vuchich"]);
        for (word, latin) in [
            ("ђорђевић", "djordjevic"),
            ("назарбаев", "nazarbayev"),
            ("ғалымжан", "ghalymzhan"),
            ("ҷамшед", "jamshed"),
            ("търнов", "tarnov"),
            ("жээнбеков", "jeenbekov"),
        ] {
            assert!(spellings(word).contains(&latin.to_string()), "{word} {:?}", spellings(word));
        }
    }

    #[test]
    fn greek_pairs_of_letters_are_one_sound() {
        for (word, latin) in [
            ("αλέξανδρος", "alexandros"),
            ("γεώργιος", "georgios"),
            ("μπακογιάννη", "bakogianni"),
            ("παπανδρέου", "papandreou"),
            ("ευτύχιος", "eftychios"),
            ("ευάγγελος", "evangelos"),
            ("κωνσταντίνος", "konstantinos"),
            ("ντόρα", "dora"),
            ("γκίκας", "gikas"),
        ] {
            assert!(spellings(word).contains(&latin.to_string()), "{word} {:?}", spellings(word));
        }
    }

    #[test]
    fn common_names_without_vowels_have_them_and_others_keep_their_readings() {
        for (word, latin) in [
            ("محمد", "muhammad"),
            ("علی", "ali"),
            ("מנחם", "menachem"),
            ("דוד", "david"),
            ("سُرور", "surur"),
            ("פוטין", "putin"),
            ("بوتين", "butin"),
        ] {
            assert!(spellings(word).contains(&latin.to_string()), "{word} {:?}", spellings(word));
        }
        assert_eq!(romanise("محصول", Script::Arabic, Cyrillic::Russian), ["mhsul", "mhswl", "mhsol"]);
        // Foreign v, o and ch are written with other letters.
        assert!(spellings("ماركوفيتش").contains(&"markovich".to_string()));
    }

    #[test]
    fn korean_syllables_have_the_spellings_of_both_states() {
        for (syllable, all) in [
            ("정", &["jong", "jung", "jeong", "chong"][..]),
            ("은", &["un", "eun"]),
            ("박", &["pak", "park"]),
            ("이", &["ri", "lee", "yi"]),
            ("철", &["chol", "cheol", "chul"]),
            ("국", &["kuk", "guk"]),
        ] {
            for latin in all {
                assert!(spellings(syllable).contains(&latin.to_string()), "{syllable} {:?}", spellings(syllable));
            }
        }
        assert_eq!(latin("민호"), "minho");
    }

    #[test]
    fn kana_are_read_in_hepburn_and_as_the_foreign_name_behind_them() {
        for (word, latin) in [
            ("やまだ", "yamada"),
            ("さとう", "sato"),
            ("バラク", "barak"),
            ("オバマ", "obama"),
            ("ドナルド", "donald"),
            ("ジョンソン", "jonson"),
        ] {
            assert!(spellings(word).contains(&latin.to_string()), "{word} {:?}", spellings(word));
        }
    }

    #[test]
    fn armenian_georgian_thai_and_indian_names_are_read_by_their_own_rules() {
        for (word, latin) in [
            ("սարգսյան", "sargsyan"),
            ("սարգսյան", "sargsian"),
            ("երևան", "yerevan"),
            ("ივანიშვილი", "ivanishvili"),
            ("ทักษิณ", "thaksin"),
            ("ประยุทธ์", "prayut"),
            ("शर्मा", "sharma"),
            ("राजकुमार", "rajkumar"),
            ("नरेंद्र", "narendra"),
            ("মোহাম্মদ", "mohammad"),
            ("ប៉ុល", "pol"),
            ("ពត", "pot"),
            ("ዐቢይ", "abiy"),
        ] {
            assert!(spellings(word).contains(&latin.to_string()), "{word} {:?}", spellings(word));
        }
    }

    #[test]
    fn chinese_characters_are_read_as_each_of_their_users_reads_them() {
        assert_eq!(latin("習"), "xi");
        assert_eq!(spellings("单"), ["shan", "dan"]);
        assert!(spellings("陈").contains(&"chan".to_string()));
        let korean: Vec<&str> = "金正恩".chars().filter_map(|c| readings(c).first()).map(String::as_str).collect();
        assert_eq!(korean, ["kim", "jong", "un"]);
        assert_eq!(japanese("田中"), Some(&["tanaka"][..]));
        assert_eq!(japanese("习近平"), None);
    }

    #[test]
    fn a_run_of_characters_is_read_as_the_foreign_name_that_it_sounds() {
        for (run, latin) in
            [("奥巴马", "obama"), ("贝拉克", "berak"), ("卢卡申科", "lukashenko"), ("伊万诺夫", "ivanov")]
        {
            let near = transcription(run).iter().any(|s| strsim::normalized_levenshtein(s, latin) >= 0.75);
            assert!(near, "{run} {:?}", transcription(run));
        }
        assert_eq!(transcription("鬱"), Vec::<String>::new());
    }

    #[test]
    fn no_word_has_more_than_four_spellings_and_all_are_plain() {
        for word in ["зеленський", "щербицкий", "ευγένιος", "محمد", "יוסף", "성", "ドナルド", "陈", "สุทธิวณิชย์", "தமிழ்"]
        {
            let all = spellings(word);
            assert!((1..=MOST_SPELLINGS).contains(&all.len()), "{word} {all:?}");
            assert!(all.iter().all(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase())), "{all:?}");
        }
    }
}
