//! Servers that encode token ids without writing JSON for them.

use tokenwire::{Encoding, Error, Tokenizer};
use tokenwire_chat::{Decoder, Encoder, Source};

fn event(delta: &str) -> String {
    let escaped = serde_json::to_string(delta).unwrap();
    format!(
        "data: {{\"id\":\"c-7\",\"model\":\"gpt-4o\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{escaped}}}}}]}}\n\n"
    )
}

/// Returns the events' texts, and their joined bytes.
fn read(stream: &[u8]) -> (Vec<String>, Vec<u8>) {
    let (mut decoder, mut texts, mut bytes) = (Decoder::new(), Vec::new(), Vec::new());
    decoder.push(stream);
    while let Some(event) = decoder.next_event().unwrap() {
        assert_ne!(event.source, Source::Foreign);
        texts.push(event.text.to_owned());
        bytes.extend_from_slice(event.bytes);
    }
    decoder.finish().unwrap();
    (texts, bytes)
}

#[test]
fn tokens_are_encoded_like_their_json_events() {
    let text = "Two ships, each with \"quotes\" and a\nline end, left at 10:45.";
    let ids = Tokenizer::new(Encoding::O200kBase).encode(text);
    let words =
        ids.iter().map(|id| Vec::from(tokenwire::Vocabulary::new(Encoding::O200kBase).token(*id).unwrap()));
    let words: Vec<String> = words.map(|word| String::from_utf8(word).unwrap()).collect();
    let (mut json, mut bare) = ((Encoder::new(), Vec::new()), (Encoder::new(), Vec::new()));
    json.0.push(event(&words[0]).as_bytes(), &mut json.1).unwrap();
    bare.0.push(event(&words[0]).as_bytes(), &mut bare.1).unwrap();
    for (word, id) in words.iter().zip(&ids).skip(1) {
        json.0.push(event(word).as_bytes(), &mut json.1).unwrap();
        bare.0.tokens(&[*id], &mut bare.1).unwrap();
    }
    json.0.end(&mut json.1).unwrap();
    bare.0.end(&mut bare.1).unwrap();
    assert_eq!(bare.1, json.1);
    assert_eq!(bare.0.token_count(), ids.len());
    assert_eq!(read(&bare.1).1, words.iter().map(|word| event(word)).collect::<String>().into_bytes());
}

#[test]
fn an_incomplete_character_is_buffered_until_the_next_tokens() {
    let text = " \u{1f980}\u{4e2d}\u{1f6f6}";
    let ids = Tokenizer::new(Encoding::O200kBase).encode(text);
    let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
    encoder.push(event("So:").as_bytes(), &mut stream).unwrap();
    for id in &ids {
        encoder.tokens(&[*id], &mut stream).unwrap();
    }
    encoder.end(&mut stream).unwrap();
    let (texts, _) = read(&stream);
    assert_eq!((texts.len(), texts.concat()), (ids.len() + 1, format!("So:{text}")));
}

#[test]
fn a_rejected_call_writes_nothing() {
    let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
    assert!(matches!(encoder.tokens(&[1], &mut stream), Err(Error::Invalid { .. })));
    encoder.push(b"data: {\"usage\":{\"total\":3}}\n\n", &mut stream).unwrap();
    let before = stream.clone();
    assert!(matches!(encoder.tokens(&[1], &mut stream), Err(Error::Invalid { .. })));
    assert_eq!(stream, before);
    encoder.push(event("So:").as_bytes(), &mut stream).unwrap();
    let before = stream.clone();
    let unknown = Error::UnknownId { position: 1, id: 200_019, size: 200_019 };
    assert_eq!(encoder.tokens(&[1, 200_019], &mut stream), Err(unknown));
    // An id in a gap of the vocabulary, and a byte that is not UTF-8.
    assert!(matches!(encoder.tokens(&[199_998], &mut stream), Err(Error::Invalid { .. })));
    let bad =
        (0..256).find(|id| tokenwire::Vocabulary::new(Encoding::O200kBase).token(*id) == Some(&[0xff][..]));
    assert!(matches!(encoder.tokens(&[bad.unwrap()], &mut stream), Err(Error::Invalid { .. })));
    assert_eq!(stream, before);
    encoder.end(&mut stream).unwrap();
    assert!(matches!(encoder.tokens(&[1], &mut stream), Err(Error::TrailingBytes { .. })));
}
