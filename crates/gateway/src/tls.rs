//! TLS for clients of a proxy.

use crate::error::Error;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fmt;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// A server's certificate and its private key.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
}

impl Tls {
    /// Reads the server's certificate, followed by its issuers', and its private key, both in PEM.
    ///
    /// # Errors
    /// If the certificate or the key is missing or malformed, or if they do not match.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, Error> {
        let invalid = |error| Error::config(format!("certificate and key: {error}"));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(invalid)?
            .with_no_client_auth()
            .with_single_cert(parse_certificates(certificates)?, parse_key(key)?)
            .map_err(invalid)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config) })
    }

    /// Returns an acceptor, which performs the handshake with a client.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }
}

impl fmt::Debug for Tls {
    /// Omits the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

fn parse_certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match all {
        Ok(none) if none.is_empty() => {
            Err(Error::config("certificate: the file contains no certificate in PEM"))
        }
        Ok(all) => Ok(all),
        Err(error) => Err(Error::config(format!("certificate: {error}"))),
    }
}

fn parse_key(pem: &[u8]) -> Result<PrivateKeyDer<'static>, Error> {
    PrivateKeyDer::from_pem_slice(pem).map_err(|error| match error {
        pem::Error::NoItemsFound => Error::config("key: the file contains no private key in PEM"),
        error => Error::config(format!("key: {error}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{KeyPair, generate_simple_self_signed};

    fn error(certificates: &[u8], key: &[u8]) -> String {
        Tls::from_pem(certificates, key).unwrap_err().to_string()
    }

    #[test]
    fn unusable_certificates_and_keys_are_described() {
        let own = generate_simple_self_signed(["localhost".into()]).unwrap();
        let (certificate, key) = (own.cert.pem().into_bytes(), own.signing_key.serialize_pem().into_bytes());
        assert!(Tls::from_pem(&certificate, &key).is_ok());
        assert_eq!(error(&key, &key), "certificate: the file contains no certificate in PEM");
        assert_eq!(error(&certificate, &certificate), "key: the file contains no private key in PEM");
        let broken = b"-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n";
        assert!(error(broken, &key).starts_with("certificate: "));
        let other = KeyPair::generate().unwrap().serialize_pem().into_bytes();
        assert!(error(&certificate, &other).starts_with("certificate and key: "));
    }
}
