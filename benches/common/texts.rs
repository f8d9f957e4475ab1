//! Text compressors, each at the level that people name.

use super::{Method, dictionary};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zstd::bulk::{Compressor, Decompressor};

/// No message of these benches has more.
const MOST_TEXT: usize = 1 << 18;

pub(crate) fn texts(corpus: &Path) -> Vec<Method> {
    let dictionary = dictionary::trained(corpus);
    vec![gzip(), zstd("zstd-19", &[]), zstd("zstd-19 + dictionary", dictionary), brotli()]
}

fn gzip() -> Method {
    Method::new(
        "gzip-6",
        |message, sent| {
            sent.clear();
            let mut member = GzEncoder::new(sent, Compression::new(6));
            member.write_all(&message.text).unwrap();
            member.finish().unwrap();
        },
        |sent, got| {
            got.text.clear();
            GzDecoder::new(sent).read_to_end(&mut got.text).unwrap();
        },
    )
}

/// The contexts are used again, and with them the dictionary is digested once.
fn zstd(name: &'static str, dictionary: &[u8]) -> Method {
    let mut compressor = Compressor::with_dictionary(19, dictionary).unwrap();
    let mut decompressor = Decompressor::with_dictionary(dictionary).unwrap();
    Method::new(
        name,
        move |message, sent| {
            sent.clear();
            sent.reserve(zstd::zstd_safe::compress_bound(message.text.len()));
            compressor.compress_to_buffer(&message.text, sent).unwrap();
        },
        move |sent, got| {
            got.text.clear();
            got.text.reserve(MOST_TEXT);
            decompressor.decompress_to_buffer(sent, &mut got.text).unwrap();
        },
    )
}

fn brotli() -> Method {
    Method::new(
        "brotli-11",
        |message, sent| {
            sent.clear();
            let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
            brotli::BrotliCompress(&mut Cursor::new(&message.text), sent, &params).unwrap();
        },
        |sent, got| {
            got.text.clear();
            brotli::BrotliDecompress(&mut Cursor::new(sent), &mut got.text).unwrap();
        },
    )
}
