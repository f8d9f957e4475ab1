//! Servers that answer with raw bytes.

use super::{Running, run};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The status line and headers of a chunked stream of events.
pub(crate) const EVENTS: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// Answers each request with the bytes that `answer` returns, and closes the connection.
pub(crate) async fn raw_server(answer: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Running {
    run(|listener, stopped| async move {
        let answers = async {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(send(socket, answer()));
            }
        };
        tokio::select! { () = answers => {}, _ = stopped => {} }
    })
    .await
}

/// Answers with [`EVENTS`] and these bytes in one chunk. The end of the body is missing.
pub(crate) async fn truncating_server(bytes: impl AsRef<[u8]>) -> Running {
    let answer = [EVENTS.as_bytes(), &chunk(bytes.as_ref())].concat();
    raw_server(move || answer.clone()).await
}

pub(crate) fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

async fn send(mut socket: TcpStream, answer: Vec<u8>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let Ok(byte) = socket.read_u8().await else { return };
        request.push(byte);
    }
    let _ = socket.write_all(&answer).await;
    let _ = socket.shutdown().await;
    // Reads the rest: closing a socket with unread bytes would reset the connection.
    let _ = socket.read_to_end(&mut request).await;
}
