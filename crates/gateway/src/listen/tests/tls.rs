//! TLS connections of clients.

use super::client::Client;
use super::server::{SHORT, Server, config};
use crate::listen::ListenConfig;
use crate::tls::Tls;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

/// Returns a new certificate for localhost: with its key for the server, and alone for a client that trusts it.
fn certificate() -> (Tls, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".into()]).unwrap();
    let tls = Tls::from_pem(cert.pem().as_bytes(), signing_key.serialize_pem().as_bytes()).unwrap();
    (tls, cert.der().clone())
}

/// Connects a client that trusts this certificate, and negotiates this protocol.
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
async fn both_protocols_are_negotiated() {
    let (tls, trusted) = certificate();
    let server = Server::new(ListenConfig { tls: Some(tls), ..config() }).await;
    // A client that never starts its handshake does not block others.
    let silent = Client::new(server.address).await;
    let mut client = connect(&server, trusted.clone(), "http/1.1").await;
    client.get("/").await;
    assert!(client.read_to("hello").await.starts_with("HTTP/1.1 200 OK\r\n"));
    let response = connect(&server, trusted, "h2").await.get_http2("/").await;
    assert_eq!(&response.body()[..], b"hello");
    drop(silent);
}

#[tokio::test]
async fn an_incomplete_handshake_times_out() {
    let server =
        Server::new(ListenConfig { tls: Some(certificate().0), header_timeout: SHORT, ..config() }).await;
    let mut client = Client::new(server.address).await;
    // The start of a handshake record.
    client.write("\u{16}\u{3}\u{1}\u{1}").await;
    assert_eq!(client.read_all().await, "");
}
