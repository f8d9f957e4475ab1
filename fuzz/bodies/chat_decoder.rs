//! Any bytes as a stream, and after a beginning that is one: nothing panics, nothing large is given out for little, and
//! the same events and the same error come of it whatever the pieces in which it comes.

use super::chat_reading::read;
use super::input::{Input, pieces};
use super::{Outcome, checksum};
use std::hash::{DefaultHasher, Hash, Hasher};
use tokenwire::{Result, StreamCoder};
use tokenwire_chat::{Decoder, Encoder};

/// What takes long is left out.
const MOST: usize = 1 << 24;

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
    let (kind, begun) = (input.byte(), input.byte());
    let sizes = [(); 4].map(|()| input.byte());
    let coder = StreamCoder::ALL[usize::from(kind >> 2 & 1)];
    let mut stream = if kind & 1 > 0 { beginning(begun, coder) } else { Vec::new() };
    stream.extend(input.rest());
    if kind & 2 > 0 {
        // END of a stream of varints.
        stream.push(0);
        stream.extend(checksum::long(&stream).to_le_bytes());
    }
    let whole = digest(std::iter::once(&stream[..]));
    assert_eq!(digest(pieces(&stream, sizes)), whole);
    assert_eq!(digest(stream.chunks(1)), whole);
    traced(&stream, &whole);
    if whole.size > MOST { Outcome::Skipped } else { Outcome::of(whole.end.is_ok()) }
}

/// A header, and the events whose bits are set.
fn beginning(begun: u8, coder: StreamCoder) -> Vec<u8> {
    let (mut encoder, mut stream) = (Encoder::new().with_padding(true).with_coder(coder), Vec::new());
    for (_, event) in EVENTS.iter().enumerate().filter(|(bit, _)| begun >> bit & 1 > 0) {
        encoder.push(event, &mut stream).unwrap();
    }
    encoder.flush(&mut stream);
    if stream.is_empty() {
        stream = vec![if coder == StreamCoder::Varint { 0xc2 } else { 0xc8 }, 2, 1];
    }
    stream
}

/// What was given out, in short.
#[derive(Debug, PartialEq)]
struct Digest {
    events: Vec<u64>,
    size: usize,
    end: Result<()>,
}

fn digest<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Digest {
    let (mut events, mut size) = (Vec::new(), 0);
    let end = read(Decoder::new(), pieces, |event| {
        events.push(hash(event.bytes));
        let rest = (event.whole, event.text, event.ids, event.foreign_ids, format!("{:?}", event.source));
        events.push(hash(rest));
        size += event.bytes.len();
        size <= MOST
    });
    Digest { events, size, end }
}

fn hash(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// The trace tells the same bytes, and where in the stream each is from, without a gap.
fn traced(stream: &[u8], whole: &Digest) {
    let mut decoder = Decoder::new();
    decoder.push(stream);
    let (mut events, mut size, mut at) = (Vec::new(), 0, 0);
    while size <= MOST {
        let trace = match decoder.next_trace() {
            Ok(Some(trace)) => trace,
            Ok(None) => return assert_eq!((events, decoder.finish()), (of_bytes(whole), whole.end.clone())),
            Err(error) => return assert_eq!((events, Err(error)), (of_bytes(whole), whole.end.clone())),
        };
        assert!(trace.at.start == at && trace.at.end >= at, "{trace:?}");
        at = trace.at.end;
        size += trace.bytes.len();
        match trace.kind {
            "literal" | "piece" | "event" => events.push(hash(&trace.bytes[..])),
            "end" => return assert_eq!((events, decoder.finish()), (of_bytes(whole), whole.end.clone())),
            _ => assert!(trace.bytes.is_empty()),
        }
    }
}

fn of_bytes(digest: &Digest) -> Vec<u64> {
    digest.events.iter().copied().step_by(2).collect()
}
