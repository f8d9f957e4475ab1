//! The distribution of events over writes. `pace.rs` tests the rate itself, with a paused clock.

use crate::upstream::{SMALL, Upstream};
use std::time::{Duration, Instant};
use tokenwire_replay::{Pace, Replay};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Returns the chunks of an HTTP/1.1 answer. Each write is a chunk.
async fn writes(upstream: &Upstream, headers: &str) -> Vec<String> {
    let mut socket = TcpStream::connect(&upstream.address).await.unwrap();
    let request = format!("GET /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    chunks(answer.split_once("\r\n\r\n").unwrap().1)
}

fn chunks(mut body: &str) -> Vec<String> {
    let mut chunks = Vec::new();
    loop {
        let (size, rest) = body.split_once("\r\n").unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return chunks;
        }
        chunks.push(rest[..size].to_owned());
        body = rest[size..].strip_prefix("\r\n").unwrap();
    }
}

#[tokio::test]
async fn per_write_sets_the_number_of_events_in_a_write() {
    let upstream = Upstream::small().await;
    let one_each = writes(&upstream, "").await;
    assert_eq!(one_each, SMALL.split_inclusive("\n\n").collect::<Vec<_>>());
    let four_each = writes(&upstream, "X-Replay-Per-Write: 4\r\n").await;
    assert_eq!(four_each, [one_each[..4].concat(), one_each[4..].concat()]);
}

#[tokio::test]
async fn the_rate_of_a_request_replaces_the_default() {
    let replay =
        Replay::from_files([("small.sse", SMALL)]).with_pace(Pace { rate: 1.0, jitter: 1.0, per_write: 1 });
    let upstream = Upstream::new(replay).await;
    let start = Instant::now();
    // Three writes. The last is due 40 ms after the first.
    assert_eq!(
        writes(&upstream, "X-Replay-Rate: 100\r\nX-Replay-Jitter: 0\r\nX-Replay-Per-Write: 2\r\n")
            .await
            .len(),
        3
    );
    let elapsed = start.elapsed();
    assert!(
        elapsed >= Duration::from_millis(40) && elapsed < Duration::from_secs(4),
        "{elapsed:?}: not the rate of the request"
    );
}

#[tokio::test]
async fn invalid_paces_are_rejected() {
    let upstream = Upstream::small().await;
    for (name, value, message) in [
        ("rate", "fast", "x-replay-rate is not a valid number"),
        ("rate", "-1", "the rate must be"),
        ("rate", "NaN", "the rate must be"),
        ("jitter", "2", "the jitter must be"),
        ("per-write", "0", "events per write must be"),
    ] {
        let response = upstream.get("/small").header(format!("x-replay-{name}"), value).send().await.unwrap();
        assert_eq!(response.status(), 400, "{name}: {value}");
        let text = response.text().await.unwrap();
        assert!(text.contains(message), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_concurrent_streams_are_complete() {
    let upstream = Upstream::small().await;
    let send = || upstream.get("/small").header("x-replay-rate", "20").send();
    let texts = futures_util::future::join_all(
        (0..300).map(|_| async { send().await.unwrap().text().await.unwrap() }),
    );
    assert!(texts.await.iter().all(|text| text == SMALL));
    assert_eq!(upstream.until_log(|log| log.open == 0).await.finished, 300);
}
