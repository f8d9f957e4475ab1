//! What one answer costs.

use super::back::Back;
use super::{others, padding};
use crate::args::stream::Form;
use crate::failure::Failure;
use crate::stream::incoming::is_stream;
use crate::{input, stream};
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
    /// Of the tokens' ranks alone, as varints.
    pub(super) ids_bytes: usize,
    pub(super) raw: usize,
    pub(super) gzip_flushed: usize,
    pub(super) zstd_flushed: usize,
    pub(super) gzip_whole: usize,
}

impl Row {
    pub(super) fn of(path: &Path, form: &Form) -> Result<Self, Failure> {
        let file = path.display().to_string();
        let source = input::read(Some(path), true)?;
        if is_stream(&source) {
            const HINT: &str = "a stream already: take what `tokenwire stream decode` makes of it";
            return Err(Failure::file(path, HINT));
        }
        let row = Self::of_source(file, &source, form);
        row.map_err(|failure| failure.at(path))
    }

    fn of_source(file: String, source: &[u8], form: &Form) -> Result<Self, Failure> {
        let events = events(source, form)?;
        let stream = flushed(stream::encoder(form)?, &events)?;
        let back = Back::of(&stream, stream::decoder(&form.choice)?)?;
        compare(&events, &back)?;
        Ok(Self {
            file,
            tokens: back.tokens,
            events: events.len(),
            bytes: stream.len(),
            ids_bytes: back.ids_bytes,
            raw: source.len(),
            gzip_flushed: others::gzip_flushed(&events)?,
            zstd_flushed: others::zstd_flushed(&events)?,
            gzip_whole: others::gzip_whole(source)?,
        })
    }

    /// The sum of these.
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

/// The source's events: padding kept, they come back to the byte, and that tells where each ends.
fn events<'a>(source: &'a [u8], form: &Form) -> Result<Vec<&'a [u8]>, Failure> {
    let stream = flushed(stream::encoder(form)?.with_padding(true), &[source])?;
    let back = Back::of(&stream, stream::decoder(&form.choice)?)?;
    if back.bytes == source {
        Ok(back.cut(source).collect())
    } else {
        Err(Failure::Data("it does not come back to the byte: please report this".into()))
    }
}

/// The stream of what is written piece by piece.
fn flushed(mut encoder: Encoder, pieces: &[&[u8]]) -> Result<Vec<u8>, Failure> {
    let mut stream = Vec::new();
    for piece in pieces {
        encoder.push(piece, &mut stream)?;
        encoder.flush(&mut stream);
    }
    encoder.end(&mut stream)?;
    Ok(stream)
}

/// Every event has to be what it was, but for padding.
fn compare(events: &[&[u8]], back: &Back) -> Result<(), Failure> {
    let differs =
        events.iter().zip(back.events()).position(|(event, back)| !padding::is_all_that_went(event, back));
    let differs = differs.or((events.len() != back.ends.len()).then_some(events.len().min(back.ends.len())));
    match differs {
        Some(at) => Err(Failure::Data(format!("event {} does not come back: please report this", at + 1))),
        None => Ok(()),
    }
}
