//! The classes of characters that tiktoken's patterns distinguish.
//!
//! The classes are those of Unicode 16.0.0, not those of Rust's standard library, which change with its releases: the
//! ids of a stored text must never change. `build/classes.rs` writes the table and documents its layout.

/// A set of classes, with one bit per class. Every character has exactly one class.
#[derive(Debug, Clone, Copy)]
pub(super) struct Classes(u8);

/// The number of entries in the index, which is the offset of the first block.
const INDEX: usize = 0x11_0000 / BLOCK;
/// The number of scalar values in a block.
const BLOCK: usize = 256;
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/unicode.classes"));

impl Classes {
    /// Everything else: punctuation, symbols, control characters, unassigned scalar values.
    const OTHER: u8 = 1 << 0;
    /// Lu and Lt: letters in upper and title case.
    const UPPERCASE: u8 = 1 << 1;
    /// Ll: letters in lower case.
    const LOWERCASE: u8 = 1 << 2;
    /// Lm and Lo: letters without case.
    const UNCASED: u8 = 1 << 3;
    /// M: combining marks.
    const MARK: u8 = 1 << 4;

    /// `\p{N}`
    pub(super) const NUMBER: Self = Self(1 << 5);
    /// `\s`, line ends included.
    pub(super) const BLANK: Self = Self(1 << 6);
    /// `\p{L}`
    pub(super) const LETTER: Self = Self(Self::UPPERCASE | Self::LOWERCASE | Self::UNCASED);
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
    pub(super) const UPPER: Self = Self(Self::UPPERCASE | Self::UNCASED | Self::MARK);
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`
    pub(super) const LOWER: Self = Self(Self::LOWERCASE | Self::UNCASED | Self::MARK);
    /// `[^\s\p{L}\p{N}]`
    pub(super) const SYMBOL: Self = Self(Self::OTHER | Self::MARK);
    /// `[^\p{L}\p{N}]`
    pub(super) const NO_WORD: Self = Self(Self::SYMBOL.0 | Self::BLANK.0);

    /// Returns whether the character's class is in the set.
    pub(super) fn contains(self, character: char) -> bool {
        let scalar = character as usize;
        let block = TABLE.get(scalar / BLOCK).copied().unwrap_or_default();
        let class = TABLE.get(INDEX + usize::from(block) * BLOCK + scalar % BLOCK);
        class.is_some_and(|class| self.0 & class > 0)
    }

    /// Like [`contains`](Self::contains), but for an ASCII byte. Block 0 of the table begins with ASCII.
    pub(super) fn contains_ascii(self, byte: u8) -> bool {
        TABLE.get(INDEX + usize::from(byte)).is_some_and(|class| self.0 & class > 0)
    }
}
