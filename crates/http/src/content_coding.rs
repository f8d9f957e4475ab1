//! Decodes the content coding of a body while the body arrives.

use crate::error::BoxError;
use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{HeaderMap, header::CONTENT_ENCODING};
use http_body::{Body, Frame};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyDataStream, BodyExt, Either, StreamBody};
use std::io;
use std::pin::Pin;
use tokio::io::{AsyncBufRead, AsyncRead};
use tokio_util::io::{ReaderStream, StreamReader};

/// Decodes the `Content-Encoding` of a body with these headers while the body arrives.
///
/// Supports gzip, deflate, br, zstd and identity. Returns `None` for another coding or more than one.
pub fn decompress<B>(headers: &HeaderMap, body: B) -> Option<impl Body<Data = Bytes, Error = BoxError>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    Some(decompressed(body, ContentCoding::from_headers(headers)?))
}

/// A supported content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentCoding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl ContentCoding {
    /// Parses `Content-Encoding`. Returns `None` for an unsupported coding or more than one.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut all = headers.get_all(CONTENT_ENCODING).iter();
        let Some(first) = all.next() else { return Some(Self::Identity) };
        match first.to_str().ok().filter(|_| all.next().is_none())?.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Some(Self::Identity),
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }
}

type Decompressor = Pin<Box<dyn AsyncRead + Send>>;

/// A body whose content coding is decoded.
pub(crate) type DecompressedBody<B> = Either<B, UnsyncBoxBody<Bytes, io::Error>>;

/// Decodes this content coding while the body arrives.
pub(crate) fn decompressed<B>(body: B, coding: ContentCoding) -> DecompressedBody<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let decompressor: Decompressor = match coding {
        ContentCoding::Identity => return Either::Left(body),
        ContentCoding::Gzip => gzip(body),
        ContentCoding::Deflate => Box::pin(ZlibDecoder::new(reader(body))),
        ContentCoding::Brotli => Box::pin(BrotliDecoder::new(reader(body))),
        ContentCoding::Zstd => Box::pin(ZstdDecoder::new(reader(body))),
    };
    let frames = ReaderStream::new(decompressor).map_ok(Frame::data);
    Either::Right(StreamBody::new(frames).boxed_unsync())
}

/// Decodes a gzip body, which may have several members.
fn gzip<B>(body: B) -> Decompressor
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let mut decoder = GzipDecoder::new(reader(body));
    decoder.multiple_members(true);
    Box::pin(decoder)
}

/// Returns a reader of a body's bytes.
fn reader<B>(body: B) -> impl AsyncBufRead + Send
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let bytes = BodyDataStream::new(body).map_err(io::Error::other);
    StreamReader::new(Box::pin(bytes))
}
