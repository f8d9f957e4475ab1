//! Any bytes as a document. Nothing panics, all methods of reading agree, and the encoding is canonical with every
//! coder that does not compress.

use super::{Outcome, tables};
use tokenwire::{Document, DocumentWriter, Error, Form, Result, Vocabulary};

/// The size limit. Larger documents would take too long.
const LIMIT: usize = 1 << 16;
/// A small limit that many documents exceed.
const SMALL: usize = 100;

pub fn check(data: &[u8]) -> Outcome {
    let custom = &tables::CUSTOM[3];
    match (Document::open(data), Document::open_with(data, custom)) {
        (Ok(_) | Err(Error::WrongTable { given: None, .. }), Ok(document)) => check_opened(&document, data),
        (Err(error), Err(with_custom)) => {
            assert!(error == with_custom || matches!(error, Error::WrongTable { .. }));
            Outcome::Refused
        }
        (open, open_with) => panic!("{open:?}, {open_with:?}"),
    }
}

/// Checks all methods of an opened document.
pub(super) fn check_opened(document: &Document<'_>, bytes: &[u8]) -> Outcome {
    assert_eq!((Form::detect(bytes), document.len()), (Some(Form::Document), bytes.len()));
    let document = document.clone().with_max_size(LIMIT);
    let ids = document.decode();
    check_append(&document, &ids);
    check_text(&document, &ids);
    check_limit(&document, &ids);
    if let Ok(ids) = &ids {
        check_rewrite(&document, ids, bytes);
    }
    Outcome::of(ids.is_ok())
}

/// Checks that decoding appends, and leaves the buffer unchanged after an error.
fn check_append(document: &Document<'_>, ids: &Result<Vec<u32>>) {
    let mut out = vec![1, 2];
    assert_eq!(document.decode_into(&mut out).as_ref().err(), ids.as_ref().err());
    assert_eq!(out, [&[1, 2], ids.as_deref().unwrap_or_default()].concat());
}

/// Checks that the text is that of the ids.
fn check_text(document: &Document<'_>, ids: &Result<Vec<u32>>) {
    let bytes = document.decode_bytes();
    match (document.table().encoding(), ids) {
        (None, _) if document.stores_text() => assert_eq!(*ids, Err(Error::NoVocabulary)),
        (None, _) => assert_eq!(bytes, Err(Error::NoVocabulary)),
        (Some(_), Err(error)) => assert_eq!(bytes.as_ref(), Err(error)),
        (Some(encoding), Ok(ids)) => match (Vocabulary::new(encoding).decode(ids), &bytes) {
            (Ok(text), Err(Error::LimitExceeded { limit: LIMIT, .. })) => assert!(text.len() > LIMIT),
            (text, bytes) => assert_eq!(text, *bytes),
        },
    }
    match (document.decode_text(), bytes.map(|bytes| String::from_utf8(bytes).ok())) {
        (Err(Error::NotUtf8 { .. }), text) => assert_eq!(text, Ok(None)),
        (decoded, text) => assert_eq!(decoded.map(Some), text),
    }
}

/// Checks that a smaller limit only rejects documents that exceed it.
fn check_limit(document: &Document<'_>, ids: &Result<Vec<u32>>) {
    match (document.clone().with_max_size(SMALL).decode(), ids) {
        (Err(Error::LimitExceeded { limit: SMALL, .. }), Ok(ids)) => {
            assert!(3 * ids.len() > SMALL || document.body_len() > SMALL || text_len(document) > SMALL);
        }
        (Err(Error::LimitExceeded { limit: SMALL, .. }), Err(_)) => (),
        (limited, ids) => {
            assert_eq!(limited, *ids);
            assert!(limited.map_or(0, |ids| ids.len()) <= SMALL);
        }
    }
}

/// Returns the length of the stored text, or 0 if the document stores ids.
fn text_len(document: &Document<'_>) -> usize {
    if document.stores_text() { document.decode_bytes().unwrap().len() } else { 0 }
}

/// Checks that encoding the content with the same coder returns the same document, unless the coder compresses.
fn check_rewrite(document: &Document<'_>, ids: &[u32], bytes: &[u8]) {
    let writer = DocumentWriter::from_table(document.table().clone()).with_coder(document.coder());
    let written = if document.stores_text() {
        writer.encode_text(&document.decode_bytes().unwrap())
    } else {
        writer.encode(ids)
    };
    let written = written.unwrap();
    let again = Document::open_with(&written, document.table()).unwrap();
    assert_eq!(again.coder(), document.coder());
    if !["gzip", "zstd", "hybrid"].contains(&document.coder().name()) {
        return assert_eq!(written, bytes);
    }
    assert_eq!(again.decode().unwrap(), ids);
}
