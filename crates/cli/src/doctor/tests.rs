//! Tests of the findings about gateways, proxies and other servers.

mod servers;

use super::error::ProbeErrorKind;
use super::examination::Examination;
use super::report::{Mark, Report};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{HeaderMap, StatusCode, header};
use servers::{Server, client};
use std::time::Duration;
use tokenwire_gateway::{ProxyConfig, ServeConfig, Tls};
use tokenwire_http::media_type::{PROBE, STREAM};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn examination(url: &str) -> Examination {
    Examination {
        server: url.parse().unwrap(),
        timeout: Duration::from_secs(10),
        trusted_certificates: None,
        accept_any_certificate: false,
    }
}

async fn examine(server: &Server) -> Report {
    examination(&server.url("/v1")).run().await.unwrap()
}

fn mark(report: &Report, topic: &str) -> Mark {
    let found = report.findings.iter().find(|finding| finding.topic == topic);
    found.unwrap_or_else(|| panic!("{topic} is not in {:#?}", report.findings)).mark
}

fn advice(report: &Report, topic: &str) -> String {
    let found = report.findings.iter().find(|finding| finding.topic == topic).unwrap();
    found.advice.clone().unwrap_or_default()
}

/// Starts a gateway, and a model server that no probe reaches.
async fn gateway() -> (Server, Server) {
    let upstream = Server::router(Router::new().fallback(|| async { StatusCode::IM_A_TEAPOT })).await;
    let gateway = Server::serve(ServeConfig::new(upstream.url("").parse().unwrap())).await;
    (upstream, gateway)
}

#[tokio::test]
async fn a_gateway_has_only_good_findings() {
    let (_upstream, gateway) = gateway().await;
    let report = examine(&gateway).await;
    assert!(report.good, "{report:#?}");
    assert!(!report.decoded && report.round_trip_ms.unwrap() > 0.0);
    let negotiated = report.negotiated.as_ref().unwrap();
    assert_eq!(
        (&*negotiated.version, &negotiated.coders[..]),
        ("1", &["varint".to_owned(), "prefix".into()][..])
    );
    assert_eq!(
        (negotiated.tables.len(), negotiated.documents),
        (tokenwire::Table::registered().count(), true)
    );
    assert_eq!(negotiated.tables[1].name.as_deref(), Some("chat-2026/o200k_base"));
    let stream = report.stream.unwrap();
    let (sizes, pacing) = (stream.sizes.unwrap(), stream.pacing.unwrap());
    assert_eq!((sizes.tokens, pacing.events, stream.expected), (10, 11, true));
    assert!(sizes.stream < sizes.gzip && sizes.gzip < sizes.sse, "{sizes:?}");
    assert!(pacing.arrivals > 5, "{pacing:?}");
}

#[tokio::test]
async fn the_gateway_behind_connect_is_examined() {
    let (_upstream, gateway) = gateway().await;
    let connect = Server::connect(&gateway).await;
    let report = examine(&connect).await;
    assert!(report.good && report.decoded && report.negotiated.as_ref().unwrap().documents, "{report:#?}");
    let direct = examine(&gateway).await.stream.unwrap();
    assert_eq!(
        direct.sizes,
        report.stream.unwrap().sizes,
        "the computed size equals that of the token stream behind `connect`"
    );
}

#[tokio::test]
async fn a_server_without_token_streams_is_reported() {
    let plain =
        Server::router(Router::new().fallback(|| async { ([("server", "engine/1")], "hello") })).await;
    let report = examine(&plain).await;
    assert!(!report.good && report.stream.is_none());
    assert_eq!((report.status, report.server.as_deref()), (Some(200), Some("engine/1")));
    assert_eq!(mark(&report, "answers"), Mark::Good);
    assert_eq!(mark(&report, "negotiates"), Mark::Bad);
    assert!(advice(&report, "negotiates").contains(&format!("serve --upstream {}", plain.url("/v1"))));
}

#[tokio::test]
async fn connect_in_front_of_a_server_without_token_streams_is_reported() {
    let events = || async { ([("content-type", "text/event-stream")], "data: {}\n\n") };
    let plain = Server::router(Router::new().fallback(events)).await;
    let connect = Server::connect(&plain).await;
    let report = examine(&connect).await;
    assert!(
        !report.good && report.stream.is_none(),
        "events without an offer are not a negotiation: {report:#?}"
    );
}

/// Starts a proxy that buffers the whole response, and then changes it.
async fn buffering_proxy(gateway: &Server, change: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8>) -> Server {
    let url = gateway.url("/");
    let respond = move || {
        let request = client().get(url.clone()).header("accept", format!("{STREAM}, {PROBE}"));
        async move {
            let (mut head, body) = http::Response::from(request.send().await.unwrap()).into_parts();
            let body = to_bytes(Body::new(body), 1 << 20).await.unwrap();
            head.headers.remove(header::TRANSFER_ENCODING);
            let body = change(&mut head.headers, body.to_vec());
            Response::from_parts(head, Body::from(body))
        }
    };
    Server::router(Router::new().fallback(respond)).await
}

#[tokio::test]
async fn a_buffering_proxy_is_detected() {
    let (_upstream, gateway) = gateway().await;
    let report = examine(&buffering_proxy(&gateway, |_, body| body).await).await;
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
async fn a_compressing_proxy_is_detected() {
    let (_upstream, gateway) = gateway().await;
    let proxy = buffering_proxy(&gateway, |headers, body| {
        headers.insert("content-encoding", "gzip".parse().unwrap());
        let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        std::io::Write::write_all(&mut member, &body).unwrap();
        member.finish().unwrap()
    });
    let report = examine(&proxy.await).await;
    assert_eq!((mark(&report, "in transit"), mark(&report, "stream")), (Mark::Note, Mark::Good));
}

#[tokio::test]
async fn a_changed_content_type_is_detected() {
    let (_upstream, gateway) = gateway().await;
    let proxy = buffering_proxy(&gateway, |headers, body| {
        headers.insert("content-type", "application/octet-stream".parse().unwrap());
        body
    });
    let report = examine(&proxy.await).await;
    assert_eq!((mark(&report, "in transit"), mark(&report, "stream")), (Mark::Bad, Mark::Good));
}

#[tokio::test]
async fn a_truncated_or_damaged_stream_is_detected() {
    let (_upstream, gateway) = gateway().await;
    let truncated: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8> = |_, mut body| {
        body.truncate(body.len() - 3);
        body
    };
    let damaged: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8> = |_, mut body| {
        *body.last_mut().unwrap() ^= 1;
        body
    };
    let garbage: fn(&mut HeaderMap, Vec<u8>) -> Vec<u8> = |_, _| b"<html>not a token stream</html>".to_vec();
    for change in [truncated, damaged, garbage] {
        let report = examine(&buffering_proxy(&gateway, change).await).await;
        assert_eq!((report.good, mark(&report, "stream")), (false, Mark::Bad), "{report:#?}");
        assert!(report.stream.unwrap().error.is_some());
    }
}

#[tokio::test]
async fn other_versions_and_tables_are_reported() {
    let newer = || async { ([("content-type", format!("{STREAM};v=2;coder=varint"))], "?") };
    let report = examine(&Server::router(Router::new().fallback(newer)).await).await;
    assert!(advice(&report, "negotiates").contains("same release"), "{report:#?}");
    let other = || async {
        let offer = format!("{STREAM};v=1;tables=201.202");
        ([("content-type", "text/event-stream".to_owned()), ("tokenwire-offer", offer)], "data: {}\n\n")
    };
    let report = examine(&Server::router(Router::new().fallback(other)).await).await;
    assert_eq!((mark(&report, "tables"), mark(&report, "negotiates")), (Mark::Note, Mark::Bad));
}

#[tokio::test]
async fn a_redirect_is_reported_but_not_followed() {
    let moved = || async { (StatusCode::FOUND, [("location", "https://elsewhere.example/v1")]) };
    let report = examine(&Server::router(Router::new().fallback(moved)).await).await;
    assert!(advice(&report, "negotiates").ends_with("tokenwire doctor https://elsewhere.example/v1"));
}

/// Examines a server that sends no response. Returns the kind of the error and the advice.
async fn error(url: &str) -> (ProbeErrorKind, String) {
    let report = examination(url).run().await.unwrap();
    assert!(!report.good && report.findings.len() == 1, "{report:#?}");
    let advice = advice(&report, "answers");
    (report.error.unwrap().kind, advice)
}

#[tokio::test]
async fn unreachable_servers_are_reported() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (kind, advice) = error(&format!("http://{free}")).await;
    assert_eq!((kind, advice.contains("tokenwire serve")), (ProbeErrorKind::Refused, true));
    assert_eq!(error("http://no-such-name.invalid").await.0, ProbeErrorKind::Dns);
}

/// Starts a server that sends these bytes on every connection and closes it.
async fn raw_server(bytes: &'static [u8]) -> Server {
    Server::start(move |listener| async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = socket.read(&mut request).await;
            let _ = socket.write_all(bytes).await;
        }
    })
    .await
}

#[tokio::test]
async fn other_protocols_are_reported() {
    let smtp = raw_server(b"220 mail.example ready\r\n").await;
    assert_eq!(error(&smtp.url("")).await.0, ProbeErrorKind::NotHttp);
    let silent = raw_server(b"").await;
    assert_eq!(error(&silent.url("")).await.0, ProbeErrorKind::NotHttp);
    let plain = raw_server(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let (kind, advice) = error(&plain.url("").replace("http:", "https:")).await;
    assert_eq!((kind, advice.contains("http://")), (ProbeErrorKind::Tls, true));
}

#[tokio::test]
async fn a_silent_server_times_out() {
    let silent = Server::start(|listener| async move {
        let _open = listener.accept().await;
        std::future::pending::<()>().await;
    });
    let silent = silent.await;
    let mut examination = examination(&silent.url(""));
    examination.timeout = Duration::from_millis(200);
    let report = examination.run().await.unwrap();
    assert!(report.error.is_some(), "{report:#?}");
}

#[tokio::test]
async fn an_untrusted_certificate_is_reported_unless_accepted() {
    let (upstream, _) = gateway().await;
    let certified = rcgen::generate_simple_self_signed(["localhost".into()]).unwrap();
    let (cert, key) = (certified.cert.pem().into_bytes(), certified.signing_key.serialize_pem().into_bytes());
    let tls = Some(Tls::from_pem(&cert, &key).unwrap());
    let config = ServeConfig::new(upstream.url("").parse().unwrap());
    let gateway = Server::serve(config.with_proxy(ProxyConfig { tls, ..ProxyConfig::default() })).await;
    let url = format!("https://localhost:{}", gateway.address.port());
    let (kind, advice) = error(&url).await;
    assert_eq!((kind, advice.contains("--ca FILE")), (ProbeErrorKind::Certificate, true));
    let trusting = [
        Examination { trusted_certificates: Some(cert), ..examination(&url) },
        Examination { accept_any_certificate: true, ..examination(&url) },
    ];
    for examination in trusting {
        let report = examination.run().await.unwrap();
        assert!(report.good, "{report:#?}");
    }
}

#[test]
fn rejects_urls_of_other_schemes_with_queries_or_passwords() {
    for url in ["ftp://h", "http://h/?q", "http://u:p@h"] {
        assert!(url.parse::<tokenwire_gateway::BaseUrl>().is_err(), "{url}");
    }
}
