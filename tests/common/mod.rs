//! Helpers for several test files: random numbers from a seed, texts of every kind, and tiktoken-rs as the oracle.
// Each test file uses only some of them.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

pub(crate) mod checksum;

use proptest::test_runner::Config as ProptestConfig;
use tiktoken_rs::CoreBPE;
use tokenwire::{Codec, Encoding, Table};

/// Returns random numbers from Knuth's linear congruential generator, which are the same on every machine.
pub(crate) fn random(seed: u64) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(seed), |state| {
        Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    })
    .skip(1)
    .map(|state| (state >> 33) as u32)
}

/// Returns random ids of a vocabulary.
pub(crate) fn random_ids(seed: u64, count: usize, size: u32) -> Vec<u32> {
    random(seed).map(|number| number % size).take(count).collect()
}

/// Returns a table in which every id is its own rank, so that tests can write payloads by hand.
pub(crate) fn plain_table(size: u32) -> Table {
    Table::from_counts(format!("# vocabulary size {size}; ids not listed have count 0\n").as_bytes()).unwrap()
}

/// Returns a table with these weights in the order of ids.
pub(crate) fn weighted_table(weights: &[u64]) -> Table {
    let lines = weights.iter().enumerate().map(|(id, weight)| format!("{id}\t{weight}\n"));
    let header = format!("# vocabulary size {}; ids not listed have count 0\n", weights.len());
    Table::from_counts((header + &lines.collect::<String>()).as_bytes()).unwrap()
}

/// Returns text in which names of special tokens are encoded as these tokens.
#[cfg(feature = "text")]
pub(crate) fn special(text: &(impl AsRef<[u8]> + ?Sized)) -> tokenwire::Text<'_> {
    tokenwire::Text::new(text).with_special_tokens(true)
}

/// Returns a codec with a [`plain_table`].
pub(crate) fn plain_codec(size: u32) -> Codec {
    Codec::from_table(plain_table(size))
}

/// Returns the configuration for `count` random cases. Failures are not stored in files; add them to the lists of
/// texts by hand.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

/// Returns the tokenizer of tiktoken-rs with the same name.
pub(crate) fn oracle(encoding: Encoding) -> &'static CoreBPE {
    match encoding.name() {
        "cl100k_base" => tiktoken_rs::cl100k_base_singleton(),
        "o200k_base" => tiktoken_rs::o200k_base_singleton(),
        "o200k_harmony" => tiktoken_rs::o200k_harmony_singleton(),
        "p50k_base" => tiktoken_rs::p50k_base_singleton(),
        "p50k_edit" => tiktoken_rs::p50k_edit_singleton(),
        "gpt2" | "r50k_base" => tiktoken_rs::r50k_base_singleton(),
        other => panic!("no oracle for {other}"),
    }
}

/// Returns the texts of the committed completions.
pub(crate) fn sample_texts() -> Vec<String> {
    let lines = include_str!("../../examples/data/completions.jsonl").lines();
    let text =
        |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().into();
    lines.map(text).collect()
}

/// Texts that tokenizers tend to tokenize differently.
pub(crate) const ADVERSARIAL: &[&str] = &[
    "",
    " ",
    "  ",
    "   a",
    "a   ",
    "a \n",
    "\n",
    "\n\n",
    "\n\n  ",
    "\n\n3",
    " \n x",
    "\r\n\t ",
    "\r\r\n\n\t\tx",
    "x \r\n \r\n  y",
    "a\n b\n\n c\n\n\n  d",
    " \t \n\t \n",
    "I'm you're he'll we've it's don't I'd",
    "I'M YOU'RE HE'LL WE'VE IT'S DON'T I'D",
    "I'm'll'S'Re 'tis ''s 's' 'LLama",
    "it'\u{17f} it'\u{17f}t 'ſ \u{212a}elvin 10\u{212a} \u{212a}",
    "0 12 123 1234 12345 1234567890",
    "3.14159, 1,000,000 -5 1e-9 ½ ² ⅷ ٣٤٥ 四",
    "你好,世界。今天天气很好!",
    "日本語のテキスト。カタカナ ひらがな ー",
    "한국어 텍스트",
    "e\u{301}e\u{301}\u{302} a\u{308}\u{323} \u{301}\u{301}x \u{301}",
    "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪🇫🇷 ❤️",
    "a\0b\0\0 \0",
    "a\u{85}b\u{85}\u{85} \u{85}",
    "a\u{a0}b\u{a0}\u{a0}c \u{a0}",
    "a\u{3000}b\u{3000}\u{3000} c",
    "a\u{200b}b\u{200b}\u{200b} \u{200b}",
    "\u{2028}\u{2029}\u{2028} x\u{b}\u{c}\u{1c}",
    "مرحبا بالعالم، كيف حالك؟",
    "שלום עולם\u{200f} abc \u{202e}def",
    "नमस्ते दुनिया สวัสดีชาวโลก",
    "Привет, МИР! ǅ ǈungla ᾈ ʰʲ",
    "camelCase HTTPServer XMLHttpRequest iPhoneX ABCdef aBCDe",
    "fn main() {\n    println!(\"{}\", x/y); // a/b/c\n}\n\n\t\tend",
    "///\n//\r\n/ !/\n./../\n",
    "$$$ %% ^^^ ---- ==== ____ ~~~ ((([[[{{{",
    "https://example.com/a?b=c&d=%20#frag user@example.com",
    "<|endoftext|> <|fim_prefix|><|endofprompt|><|start|>",
    "\u{feff}BOM \u{fffd} \u{10ffff} \u{e000} \u{ad}",
    "{\"a\": [1, 2.5, null], \"b\": {\"c\": \"\\u00e9\"}}",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    " leading and trailing  \n  \n ",
];
