//! Ways of sending one completion.

use super::Message;
use std::io::{self, Cursor, Read, Write};
use tokenwire::{Codec, Encoding, Vocabulary};

/// A name, a way there and a way back.
pub(super) struct Method {
    pub(super) name: &'static str,
    /// Ours are shown in colour.
    pub(super) ours: bool,
    pub(super) encode: Encode,
    pub(super) decode: Decode,
}

type Encode = Box<dyn Fn(&Message) -> io::Result<Vec<u8>>>;
type Decode = Box<dyn Fn(&[u8]) -> io::Result<Decoded>>;

/// What came back: the text, or its ids.
pub(super) enum Decoded {
    Text(Vec<u8>),
    Ids(Vec<u32>),
}

impl Decoded {
    /// Ids have to be the message's, and its text.
    pub(super) fn is(&self, message: &Message, vocabulary: Vocabulary) -> bool {
        match self {
            Self::Text(text) => text == message.text.as_bytes(),
            Self::Ids(ids) => {
                *ids == message.ids
                    && vocabulary.decode(ids).is_ok_and(|text| text == message.text.as_bytes())
            }
        }
    }
}

impl Method {
    pub(super) fn all(encoding: Encoding) -> Vec<Self> {
        let codec = Codec::new(encoding);
        vec![
            Self::text("plain text", |text| Ok(text.to_vec()), |bytes| Ok(bytes.to_vec())),
            Self::text("gzip-6", gzip, gunzip),
            Self::text(
                "zstd-19",
                |text| zstd::bulk::compress(text, 19),
                |bytes| zstd::stream::decode_all(bytes),
            ),
            Self::text("brotli-11", brotli, unbrotli),
            Self::json(),
            Self::codec("tokenwire", codec.clone()),
            Self::codec("tokenwire + gzip", codec.with_gzip(true)),
        ]
    }

    fn text(
        name: &'static str,
        encode: fn(&[u8]) -> io::Result<Vec<u8>>,
        decode: fn(&[u8]) -> io::Result<Vec<u8>>,
    ) -> Self {
        let encode = Box::new(move |message: &Message| encode(message.text.as_bytes()));
        Self { name, ours: false, encode, decode: Box::new(move |bytes| decode(bytes).map(Decoded::Text)) }
    }

    fn json() -> Self {
        Self {
            name: "ids as JSON",
            ours: false,
            encode: Box::new(|message| Ok(serde_json::to_vec(&message.ids)?)),
            decode: Box::new(|bytes| Ok(Decoded::Ids(serde_json::from_slice(bytes)?))),
        }
    }

    fn codec(name: &'static str, codec: Codec) -> Self {
        let reader = codec.clone();
        Self {
            name,
            ours: true,
            encode: Box::new(move |message| codec.encode(&message.ids).map_err(io::Error::other)),
            decode: Box::new(move |bytes| reader.decode(bytes).map(Decoded::Ids).map_err(io::Error::other)),
        }
    }
}

fn gzip(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    member.write_all(text)?;
    member.finish()
}

fn gunzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    flate2::bufread::GzDecoder::new(bytes).read_to_end(&mut text)?;
    Ok(text)
}

fn brotli(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut Cursor::new(text), &mut bytes, &params)?;
    Ok(bytes)
}

fn unbrotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut Cursor::new(bytes), &mut text)?;
    Ok(text)
}
