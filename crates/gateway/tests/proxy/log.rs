//! The log: it contains the paths of requests, but no secrets.

use crate::common::chain::{Chain, short_timeouts};
use crate::common::chat::word;
use crate::common::raw_client::send_raw;
use crate::common::raw_server::{EVENTS, chunk, raw_server, truncating_server};
use crate::common::upstream::Upstream;
use crate::common::{Running, serve_config};
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, LazyLock, Mutex};
use tokenwire_gateway::ServeConfig;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A subscriber that collects all log records of these crates, and those of other crates from level info on.
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

/// Writes each field of a log record as a line.
struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

/// Returns a request that contains secrets in every part except its path `/v1/{name}`.
fn secrets(name: &str, body: &str) -> String {
    format!(
        "POST /v1/{name}?key=S3CRET-query HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: S3CRET-cookie\r\n\
         Authorization: Bearer S3CRET-key\r\nX-Api-Key: S3CRET-header\r\nReferer: http://x/?S3CRET-referer\r\n{body}"
    )
}

/// Returns the log, which all tests share. A subscriber per thread would miss the records of other threads.
fn log() -> &'static Log {
    static LOG: LazyLock<Log> = LazyLock::new(|| {
        let log = Log::default();
        tracing::subscriber::set_global_default(log.clone()).unwrap();
        log
    });
    &LOG
}

/// Asserts that both proxies log the path of a request with this body, but no secret.
async fn assert_logs_path_only_with(name: &str, config: ServeConfig, body: &str) {
    let log = log();
    let chain = Chain::with(config).await;
    for server in chain.both() {
        send_raw(server.address, secrets(name, body)).await;
    }
    let Chain { gateway, local } = chain;
    local.stop().await;
    gateway.stop().await;
    let text = log.text();
    assert!(text.matches(&format!("POST /v1/{name}")).count() >= 3, "a request is not logged: {text}");
    assert!(!text.contains("S3CRET"), "{text}");
}

const BODY: &str = "Content-Length: 11\r\n\r\nS3CRET-body";

async fn assert_logs_path_only(name: &str, upstream: Running) {
    assert_logs_path_only_with(name, serve_config(&upstream), BODY).await;
}

#[tokio::test]
async fn a_stream_is_logged_without_secrets() {
    let answer = [EVENTS.as_bytes(), &chunk(word("S3CRET-answer").as_bytes()), b"0\r\n\r\n"].concat();
    assert_logs_path_only("whole", raw_server(move || answer.clone()).await).await;
}

#[tokio::test]
async fn a_truncated_stream_is_logged_without_secrets() {
    assert_logs_path_only("broken", truncating_server(word("S3CRET-answer")).await).await;
}

#[tokio::test]
async fn an_unreachable_server_is_logged_without_secrets() {
    assert_logs_path_only("hangs-up", raw_server(Vec::new).await).await;
    assert_logs_path_only("garbage", raw_server(|| b"S3CRET-garbage\r\n\r\n".to_vec()).await).await;
}

#[tokio::test]
async fn a_timeout_is_logged_without_secrets() {
    let stalls = Upstream::new().await;
    let config = serve_config(&stalls.server).with_proxy(short_timeouts());
    assert_logs_path_only_with("stalls", config, BODY).await;
}

#[tokio::test]
async fn a_malformed_document_is_logged_without_secrets() {
    let upstream = raw_server(Vec::new).await;
    let document =
        "Content-Type: application/vnd.tokenwire.document\r\nContent-Length: 11\r\n\r\nS3CRET-body";
    assert_logs_path_only_with("document", serve_config(&upstream), document).await;
}
