//! Numbers that look random and are the same for ever: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).

/// A sequence of numbers.
pub struct Random(u64);

impl Random {
    /// The sequence of a block.
    pub fn new(seed: u64, block: u64) -> Self {
        let mut random = Self(seed ^ block.wrapping_mul(0xA076_1D64_78BD_642F));
        // Neighbouring blocks begin far from each other.
        random.0 = random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        // The upper half of a product: no division, and for such small `n` no bias that anyone could measure.
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// True `n` times in 1,000.
    pub fn per_mille(&mut self, n: usize) -> bool {
        self.below(1000) < n
    }

    /// One of them.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_the_same_every_time_and_unlike_its_neighbour() {
        let draw = |block| {
            let mut random = Random::new(7, block);
            [random.below(1000), random.below(1000), random.below(1000), random.below(1000)]
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn every_number_below_comes_about_as_often() {
        let mut random = Random::new(1, 0);
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[random.below(7)] += 1;
        }
        assert!(counts.iter().all(|n| (9_500..10_500).contains(n)), "{counts:?}");
    }
}
