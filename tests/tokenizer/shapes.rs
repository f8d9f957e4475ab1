//! Megabytes of each shape that breaks tokenizers: no panic, and an end. tiktoken-rs is not asked: it panics on some
//! of them and takes quadratic time for others.

use crate::common::{random, special};
use tokenwire::{Encoding, Tokenizer, Vocabulary};

/// For the shapes that the contract names.
const LONG: usize = 10_000_000;
/// For those that are like one of them; quadratic time would still not come to an end.
const SHORT: usize = 1_000_000;

/// One encoding of each pattern; p50k's has all tokens of r50k's, and blanks.
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

/// A pattern over and over, up to `len` bytes.
fn repeat(pattern: &str, len: usize) -> Vec<u8> {
    pattern.repeat(len / pattern.len()).into_bytes()
}

#[test]
fn spaces() {
    assert_round_trips(&repeat(" ", LONG));
}

#[cfg(feature = "r50k")]
#[test]
fn spaces_that_do_not_merge() {
    let (encoding, text) = (Encoding::R50kBase, repeat(" ", LONG));
    let ids = Tokenizer::new(encoding).encode(&text);
    assert!(ids == vec![ids[0]; LONG]);
    assert!(Vocabulary::new(encoding).decode(&ids).unwrap() == text);
}

#[test]
fn newlines() {
    assert_round_trips(&repeat("\n", LONG));
}

#[test]
fn spaces_and_newlines_in_turn() {
    assert_round_trips(&repeat(" \n", LONG));
}

#[test]
fn one_letter() {
    assert_round_trips(&repeat("a", LONG));
}

#[test]
fn random_letters() {
    let letters: Vec<u8> = random(1).map(|number| b'a' + (number % 26) as u8).take(LONG).collect();
    assert_round_trips(&letters);
}

#[test]
fn runs_of_one_kind() {
    for pattern in ["A", "!", "0123456789", "中", "\u{301}", "\u{a0}", "\r", "'", "/", "e\u{301}", "👍", "\0"]
    {
        assert_round_trips(&repeat(pattern, SHORT));
    }
}

#[test]
fn blanks_that_have_to_be_looked_through() {
    let blanks = repeat(" ", SHORT);
    let shapes: [[&[u8]; 3]; 4] =
        [[&blanks, b"x", b""], [b"\n", &blanks, b"x"], [b"\n", &blanks, b"\nx"], [b"x", &blanks, b"\n"]];
    for shape in shapes {
        assert_round_trips(&shape.concat());
    }
}

#[test]
fn patterns_that_begin_and_break_off() {
    for pattern in
        ["aB", "Aa", "a ", " a", "a'", "'s", "'l", "a\n", "\n a", "  \n\n", "1a", ".\n", " .", "a\u{301}B"]
    {
        assert_round_trips(&repeat(pattern, SHORT));
    }
}

#[test]
fn bytes_that_are_not_utf_8() {
    for pattern in [&b"\xff"[..], b"a\xff", b"\xe4\xb8", b" \xf0\x9f"] {
        assert_round_trips(&pattern.repeat(SHORT / pattern.len()));
    }
}

#[test]
fn halves_of_special_names() {
    for pattern in ["<|", "|>", "<|x|>", "<||>", "<|endoftext"] {
        assert_round_trips_with_special(&repeat(pattern, SHORT));
    }
}

#[test]
fn openings_of_special_names_and_a_close_far_off() {
    assert_round_trips_with_special(&[repeat("<|", SHORT), b"|>".to_vec()].concat());
}

#[test]
fn adjacent_special_names() {
    for encoding in encodings() {
        let end = Vocabulary::new(encoding).special_id("<|endoftext|>").unwrap();
        let ids = Tokenizer::new(encoding).encode(special(&repeat("<|endoftext|>", LONG)));
        assert!(ids == vec![end; LONG / 13], "{encoding}");
    }
}
