//! A listener with a few routes.

use crate::listen::{ListenConfig, listen};
use bytes::Bytes;
use futures_util::stream;
use http::{Request, Response, StatusCode, header::UPGRADE};
use http_body::Frame;
use http_body_util::{BodyExt as _, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::{net::TcpListener, task::JoinHandle, time};

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// A timeout that no passing test reaches.
pub(super) const LONG: Duration = Duration::from_secs(60);
/// A timeout that tests wait for.
pub(super) const SHORT: Duration = Duration::from_millis(100);

pub(super) fn config() -> ListenConfig {
    ListenConfig {
        header_timeout: LONG,
        write_timeout: LONG,
        grace: LONG,
        header_bytes: 64 << 10,
        streams: 1000,
        tls: None,
    }
}

pub(super) struct Server {
    pub(super) address: SocketAddr,
    /// Sends the chunks of `/fed`. The answer ends when the sender is dropped.
    pub(super) feed: mpsc::Sender<Bytes>,
    /// Receives a message when an answer to `/endless` is dropped.
    pub(super) dropped: mpsc::Receiver<()>,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Server {
    pub(super) async fn new(config: ListenConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (feed, source) = mpsc::channel(8);
        let (dropping, dropped) = mpsc::channel(8);
        let (stop, stopped) = oneshot::channel();
        let source = Arc::new(Mutex::new(source));
        let service = tower::service_fn(move |request| {
            std::future::ready(Ok(answer(request, Arc::clone(&source), dropping.clone())))
        });
        let stopped = async { drop(stopped.await) };
        let ended = tokio::spawn(listen(listener, service, config, stopped));
        Self { address, feed, dropped, stop, ended }
    }

    /// Signals the server to stop. Returns its feed, and a handle that resolves when the server has ended.
    pub(super) fn stop(self) -> (mpsc::Sender<Bytes>, JoinHandle<()>) {
        self.stop.send(()).unwrap();
        (self.feed, self.ended)
    }
}

pub(super) async fn soon<T>(future: impl Future<Output = T>) -> T {
    time::timeout(LONG, future).await.expect("timed out")
}

fn answer(
    request: Request<Incoming>,
    source: Arc<Mutex<mpsc::Receiver<Bytes>>>,
    dropping: mpsc::Sender<()>,
) -> Response<Body> {
    let body = match request.uri().path() {
        "/fed" => fed_by(source),
        "/endless" => endless(dropping),
        "/upgrade" => return echo(request),
        _ => Full::from("hello").boxed_unsync(),
    };
    Response::new(body)
}

fn fed_by(source: Arc<Mutex<mpsc::Receiver<Bytes>>>) -> Body {
    let frames = stream::unfold(source, |source| async {
        let bytes = source.lock().await.recv().await?;
        Some((Ok(Frame::data(bytes)), source))
    });
    StreamBody::new(frames).boxed_unsync()
}

/// Sends a message when it is dropped.
struct Guard(mpsc::Sender<()>);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.try_send(());
    }
}

fn endless(dropping: mpsc::Sender<()>) -> Body {
    let frames = stream::unfold(Guard(dropping), |guard| async {
        Some((Ok(Frame::data(Bytes::from(vec![b'.'; 1 << 16]))), guard))
    });
    StreamBody::new(frames).boxed_unsync()
}

/// Echoes the bytes of an upgraded connection.
fn echo(mut request: Request<Incoming>) -> Response<Body> {
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async {
        let (mut read, mut write) = tokio::io::split(TokioIo::new(upgrade.await.unwrap()));
        tokio::io::copy(&mut read, &mut write).await.unwrap();
    });
    let mut response = Response::new(Full::default().boxed_unsync());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    response.headers_mut().insert(UPGRADE, "echo".parse().unwrap());
    response
}
