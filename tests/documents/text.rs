//! Documents of text, and their ids.

use super::choices;
use crate::common::{ADVERSARIAL, sample_texts, special, weighted_table};
use tokenwire::{
    Coder, CoderChoice, Document, DocumentWriter, Encoding, Error, Table, Text, Tokenizer, Vocabulary,
};

#[test]
fn the_ids_of_a_text_are_those_of_the_tokenizer() {
    let samples = sample_texts();
    let texts = samples.iter().take(20).map(String::as_str).chain(ADVERSARIAL.iter().copied());
    for (text, &encoding) in texts.flat_map(|text| Encoding::ALL.iter().map(move |encoding| (text, encoding)))
    {
        let ids = Tokenizer::new(encoding).encode(text);
        for coder in choices() {
            let bytes = DocumentWriter::new(encoding).with_coder(coder).encode_text(text).unwrap();
            let document = Document::open(&bytes).unwrap();
            assert_eq!(document.decode().unwrap(), ids, "{encoding} {coder} {text:?}");
            assert!(document.stores_text() || coder != Coder::Stored.into());
        }
    }
}

#[test]
fn special_tokens_are_encoded_on_request() {
    for &encoding in Encoding::ALL {
        let text = "before<|endoftext|>after <|endofte xt|>";
        let id = Vocabulary::new(encoding).special_id("<|endoftext|>").unwrap();
        for coder in choices() {
            let writer = DocumentWriter::new(encoding).with_coder(coder);
            let bytes = writer.encode_text(special(text)).unwrap();
            let document = Document::open(&bytes).unwrap();
            assert_eq!(document.decode().unwrap(), Tokenizer::new(encoding).encode(special(text)));
            assert!(document.decode().unwrap().contains(&id));
            // Storing the text would lose the special tokens.
            assert!(!document.stores_text());
            assert_eq!(document.decode_text().unwrap(), text);
            let bytes = writer.encode_text(text).unwrap();
            assert!(!Document::open(&bytes).unwrap().decode().unwrap().contains(&id));
        }
    }
}

#[test]
fn enabling_special_tokens_changes_nothing_for_text_without_them() {
    for text in ["", ".", "nothing special <| here |>", "caf\u{e9} \u{1f980}"] {
        for coder in choices() {
            let writer = DocumentWriter::new(Encoding::O200kHarmony).with_coder(coder);
            assert_eq!(writer.encode_text(special(text)), writer.encode_text(text), "{coder} {text:?}");
        }
    }
}

#[test]
fn progress_counts_every_word() {
    let text = "some words<|endoftext|> and more";
    for coder in [CoderChoice::Stable, Coder::Thrift.into(), Coder::Gzip.into(), Coder::Prefix.into()] {
        let writer = DocumentWriter::new(Encoding::O200kBase).with_coder(coder);
        for special_tokens in [false, true] {
            let mut words = Vec::new();
            let mut progress = |bytes| words.push(bytes);
            let text = Text::new(text).with_special_tokens(special_tokens).with_progress(&mut progress);
            writer.encode_text(text).unwrap();
            assert!(words.len() > 4 && words.iter().sum::<usize>() == 32, "{words:?}");
            assert_eq!(words.contains(&13), special_tokens);
        }
    }
}

#[test]
fn text_in_a_custom_table_needs_a_vocabulary() {
    let size = u64::from(Encoding::R50kBase.vocab_size());
    let table = weighted_table(&(0..size).map(|id| id * 7919 % 1000).collect::<Vec<_>>());
    let writer = DocumentWriter::from_table(table.clone());
    assert_eq!(writer.encode_text("text"), Err(Error::NoVocabulary));
    assert_eq!(writer.encode_text(special("text")), Err(Error::NoVocabulary));
    for coder in choices() {
        let with_vocabulary = table.clone().for_encoding(Encoding::R50kBase);
        let writer = DocumentWriter::from_table(with_vocabulary.clone()).with_coder(coder);
        let bytes = writer.encode_text("some text").unwrap();
        let document = Document::open_with(&bytes, &table).unwrap();
        assert_eq!(document.table().encoding(), None);
        let document = Document::open_with(&bytes, &with_vocabulary).unwrap();
        assert_eq!(document.decode_text().unwrap(), "some text");
        assert_eq!(document.decode().unwrap(), Tokenizer::new(Encoding::R50kBase).encode("some text"));
    }
}

/// With a registered number, a reader would assume the wrong encoding.
#[test]
fn a_built_in_table_with_another_vocabulary_is_custom() {
    let text = "Hello world, this is a test of vocabulary.";
    let table = Table::chat_2026(Encoding::O200kBase).for_encoding(Encoding::Cl100kBase);
    assert_eq!(table.number(), None);
    let writer = DocumentWriter::from_table(table.clone());
    for &coder in Coder::ALL {
        let document = writer.clone().with_coder(coder).encode_text(text).unwrap();
        assert!(matches!(Document::open(&document), Err(Error::WrongTable { given: None, .. })), "{coder}");
        let document = Document::open_with(&document, &table).unwrap();
        assert_eq!(document.decode_text().unwrap(), text, "{coder}");
    }
}

#[test]
fn a_document_with_a_registered_table_keeps_its_vocabulary() {
    let document = DocumentWriter::new(Encoding::O200kBase).encode_text("Hello world").unwrap();
    let other = Table::chat_2026(Encoding::O200kBase).for_encoding(Encoding::Cl100kBase);
    let document = Document::open_with(&document, &other).unwrap();
    assert_eq!(
        (document.table().encoding(), document.decode_text().as_deref()),
        (Some(Encoding::O200kBase), Ok("Hello world"))
    );
}

#[test]
fn every_coder_rejects_text_whose_ids_are_outside_the_table() {
    let table = Table::from_counts(b"# vocabulary size 100; ids not listed have count 0\n").unwrap();
    let writer = DocumentWriter::from_table(table.clone().for_encoding(Encoding::O200kBase));
    for coder in choices() {
        let result = writer.clone().with_coder(coder).encode_text("Hello world");
        assert_eq!(result, Err(Error::UnknownId { position: 0, id: 13225, size: 100 }), "{coder}");
        assert!(writer.clone().with_coder(coder).encode_text("!").is_ok(), "{coder}");
    }
}
