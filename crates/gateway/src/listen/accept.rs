//! The next connection.

use std::{io::ErrorKind, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// How long it waits where there are no more file descriptors, or no memory: until some connection ends, perhaps.
const PAUSE: Duration = Duration::from_millis(200);

/// Never fails: what is wrong with one connection is no matter for the next.
pub(super) async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => return socket,
            Err(error) if of_one(error.kind()) => tracing::debug!(%error, "a connection was lost"),
            Err(error) => {
                tracing::warn!(%error, "no connection can be taken");
                sleep(PAUSE).await;
            }
        }
    }
}

/// The client went before it was answered.
fn of_one(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset)
}
