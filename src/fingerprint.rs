//! Which table it is, in 8 bytes.

use crate::varint;
use sha2::{Digest, Sha256};
use std::fmt;

/// The first 8 bytes of SHA-256 over the vocabulary size and each id's weight in id order, all LEB128.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 8]);

impl Fingerprint {
    pub(crate) fn of(size: u32, weights_by_id: impl Iterator<Item = u64>) -> Self {
        let mut sha256 = Sha256::new();
        let mut number = Vec::with_capacity(10);
        for value in std::iter::once(u64::from(size)).chain(weights_by_id) {
            number.clear();
            varint::write_u64(value, &mut number);
            sha256.update(&number);
        }
        let digest: [u8; 32] = sha256.finalize().into();
        Self(digest.first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
