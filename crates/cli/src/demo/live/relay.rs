//! Counts what passes on a socket.

use super::incoming::Incoming;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{io, time::Duration};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Bytes of answers.
#[derive(Debug, Default)]
pub(super) struct Count {
    bodies: AtomicUsize,
    all: AtomicUsize,
}

/// How long to wait when no connection can be taken.
const SHORT: Duration = Duration::from_millis(50);

impl Count {
    /// Of bodies, without headers and sizes of chunks.
    pub(super) fn bodies(&self) -> usize {
        self.bodies.load(Ordering::Relaxed)
    }

    /// All that came over the socket.
    pub(super) fn all(&self) -> usize {
        self.all.load(Ordering::Relaxed)
    }
}

/// Forwards bytes in both directions, and counts the answers.
pub(super) async fn relay(listener: TcpListener, to: SocketAddr, count: Arc<Count>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((client, _)) => drop(connections.spawn(pass(client, to, Arc::clone(&count)))),
            Err(_) => tokio::time::sleep(SHORT).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn pass(client: TcpStream, to: SocketAddr, count: Arc<Count>) -> io::Result<()> {
    let server = TcpStream::connect(to).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let ((mut asked, answered), (answers, mut asks)) = (client.into_split(), server.into_split());
    // If either side closes, both directions end.
    tokio::select! {
        copied = copy(&mut asked, &mut asks) => copied.map(drop),
        counted = counted(answers, answered, &count) => counted,
    }
}

async fn counted(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, count: &Count) -> io::Result<()> {
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
