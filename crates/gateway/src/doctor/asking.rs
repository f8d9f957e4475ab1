//! Sending the probe.

use super::Examination;
use super::heard::Heard;
use super::trouble::Trouble;
use crate::config::{ProxyConfig, Timeouts};
use crate::fault::causes;
use crate::negotiation::{Offer, PROBE};
use crate::proxy::{Target, builder};
use http::Uri;
use http::header::{ACCEPT, ACCEPT_ENCODING};
use reqwest::{Client, Response};
use std::time::{Duration, Instant};

/// What a stream of a second may take at most, beyond the waits for its parts.
const WHOLE: Duration = Duration::from_secs(60);

pub(super) struct Asking {
    client: Client,
    url: Uri,
    exposed: bool,
}

impl Asking {
    pub(super) fn new(examination: &Examination) -> Result<Self, String> {
        let target =
            Target::new(&examination.url).map_err(|why| format!("not the URL of a server: {why}"))?;
        let client = builder(&config(examination), target.is_loopback())?;
        let client = client.tls_danger_accept_invalid_certs(examination.any_certificate).build();
        Ok(Self {
            client: client.map_err(|error| causes(&error))?,
            url: examination.url.clone(),
            exposed: target.is_exposed(),
        })
    }

    /// Whether what goes there can be read on the way.
    pub(super) fn is_exposed(&self) -> bool {
        self.exposed
    }

    pub(super) async fn probe(&self) -> Result<Heard, Trouble> {
        Ok(Heard::of(self.send().await?).await)
    }

    /// On a connection that is there already, if the far side keeps them.
    pub(super) async fn round_trip(&self) -> Option<Duration> {
        let begin = Instant::now();
        self.send().await.ok().map(|_| begin.elapsed())
    }

    /// As a client of ours that would take compressed answers, as others do.
    async fn send(&self) -> Result<Response, Trouble> {
        let accept = format!("{}, {PROBE}", Offer::default());
        let request = self.client.get(self.url.to_string()).header(ACCEPT, accept);
        let sent = request.header(ACCEPT_ENCODING, "gzip, deflate, br").send().await;
        sent.map_err(|error| Trouble::of(&error))
    }
}

fn config(examination: &Examination) -> ProxyConfig {
    let wait = examination.timeout;
    let timeouts = Timeouts { connect: wait, idle: wait, total: wait + WHOLE, ..Timeouts::default() };
    ProxyConfig { timeouts, ca: examination.ca.clone(), ..ProxyConfig::default() }
}
