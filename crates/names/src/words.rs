//! The words in names that are no name: legal forms, particles, honorifics, words that any firm may bear, number words.
//!
//! Small tables of the forms that sanctions lists print most. Keys are folded ([`crate::fold`]), several words joined by a
//! space; those in other scripts are written so and folded when the tables are made.

mod given;
mod numbers;

use crate::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

pub use given::Relation;
pub(crate) use given::given_names;
pub(crate) use numbers::{number_value, roman};

/// Most words that a legal form in the table has.
pub(crate) const LONGEST_FORM: usize = 6;

/// Legal forms by class: `jsc` stands for all joint stock companies, so that OAO and OJSC are one.
const LEGAL_FORMS: &[(&str, &str)] = &[
    (
        "jsc",
        "jsc|ojsc|oao|cjsc|zao|pjsc|pao|ao|jsco|ooosk|aat|zat|vat|pat|prat|aktsiaz|joint stock company|open joint stock company|\
         closed joint stock company|public joint stock company|joint stock co|joint stock|joint stock corporation|\
         aktsionernoe obshchestvo|otkrytoe aktsionernoe obshchestvo|public joint stock|joint stock firm|\
         акционерное общество|открытое акционерное общество|закрытое акционерное общество|публичное акционерное общество|\
         адкрытае акцыянернае таварыства|закрытае акцыянернае таварыства|акцыянернае таварыства|акціонерне товариство|\
         публічне акціонерне товариство|приватне акціонерне товариство|ад|оао|зао|пао|ао|aktiengesellschaft|ag|sa|\
         societe anonyme|sociedad anonima|societa per azioni|spa|s a|nv|naamloze vennootschap|aktiebolag|ab|asa|as|a s|oyj|oy|\
         spolka akcyjna|akciova spolecnost|dd|ad|anonim sirketi|as sirketi|sae|sal|saa|sab|sab de cv|sa de cv|tbk|pt",
    ),
    (
        "llc",
        "llc|ooo|llp|lllp|ltd|limited|limited liability company|private limited company|private limited|company limited|co ltd|\
         co limited|pvt ltd|pvt limited|pte ltd|pte limited|pty ltd|pty limited|sdn bhd|bhd|gmbh|g m b h|gesellschaft mit beschrankter haftung|\
         gmbh co kg|sarl|s a r l|srl|s r l|sl|ltda|limitada|sp z o o|sp zoo|spolka z ograniczona odpowiedzialnoscia|spol s r o|sro|s r o|doo|d o o|\
         kft|bv|b v|bvba|besloten vennootschap|eood|ood|tov|tdv|too|uab|sia|ou|mchj|mmc|ooo lld|society with limited liability|\
         obshchestvo s ogranichennoi otvetstvennostiu|общество с ограниченной ответственностью|ооо|тоо|оод|еоод|дoo|\
         товариство з обмеженою відповідальністю|тов|таварыства з абмежаванай адказнасцю|тав|societatea cu raspundere limitata|\
         societe a responsabilite limitee|limited sirketi|ltd sti|fzc|fze|fzco|fz llc|wll|w l l|dmcc|stock company limited|chtup|odo|одо|ооо|чуп|чтуп|\
         limited company|有限公司|有限责任公司|유한회사",
    ),
    (
        "inc",
        "inc|incorporated|corp|corporation|co|company|cie|compagnie|kompaniya|компания|компанія|kk|kabushiki kaisha|gk|株式会社|公司|주식회사",
    ),
    ("plc", "plc|p l c|public limited company|public company limited|pcl"),
    (
        "unitary",
        "unitary enterprise|fgup|gup|rup|up|ue|federal state unitary enterprise|state unitary enterprise|republican unitary enterprise|фгуп|гуп|руп|уп|federalnoe gosudarstvennoe unitarnoe predpriyatie|федеральное государственное унитарное предприятие|унитарное предприятие",
    ),
    (
        "nonprofit",
        "ano|nko|anco|stiftung|ev|e v|ano dpo|autonomous non profit organization|автономная некоммерческая организация|ано|нко",
    ),
    (
        "partnership",
        "lp|kg|ohg|snc|sas|s a s|scs|kom|kd|limited partnership|general partnership|se|s e|cv|trust company",
    ),
    ("bank", "na|n a|national association"),
    ("sole", "ip|sole proprietorship|individual entrepreneur|индивидуальный предприниматель|ип|e k|fie"),
];

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
     junior|snr|iii|esq|phd|md|eng|engineer|ing|gospodin|господин|пан|pan|comrade|товарищ|хаджи|mister|mlle";

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
     областная|государственное|научный|исследовательский|zavod|obedinenie|predpriyatie|predpriiatie|gruppa|tsentr|institut|ship|vessel|star|company";

pub(crate) enum Word {
    Particle(&'static str),
    Honorific,
    Generic,
}

static TABLE: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    let mut table: HashMap<String, Word> = HashMap::new();
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

static FORMS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for (class, keys) in LEGAL_FORMS {
        for key in keys.split('|') {
            let folded: Vec<String> = key
                .split(' ')
                .flat_map(|w| fold::words(w, fold::language(key)))
                .filter_map(|w| w.forms.into_iter().next())
                .collect();
            table.entry(folded.join(" ")).or_insert(*class);
        }
    }
    table
});

/// The word, folded, if it is one of these. Legal forms are apart: [`legal_form`].
pub(crate) fn word(folded: &str) -> Option<&'static Word> {
    TABLE.get(folded)
}

/// The class of a legal form; several words are joined by a space.
pub(crate) fn legal_form(folded: &str) -> Option<&'static str> {
    FORMS.get(folded).copied()
}
