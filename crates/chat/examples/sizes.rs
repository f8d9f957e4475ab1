//! Prints the size of the stream of each file, with one write for each event and without padding.
//!
//!     cargo run --release -p tokenwire-chat --example sizes FILE...

use std::error::Error;
use std::{env, fs};
use tokenwire_chat::Encoder;

fn main() -> Result<(), Box<dyn Error>> {
    for path in env::args().skip(1) {
        let size = stream_len(&fs::read(&path)?)?;
        println!("{size}\t{path}");
    }
    Ok(())
}

/// Returns the size of the stream of a source. The source arrives line by line, and the stream is flushed after each
/// line.
fn stream_len(source: &[u8]) -> tokenwire::Result<usize> {
    let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
    for line in source.split_inclusive(|byte| *byte == b'\n') {
        encoder.push(line, &mut stream)?;
        encoder.flush(&mut stream);
    }
    encoder.end(&mut stream)?;
    Ok(stream.len())
}
