//! More events than a proxy should buffer.

use crate::common::raw_client::RawClient;
use crate::common::upstream::{Feed, Upstream};
use crate::common::{Running, soon};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Asserts that a slow client of this proxy slows the upstream down, and that it receives the upstream's bytes.
pub(crate) async fn assert_slows_upstream(upstream: &mut Upstream, proxy: &Running) {
    let mut client = RawClient::with_small_buffer(proxy.address).await;
    client.get("").await;
    let sent = pour(upstream.request().await.events());
    client.head().await;
    let ahead = soon(stalled(&sent)).await;
    assert!(ahead < MAX_AHEAD, "{ahead} bytes");
    let received = client.read_chunked(60_000).await;
    let expected: String = (0..4).map(noise).collect();
    assert!(received.len() > 50_000 && expected.as_bytes().starts_with(&received));
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

/// The number of bytes that an upstream may be ahead of a client: the kernel's buffers of three connections.
const MAX_AHEAD: usize = 128 << 20;

/// Writes events until the reader disconnects, and counts their bytes.
fn pour(feed: Feed) -> Arc<AtomicUsize> {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    tokio::spawn(async move {
        for event in (0..64).map(noise).collect::<Vec<_>>().iter().cycle() {
            if !feed.try_send(event.clone()).await || count.fetch_add(event.len(), Relaxed) > 4 * MAX_AHEAD {
                return;
            }
        }
    });
    sent
}

/// Returns a count once it no longer grows, or after five seconds. On a slow machine it may grow for longer.
async fn stalled(count: &AtomicUsize) -> usize {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(5) {
        let before = count.load(Relaxed);
        tokio::time::sleep(Duration::from_millis(300)).await;
        if count.load(Relaxed) == before {
            break;
        }
    }
    count.load(Relaxed)
}
