//! What several test files need: every server's stream, both ends in any pieces, random numbers from a seed.
// Each test file uses some of it.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

pub(crate) mod padding;

use std::fs;
use std::path::Path;
use tokenwire::Result;
use tokenwire_chat::{Decoder, Encoder, Event, Source};

/// Knuth's linear congruential generator: the same numbers on every machine.
pub(crate) fn random(seed: u64) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(seed), |state| {
        Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    })
    .skip(1)
    .map(|state| (state >> 33) as usize)
}

/// Name and bytes of the streams that are committed.
pub(crate) fn committed() -> Vec<(String, Vec<u8>)> {
    streams(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data"))
}

/// Those that lie beside the repository, on some machines.
pub(crate) fn shared() -> Vec<(String, Vec<u8>)> {
    let streams = streams(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sse"));
    if streams.is_empty() {
        println!("skipped: there is no ../shared/sse here");
    }
    streams
}

fn streams(folder: &str) -> Vec<(String, Vec<u8>)> {
    let paths = fs::read_dir(Path::new(folder)).into_iter().flatten().map(|entry| entry.unwrap().path());
    let streams =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "sse" || ending == "ndjson"));
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut streams: Vec<_> = streams.map(|path| (name(&path), fs::read(&path).unwrap())).collect();
    streams.sort();
    streams
}

pub(crate) fn of_name(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap()
}

/// The stream of a source that comes in pieces.
pub(crate) fn encode<'a>(mut encoder: Encoder, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut stream = Vec::new();
    for piece in pieces {
        encoder.push(piece, &mut stream).unwrap();
    }
    encoder.end(&mut stream).unwrap();
    stream
}

/// To the byte.
pub(crate) fn exact() -> Encoder {
    Encoder::new().with_padding(true)
}

/// An event that one owns.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Seen {
    pub(crate) bytes: Vec<u8>,
    pub(crate) whole: bool,
    pub(crate) text: String,
    pub(crate) ids: Vec<u32>,
    pub(crate) source: Source,
    pub(crate) foreign_ids: Vec<u32>,
}

impl From<Event<'_>> for Seen {
    fn from(event: Event<'_>) -> Self {
        Self {
            bytes: event.bytes.to_vec(),
            whole: event.whole,
            text: event.text.to_owned(),
            ids: event.ids.to_vec(),
            source: event.source,
            foreign_ids: event.foreign_ids.to_vec(),
        }
    }
}

/// The events of a stream that comes in pieces, and how it ended.
pub(crate) fn decode<'a>(
    mut decoder: Decoder,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<Seen>, Result<()>) {
    let mut events = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        loop {
            match decoder.next_event() {
                Ok(Some(event)) => events.push(event.into()),
                Ok(None) => break,
                Err(error) => return (events, Err(error)),
            }
        }
    }
    (events, decoder.finish())
}

/// The events of a whole stream.
pub(crate) fn events(stream: &[u8]) -> Vec<Seen> {
    let (events, end) = decode(Decoder::new(), [stream]);
    assert_eq!(end, Ok(()));
    events
}

pub(crate) fn joined(events: &[Seen]) -> Vec<u8> {
    events.iter().flat_map(|event| &event.bytes).copied().collect()
}

/// What comes back of a source, padding kept.
pub(crate) fn there_and_back(source: &[u8]) -> Vec<Seen> {
    events(&encode(exact(), [source]))
}

/// In pieces of up to so many bytes.
pub(crate) fn pieces(mut bytes: &[u8], seed: u64, most: usize) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    for number in random(seed) {
        let (piece, rest) = bytes.split_at((number % (most + 1)).min(bytes.len()));
        pieces.push(piece);
        bytes = rest;
        if bytes.is_empty() {
            break;
        }
    }
    pieces
}
