//! The `tokenwire` command: arguments in, a library call, bytes out.

mod args;
mod bench;
mod compare;
mod corpus;
mod decode;
mod demo;
mod doctor;
mod encode;
mod failure;
mod gateway;
mod id_stream;
mod ids;
mod input;
mod inspect;
mod lines;
mod output;
mod pieces;
mod progress;
mod replay;
mod stop;
mod stream;
mod tables;
mod train;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Encode(encode) => encode::run(&encode),
        Command::Decode(decode) => decode::run(&decode),
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Stream(stream) => stream::run(&stream),
        Command::Serve(serve) => gateway::serve(&serve),
        Command::Connect(connect) => gateway::connect(&connect),
        Command::Doctor(doctor) => doctor::run(&doctor),
        Command::Tables(tables) => tables::run(&tables),
        Command::Demo(demo) => demo::run(&demo),
        Command::Bench(bench) => bench::run(&bench),
        Command::Replay(replay) => replay::run(&replay),
        Command::Train(train) => train::run(&train),
        Command::Completions { shell } => completions(shell),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "tokenwire", &mut script);
    output::print(&script)
}
