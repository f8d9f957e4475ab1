//! A client that knows nothing of token streams.

use super::incoming::Incoming;
use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(super) struct Client {
    socket: TcpStream,
    incoming: Incoming,
    buffer: Vec<u8>,
}

const QUESTION: &str = r#"{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"How does a lighthouse say its name?"}]}"#;

impl Client {
    /// Asks for an answer of so many events a second.
    pub(super) async fn ask(server: SocketAddr, path: &str, rate: f64) -> io::Result<Self> {
        let mut socket = TcpStream::connect(server).await?;
        socket.set_nodelay(true)?;
        let length = QUESTION.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {server}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             X-Replay-Rate: {rate}\r\n\r\n{QUESTION}"
        );
        socket.write_all(request.as_bytes()).await?;
        Ok(Self { socket, incoming: Incoming::default(), buffer: vec![0; 16 << 10] })
    }

    /// The body's next bytes; `None` at its end.
    pub(super) async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut body = Vec::new();
        while body.is_empty() && !self.incoming.is_complete() {
            let len = self.socket.read(&mut self.buffer).await?;
            let Some(bytes) = self.buffer.get(..len).filter(|bytes| !bytes.is_empty()) else {
                return Err(io::Error::other("the answer broke off: please report this"));
            };
            self.incoming.push(bytes, |bytes| body.extend_from_slice(bytes)).map_err(io::Error::other)?;
        }
        match self.incoming.status() {
            200 => Ok((!body.is_empty()).then_some(body)),
            status => Err(io::Error::other(format!("the answer has status {status}: please report this"))),
        }
    }
}
