//! Accepts connections.

use std::{io::ErrorKind, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// The pause when file descriptors or memory have run out, during which a connection may end.
const PAUSE: Duration = Duration::from_millis(200);

/// Returns the next connection. Never fails: the error of one connection does not concern the next.
pub(super) async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => return socket,
            Err(error) if concerns_one_connection(error.kind()) => {
                tracing::debug!(%error, "a client disconnected before its connection was accepted");
            }
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

fn concerns_one_connection(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset)
}
