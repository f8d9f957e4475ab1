//! Bytes of any kind round-trip.

use crate::common::{cases, random, special};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tokenwire::{Encoding, Text, Tokenizer, Vocabulary};

fn assert_round_trips(bytes: &[u8]) {
    for &encoding in Encoding::ALL {
        let (tokenizer, vocabulary) = (Tokenizer::new(encoding), Vocabulary::new(encoding));
        for ids in [tokenizer.encode(bytes), tokenizer.encode(special(bytes))] {
            assert_eq!(vocabulary.decode(&ids).unwrap(), bytes, "{encoding}");
        }
    }
}

#[test]
fn every_byte_and_every_pair_round_trips() {
    for first in 0..=255 {
        assert_round_trips(&[first]);
        for second in 0..=255 {
            assert_round_trips(&[first, second]);
        }
    }
}

#[test]
fn text_cut_within_characters_round_trips() {
    let text = "aé中👍 \u{301}".as_bytes();
    for (start, end) in (0..text.len()).flat_map(|start| (start..=text.len()).map(move |end| (start, end))) {
        assert_round_trips(&text[start..end]);
    }
}

#[test]
fn a_megabyte_of_noise_round_trips() {
    let noise: Vec<u8> = random(9).map(|number| number as u8).take(1 << 20).collect();
    assert_round_trips(&noise);
}

#[test]
fn an_invalid_byte_does_not_change_the_tokens_around_it() {
    for &encoding in Encoding::ALL {
        let tokenizer = Tokenizer::new(encoding);
        let ids = tokenizer.encode(b"Hello world\xff, again");
        let (before, after) = (tokenizer.encode("Hello world"), tokenizer.encode(", again"));
        assert!(ids.starts_with(&before) && ids.ends_with(&after), "{encoding}");
        assert_eq!(ids.len(), before.len() + 1 + after.len());
    }
}

#[test]
fn progress_reports_the_bytes_of_every_word() {
    for &encoding in Encoding::ALL {
        let text = "Hello world, 你好 \u{301} \n\n x".as_bytes();
        let bytes = [text, b"\xff\xfe", text].concat();
        let mut words = Vec::new();
        let mut progress = |bytes| words.push(bytes);
        let ids = Tokenizer::new(encoding).encode(Text::new(&bytes).with_progress(&mut progress));
        assert_eq!(ids, Tokenizer::new(encoding).encode(&bytes));
        assert!(words.len() > 10 && words.iter().all(|bytes| (1..10).contains(bytes)), "{words:?}");
        assert_eq!(words.iter().sum::<usize>(), bytes.len());
    }
}

#[test]
fn progress_includes_special_tokens() {
    for &encoding in Encoding::ALL {
        let (text, mut words) = ("a<|endoftext|>b<|endoftext|>", Vec::new());
        let mut progress = |bytes| words.push(bytes);
        let ids = Tokenizer::new(encoding).encode(special(text).with_progress(&mut progress));
        assert_eq!((ids.len(), words), (4, vec![1, 13, 1, 13]));
    }
}

/// Text, and parts of characters that may combine to whole ones.
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
    fn random_bytes_round_trip(bytes in vec(any::<u8>(), 0..400)) {
        assert_round_trips(&bytes);
    }

    #[test]
    fn random_fragments_round_trip(parts in vec(select(FRAGMENTS), 0..60)) {
        assert_round_trips(&parts.concat());
    }
}
