//! Where requests go on to.

use crate::failure::Failure;
use http::Uri;
use std::net::IpAddr;

/// The URL of this option. What is wrong with it is said without it, as there may be a password in it.
pub(super) fn read(option: &str, url: Option<&str>) -> Result<Uri, Failure> {
    const AS: &str = "it has to be as http://127.0.0.1:8000";
    let Some(url) = url else {
        return Err(Failure::Usage(format!("where do requests go on to? Say --{option} URL; {AS}")));
    };
    let uri =
        url.parse().map_err(|error| Failure::Usage(format!("--{option}: not a URL ({error}); {AS}")))?;
    match wrong(url, &uri) {
        None => Ok(uri),
        Some(reason) => Err(Failure::Usage(format!("--{option}: {reason}; {AS}"))),
    }
}

fn wrong(url: &str, uri: &Uri) -> Option<&'static str> {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    match uri.scheme_str() {
        None => Some("it does not begin with http:// or https://"),
        Some(scheme) if !["http", "https"].contains(&scheme) => Some("it is neither http nor https"),
        Some(_) if uri.host().is_none_or(str::is_empty) => Some("it names no host"),
        Some(_) if authority.contains('@') => Some("no user and password here: each request brings its own"),
        Some(_) if url.contains(['?', '#']) => Some("nothing goes after ? or #"),
        Some(_) => port(authority),
    }
}

fn port(authority: &str) -> Option<&'static str> {
    let after_host = authority.rsplit(']').next().unwrap_or_default();
    let port = after_host.rsplit_once(':').map(|(_, port)| port);
    let bad = port.is_some_and(|port| !matches!(port.parse::<u16>(), Ok(1..)));
    bad.then_some("its port is none")
}

/// Whether what goes there stays on this machine.
pub(super) fn is_local(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host.eq_ignore_ascii_case("localhost") || ip.is_some_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_http_is_one() {
        for url in
            ["http://127.0.0.1:8000", "https://models.example", "https://h/base/v1/", "http://[::1]:80"]
        {
            assert!(read("upstream", Some(url)).is_ok_and(|uri| uri.host().is_some()), "{url}");
        }
    }

    #[test]
    fn what_is_none_is_said_without_it() {
        for (url, reason) in [
            ("", "not a URL"),
            ("http://", "not a URL"),
            ("http://a b", "not a URL"),
            ("127.0.0.1:8000", "does not begin with http://"),
            ("/v1", "does not begin with http://"),
            ("ftp://h", "neither http nor https"),
            ("http://user:secret@h", "no user and password"),
            ("http://h/?key=secret", "nothing goes after"),
            ("http://h/#secret", "nothing goes after"),
            ("http://h:99999", "port"),
            ("http://h:", "port"),
            ("http://:80", "host"),
        ] {
            let Err(Failure::Usage(message)) = read("upstream", Some(url)) else { panic!("{url} is taken") };
            assert!(message.starts_with("--upstream: ") && message.contains(reason), "{url}: {message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }

    #[test]
    fn only_loopback_is_local() {
        for url in ["http://localhost:1", "http://LOCALHOST", "http://127.9.9.9", "http://[::1]:1"] {
            assert!(is_local(&url.parse().unwrap()), "{url}");
        }
        for url in ["http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1", "http://[::2]"]
        {
            assert!(!is_local(&url.parse().unwrap()), "{url}");
        }
    }
}
