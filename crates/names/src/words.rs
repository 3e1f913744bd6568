//! The words in names that are no name: legal forms, particles, honorifics, words that any firm may bear, number words.
//!
//! Legal forms, given names and numbers have files of their own in `words/`; the rest are small tables of the forms that
//! sanctions lists print most. Keys are folded ([`crate::fold`]), several words joined by a
//! space; those in other scripts are written so and folded when the tables are made.

mod given;
mod numbers;

use crate::fold;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

pub use given::Relation;
pub(crate) use given::given_names;
pub(crate) use numbers::{number_value, roman};

/// Most words that a legal form in the table has.
pub(crate) const LONGEST_FORM: usize = 6;

/// Words that stand before or within names, by the form that stands for all spellings of one.
const PARTICLES: &[(&str, &str)] = &[
    ("al", "al|el|ul|ad|ash|an|ar|as|at|az|ud|ur|us|uz"),
    ("bin", "bin|ibn|ben|ould|oglu|ogly|uly"),
    ("bint", "bint|bnt|binti|kyzy|qizi|gizi"),
    ("de", "de|da|do|dos|das|del|della|di|du|des|la|le|les|los|las"),
    ("van", "van|von|der|den|ter|ten|vom|zu|zur|af|av"),
    ("and", "and|und|et|og|och|та"),
    ("of", "of|for|the|fur|pour|para|на|по|для|im|in|on|to|dlia|dlya"),
    ("na", "fnu|lnu|nmi|nmn"),
];

const HONORIFICS: &str = "mr|mrs|ms|miss|dr|prof|professor|doctor|sir|dame|lord|lady of|hon|honorable|excellency|sheikh|shaikh|shaykh|\
     sheik|cheikh|haji|hajji|hajj|hadji|alhaj|mullah|mulla|maulavi|mawlawi|maulvi|molvi|mawlana|maulana|qari|hafiz|ustad|ayatollah|hojjatoleslam|\
     imam|sayyid|sayyed|seyed|sayed|sayid|syed|president|prasident|general|gen|colonel|col|major|maj|captain|capt|lieutenant|lt|brigadier|brig|\
     admiral|adm|commander|cdr|marshal|minister|prince|princess|king|queen|emir|amir al|don|dona|senor|senora|monsieur|madame|mme|herr|frau|jr|\
     junior|snr|esq|phd|md|eng|engineer|ing|gospodin|господин|пан|pan|comrade|товарищ|хаджи|mister|mlle|\
     hojatoleslam|hojjat|ayatullah|shaykha|sheikha|shaikha|effendi|maulvi|mulavi|ustadh|ustaz|hojjatolislam|allamah|\
     archbishop|metropolitan|patriarch|rabbi|reverend|rev|senator|deputy|ambassador|\
     sergeant|sgt|corporal|cpl|ltcol|ltgen|majgen|vizeadmiral|generalmajor|generalleutnant|генерал|полковник|майор|капитан|\
     подполковник|лейтенант|адмирал|маршал|доктор|профессор|президент|министр|госпожа|пані|спадар|спадарыня|\
     الشيخ|شيخ|الدكتور|دكتور|السيد|سيد|اللواء|العقيد|الملا|ملا|الحاج|حاج|مولوی|سرلشکر";

/// Words that hardly tell one organisation, ship or plant from another, and countries that firms carry in their names.
const GENERIC: &str = "group|groupe|grupo|gruppe|holding|holdings|international|intl|trading|trade|traders|trust|bank|banking|industries|industry|industrial|\
     enterprise|enterprises|services|service|systems|system|solutions|technology|technologies|tech|engineering|construction|global|general|\
     foundation|institute|university|center|centre|committee|council|ministry|department|office|agency|organization|organisation|association|\
     union|federation|society|party|front|army|brigade|movement|national|state|republic|people|peoples|democratic|islamic|united|central|\
     federal|republican|regional|eastern|western|northern|southern|plant|factory|works|mill|complex|combine|association|research|scientific|\
     production|manufacturing|commercial|investment|investments|finance|financial|capital|fund|insurance|shipping|maritime|marine|shipmanagement|\
     management|logistics|transport|aviation|airlines|airline|airways|air|petroleum|petrochemical|oil|gas|energy|power|steel|metal|mining|chemical|\
     chemicals|electronics|electronic|import|export|imports|exports|consulting|development|security|military|defense|defence|naval|special|\
     design|bureau|branch|subsidiary|development|project|projects|property|properties|real|estate|hotel|media|news|europe|european|asia|africa|american|\
     america|russia|russian|iran|iranian|china|chinese|syrian|syria|belarus|belarusian|ukraine|uk|usa|korea|korean|middle|east|west|north|south|\
     завод|банк|группа|торговый|дом|центр|институт|компания|холдинг|научно|производственное|объединение|предприятие|организация|общественная|\
     областная|государственное|научный|исследовательский|zavod|obedinenie|predpriyatie|predpriiatie|gruppa|tsentr|institut|ship|vessel|star|company|\
     фирма|концерн|корпорация|управление|комбинат|фабрика|агентство|министерство|комитет|университет|академия|фонд|союз|партия|служба|бюро|\
     конструкторское|строительство|промышленность|промышленная|технологии|инвест|трейд|транспорт|логистика|авиа|нефть|газ|энергия|страхование|\
     прадпрыемства|кампанія|завод|підприємство|компанія|установа|обʼєднання|авіакомпанія|міністерство|\
     kompaniia|kompaniya|kontsern|firma|upravlenie|kombinat|fabrika|agentstvo|ministerstvo|universitet|fond|soiuz|soyuz|biuro|byuro|\
     مصرف|بنك|بانک|مؤسسة|مجموعة|شركة|شرکت|هيئة|جمعية|مكتب|وزارة|منظمة|حزب|صناعات|صنایع|تجارة|بازرگانی|\
     sherkat|sharikat|sharika|masraf|muassasa|bunyad|bonyad|sazman|hizb|jamiat|jamaat|\
     empresa|sociedad|banco|comercial|industrias|servicios|inversiones|constructora|transportes|compagnie|societe|banque|industrie|commerce|\
     gesellschaft|handel|handels|werke|sanayi|ticaret|pazarlama|denizcilik|nakliyat|insaat|bankasi|vakfi|\
     laboratory|laboratories|academy|college|school|hospital|network|corps|battalion|regiment|brigades|unit|division|directorate|administration|authority|\
     command|forces|force|congress|league|alliance";

pub(crate) enum Word {
    Particle(&'static str),
    Honorific,
    Generic,
}

static TABLE: LazyLock<FxHashMap<String, Word>> = LazyLock::new(|| {
    let mut table: FxHashMap<String, Word> = FxHashMap::default();
    let mut add = |keys: &'static str, word: fn(&'static str) -> Word, class: &'static str| {
        for key in keys.split('|') {
            let folded: Vec<String> = key.split(' ').filter_map(|w| fold::fold(w).into_iter().next()).collect();
            table.entry(folded.join(" ")).or_insert_with(|| word(class));
        }
    };
    for (class, keys) in PARTICLES {
        add(keys, Word::Particle, class);
    }
    add(HONORIFICS, |_| Word::Honorific, "");
    add(GENERIC, |_| Word::Generic, "");
    table
});

static FORMS: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    // The curated file first: it overrules the other.
    let lines = include_str!("words/legal_forms.tsv").lines().chain(include_str!("words/elf_forms.tsv").lines());
    for (class, form) in lines.filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
        let words = fold::words(form, fold::language(form));
        let key: Vec<&str> = words.iter().filter_map(|w| w.forms.first()).map(String::as_str).collect();
        if (1..=LONGEST_FORM).contains(&key.len()) {
            table.entry(key.join(" ")).or_insert(class);
        }
    }
    table
});

/// The most words of a legal form that begins with this one.
static FORM_STARTS: LazyLock<FxHashMap<&'static str, usize>> = LazyLock::new(|| {
    let mut starts: FxHashMap<&'static str, usize> = FxHashMap::default();
    for form in FORMS.keys() {
        let longest = starts.entry(form.split(' ').next().unwrap_or("")).or_default();
        *longest = (*longest).max(form.split(' ').count());
    }
    starts
});

/// The most words of a legal form that begins with this one; 0 where none does.
pub(crate) fn longest_form(first: &str) -> usize {
    FORM_STARTS.get(first).copied().unwrap_or(0)
}

/// The word, folded, if it is one of these. Legal forms are apart: [`legal_form`].
pub(crate) fn word(folded: &str) -> Option<&'static Word> {
    TABLE.get(folded)
}

/// The class of a legal form; several words are joined by a space.
pub(crate) fn legal_form(folded: &str) -> Option<&'static str> {
    FORMS.get(folded).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(form: &str) -> Option<&'static str> {
        let words = fold::words(form, fold::language(form));
        let key: Vec<&str> = words.iter().filter_map(|w| w.forms.first()).map(String::as_str).collect();
        legal_form(&key.join(" "))
    }

    #[test]
    fn forms_of_one_kind_are_one_class_in_all_languages() {
        for (of, forms) in [
            (
                "jsc",
                &[
                    "OAO",
                    "ОАО",
                    "PJSC",
                    "Aktiengesellschaft",
                    "股份有限公司",
                    "شركة مساهمة",
                    "Zrt",
                    "Spółka Akcyjna",
                    "акционерно дружество",
                ][..],
            ),
            (
                "llc",
                &[
                    "ООО",
                    "GmbH",
                    "Sp. z o.o.",
                    "有限公司",
                    "유한회사",
                    "ТОВ",
                    "S.à r.l.",
                    "UAB",
                    "εταιρεία περιορισμένης ευθύνης",
                ],
            ),
            ("inc", &["Corporation", "株式会社", "주식회사"]),
            ("unitary", &["ФГУП", "Republican Unitary Enterprise", "FGUP"]),
            ("partnership", &["LLP", "OHG", "société en commandite", "Limited Partnership"]),
            ("foundation", &["Stiftung", "Fundación", "财团法人"]),
            ("cooperative", &["Genossenschaft", "sociedad cooperativa"]),
        ] {
            for form in forms {
                assert_eq!(class(form), Some(of), "{form}");
            }
        }
    }

    #[test]
    fn words_and_names_that_look_like_forms_are_none() {
        for word in [
            "se", "na", "trust", "bank", "fund", "society", "union", "sap", "sec", "pat hand", "sca", "asc", "group",
            "",
        ] {
            assert_eq!(class(word), None, "{word}");
        }
    }

    #[test]
    fn no_form_stands_in_the_curated_file_twice_with_two_classes() {
        let mut seen: FxHashMap<&str, &str> = FxHashMap::default();
        for (class, form) in include_str!("words/legal_forms.tsv").lines().filter_map(|l| l.split_once('\t')) {
            assert!(seen.insert(form, class).is_none_or(|before| before == class), "{form}");
        }
    }

    #[test]
    fn words_of_other_scripts_are_found_as_they_are_folded() {
        for generic in ["Банк", "مصرف", "концерн", "ministerstvo"] {
            let folded = fold::fold(generic).swap_remove(0);
            assert!(matches!(word(&folded), Some(Word::Generic)), "{generic} {folded}");
        }
        let folded = fold::fold("Полковник").swap_remove(0);
        assert!(matches!(word(&folded), Some(Word::Honorific)));
    }
}
