//! An axum server with the layer. Clients that request token streams receive them.
//!
//!     cargo run --release -p tokenwire-http --features encode --example layer
//!     cargo run --release -- connect --gateway http://127.0.0.1:8080
//!     curl -N http://127.0.0.1:8791/v1/chat/completions -d '{}'

use axum::response::sse::{Event, Sse};
use axum::{Router, routing::post};
use futures_util::{Stream, StreamExt, stream};
use std::{convert::Infallible, time::Duration};
use tokenwire_http::EncodeLayer;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/v1/chat/completions", post(chat)).layer(EncodeLayer::new());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}

/// Returns ordinary server-sent events.
async fn chat() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let words = ["An", " answer", " that", " the", " layer", " encodes", "."];
    Sse::new(stream::iter(words).then(|word| async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let delta = format!(r#"{{"id":"c-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{{"index":0,"delta":{{"content":"{word}"}},"finish_reason":null}}]}}"#);
        Ok(Event::default().data(delta))
    }))
}
