//! Measures the first call, encoding and decoding of ids, and tokenizing of text compared with tiktoken-rs.
//!
//! `scripts/measure/measurements.py` runs this and writes `docs/measurements.md`.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use tokenwire::{Codec, Encoding, Tokenizer};

const ENCODING: Encoding = Encoding::O200kBase;
const TEN_IDS: [u32; 10] = [13225, 2375, 11, 290, 4853, 19705, 68347, 65613, 1072, 0];

/// Returns the texts of the committed completions.
fn samples() -> Vec<String> {
    let file = include_str!("../examples/data/completions.jsonl");
    let text =
        |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
    file.lines().map(text).collect()
}

/// Measures the time from no codec to the first payload.
fn first_call(c: &mut Criterion) {
    c.bench_function("new codec, then ten ids", |b| {
        b.iter(|| Codec::new(black_box(ENCODING)).encode(black_box(&TEN_IDS)).unwrap());
    });
}

fn ids(c: &mut Criterion) {
    let codec = Codec::new(ENCODING);
    let ids: Vec<u32> = samples().iter().flat_map(|text| Tokenizer::new(ENCODING).encode(text)).collect();
    let payload = codec.encode(&ids).unwrap();
    let mut group = c.benchmark_group("ids");
    group.throughput(Throughput::Elements(ids.len() as u64));
    group.bench_function("encode", |b| {
        b.iter_batched_ref(
            Vec::new,
            |out| codec.encode_into(black_box(&ids), out).unwrap(),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("decode", |b| {
        b.iter_batched_ref(
            Vec::new,
            |out| codec.decode_into(black_box(&payload), out).unwrap(),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn text(c: &mut Criterion) {
    let samples = samples();
    let tokenizer = Tokenizer::new(ENCODING);
    let tiktoken = tiktoken_rs::o200k_base_singleton();
    let mut group = c.benchmark_group("text to ids");
    group.throughput(Throughput::Bytes(samples.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("tokenwire", |b| {
        b.iter(|| samples.iter().map(|text| tokenizer.encode(text).len()).sum::<usize>());
    });
    group.bench_function("tiktoken-rs", |b| {
        b.iter(|| samples.iter().map(|text| tiktoken.encode_ordinary(text).len()).sum::<usize>());
    });
    group.finish();
}

/// Measures how long tiktoken-rs loads before its first token. `docs/measurements.md` has the time of a whole
/// process with tokenwire.
fn loading(c: &mut Criterion) {
    let mut group = c.benchmark_group("loading");
    group.sample_size(10);
    group.bench_function("tiktoken-rs", |b| b.iter(|| tiktoken_rs::o200k_base().unwrap()));
    group.finish();
}

criterion_group!(benches, first_call, ids, text, loading);
criterion_main!(benches);
