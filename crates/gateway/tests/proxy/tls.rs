//! TLS between the proxies.

use crate::common::chat::chat;
use crate::common::raw_client::{Answer, RawClient, get_chat};
use crate::common::raw_server::truncating_server;
use crate::common::upstream::Upstream;
use crate::common::{Running, connect, proxy_config, serve, serve_config, soon};
use crate::flood::assert_slows_upstream;
use rcgen::{CertificateParams, KeyPair};
use tokenwire_gateway::{ConnectConfig, Tls};

/// A self-signed certificate: with its key for the server, and as PEM for clients that trust it.
struct Certified {
    tls: Tls,
    pem: Vec<u8>,
}

/// Returns a self-signed certificate for this name, with a change to its parameters.
fn certified(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Certified {
    let mut parameters = CertificateParams::new([name.to_owned()]).unwrap();
    change(&mut parameters);
    let key = KeyPair::generate().unwrap();
    let pem = parameters.self_signed(&key).unwrap().pem().into_bytes();
    Certified { tls: Tls::from_pem(&pem, key.serialize_pem().as_bytes()).unwrap(), pem }
}

/// Returns the configuration of a `connect` that connects with TLS.
fn tls_config(gateway: &Running) -> ConnectConfig {
    ConnectConfig::new(format!("https://{}", gateway.address).parse().unwrap())
}

/// Returns a gateway with this certificate, and a `connect` that trusts the `trusted` certificates.
async fn chain(upstream: &Running, tls: Tls, trusted: Option<Vec<u8>>) -> (Running, Running) {
    let proxy = proxy_config(|config| config.tls = Some(tls));
    let gateway = serve(serve_config(upstream).with_proxy(proxy)).await;
    let proxy = proxy_config(|config| config.trusted_certificates = trusted);
    let local = connect(tls_config(&gateway).with_proxy(proxy)).await;
    (gateway, local)
}

#[tokio::test]
async fn connect_reaches_a_trusted_gateway_with_http2() {
    let certified = certified("127.0.0.1", |_| ());
    let mut upstream = Upstream::new().await;
    let (_gateway, local) = chain(&upstream.server, certified.tls, Some(certified.pem)).await;
    let address = local.address;
    let answer = tokio::spawn(async move { get_chat(address, "").await });
    let request = upstream.request().await;
    let via: Vec<_> = request.head.headers.get_all("via").iter().collect();
    assert_eq!(via, ["1.1 tokenwire", "2 tokenwire"]);
    let feed = request.events();
    for event in chat(30) {
        feed.send(event).await;
    }
    drop(feed);
    let answer = soon(answer).await.unwrap();
    assert_eq!((answer.text(), answer.complete), (chat(30).concat(), true));
}

#[tokio::test]
async fn a_stream_breaks_off_with_http2() {
    let certified = certified("127.0.0.1", |_| ());
    let upstream = truncating_server(chat(3).concat()).await;
    let (_gateway, local) = chain(&upstream, certified.tls, Some(certified.pem)).await;
    for _ in 0..5 {
        let answer = get_chat(local.address, "").await;
        assert_eq!((answer.text(), answer.complete), (chat(3).concat(), false));
    }
}

#[tokio::test]
async fn a_client_that_disconnects_ends_the_request_with_http2() {
    let certified = certified("127.0.0.1", |_| ());
    let mut upstream = Upstream::new().await;
    let (_gateway, local) = chain(&upstream.server, certified.tls, Some(certified.pem)).await;
    let mut client = RawClient::new(local.address).await;
    client.get("").await;
    let request = upstream.request().await;
    drop(client);
    request.canceled().await;
    let (client, feed) = upstream.open_chat(local.address, "").await;
    drop(client);
    feed.canceled().await;
}

// A second thread, so that the task that writes does not starve the timers of the test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_client_slows_the_upstream_down_with_http2() {
    let certified = certified("127.0.0.1", |_| ());
    let mut upstream = Upstream::new().await;
    let (_gateway, local) = chain(&upstream.server, certified.tls, Some(certified.pem)).await;
    assert_slows_upstream(&mut upstream, &local).await;
}

/// Returns the answer of a `connect` that does not trust the gateway's certificate, and asserts that nothing is
/// forwarded.
async fn answer_of_distrustful_connect(certified: Certified, trusted: Option<Vec<u8>>) -> Answer {
    let mut upstream = Upstream::new().await;
    let (_gateway, local) = chain(&upstream.server, certified.tls, trusted).await;
    let answer = get_chat(local.address, "").await;
    assert!(upstream.unexpected().is_empty());
    answer
}

fn assert_names_certificate(answer: &Answer) {
    assert_eq!(answer.status(), 502);
    assert!(
        answer.text().contains("upstream_unreachable") && answer.text().contains("certificate"),
        "{answer:?}"
    );
}

#[tokio::test]
async fn an_untrusted_certificate_is_answered_with_502() {
    assert_names_certificate(&answer_of_distrustful_connect(certified("127.0.0.1", |_| ()), None).await);
    let other = certified("127.0.0.1", |_| ()).pem;
    assert_names_certificate(
        &answer_of_distrustful_connect(certified("127.0.0.1", |_| ()), Some(other)).await,
    );
}

#[tokio::test]
async fn a_certificate_for_another_name_is_answered_with_502() {
    let certified = certified("other.example", |_| ());
    let trusted = certified.pem.clone();
    assert_names_certificate(&answer_of_distrustful_connect(certified, Some(trusted)).await);
}

#[tokio::test]
async fn an_expired_certificate_is_answered_with_502() {
    let old = |parameters: &mut CertificateParams| {
        parameters.not_before = rcgen::date_time_ymd(2001, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(2002, 1, 1);
    };
    let certified = certified("127.0.0.1", old);
    let trusted = certified.pem.clone();
    assert_names_certificate(&answer_of_distrustful_connect(certified, Some(trusted)).await);
}

#[tokio::test]
async fn a_server_without_tls_is_answered_with_502() {
    let upstream = Upstream::new().await;
    let local = connect(tls_config(&upstream.server)).await;
    assert_eq!(get_chat(local.address, "").await.status(), 502);
}
