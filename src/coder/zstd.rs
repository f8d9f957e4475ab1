//! Compresses text or varints as one zstd frame (RFC 8878) without its magic number, and decompresses it. The format
//! fixes only the content of the frame, since its compressed bytes depend on the release of zstd.
//!
//! ```text
//! descriptor  window  content size  block           block           ...
//! 1 byte      0 or 1  1 to 8        3 bytes + data  3 bytes + data
//! ```
//!
//! A reader only accepts frames within the limits that `docs/format.md` sets. libzstd alone would also read frames
//! with larger windows and blocks.

use crate::error::{Error, Result};
use std::cell::Cell;
use std::thread::LocalKey;
use zstd::zstd_safe::{self, CCtx, CParameter, DCtx};

/// The highest level whose window is at most [`MAX_WINDOW`]. A document is written once and read often, and a higher
/// level does not slow readers down.
const LEVEL: i32 = 19;
/// The first bytes of every frame, which a document omits.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Bits of the frame header descriptor that are never set: dictionary id, checksum, reserved and unused bit.
const FORBIDDEN: u8 = 0x1f;
/// Bit of the frame header descriptor that is set if there is no window byte and the window is the content.
const SINGLE_SEGMENT: u8 = 0x20;
/// The largest window in bytes, which RFC 8878 recommends every reader to support.
const MAX_WINDOW: usize = 8 << 20;
/// The largest block content in bytes, if the window is not smaller.
const MAX_BLOCK: usize = 128 << 10;
/// The smallest block that has content, in bytes: a header of three bytes and one byte to repeat.
const MIN_BLOCK: usize = 4;
/// The largest compressor in bytes that is cached; a larger one is dropped after use. Compressors for texts of up to
/// 128 KiB are smaller; others take up to 90 MB.
const MAX_CACHED: usize = 2 << 20;

/// One state for each thread: creating one takes longer than compressing or decompressing a short message.
type Cached<T> = Cell<Option<T>>;

thread_local! {
    static COMPRESSOR: Cached<CCtx<'static>> = const { Cell::new(None) };
    static DECOMPRESSOR: Cached<DCtx<'static>> = const { Cell::new(None) };
}

/// Returns the largest number of bytes that the frame of `len` bytes can take: zstd's own bound, or slightly more.
pub(crate) const fn max_len(len: usize) -> usize {
    len.saturating_add(len / 256).saturating_add(64)
}

/// Appends the frame of `bytes`.
///
/// Content over the reader's `limit` is an error, since no reader could decode it.
pub(crate) fn compress(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<()> {
    if bytes.len() > limit {
        return Err(limit_exceeded(limit));
    }
    let mut frame = Vec::with_capacity(max_len(bytes.len()));
    let mut state = take(&COMPRESSOR).or_else(compressor).ok_or_else(out_of_memory)?;
    let written = state.compress2(&mut frame, bytes);
    if state.sizeof() <= MAX_CACHED {
        store(&COMPRESSOR, state);
    }
    written.map_err(|code| corrupt(0, code))?;
    out.extend(frame.get(MAGIC.len()..).unwrap_or_default());
    Ok(())
}

/// Decompresses the frame from `offset` to the end. The content and its allocation have at most `limit` bytes.
pub(crate) fn decompress(bytes: &[u8], offset: usize, limit: usize) -> Result<Vec<u8>> {
    let frame = [&MAGIC, bytes.get(offset..).unwrap_or_default()].concat();
    check_header(&frame, offset)?;
    let end = zstd_safe::find_frame_compressed_size(&frame).map_err(|code| corrupt(offset, code))?;
    if end < frame.len() {
        return Err(Error::TrailingBytes { offset: offset + end - MAGIC.len() });
    }
    let len = content_len(&frame, limit)?;
    let window = described_window(&frame).unwrap_or(len);
    check_window(window, offset)?;
    check_blocks(&frame, window, offset)?;
    let mut content = Vec::with_capacity(len);
    // In one call: zstd then needs no window of its own, and checks that the content has the stated size.
    let mut state = take(&DECOMPRESSOR).or_else(DCtx::try_create).ok_or_else(out_of_memory)?;
    let read = state.decompress(&mut content, &frame);
    store(&DECOMPRESSOR, state);
    read.map(|_| content).map_err(|code| corrupt(offset, code))
}

/// Checks the first bytes after the magic number: the frame header descriptor and the window descriptor.
fn check_header(frame: &[u8], offset: usize) -> Result<()> {
    match frame.get(MAGIC.len()) {
        // Of the allowed descriptors, only 0 does not state the content size.
        Some(descriptor) if *descriptor == 0 || descriptor & FORBIDDEN > 0 => Err(Error::Invalid {
            offset,
            reason: "a zstd frame that states its size, without dictionary and checksum",
        }),
        _ => check_window(described_window(frame).unwrap_or_default(), offset),
    }
}

/// Checks that the window has at most [`MAX_WINDOW`] bytes.
fn check_window(window: usize, offset: usize) -> Result<()> {
    if window > MAX_WINDOW {
        return Err(Error::Invalid { offset, reason: "a zstd frame with a window of at most 8 MiB" });
    }
    Ok(())
}

/// Returns the window size in bytes that the frame states, or `None` if the window is the content.
///
/// The upper five bits of the window descriptor state a power of two, from 2^10 on. The lower three bits add eighths of
/// it: `6a` is 2^23 + 2/8 x 2^23.
fn described_window(frame: &[u8]) -> Option<usize> {
    let (descriptor, window) = (frame.get(MAGIC.len())?, frame.get(MAGIC.len() + 1)?);
    if descriptor & SINGLE_SEGMENT > 0 {
        return None;
    }
    let base = 1u64 << (10 + (window >> 3));
    let size = base + base / 8 * u64::from(window & 7);
    Some(usize::try_from(size).unwrap_or(usize::MAX))
}

/// Returns the content size that a complete frame states, if it is within `limit` and the blocks can hold it.
///
/// This bounds the allocation by the length of the input: a block takes at least [`MIN_BLOCK`] bytes and has at most
/// [`MAX_BLOCK`] bytes of content.
fn content_len(frame: &[u8], limit: usize) -> Result<usize> {
    // zstd reads the two largest numbers as "unknown" and "error".
    let stated = zstd_safe::get_frame_content_size(frame).ok().flatten();
    let len = stated.map_or(usize::MAX, |stated| usize::try_from(stated).unwrap_or(usize::MAX));
    let most = (frame.len() / MIN_BLOCK).saturating_mul(MAX_BLOCK);
    if len > limit {
        return Err(limit_exceeded(limit));
    }
    if len > most {
        return Err(Error::LimitExceeded { what: "bytes in a zstd frame of this length", limit: most });
    }
    Ok(len)
}

/// Checks that no block of a complete frame holds more than the window and [`MAX_BLOCK`] allow.
///
/// zstd does not check this for every kind of block: 1.5.7 decodes a block that repeats one byte 131,073 times.
fn check_blocks(frame: &[u8], window: usize, offset: usize) -> Result<()> {
    let most = window.min(MAX_BLOCK);
    let mut rest = frame.get(header_len(frame)..).unwrap_or_default();
    while let Some(([first, second, third], after)) = rest.split_first_chunk() {
        let header = usize::from(*first) | usize::from(*second) << 8 | usize::from(*third) << 16;
        let (last, repeats, len) = (header & 1 == 1, header >> 1 & 3 == 1, header >> 3);
        if len > most {
            return Err(corrupt_because(offset, "a block is larger than the window or 128 KiB"));
        }
        if last {
            break;
        }
        rest = after.get(if repeats { 1 } else { len }..).unwrap_or_default();
    }
    Ok(())
}

/// Returns the length of the magic number and the frame header. The descriptor must have passed [`check_header`].
fn header_len(frame: &[u8]) -> usize {
    let descriptor = frame.get(MAGIC.len()).copied().unwrap_or_default();
    let single = descriptor & SINGLE_SEGMENT > 0;
    let size = match descriptor >> 6 {
        0 => 1,
        exponent => 1 << exponent,
    };
    MAGIC.len() + 1 + usize::from(!single) + size
}

/// Creates a compressor.
fn compressor() -> Option<CCtx<'static>> {
    let mut state = CCtx::try_create()?;
    state.set_parameter(CParameter::CompressionLevel(LEVEL)).ok()?;
    Some(state)
}

/// Takes the thread's cached state. Returns `None` if there is none yet, or if the thread is ending.
fn take<T>(cache: &'static LocalKey<Cached<T>>) -> Option<T> {
    cache.try_with(Cell::take).ok().flatten()
}

/// Caches the state for the thread's next call.
fn store<T>(cache: &'static LocalKey<Cached<T>>, state: T) {
    let _ = cache.try_with(|cache| cache.set(Some(state)));
}

fn limit_exceeded(limit: usize) -> Error {
    Error::LimitExceeded { what: "bytes inside zstd", limit }
}

fn corrupt(offset: usize, code: usize) -> Error {
    corrupt_because(offset, zstd_safe::get_error_name(code))
}

fn corrupt_because(offset: usize, reason: &str) -> Error {
    Error::Zstd { offset, reason: reason.into() }
}

fn out_of_memory() -> Error {
    corrupt_because(0, "out of memory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_at_least_that_of_zstd() {
        for len in [0, 1, 200, 1 << 16, (128 << 10) - 1, 128 << 10, 1 << 30] {
            let bound = zstd_safe::compress_bound(len);
            assert!((bound..bound + 100).contains(&max_len(len)), "{len}: {bound}");
        }
    }

    /// A cached compressor and a new one write the same bytes.
    #[test]
    fn frames_do_not_depend_on_earlier_frames() {
        let text: Vec<u8> = (0..300_000u32).map(|i| (i.wrapping_mul(i) / 7 % 61).to_le_bytes()[0]).collect();
        let frame = |len: usize| {
            let mut out = Vec::new();
            compress(&text[..len], len, &mut out).map(|()| out).unwrap()
        };
        let lens = [0, 9, 300_000, 200, 100_000, 9, 300_000];
        let alone = lens.map(|len| std::thread::scope(|scope| scope.spawn(|| frame(len)).join().unwrap()));
        assert_eq!(lens.map(frame), alone);
        for (len, frame) in lens.into_iter().zip(alone) {
            assert_eq!(decompress(&frame, 0, len).as_deref(), Ok(&text[..len]));
        }
    }
}
