//! Megabytes of each shape that is hard for tokenizers. Tokenizing neither panics nor takes quadratic time.
//! tiktoken-rs is no oracle here, since it panics on some shapes and takes quadratic time for others.

use crate::common::{random, special};
use tokenwire::{Encoding, Tokenizer, Vocabulary};

/// The number of bytes of the main shapes.
const LONG: usize = 10_000_000;
/// The number of bytes of similar shapes. In quadratic time, the tests would still not finish.
const SHORT: usize = 1_000_000;

/// Returns one encoding for each pattern. p50k has all tokens of r50k, and some of spaces.
fn encodings() -> impl Iterator<Item = Encoding> {
    let names = ["cl100k_base", "o200k_base", if cfg!(feature = "p50k") { "p50k_base" } else { "r50k_base" }];
    Encoding::ALL.iter().copied().filter(move |encoding| names.contains(&encoding.name()))
}

fn assert_round_trips(text: &[u8]) {
    for encoding in encodings() {
        let ids = Tokenizer::new(encoding).encode(text);
        assert!(ids.len() <= text.len(), "{encoding}: {} ids", ids.len());
        assert!(Vocabulary::new(encoding).decode(&ids).unwrap() == text, "{encoding}");
    }
}

fn assert_round_trips_with_special(text: &[u8]) {
    for encoding in encodings() {
        let ids = Tokenizer::new(encoding).encode(special(text));
        assert!(Vocabulary::new(encoding).decode(&ids).unwrap() == text, "{encoding}");
    }
}

/// Repeats a pattern up to `len` bytes.
fn repeat(pattern: &str, len: usize) -> Vec<u8> {
    pattern.repeat(len / pattern.len()).into_bytes()
}

#[test]
fn many_spaces_round_trip() {
    assert_round_trips(&repeat(" ", LONG));
}

#[cfg(feature = "r50k")]
#[test]
fn many_spaces_that_do_not_merge_round_trip() {
    let (encoding, text) = (Encoding::R50kBase, repeat(" ", LONG));
    let ids = Tokenizer::new(encoding).encode(&text);
    assert!(ids == vec![ids[0]; LONG]);
    assert!(Vocabulary::new(encoding).decode(&ids).unwrap() == text);
}

#[test]
fn many_newlines_round_trip() {
    assert_round_trips(&repeat("\n", LONG));
}

#[test]
fn alternating_spaces_and_newlines_round_trip() {
    assert_round_trips(&repeat(" \n", LONG));
}

#[test]
fn one_repeated_letter_round_trips() {
    assert_round_trips(&repeat("a", LONG));
}

#[test]
fn random_letters_round_trip() {
    let letters: Vec<u8> = random(1).map(|number| b'a' + (number % 26) as u8).take(LONG).collect();
    assert_round_trips(&letters);
}

#[test]
fn long_runs_of_one_category_round_trip() {
    for pattern in ["A", "!", "0123456789", "中", "\u{301}", "\u{a0}", "\r", "'", "/", "e\u{301}", "👍", "\0"]
    {
        assert_round_trips(&repeat(pattern, SHORT));
    }
}

#[test]
fn long_runs_of_spaces_that_need_lookahead_round_trip() {
    let blanks = repeat(" ", SHORT);
    let shapes: [[&[u8]; 3]; 4] =
        [[&blanks, b"x", b""], [b"\n", &blanks, b"x"], [b"\n", &blanks, b"\nx"], [b"x", &blanks, b"\n"]];
    for shape in shapes {
        assert_round_trips(&shape.concat());
    }
}

#[test]
fn repeated_partial_matches_round_trip() {
    for pattern in
        ["aB", "Aa", "a ", " a", "a'", "'s", "'l", "a\n", "\n a", "  \n\n", "1a", ".\n", " .", "a\u{301}B"]
    {
        assert_round_trips(&repeat(pattern, SHORT));
    }
}

#[test]
fn long_runs_of_invalid_utf_8_round_trip() {
    for pattern in [&b"\xff"[..], b"a\xff", b"\xe4\xb8", b" \xf0\x9f"] {
        assert_round_trips(&pattern.repeat(SHORT / pattern.len()));
    }
}

#[test]
fn repeated_parts_of_special_names_round_trip() {
    for pattern in ["<|", "|>", "<|x|>", "<||>", "<|endoftext"] {
        assert_round_trips_with_special(&repeat(pattern, SHORT));
    }
}

#[test]
fn many_openings_of_special_names_before_one_closing_round_trip() {
    assert_round_trips_with_special(&[repeat("<|", SHORT), b"|>".to_vec()].concat());
}

#[test]
fn many_adjacent_special_names_are_special_tokens() {
    for encoding in encodings() {
        let end = Vocabulary::new(encoding).special_id("<|endoftext|>").unwrap();
        let ids = Tokenizer::new(encoding).encode(special(&repeat("<|endoftext|>", LONG)));
        assert!(ids == vec![end; LONG / 13], "{encoding}");
    }
}
