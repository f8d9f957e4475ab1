//! A method's size and speed over all messages.

use super::Message;
use super::method::Method;
use crate::failure::Failure;
use serde::Serialize;
use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};
use tokenwire::Vocabulary;

#[derive(Serialize)]
pub(super) struct Measured {
    pub(super) name: &'static str,
    #[serde(skip)]
    pub(super) ours: bool,
    pub(super) bytes: usize,
    /// Bytes of text for each of them.
    pub(super) ratio: f64,
    pub(super) bytes_per_token: f64,
    /// In MB of text, as the decoding speed is.
    pub(super) encode_mb_s: f64,
    pub(super) decode_mb_s: f64,
    /// Every message came back as it was.
    pub(super) lossless: bool,
}

/// Passes over the messages go on for this long, and three times at least; the fastest counts.
const LONG_ENOUGH: Duration = Duration::from_millis(40);

impl Measured {
    pub(super) fn of(method: &Method, messages: &[Message], vocabulary: Vocabulary) -> Result<Self, Failure> {
        Self::try_of(method, messages, vocabulary)
            .map_err(|error| Failure::Data(format!("{}: {error}", method.name)))
    }

    fn try_of(method: &Method, messages: &[Message], vocabulary: Vocabulary) -> io::Result<Self> {
        let encoded: Vec<_> =
            messages.iter().map(|message| (method.encode)(message)).collect::<Result<_, _>>()?;
        let mut pairs = messages.iter().zip(&encoded);
        let lossless = pairs.all(|(message, bytes)| {
            (method.decode)(bytes).is_ok_and(|decoded| decoded.is(message, vocabulary))
        });
        let encode = || messages.iter().try_for_each(|message| (method.encode)(message).map(discard));
        let decode = || encoded.iter().try_for_each(|bytes| (method.decode)(bytes).map(discard));
        let text: usize = messages.iter().map(|message| message.text.len()).sum();
        let tokens: usize = messages.iter().map(|message| message.ids.len()).sum();
        let bytes: usize = encoded.iter().map(Vec::len).sum();
        Ok(Self {
            name: method.name,
            ours: method.ours,
            bytes,
            ratio: text as f64 / bytes as f64,
            bytes_per_token: bytes as f64 / tokens as f64,
            encode_mb_s: speed(text, fastest(encode)?),
            decode_mb_s: speed(text, fastest(decode)?),
            lossless,
        })
    }
}

/// Makes sure that it was made.
fn discard<T>(made: T) {
    drop(black_box(made));
}

fn fastest(mut pass: impl FnMut() -> io::Result<()>) -> io::Result<Duration> {
    let begin = Instant::now();
    let mut fastest = Duration::MAX;
    let mut passes = 0;
    while passes < 3 || begin.elapsed() < LONG_ENOUGH {
        let start = Instant::now();
        pass()?;
        fastest = fastest.min(start.elapsed());
        passes += 1;
    }
    Ok(fastest)
}

fn speed(text: usize, time: Duration) -> f64 {
    text as f64 / 1e6 / time.as_secs_f64().max(1e-9)
}
