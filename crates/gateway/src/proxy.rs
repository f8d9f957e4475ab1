//! A reverse proxy: requests go on to one far side, whole and unchanged but for what HTTP asks of a proxy.

mod client;
mod forward;
mod headers;
mod target;
mod tunnel;

pub(crate) use client::builder;
pub(crate) use forward::Forward;
pub use target::Target;
