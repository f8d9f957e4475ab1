//! The memory of a stream whose source is flushed after every byte.
//!
//! There is only one test, because the allocator counts the memory of the whole process.
#![cfg(feature = "encoder")]
#![allow(clippy::unwrap_used, missing_docs)]

use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use std::alloc::System;
use tokenwire_chat::{Decoder, Encoder};

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The largest number of bytes that an encoder and a decoder may hold together.
const LIMIT: usize = 2 * (256 << 10);

/// Returns bytes of raw text, of lines and of events, in turn. No event is complete.
fn source() -> impl Iterator<Item = u8> {
    const PARTS: [&str; 3] = ["once upon a time", "\n: ping\n", "data: {\"content\":\" ship\"}\n"];
    PARTS.iter().cycle().flat_map(|part| part.bytes())
}

#[test]
fn tiny_partial_flushes_take_little_memory() {
    let (mut encoder, mut decoder) = (Encoder::new(), Decoder::new());
    let (mut stream, mut len) = (Vec::new(), 0);
    // The first event loads the tokenizer and the table.
    encoder.push(b"data: {\"content\":\"once\"}\n\n", &mut stream).unwrap();
    MEMORY.reset_peak_memory();
    for byte in source().take(100_000) {
        encoder.push(&[byte], &mut stream).unwrap();
        encoder.flush_partial(&mut stream).unwrap();
        encoder.flush(&mut stream);
        decoder.push(&stream);
        stream.clear();
        while let Some(event) = decoder.next_event().unwrap() {
            len += event.bytes.len();
        }
    }
    assert_eq!(len, 100_000 + "data: {\"content\":\"once\"}\n\n".len());
    let peak = MEMORY.get_peak_memory();
    assert!(peak < LIMIT, "{peak}");
}
