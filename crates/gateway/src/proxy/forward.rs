//! Forwards requests to the server and returns its answers.

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

/// Forwards requests to the server.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    base: BaseUrl,
    client: Client,
    /// For requests that upgrade to another protocol, which only HTTP/1.1 can.
    upgrading_client: Client,
    max_body: usize,
}

impl Forward {
    pub(crate) fn new(base: BaseUrl, config: &ProxyConfig) -> Result<Self, Error> {
        let builder = || client::builder(&base, config);
        let build = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|error| Error::config(with_causes(&error)))
        };
        let (client, upgrading_client) = (build(builder()?)?, build(builder()?.http1_only())?);
        Ok(Self { base, client, upgrading_client, max_body: config.limits.body_bytes })
    }

    /// Returns the server's answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Error> {
        if [Method::CONNECT, Method::TRACE].contains(request.method()) {
            return Err(Error::bad_request("this gateway forwards neither CONNECT nor TRACE"));
        }
        if content_length(request.headers()).is_some_and(|length| length > self.max_body as u64) {
            return Err(Error::too_large(self.max_body));
        }
        let url = self.base.join(request.uri())?;
        // A request with a body does not upgrade: its length would be forwarded, but not its body.
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
        let response = request.send().await.map_err(|error| self.error(&error))?;
        let mut response = http::Response::from(response).map(Body::new);
        self.strip_answer(response.headers_mut());
        Ok(response)
    }

    /// Joins both connections if the server agrees to the other protocol.
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
        let answer = sent.map_err(|error| self.error(&error))?;
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

    /// Removes and rewrites the headers of an answer that concern only the connection to the server.
    fn strip_answer(&self, headers: &mut HeaderMap) {
        headers::strip(headers);
        // It advertises other addresses of the server, not of this proxy.
        headers.remove("alt-svc");
        self.base.rewrite_redirect(headers);
    }

    fn error(&self, error: &reqwest::Error) -> Error {
        if is_caused_by::<LengthLimitError>(error) {
            return Error::too_large(self.max_body);
        }
        if is_caused_by::<axum::Error>(error) {
            return Error::bad_request("the request's body is truncated or malformed");
        }
        // The URL may contain a key in its query.
        let message = with_causes(error).replace(error.url().map_or("\n", Url::as_str), "the server");
        let kind = if error.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Unreachable };
        Error::new(kind, message)
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Returns a request's headers as they are forwarded.
fn forwarded_headers(mut headers: HeaderMap, version: Version) -> HeaderMap {
    headers::strip(&mut headers);
    headers.remove(HOST);
    // This proxy answers it itself, with 100 Continue.
    headers.remove(EXPECT);
    let via = if version == Version::HTTP_2 { "2 tokenwire" } else { "1.1 tokenwire" };
    headers.append(VIA, HeaderValue::from_static(via));
    headers
}

fn is_caused_by<E: StdError + 'static>(error: &dyn StdError) -> bool {
    let mut next = error.source();
    while let Some(cause) = next.filter(|cause| !cause.is::<E>()) {
        next = cause.source();
    }
    next.is_some()
}
