//! An answer that breaks off, after what came before.
//!
//! hyper closes a connection as soon as a body fails, and drops what it has not written yet. So the failure waits until that is written.

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

/// Tells when everything was written to a connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Flushes(Arc<Notify>);

impl Flushes {
    /// Until all of a connection's buffer was written, from now on, but not longer than that.
    fn next(&self, longest: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let flushed = Arc::clone(&self.0).notified_owned();
        Box::pin(async move { drop(timeout(longest, flushed).await) })
    }
}

pin_project! {
    /// A connection that tells when everything was written.
    pub(super) struct Flushing<I> {
        #[pin]
        io: I,
        flushes: Flushes,
    }
}

impl<I> Flushing<I> {
    pub(super) fn new(io: I, flushes: Flushes) -> Self {
        Self { io, flushes }
    }
}

impl<I: AsyncRead> AsyncRead for Flushing<I> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.project().io.poll_read(context, into)
    }
}

impl<I: AsyncWrite> AsyncWrite for Flushing<I> {
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
    /// A body that fails only after what came before was written.
    pub(super) struct Patient<B> {
        #[pin]
        body: B,
        flushes: Flushes,
        longest: Duration,
        failure: Option<Failure>,
    }
}

struct Failure {
    error: BoxError,
    flushed: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl<B> Patient<B> {
    /// The failure waits no longer than that.
    pub(super) fn new(body: B, flushes: Flushes, longest: Duration) -> Self {
        Self { body, flushes, longest, failure: None }
    }
}

impl<B> Body for Patient<B>
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
        if this.failure.is_none() {
            match ready!(this.body.poll_frame(context)) {
                Some(Err(error)) => {
                    let flushed = this.flushes.next(*this.longest);
                    *this.failure = Some(Failure { error: error.into(), flushed });
                }
                frame => return Poll::Ready(frame.map(|frame| frame.map_err(Into::into))),
            }
        }
        if let Some(failure) = this.failure {
            ready!(failure.flushed.as_mut().poll(context));
        }
        Poll::Ready(this.failure.take().map(|failure| Err(failure.error)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
