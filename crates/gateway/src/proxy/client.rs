//! The client that sends requests to the server.

use crate::base_url::BaseUrl;
use crate::config::ProxyConfig;
use crate::error::{Error, with_causes};
use reqwest::{Certificate, Client, ClientBuilder, redirect};
use std::time::Duration;

/// How long an idle connection stays open: shorter than the keep-alive time of servers such as `serve`.
const IDLE: Duration = Duration::from_secs(20);

/// Builds a client that changes nothing: it follows no redirect and decodes no content coding. A proxy from the environment is
/// not used for servers on this machine.
pub(super) fn builder(base: &BaseUrl, config: &ProxyConfig) -> Result<ClientBuilder, Error> {
    // Fails if the process has already installed a provider, which is then used.
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
    let certificates =
        Certificate::from_pem_bundle(pem).map_err(|error| Error::config(with_causes(&error)))?;
    Ok(client.tls_certs_merge(certificates))
}
