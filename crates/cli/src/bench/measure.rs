//! Measures the size and speed of a method over all messages.

use super::method::{Decoded, Message, Method};
use crate::error::CliError;
use serde::Serialize;
use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};
use tokenwire::Vocabulary;

#[derive(Serialize)]
pub(crate) struct Measurement {
    pub(super) name: &'static str,
    #[serde(skip)]
    pub(super) is_ours: bool,
    pub(super) bytes: usize,
    /// The median size of an encoded message.
    pub(super) median_bytes: usize,
    /// Bytes of text per encoded byte.
    pub(super) ratio: f64,
    pub(super) bytes_per_token: f64,
    /// Megabytes of text per second.
    pub(super) encode_mb_s: f64,
    /// Megabytes of text per second.
    pub(super) decode_mb_s: f64,
    /// Whether every message was restored.
    pub(super) lossless: bool,
}

/// Passes over the messages are repeated for this long. The fastest pass determines the speed.
const MIN_TIME: Duration = Duration::from_millis(40);
/// At least three passes are made, unless they take longer than this.
const MAX_TIME: Duration = Duration::from_secs(2);

impl Measurement {
    pub(super) fn new(
        method: &mut Method,
        messages: &[Message],
        vocabulary: Vocabulary,
    ) -> Result<Self, CliError> {
        let name = method.name;
        let measurement = Self::measure(method, messages, vocabulary);
        measurement.map_err(|error| CliError::Failed(format!("{name}: {error}")))
    }

    fn measure(method: &mut Method, messages: &[Message], vocabulary: Vocabulary) -> io::Result<Self> {
        let encoded = encode(method, messages)?;
        let lossless = is_lossless(method, messages, &encoded, vocabulary);
        let text: usize = messages.iter().map(|message| message.text.len()).sum();
        let tokens: usize = messages.iter().map(|message| message.ids.len()).sum();
        let bytes: usize = encoded.iter().map(Vec::len).sum();
        Ok(Self {
            name: method.name,
            is_ours: method.is_ours,
            bytes,
            median_bytes: median(encoded.iter().map(Vec::len).collect()),
            // All messages may be empty.
            ratio: text as f64 / bytes.max(1) as f64,
            bytes_per_token: bytes as f64 / tokens.max(1) as f64,
            encode_mb_s: speed(text, encoding_time(method, messages)?),
            decode_mb_s: speed(text, decoding_time(method, &encoded)?),
            lossless,
        })
    }
}

fn encode(method: &mut Method, messages: &[Message]) -> io::Result<Vec<Vec<u8>>> {
    let encode_message = |message| {
        let mut bytes = Vec::new();
        (method.encode)(message, &mut bytes).map(|()| bytes)
    };
    messages.iter().map(encode_message).collect()
}

fn is_lossless(
    method: &mut Method,
    messages: &[Message],
    encoded: &[Vec<u8>],
    vocabulary: Vocabulary,
) -> bool {
    let mut decoded = Decoded::default();
    messages.iter().zip(encoded).all(|(message, bytes)| {
        decoded.clear();
        (method.decode)(bytes, &mut decoded).is_ok() && decoded.equals(message, vocabulary)
    })
}

fn encoding_time(method: &mut Method, messages: &[Message]) -> io::Result<Duration> {
    let mut out = Vec::new();
    fastest(|| {
        messages.iter().try_for_each(|message| {
            out.clear();
            (method.encode)(black_box(message), &mut out)?;
            black_box(&out);
            Ok(())
        })
    })
}

fn decoding_time(method: &mut Method, encoded: &[Vec<u8>]) -> io::Result<Duration> {
    let mut out = Decoded::default();
    fastest(|| {
        encoded.iter().try_for_each(|bytes| {
            out.clear();
            (method.decode)(black_box(bytes), &mut out)?;
            black_box(&out);
            Ok(())
        })
    })
}

fn fastest(mut pass: impl FnMut() -> io::Result<()>) -> io::Result<Duration> {
    let begin = Instant::now();
    let mut fastest = Duration::MAX;
    let mut passes = 0;
    while begin.elapsed() < MIN_TIME || passes < 3 && begin.elapsed() < MAX_TIME {
        let start = Instant::now();
        pass()?;
        fastest = fastest.min(start.elapsed());
        passes += 1;
    }
    Ok(fastest)
}

fn median(mut numbers: Vec<usize>) -> usize {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}

fn speed(text: usize, time: Duration) -> f64 {
    text as f64 / 1e6 / time.as_secs_f64().max(1e-9)
}
