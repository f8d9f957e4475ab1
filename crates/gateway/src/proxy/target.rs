//! Where requests go on.

use crate::fault::Fault;
use http::header::LOCATION;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Uri};
use reqwest::Url;

/// Where requests go on: an origin, and a path that is put before theirs.
#[derive(Debug, Clone)]
pub struct Target {
    base: Url,
}

impl Target {
    /// The address must be absolute, of http or https, without user and query.
    ///
    /// # Errors
    /// For any other, with the reason, but without the address, as there may be a password in it.
    pub fn new(address: &Uri) -> Result<Self, String> {
        match wrong(address) {
            None => Url::parse(&address.to_string()).map(|base| Self { base }).map_err(|e| e.to_string()),
            Some(reason) => Err(reason.into()),
        }
    }

    /// Whether what is sent there, API keys included, can be read on the way.
    pub fn is_exposed(&self) -> bool {
        self.base.scheme() == "http" && !self.is_loopback()
    }

    /// Whether it is on this machine, by its address.
    pub(crate) fn is_loopback(&self) -> bool {
        match self.base.host() {
            // Names below it are looked up as any other, and may be anywhere.
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Where a request to this path goes.
    pub(super) fn url(&self, asked: &Uri) -> Result<Url, Fault> {
        let path = asked.path_and_query().map_or("/", PathAndQuery::as_str);
        let base = self.base.as_str().trim_end_matches('/');
        let url = path.starts_with('/').then(|| Url::parse(&format!("{base}{path}")).ok()).flatten();
        let prefix = self.base.path().trim_end_matches('/');
        // Dots in the path must not lead out of what was configured.
        let inside = |url: &Url| url.path().strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
        url.filter(inside).ok_or_else(|| Fault::bad_request("the request's path is none that can be sent on"))
    }

    /// Makes a redirect within the far side one within us.
    pub(super) fn keep_redirect(&self, headers: &mut HeaderMap) {
        let own = |location: &HeaderValue| {
            let url = Url::parse(location.to_str().ok()?).ok()?;
            let path = url.path().strip_prefix(self.base.path().trim_end_matches('/'))?;
            let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
            let here = url.origin() == self.base.origin() && path.starts_with('/');
            here.then(|| HeaderValue::try_from(format!("{path}{query}")).ok()).flatten()
        };
        if let Some(location) = headers.get(LOCATION).and_then(own) {
            headers.insert(LOCATION, location);
        }
    }
}

fn wrong(address: &Uri) -> Option<&'static str> {
    let authority = address.authority().map_or("", |authority| authority.as_str());
    match address.host().unwrap_or_default() {
        _ if !matches!(address.scheme_str(), Some("http" | "https")) => {
            Some("it begins with neither http:// nor https://")
        }
        "" => Some("it names no host"),
        _ if authority.contains('@') => Some("no user and password here: each request brings its own"),
        _ if address.query().is_some() => Some("nothing goes after ? or #"),
        _ => port(authority),
    }
}

fn port(authority: &str) -> Option<&'static str> {
    let after_host = authority.rsplit(']').next().unwrap_or_default();
    let port = after_host.rsplit_once(':').map(|(_, port)| port);
    let bad = port.is_some_and(|port| !matches!(port.parse::<u16>(), Ok(1..)));
    bad.then_some("its port is none")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(address: &'static str) -> Target {
        Target::new(&Uri::from_static(address)).unwrap()
    }

    #[test]
    fn paths_are_put_behind_the_address() {
        let to =
            |address, path: &str| target(address).url(&path.parse().unwrap()).map(|url| url.to_string()).ok();
        assert_eq!(to("http://h", "/v1/x?a=b%20c").unwrap(), "http://h/v1/x?a=b%20c");
        assert_eq!(to("https://h:1/a/", "/v1").unwrap(), "https://h:1/a/v1");
        assert_eq!(to("http://h/a", "http://other/v1").unwrap(), "http://h/a/v1");
        assert_eq!(to("http://h/a", "/b/../c").unwrap(), "http://h/a/c");
        for out in ["/../b", "/%2e%2e/b", "/.%2E/a%2f/..", "*", "/..", "/../ab/x"] {
            assert_eq!(to("http://h/a", out), None, "{out}");
        }
    }

    #[test]
    fn what_is_no_address_is_said() {
        for (bad, reason) in [
            ("ftp://h", "neither http:// nor https://"),
            ("/v1", "neither http:// nor https://"),
            ("h:80", "neither http:// nor https://"),
            ("http://u:p@h/", "no user and password"),
            ("http://u@h/", "no user and password"),
            ("http://h/?q=1", "nothing goes after"),
            ("http://h:99999", "port"),
            ("http://h:0", "port"),
            ("http://h:", "port"),
            ("http://:80", "host"),
            ("http://1.2.3.4.5", "IPv4"),
        ] {
            let why = Target::new(&Uri::from_static(bad)).unwrap_err();
            assert!(why.contains(reason), "{bad}: {why}");
        }
    }

    #[test]
    fn what_goes_over_the_network_without_tls_is_exposed() {
        for safe in
            ["http://localhost:1", "http://LOCALHOST", "http://127.9.9.9", "http://[::1]:1", "https://h"]
        {
            assert!(!target(safe).is_exposed(), "{safe}");
        }
        for open in [
            "http://localhost.example",
            "http://a.localhost",
            "http://127.0.0.1.example",
            "http://10.0.0.1",
            "http://[::2]",
        ] {
            assert!(target(open).is_exposed(), "{open}");
        }
    }

    #[test]
    fn redirects_stay_here_if_they_may() {
        let kept = |location| {
            let mut headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(location))]);
            target("http://h/a").keep_redirect(&mut headers);
            headers[LOCATION].to_str().unwrap().to_owned()
        };
        assert_eq!(kept("http://h/a/b?c"), "/b?c");
        for other in ["http://h/b", "https://h/a/b", "/b", "http://other/a/b", "http://h/ab"] {
            assert_eq!(kept(other), other);
        }
    }
}
