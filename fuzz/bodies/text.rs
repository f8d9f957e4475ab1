//! Any bytes as text. Its ids decode to the same bytes, at once or in pieces.

use super::Outcome;
use super::input::{Input, pieces};
use tokenwire::{Detokenizer, Encoding, Text, Tokenizer, Vocabulary};

/// The second name of a token, which decoding never writes.
const SECOND_NAME: &[u8] = b"<|reserved_200018|>";

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let encoding = *input.choose(Encoding::ALL);
    let sizes = [(); 4].map(|()| input.byte());
    let text = input.rest();
    check_tokenizer(encoding, text);
    let ids: Vec<u32> =
        pieces(text, sizes).flat_map(|piece| Tokenizer::new(encoding).encode(piece)).collect();
    check_detokenizer(encoding, &ids, text);
    Outcome::Accepted
}

/// Checks that tokenizing round-trips, with and without special tokens, and that progress covers all bytes.
fn check_tokenizer(encoding: Encoding, text: &[u8]) {
    let (tokenizer, vocabulary) = (Tokenizer::new(encoding), Vocabulary::new(encoding));
    let mut read = 0;
    let ids = tokenizer.encode(Text::new(text).with_progress(&mut |bytes| read += bytes));
    assert_eq!((read, vocabulary.decode(&ids).as_deref()), (text.len(), Ok(text)));
    assert!(ids.iter().all(|&id| vocabulary.special_name(id).is_none()));
    check_detokenizer(encoding, &ids, text);
    let mut read = 0;
    let ids =
        tokenizer.encode(Text::new(text).with_special_tokens(true).with_progress(&mut |bytes| read += bytes));
    assert_eq!(read, text.len());
    if !text.windows(SECOND_NAME.len()).any(|window| window == SECOND_NAME) {
        assert_eq!(vocabulary.decode(&ids).as_deref(), Ok(text));
    }
}

/// Checks that no byte is lost, and that no piece has part of a character.
fn check_detokenizer(encoding: Encoding, ids: &[u32], text: &[u8]) {
    let (mut detokenizer, mut returned) = (Detokenizer::new(encoding), Vec::new());
    let is_utf_8 = std::str::from_utf8(text).is_ok();
    for &id in ids {
        let piece = detokenizer.push(id).unwrap();
        assert!(!is_utf_8 || std::str::from_utf8(piece).is_ok());
        returned.extend_from_slice(piece);
    }
    let rest = detokenizer.finish();
    assert!(rest.len() <= 3 && (rest.is_empty() || !is_utf_8));
    assert_eq!([returned, rest].concat(), text);
}
