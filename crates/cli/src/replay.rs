//! `tokenwire replay`: serves recorded streams in place of a model server.

use crate::args::gateway::Replay as Args;
use crate::error::CliError;
use crate::shared::{output, runtime};
use std::io;
use std::path::Path;
use tokenwire_replay::{Faults, Pace, Replay};
use tokio::net::TcpListener;

macro_rules! samples {
    ($($name:literal)*) => {
        [$(($name, include_bytes!(concat!("../../../examples/streams/", $name)).as_slice())),*]
    };
}

/// The built-in streams.
const SAMPLES: [(&str, &[u8]); 10] = samples! {
    "anthropic-messages.json" "anthropic-messages.sse"
    "ollama-native.json" "ollama-native.ndjson"
    "openai-chat.json" "openai-chat.sse"
    "openai-responses.json" "openai-responses.sse"
    "openai-tools.json" "openai-tools.sse"
};

pub(crate) fn run(args: &Args) -> Result<(), CliError> {
    let replay = open(args)?;
    runtime::run(serve(&replay, args))
}

fn open(args: &Args) -> Result<Replay, CliError> {
    let pace = Pace { rate: args.rate, jitter: args.jitter, per_write: args.per_write };
    let pace = pace.check().map_err(CliError::usage)?;
    let replay = match &args.folder {
        Some(folder) => Replay::from_folder(folder).map_err(|error| no_streams(folder, &error))?,
        None => Replay::from_files(SAMPLES),
    };
    // The command shows no requests, so the log holds none.
    Ok(replay.with_pace(pace).with_faults(faults(args)?).with_log_capacity(0))
}

fn faults(args: &Args) -> Result<Faults, CliError> {
    let Some(text) = &args.fault else { return Ok(Faults::default()) };
    text.parse().map_err(|error| CliError::Usage(format!("--fault {text}: {error}")))
}

fn no_streams(folder: &Path, error: &io::Error) -> CliError {
    CliError::file(folder, format!("{error}; omit the folder to replay the built-in samples"))
}

async fn serve(replay: &Replay, args: &Args) -> Result<(), CliError> {
    // Signal handlers are installed before the address is printed, so that any later signal stops the server cleanly.
    let stop = runtime::stop_signal()?;
    let listener = runtime::bind("listen", &args.listen).await?;
    output::print(greeting(replay, &listener)?.as_bytes())?;
    replay.serve(listener, stop).await;
    Ok(())
}

fn greeting(replay: &Replay, listener: &TcpListener) -> Result<String, CliError> {
    let address = listener.local_addr()?;
    let names: Vec<_> = replay.names().collect();
    let first =
        names.iter().find(|name| **name == "openai-chat").or(names.first()).copied().unwrap_or_default();
    Ok(format!(
        "listening on http://{address}\nreplays {}\ntry: curl -N http://{address}/{first}/v1/chat/completions\n",
        names.join(", ")
    ))
}
