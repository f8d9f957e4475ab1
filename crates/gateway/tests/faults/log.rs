//! What is logged: nothing that a client would keep to itself.

use crate::common::chain::{Chain, impatient};
use crate::common::chat::word;
use crate::common::said::{EVENTS, breaks_off_after, chunk, says};
use crate::common::upstream::Upstream;
use crate::common::wire::say;
use crate::common::{Running, serve_config};
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, LazyLock, Mutex};
use tokenwire_gateway::ServeConfig;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps all that is logged by us, and what others find worth a mention.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("tokenwire") || *metadata.level() <= tracing::Level::INFO
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

/// A request full of secrets, to a path of its own.
fn secrets(name: &str, body: &str) -> String {
    format!(
        "POST /v1/{name}?key=S3CRET-query HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: S3CRET-cookie\r\n\
         Authorization: Bearer S3CRET-key\r\nX-Api-Key: S3CRET-header\r\nReferer: http://x/?S3CRET-referer\r\n{body}"
    )
}

/// One for all tests: what is logged on a thread that has none of its own would not be asked for elsewhere.
fn log() -> &'static Log {
    static LOG: LazyLock<Log> = LazyLock::new(|| {
        let log = Log::default();
        tracing::subscriber::set_global_default(log.clone()).unwrap();
        log
    });
    &LOG
}

/// Whether both sides log a request by its path, and nothing else of it.
async fn assert_discreet(name: &str, config: ServeConfig, body: &str) {
    let log = log();
    let chain = Chain::with(config).await;
    for server in chain.both() {
        say(server.address, secrets(name, body)).await;
    }
    let Chain { gateway, near } = chain;
    near.stop().await;
    gateway.stop().await;
    let text = log.text();
    assert!(text.matches(&format!("POST /v1/{name}")).count() >= 3, "the test sees nothing: {text}");
    assert!(!text.contains("S3CRET"), "{text}");
}

const BODY: &str = "Content-Length: 11\r\n\r\nS3CRET-body";

async fn assert_discreet_of(name: &str, upstream: Running) {
    assert_discreet(name, serve_config(&upstream), BODY).await;
}

#[tokio::test]
async fn a_stream_is_logged_by_its_path() {
    let said = [EVENTS.as_bytes(), &chunk(word("S3CRET-answer").as_bytes()), b"0\r\n\r\n"].concat();
    assert_discreet_of("whole", says(move || said.clone()).await).await;
}

#[tokio::test]
async fn what_breaks_off_too() {
    assert_discreet_of("broken", breaks_off_after(word("S3CRET-answer")).await).await;
}

#[tokio::test]
async fn what_cannot_be_reached_too() {
    assert_discreet_of("hangs-up", says(Vec::new).await).await;
    assert_discreet_of("garbage", says(|| b"S3CRET-garbage\r\n\r\n".to_vec()).await).await;
}

#[tokio::test]
async fn what_takes_too_long_too() {
    let stalls = Upstream::new().await;
    let config = ServeConfig { proxy: impatient(), ..serve_config(&stalls.server) };
    assert_discreet("stalls", config, BODY).await;
}

#[tokio::test]
async fn what_is_no_document_too() {
    let upstream = says(Vec::new).await;
    let document =
        "Content-Type: application/vnd.tokenwire.document\r\nContent-Length: 11\r\n\r\nS3CRET-body";
    assert_discreet("document", serve_config(&upstream), document).await;
}
