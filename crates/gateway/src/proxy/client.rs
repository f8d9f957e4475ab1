//! The HTTP client that sends requests to the server.

use crate::base_url::BaseUrl;
use crate::config::ProxyConfig;
use crate::error::{Error, with_causes};
use reqwest::{Certificate, Client, ClientBuilder, redirect};
use std::time::Duration;

/// How long an idle connection stays open. It is shorter than the keep-alive time of common servers: a request on a
/// connection that the server is about to close would fail.
const IDLE: Duration = Duration::from_secs(20);

/// Returns the builder of a client that changes nothing: it follows no redirects and decodes no content codings. It
/// ignores proxies from the environment if the server is on this machine.
pub(super) fn builder(base: &BaseUrl, config: &ProxyConfig) -> Result<ClientBuilder, Error> {
    // This fails if the process has already installed a provider. The client then uses that provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let timeouts = &config.timeouts;
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.idle)
        .timeout(timeouts.total)
        .tcp_nodelay(true)
        .pool_idle_timeout(IDLE);
    let client = if base.is_loopback() { client.no_proxy() } else { client };
    let Some(pem) = &config.trusted_certificates else { return Ok(client) };
    let certificates = Certificate::from_pem_bundle(pem).map_err(|error| {
        let causes = with_causes(&error);
        Error::config(format!("trusted certificates: {causes}; expected certificates in PEM"))
    })?;
    Ok(client.tls_certs_merge(certificates))
}
