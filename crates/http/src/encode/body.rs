//! The response body of servers.
//!
//! The encoder runs when the server polls the body. There is no task and no channel between the source and the client,
//! so a slow client applies backpressure to the source, and a client that disconnects drops it.
//!
//! Each poll of the body repeats three steps until there is a frame to return:
//!
//! 1. If the buffered bytes are due, return them. [`EncodeBuffer`] decides when they are due.
//! 2. If the source has ended, return its trailers or its error.
//! 3. Encode the next frame of the source. If there is none yet, wait until the source or the timer wakes the task. The
//!    timer fires when the buffered bytes are due, or the beginning of an unfinished event, which is then encoded.
//!
//! With a window of 20 ms, tokens that arrive 9 and 18 ms after the last write are encoded in step 3 as they arrive.
//! The timer fires at 20 ms, and step 1 returns both in one frame.

use super::buffer::EncodeBuffer;
use crate::content_coding::DecompressedBody;
use crate::error::BoxError;
use crate::observer::{Counts, Outcome, Recorder};
use crate::source_state::SourceState;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::Either;
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tokio::time::{Sleep, sleep_until};

pin_project! {
    /// The response body of [`Encode`](crate::Encode): a token stream, or the unchanged body of the service.
    pub struct EncodeBody<B> {
        #[pin]
        inner: Either<B, Pin<Box<EncodedStream<B>>>>,
    }
}

impl<B> EncodeBody<B> {
    pub(super) fn unchanged(body: B) -> Self {
        Self { inner: Either::Left(body) }
    }

    pub(super) fn encoded(stream: EncodedStream<B>) -> Self {
        Self { inner: Either::Right(Box::pin(stream)) }
    }
}

impl<B> Body for EncodeBody<B>
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
        self.project().inner.poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

pin_project! {
    /// Encodes a streamed response body as a token stream.
    pub(super) struct EncodedStream<B> {
        #[pin]
        source: DecompressedBody<B>,
        buffer: EncodeBuffer,
        state: SourceState,
        timer: Option<Pin<Box<Sleep>>>,
        recorder: Recorder,
    }
}

impl<B> EncodedStream<B> {
    pub(super) fn new(source: DecompressedBody<B>, buffer: EncodeBuffer, recorder: Recorder) -> Self {
        Self { source, buffer, state: SourceState::Open, timer: None, recorder }
    }

    /// Takes the buffered bytes, if they are due or the source has ended.
    fn take_due(self: Pin<&mut Self>) -> Option<Bytes> {
        let this = self.project();
        let (now, open) = (Instant::now(), this.state.is_open());
        let write = if open && this.buffer.due()? > now { None } else { this.buffer.take(now) }?;
        let passed = Counts { stream_bytes: write.bytes.len(), tokens: write.tokens, ..Counts::default() };
        this.recorder.add(passed);
        this.recorder.flushed(now.saturating_duration_since(write.first_arrival));
        Some(write.bytes)
    }

    /// Waits until buffered bytes or an unfinished event are due, or forever if there are neither.
    fn poll_timer(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let Some(due) = this.buffer.next_due() else { return Poll::Pending };
        let timer = this.timer.get_or_insert_with(|| Box::pin(sleep_until(due.into())));
        if timer.deadline() != due.into() {
            timer.as_mut().reset(due.into());
        }
        timer.as_mut().poll(context)
    }

    /// Encodes the beginning of an unfinished event, if it is due.
    fn flush_partial(self: Pin<&mut Self>) {
        let this = self.project();
        if let Err(error) = this.buffer.flush_partial(Instant::now()) {
            *this.state = SourceState::Failed(Outcome::Truncated, error.into());
        }
    }

    /// Returns the frame after the last bytes: trailers, an error or nothing.
    fn take_end(self: Pin<&mut Self>) -> Option<Result<Frame<Bytes>, BoxError>> {
        let this = self.project();
        this.state.take_end(this.recorder)
    }
}

impl<B> Body for EncodedStream<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            if let Some(bytes) = self.as_mut().take_due() {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            if !self.state.is_open() {
                return Poll::Ready(self.take_end());
            }
            // Both are polled, so that both the source and the timer can wake the task.
            if self.as_mut().poll_source(context).is_pending() {
                ready!(self.as_mut().poll_timer(context));
            }
            // It is also due while the source is always ready.
            self.as_mut().flush_partial();
        }
    }
}

impl<B> EncodedStream<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    /// Encodes the next frame of the source.
    fn poll_source(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let frame = ready!(this.source.poll_frame(context));
        let now = Instant::now();
        let encoded = match frame.map(|frame| frame.map(Frame::into_data)) {
            Some(Ok(Ok(bytes))) => {
                this.recorder.add(Counts { event_bytes: bytes.len(), ..Counts::default() });
                this.buffer.push(&bytes, now)
            }
            Some(Ok(Err(other))) => {
                *this.state = SourceState::Ended(other.into_trailers().ok());
                this.buffer.end(now)
            }
            Some(Err(error)) => {
                *this.state = SourceState::Failed(Outcome::Truncated, error);
                this.buffer.abort(now)
            }
            None => {
                *this.state = SourceState::Ended(None);
                this.buffer.end(now)
            }
        };
        if let Err(error) = encoded {
            *this.state = SourceState::Failed(Outcome::Truncated, error.into());
        }
        Poll::Ready(())
    }
}
