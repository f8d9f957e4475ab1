//! gzip over a payload: exactly one member. Only what it inflates to is fixed, not its compressed bytes.

use crate::error::{Error, Result};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, Read, Write};

/// First byte of every gzip member.
pub(crate) const MAGIC: u8 = 0x1f;
/// No deflate stream grows more than this.
const MAX_RATIO: usize = 1032;
/// Most that a limit may be: gzip states its length in 32 bits.
pub(crate) const MAX_LIMIT: usize = u32::MAX as usize;

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
    Error::LimitExceeded { what: "bytes of payload inside gzip", limit }
}

fn corrupt(offset: usize, error: &io::Error) -> Error {
    Error::Gzip { offset, reason: error.to_string() }
}
