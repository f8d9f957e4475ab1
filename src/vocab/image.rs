//! Reads the image of a vocabulary. `build/vocab.rs` writes it and documents the layout.

use phf_shared::{displace, hash};

/// The number of low bits of a hash slot that hold the id.
const ID_BITS: u32 = 18;

#[derive(Debug)]
pub(super) struct Image {
    /// The start offset of each id's bytes in the blob, with one extra entry for the end.
    offsets: &'static [[u8; 4]],
    /// The displacements of the perfect hash, two per bucket.
    displacements: &'static [[u8; 4]],
    /// The hash slots. Each has an id and, above it, the top bits of the token's hash. The hash bits reveal most
    /// misses without comparing bytes.
    slots: &'static [[u8; 4]],
    /// The id of each token of two bytes, indexed by these bytes. All ones if there is no such token.
    pairs: &'static [[u8; 4]],
    blob: &'static [u8],
    key: u64,
}

impl Image {
    /// Splits an image into its parts. This runs at compile time, where a malformed image is a compile error.
    #[allow(clippy::indexing_slicing)]
    pub(super) const fn new(image: &'static [u8]) -> Self {
        let (header, rest) = split::<4>(image, 6);
        let (offsets, rest) = split(rest, 1 + number(header[1]) as usize);
        let (displacements, rest) = split(rest, 2 * number(header[3]) as usize);
        let (slots, rest) = split(rest, number(header[2]) as usize);
        let (pairs, blob) = split(rest, 1 << 16);
        let key = number(header[4]) as u64 | (number(header[5]) as u64) << 32;
        Self { offsets, displacements, slots, pairs, blob, key }
    }

    /// Returns the bytes of a token, or `None` if the id has none.
    pub(super) fn token(&self, id: u32) -> Option<&'static [u8]> {
        let id = id as usize;
        let [start, end] = [self.offsets.get(id)?, self.offsets.get(id + 1)?].map(|word| number(*word));
        self.blob.get(start as usize..end as usize).filter(|token| !token.is_empty())
    }

    /// Returns the id of a token, or `None` if there is no such token.
    pub(super) fn id(&self, token: &[u8]) -> Option<u32> {
        match <[u8; 2]>::try_from(token) {
            Ok(pair) => self.pair(pair),
            Err(_) => self.hashed(token),
        }
    }

    fn pair(&self, pair: [u8; 2]) -> Option<u32> {
        let id = self.pairs.get(usize::from(u16::from_be_bytes(pair)));
        id.map(|id| number(*id)).filter(|&id| id != u32::MAX)
    }

    fn hashed(&self, token: &[u8]) -> Option<u32> {
        let hash = hash(token, &self.key);
        let (pairs, _) = self.displacements.as_chunks();
        let bucket = hash.g.checked_rem(u32::try_from(pairs.len()).ok()?)?;
        let [d1, d2] = pairs.get(bucket as usize)?.map(number);
        let slot = displace(hash.f1, hash.f2, d1, d2);
        let slot = slot.checked_rem(u32::try_from(self.slots.len()).ok()?)?;
        let slot = number(*self.slots.get(slot as usize)?);
        if slot >> ID_BITS != hash.g >> ID_BITS {
            return None;
        }
        let id = slot & ((1 << ID_BITS) - 1);
        (self.token(id)? == token).then_some(id)
    }
}

/// Splits off `count` records of `N` bytes. Returns them and the remaining bytes.
const fn split<const N: usize>(bytes: &[u8], count: usize) -> (&[[u8; N]], &[u8]) {
    let (records, rest) = bytes.split_at(N * count);
    (records.as_chunks().0, rest)
}

const fn number(word: [u8; 4]) -> u32 {
    u32::from_le_bytes(word)
}
