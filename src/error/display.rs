//! Error messages. Each one states what happened, where, and what to do next.
//!
//! `tests/messages.txt` lists them all.

use super::Error;
use crate::fingerprint::Fingerprint;
use std::fmt::{self, Display, Formatter};

/// The quantities whose limit a caller sets. The format fixes all other limits.
const CONFIGURABLE: [&str; 5] = [
    "bytes inside gzip",
    "bytes inside zstd",
    "bytes of text in a gzip payload",
    "bytes of text in one document",
    "ids in one document",
];

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { offset } => {
                write!(f, "truncated: the input ends at byte {offset}; fetch it again")
            }
            Self::Invalid { offset, reason } => {
                write!(
                    f,
                    "malformed input: expected {reason} at byte {offset}; check where the input comes from"
                )
            }
            Self::NotCanonical { offset, reason } => {
                write!(f, "not canonical at byte {offset}: {reason}; fix the program that wrote the input")
            }
            Self::ExtraField { offset } => write!(
                f,
                "unexpected field at byte {offset}, after the token list; fix the program that wrote the input"
            ),
            Self::TrailingBytes { offset } => write!(
                f,
                "unexpected bytes after the end, from byte {offset}; pass one payload, document or stream at a time"
            ),
            Self::Gzip { offset, reason } => {
                write!(f, "corrupt gzip at byte {offset}: {reason}; fetch the input again")
            }
            Self::Zstd { offset, reason } => {
                write!(f, "corrupt zstd at byte {offset}: {reason}; fetch the input again")
            }
            Self::LimitExceeded { what, limit } => limit_exceeded(f, what, *limit),
            Self::UnknownId { position, id, size } => write!(
                f,
                "token id {id} at position {position} is not in the vocabulary of {size} ids; \
                 use the encoding that the ids belong to"
            ),
            Self::UnknownRank { position, rank, size } => write!(
                f,
                "rank {rank} at position {position} is not in the table of {size} ids; \
                 use the table that the input was written with"
            ),
            Self::UnknownMappedId { position, mapped, size } => write!(
                f,
                "mapped id {mapped} at position {position} is not in the table of {size} ids; \
                 use the table that the input was written with"
            ),
            Self::NoBytes { position, id } => write!(
                f,
                "token id {id} at position {position} is in a gap of the vocabulary and has no text; \
                 decode to ids instead"
            ),
            Self::UnknownToken { position, token } => write!(
                f,
                "token \"{}\" at position {position} is not in the vocabulary; encode it as text instead",
                token.escape_ascii()
            ),
            Self::NotUtf8 { offset } => {
                write!(f, "the text is not UTF-8 at byte {offset}; decode it as bytes instead")
            }
            Self::NoVocabulary => f.write_str(
                "the table has no vocabulary, so it codes ids but not text; name the encoding of its ids",
            ),
            Self::UnknownName { kind, name, feature, known } => unknown_name(f, kind, name, *feature, known),
            Self::Unsupported { what, number, known } => write!(
                f,
                "unsupported {what} {number}: this release reads {known}; use a newer release of tokenwire"
            ),
            Self::Checksum { offset } => write!(
                f,
                "checksum mismatch at byte {offset}: the input was modified or truncated; fetch it again"
            ),
            Self::Aborted { offset } => {
                write!(f, "aborted at byte {offset}: the source broke off; request the stream again")
            }
            Self::WrongTable { expected, given } => wrong_table(f, *expected, *given),
            Self::NoTokenizer => f.write_str(
                "the document stores text, and this build has no tokenizer; \
                 enable the feature `text`, or decode to text instead",
            ),
            Self::Counts { line, reason } => write!(f, "counts file, line {line}: {reason}"),
        }
    }
}

fn limit_exceeded(f: &mut Formatter<'_>, what: &str, limit: usize) -> fmt::Result {
    let next_step =
        if CONFIGURABLE.contains(&what) { "raise the limit" } else { "the format allows no more" };
    write!(f, "more than {limit} {what}; {next_step}")
}

fn unknown_name(
    f: &mut Formatter<'_>,
    kind: &str,
    name: &str,
    feature: Option<&str>,
    known: &[&str],
) -> fmt::Result {
    match feature {
        Some(feature) => write!(f, "no {kind} `{name}` in this build; enable the feature `{feature}`")?,
        None => write!(f, "no {kind} `{name}`")?,
    }
    write!(f, "; known: {}", known.join(", "))
}

fn wrong_table(f: &mut Formatter<'_>, expected: Fingerprint, given: Option<Fingerprint>) -> fmt::Result {
    write!(f, "the input was written with the custom table of fingerprint {expected}")?;
    match given {
        Some(given) => write!(f, ", but the given table has {given}; pass the matching table"),
        None => f.write_str("; pass that table"),
    }
}
