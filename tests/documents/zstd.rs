//! zstd over text and over varints, and the choice among all coders.

use crate::common::{random, random_ids, sample_texts, weighted_table};
use tokenwire::{Coder, CoderChoice, Document, DocumentWriter, Encoding, Error, Tokenizer};

const WRITER: DocumentWriter = DocumentWriter::new(Encoding::O200kBase);
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Returns the body of a document with a built-in table as a complete frame with its magic number.
fn frame(document: &[u8]) -> Vec<u8> {
    let body = Document::open(document).unwrap().body_len();
    [&MAGIC, &document[2..2 + body]].concat()
}

/// Returns texts: empty, one byte, not UTF-8, noise, most of a block, and a megabyte.
fn texts() -> Vec<Vec<u8>> {
    let noise: Vec<u8> = random(9).map(|number| number as u8).take(3000).collect();
    let samples = sample_texts().concat().into_bytes();
    let megabyte = samples.iter().copied().cycle().take(1 << 20).collect();
    vec![vec![], b"o".to_vec(), b"caf\xe9 \xff".to_vec(), noise, samples[..100_000].to_vec(), megabyte]
}

#[test]
fn zstd_decompresses_the_text() {
    let writer = WRITER.with_coder(Coder::Zstd);
    for text in texts() {
        let document = writer.encode_text(&text).unwrap();
        assert_eq!((document[0], document[1]), (0x8a, 2));
        let frame = frame(&document);
        assert!(zstd::stream::decode_all(&frame[..]).unwrap() == text);
        assert_eq!(zstd::zstd_safe::get_frame_content_size(&frame).unwrap(), Some(text.len() as u64));
        assert_eq!(frame[4] & 0x1f, 0, "no dictionary, no checksum");
        let document = Document::open(&document).unwrap();
        assert_eq!((document.coder(), document.stores_text()), (Coder::Zstd, true));
        assert!(document.decode_bytes().unwrap() == text);
        assert!(document.decode().unwrap() == Tokenizer::new(Encoding::O200kBase).encode(&text));
    }
}

#[test]
fn zstd_decompresses_the_varints_of_thrift() {
    for text in texts() {
        let [thrift, hybrid] =
            [Coder::Thrift, Coder::Hybrid].map(|coder| WRITER.with_coder(coder).encode_text(&text).unwrap());
        assert_eq!((hybrid[0], hybrid[1]), (0x8c, 2));
        let body = Document::open(&thrift).unwrap().body_len();
        assert!(zstd::stream::decode_all(&frame(&hybrid)[..]).unwrap() == thrift[2..2 + body]);
        let document = Document::open(&hybrid).unwrap();
        assert_eq!((document.coder(), document.stores_text()), (Coder::Hybrid, false));
        assert!(document.decode_bytes().unwrap() == text);
    }
}

#[test]
fn zstd_falls_back_to_hybrid_without_text() {
    let custom = DocumentWriter::from_table(weighted_table(&(1..=300).collect::<Vec<_>>()));
    for count in [0, 1, 50, 5000, 300_000] {
        for (writer, size) in [(&custom, 300), (&WRITER, 200_019)] {
            let ids = random_ids(count as u64, count, size);
            let [zstd, hybrid] =
                [Coder::Zstd, Coder::Hybrid].map(|coder| writer.clone().with_coder(coder).encode(&ids));
            assert!(zstd == hybrid);
            let bytes = zstd.unwrap();
            let document = Document::open_with(&bytes, writer.table()).unwrap();
            assert_eq!((document.coder(), document.stores_text()), (Coder::Hybrid, false));
            assert!(document.decode().unwrap() == ids);
        }
    }
}

#[test]
fn text_with_a_custom_table_needs_a_vocabulary_only_for_its_ids() {
    let size = u64::from(Encoding::R50kBase.vocab_size());
    let table = weighted_table(&(0..size).map(|id| id * 7919 % 1000).collect::<Vec<_>>());
    let writer = DocumentWriter::from_table(table.clone()).with_coder(Coder::Zstd);
    assert_eq!(writer.encode_text("text"), Err(Error::NoVocabulary));
    let with_vocabulary = table.clone().for_encoding(Encoding::R50kBase);
    let writer = DocumentWriter::from_table(with_vocabulary.clone()).with_coder(Coder::Zstd);
    let bytes = writer.encode_text("some text").unwrap();
    let document = Document::open_with(&bytes, &table).unwrap();
    assert_eq!(
        (document.decode_text().as_deref(), document.decode()),
        (Ok("some text"), Err(Error::NoVocabulary))
    );
    let ids = Document::open_with(&bytes, &with_vocabulary).unwrap().decode().unwrap();
    assert_eq!(ids, Tokenizer::new(Encoding::R50kBase).encode("some text"));
}

/// Short texts are smallest with prefix, long plain texts with zstd or hybrid.
#[test]
fn smallest_chooses_zstd_and_hybrid_but_stable_never_does() {
    let coder = |coder: CoderChoice, text: &[u8]| {
        let bytes = WRITER.with_coder(coder).encode_text(text).unwrap();
        (Document::open(&bytes).unwrap().coder(), bytes.len())
    };
    let mut chosen = Vec::new();
    for text in texts().iter().map(Vec::as_slice).chain([&b"Hello world!"[..], &b"again and ".repeat(9000)]) {
        let (stable, stable_len) = coder(CoderChoice::Stable, text);
        let (smallest, smallest_len) = coder(CoderChoice::Smallest, text);
        assert!(Coder::ALL[..4].contains(&stable) && smallest_len <= stable_len);
        chosen.push(smallest);
    }
    assert!([Coder::Stored, Coder::Prefix].iter().all(|coder| chosen.contains(coder)), "{chosen:?}");
    assert!(chosen.contains(&Coder::Hybrid) || chosen.contains(&Coder::Zstd), "{chosen:?}");
}

#[test]
fn coders_have_their_names_and_order() {
    let names: Vec<&str> = Coder::ALL.iter().map(|coder| coder.name()).collect();
    assert_eq!(names, ["stored", "thrift", "gzip", "prefix", "zstd", "hybrid"]);
    assert_eq!(format!("{:>9}", CoderChoice::Smallest), " smallest");
}
