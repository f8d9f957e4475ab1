//! Where requests go on to.

use crate::failure::Failure;
use tokenwire_gateway::BaseUrl;

/// Parses the URL of this option. An error does not repeat it, as there may be a password in it.
pub(super) fn read(option: &str, url: Option<&str>) -> Result<BaseUrl, Failure> {
    const AS: &str = "it has to be as http://127.0.0.1:8000";
    let Some(url) = url else {
        return Err(Failure::Usage(format!("where do requests go on to? Say --{option} URL; {AS}")));
    };
    url.parse().map_err(|error| Failure::Usage(format!("--{option}: {error}; {AS}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_http_is_one() {
        for url in
            ["http://127.0.0.1:8000", "https://models.example", "https://h/base/v1/", "http://[::1]:80"]
        {
            assert!(read("upstream", Some(url)).is_ok(), "{url}");
        }
    }

    #[test]
    fn what_is_none_is_said_without_it() {
        for (url, reason) in [
            ("", "not a URL"),
            ("http://", "not a URL"),
            ("http://a b", "not a URL"),
            ("127.0.0.1:8000", "neither http:// nor https://"),
            ("/v1", "neither http:// nor https://"),
            ("ftp://h", "neither http:// nor https://"),
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
}
