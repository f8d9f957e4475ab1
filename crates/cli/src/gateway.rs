//! `tokenwire serve` and `tokenwire connect`: from options to a proxy that runs.

mod address;
mod connect;
#[cfg(test)]
mod example;
mod logging;
mod operation;
mod proxy;
mod serve;
mod settings;

pub(crate) use connect::run as connect;
pub(crate) use serve::run as serve;
