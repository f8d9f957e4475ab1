//! What is slow, large or silent is dropped; what is open when it is told to stop ends well.

mod client;
mod limits;
mod server;
mod stopping;
mod tls;
