//! Memory and file descriptors over many streams that end, break off or are canceled.

use crate::Options;
use crate::client::{Client, StreamRequest};
use crate::measurements::Measurements;
use crate::recordings::Recording;
use crate::servers::Servers;
use futures_util::stream::{StreamExt, iter};
use std::time::Duration;
use tokio::time::sleep;

/// The number of concurrent streams.
const CONCURRENCY: usize = 200;
/// The minimum and maximum of a stream's rate, in events per second.
const RATES: [f64; 2] = [50.0, 400.0];
/// The time for the proxies to finish their work after the last stream.
const PAUSE: Duration = Duration::from_secs(2);
/// The time until all idle connections are closed. Idle timeouts are at most 90 seconds, and are checked at least
/// every 90 seconds.
const IDLE_CONNECTIONS_CLOSED: Duration = Duration::from_secs(185);

/// Measures both proxies. Half of the streams end normally, the client cancels a quarter, and the upstream cuts a
/// quarter.
pub(crate) async fn measure(options: &Options, measurements: &mut Measurements) {
    let servers = Servers::start(options);
    let recording = options.recordings.get("chat-100");
    Client::plain(&servers.connect.url).read(StreamRequest::new(recording, 0.0)).await;
    report(measurements, &servers, "after one stream");
    let (rounds, streams) = options.choose((6, 10_000), (2, 400));
    for round in 1..=rounds {
        run_streams(&Client::plain(&servers.connect.url), recording, streams).await;
        sleep(PAUSE).await;
        report(measurements, &servers, &format!("after {} streams", round * streams));
    }
    sleep(options.choose(IDLE_CONNECTIONS_CLOSED, PAUSE)).await;
    report(measurements, &servers, "after all connections were closed");
}

async fn run_streams(client: &Client, recording: &Recording, streams: usize) {
    let read = |_| client.read(random_request(recording));
    iter(0..streams).map(read).buffer_unordered(CONCURRENCY).for_each(|_| async {}).await;
}

fn random_request(recording: &Recording) -> StreamRequest<'_> {
    let request = StreamRequest::new(recording, rand::random_range(RATES[0]..RATES[1]));
    let request = StreamRequest { per_write: rand::random_range(1..5), ..request };
    match rand::random_range(0..4) {
        0 => {
            let cancel_after = rand::random_range(1..recording.expected.len());
            StreamRequest { cancel_after: Some(cancel_after), ..request }
        }
        1 => {
            let cut_after = rand::random_range(0..recording.events() - 1);
            StreamRequest { cut_after: Some(cut_after), ..request }
        }
        _ => request,
    }
}

fn report(measurements: &mut Measurements, servers: &Servers, when: &str) {
    for (side, child) in [("serve", &servers.serve), ("connect", &servers.connect)] {
        let usage = child.usage();
        measurements.add("churn", when, &format!("{side} MiB"), usage.resident as f64 / 1048576.0);
        measurements.add("churn", when, &format!("{side} file descriptors"), usage.files as f64);
    }
}
