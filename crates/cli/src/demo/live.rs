//! `tokenwire demo --live`: streams a recorded response through both proxies.

mod chain;
mod client;
mod incoming;
mod meter;
mod relay;
mod report;
mod screen;

use crate::args::Demo;
use crate::error::CliError;
use crate::shared::{output, runtime};
use chain::{CHAT, Chain, PATH};
use client::{Answer, Client};
use meter::Reading;
use report::Report;
use screen::Screen;
use std::time::Duration;
use tokenwire_replay::Pace;
use tokio::time::{sleep, timeout};

pub(super) fn run(args: &Demo) -> Result<(), CliError> {
    let pace = Pace { rate: args.rate, ..Pace::default() };
    pace.check().map_err(|message| CliError::Usage(format!("--rate: {message}")))?;
    let report = runtime::run(play_until_stopped(args))?;
    output::report(&report, args.json, Report::readable)
}

async fn play_until_stopped(args: &Demo) -> Result<Report, CliError> {
    let stop = runtime::stop_signal()?;
    tokio::select! {
        played = play(args) => played,
        () = stop => Err(CliError::Interrupted),
    }
}

/// The maximum wait for the next bytes, in addition to the time between two events. On one machine, only a bug takes
/// longer.
const TIMEOUT: Duration = Duration::from_secs(30);

async fn play(args: &Demo) -> Result<Report, CliError> {
    let chain = Chain::start().await?;
    let mut screen = Screen::new(args.json || args.quiet)?;
    let answer = stream(&chain, args.rate, &mut screen).await?;
    screen.finish(&chain.reading(answer.tokens))?;
    if answer.bytes() != CHAT {
        return Err(CliError::Failed(
            "the client received different bytes than the model server sent; please report this".into(),
        ));
    }
    let delay = report::added_delay_ms(&chain).await?;
    Report::new(&answer, &chain, delay)
}

/// Shows a response while a client receives it, and the number of bytes that pass between the servers.
async fn stream(chain: &Chain, rate: f64, screen: &mut Screen) -> Result<Answer, CliError> {
    let mut client = Client::ask(chain.connect, PATH, rate).await?;
    let mut answer = Answer::default();
    let stalled = || CliError::Failed("the response stalled; please report this".into());
    while let Some(bytes) = timeout(TIMEOUT + gap(rate), client.next()).await.map_err(|_| stalled())?? {
        let text = answer.push(&bytes);
        screen.add(&text, &chain.reading(answer.tokens))?;
    }
    wait_for_counts(chain).await;
    Ok(answer)
}

/// Returns the time between two events.
fn gap(rate: f64) -> Duration {
    if rate > 0.0 { Duration::try_from_secs_f64(1.0 / rate).unwrap_or_default() } else { Duration::ZERO }
}

/// Waits until the relays have counted all bytes that the client received.
async fn wait_for_counts(chain: &Chain) {
    for _ in 0..100 {
        let Reading { sse, .. } = chain.reading(0);
        if sse >= CHAT.len() {
            return;
        }
        sleep(Duration::from_millis(5)).await;
    }
}
