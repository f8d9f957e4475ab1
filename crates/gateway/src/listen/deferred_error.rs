//! Errors of an answer's body, deferred until the bytes before them are written.
//!
//! hyper polls a body for as long as it is ready, collects the data in a buffer, and then writes and flushes the
//! buffer. If the body returns an error, hyper closes the connection at once and drops the buffer. The client would
//! lose the last events before the error. Suppose that a model server sends "a" and "b" and then breaks off:
//!
//! ```text
//! without this module     body          "a"   "b"   error
//!                         connection                closed; "a" and "b" are lost
//!
//! with this module        body          "a"   "b"   error held, pending               error returned
//!                         connection                writes "a" and "b", flushes       closed
//! ```
//!
//! [`DeferredError`] wraps the body. It holds the error and returns `Pending`, so hyper writes and flushes.
//! [`FlushNotifyIo`] wraps the connection and reports each flush to the body, which then returns the error.
//!
//! A flush may never come: the client may not read, or HTTP/2 may have written all bytes before the error. The wait
//! is therefore limited in time.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::{io, time::Duration};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::timeout;
use tower::BoxError;

/// Notifies the bodies of a connection's answers when all buffered bytes are written.
#[derive(Debug, Clone, Default)]
pub(super) struct FlushNotify(Arc<Notify>);

impl FlushNotify {
    /// Resolves at the next flush, or after `max`.
    fn next(&self, max: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        // Created now and not at the first poll, so that no flush after this call is missed.
        let flushed = Arc::clone(&self.0).notified_owned();
        Box::pin(async move { drop(timeout(max, flushed).await) })
    }
}

pin_project! {
    /// A connection that reports its flushes.
    pub(super) struct FlushNotifyIo<I> {
        #[pin]
        io: I,
        flushes: FlushNotify,
    }
}

impl<I> FlushNotifyIo<I> {
    pub(super) fn new(io: I, flushes: FlushNotify) -> Self {
        Self { io, flushes }
    }
}

impl<I: AsyncRead> AsyncRead for FlushNotifyIo<I> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.project().io.poll_read(context, into)
    }
}

impl<I: AsyncWrite> AsyncWrite for FlushNotifyIo<I> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.project().io.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.project().io.poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.project();
        ready!(this.io.poll_flush(context))?;
        this.flushes.0.notify_waiters();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.project().io.poll_shutdown(context)
    }
}

pin_project! {
    /// A body that returns an error only after the bytes before it are written.
    pub(super) struct DeferredError<B> {
        #[pin]
        body: B,
        flushes: FlushNotify,
        max_deferral: Duration,
        held: Option<HeldError>,
    }
}

/// A deferred error, and the flush after which it is returned.
struct HeldError {
    error: BoxError,
    flushed: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl<B> DeferredError<B> {
    pub(super) fn new(body: B, flushes: FlushNotify, max_deferral: Duration) -> Self {
        Self { body, flushes, max_deferral, held: None }
    }
}

impl<B> Body for DeferredError<B>
where
    B: Body<Data = Bytes, Error: Into<BoxError>>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.project();
        if this.held.is_none() {
            match ready!(this.body.poll_frame(context)) {
                Some(Err(error)) => {
                    let flushed = this.flushes.next(*this.max_deferral);
                    *this.held = Some(HeldError { error: error.into(), flushed });
                }
                frame => return Poll::Ready(frame.map(|frame| frame.map_err(Into::into))),
            }
        }
        if let Some(held) = this.held {
            ready!(held.flushed.as_mut().poll(context));
        }
        Poll::Ready(this.held.take().map(|held| Err(held.error)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
