//! Programmes of several authorities under one word: `belarus` is `BELARUS-EO14038`, `EU-BLR`, "The Republic of Belarus
//! (Sanctions) (EU Exit) Regulations 2019" and "Belarus / Bélarus".

use interdict_model::{Country, Listing};

/// What a user means by a programme: a country, in all the ways in which programmes name one, or any other words.
#[derive(Clone, Debug)]
pub struct Regime {
    words: Vec<String>,
    codes: Vec<String>,
}

impl Regime {
    /// Reads the user's word: a country's name or code stands for all ways of writing it; anything else for itself.
    pub fn parse(word: &str) -> Self {
        let word = word.trim();
        let mut words = vec![word.to_lowercase()];
        let mut codes = Vec::new();
        if let Some(country) = Country::parse(word) {
            words = vec![country.name().to_lowercase()];
            if word.len() > 3 {
                words.push(word.to_lowercase());
            }
            codes = vec![country.code().to_string(), country.alpha3().to_string()];
        }
        words.dedup();
        Self { words, codes }
    }

    /// Does this text (a programme tag or name) belong to it?
    pub fn holds(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.words.iter().any(|w| !w.is_empty() && lower.contains(w.as_str()))
            || text.split(|c: char| !c.is_alphanumeric()).any(|t| !t.is_empty() && self.codes.iter().any(|c| c == t))
    }

    /// Is the listing made under it?
    pub fn covers(&self, listing: &Listing) -> bool {
        listing.programmes.iter().any(|p| self.holds(p))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn belarus_is_one_programme_in_the_words_of_every_authority() {
        let belarus = Regime::parse("belarus");
        let texts = [
            "BELARUS",
            "BELARUS-EO14038",
            "EU-BLR",
            "BLR",
            "Belarus / Bélarus",
            "The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019",
        ];
        for text in texts {
            assert!(belarus.holds(text), "{text}");
            assert!(Regime::parse("BY").holds(text), "{text}");
        }
        for text in ["RUSSIA-EO14024", "EU-RUS", "SDGT", "UKRAINE-EO13661"] {
            assert!(!belarus.holds(text), "{text}");
        }
        assert!(Regime::parse("EO14038").holds("BELARUS-EO14038"));
    }
}
