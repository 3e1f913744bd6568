//! Nationalities as adjectives ("Belarusian", "Ukrainian, Russian"), which official journals print where others print countries.
//!
//! Words that two states share ("Congolese", "Korean", "Dominican") are not in the table: the country stays unknown, the text is kept.

use interdict_model::{Country, Entity, Property, Territory};

/// Alpha-2 code and the adjectives.
#[rustfmt::skip]
const ADJECTIVES: &[(&str, &str)] = &[
    ("AF", "afghan"), ("AL", "albanian"), ("DZ", "algerian"), ("US", "american|us"), ("AR", "argentine|argentinian"),
    ("AM", "armenian"), ("AU", "australian"), ("AT", "austrian"), ("AZ", "azerbaijani"), ("BH", "bahraini"), ("BD", "bangladeshi"),
    ("BY", "belarusian|belarussian"), ("BE", "belgian"), ("BO", "bolivian"), ("BA", "bosnian"), ("BR", "brazilian"), ("BG", "bulgarian"),
    ("BF", "burkinabe"), ("BI", "burundian"), ("KH", "cambodian"), ("CM", "cameroonian"), ("CA", "canadian"), ("TD", "chadian"),
    ("CL", "chilean"), ("CN", "chinese"), ("CO", "colombian"), ("HR", "croatian"), ("CU", "cuban"), ("CY", "cypriot"), ("CZ", "czech"),
    ("DK", "danish"), ("NL", "dutch"), ("EG", "egyptian"), ("ER", "eritrean"), ("EE", "estonian"), ("ET", "ethiopian"), ("PH", "filipino"),
    ("FI", "finnish"), ("FR", "french"), ("GE", "georgian"), ("DE", "german"), ("GH", "ghanaian"), ("GR", "greek"), ("GT", "guatemalan"),
    ("HT", "haitian"), ("HN", "honduran"), ("HU", "hungarian"), ("IN", "indian"), ("ID", "indonesian"), ("IR", "iranian"), ("IQ", "iraqi"),
    ("IE", "irish"), ("IL", "israeli"), ("IT", "italian"), ("CI", "ivorian"), ("JP", "japanese"), ("JO", "jordanian"), ("KZ", "kazakh|kazakhstani"),
    ("KE", "kenyan"), ("KW", "kuwaiti"), ("KG", "kyrgyz"), ("LV", "latvian"), ("LB", "lebanese"), ("LY", "libyan"), ("LT", "lithuanian"),
    ("MY", "malaysian"), ("MV", "maldivian"), ("ML", "malian"), ("MT", "maltese"), ("MR", "mauritanian"), ("MX", "mexican"), ("MD", "moldovan"),
    ("ME", "montenegrin"), ("MA", "moroccan"), ("NI", "nicaraguan"), ("NG", "nigerian"), ("KP", "north korean"), ("NO", "norwegian"),
    ("OM", "omani"), ("PK", "pakistani"), ("PS", "palestinian"), ("PA", "panamanian"), ("PE", "peruvian"), ("PL", "polish"), ("PT", "portuguese"),
    ("QA", "qatari"), ("RO", "romanian"), ("RU", "russian"), ("RW", "rwandan"), ("SA", "saudi|saudi arabian"), ("SN", "senegalese"),
    ("RS", "serbian"), ("SG", "singaporean"), ("SK", "slovak"), ("SI", "slovenian"), ("SO", "somali"), ("ZA", "south african"),
    ("KR", "south korean"), ("SS", "south sudanese"), ("ES", "spanish"), ("LK", "sri lankan"), ("SD", "sudanese"), ("SE", "swedish"),
    ("CH", "swiss"), ("SY", "syrian"), ("TJ", "tajik"), ("TZ", "tanzanian"), ("TH", "thai"), ("TG", "togolese"), ("TN", "tunisian"),
    ("TR", "turkish"), ("TM", "turkmen"), ("UG", "ugandan"), ("UA", "ukrainian"), ("AE", "emirati"), ("GB", "british"),
    ("UZ", "uzbek|uzbekistani"), ("VE", "venezuelan"), ("VN", "vietnamese"), ("YE", "yemeni"), ("ZW", "zimbabwean"),
];

fn country(text: &str) -> Option<Country> {
    Country::parse(text).or_else(|| {
        let lower = text.trim().to_lowercase();
        let hit = ADJECTIVES.iter().find(|(_, words)| words.split('|').any(|w| w == lower));
        hit.and_then(|(code, _)| Country::from_code(code))
    })
}

/// Adds the countries of a text: one, or several where every part of it is known; else the text whole, its country unknown.
pub(super) fn add(out: &mut Entity, property: Property, text: &str) {
    let text = text.trim();
    let mut push = |country: Option<Country>, text: &str| {
        let territory = Territory { property, country, text: text.to_string() };
        if !text.is_empty() && !out.territories.contains(&territory) {
            out.territories.push(territory);
        }
    };
    if let Some(one) = country(text) {
        return push(Some(one), text);
    }
    let list = text.replace(" and/or ", ",").replace(" and ", ",").replace(['/', ';'], ",").replace(" (b)", ",(b)");
    let parts: Vec<&str> = list.split(',').map(unlabelled).filter(|p| !p.is_empty()).collect();
    let known: Vec<(Country, &str)> = parts.iter().filter_map(|p| country(p).map(|c| (c, *p))).collect();
    if !parts.is_empty() && known.len() == parts.len() {
        known.into_iter().for_each(|(country, part)| push(Some(country), part));
    } else {
        push(None, text);
    }
}

/// Without the `(a)` before it.
fn unlabelled(part: &str) -> &str {
    let part = part.trim();
    match part.strip_prefix('(').and_then(|p| p.split_once(')')) {
        Some((label, rest)) if label.len() == 1 => rest.trim(),
        _ => part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Option<String>> {
        let mut e = Entity::new("x", "1", interdict_model::Schema::Person);
        add(&mut e, Property::Nationality, text);
        e.territories.iter().map(|t| t.country.map(|c| c.to_string())).collect()
    }

    #[test]
    fn adjectives_are_countries_and_shared_ones_stay_unknown() {
        let some = |codes: &[&str]| codes.iter().map(|c| Some(c.to_string())).collect::<Vec<_>>();
        assert_eq!(read("Belarusian"), some(&["BY"]));
        assert_eq!(read("Ukrainian, Russian"), some(&["UA", "RU"]));
        assert_eq!(read("(a) German, (b) Moroccan"), some(&["DE", "MA"]));
        assert_eq!(read("Republic of Moldova, Israeli"), some(&["MD", "IL"]));
        assert_eq!(read("Congolese"), [None]);
        assert_eq!(read("Saudi citizenship withdrawn"), [None]);
    }

    #[test]
    fn every_code_of_the_table_is_a_country() {
        assert!(ADJECTIVES.iter().all(|(code, _)| Country::from_code(code).is_some()));
    }
}
