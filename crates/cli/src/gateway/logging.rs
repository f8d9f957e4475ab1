//! Log lines, to standard error.

use crate::args::proxy::Proxy;
use crate::failure::Failure;
use std::io;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::{EnvFilter, fmt};

pub(super) fn start(args: &Proxy) -> Result<(), Failure> {
    let filter = filter(args.log.as_deref().unwrap_or("info"))?;
    let colors = console::colors_enabled_stderr();
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colors);
    let started = if args.log_json.unwrap_or(false) { lines.json().try_init() } else { lines.try_init() };
    started.map_err(|error| Failure::Data(error.to_string()))
}

fn filter(text: &str) -> Result<EnvFilter, Failure> {
    // A word by itself would be a module: who mistypes a level would hear nothing.
    let no_level = |word: &&str| !word.contains(['=', '[']) && word.trim().parse::<LevelFilter>().is_err();
    if let Some(word) = text.split(',').find(no_level) {
        return Err(Failure::Usage(format!("--log {word}: not a level; info is one, or tokenwire=debug")));
    }
    let parsed = EnvFilter::builder().parse(text);
    parsed.map_err(|error| Failure::Usage(format!("--log {text}: {error}")))
}
