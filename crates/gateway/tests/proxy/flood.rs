//! More events than a proxy should buffer.

use crate::common::upstream::Feed;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Returns an event of random letters, which no coder can compress.
pub(crate) fn noise(number: u64) -> String {
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
pub(crate) const AHEAD: usize = 128 << 20;

/// Writes events until nobody reads them, and counts their bytes.
pub(crate) fn pour(feed: Feed) -> Arc<AtomicUsize> {
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

/// Returns the number of bytes once it no longer grows, or after five seconds, as on a slow machine it may still grow a little.
pub(crate) async fn stalled(count: &AtomicUsize) -> usize {
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
