//! A client that writes and sees bytes.

use super::soon;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

pub(crate) struct Wire(pub(crate) TcpStream);

/// An answer as it came, up to the connection's end.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status line and the headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Whether there was an end, by a last chunk or by the length.
    pub(crate) whole: bool,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        status(&self.head)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Of an answer's head.
pub(crate) fn status(head: &str) -> u16 {
    head.get(9..12).unwrap_or_default().parse().unwrap_or_default()
}

impl Wire {
    pub(crate) async fn new(address: SocketAddr) -> Self {
        Self(soon(TcpStream::connect(address)).await.unwrap())
    }

    /// One for which little fits into the machine's own buffers.
    pub(crate) async fn narrow(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        Self(soon(socket.connect(address)).await.unwrap())
    }

    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        soon(self.0.write_all(bytes.as_ref())).await.unwrap();
    }

    /// Asks for a chat, with these lines of headers.
    pub(crate) async fn get(&mut self, headers: &str) {
        self.write(format!("GET /v1/chat HTTP/1.1\r\nHost: x\r\n{headers}\r\n")).await;
    }

    /// What comes up to and with this.
    pub(crate) async fn read_to(&mut self, end: &str) -> String {
        let mut bytes = Vec::new();
        while !bytes.ends_with(end.as_bytes()) {
            bytes.push(soon(self.0.read_u8()).await.unwrap());
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// An answer's status and headers.
    pub(crate) async fn head(&mut self) -> String {
        self.read_to("\r\n\r\n").await.to_ascii_lowercase()
    }

    /// What these many bytes say, which are of a body in chunks.
    pub(crate) async fn some(&mut self, bytes: usize) -> Vec<u8> {
        let mut some = vec![0; bytes];
        soon(self.0.read_exact(&mut some)).await.unwrap();
        dechunked(&some).0
    }

    /// What comes until the connection is closed, or reset.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = soon(self.0.read_to_end(&mut bytes)).await;
        bytes
    }

    /// The last answer on this connection.
    pub(crate) async fn answer(&mut self) -> Answer {
        let all = self.rest().await;
        let text = String::from_utf8_lossy(&all);
        let end = text.find("\r\n\r\n").map_or(all.len(), |end| end + 4);
        let head = String::from_utf8_lossy(&all[..end.min(all.len())]).to_ascii_lowercase();
        let rest = &all[head.len()..];
        let (body, whole) = if head.contains("transfer-encoding: chunked") {
            dechunked(rest)
        } else {
            (rest.to_vec(), head.contains(&format!("content-length: {}\r\n", rest.len())))
        };
        Answer { head, body, whole }
    }
}

/// Asks for a chat on a connection of its own, and takes what comes.
pub(crate) async fn ask(address: SocketAddr, headers: &str) -> Answer {
    say(address, format!("GET /v1/chat HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n")).await
}

/// Says this, and takes what comes.
pub(crate) async fn say(address: SocketAddr, bytes: impl AsRef<[u8]>) -> Answer {
    let mut wire = Wire::new(address).await;
    wire.write(bytes).await;
    wire.answer().await
}

/// What chunks say, the last as far as it came, and whether the chunk came that ends them.
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
