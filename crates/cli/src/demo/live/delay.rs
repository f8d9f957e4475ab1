//! How much later the first token comes through both proxies.

use super::chain::{BEGIN, Chain};
use super::client::Client;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Requests each way; those before are not counted.
pub(super) const REQUESTS: usize = 31;
const BEFORE: usize = 3;
/// So that the first event comes by itself.
const RATE: f64 = 500.0;

/// In milliseconds: the median of what the way through both took longer than the direct one before it. On a machine that is busy
/// with other things it may be below zero.
pub(super) async fn added(chain: &Chain) -> io::Result<f64> {
    let mut added = Vec::new();
    for n in 0..BEFORE + REQUESTS {
        let direct = first(chain.upstream).await?.as_secs_f64();
        let through = first(chain.uncounted).await?.as_secs_f64();
        added.extend((n >= BEFORE).then_some((through - direct) * 1e3));
    }
    added.sort_unstable_by(f64::total_cmp);
    Ok(added.get(added.len() / 2).copied().unwrap_or_default())
}

/// From the request to the first byte of the body.
async fn first(server: SocketAddr) -> io::Result<Duration> {
    let begin = Instant::now();
    let mut client = Client::ask(server, BEGIN, RATE).await?;
    client.next().await?;
    let time = begin.elapsed();
    while client.next().await?.is_some() {}
    Ok(time)
}
