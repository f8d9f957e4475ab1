//! The client, which compares what comes.

use crate::recordings::Recording;
use bytes::Bytes;
use reqwest::Response;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, RequestBuilder};
use std::time::{Duration, Instant};
use tokenwire_http::DecodeLayer;

/// A client that keeps its connections.
#[derive(Clone)]
pub(crate) struct Client {
    http: ClientWithMiddleware,
    base: String,
}

/// What is asked of the upstream.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) recording: &'a Recording,
    /// Events a second; 0 for as fast as it goes.
    pub(crate) rate: f64,
    pub(crate) per_write: usize,
    /// The upstream breaks off after so many events.
    pub(crate) cut: Option<usize>,
    /// The client leaves after so many bytes.
    pub(crate) leave: Option<usize>,
}

/// How a stream went.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// Until the first bytes.
    pub(crate) first: Duration,
    /// Until all of the first event with text.
    pub(crate) text: Duration,
    pub(crate) bytes: usize,
}

impl Client {
    /// Any client.
    pub(crate) fn plain(base: &str) -> Self {
        Self::with(ClientBuilder::new(http()), base)
    }

    /// One with the library's middleware.
    pub(crate) fn library(base: &str) -> Self {
        Self::with(ClientBuilder::new(http()).with(DecodeLayer::new()), base)
    }

    fn with(builder: ClientBuilder, base: &str) -> Self {
        Self { http: builder.build(), base: base.to_owned() }
    }

    /// Reads a stream to its end, which has to be what was asked for.
    pub(crate) async fn read(&self, ask: Ask<'_>) -> Reading {
        let begin = Instant::now();
        let mut response = self.send(ask).await;
        let mut reading = Reading { first: Duration::ZERO, text: Duration::ZERO, bytes: 0 };
        let whole = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => reading.take(&chunk, ask.recording, begin),
                Ok(None) => break true,
                Err(_) => break false,
            }
            if ask.leave.is_some_and(|leave| reading.bytes >= leave) {
                return reading;
            }
        };
        reading.check(ask, whole);
        reading
    }

    /// A whole answer's body, not compared with anything.
    pub(crate) async fn bytes(&self, ask: Ask<'_>, accept: &str) -> Bytes {
        let request = self.request(ask).header("accept", accept);
        request.send().await.unwrap().bytes().await.unwrap()
    }

    async fn send(&self, ask: Ask<'_>) -> Response {
        let response = self.request(ask).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response
    }

    fn request(&self, ask: Ask<'_>) -> RequestBuilder {
        let request = self
            .http
            .get(format!("{}/{}/v1/chat/completions", self.base, ask.recording.name))
            .header("x-replay-rate", ask.rate.to_string())
            .header("x-replay-per-write", ask.per_write);
        match ask.cut {
            Some(events) => request.header("x-replay-fault", format!("cut={events}")),
            None => request,
        }
    }
}

impl Reading {
    fn take(&mut self, chunk: &[u8], recording: &Recording, begin: Instant) {
        let end = self.bytes + chunk.len();
        assert!(recording.kept.get(self.bytes..end) == Some(chunk), "other bytes than were sent");
        if self.bytes == 0 {
            self.first = begin.elapsed();
        }
        if self.bytes < recording.text && recording.text <= end {
            self.text = begin.elapsed();
        }
        self.bytes = end;
    }

    /// All of it; or, of what was cut, all events that were whole, and the failure.
    fn check(&self, ask: Ask<'_>, whole: bool) {
        let least = ask.cut.map_or(ask.recording.kept.len(), |events| ask.recording.end(events));
        assert!(self.bytes >= least, "{} of {least} bytes came", self.bytes);
        assert_eq!(whole, ask.cut.is_none(), "the end was not told as it was");
    }
}

fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

impl<'a> Ask<'a> {
    /// All of it, one event a write.
    pub(crate) fn new(recording: &'a Recording, rate: f64) -> Self {
        Self { recording, rate, per_write: 1, cut: None, leave: None }
    }
}
