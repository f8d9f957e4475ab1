//! One accepted connection: TLS, timeouts, HTTP.
//!
//! A client must not occupy a connection without using it. Each phase of a connection has its own timer:
//!
//! | phase | timer |
//! |---|---|
//! | TLS handshake, first byte, headers of the first request | [`no_request`], from the start of the connection |
//! | idle time before a later HTTP/1 request, and its headers | hyper's `header_read_timeout` |
//! | a client that does not read its answer | a write timeout on the socket |
//! | an HTTP/2 client that has vanished | hyper's PING, every [`PING_INTERVAL`] |
//!
//! For example, a client that connects and sends nothing is closed by `no_request`. hyper's timer would never start,
//! because hyper starts it only after it has received enough bytes to tell HTTP/1 from HTTP/2.
//!
//! A client that stops reading fills the socket's buffer. hyper then no longer polls the answer's body, so a timer
//! inside the body would not run. The timer is therefore on the socket, below TLS and HTTP.

use super::config::ListenConfig;
use super::deferred_error::{DeferredError, FlushNotify, FlushNotifyIo};
use crate::tls::Tls;
use bytes::Bytes;
use http::{Request, Response, Version};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::{conn::auto::Builder, graceful::Watcher};
use std::convert::Infallible;
use std::{future, pin::Pin, sync::Arc, time::Duration};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::{net::TcpStream, sync::Notify, time};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

/// The smallest header buffer that hyper accepts.
const MIN_HEADER_BYTES: usize = 8192;
/// The number of bytes of one HTTP/2 stream that are buffered for its client before backpressure applies.
const SEND_BUFFER: usize = 64 << 10;
/// The time between two PINGs to an HTTP/2 client. If it does not answer, hyper closes the connection.
const PING_INTERVAL: Duration = Duration::from_secs(30);
/// The time for which an error in an HTTP/2 answer is deferred: long enough to send the bytes before the error to a
/// client that reads.
const HTTP2_FLUSH_TIME: Duration = Duration::from_millis(200);

/// Serves the connections of a listener.
pub(super) struct Connection<S> {
    service: S,
    builder: Builder<TokioExecutor>,
    tls: Option<TlsAcceptor>,
    header_timeout: Duration,
    write_timeout: Duration,
}

impl<S, B> Connection<S>
where
    S: tower::Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<tower::BoxError>> + Send + 'static,
{
    pub(super) fn new(service: S, config: &ListenConfig) -> Self {
        Self {
            service,
            builder: builder(config),
            tls: config.tls.as_ref().map(Tls::acceptor),
            header_timeout: config.header_timeout,
            write_timeout: config.write_timeout,
        }
    }

    /// Serves a connection until either side ends it. Closes it if its first request does not arrive in time.
    pub(super) async fn serve(self: Arc<Self>, socket: TcpStream, watcher: Watcher) {
        let requested = Arc::new(Notify::new());
        let served = self.handshake(socket, &requested, watcher);
        tokio::select! {
            () = served => {}
            () = no_request(&requested, self.header_timeout) => {
                tracing::debug!("closed a connection: its first request did not arrive in time");
            }
        }
    }

    async fn handshake(&self, socket: TcpStream, requested: &Arc<Notify>, watcher: Watcher) {
        // With Nagle's algorithm, a flushed token would wait for the acknowledgment of the previous one.
        let _ = socket.set_nodelay(true);
        let io = self.with_write_timeout(socket);
        match &self.tls {
            None => self.http(io, requested, watcher).await,
            Some(tls) => match tls.accept(io).await {
                Ok(io) => self.http(io, requested, watcher).await,
                Err(error) => tracing::debug!(%error, "a TLS handshake with a client failed"),
            },
        }
    }

    /// Adds the write timeout to a socket.
    fn with_write_timeout(&self, socket: TcpStream) -> Pin<Box<TimeoutStream<TcpStream>>> {
        let mut io = TimeoutStream::new(socket);
        io.set_write_timeout(Some(self.write_timeout));
        Box::pin(io)
    }

    async fn http<I>(&self, io: I, requested: &Arc<Notify>, watcher: Watcher)
    where
        I: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (service, requested, flushes) =
            (self.service.clone(), Arc::clone(requested), FlushNotify::default());
        let io = TokioIo::new(FlushNotifyIo::new(io, flushes.clone()));
        let write_timeout = self.write_timeout;
        let service = service_fn(move |request: Request<Incoming>| {
            requested.notify_one();
            let (deferral, flushes) = (max_deferral(request.version(), write_timeout), flushes.clone());
            let answer = service.clone().oneshot(request);
            async move {
                Ok::<_, Infallible>(answer.await?.map(|body| DeferredError::new(body, flushes, deferral)))
            }
        });
        let connection = self.builder.serve_connection_with_upgrades(io, service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "the connection of a client broke off");
        }
    }
}

/// Returns the maximum time for which an error is deferred. It is short for HTTP/2: the bytes before the error may
/// already be written, and then no flush follows that would end the wait.
fn max_deferral(version: Version, write_timeout: Duration) -> Duration {
    if version == Version::HTTP_2 { HTTP2_FLUSH_TIME } else { write_timeout }
}

fn builder(config: &ListenConfig) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(config.header_timeout)
        .max_buf_size(config.header_bytes.max(MIN_HEADER_BYTES));
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_INTERVAL)
        .max_header_list_size(u32::try_from(config.header_bytes).unwrap_or(u32::MAX))
        .max_concurrent_streams(u32::try_from(config.streams).unwrap_or(u32::MAX))
        .max_send_buf_size(SEND_BUFFER);
    builder
}

/// Resolves if the first request does not arrive within `timeout`. Otherwise never resolves.
async fn no_request(requested: &Notify, timeout: Duration) {
    if time::timeout(timeout, requested.notified()).await.is_ok() {
        future::pending::<()>().await;
    }
}
