//! The `tokenwire` command, which parses arguments, calls the libraries and writes their results.
//!
//! Each subcommand has a file or folder named after it. Shared code is in `args`, `error`, `shared` and `proxy`.

mod args;
mod bench;
mod connect;
mod decode;
mod demo;
mod doctor;
mod encode;
mod error;
mod inspect;
mod proxy {
    pub(crate) mod config;
    pub(crate) mod operation;
    pub(crate) mod settings;
}
mod replay;
mod serve;
mod shared {
    pub(crate) mod compressors;
    pub(crate) mod corpus;
    pub(crate) mod events;
    pub(crate) mod ids;
    pub(crate) mod input;
    pub(crate) mod output;
    pub(crate) mod runtime;
    pub(crate) mod table;
    pub(crate) mod terminal;
}
mod stream;
mod tables;
mod train;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use error::CliError;
use shared::output;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn run(args: Args) -> Result<(), CliError> {
    match args.command {
        Command::Encode(args) => encode::run(&args),
        Command::Decode(args) => decode::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Stream(args) => stream::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Connect(args) => connect::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Tables(args) => tables::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Completions { shell } => completions(shell),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "tokenwire", &mut script);
    output::print(&script)
}
