//! Errors of an answer's body, deferred until the bytes before them are written.
//!
//! hyper closes a connection as soon as a body returns an error, and drops the bytes that it has buffered but not written. The
//! client would lose the last events before the error. So the body holds the error back until the connection reports a flush.
//!
//! ```text
//! body polled:   data "a"   data "b"   error, held back             error returned
//! connection:                          writes "a" "b" ... flushed   closed
//! ```

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

/// Notifies when all buffered bytes are written to a connection.
#[derive(Debug, Clone, Default)]
pub(super) struct FlushNotify(Arc<Notify>);

impl FlushNotify {
    /// Resolves at the next flush, or after `max`.
    fn next(&self, max: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let flushed = Arc::clone(&self.0).notified_owned();
        Box::pin(async move { drop(timeout(max, flushed).await) })
    }
}

pin_project! {
    /// A connection that notifies when all buffered bytes are written.
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

/// An error that is held back, and the flush that it waits for.
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
