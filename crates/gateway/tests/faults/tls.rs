//! TLS between the two, and certificates that are not trusted.

use crate::common::chat::chat;
use crate::common::said::breaks_off_after;
use crate::common::upstream::Upstream;
use crate::common::wire::{Answer, Wire, ask};
use crate::common::{Running, connect, connect_config, serve, serve_config, soon};
use crate::flood::{AHEAD, noise, pour, settled};
use rcgen::{CertificateParams, KeyPair};
use tokenwire_gateway::{ProxyConfig, Tls};

struct Certified {
    tls: Tls,
    pem: Vec<u8>,
}

/// A certificate that vouches for itself.
fn certified(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Certified {
    let mut parameters = CertificateParams::new([name.to_owned()]).unwrap();
    change(&mut parameters);
    let key = KeyPair::generate().unwrap();
    let pem = parameters.self_signed(&key).unwrap().pem().into_bytes();
    Certified { tls: Tls { cert: pem.clone(), key: key.serialize_pem().into_bytes() }, pem }
}

/// A gateway with a certificate, and a client's side that trusts some.
async fn chain(upstream: &Running, tls: Tls, trusted: Option<Vec<u8>>) -> (Running, Running) {
    let mut config = serve_config(upstream);
    config.proxy.tls = Some(tls);
    let gateway = serve(config).await;
    let mut config = connect_config(&gateway);
    config.gateway = format!("https://{}", gateway.address).parse().unwrap();
    config.proxy = ProxyConfig { ca: trusted, ..ProxyConfig::default() };
    let near = connect(config).await;
    (gateway, near)
}

#[tokio::test]
async fn who_trusts_it_gets_streams_by_http2() {
    let certified = certified("127.0.0.1", |_| ());
    let mut upstream = Upstream::new().await;
    let (_gateway, near) = chain(&upstream.server, certified.tls, Some(certified.pem)).await;
    let address = near.address;
    let answer = tokio::spawn(async move { ask(address, "").await });
    let asked = upstream.asked().await;
    let via: Vec<_> = asked.head.headers.get_all("via").iter().collect();
    assert_eq!(via, ["1.1 tokenwire", "2 tokenwire"]);
    let feed = asked.events();
    for event in chat(30) {
        feed.send(event).await;
    }
    drop(feed);
    let answer = soon(answer).await.unwrap();
    assert_eq!((answer.text(), answer.whole), (chat(30).concat(), true));
}

#[tokio::test]
async fn a_stream_that_breaks_off_does_so_by_http2_too() {
    let certified = certified("127.0.0.1", |_| ());
    let upstream = breaks_off_after(chat(3).concat()).await;
    let (_gateway, near) = chain(&upstream, certified.tls, Some(certified.pem)).await;
    for _ in 0..5 {
        let answer = ask(near.address, "").await;
        assert_eq!((answer.text(), answer.whole), (chat(3).concat(), false));
    }
}

#[tokio::test]
async fn who_leaves_ends_the_request_by_http2_too() {
    let certified = certified("127.0.0.1", |_| ());
    let mut upstream = Upstream::new().await;
    let (_gateway, near) = chain(&upstream.server, certified.tls, Some(certified.pem)).await;
    let mut wire = Wire::new(near.address).await;
    wire.get("").await;
    let asked = upstream.asked().await;
    drop(wire);
    asked.left().await;
    let mut wire = Wire::new(near.address).await;
    wire.get("").await;
    let feed = upstream.asked().await.events();
    feed.send("data: 1\n\n").await;
    wire.read_to("data: 1\n\n").await;
    drop(wire);
    feed.left().await;
}

// What pours is not to keep the clock from being looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_upstream_waits_by_http2_too() {
    let certified = certified("127.0.0.1", |_| ());
    let mut upstream = Upstream::new().await;
    let (_gateway, near) = chain(&upstream.server, certified.tls, Some(certified.pem)).await;
    let mut wire = Wire::narrow(near.address).await;
    wire.get("").await;
    let poured = pour(upstream.asked().await.events());
    wire.head().await;
    let ahead = soon(settled(&poured)).await;
    assert!(ahead < AHEAD, "{ahead} bytes");
    let some = wire.some(60_000).await;
    assert!(some.len() > 50_000 && (0..4).map(noise).collect::<String>().as_bytes().starts_with(&some));
}

/// What a client hears whose side trusts what it should not.
async fn refused(certified: Certified, trusted: Option<Vec<u8>>) -> Answer {
    let mut upstream = Upstream::new().await;
    let (_gateway, near) = chain(&upstream.server, certified.tls, trusted).await;
    let answer = ask(near.address, "").await;
    assert!(upstream.others().is_empty());
    answer
}

fn assert_says_certificate(answer: &Answer) {
    assert_eq!(answer.status(), 502);
    assert!(
        answer.text().contains("upstream_unreachable") && answer.text().contains("certificate"),
        "{answer:?}"
    );
}

#[tokio::test]
async fn who_is_not_trusted_is_502() {
    assert_says_certificate(&refused(certified("127.0.0.1", |_| ()), None).await);
    let other = certified("127.0.0.1", |_| ()).pem;
    assert_says_certificate(&refused(certified("127.0.0.1", |_| ()), Some(other)).await);
}

#[tokio::test]
async fn who_is_somebody_else_is_502() {
    let certified = certified("other.example", |_| ());
    let trusted = certified.pem.clone();
    assert_says_certificate(&refused(certified, Some(trusted)).await);
}

#[tokio::test]
async fn whose_time_is_over_is_502() {
    let old = |parameters: &mut CertificateParams| {
        parameters.not_before = rcgen::date_time_ymd(2001, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(2002, 1, 1);
    };
    let certified = certified("127.0.0.1", old);
    let trusted = certified.pem.clone();
    assert_says_certificate(&refused(certified, Some(trusted)).await);
}

#[tokio::test]
async fn a_plain_server_where_tls_should_be_is_502() {
    let upstream = Upstream::new().await;
    let mut config = connect_config(&upstream.server);
    config.gateway = format!("https://{}", upstream.server.address).parse().unwrap();
    let near = connect(config).await;
    assert_eq!(ask(near.address, "").await.status(), 502);
}
