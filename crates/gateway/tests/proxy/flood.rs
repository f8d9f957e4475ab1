//! More events than a proxy should buffer.

use crate::common::raw_client::RawClient;
use crate::common::upstream::{Feed, Upstream};
use crate::common::{Running, soon};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Asserts that a client of this proxy that reads slowly slows the upstream down, and receives what it sends.
pub(crate) async fn assert_slows_upstream(upstream: &mut Upstream, proxy: &Running) {
    let mut client = RawClient::with_small_buffer(proxy.address).await;
    client.get("").await;
    let poured = pour(upstream.request().await.events());
    client.head().await;
    let ahead = soon(stalled(&poured)).await;
    assert!(ahead < AHEAD, "{ahead} bytes");
    let some = client.some(60_000).await;
    assert!(some.len() > 50_000 && (0..4).map(noise).collect::<String>().as_bytes().starts_with(&some));
}

/// Returns an event of random letters, which no coder can compress.
fn noise(number: u64) -> String {
    let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let letter = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + u8::try_from(state % 26).unwrap())
    };
    format!("data: {}\n\n", (0..16_384).map(letter).collect::<String>())
}

/// How far an upstream may be ahead of a client: the kernel's buffers of three connections.
const AHEAD: usize = 128 << 20;

/// Writes events until the reader disconnects, and counts their bytes.
fn pour(feed: Feed) -> Arc<AtomicUsize> {
    let poured = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&poured);
    tokio::spawn(async move {
        for event in (0..64).map(noise).collect::<Vec<_>>().iter().cycle() {
            if !feed.try_send(event.clone()).await || count.fetch_add(event.len(), Relaxed) > 4 * AHEAD {
                return;
            }
        }
    });
    poured
}

/// Returns the number of bytes once it no longer grows, or after five seconds: on a slow machine it may grow for longer.
async fn stalled(count: &AtomicUsize) -> usize {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(5) {
        let before = count.load(Relaxed);
        tokio::time::sleep(Duration::from_millis(300)).await;
        if count.load(Relaxed) == before {
            break;
        }
    }
    count.load(Relaxed)
}
