//! What `doctor` says of gateways, of proxies, and of what is neither.
#![cfg(feature = "gateway")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::Response;
use common::{Running, client, connect, connect_config, listener, router, serve, serve_config};
use http::{HeaderMap, header};
use std::time::Duration;
use tokenwire_gateway::doctor::{Examination, Kind, Mark, Report};
use tokenwire_gateway::{PROBE, STREAM};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn examination(url: &str) -> Examination {
    Examination {
        url: url.parse().unwrap(),
        timeout: Duration::from_secs(10),
        ca: None,
        any_certificate: false,
    }
}

async fn examine(server: &Running) -> Report {
    examination(&server.url("/v1")).run().await.unwrap()
}

fn mark(report: &Report, what: &str) -> Mark {
    let found = report.findings.iter().find(|finding| finding.what == what);
    found.unwrap_or_else(|| panic!("{what} is not in {:#?}", report.findings)).mark
}

fn advice(report: &Report, what: &str) -> String {
    let found = report.findings.iter().find(|finding| finding.what == what).unwrap();
    found.advice.clone().unwrap_or_default()
}

/// A gateway, and a model server that a probe never comes to.
async fn gateway() -> (Running, Running) {
    let upstream = router(Router::new().fallback(|| async { http::StatusCode::IM_A_TEAPOT })).await;
    let gateway = serve(serve_config(&upstream)).await;
    (upstream, gateway)
}

#[tokio::test]
async fn a_gateway_is_well() {
    let (_upstream, gateway) = gateway().await;
    let report = examine(&gateway).await;
    assert!(report.good, "{report:#?}");
    assert!(!report.restored && report.round_trip_ms.unwrap() > 0.0);
    let negotiated = report.negotiated.as_ref().unwrap();
    assert_eq!(
        (&*negotiated.version, &negotiated.coders[..]),
        ("1", &["varint".to_owned(), "prefix".into()][..])
    );
    assert_eq!((negotiated.tables.len(), negotiated.documents), (12, true));
    assert_eq!(negotiated.tables[1].name.as_deref(), Some("chat-2026/o200k_base"));
    let stream = report.stream.unwrap();
    let (sizes, pacing) = (stream.sizes.unwrap(), stream.pacing.unwrap());
    assert_eq!((sizes.tokens, pacing.events, stream.expected), (10, 11, true));
    assert!(sizes.stream < sizes.gzip && sizes.gzip < sizes.sse, "{sizes:?}");
    assert!(pacing.arrivals > 5, "{pacing:?}");
}

#[tokio::test]
async fn connect_says_what_is_behind_it() {
    let (_upstream, gateway) = gateway().await;
    let near = connect(connect_config(&gateway)).await;
    let report = examine(&near).await;
    assert!(report.good && report.restored && report.negotiated.as_ref().unwrap().documents, "{report:#?}");
    let (there, here) = (examine(&gateway).await.stream.unwrap(), report.stream.unwrap());
    assert_eq!(there.sizes, here.sizes, "what would travel is the same");
}

#[tokio::test]
async fn a_plain_server_is_said_to_be_one() {
    let plain = router(Router::new().fallback(|| async { ([("server", "engine/1")], "hello") })).await;
    let report = examine(&plain).await;
    assert!(!report.good && report.stream.is_none());
    assert_eq!((report.status, report.server.as_deref()), (Some(200), Some("engine/1")));
    assert_eq!(mark(&report, "answers"), Mark::Good);
    assert_eq!(mark(&report, "negotiates"), Mark::Bad);
    assert!(advice(&report, "negotiates").contains(&format!("serve --upstream {}", plain.url("/v1"))));
}

#[tokio::test]
async fn connect_before_a_plain_server() {
    let events = || async { ([("content-type", "text/event-stream")], "data: {}\n\n") };
    let plain = router(Router::new().fallback(events)).await;
    let near = connect(connect_config(&plain)).await;
    let report = examine(&near).await;
    assert!(!report.good && report.stream.is_none(), "events alone are no negotiation: {report:#?}");
}

/// A proxy that waits for the whole answer, and then changes it.
async fn meddler(gateway: &Running, meddle: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8>) -> Running {
    let there = gateway.url("/");
    let answer = move || {
        let asked = client().get(there.clone()).header("accept", format!("{STREAM}, {PROBE}"));
        async move {
            let (mut head, body) = http::Response::from(asked.send().await.unwrap()).into_parts();
            let body = to_bytes(Body::new(body), 1 << 20).await.unwrap();
            head.headers.remove(header::TRANSFER_ENCODING);
            let body = meddle(&mut head.headers, body.to_vec());
            Response::from_parts(head, Body::from(body))
        }
    };
    router(Router::new().fallback(answer)).await
}

#[tokio::test]
async fn a_proxy_that_buffers_is_seen() {
    let (_upstream, gateway) = gateway().await;
    let report = examine(&meddler(&gateway, |_, body| body).await).await;
    let pacing = report.stream.as_ref().unwrap().pacing.unwrap();
    assert_eq!((pacing.events, pacing.arrivals), (11, 1));
    assert!(pacing.held_ms >= 900, "{pacing:?}");
    assert_eq!(
        (report.good, mark(&report, "buffering"), mark(&report, "stream")),
        (false, Mark::Bad, Mark::Good)
    );
    assert!(advice(&report, "buffering").contains("proxy_buffering off"));
}

#[tokio::test]
async fn a_proxy_that_compresses_is_seen() {
    let (_upstream, gateway) = gateway().await;
    let meddler = meddler(&gateway, |headers, body| {
        headers.insert("content-encoding", "gzip".parse().unwrap());
        let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        std::io::Write::write_all(&mut member, &body).unwrap();
        member.finish().unwrap()
    });
    let report = examine(&meddler.await).await;
    assert_eq!((mark(&report, "on the way"), mark(&report, "stream")), (Mark::Note, Mark::Good));
}

#[tokio::test]
async fn a_proxy_that_changes_the_type_is_seen() {
    let (_upstream, gateway) = gateway().await;
    let meddler = meddler(&gateway, |headers, body| {
        headers.insert("content-type", "application/octet-stream".parse().unwrap());
        body
    });
    let report = examine(&meddler.await).await;
    assert_eq!((mark(&report, "on the way"), mark(&report, "stream")), (Mark::Bad, Mark::Good));
}

#[tokio::test]
async fn a_stream_that_is_cut_or_damaged_is_seen() {
    let (_upstream, gateway) = gateway().await;
    let cut: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8> = |_, mut body| {
        body.truncate(body.len() - 3);
        body
    };
    let damaged: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8> = |_, mut body| {
        *body.last_mut().unwrap() ^= 1;
        body
    };
    let garbage: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8> = |_, _| b"<html>nothing of ours</html>".to_vec();
    for meddle in [cut, damaged, garbage] {
        let report = examine(&meddler(&gateway, meddle).await).await;
        assert_eq!((report.good, mark(&report, "stream")), (false, Mark::Bad), "{report:#?}");
        assert!(report.stream.unwrap().wrong.is_some());
    }
}

#[tokio::test]
async fn other_versions_and_tables_are_said() {
    let newer = || async { ([("content-type", format!("{STREAM};v=2;coder=varint"))], "?") };
    let report = examine(&router(Router::new().fallback(newer)).await).await;
    assert!(advice(&report, "negotiates").contains("same release"), "{report:#?}");
    let other = || async {
        let offer = format!("{STREAM};v=1;tables=201.202");
        ([("content-type", "text/event-stream".to_owned()), ("tokenwire-offer", offer)], "data: {}\n\n")
    };
    let report = examine(&router(Router::new().fallback(other)).await).await;
    assert_eq!((mark(&report, "tables"), mark(&report, "negotiates")), (Mark::Note, Mark::Bad));
}

#[tokio::test]
async fn a_redirect_is_not_followed_but_told() {
    let moved = || async { (http::StatusCode::FOUND, [("location", "https://elsewhere.example/v1")]) };
    let report = examine(&router(Router::new().fallback(moved)).await).await;
    assert!(advice(&report, "negotiates").ends_with("tokenwire doctor https://elsewhere.example/v1"));
}

/// What kind of trouble there is, and what is to be done.
async fn trouble(url: &str) -> (Kind, String) {
    let report = examination(url).run().await.unwrap();
    assert!(!report.good && report.findings.len() == 1, "{report:#?}");
    let advice = advice(&report, "answers");
    (report.trouble.unwrap().kind, advice)
}

#[tokio::test]
async fn nobody_there() {
    let free = listener().await.local_addr().unwrap();
    let (kind, advice) = trouble(&format!("http://{free}")).await;
    assert_eq!((kind, advice.contains("tokenwire serve")), (Kind::Refused, true));
    assert_eq!(trouble("http://no-such-name.invalid").await.0, Kind::Dns);
}

/// Says this to everybody, and hangs up.
async fn blunt(words: &'static [u8]) -> Running {
    common::run(move |listener, _| async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut asked = [0; 4096];
            let _ = socket.read(&mut asked).await;
            let _ = socket.write_all(words).await;
        }
    })
    .await
}

#[tokio::test]
async fn what_is_not_http_or_not_tls() {
    let smtp = blunt(b"220 mail.example ready\r\n").await;
    assert_eq!(trouble(&smtp.url("")).await.0, Kind::NotHttp);
    let mute = blunt(b"").await;
    assert_eq!(trouble(&mute.url("")).await.0, Kind::NotHttp);
    let plain = blunt(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let (kind, advice) = trouble(&plain.url("").replace("http:", "https:")).await;
    assert_eq!((kind, advice.contains("http://")), (Kind::Tls, true));
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for() {
    let silent = common::run(|listener, stopped| async move {
        let _open = listener.accept().await;
        drop(stopped.await);
    });
    let mut examination = examination(&silent.await.url(""));
    examination.timeout = Duration::from_millis(200);
    let report = examination.run().await.unwrap();
    assert!(report.trouble.is_some(), "{report:#?}");
}

#[tokio::test]
async fn a_certificate_is_trusted_if_somebody_says_so() {
    let (upstream, _) = gateway().await;
    let own = rcgen::generate_simple_self_signed(["localhost".into()]).unwrap();
    let (cert, key) = (own.cert.pem().into_bytes(), own.signing_key.serialize_pem().into_bytes());
    let mut config = serve_config(&upstream);
    config.proxy.tls = Some(tokenwire_gateway::Tls { cert: cert.clone(), key });
    let gateway = serve(config).await;
    let url = format!("https://localhost:{}", gateway.address.port());
    let (kind, advice) = trouble(&url).await;
    assert_eq!((kind, advice.contains("--ca FILE")), (Kind::Certificate, true));
    let trusting = [
        Examination { ca: Some(cert), ..examination(&url) },
        Examination { any_certificate: true, ..examination(&url) },
    ];
    for examination in trusting {
        let report = examination.run().await.unwrap();
        assert!(report.good, "{report:#?}");
    }
}

#[tokio::test]
async fn what_is_no_url_is_an_error() {
    for url in ["ftp://h", "http://h/?q", "http://u:p@h"] {
        assert!(examination(url).run().await.is_err(), "{url}");
    }
}
