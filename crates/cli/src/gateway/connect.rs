//! `tokenwire connect`: a proxy on the client's side.

use super::operation::{Doors, Operation, Threads};
use super::{address, proxy, settings};
use crate::args::connect::{Connect, Documents};
use crate::failure::Failure;
use tokenwire_gateway::{BaseUrl, ConnectConfig};

pub(crate) fn run(given: &Connect) -> Result<(), Failure> {
    let args = settings::read(given, given.proxy.config.as_deref())?;
    let gateway = gateway(&args)?;
    let config = ConnectConfig::new(gateway.clone())
        .with_documents(args.documents != Some(Documents::Never))
        .with_proxy(proxy::config(&args.proxy)?);
    let operation = Operation {
        listen: args.listen.as_deref().unwrap_or("127.0.0.1:8791"),
        far: gateway,
        grace: proxy::grace(&args.proxy),
        threads: Threads::One,
        args: &args.proxy,
    };
    operation.run(async |Doors { listener, admin }, stop| {
        tokenwire_gateway::connect(config, listener, admin, stop).await
    })
}

fn gateway(args: &Connect) -> Result<BaseUrl, Failure> {
    let gateway = address::read("gateway", args.gateway.as_deref())?;
    check_secure(&gateway, args.insecure.unwrap_or(false))?;
    Ok(gateway)
}

/// Requests carry API keys.
fn check_secure(gateway: &BaseUrl, insecure: bool) -> Result<(), Failure> {
    if insecure || !gateway.is_exposed() {
        return Ok(());
    }
    Err(Failure::Usage(
        "--gateway: API keys in requests could be read on the way; use https://, or say --insecure if the way is safe"
            .into(),
    ))
}
