//! Damaged streams. All events before the damage are decoded, and nothing panics.

use super::Outcome;
use super::chat_reading::{ends, read};
use super::chat_server::{Answer, answer};
use super::input::{Input, pieces};
use tokenwire::Result;
use tokenwire_chat::{Decoder, Encoder};

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let sizes = [(); 4].map(|()| input.byte());
    let damages = [(); 3].map(|()| [(); 3].map(|()| input.byte()));
    let (encoder, decoder) = ends(&mut input);
    let answer = answer(&mut input);
    let written = stream(encoder.with_padding(true), &answer);
    assert_eq!(read_all(&decoder, &written, sizes), (answer.source, Ok(())));
    check_flipped_bit(&decoder, &written, damages[0], sizes);
    let mut stream = written.clone();
    let first = damages.map(|choice| damage(&mut stream, choice)).into_iter().flatten().min();
    let (delivered, end) = read_all(&decoder, &stream, sizes);
    let (intact, _) = read_all(&decoder, &written[..first.unwrap_or(written.len())], sizes);
    assert!(delivered.starts_with(&intact), "{first:?}: {}", written.escape_ascii());
    Outcome::of(end.is_ok())
}

/// Encodes an answer, with a flush after each event.
fn stream(mut encoder: Encoder, answer: &Answer) -> Vec<u8> {
    let (mut stream, mut start) = (Vec::new(), 0);
    for &end in &answer.ends {
        encoder.push(&answer.source[start..end], &mut stream).unwrap();
        encoder.flush(&mut stream);
        start = end;
    }
    encoder.end(&mut stream).unwrap();
    stream
}

/// Damages a stream: flips a bit, or replaces, inserts, removes, truncates or appends bytes. Returns the offset of
/// the damage.
fn damage(stream: &mut Vec<u8>, [kind, at, byte]: [u8; 3]) -> Option<usize> {
    let at = usize::from(at) * stream.len() / 256;
    match kind % 8 {
        0 => *stream.get_mut(at)? ^= 1 << (byte % 8),
        1 => *stream.get_mut(at)? = byte,
        2 => stream.insert(at, byte),
        3 => drop(stream.drain(at..(at + usize::from(byte % 16)).min(stream.len()))),
        4 => stream.truncate(at),
        5 => stream.extend([byte; 3]),
        _ => return None,
    }
    Some(at)
}

/// Checks that a flipped bit is detected.
fn check_flipped_bit(decoder: &Decoder, written: &[u8], [_, at, byte]: [u8; 3], sizes: [u8; 4]) {
    let mut stream = written.to_vec();
    let at = usize::from(at) * stream.len() / 256;
    stream[at] ^= 1 << (byte % 8);
    let (_, end) = read_all(decoder, &stream, sizes);
    assert!(end.is_err(), "bit {} of byte {at} of {}", byte % 8, written.escape_ascii());
}

/// Decodes a stream in pieces. Returns the decoded bytes and the result.
fn read_all(decoder: &Decoder, stream: &[u8], sizes: [u8; 4]) -> (Vec<u8>, Result<()>) {
    let mut bytes = Vec::new();
    let end = read(decoder.clone(), pieces(stream, sizes), |event| {
        bytes.extend_from_slice(event.bytes);
        true
    });
    (bytes, end)
}
