//! Measures the time to encode and to decode an event, near the start of a stream and after 10,000 events.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use tokenwire_chat::{Decoder, Encoder};

/// The numbers of events after which a measurement starts.
const STARTS: [usize; 2] = [100, 10_000];
/// The number of events of one measurement. Each event is one write.
const EVENTS: usize = 1_000;

/// The words of a made-up answer. Each one is a single token.
const WORDS: [&str; 12] =
    ["The", " keeper", " of", " the", " light", " counts", " ships", ",", " and", " writes", " them", ".\\n"];

struct Shape {
    name: &'static str,
    event: fn(usize) -> String,
}

const SHAPES: [Shape; 4] = [
    Shape { name: "openai-chat", event: openai },
    Shape { name: "vllm-token-ids", event: vllm },
    Shape { name: "ollama-native", event: ollama },
    Shape { name: "anthropic", event: anthropic },
];

fn word(index: usize) -> &'static str {
    WORDS[index % WORDS.len()]
}

fn openai(index: usize) -> String {
    format!(
        "data: {{\"id\":\"chatcmpl-7QyqpwdfhqwajicIEznoc6Q47XAyW\",\"object\":\"chat.completion.chunk\",\"created\":1788000123,\
         \"model\":\"gpt-4o-2024-08-06\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_90122d973c\",\"choices\":[{{\"index\":0,\
         \"delta\":{{\"content\":\"{}\"}},\"logprobs\":null,\"finish_reason\":null}}],\"usage\":null,\"obfuscation\":\"aB3dE\"}}\n\n",
        word(index)
    )
}

fn vllm(index: usize) -> String {
    let ids = [976, 74160, 328, 290, 4207, 25880, 28292, 11, 326, 25852, 1373, 558];
    format!(
        "data: {{\"id\":\"chatcmpl-c62634d5884987b1799fea7809495069\",\"object\":\"chat.completion.chunk\",\"created\":1790001111,\
         \"model\":\"openai/gpt-oss-20b\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{}\"}},\"logprobs\":null,\"finish_reason\":null,\
         \"token_ids\":[{}]}}],\"kv_transfer_params\":null}}\n\n",
        word(index),
        ids[index % ids.len()]
    )
}

fn ollama(index: usize) -> String {
    let (minute, second, nanos) = (index / 60 % 60, index % 60, index * 7_919_113 % 1_000_000_000);
    format!(
        "{{\"model\":\"qwen2.5:7b\",\"created_at\":\"2026-11-19T08:{minute:02}:{second:02}.{nanos:09}Z\",\
         \"message\":{{\"role\":\"assistant\",\"content\":\"{}\"}},\"done\":false}}\n",
        word(index)
    )
}

fn anthropic(index: usize) -> String {
    format!(
        "event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\
         \"text\":\"{}{}\"}}   }}\n\n",
        word(index),
        word(index + 3)
    )
}

fn events(shape: &Shape, start: usize) -> Vec<String> {
    (start..start + EVENTS).map(shape.event).collect()
}

/// Returns an encoder that has encoded the first `events` events.
fn encoder(shape: &Shape, events: usize, out: &mut Vec<u8>) -> Encoder {
    let mut encoder = Encoder::new();
    (0..events).for_each(|index| encoder.push((shape.event)(index).as_bytes(), out).expect("an event"));
    encoder
}

/// Returns a decoder that has read all of `stream`.
fn decoder(stream: &[u8]) -> Decoder {
    let mut decoder = Decoder::new();
    decoder.push(stream);
    while decoder.next_event().expect("a stream").is_some() {}
    decoder
}

fn encode(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Elements(EVENTS as u64));
    for (shape, start) in SHAPES.iter().flat_map(|shape| STARTS.map(|start| (shape, start))) {
        let (encoder, events) = (encoder(shape, start, &mut Vec::new()), events(shape, start));
        group.bench_function(format!("{}/{start}", shape.name), |bencher| {
            let push_all = |mut encoder: Encoder| {
                let mut out = Vec::new();
                for event in &events {
                    encoder.push(black_box(event.as_bytes()), &mut out).expect("an event");
                }
                (encoder, out)
            };
            bencher.iter_batched(|| encoder.clone(), push_all, BatchSize::PerIteration);
        });
    }
}

fn decode(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Elements(EVENTS as u64));
    for (shape, start) in SHAPES.iter().flat_map(|shape| STARTS.map(|start| (shape, start))) {
        let mut stream = Vec::new();
        let mut encoder = encoder(shape, start, &mut stream);
        let decoder = decoder(&stream);
        let written = |event: String| {
            let mut out = Vec::new();
            encoder.push(event.as_bytes(), &mut out).expect("an event");
            out
        };
        let writes: Vec<Vec<u8>> = events(shape, start).into_iter().map(written).collect();
        group.bench_function(format!("{}/{start}", shape.name), |bencher| {
            let read_all = |mut decoder: Decoder| {
                for write in &writes {
                    decoder.push(black_box(write));
                    black_box(decoder.next_event().expect("a stream").is_some());
                }
                decoder
            };
            bencher.iter_batched(|| decoder.clone(), read_all, BatchSize::PerIteration);
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(std::time::Duration::from_millis(500)).measurement_time(std::time::Duration::from_secs(1));
    targets = encode, decode
}
criterion_main!(benches);
