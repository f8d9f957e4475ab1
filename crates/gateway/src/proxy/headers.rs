//! Headers that concern one connection only (RFC 9110, section 7.6.1).
//!
//! A proxy has two connections, one to the client and one to the server, and must not copy these headers from one to
//! the other. `Connection` can add names to the fixed list:
//!
//! ```text
//! received                        forwarded
//! Connection: close, X-Hop        (removed)
//! Keep-Alive: timeout=5           (removed: in the list)
//! X-Hop: 1                        (removed: `Connection` names it)
//! Authorization: Bearer k         Authorization: Bearer k
//! ```

use http::header::{CONNECTION, HeaderName, PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderValue};

/// The headers that concern one connection even if `Connection` does not name them.
const HOP_BY_HOP: [HeaderName; 8] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Removes the headers in [`HOP_BY_HOP`] and those that `Connection` names.
pub(super) fn strip(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> =
        connection_options(headers).filter_map(|name| HeaderName::try_from(name).ok()).collect();
    for name in HOP_BY_HOP.into_iter().chain(named) {
        headers.remove(name);
    }
}

/// Returns the protocol that a message upgrades to, if both `Connection` and `Upgrade` request it.
pub(super) fn upgrade(headers: &HeaderMap) -> Option<HeaderValue> {
    let upgrades = connection_options(headers).any(|option| option.eq_ignore_ascii_case("upgrade"));
    headers.get(UPGRADE).filter(|_| upgrades).cloned()
}

/// Inserts the headers of an upgrade to this protocol.
pub(super) fn insert_upgrade(headers: &mut HeaderMap, protocol: HeaderValue) {
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, protocol);
}

/// Returns the comma-separated options of all `Connection` headers.
fn connection_options(headers: &HeaderMap) -> impl Iterator<Item = String> {
    let values = headers.get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let options: Vec<String> =
        values.flat_map(|value| value.split(',')).map(|option| option.trim().to_owned()).collect();
    options.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strip_removes_hop_by_hop_headers_and_those_that_connection_names() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, X-Hop"),
            ("connection", "keep-alive"),
            ("keep-alive", "timeout=5"),
            ("x-hop", "1"),
            ("te", "trailers"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("authorization", "Bearer k"),
            ("x-other", "2"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        assert_eq!(upgrade(&headers), None);
        strip(&mut headers);
        let mut remaining: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        remaining.sort_unstable();
        assert_eq!(remaining, ["authorization", "x-other"]);
    }

    #[test]
    fn an_upgrade_needs_both_headers() {
        let mut headers = HeaderMap::new();
        insert_upgrade(&mut headers, HeaderValue::from_static("websocket"));
        assert_eq!(upgrade(&headers).unwrap(), "websocket");
        headers.remove(CONNECTION);
        assert_eq!(upgrade(&headers), None);
    }
}
