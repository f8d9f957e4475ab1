//! Where requests go on.

use crate::fault::Fault;
use http::header::LOCATION;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Uri};
use reqwest::Url;

/// Where requests go on: an origin, and a path that is put before theirs.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    base: Url,
}

impl Target {
    /// The address must be absolute, of http or https, without user, query and fragment.
    pub(crate) fn new(address: &Uri) -> Result<Self, String> {
        let bad = |why: &str| format!("`{address}` is no address of a server: {why}");
        let base = Url::parse(&address.to_string()).map_err(|error| bad(&error.to_string()))?;
        if !["http", "https"].contains(&base.scheme()) {
            return Err(bad("it begins with neither http:// nor https://"));
        }
        if base.has_authority()
            && base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
        {
            return Ok(Self { base });
        }
        Err(bad("it may have a host, a port and a path, and nothing else"))
    }

    /// Whether it is on this machine, by its address.
    pub(crate) fn is_loopback(&self) -> bool {
        match self.base.host() {
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Whether what is sent can be read on the way.
    pub(crate) fn is_plain(&self) -> bool {
        self.base.scheme() == "http"
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
        for bad in ["ftp://h", "/v1", "h:80", "http://u:p@h/", "http://u@h/", "http://h/?q=1"] {
            assert!(Target::new(&Uri::from_static(bad)).is_err(), "{bad}");
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
