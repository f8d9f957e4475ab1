//! The identity of a table, in 8 bytes.

use crate::error::{Error, Result};
use crate::varint;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

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

impl FromStr for Fingerprint {
    type Err = Error;

    /// Reads 16 hexadecimal digits. [`Error::Invalid`] for anything else.
    fn from_str(digits: &str) -> Result<Self> {
        let invalid = Error::Invalid { offset: 0, reason: "a fingerprint of 16 hexadecimal digits" };
        let hexadecimal = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(digits, 16).ok().filter(|_| hexadecimal);
        number.map(|number| Self(number.to_be_bytes())).ok_or(invalid)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
