//! Requests -> the far side, and its answers back.

use super::target::Target;
use super::tunnel;
use super::{client, headers};
use crate::config::ProxyConfig;
use crate::fault::{Fault, causes};
use axum::body::Body;
use http::header::{CONTENT_LENGTH, EXPECT, HOST, VIA};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Version};
use http_body::Body as _;
use http_body_util::{BodyDataStream, LengthLimitError, Limited};
use reqwest::{Client, Url};
use std::error::Error;

/// Sends requests on to the far side.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    target: Target,
    client: Client,
    /// For what leaves HTTP, which begins in HTTP/1.1.
    upgrades: Client,
    most: usize,
}

impl Forward {
    pub(crate) fn new(target: Target, config: &ProxyConfig) -> Result<Self, String> {
        let builder = || client::builder(config, target.is_loopback());
        let build = |builder: reqwest::ClientBuilder| builder.build().map_err(|error| causes(&error));
        let (client, upgrades) = (build(builder()?)?, build(builder()?.http1_only())?);
        Ok(Self { target, client, upgrades, most: config.limits.body_bytes })
    }

    /// The far side's answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Fault> {
        if [Method::CONNECT, Method::TRACE].contains(request.method()) {
            return Err(Fault::bad_request("this gateway sends neither CONNECT nor TRACE on"));
        }
        if length(request.headers()).is_some_and(|length| length > self.most as u64) {
            return Err(Fault::too_large(self.most));
        }
        let url = self.target.url(request.uri())?;
        // With a body it stays in HTTP: the body goes on, and no length is sent for one that was dropped.
        match headers::upgrade(request.headers()).filter(|_| request.body().is_end_stream()) {
            Some(protocol) => self.upgraded(request, url, protocol).await,
            None => self.answered(request, url).await,
        }
    }

    async fn answered(&self, request: Request<Body>, url: Url) -> Result<Response<Body>, Fault> {
        let (head, body) = request.into_parts();
        let headers = sent_on(head.headers, head.version);
        let mut request = self.client.request(head.method, url).headers(headers);
        if !body.is_end_stream() {
            let body = BodyDataStream::new(Limited::new(body, self.most));
            request = request.body(reqwest::Body::wrap_stream(body));
        }
        let response = request.send().await.map_err(|error| self.fault(&error))?;
        let mut response = http::Response::from(response).map(Body::new);
        self.given_back(response.headers_mut());
        Ok(response)
    }

    /// Both connections go on as bytes, if the far side wants that.
    async fn upgraded(
        &self,
        mut request: Request<Body>,
        url: Url,
        protocol: HeaderValue,
    ) -> Result<Response<Body>, Fault> {
        let here = hyper::upgrade::on(&mut request);
        let mut headers = sent_on(std::mem::take(request.headers_mut()), request.version());
        headers::put_upgrade(&mut headers, protocol);
        let sent = self.upgrades.request(request.method().clone(), url).headers(headers).send().await;
        let there = sent.map_err(|error| self.fault(&error))?;
        let (status, mut headers) = (there.status(), there.headers().clone());
        let protocol = headers::upgrade(&headers);
        self.given_back(&mut headers);
        let mut response = match protocol.filter(|_| status == StatusCode::SWITCHING_PROTOCOLS) {
            Some(protocol) => {
                headers::put_upgrade(&mut headers, protocol);
                tokio::spawn(tunnel::between(here, there));
                Response::new(Body::empty())
            }
            None => http::Response::from(there).map(Body::new),
        };
        (*response.status_mut(), *response.headers_mut()) = (status, headers);
        Ok(response)
    }

    fn given_back(&self, headers: &mut HeaderMap) {
        headers::strip(headers);
        // That is where the far side can be reached, not we.
        headers.remove("alt-svc");
        self.target.keep_redirect(headers);
    }

    fn fault(&self, error: &reqwest::Error) -> Fault {
        if is_caused_by::<LengthLimitError>(error) {
            return Fault::too_large(self.most);
        }
        if is_caused_by::<axum::Error>(error) {
            return Fault::bad_request("the request's body broke off, or is malformed");
        }
        // The address may have a key in its query.
        let message = causes(error).replace(error.url().map_or("\n", Url::as_str), "the far side");
        if error.is_timeout() { Fault::timeout(message) } else { Fault::unreachable(message) }
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A request's headers as they are sent on.
fn sent_on(mut headers: HeaderMap, version: Version) -> HeaderMap {
    headers::strip(&mut headers);
    headers.remove(HOST);
    // The client was told to go on by us.
    headers.remove(EXPECT);
    let via = if version == Version::HTTP_2 { "2 tokenwire" } else { "1.1 tokenwire" };
    headers.append(VIA, HeaderValue::from_static(via));
    headers
}

fn is_caused_by<E: Error + 'static>(error: &dyn Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next.filter(|cause| !cause.is::<E>()) {
        next = cause.source();
    }
    next.is_some()
}
