//! A client with the middleware: it asks for token streams, and reads server-sent events.
//!
//!     cargo run --release -p tokenwire-gateway --example layer
//!     cargo run --release -p tokenwire-gateway --example client http://127.0.0.1:8080/v1/chat/completions

use std::io::Write;
use tokenwire_gateway::DecodeLayer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: client URL")?;
    // Any provider of cryptography that rustls knows.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client =
        reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(DecodeLayer::default()).build();
    let mut answer = client.post(url).body("{}").send().await?;
    while let Some(events) = answer.chunk().await? {
        std::io::stdout().write_all(&events)?;
        std::io::stdout().flush()?;
    }
    Ok(())
}
