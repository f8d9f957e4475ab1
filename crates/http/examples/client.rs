//! A client with the middleware: it receives a token stream and reads server-sent events.
//!
//!     cargo run --release -p tokenwire-http --features encode --example layer
//!     cargo run --release -p tokenwire-http --features reqwest,o200k --example client http://127.0.0.1:8080/v1/chat/completions

use std::io::Write;
use tokenwire_http::DecodeLayer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("missing URL; usage: client URL")?;
    // Any cryptography provider of rustls works.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client =
        reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(DecodeLayer::new()).build();
    let mut response = client.post(url).body("{}").send().await?;
    while let Some(events) = response.chunk().await? {
        std::io::stdout().write_all(&events)?;
        std::io::stdout().flush()?;
    }
    Ok(())
}
