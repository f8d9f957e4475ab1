//! The answer to a request.

use crate::compression::Compression;
use crate::error_response::ErrorResponse;
use crate::faults::Faults;
use crate::pace::Pace;
use crate::playback::Playback;
use crate::recording::{Format, Recording};
use crate::request_log::OpenAnswer;
use crate::script::Script;
use crate::selection::Selector;
use crate::state::ReplayState;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};

/// The maximum size of a request body in bytes.
const MAX_BODY: usize = 256 << 20;
/// The path to which the fault `redirect` leads, after the name of the recording.
const REDIRECTED: &str = "/redirected";

/// Answers a request of any method on any path.
pub(crate) async fn answer(State(replay): State<ReplayState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        let message =
            format!("the request's body is truncated or has more than {MAX_BODY} bytes: send a smaller one");
        return ErrorResponse::new(StatusCode::PAYLOAD_TOO_LARGE, message).into_response();
    };
    let mut open = replay.log.begin(&parts, body.clone());
    let plan = Plan::new(&replay, &parts, &body).await;
    if plan.is_err() || parts.method == Method::HEAD {
        open.finish();
    }
    plan.map_or_else(ErrorResponse::into_response, |plan| plan.respond(open))
}

/// The recording that answers a request, and how it is played back.
struct Plan {
    recording: Recording,
    faults: Faults,
    pace: Pace,
}

impl Plan {
    /// Decides how a request is answered, after the delay that `slow-headers` sets.
    async fn new(replay: &ReplayState, parts: &Parts, body: &[u8]) -> Result<Self, ErrorResponse> {
        let faults = replay
            .faults
            .with_headers(&parts.headers)
            .map_err(|error| ErrorResponse::bad_request(error.to_string()))?;
        let pace = replay.pace.with_headers(&parts.headers).map_err(ErrorResponse::bad_request)?;
        tokio::time::sleep(faults.delay).await;
        if let Some(status) = faults.status {
            return Err(ErrorResponse::with_status(status));
        }
        let selector = Selector::new(parts.uri.path(), body);
        let (name, entry) = selector.entry(&replay.recordings)?;
        if faults.redirect && !selector.path.ends_with(REDIRECTED) {
            return Err(ErrorResponse::redirect(&format!("/{name}{REDIRECTED}")));
        }
        Ok(Self { recording: selector.recording(name, entry)?.clone(), faults, pace })
    }

    fn respond(self, open: OpenAnswer) -> Response {
        let (content_type, compression) = (self.content_type(), self.faults.compression);
        let mut response = Response::new(self.body(open));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Some(compression) = compression {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(compression.name()));
        }
        response
    }

    fn content_type(&self) -> &'static str {
        if self.faults.wrong_type {
            "text/plain; charset=utf-8"
        } else {
            self.recording.format().content_type()
        }
    }

    fn body(self, mut open: OpenAnswer) -> Body {
        if self.has_length() {
            open.finish();
            return self.recording.bytes().into();
        }
        let script = Script::new(&self.recording, self.faults.stream_fault, self.pace.per_write);
        let compressor = self.faults.compression.map(Compression::compressor);
        Playback { script, clock: self.pace.clock(), compressor, open }.into_body()
    }

    /// Returns whether the answer is sent at once and with its length, as for JSON without faults.
    fn has_length(&self) -> bool {
        let Faults { stream_fault, compression, no_length, .. } = &self.faults;
        self.recording.format() == Format::Json
            && stream_fault.is_none()
            && compression.is_none()
            && !no_length
    }
}
