//! Converts a fuzzer's bytes to choices and data.
#![allow(dead_code)] // The checks of each crate use only some of these functions.

/// The fuzzer's bytes. They are consumed from the front; at the end, zeros follow.
pub struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    pub fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    pub fn choose<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[usize::from(self.byte()) % from.len()]
    }

    /// Consumes `len` bytes, or fewer at the end.
    pub fn take(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        taken
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn rest(self) -> &'a [u8] {
        self.0
    }
}

/// Converts bytes to ids below `size`, three bytes each.
pub fn ids(bytes: &[u8], size: u32) -> Vec<u32> {
    let id = |three: &[u8; 3]| u32::from_be_bytes([0, three[0], three[1], three[2]]) % size;
    bytes.as_chunks().0.iter().map(id).collect()
}

/// Splits a list into pieces of 1 to about 4,000 items. The lengths follow from `sizes`, which repeat.
pub fn pieces<T>(mut list: &[T], sizes: [u8; 4]) -> impl Iterator<Item = &[T]> {
    let mut sizes = sizes.into_iter().map(usize::from).map(|size| 1 + size * size / 16).cycle();
    std::iter::from_fn(move || {
        let len = sizes.next()?.min(list.len());
        let (piece, rest) = list.split_at(len);
        list = rest;
        (len > 0).then_some(piece)
    })
}
