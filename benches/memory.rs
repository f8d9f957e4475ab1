//! Most memory that a message takes on the heap, its buffers in, there and back.
//!
//! zstd allocates in C, where nobody counts; so it is not here. `scripts/measure/benchmarks.py` runs this.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Arguments, Corpus, Csv, ENCODING, Maps, Message, Method, all, cut, rows};
use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use std::alloc::System;
use std::hint::black_box;

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

const SIZES: [usize; 2] = [100, 10_000];

fn main() {
    let arguments = Arguments::read();
    let corpus = Corpus::chat(&arguments.corpus);
    let messages = rows(&corpus, ENCODING);
    let mut csv = Csv::new("set,tokens,method,encode_peak_bytes,decode_peak_bytes");
    println!("{}; most bytes on the heap: encode, decode\n", corpus.name);
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
    let maps = peak(|| Maps::of(ENCODING)).to_string();
    println!("\ntacc's two maps: {maps} bytes");
    csv.row(&[String::new(), "0".into(), "tacc's two maps".into(), maps.clone(), maps]);
    csv.write(arguments.csv.as_deref());
}

/// The second time, when a method's own buffers have grown.
fn both(method: &mut Method, message: &Message) -> (usize, usize) {
    let sent = method.sent(std::slice::from_ref(message)).swap_remove(0);
    let encode = peak(|| {
        let mut sent = Vec::new();
        (method.encode)(message, &mut sent);
        sent
    });
    let decode = peak(|| {
        let mut got = Message::default();
        (method.decode)(&sent, &mut got);
        got
    });
    (encode, decode)
}

fn peak<T>(work: impl FnOnce() -> T) -> usize {
    MEMORY.reset_peak_memory();
    drop(black_box(work()));
    MEMORY.get_peak_memory()
}
