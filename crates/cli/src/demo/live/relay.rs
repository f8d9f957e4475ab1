//! A relay that counts the bytes of the responses that pass through it.

use super::incoming::Incoming;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{io, time::Duration};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The number of bytes of responses.
#[derive(Debug, Default)]
pub(super) struct Count {
    bodies: AtomicUsize,
    all: AtomicUsize,
}

/// The wait after a failure to accept a connection.
const RETRY_DELAY: Duration = Duration::from_millis(50);

impl Count {
    /// Returns the number of bytes of bodies, without headers and chunk sizes.
    pub(super) fn bodies(&self) -> usize {
        self.bodies.load(Ordering::Relaxed)
    }

    /// Returns the number of all bytes, including headers and chunk sizes.
    pub(super) fn all(&self) -> usize {
        self.all.load(Ordering::Relaxed)
    }
}

/// Forwards bytes in both directions, and counts the bytes of responses.
pub(super) async fn relay(listener: TcpListener, to: SocketAddr, count: Arc<Count>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((client, _)) => drop(connections.spawn(forward(client, to, Arc::clone(&count)))),
            Err(_) => tokio::time::sleep(RETRY_DELAY).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn forward(client: TcpStream, to: SocketAddr, count: Arc<Count>) -> io::Result<()> {
    let server = TcpStream::connect(to).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let ((mut from_client, to_client), (from_server, mut to_server)) =
        (client.into_split(), server.into_split());
    // If either side closes, both directions end.
    tokio::select! {
        copied = copy(&mut from_client, &mut to_server) => copied.map(drop),
        counted = copy_and_count(from_server, to_client, &count) => counted,
    }
}

async fn copy_and_count(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, count: &Count) -> io::Result<()> {
    let (mut incoming, mut buffer) = (Incoming::default(), vec![0; 16 << 10]);
    loop {
        let len = from.read(&mut buffer).await?;
        let Some(bytes) = buffer.get(..len).filter(|bytes| !bytes.is_empty()) else { return Ok(()) };
        count.all.fetch_add(len, Ordering::Relaxed);
        let mut bodies = 0;
        incoming.push(bytes, |body| bodies += body.len()).map_err(io::Error::other)?;
        count.bodies.fetch_add(bodies, Ordering::Relaxed);
        to.write_all(bytes).await?;
    }
}
