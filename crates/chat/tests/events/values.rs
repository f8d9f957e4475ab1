//! What values are made of: random characters, counters, growing texts, references, quotients. Each test compares the
//! cost of a stream with that of the same stream in which the value is constant.

use crate::common::{encode, events, exact_encoder, joined, random};
use proptest::prelude::*;

const HEX: &[u8] = b"0123456789abcdef";
const UPPER_HEX: &[u8] = b"0123456789ABCDEF";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns a random string of an alphabet.
fn string(alphabet: &[u8], len: usize, seed: u64) -> String {
    random(seed).take(len).map(|number| char::from(alphabet[number % alphabet.len()])).collect()
}

fn uuid(seed: u64) -> String {
    let digits = string(HEX, 32, seed);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// Returns the number of bytes of the stream of a source that comes back exactly.
fn size(source: &str) -> usize {
    let stream = encode(exact_encoder(), [source.as_bytes()]);
    assert!(joined(&events(&stream)) == source.as_bytes());
    stream.len()
}

/// Returns the average number of bytes that values cost more than a constant, in streams of events with them.
fn cost(value: impl Fn(u64) -> String) -> f64 {
    const EVENTS: u64 = 60;
    let event = |value: String| format!("data: {{\"id\":\"{value}\",\"delta\":\" the\"}}\n\n");
    let varying: String = (0..EVENTS).map(|seed| event(value(seed + 1))).collect();
    let constant: String = (0..EVENTS).map(|_| event(value(1))).collect();
    (size(&varying) as f64 - size(&constant) as f64) / (EVENTS - 1) as f64
}

#[test]
fn random_strings_cost_their_bits_and_three_bytes() {
    for (alphabet, bits) in [(HEX, 4.0), (UPPER_HEX, 4.0), (BASE64, 6.0), (BASE64_URL, 6.0)] {
        for len in [24, 40, 100, 1000, 4000] {
            let floor = len as f64 * bits / 8.0;
            let cost = cost(|seed| string(alphabet, len, seed));
            assert!(cost <= floor * 1.003 + 3.0, "{len}: {cost} {floor}");
        }
    }
    assert!(cost(uuid) <= 19.0, "{}", cost(uuid));
    assert!(cost(|seed| format!("chatcmpl-{}", uuid(seed))) <= 17.5);
    // The length differs from event to event, and with it the padding.
    let padded = |seed: u64| {
        let len = 200 + usize::try_from(seed % 3).unwrap();
        string(BASE64, len, seed) + ["", "=", "=="][(3 - len % 3) % 3].get(..(4 - len % 4) % 4).unwrap_or("")
    };
    assert!(cost(padded) <= 202.0 * 0.75 * 1.003 + 4.0, "{}", cost(padded));
}

#[test]
fn counters_count() {
    for value in [
        (|n: u64| format!("chat.id.{}", 4114 + n)) as fn(u64) -> String,
        |n| format!("{}", 95 + n),
        |n| format!("msg-{:06}", 9 + 3 * n),
        |n| format!("{}", u64::MAX / 2 - 70 + n),
    ] {
        assert!(cost(value) < 0.7, "{} {}", value(1), cost(value));
    }
    // A counter past 2^64 is not one. The string comes back all the same.
    assert!(cost(|n| format!("{}", u128::from(u64::MAX) - 30 + u128::from(n))) < 16.0);
}

/// A text that grows in each event, with what is new beside it before, after or not at all.
#[test]
fn growing_texts_cost_what_is_new() {
    let words: Vec<String> = random(9).take(150).map(|number| format!(" w{}", number % 10)).collect();
    let plain: String = words.iter().map(|word| format!("data: {{\"delta\":\"{word}\"}}\n\n")).collect();
    let plain = size(&plain);
    for shape in
        ["{\"all\":\"ALL\",\"delta\":\"NEW\"}", "{\"delta\":\"NEW\",\"text\":\"ALL\"}", "{\"text\":\"ALL\"}"]
    {
        let mut all = String::new();
        let mut source = String::new();
        for word in &words {
            all += word;
            source += &format!("data: {}\n\n", shape.replace("ALL", &all).replace("NEW", word));
        }
        assert!(size(&source) < plain + 80, "{shape}: {} {plain}", size(&source));
    }
}

/// A long string that occurred before is a reference, also within the same event.
#[test]
fn earlier_strings_are_references() {
    let id = |number: u64| string(BASE64_URL, 60, number + 100);
    let added = |number| format!("data: {{\"type\":\"added\",\"item\":\"{}\"}}\n\n", id(number));
    let delta = |number| {
        format!("data: {{\"type\":\"delta\",\"item_id\":\"{}\",\"delta\":\" the\"}}\n\n", id(number))
    };
    let item = |number| added(number) + &delta(number) + &delta(number);
    let source: String = (0..20).map(item).collect();
    assert!(size(&source) < 20 * (45 + 24) + 120, "{}", size(&source));
    let twice = |number| format!("data: {{\"a\":\"{0}\",\"b\":\"{0}\",\"c\":\"x{0}\"}}\n\n", id(number));
    let source: String = (0..20).map(twice).collect();
    assert!(size(&source) < 20 * (2 * 45 + 10) + 150, "{}", size(&source));
}

/// A server repeats its instructions beyond the reach of deflate.
#[test]
fn long_literals_are_copied_from_the_history() {
    let words = |count: usize, seed| -> String {
        random(seed).take(count).map(|number| format!("{} ", number % 100_000)).collect()
    };
    let created = |status: &str| {
        format!("data: {{\"status\":\"{status}\",\"instructions\":\"{}\"}}\n\n", words(6000, 1))
    };
    let once = size(&created("created"));
    let between: String =
        (0..4).map(|seed| format!("data: {{\"key{seed}\":[\"{}\"]}}\n\n", words(2000, 9 + seed))).collect();
    let source = created("created") + &between;
    let repeated = size(&(source.clone() + &created("completed"))) - size(&source);
    assert!(repeated < 100 && once > 10_000, "{repeated} {once}");
}

/// A string has at most 1,024 parts, and a literal as many copies. The rest is written in other ways.
#[test]
fn many_parts_and_copies_round_trip() {
    let uuids = |count: u64, seed: u64| (0..count).map(|n| uuid(n * 31 + seed)).collect::<Vec<_>>().join(" ");
    for key in ["delta", "ids"] {
        let event = |seed| format!("data: {{\"{key}\":\"{}\"}}\n\n", uuids(800, seed));
        size(&(0..4).map(event).collect::<String>());
    }
    let lines: Vec<String> = (0..1500).map(|n| string(BASE64_URL, 40, n)).collect();
    let shuffled: Vec<&str> = random(3).take(2000).map(|n| &lines[n % lines.len()][..]).collect();
    size(&format!("data: [{}]\n\ndata: x[{}]x\n\n", lines.join("|"), shuffled.join("/")));
}

/// The bytes before copies count once: an event of 600 KB is repeated, and a long event begins with a copy.
#[test]
fn copies_in_long_literals_round_trip() {
    let words = |count: usize, seed| -> String {
        random(seed).take(count).map(|number| format!("{} ", number % 100_000)).collect()
    };
    let long = words(100_000, 1);
    size(&format!("data: [\"{long}\",{{}}]\n\ndata: [\"{long}\",{{\"a\":1}}]\n\n"));
    let known = words(20, 2);
    size(&format!("data: x{known}\n\ndata: y {known} {}\n\n", words(200_000, 3)));
}

/// Hostile texts do not take quadratic time: with it, each of these would take minutes.
#[test]
fn hostile_texts_are_encoded_in_linear_time() {
    size(&format!("data: {{\"delta\":\"{}\"}}\n\n", "+-".repeat(300_000)));
    size(&format!("data: {{\"delta\":\"{}\"}}\n\n", "-".repeat(600_000)));
    let arrays = "[1],".repeat(240);
    size(&format!("data: {{\"delta\":\"{}\",\"a\":[{arrays}[2]]}}\n\n", "x".repeat(900_000)).repeat(2));
}

/// A text that grows beyond what a lane remembers is copied from the history.
#[test]
fn a_long_growing_text_stays_cheap() {
    let mut text =
        "w ".repeat(4) + &(0..9000).map(|n| format!("w{} ", n * 7919 % 10_000)).collect::<String>();
    let mut source = String::new();
    for n in 0..300 {
        text += &format!("w{} ", n % 10);
        source += &format!("data: {{\"text\":\"{text}\"}}\n\n");
    }
    assert!(text.len() > 48 << 10);
    assert!(size(&source) < 150_000, "{} of {}", size(&source), source.len());
}

/// llama.cpp's times per token.
#[test]
fn quotients_follow_from_their_numbers() {
    let event = |n: u64, factor: f64| {
        let ms = 20.0 * n as f64 + random(n).next().unwrap() as f64 % 1000.0 / 1000.0;
        let ms = (ms * 1000.0).round() / 1000.0;
        let (each, rate) = (ms / n as f64, factor / ms * n as f64);
        format!(
            "data: {{\"delta\":\" the\",\"n\":{n},\"ms\":{ms:?},\"each\":{each:?},\"rate\":{rate:?}}}\n\n"
        )
    };
    let with: String = (1..80).map(|n| event(n, 1000.0)).collect();
    let without: String = with
        .split("\n\n")
        .map(|event| event.split(",\"each\"").next().unwrap().to_owned() + "}\n\n")
        .collect();
    assert!(size(&with) < size(&without) + 150, "{} {}", size(&with), size(&without));
    // After a quotient is confirmed, its divisor is zero.
    let zero = "data: {\"delta\":\" the\",\"n\":0,\"ms\":0,\"each\":0.125125,\"rate\":0}\n\n";
    size(&(with + zero + zero));
}

/// Times that advance steadily cost nothing.
#[test]
fn clocks_count() {
    let event = |n: u64| {
        format!("data: {{\"delta\":\" the\",\"at\":\"2026-09-01T23:{:02}:{:02}+00:00\"}}\n\n", n / 60, n % 60)
    };
    let ticking: String = (0..200).map(event).collect();
    let constant: String = (0..200).map(|_| event(1)).collect();
    assert!(size(&ticking) < size(&constant) + 12, "{} {}", size(&ticking), size(&constant));
}

proptest! {
    /// Strings of all kinds, also with wrong padding and mixed alphabets, come back.
    #[test]
    fn made_up_values_round_trip(seed in any::<u64>(), count in 2..30_usize) {
        let mut numbers = random(seed);
        let mut next = move |below: usize| numbers.next().unwrap() % below;
        let mut text = String::new();
        let mut source = String::new();
        let mut counter = next(1000) as u64;
        for _ in 0..count {
            let alphabet = [HEX, UPPER_HEX, BASE64, BASE64_URL, b"01", b"ab= ", b"=+-/_"][next(7)];
            let random = string(alphabet, next(90), next(1 << 30) as u64);
            let padding = ["", "=", "==", "===", "a="][next(5)];
            text += [" the", "", " ships", "\\n", "\\u00e9"][next(5)];
            counter = counter.wrapping_add(next(3) as u64);
            let fields = [
                format!("\"id\":\"{}{random}{padding}\"", ["", "rs_", "msg_01", "a-"][next(4)]),
                format!("\"uuid\":\"{}{}\"", uuid(next(9) as u64), ["", "x", "-"][next(3)]),
                format!("\"n\":\"c.{counter}\",\"of\":{},\"per\":{:?}", next(4), counter as f64 / (next(4) as f64 + 1.0)),
                format!("\"text\":\"{text}\",\"delta\":\"{}\"", ["", " the", " ships"][next(3)]),
            ];
            let chosen: Vec<&str> = fields.iter().filter(|_| next(4) > 0).map(|field| &field[..]).collect();
            source += &format!("data: {{{}}}\n\n", chosen.join(","));
        }
        size(&source);
    }
}
