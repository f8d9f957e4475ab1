//! How the proxies treat clients, servers and networks that misbehave.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod accept;
mod between;
mod broken;
mod busy;
mod client;
mod coding;
mod cors;
mod document;
mod flood;
mod garbage;
mod headers;
mod large;
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
