//! Accepting connections.

use std::{io::ErrorKind, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// The pause after file descriptors or memory have run out. An open connection may end in the meantime and release
/// some.
const PAUSE: Duration = Duration::from_millis(200);

/// Returns the next connection. It never fails: an error of one connection does not affect the next.
pub(super) async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => return socket,
            Err(error) if concerns_one_connection(error.kind()) => {
                tracing::debug!(%error, "a client disconnected before its connection was accepted");
            }
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted, trying again: check the limit of open files");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Returns whether an error concerns only the connection that was being accepted.
fn concerns_one_connection(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset)
}
