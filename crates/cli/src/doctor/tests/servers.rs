//! Servers on the loopback interface, for one test each.

use axum::Router;
use std::net::SocketAddr;
use tokenwire_gateway::{ConnectConfig, ServeConfig, connect, serve};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A server. Dropping this stops it.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Opens a listener and runs the future that `run` returns for it.
    pub(super) async fn start<R>(run: impl FnOnce(TcpListener) -> R) -> Self
    where
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        Self { address, task: tokio::spawn(run(listener)) }
    }

    /// Starts a server with this router.
    pub(super) async fn router(router: Router) -> Self {
        Self::start(async |listener| axum::serve(listener, router).await.unwrap()).await
    }

    /// Starts a gateway.
    pub(super) async fn serve(config: ServeConfig) -> Self {
        let stop = std::future::pending();
        Self::start(|listener| async { serve(config, listener, None, stop).await.unwrap() }).await
    }

    /// Starts `tokenwire connect` in front of this server.
    pub(super) async fn connect(gateway: &Self) -> Self {
        let config = ConnectConfig::new(gateway.url("").parse().unwrap());
        let stop = std::future::pending();
        Self::start(|listener| async { connect(config, listener, None, stop).await.unwrap() }).await
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(super) fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
