//! Examines a server: sends a probe, and compares the response with the expected events.
//!
//! A gateway answers the probe itself: nothing is forwarded to a model server, and no API key is sent.

use super::error::{ProbeError, with_causes};
use super::findings;
use super::report::{Mark, Report};
use super::response::ProbeResponse;
use http::header::{ACCEPT, ACCEPT_ENCODING};
use reqwest::{Certificate, Client, ClientBuilder, Response, redirect};
use std::time::{Duration, Instant};
use tokenwire_gateway::BaseUrl;
use tokenwire_http::{Offer, media_type};

/// A server to examine, and how to connect to it.
#[derive(Debug, Clone)]
pub(crate) struct Examination {
    /// A gateway, a `tokenwire connect`, or any other server.
    pub(crate) server: BaseUrl,
    /// The maximum wait for a connection, and for each further byte.
    pub(crate) timeout: Duration,
    /// Certificates in PEM that are trusted in addition to the system's.
    pub(crate) trusted_certificates: Option<Vec<u8>>,
    /// Whether to continue if the certificate is not trusted.
    pub(crate) accept_any_certificate: bool,
}

/// The maximum number of probes. More than one is sent because events can also arrive together on a busy machine.
const MAX_PROBES: usize = 3;

impl Examination {
    /// Examines the server. This takes one second, or a few seconds if events are buffered in transit.
    ///
    /// # Errors
    /// If the trusted certificates cannot be read.
    pub(crate) async fn run(&self) -> Result<Report, String> {
        let client = ProbeClient::new(self)?;
        let mut report = Report::new(self.server.to_string(), self.server.is_exposed());
        match client.probe().await {
            Ok(response) => {
                let response = best_of(&client, response).await;
                report.round_trip_ms = client.round_trip().await.map(|time| time.as_secs_f64() * 1e3);
                report.add_response(&response);
            }
            Err(error) => report.error = Some(error),
        }
        report.findings = findings::all(&report);
        report.good = report.findings.iter().all(|finding| finding.mark != Mark::Bad);
        Ok(report)
    }
}

/// Sends further probes while events seem buffered, and returns the response that arrived in the most bursts.
async fn best_of(client: &ProbeClient, first: ProbeResponse) -> ProbeResponse {
    let mut best = first;
    for _ in 1..MAX_PROBES {
        if !best.is_buffered() {
            break;
        }
        match client.probe().await {
            Ok(response) if response.arrivals() > best.arrivals() => best = response,
            _ => {}
        }
    }
    best
}

/// The maximum duration of a response, in addition to the timeout. A probe takes one second.
const TOTAL: Duration = Duration::from_secs(60);

/// The client that sends probes.
struct ProbeClient {
    client: Client,
    url: String,
}

impl ProbeClient {
    /// # Errors
    /// If the trusted certificates cannot be read.
    fn new(examination: &Examination) -> Result<Self, String> {
        let client = builder(examination)?.build().map_err(|error| with_causes(&error))?;
        Ok(Self { client, url: examination.server.to_string() })
    }

    async fn probe(&self) -> Result<ProbeResponse, ProbeError> {
        Ok(ProbeResponse::receive(self.send().await?).await)
    }

    /// Measures the time until the response headers arrive, on the open connection if the server keeps it alive.
    async fn round_trip(&self) -> Option<Duration> {
        let start = Instant::now();
        self.send().await.ok().map(|_| start.elapsed())
    }

    /// Sends a probe, and accepts compressed responses as other clients do.
    async fn send(&self) -> Result<Response, ProbeError> {
        let accept = format!("{}, {}", Offer::new(), media_type::PROBE);
        let request = self.client.get(&self.url).header(ACCEPT, accept);
        let sent = request.header(ACCEPT_ENCODING, "gzip, deflate, br").send().await;
        sent.map_err(|error| ProbeError::from(&error))
    }
}

/// Builds a client that follows no redirects and decodes no content codings. For servers on this machine, it ignores
/// the proxy that the environment names.
fn builder(examination: &Examination) -> Result<ClientBuilder, String> {
    // This fails if the process has already installed a provider, which is then used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(examination.timeout)
        .read_timeout(examination.timeout)
        .timeout(examination.timeout + TOTAL)
        .tls_danger_accept_invalid_certs(examination.accept_any_certificate);
    let client = if examination.server.is_loopback() { client.no_proxy() } else { client };
    let Some(pem) = &examination.trusted_certificates else { return Ok(client) };
    let certificates =
        Certificate::from_pem_bundle(pem).map_err(|error| format!("--ca: {}", with_causes(&error)))?;
    Ok(client.tls_certs_merge(certificates))
}
