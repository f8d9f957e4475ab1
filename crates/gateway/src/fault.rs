//! Why a request was not answered by the far side.

use crate::metrics::{Metrics, Trouble};
use axum::body::Body;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;
use std::{error::Error, fmt};

/// Why a request was not answered by the far side, in words for its sender.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    kind: Trouble,
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Fault {
    /// The request cannot be sent on.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        let (status, code) = (StatusCode::BAD_REQUEST, "bad_request");
        Self { kind: Trouble::BadRequest, status, code, message: message.into() }
    }

    /// A document of a kind that we cannot read.
    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        let (status, code) = (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_document");
        Self { kind: Trouble::BadRequest, status, code, message: message.into() }
    }

    /// The body is over the limit.
    pub(crate) fn too_large(most: usize) -> Self {
        let (status, code) = (StatusCode::PAYLOAD_TOO_LARGE, "request_too_large");
        Self {
            kind: Trouble::BadRequest,
            status,
            code,
            message: format!("the request's body has more than {most} bytes"),
        }
    }

    /// Too many requests at a time.
    pub(crate) fn refused(most: usize) -> Self {
        let message =
            format!("this gateway is busy with {most} requests, the most it takes; try again in a moment");
        Self {
            kind: Trouble::Refused,
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "gateway_busy",
            message,
        }
    }

    /// The far side did not answer in time.
    pub(crate) fn timeout(message: impl Into<String>) -> Self {
        let (status, code) = (StatusCode::GATEWAY_TIMEOUT, "upstream_timeout");
        Self { kind: Trouble::Timeout, status, code, message: message.into() }
    }

    /// The far side could not be reached, or did not answer in HTTP.
    pub(crate) fn unreachable(message: impl Into<String>) -> Self {
        let (status, code) = (StatusCode::BAD_GATEWAY, "upstream_unreachable");
        Self { kind: Trouble::Unreachable, status, code, message: message.into() }
    }

    /// Counts it, and makes the answer that says it.
    pub(crate) fn answer(&self, metrics: &Metrics) -> Response<Body> {
        metrics.trouble(self.kind);
        self.response()
    }

    /// In the shape of OpenAI's errors, which its SDK shows.
    pub(crate) fn response(&self) -> Response<Body> {
        let kind = if self.status.is_client_error() { "invalid_request_error" } else { "gateway_error" };
        let error =
            json!({ "error": { "message": self.message, "type": kind, "param": null, "code": self.code } });
        let mut response = Response::new(Body::from(error.to_string()));
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// An error and what caused it, in one line.
pub(crate) fn causes(error: &dyn Error) -> String {
    let mut all = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !all.iter().any(|said| said.contains(&cause_text)) {
            all.push(cause_text);
        }
        next = cause.source();
    }
    all.join(": ")
}
