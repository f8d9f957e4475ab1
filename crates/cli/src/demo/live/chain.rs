//! The servers of the demonstration, each on a port of the loopback interface.

use super::meter::Reading;
use super::relay::{Count, relay};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokenwire_gateway::{BaseUrl, ConnectConfig, ServeConfig};
use tokenwire_replay::Replay;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The answer that is streamed.
pub(super) const CHAT: &[u8] = include_bytes!("../../../../../examples/streams/openai-chat.sse");
/// The path of the answer.
pub(super) const PATH: &str = "/v1/chat/completions";
/// The path of another answer: the first events of that one.
pub(super) const BEGIN: &str = "/begin/v1/chat/completions";

/// The servers, which are stopped when this is dropped.
pub(super) struct Chain {
    /// The address of the model server.
    pub(super) upstream: SocketAddr,
    /// The address for clients. The bytes that pass behind it are counted.
    pub(super) connect: SocketAddr,
    /// Another address for clients, with the same servers behind it and no counts.
    pub(super) uncounted: SocketAddr,
    /// The bytes from the model server to the gateway.
    pub(super) sse: Arc<Count>,
    /// The bytes from the gateway to `connect`.
    pub(super) stream: Arc<Count>,
    _tasks: JoinSet<()>,
}

impl Chain {
    pub(super) async fn start() -> io::Result<Self> {
        let (mut tasks, sse, stream) = (JoinSet::new(), Arc::<Count>::default(), Arc::<Count>::default());
        let upstream = replay(&mut tasks).await?;
        let counted = counted(&mut tasks, upstream, &sse).await?;
        let gateway = serve(&mut tasks, counted).await?;
        let counted = self::counted(&mut tasks, gateway, &stream).await?;
        let near = connect(&mut tasks, counted).await?;
        let gateway = serve(&mut tasks, upstream).await?;
        let uncounted = connect(&mut tasks, gateway).await?;
        Ok(Self { upstream, connect: near, uncounted, sse, stream, _tasks: tasks })
    }

    /// Returns the numbers of bytes that have passed so far.
    pub(super) fn reading(&self, tokens: usize) -> Reading {
        Reading { tokens, sse: self.sse.bodies(), stream: self.stream.bodies(), whole: CHAT.len() }
    }
}

async fn listener() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

async fn replay(tasks: &mut JoinSet<()>) -> io::Result<SocketAddr> {
    let (listener, address) = listener().await?;
    let begin: Vec<u8> = CHAT.split_inclusive(|byte| *byte == b'\n').take(6).flatten().copied().collect();
    let replay = Replay::from_files([("openai-chat.sse", CHAT.to_vec()), ("begin.sse", begin)]);
    let replay = replay.with_log_capacity(0);
    tasks.spawn(async move { replay.serve(listener, std::future::pending()).await });
    Ok(address)
}

async fn counted(tasks: &mut JoinSet<()>, to: SocketAddr, count: &Arc<Count>) -> io::Result<SocketAddr> {
    let (listener, address) = listener().await?;
    tasks.spawn(relay(listener, to, Arc::clone(count)));
    Ok(address)
}

async fn serve(tasks: &mut JoinSet<()>, upstream: SocketAddr) -> io::Result<SocketAddr> {
    let (listener, address) = listener().await?;
    let config = ServeConfig::new(base(upstream)?);
    tasks.spawn(async {
        drop(tokenwire_gateway::serve(config, listener, None, std::future::pending()).await);
    });
    Ok(address)
}

async fn connect(tasks: &mut JoinSet<()>, gateway: SocketAddr) -> io::Result<SocketAddr> {
    let (listener, address) = listener().await?;
    let config = ConnectConfig::new(base(gateway)?);
    tasks.spawn(async {
        drop(tokenwire_gateway::connect(config, listener, None, std::future::pending()).await);
    });
    Ok(address)
}

fn base(address: SocketAddr) -> io::Result<BaseUrl> {
    format!("http://{address}").parse().map_err(io::Error::other)
}
