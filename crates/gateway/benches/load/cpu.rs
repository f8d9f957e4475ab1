//! Time on a processor for each event.

use crate::Plan;
use crate::child::Child;
use crate::client::{Ask, Client};
use crate::figures::Figures;
use crate::servers::Servers;
use crate::usage::Usage;
use futures_util::future::join_all;
use std::time::{Duration, Instant};

/// So many streams at a time, so many times, at a pace.
#[derive(Clone, Copy)]
struct Load {
    name: &'static str,
    rate: f64,
    streams: usize,
    rounds: usize,
}

const LOADS: [Load; 3] = [
    Load { name: "20 tokens/s, 300 streams", rate: 20.0, streams: 300, rounds: 1 },
    Load { name: "100 tokens/s, 60 streams", rate: 100.0, streams: 60, rounds: 5 },
    Load { name: "as fast as it goes, 8 streams", rate: 0.0, streams: 8, rounds: 100 },
];

/// Through both proxies, and through a relay that only copies, one event a write.
pub(crate) async fn measure(plan: &Plan, figures: &mut Figures) {
    for load in LOADS {
        let load =
            Load { streams: plan.either(load.streams, 8), rounds: plan.either(load.rounds, 1), ..load };
        let servers = Servers::start(plan);
        let relay = Child::start("relay", &[&servers.upstream.url]);
        watched(
            plan,
            figures,
            load,
            &servers.connect,
            &[("serve", &servers.serve), ("connect", &servers.connect)],
        )
        .await;
        watched(plan, figures, load, &relay, &[("a copy of bytes", &relay)]).await;
    }
}

/// What some processes use while streams come from one of them.
async fn watched(plan: &Plan, figures: &mut Figures, load: Load, from: &Child, sides: &[(&str, &Child)]) {
    let client = Client::plain(&from.url);
    // Connections are made, and all code was used.
    run(plan, &client, Load { rounds: 1, rate: 0.0, ..load }).await;
    let before: Vec<Usage> = sides.iter().map(|(_, child)| child.usage()).collect();
    let (events, time) = run(plan, &client, load).await;
    for ((side, child), before) in sides.iter().zip(before) {
        let after = child.usage();
        let each = |time: Duration| time.as_secs_f64() * 1e6 / events;
        let mut add = |figure, value| figures.add("cpu", &format!("{side}: {}", load.name), figure, value);
        add("us an event", each(after.cpu.saturating_sub(before.cpu)));
        add("of it in the kernel", each(after.kernel.saturating_sub(before.kernel)));
        add("events a second", events / time.as_secs_f64());
    }
}

/// How many events passed, and in which time.
async fn run(plan: &Plan, client: &Client, load: Load) -> (f64, Duration) {
    let (recording, begin) = (plan.recordings.get(plan.either("chat-400", "chat-100")), Instant::now());
    for _ in 0..load.rounds {
        let streams = (0..load.streams).map(|number| async move {
            // So that they do not all speak at the same time.
            tokio::time::sleep(Duration::from_millis(number as u64 * 50 / load.streams as u64)).await;
            client.read(Ask::new(recording, load.rate)).await
        });
        join_all(streams).await;
    }
    ((recording.events() * load.streams * load.rounds) as f64, begin.elapsed())
}
