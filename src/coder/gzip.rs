//! Compresses a payload as exactly one gzip member, and a document's varints as a raw deflate stream. The format
//! fixes only the inflated bytes, not the compressed ones.

use crate::error::{Error, Result};
use flate2::Compression;
use flate2::bufread::{DeflateDecoder, GzDecoder};
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::{self, Read, Write};

/// The first byte of every gzip member.
pub(crate) const MAGIC: u8 = 0x1f;
/// The largest expansion ratio of deflate.
const MAX_RATIO: usize = 1032;
/// The largest size limit. A gzip member states its length in 32 bits.
const MAX_LIMIT: usize = u32::MAX as usize;

/// Reduces a size limit to at most 4 GiB.
pub(crate) const fn clamp(limit: usize) -> usize {
    if limit < MAX_LIMIT { limit } else { MAX_LIMIT }
}

/// Returns the largest compressed size of `len` bytes, with any of flate2's backends and even if they are
/// incompressible.
pub(crate) const fn max_len(len: usize) -> usize {
    len.saturating_add(len / 8).saturating_add(128)
}

/// Appends `payload` as one gzip member, at flate2's default level, which tacc uses too.
///
/// A payload over the reader's `limit` is an error, since no reader could decode it.
pub(crate) fn compress(payload: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<()> {
    if payload.len() > limit {
        return Err(limit_exceeded(limit));
    }
    let mut member = GzEncoder::new(out, Compression::default());
    // Writing to a vector cannot fail. If it ever did, an error is better than a panic.
    let written = member.write_all(payload).and_then(|()| member.finish().map(drop));
    written.map_err(|error| corrupt(0, &error))
}

/// Appends `bytes` as one raw deflate stream, at the best compression level.
pub(crate) fn deflate(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<()> {
    if bytes.len() > limit {
        return Err(limit_exceeded(limit));
    }
    let mut stream = DeflateEncoder::new(out, Compression::best());
    let written = stream.write_all(bytes).and_then(|()| stream.finish().map(drop));
    written.map_err(|error| corrupt(0, &error))
}

/// Inflates the raw deflate stream from `offset` to the end. The result has at most `limit` bytes, and at most
/// that is allocated.
pub(crate) fn inflate_raw(bytes: &[u8], offset: usize, limit: usize) -> Result<Vec<u8>> {
    let compressed = bytes.len().saturating_sub(offset);
    // The varints of real text compress by less than a factor of 8. A stream that expands further is measured
    // first, so that no memory is allocated for a bomb.
    let usual = compressed.saturating_mul(8).min(limit);
    if let Some(varints) = inflate_up_to(bytes, offset, usual)? {
        return Ok(varints);
    }
    let len = skip(&mut stream(bytes, offset), limit).map_err(|error| corrupt(offset, &error))?;
    inflate_up_to(bytes, offset, len.min(limit))?.ok_or_else(|| limit_exceeded(limit))
}

/// Inflates the stream, or returns `None` if it has more than `max_len` bytes.
fn inflate_up_to(bytes: &[u8], offset: usize, max_len: usize) -> Result<Option<Vec<u8>>> {
    let mut decoder = stream(bytes, offset);
    let mut varints = Vec::with_capacity(max_len);
    let read = decoder.by_ref().take(max_len as u64).read_to_end(&mut varints);
    let rest = read.and_then(|_| skip(&mut decoder, 0));
    let end = bytes.len() - decoder.get_ref().len();
    match rest {
        Err(error) => Err(corrupt(end, &error)),
        Ok(0) if end < bytes.len() => Err(Error::TrailingBytes { offset: end }),
        Ok(0) => Ok(Some(varints)),
        Ok(_) => Ok(None),
    }
}

fn stream(bytes: &[u8], offset: usize) -> DeflateDecoder<&[u8]> {
    DeflateDecoder::new(bytes.get(offset..).unwrap_or_default())
}

/// Inflates a single gzip member. The result has at most `limit` bytes, and at most that is allocated.
pub(crate) fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>> {
    let mut member = GzDecoder::new(bytes);
    // A valid member ends with its inflated length, so that much is allocated. If the length is false, reading
    // fails anyway.
    let max_len = limit.min(isize::MAX.cast_unsigned());
    let expected = stated_len(bytes).min(max_len).min(bytes.len().saturating_mul(MAX_RATIO));
    let mut payload = Vec::with_capacity(expected);
    let read = member.by_ref().take(expected as u64).read_to_end(&mut payload);
    let rest = read.and_then(|_| skip(&mut member, limit - payload.len()));
    let offset = bytes.len() - member.get_ref().len();
    match rest {
        Err(error) => Err(corrupt(offset, &error)),
        Ok(rest) if payload.len() + rest > limit => Err(limit_exceeded(limit)),
        Ok(_) if offset < bytes.len() => Err(Error::TrailingBytes { offset }),
        Ok(0) => Ok(payload),
        Ok(_) => Err(Error::Gzip { offset, reason: "the member is longer than its stated length".into() }),
    }
}

/// Reads and discards up to `allowed` + 1 bytes. Returns their number.
fn skip(member: &mut impl Read, allowed: usize) -> io::Result<usize> {
    let rest = io::copy(&mut member.take((allowed as u64).saturating_add(1)), &mut io::sink())?;
    Ok(usize::try_from(rest).unwrap_or(usize::MAX))
}

/// Returns the inflated length that a member states in its last four bytes.
fn stated_len(member: &[u8]) -> usize {
    member.last_chunk().map_or(0, |len| u32::from_le_bytes(*len) as usize)
}

fn limit_exceeded(limit: usize) -> Error {
    Error::LimitExceeded { what: "bytes inside gzip", limit }
}

fn corrupt(offset: usize, error: &io::Error) -> Error {
    Error::Gzip { offset, reason: error.to_string() }
}
