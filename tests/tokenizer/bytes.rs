//! Bytes of any kind come back as they were.

use crate::common::{cases, random};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tokenwire::{Encoding, Tokenizer, Vocabulary};

fn assert_comes_back(bytes: &[u8]) {
    for &encoding in Encoding::ALL {
        let (tokenizer, vocabulary) = (Tokenizer::of(encoding), Vocabulary::of(encoding));
        for ids in [tokenizer.encode(bytes), tokenizer.encode_with_special(bytes)] {
            assert_eq!(vocabulary.decode(&ids).unwrap(), bytes, "{encoding}");
        }
    }
}

#[test]
fn every_byte_and_every_pair() {
    for first in 0..=255 {
        assert_comes_back(&[first]);
        for second in 0..=255 {
            assert_comes_back(&[first, second]);
        }
    }
}

#[test]
fn text_cut_inside_a_character() {
    let text = "aé中👍 \u{301}".as_bytes();
    for (start, end) in (0..text.len()).flat_map(|start| (start..=text.len()).map(move |end| (start, end))) {
        assert_comes_back(&text[start..end]);
    }
}

#[test]
fn a_megabyte_of_noise() {
    let noise: Vec<u8> = random(9).map(|number| number as u8).take(1 << 20).collect();
    assert_comes_back(&noise);
}

#[test]
fn a_bad_byte_leaves_the_text_around_it_alone() {
    for &encoding in Encoding::ALL {
        let tokenizer = Tokenizer::of(encoding);
        let ids = tokenizer.encode(b"Hello world\xff, again");
        let (before, after) = (tokenizer.encode("Hello world"), tokenizer.encode(", again"));
        assert!(ids.starts_with(&before) && ids.ends_with(&after), "{encoding}");
        assert_eq!(ids.len(), before.len() + 1 + after.len());
    }
}

#[test]
fn progress_goes_from_word_to_word_up_to_the_end() {
    for &encoding in Encoding::ALL {
        let text = "Hello world, 你好 \u{301} \n\n x".as_bytes();
        let bytes = [text, b"\xff\xfe", text].concat();
        let mut seen = Vec::new();
        let ids = Tokenizer::of(encoding).encode_watched(&bytes, |taken| seen.push(taken));
        assert_eq!(ids, Tokenizer::of(encoding).encode(&bytes));
        assert!(seen.len() > 10 && seen.iter().all(|taken| (1..10).contains(taken)), "{seen:?}");
        assert_eq!(seen.iter().sum::<usize>(), bytes.len());
    }
}

#[test]
fn progress_counts_special_names_too() {
    for &encoding in Encoding::ALL {
        let (text, mut seen) = ("a<|endoftext|>b<|endoftext|>", Vec::new());
        let ids = Tokenizer::of(encoding).encode_with_special_watched(text, |taken| seen.push(taken));
        assert_eq!((ids.len(), seen), (4, vec![1, 13, 1, 13]));
    }
}

/// Text, and halves of characters that may or may not meet.
const FRAGMENTS: &[&[u8]] = &[
    b"abc",
    b" ",
    b"\n",
    b"\xff",
    b"\xc3",
    b"\xa9",
    b"\xe4\xb8",
    b"\xad",
    b"\xf0\x9f",
    b"\x91\x8d",
    b"\xed\xa0\x80",
    b"<|endoftext|>",
];

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..400)) {
        assert_comes_back(&bytes);
    }

    #[test]
    fn random_fragments(parts in vec(select(FRAGMENTS), 0..60)) {
        assert_comes_back(&parts.concat());
    }
}
