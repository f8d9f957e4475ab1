//! A replay server that runs for one test.

use reqwest::{Client, RequestBuilder, Response};
use std::path::{Path, PathBuf};
use tokenwire_replay::{LogSnapshot, Replay};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Duration, sleep, timeout};

/// A replay server that stops when it is dropped.
pub(crate) struct Upstream {
    pub(crate) replay: Replay,
    pub(crate) address: String,
    server: JoinHandle<()>,
    client: Client,
}

/// Six events. Only the fourth, "Åbo", is not ASCII.
pub(crate) const SMALL: &str = "data: {\"n\":0}\n\ndata: {\"n\":1}\n\ndata: {\"n\":2}\n\ndata: {\"n\":\"Åbo\"}\n\n\
                                data: {\"n\":4}\n\ndata: [DONE]\n\n";

pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/streams")
}

/// Returns a sample's bytes.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    std::fs::read(samples().join(name)).unwrap()
}

impl Upstream {
    pub(crate) async fn new(replay: Replay) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let serving = replay.clone();
        let server = tokio::spawn(async move { serving.serve(listener, std::future::pending()).await });
        Self { replay, address, server, client: client() }
    }

    /// Replays [`SMALL`] and a small JSON answer.
    pub(crate) async fn small() -> Self {
        Self::new(Replay::from_files([("small.sse", SMALL), ("small.json", "{\"whole\":true}")])).await
    }

    /// Replays the samples in `examples/streams`.
    pub(crate) async fn samples() -> Self {
        Self::new(Replay::from_folder(&samples()).unwrap()).await
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("http://{}{path}", self.address))
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> RequestBuilder {
        self.client.post(format!("http://{}{path}", self.address)).body(body.to_owned())
    }

    /// Requests [`SMALL`] with this fault.
    pub(crate) async fn with_fault(&self, fault: &str) -> Response {
        self.get("/small").header("x-replay-fault", fault).send().await.unwrap()
    }

    /// Waits until the log meets a condition, and returns the log.
    pub(crate) async fn until_log(&self, condition: impl Fn(&LogSnapshot) -> bool) -> LogSnapshot {
        let wait = async {
            while !condition(&self.replay.log()) {
                sleep(Duration::from_millis(2)).await;
            }
            self.replay.log()
        };
        timeout(Duration::from_secs(20), wait).await.expect("timed out")
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn client() -> Client {
    // This fails in all tests of the process but the first, which installs the provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Reads a body until it ends or breaks off. Returns its bytes, and whether it ended.
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
