//! Relays, which forward bytes and change nothing.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// Copies bytes in both directions without parsing HTTP: the minimum cost of a process between a client and a server.
pub(crate) async fn copy(listener: TcpListener, url: &str) {
    loop {
        let (mut client, mut server) = accept(&listener, host(url)).await;
        tokio::spawn(async move { copy_bidirectional(&mut client, &mut server).await });
    }
}

/// Accepts the next client, and opens a connection to the server for it.
async fn accept(listener: &TcpListener, server: &str) -> (TcpStream, TcpStream) {
    let client = listener.accept().await.unwrap().0;
    let server = TcpStream::connect(server).await.unwrap();
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    (client, server)
}

fn host(url: &str) -> &str {
    url.trim_start_matches("http://")
}

/// A relay in front of a server that records the sizes of the server's writes.
pub(crate) struct Relay {
    pub(crate) url: String,
    writes: Arc<Mutex<Vec<usize>>>,
}

impl Relay {
    /// Starts a relay in front of the server at this URL.
    pub(crate) async fn new(server_url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (writes, server) = (Arc::default(), host(server_url).to_owned());
        tokio::spawn(relay(listener, server, Arc::clone(&writes)));
        Self { url, writes }
    }

    /// Returns the sizes of the server's writes.
    pub(crate) fn writes(&self) -> Vec<usize> {
        self.writes.lock().unwrap().clone()
    }
}

async fn relay(listener: TcpListener, server: String, writes: Arc<Mutex<Vec<usize>>>) {
    loop {
        let (client, server) = accept(&listener, &server).await;
        let ((mut from_client, to_client), (from_server, mut to_server)) =
            (client.into_split(), server.into_split());
        tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
        tokio::spawn(copy_and_count(from_server, to_client, Arc::clone(&writes)));
    }
}

/// Copies bytes and records the size of each read. While the relay keeps up with the server, each read is one write
/// of the server.
async fn copy_and_count(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, writes: Arc<Mutex<Vec<usize>>>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(len @ 1..) = from.read(&mut buffer).await {
        writes.lock().unwrap().push(len);
        to.write_all(&buffer[..len]).await.unwrap();
    }
}
