//! Content codings, undone while the body arrives.

use crate::error::BoxError;
use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use http::{HeaderMap, header::CONTENT_ENCODING};
use http_body::{Body, Frame};
use http_body_util::BodyDataStream;
use pin_project_lite::pin_project;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncBufRead, AsyncRead};
use tokio_util::io::{ReaderStream, StreamReader};

/// Undoes the `Content-Encoding` of a body with these headers while the body arrives.
///
/// Knows gzip, deflate, br, zstd and identity, and returns `None` for any other coding, or several.
pub fn decompress<B>(headers: &HeaderMap, body: B) -> Option<impl Body<Data = Bytes, Error = BoxError>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    Some(DecompressedBody::new(body, ContentCoding::from_headers(headers)?))
}

/// A content coding that can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentCoding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl ContentCoding {
    /// Returns `None` for an unknown coding, or several.
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

pin_project! {
    /// A body without its content coding.
    #[project = DecompressedBodyProjection]
    pub(crate) enum DecompressedBody<B> {
        Identity { #[pin] body: B },
        Coded { bytes: Pin<Box<ReaderStream<Decompressor>>> },
    }
}

impl<B> DecompressedBody<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    pub(crate) fn new(body: B, coding: ContentCoding) -> Self {
        let coded = |decompressor| Self::Coded { bytes: Box::pin(ReaderStream::new(decompressor)) };
        match coding {
            ContentCoding::Identity => Self::Identity { body },
            ContentCoding::Gzip => coded(gzip(body)),
            ContentCoding::Deflate => coded(Box::pin(ZlibDecoder::new(reader(body)))),
            ContentCoding::Brotli => coded(Box::pin(BrotliDecoder::new(reader(body)))),
            ContentCoding::Zstd => coded(Box::pin(ZstdDecoder::new(reader(body)))),
        }
    }
}

impl<B> Body for DecompressedBody<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(match self.project() {
            DecompressedBodyProjection::Identity { body } => {
                ready!(body.poll_frame(context)).map(|frame| frame.map_err(Into::into))
            }
            DecompressedBodyProjection::Coded { bytes } => ready!(bytes.as_mut().poll_next(context))
                .map(|bytes| bytes.map(Frame::data).map_err(Into::into)),
        })
    }
}

/// Decodes all members of a gzip body, which may have several.
fn gzip<B>(body: B) -> Decompressor
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let mut decoder = GzipDecoder::new(reader(body));
    decoder.multiple_members(true);
    Box::pin(decoder)
}

/// Adapts a body's bytes and errors to those of I/O.
fn reader<B>(body: B) -> impl AsyncBufRead + Send
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let bytes = BodyDataStream::new(body).map_err(io::Error::other);
    StreamReader::new(Box::pin(bytes))
}
