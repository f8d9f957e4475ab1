//! A server that says the same to everybody, byte for byte.

use super::{Running, run};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The head of a stream of events, in chunks.
pub(crate) const EVENTS: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// Says what this makes for each request, and closes.
pub(crate) async fn says(said: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Running {
    run(|listener, stopped| async move {
        let answers = async {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(answer(socket, said()));
            }
        };
        tokio::select! { () = answers => {}, _ = stopped => {} }
    })
    .await
}

/// The headers of events and these bytes in one chunk, but no end.
pub(crate) async fn breaks_off_after(bytes: impl AsRef<[u8]>) -> Running {
    let said = [EVENTS.as_bytes(), &chunk(bytes.as_ref())].concat();
    says(move || said.clone()).await
}

pub(crate) fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

async fn answer(mut socket: TcpStream, said: Vec<u8>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let Ok(byte) = socket.read_u8().await else { return };
        request.push(byte);
    }
    let _ = socket.write_all(&said).await;
    let _ = socket.shutdown().await;
    // What is closed with something unread is reset.
    let _ = socket.read_to_end(&mut request).await;
}
