//! Memory and CPU time of many concurrent streams.

use crate::Options;
use crate::child::Child;
use crate::client::{Client, StreamRequest};
use crate::measurements::Measurements;
use crate::servers::Servers;
use crate::usage::Usage;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Tokens per second of each stream.
const RATE: f64 = 20.0;
/// The time over which the starts of the streams are spread.
const START_TIME: Duration = Duration::from_secs(2);

/// Measures `serve` between an upstream and a client with the library. Each of the three is a process.
pub(crate) async fn measure(options: &Options, measurements: &mut Measurements) {
    let servers = Servers::start(options);
    let client = Client::library(&servers.serve.url);
    client.read(StreamRequest::new(options.recordings.get("chat-100"), 0.0)).await;
    sleep(Duration::from_secs(1)).await;
    let (streams, start, idle) = (options.choose(1000, 50), Instant::now(), servers.serve.usage());
    let mut open = start_streams(options, &client, streams);
    let peak = peak_usage(&servers.serve, &mut open).await;
    let (after, seconds) = (servers.serve.usage(), start.elapsed().as_secs_f64());
    let case = format!("{streams} streams of {RATE} tokens/s");
    let mut add = |figure, value| measurements.add("many", &case, figure, value);
    add("seconds", seconds);
    add("whole and equal", streams as f64);
    add("idle MiB", idle.resident as f64 / 1048576.0);
    add("most MiB", peak.resident as f64 / 1048576.0);
    add("KiB a stream", (peak.resident - idle.resident) as f64 / 1024.0 / streams as f64);
    add("file descriptors", peak.files as f64);
    add("percent of a core", 100.0 * after.cpu.saturating_sub(idle.cpu).as_secs_f64() / seconds);
}

/// Starts the streams. A stream that fails ends the benchmark.
fn start_streams(options: &Options, client: &Client, streams: usize) -> JoinSet<()> {
    let recording = Arc::new(options.recordings.get(options.choose("chat-1200", "chat-100")).clone());
    let mut open = JoinSet::new();
    for number in 0..streams {
        let (client, recording) = (client.clone(), Arc::clone(&recording));
        open.spawn(async move {
            sleep(START_TIME.mul_f64(number as f64 / streams as f64)).await;
            client.read(StreamRequest::new(&recording, RATE)).await;
        });
    }
    open
}

/// Waits until all streams have ended. Returns the maximum memory and file descriptors of `serve` until then.
async fn peak_usage(serve: &Child, open: &mut JoinSet<()>) -> Usage {
    let mut peak = serve.usage();
    while !open.is_empty() {
        tokio::select! {
            Some(ended) = open.join_next() => ended.unwrap(),
            () = sleep(Duration::from_millis(500)) => {
                let current = serve.usage();
                peak.resident = peak.resident.max(current.resident);
                peak.files = peak.files.max(current.files);
            }
        }
    }
    peak
}
