//! A client that writes and reads raw bytes.

use super::soon;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

pub(crate) struct RawClient(pub(crate) TcpStream);

/// An answer, read up to the end of its connection.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status line and the headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Whether the body ended as declared: with the last chunk, or at its `Content-Length`.
    pub(crate) complete: bool,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        status(&self.head)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Returns the status in the head of an answer, or 0 if there is none.
pub(crate) fn status(head: &str) -> u16 {
    head.get(9..12).unwrap_or_default().parse().unwrap_or_default()
}

impl RawClient {
    pub(crate) async fn new(address: SocketAddr) -> Self {
        Self(soon(TcpStream::connect(address)).await.unwrap())
    }

    /// Connects with a small receive buffer, so that the server notices soon if this client does not read.
    pub(crate) async fn with_small_buffer(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        Self(soon(socket.connect(address)).await.unwrap())
    }

    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        soon(self.0.write_all(bytes.as_ref())).await.unwrap();
    }

    /// Requests a chat with these additional header lines.
    pub(crate) async fn get(&mut self, headers: &str) {
        self.write(format!("GET /v1/chat HTTP/1.1\r\nHost: x\r\n{headers}\r\n")).await;
    }

    /// Reads up to and including `end`.
    pub(crate) async fn read_to(&mut self, end: &str) -> String {
        let mut bytes = Vec::new();
        while !bytes.ends_with(end.as_bytes()) {
            bytes.push(soon(self.0.read_u8()).await.unwrap());
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Reads an answer's status line and headers.
    pub(crate) async fn head(&mut self) -> String {
        self.read_to("\r\n\r\n").await.to_ascii_lowercase()
    }

    /// Reads this many bytes of a chunked body, and returns the data of their chunks.
    pub(crate) async fn read_chunked(&mut self, bytes: usize) -> Vec<u8> {
        let mut chunks = vec![0; bytes];
        soon(self.0.read_exact(&mut chunks)).await.unwrap();
        dechunked(&chunks).0
    }

    /// Reads until the connection is closed or reset.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = soon(self.0.read_to_end(&mut bytes)).await;
        bytes
    }

    /// Reads an answer and the end of the connection.
    pub(crate) async fn answer(&mut self) -> Answer {
        let bytes = self.rest().await;
        let text = String::from_utf8_lossy(&bytes);
        let end = text.find("\r\n\r\n").map_or(bytes.len(), |end| end + 4);
        let head = String::from_utf8_lossy(&bytes[..end.min(bytes.len())]).to_ascii_lowercase();
        let rest = &bytes[head.len()..];
        let (body, complete) = if head.contains("transfer-encoding: chunked") {
            dechunked(rest)
        } else {
            (rest.to_vec(), head.contains(&format!("content-length: {}\r\n", rest.len())))
        };
        Answer { head, body, complete }
    }
}

/// Requests a chat on a new connection with these additional header lines, and reads the answer.
pub(crate) async fn get_chat(address: SocketAddr, headers: &str) -> Answer {
    send_raw(address, format!("GET /v1/chat HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n")).await
}

/// Sends these bytes on a new connection, and reads the answer.
pub(crate) async fn send_raw(address: SocketAddr, bytes: impl AsRef<[u8]>) -> Answer {
    let mut client = RawClient::new(address).await;
    client.write(bytes).await;
    client.answer().await
}

/// Returns the data of chunks, including that of an incomplete chunk, and whether the last chunk arrived.
fn dechunked(mut bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|pair| pair == b"\r\n") {
        let len = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
        if len == 0 {
            return (body, true);
        }
        let (from, to) = (end + 2, (end + 2 + len).min(bytes.len()));
        body.extend_from_slice(&bytes[from..to]);
        bytes = bytes.get(to + 2..).unwrap_or_default();
    }
    (body, false)
}
