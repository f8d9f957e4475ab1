//! A client that writes raw bytes.

use super::server::soon;
use bytes::Bytes;
use http::Response;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2::handshake;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::net::SocketAddr;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(super) struct Client<I>(pub(super) I);

impl Client<TcpStream> {
    pub(super) async fn new(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }
}

impl<I: AsyncRead + AsyncWrite + Send + Unpin + 'static> Client<I> {
    pub(super) async fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    pub(super) async fn get(&mut self, path: &str) {
        self.write(&format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n")).await;
    }

    /// Reads up to and including `end`.
    pub(super) async fn read_to(&mut self, end: &str) -> String {
        let mut text = Vec::new();
        while !text.ends_with(end.as_bytes()) {
            text.push(soon(self.0.read_u8()).await.unwrap());
        }
        String::from_utf8(text).unwrap()
    }

    /// Reads until the connection is closed or reset.
    pub(super) async fn read_all(&mut self) -> String {
        let mut text = Vec::new();
        let _ = soon(self.0.read_to_end(&mut text)).await;
        String::from_utf8(text).unwrap()
    }

    /// Sends a request with HTTP/2, without negotiating it first.
    pub(super) async fn get_http2(self, path: &str) -> Response<Bytes> {
        let (mut sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(self.0)).await.unwrap();
        tokio::spawn(connection);
        let uri = format!("http://localhost{path}");
        let request = http::Request::get(uri).body(Empty::<Bytes>::new()).unwrap();
        let (head, body) = soon(sender.send_request(request)).await.unwrap().into_parts();
        Response::from_parts(head, soon(body.collect()).await.unwrap().to_bytes())
    }
}
