//! What others make of a text.

use std::io::{self, Cursor, Read, Write};

pub(super) fn gzip(text: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let mut member = flate2::write::GzEncoder::new(out, flate2::Compression::new(6));
    member.write_all(text)?;
    member.finish().map(drop)
}

pub(super) fn gunzip(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    flate2::bufread::GzDecoder::new(bytes).read_to_end(out).map(drop)
}

pub(super) fn brotli(text: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut Cursor::new(text), out, &params).map(drop)
}

pub(super) fn unbrotli(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    brotli::BrotliDecompress(&mut Cursor::new(bytes), out)
}

/// Compresses at level 19; the context, which takes long to make, is kept.
pub(super) fn zstd() -> io::Result<impl FnMut(&[u8], &mut Vec<u8>) -> io::Result<()>> {
    let mut context = zstd::bulk::Compressor::new(19)?;
    Ok(move |text: &[u8], out: &mut Vec<u8>| {
        out.extend(context.compress(text)?);
        Ok(())
    })
}

pub(super) fn unzstd(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    zstd::stream::copy_decode(bytes, out)
}
