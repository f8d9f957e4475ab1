//! Content codings, flushed at each write.

use async_compression::Level;
use async_compression::tokio::write::{BrotliEncoder, GzipEncoder, ZstdEncoder};
use bytes::Bytes;
use std::{io, mem};
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Packing {
    Gzip,
    Brotli,
    Zstd,
}

impl Packing {
    pub(super) fn of(name: &str) -> Option<Self> {
        [Self::Gzip, Self::Brotli, Self::Zstd].into_iter().find(|packing| packing.name() == name)
    }

    /// As in `Content-Encoding`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    pub(super) fn packer(self) -> Packer {
        let (out, level) = (Vec::new(), Level::Fastest);
        Packer(match self {
            Self::Gzip => Box::new(GzipEncoder::with_quality(out, level)),
            Self::Brotli => Box::new(BrotliEncoder::with_quality(out, level)),
            Self::Zstd => Box::new(ZstdEncoder::with_quality(out, level)),
        })
    }
}

/// Packs one stream.
pub(super) struct Packer(Box<dyn Encoder>);

impl Packer {
    /// These bytes, and what is needed to read them now.
    pub(super) async fn pack(&mut self, bytes: &[u8]) -> io::Result<Bytes> {
        self.0.write_all(bytes).await?;
        self.0.flush().await?;
        Ok(self.taken())
    }

    /// What ends the stream.
    pub(super) async fn finish(&mut self) -> io::Result<Bytes> {
        self.0.shutdown().await?;
        Ok(self.taken())
    }

    fn taken(&mut self) -> Bytes {
        mem::take(self.0.out()).into()
    }
}

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
