//! Servers on loopback that run for one test.
#![allow(dead_code, clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

pub(crate) mod chain;
pub(crate) mod chat;
pub(crate) mod raw_client;
pub(crate) mod raw_server;
pub(crate) mod upstream;

use std::net::SocketAddr;
use std::time::Duration;
use tokenwire_gateway::{BaseUrl, ConnectConfig, ProxyConfig, ServeConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The maximum time that a test waits for anything.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(20);

/// Waits for a future, up to [`TIMEOUT`].
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(TIMEOUT, future).await.expect("timed out")
}

/// A server that stops when it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn base(&self) -> BaseUrl {
        self.url("").parse().unwrap()
    }

    /// Signals the server to stop, and waits until it has ended.
    pub(crate) async fn stop(mut self) {
        self.signal_stop();
        soon(&mut self.task).await.unwrap();
    }

    /// Signals the server to stop.
    pub(crate) fn signal_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// Starts a server. `run` serves a listener until it receives a stop signal.
pub(crate) async fn run<F, R>(run: F) -> Running
where
    F: FnOnce(TcpListener, oneshot::Receiver<()>) -> R,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = listener().await;
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    Running { address, stop: Some(stop), task: tokio::spawn(run(listener, stopped)) }
}

/// Waits until connections to this address are refused.
pub(crate) async fn until_refused(address: SocketAddr) {
    let refused = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    soon(refused).await;
}

/// Decodes a token stream. Returns its complete events, and an error if the stream is malformed or truncated.
pub(crate) fn decoded(stream: &[u8]) -> (Vec<u8>, tokenwire::Result<()>) {
    let mut decoder = tokenwire_chat::Decoder::new();
    decoder.push(stream);
    let mut events = Vec::new();
    let end = loop {
        match decoder.next_event() {
            Ok(Some(event)) => events.extend_from_slice(event.bytes),
            Ok(None) => break decoder.finish(),
            Err(error) => break Err(error),
        }
    };
    (events, end)
}

/// Serves an axum router.
pub(crate) async fn router(router: axum::Router) -> Running {
    run(|listener, stopped| async move {
        let stop = async { drop(stopped.await) };
        axum::serve(listener, router).with_graceful_shutdown(stop).await.unwrap();
    })
    .await
}

pub(crate) fn serve_config(upstream: &Running) -> ServeConfig {
    ServeConfig::new(upstream.base())
}

pub(crate) fn connect_config(gateway: &Running) -> ConnectConfig {
    ConnectConfig::new(gateway.base())
}

/// Returns the default configuration with a change.
pub(crate) fn proxy_config(change: impl FnOnce(&mut ProxyConfig)) -> ProxyConfig {
    let mut config = ProxyConfig::default();
    change(&mut config);
    config
}

pub(crate) async fn serve(config: ServeConfig) -> Running {
    run(|listener, stopped| async move {
        tokenwire_gateway::serve(config, listener, None, async { drop(stopped.await) }).await.unwrap();
    })
    .await
}

pub(crate) async fn connect(config: ConnectConfig) -> Running {
    run(|listener, stopped| async move {
        tokenwire_gateway::connect(config, listener, None, async { drop(stopped.await) }).await.unwrap();
    })
    .await
}

/// Returns an HTTP client that ignores proxies from the environment.
pub(crate) fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
