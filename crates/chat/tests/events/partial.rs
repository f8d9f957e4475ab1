//! Unfinished events: nothing is held back, and the bytes come back whatever is flushed when.

use crate::common::{
    OwnedEvent, committed, decode, events, exact_encoder, joined, pieces, random, shared, shared_hard,
};
use tokenwire::StreamCoder;
use tokenwire_chat::{Decoder, Encoder};

/// The offsets of a source at which unfinished events are flushed.
type Flushes = Vec<usize>;

/// Returns about one offset in each `distance` bytes.
fn flushes(len: usize, seed: u64, distance: usize) -> Flushes {
    let gaps = random(seed).map(|number| 1 + number % (2 * distance));
    let offsets = gaps.scan(0, |at, gap| {
        *at += gap;
        Some(*at)
    });
    offsets.take_while(|at| *at < len).collect()
}

/// Encodes a source in pieces of up to `max_len` bytes, with calls of `flush_partial` at these offsets.
fn encode(mut encoder: Encoder, source: &[u8], flushes: &[usize], seed: u64, max_len: usize) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut start = 0;
    for end in flushes.iter().copied().chain([source.len()]) {
        for piece in pieces(&source[start..end], seed, max_len) {
            encoder.push(piece, &mut stream).unwrap();
        }
        if end < source.len() {
            encoder.flush_partial(&mut stream).unwrap();
            encoder.flush(&mut stream);
        }
        start = end;
    }
    encoder.end(&mut stream).unwrap();
    stream
}

fn all() -> impl Iterator<Item = (String, Vec<u8>)> {
    committed().into_iter().chain(shared()).chain(shared_hard())
}

#[test]
fn any_flush_preserves_the_bytes() {
    for (seed, (name, mut source)) in (0..).zip(all()) {
        source.truncate(60_000);
        for (coder, distance) in [(StreamCoder::Varint, 40), (StreamCoder::Prefix, 900)] {
            let encoder = exact_encoder().with_coder(coder);
            let flushes = flushes(source.len(), seed, distance);
            let stream = encode(encoder, &source, &flushes, seed, 5000);
            assert!(joined(&events(&stream)) == source, "{name}");
        }
    }
}

/// The stream is a function of the calls and their offsets in the source.
#[test]
fn the_stream_does_not_depend_on_the_pieces_between_flushes() {
    for (seed, (name, mut source)) in (0..).zip(committed()) {
        source.truncate(8000);
        let flushes = flushes(source.len(), seed, 100);
        let expected = encode(exact_encoder(), &source, &flushes, seed, 9000);
        for (seed, max_len) in [(1, 1), (2, 7), (3, 200)] {
            assert!(encode(exact_encoder(), &source, &flushes, seed, max_len) == expected, "{name}");
        }
    }
}

/// After each flush the decoder has every byte that was pushed.
#[test]
fn nothing_is_held_back() {
    for (seed, (name, mut source)) in (0..).zip(all()) {
        source.truncate(20_000);
        let (mut encoder, mut decoder, mut back) = (exact_encoder(), Decoder::new(), Vec::new());
        let mut pushed = 0;
        for piece in pieces(&source, seed, 120) {
            let mut write = Vec::new();
            encoder.push(piece, &mut write).unwrap();
            encoder.flush_partial(&mut write).unwrap();
            encoder.flush(&mut write);
            decoder.push(&write);
            while let Some(event) = decoder.next_event().unwrap() {
                back.extend_from_slice(event.bytes);
            }
            pushed += piece.len();
            assert!(back == source[..pushed] && encoder.unfinished().is_empty(), "{name}: {pushed}");
        }
        assert!(back == source, "{name}");
    }
}

fn chat(word: usize) -> String {
    format!(
        "data: {{\"id\":\"c-7\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" w{}\"}}}}]}}\n\n",
        word % 90
    )
}

/// A stall inside an event costs its pieces. Both sides learn the event, so the next ones are as short as ever.
#[test]
fn a_stall_inside_an_event_costs_little() {
    let source: String = (0..100).map(chat).collect();
    let whole = encode(exact_encoder(), source.as_bytes(), &[], 1, 9000);
    // The first flush is inside the first event, which is the first of its shape.
    for at in [30, source.len() / 2 + 30] {
        let stalled = encode(exact_encoder(), source.as_bytes(), &[at], 1, 9000);
        assert!(stalled.len() <= whole.len() + 60, "{at}: {} and {}", stalled.len(), whole.len());
    }
}

/// The decoder returns the text of an event in pieces with its last piece.
#[test]
fn the_last_piece_has_the_text_of_the_event() {
    let source: String = (0..3).map(chat).collect();
    for at in 1..source.len() {
        let stream = encode(exact_encoder(), source.as_bytes(), &[at], 1, 9000);
        let events = events(&stream);
        let text: String = events.iter().map(|event| &event.text[..]).collect();
        assert_eq!(text, " w0 w1 w2", "{at}");
        let pieces = events.iter().filter(|event| !event.complete).count();
        assert!(pieces == 0 || pieces == 2, "{at}");
    }
}

/// Encodes lines that arrive one by one.
fn encode_lines(source: &str) -> (Vec<u8>, Vec<OwnedEvent>) {
    let ends = source.match_indices('\n').map(|(at, _)| at + 1).filter(|end| *end < source.len());
    let stream = encode(Encoder::new(), source.as_bytes(), &ends.collect::<Vec<_>>(), 1, 9000);
    let (events, end) = decode(Decoder::new(), [&stream[..]]);
    assert_eq!((joined(&events) == source.as_bytes(), end), (true, Ok(())));
    (stream, events)
}

/// Servers whose events end in one line end: the lines become events with lanes and text.
#[test]
fn single_lines_cost_at_most_four_bytes_a_token() {
    let glm = |word| {
        format!(
            "data: {{\"id\":\"c1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" w{word}\"}}}}]}}\n"
        )
    };
    let vercel = |word| format!("0:\" w{word}\"\n");
    let lines: [&dyn Fn(usize) -> String; 2] = [&glm, &vercel];
    for line in lines {
        let source: String = (0..200).map(|word| line(word % 10)).collect();
        let (stream, events) = encode_lines(&source);
        let tokens: usize = events.iter().map(|event| event.ids.len()).sum();
        assert!(tokens >= 390 && stream.len() < 4 * tokens, "{} {tokens}", stream.len());
        let text: String = events.iter().map(|event| &event.text[..]).collect();
        assert_eq!(text, (0..200).map(|word| format!(" w{}", word % 10)).collect::<String>());
    }
}

/// Comments pass at once, and cost a byte each.
#[test]
fn keep_alive_lines_cost_a_byte() {
    let source = chat(1) + &": ping\n".repeat(100) + &chat(2);
    let (stream, _) = encode_lines(&source);
    let (without, _) = encode_lines(&(chat(1) + &chat(2)));
    assert!(stream.len() <= without.len() + 150, "{} {}", stream.len(), without.len());
}

/// Pieces that are too long to be joined are not learned. Their bytes come back too.
#[test]
fn long_events_in_pieces_round_trip() {
    let long = format!("data: {{\"content\":\"{}\"}}\n\n", "x y ".repeat(10_000));
    let source = chat(1) + &long + &chat(2) + &long;
    for distance in [300, 5000, 17_000] {
        let flushes = flushes(source.len(), 5, distance);
        let stream = encode(exact_encoder(), source.as_bytes(), &flushes, 1, 9000);
        assert!(joined(&events(&stream)) == source.as_bytes(), "{distance}");
    }
}
