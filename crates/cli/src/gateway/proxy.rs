//! What both proxies are told, from options.

use super::settings::within;
use crate::args::{Seconds, proxy::Proxy};
use crate::failure::Failure;
use std::{fs, path::Path, time::Duration};
use tokenwire_gateway::{Limits, ProxyConfig, Timeouts, Tls};

pub(super) fn config(args: &Proxy) -> Result<ProxyConfig, Failure> {
    Ok(ProxyConfig {
        limits: limits(args)?,
        timeouts: timeouts(args)?,
        tls: tls(args)?,
        trusted_certificates: args.ca.as_deref().map(file).transpose()?,
    })
}

fn limits(args: &Proxy) -> Result<Limits, Failure> {
    // Both protocols have a least and a most of headers.
    const HEADER_BYTES: std::ops::RangeInclusive<usize> = 8192..=1 << 24;
    let default = Limits::default();
    Ok(Limits {
        header_bytes: within("max-header", args.max_header, &HEADER_BYTES, default.header_bytes)?,
        body_bytes: within("max-body", args.max_body, &(1..=usize::MAX), default.body_bytes)?,
        requests: within("max-streams", args.max_streams, &(1..=1_000_000), default.requests)?,
    })
}

fn timeouts(args: &Proxy) -> Result<Timeouts, Failure> {
    let default = Timeouts::default();
    Ok(Timeouts {
        connect: some_time("connect-timeout", args.connect_timeout, default.connect)?,
        headers: some_time("header-timeout", args.header_timeout, default.headers)?,
        idle: some_time("idle-timeout", args.idle_timeout, default.idle)?,
        total: some_time("total-timeout", args.total_timeout, default.total)?,
        grace: grace(args),
    })
}

/// The only time that may be zero.
pub(super) fn grace(args: &Proxy) -> Duration {
    args.grace.map_or(Timeouts::default().grace, |Seconds(grace)| grace)
}

fn some_time(option: &str, given: Option<Seconds>, default: Duration) -> Result<Duration, Failure> {
    match given.map_or(default, |Seconds(time)| time) {
        Duration::ZERO => Err(Failure::Usage(format!("--{option} 0: nothing is done in no time"))),
        time => Ok(time),
    }
}

fn tls(args: &Proxy) -> Result<Option<Tls>, Failure> {
    let (cert, key) = match (&args.tls_cert, &args.tls_key) {
        (Some(cert), Some(key)) => (cert, key),
        (None, None) => return Ok(None),
        (Some(_), None) => return Err(Failure::Usage("--tls-cert needs its key: add --tls-key FILE".into())),
        (None, Some(_)) => {
            return Err(Failure::Usage("--tls-key needs its certificate: add --tls-cert FILE".into()));
        }
    };
    let tls = Tls::from_pem(&file(cert)?, &file(key)?);
    tls.map(Some).map_err(|error| {
        Failure::Data(format!("--tls-cert {} --tls-key {}: {error}", cert.display(), key.display()))
    })
}

fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file(path, error))
}
