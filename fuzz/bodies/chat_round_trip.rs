//! Any bytes as a source, in any pieces: the same come back, but for padding where that is not kept.

use super::chat_reading::{ends, read};
use super::input::{Input, pieces};
use super::{Outcome, chat_server, padding};
use tokenwire::Error;
use tokenwire_chat::{Decoder, Encoder};

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let (kind, sizes) = (input.byte(), [(); 4].map(|()| input.byte()));
    let (encoder, decoder) = ends(&mut input);
    let (source, bare) = if kind & 1 > 0 {
        let answer = chat_server::answer(&mut input);
        (answer.source, answer.bare)
    } else {
        (input.rest().to_vec(), None)
    };
    let how = How { encoder, decoder, sizes, flushes: kind & 2 > 0, breaks: kind & 4 > 0 };
    if kind & 8 > 0 {
        assert!(how.there_and_back(true, &source) == source, "{}", source.escape_ascii());
        return Outcome::Accepted;
    }
    let back = how.there_and_back(false, &source);
    only_padding_went(&source, &back);
    if let Some(bare) = bare {
        assert!(back == bare, "{}\n{}", back.escape_ascii(), bare.escape_ascii());
        assert!(padding::without(&source) == bare, "{}", source.escape_ascii());
    }
    Outcome::Accepted
}

struct How {
    encoder: Encoder,
    decoder: Decoder,
    sizes: [u8; 4],
    flushes: bool,
    breaks: bool,
}

impl How {
    /// What comes back, in pieces of all kinds.
    fn there_and_back(&self, keep_padding: bool, source: &[u8]) -> Vec<u8> {
        let encoder = self.encoder.clone().with_padding(keep_padding);
        let stream = self.encoded(encoder.clone(), pieces(source, self.sizes));
        if !self.flushes {
            assert!(self.encoded(encoder, std::iter::once(source)) == stream, "{}", source.escape_ascii());
        }
        let mut back = Vec::new();
        let end = read(self.decoder.clone(), pieces(&stream, self.sizes), |event| {
            back.extend_from_slice(event.bytes);
            true
        });
        match end {
            Err(Error::Aborted { .. }) if self.breaks => {}
            end => assert!(end == Ok(()) && !self.breaks, "{end:?} {}", source.escape_ascii()),
        }
        back
    }

    fn encoded<'a>(&self, mut encoder: Encoder, pieces: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
        let mut stream = Vec::new();
        for piece in pieces {
            encoder.push(piece, &mut stream).unwrap();
            if self.flushes {
                encoder.flush(&mut stream);
            }
        }
        let ended = if self.breaks { encoder.abort(&mut stream) } else { encoder.end(&mut stream) };
        ended.unwrap();
        stream
    }
}

/// Where the bytes differ, there is something left out that may be.
fn only_padding_went(source: &[u8], back: &[u8]) {
    let (mut at, mut kept) = (0, back.iter().peekable());
    while at < source.len() {
        if kept.next_if_eq(&&source[at]).is_some() {
            at += 1;
            continue;
        }
        let len = value_of_obfuscation(source, at).or_else(|| blanks_of_anthropic(source, at));
        at += len.unwrap_or_else(|| panic!("{at}: {}\n{}", source.escape_ascii(), back.escape_ascii()));
    }
    assert_eq!(kept.next(), None);
}

/// Length of the string that begins here, if its key is the right one.
fn value_of_obfuscation(source: &[u8], at: usize) -> Option<usize> {
    let before = source[..at].strip_suffix(b"\"")?.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    let mut escaped = false;
    let ends = |byte: &u8| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    };
    source[at..].iter().position(ends).filter(|_| before.ends_with(b"\"obfuscation\""))
}

/// How many blanks there are before the last brace of an event with a name.
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
