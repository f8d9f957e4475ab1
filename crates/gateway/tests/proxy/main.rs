//! Tests of the proxies with misbehaving clients, servers and networks.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod accept;
mod broken;
mod busy;
mod client;
mod coding;
mod cors;
mod document;
mod flood;
mod garbage;
mod headers;
mod intermediary;
mod large;
mod live;
mod log;
mod operator;
mod post;
mod refused;
mod smuggling;
mod stop;
mod target;
mod tls;
mod untouched;
mod upgrade;
