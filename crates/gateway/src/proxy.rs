//! A reverse proxy. It forwards requests to one server and changes only what HTTP requires of a proxy.

mod client;
mod error_response;
mod forward;
mod handler;
mod headers;
mod tunnel;

pub(crate) use error_response::{error_response, uncounted_error_response};
pub(crate) use forward::Forward;
pub(crate) use handler::{ProxyState, forward};
