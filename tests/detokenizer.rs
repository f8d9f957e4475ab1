//! Decoding ids one at a time gives the same text as decoding them together. No byte is lost or replaced, no piece
//! ends within a valid character, and at most three bytes stay buffered.
#![cfg(any(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use common::{ADVERSARIAL, cases, oracle, random_ids, sample_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use tokenwire::{Detokenizer, Encoding, Error, Vocabulary};

/// Returns the piece of each id, and the bytes that are left at the end.
fn pieces(encoding: Encoding, ids: &[u32]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let mut text = Detokenizer::new(encoding);
    let pieces = ids.iter().map(|&id| text.push(id).unwrap().to_vec()).collect();
    (pieces, text.finish())
}

/// Asserts that no byte is lost, and that the buffered bytes are never more than the beginning of one character.
fn assert_nothing_lost(encoding: Encoding, ids: &[u32]) {
    let (pieces, rest) = pieces(encoding, ids);
    let whole = Vocabulary::new(encoding).decode(ids).unwrap();
    assert_eq!([pieces.concat(), rest.clone()].concat(), whole, "{encoding} {ids:?}");
    let (mut pushed, mut returned) = (0, 0);
    for (&id, piece) in ids.iter().zip(&pieces) {
        pushed += Vocabulary::new(encoding).token(id).unwrap().len();
        returned += piece.len();
        assert!(pushed - returned <= 3, "{encoding}: {} bytes are buffered", pushed - returned);
        assert!(is_incomplete_character(whole.get(returned..pushed).unwrap()), "{encoding} {ids:?}");
    }
    assert_eq!(rest.len(), pushed - returned);
}

/// Returns whether the bytes are empty or the beginning of one character.
fn is_incomplete_character(buffered: &[u8]) -> bool {
    match std::str::from_utf8(buffered) {
        Ok(text) => text.is_empty(),
        Err(error) => error.valid_up_to() == 0 && error.error_len().is_none(),
    }
}

/// Asserts that each piece of a valid text is itself valid UTF-8.
fn assert_characters_stay_whole(text: &str) {
    for &encoding in Encoding::ALL {
        let ids = oracle(encoding).encode_ordinary(text);
        assert_nothing_lost(encoding, &ids);
        let (pieces, rest) = pieces(encoding, &ids);
        let pieces: String = pieces.into_iter().map(|piece| String::from_utf8(piece).unwrap()).collect();
        assert_eq!((pieces.as_str(), rest), (text, vec![]), "{encoding}");
    }
}

#[test]
fn sample_texts_keep_their_characters_whole() {
    for text in sample_texts() {
        assert_characters_stay_whole(&text);
    }
}

#[test]
fn adversarial_texts_keep_their_characters_whole() {
    for text in ADVERSARIAL {
        assert_characters_stay_whole(text);
    }
}

/// No vocabulary has a token for these characters. Each takes two to four ids, and all pieces but the last are empty.
#[test]
fn characters_of_several_tokens_are_returned_at_once() {
    let mut empty_pieces = 0;
    for character in ["𒀀", "𓂀", "🫠", "꙰", "𝔘", "\u{10ffff}"] {
        assert_characters_stay_whole(character);
        for &encoding in Encoding::ALL {
            let ids = oracle(encoding).encode_ordinary(character);
            let (pieces, _) = pieces(encoding, &ids);
            let (last, before) = pieces.split_last().unwrap();
            assert!(before.iter().all(Vec::is_empty), "{encoding} {character}");
            assert_eq!(last, character.as_bytes());
            empty_pieces += before.len();
        }
    }
    assert!(empty_pieces >= 6 * Encoding::ALL.len(), "only {empty_pieces} empty pieces");
}

#[test]
fn no_byte_of_random_ids_is_lost() {
    for &encoding in Encoding::ALL {
        let mut ids = random_ids(6, 20_000, encoding.vocab_size());
        ids.retain(|&id| Vocabulary::new(encoding).token(id).is_some());
        assert_nothing_lost(encoding, &ids);
    }
}

/// Returns the ids of single bytes. They allow every invalid sequence.
fn byte_ids(encoding: Encoding, bytes: &[u8]) -> Vec<u32> {
    bytes.iter().map(|&byte| Vocabulary::new(encoding).ordinary_id(&[byte]).unwrap()).collect()
}

#[test]
fn no_byte_of_invalid_utf_8_is_lost() {
    let bytes = [0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xff, 0xa0, 0x9f, 0x8f];
    for &encoding in Encoding::ALL {
        for number in 0..bytes.len().pow(4) {
            let four = [1, 12, 144, 1728].map(|place| *bytes.get(number / place % 12).unwrap());
            assert_nothing_lost(encoding, &byte_ids(encoding, &four));
        }
    }
}

#[test]
fn finishing_returns_the_buffered_bytes() {
    for &encoding in Encoding::ALL {
        let (pieces, rest) = pieces(encoding, &byte_ids(encoding, b"a\xf0\x9f\x91"));
        assert_eq!((pieces, rest), (vec![b"a".to_vec(), vec![], vec![], vec![]], b"\xf0\x9f\x91".to_vec()));
        assert_eq!(Detokenizer::new(encoding).finish(), b"");
    }
}

#[test]
fn an_invalid_character_is_returned_unchanged() {
    for &encoding in Encoding::ALL {
        let (pieces, rest) = pieces(encoding, &byte_ids(encoding, b"\xf0\x9fa\xff\xe4"));
        let expected = [&b""[..], b"", b"\xf0\x9fa", b"\xff", b""].map(<[u8]>::to_vec);
        assert_eq!((pieces, rest), (expected.to_vec(), b"\xe4".to_vec()));
    }
}

#[test]
fn an_unknown_id_is_skipped_and_counted() {
    for &encoding in Encoding::ALL {
        let size = encoding.vocab_size();
        let mut text = Detokenizer::new(encoding);
        let [first, second] = byte_ids(encoding, "é".as_bytes()).try_into().unwrap();
        assert_eq!(text.push(first), Ok(&b""[..]));
        for position in [1, 2] {
            assert_eq!(text.push(size), Err(Error::UnknownId { position, id: size.into(), size }));
        }
        // Bytes buffered before the unknown id are still buffered.
        assert_eq!(text.push(second), Ok("é".as_bytes()));
        assert_eq!(text.push(size), Err(Error::UnknownId { position: 4, id: size.into(), size }));
        assert_eq!(text.finish(), b"");
    }
}

#[cfg(any(feature = "cl100k", feature = "o200k"))]
#[test]
fn an_id_in_a_gap_is_skipped_and_counted() {
    #[cfg(feature = "o200k")]
    let (encoding, id) = (Encoding::O200kBase, 200_000);
    #[cfg(not(feature = "o200k"))]
    let (encoding, id) = (Encoding::Cl100kBase, 100_256);
    let mut text = Detokenizer::new(encoding);
    let [first, second] = byte_ids(encoding, "é".as_bytes()).try_into().unwrap();
    assert_eq!(text.push(first), Ok(&b""[..]));
    assert_eq!(text.push(id), Err(Error::NoBytes { position: 1, id }));
    assert_eq!(text.push(second), Ok("é".as_bytes()));
    assert_eq!(text.push(id), Err(Error::NoBytes { position: 3, id }));
    assert_eq!(text.finish(), b"");
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn random_texts_keep_their_characters_whole(text in any::<String>()) {
        assert_characters_stay_whole(&text);
    }

    #[test]
    fn no_byte_of_random_bytes_is_lost(bytes in vec(any::<u8>(), 0..60)) {
        for &encoding in Encoding::ALL {
            assert_nothing_lost(encoding, &byte_ids(encoding, &bytes));
        }
    }
}
