//! `tokenwire serve`: the gateway, a proxy in front of a model server.

use crate::args::gateway::Serve;
use crate::error::CliError;
use crate::proxy::config::{parse_url, proxy_config};
use crate::proxy::operation::{Listeners, Operation, Threads};
use crate::proxy::settings::{self, within};
use http::Uri;
use std::time::Duration;
use tokenwire::StreamCoder;
use tokenwire_gateway::{BaseUrl, ServeConfig};
use tokenwire_http::FlushPolicy;

pub(crate) fn run(given: &Serve) -> Result<(), CliError> {
    let args = settings::merge(given, given.proxy.config.as_deref())?;
    let upstream = parse_url("upstream", args.upstream.as_deref())?;
    let config = config(&args, upstream.clone())?;
    let operation = Operation {
        listen: args.listen.as_deref().unwrap_or("127.0.0.1:8790"),
        target: upstream,
        threads: Threads::Cores,
        args: &args.proxy,
    };
    operation.run(async |Listeners { clients, admin }, stop| {
        tokenwire_gateway::serve(config, clients, admin, stop).await
    })
}

fn config(args: &Serve, upstream: BaseUrl) -> Result<ServeConfig, CliError> {
    let origins = args.allow_origin.clone().unwrap_or_default();
    origins.iter().try_for_each(|origin| check_origin(origin))?;
    Ok(ServeConfig::new(upstream)
        .with_coder(args.coder.unwrap_or(StreamCoder::Varint))
        .with_flush(flush(args)?)
        .with_padding(args.keep_padding.unwrap_or(false))
        .with_origins(origins)
        .with_proxy(proxy_config(&args.proxy)?))
}

fn flush(args: &Serve) -> Result<FlushPolicy, CliError> {
    let default = FlushPolicy::default();
    let ms = within("flush-ms", args.flush_ms, &(0..=60_000), 20)?;
    if args.flush_tokens == Some(0) {
        return Err(CliError::Usage("--flush-tokens 0: expected at least 1".into()));
    }
    let block = within("pad", args.pad, &(1..=1 << 16), default.block)?;
    let partial = within("flush-partial", args.flush_partial, &(1..=60_000), 250)?;
    let [window, partial] = [ms, partial].map(Duration::from_millis);
    Ok(FlushPolicy { window, tokens: args.flush_tokens, block, partial })
}

/// Checks that the origin has the form that browsers send: scheme, host and port, without a path or a trailing slash.
fn check_origin(origin: &str) -> Result<(), CliError> {
    let uri: Option<Uri> = origin.parse().ok();
    let plain = uri.is_some_and(|uri| match (uri.scheme(), uri.authority()) {
        (Some(scheme), Some(authority)) => origin == format!("{scheme}://{authority}"),
        _ => false,
    });
    if plain || origin == "*" {
        return Ok(());
    }
    Err(CliError::Usage(format!(
        "--allow-origin {origin}: not an origin; expected one such as https://chat.example, or *"
    )))
}

/// Checks that examples/deploy/serve.toml lists every option with its default.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::settings::option_names;
    use std::{io::Write, path::Path};
    use tempfile::NamedTempFile;

    const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/deploy/serve.toml");
    /// Options that have no default, or that name files.
    const WITHOUT_DEFAULT: [&str; 6] = ["admin", "flush-tokens", "allow-origin", "tls-cert", "tls-key", "ca"];

    fn read(path: &Path) -> Serve {
        settings::merge(&Serve::default(), Some(path)).unwrap()
    }

    /// Reads the example after uncommenting the wanted options.
    fn uncommented(wanted: impl Fn(&str) -> bool) -> Serve {
        let is_option = |line: &str| line.split_once(" = ").is_some_and(|(name, _)| wanted(name));
        let text = std::fs::read_to_string(EXAMPLE).unwrap();
        let plain = |line: &str| match line.strip_prefix("# ") {
            Some(option) if is_option(option) => format!("{option}\n"),
            _ => format!("{line}\n"),
        };
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(text.lines().map(plain).collect::<String>().as_bytes()).unwrap();
        read(file.path())
    }

    #[test]
    fn the_example_lists_every_option() {
        let names = option_names::<Serve>();
        let settings = uncommented(|name| names.iter().any(|known| known == name));
        let found = toml::Table::try_from(settings).unwrap();
        for name in names {
            assert!(found.contains_key(&name), "{name} is missing");
        }
    }

    #[test]
    fn the_example_shows_the_defaults_of_all_options() {
        let upstream = || parse_url("upstream", Some("http://127.0.0.1:8000")).unwrap();
        let shown = |settings: &Serve| format!("{:?}", config(settings, upstream()).unwrap());
        let names = option_names::<Serve>();
        let with_defaults =
            uncommented(|name| names.iter().any(|n| n == name) && !WITHOUT_DEFAULT.contains(&name));
        assert!(with_defaults.flush_ms.is_some());
        assert_eq!(shown(&with_defaults), shown(&read(Path::new(EXAMPLE))));
    }
}
