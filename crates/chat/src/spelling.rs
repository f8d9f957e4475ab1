//! The spelling of a string: the parts that its content consists of.
//!
//! Servers put identifiers, signatures and hashes into their events. Their characters are random, but there are only 16
//! or 64 different ones. So they are packed: 4 bits for a hexadecimal digit, 6 bits for a character of base64. An
//! example with its parts:
//!
//! ```text
//! chatcmpl-1c0787fd-9946-4b39-bf76-aafdbc42c1bc    raw "chatcmpl-" (9 bytes), UUID (16 bytes)
//! rs_e9df04e7a6052fe8d02de7df03fd2ccd              raw "rs_" (3 bytes), 32 digits of hex (16 bytes)
//! CoQf/Rsy48Ag0A==                                 14 characters of padded base64 (11 bytes)
//! ```
//!
//! The next identifier of the same slot usually has the same parts with other characters. The slot therefore remembers
//! the spelling without the packed characters as its template, and only they are written.

use crate::limits::MAX_TEMPLATE;
use crate::window::BackReference;

/// A part of a string's content.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// Bytes of the content, still escaped.
    Raw(Vec<u8>),
    /// Bytes of the history.
    Earlier(BackReference),
    /// Characters of an alphabet. They exclude the `=` that pad base64.
    Packed { alphabet: Alphabet, characters: Vec<u8> },
}

/// A set of characters that are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// `0` to `9` and `a` to `f`.
    Hex,
    /// `0` to `9` and `A` to `F`.
    UpperHex,
    /// Base64 without padding.
    Base64,
    /// Base64, padded with `=` to a multiple of 4 characters.
    PaddedBase64,
    /// Base64 with `-` and `_`, without padding.
    Base64Url,
    /// Base64 with `-` and `_`, padded with `=` to a multiple of 4 characters.
    PaddedBase64Url,
    /// 32 digits as in [`Hex`](Self::Hex), in groups of 8, 4, 4, 4 and 12 with `-` between them.
    Uuid,
}

const HEX: &[u8] = b"0123456789abcdef";
const UPPER_HEX: &[u8] = b"0123456789ABCDEF";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The number of characters of a UUID.
pub(crate) const UUID_LEN: usize = 36;
/// The positions of the hyphens in a UUID.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

impl Alphabet {
    pub(crate) const ALL: [Self; 7] = [
        Self::Hex,
        Self::UpperHex,
        Self::Base64,
        Self::PaddedBase64,
        Self::Base64Url,
        Self::PaddedBase64Url,
        Self::Uuid,
    ];

    /// Returns the alphabet's name, for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hex",
            Self::UpperHex => "upper-case hex",
            Self::Base64 => "base64",
            Self::PaddedBase64 => "padded base64",
            Self::Base64Url => "base64url",
            Self::PaddedBase64Url => "padded base64url",
            Self::Uuid => "UUID",
        }
    }

    /// Returns the number of bytes that this many characters take.
    pub(crate) const fn packed_len(self, characters: usize) -> usize {
        match self {
            Self::Uuid => 16,
            Self::Hex | Self::UpperHex => characters.div_ceil(2),
            _ => (characters * 6).div_ceil(8),
        }
    }

    /// Returns whether all of `text` are characters of this alphabet. Hyphens of a UUID have to be in their places.
    pub(crate) fn spells(self, text: &[u8]) -> bool {
        let is_hyphen = |at: usize| self == Self::Uuid && HYPHENS.contains(&at);
        let fits = |(at, byte): (usize, &u8)| {
            if is_hyphen(at) { *byte == b'-' } else { self.digit(*byte).is_some() }
        };
        (self != Self::Uuid || text.len() == UUID_LEN) && text.iter().enumerate().all(fits)
    }

    /// Returns whether a character belongs to this alphabet.
    pub(crate) fn has(self, byte: u8) -> bool {
        self.digit(byte).is_some()
    }

    /// Returns the `=` after this many characters.
    pub(crate) const fn padding(self, characters: usize) -> &'static [u8] {
        match (self, characters % 4) {
            (Self::PaddedBase64 | Self::PaddedBase64Url, 2) => b"==",
            (Self::PaddedBase64 | Self::PaddedBase64Url, 3) => b"=",
            _ => b"",
        }
    }

    /// Packs characters, the first one into the highest bits. Zeros fill the last byte.
    pub(crate) fn pack(self, characters: &[u8]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.packed_len(characters.len()));
        let (mut bits, mut count) = (0_u32, 0);
        for digit in characters.iter().filter_map(|byte| self.digit(*byte)) {
            bits = bits << self.bits() | u32::from(digit);
            count += self.bits();
            if count >= 8 {
                count -= 8;
                packed.push((bits >> count & 0xff) as u8);
            }
        }
        if count > 0 {
            packed.push((bits << (8 - count) & 0xff) as u8);
        }
        packed
    }

    /// Unpacks this many characters. Returns `None` if the bits after the last character are not zeros, or if no
    /// padded base64 or UUID has so many characters.
    pub(crate) fn unpack(self, packed: &[u8], characters: usize) -> Option<Vec<u8>> {
        let is_padded = matches!(self, Self::PaddedBase64 | Self::PaddedBase64Url);
        if is_padded && characters % 4 < 2 || self == Self::Uuid && characters != UUID_LEN {
            return None;
        }
        let mut text = Vec::with_capacity(characters);
        let (mut bits, mut count) = (0_u32, 0);
        for byte in packed {
            bits = bits << 8 | u32::from(*byte);
            count += 8;
            while count >= self.bits() && text.len() < characters {
                if self == Self::Uuid && HYPHENS.contains(&text.len()) {
                    text.push(b'-');
                }
                count -= self.bits();
                text.push(*self.letters().get((bits >> count) as usize % self.letters().len())?);
            }
        }
        (text.len() == characters && bits & ((1 << count) - 1) == 0).then_some(text)
    }

    const fn bits(self) -> u32 {
        match self {
            Self::Hex | Self::UpperHex | Self::Uuid => 4,
            _ => 6,
        }
    }

    const fn letters(self) -> &'static [u8] {
        match self {
            Self::Hex | Self::Uuid => HEX,
            Self::UpperHex => UPPER_HEX,
            Self::Base64 | Self::PaddedBase64 => BASE64,
            Self::Base64Url | Self::PaddedBase64Url => BASE64_URL,
        }
    }

    fn digit(self, byte: u8) -> Option<u8> {
        let digit = match (self, byte) {
            (Self::Hex | Self::UpperHex | Self::Uuid, b'0'..=b'9') => byte - b'0',
            (Self::Hex | Self::Uuid, b'a'..=b'f') => byte - b'a' + 10,
            (Self::UpperHex, b'A'..=b'F') => byte - b'A' + 10,
            (Self::Hex | Self::UpperHex | Self::Uuid, _) => return None,
            (_, b'A'..=b'Z') => byte - b'A',
            (_, b'a'..=b'z') => byte - b'a' + 26,
            (_, b'0'..=b'9') => byte - b'0' + 52,
            (Self::Base64 | Self::PaddedBase64, b'+') | (Self::Base64Url | Self::PaddedBase64Url, b'-') => 62,
            (Self::Base64 | Self::PaddedBase64, b'/') | (Self::Base64Url | Self::PaddedBase64Url, b'_') => 63,
            _ => return None,
        };
        Some(digit)
    }
}

impl Part {
    /// Returns the number of bytes of the content, without padding.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Raw(bytes) | Self::Packed { characters: bytes, .. } => bytes.len(),
            Self::Earlier(reference) => reference.len,
        }
    }
}

/// The spelling of a string without the packed characters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Template(Vec<TemplatePart>);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TemplatePart {
    Raw(Vec<u8>),
    /// A number of characters.
    Packed(Alphabet, usize),
}

impl Template {
    /// Returns the template of a spelling. Returns `None` if nothing is packed, something refers to the history, or the
    /// template would be too large to remember.
    pub(crate) fn of(parts: &[Part]) -> Option<Self> {
        let part = |part: &Part| match part {
            Part::Raw(bytes) => Some(TemplatePart::Raw(bytes.clone())),
            Part::Packed { alphabet, characters } => Some(TemplatePart::Packed(*alphabet, characters.len())),
            Part::Earlier(_) => None,
        };
        let template = Self(parts.iter().map(part).collect::<Option<_>>()?);
        let is_packed = parts.iter().any(|part| matches!(part, Part::Packed { .. }));
        (is_packed && template.0.len() + template.raw_len() <= MAX_TEMPLATE).then_some(template)
    }

    pub(crate) fn parts(&self) -> &[TemplatePart] {
        &self.0
    }

    /// Returns whether a spelling has this template.
    pub(crate) fn matches(&self, parts: &[Part]) -> bool {
        let same = |(template, part): (&TemplatePart, &Part)| match (template, part) {
            (TemplatePart::Raw(bytes), Part::Raw(other)) => bytes == other,
            (TemplatePart::Packed(alphabet, len), Part::Packed { alphabet: other, characters }) => {
                alphabet == other && *len == characters.len()
            }
            _ => false,
        };
        self.0.len() == parts.len() && self.0.iter().zip(parts).all(same)
    }

    /// Returns the spelling of a content, if it has this template.
    pub(crate) fn spell(&self, mut content: &[u8]) -> Option<Vec<Part>> {
        let mut part = |template: &TemplatePart| match template {
            TemplatePart::Raw(bytes) => {
                content = content.strip_prefix(&bytes[..])?;
                Some(Part::Raw(bytes.clone()))
            }
            TemplatePart::Packed(alphabet, len) => {
                let (characters, after) = content.split_at_checked(*len)?;
                content = after.strip_prefix(alphabet.padding(*len))?;
                let characters = alphabet.spells(characters).then(|| characters.to_vec())?;
                Some(Part::Packed { alphabet: *alphabet, characters })
            }
        };
        let parts = self.0.iter().map(&mut part).collect::<Option<_>>()?;
        content.is_empty().then_some(parts)
    }

    /// Returns the template's memory in bytes, as the format counts it.
    pub(crate) fn cost(&self) -> usize {
        32 * self.0.len() + self.raw_len()
    }

    fn raw_len(&self) -> usize {
        let len = |part: &TemplatePart| match part {
            TemplatePart::Raw(bytes) => bytes.len(),
            TemplatePart::Packed(..) => 0,
        };
        self.0.iter().map(len).sum()
    }
}
