//! gzip over a payload, exactly one member, and raw deflate over a document's varints. Only what they inflate to is
//! fixed, not the compressed bytes.

use crate::error::{Error, Result};
use flate2::Compression;
use flate2::bufread::{DeflateDecoder, GzDecoder};
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::{self, Read, Write};

/// First byte of every gzip member.
pub(crate) const MAGIC: u8 = 0x1f;
/// No deflate stream grows more than this.
const MAX_RATIO: usize = 1032;
/// The largest limit: gzip states its length in 32 bits.
const MAX_LIMIT: usize = u32::MAX as usize;

/// Returns the limit that a caller sets, at most 4 GiB.
pub(crate) const fn clamp(limit: usize) -> usize {
    if limit < MAX_LIMIT { limit } else { MAX_LIMIT }
}

/// Most bytes that `len` bytes take, incompressible or not, with any of flate2's backends.
pub(crate) const fn max_len(len: usize) -> usize {
    len.saturating_add(len / 8).saturating_add(128)
}

/// Appends `payload` as one gzip member, at flate2's default level, which is tacc's.
///
/// `limit` is the reader's: what could not be read back is not written.
pub(crate) fn compress(payload: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<()> {
    if payload.len() > limit {
        return Err(over(limit));
    }
    let mut member = GzEncoder::new(out, Compression::default());
    // A vector takes everything, so these cannot fail; if they ever do, it is not for the caller to crash.
    let written = member.write_all(payload).and_then(|()| member.finish().map(drop));
    written.map_err(|error| corrupt(0, &error))
}

/// Appends `bytes` as one raw deflate stream, as small as can be.
pub(crate) fn deflate(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<()> {
    if bytes.len() > limit {
        return Err(over(limit));
    }
    let mut stream = DeflateEncoder::new(out, Compression::best());
    let written = stream.write_all(bytes).and_then(|()| stream.finish().map(drop));
    written.map_err(|error| corrupt(0, &error))
}

/// What the raw deflate stream holds that goes from `offset` to the end: at most `limit` bytes, and no more memory.
pub(crate) fn inflate_raw(bytes: &[u8], offset: usize, limit: usize) -> Result<Vec<u8>> {
    let compressed = bytes.len().saturating_sub(offset);
    // A text's varints deflate to more than an eighth. What claims to be denser is measured before it gets its memory.
    let usual = compressed.saturating_mul(8).min(limit);
    if let Some(varints) = inflate_up_to(bytes, offset, usual)? {
        return Ok(varints);
    }
    let len = skip(&mut stream(bytes, offset), limit).map_err(|error| corrupt(offset, &error))?;
    inflate_up_to(bytes, offset, len.min(limit))?.ok_or_else(|| over(limit))
}

/// `None` if there is more.
fn inflate_up_to(bytes: &[u8], offset: usize, most: usize) -> Result<Option<Vec<u8>>> {
    let mut decoder = stream(bytes, offset);
    let mut varints = Vec::with_capacity(most);
    let read = decoder.by_ref().take(most as u64).read_to_end(&mut varints);
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

/// What the one member holds: at most `limit` bytes, and no more memory than that.
pub(crate) fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>> {
    let mut member = GzDecoder::new(bytes);
    // A sound member ends in its length. A false one gets no more memory than it says: it is an error by then.
    let most = limit.min(isize::MAX.cast_unsigned());
    let expected = stated_len(bytes).min(most).min(bytes.len().saturating_mul(MAX_RATIO));
    let mut payload = Vec::with_capacity(expected);
    let read = member.by_ref().take(expected as u64).read_to_end(&mut payload);
    let rest = read.and_then(|_| skip(&mut member, limit - payload.len()));
    let offset = bytes.len() - member.get_ref().len();
    match rest {
        Err(error) => Err(corrupt(offset, &error)),
        Ok(rest) if payload.len() + rest > limit => Err(over(limit)),
        Ok(_) if offset < bytes.len() => Err(Error::TrailingBytes { offset }),
        Ok(0) => Ok(payload),
        Ok(_) => Err(Error::Gzip { offset, reason: "it holds more than the length at its end says".into() }),
    }
}

/// Reads up to one byte past `allowed`, keeping nothing: how many there are.
fn skip(member: &mut impl Read, allowed: usize) -> io::Result<usize> {
    let rest = io::copy(&mut member.take((allowed as u64).saturating_add(1)), &mut io::sink())?;
    Ok(usize::try_from(rest).unwrap_or(usize::MAX))
}

fn stated_len(member: &[u8]) -> usize {
    member.last_chunk().map_or(0, |len| u32::from_le_bytes(*len) as usize)
}

fn over(limit: usize) -> Error {
    Error::LimitExceeded { what: "bytes inside gzip", limit }
}

fn corrupt(offset: usize, error: &io::Error) -> Error {
    Error::Gzip { offset, reason: error.to_string() }
}
