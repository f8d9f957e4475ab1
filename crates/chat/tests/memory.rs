//! Limits on the memory that a stream holds and that one event may take, for any input.
//!
//! There is only one test, because the allocator counts the memory of the whole process.
#![cfg(all(feature = "encoder", feature = "cl100k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "hostile/script.rs"]
#[allow(dead_code)]
mod script;

use common::random;
use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use script::Script;
use std::alloc::System;
use std::hint::black_box;
use tokenwire::{Control, Error, StreamCoder};
use tokenwire_chat::{Decoder, Encoder, MAX_EVENT};

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

const KIB: usize = 1 << 10;
/// More bytes than any test here takes. They are allocated and never used.
const HUGE: usize = 1 << 32;

/// Returns the largest number of bytes that `work` held at once.
fn peak<T>(work: impl FnOnce() -> T) -> usize {
    MEMORY.reset_peak_memory();
    drop(work());
    MEMORY.get_peak_memory()
}

/// Returns the number of bytes that the result of `work` holds. A huge allocation sets the peak while only the result
/// exists.
fn held<T>(work: impl FnOnce() -> T) -> usize {
    MEMORY.reset_peak_memory();
    let result = work();
    drop(black_box(Vec::<u8>::with_capacity(HUGE)));
    let held = MEMORY.get_peak_memory() - HUGE;
    drop(result);
    held
}

#[test]
fn streams_and_events_use_little_memory() {
    the_measurements_include_allocations();
    for (name, events) in SOURCES {
        state_is_small(name, events, StreamCoder::Varint);
    }
    state_is_small("all of these in turn", all, StreamCoder::Prefix);
    state_does_not_grow();
    an_event_of_64_mib_round_trips_in_pieces();
    lengths_without_bytes_allocate_little();
    the_values_of_one_event_take_a_few_mib();
}

/// Without this check, the checks below could pass for any code.
fn the_measurements_include_allocations() {
    let work = || {
        drop(black_box(vec![1u8; 50 * KIB]));
        vec![1u8; 20 * KIB]
    };
    assert!((50 * KIB..51 * KIB).contains(&peak(work)));
    assert!((20 * KIB..21 * KIB).contains(&held(work)), "{}", held(work));
}

type Events = fn(usize) -> String;

const SOURCES: [(&str, Events); 9] = [
    ("openai-chat", openai),
    ("random shapes", random_shape),
    ("many lanes", many_lanes),
    ("lanes of many slots", many_slots),
    ("long texts", long_text),
    ("long literals", long_literal),
    ("one long event", one_long),
    ("ids beside the text", foreign_ids),
    ("all of these in turn", all),
];

fn openai(index: usize) -> String {
    format!(
        "data: {{\"id\":\"chatcmpl-9\",\"created\":1700000000,\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" w{}\"}}}}]}}\n\n",
        index % 997
    )
}

fn random_shape(index: usize) -> String {
    let mut numbers = random(index as u64);
    let fields = 1 + numbers.next().unwrap() % 8;
    let field = |number: usize| {
        format!("\"{:x}\":{}", number % 100_000, if number.is_multiple_of(2) { "\"text\"" } else { "1.5" })
    };
    format!("data: {{{}}}\n\n", numbers.take(fields).map(field).collect::<Vec<_>>().join(","))
}

fn many_lanes(index: usize) -> String {
    format!("data: {{\"key-{}\":{index},\"content\":\" w{}\"}}\n\n", index % 97, index % 1009)
}

fn many_slots(index: usize) -> String {
    let fields: Vec<_> = (0..200).map(|field| format!("\"{}\":{}", index % 7, field + index % 2)).collect();
    format!("{{{}}}\n", fields.join(","))
}

fn long_text(index: usize) -> String {
    let words: String = random(index as u64).take(100).map(|word| format!(" {}", word % 100_000)).collect();
    format!("data: {{\"content\":\"{words}\"}}\n\n")
}

fn long_literal(index: usize) -> String {
    let words: String = random(index as u64).take(3000).map(|word| format!("{}", word % 100_000)).collect();
    format!("data: {{\"{words}\":\"content\"}}\n\n")
}

/// The first event has almost the maximum length.
fn one_long(index: usize) -> String {
    if index > 0 {
        openai(index)
    } else {
        format!("data: {{\"content\":\"{}\"}}\n\n", "x ".repeat(MAX_EVENT / 2 - 20))
    }
}

fn foreign_ids(index: usize) -> String {
    let ids: Vec<_> = random(index as u64).take(5).map(|id| (id % 150_000).to_string()).collect();
    format!(
        "data: {{\"content\":\" some words of text\",\"token_ids\":[{}],\"logprob\":-0.{index}}}\n\n",
        ids.join(",")
    )
}

/// Starts with the long event. Then lanes, texts and literals fill their windows.
fn all(index: usize) -> String {
    match index % 100 {
        0 if index == 0 => one_long(0),
        1 => long_text(index),
        2 => long_literal(index),
        3..20 => foreign_ids(index),
        _ => many_lanes(index),
    }
}

fn count(name: &str) -> usize {
    match name {
        "long literals" => 100,
        "long texts" | "one long event" | "lanes of many slots" | "ids beside the text" => 1000,
        "all of these in turn" => 3000,
        _ => 10_000,
    }
}

fn encoder(events: Events, count: usize, coder: StreamCoder, mut written: impl FnMut(&[u8])) -> Encoder {
    let mut encoder = Encoder::new().with_padding(true).with_coder(coder);
    // The last event is short, because the current event is buffered too.
    let events = (0..count).map(events).chain(["data: [DONE]\n\n".into()]);
    for event in events {
        let mut write = Vec::new();
        encoder.push(event.as_bytes(), &mut write).unwrap();
        encoder.flush(&mut write);
        written(&write);
    }
    encoder
}

/// Each side holds less than 256 KiB, and less than 48 KiB of a chat. Tables, the tokenizer's caches and a thread's
/// deflate state are not counted, since all streams share them.
fn state_is_small(name: &str, events: Events, coder: StreamCoder) {
    drop(encoder(events, 300, coder, |_| ()));
    let (mut stream, mut ends) = (Vec::with_capacity(16 * MAX_EVENT), Vec::with_capacity(1 << 14));
    let encoding = held(|| {
        encoder(events, count(name), coder, |write| {
            stream.extend_from_slice(write);
            ends.push(stream.len());
        })
    });
    let decode = || {
        let (mut decoder, mut start) = (Decoder::new(), 0);
        for &end in &ends {
            decoder.push(&stream[start..end]);
            while decoder.next_event().unwrap().is_some() {}
            start = end;
        }
        decoder
    };
    drop(decode());
    let decoding = held(decode);
    let most = if name == "openai-chat" { 48 } else { 256 } * KIB;
    assert!(encoding < most && decoding < most, "{name}, {coder}: {encoding}, {decoding}");
}

/// The state after 30,000 events is not larger than after 9,000.
fn state_does_not_grow() {
    // After 9,000 events the windows are full.
    let after = |count| held(|| encoder(openai, count, StreamCoder::Varint, |_| ()));
    let (earlier, later) = (after(9000), after(30_000));
    assert!(later <= earlier, "{earlier}, {later}");
}

/// Pushes 64 MiB without a line end, in writes of 64 KiB.
fn an_event_of_64_mib_round_trips_in_pieces() {
    let words: Vec<u8> =
        random(1).flat_map(|word| format!("{} ", word % 10_000).into_bytes()).take(4 * KIB).collect();
    let line = words.repeat(16);
    let mut decoder = Decoder::new();
    let mut sent = Vec::with_capacity(MAX_EVENT);
    let (mut encoder, mut total) = (Encoder::new(), 0);
    let cost = peak(|| {
        encoder.push(b"data: ", &mut sent).unwrap();
        for _ in 0..1024 {
            encoder.push(&line, &mut sent).unwrap();
            decoder.push(&sent);
            sent.clear();
            while let Some(event) = decoder.next_event().unwrap() {
                assert!(!event.complete && event.bytes.len() == MAX_EVENT);
                total += event.bytes.len();
            }
        }
    });
    assert_eq!(total, 64 * MAX_EVENT);
    // Each side holds a few copies of a piece, and deflate's state.
    assert!(cost < 12 * MAX_EVENT, "{cost}");
}

/// Returns a decoder that has read all events of an unfinished stream.
fn decoder_after(stream: &[u8]) -> Decoder {
    let mut decoder = Decoder::new();
    decoder.push(stream);
    while let Ok(Some(_)) = decoder.next_event() {}
    decoder
}

/// The largest lengths and counts, without the bytes that they announce, allocate little.
fn lengths_without_bytes_allocate_little() {
    let max = MAX_EVENT as u64;
    for claim in [
        Script::new().control(Control::Literal).numbers(&[max << 2 | 2, 4]),
        Script::new().control(Control::Literal).numbers(&[3, 4, 250]),
        Script::with_lane().control(Control::Group).number(max),
        Script::with_lane().control(Control::String).number(max << 4),
        Script::new().literal("{\"l\":[]}\n", &[(0, 4)]).number(max),
    ] {
        let claim = claim.unfinished();
        let cost = peak(|| decoder_after(&claim));
        assert!(cost < 16 * KIB, "{cost}: {}", claim.escape_ascii());
    }
}

/// Of 100 values with 600,000 tokens each, only a few are buffered before the event is rejected.
fn the_values_of_one_event_take_a_few_mib() {
    let slots: Vec<_> = (0..100).map(|slot| (slot, 1)).collect();
    let literal = Script::new().literal(&"\"\",".repeat(slots.len()), &slots);
    let tokens = vec![0; 600_000];
    let value = |script: Script| script.control(Control::Group).number(600_000).tokens(&tokens);
    let stream = (0..slots.len()).fold(literal, |script, _| value(script)).unfinished();
    let cost = peak(|| {
        let (mut decoder, mut end) = (Decoder::new(), Ok(()));
        for piece in stream.chunks(4096) {
            decoder.push(piece);
            end = decoder.next_event().map(|event| assert!(event.is_none()));
        }
        assert!(matches!(end, Err(Error::LimitExceeded { .. })), "{end:?}");
    });
    assert!(cost < 20 * MAX_EVENT, "{cost}");
}
