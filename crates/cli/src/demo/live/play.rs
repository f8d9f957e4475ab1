//! The demonstration from its first byte to its last.

use super::answer::Answer;
use super::chain::{CHAT, Chain, PATH};
use super::client::Client;
use super::delay;
use super::meter::Reading;
use super::report::Report;
use super::screen::Screen;
use crate::args::Demo;
use crate::error::CliError;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Nothing on one machine takes so long.
const STUCK: Duration = Duration::from_secs(30);

pub(super) async fn play(args: &Demo) -> Result<Report, CliError> {
    let chain = Chain::start().await?;
    let mut screen = Screen::new(args.json || args.quiet)?;
    let answer = stream(&chain, args.rate, &mut screen).await?;
    screen.finish(&chain.reading(answer.tokens))?;
    if answer.bytes() != CHAT {
        return Err(CliError::Failed("the answer did not come as it was sent: please report this".into()));
    }
    let delay = delay::added(&chain).await?;
    Report::new(&answer, &chain, delay)
}

/// Shows an answer as a client gets it, and what it takes between the servers.
async fn stream(chain: &Chain, rate: f64, screen: &mut Screen) -> Result<Answer, CliError> {
    let mut client = Client::ask(chain.connect, PATH, rate).await?;
    let mut answer = Answer::default();
    let stuck = || CliError::Failed("the answer stands still: please report this".into());
    while let Some(bytes) = timeout(STUCK + gap(rate), client.next()).await.map_err(|_| stuck())?? {
        let text = answer.push(&bytes);
        screen.add(&text, &chain.reading(answer.tokens))?;
    }
    settle(chain).await;
    Ok(answer)
}

/// Between two events.
fn gap(rate: f64) -> Duration {
    if rate > 0.0 { Duration::try_from_secs_f64(1.0 / rate).unwrap_or_default() } else { Duration::ZERO }
}

/// What was handed on has been counted by then.
async fn settle(chain: &Chain) {
    for _ in 0..100 {
        let Reading { sse, .. } = chain.reading(0);
        if sse >= CHAT.len() {
            return;
        }
        sleep(Duration::from_millis(5)).await;
    }
}
