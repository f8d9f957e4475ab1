//! The bytes of literals: raw deflate that knows a dictionary and the literals before.

use crate::history::Tail;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use std::cell::Cell;
use std::thread::LocalKey;

/// Number of the dictionary below. A dictionary that was released never changes; another one gets another number.
pub(crate) const DICTIONARY: u8 = 1;
/// Events as known servers write them: `scripts/data/dictionary.py` measures it.
const KNOWN: &[u8] = include_bytes!("dictionary/1.txt");

/// One for each thread: a compressor takes some 300 KB, and new ones for every literal of many streams would leave as many holes in the heap.
type Kept<T> = Cell<Option<T>>;

thread_local! {
    static COMPRESS: Kept<Compress> = const { Cell::new(None) };
    static DECOMPRESS: Kept<Decompress> = const { Cell::new(None) };
}

fn with<T, R>(kept: &'static LocalKey<Kept<T>>, new: impl Fn() -> T, work: impl FnOnce(&mut T) -> R) -> R {
    // There is none while the thread ends, or if the work panicked before.
    let mut one = kept.try_with(Cell::take).ok().flatten().unwrap_or_else(new);
    let done = work(&mut one);
    let _ = kept.try_with(|kept| kept.set(Some(one)));
    done
}

/// The bytes as one raw deflate stream, or `None` if that is not shorter.
pub(crate) fn deflate(bytes: &[u8], before: &Tail) -> Option<Vec<u8>> {
    let new = || Compress::new(Compression::best(), false);
    with(&COMPRESS, new, |stream| deflate_with(stream, bytes, before))
}

fn deflate_with(stream: &mut Compress, bytes: &[u8], before: &Tail) -> Option<Vec<u8>> {
    stream.reset();
    stream.set_dictionary(&dictionary(before)).ok()?;
    let mut out = Vec::with_capacity(bytes.len());
    // What does not fit is not shorter.
    match stream.compress_vec(bytes, &mut out, FlushCompress::Finish) {
        Ok(Status::StreamEnd) if out.len() < bytes.len() => Some(out),
        _ => None,
    }
}

/// Why there are no bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum NotInflated {
    /// It is corrupt, cut, or goes on after its end.
    Corrupt,
    TooLong,
}

/// What one raw deflate stream holds, at most `limit` bytes.
pub(crate) fn inflate(bytes: &[u8], before: &Tail, limit: usize) -> Result<Vec<u8>, NotInflated> {
    let work = |stream: &mut Decompress| inflate_some(stream, bytes, before, limit);
    let (inflated, all) = with(&DECOMPRESS, || Decompress::new(false), work).ok_or(NotInflated::Corrupt)?;
    match inflated.len() {
        len if len > limit => Err(NotInflated::TooLong),
        _ if all => Ok(inflated),
        _ => Err(NotInflated::Corrupt),
    }
}

/// Up to one byte more than the limit, and whether those are all and nothing follows.
fn inflate_some(
    stream: &mut Decompress,
    bytes: &[u8],
    before: &Tail,
    limit: usize,
) -> Option<(Vec<u8>, bool)> {
    /// No deflate stream grows more than this.
    const MAX_RATIO: usize = 1032;
    stream.reset(false);
    stream.set_dictionary(&dictionary(before)).ok()?;
    let most = limit.min(bytes.len().saturating_mul(MAX_RATIO)).saturating_add(1);
    let mut out = Vec::with_capacity(bytes.len().saturating_mul(8).min(most));
    loop {
        let rest = bytes.get(usize::try_from(stream.total_in()).ok()?..)?;
        match stream.decompress_vec(rest, &mut out, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) => return Some((out, stream.total_in() == bytes.len() as u64)),
            Ok(_) if out.len() > limit => return Some((out, false)),
            Ok(_) if out.len() == out.capacity() && out.len() < most => {
                out.reserve(out.len().max(64).min(most - out.len()));
            }
            _ => return None,
        }
    }
}

fn dictionary(before: &Tail) -> Vec<u8> {
    [KNOWN, before.bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_before_costs_little() {
        let mut before = Tail::of_literals();
        let event =
            b"data: {\"id\":\"chatcmpl-9fe8\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}\n\n";
        let first = deflate(event, &before).unwrap();
        assert_eq!(inflate(&first, &before, event.len()).as_deref(), Ok(&event[..]));
        before.push(event);
        let second = deflate(event, &before).unwrap();
        assert_eq!(inflate(&second, &before, event.len()).as_deref(), Ok(&event[..]));
        assert!(second.len() < 10 && first.len() < event.len() / 2, "{} {}", first.len(), second.len());
    }

    #[test]
    fn bombs_cuts_and_garbage_are_refused() {
        let before = Tail::of_literals();
        let bomb = deflate(&vec![b'x'; 1 << 20], &before).unwrap();
        assert_eq!(inflate(&bomb, &before, 1 << 20).map(|bytes| bytes.len()), Ok(1 << 20));
        assert_eq!(inflate(&bomb, &before, (1 << 20) - 1), Err(NotInflated::TooLong));
        assert_eq!(inflate(&bomb[..bomb.len() - 1], &before, 1 << 20), Err(NotInflated::Corrupt));
        assert_eq!(inflate(&[&bomb[..], b"x"].concat(), &before, 1 << 20), Err(NotInflated::Corrupt));
        assert_eq!(inflate(b"\xff\xff\xff", &before, 9), Err(NotInflated::Corrupt));
        assert_eq!(inflate(b"", &before, 9), Err(NotInflated::Corrupt));
        assert_eq!(deflate(b"", &before), None);
    }
}
