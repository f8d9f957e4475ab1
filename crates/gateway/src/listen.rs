//! A listener and all its connections, until it is told to stop.

mod accept;
mod door;
mod flushed;
#[cfg(test)]
mod tests;
mod tls;

use crate::config::{ProxyConfig, Tls};
use accept::accept;
use bytes::Bytes;
use door::Door;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::{io, pin::pin, sync::Arc, time::Duration};
use tokio::{net::TcpListener, task::JoinSet, time};

/// How connections are taken.
#[derive(Debug, Clone)]
pub(crate) struct Listen {
    /// The longest that a connection may be without a request that is whole up to its body.
    pub(crate) headers: Duration,
    /// The longest that a client may take no byte of what waits for it.
    pub(crate) idle: Duration,
    /// The longest that open connections go on, once it was told to stop.
    pub(crate) grace: Duration,
    /// The most bytes of a request's line and headers.
    pub(crate) header_bytes: usize,
    /// The most requests at a time on one connection, where it carries several.
    pub(crate) streams: usize,
    /// Without it, connections are plain.
    pub(crate) tls: Option<Tls>,
}

impl From<&ProxyConfig> for Listen {
    fn from(config: &ProxyConfig) -> Self {
        Self {
            headers: config.timeouts.headers,
            idle: config.timeouts.idle,
            grace: config.timeouts.grace,
            header_bytes: config.limits.header_bytes,
            streams: config.limits.streams,
            tls: config.tls.clone(),
        }
    }
}

/// Answers HTTP/1 and HTTP/2 on this listener until `stop`; then takes no more, and ends when all that is open has
/// ended, or was cut.
///
/// # Errors
/// If the certificate or its key cannot be used. What goes wrong later is one connection's.
pub(crate) async fn listen<S, B>(
    listener: TcpListener,
    service: S,
    how: Listen,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: tower::Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<tower::BoxError>> + Send + 'static,
{
    let door = Arc::new(Door::new(service, &how)?);
    let (graceful, mut open, mut stop) = (GracefulShutdown::new(), JoinSet::new(), pin!(stop));
    loop {
        tokio::select! {
            () = &mut stop => break,
            socket = accept(&listener) => { open.spawn(Arc::clone(&door).serve(socket, graceful.watcher())); }
            Some(_) = open.join_next() => {}
        }
    }
    drop(listener);
    close(graceful, open, how.grace).await;
    Ok(())
}

/// Requests that were taken are answered, within the time there is.
async fn close(graceful: GracefulShutdown, mut open: JoinSet<()>, grace: Duration) {
    if time::timeout(grace, graceful.shutdown()).await.is_err() {
        while open.try_join_next().is_some() {}
        tracing::warn!(connections = open.len(), "still open after {grace:?}: cut");
    }
    open.shutdown().await;
}
