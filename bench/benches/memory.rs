//! Measures the peak heap memory of encoding and decoding one message, including its buffers.
//!
//! zstd is left out, since it allocates in C, where the counting allocator does not measure it.
//!
//! Run `cargo bench -p tokenwire-bench --bench memory`. `scripts/measure/benchmarks.py` does so too.
#![allow(clippy::unwrap_used, missing_docs)]

use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use std::alloc::System;
use std::hint::black_box;
use tokenwire_bench::{Arguments, Corpus, Csv, ENCODING, Maps, Message, Method, all, cut, messages};

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

const SIZES: [usize; 2] = [100, 10_000];

fn main() {
    let arguments = Arguments::read();
    let corpus = Corpus::chat(&arguments.corpus);
    let messages = messages(&corpus, ENCODING);
    let mut csv = Csv::new("set,tokens,method,encode_peak_bytes,decode_peak_bytes");
    println!("{}: peak bytes on the heap\n", corpus.name);
    println!("{:>6} {:<26}{:>12}{:>12}", "tokens", "method", "encode", "decode");
    for tokens in SIZES {
        let message = cut(&messages, tokens, ENCODING).swap_remove(0);
        for mut method in all(ENCODING, &arguments.corpus) {
            if method.name.contains("zstd") {
                continue;
            }
            let (encode, decode) = both(&mut method, &message);
            println!("{tokens:>6} {:<26}{encode:>12}{decode:>12}", method.name);
            let figures = [encode, decode].map(|bytes| bytes.to_string());
            let names = [corpus.name.clone(), tokens.to_string(), method.name.into()];
            csv.row(&[&names[..], &figures].concat());
        }
    }
    let maps = peak(|| Maps::new(ENCODING)).to_string();
    println!("\ntacc's two maps: {maps} bytes");
    csv.row(&[String::new(), "0".into(), "tacc's two maps".into(), maps.clone(), maps]);
    csv.write(arguments.csv.as_deref());
}

/// Measures the second run, after the method's reused buffers have grown.
fn both(method: &mut Method, message: &Message) -> (usize, usize) {
    let encoded = method.encoded(std::slice::from_ref(message)).swap_remove(0);
    let encode = peak(|| {
        let mut encoded = Vec::new();
        (method.encode)(message, &mut encoded);
        encoded
    });
    let decode = peak(|| {
        let mut decoded = Message::default();
        (method.decode)(&encoded, &mut decoded);
        decoded
    });
    (encode, decode)
}

/// Returns the peak number of bytes that `work` allocates.
fn peak<T>(work: impl FnOnce() -> T) -> usize {
    MEMORY.reset_peak_memory();
    drop(black_box(work()));
    MEMORY.get_peak_memory()
}
