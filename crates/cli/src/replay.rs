//! `tokenwire replay`: recorded streams, served as a model server would.

mod samples;

use crate::args::replay::Replay as Args;
use crate::failure::Failure;
use crate::{output, stop};
use std::io;
use std::path::Path;
use tokenwire_replay::Replay;
use tokio::net::TcpListener;

pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let replay = open(args)?;
    tokio::runtime::Runtime::new()?.block_on(serve(&replay, args))
}

fn open(args: &Args) -> Result<Replay, Failure> {
    let pace = args.pace().check().map_err(|message| Failure::Usage(message.into()))?;
    let replay = match &args.folder {
        Some(folder) => Replay::from_folder(folder).map_err(|error| no_streams(folder, &error))?,
        None => samples::replay(),
    };
    // The log is not shown, so no request is kept.
    Ok(replay.with_pace(pace).with_faults(args.fault.clone().unwrap_or_default()).with_log_capacity(0))
}

fn no_streams(folder: &Path, error: &io::Error) -> Failure {
    Failure::file(folder, format!("{error}; without a folder the samples that are built in are replayed"))
}

async fn serve(replay: &Replay, args: &Args) -> Result<(), Failure> {
    // Before anybody is told that it is there, so that a signal then ends it.
    let stop = stop::asked()?;
    let listener = TcpListener::bind(&args.listen).await.map_err(|error| no_address(&args.listen, &error))?;
    output::print(greeting(replay, &listener)?.as_bytes())?;
    replay.serve(listener, stop).await;
    Ok(())
}

fn greeting(replay: &Replay, listener: &TcpListener) -> Result<String, Failure> {
    let address = listener.local_addr()?;
    let names: Vec<_> = replay.names().collect();
    let first =
        names.iter().find(|name| **name == "openai-chat").or(names.first()).copied().unwrap_or_default();
    Ok(format!(
        "listening on http://{address}\nreplays {}\ntry: curl -N http://{address}/{first}/v1/chat/completions\n",
        names.join(", ")
    ))
}

fn no_address(address: &str, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "; take another with --listen, or any that is free with --listen 127.0.0.1:0"
        }
        io::ErrorKind::InvalidInput => "; --listen takes HOST:PORT",
        _ => "",
    };
    Failure::Data(format!("cannot listen on {address}: {error}{hint}"))
}
