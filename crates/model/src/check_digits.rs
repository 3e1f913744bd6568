//! Check digits: can a number of this kind be a true one, or was it mistyped or made up?

use crate::{Country, IdKind, Identifier};

impl Identifier {
    /// Does the number carry the check digits that its kind demands? `None` where the kind has none, or no form that tells.
    ///
    /// IMO ships (IMO resolution A.1117(30)), LEI (ISO 17442, mod 97), IBAN (ISO 13616, mod 97, and a known country), ISIN (ISO 6166, Luhn), INN
    /// and OGRN (Russian Federal Tax Service), BIC (ISO 9362: form and a known country), Unified Social Credit Code (GB 32100).
    pub fn checks(&self) -> Option<bool> {
        let key = self.key();
        match self.kind {
            IdKind::Imo => Some(imo(&key)),
            IdKind::Lei => Some(key.len() == 20 && mod_97(&key) == Some(1)),
            IdKind::Iban => Some(iban(&key)),
            IdKind::Isin => Some(isin(&key)),
            IdKind::Inn => Some(inn(&key)),
            IdKind::Ogrn => Some(ogrn(&key)),
            IdKind::SwiftBic => Some(bic(&key)),
            IdKind::Uscc => Some(uscc(&key)),
            _ => None,
        }
    }
}

fn digits(key: &str) -> Option<Vec<u32>> {
    key.chars().map(|c| c.to_digit(10)).collect()
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

fn imo(key: &str) -> bool {
    let Some(d) = digits(key).filter(|d| d.len() == 7) else { return false };
    d.last() == Some(&(weighted(&d, &[7, 6, 5, 4, 3, 2]) % 10))
}

/// Letters as 10 to 35, the whole as one number, modulo 97.
fn mod_97(key: &str) -> Option<u32> {
    key.chars().try_fold(0u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

fn iban(key: &str) -> bool {
    let (Some(head), Some(rest)) = (key.get(..4), key.get(4..)) else { return false };
    let country = head.get(..2).is_some_and(|c| Country::from_code(c).is_some() || c == "XK");
    (15..=34).contains(&key.len()) && country && mod_97(&format!("{rest}{head}")) == Some(1)
}

fn isin(key: &str) -> bool {
    if key.len() != 12 || !key.is_ascii() || !key.get(..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_alphabetic())) {
        return false;
    }
    let mut all: Vec<u32> = Vec::with_capacity(24);
    for c in key.chars() {
        match c.to_digit(36) {
            Some(value) if value > 9 => all.extend([value / 10, value % 10]),
            Some(value) => all.push(value),
            None => return false,
        }
    }
    let sum: u32 =
        all.iter().rev().enumerate().map(|(n, d)| if n % 2 == 1 { d * 2 / 10 + d * 2 % 10 } else { *d }).sum();
    sum.is_multiple_of(10)
}

fn inn(key: &str) -> bool {
    let Some(d) = digits(key) else { return false };
    const W: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let holds = |at: usize, weights: &[u32]| d.get(at).copied() == Some(weighted(&d, weights) % 11 % 10);
    match d.len() {
        10 => holds(9, &W[2..]),
        12 => holds(10, &W[1..]) && holds(11, &W),
        _ => false,
    }
}

fn ogrn(key: &str) -> bool {
    let divisor = match key.len() {
        13 => 11,
        15 => 13,
        _ => return false,
    };
    let (Some(number), Some(last)) = (key.get(..key.len() - 1), key.get(key.len() - 1..)) else { return false };
    matches!((number.parse::<u64>(), last.parse::<u64>()), (Ok(n), Ok(check)) if n % divisor % 10 == check)
}

fn bic(key: &str) -> bool {
    let form = matches!(key.len(), 8 | 11) && key.bytes().all(|b| b.is_ascii_alphanumeric());
    form && key.get(4..6).is_some_and(|c| Country::from_code(c).is_some() || c == "XK")
}

fn uscc(key: &str) -> bool {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values: Option<Vec<usize>> = key.bytes().map(|b| SIGNS.iter().position(|s| *s == b)).collect();
    let Some(values) = values.filter(|v| v.len() == 18) else { return false };
    let mut weight = 1usize;
    let mut sum = 0;
    for value in values.iter().take(17) {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    values.last() == Some(&((31 - sum % 31) % 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn true_numbers_pass_and_a_changed_digit_does_not() {
        // Published examples: an IMO number of the standard, GLEIF's own LEI, the ECB's IBAN example, Apple's ISIN, Gazprom, Sberbank, Huawei.
        for (kind, good, bad) in [
            (IdKind::Imo, "IMO 9074729", "IMO 9074728"),
            (IdKind::Lei, "506700GE1G29325QX363", "506700GE1G29325QX364"),
            (IdKind::Iban, "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
            (IdKind::Isin, "US0378331005", "US0378331006"),
            (IdKind::Inn, "7736050003", "7736050004"),
            (IdKind::Ogrn, "1027700070518", "1027700070519"),
            (IdKind::SwiftBic, "BELBBY2X", "BELBZZ2X"),
            (IdKind::Uscc, "914403001922038216", "914403001922038217"),
        ] {
            assert_eq!(Identifier::new(kind, good).checks(), Some(true), "{good}");
            assert_eq!(Identifier::new(kind, bad).checks(), Some(false), "{bad}");
        }
        assert_eq!(Identifier::new(IdKind::Passport, "MP1234567").checks(), None);
    }
}
