//! tokenwire, with buffers that are used again.

use super::Method;
use tokenwire::{Codec, Coder, Document, DocumentWriter, Encoding, PrefixDecoder, PrefixEncoder, Table};

/// Payloads.
pub(crate) fn codecs(encoding: Encoding) -> Vec<Method> {
    let codec = Codec::new(encoding);
    vec![
        payload("thrift@tacc-0.1.0", codec.clone()),
        payload("thrift@tacc-0.1.0 safe", codec.clone().with_safe_ways()),
        payload("thrift payload@chat-2026", Codec::with_table(Table::chat_2026(encoding))),
        payload("thrift+gzip@tacc-0.1.0", codec.with_gzip(true)),
    ]
}

fn payload(name: &'static str, codec: Codec) -> Method {
    let reader = codec.clone();
    Method::new(
        name,
        move |message, sent| {
            sent.clear();
            codec.encode_into(&message.ids, sent).unwrap();
        },
        move |sent, got| {
            got.ids.clear();
            reader.decode_into(sent, &mut got.ids).unwrap();
        },
    )
}

/// Whole documents, header and checksum in.
pub(crate) fn documents(encoding: Encoding) -> Vec<Method> {
    let names = [
        ("thrift@chat-2026", Coder::Thrift),
        ("thrift+gzip@chat-2026", Coder::Gzip),
        ("prefix@chat-2026", Coder::Prefix),
        ("auto@chat-2026", Coder::Auto),
    ];
    let document = |(name, coder)| document(name, DocumentWriter::new(encoding).with_coder(coder));
    names.into_iter().map(document).collect()
}

fn document(name: &'static str, writer: DocumentWriter) -> Method {
    Method::new(
        name,
        move |message, sent| {
            sent.clear();
            writer.encode_into(&message.ids, sent).unwrap();
        },
        |sent, got| {
            got.ids.clear();
            Document::open(sent).unwrap().decode_into(&mut got.ids).unwrap();
        },
    )
}

/// Code words alone, as in a stream.
pub(crate) fn words(encoding: Encoding) -> Vec<Method> {
    let (ours, theirs) = (Table::chat_2026(encoding), Table::chat_2026(encoding));
    vec![Method::new(
        "prefix words@chat-2026",
        move |message, sent| {
            sent.clear();
            let mut encoder = PrefixEncoder::new(ours.clone());
            encoder.push(&message.ids, sent).unwrap();
            encoder.finish(sent);
        },
        move |sent, got| {
            got.ids.clear();
            let mut decoder = PrefixDecoder::new(theirs.clone());
            decoder.push(sent, &mut got.ids).unwrap();
            decoder.finish().unwrap();
        },
    )]
}
