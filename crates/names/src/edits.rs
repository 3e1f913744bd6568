//! How far apart two spellings are: by letters, and by how easily the letters are mistaken for each other.
//!
//! Two measures, because they serve two ends. [`letters_apart`] counts whole letters (two neighbours swapped are one): an index can
//! enumerate what it accepts. [`slip`] then says how grave the difference is: a vowel for a vowel or a doubled letter is
//! less than a consonant for another.

/// Words longer than this are alike only if they are the same: none is a name.
pub const LONGEST_SPELLING: usize = 60;

/// How many letters may differ in words of which the shorter has so many: none below 3, one below 5, two from there.
pub fn letters_that_may_differ(shorter: usize) -> usize {
    match shorter {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    }
}

/// Letters that differ between two words of plain letters, where they are few enough for the shorter; a swap of neighbours is one.
pub fn letters_apart(a: impl AsRef<[u8]>, b: impl AsRef<[u8]>) -> Option<u8> {
    let (a, b) = (a.as_ref(), b.as_ref());
    let most = letters_that_may_differ(a.len().min(b.len()));
    if most == 0 || a.len().abs_diff(b.len()) > most || a.len().max(b.len()) > LONGEST_SPELLING {
        return None;
    }
    let (a, b) = trimmed(a, b);
    if a.is_empty() || b.is_empty() {
        return Some(a.len().max(b.len()) as u8);
    }
    osa(a, b, most)
}

/// The same, where no more than `most` (at most 2) letters differ.
fn osa(a: &[u8], b: &[u8], most: usize) -> Option<u8> {
    // A letter that differs changes two of the sorts of letters that the words have, at the most.
    let sorts = |word: &[u8]| word.iter().fold(0u32, |sorts, b| sorts | 1 << (b & 31));
    if (sorts(a) ^ sorts(b)).count_ones() as usize > 2 * most {
        return None;
    }
    // Three rows of a matrix of which only the cells near its diagonal can stay within the bound; what no row wrote is far.
    const FAR: u8 = 9;
    let mut rows = [[FAR; LONGEST_SPELLING + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate().take((b.len() + 1).min(most + 1)) {
        *cell = at as u8;
    }
    for (i, &x) in a.iter().enumerate() {
        let row = i + 1;
        let [before, last, now] = match row % 3 {
            0 => [1, 2, 0],
            1 => [2, 0, 1],
            _ => [0, 1, 2],
        };
        let (from, to) = (row.saturating_sub(most).max(1), (row + most).min(b.len()));
        // The row that was here before reached no further than its own band: all but the cell before this one is written anew.
        let mut least = if from == 1 && row <= most { row as u8 } else { FAR };
        rows[now][from - 1] = least;
        for at in from..=to {
            let y = b.get(at - 1).copied().unwrap_or(0);
            let mut cost = rows[last][at - 1] + u8::from(x != y);
            cost = cost.min(rows[last][at] + 1).min(rows[now][at - 1] + 1);
            if row > 1 && at > 1 && Some(&x) == b.get(at - 2) && a.get(i - 1) == Some(&y) {
                cost = cost.min(rows[before][at - 2] + 1);
            }
            rows[now][at] = cost.min(FAR);
            least = least.min(cost);
        }
        if usize::from(least) > most {
            return None;
        }
    }
    let apart = rows[a.len() % 3][b.len()];
    (usize::from(apart) <= most).then_some(apart)
}

/// Both words without what they begin and end with alike, which changes nothing about how far apart they are.
fn trimmed<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a.get(..a.len() - tail).unwrap_or_default(), b.get(..b.len() - tail).unwrap_or_default())
}

/// How grave the difference between two words is, in letters: 0.3 for a doubled letter, up to 1.25 a letter for a first letter that differs.
pub fn slip(a: impl AsRef<[u8]>, b: impl AsRef<[u8]>) -> f32 {
    let (a, b) = (a.as_ref(), b.as_ref());
    if a.len().max(b.len()) > LONGEST_SPELLING {
        return a.len().max(b.len()) as f32;
    }
    // What they begin and end with alike costs nothing, and most words that are compared differ in the middle. But a doubled letter is cheap
    // behind the first of both only, so that another way may be the cheapest: nothing is cut from there on.
    let doubled = |word: &[u8], at: usize| at > 0 && word.get(at - 1) == word.get(at);
    let head = a.iter().zip(b).enumerate().take_while(|(at, (x, y))| x == y && !doubled(a, *at)).count();
    let rest = a.len().min(b.len()) - head;
    let pairs = a.iter().enumerate().rev().zip(b.iter().enumerate().rev()).take(rest);
    let tail = pairs.take_while(|((i, x), (j, y))| x == y && !doubled(a, *i) && !doubled(b, *j)).count();
    slip_between(a, b, head, tail)
}

/// The same, from the letter `head` on, and without the last `tail` letters of both.
fn slip_between(a: &[u8], b: &[u8], head: usize, tail: usize) -> f32 {
    let (rows_to, columns_to) = (a.len() - tail - head, b.len() - tail - head);
    let mut rows = [[0.0f32; LONGEST_SPELLING + 1]; 3];
    let mut lone_b = [0.0f32; LONGEST_SPELLING];
    for at in 1..=columns_to {
        lone_b[at - 1] = lone(b, head + at - 1);
        rows[0][at] = rows[0][at - 1] + lone_b[at - 1];
    }
    let letter = |word: &[u8], at: usize| word.get(head + at).copied().unwrap_or(0);
    for i in 1..=rows_to {
        let lone_a = lone(a, head + i - 1);
        let [before, last, now] = match i % 3 {
            0 => [1, 2, 0],
            1 => [2, 0, 1],
            _ => [0, 1, 2],
        };
        rows[now][0] = rows[last][0] + lone_a;
        let x = letter(a, i - 1);
        for at in 1..=columns_to {
            let y = letter(b, at - 1);
            let first = if i == 1 && at == 1 && head == 0 { 1.25 } else { 1.0 };
            let mut cost = rows[last][at - 1] + first * instead(x, y);
            cost = cost.min(rows[last][at] + lone_a).min(rows[now][at - 1] + lone_b[at - 1]);
            if i > 1 && at > 1 && letter(b, at - 2) == x && letter(a, i - 2) == y {
                cost = cost.min(rows[before][at - 2] + 0.8);
            }
            rows[now][at] = cost;
        }
    }
    rows[rows_to % 3][columns_to]
}

const fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Letters that romanisations use for one sound, or that typists and scanners confuse.
const NEAR: [(u8, u8); 24] = [
    (b'i', b'y'),
    (b'i', b'j'),
    (b'y', b'j'),
    (b'e', b'i'),
    (b'o', b'u'),
    (b'a', b'e'),
    (b'a', b'o'),
    (b'u', b'w'),
    (b'v', b'w'),
    (b'k', b'c'),
    (b'k', b'q'),
    (b'c', b'q'),
    (b's', b'z'),
    (b's', b'c'),
    (b'c', b'z'),
    (b'g', b'j'),
    (b'd', b't'),
    (b'b', b'v'),
    (b'f', b'v'),
    (b'g', b'k'),
    (b'g', b'q'),
    (b'b', b'p'),
    (b'm', b'n'),
    (b'h', b'g'),
];

/// What a letter for another costs, by their places in the alphabet: looked up, because this is asked for every cell of every comparison.
static INSTEAD: [[f32; 26]; 26] = {
    let mut costs = [[1.0; 26]; 26];
    let mut x = 0;
    while x < 26 {
        let mut y = 0;
        while y < 26 {
            if is_vowel(b'a' + x as u8) && is_vowel(b'a' + y as u8) {
                costs[x][y] = 0.8;
            }
            y += 1;
        }
        costs[x][x] = 0.0;
        x += 1;
    }
    let mut at = 0;
    while at < NEAR.len() {
        let (x, y) = ((NEAR[at].0 - b'a') as usize, (NEAR[at].1 - b'a') as usize);
        costs[x][y] = 0.6;
        costs[y][x] = 0.6;
        at += 1;
    }
    costs
};

/// A letter for another.
#[inline]
fn instead(x: u8, y: u8) -> f32 {
    if x == y {
        return 0.0;
    }
    let row = INSTEAD.get(usize::from(x.wrapping_sub(b'a')));
    row.and_then(|row| row.get(usize::from(y.wrapping_sub(b'a')))).copied().unwrap_or(1.0)
}

/// A letter that the other word does not have.
fn lone(word: &[u8], at: usize) -> f32 {
    let Some(&letter) = word.get(at) else { return 1.0 };
    let beside = at.checked_sub(1).and_then(|n| word.get(n));
    match letter {
        _ if beside == Some(&letter) => 0.3,
        b'h' | b'y' | b'j' if at > 0 => 0.5,
        b if is_vowel(b) && at > 0 => 0.7,
        _ if at == 0 => 1.25,
        _ => 0.95,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook way, for comparison.
    fn slow(a: &[u8], b: &[u8]) -> usize {
        let mut d = vec![vec![0usize; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut least = d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    least = least.min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(d[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn letters_apart_counts_as_the_textbook_does(a in "[a-c]{0,12}", b in "[a-c]{0,12}") {
            let allowed = letters_that_may_differ(a.len().min(b.len()));
            let apart = slow(a.as_bytes(), b.as_bytes());
            let wanted = (allowed > 0 && apart <= allowed).then_some(apart as u8);
            prop_assert_eq!(letters_apart(&a, &b), wanted, "{} {}", a, b);
        }

        #[test]
        fn a_slip_is_the_same_both_ways_and_nothing_between_equals(a in "[a-z]{1,12}", b in "[a-z]{1,12}") {
            prop_assert!((slip(&a, &b) - slip(&b, &a)).abs() < 1e-5);
            prop_assert_eq!(slip(&a, &a), 0.0);
        }

        #[test]
        fn what_both_words_begin_and_end_with_changes_nothing(a in "[ahysxx]{1,10}", b in "[ahysxx]{1,10}") {
            let whole = slip_between(a.as_bytes(), b.as_bytes(), 0, 0);
            prop_assert!((slip(&a, &b) - whole).abs() < 1e-5, "{} {}: {} {}", a, b, slip(&a, &b), whole);
        }
    }

    #[test]
    fn what_is_easily_mistaken_is_a_lesser_slip() {
        assert!(slip("gasprom", "gazprom") < slip("gatprom", "gazprom"));
        assert!(slip("rouhani", "rohani") < slip("rokhani", "rouhani"));
        assert!(slip("hasan", "hassan") < 0.4);
        assert!(slip("pulin", "putin") < slip("tutin", "putin"));
    }
}
