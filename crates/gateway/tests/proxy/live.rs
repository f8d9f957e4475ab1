//! Streams whose events do not end with a blank line, or whose server pauses inside an event. The client receives each
//! part before the server writes the next one.

use crate::common::chain::Chain;
use crate::common::chat::chat;
use crate::common::client;
use crate::common::soon;
use crate::common::upstream::{Feed, Upstream};
use reqwest::Response;
use std::time::Duration;

/// The time between the parts.
const PAUSE: Duration = Duration::from_millis(200);

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sse-hard");

/// A request through both proxies, whose answer arrives in parts.
struct Exchange {
    feed: Feed,
    answer: Response,
    _chain: Chain,
}

impl Exchange {
    async fn new() -> Self {
        let mut upstream = Upstream::new().await;
        let chain = Chain::new(&upstream.server).await;
        let sent = tokio::spawn(client().get(chain.local.url("/v1/chat")).send());
        let feed = upstream.request().await.events();
        let answer = soon(sent).await.unwrap().unwrap();
        assert_eq!(answer.headers()["cache-control"], "no-transform", "the answer is not a token stream");
        Self { feed, answer, _chain: chain }
    }

    /// Lets the server write this part, and waits until the client has received all of it and nothing else.
    async fn pass(&mut self, part: &str) {
        self.feed.send(part.to_owned()).await;
        let mut received = Vec::new();
        while received.len() < part.len() {
            received.extend(soon(self.answer.chunk()).await.unwrap().unwrap());
        }
        assert_eq!(String::from_utf8_lossy(&received), part);
    }

    /// Ends the answer, and checks that nothing else arrives.
    async fn end(mut self) {
        drop(self.feed);
        assert_eq!(soon(self.answer.chunk()).await.unwrap(), None);
    }
}

/// Passes each part of these streams, up to and including `end`, through both proxies before the next one. The streams
/// are the committed file of this name, and the longer one beside the repository, which may be missing.
async fn replay(name: &str, end: char) {
    for folder in [COMMITTED, SHARED] {
        let Ok(text) = std::fs::read_to_string(format!("{folder}/{name}")) else {
            assert_eq!(folder, SHARED);
            println!("skipped: {folder}/{name} does not exist");
            continue;
        };
        let mut exchange = Exchange::new().await;
        for part in text.split_inclusive(end) {
            exchange.pass(part).await;
            tokio::time::sleep(PAUSE).await;
        }
        exchange.end().await;
    }
}

#[tokio::test]
async fn events_that_end_with_one_line_end_arrive_one_by_one() {
    replay("live-one-newline.sse", '\n').await;
}

#[tokio::test]
async fn lines_of_another_protocol_arrive_one_by_one() {
    replay("live-vercel-lines.txt", '\n').await;
}

#[tokio::test]
async fn keep_alive_lines_arrive_one_by_one() {
    replay("live-ping-lines.sse", '\n').await;
}

#[tokio::test]
async fn words_of_raw_text_arrive_one_by_one() {
    replay("live-raw-text.txt", ' ').await;
}

/// The server pauses for longer than the default of `FlushPolicy::partial`, at any byte.
#[tokio::test]
async fn the_beginning_of_an_event_arrives_before_its_end() {
    let mut exchange = Exchange::new().await;
    for event in chat(3) {
        let (first, second) = event.split_at(event.len() / 2);
        exchange.pass(first).await;
        exchange.pass(second).await;
    }
    exchange.end().await;
}
