//! Ids to payload and back by how many there are, to compare with a binding: the least time of some rounds.
//!
//! `scripts/measure/python_speed.py` runs this with the ids that it measures itself: `cargo bench --bench lengths -- IDS.bin ROUNDS LENGTH...`,
//! where the file has little-endian u32s. It prints `length,direction,ns`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};
use tokenwire::{Codec, Encoding};

const CODEC: Codec = Codec::new(Encoding::O200kBase);
/// A round takes at least so long, so that the clock's steps do not count.
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
        println!("{length},encode,{:.1}", least(rounds, || CODEC.encode(black_box(ids)).unwrap()));
        println!("{length},decode,{:.1}", least(rounds, || CODEC.decode(black_box(&payload)).unwrap()));
    }
}

/// Nanoseconds of a call.
fn least<T>(rounds: usize, call: impl Fn() -> T) -> f64 {
    let time = |calls: u32| {
        let start = Instant::now();
        (0..calls).for_each(|_| drop(black_box(call())));
        start.elapsed()
    };
    let mut calls = 1;
    while time(calls) < ROUND {
        calls *= 2;
    }
    let least = (0..rounds).map(|_| time(calls)).min().unwrap();
    least.as_secs_f64() * 1e9 / f64::from(calls)
}
