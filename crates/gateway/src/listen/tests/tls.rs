//! TLS, and what is none.

use super::super::Listen;
use super::client::Client;
use super::server::{SHORT, Server, how};
use crate::config::Tls;
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

fn certified() -> (Tls, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".into()]).unwrap();
    let tls = Tls { cert: cert.pem().into_bytes(), key: signing_key.serialize_pem().into_bytes() };
    (tls, cert.der().clone())
}

/// Someone who trusts this certificate and speaks this protocol.
async fn connect(
    server: &Server,
    trusted: CertificateDer<'static>,
    protocol: &str,
) -> Client<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.into()];
    let socket = TcpStream::connect(server.address).await.unwrap();
    let name = "localhost".try_into().unwrap();
    let stream = TlsConnector::from(Arc::new(config)).connect(name, socket).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(protocol.as_bytes()));
    Client(stream)
}

#[tokio::test]
async fn both_protocols_are_spoken() {
    let (tls, trusted) = certified();
    let server = Server::new(Listen { tls: Some(tls), ..how() }).await;
    // Somebody who never begins is in nobody's way.
    let silent = Client::new(server.address).await;
    let mut client = connect(&server, trusted.clone(), "http/1.1").await;
    client.get("/").await;
    assert!(client.read_to("hello").await.starts_with("HTTP/1.1 200 OK\r\n"));
    let response = connect(&server, trusted, "h2").await.get_http2("/").await;
    assert_eq!(&response.body()[..], b"hello");
    drop(silent);
}

#[tokio::test]
async fn a_handshake_that_does_not_end_is_not_waited_for() {
    let server = Server::new(Listen { tls: Some(certified().0), headers: SHORT, ..how() }).await;
    let mut client = Client::new(server.address).await;
    // A record that says it goes on.
    client.write("\u{16}\u{3}\u{1}\u{1}").await;
    assert_eq!(client.read_all().await, "");
}

fn refusal(tls: &Tls) -> String {
    tls.check().unwrap_err().to_string()
}

#[test]
fn what_is_no_certificate_or_no_key_is_said() {
    let (tls, _) = certified();
    assert!(tls.check().is_ok());
    let Tls { cert, key } = tls.clone();
    assert_eq!(
        refusal(&Tls { cert: key.clone(), key: key.clone() }),
        "certificate: there is none in its file, in PEM"
    );
    assert_eq!(
        refusal(&Tls { key: cert, ..tls.clone() }),
        "key: there is no private key in its file, in PEM"
    );
    let broken = b"-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n".to_vec();
    assert!(refusal(&Tls { cert: broken, ..tls.clone() }).starts_with("certificate: "));
    let other = KeyPair::generate().unwrap().serialize_pem().into_bytes();
    assert!(refusal(&Tls { key: other, ..tls }).starts_with("certificate and key: "));
}
