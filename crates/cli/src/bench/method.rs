//! The methods to compare. Each one is an encoder with its decoder.

use crate::shared::compressors;
use std::io;
use tokenwire::{Codec, Coder, Document, DocumentWriter, Encoding, Tokenizer, Vocabulary};

/// A text and its token ids.
pub(crate) struct Message {
    pub(super) text: String,
    pub(super) ids: Vec<u32>,
}

impl Message {
    pub(crate) fn new(text: String, tokenizer: Tokenizer) -> Self {
        let ids = tokenizer.encode(&text);
        Self { text, ids }
    }
}

pub(crate) struct Method {
    pub(super) name: &'static str,
    /// Whether tokenwire implements the method. Such a method is shown in colour.
    pub(super) is_ours: bool,
    pub(super) encode: Encode,
    pub(super) decode: Decode,
}

/// Encodes a message and appends it to the buffer.
type Encode = Box<dyn FnMut(&Message, &mut Vec<u8>) -> io::Result<()>>;
/// Decodes a message.
type Decode = Box<dyn FnMut(&[u8], &mut Decoded) -> io::Result<()>>;

/// A decoded message: either its text or its ids.
#[derive(Default)]
pub(super) struct Decoded {
    text: Vec<u8>,
    ids: Vec<u32>,
}

impl Decoded {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ids.clear();
    }

    /// Returns whether this equals `message`. Ids must equal its ids, and must decode to its text.
    pub(super) fn equals(&self, message: &Message, vocabulary: Vocabulary) -> bool {
        let text = message.text.as_bytes();
        if self.ids.is_empty() {
            return self.text == text;
        }
        self.ids == message.ids && vocabulary.decode(&self.ids).is_ok_and(|decoded| decoded == text)
    }
}

impl Method {
    /// Returns the methods that `demo` compares.
    pub(crate) fn for_demo(encoding: Encoding) -> io::Result<Vec<Self>> {
        let plain = |bytes: &[u8], out: &mut Vec<u8>| {
            out.extend(bytes);
            Ok(())
        };
        let mut methods = vec![Self::text("plain text", plain, plain), Self::json()];
        methods.extend(Self::compressors()?);
        methods.extend(Self::payloads(encoding));
        methods.push(Self::document("prefix@chat-2026", encoding, Coder::Prefix));
        Ok(methods)
    }

    /// Returns the methods that `bench` compares.
    pub(crate) fn for_bench(encoding: Encoding) -> io::Result<Vec<Self>> {
        let mut methods = Self::compressors()?;
        methods.extend(Self::payloads(encoding));
        methods.push(Self::document("thrift@chat-2026", encoding, Coder::Thrift));
        methods.push(Self::document("thrift+gzip@chat-2026", encoding, Coder::Gzip));
        methods.push(Self::document("hybrid@chat-2026", encoding, Coder::Hybrid));
        methods.push(Self::document("prefix@chat-2026", encoding, Coder::Prefix));
        Ok(methods)
    }

    fn compressors() -> io::Result<Vec<Self>> {
        Ok(vec![
            Self::text("gzip-6", compressors::gzip, compressors::gunzip),
            Self::text("zstd-19", compressors::zstd()?, compressors::unzstd),
            Self::text("brotli-11", compressors::brotli, compressors::unbrotli),
        ])
    }

    fn payloads(encoding: Encoding) -> [Self; 2] {
        let codec = Codec::new(encoding);
        [
            Self::payload("thrift@tacc-0.1.0", codec.clone()),
            Self::payload("thrift+gzip@tacc-0.1.0", codec.with_gzip(true)),
        ]
    }

    fn text(
        name: &'static str,
        mut encode: impl FnMut(&[u8], &mut Vec<u8>) -> io::Result<()> + 'static,
        mut decode: impl FnMut(&[u8], &mut Vec<u8>) -> io::Result<()> + 'static,
    ) -> Self {
        Self {
            name,
            is_ours: false,
            encode: Box::new(move |message, out| encode(message.text.as_bytes(), out)),
            decode: Box::new(move |bytes, out| decode(bytes, &mut out.text)),
        }
    }

    fn json() -> Self {
        Self {
            name: "ids as JSON",
            is_ours: false,
            encode: Box::new(|message, out| Ok(serde_json::to_writer(out, &message.ids)?)),
            decode: Box::new(|bytes, out| {
                out.ids = serde_json::from_slice(bytes)?;
                Ok(())
            }),
        }
    }

    fn payload(name: &'static str, codec: Codec) -> Self {
        let reader = codec.clone();
        Self {
            name,
            is_ours: true,
            encode: Box::new(move |message, out| {
                codec.encode_into(&message.ids, out).map_err(io::Error::other)
            }),
            decode: Box::new(move |bytes, out| {
                reader.decode_into(bytes, &mut out.ids).map_err(io::Error::other)
            }),
        }
    }

    fn document(name: &'static str, encoding: Encoding, coder: Coder) -> Self {
        let writer = DocumentWriter::new(encoding).with_coder(coder);
        Self {
            name,
            is_ours: true,
            encode: Box::new(move |message, out| {
                writer.encode_into(&message.ids, out).map_err(io::Error::other)
            }),
            decode: Box::new(|bytes, out| {
                let document = Document::open(bytes).map_err(io::Error::other)?;
                document.decode_into(&mut out.ids).map_err(io::Error::other)
            }),
        }
    }
}
