//! Examines a server: sends a probe and compares what arrives with what was sent.
//!
//! The server answers the probe itself: nothing is forwarded to a model server, and no key is sent.

use super::client::{ClientOptions, ProbeClient};
use super::findings;
use super::report::{Mark, Report};
use super::response::ProbeResponse;
use std::time::Duration;
use tokenwire_gateway::BaseUrl;

/// What is examined, and how.
#[derive(Debug, Clone)]
pub(crate) struct Examination {
    /// A gateway, a `tokenwire connect`, or any other server.
    pub(crate) server: BaseUrl,
    /// Until a connection is established, and until each next byte.
    pub(crate) timeout: Duration,
    /// Certificates in PEM that are trusted in addition to the system's.
    pub(crate) trusted_certificates: Option<Vec<u8>>,
    /// Whether to continue if the certificate is not trusted.
    pub(crate) accept_any_certificate: bool,
}

/// The number of probes when events seem buffered: it may be a busy machine, which passes.
const MAX_PROBES: usize = 3;

impl Examination {
    /// Examines the server, which takes a second, or a few if something buffers events.
    ///
    /// # Errors
    /// If the trusted certificates cannot be read.
    pub(crate) async fn run(&self) -> Result<Report, String> {
        let client = ProbeClient::new(&self.server, &self.client_options())?;
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

    fn client_options(&self) -> ClientOptions<'_> {
        ClientOptions {
            timeout: self.timeout,
            trusted_certificates: self.trusted_certificates.as_deref(),
            accept_any_certificate: self.accept_any_certificate,
        }
    }
}

/// Probes again while events seem buffered, and returns the answer with the most even pace.
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
