//! Splits text into words, by the pattern of each vocabulary.
//!
//! tiktoken has one regular expression for each vocabulary, whose matches are the words. The functions in this file
//! match the same words without a regular expression; `docs/decisions.md` gives the reason. Each function matches at
//! the start of the text and returns the end of the match. For example, these are the alternatives of o200k's pattern,
//! each with its function:
//!
//! ```text
//! [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?   cased
//! [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?   cased
//! \p{N}{1,3}                        digits
//!  ?[^\s\p{L}\p{N}]+[\r\n/]*        symbols
//! \s*[\r\n]+                       lines
//! \s+(?!\S)|\s+                    blanks
//! ```
//!
//! The pattern splits `It's 1,000 km  \n away!` into `It's`, ` `, `1`, `,`, `000`, ` km`, `  \n`, ` away`, `!`.

use super::class::Classes;
use crate::encoding::{Encoding, Family};

/// The pattern that splits the text. A build without some of the vocabularies leaves some variants unused.
#[derive(Debug, Clone, Copy)]
#[allow(dead_code)]
pub(super) enum Splitter {
    R50k,
    Cl100k,
    O200k,
}

impl Splitter {
    /// Returns the splitter of an encoding.
    pub(super) const fn of(encoding: Encoding) -> Self {
        match encoding.family() {
            #[cfg(feature = "cl100k")]
            Family::Cl100k => Self::Cl100k,
            #[cfg(feature = "o200k")]
            Family::O200k => Self::O200k,
            #[cfg(feature = "p50k")]
            Family::P50k => Self::R50k,
            #[cfg(feature = "r50k")]
            Family::R50k => Self::R50k,
        }
    }

    /// Returns the words of a text. Their concatenation is the text.
    pub(super) fn words(self, text: &str) -> impl Iterator<Item = &str> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let (word, after) = rest.split_at_checked(self.first_word(rest))?;
            rest = after;
            (!word.is_empty()).then_some(word)
        })
    }

    /// Returns the length of the first word in bytes, which is 0 only if the text is empty.
    fn first_word(self, text: &str) -> usize {
        match self {
            // '(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+$|\s+(?!\S)|\s
            Self::R50k => contraction(text, |character| character)
                .or_else(|| spaced(text, Classes::LETTER))
                .or_else(|| spaced(text, Classes::NUMBER))
                .or_else(|| spaced(text, Classes::SYMBOL))
                .unwrap_or_else(|| blanks(text)),
            // '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*
            // |\s+$|\s*[\r\n]|\s+(?!\S)|\s
            Self::Cl100k => contraction(text, fold)
                .or_else(|| letters(text))
                .or_else(|| digits(text))
                .or_else(|| symbols(text, &['\r', '\n']))
                .or_else(|| blanks_at_end(text))
                .or_else(|| lines(text))
                .unwrap_or_else(|| blanks(text)),
            // The pattern in the opening comment.
            Self::O200k => cased(text)
                .or_else(|| digits(text))
                .or_else(|| symbols(text, &['\r', '\n', '/']))
                .or_else(|| lines(text))
                .unwrap_or_else(|| blanks(text)),
        }
    }
}

/// `'(?:[sdmt]|ll|ve|re)`, compared with the text's characters after `fold`.
fn contraction(text: &str, fold: impl Fn(char) -> char) -> Option<usize> {
    let mut characters = text.strip_prefix('\'')?.chars();
    let first = characters.next()?;
    match (fold(first), characters.next().map(fold)) {
        ('s' | 'd' | 'm' | 't', _) => Some(1 + first.len_utf8()),
        ('l', Some('l')) | ('v' | 'r', Some('e')) => Some(3),
        _ => None,
    }
}

/// Applies Unicode's simple case folding, limited to the letters of contractions.
const fn fold(character: char) -> char {
    match character {
        'ſ' => 's',
        other => other.to_ascii_lowercase(),
    }
}

/// ` ?[classes]+`
fn spaced(text: &str, classes: Classes) -> Option<usize> {
    let start = usize::from(text.starts_with(' '));
    nonempty(start, run(text, start, classes))
}

/// ` ?[^\s\p{L}\p{N}]+[tail]*`
fn symbols(text: &str, tail: &[char]) -> Option<usize> {
    let end = spaced(text, Classes::SYMBOL)?;
    Some(end + rest(text, end).len() - rest(text, end).trim_start_matches(tail).len())
}

/// `\p{N}{1,3}`
fn digits(text: &str) -> Option<usize> {
    let numbers = text.chars().take(3).take_while(|character| Classes::NUMBER.contains(*character));
    nonempty(0, numbers.map(char::len_utf8).sum())
}

/// `[^\r\n\p{L}\p{N}]?\p{L}+`
fn letters(text: &str) -> Option<usize> {
    let start = prefix(text);
    nonempty(start, run(text, start, Classes::LETTER))
}

/// Both alternatives of o200k for words, with `upper` for `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]` and `lower` for
/// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
///
/// The first alternative, `upper*lower+`, is tried before the second, `upper+lower*`. Each is tried with the optional
/// prefix first, then without it. A mark can match the prefix, `upper` or `lower`. Therefore U+0301 before `AB` is a
/// word by itself: the first alternative does not match with U+0301 as the prefix, but matches with it as `lower`.
fn cased(text: &str) -> Option<usize> {
    let starts = [prefix(text), 0];
    let ends_lower = starts.iter().find_map(|start| upper_then_lower(text, *start));
    let end = ends_lower.or_else(|| starts.iter().find_map(|start| upper(text, *start)))?;
    Some(end + contraction(rest(text, end), fold).unwrap_or_default())
}

/// `upper*lower+` from `start`.
///
/// `upper*` takes as many characters as it can. If no character of `lower` follows, a regular expression backtracks:
/// `upper*` gives characters back until `lower` matches one of them, and the match ends after that character.
fn upper_then_lower(text: &str, start: usize) -> Option<usize> {
    let middle = run(text, start, Classes::UPPER);
    let end = run(text, middle, Classes::LOWER);
    nonempty(middle, end).or_else(|| {
        let upper = text.get(start..middle)?;
        let (at, last) = upper.char_indices().rfind(|(_, character)| Classes::LOWER.contains(*character))?;
        Some(start + at + last.len_utf8())
    })
}

/// `upper+lower*` from `start`, if [`upper_then_lower`] does not match: then no character of `lower` follows.
fn upper(text: &str, start: usize) -> Option<usize> {
    nonempty(start, run(text, start, Classes::UPPER))
}

/// `\s+$`
fn blanks_at_end(text: &str) -> Option<usize> {
    nonempty(0, run(text, 0, Classes::BLANK)).filter(|end| *end == text.len())
}

/// `\s*[\r\n]+` or `\s*[\r\n]`: both match up to the last line end of the blanks, and include it.
fn lines(text: &str) -> Option<usize> {
    let blanks = text.get(..run(text, 0, Classes::BLANK))?;
    blanks.rfind(['\r', '\n']).map(|last| last + 1)
}

/// `\s+(?!\S)|\s`: leaves the last blank to the word that follows, unless no word follows or it is the only blank.
fn blanks(text: &str) -> usize {
    let end = run(text, 0, Classes::BLANK);
    let last = text.get(..end).and_then(|blanks| blanks.chars().next_back()).map_or(0, char::len_utf8);
    if end == text.len() || end == last { end } else { end - last }
}

/// `[^\r\n\p{L}\p{N}]?`
fn prefix(text: &str) -> usize {
    let first = text.chars().next().filter(|first| !matches!(first, '\r' | '\n'));
    first.filter(|first| Classes::NO_WORD.contains(*first)).map_or(0, char::len_utf8)
}

/// Returns the end of the run of characters of these classes that begins at `start`.
fn run(text: &str, start: usize, classes: Classes) -> usize {
    let mut end = start;
    while let Some(len) = matching(text, end, classes) {
        end += len;
    }
    end
}

/// Returns the length of the character at `at`, if it is of these classes.
fn matching(text: &str, at: usize, classes: Classes) -> Option<usize> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return classes.contains_ascii(byte).then_some(1);
    }
    let character = rest(text, at).chars().next()?;
    classes.contains(character).then_some(character.len_utf8())
}

/// Returns the text from `start` to the end.
fn rest(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or_default()
}

/// Returns the end of a match, or `None` if the match is empty.
fn nonempty(start: usize, end: usize) -> Option<usize> {
    (end > start).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// The SHA-256 of the lengths of all words, for the texts around every scalar value. `scripts/golden/splits.py`
    /// computes them with tiktoken's own patterns in the Python package regex 2024.11.6, which has its own tables of
    /// Unicode 16.0.0.
    const GOLDEN: [(Splitter, &str); 3] = [
        (Splitter::R50k, "46767a7b63509067a7bd11239404bc2b30e1926ca2228ac202a56268957711e1"),
        (Splitter::Cl100k, "beb0c50af2d8e605b77ef5e0e1dc7a2a86e9cee8c8296d0837b863bc8dfa8fc8"),
        (Splitter::O200k, "160f58b63296fb38f5f84444a7fe9160e17b0de30ddc6748bc7457319ebf647d"),
    ];

    /// Returns a text with the character before and after each kind of neighbor that a pattern distinguishes.
    fn around(character: char) -> String {
        let c = character;
        format!("{c}a{c}A{c}{c} {c}  {c}1{c}\n{c}.{c}'{c}'s{c}ʰ{c}")
    }

    #[test]
    fn splits_every_scalar_value_as_in_the_golden_hashes() {
        for (splitter, golden) in GOLDEN {
            let mut hash = Sha256::new();
            for character in '\0'..=char::MAX {
                let text = around(character);
                let words: Vec<u8> =
                    splitter.words(&text).map(|word| u8::try_from(word.len()).unwrap()).collect();
                hash.update(&words);
                hash.update([0]);
            }
            let actual: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(actual, golden, "{splitter:?}");
        }
    }

    #[test]
    fn splits_the_example_of_the_opening_comment() {
        let words: Vec<&str> = Splitter::O200k.words("It's 1,000 km  \n away!").collect();
        assert_eq!(words, ["It's", " ", "1", ",", "000", " km", "  \n", " away", "!"]);
    }

    #[test]
    fn backtracks_to_a_mark_or_a_letter_without_case() {
        for (text, words) in [
            ("\u{301}AB", &["\u{301}", "AB"][..]),
            ("ʰAB", &["ʰ", "AB"]),
            ("AʰBc'LL", &["AʰBc'LL"]),
            (".ʰA", &[".ʰ", "A"]),
        ] {
            assert_eq!(Splitter::O200k.words(text).collect::<Vec<_>>(), words);
        }
    }
}
