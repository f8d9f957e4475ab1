//! Measures the sizes of one response, and checks that its stream decodes to the same events.

use super::decoded::Decoded;
use crate::args::stream::WriterArgs;
use crate::error::CliError;
use crate::shared::events::encode_flushed;
use crate::shared::{compressors, input};
use crate::stream::reader::is_stream;
use serde::Serialize;
use std::path::Path;

/// The sizes of one response, in bytes.
#[derive(Serialize, Default)]
pub(super) struct Row {
    pub(super) file: String,
    pub(super) tokens: usize,
    pub(super) events: usize,
    /// The size of the complete stream, flushed after each event and without padding.
    pub(super) bytes: usize,
    /// The size of only the ranks of the tokens, as varints.
    pub(super) ids_bytes: usize,
    /// The size of the source, including its padding. The compressed sizes are of the source without its padding.
    pub(super) raw: usize,
    pub(super) gzip_flushed: usize,
    /// The size of the stream as a share of `gzip_flushed`.
    pub(super) of_gzip: f64,
    pub(super) zstd_flushed: usize,
    /// The size of the stream as a share of `zstd_flushed`.
    pub(super) of_zstd: f64,
    pub(super) gzip_whole: usize,
}

impl Row {
    pub(super) fn measure(path: &Path, args: &WriterArgs) -> Result<Self, CliError> {
        let file = path.display().to_string();
        let source = input::read(Some(path), true)?;
        if is_stream(&source) {
            const HINT: &str =
                "the file is already a stream; pass the events that `tokenwire stream decode` writes";
            return Err(CliError::file(path, HINT));
        }
        Self::measure_source(file, &source, args).map_err(|error| error.in_file(path))
    }

    fn measure_source(file: String, source: &[u8], args: &WriterArgs) -> Result<Self, CliError> {
        let events = split_events(source, args)?;
        let stream = encode_flushed(&mut args.encoder()?, &events)?;
        let decoded = Decoded::new(&stream, args.table.decoder()?)?;
        compare(&events, &decoded)?;
        let bare: Vec<&[u8]> = decoded.events().collect();
        let row = Self {
            file,
            tokens: decoded.tokens,
            events: events.len(),
            bytes: stream.len(),
            ids_bytes: decoded.ids_bytes,
            raw: source.len(),
            gzip_flushed: compressors::gzip_flushed(&bare)?,
            zstd_flushed: compressors::zstd_flushed(&bare)?,
            gzip_whole: compressors::gzip_whole(&decoded.bytes)?,
            ..Self::default()
        };
        Ok(row.with_shares())
    }

    fn with_shares(self) -> Self {
        let share = |size: usize| self.bytes as f64 / size as f64;
        Self { of_gzip: share(self.gzip_flushed), of_zstd: share(self.zstd_flushed), ..self }
    }

    /// Returns the sum of the rows.
    pub(super) fn total(rows: &[Self]) -> Self {
        let sum = |size: fn(&Self) -> usize| rows.iter().map(size).sum();
        let total = Self {
            file: "total".into(),
            tokens: sum(|row| row.tokens),
            events: sum(|row| row.events),
            bytes: sum(|row| row.bytes),
            ids_bytes: sum(|row| row.ids_bytes),
            raw: sum(|row| row.raw),
            gzip_flushed: sum(|row| row.gzip_flushed),
            zstd_flushed: sum(|row| row.zstd_flushed),
            gzip_whole: sum(|row| row.gzip_whole),
            ..Self::default()
        };
        total.with_shares()
    }
}

/// Splits the source into its events. It is encoded with padding and decoded, which yields the same bytes and their
/// ends.
fn split_events<'a>(source: &'a [u8], args: &WriterArgs) -> Result<Vec<&'a [u8]>, CliError> {
    let stream = encode_flushed(&mut args.encoder()?.with_padding(true), &[source])?;
    let decoded = Decoded::new(&stream, args.table.decoder()?)?;
    if decoded.bytes == source {
        Ok(decoded.split(source).collect())
    } else {
        Err(CliError::failed("the stream does not decode to the same bytes; please report this"))
    }
}

/// Checks that every event decodes to the same bytes, except for padding.
fn compare(events: &[&[u8]], decoded: &Decoded) -> Result<(), CliError> {
    let differs = |(event, decoded): (&&[u8], &[u8])| !equals_except_padding(event, decoded);
    let first = events.iter().zip(decoded.events()).position(differs);
    let first =
        first.or((events.len() != decoded.ends.len()).then_some(events.len().min(decoded.ends.len())));
    match first {
        Some(at) => Err(CliError::Failed(format!(
            "event {} does not decode to the same bytes; please report this",
            at + 1
        ))),
        None => Ok(()),
    }
}

/// Returns whether `decoded` is the event, with or without its padding. Padding is the value of `"obfuscation":"..."`
/// or `"p":"..."`, or blanks before the last brace. This implementation is independent of the encoder's, so that each
/// checks the other.
fn equals_except_padding(event: &[u8], decoded: &[u8]) -> bool {
    let mut at = 0;
    for byte in decoded {
        if event.get(at) != Some(byte) {
            at = padding_end(event, at).unwrap_or(at);
        }
        if event.get(at) != Some(byte) {
            return false;
        }
        at += 1;
    }
    at == event.len()
}

/// Returns the end of the padding that begins at `at`, or `None` if no padding begins there.
fn padding_end(event: &[u8], at: usize) -> Option<usize> {
    let (before, rest) = event.split_at_checked(at)?;
    let len = if is_obfuscated(before) { string_len(rest)? } else { blanks_len(rest)? };
    Some(at + len)
}

/// Returns whether these bytes end with a key of padding and the opening quote of its value.
fn is_obfuscated(before: &[u8]) -> bool {
    let key = before.strip_suffix(b"\"").map(<[u8]>::trim_ascii_end);
    let key = key.and_then(|key| key.strip_suffix(b":")).map(<[u8]>::trim_ascii_end);
    key.is_some_and(|key| key.ends_with(b"\"obfuscation\"") || key.ends_with(b"\"p\""))
}

/// Returns the number of bytes before the closing quote.
fn string_len(rest: &[u8]) -> Option<usize> {
    let mut escaped = false;
    rest.iter().position(|byte| {
        let end = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        end
    })
}

/// Returns the number of blanks, or `None` unless the last brace follows them.
fn blanks_len(rest: &[u8]) -> Option<usize> {
    let after = rest.trim_ascii_start();
    let (first, rest_after) = after.split_first()?;
    (*first == b'}' && !rest_after.contains(&b'}')).then_some(rest.len() - after.len())
}

#[cfg(test)]
mod tests {
    use super::equals_except_padding;

    #[test]
    fn only_padding_may_be_missing() {
        let is_allowed =
            |event: &str, decoded: &str| equals_except_padding(event.as_bytes(), decoded.as_bytes());
        let event = "data: {\"a\":{\"b\":1},\"obfuscation\":\"x\\\"9\"}\n\n";
        assert!(is_allowed(event, event));
        assert!(is_allowed(event, "data: {\"a\":{\"b\":1},\"obfuscation\":\"\"}\n\n"));
        assert!(is_allowed(
            "data: {\"obfuscation\" : \"x\",\"b\":1 }\n\n",
            "data: {\"obfuscation\" : \"\",\"b\":1}\n\n"
        ));
        assert!(is_allowed("{\"a\":{\"b\":1}   }\n", "{\"a\":{\"b\":1}}\n"));
        assert!(is_allowed("{\"a\":1,\"p\":\"abc\"}\n", "{\"a\":1,\"p\":\"\"}\n"));
        assert!(!is_allowed("{\"a\":{\"b\":1  }}\n", "{\"a\":{\"b\":1}}\n"));
        assert!(!is_allowed("{\"b\":\"xy\"}\n", "{\"b\":\"\"}\n"));
        assert!(!is_allowed(event, "data: {\"a\":{\"b\":1},\"obfuscation\":\"y\"}\n\n"));
        assert!(!is_allowed("data: x\n\n", "data: x\n"));
        assert!(!is_allowed("data: x\n", "data: x\n\n"));
    }
}
