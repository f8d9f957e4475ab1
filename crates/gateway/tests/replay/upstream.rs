//! An upstream that runs for one test.

use reqwest::{Client, RequestBuilder, Response};
use std::path::{Path, PathBuf};
use tokenwire_gateway::replay::{Replay, Seen};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Duration, sleep, timeout};

/// Ends with the test.
pub(crate) struct Upstream {
    pub(crate) replay: Replay,
    pub(crate) address: String,
    server: JoinHandle<()>,
    client: Client,
}

/// Six events; the fourth, "Åbo", is the only one beyond ASCII.
pub(crate) const SMALL: &str = "data: {\"n\":0}\n\ndata: {\"n\":1}\n\ndata: {\"n\":2}\n\ndata: {\"n\":\"Åbo\"}\n\n\
                                data: {\"n\":4}\n\ndata: [DONE]\n\n";

pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/streams")
}

/// A sample's bytes.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    std::fs::read(samples().join(name)).unwrap()
}

impl Upstream {
    pub(crate) async fn of(replay: Replay) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let serving = replay.clone();
        let server = tokio::spawn(async move { serving.serve(listener, std::future::pending()).await });
        Self { replay, address, server, client: client() }
    }

    /// With [`SMALL`] and its answer in one.
    pub(crate) async fn small() -> Self {
        Self::of(Replay::from_files([("small.sse", SMALL), ("small.json", "{\"whole\":true}")])).await
    }

    pub(crate) async fn samples() -> Self {
        Self::of(Replay::open(&samples()).unwrap()).await
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("http://{}{path}", self.address))
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> RequestBuilder {
        self.client.post(format!("http://{}{path}", self.address)).body(body.to_owned())
    }

    /// Asks for [`SMALL`] with this fault.
    pub(crate) async fn fault(&self, fault: &str) -> Response {
        self.get("/small").header("x-replay-fault", fault).send().await.unwrap()
    }

    /// Waits until what was seen is like this.
    pub(crate) async fn until(&self, is: impl Fn(&Seen) -> bool) -> Seen {
        let wait = async {
            while !is(&self.replay.seen()) {
                sleep(Duration::from_millis(2)).await;
            }
            self.replay.seen()
        };
        timeout(Duration::from_secs(20), wait).await.expect("it was never seen")
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn client() -> Client {
    // Only the first test's is taken.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// All that comes before the body ends or breaks off, and whether it ended.
pub(crate) async fn read(mut response: Response) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend(chunk),
            Ok(None) => return (bytes, true),
            Err(_) => return (bytes, false),
        }
    }
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
