//! A listener and its connections, with graceful shutdown.
//!
//! Draining works in three steps. When `stop` resolves, the listener is closed, so new clients are refused at once.
//! Each connection then shuts down gracefully: an idle connection closes immediately, and a connection with an open
//! answer closes when that answer ends. After the grace period, the connections that are still open are cut. Their
//! clients receive no end of the body, so that they do not mistake a cut answer for a complete one.
//!
//! ```text
//! stop            the listener and the idle connections are closed
//! stop + 5 s      an open answer ends; its connection is closed
//! stop + grace    all other connections are cut
//! ```

mod accept;
mod config;
mod connection;
mod deferred_error;
#[cfg(test)]
mod tests;

pub(crate) use config::ListenConfig;

use accept::accept;
use bytes::Bytes;
use connection::Connection;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::{net::TcpListener, task::JoinSet, time};

/// Serves HTTP/1 and HTTP/2 on this listener until `stop` resolves, and then drains. Dropping the future cuts all
/// connections.
pub(crate) async fn listen<S, B>(
    listener: TcpListener,
    service: S,
    config: ListenConfig,
    stop: impl Future<Output = ()>,
) where
    S: tower::Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<tower::BoxError>> + Send + 'static,
{
    let grace = config.grace;
    let connection = Arc::new(Connection::new(service, &config));
    let (graceful, mut open, mut stop) = (GracefulShutdown::new(), JoinSet::new(), pin!(stop));
    loop {
        tokio::select! {
            () = &mut stop => break,
            socket = accept(&listener) => { open.spawn(Arc::clone(&connection).serve(socket, graceful.watcher())); }
            Some(_) = open.join_next() => {}
        }
    }
    drop(listener);
    drain(graceful, open, grace).await;
}

/// Waits until all connections have ended. After the grace period, cuts those that are still open.
async fn drain(graceful: GracefulShutdown, mut open: JoinSet<()>, grace: Duration) {
    if time::timeout(grace, graceful.shutdown()).await.is_err() {
        // `open` still contains tasks that have ended but were not joined. They are not counted.
        while open.try_join_next().is_some() {}
        tracing::warn!(
            connections = open.len(),
            "cut open connections after the grace period of {grace:?}; raise it to let long answers finish"
        );
    }
    open.shutdown().await;
}
