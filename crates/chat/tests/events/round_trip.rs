//! Every stream round-trips, however it is split into pieces.

use crate::common::{
    committed, decode, encode, events, exact_encoder, joined, padding, pieces, shared, shared_hard,
};
use tokenwire::StreamCoder;
use tokenwire_chat::{Decoder, Encoder};

const ROUNDS: u64 = 3;

fn all() -> Vec<(String, Vec<u8>)> {
    [committed(), shared(), shared_hard()].concat()
}

/// Returns an encoder for each coder.
fn encoders(keep_padding: bool) -> impl Iterator<Item = Encoder> {
    StreamCoder::ALL.iter().map(move |coder| Encoder::new().with_coder(*coder).with_padding(keep_padding))
}

#[test]
fn every_stream_round_trips() {
    for (name, source) in all() {
        for encoder in encoders(true) {
            let stream = encode(encoder, [&source[..]]);
            assert!(joined(&events(&stream)) == source, "{name}");
        }
    }
}

#[test]
fn only_padding_is_removed() {
    let mut padded = 0;
    for (name, source) in all() {
        let bare = padding::without(&source);
        padded += usize::from(bare != source);
        for encoder in encoders(false) {
            let stream = encode(encoder, [&source[..]]);
            assert!(joined(&events(&stream)) == bare, "{name}");
        }
        // Removing padding twice has no further effect.
        assert!(padding::without(&bare) == bare, "{name}");
    }
    assert!(padded >= 8, "{padded}");
}

#[test]
fn the_stream_does_not_depend_on_the_pieces_of_the_source() {
    for (name, source) in all() {
        for encoder in encoders(false) {
            let whole = encode(encoder.clone(), [&source[..]]);
            assert!(encode(encoder.clone(), source.chunks(1)) == whole, "{name}");
            for (seed, most) in (0..ROUNDS).zip([3, 70, 4000]) {
                assert!(encode(encoder.clone(), pieces(&source, seed, most)) == whole, "{name} {seed}");
            }
        }
    }
}

#[test]
fn the_events_do_not_depend_on_the_pieces_of_the_stream() {
    for (name, source) in all() {
        for encoder in encoders(true) {
            let stream = encode(encoder, [&source[..]]);
            let whole = decode(Decoder::new(), [&stream[..]]);
            assert!(decode(Decoder::new(), stream.chunks(1)) == whole, "{name}");
            for seed in 0..ROUNDS {
                assert!(decode(Decoder::new(), pieces(&stream, seed, 60)) == whole, "{name} {seed}");
            }
        }
    }
}

const SHORT: [&str; 12] = [
    "anthropic-messages.sse",
    "gemini.sse",
    "llamacpp-completion.sse",
    "odd-bytes.sse",
    "odd-cr.sse",
    "odd-half-characters.sse",
    "odd-line-ends.sse",
    "odd-mark.sse",
    "odd-one-byte.sse",
    "odd-pretty.ndjson",
    "ollama-native.ndjson",
    "openai-responses.sse",
];

/// Splits the beginnings of some streams at every byte.
#[test]
fn a_short_stream_can_be_split_anywhere() {
    let short = |(name, source): &(String, Vec<u8>)| {
        SHORT.contains(&&name[..]).then(|| source[..source.len().min(400)].to_vec())
    };
    for source in committed().iter().filter_map(short) {
        let stream = encode(exact_encoder(), [&source[..]]);
        for cut in 0..=source.len() {
            let (head, tail) = source.split_at(cut);
            assert!(encode(exact_encoder(), [head, tail]) == stream, "{cut} {}", source.escape_ascii());
        }
        let whole = decode(Decoder::new(), [&stream[..]]);
        for cut in 0..=stream.len() {
            let (head, tail) = stream.split_at(cut);
            assert_eq!(decode(Decoder::new(), [head, tail]), whole, "{cut}");
        }
    }
}

/// After a flush the decoder returns every event whose last byte was pushed.
#[test]
fn every_event_is_decoded_at_once() {
    for (name, source) in all() {
        for mut encoder in encoders(true) {
            let (mut decoder, mut back, mut sent) = (Decoder::new(), Vec::new(), 0);
            for event in padding::events(&source) {
                let mut write = Vec::new();
                encoder.push(event, &mut write).unwrap();
                encoder.flush(&mut write);
                decoder.push(&write);
                while let Some(event) = decoder.next_event().unwrap() {
                    back.extend_from_slice(event.bytes);
                }
                // An event that ends with CR may be incomplete, and so is the last one.
                let may_wait = event.ends_with(b"\r") || sent + event.len() == source.len();
                sent += event.len();
                assert!(may_wait || back.len() == sent, "{name}: {} of {sent}", back.len());
                assert!(source.starts_with(&back), "{name}");
            }
        }
    }
}

/// All bytes of an interrupted source are decoded.
#[test]
fn an_aborted_stream_decodes_to_all_bytes_before_the_abort() {
    for (name, source) in committed() {
        for mut encoder in encoders(true) {
            let cut = source.len() * 2 / 3;
            let mut stream = Vec::new();
            encoder.push(&source[..cut], &mut stream).unwrap();
            encoder.abort(&mut stream).unwrap();
            let (events, end) = decode(Decoder::new(), [&stream[..]]);
            assert!(joined(&events) == source[..cut], "{name}");
            assert!(matches!(end, Err(tokenwire::Error::Aborted { .. })), "{name}: {end:?}");
        }
    }
}

/// Clones of an encoder and of a decoder continue like the originals.
#[test]
fn clones_are_independent() {
    let (_, source) = &committed()[0];
    let (mut encoder, mut stream) = (exact_encoder(), Vec::new());
    encoder.push(&source[..source.len() / 2], &mut stream).unwrap();
    let half = stream.len();
    let (mut copy, mut again) = (encoder.clone(), stream.clone());
    for (encoder, stream) in [(&mut encoder, &mut stream), (&mut copy, &mut again)] {
        encoder.push(&source[source.len() / 2..], stream).unwrap();
        encoder.end(stream).unwrap();
    }
    assert_eq!(stream, again);
    let mut decoder = Decoder::new();
    decoder.push(&stream[..half]);
    while decoder.next_event().unwrap().is_some() {}
    let copy = decoder.clone();
    let rest = decode(decoder, [&stream[half..]]);
    assert_eq!(decode(copy, [&stream[half..]]), rest);
    assert!(source.ends_with(&joined(&rest.0)) && rest.1 == Ok(()));
}
