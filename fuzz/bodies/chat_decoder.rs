//! Any bytes as a stream, or after a valid beginning. Nothing panics, the output is bounded, and neither events
//! nor errors depend on how the bytes are split.

use super::chat_reading::read;
use super::input::{Input, pieces};
use super::{Outcome, checksum};
use std::hash::{DefaultHasher, Hash, Hasher};
use tokenwire::{Result, StreamCoder};
use tokenwire_chat::{Decoder, Encoder, Tracer};

/// The largest output in bytes that is checked. More would take too long.
const MAX_SIZE: usize = 1 << 24;

const EVENTS: [&[u8]; 8] = [
    b"data: {\"id\":\"x-1\",\"created\":1700000000,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n",
    b"data: {\"index\":0,\"content\":\" the\",\"tokens\":[290],\"stop\":false,\"tokens_predicted\":2}\n\n",
    b"data: {\"token_ids\":[7,300000,9],\"delta\":\"ab\",\"logprob\":-0.25,\"bytes\":[97, 98]}\n\n",
    b"data: {\"choices\":[{\"index\":0,\"token_ids\":[290,5]}]}\n\n",
    b"event: ping\ndata: {\"type\":\"ping\"   }\n\n",
    b"data: {\"at\":\"2026-11-19T08:00:00.25Z\",\"n\":3}\n\n",
    b"data: {\"token\":\" a\\n\",\"bytes\":[32,97,10],\"top\":[{\"token\":\" a\\n\",\"bytes\":[32,97,10]}]}\n\n",
    b": hello\n\n",
];

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let (kind, events) = (input.byte(), input.byte());
    let sizes = [(); 4].map(|()| input.byte());
    let coder = StreamCoder::ALL[usize::from(kind >> 2 & 1)];
    let mut stream = if kind & 1 > 0 { beginning(events, coder) } else { Vec::new() };
    stream.extend(input.rest());
    if kind & 2 > 0 {
        // Appends END of a stream of varints, and its checksum.
        stream.push(0);
        stream.extend(checksum::long(&stream).to_le_bytes());
    }
    let expected = digest(std::iter::once(&stream[..]));
    assert_eq!(digest(pieces(&stream, sizes)), expected);
    assert_eq!(digest(stream.chunks(1)), expected);
    check_trace(&stream, &expected);
    if expected.size > MAX_SIZE { Outcome::Skipped } else { Outcome::of(expected.end.is_ok()) }
}

/// Returns a header and the events whose bits are set in `events`.
fn beginning(events: u8, coder: StreamCoder) -> Vec<u8> {
    let (mut encoder, mut stream) = (Encoder::new().with_padding(true).with_coder(coder), Vec::new());
    for (_, event) in EVENTS.iter().enumerate().filter(|(bit, _)| events >> bit & 1 > 0) {
        encoder.push(event, &mut stream).unwrap();
    }
    encoder.flush(&mut stream);
    if stream.is_empty() {
        stream = vec![if coder == StreamCoder::Varint { 0xc2 } else { 0xc8 }, 2, 1];
    }
    stream
}

/// A summary of all events, and the result of reading.
#[derive(Debug, PartialEq)]
struct Digest {
    events: Vec<u64>,
    size: usize,
    end: Result<()>,
}

/// Decodes a stream in pieces to its digest.
fn digest<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Digest {
    let (mut events, mut size) = (Vec::new(), 0);
    let end = read(Decoder::new(), pieces, |event| {
        events.push(hash(event.bytes));
        let other_parts =
            (event.complete, event.text, event.ids, event.foreign_ids, format!("{:?}", event.source));
        events.push(hash(other_parts));
        size += event.bytes.len();
        size <= MAX_SIZE
    });
    Digest { events, size, end }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Checks that a trace has the same events, and covers the stream without a gap.
fn check_trace(stream: &[u8], expected: &Digest) {
    let mut tracer = Tracer::new();
    tracer.push(stream);
    let (mut events, mut size, mut end) = (Vec::new(), 0, 0);
    while size <= MAX_SIZE {
        let trace = match tracer.next_trace() {
            Ok(Some(trace)) => trace,
            Ok(None) => {
                return assert_eq!(
                    (events, tracer.finish()),
                    (hashes_of_bytes(expected), expected.end.clone())
                );
            }
            Err(error) => {
                return assert_eq!((events, Err(error)), (hashes_of_bytes(expected), expected.end.clone()));
            }
        };
        assert!(trace.range.start == end && trace.range.end >= end, "{trace:?}");
        end = trace.range.end;
        size += trace.bytes.len();
        match trace.kind {
            "literal" | "piece" | "event" => events.push(hash(&trace.bytes[..])),
            "end" => {
                return assert_eq!(
                    (events, tracer.finish()),
                    (hashes_of_bytes(expected), expected.end.clone())
                );
            }
            _ => assert!(trace.bytes.is_empty()),
        }
    }
}

/// Returns the hashes of the events' bytes, without those of their other parts.
fn hashes_of_bytes(digest: &Digest) -> Vec<u64> {
    digest.events.iter().copied().step_by(2).collect()
}
