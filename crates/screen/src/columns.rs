//! Columns of numbers and texts inside one run of bytes, read where they lie: in a file that is mapped, or in memory.
//!
//! Numbers are little endian and need no alignment. Nothing here panics on damaged bytes: what lies outside reads as `None` or empty,
//! and [`Reader`] refuses a table whose columns do not fit its bytes.

use std::ops::Range;

/// A column of 4-byte numbers.
#[derive(Clone, Copy, Default)]
pub(crate) struct U32s<'a>(&'a [[u8; 4]]);

impl<'a> U32s<'a> {
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(self, at: usize) -> Option<u32> {
        self.0.get(at).map(|b| u32::from_le_bytes(*b))
    }

    pub(crate) fn iter(self) -> impl ExactSizeIterator<Item = u32> + Clone + 'a {
        self.0.iter().map(|b| u32::from_le_bytes(*b))
    }

    pub(crate) fn slice(self, range: Range<usize>) -> Self {
        Self(self.0.get(range).unwrap_or_default())
    }

    /// The range between entry `at` and the one behind it, as [`Starts`] wrote it.
    pub(crate) fn range(self, at: usize) -> Range<usize> {
        match (self.get(at), self.get(at + 1)) {
            (Some(from), Some(to)) if from <= to => from as usize..to as usize,
            _ => 0..0,
        }
    }
}

/// A column of 2-byte numbers.
#[derive(Clone, Copy, Default)]
pub(crate) struct U16s<'a>(&'a [[u8; 2]]);

impl<'a> U16s<'a> {
    pub(crate) fn get(self, at: usize) -> Option<u16> {
        self.0.get(at).map(|b| u16::from_le_bytes(*b))
    }

    pub(crate) fn iter(self, range: Range<usize>) -> impl Iterator<Item = u16> + 'a {
        self.0.get(range).unwrap_or_default().iter().map(|b| u16::from_le_bytes(*b))
    }
}

/// A column of texts or other runs of bytes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Blobs<'a> {
    starts: U32s<'a>,
    bytes: &'a [u8],
}

impl<'a> Blobs<'a> {
    pub(crate) fn len(self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn get(self, at: usize) -> &'a [u8] {
        self.bytes.get(self.starts.range(at)).unwrap_or_default()
    }

    pub(crate) fn text(self, at: usize) -> &'a str {
        std::str::from_utf8(self.get(at)).unwrap_or("")
    }
}

/// Columns being written, one behind the other, each behind its length in bytes.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn u32s(&mut self, numbers: impl ExactSizeIterator<Item = u32>) {
        self.0.extend_from_slice(&(numbers.len() as u64 * 4).to_le_bytes());
        numbers.for_each(|n| self.0.extend_from_slice(&n.to_le_bytes()));
    }

    pub(crate) fn u16s(&mut self, numbers: impl ExactSizeIterator<Item = u16>) {
        self.0.extend_from_slice(&(numbers.len() as u64 * 2).to_le_bytes());
        numbers.for_each(|n| self.0.extend_from_slice(&n.to_le_bytes()));
    }

    pub(crate) fn blobs(&mut self, blobs: &Texts) {
        self.u32s(blobs.starts.iter().copied());
        self.bytes(&blobs.bytes);
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }
}

/// A column of texts being gathered.
pub(crate) struct Texts {
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { starts: vec![0], bytes: Vec::new() }
    }
}

impl Texts {
    /// Adds one; false where the column has no room for it (4 GB).
    pub(crate) fn push(&mut self, bytes: &[u8]) -> bool {
        let Some(end) = self.bytes.len().checked_add(bytes.len()).and_then(|n| u32::try_from(n).ok()) else {
            return false;
        };
        self.bytes.extend_from_slice(bytes);
        self.starts.push(end);
        true
    }

    pub(crate) fn get(&self, at: usize) -> &[u8] {
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(a, b)| self.bytes.get(*a as usize..*b as usize)).unwrap_or_default()
    }

    pub(crate) fn text(&self, at: usize) -> &str {
        std::str::from_utf8(self.get(at)).unwrap_or("")
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

/// Where groups begin, from the group of each member in ascending order: entry `g` to entry `g + 1` are the members of `g`.
pub(crate) fn starts(groups: usize, members: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0u32; groups + 1];
    for group in members {
        if let Some(count) = starts.get_mut(group as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Reads columns back in the order in which they were written.
pub(crate) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (column, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(column)
    }

    pub(crate) fn u32s(&mut self) -> Option<U32s<'a>> {
        let (numbers, rest) = self.bytes()?.as_chunks::<4>();
        rest.is_empty().then_some(U32s(numbers))
    }

    pub(crate) fn u16s(&mut self) -> Option<U16s<'a>> {
        let (numbers, rest) = self.bytes()?.as_chunks::<2>();
        rest.is_empty().then_some(U16s(numbers))
    }

    pub(crate) fn blobs(&mut self) -> Option<Blobs<'a>> {
        let (starts, bytes) = (self.u32s()?, self.bytes()?);
        let ends = starts.len().checked_sub(1).and_then(|at| starts.get(at))?;
        (ends as usize == bytes.len()).then_some(Blobs { starts, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_as_they_were_written_and_cut_ones_are_refused() {
        let mut texts = Texts::default();
        assert!(texts.push(b"one") && texts.push(b"") && texts.push("три".as_bytes()));
        let mut writer = Writer::default();
        writer.u32s([1, 2, 0xffff_ffff].into_iter());
        writer.blobs(&texts);
        writer.u16s([7, 9].into_iter());
        let bytes = writer.done();
        let read = |bytes: &[u8]| {
            let mut reader = Reader(bytes);
            let (numbers, texts, short) = (reader.u32s()?, reader.blobs()?, reader.u16s()?);
            Some((numbers.iter().collect::<Vec<_>>(), texts.text(2).to_string(), short.get(1)))
        };
        assert_eq!(read(&bytes), Some((vec![1, 2, 0xffff_ffff], "три".to_string(), Some(9))));
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length]), None, "cut at {length}");
        }
    }
}
