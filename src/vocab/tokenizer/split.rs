//! Text -> words, by the pattern of each vocabulary.
//!
//! tiktoken's patterns look ahead: `\s+(?!\S)` leaves the last blank of a run to the word that follows. A lazy DFA
//! cannot look ahead, but finds `\s+\s`, whose last character is then given back. What was `\s+(?!\S)` at the end
//! of the text is `\s+$`. Everything else of the patterns is as in tiktoken 0.14, without the possessive marks,
//! which only say that backtracking would not help.

use crate::encoding::{Encoding, Family};
use regex_automata::hybrid::dfa::{self, Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::OnceLock;

/// The pattern before the blanks, and the one for a run of blanks that a word follows.
struct Pattern {
    words: &'static [&'static str],
    blank: &'static str,
}

/// The index of the pattern whose last character is given back.
const GIVES_BACK: usize = 1;
const BLANKS_BEFORE_WORD: &str = r"\s+\s";

#[cfg(any(feature = "p50k", feature = "r50k"))]
const R50K: Pattern = Pattern {
    words: &[r"'(?:[sdmt]|ll|ve|re)", r" ?\p{L}+", r" ?\p{N}+", r" ?[^\s\p{L}\p{N}]+", r"\s+$"],
    blank: r"\s",
};

#[cfg(feature = "cl100k")]
const CL100K: Pattern = Pattern {
    words: &[
        r"'(?i:[sdmt]|ll|ve|re)",
        r"[^\r\n\p{L}\p{N}]?\p{L}+",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n]*",
        r"\s+$",
        r"\s*[\r\n]",
    ],
    blank: r"\s",
};

#[cfg(feature = "o200k")]
const O200K: Pattern = Pattern {
    words: &[
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+$",
    ],
    blank: r"\s+",
};

/// A compiled pattern, and room to search with it for as many threads as do so at once.
#[derive(Debug)]
pub(super) struct Splitter {
    dfa: DFA,
    caches: Pool<Cache, MakeCache>,
}

type MakeCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// `None` would mean that a pattern does not compile, which the tests rule out.
type Compiled = OnceLock<Option<Splitter>>;

macro_rules! splitter {
    ($pattern:expr) => {{
        static SPLITTER: Compiled = Compiled::new();
        SPLITTER.get_or_init(|| Splitter::new(&$pattern)).as_ref()
    }};
}

impl Splitter {
    pub(super) fn of(encoding: Encoding) -> Option<&'static Self> {
        match encoding.family() {
            #[cfg(feature = "cl100k")]
            Family::Cl100k => splitter!(CL100K),
            #[cfg(feature = "o200k")]
            Family::O200k => splitter!(O200K),
            #[cfg(feature = "p50k")]
            Family::P50k => Self::r50k(),
            #[cfg(feature = "r50k")]
            Family::R50k => Self::r50k(),
        }
    }

    #[cfg(any(feature = "p50k", feature = "r50k"))]
    fn r50k() -> Option<&'static Self> {
        splitter!(R50K)
    }

    fn new(pattern: &Pattern) -> Option<Self> {
        let patterns = [pattern.words.join("|"), BLANKS_BEFORE_WORD.into(), pattern.blank.into()];
        let dfa = DFA::builder()
            .thompson(thompson::Config::new().which_captures(WhichCaptures::None))
            .configure(dfa::Config::new().skip_cache_capacity_check(true))
            .build_many(&patterns)
            .ok()?;
        let owner = dfa.clone();
        Some(Self { dfa, caches: Pool::new(Box::new(move || owner.create_cache())) })
    }

    /// The words of a text; together they are the text.
    pub(super) fn words<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let mut cache = self.caches.get();
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at;
            at = self.word_end(&mut cache, text, start);
            text.get(start..at).filter(|word| !word.is_empty())
        })
    }

    fn word_end(&self, cache: &mut Cache, text: &str, start: usize) -> usize {
        let input = Input::new(text).range(start..).anchored(Anchored::Yes);
        let Ok(Some(found)) = self.dfa.try_search_fwd(cache, &input) else { return text.len() };
        let last = || text.get(start..found.offset()).and_then(|word| word.chars().next_back());
        let given_back =
            if found.pattern().as_usize() == GIVES_BACK { last().map_or(0, char::len_utf8) } else { 0 };
        found.offset() - given_back
    }
}
