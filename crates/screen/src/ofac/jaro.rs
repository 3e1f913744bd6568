//! Jaro, Winkler, Levenshtein and Soundex as OFAC's tool was measured to use them.
//!
//! Strings are short (a name, a part of one), so plain loops over slices are the fastest form. Scratch space is kept by the caller: a
//! scan over all listed names allocates nothing.

/// Memory that [`jaro_winkler`] and [`edits`] use again and again.
#[derive(Default)]
pub(super) struct Scratch {
    taken: Vec<bool>,
    common: Vec<char>,
    row: Vec<usize>,
}

/// Winkler's weight of an equal character at the start (Winkler 1990).
const PREFIX_WEIGHT: f64 = 0.1;

/// Jaro's similarity raised by `PREFIX_WEIGHT` for each of the first `longest_prefix` characters that agree, however low Jaro is.
///
/// Winkler raises a similarity of 0.7 and more only; the tool raises all. Half transpositions count as halves.
pub(super) fn jaro_winkler(a: &[char], b: &[char], longest_prefix: usize, scratch: &mut Scratch) -> f64 {
    let jaro = jaro(a, b, scratch);
    let prefix = a.iter().zip(b).take(longest_prefix).take_while(|(x, y)| x == y).count();
    jaro + prefix as f64 * PREFIX_WEIGHT * (1.0 - jaro)
}

fn jaro(a: &[char], b: &[char], Scratch { taken, common, .. }: &mut Scratch) -> f64 {
    let reach = (a.len().max(b.len()) / 2).saturating_sub(1);
    taken.clear();
    taken.resize(b.len(), false);
    common.clear();
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(reach);
        let window = b.iter().zip(taken.iter_mut()).skip(from).take(i + reach + 1 - from);
        for (y, taken) in window {
            if !*taken && x == y {
                *taken = true;
                common.push(*x);
                break;
            }
        }
    }
    if common.is_empty() {
        return 0.0;
    }
    let in_b = b.iter().zip(taken.iter()).filter(|(_, taken)| **taken).map(|(y, _)| y);
    let displaced = common.iter().zip(in_b).filter(|(x, y)| x != y).count();
    let m = common.len() as f64;
    (m / a.len() as f64 + m / b.len() as f64 + (m - displaced as f64 / 2.0) / m) / 3.0
}

/// Levenshtein's distance: the fewest insertions, deletions and changes.
pub(super) fn edits(a: &[char], b: &[char], Scratch { row, .. }: &mut Scratch) -> usize {
    row.clear();
    row.extend(0..=b.len());
    for (i, x) in a.iter().enumerate() {
        // The cell to the upper left, and the cell to the left.
        let (mut corner, mut left) = (i, i + 1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let here = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = *cell;
            *cell = here;
            left = here;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Soundex as the US National Archives define it: the first letter and three digits. `None` where there is no letter A to Z at the start.
pub(super) fn soundex(word: &[char]) -> Option<[char; 4]> {
    let first = *word.first().filter(|c| c.is_ascii_uppercase())?;
    let mut code = [first, '0', '0', '0'];
    let mut free = code.iter_mut().skip(1);
    let mut last = digit(first);
    for &c in word.iter().skip(1) {
        let here = digit(c);
        if let Some(d) = here
            && here != last
        {
            match free.next() {
                Some(place) => *place = d,
                None => break,
            }
        }
        // H and W stand between two letters without parting them; a vowel parts them.
        if !matches!(c, 'H' | 'W') {
            last = here;
        }
    }
    Some(code)
}

fn digit(letter: char) -> Option<char> {
    match letter {
        'B' | 'F' | 'P' | 'V' => Some('1'),
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => Some('2'),
        'D' | 'T' => Some('3'),
        'L' => Some('4'),
        'M' | 'N' => Some('5'),
        'R' => Some('6'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn winkler(a: &str, b: &str) -> f64 {
        jaro_winkler(&chars(a), &chars(b), 4, &mut Scratch::default())
    }

    #[test]
    fn winklers_own_examples_hold() {
        for (a, b, wanted) in
            [("MARTHA", "MARHTA", 0.961), ("DWAYNE", "DUANE", 0.84), ("DIXON", "DICKSONX", 0.813), ("", "A", 0.0)]
        {
            assert!((winkler(a, b) - wanted).abs() < 0.001, "{a} {b}: {}", winkler(a, b));
        }
    }

    #[test]
    fn a_common_start_counts_even_where_jaro_is_low() {
        // Two of 5 and 9 characters agree: Jaro is (2/5 + 2/9 + 1) / 3 = 0.541. Winkler's own rule would leave it there.
        assert!((winkler("PUTIN", "PTOLEMAIC") - 0.587).abs() < 0.001, "{}", winkler("PUTIN", "PTOLEMAIC"));
    }

    #[test]
    fn soundex_is_that_of_the_national_archives() {
        let code = |word: &str| soundex(&chars(word)).map(|c| c.iter().collect::<String>());
        for (word, wanted) in [
            ("WASHINGTON", "W252"),
            ("LEE", "L000"),
            ("GUTIERREZ", "G362"),
            ("PFISTER", "P236"),
            ("TYMCZAK", "T522"),
            ("ASHCRAFT", "A261"),
            ("PUTIN", "P350"),
        ] {
            assert_eq!(code(word).as_deref(), Some(wanted), "{word}");
        }
        assert_eq!(code("ПУТИН"), None);
    }

    proptest! {
        #[test]
        fn a_string_is_wholly_like_itself_and_nothing_leaves_zero_to_one(a in "[A-F]{1,12}", b in "[A-F]{1,12}") {
            prop_assert_eq!(winkler(&a, &a), 1.0);
            prop_assert!((0.0..=1.0).contains(&winkler(&a, &b)));
        }

        #[test]
        fn edits_are_a_distance(a in "[A-C]{0,8}", b in "[A-C]{0,8}", c in "[A-C]{0,8}") {
            let (a, b, c) = (chars(&a), chars(&b), chars(&c));
            let mut scratch = Scratch::default();
            let ab = edits(&a, &b, &mut scratch);
            prop_assert_eq!(ab == 0, a == b);
            prop_assert_eq!(ab, edits(&b, &a, &mut scratch));
            prop_assert!(edits(&a, &c, &mut scratch) <= ab + edits(&b, &c, &mut scratch));
        }
    }
}
