//! All messages of the crate are in the committed file `messages.txt`. A new or changed message fails this test.
//!
//! `TOKENWIRE_WRITE_MESSAGES=1 cargo test -p tokenwire-gateway --test messages` rewrites the file. It contains the
//! messages in the sources, and then an example of each kind of error as an operator or a client sees it.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod common;
#[path = "../../chat/tests/common/source_messages.rs"]
mod source_messages;

use common::chain::short_timeouts;
use common::raw_client::send_raw;
use common::raw_server::raw_server;
use common::upstream::Upstream;
use common::{Running, listener, proxy_config, serve, serve_config};
use rcgen::{KeyPair, generate_simple_self_signed};
use serde_json::Value;
use tokenwire_gateway::{BaseUrl, ProxyConfig, ServeConfig, Tls};
use tokenwire_http::media_type::DOCUMENT;

#[tokio::test]
async fn all_messages_are_in_the_committed_file() {
    let mut lines = source_messages::source_lines(env!("CARGO_MANIFEST_DIR"), &["src"]);
    lines.extend(base_url_errors());
    lines.extend(tls_errors());
    lines.extend(config_errors().await);
    lines.extend(error_answers().await);
    source_messages::compare(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages.txt"), &lines);
}

fn base_url_errors() -> impl Iterator<Item = String> {
    const URLS: [&str; 8] = [
        "",
        "http://a b",
        "ftp://h",
        "http://:80",
        "http://user:password@h",
        "http://h/?key=k",
        "http://h:99999",
        "http://1.2.3.4.5",
    ];
    URLS.into_iter().map(|url| {
        let error = url.parse::<BaseUrl>().unwrap_err();
        format!("BaseUrl {url:?}: {error}")
    })
}

fn tls_errors() -> [String; 5] {
    let certified = generate_simple_self_signed(["localhost".into()]).unwrap();
    let certificate = certified.cert.pem();
    let key = certified.signing_key.serialize_pem();
    let other_key = KeyPair::generate().unwrap().serialize_pem();
    let malformed = "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n";
    let malformed_key = "-----BEGIN PRIVATE KEY-----\n????\n-----END PRIVATE KEY-----\n";
    let error = |certificate: &str, key: &str| {
        format!("Tls: {}", Tls::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap_err())
    };
    [
        error("", &key),
        error(malformed, &key),
        error(&certificate, ""),
        error(&certificate, malformed_key),
        error(&certificate, &other_key),
    ]
}

async fn config_errors() -> Vec<String> {
    let config = || ServeConfig::new("http://127.0.0.1:1".parse().unwrap());
    let malformed = b"-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n".to_vec();
    let untrusted = proxy_config(|config| config.trusted_certificates = Some(malformed));
    let mut lines = Vec::new();
    for config in [config().with_origins(["a\nb".to_owned()]), config().with_proxy(untrusted)] {
        let stop = std::future::ready(());
        let error = tokenwire_gateway::serve(config, listener().await, None, stop).await.unwrap_err();
        lines.push(format!("serve: {error}").replace('\n', "\\n"));
    }
    lines
}

async fn error_answers() -> Vec<String> {
    let closing = raw_server(Vec::new).await;
    let stalling = Upstream::new().await;
    let gateway = |upstream, proxy: ProxyConfig| serve(serve_config(upstream).with_proxy(proxy));
    let busy = gateway(&closing, proxy_config(|config| config.limits.requests = 0)).await;
    let strict = gateway(&closing, proxy_config(|config| config.limits.body_bytes = 10)).await;
    let impatient = gateway(&stalling.server, short_timeouts()).await;
    let document = format!("Content-Type: {DOCUMENT}\r\nContent-Length: 4\r\n");
    let compressed = format!("Content-Encoding: gzip\r\n{document}");
    vec![
        error_answer(&strict, "TRACE / HTTP/1.1", "", "").await,
        error_answer(&strict, "OPTIONS * HTTP/1.1", "", "").await,
        error_answer(&strict, "POST / HTTP/1.1", "Content-Length: 11\r\n", "hello world").await,
        error_answer(&strict, "POST / HTTP/1.1", &document, "none").await,
        error_answer(&strict, "POST / HTTP/1.1", &compressed, "none").await,
        error_answer(&busy, "GET / HTTP/1.1", "", "").await,
        error_answer(&impatient, "GET / HTTP/1.1", "", "").await,
        error_answer(&strict, "GET / HTTP/1.1", "", "").await,
    ]
}

/// Sends a request, and returns the status, the code and the message of the answer.
async fn error_answer(gateway: &Running, request_line: &str, headers: &str, body: &str) -> String {
    let request = format!("{request_line}\r\nHost: x\r\nConnection: close\r\n{headers}\r\n{body}");
    let answer = send_raw(gateway.address, request).await;
    let error = &serde_json::from_slice::<Value>(&answer.body).unwrap()["error"];
    let (code, message) = (error["code"].as_str().unwrap(), error["message"].as_str().unwrap());
    format!("{} {code}: {message}", answer.status())
}
