//! More events than anybody on the way should hold.

use crate::common::upstream::Feed;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Events of no known shape, which no coder makes small.
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

/// What an upstream may be ahead of a client: what the machine's own buffers hold, of three connections.
pub(crate) const AHEAD: usize = 128 << 20;

/// Writes events until nobody is left.
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

/// What was poured when no more went, or after a while: a slow machine may still be at it, and is not at more.
pub(crate) async fn settled(count: &AtomicUsize) -> usize {
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
