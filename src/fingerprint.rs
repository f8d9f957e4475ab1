//! The fingerprint, which identifies a table by 8 bytes.

use std::fmt;
#[cfg(feature = "serde")]
use {
    serde::de::{Deserialize, Deserializer, Error},
    serde::ser::{Serialize, Serializer},
};

/// The fingerprint of a table: the first 8 bytes of the SHA-256 of the vocabulary size and all weights in id
/// order, each as LEB128.
///
/// It is displayed as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 8]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(feature = "serde")]
impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let hexadecimal = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(&digits, 16).ok().filter(|_| hexadecimal);
        let fingerprint = number.map(|number| Self(number.to_be_bytes()));
        fingerprint.ok_or_else(|| D::Error::custom("expected a fingerprint of 16 hexadecimal digits"))
    }
}
