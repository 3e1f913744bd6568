//! From a printed name to tokens with roles.

use crate::fold::{self, Word};
use crate::words::{self, LONGEST_FORM};
use crate::{Form, Script};
use serde::{Deserialize, Serialize};

/// Tokens of a name that are kept. The longest names on lists have some thirty; what is longer is no name, and
/// [`Analysed::cut`] says so.
pub const MOST_TOKENS: usize = 48;

/// Characters of a text that are looked at.
const MOST_CHARACTERS: usize = 1_000;

/// What the caller knows of the name's bearer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameHint {
    /// A natural person.
    Person,
    /// A company, authority, ship, aircraft: anything but a person.
    Organisation,
    /// Not known.
    #[default]
    Unknown,
}

impl From<interdict_model::Kind> for NameHint {
    fn from(kind: interdict_model::Kind) -> Self {
        match kind {
            interdict_model::Kind::Person => Self::Person,
            interdict_model::Kind::Unknown => Self::Unknown,
            _ => Self::Organisation,
        }
    }
}

/// What a token is within its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A name, of which no more is known.
    Plain,
    /// A given name: what stands behind the comma of "FAMILY, Given".
    Given,
    /// A family name: what stands before that comma.
    Family,
    /// A name after the father.
    Patronymic,
    /// bin, al, de, van, of, and, ...; folded to one spelling each.
    Particle,
    /// Mr, Sheikh, General, ...
    Honorific,
    /// LLC, GmbH, OAO, ...; folded to a class each (`jsc`, `llc`, `inc`, ...).
    LegalForm,
    /// A single letter that stands for a name.
    Initial,
    /// Digits.
    Number,
    /// A word that many organisations bear: bank, trading, international, ...
    Generic,
}

impl Role {
    /// Can a match rest on it? Not on particles, titles, legal forms and initials.
    pub fn is_core(self) -> bool {
        !matches!(self, Self::Particle | Self::Honorific | Self::LegalForm | Self::Initial)
    }
}

/// A token of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// As printed; several words for a legal form of several words.
    pub text: String,
    /// What counts when it is compared.
    pub form: Form,
    /// What it is within its name.
    pub role: Role,
}

impl Token {
    /// The main plain spelling.
    pub fn folded(&self) -> &str {
        self.form.folded()
    }

    /// The spelling as it stands, where [`Token::folded`] is that of the token's kind.
    pub fn written(&self) -> &str {
        written(self.role, self.form.spellings.iter()).map_or("", String::as_str)
    }
}

/// The spelling as it stands in a name: a particle's is the last of its spellings.
pub fn written<S>(role: Role, mut spellings: impl Iterator<Item = S>) -> Option<S> {
    if role == Role::Particle { spellings.last() } else { spellings.next() }
}

/// A name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysed {
    /// Its tokens as they stand.
    pub tokens: Vec<Token>,
    /// The script of most of its letters.
    pub script: Script,
    /// The text went on behind the last token.
    pub cut: bool,
}

impl Analysed {
    /// The tokens in their main spelling, a space between them.
    pub fn folded(&self) -> String {
        self.tokens.iter().map(Token::folded).collect::<Vec<_>>().join(" ")
    }
}

/// Takes a name apart. Total: any text gives tokens, or none where it has no letter and no digit.
pub fn analyse(text: &str, hint: NameHint) -> Analysed {
    let (text, cut) = match text.char_indices().nth(MOST_CHARACTERS) {
        Some((at, _)) => (text.get(..at).unwrap_or(text), true),
        None => (text, false),
    };
    let script = Script::of_text(text);
    analyse_words(&fold::words(text, fold::language(text)), script, hint, cut)
}

/// The same from words that are folded already.
pub(crate) fn analyse_words(words: &[Word], script: Script, hint: NameHint, mut cut: bool) -> Analysed {
    let cut_words = (hint != NameHint::Person).then(|| glued_forms(words)).flatten();
    let words = cut_words.as_deref().unwrap_or(words);
    let mut tokens = read(words, hint);
    if tokens.len() > MOST_TOKENS {
        tokens.truncate(MOST_TOKENS);
        cut = true;
    }
    if hint != NameHint::Organisation && !tokens.iter().any(|t| t.role == Role::LegalForm) {
        ben(&mut tokens);
        name_parts(&mut tokens, words);
    }
    if hint == NameHint::Person {
        firm_of_a_person(&mut tokens);
    }
    // "Mr", "LLC" or "A" alone: then that is the name.
    if !tokens.iter().any(|t| t.role.is_core()) {
        for token in &mut tokens {
            token.role = Role::Plain;
            token.form.initial = false;
        }
    }
    Analysed { tokens, script, cut }
}

fn read(words: &[Word], hint: NameHint) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        let several =
            legal_form(rest, hint, at == 0).or_else(|| letters(rest, hint)).or_else(|| number(rest, hint, at));
        if let Some((token, taken)) = several {
            out.push(token);
            at += taken;
            continue;
        }
        out.extend(one(word, rest.get(1), hint));
        at += 1;
    }
    out
}

/// `SiemensAG`: a legal form in capitals glued to a name that ends in a small letter stands apart. `None` where there is none.
fn glued_forms(words: &[Word]) -> Option<Vec<Word>> {
    let cut = |word: &Word| -> Option<(Word, Word)> {
        let at = word.text.char_indices().rev().take_while(|(_, c)| c.is_uppercase()).last()?.0;
        let (head, tail) = (word.text.get(..at)?, word.text.get(at..)?);
        if tail.chars().count() < 2 || !head.chars().last()?.is_lowercase() {
            return None;
        }
        let piece = |text: &str| Some(Word { text: text.to_string(), forms: fold::fold(text), ..word.clone() });
        let tail = piece(tail)?;
        words::legal_form(tail.forms.first()?)?;
        Some((piece(head).filter(|w| !w.forms.is_empty())?, tail))
    };
    if !words.iter().any(|w| cut(w).is_some()) {
        return None;
    }
    Some(
        words
            .iter()
            .flat_map(|w| match cut(w) {
                Some((a, b)) => vec![a, b],
                None => vec![w.clone()],
            })
            .collect(),
    )
}

/// Long legal forms that are known with a letter or two wrong, and how many words they have.
const LONG_FORMS: [(usize, &str); 10] = [
    (1, "aktiengesellschaft"),
    (1, "incorporated"),
    (1, "corporation"),
    (1, "gesellschaft"),
    (1, "aktiebolag"),
    (1, "obshchestvo"),
    (3, "joint stock company"),
    (4, "public joint stock company"),
    (4, "open joint stock company"),
    (3, "limited liability company"),
];

/// The longest legal form that the words begin with. Persons have none, but a text of unknown kind may.
fn legal_form(rest: &[Word], hint: NameHint, first: bool) -> Option<(Token, usize)> {
    if hint == NameHint::Person {
        return None;
    }
    let folded = |w: &Word| w.forms.first().map_or(String::new(), String::clone);
    let longest = words::longest_form(rest.first()?.forms.first()?);
    let most = LONGEST_FORM.min(rest.len());
    (1..=most).rev().find_map(|n| {
        let taken = rest.get(..n)?;
        // Most words begin no form, and few are of the length of one that is known with letters wrong.
        let length = taken.iter().map(|w| w.forms.first().map_or(0, String::len) + 1).sum::<usize>() - 1;
        let mut alike =
            LONG_FORMS.iter().filter(|(words, long)| *words == n && long.len().abs_diff(length) <= 2).peekable();
        if n > longest && alike.peek().is_none() {
            return None;
        }
        let key = taken.iter().map(folded).collect::<Vec<_>>().join(" ");
        let mut near = || alike.find(|(_, long)| crate::edits::letters_apart(long, &key).is_some());
        let class = words::legal_form(&key).or_else(|| words::legal_form(near()?.1))?;
        // Two letters may be anything ("as", "se", "ad") unless they stand at an end of the name or are printed in capitals.
        let capitals = taken.iter().all(|w| w.text.chars().all(|c| !c.is_lowercase()));
        let at_end = rest.len() == n || first;
        if key.len() <= 2 && !(at_end || capitals) || (hint == NameHint::Unknown && key.len() <= 2 && !capitals) {
            return None;
        }
        let text = taken.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut spellings = vec![class.to_string()];
        // Asa and Sal are people too: where it is not known what the name is of, it keeps its own spelling beside the class.
        if hint == NameHint::Unknown && n == 1 && key != class {
            spellings.push(key);
        }
        let form = Form::new(spellings, false)?;
        Some((Token { text, form: Form { keys: Vec::new(), groups: Vec::new(), ..form }, role: Role::LegalForm }, n))
    })
}

/// Number words, ordinals and Roman numerals, in names of anything but persons: Forty-four, Second, VII. A Roman numeral counts in capitals
/// behind another word; of a single letter (I, V, X) only at the end.
fn number(rest: &[Word], hint: NameHint, at: usize) -> Option<(Token, usize)> {
    if hint == NameHint::Person {
        return None;
    }
    let word = rest.first()?;
    let folded = |n: usize| rest.get(n).and_then(|w| w.forms.first()).map_or("", String::as_str);
    let digits = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let token = |value: u32, taken: usize| {
        let text = rest.iter().take(taken).map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        Some((Token { text, form: Form::plain(&value.to_string())?, role: Role::Number }, taken))
    };
    let letter_o = word.text.bytes().any(|b| b.is_ascii_digit()) && word.forms.len() > 1;
    if let Some(value) = words::number_value(folded(0)).filter(|_| !letter_o) {
        // "Forty four", "Forty 4".
        let ones = words::number_value(folded(1)).or_else(|| digits(folded(1))).filter(|n| (1..10).contains(n));
        return match ones {
            Some(ones) if value % 10 == 0 && (20..100).contains(&value) => token(value + ones, 2),
            _ => token(value, 1),
        };
    }
    let capitals = word.text.bytes().all(|b| b.is_ascii_uppercase());
    let placed = at > 0 && (word.text.len() > 1 || ends(rest, hint));
    if capitals && placed && hint == NameHint::Organisation {
        return token(words::roman(folded(0))?, 1);
    }
    None
}

/// Does nothing but a legal form come behind the first word?
fn ends(rest: &[Word], hint: NameHint) -> bool {
    let behind = rest.get(1..).unwrap_or_default();
    behind.is_empty() || legal_form(behind, hint, false).is_some()
}

/// Dotted letters in the name of an organisation are one word: A.B.C., L.X.C, G.m.b.H.
fn letters(rest: &[Word], hint: NameHint) -> Option<(Token, usize)> {
    let single =
        |w: &&Word| w.forms.first().is_some_and(|f| f.len() == 1 && f.bytes().all(|b| b.is_ascii_alphabetic()));
    let mut taken: Vec<&Word> = Vec::new();
    for word in rest {
        if !single(&word) || taken.last().is_some_and(|w| !w.dotted) {
            break;
        }
        taken.push(word);
    }
    let least = if hint == NameHint::Organisation { 2 } else { 3 };
    if hint == NameHint::Person || taken.len() < least {
        return None;
    }
    let folded: String = taken.iter().filter_map(|w| w.forms.first()).map(String::as_str).collect();
    let text = taken.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(".");
    let (form, role) = match words::legal_form(&folded) {
        Some(class) => (Form::plain(class)?, Role::LegalForm),
        None => (Form::new(vec![folded], false)?, Role::Plain),
    };
    Some((Token { text, form, role }, taken.len()))
}

fn one(word: &Word, next: Option<&Word>, hint: NameHint) -> Vec<Token> {
    let token = |spellings: Vec<String>, role: Role| {
        let mut form = Form::new(spellings, word.script.is_abjad())?;
        if matches!(word.script, Script::Han | Script::Hangul) {
            let mut signs = word.text.chars();
            form.sign = signs.next().filter(|_| signs.next().is_none());
        }
        Some(Token { text: word.text.clone(), form, role })
    };
    let folded = word.forms.first().map_or("", String::as_str);
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        let plain = folded.trim_start_matches('0');
        let plain = if plain.is_empty() { "0" } else { plain };
        return token(vec![plain.to_string()], Role::Number).into_iter().collect();
    }
    let latin_letter = (folded.len() == 1 && !matches!(word.script, Script::Han | Script::Hangul | Script::Kana))
        .then(|| folded.chars().next())
        .flatten();
    match words::word(folded) {
        // In a person's name `Star`, `Bank` or `First` are names.
        Some(words::Word::Generic) if hint != NameHint::Person => {
            return token(word.forms.clone(), Role::Generic).into_iter().collect();
        }
        Some(words::Word::Particle(of)) if is_particle(folded, of, next) => {
            return particle(word, of).into_iter().collect();
        }
        Some(words::Word::Honorific) if hint != NameHint::Organisation => {
            return token(word.forms.clone(), Role::Honorific).into_iter().collect();
        }
        _ => {}
    }
    if let Some(letter) = latin_letter {
        return vec![Token { text: word.text.clone(), form: Form::initial(letter), role: Role::Initial }];
    }
    if let Some(parts) = arabic_parts(word) {
        return parts;
    }
    token(word.forms.clone(), Role::Plain).into_iter().collect()
}

/// The article takes the sound of the word behind it (ar-Rahman, ash-Sham); elsewhere `An` and `As` are names.
fn is_particle(folded: &str, of: &str, next: Option<&Word>) -> bool {
    if of != "al" || matches!(folded, "al" | "el" | "ul") {
        return true;
    }
    let sound = folded.trim_start_matches(['a', 'u']);
    next.and_then(|w| w.forms.first()).is_some_and(|w| w.starts_with(sound))
}

fn particle(word: &Word, of: &str) -> Option<Token> {
    let form = Form::particle(of, word.forms.first().map_or(of, String::as_str))?;
    Some(Token { text: word.text.clone(), form, role: Role::Particle })
}

/// The article that Arabic writes at its word, and `Abdul-` that lists write at the next one, stand apart:
/// `الأسد` is al + asad, `Abdulaziz` is abd + aziz, `Abdul` is abd.
fn arabic_parts(word: &Word) -> Option<Vec<Token>> {
    let plain = |text: &str, spellings: Vec<String>| {
        let form = Form::new(spellings, word.script.is_abjad())?;
        Some(Token { text: text.to_string(), form, role: Role::Plain })
    };
    if word.script == Script::Arabic {
        let rest = word.text.strip_prefix("ال").filter(|r| r.chars().count() >= 3 && *r != "له")?;
        let forms = fold::fold(rest);
        return Some(vec![particle(word, "al")?, plain(rest, forms)?]);
    }
    let folded = word.forms.first()?;
    let rest = ["abdul", "abdel", "abdal", "abdol", "abdoul"].iter().find_map(|start| folded.strip_prefix(start))?;
    let abd = plain("abd", vec!["abd".to_string(), "abdul".to_string()])?;
    match rest.len() {
        0 => Some(vec![Token { text: word.text.clone(), ..abd }]),
        // Abdullah and Abdulla are names of their own; Abdulov and Abdulin come from them.
        1..=2 => None,
        _ if rest.starts_with("la") || rest.starts_with("ov") || rest.starts_with("ev") => None,
        _ => Some(vec![abd, plain(&word.text, vec![rest.to_string()])?]),
    }
}

/// "Nicolás Maduro LLC": a legal form in capitals behind the name of a person, which is not written in capitals itself.
fn firm_of_a_person(tokens: &mut [Token]) {
    let Some((last, rest)) = tokens.split_last_mut() else { return };
    let capitals = |t: &Token| t.text.chars().all(|c| c.is_uppercase());
    if last.role == Role::Plain
        && rest.iter().filter(|t| t.role.is_core()).count() >= 2
        && capitals(last)
        && !rest.iter().any(|t| t.text.chars().count() > 1 && capitals(t))
        && let Some(class) = words::legal_form(last.folded())
        && let Some(form) = Form::plain(class)
    {
        (last.form, last.role) = (form, Role::LegalForm);
    }
}

/// `Ben Netanyahu`: before all other words, `Ben` is a given name, or begins the family name of `Ben Ali, Zine`; either way a name of its own.
fn ben(tokens: &mut [Token]) {
    let begins = matches!(tokens, [_, next, ..] if next.role == Role::Plain);
    if let Some(first) = tokens.first_mut().filter(|t| begins && t.role == Role::Particle && t.written() == "ben")
        && let Some(form) = Form::new(vec!["ben".into(), "bin".into()], false)
    {
        (first.form, first.role) = (form, Role::Plain);
    }
}

/// Given, family and father's name, where comma and ending tell them.
fn name_parts(tokens: &mut [Token], words: &[Word]) {
    let commas = words.iter().filter(|w| w.comma).count();
    let names = |t: &Token| t.role == Role::Plain;
    if commas == 1
        && let Some(comma) = words.iter().position(|w| w.comma).and_then(|at| words.get(at))
        && let Some(at) = tokens.iter().position(|t| t.text == comma.text)
        && at + 1 < tokens.len()
    {
        for (place, token) in tokens.iter_mut().enumerate() {
            if names(token) {
                token.role = if place <= at { Role::Family } else { Role::Given };
            }
        }
    }
    let count = tokens.iter().filter(|t| t.role.is_core()).count();
    if count < 3 {
        return;
    }
    // "Usama bin Muhammad ibn Awad ibn Ladin": who stands behind `bin` and before another name is a father.
    let last = tokens.iter().rposition(|t| t.role.is_core());
    for at in 1..tokens.len() {
        let behind = tokens.get(at - 1).is_some_and(|t| t.role == Role::Particle && t.folded() == "bin");
        if let Some(token) = tokens.get_mut(at).filter(|t| behind && t.role == Role::Plain && Some(at) != last) {
            token.role = Role::Patronymic;
        }
    }
    let fathers = ["ovich", "evich", "avich", "ovna", "evna", "ouna", "auna", "yevich", "ovych", "ivna", "ovic"];
    let father = tokens.iter_mut().skip(1).find(|t| {
        matches!(t.role, Role::Plain | Role::Given)
            && fathers.iter().any(|end| t.folded().len() > end.len() + 2 && t.folded().ends_with(end))
    });
    if let Some(token) = father {
        token.role = Role::Patronymic;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn roles(text: &str, hint: NameHint) -> Vec<(String, Role)> {
        analyse(text, hint).tokens.into_iter().map(|t| (t.folded().to_string(), t.role)).collect()
    }

    fn folded(text: &str, hint: NameHint) -> String {
        analyse(text, hint).folded()
    }

    #[test]
    fn the_comma_and_the_ending_tell_the_parts_of_a_name() {
        let parts = roles("LUKASHENKA, Dzmitry Aliaksandravich", NameHint::Person);
        assert_eq!(
            parts,
            [
                ("lukashenka".into(), Role::Family),
                ("dzmitry".into(), Role::Given),
                ("aliaksandravich".into(), Role::Patronymic)
            ]
        );
        // A family name in -vich is none.
        assert!(roles("Alexander Lukashevich", NameHint::Person).iter().all(|(_, r)| *r == Role::Plain));
    }

    #[test]
    fn legal_forms_of_many_countries_fall_into_classes() {
        for text in
            ["OJSC Belaruskali", "OAO Belaruskali", "Belaruskali Open Joint Stock Company", "ОАО «Беларуськалий»"]
        {
            assert!(
                roles(text, NameHint::Organisation).contains(&("jsc".into(), Role::LegalForm)),
                "{text} {:?}",
                roles(text, NameHint::Organisation)
            );
        }
        for text in
            ["CRYSTALORD LTD", "ООО АЯС 2000", "FABERLIC EUROPE Sp. z o.o.", "Volkswagen Bank G.m.b.H.", "Emma LLC"]
        {
            assert!(
                roles(text, NameHint::Organisation).contains(&("llc".into(), Role::LegalForm)),
                "{text} {:?}",
                roles(text, NameHint::Organisation)
            );
        }
    }

    #[test]
    fn particles_and_titles_are_no_names() {
        assert_eq!(folded("Usama ibn Laden", NameHint::Person), "usama bin laden");
        assert!(roles("Mr. Recep Tayyip Erdoğan", NameHint::Person)[0].1 == Role::Honorific);
        assert_eq!(
            folded("Abdulaziz al-Nuristani", NameHint::Person),
            folded("'Abd al-Aziz Nuristani", NameHint::Person).replace("al aziz", "aziz al")
        );
        assert_eq!(folded("الأسد", NameHint::Person), "al asad");
    }

    #[test]
    fn dotted_letters_are_one_word_in_a_firm_and_initials_in_a_person() {
        assert_eq!(folded("A.B.C. Company", NameHint::Organisation), "abc inc");
        assert_eq!(roles("J. R. Smith", NameHint::Person)[0].1, Role::Initial);
    }

    #[test]
    fn a_name_of_nothing_but_a_title_is_that_title() {
        assert_eq!(roles("LLC", NameHint::Unknown)[0].1, Role::Plain);
        assert_eq!(roles("A", NameHint::Unknown), [("a".into(), Role::Plain)]);
        assert!(analyse("«—»", NameHint::Unknown).tokens.is_empty());
    }

    #[test]
    fn a_text_of_10_kb_is_cut_and_says_so() {
        let analysed = analyse(&"Dzmitry ".repeat(1_300), NameHint::Unknown);
        assert!(analysed.cut && analysed.tokens.len() <= MOST_TOKENS);
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_without_panic(text in "\\PC{0,80}", hint in 0..3) {
            let hint = [NameHint::Person, NameHint::Organisation, NameHint::Unknown][hint as usize];
            for token in analyse(&text, hint).tokens {
                prop_assert!(!token.folded().is_empty());
                prop_assert!(token.form.spellings.iter().all(|s| s.is_ascii()));
            }
        }
    }
}
