//! The response body of clients.

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
use tokenwire::ErrorKind;
use tokenwire_chat::Decoder;

/// The size from which on decoded events are forwarded as a frame. The last event of a frame may be large: a hundred
/// bytes of a stream can encode 1 MiB.
const MAX_FRAME: usize = 64 << 10;

pin_project! {
    /// The response body of [`Decode`](crate::Decode): decoded events, or the unchanged body of the service.
    ///
    /// Decoded events end at the stream's END. If END is missing or the stream is malformed, the body returns all
    /// complete events and then a [`tokenwire::Error`], boxed. An error of the source is returned unchanged.
    pub struct DecodeBody<B> {
        #[pin]
        inner: Either<B, Pin<Box<DecodedStream<B>>>>,
    }
}

impl<B> DecodeBody<B> {
    pub(super) fn unchanged(body: B) -> Self {
        Self { inner: Either::Left(body) }
    }

    pub(super) fn decoded(stream: DecodedStream<B>) -> Self {
        Self { inner: Either::Right(Box::pin(stream)) }
    }
}

impl<B> Body for DecodeBody<B>
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
    /// Decodes a token stream to the original response body.
    pub(super) struct DecodedStream<B> {
        #[pin]
        source: DecompressedBody<B>,
        decoder: Decoder,
        state: SourceState,
        recorder: Recorder,
    }
}

impl<B> DecodedStream<B> {
    pub(super) fn new(source: DecompressedBody<B>, recorder: Recorder) -> Self {
        Self { source, decoder: Decoder::new(), state: SourceState::Open, recorder }
    }

    /// Takes the next complete events, up to the size of a frame.
    fn take_events(self: Pin<&mut Self>) -> Option<Bytes> {
        let this = self.project();
        let (mut events, mut tokens) = (Vec::new(), 0);
        while events.len() < MAX_FRAME {
            match this.decoder.next_event() {
                Ok(Some(event)) => {
                    events.extend_from_slice(event.bytes);
                    tokens += event.ids.len();
                }
                Ok(None) => break,
                Err(error) => {
                    *this.state = failed(error);
                    break;
                }
            }
        }
        if events.is_empty() {
            return None;
        }
        this.recorder.add(Counts { event_bytes: events.len(), tokens, ..Counts::default() });
        Some(events.into())
    }

    /// Returns the frame after the last event: trailers, an error or nothing.
    fn take_end(self: Pin<&mut Self>) -> Option<Result<Frame<Bytes>, BoxError>> {
        let this = self.project();
        // A source that ends before END is truncated.
        if matches!(this.state, SourceState::Ended(_))
            && let Err(error) = this.decoder.finish()
        {
            *this.state = failed(error);
        }
        this.state.take_end(this.recorder)
    }
}

/// Returns the state after an error of the decoder.
fn failed(error: tokenwire::Error) -> SourceState {
    let outcome = match error.kind() {
        ErrorKind::Aborted | ErrorKind::Truncated => Outcome::Truncated,
        _ => Outcome::Malformed,
    };
    SourceState::Failed(outcome, error.into())
}

impl<B> Body for DecodedStream<B>
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
            if let Some(events) = self.as_mut().take_events() {
                return Poll::Ready(Some(Ok(Frame::data(events))));
            }
            if !self.state.is_open() {
                return Poll::Ready(self.take_end());
            }
            ready!(self.as_mut().poll_source(context));
        }
    }
}

impl<B> DecodedStream<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    /// Feeds the next frame of the source to the decoder.
    fn poll_source(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        match ready!(this.source.poll_frame(context)).map(|frame| frame.map(Frame::into_data)) {
            Some(Ok(Ok(bytes))) => {
                this.recorder.add(Counts { stream_bytes: bytes.len(), ..Counts::default() });
                this.decoder.push(&bytes);
            }
            Some(Ok(Err(other))) => *this.state = SourceState::Ended(other.into_trailers().ok()),
            Some(Err(error)) => *this.state = SourceState::Failed(Outcome::Truncated, error),
            None => *this.state = SourceState::Ended(None),
        }
        Poll::Ready(())
    }
}
