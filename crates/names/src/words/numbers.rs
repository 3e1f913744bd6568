//! Number words, ordinals and Roman numerals, so that "Brigade Forty", "40th Brigade" and "XL" can agree.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Value and words of English, Spanish, French, German, Russian (as romanised here and as lists romanise) and Arabic
/// (romanised), cardinal and ordinal. Compounds are two words (forty four): the caller adds them.
///
/// Left out, for they are names or other words: `sept`, `once` and `sol`, Arabic `wahid`, and Italian and Portuguese as wholes.
const WORDS: &[(u32, &str)] = &[
    (0, "zero nol nul sifr"),
    (
        1,
        "one first 1st uno una primero primera primer premier premiere ein eins erste erster erstes odin odna pervyi pervyy pervy pervaia pervaya pervoe pershyi persha",
    ),
    (
        2,
        "two second 2nd dos segundo segunda deux deuxieme seconde zwei zweite zweiter dva dve vtoroi vtoroy vtoraia vtoraya vtoroe druhyi ithnan thani thaniya",
    ),
    (
        3,
        "three third 3rd tres tercero tercera tercer trois troisieme drei dritte dritter tri tretii tretiy tretia tretya trete thalatha thalith thalitha",
    ),
    (
        4,
        "four fourth 4th cuatro cuarto cuarta quatre quatrieme vier vierte vierter chetyre chetvertyi chetvertyy chetverty chetvertaia chetvertaya arbaa rabi rabia",
    ),
    (
        5,
        "five fifth 5th cinco quinto quinta cinq cinquieme funf fuenf funfte fuenfte piat pyat piatyi pyatyi pyatyy pyataya piataia khamsa khamis khamisa",
    ),
    (6, "six sixth 6th seis sexto sexta sixieme sechs sechste shest shestoi shestoy shestaia shestaya sitta sadis"),
    (
        7,
        "seven seventh 7th siete septimo septima septieme sieben siebte siebter sem sedmoi sedmoy sedmaia sedmaya sabaa sabia",
    ),
    (
        8,
        "eight eighth 8th ocho octavo octava huit huitieme acht achte achter vosem vosmoi vosmoy vosmaia vosmaya thamaniya thamin",
    ),
    (
        9,
        "nine ninth 9th nueve noveno novena neuf neuvieme neun neunte deviat devyat deviatyi devyatyi devyatyy tisa tasia",
    ),
    (10, "ten tenth 10th diez decimo decima dix dixieme zehn zehnte desiat desyat desiatyi desyatyi desyatyy ashara"),
    (11, "eleven eleventh 11th onze onzieme elf elfte odinnadtsat odinnadtsatyi odinnadtsatyy"),
    (12, "twelve twelfth 12th doce douze douzieme zwolf zwoelf zwolfte dvenadtsat dvenadtsatyi dvenadtsatyy"),
    (13, "thirteen thirteenth 13th trece treize dreizehn trinadtsat trinadtsatyi"),
    (14, "fourteen fourteenth 14th catorce quatorze vierzehn chetyrnadtsat chetyrnadtsatyi"),
    (15, "fifteen fifteenth 15th quince quinze funfzehn piatnadtsat pyatnadtsat pyatnadtsatyi"),
    (16, "sixteen sixteenth 16th dieciseis seize sechzehn shestnadtsat shestnadtsatyi"),
    (17, "seventeen seventeenth 17th diecisiete siebzehn semnadtsat semnadtsatyi"),
    (18, "eighteen eighteenth 18th dieciocho achtzehn vosemnadtsat vosemnadtsatyi"),
    (19, "nineteen nineteenth 19th diecinueve neunzehn deviatnadtsat devyatnadtsat"),
    (20, "twenty twentieth 20th veinte vingt vingtieme zwanzig zwanzigste dvadtsat dvadtsatyi dvadtsatyy ishrin"),
    (30, "thirty thirtieth 30th treinta trente trentieme dreissig tridtsat tridtsatyi thalathin"),
    (40, "forty fourty fortieth 40th cuarenta quarante quarantieme vierzig sorok sorokovoi sorokovoy arbain arbaeen"),
    (50, "fifty fiftieth 50th cincuenta cinquante funfzig fuenfzig piatdesiat pyatdesyat khamsin"),
    (60, "sixty sixtieth 60th sesenta soixante sechzig shestdesiat shestdesyat sittin"),
    (70, "seventy seventieth 70th setenta septante siebzig semdesiat semdesyat sabain"),
    (80, "eighty eightieth 80th ochenta huitante achtzig vosemdesiat vosemdesyat thamanin"),
    (90, "ninety ninetieth 90th noventa nonante neunzig devianosto devyanosto tisain"),
    (100, "hundred hundredth 100th cien ciento centieme hundert hundertste sto sotyi sotyy mia"),
];

static VALUES: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let words = |(value, words): &(u32, &'static str)| {
        let value = *value;
        words.split(' ').map(move |w| (w, value))
    };
    WORDS.iter().flat_map(words).collect()
});

/// What a folded number word or ordinal is worth, up to 100. German compounds and ordinals in digits (`21st`, `44th`) too.
pub(crate) fn number_value(folded: &str) -> Option<u32> {
    VALUES.get(folded).copied().or_else(|| ordinal(folded)).or_else(|| german(folded))
}

/// `21st`, `42nd`, `33rd`, `44th`; from 1 to 999.
fn ordinal(folded: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| folded.strip_suffix(end))?;
    let plain = matches!(digits.len(), 1..=3) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|n| plain && *n > 0)
}

/// `vierundvierzig`: ones, `und`, tens.
fn german(folded: &str) -> Option<u32> {
    let (ones, tens) = folded.split_once("und")?;
    let (ones, tens) = (VALUES.get(ones)?, VALUES.get(tens)?);
    (matches!(ones, 1..=9) && tens % 10 == 0 && matches!(tens, 20..=90)).then_some(ones + tens)
}

/// A Roman numeral from 1 to 39 in its one right spelling. `i`, `v` and `x` count, so the caller decides where one may stand.
pub(crate) fn roman(folded: &str) -> Option<u32> {
    let tens = folded.bytes().take_while(|b| *b == b'x').count();
    // `ix` begins with no x; four tens are none.
    let ones = match folded.get(tens..)? {
        "" => 0,
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        "vii" => 7,
        "viii" => 8,
        "ix" => 9,
        _ => return None,
    };
    let value = u32::try_from(tens).ok()?.checked_mul(10)? + ones;
    (1..=39).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_words_and_ordinals_of_six_languages_have_their_value() {
        for (word, value) in [
            ("forty", 40),
            ("fourth", 4),
            ("sorok", 40),
            ("pervyi", 1),
            ("cuarenta", 40),
            ("quarante", 40),
            ("vierundvierzig", 44),
            ("44th", 44),
            ("arbain", 40),
            ("hundred", 100),
        ] {
            assert_eq!(number_value(word), Some(value), "{word}");
        }
        for word in ["", "forth", "th", "0th", "once", "bund", "hundeund", "+1st"] {
            assert_eq!(number_value(word), None, "{word}");
        }
    }

    #[test]
    fn no_number_word_has_two_values() {
        let words: Vec<&str> = WORDS.iter().flat_map(|(_, w)| w.split(' ')).collect();
        let mut unique = words.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), words.len());
    }

    #[test]
    fn roman_numerals_have_one_spelling_each() {
        let written: Vec<(u32, String)> = (1..=39)
            .map(|n| {
                let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][n % 10];
                (n as u32, format!("{}{ones}", "x".repeat(n / 10)))
            })
            .collect();
        for (n, text) in written {
            assert_eq!(roman(&text), Some(n), "{text}");
        }
        for text in ["", "c", "d", "l", "m", "iiii", "vx", "ic", "xxxx", "ixx", "mi", "xl"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }
}
