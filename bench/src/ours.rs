//! The methods of tokenwire, with reused buffers.

use crate::Method;
use tokenwire::{
    Codec, Coder, CoderChoice, Document, DocumentWriter, Encoding, PrefixDecoder, PrefixEncoder, Table,
};

/// Returns the payload methods.
pub(crate) fn codecs(encoding: Encoding) -> Vec<Method> {
    let codec = Codec::new(encoding);
    vec![
        payload("thrift@tacc-0.1.0", codec.clone()),
        payload("thrift@tacc-0.1.0 safe", codec.clone().with_safe_code_only()),
        payload("thrift payload@chat-2026", Codec::from_table(Table::chat_2026(encoding))),
        payload("thrift+gzip@tacc-0.1.0", codec.with_gzip(true)),
    ]
}

fn payload(name: &'static str, codec: Codec) -> Method {
    let reader = codec.clone();
    Method::new(
        name,
        move |message, encoded| {
            encoded.clear();
            codec.encode_into(&message.ids, encoded).unwrap();
        },
        move |encoded, decoded| {
            decoded.ids.clear();
            reader.decode_into(encoded, &mut decoded.ids).unwrap();
        },
    )
}

/// Returns the document methods. Their sizes include header and checksum.
pub(crate) fn documents(encoding: Encoding) -> Vec<Method> {
    let names = [
        ("thrift@chat-2026", Coder::Thrift.into()),
        ("thrift+gzip@chat-2026", Coder::Gzip.into()),
        ("prefix@chat-2026", Coder::Prefix.into()),
        ("stable@chat-2026", CoderChoice::Stable),
    ];
    let document = |(name, coder)| document(name, DocumentWriter::new(encoding).with_coder(coder));
    names.into_iter().map(document).collect()
}

fn document(name: &'static str, writer: DocumentWriter) -> Method {
    Method::new(
        name,
        move |message, encoded| {
            encoded.clear();
            writer.encode_into(&message.ids, encoded).unwrap();
        },
        |encoded, decoded| {
            decoded.ids.clear();
            Document::open(encoded).unwrap().decode_into(&mut decoded.ids).unwrap();
        },
    )
}

/// Returns the method of bare code words, without header and checksum.
pub(crate) fn words(encoding: Encoding) -> Vec<Method> {
    let (writer, reader) = (Table::chat_2026(encoding), Table::chat_2026(encoding));
    vec![Method::new(
        "prefix words@chat-2026",
        move |message, encoded| {
            encoded.clear();
            let mut encoder = PrefixEncoder::from_table(writer.clone());
            encoder.push(&message.ids, encoded).unwrap();
            encoder.finish(encoded);
        },
        move |encoded, decoded| {
            decoded.ids.clear();
            let mut decoder = PrefixDecoder::from_table(reader.clone());
            decoder.push(encoded, &mut decoded.ids).unwrap();
            decoder.finish().unwrap();
        },
    )]
}
