//! Prints the median time to encode and to decode an event of each file, in microseconds, with one write for each event.
//!
//!     cargo run --release -p tokenwire-chat --example times FILE...

use std::error::Error;
use std::time::{Duration, Instant};
use std::{env, fs};
use tokenwire_chat::{Decoder, Encoder};

/// The number of times that each file is encoded and decoded.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    println!("file,events,encode,decode");
    for path in env::args().skip(1) {
        let source = fs::read(&path)?;
        let (mut encode, mut decode) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let writes = encode_events(&source, &mut encode)?;
            decode_events(&writes, &mut decode)?;
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        println!("{name},{},{:.2},{:.2}", encode.len() / ROUNDS, median(&mut encode), median(&mut decode));
    }
    Ok(())
}

/// Encodes a source that arrives line by line. Adds the time of each line that completes an event, and returns the
/// writes.
fn encode_events(source: &[u8], times: &mut Vec<Duration>) -> tokenwire::Result<Vec<Vec<u8>>> {
    let (mut encoder, mut writes) = (Encoder::new(), Vec::new());
    for line in source.split_inclusive(|byte| *byte == b'\n') {
        let (start, mut write) = (Instant::now(), Vec::new());
        encoder.push(line, &mut write)?;
        encoder.flush(&mut write);
        if !write.is_empty() {
            times.push(start.elapsed());
            writes.push(write);
        }
    }
    let mut end = Vec::new();
    encoder.end(&mut end)?;
    writes.push(end);
    Ok(writes)
}

fn decode_events(writes: &[Vec<u8>], times: &mut Vec<Duration>) -> tokenwire::Result<()> {
    let mut decoder = Decoder::new();
    for write in writes {
        let start = Instant::now();
        decoder.push(write);
        while decoder.next_event()?.is_some() {}
        times.push(start.elapsed());
    }
    decoder.finish()
}

/// Returns the median in microseconds.
fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}
