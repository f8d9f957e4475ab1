//! Whether token streams come through: a probe is sent, and what comes back is looked at.
//!
//! Nothing is sent on to a model server, and no key is sent at all.

mod advice;
mod asking;
mod finding;
mod heard;
mod pacing;
mod reading;
mod report;
mod sizes;
mod trouble;

pub use finding::{Finding, Mark};
pub use pacing::Pacing;
pub use report::{Negotiated, Report, Stream, Table};
pub use sizes::Sizes;
pub use trouble::{Kind, Trouble};

use asking::Asking;
use heard::Heard;
use http::Uri;
use std::time::Duration;

/// What is examined, and how.
#[derive(Debug, Clone)]
pub struct Examination {
    /// A gateway, a `tokenwire connect`, or any other server.
    pub url: Uri,
    /// The longest wait for a connection, and for each next byte.
    pub timeout: Duration,
    /// Certificates, in PEM, that are trusted beside the system's.
    pub ca: Option<Vec<u8>>,
    /// Whether to look further where the certificate is not trusted.
    pub any_certificate: bool,
}

/// What looks as if it were held back may come from a machine that was busy: that passes.
const TRIES: usize = 3;

impl Examination {
    /// Asks, and says what was found. It takes a second, or a few where something is held back.
    ///
    /// # Errors
    /// For a URL that is none of a server, and certificates that cannot be read.
    pub async fn run(&self) -> Result<Report, String> {
        let asking = Asking::new(self)?;
        let mut report = Report::new(self.url.to_string(), asking.is_exposed());
        match asking.probe().await {
            Ok(heard) => {
                let heard = again(&asking, heard).await;
                report.round_trip_ms = asking.round_trip().await.map(|time| time.as_secs_f64() * 1e3);
                report.hear(heard).await;
            }
            Err(trouble) => report.trouble = Some(trouble),
        }
        report.conclude();
        Ok(report)
    }
}

/// The best of a few, if the first was held back.
async fn again(asking: &Asking, first: Heard) -> Heard {
    let mut best = first;
    for _ in 1..TRIES {
        if !best.is_held_back() {
            break;
        }
        match asking.probe().await {
            Ok(heard) if heard.arrivals() > best.arrivals() => best = heard,
            _ => {}
        }
    }
    best
}
