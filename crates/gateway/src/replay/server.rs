//! Connections.

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// How long to wait when no connection can be taken, which may be for want of descriptors.
const SHORT: Duration = Duration::from_millis(50);

/// Serves until `stop`; then all connections are dropped, as when a server dies.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => drop(connections.spawn(connection(socket, router.clone()))),
                Err(_) => tokio::time::sleep(SHORT).await,
            }
        }
    }
}

async fn connection(socket: TcpStream, router: Router) {
    // Without it small writes wait for one another; it can fail only if the client is gone.
    let _ = socket.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    // How a connection ends is in the log of answers.
    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
}
