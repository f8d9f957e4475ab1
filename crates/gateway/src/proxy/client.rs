//! Towards the far side.

use crate::config::ProxyConfig;
use crate::fault::causes;
use reqwest::{Certificate, Client, ClientBuilder, redirect};
use std::time::Duration;

/// A connection that is kept is let go before the far side does so, of which `serve` is one.
const IDLE: Duration = Duration::from_secs(20);

/// A client that changes nothing: it follows no redirect and undoes no content coding. A proxy that the environment names is for
/// what is not on this machine.
pub(crate) fn builder(config: &ProxyConfig, loopback: bool) -> Result<ClientBuilder, String> {
    // Somebody else's choice stands.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let timeouts = &config.timeouts;
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.idle)
        .timeout(timeouts.total)
        .tcp_nodelay(true)
        .pool_idle_timeout(IDLE);
    let client = if loopback { client.no_proxy() } else { client };
    let Some(ca) = &config.ca else { return Ok(client) };
    let certificates = Certificate::from_pem_bundle(ca).map_err(|error| causes(&error))?;
    Ok(client.tls_certs_merge(certificates))
}
