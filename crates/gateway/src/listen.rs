//! A listener and its connections, with graceful shutdown.
//!
//! Draining works in three steps. When `stop` resolves, the listener is closed, so new clients are refused at once. Each
//! connection then shuts down gracefully: an idle one closes immediately, one with an open answer when the answer has ended.
//! After the grace period the connections that are still open are cut.
//!
//! ```text
//! stop         + 0 s    listener closed; idle connections closed
//!              + n s    each open answer ends; its connection closes
//! stop + grace          all other connections cut
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

/// Serves HTTP/1 and HTTP/2 on this listener until `stop` resolves, and then drains. Dropping the future cuts all connections.
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

/// Waits until all connections have ended, and cuts them after the grace period.
async fn drain(graceful: GracefulShutdown, mut open: JoinSet<()>, grace: Duration) {
    if time::timeout(grace, graceful.shutdown()).await.is_err() {
        while open.try_join_next().is_some() {}
        tracing::warn!(connections = open.len(), "cut after a grace period of {grace:?}");
    }
    open.shutdown().await;
}
