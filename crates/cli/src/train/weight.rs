//! How often the messages of a kind count.

use std::fmt;
use std::str::FromStr;

/// `KIND=W`
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight {
    pub(super) kind: String,
    pub(super) weight: u64,
}

const LARGEST: u64 = 1000;

impl FromStr for Weight {
    type Err = String;

    fn from_str(argument: &str) -> Result<Self, String> {
        let (kind, weight) = argument.rsplit_once('=').ok_or("expected KIND=W")?;
        // It is written into the first line of the table, between semicolons.
        if kind.is_empty() || kind.contains(|letter: char| letter == ';' || letter.is_control()) {
            return Err("a kind is not empty and has no semicolon or control character".into());
        }
        let number = weight.parse().ok().filter(|&weight| weight <= LARGEST);
        let weight = number.ok_or(format!("`{weight}` is not a number from 0 to {LARGEST}"))?;
        Ok(Self { kind: kind.into(), weight })
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.kind, self.weight)
    }
}
