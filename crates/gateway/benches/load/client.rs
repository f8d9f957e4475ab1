//! The client, which compares every byte that it receives with the recording.

use crate::recordings::Recording;
use bytes::Bytes;
use reqwest::Response;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, RequestBuilder};
use std::time::{Duration, Instant};
use tokenwire_http::DecodeLayer;

/// A client that reuses its connections.
#[derive(Clone)]
pub(crate) struct Client {
    http: ClientWithMiddleware,
    base: String,
}

/// A request for a stream, and how the stream ends.
#[derive(Clone, Copy)]
pub(crate) struct StreamRequest<'a> {
    pub(crate) recording: &'a Recording,
    /// Events per second, or 0 for as fast as possible.
    pub(crate) rate: f64,
    /// Events per write of the upstream.
    pub(crate) per_write: usize,
    /// The number of events after which the upstream breaks off.
    pub(crate) cut_after: Option<usize>,
    /// The number of bytes after which the client disconnects.
    pub(crate) cancel_after: Option<usize>,
}

/// When the parts of a stream arrived.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    /// The time until the first bytes.
    pub(crate) first_bytes: Duration,
    /// The time until the end of the first event with text.
    pub(crate) first_text: Duration,
    /// The number of bytes so far.
    pub(crate) bytes: usize,
}

impl Client {
    /// Returns a client without tokenwire.
    pub(crate) fn plain(base: &str) -> Self {
        Self::with(ClientBuilder::new(http()), base)
    }

    /// Returns a client with the middleware of `tokenwire-http`.
    pub(crate) fn library(base: &str) -> Self {
        Self::with(ClientBuilder::new(http()).with(DecodeLayer::new()), base)
    }

    fn with(builder: ClientBuilder, base: &str) -> Self {
        Self { http: builder.build(), base: base.to_owned() }
    }

    /// Reads a stream to its end, and asserts that its bytes and its end are those of the request.
    pub(crate) async fn read(&self, request: StreamRequest<'_>) -> Arrival {
        let start = Instant::now();
        let mut response = self.send(request).await;
        let mut arrival = Arrival { first_bytes: Duration::ZERO, first_text: Duration::ZERO, bytes: 0 };
        let complete = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => arrival.record(&chunk, request.recording, start),
                Ok(None) => break true,
                Err(_) => break false,
            }
            if request.cancel_after.is_some_and(|bytes| arrival.bytes >= bytes) {
                return arrival;
            }
        };
        arrival.assert_ended_as_in(request, complete);
        arrival
    }

    /// Returns the body of an answer, without comparing it.
    pub(crate) async fn bytes(&self, request: StreamRequest<'_>, accept: &str) -> Bytes {
        let request = self.request(request).header("accept", accept);
        request.send().await.unwrap().bytes().await.unwrap()
    }

    async fn send(&self, request: StreamRequest<'_>) -> Response {
        let response = self.request(request).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response
    }

    fn request(&self, request: StreamRequest<'_>) -> RequestBuilder {
        let builder = self
            .http
            .get(format!("{}/{}/v1/chat/completions", self.base, request.recording.name))
            .header("x-replay-rate", request.rate.to_string())
            .header("x-replay-per-write", request.per_write);
        match request.cut_after {
            Some(events) => builder.header("x-replay-fault", format!("cut={events}")),
            None => builder,
        }
    }
}

impl Arrival {
    fn record(&mut self, chunk: &[u8], recording: &Recording, start: Instant) {
        let end = self.bytes + chunk.len();
        assert!(
            recording.expected.get(self.bytes..end) == Some(chunk),
            "the received bytes differ from the recording"
        );
        if self.bytes == 0 {
            self.first_bytes = start.elapsed();
        }
        if self.bytes < recording.first_text_end && recording.first_text_end <= end {
            self.first_text = start.elapsed();
        }
        self.bytes = end;
    }

    /// Asserts that all bytes arrived. If the stream was cut, asserts that all complete events arrived, and that the
    /// client noticed.
    fn assert_ended_as_in(&self, request: StreamRequest<'_>, complete: bool) {
        let all = request.recording.expected.len();
        let min = request.cut_after.map_or(all, |events| request.recording.end(events));
        assert!(self.bytes >= min, "only {} of {min} bytes arrived", self.bytes);
        assert_eq!(complete, request.cut_after.is_none(), "a cut stream must break off, all others must end");
    }
}

fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

impl<'a> StreamRequest<'a> {
    /// Requests a whole stream with one event per write.
    pub(crate) fn new(recording: &'a Recording, rate: f64) -> Self {
        Self { recording, rate, per_write: 1, cut_after: None, cancel_after: None }
    }
}
