//! The identity of a table, in 8 bytes.

use std::fmt;

/// The first 8 bytes of SHA-256 over the vocabulary size and each id's weight in id order, all LEB128.
///
/// It is displayed as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 8]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
