//! A token stream as the answer that it stands for.

use crate::metrics::Trouble;
use crate::state::State;
use crate::unpack::Unpacked;
use crate::watch::Watch;
use bytes::Bytes;
use http_body::{Body, Frame};
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokenwire_chat::Decoder;
use tower::BoxError;

/// The most bytes that are handed on at once, but for the last event of them: one byte of a stream can stand for 24 KiB.
const MOST: usize = 64 << 10;

pin_project! {
    /// A token stream as the answer that it stands for.
    ///
    /// It ends where the stream's END is. If that does not come, or something is wrong, what is complete is given first, and then an error.
    pub struct EventsBody<B> {
        #[pin]
        source: Unpacked<B>,
        decoder: Box<Decoder>,
        state: State,
        watch: Watch,
    }
}

impl<B> EventsBody<B> {
    pub(super) fn new(source: Unpacked<B>, watch: Watch) -> Self {
        Self { source, decoder: Box::default(), state: State::Open, watch }
    }

    /// The events that have come.
    fn events(self: Pin<&mut Self>) -> Option<Bytes> {
        let this = self.project();
        let mut all = Vec::new();
        while all.len() < MOST {
            match this.decoder.next_event() {
                Ok(Some(event)) => {
                    all.extend_from_slice(event.bytes);
                    this.watch.tokens(event.ids.len());
                }
                Ok(None) => break,
                Err(error) => {
                    *this.state = broken(error);
                    break;
                }
            }
        }
        this.watch.events(all.len());
        (!all.is_empty()).then(|| all.into())
    }

    /// What comes after the last byte.
    fn last(self: Pin<&mut Self>) -> Option<Result<Frame<Bytes>, BoxError>> {
        let this = self.project();
        // The source's end is the stream's only where END was.
        if matches!(this.state, State::Ended(_))
            && let Err(error) = this.decoder.finish()
        {
            *this.state = broken(error);
        }
        this.state.last(this.watch)
    }
}

/// The stream broke off, or is none.
fn broken(error: tokenwire::Error) -> State {
    let kind = match error {
        tokenwire::Error::Aborted { .. } | tokenwire::Error::Truncated { .. } => Trouble::BrokenOff,
        _ => Trouble::BadStream,
    };
    State::Broken(kind, error.into())
}

impl<B> Body for EventsBody<B>
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
            if let Some(bytes) = self.as_mut().events() {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            if !self.state.is_open() {
                return Poll::Ready(self.last());
            }
            ready!(self.as_mut().poll_source(context));
        }
    }
}

impl<B> EventsBody<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    /// Takes what the source has.
    fn poll_source(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        match ready!(this.source.poll_frame(context)).map(|frame| frame.map(Frame::into_data)) {
            Some(Ok(Ok(bytes))) => {
                this.watch.stream(bytes.len());
                this.decoder.push(&bytes);
            }
            Some(Ok(Err(other))) => *this.state = State::Ended(other.into_trailers().ok()),
            Some(Err(error)) => *this.state = State::Broken(Trouble::BrokenOff, error),
            None => *this.state = State::Ended(None),
        }
        Poll::Ready(())
    }
}
