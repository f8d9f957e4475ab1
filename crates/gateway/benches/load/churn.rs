//! Streams that begin, end and break, for long.

use crate::Plan;
use crate::client::{Ask, Client};
use crate::figures::Figures;
use crate::recordings::Recording;
use crate::servers::Servers;
use futures_util::stream::{StreamExt, iter};
use std::time::Duration;
use tokio::time::sleep;

/// Streams at a time.
const WIDTH: usize = 200;
/// Events a second, from and to.
const RATES: [f64; 2] = [50.0, 400.0];
/// For what goes on after a stream's end.
const PAUSE: Duration = Duration::from_secs(2);
/// Until the proxies have closed the connections that nobody used for 90 seconds, of which they think as often.
const CLOSED: Duration = Duration::from_secs(185);

/// Through both proxies: half of all end, a quarter is left by the client, a quarter is cut by the upstream.
pub(crate) async fn measure(plan: &Plan, figures: &mut Figures) {
    let servers = Servers::start(plan);
    let recording = plan.recordings.get("chat-100");
    Client::plain(&servers.connect.url).read(Ask::new(recording, 0.0)).await;
    report(figures, &servers, "after one stream");
    let (rounds, streams) = plan.either((6, 10_000), (2, 400));
    for round in 1..=rounds {
        churn(&Client::plain(&servers.connect.url), recording, streams).await;
        sleep(PAUSE).await;
        report(figures, &servers, &format!("after {} streams", round * streams));
    }
    sleep(plan.either(CLOSED, PAUSE)).await;
    report(figures, &servers, "after all connections were closed");
}

async fn churn(client: &Client, recording: &Recording, streams: usize) {
    let one = |_| client.read(chance(recording));
    iter(0..streams).map(one).buffer_unordered(WIDTH).for_each(|_| async {}).await;
}

fn chance(recording: &Recording) -> Ask<'_> {
    let ask = Ask::new(recording, rand::random_range(RATES[0]..RATES[1]));
    let ask = Ask { per_write: rand::random_range(1..5), ..ask };
    match rand::random_range(0..4) {
        0 => Ask { leave: Some(rand::random_range(1..recording.kept.len())), ..ask },
        1 => Ask { cut: Some(rand::random_range(0..recording.events() - 1)), ..ask },
        _ => ask,
    }
}

fn report(figures: &mut Figures, servers: &Servers, when: &str) {
    for (side, child) in [("serve", &servers.serve), ("connect", &servers.connect)] {
        let usage = child.usage();
        figures.add("churn", when, &format!("{side} MiB"), usage.resident as f64 / 1048576.0);
        figures.add("churn", when, &format!("{side} file descriptors"), usage.files as f64);
    }
}
