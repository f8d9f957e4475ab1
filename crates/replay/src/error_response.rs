//! Error responses.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;

/// An error in the shape of OpenAI's.
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

    /// Returns the error that a request's faults set.
    pub(crate) fn with_status(status: StatusCode) -> Self {
        let wait = (header::RETRY_AFTER, HeaderValue::from_static("1"));
        let error = Self::new(status, format!("{status}, as requested"));
        Self { header: (status == StatusCode::TOO_MANY_REQUESTS).then_some(wait), ..error }
    }

    /// Returns a redirect to another path.
    pub(crate) fn redirect(to: &str) -> Self {
        let location = HeaderValue::from_str(to).ok().map(|to| (header::LOCATION, to));
        Self { header: location, ..Self::new(StatusCode::TEMPORARY_REDIRECT, format!("redirected to {to}")) }
    }

    fn kind(&self) -> &'static str {
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
        let error = json!({ "message": self.message, "type": self.kind(), "param": null, "code": null });
        let content_type = (header::CONTENT_TYPE, "application/json");
        let body = json!({ "error": error }).to_string();
        let mut response = (self.status, [content_type], body).into_response();
        response.headers_mut().extend(self.header.map(|(name, value)| (Some(name), value)));
        response
    }
}
