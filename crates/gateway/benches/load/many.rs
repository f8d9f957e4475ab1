//! Many streams at a time.

use crate::Plan;
use crate::child::Child;
use crate::client::{Ask, Client};
use crate::figures::Figures;
use crate::servers::Servers;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Tokens a second of each stream.
const RATE: f64 = 20.0;
/// In which they all begin.
const BEGIN: Duration = Duration::from_secs(2);

/// Upstream, gateway and a client with the library, each a process.
pub(crate) async fn measure(plan: &Plan, figures: &mut Figures) {
    let servers = Servers::start(plan);
    let client = Client::library(&servers.serve.url);
    client.read(Ask::new(plan.recordings.get("chat-100"), 0.0)).await;
    sleep(Duration::from_secs(1)).await;
    let (streams, begin, idle) = (plan.either(1000, 50), Instant::now(), servers.serve.usage());
    let mut open = start(plan, &client, streams);
    let most = watch(&servers.serve, &mut open).await;
    let (after, seconds) = (servers.serve.usage(), begin.elapsed().as_secs_f64());
    let case = format!("{streams} streams of {RATE} tokens/s");
    let mut add = |figure, value| figures.add("many", &case, figure, value);
    add("seconds", seconds);
    add("whole and equal", streams as f64);
    add("idle MiB", idle.resident as f64 / 1048576.0);
    add("most MiB", most.resident as f64 / 1048576.0);
    add("KiB a stream", (most.resident - idle.resident) as f64 / 1024.0 / streams as f64);
    add("file descriptors", most.files as f64);
    add("percent of a core", 100.0 * after.cpu.saturating_sub(idle.cpu).as_secs_f64() / seconds);
}

/// A stream that fails in any way ends all.
fn start(plan: &Plan, client: &Client, streams: usize) -> JoinSet<()> {
    let recording = Arc::new(plan.recordings.get(plan.either("chat-1200", "chat-100")).clone());
    let mut open = JoinSet::new();
    for number in 0..streams {
        let (client, recording) = (client.clone(), Arc::clone(&recording));
        open.spawn(async move {
            sleep(BEGIN.mul_f64(number as f64 / streams as f64)).await;
            client.read(Ask::new(&recording, RATE)).await;
        });
    }
    open
}

/// The most that it used until all have ended.
async fn watch(serve: &Child, open: &mut JoinSet<()>) -> crate::usage::Usage {
    let mut most = serve.usage();
    while !open.is_empty() {
        tokio::select! {
            Some(ended) = open.join_next() => ended.unwrap(),
            () = sleep(Duration::from_millis(500)) => {
                let now = serve.usage();
                most.resident = most.resident.max(now.resident);
                most.files = most.files.max(now.files);
            }
        }
    }
    most
}
