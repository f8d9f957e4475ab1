//! Whose ids are counted.

use tokenwire::{Encoding, Vocabulary};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocab {
    Of(Encoding),
    /// Ids of some vocabulary of this size.
    Size(u32),
}

impl Vocab {
    /// What a table's first line calls it; `None` if its size is another.
    pub(super) fn named(name: &str, size: u32) -> Option<Self> {
        if name == Self::Size(size).name() {
            return Some(Self::Size(size));
        }
        name.parse().ok().map(Self::Of).filter(|vocab| vocab.size() == size)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Of(encoding) => encoding.name(),
            Self::Size(_) => "ids",
        }
    }

    pub(super) const fn size(self) -> u32 {
        match self {
            Self::Of(encoding) => encoding.vocab_size(),
            Self::Size(size) => size,
        }
    }

    /// Whether text may become this id: special tokens and gaps are left out where they are known.
    pub(super) fn is_ordinary(self, id: u32) -> bool {
        match self {
            Self::Of(encoding) => {
                let vocabulary = Vocabulary::of(encoding);
                vocabulary.token(id).is_some() && vocabulary.special_name(id).is_none()
            }
            Self::Size(size) => id < size,
        }
    }
}
