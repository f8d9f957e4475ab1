//! General-purpose compressors, to compare tokenwire with.

use crate::shared::events::write_flushed;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Cursor, Read, Write};

/// The level of [`gzip_flushed`], which servers and proxies use unless they are configured otherwise.
pub(crate) const GZIP_FLUSHED_LEVEL: u32 = 6;
/// The level of [`zstd_flushed`].
pub(crate) const ZSTD_FLUSHED_LEVEL: i32 = 3;
/// The level of [`gzip_whole`].
pub(crate) const GZIP_WHOLE_LEVEL: u32 = 9;

/// Returns the size of the events as one gzip member, flushed after each event.
pub(crate) fn gzip_flushed<E: AsRef<[u8]>>(events: &[E]) -> io::Result<usize> {
    let mut member = GzEncoder::new(Vec::new(), Compression::new(GZIP_FLUSHED_LEVEL));
    write_flushed(&mut member, events)?;
    Ok(member.finish()?.len())
}

/// Returns the size of the events as one zstd frame, flushed after each event.
pub(crate) fn zstd_flushed<E: AsRef<[u8]>>(events: &[E]) -> io::Result<usize> {
    let mut frame = zstd::Encoder::new(Vec::new(), ZSTD_FLUSHED_LEVEL)?;
    write_flushed(&mut frame, events)?;
    Ok(frame.finish()?.len())
}

/// Returns the size of the bytes as one gzip member.
pub(crate) fn gzip_whole(bytes: &[u8]) -> io::Result<usize> {
    let mut member = GzEncoder::new(Vec::new(), Compression::new(GZIP_WHOLE_LEVEL));
    member.write_all(bytes)?;
    Ok(member.finish()?.len())
}

/// Appends one gzip member of level 6.
pub(crate) fn gzip(text: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let mut member = GzEncoder::new(out, Compression::new(6));
    member.write_all(text)?;
    member.finish().map(drop)
}

pub(crate) fn gunzip(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    flate2::bufread::GzDecoder::new(bytes).read_to_end(out).map(drop)
}

/// Appends one brotli stream of quality 11.
pub(crate) fn brotli(text: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut Cursor::new(text), out, &params).map(drop)
}

pub(crate) fn unbrotli(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    brotli::BrotliDecompress(&mut Cursor::new(bytes), out)
}

/// Returns a compressor of level 19. Its context is slow to create, and is reused for all texts.
pub(crate) fn zstd() -> io::Result<impl FnMut(&[u8], &mut Vec<u8>) -> io::Result<()>> {
    let mut context = zstd::bulk::Compressor::new(19)?;
    Ok(move |text: &[u8], out: &mut Vec<u8>| {
        out.extend(context.compress(text)?);
        Ok(())
    })
}

pub(crate) fn unzstd(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    zstd::stream::copy_decode(bytes, out)
}
