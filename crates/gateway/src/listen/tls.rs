//! TLS towards clients.

use crate::config::Tls;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::{self, ErrorKind};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

impl Tls {
    /// Whether clients can be served with it.
    ///
    /// # Errors
    /// If one of the two is no PEM, or the other thing, or they do not belong together.
    pub fn check(&self) -> io::Result<()> {
        acceptor(self).map(drop)
    }
}

/// Takes HTTP/2 and HTTP/1, as clients like it.
pub(super) fn acceptor(tls: &Tls) -> io::Result<TlsAcceptor> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(bad)?
        .with_no_client_auth()
        .with_single_cert(certificates(&tls.cert)?, key(&tls.key)?)
        .map_err(|error| bad(format!("certificate and key: {error}")))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn certificates(pem: &[u8]) -> io::Result<Vec<CertificateDer<'static>>> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match all {
        Ok(none) if none.is_empty() => Err(bad("certificate: there is none in its file, in PEM")),
        Ok(all) => Ok(all),
        Err(error) => Err(bad(format!("certificate: {error}"))),
    }
}

fn key(pem: &[u8]) -> io::Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_slice(pem).map_err(|error| match error {
        pem::Error::NoItemsFound => bad("key: there is no private key in its file, in PEM"),
        error => bad(format!("key: {error}")),
    })
}

fn bad(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, why)
}
