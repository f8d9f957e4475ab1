//! Content codings that are flushed at each write.

use async_compression::Level;
use async_compression::tokio::write::{BrotliEncoder, GzipEncoder, ZstdEncoder};
use bytes::Bytes;
use std::{io, mem};
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Compression {
    Gzip,
    Brotli,
    Zstd,
}

impl Compression {
    /// Parses a name, or returns `None` if it is unknown.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Gzip, Self::Brotli, Self::Zstd].into_iter().find(|compression| compression.name() == name)
    }

    /// Returns the name, as in `Content-Encoding`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    pub(crate) fn compressor(self) -> Compressor {
        let (out, level) = (Vec::new(), Level::Fastest);
        Compressor(match self {
            Self::Gzip => Box::new(GzipEncoder::with_quality(out, level)),
            Self::Brotli => Box::new(BrotliEncoder::with_quality(out, level)),
            Self::Zstd => Box::new(ZstdEncoder::with_quality(out, level)),
        })
    }
}

/// The compressor of one stream.
pub(crate) struct Compressor(Box<dyn Encoder>);

impl Compressor {
    /// Compresses these bytes and flushes, so that the client can decompress them at once.
    pub(crate) async fn compress(&mut self, bytes: &[u8]) -> io::Result<Bytes> {
        self.0.write_all(bytes).await?;
        self.0.flush().await?;
        Ok(self.take())
    }

    /// Ends the compressed stream and returns its last bytes.
    pub(crate) async fn finish(&mut self) -> io::Result<Bytes> {
        self.0.shutdown().await?;
        Ok(self.take())
    }

    fn take(&mut self) -> Bytes {
        mem::take(self.0.out()).into()
    }
}

/// An encoder that writes into a vector.
trait Encoder: AsyncWrite + Unpin + Send {
    fn out(&mut self) -> &mut Vec<u8>;
}

impl Encoder for GzipEncoder<Vec<u8>> {
    fn out(&mut self) -> &mut Vec<u8> {
        self.get_mut()
    }
}

impl Encoder for BrotliEncoder<Vec<u8>> {
    fn out(&mut self) -> &mut Vec<u8> {
        self.get_mut()
    }
}

impl Encoder for ZstdEncoder<Vec<u8>> {
    fn out(&mut self) -> &mut Vec<u8> {
        self.get_mut()
    }
}
