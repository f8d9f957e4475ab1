//! Text as ids.

use super::CODERS;
use crate::common::{NASTY, sample_texts, weighted_table};
use tokenwire::{Coder, Document, DocumentWriter, Encoding, Error, Table, Tokenizer, Vocabulary};

#[test]
fn ids_of_a_text_are_the_tokenizers() {
    let samples = sample_texts();
    let texts = samples.iter().take(20).map(String::as_str).chain(NASTY.iter().copied());
    for (text, &encoding) in texts.flat_map(|text| Encoding::ALL.iter().map(move |encoding| (text, encoding)))
    {
        let ids = Tokenizer::of(encoding).encode(text);
        for coder in CODERS {
            let bytes = DocumentWriter::new(encoding).with_coder(coder).encode_text(text).unwrap();
            let document = Document::open(&bytes).unwrap();
            assert_eq!(document.decode().unwrap(), ids, "{encoding} {coder} {text:?}");
            assert!(document.stores_text() || coder != Coder::Stored);
        }
    }
}

#[test]
fn special_tokens_when_asked_for() {
    for &encoding in Encoding::ALL {
        let text = "before<|endoftext|>after <|endofte xt|>";
        let id = Vocabulary::of(encoding).special_id("<|endoftext|>").unwrap();
        for coder in CODERS {
            let writer = DocumentWriter::new(encoding).with_coder(coder);
            let bytes = writer.encode_text_with_special(text).unwrap();
            let document = Document::open(&bytes).unwrap();
            assert_eq!(document.decode().unwrap(), Tokenizer::of(encoding).encode_with_special(text));
            assert!(document.decode().unwrap().contains(&id));
            // Storing the text would lose them.
            assert!(!document.stores_text());
            assert_eq!(document.decode_text().unwrap(), text);
            let bytes = writer.encode_text(text).unwrap();
            assert!(!Document::open(&bytes).unwrap().decode().unwrap().contains(&id));
        }
    }
}

#[test]
fn without_special_tokens_both_are_one() {
    for text in ["", ".", "nothing special <| here |>", "caf\u{e9} \u{1f980}"] {
        for coder in CODERS {
            let writer = DocumentWriter::new(Encoding::O200kHarmony).with_coder(coder);
            assert_eq!(writer.encode_text_with_special(text), writer.encode_text(text), "{coder} {text:?}");
        }
    }
}

#[test]
fn every_word_is_watched() {
    let text = "some words<|endoftext|> and more";
    for coder in [Coder::Auto, Coder::Thrift, Coder::Gzip, Coder::Prefix] {
        let writer = DocumentWriter::new(Encoding::O200kBase).with_coder(coder);
        let mut taken = Vec::new();
        writer.encode_text_watched(text, |bytes| taken.push(bytes)).unwrap();
        assert!(taken.len() > 4 && taken.iter().sum::<usize>() == text.len());
        taken.clear();
        writer.encode_text_with_special_watched(text, |bytes| taken.push(bytes)).unwrap();
        assert!(taken.contains(&13) && taken.iter().sum::<usize>() == text.len());
    }
}

#[test]
fn text_in_a_table_of_ones_own_needs_a_vocabulary() {
    let size = u64::from(Encoding::R50kBase.vocab_size());
    let table = weighted_table(&(0..size).map(|id| id * 7919 % 1000).collect::<Vec<_>>());
    let writer = DocumentWriter::with_table(table.clone());
    assert_eq!(writer.encode_text("text"), Err(Error::NoVocabulary));
    assert_eq!(writer.encode_text_with_special("text"), Err(Error::NoVocabulary));
    for coder in CODERS {
        let bytes =
            writer.clone().with_vocabulary(Encoding::R50kBase).with_coder(coder).encode_text("some text");
        let bytes = bytes.unwrap();
        let document = Document::open_with(&bytes, &table).unwrap();
        assert_eq!(document.encoding(), None);
        let document = document.with_vocabulary(Encoding::R50kBase);
        assert_eq!(document.decode_text().unwrap(), "some text");
        assert_eq!(document.decode().unwrap(), Tokenizer::of(Encoding::R50kBase).encode("some text"));
    }
}

/// A registered number would say that the ids are another encoding's.
#[test]
fn a_table_over_another_vocabulary_is_never_taken_for_its_own() {
    let text = "Hello world, this is a test of vocabulary.";
    let table = Table::chat_2026(Encoding::O200kBase);
    let writer = DocumentWriter::with_table(table.clone()).with_vocabulary(Encoding::Cl100kBase);
    for &coder in Coder::KNOWN {
        let document = writer.clone().with_coder(coder).encode_text(text).unwrap();
        assert!(matches!(Document::open(&document), Err(Error::OtherTable { given: None, .. })), "{coder}");
        let document = Document::open_with(&document, &table).unwrap().with_vocabulary(Encoding::Cl100kBase);
        assert_eq!(document.decode_text().unwrap(), text, "{coder}");
    }
}

#[test]
fn a_registered_document_says_itself_what_its_ids_stand_for() {
    let document = DocumentWriter::new(Encoding::O200kBase).encode_text("Hello world").unwrap();
    let document = Document::open(&document).unwrap().with_vocabulary(Encoding::Cl100kBase);
    assert_eq!(
        (document.encoding(), document.decode_text().as_deref()),
        (Some(Encoding::O200kBase), Ok("Hello world"))
    );
}

/// Every coder refuses what the table does not have, and so does a reader.
#[test]
fn text_whose_ids_the_table_lacks_is_refused() {
    let table = Table::from_counts(b"# vocabulary size 100; ids not listed have count 0\n").unwrap();
    let writer = DocumentWriter::with_table(table.clone()).with_vocabulary(Encoding::O200kBase);
    for coder in CODERS {
        let refused = writer.clone().with_coder(coder).encode_text("Hello world");
        assert_eq!(refused, Err(Error::UnknownId { position: 0, id: 13225, size: 100 }), "{coder}");
        assert!(writer.clone().with_coder(coder).encode_text("!").is_ok(), "{coder}");
    }
}
