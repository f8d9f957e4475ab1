//! Builds the configuration that both proxies share from their options.

use super::settings::within;
use crate::args::gateway::{ProxyArgs, Seconds};
use crate::error::CliError;
use std::{fs, path::Path, time::Duration};
use tokenwire_gateway::{BaseUrl, Limits, ProxyConfig, Timeouts, Tls};

/// Parses the URL of the flag `--{option}`. An error does not quote the URL, which may contain a password.
pub(crate) fn parse_url(option: &str, url: Option<&str>) -> Result<BaseUrl, CliError> {
    const EXAMPLE: &str = "expected a URL such as http://127.0.0.1:8000";
    let Some(url) = url else {
        return Err(CliError::Usage(format!("--{option} URL is missing; {EXAMPLE}")));
    };
    url.parse().map_err(|error| CliError::Usage(format!("--{option}: {error}; {EXAMPLE}")))
}

pub(crate) fn proxy_config(args: &ProxyArgs) -> Result<ProxyConfig, CliError> {
    Ok(ProxyConfig {
        limits: limits(args)?,
        timeouts: timeouts(args)?,
        tls: tls(args)?,
        trusted_certificates: args.ca.as_deref().map(read_file).transpose()?,
    })
}

fn limits(args: &ProxyArgs) -> Result<Limits, CliError> {
    // The range that the implementations of HTTP/1.1 and HTTP/2 both accept.
    const HEADER_BYTES: std::ops::RangeInclusive<usize> = 8192..=1 << 24;
    let default = Limits::default();
    Ok(Limits {
        header_bytes: within("max-header", args.max_header, &HEADER_BYTES, default.header_bytes)?,
        body_bytes: within("max-body", args.max_body, &(1..=usize::MAX), default.body_bytes)?,
        requests: within("max-streams", args.max_streams, &(1..=1_000_000), default.requests)?,
    })
}

fn timeouts(args: &ProxyArgs) -> Result<Timeouts, CliError> {
    let default = Timeouts::default();
    Ok(Timeouts {
        connect: nonzero("connect-timeout", args.connect_timeout, default.connect)?,
        headers: nonzero("header-timeout", args.header_timeout, default.headers)?,
        idle: nonzero("idle-timeout", args.idle_timeout, default.idle)?,
        total: nonzero("total-timeout", args.total_timeout, default.total)?,
        grace: grace(args),
    })
}

/// Returns the time for open streams to finish after a signal to stop. Unlike the timeouts, it may be zero.
pub(super) fn grace(args: &ProxyArgs) -> Duration {
    args.grace.map_or(Timeouts::default().grace, |Seconds(grace)| grace)
}

fn nonzero(option: &str, given: Option<Seconds>, default: Duration) -> Result<Duration, CliError> {
    match given.map_or(default, |Seconds(time)| time) {
        Duration::ZERO => Err(CliError::Usage(format!("--{option} 0: expected more than 0 seconds"))),
        time => Ok(time),
    }
}

fn tls(args: &ProxyArgs) -> Result<Option<Tls>, CliError> {
    let (cert, key) = match (&args.tls_cert, &args.tls_key) {
        (Some(cert), Some(key)) => (cert, key),
        (None, None) => return Ok(None),
        (Some(_), None) => {
            return Err(CliError::Usage("--tls-cert needs its key; add --tls-key FILE".into()));
        }
        (None, Some(_)) => {
            return Err(CliError::Usage("--tls-key needs its certificate; add --tls-cert FILE".into()));
        }
    };
    let tls = Tls::from_pem(&read_file(cert)?, &read_file(key)?);
    tls.map(Some).map_err(|error| {
        CliError::Failed(format!("--tls-cert {} --tls-key {}: {error}", cert.display(), key.display()))
    })
}

fn read_file(path: &Path) -> Result<Vec<u8>, CliError> {
    fs::read(path).map_err(|error| CliError::file(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_urls_are_accepted() {
        for url in
            ["http://127.0.0.1:8000", "https://models.example", "https://h/base/v1/", "http://[::1]:80"]
        {
            assert!(parse_url("upstream", Some(url)).is_ok(), "{url}");
        }
    }

    #[test]
    fn an_error_does_not_quote_the_url() {
        for (url, reason) in [
            ("", "not a URL"),
            ("http://", "not a URL"),
            ("http://a b", "not a URL"),
            ("127.0.0.1:8000", "neither http:// nor https://"),
            ("/v1", "neither http:// nor https://"),
            ("ftp://h", "neither http:// nor https://"),
            ("http://user:secret@h", "a user or password"),
            ("http://h/?key=secret", "a query or a fragment"),
            ("http://h/#secret", "a query or a fragment"),
            ("http://h:99999", "port"),
            ("http://h:", "port"),
            ("http://:80", "host"),
        ] {
            let Err(CliError::Usage(message)) = parse_url("upstream", Some(url)) else {
                panic!("{url} is accepted")
            };
            assert!(message.starts_with("--upstream: ") && message.contains(reason), "{url}: {message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }
}
