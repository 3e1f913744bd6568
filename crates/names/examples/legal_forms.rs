//! Makes `src/words/elf_forms.tsv`: legal forms by class from GLEIF's Entity Legal Form code list (ISO 20275, CC0).
//!
//! ```text
//! cargo run -p interdict-names --example legal_forms -- gleif_elf_1.4.1.csv > crates/names/src/words/elf_forms.tsv
//! ```
//!
//! The list has no classes: the words of a form's full name tell it, and the first rule that fits does. What no rule knows is
//! left out. So are forms and abbreviations that may be parts of names: abbreviations of fewer than four letters (SAP, SEC,
//! FAB are firms), and single words of the trade. The short ones that are sure stand in `legal_forms.tsv`.

use std::collections::BTreeMap;

/// Words in the name of a form (plain Latin) and the class they tell; earlier ones overrule later ones.
const RULES: &[(&str, &str)] = &[
    ("branch", "branch|succursale|sucursal|zweigniederlassung|filial|odstepny zavod|organizacni slozka"),
    (
        "cooperative",
        "cooperat|co-operat|genossenschaft|osuuskun|spoldziel|druzstv|kooperat|szovetkezet|andelslag|ekonomisk forening",
    ),
    (
        "foundation",
        "foundation|fundacion|fondation|stiftung|stichting|fundacao|fondazione|saatio|nadac|alapitvany|fundacj|sihtasutus|stiftelse",
    ),
    (
        "partnership",
        "partnership|commandite|comandita|kommandit|vennootschap onder firma|commanditaire|nom collectif|nome collettivo|colectiva|\
         tovarishchestvo na vere|polnoye tovarishchestvo|spolka jawna|komandit|handelsbolag|avoin yhtio|handelsgesellschaft|tikroji ukine|taisusing|usaldusuhing",
    ),
    (
        "llc",
        "limited liability|responsabilite limitee|responsabilidad limitada|responsabilidade limitada|beschrankter haftung|\
         beperkte aansprakelijkheid|responsabilita limitata|ogranichennoy|ograniczona odpowiedzialnoscia|rucenim omezenym|\
         rucenim obmedzenym|korlatolt felelossegu|raspundere limitata|private limited|private company limited|ogranicenom odgovornoscu|\
         omejeno odgovornostjo|osauhing|uzdaroji akcine|ierobezotu atbildibu|anpartsselskab|limited sirket|besloten vennootschap|\
         ogranichena otgovornost|sociedad limitada|por quotas",
    ),
    ("plc", "public limited compan|public company limited"),
    (
        "jsc",
        "joint stock|joint-stock|joint stocks|aktiengesellschaft|societe anonyme|societe par actions|sociedad anonima|sociedade anonima|\
         societa per azioni|aktsionern|akcyjna|akciova|naamloze vennootschap|aktiebolag|aksjeselskap|aktieselskab|osakeyhtio|\
         reszvenytarsasag|pe actiuni|dionicko|delniska druzba|akcine bendrove|akciju sabiedriba|aktsiaselts|anonim sirket|\
         anonymi etaireia|por acciones|akcionarsko|hlutafelag",
    ),
    ("unitary", "unitar|state enterprise|statni podnik|state-owned"),
    (
        "nonprofit",
        "nonprofit|non-profit|non profit|sans but lucratif|nekommerchesk|eingetragener verein|vereniging|zonder winstoogmerk",
    ),
    (
        "sole",
        "sole proprietor|einzelkauf|individual entrepreneur|eenmanszaak|entrepreneur individuel|empresario individual|einzelunternehm",
    ),
    ("inc", "corporation"),
];

/// Abbreviations that are words, names, or too much else.
const FALSE_FRIENDS: &[&str] = &[
    "assoc",
    "association",
    "bank",
    "chartered",
    "club",
    "company",
    "credit",
    "fund",
    "group",
    "holding",
    "limited",
    "professional",
    "service",
    "society",
    "trust",
    "union",
];

fn plain(text: &str) -> String {
    any_ascii::any_ascii(text).to_lowercase().replace('\'', "")
}

fn class(name: &str) -> Option<&'static str> {
    RULES.iter().find(|(_, words)| words.split('|').any(|w| name.contains(w.trim()))).map(|(class, _)| *class)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(std::env::args().nth(1).ok_or("which file?")?)?;
    let mut forms: BTreeMap<String, &'static str> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.trim_matches('"').split("\",\"").collect();
        let &[_, _, _, _, _, local, _, _, latin, abbreviations, latin_abbreviations, ..] = fields.as_slice() else {
            continue;
        };
        let Some(class) = class(&plain(&format!("{latin} {local}"))) else { continue };
        for name in [local, latin] {
            let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
            let single_is_sure = words == 1 && plain(name).len() >= 10;
            if (2..=6).contains(&words) && !name.contains('(') || single_is_sure {
                forms.entry(name.to_lowercase()).or_insert(class);
            }
        }
        for short in abbreviations.split(';').chain(latin_abbreviations.split(';')) {
            let letters: String = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let words = short.split(['.', ' ']).filter(|w| !w.is_empty()).count();
            let folded = plain(&letters);
            let fits = (4..=8).contains(&letters.chars().count()) && !FALSE_FRIENDS.contains(&folded.as_str());
            if fits && words <= 6 {
                forms.entry(letters).or_insert(class);
                // As it is printed, with its full stops: each letter is a word.
                if words > 1 {
                    forms.entry(short.trim().to_lowercase()).or_insert(class);
                }
            }
        }
    }
    println!(
        "# Legal forms by class: class, form. Made by examples/legal_forms.rs from GLEIF's Entity Legal Form code list 1.4.1 (CC0)."
    );
    for (form, class) in forms {
        println!("{class}\t{form}");
    }
    Ok(())
}
