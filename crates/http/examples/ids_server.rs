//! A server that has token ids and encodes them directly. It builds no JSON for a token, and every SDK can read the
//! response.
//!
//!     cargo run --release -p tokenwire-http --features encode --example ids_server
//!     cargo run --release -- connect --gateway http://127.0.0.1:8080
//!     curl -N http://127.0.0.1:8791/v1/chat/completions -d '{}'

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use axum::{Router, http::HeaderMap, routing::post};
use futures_util::{Stream, StreamExt, stream};
use std::time::Duration;
use tokenwire::{Encoding, Result, StreamCoder, Tokenizer};
use tokenwire_chat::{Decoder, Encoder};
use tokenwire_http::{Accept, Offer};

/// The first event, the template of token events, and the last event. They are the only JSON in a response.
const OPEN: &str = r#"data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#;
const TOKEN: &str = r#"data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]}"#;
const CLOSE: &str = r#"data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/v1/chat/completions", post(chat))).await
}

/// Sends a token stream to clients that request one, and decoded events to all others.
async fn chat(headers: HeaderMap) -> Response {
    let accept = Accept::from_headers(&headers);
    let offer = accept.as_ref().and_then(Accept::offer);
    let encoder = offer.unwrap_or(&Offer::new()).encoder(StreamCoder::Varint);
    let Some(encoder) = encoder else {
        return "this build has no tables; enable the feature o200k".into_response();
    };
    let writes = writes(encoder);
    let mut response = match offer {
        Some(_) => Response::new(Body::from_stream(writes)),
        None => Response::new(Body::from_stream(events(writes))),
    };
    response.headers_mut().insert("content-type", axum::http::HeaderValue::from_static("text/event-stream"));
    if let Some(offer) = offer {
        offer.answer(StreamCoder::Varint).apply_to(response.headers_mut());
    }
    response
}

/// Returns the writes of a response, one for every token.
fn writes(encoder: Encoder) -> impl Stream<Item = Result<Vec<u8>>> + Send {
    let open = [Step::Event(OPEN), Step::Event(TOKEN)];
    let close = [Step::Event(CLOSE), Step::Event("data: [DONE]"), Step::End];
    let steps = open.into_iter().chain(model().map(Step::Token)).chain(close);
    stream::iter(steps).scan(encoder, |encoder, step| {
        let write = step.write(encoder);
        async move {
            tokio::time::sleep(Duration::from_millis(30)).await;
            Some(write)
        }
    })
}

/// Simulates a model, which returns one id after the other.
fn model() -> impl Iterator<Item = u32> + Send {
    Tokenizer::new(Encoding::O200kBase)
        .encode("These words left their server as numbers, about two bytes each.")
        .into_iter()
}

enum Step {
    Event(&'static str),
    Token(u32),
    End,
}

impl Step {
    fn write(&self, encoder: &mut Encoder) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        match self {
            Self::Event(event) => encoder.push(format!("{event}\n\n").as_bytes(), &mut out)?,
            Self::Token(id) => encoder.tokens(&[*id], &mut out)?,
            Self::End => encoder.end(&mut out)?,
        }
        Ok(out)
    }
}

/// Decodes a token stream to the events that it encodes.
fn events(writes: impl Stream<Item = Result<Vec<u8>>> + Send) -> impl Stream<Item = Result<Vec<u8>>> + Send {
    writes.scan(Decoder::new(), |decoder, write| {
        let events = write.and_then(|write| decode(decoder, &write));
        async move { Some(events) }
    })
}

fn decode(decoder: &mut Decoder, write: &[u8]) -> Result<Vec<u8>> {
    decoder.push(write);
    let mut events = Vec::new();
    while let Some(event) = decoder.next_event()? {
        events.extend_from_slice(event.bytes);
    }
    Ok(events)
}
