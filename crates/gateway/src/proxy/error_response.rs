//! The answer to a request that is not forwarded.

use crate::error::{Error, ErrorKind};
use crate::metrics::{ErrorLabel, Metrics};
use axum::body::Body;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;

/// Returns the answer that describes an error, and counts the error.
pub(crate) fn error_response(error: &Error, metrics: &Metrics) -> Response<Body> {
    metrics.count_error(ErrorLabel::from(error.kind()));
    uncounted_error_response(error)
}

/// Returns the answer that describes an error, in OpenAI's error format, so that SDKs show the message.
pub(crate) fn uncounted_error_response(error: &Error) -> Response<Body> {
    let (status, code) = status_and_code(error.kind());
    let error_type = if status.is_client_error() { "invalid_request_error" } else { "gateway_error" };
    let error = json!({ "message": error.to_string(), "type": error_type, "param": null, "code": code });
    let mut response = Response::new(Body::from(json!({ "error": error }).to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// Returns the status and the code of the answer to a request with this kind of error.
pub(super) fn status_and_code(kind: ErrorKind) -> (StatusCode, &'static str) {
    match kind {
        ErrorKind::Config => (StatusCode::INTERNAL_SERVER_ERROR, "gateway_config"),
        ErrorKind::BadRequest => (StatusCode::BAD_REQUEST, "bad_request"),
        ErrorKind::UnsupportedDocument => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_document"),
        ErrorKind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "request_too_large"),
        ErrorKind::Busy => (StatusCode::SERVICE_UNAVAILABLE, "gateway_busy"),
        ErrorKind::Timeout => (StatusCode::GATEWAY_TIMEOUT, "upstream_timeout"),
        ErrorKind::Unreachable => (StatusCode::BAD_GATEWAY, "upstream_unreachable"),
    }
}
