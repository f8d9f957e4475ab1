//! The server that requests are forwarded to.
//!
//! A base URL is an origin and a path. The proxy appends the path of each request to the path of the base URL. It
//! removes that path again from redirects within the server, so that clients see only paths of the proxy:
//!
//! ```text
//! base URL                     http://models:8000/llm
//! request                      GET /v1/chat?n=1
//! forwarded to                 http://models:8000/llm/v1/chat?n=1
//! redirect from the server     Location: http://models:8000/llm/v2
//! redirect to the client       Location: /v2
//! ```
//!
//! A request cannot leave the path of the base URL. With this base URL, `GET /../secret` would be forwarded to
//! `http://models:8000/secret`, so the proxy refuses it.

use crate::error::Error;
use http::header::LOCATION;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Uri};
use std::error::Error as StdError;
use std::fmt;
use std::str::FromStr;
use url::{Host, Url};

/// The server that requests are forwarded to: an origin and a path. The path precedes the path of each request.
#[derive(Debug, Clone)]
pub struct BaseUrl {
    url: Url,
}

impl FromStr for BaseUrl {
    type Err = Error;

    /// Parses an absolute `http` or `https` URL without user, query and fragment.
    ///
    /// # Errors
    /// If the text is anything else. The message does not repeat the text, which may contain a password.
    fn from_str(text: &str) -> Result<Self, Error> {
        // `Uri` drops a fragment silently.
        if text.contains('#') {
            return Err(Error::config(HAS_QUERY));
        }
        let uri: Uri = text.parse().map_err(|error| not_a_url(&error))?;
        match unusable(&uri) {
            Some(reason) => Err(Error::config(reason)),
            None => Url::parse(&uri.to_string()).map(|url| Self { url }).map_err(|error| not_a_url(&error)),
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str())
    }
}

impl BaseUrl {
    /// Returns whether requests to this server cross the network without encryption, so that others can read their
    /// API keys.
    pub fn is_exposed(&self) -> bool {
        self.url.scheme() == "http" && !self.is_loopback()
    }

    /// Returns the path that precedes the path of each request, without a trailing slash.
    pub fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// Returns whether the host is `localhost` or a loopback address.
    pub fn is_loopback(&self) -> bool {
        match self.url.host() {
            // Not its subdomains: `a.localhost` is resolved like any other name.
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Returns the URL that a request with this URI is forwarded to.
    pub(crate) fn join(&self, uri: &Uri) -> Result<Url, Error> {
        let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let base = self.url.as_str().trim_end_matches('/');
        let url = path.starts_with('/').then(|| Url::parse(&format!("{base}{path}")).ok()).flatten();
        // `Url::parse` resolves `..` and `%2e%2e`. The result must still be inside the base URL's path.
        let is_inside =
            |url: &Url| url.path().strip_prefix(self.path()).is_some_and(|rest| rest.starts_with('/'));
        url.filter(is_inside).ok_or_else(|| {
            Error::bad_request(
                "the request's path does not begin with / or leads out of the server's base path: \
                 use an absolute path without ..",
            )
        })
    }

    /// Rewrites a redirect within the base URL to a redirect within the proxy. Other redirects stay unchanged.
    pub(crate) fn rewrite_redirect(&self, headers: &mut HeaderMap) {
        let local = |location: &HeaderValue| {
            let url = Url::parse(location.to_str().ok()?).ok()?;
            let path = url.path().strip_prefix(self.path())?;
            let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
            let is_inside = url.origin() == self.url.origin() && path.starts_with('/');
            is_inside.then(|| HeaderValue::try_from(format!("{path}{query}")).ok()).flatten()
        };
        if let Some(location) = headers.get(LOCATION).and_then(local) {
            headers.insert(LOCATION, location);
        }
    }
}

const HAS_QUERY: &str = "the URL has a query or a fragment: remove everything from the ? or # on";

fn not_a_url(error: &dyn StdError) -> Error {
    Error::config(format!("not a URL ({error}): write it as http://HOST:PORT or https://HOST"))
}

/// Returns why requests cannot be forwarded to this URI, or `None` if they can.
fn unusable(uri: &Uri) -> Option<&'static str> {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    match uri.host().unwrap_or_default() {
        _ if !matches!(uri.scheme_str(), Some("http" | "https")) => {
            Some("the URL begins with neither http:// nor https://: add one of them")
        }
        "" => Some("the URL names no host: write it as http://HOST:PORT or https://HOST"),
        _ if authority.contains('@') => {
            Some("the URL contains a user or password: remove it, each request sends its own credentials")
        }
        _ if uri.query().is_some() => Some(HAS_QUERY),
        _ => unusable_port(authority),
    }
}

/// Returns why the port cannot be used, or `None` if it can or is absent.
fn unusable_port(authority: &str) -> Option<&'static str> {
    let after_host = authority.rsplit(']').next().unwrap_or_default();
    let port = after_host.rsplit_once(':').map(|(_, port)| port);
    let unusable = port.is_some_and(|port| !matches!(port.parse::<u16>(), Ok(1..)));
    unusable.then_some("the URL's port is not between 1 and 65535: correct it or leave it out")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str) -> BaseUrl {
        url.parse().unwrap()
    }

    #[test]
    fn join_appends_the_request_path_to_the_base_path() {
        let joined = |url, path: &str| base(url).join(&path.parse().unwrap()).map(|url| url.to_string()).ok();
        assert_eq!(joined("http://h", "/v1/x?a=b%20c").unwrap(), "http://h/v1/x?a=b%20c");
        assert_eq!(joined("https://h:1/a/", "/v1").unwrap(), "https://h:1/a/v1");
        assert_eq!(joined("http://h/a", "http://other/v1").unwrap(), "http://h/a/v1");
        assert_eq!(joined("http://h/a", "/b/../c").unwrap(), "http://h/a/c");
        for outside in ["/../b", "/%2e%2e/b", "/.%2E/a%2f/..", "*", "/..", "/../ab/x"] {
            assert_eq!(joined("http://h/a", outside), None, "{outside}");
        }
    }

    #[test]
    fn errors_describe_unusable_urls() {
        for (bad, reason) in [
            ("ftp://h", "neither http:// nor https://"),
            ("/v1", "neither http:// nor https://"),
            ("h:80", "neither http:// nor https://"),
            ("http://u:p@h/", "a user or password"),
            ("http://u@h/", "a user or password"),
            ("http://h/?q=1", "a query or a fragment"),
            ("http://h/#x", "a query or a fragment"),
            ("http://h:99999", "port"),
            ("http://h:0", "port"),
            ("http://h:", "port"),
            ("http://:80", "host"),
            ("http://1.2.3.4.5", "IPv4"),
        ] {
            let message = bad.parse::<BaseUrl>().unwrap_err().to_string();
            assert!(message.contains(reason), "{bad}: {message}");
        }
    }

    #[test]
    fn only_plain_http_beyond_loopback_is_exposed() {
        for safe in
            ["http://localhost:1", "http://LOCALHOST", "http://127.9.9.9", "http://[::1]:1", "https://h"]
        {
            assert!(!base(safe).is_exposed(), "{safe}");
        }
        for exposed in [
            "http://localhost.example",
            "http://a.localhost",
            "http://127.0.0.1.example",
            "http://10.0.0.1",
            "http://[::2]",
        ] {
            assert!(base(exposed).is_exposed(), "{exposed}");
        }
    }

    #[test]
    fn redirects_within_the_server_stay_within_the_proxy() {
        let rewritten = |location| {
            let mut headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(location))]);
            base("http://h/a").rewrite_redirect(&mut headers);
            headers[LOCATION].to_str().unwrap().to_owned()
        };
        assert_eq!(rewritten("http://h/a/b?c"), "/b?c");
        for other in ["http://h/b", "https://h/a/b", "/b", "http://other/a/b", "http://h/ab"] {
            assert_eq!(rewritten(other), other);
        }
    }
}
