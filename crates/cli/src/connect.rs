//! `tokenwire connect`: the proxy on the client's side.

use crate::args::gateway::{Connect, Documents};
use crate::error::CliError;
use crate::proxy::config::{parse_url, proxy_config};
use crate::proxy::operation::{Listeners, Operation, Threads};
use crate::proxy::settings;
use tokenwire_gateway::{BaseUrl, ConnectConfig};

pub(crate) fn run(given: &Connect) -> Result<(), CliError> {
    let args = settings::merge(given, given.proxy.config.as_deref())?;
    let gateway = gateway(&args)?;
    let config = ConnectConfig::new(gateway.clone())
        .with_documents(args.documents != Some(Documents::Never))
        .with_proxy(proxy_config(&args.proxy)?);
    let operation = Operation {
        listen: args.listen.as_deref().unwrap_or("127.0.0.1:8791"),
        target: gateway,
        threads: Threads::One,
        args: &args.proxy,
    };
    operation.run(async |Listeners { clients, admin }, stop| {
        tokenwire_gateway::connect(config, clients, admin, stop).await
    })
}

fn gateway(args: &Connect) -> Result<BaseUrl, CliError> {
    let gateway = parse_url("gateway", args.gateway.as_deref())?;
    check_secure(&gateway, args.insecure.unwrap_or(false))?;
    Ok(gateway)
}

/// Refuses to send requests, which carry API keys, over a network without TLS.
fn check_secure(gateway: &BaseUrl, insecure: bool) -> Result<(), CliError> {
    if insecure || !gateway.is_exposed() {
        return Ok(());
    }
    Err(CliError::usage(
        "--gateway: without TLS, others on the network can read the API keys in requests; use https://, or add --insecure \
         if you trust the network",
    ))
}
