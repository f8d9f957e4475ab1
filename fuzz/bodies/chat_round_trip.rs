//! Any bytes as a source, in any pieces, with unfinished events flushed or not, for a receiver of all tokens or few.
//! They round-trip, except for padding that is removed.

use super::chat_reading::{ends, read};
use super::input::{Input, pieces};
use super::{Outcome, chat_server, padding};
use tokenwire::Error;
use tokenwire_chat::{Decoder, Encoder};

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let (kind, sizes) = (input.byte(), [(); 4].map(|()| input.byte()));
    let (encoder, decoder) = ends(&mut input);
    let encoder = if kind & 32 > 0 { encoder.with_ranks(1 << (kind >> 6)) } else { encoder };
    let (source, bare) = if kind & 1 > 0 {
        let answer = chat_server::answer(&mut input);
        (answer.source, answer.bare)
    } else {
        (input.rest().to_vec(), None)
    };
    let round_trip = RoundTrip {
        encoder,
        decoder,
        sizes,
        flush: kind & 2 > 0,
        partial: kind & 16 > 0,
        abort: kind & 4 > 0,
    };
    if kind & 8 > 0 {
        assert!(round_trip.run(true, &source) == source, "{}", source.escape_ascii());
        return Outcome::Accepted;
    }
    let output = round_trip.run(false, &source);
    check_only_padding_removed(&source, &output);
    // The padding of an event in pieces stays.
    if let Some(bare) = bare.filter(|_| !round_trip.partial) {
        assert!(output == bare, "{}\n{}", output.escape_ascii(), bare.escape_ascii());
        assert!(padding::without(&source) == bare, "{}", source.escape_ascii());
    }
    Outcome::Accepted
}

struct RoundTrip {
    encoder: Encoder,
    decoder: Decoder,
    sizes: [u8; 4],
    flush: bool,
    /// Whether what has arrived of an unfinished event is encoded after each piece.
    partial: bool,
    abort: bool,
}

impl RoundTrip {
    /// Encodes and decodes a source in pieces.
    fn run(&self, keep_padding: bool, source: &[u8]) -> Vec<u8> {
        let encoder = self.encoder.clone().with_padding(keep_padding);
        let stream = self.encoded(encoder.clone(), pieces(source, self.sizes));
        if !self.flush && !self.partial {
            assert!(self.encoded(encoder, std::iter::once(source)) == stream, "{}", source.escape_ascii());
        }
        let mut output = Vec::new();
        let end = read(self.decoder.clone(), pieces(&stream, self.sizes), |event| {
            output.extend_from_slice(event.bytes);
            true
        });
        match end {
            Err(Error::Aborted { .. }) if self.abort => {}
            end => assert!(end == Ok(()) && !self.abort, "{end:?} {}", source.escape_ascii()),
        }
        output
    }

    fn encoded<'a>(&self, mut encoder: Encoder, pieces: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
        let mut stream = Vec::new();
        for piece in pieces {
            encoder.push(piece, &mut stream).unwrap();
            if self.partial {
                encoder.flush_partial(&mut stream).unwrap();
                assert!(encoder.unfinished().is_empty());
            }
            if self.flush {
                encoder.flush(&mut stream);
            }
        }
        let ended = if self.abort { encoder.abort(&mut stream) } else { encoder.end(&mut stream) };
        ended.unwrap();
        stream
    }
}

/// Checks that the only bytes missing in the output are padding.
fn check_only_padding_removed(source: &[u8], output: &[u8]) {
    let (mut at, mut unmatched) = (0, output.iter().peekable());
    while at < source.len() {
        if unmatched.next_if_eq(&&source[at]).is_some() {
            at += 1;
            continue;
        }
        let len = value_of_obfuscation(source, at).or_else(|| blanks_of_anthropic(source, at));
        at += len.unwrap_or_else(|| panic!("{at}: {}\n{}", source.escape_ascii(), output.escape_ascii()));
    }
    assert_eq!(unmatched.next(), None);
}

/// Returns the length of the string that starts here, if it is the value of `obfuscation` or `p`.
fn value_of_obfuscation(source: &[u8], at: usize) -> Option<usize> {
    let before = source[..at].strip_suffix(b"\"")?.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    let mut escaped = false;
    let ends = |byte: &u8| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    };
    source[at..]
        .iter()
        .position(ends)
        .filter(|_| before.ends_with(b"\"obfuscation\"") || before.ends_with(b"\"p\""))
}

/// Returns the number of spaces here, if they precede the last brace of a named event.
fn blanks_of_anthropic(source: &[u8], at: usize) -> Option<usize> {
    let mut end = 0;
    let event = padding::events(source).into_iter().find(|event| {
        end += event.len();
        end > at
    })?;
    let blanks = &event[event.len() + at - end..];
    let len = blanks.iter().take_while(|byte| **byte == b' ').count();
    let data = event.windows(15).any(|window| window == b"data: {\"type\":\"");
    let named = event.starts_with(b"event: ") && data && blanks[len..].trim_ascii_end() == b"}";
    Some(len).filter(|len| *len > 0 && named)
}
