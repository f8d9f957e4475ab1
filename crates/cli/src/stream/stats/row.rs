//! The sizes of one answer.

use super::decoded::Decoded;
use super::padding;
use crate::args::stream::WriterArgs;
use crate::error::CliError;
use crate::shared::{compressors, input};
use crate::stream::reader::is_stream;
use serde::Serialize;
use std::path::Path;
use tokenwire_chat::Encoder;

/// Sizes in bytes.
#[derive(Serialize, Default)]
pub(super) struct Row {
    pub(super) file: String,
    pub(super) tokens: usize,
    pub(super) events: usize,
    /// As a stream, header and end included, padding dropped, every event flushed.
    pub(super) bytes: usize,
    /// The tokens' ranks alone, as varints.
    pub(super) ids_bytes: usize,
    pub(super) raw: usize,
    pub(super) gzip_flushed: usize,
    pub(super) zstd_flushed: usize,
    pub(super) gzip_whole: usize,
}

impl Row {
    pub(super) fn measure(path: &Path, args: &WriterArgs) -> Result<Self, CliError> {
        let file = path.display().to_string();
        let source = input::read(Some(path), true)?;
        if is_stream(&source) {
            const HINT: &str = "a stream already: take what `tokenwire stream decode` makes of it";
            return Err(CliError::file(path, HINT));
        }
        Self::measure_source(file, &source, args).map_err(|error| error.in_file(path))
    }

    fn measure_source(file: String, source: &[u8], args: &WriterArgs) -> Result<Self, CliError> {
        let events = split_events(source, args)?;
        let stream = encode_flushed(args.encoder()?, &events)?;
        let decoded = Decoded::new(&stream, args.table.decoder()?)?;
        compare(&events, &decoded)?;
        Ok(Self {
            file,
            tokens: decoded.tokens,
            events: events.len(),
            bytes: stream.len(),
            ids_bytes: decoded.ids_bytes,
            raw: source.len(),
            gzip_flushed: compressors::gzip_flushed(&events)?,
            zstd_flushed: compressors::zstd_flushed(&events)?,
            gzip_whole: compressors::gzip_whole(source)?,
        })
    }

    /// Returns the sum of the rows.
    pub(super) fn total(rows: &[Self]) -> Self {
        let sum = |size: fn(&Self) -> usize| rows.iter().map(size).sum();
        Self {
            file: "total".into(),
            tokens: sum(|row| row.tokens),
            events: sum(|row| row.events),
            bytes: sum(|row| row.bytes),
            ids_bytes: sum(|row| row.ids_bytes),
            raw: sum(|row| row.raw),
            gzip_flushed: sum(|row| row.gzip_flushed),
            zstd_flushed: sum(|row| row.zstd_flushed),
            gzip_whole: sum(|row| row.gzip_whole),
        }
    }
}

/// Splits the source into its events. A stream that keeps padding decodes to the same bytes, and shows where each ends.
fn split_events<'a>(source: &'a [u8], args: &WriterArgs) -> Result<Vec<&'a [u8]>, CliError> {
    let stream = encode_flushed(args.encoder()?.with_padding(true), &[source])?;
    let decoded = Decoded::new(&stream, args.table.decoder()?)?;
    if decoded.bytes == source {
        Ok(decoded.split(source).collect())
    } else {
        Err(CliError::failed("it does not come back to the byte: please report this"))
    }
}

/// Encodes the parts of a source with a flush after each.
fn encode_flushed(mut encoder: Encoder, parts: &[&[u8]]) -> Result<Vec<u8>, CliError> {
    let mut stream = Vec::new();
    for part in parts {
        encoder.push(part, &mut stream)?;
        encoder.flush(&mut stream);
    }
    encoder.end(&mut stream)?;
    Ok(stream)
}

/// Checks that every event was decoded as it was, without padding.
fn compare(events: &[&[u8]], decoded: &Decoded) -> Result<(), CliError> {
    let differs = |(event, decoded): (&&[u8], &[u8])| !padding::is_only_difference(event, decoded);
    let first = events.iter().zip(decoded.events()).position(differs);
    let first =
        first.or((events.len() != decoded.ends.len()).then_some(events.len().min(decoded.ends.len())));
    match first {
        Some(at) => Err(CliError::Failed(format!("event {} does not come back: please report this", at + 1))),
        None => Ok(()),
    }
}
