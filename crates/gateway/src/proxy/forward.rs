//! Forwards a request to the server, and the server's answer to the client.
//!
//! Bodies pass through unbuffered. Headers pass through with these exceptions:
//!
//! | header | what happens |
//! |---|---|
//! | hop-by-hop headers, such as `Connection` and `TE` | removed in both directions ([`headers`]) |
//! | `Host` | replaced by the host of the base URL |
//! | `Expect: 100-continue` | removed: this proxy answers it itself |
//! | `Via` in a request | this proxy is appended |
//! | `Alt-Svc` in an answer | removed: it names other addresses of the server, which would bypass the proxy |
//! | `Location` in an answer | rewritten if it leads to the server ([`BaseUrl::rewrite_redirect`]) |
//!
//! A request that upgrades to another protocol, such as WebSocket, needs two hop-by-hop headers: `Connection` and
//! `Upgrade`. They are removed like the others, then inserted again. If the server answers with 101, its connection and
//! the client's are joined.

use super::{client, headers, tunnel};
use crate::base_url::BaseUrl;
use crate::config::ProxyConfig;
use crate::error::{Error, ErrorKind, with_causes};
use axum::body::Body;
use http::header::{CONTENT_LENGTH, EXPECT, HOST, VIA};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Version};
use http_body::Body as _;
use http_body_util::{BodyDataStream, LengthLimitError, Limited};
use reqwest::{Client, Url};
use std::error::Error as StdError;

/// A reverse proxy to one server.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    base: BaseUrl,
    client: Client,
    /// The client for requests that upgrade to another protocol. It uses only HTTP/1.1, since HTTP/2 has no upgrades.
    upgrading_client: Client,
    max_body: usize,
}

impl Forward {
    pub(crate) fn new(base: BaseUrl, config: &ProxyConfig) -> Result<Self, Error> {
        let builder = || client::builder(&base, config);
        let build = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|error| {
                let causes = with_causes(&error);
                Error::config(format!(
                    "the HTTP client cannot start: {causes}; check the trusted certificates"
                ))
            })
        };
        let (client, upgrading_client) = (build(builder()?)?, build(builder()?.http1_only())?);
        Ok(Self { base, client, upgrading_client, max_body: config.limits.body_bytes })
    }

    /// Sends a request to the server and returns its answer, as soon as the answer's headers have arrived.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Error> {
        if [Method::CONNECT, Method::TRACE].contains(request.method()) {
            let message = "this proxy forwards neither CONNECT nor TRACE: use another method";
            return Err(Error::bad_request(message));
        }
        if content_length(request.headers()).is_some_and(|length| length > self.max_body as u64) {
            return Err(Error::too_large(self.max_body));
        }
        let url = self.base.join(request.uri())?;
        // A request with a body is forwarded without the upgrade. Otherwise its length would be forwarded, but not
        // its body, and the server would read the next request as that body.
        match headers::upgrade(request.headers()).filter(|_| request.body().is_end_stream()) {
            Some(protocol) => self.send_upgrade(request, url, protocol).await,
            None => self.send_plain(request, url).await,
        }
    }

    async fn send_plain(&self, request: Request<Body>, url: Url) -> Result<Response<Body>, Error> {
        let (head, body) = request.into_parts();
        let headers = forwarded_headers(head.headers, head.version);
        let mut request = self.client.request(head.method, url).headers(headers);
        if !body.is_end_stream() {
            let body = BodyDataStream::new(Limited::new(body, self.max_body));
            request = request.body(reqwest::Body::wrap_stream(body));
        }
        let response = request.send().await.map_err(|error| self.describe(&error))?;
        let mut response = http::Response::from(response).map(Body::new);
        self.strip_answer(response.headers_mut());
        Ok(response)
    }

    /// Sends a request for an upgrade. If the server agrees, joins its connection with the client's.
    async fn send_upgrade(
        &self,
        mut request: Request<Body>,
        url: Url,
        protocol: HeaderValue,
    ) -> Result<Response<Body>, Error> {
        let upgrade = hyper::upgrade::on(&mut request);
        let mut headers = forwarded_headers(std::mem::take(request.headers_mut()), request.version());
        headers::insert_upgrade(&mut headers, protocol);
        let sent = self.upgrading_client.request(request.method().clone(), url).headers(headers).send().await;
        let answer = sent.map_err(|error| self.describe(&error))?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        let protocol = headers::upgrade(&headers);
        self.strip_answer(&mut headers);
        let mut response = match protocol.filter(|_| status == StatusCode::SWITCHING_PROTOCOLS) {
            Some(protocol) => {
                headers::insert_upgrade(&mut headers, protocol);
                tokio::spawn(tunnel::join(upgrade, answer));
                Response::new(Body::empty())
            }
            None => http::Response::from(answer).map(Body::new),
        };
        (*response.status_mut(), *response.headers_mut()) = (status, headers);
        Ok(response)
    }

    /// Removes the headers of an answer that the client must not receive, and rewrites redirects.
    fn strip_answer(&self, headers: &mut HeaderMap) {
        headers::strip(headers);
        headers.remove("alt-svc");
        self.base.rewrite_redirect(headers);
    }

    /// Describes why the server did not answer.
    fn describe(&self, error: &reqwest::Error) -> Error {
        if is_caused_by::<LengthLimitError>(error) {
            return Error::too_large(self.max_body);
        }
        if is_caused_by::<axum::Error>(error) {
            return Error::bad_request(
                "the request's body is truncated or malformed: send the request again",
            );
        }
        // The error itself says only that sending a request failed. Its causes say why.
        let causes = with_causes(error.source().unwrap_or(error));
        // The URL may contain an API key in its query. Without a URL, nothing is replaced: the causes are one line.
        let causes = causes.replace(error.url().map_or("\n", Url::as_str), "the server");
        if error.is_timeout() {
            let message =
                format!("no answer from the server in time: {causes}; try again, or raise the timeouts");
            return Error::new(ErrorKind::Timeout, message);
        }
        let advice = "check that it runs and that its URL is right";
        Error::new(ErrorKind::Unreachable, format!("no HTTP answer from the server: {causes}; {advice}"))
    }
}

/// Returns the declared length of a body, or `None` if it is absent or malformed.
fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Returns the headers to send to the server, made from those of the client's request.
fn forwarded_headers(mut headers: HeaderMap, version: Version) -> HeaderMap {
    headers::strip(&mut headers);
    headers.remove(HOST);
    headers.remove(EXPECT);
    let via = if version == Version::HTTP_2 { "2 tokenwire" } else { "1.1 tokenwire" };
    headers.append(VIA, HeaderValue::from_static(via));
    headers
}

/// Returns whether an `E` is among the causes of this error.
fn is_caused_by<E: StdError + 'static>(error: &dyn StdError) -> bool {
    let mut next = error.source();
    while let Some(cause) = next.filter(|cause| !cause.is::<E>()) {
        next = cause.source();
    }
    next.is_some()
}
