//! A vocabulary's image; `build/vocab.rs` documents the layout and writes it.

use phf_shared::{displace, hash};

const ID_BITS: u32 = 18;

#[derive(Debug)]
pub(super) struct Image {
    /// Of each id's bytes in the blob; one more than there are ids.
    offsets: &'static [[u8; 4]],
    /// By bucket.
    displacements: &'static [[u8; 8]],
    /// By hash slot: the id, and above it the hash's top bits, which tell most misses before any bytes are compared.
    slots: &'static [[u8; 4]],
    /// Ids by two bytes.
    pairs: &'static [[u8; 4]],
    blob: &'static [u8],
    key: u64,
}

impl Image {
    /// Runs while compiling, on what `build.rs` wrote: a malformed image does not compile.
    pub(super) const fn new(image: &'static [u8]) -> Self {
        let (header, rest) = image.split_at(24);
        let (key, _) = header.split_at(16).1.as_chunks();
        let (words, _) = header.as_chunks();
        let [_, ids, tokens, buckets, ..] = words else { panic!("too short for a vocabulary's image") };
        let (offsets, rest) = split(rest, 1 + u32::from_le_bytes(*ids) as usize);
        let (displacements, rest) = split(rest, u32::from_le_bytes(*buckets) as usize);
        let (slots, rest) = split(rest, u32::from_le_bytes(*tokens) as usize);
        let (pairs, blob) = split(rest, 1 << 16);
        Self { offsets, displacements, slots, pairs, blob, key: u64::from_le_bytes(key[0]) }
    }

    pub(super) fn token(&self, id: u32) -> Option<&'static [u8]> {
        let id = id as usize;
        let [start, end] = [self.offsets.get(id)?, self.offsets.get(id + 1)?].map(|word| number(*word));
        self.blob.get(start as usize..end as usize).filter(|token| !token.is_empty())
    }

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
        let bucket = hash.g.checked_rem(u32::try_from(self.displacements.len()).ok()?)?;
        let [a, b, c, d, e, f, g, h] = *self.displacements.get(bucket as usize)?;
        let slot = displace(hash.f1, hash.f2, number([a, b, c, d]), number([e, f, g, h]));
        let slot = slot.checked_rem(u32::try_from(self.slots.len()).ok()?)?;
        let slot = number(*self.slots.get(slot as usize)?);
        if slot >> ID_BITS != hash.g >> ID_BITS {
            return None;
        }
        let id = slot & ((1 << ID_BITS) - 1);
        (self.token(id)? == token).then_some(id)
    }
}

/// `count` records of `N` bytes, and what follows them.
const fn split<const N: usize>(bytes: &[u8], count: usize) -> (&[[u8; N]], &[u8]) {
    let (records, rest) = bytes.split_at(N * count);
    (records.as_chunks().0, rest)
}

const fn number(word: [u8; 4]) -> u32 {
    u32::from_le_bytes(word)
}
