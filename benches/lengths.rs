//! Measures encoding and decoding of payloads by the number of ids, as a baseline for the Python bindings. The
//! result is the minimum of several rounds.
//!
//! `scripts/measure/python_speed.py` runs `cargo bench --bench lengths -- IDS.bin ROUNDS LENGTH...` with the ids
//! that it also measures in Python. The file has little-endian u32s. The output has lines of
//! `length,direction,ns`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};
use tokenwire::{Codec, Encoding};

const CODEC: Codec = Codec::new(Encoding::O200kBase);
/// The minimum duration of a round. It is long compared with the resolution of the clock.
const ROUND: Duration = Duration::from_millis(2);

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let Some(file) = arguments.next() else { return };
    let bytes = std::fs::read(file).unwrap();
    let ids: Vec<u32> = bytes.as_chunks::<4>().0.iter().map(|id| u32::from_le_bytes(*id)).collect();
    let rounds = arguments.next().unwrap().parse().unwrap();
    for length in arguments.map(|length| length.parse::<usize>().unwrap()) {
        let ids = &ids[..length];
        let payload = CODEC.encode(ids).unwrap();
        println!("{length},encode,{:.1}", min_nanoseconds(rounds, || CODEC.encode(black_box(ids)).unwrap()));
        println!(
            "{length},decode,{:.1}",
            min_nanoseconds(rounds, || CODEC.decode(black_box(&payload)).unwrap())
        );
    }
}

/// Returns the minimum time of a call in nanoseconds.
fn min_nanoseconds<T>(rounds: usize, call: impl Fn() -> T) -> f64 {
    let time = |calls: u32| {
        let start = Instant::now();
        (0..calls).for_each(|_| drop(black_box(call())));
        start.elapsed()
    };
    let mut calls = 1;
    while time(calls) < ROUND {
        calls *= 2;
    }
    let minimum = (0..rounds).map(|_| time(calls)).min().unwrap();
    minimum.as_secs_f64() * 1e9 / f64::from(calls)
}
