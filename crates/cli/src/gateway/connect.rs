//! `tokenwire connect`: a proxy on the client's side.

use super::operation::{Doors, Operation, Threads};
use super::{address, proxy, settings};
use crate::args::connect::{Connect, Documents};
use crate::failure::Failure;
use http::Uri;
use tokenwire_gateway::ConnectConfig;

pub(crate) fn run(given: &Connect) -> Result<(), Failure> {
    let args = settings::read(given, given.proxy.config.as_deref())?;
    let config = config(&args)?;
    let operation = Operation {
        listen: args.listen.as_deref().unwrap_or("127.0.0.1:8791"),
        far: config.gateway.clone(),
        grace: config.proxy.timeouts.grace,
        threads: Threads::One,
        args: &args.proxy,
    };
    operation.run(async |Doors { listener, admin }, stop| {
        tokenwire_gateway::connect(config, listener, admin, stop).await
    })
}

pub(super) fn config(args: &Connect) -> Result<ConnectConfig, Failure> {
    let gateway = address::read("gateway", args.gateway.as_deref())?;
    check_secure(&gateway, args.insecure.unwrap_or(false))?;
    Ok(ConnectConfig {
        gateway,
        documents: args.documents != Some(Documents::Never),
        proxy: proxy::config(&args.proxy)?,
    })
}

/// Requests carry API keys.
fn check_secure(gateway: &Uri, insecure: bool) -> Result<(), Failure> {
    if insecure || !address::is_exposed(gateway) {
        return Ok(());
    }
    Err(Failure::Usage(
        "--gateway: API keys in requests could be read on the way; use https://, or say --insecure if the way is safe"
            .into(),
    ))
}
