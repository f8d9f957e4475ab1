//! One zstd frame over a text or over a document's varints, without its magic number. Only what it holds is fixed, not
//! the compressed bytes.

use crate::error::{Error, Result};
use std::cell::Cell;
use std::thread::LocalKey;
use zstd::zstd_safe::{self, CCtx, CParameter, DCtx};

/// The highest level with a window of at most 8 MiB, which RFC 8878 asks every reader to support. A document is written
/// once and read often, and reading takes no longer for it.
const LEVEL: i32 = 19;
/// What every frame begins with, and a document leaves out.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// In the frame header descriptor, what is never set: dictionary id, checksum, reserved and unused bit.
const NEVER: u8 = 0x1f;
/// Most bytes of content in a block.
const MAX_BLOCK: usize = 128 << 10;
/// Fewest bytes of a block that has content: its header of three, and one that is repeated.
const MIN_BLOCK: usize = 4;
/// Most bytes of a compressor that is kept, which is one for a text of up to 128 KiB; later ones take up to 90 MB.
const MAX_KEPT: usize = 2 << 20;

/// One for each thread: they take longer to make than a short message takes to write or to read.
type Kept<T> = Cell<Option<T>>;

thread_local! {
    static COMPRESS: Kept<CCtx<'static>> = const { Cell::new(None) };
    static DECOMPRESS: Kept<DCtx<'static>> = const { Cell::new(None) };
}

/// Most bytes of the frame of so many, compressible or not: zstd's own bound, or a few more.
pub(crate) const fn max_len(len: usize) -> usize {
    len.saturating_add(len / 256).saturating_add(64)
}

/// Appends the frame of these bytes.
///
/// `limit` is the reader's: what could not be read back is not written.
pub(crate) fn compress(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<()> {
    if bytes.len() > limit {
        return Err(over(limit));
    }
    let mut frame = Vec::with_capacity(max_len(bytes.len()));
    let mut state = taken(&COMPRESS).or_else(compressor).ok_or_else(no_memory)?;
    let written = state.compress2(&mut frame, bytes);
    if state.sizeof() <= MAX_KEPT {
        keep(&COMPRESS, state);
    }
    written.map_err(|code| corrupt(0, code))?;
    out.extend(frame.get(MAGIC.len()..).unwrap_or_default());
    Ok(())
}

/// What the frame holds that goes from `offset` to the end: at most `limit` bytes, and no more memory.
pub(crate) fn decompress(bytes: &[u8], offset: usize, limit: usize) -> Result<Vec<u8>> {
    let frame = [&MAGIC, bytes.get(offset..).unwrap_or_default()].concat();
    check_descriptor(&frame, offset)?;
    let end = zstd_safe::find_frame_compressed_size(&frame).map_err(|code| corrupt(offset, code))?;
    if end < frame.len() {
        return Err(Error::TrailingBytes { offset: offset + end - MAGIC.len() });
    }
    let mut content = Vec::with_capacity(content_len(&frame, offset, limit)?);
    // In one go: zstd then needs no window, and sees to it that the frame holds what it states.
    let mut state = taken(&DECOMPRESS).or_else(DCtx::try_create).ok_or_else(no_memory)?;
    let read = state.decompress(&mut content, &frame);
    keep(&DECOMPRESS, state);
    read.map(|_| content).map_err(|code| corrupt(offset, code))
}

/// The first byte after the magic number says what the frame header has.
fn check_descriptor(frame: &[u8], offset: usize) -> Result<()> {
    match frame.get(MAGIC.len()) {
        // Of what may be set, all but nothing states the content's size.
        Some(descriptor) if *descriptor == 0 || descriptor & NEVER > 0 => Err(Error::Invalid {
            offset,
            reason: "a zstd frame that states its size, without dictionary and checksum",
        }),
        _ => Ok(()),
    }
}

/// The size that a whole frame states, if it is allowed and can be true.
///
/// An allocation of that size is paid for: no block makes more than [`MAX_BLOCK`] of [`MIN_BLOCK`] or more, and as many zeros
/// as the claim would really be that cheap. The limit does the rest.
fn content_len(frame: &[u8], offset: usize, limit: usize) -> Result<usize> {
    let stated = zstd_safe::get_frame_content_size(frame).ok().flatten();
    let len = stated.map_or(usize::MAX, |stated| usize::try_from(stated).unwrap_or(usize::MAX));
    if len > limit {
        return Err(over(limit));
    }
    if len > (frame.len() / MIN_BLOCK).saturating_mul(MAX_BLOCK) {
        return Err(Error::Zstd { offset, reason: "it states more than its blocks can hold".into() });
    }
    Ok(len)
}

fn compressor() -> Option<CCtx<'static>> {
    let mut state = CCtx::try_create()?;
    state.set_parameter(CParameter::CompressionLevel(LEVEL)).ok()?;
    Some(state)
}

/// There is none at first, and none while the thread ends.
fn taken<T>(kept: &'static LocalKey<Kept<T>>) -> Option<T> {
    kept.try_with(Cell::take).ok().flatten()
}

fn keep<T>(kept: &'static LocalKey<Kept<T>>, one: T) {
    let _ = kept.try_with(|kept| kept.set(Some(one)));
}

fn over(limit: usize) -> Error {
    Error::LimitExceeded { what: "bytes inside zstd", limit }
}

fn corrupt(offset: usize, code: usize) -> Error {
    Error::Zstd { offset, reason: zstd_safe::get_error_name(code).into() }
}

fn no_memory() -> Error {
    Error::Zstd { offset: 0, reason: "there is no memory".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_zstds() {
        for len in [0, 1, 200, 1 << 16, (128 << 10) - 1, 128 << 10, 1 << 30] {
            let bound = zstd_safe::compress_bound(len);
            assert!((bound..bound + 100).contains(&max_len(len)), "{len}: {bound}");
        }
    }

    /// Those that were kept, and those that were not, write the same.
    #[test]
    fn what_came_before_does_not_matter() {
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
