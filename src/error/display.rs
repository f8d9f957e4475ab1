//! Errors as messages: what happened, where, and what to do.

use super::Error;
use crate::fingerprint::Fingerprint;
use std::fmt::{self, Display, Formatter};

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { offset } => write!(f, "truncated: the input ends at byte {offset}"),
            Self::Invalid { offset, reason } => write!(f, "expected {reason} at byte {offset}"),
            Self::NotCanonical { offset, reason } => write!(f, "not canonical at byte {offset}: {reason}"),
            Self::ExtraField { offset } => write!(f, "a field after the token list at byte {offset}"),
            Self::TrailingBytes { offset } => write!(f, "bytes after the end, from byte {offset}"),
            Self::Gzip { offset, reason } => write!(f, "corrupt gzip at byte {offset}: {reason}"),
            Self::Zstd { offset, reason } => write!(f, "corrupt zstd at byte {offset}: {reason}"),
            Self::LimitExceeded { what, limit } => write!(f, "more than {limit} {what}"),
            Self::UnknownId { position, id, size } => {
                write!(f, "token id {id} at position {position} is not in the vocabulary of {size} ids")
            }
            Self::UnknownRank { position, rank, size } => {
                write!(f, "rank {rank} at position {position} is not in the table of {size} ids")
            }
            Self::UnknownMappedId { position, mapped, size } => {
                write!(f, "mapped id {mapped} at position {position} is not in the table of {size} ids")
            }
            Self::NoBytes { position, id } => {
                write!(f, "token id {id} at position {position} is in a gap of the vocabulary: it has no text")
            }
            Self::UnknownToken { position, token } => {
                write!(f, "no token \"{}\" (position {position})", token.escape_ascii())
            }
            Self::NotUtf8 { offset } => {
                write!(f, "the text is not UTF-8 at byte {offset}; decode it as bytes")
            }
            Self::NoVocabulary => f.write_str(
                "the table has no vocabulary, so only ids can be coded: name the encoding that the ids are of",
            ),
            Self::UnknownName { kind, name, feature, known } => unknown_name(f, kind, name, *feature, known),
            Self::Unsupported { what, number, known } => write!(
                f,
                "the input has {what} {number}, and this release knows {known}: read it with a newer tokenwire"
            ),
            Self::Checksum { offset } => {
                write!(f, "checksum mismatch at byte {offset}: the input was modified or truncated")
            }
            Self::Aborted { offset } => {
                write!(f, "the source broke off: the stream says so at byte {offset}")
            }
            Self::WrongTable { expected, given } => wrong_table(f, *expected, *given),
            Self::NoTokenizer => {
                f.write_str("the document stores text; reading its ids needs the feature `text` of tokenwire")
            }
            Self::Counts { line, reason } => write!(f, "counts file, line {line}: {reason}"),
        }
    }
}

fn unknown_name(
    f: &mut Formatter<'_>,
    kind: &str,
    name: &str,
    feature: Option<&str>,
    known: &[&str],
) -> fmt::Result {
    write!(f, "no {kind} `{name}`; ")?;
    if let Some(feature) = feature {
        write!(f, "this build lacks the feature `{feature}`; ")?;
    }
    write!(f, "known: {}", known.join(", "))
}

fn wrong_table(f: &mut Formatter<'_>, expected: Fingerprint, given: Option<Fingerprint>) -> fmt::Result {
    write!(f, "the input was written with the table of fingerprint {expected}; ")?;
    match given {
        Some(given) => write!(f, "the given one has {given}"),
        None => f.write_str("give that table to read it"),
    }
}
