//! Text compressors, each at a common level.

use crate::{Method, dictionary};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zstd::bulk::{Compressor, Decompressor};

/// An upper bound of a message's text in bytes.
const MAX_TEXT: usize = 1 << 18;

/// Returns the methods of the compressors.
pub(crate) fn texts(corpus: &Path) -> Vec<Method> {
    let dictionary = dictionary::trained(corpus);
    vec![gzip(), zstd("zstd-19", &[]), zstd("zstd-19 + dictionary", dictionary), brotli()]
}

fn gzip() -> Method {
    Method::new(
        "gzip-6",
        |message, encoded| {
            encoded.clear();
            let mut member = GzEncoder::new(encoded, Compression::new(6));
            member.write_all(&message.text).unwrap();
            member.finish().unwrap();
        },
        |encoded, decoded| {
            decoded.text.clear();
            GzDecoder::new(encoded).read_to_end(&mut decoded.text).unwrap();
        },
    )
}

/// Returns a method of zstd. The contexts are reused, so the dictionary is loaded once.
fn zstd(name: &'static str, dictionary: &[u8]) -> Method {
    let mut compressor = Compressor::with_dictionary(19, dictionary).unwrap();
    let mut decompressor = Decompressor::with_dictionary(dictionary).unwrap();
    Method::new(
        name,
        move |message, encoded| {
            encoded.clear();
            encoded.reserve(zstd::zstd_safe::compress_bound(message.text.len()));
            compressor.compress_to_buffer(&message.text, encoded).unwrap();
        },
        move |encoded, decoded| {
            decoded.text.clear();
            decoded.text.reserve(MAX_TEXT);
            decompressor.decompress_to_buffer(encoded, &mut decoded.text).unwrap();
        },
    )
}

fn brotli() -> Method {
    Method::new(
        "brotli-11",
        |message, encoded| {
            encoded.clear();
            let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
            brotli::BrotliCompress(&mut Cursor::new(&message.text), encoded, &params).unwrap();
        },
        |encoded, decoded| {
            decoded.text.clear();
            brotli::BrotliDecompress(&mut Cursor::new(encoded), &mut decoded.text).unwrap();
        },
    )
}
