//! A model server whose answers are written by the test, piece by piece.

use super::chat::word;
use super::raw_client::RawClient;
use super::{Running, router, soon};
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::request::Parts;
use http_body_util::BodyExt as _;
use std::io;
use std::net::SocketAddr;
use tokio::sync::{mpsc, oneshot};

pub(crate) struct Upstream {
    pub(crate) server: Running,
    requests: mpsc::UnboundedReceiver<PendingRequest>,
}

/// A request that the test has not answered yet.
pub(crate) struct PendingRequest {
    pub(crate) head: Parts,
    pub(crate) body: Vec<u8>,
    /// Whether the whole body arrived.
    pub(crate) complete: bool,
    answer: oneshot::Sender<Response>,
}

/// Writes the body of an answer. The body ends when the feed is dropped.
pub(crate) struct Feed(mpsc::Sender<io::Result<Bytes>>);

impl Upstream {
    pub(crate) async fn new() -> Self {
        let (sender, requests) = mpsc::unbounded_channel();
        let answer = move |request| receive(request, sender.clone());
        Self { server: router(axum::Router::new().fallback(answer)).await, requests }
    }

    /// Returns the next request.
    pub(crate) async fn request(&mut self) -> PendingRequest {
        soon(self.requests.recv()).await.unwrap()
    }

    /// Requests a chat from a proxy with these additional header lines. Returns a client that has read the first
    /// event, and the feed of the other events.
    pub(crate) async fn open_chat(&mut self, proxy: SocketAddr, headers: &str) -> (RawClient, Feed) {
        let mut client = RawClient::new(proxy).await;
        client.get(headers).await;
        let feed = self.request().await.events();
        feed.send(word("first")).await;
        client.read_to(&word("first")).await;
        (client, feed)
    }

    /// Returns the requests that arrived but were not received with [`request`](Self::request).
    pub(crate) fn unexpected(&mut self) -> Vec<PendingRequest> {
        std::iter::from_fn(|| self.requests.try_recv().ok()).collect()
    }
}

impl PendingRequest {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Returns a copy of the request. An answer to the copy is discarded.
    pub(crate) fn copy(&self) -> Self {
        let Self { head, body, complete, .. } = self;
        Self { head: head.clone(), body: body.clone(), complete: *complete, answer: oneshot::channel().0 }
    }

    pub(crate) fn answer(self, response: Response) {
        let _ = self.answer.send(response);
    }

    /// Answers with this text, without a content type.
    pub(crate) fn respond(self, text: impl Into<Body>) {
        self.answer(Response::new(text.into()));
    }

    /// Answers with a stream of events, and returns its feed.
    pub(crate) fn events(self) -> Feed {
        self.feed(&[("content-type", "text/event-stream")])
    }

    /// Answers with these headers, and returns the feed of the body.
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

    /// Waits until the proxy cancels the request.
    pub(crate) async fn canceled(mut self) {
        soon(self.answer.closed()).await;
    }
}

impl Feed {
    pub(crate) async fn send(&self, bytes: impl Into<Bytes>) {
        assert!(soon(self.try_send(bytes)).await, "the reader disconnected");
    }

    /// Sends these bytes once the buffer has room. Returns whether the reader is still connected.
    pub(crate) async fn try_send(&self, bytes: impl Into<Bytes>) -> bool {
        self.0.send(Ok(bytes.into())).await.is_ok()
    }

    /// Breaks the body off.
    pub(crate) async fn cut(self) {
        soon(self.0.send(Err(io::Error::other("cut")))).await.unwrap();
    }

    /// Waits until the reader disconnects.
    pub(crate) async fn canceled(&self) {
        soon(self.0.closed()).await;
    }
}

async fn receive(request: Request, sender: mpsc::UnboundedSender<PendingRequest>) -> Response {
    let (head, mut frames) = request.into_parts();
    let (mut body, mut complete) = (Vec::new(), true);
    while let Some(frame) = frames.frame().await {
        match frame.map(http_body::Frame::into_data) {
            Ok(data) => body.extend(data.unwrap_or_default()),
            Err(_) => complete = false,
        }
    }
    let (answer, answered) = oneshot::channel();
    let _ = sender.send(PendingRequest { head, body, complete, answer });
    answered.await.unwrap_or_default()
}
