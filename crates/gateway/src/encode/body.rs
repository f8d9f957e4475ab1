//! A streamed answer as a token stream.

use super::outbox::Outbox;
use crate::metrics::Trouble;
use crate::state::State;
use crate::unpack::Unpacked;
use crate::watch::Watch;
use bytes::Bytes;
use http_body::{Body, Frame};
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tokio::time::{Sleep, sleep_until};
use tower::BoxError;

pin_project! {
    /// A streamed answer as a token stream.
    pub struct StreamBody<B> {
        #[pin]
        source: Unpacked<B>,
        outbox: Outbox,
        state: State,
        timer: Option<Pin<Box<Sleep>>>,
        watch: Watch,
    }
}

impl<B> StreamBody<B> {
    pub(super) fn new(source: Unpacked<B>, outbox: Outbox, watch: Watch) -> Self {
        Self { source, outbox, state: State::Open, timer: None, watch }
    }

    /// What is due: after the source's end, all.
    fn write(self: Pin<&mut Self>) -> Option<Bytes> {
        let this = self.project();
        let (now, open) = (Instant::now(), this.state.is_open());
        let write = if open && this.outbox.due()? > now { None } else { this.outbox.take(now) }?;
        this.watch.stream(write.bytes.len());
        this.watch.tokens(write.tokens);
        this.watch.metrics.added(now.saturating_duration_since(write.since));
        Some(write.bytes)
    }

    /// What comes after the last byte.
    fn last(self: Pin<&mut Self>) -> Option<Result<Frame<Bytes>, BoxError>> {
        let this = self.project();
        this.state.last(this.watch)
    }

    fn poll_timer(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let Some(due) = this.outbox.due() else { return Poll::Pending };
        let timer = this.timer.get_or_insert_with(|| Box::pin(sleep_until(due.into())));
        if timer.deadline() != due.into() {
            timer.as_mut().reset(due.into());
        }
        timer.as_mut().poll(context)
    }
}

impl<B> Body for StreamBody<B>
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
            if let Some(bytes) = self.as_mut().write() {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            if !self.state.is_open() {
                return Poll::Ready(self.last());
            }
            if self.as_mut().poll_source(context).is_pending() {
                ready!(self.as_mut().poll_timer(context));
            }
        }
    }
}

impl<B> StreamBody<B>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    /// Takes what the source has.
    fn poll_source(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let frame = ready!(this.source.poll_frame(context));
        let now = Instant::now();
        let taken = match frame.map(|frame| frame.map(Frame::into_data)) {
            Some(Ok(Ok(bytes))) => {
                this.watch.events(bytes.len());
                this.outbox.push(&bytes, now)
            }
            Some(Ok(Err(other))) => {
                *this.state = State::Ended(other.into_trailers().ok());
                this.outbox.end(now)
            }
            Some(Err(error)) => {
                *this.state = State::Broken(Trouble::BrokenOff, error);
                this.outbox.abort(now)
            }
            None => {
                *this.state = State::Ended(None);
                this.outbox.end(now)
            }
        };
        if let Err(error) = taken {
            *this.state = State::Broken(Trouble::BrokenOff, error.into());
        }
        Poll::Ready(())
    }
}
