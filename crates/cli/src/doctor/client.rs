//! The client that sends probes.

use super::error::{ProbeError, with_causes};
use super::response::ProbeResponse;
use http::header::{ACCEPT, ACCEPT_ENCODING};
use reqwest::{Certificate, Client, ClientBuilder, Response, redirect};
use std::time::{Duration, Instant};
use tokenwire_gateway::BaseUrl;
use tokenwire_http::{Offer, media_type};

/// The maximum time of an answer, in addition to the waits for its parts. A probe takes a second.
const TOTAL: Duration = Duration::from_secs(60);

/// What a client needs to know besides the URL.
pub(super) struct ClientOptions<'a> {
    pub(super) timeout: Duration,
    pub(super) trusted_certificates: Option<&'a [u8]>,
    pub(super) accept_any_certificate: bool,
}

pub(super) struct ProbeClient {
    client: Client,
    url: String,
}

impl ProbeClient {
    /// # Errors
    /// If the trusted certificates cannot be read.
    pub(super) fn new(server: &BaseUrl, options: &ClientOptions<'_>) -> Result<Self, String> {
        let client = builder(server, options)?.build().map_err(|error| with_causes(&error))?;
        Ok(Self { client, url: server.to_string() })
    }

    pub(super) async fn probe(&self) -> Result<ProbeResponse, ProbeError> {
        Ok(ProbeResponse::receive(self.send().await?).await)
    }

    /// Measures the time up to the headers, on an open connection if the server keeps them.
    pub(super) async fn round_trip(&self) -> Option<Duration> {
        let start = Instant::now();
        self.send().await.ok().map(|_| start.elapsed())
    }

    /// Sends a probe, and accepts compressed answers as other clients do.
    async fn send(&self) -> Result<Response, ProbeError> {
        let accept = format!("{}, {}", Offer::new(), media_type::PROBE);
        let request = self.client.get(&self.url).header(ACCEPT, accept);
        let sent = request.header(ACCEPT_ENCODING, "gzip, deflate, br").send().await;
        sent.map_err(|error| ProbeError::from(&error))
    }
}

/// Builds a client that follows no redirect and undoes no content coding. A proxy from the environment is not used for servers
/// on this machine.
fn builder(server: &BaseUrl, options: &ClientOptions<'_>) -> Result<ClientBuilder, String> {
    // Fails if the process has chosen another provider, which is then used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(options.timeout)
        .read_timeout(options.timeout)
        .timeout(options.timeout + TOTAL)
        .tls_danger_accept_invalid_certs(options.accept_any_certificate);
    let client = if server.is_loopback() { client.no_proxy() } else { client };
    let Some(pem) = options.trusted_certificates else { return Ok(client) };
    let certificates = Certificate::from_pem_bundle(pem).map_err(|error| with_causes(&error))?;
    Ok(client.tls_certs_merge(certificates))
}
