//! What stands between and changes nothing.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// Copies both ways and knows no HTTP: the least that a process between two can cost.
pub(crate) async fn copy(listener: TcpListener, url: &str) {
    loop {
        let (mut near, mut far) = pair(&listener, host(url)).await;
        tokio::spawn(async move { copy_bidirectional(&mut near, &mut far).await });
    }
}

/// The next connection, and one of its own to the far side.
async fn pair(listener: &TcpListener, far: &str) -> (TcpStream, TcpStream) {
    let near = listener.accept().await.unwrap().0;
    let far = TcpStream::connect(far).await.unwrap();
    near.set_nodelay(true).unwrap();
    far.set_nodelay(true).unwrap();
    (near, far)
}

fn host(url: &str) -> &str {
    url.trim_start_matches("http://")
}

/// Stands before a server, and counts what it sends.
pub(crate) struct Relay {
    pub(crate) url: String,
    writes: Arc<Mutex<Vec<usize>>>,
}

impl Relay {
    pub(crate) async fn before(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = format!("http://{}", listener.local_addr().unwrap());
        let (writes, far) = (Arc::default(), host(url).to_owned());
        tokio::spawn(relay(listener, far, Arc::clone(&writes)));
        Self { url: own, writes }
    }

    /// The sizes of the server's writes.
    pub(crate) fn writes(&self) -> Vec<usize> {
        self.writes.lock().unwrap().clone()
    }
}

async fn relay(listener: TcpListener, far: String, writes: Arc<Mutex<Vec<usize>>>) {
    loop {
        let (near, far) = pair(&listener, &far).await;
        let ((mut near_in, near_out), (far_in, mut far_out)) = (near.into_split(), far.into_split());
        tokio::spawn(async move { tokio::io::copy(&mut near_in, &mut far_out).await });
        tokio::spawn(count(far_in, near_out, Arc::clone(&writes)));
    }
}

/// What is read at once was written at once, as long as nothing waits.
async fn count(mut from: OwnedReadHalf, mut into: OwnedWriteHalf, writes: Arc<Mutex<Vec<usize>>>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(len @ 1..) = from.read(&mut buffer).await {
        writes.lock().unwrap().push(len);
        into.write_all(&buffer[..len]).await.unwrap();
    }
}
