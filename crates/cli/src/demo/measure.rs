//! A method's size and speed over all messages.

use super::Message;
use super::method::Method;
use crate::failure::Failure;
use serde::Serialize;
use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};

#[derive(Serialize)]
pub(super) struct Measured {
    pub(super) name: &'static str,
    #[serde(skip)]
    pub(super) ours: bool,
    pub(super) bytes: usize,
    /// In MB of text, as the decoding speed is.
    pub(super) encode_mb_s: f64,
    pub(super) decode_mb_s: f64,
    /// Every message came back as it was.
    pub(super) lossless: bool,
}

/// Passes over the messages go on for this long, and three times at least; the fastest counts.
const LONG_ENOUGH: Duration = Duration::from_millis(40);

impl Measured {
    pub(super) fn of(method: &Method, messages: &[Message]) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::Data(format!("{}: {error}", method.name));
        let encoded = messages.iter().map(|message| (method.encode)(message)).collect::<io::Result<Vec<_>>>();
        let encoded = encoded.map_err(failed)?;
        let lossless = messages.iter().zip(&encoded).all(|(message, bytes)| back(method, bytes, message));
        let text: usize = messages.iter().map(|message| message.text.len()).sum();
        let encode = fastest(|| {
            messages.iter().try_for_each(|message| (method.encode)(message).map(|it| drop(black_box(it))))
        });
        let decode = fastest(|| {
            encoded.iter().try_for_each(|bytes| (method.decode)(bytes).map(|it| drop(black_box(it))))
        });
        Ok(Self {
            name: method.name,
            ours: method.ours,
            bytes: encoded.iter().map(Vec::len).sum(),
            encode_mb_s: speed(text, encode.map_err(failed)?),
            decode_mb_s: speed(text, decode.map_err(failed)?),
            lossless,
        })
    }
}

fn back(method: &Method, bytes: &[u8], message: &Message) -> bool {
    (method.decode)(bytes).is_ok_and(|decoded| decoded.is(message))
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
