//! Request -> answer.

use super::Replay;
use super::choice::Asked;
use super::fault::Faults;
use super::log::Open;
use super::pace::Pace;
use super::packer::Packing;
use super::playback::Playback;
use super::problem::Problem;
use super::recording::{Form, Recording};
use super::track::Track;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};

/// The most of a request's body.
const MAX_BODY: usize = 256 << 20;
/// Where a redirect leads, behind the recording's name.
const REDIRECTED: &str = "/redirected";

pub(super) async fn answer(State(replay): State<Replay>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large, or broke off")
            .into_response();
    };
    let mut open = replay.log.begin(&parts, body.clone());
    let plan = replay.plan(&parts, &body).await;
    if plan.is_err() || parts.method == Method::HEAD {
        open.finish();
    }
    plan.map_or_else(Problem::into_response, |plan| plan.respond(open))
}

/// What is answered, and how.
struct Plan {
    recording: Recording,
    faults: Faults,
    pace: Pace,
}

impl Replay {
    async fn plan(&self, parts: &Parts, body: &[u8]) -> Result<Plan, Problem> {
        let faults =
            self.faults.asked(&parts.headers).map_err(|error| Problem::bad_request(error.to_string()))?;
        let pace = self.pace.asked(&parts.headers).map_err(Problem::bad_request)?;
        tokio::time::sleep(faults.delay).await;
        if let Some(status) = faults.status {
            return Err(Problem::asked_for(status));
        }
        let asked = Asked::new(parts.uri.path(), body);
        let entry = asked.entry(&self.shelf)?;
        if faults.redirect && !asked.path.ends_with(REDIRECTED) {
            return Err(Problem::redirect(&format!("/{}{REDIRECTED}", entry.0)));
        }
        Ok(Plan { recording: asked.recording(entry)?.clone(), faults, pace })
    }
}

impl Plan {
    fn respond(self, open: Open) -> Response {
        let (content_type, packing) = (self.content_type(), self.faults.packing);
        let mut response = Response::new(self.body(open));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Some(packing) = packing {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
        }
        response
    }

    fn content_type(&self) -> &'static str {
        if self.faults.wrong_type {
            "text/plain; charset=utf-8"
        } else {
            self.recording.form().content_type()
        }
    }

    fn body(self, mut open: Open) -> Body {
        if self.has_length() {
            open.finish();
            return self.recording.whole().into();
        }
        let track = Track::new(&self.recording, self.faults.mishap, self.pace.per_write);
        let packer = self.faults.packing.map(Packing::packer);
        Playback { track, clock: self.pace.clock(), packer, open }.into_body()
    }

    /// An answer that nothing is done to, and that is not streamed.
    fn has_length(&self) -> bool {
        let Faults { mishap, packing, no_length, .. } = &self.faults;
        self.recording.form() == Form::Json && mishap.is_none() && packing.is_none() && !no_length
    }
}
