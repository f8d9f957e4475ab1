//! Headers that are of one connection only (RFC 9110, section 7.6.1).

use http::header::{CONNECTION, HeaderName, PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderValue};

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

/// Takes out what is of one connection only, and what `Connection` names as such.
pub(super) fn strip(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> =
        options(headers).filter_map(|name| HeaderName::try_from(name).ok()).collect();
    for name in HOP_BY_HOP.into_iter().chain(named) {
        headers.remove(name);
    }
}

/// The protocol that a message would go on in, if it says so in both places.
pub(super) fn upgrade(headers: &HeaderMap) -> Option<HeaderValue> {
    let asked = options(headers).any(|option| option.eq_ignore_ascii_case("upgrade"));
    headers.get(UPGRADE).filter(|_| asked).cloned()
}

/// Says that a message goes on in this protocol.
pub(super) fn put_upgrade(headers: &mut HeaderMap, protocol: HeaderValue) {
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, protocol);
}

fn options(headers: &HeaderMap) -> impl Iterator<Item = String> {
    let values = headers.get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let options: Vec<String> =
        values.flat_map(|value| value.split(',')).map(|option| option.trim().to_owned()).collect();
    options.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_connection_names_goes_too() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, X-Mine"),
            ("connection", "keep-alive"),
            ("keep-alive", "timeout=5"),
            ("x-mine", "1"),
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
        let mut left: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["authorization", "x-other"]);
    }

    #[test]
    fn an_upgrade_is_said_twice() {
        let mut headers = HeaderMap::new();
        put_upgrade(&mut headers, HeaderValue::from_static("websocket"));
        assert_eq!(upgrade(&headers).unwrap(), "websocket");
        headers.remove(CONNECTION);
        assert_eq!(upgrade(&headers), None);
    }
}
