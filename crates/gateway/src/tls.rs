//! TLS on the connections of a proxy's clients.

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
    /// Parses a certificate chain and its private key, both in PEM. The server's certificate comes first, then its
    /// issuers'.
    ///
    /// # Errors
    /// If the certificate or the key is missing or malformed, or if the key does not belong to the certificate.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, Error> {
        let invalid = |error| {
            Error::config(format!("certificate and key: {error}; use the private key of this certificate"))
        };
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(invalid)?
            .with_no_client_auth()
            .with_single_cert(parse_certificates(certificates)?, parse_key(key)?)
            .map_err(invalid)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config) })
    }

    /// Returns an acceptor for handshakes with clients.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }
}

impl fmt::Debug for Tls {
    /// Formats only the name of the type, so that the key is never printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

fn parse_certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    const EXPECTED: &str = "expected blocks that begin with -----BEGIN CERTIFICATE-----";
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match certificates {
        Ok(certificates) if certificates.is_empty() => {
            Err(Error::config(format!("certificate: the file contains no certificate in PEM; {EXPECTED}")))
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(Error::config(format!("certificate: {error}; {EXPECTED}"))),
    }
}

fn parse_key(pem: &[u8]) -> Result<PrivateKeyDer<'static>, Error> {
    const EXPECTED: &str = "expected a block that begins with -----BEGIN PRIVATE KEY-----";
    PrivateKeyDer::from_pem_slice(pem).map_err(|error| match error {
        pem::Error::NoItemsFound => {
            Error::config(format!("key: the file contains no private key in PEM; {EXPECTED}"))
        }
        error => Error::config(format!("key: {error}; {EXPECTED}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{KeyPair, generate_simple_self_signed};

    /// Asserts that the error of this certificate and key begins with `message`.
    fn assert_error(certificates: &[u8], key: &[u8], message: &str) {
        let error = Tls::from_pem(certificates, key).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }

    #[test]
    fn errors_name_the_certificate_or_the_key() {
        let certified = generate_simple_self_signed(["localhost".into()]).unwrap();
        let certificate = certified.cert.pem().into_bytes();
        let key = certified.signing_key.serialize_pem().into_bytes();
        assert!(Tls::from_pem(&certificate, &key).is_ok());
        assert_error(&key, &key, "certificate: the file contains no certificate in PEM; ");
        assert_error(&certificate, &certificate, "key: the file contains no private key in PEM; ");
        let malformed = b"-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n";
        assert_error(malformed, &key, "certificate: ");
        let other_key = KeyPair::generate().unwrap().serialize_pem().into_bytes();
        assert_error(&certificate, &other_key, "certificate and key: ");
    }
}
