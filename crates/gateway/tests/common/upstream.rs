//! A model server whose answers a test writes, piece by piece.

use super::{Running, router, soon};
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::request::Parts;
use http_body_util::BodyExt as _;
use std::io;
use tokio::sync::{mpsc, oneshot};

pub(crate) struct Upstream {
    pub(crate) server: Running,
    asked: mpsc::UnboundedReceiver<Asked>,
}

/// A request that waits for its answer.
pub(crate) struct Asked {
    pub(crate) head: Parts,
    pub(crate) body: Vec<u8>,
    /// Whether the body came to its end.
    pub(crate) whole: bool,
    answer: oneshot::Sender<Response>,
}

/// An answer's body, to be written. It ends where this is dropped.
pub(crate) struct Feed(mpsc::Sender<io::Result<Bytes>>);

impl Upstream {
    pub(crate) async fn new() -> Self {
        let (asking, asked) = mpsc::unbounded_channel();
        let answer = move |request| ask(request, asking.clone());
        Self { server: router(axum::Router::new().fallback(answer)).await, asked }
    }

    /// The next request.
    pub(crate) async fn asked(&mut self) -> Asked {
        soon(self.asked.recv()).await.unwrap()
    }

    /// Those that came and were not looked at.
    pub(crate) fn others(&mut self) -> Vec<Asked> {
        std::iter::from_fn(|| self.asked.try_recv().ok()).collect()
    }
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// What was asked, with nobody who waits.
    pub(crate) fn copy(&self) -> Self {
        let Self { head, body, whole, .. } = self;
        Self { head: head.clone(), body: body.clone(), whole: *whole, answer: oneshot::channel().0 }
    }

    pub(crate) fn answer(self, response: Response) {
        let _ = self.answer.send(response);
    }

    /// Says this, and nothing of what it is.
    pub(crate) fn say(self, text: impl Into<Body>) {
        self.answer(Response::new(text.into()));
    }

    /// Events, to be written.
    pub(crate) fn events(self) -> Feed {
        self.feed(&[("content-type", "text/event-stream")])
    }

    /// An answer with these headers, to be written.
    pub(crate) fn feed(self, headers: &[(&str, &str)]) -> Feed {
        let (feed, mut frames) = mpsc::channel(1);
        let body = Body::from_stream(stream::poll_fn(move |context| frames.poll_recv(context)));
        let mut response = Response::builder();
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        self.answer(response.body(body).unwrap());
        Feed(feed)
    }

    /// Until nobody waits for the answer any more.
    pub(crate) async fn left(mut self) {
        soon(self.answer.closed()).await;
    }
}

impl Feed {
    pub(crate) async fn send(&self, bytes: impl Into<Bytes>) {
        assert!(soon(self.try_send(bytes)).await, "the other side left");
    }

    /// Whether there is anybody to take it, as soon as it can be taken.
    pub(crate) async fn try_send(&self, bytes: impl Into<Bytes>) -> bool {
        self.0.send(Ok(bytes.into())).await.is_ok()
    }

    /// Breaks off.
    pub(crate) async fn cut(self) {
        soon(self.0.send(Err(io::Error::other("cut")))).await.unwrap();
    }

    /// Until nobody reads any more.
    pub(crate) async fn left(&self) {
        soon(self.0.closed()).await;
    }
}

async fn ask(request: Request, asking: mpsc::UnboundedSender<Asked>) -> Response {
    let (head, mut from) = request.into_parts();
    let (mut body, mut whole) = (Vec::new(), true);
    while let Some(frame) = from.frame().await {
        match frame.map(http_body::Frame::into_data) {
            Ok(data) => body.extend(data.unwrap_or_default()),
            Err(_) => whole = false,
        }
    }
    let (answer, answered) = oneshot::channel();
    let _ = asking.send(Asked { head, body, whole, answer });
    answered.await.unwrap_or_default()
}
