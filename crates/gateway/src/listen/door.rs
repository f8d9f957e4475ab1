//! What all connections of a listener share, and how one of them is served.

use super::flushed::{Flushes, Flushing, Patient};
use super::{Listen, tls};
use bytes::Bytes;
use http::{Request, Response, Version};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::{conn::auto::Builder, graceful::Watcher};
use std::convert::Infallible;
use std::{future, io, pin::Pin, sync::Arc, time::Duration};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::{net::TcpStream, sync::Notify, time};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

/// The least that hyper takes.
const LEAST_HEADER_BYTES: usize = 8192;
/// What of one HTTP/2 stream waits for its client before the answer waits too.
const SEND_BUFFER: usize = 64 << 10;
/// After so much silence a client of HTTP/2 is asked whether it is still there.
const PING: Duration = Duration::from_secs(30);

/// What one HTTP/2 stream has for its client was sent by then, if the client takes it.
const FLUSHED_BY_THEN: Duration = Duration::from_millis(200);

pub(super) struct Door<S> {
    service: S,
    builder: Builder<TokioExecutor>,
    tls: Option<TlsAcceptor>,
    headers: Duration,
    idle: Duration,
}

impl<S, B> Door<S>
where
    S: tower::Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<tower::BoxError>> + Send + 'static,
{
    pub(super) fn new(service: S, how: &Listen) -> io::Result<Self> {
        let tls = how.tls.as_ref().map(tls::acceptor).transpose()?;
        Ok(Self { service, builder: builder(how), tls, headers: how.headers, idle: how.idle })
    }

    /// Until either side ends it, or its first request does not come.
    pub(super) async fn serve(self: Arc<Self>, socket: TcpStream, watcher: Watcher) {
        let asked = Arc::new(Notify::new());
        let answered = self.answer(socket, &asked, watcher);
        // hyper's own timer begins when it knows that it is HTTP/1: not in a handshake, nor before the first byte.
        tokio::select! {
            () = answered => {}
            () = silence(&asked, self.headers) => tracing::debug!("a connection without a request: dropped"),
        }
    }

    async fn answer(&self, socket: TcpStream, asked: &Arc<Notify>, watcher: Watcher) {
        // A flush is meant to be sent, not to be held back until the last one is acknowledged.
        let _ = socket.set_nodelay(true);
        let io = self.timed(socket);
        match &self.tls {
            None => self.http(io, asked, watcher).await,
            Some(tls) => match tls.accept(io).await {
                Ok(io) => self.http(io, asked, watcher).await,
                Err(error) => tracing::debug!(%error, "a TLS handshake failed"),
            },
        }
    }

    /// On the socket, as an answer's own timers stand still while no more of it fits in there.
    fn timed(&self, socket: TcpStream) -> Pin<Box<TimeoutStream<TcpStream>>> {
        let mut io = TimeoutStream::new(socket);
        io.set_write_timeout(Some(self.idle));
        Box::pin(io)
    }

    async fn http<I>(&self, io: I, asked: &Arc<Notify>, watcher: Watcher)
    where
        I: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (service, asked, flushes) = (self.service.clone(), Arc::clone(asked), Flushes::default());
        let io = TokioIo::new(Flushing::new(io, flushes.clone()));
        let idle = self.idle;
        let service = service_fn(move |request: Request<Incoming>| {
            asked.notify_one();
            let (longest, flushes) = (patience(request.version(), idle), flushes.clone());
            let answer = service.clone().oneshot(request);
            async move { Ok::<_, Infallible>(answer.await?.map(|body| Patient::new(body, flushes, longest))) }
        });
        let connection = self.builder.serve_connection_with_upgrades(io, service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection broke off");
        }
    }
}

/// How long an answer that breaks off may wait for what came before. In HTTP/2 that may have been written long ago, and nobody says so.
fn patience(version: Version, idle: Duration) -> Duration {
    if version == Version::HTTP_2 { FLUSHED_BY_THEN } else { idle }
}

fn builder(how: &Listen) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(how.headers)
        .max_buf_size(how.header_bytes.max(LEAST_HEADER_BYTES));
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .max_header_list_size(u32::try_from(how.header_bytes).unwrap_or(u32::MAX))
        .max_concurrent_streams(u32::try_from(how.streams).unwrap_or(u32::MAX))
        .max_send_buf_size(SEND_BUFFER);
    builder
}

/// Ends if nothing was asked in so much time.
async fn silence(asked: &Notify, time: Duration) {
    if time::timeout(time, asked.notified()).await.is_ok() {
        future::pending::<()>().await;
    }
}
