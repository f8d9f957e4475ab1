//! The servers of the demonstration, each on a port of the loopback interface.
//!
//! Two relays count the bytes of the response: replay → relay → serve → relay → connect → client.

use super::meter::Reading;
use super::relay::{Count, relay};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokenwire_gateway::{BaseUrl, ConnectConfig, ServeConfig};
use tokenwire_replay::Replay;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The response to stream.
pub(super) const CHAT: &[u8] = include_bytes!("../../../../../examples/streams/openai-chat.sse");
/// The path of [`CHAT`].
pub(super) const PATH: &str = "/v1/chat/completions";
/// The path of a shorter response: the first events of [`CHAT`].
pub(super) const BEGIN: &str = "/begin/v1/chat/completions";

/// The servers. Dropping this stops them.
pub(super) struct Chain {
    /// The address of the model server.
    pub(super) upstream: SocketAddr,
    /// The address for clients whose bytes are counted.
    pub(super) connect: SocketAddr,
    /// The address for clients whose bytes are not counted. It leads to the same model server.
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
        let sse_relay = counting_relay(&mut tasks, upstream, &sse).await?;
        let gateway = serve(&mut tasks, sse_relay).await?;
        let stream_relay = counting_relay(&mut tasks, gateway, &stream).await?;
        let counted = connect(&mut tasks, stream_relay).await?;
        let gateway = serve(&mut tasks, upstream).await?;
        let uncounted = connect(&mut tasks, gateway).await?;
        Ok(Self { upstream, connect: counted, uncounted, sse, stream, _tasks: tasks })
    }

    /// Returns the number of bytes that have passed each relay so far.
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

async fn counting_relay(
    tasks: &mut JoinSet<()>,
    to: SocketAddr,
    count: &Arc<Count>,
) -> io::Result<SocketAddr> {
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
