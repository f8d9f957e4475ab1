//! `tokenwire serve`: a proxy before a model server.

use super::operation::{Doors, Operation, Threads};
use super::settings::{self, within};
use super::{address, proxy};
use crate::args::serve::Serve;
use crate::failure::Failure;
use http::Uri;
use std::time::Duration;
use tokenwire::StreamCoder;
use tokenwire_gateway::ServeConfig;
use tokenwire_http::FlushPolicy;

pub(crate) fn run(given: &Serve) -> Result<(), Failure> {
    let args = settings::read(given, given.proxy.config.as_deref())?;
    let config = config(&args)?;
    let operation = Operation {
        listen: args.listen.as_deref().unwrap_or("127.0.0.1:8790"),
        far: address::read("upstream", args.upstream.as_deref())?,
        grace: proxy::grace(&args.proxy),
        threads: Threads::Cores,
        args: &args.proxy,
    };
    operation.run(async |Doors { listener, admin }, stop| {
        tokenwire_gateway::serve(config, listener, admin, stop).await
    })
}

pub(super) fn config(args: &Serve) -> Result<ServeConfig, Failure> {
    let origins = args.allow_origin.clone().unwrap_or_default();
    origins.iter().try_for_each(|origin| check_origin(origin))?;
    Ok(ServeConfig::new(address::read("upstream", args.upstream.as_deref())?)
        .with_coder(args.coder.map_or(StreamCoder::Varint, StreamCoder::from))
        .with_flush(flush(args)?)
        .with_padding(args.keep_padding.unwrap_or(false))
        .with_origins(origins)
        .with_proxy(proxy::config(&args.proxy)?))
}

fn flush(args: &Serve) -> Result<FlushPolicy, Failure> {
    let default = FlushPolicy::default();
    let ms = within("flush-ms", args.flush_ms, &(0..=60_000), 20)?;
    if args.flush_tokens == Some(0) {
        return Err(Failure::Usage("--flush-tokens 0: no write has no token".into()));
    }
    let block = within("pad", args.pad, &(1..=1 << 16), default.block)?;
    Ok(FlushPolicy { window: Duration::from_millis(ms), tokens: args.flush_tokens, block })
}

/// As browsers write it: a path, or a slash at its end, would never be one.
fn check_origin(origin: &str) -> Result<(), Failure> {
    let uri: Option<Uri> = origin.parse().ok();
    let plain = uri.is_some_and(|uri| match (uri.scheme(), uri.authority()) {
        (Some(scheme), Some(authority)) => origin == format!("{scheme}://{authority}"),
        _ => false,
    });
    if plain || origin == "*" {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "--allow-origin {origin}: not an origin; it has to be as https://chat.example, or *"
    )))
}
