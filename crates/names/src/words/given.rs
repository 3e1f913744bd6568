//! Given names that are one name: spellings, language variants, pet names.
//!
//! `given_names.tsv` has a group a line and says what each of its words is to the others. A word may stand in several groups
//! (Sasha is Alexander and Alexandra). Two words of one group are related as the weaker of the two is to it.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// How a word stands to the name of its group; the closer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// A spelling or a close language variant (Aleksandr, Alexander): counts nearly in full.
    Same,
    /// A short or pet form (Sasha, Bill).
    Nickname,
    /// The same name by origin in a language further off (Ivan, John): few bearers have both.
    Translation,
}

impl Relation {
    pub(crate) fn letter(self) -> char {
        match self {
            Self::Same => 's',
            Self::Nickname => 'n',
            Self::Translation => 't',
        }
    }

    pub(crate) fn of_letter(letter: char) -> Option<Self> {
        [Self::Same, Self::Nickname, Self::Translation].into_iter().find(|r| r.letter() == letter)
    }
}

/// A group that a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GivenName {
    /// Number of the group; groups of one word are the same in all calls and in no order.
    pub group: u16,
    /// What the word is in it.
    pub relation: Relation,
}

static GROUPS: LazyLock<FxHashMap<&'static str, Vec<GivenName>>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, Vec<GivenName>> = FxHashMap::default();
    let lines = include_str!("given_names.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    for (group, line) in (0u16..).zip(lines) {
        let relations = [Relation::Same, Relation::Nickname, Relation::Translation];
        for (words, relation) in line.split('\t').zip(relations) {
            for word in words.split(' ').filter(|w| !w.is_empty()) {
                let groups = table.entry(word).or_default();
                // The closest relation stands where a word is written twice.
                if groups.last().is_none_or(|g| g.group != group) {
                    groups.push(GivenName { group, relation });
                }
            }
        }
    }
    table
});

/// The groups of a folded word, by ascending number; empty for a word that is no given name of the table.
pub(crate) fn given_names(folded: &str) -> &'static [GivenName] {
    GROUPS.get(folded).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How two folded words are related: the closest relation over the groups that both stand in.
    fn related(a: &str, b: &str) -> Option<Relation> {
        let of_b = given_names(b);
        let common = |x: &GivenName| of_b.iter().find(|y| y.group == x.group).map(|y| x.relation.max(y.relation));
        given_names(a).iter().filter_map(common).min()
    }

    #[test]
    fn variants_of_a_given_name_are_one_name() {
        for (a, b) in [
            ("aliaksandr", "alexander"),
            ("yevgeny", "evgenii"),
            ("siarhei", "sergey"),
            ("mohammed", "muhammad"),
            ("youssef", "yusuf"),
            ("katsiaryna", "ekaterina"),
            ("uladzimir", "volodymyr"),
        ] {
            assert_eq!(related(a, b), Some(Relation::Same), "{a} {b}");
        }
    }

    #[test]
    fn pet_names_belong_to_each_name_they_stand_for() {
        for (a, b) in [
            ("sasha", "aleksandr"),
            ("sasha", "alexandra"),
            ("bill", "william"),
            ("bob", "robert"),
            ("bibi", "benjamin"),
            ("ted", "theodore"),
            ("ted", "edward"),
        ] {
            assert_eq!(related(a, b), Some(Relation::Nickname), "{a} {b}");
        }
    }

    #[test]
    fn names_of_one_origin_in_far_languages_are_translations() {
        for (a, b) in [("ivan", "john"), ("yusuf", "joseph"), ("sulayman", "solomon"), ("musa", "moses")] {
            assert_eq!(related(a, b), Some(Relation::Translation), "{a} {b}");
        }
    }

    #[test]
    fn other_names_are_not_related() {
        for (a, b) in [("barry", "barack"), ("hasan", "hussein"), ("olga", "oleg"), ("anna", "ivan"), ("xyz", "xyz")] {
            assert_eq!(related(a, b), None, "{a} {b}");
        }
    }

    #[test]
    fn the_file_has_plain_words_only_and_no_group_of_one() {
        for line in include_str!("given_names.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            assert!(line.split('\t').count() <= 3, "{line}");
            let words: Vec<&str> = line.split(['\t', ' ']).filter(|w| !w.is_empty()).collect();
            assert!(words.len() >= 2, "{line}");
            assert!(words.iter().all(|w| w.len() >= 2 && w.bytes().all(|b| b.is_ascii_lowercase())), "{line}");
        }
    }
}
