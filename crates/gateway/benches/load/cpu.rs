//! CPU time per event.

use crate::Options;
use crate::child::Child;
use crate::client::{Client, StreamRequest};
use crate::measurements::Measurements;
use crate::servers::Servers;
use crate::usage::Usage;
use futures_util::future::join_all;
use std::time::{Duration, Instant};

/// A number of concurrent streams, repeated in rounds.
#[derive(Clone, Copy)]
struct Load {
    name: &'static str,
    /// Events per second of each stream, or 0 for as fast as possible.
    rate: f64,
    streams: usize,
    rounds: usize,
}

const LOADS: [Load; 3] = [
    Load { name: "20 tokens/s, 300 streams", rate: 20.0, streams: 300, rounds: 1 },
    Load { name: "100 tokens/s, 60 streams", rate: 100.0, streams: 60, rounds: 5 },
    Load { name: "as fast as it goes, 8 streams", rate: 0.0, streams: 8, rounds: 100 },
];

/// Measures both proxies, and for comparison a relay that only copies bytes. The upstream sends one event per write.
pub(crate) async fn measure(options: &Options, measurements: &mut Measurements) {
    for load in LOADS {
        let load =
            Load { streams: options.choose(load.streams, 8), rounds: options.choose(load.rounds, 1), ..load };
        let servers = Servers::start(options);
        let relay = Child::start("relay", &[&servers.upstream.url]);
        let proxies = [("serve", &servers.serve), ("connect", &servers.connect)];
        measure_usage(options, measurements, load, &servers.connect, &proxies).await;
        measure_usage(options, measurements, load, &relay, &[("a copy of bytes", &relay)]).await;
    }
}

/// Measures the CPU time of these processes while clients read streams from `entry`.
async fn measure_usage(
    options: &Options,
    measurements: &mut Measurements,
    load: Load,
    entry: &Child,
    processes: &[(&str, &Child)],
) {
    let client = Client::plain(&entry.url);
    // Warms up: opens the connections and runs all code once.
    run(options, &client, Load { rounds: 1, rate: 0.0, ..load }).await;
    let before: Vec<Usage> = processes.iter().map(|(_, child)| child.usage()).collect();
    let (events, time) = run(options, &client, load).await;
    for ((side, child), before) in processes.iter().zip(before) {
        let after = child.usage();
        let per_event = |time: Duration| time.as_secs_f64() * 1e6 / events;
        let case = format!("{side}: {}", load.name);
        let mut add = |figure, value| measurements.add("cpu", &case, figure, value);
        add("us an event", per_event(after.cpu.saturating_sub(before.cpu)));
        add("of it in the kernel", per_event(after.kernel.saturating_sub(before.kernel)));
        add("events a second", events / time.as_secs_f64());
    }
}

/// Runs a load. Returns the number of events that were read, and the time that this took.
async fn run(options: &Options, client: &Client, load: Load) -> (f64, Duration) {
    let recording = options.recordings.get(options.choose("chat-400", "chat-100"));
    let start = Instant::now();
    for _ in 0..load.rounds {
        let streams = (0..load.streams).map(|number| async move {
            // Staggers the streams, so that they do not all write at the same time.
            tokio::time::sleep(Duration::from_millis(number as u64 * 50 / load.streams as u64)).await;
            client.read(StreamRequest::new(recording, load.rate)).await
        });
        join_all(streams).await;
    }
    ((recording.events() * load.streams * load.rounds) as f64, start.elapsed())
}
