//! Compresses the bytes of literals with raw deflate.
//!
//! Deflate replaces a repeated string with a reference to an earlier one in its window of 32 KiB. Here the window
//! initially holds the dictionary (up to 20 KiB of events of known servers), then up to 12 KiB of the stream's earlier
//! literals. All of it is within reach of a short literal, so even the first event of a stream consists mostly of
//! references:
//!
//! ```text
//! window   ...dictionary... | ...earlier literals...
//! literal  data: {"id":"chatcmpl-9fe8","choices":[{"index":0,"delta":{"content":""}}]}
//! first    references to the dictionary, and `9fe8`: less than half of the literal's length
//! again    one reference to the earlier literal: less than 10 bytes
//! ```

use crate::window::Window;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use std::cell::Cell;
use std::thread::LocalKey;
use tokenwire::{Error, Result};

/// The number of the dictionary with which literals are compressed. The header of a stream contains it.
///
/// A released dictionary never changes. A new dictionary gets a new number.
pub const DICTIONARY: u8 = 1;

/// Events of known servers. `scripts/data/dictionary.py` measures how many bytes they save.
const DICTIONARY_BYTES: &[u8] = include_bytes!("dictionary/1.txt");

/// A thread's deflate state. A compressor takes some 300 KB, so all streams of a thread share one: a new one for each
/// literal would fragment the heap.
type Pool<T> = Cell<Option<T>>;

thread_local! {
    static COMPRESS: Pool<Compress> = const { Cell::new(None) };
    static DECOMPRESS: Pool<Decompress> = const { Cell::new(None) };
}

/// Calls `work` with the thread's deflate state, which `new` creates if the pool is empty.
fn with_pooled<T, R>(
    pool: &'static LocalKey<Pool<T>>,
    new: impl Fn() -> T,
    work: impl FnOnce(&mut T) -> R,
) -> R {
    // The pool is empty at first, while the thread ends, and after `work` panicked.
    let mut stream = pool.try_with(Cell::take).ok().flatten().unwrap_or_else(new);
    let result = work(&mut stream);
    let _ = pool.try_with(|pool| pool.set(Some(stream)));
    result
}

/// Compresses `bytes` to one raw deflate stream. Returns `None` if it is not shorter than `bytes`.
pub(crate) fn deflate(bytes: &[u8], earlier: &Window) -> Option<Vec<u8>> {
    let new = || Compress::new(Compression::best(), false);
    with_pooled(&COMPRESS, new, |stream| deflate_with(stream, bytes, earlier))
}

fn deflate_with(stream: &mut Compress, bytes: &[u8], earlier: &Window) -> Option<Vec<u8>> {
    stream.reset();
    stream.set_dictionary(&dictionary(earlier)).ok()?;
    // The output has room for all that deflate can make of the input: a stored block of 16 KiB takes 5 bytes more. If it
    // had not, some of it would stay in the pooled state, which `reset` does not clear (zlib-rs 0.6).
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
    match stream.compress_vec(bytes, &mut out, FlushCompress::Finish) {
        Ok(Status::StreamEnd) if out.len() < bytes.len() => Some(out),
        _ => None,
    }
}

/// Decompresses `bytes`, which must be exactly one raw deflate stream. Errors are reported at `offset`.
pub(crate) fn inflate(bytes: &[u8], earlier: &Window, limit: usize, offset: usize) -> Result<Vec<u8>> {
    let work = |stream: &mut Decompress| inflate_with(stream, bytes, earlier, limit);
    match with_pooled(&DECOMPRESS, || Decompress::new(false), work) {
        Some((inflated, _)) if inflated.len() > limit => {
            Err(Error::LimitExceeded { what: "bytes in a literal", limit })
        }
        Some((inflated, true)) => Ok(inflated),
        _ => Err(Error::Invalid { offset, reason: "one complete deflate stream" }),
    }
}

/// Decompresses up to one byte more than `limit`. Also returns whether the deflate stream is complete and nothing
/// follows it.
fn inflate_with(
    stream: &mut Decompress,
    bytes: &[u8],
    earlier: &Window,
    limit: usize,
) -> Option<(Vec<u8>, bool)> {
    /// The largest possible ratio of output to input of deflate.
    const MAX_RATIO: usize = 1032;
    stream.reset(false);
    stream.set_dictionary(&dictionary(earlier)).ok()?;
    let max_len = limit.min(bytes.len().saturating_mul(MAX_RATIO)).saturating_add(1);
    let mut out = Vec::with_capacity(bytes.len().saturating_mul(8).min(max_len));
    loop {
        let unread = bytes.get(usize::try_from(stream.total_in()).ok()?..)?;
        match stream.decompress_vec(unread, &mut out, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) => return Some((out, stream.total_in() == bytes.len() as u64)),
            Ok(_) if out.len() > limit => return Some((out, false)),
            Ok(_) if out.len() == out.capacity() && out.len() < max_len => {
                out.reserve(out.len().max(64).min(max_len - out.len()));
            }
            _ => return None,
        }
    }
}

fn dictionary(earlier: &Window) -> Vec<u8> {
    [DICTIONARY_BYTES, earlier.bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORRUPT: Error = Error::Invalid { offset: 7, reason: "one complete deflate stream" };

    #[test]
    fn a_repeated_literal_takes_less_than_10_bytes() {
        let mut earlier = Window::of_literals();
        let event =
            b"data: {\"id\":\"chatcmpl-9fe8\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}\n\n";
        let first = deflate(event, &earlier).unwrap();
        assert_eq!(inflate(&first, &earlier, event.len(), 7).as_deref(), Ok(&event[..]));
        earlier.push(event);
        let second = deflate(event, &earlier).unwrap();
        assert_eq!(inflate(&second, &earlier, event.len(), 7).as_deref(), Ok(&event[..]));
        assert!(second.len() < 10 && first.len() < event.len() / 2, "{} {}", first.len(), second.len());
    }

    #[test]
    fn rejects_bombs_and_truncated_or_corrupt_streams() {
        let earlier = Window::of_literals();
        let inflate = |bytes: &[u8], limit| inflate(bytes, &earlier, limit, 7);
        let bomb = deflate(&vec![b'x'; 1 << 20], &earlier).unwrap();
        assert_eq!(inflate(&bomb, 1 << 20).map(|bytes| bytes.len()), Ok(1 << 20));
        let limit = (1 << 20) - 1;
        assert_eq!(inflate(&bomb, limit), Err(Error::LimitExceeded { what: "bytes in a literal", limit }));
        assert_eq!(inflate(&bomb[..bomb.len() - 1], 1 << 20), Err(CORRUPT));
        assert_eq!(inflate(&[&bomb[..], b"x"].concat(), 1 << 20), Err(CORRUPT));
        assert_eq!(inflate(b"\xff\xff\xff", 9), Err(CORRUPT));
        assert_eq!(inflate(b"", 9), Err(CORRUPT));
        assert_eq!(deflate(b"", &earlier), None);
    }
}
