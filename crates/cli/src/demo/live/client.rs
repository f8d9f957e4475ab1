//! A client without support for token streams, and the response that it receives.

use super::incoming::Incoming;
use crate::shared::events::take_event;
use serde::Deserialize;
use std::io;
use std::net::SocketAddr;
use tokenwire::{Encoding, Tokenizer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(super) struct Client {
    socket: TcpStream,
    incoming: Incoming,
    buffer: Vec<u8>,
}

const QUESTION: &str = r#"{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"How does a lighthouse say its name?"}]}"#;

impl Client {
    /// Requests a response with `rate` events per second.
    pub(super) async fn ask(server: SocketAddr, path: &str, rate: f64) -> io::Result<Self> {
        let mut socket = TcpStream::connect(server).await?;
        socket.set_nodelay(true)?;
        let length = QUESTION.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {server}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             X-Replay-Rate: {rate}\r\n\r\n{QUESTION}"
        );
        socket.write_all(request.as_bytes()).await?;
        Ok(Self { socket, incoming: Incoming::default(), buffer: vec![0; 16 << 10] })
    }

    /// Returns the next bytes of the body, or `None` at its end.
    pub(super) async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut body = Vec::new();
        while body.is_empty() && !self.incoming.is_complete() {
            let len = self.socket.read(&mut self.buffer).await?;
            let Some(bytes) = self.buffer.get(..len).filter(|bytes| !bytes.is_empty()) else {
                return Err(io::Error::other("the response ended early; please report this"));
            };
            self.incoming.push(bytes, |bytes| body.extend_from_slice(bytes)).map_err(io::Error::other)?;
        }
        match self.incoming.status() {
            200 => Ok((!body.is_empty()).then_some(body)),
            status => Err(io::Error::other(format!("the response has status {status}; please report this"))),
        }
    }
}

/// A streamed response: its events, and the number of tokens in them.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) events: Vec<Vec<u8>>,
    pub(super) tokens: usize,
    /// The beginning of an incomplete event.
    rest: Vec<u8>,
}

#[derive(Deserialize)]
struct Chunk {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Delta,
}

#[derive(Deserialize)]
struct Delta {
    #[serde(default)]
    content: Option<String>,
}

impl Answer {
    /// Appends the next bytes. Returns the text of the events that they complete.
    pub(super) fn push(&mut self, bytes: &[u8]) -> String {
        self.rest.extend_from_slice(bytes);
        let mut all = String::new();
        while let Some(event) = take_event(&mut self.rest) {
            let text = text(&event).unwrap_or_default();
            self.tokens += Tokenizer::new(Encoding::O200kBase).encode(&text).len();
            all += &text;
            self.events.push(event);
        }
        all
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        [&self.events.concat()[..], &self.rest].concat()
    }
}

/// Returns the text of an event, or `None` if it has no text, such as `[DONE]`.
fn text(event: &[u8]) -> Option<String> {
    let data = event.strip_prefix(b"data: ")?;
    let chunk: Chunk = serde_json::from_slice(data).ok()?;
    chunk.choices.into_iter().next()?.delta.content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_tokens_are_counted_when_their_event_is_complete() {
        let event = "data: {\"choices\":[{\"delta\":{\"content\":\"Two ships\"}}]}\n\n";
        let mut answer = Answer::default();
        let (begin, end) = event.as_bytes().split_at(20);
        assert_eq!((answer.push(begin), answer.push(end)), (String::new(), "Two ships".into()));
        assert_eq!(answer.push(b"data: {\"choices\":[]}\n\ndata: [DONE]\n\ndata"), "");
        assert_eq!((answer.tokens, answer.events.len(), answer.bytes().len()), (2, 3, event.len() + 40));
    }
}
