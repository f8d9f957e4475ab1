//! Text in payloads has the ids of the tokenizer.

use crate::common::{ADVERSARIAL, plain_codec, special};
use tokenwire::{Codec, Encoding, Error, Tokenizer, Vocabulary};

fn codecs() -> impl Iterator<Item = (Encoding, Codec)> {
    let plain = |encoding| (encoding, Codec::new(encoding));
    Encoding::ALL
        .iter()
        .flat_map(move |&encoding| [plain(encoding), (encoding, plain(encoding).1.with_gzip(true))])
}

#[test]
fn text_round_trips() {
    for (encoding, codec) in codecs() {
        for text in ADVERSARIAL {
            let payload = codec.encode_text(text).unwrap();
            assert_eq!(codec.decode(&payload).unwrap(), Tokenizer::new(encoding).encode(text));
            assert_eq!(codec.decode_text(&payload).unwrap(), *text);
            assert_eq!(codec.decode_bytes(&payload).unwrap(), text.as_bytes());
        }
    }
}

#[test]
fn special_names_round_trip_as_text_or_as_tokens() {
    let text = "a<|endoftext|>b";
    for (encoding, codec) in codecs() {
        let end = Vocabulary::new(encoding).special_id("<|endoftext|>").unwrap();
        let [ordinary, special] =
            [codec.encode_text(text), codec.encode_text(special(text))].map(Result::unwrap);
        assert!(!codec.decode(&ordinary).unwrap().contains(&end));
        assert_eq!(codec.decode(&special).unwrap()[1], end);
        assert_eq!(
            [codec.decode_text(&ordinary), codec.decode_text(&special)],
            [Ok(text.into()), Ok(text.into())]
        );
    }
}

#[test]
fn bytes_that_are_not_utf_8_round_trip_as_bytes() {
    for (bytes, offset) in [
        (&b"\xff"[..], 0),
        (b"abc\xff", 3),
        (b"caf\xc3", 3),
        ("中\u{0}".as_bytes(), 4),
        (b"\xe4\xb8\xad \xed\xa0\x80", 4),
    ] {
        for (_, codec) in codecs() {
            let payload = codec.encode_text(bytes).unwrap();
            assert_eq!(codec.decode_bytes(&payload).unwrap(), bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => assert_eq!(codec.decode_text(&payload).unwrap(), text),
                Err(_) => assert_eq!(codec.decode_text(&payload), Err(Error::NotUtf8 { offset })),
            }
        }
    }
}

#[test]
fn a_table_without_a_vocabulary_codes_no_text() {
    let codec = plain_codec(1000);
    assert_eq!(codec.encode_text("a"), Err(Error::NoVocabulary));
    assert_eq!(codec.encode_text(special("a")), Err(Error::NoVocabulary));
}
