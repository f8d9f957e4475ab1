//! Bodies with a `Content-Encoding`, undone as they come.

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
use tokio::io::AsyncRead;
use tokio_util::io::{ReaderStream, StreamReader};
use tower::BoxError;

/// A content coding that can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    /// Of a message with these headers; `None` if there is one we do not know, or several.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
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

type Reader = Pin<Box<dyn AsyncRead + Send>>;

pin_project! {
    /// A body without its content coding.
    #[project = Projection]
    pub(crate) enum Unpacked<B> {
        Plain { #[pin] body: B },
        Coded { bytes: Pin<Box<ReaderStream<Reader>>> },
    }
}

impl<B> Unpacked<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    pub(crate) fn new(body: B, coding: Coding) -> Self {
        let coded = |reader| Self::Coded { bytes: Box::pin(ReaderStream::new(reader)) };
        match coding {
            Coding::Identity => Self::Plain { body },
            Coding::Gzip => coded(gzip(body)),
            Coding::Deflate => coded(Box::pin(ZlibDecoder::new(reader(body)))),
            Coding::Brotli => coded(Box::pin(BrotliDecoder::new(reader(body)))),
            Coding::Zstd => coded(Box::pin(ZstdDecoder::new(reader(body)))),
        }
    }

    /// The next piece, as soon as there is one.
    pub(crate) fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(match self.project() {
            Projection::Plain { body } => {
                ready!(body.poll_frame(context)).map(|frame| frame.map_err(Into::into))
            }
            Projection::Coded { bytes } => ready!(bytes.as_mut().poll_next(context))
                .map(|bytes| bytes.map(Frame::data).map_err(Into::into)),
        })
    }
}

/// Of gzip there may be several members, one after the other.
fn gzip<B>(body: B) -> Reader
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let mut decoder = GzipDecoder::new(reader(body));
    decoder.multiple_members(true);
    Box::pin(decoder)
}

/// A body's bytes, and its errors as those of I/O.
fn reader<B>(body: B) -> impl tokio::io::AsyncBufRead + Send
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let bytes = BodyDataStream::new(body).map_err(io::Error::other);
    StreamReader::new(Box::pin(bytes))
}
