//! Answers that describe an error.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;

/// An answer that describes an error, in OpenAI's format.
#[derive(Debug)]
pub(crate) struct ErrorResponse {
    status: StatusCode,
    message: String,
    header: Option<(HeaderName, HeaderValue)>,
}

impl ErrorResponse {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), header: None }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// Returns the answer that the fault `status` injects.
    pub(crate) fn with_status(status: StatusCode) -> Self {
        let retry_after = (header::RETRY_AFTER, HeaderValue::from_static("1"));
        let message = format!(
            "{status}, injected by the fault status={}: remove it to receive the answer",
            status.as_u16()
        );
        let header = (status == StatusCode::TOO_MANY_REQUESTS).then_some(retry_after);
        Self { header, ..Self::new(status, message) }
    }

    /// Returns a redirect to another path.
    pub(crate) fn redirect(to: &str) -> Self {
        let location = HeaderValue::from_str(to).ok().map(|to| (header::LOCATION, to));
        let message = format!("redirected by the fault redirect: follow Location to {to}");
        Self { header: location, ..Self::new(StatusCode::TEMPORARY_REDIRECT, message) }
    }

    /// Returns the `type` that OpenAI gives errors with this status.
    fn error_type(&self) -> &'static str {
        match self.status.as_u16() {
            401 => "authentication_error",
            403 => "permission_error",
            429 => "rate_limit_error",
            500.. => "server_error",
            _ => "invalid_request_error",
        }
    }
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let error =
            json!({ "message": self.message, "type": self.error_type(), "param": null, "code": null });
        let content_type = (header::CONTENT_TYPE, "application/json");
        let body = json!({ "error": error }).to_string();
        let mut response = (self.status, [content_type], body).into_response();
        response.headers_mut().extend(self.header.map(|(name, value)| (Some(name), value)));
        response
    }
}
