//! The command line: declares the arguments of each subcommand.

pub(crate) mod coding;
pub(crate) mod gateway;
pub(crate) mod stream;
pub(crate) mod table;
pub(crate) mod train;

use clap::{Args as ClapArgs, Parser, Subcommand};
use std::path::PathBuf;
use tokenwire::Encoding;

/// Encodes token ids and text as compact bytes, and decodes them.
///
/// tokenwire replaces each token id with its rank by frequency. A document stores a rank as a code word of about 12
/// bits, a payload as a varint of 1 to 3 bytes. Payloads are byte for byte those of the Python package tacc 0.1.0.
#[derive(Parser)]
#[command(name = "tokenwire", version, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "Examples:
  tokenwire demo
  tokenwire demo --live
  tokenwire encode --model gpt-4o prompt.txt -o prompt.tw
  tokenwire decode prompt.tw
  echo '[13225, 2375]' | tokenwire encode --format payload --encoding o200k_base --from ids | xxd
  curl -sN https://... | tokenwire stream encode | tokenwire stream decode --to text
  tokenwire serve --upstream http://127.0.0.1:8000
  tokenwire connect --gateway https://gateway.example
  tokenwire doctor https://gateway.example

Exit codes: 0 success; 1 failure, such as invalid data or an unreadable file; 2 invalid usage;
130 interrupted.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Encode text or token ids as a document, stream or payload
    Encode(coding::Encode),
    /// Decode a document, stream or payload to text or token ids
    Decode(coding::Decode),
    /// Show the contents of a document, stream or payload
    Inspect(coding::Inspect),
    /// Encode and decode chat completions while they stream
    #[command(subcommand)]
    Stream(stream::Stream),
    /// Run the gateway, a proxy that sends the responses of a model server as token streams
    ///
    /// Clients that accept token streams, such as `tokenwire connect`, receive streamed responses as token streams. All
    /// other clients receive the model server's bytes unchanged. Flags override environment variables, and both
    /// override the file that --config names.
    #[command(after_help = gateway::SERVE_EXAMPLES)]
    Serve(Box<gateway::Serve>),
    /// Run the proxy of a client, which decodes token streams to the original events
    ///
    /// If the server does not send token streams, its responses are forwarded unchanged. Flags override environment
    /// variables, and both override the file that --config names.
    #[command(after_help = gateway::CONNECT_EXAMPLES)]
    Connect(Box<gateway::Connect>),
    /// Check whether token streams arrive intact from a server, and how much they save
    ///
    /// The command sends a probe, which the gateway answers itself: no request reaches a model server, and no API key
    /// is sent. The exit code is 0 if the stream arrives complete and without delayed events, and 1 otherwise.
    #[command(after_help = gateway::DOCTOR_EXAMPLES)]
    Doctor(gateway::Doctor),
    /// List the encodings and their tables
    Tables(Tables),
    /// Compare sizes and speeds on built-in sample completions
    Demo(Demo),
    /// Compare sizes and speeds on your own messages
    Bench(Bench),
    /// Serve recorded streams in place of a model server, for trials and tests
    #[command(after_help = gateway::REPLAY_EXAMPLES)]
    Replay(gateway::Replay),
    /// Build a custom table from the token counts of your own texts
    #[command(subcommand)]
    Train(train::Train),
    /// Print a completion script for your shell
    Completions {
        /// Shell to print the script for
        shell: clap_complete::Shell,
    },
}

#[derive(ClapArgs)]
pub(crate) struct Tables {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Demo {
    /// Encoding to tokenize with
    #[arg(long, value_name = "NAME", default_value = "o200k_base", value_parser = table::parse_encoding)]
    pub(crate) encoding: Encoding,
    /// Stream a recorded response from a model server to a client through `tokenwire serve` and `tokenwire connect`,
    /// all on this machine
    #[arg(long, conflicts_with = "encoding")]
    pub(crate) live: bool,
    /// With --live: number of events per second, most of them with one token; 0 means no delay
    #[arg(long, value_name = "N", default_value_t = 40.0, requires = "live")]
    pub(crate) rate: f64,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Hide the progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Bench {
    /// JSON Lines file with the text of each message in field `t` or `text`; - for standard input
    ///
    /// A file whose name ends in .zst is compressed with zstd.
    pub(crate) file: PathBuf,
    /// Encoding to tokenize with
    #[arg(long, value_name = "NAME", default_value = "o200k_base", value_parser = table::parse_encoding)]
    pub(crate) encoding: Encoding,
    /// Measure only messages of at most this many bytes of UTF-8 text; no limit if omitted
    #[arg(long, value_name = "BYTES")]
    pub(crate) up_to: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Hide the progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
