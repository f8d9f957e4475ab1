//! The command line: what each subcommand takes, and nothing of what it does with it.

pub(crate) mod coding;
pub(crate) mod gateway;
pub(crate) mod stream;
pub(crate) mod table;
pub(crate) mod train;

use clap::{Args as ClapArgs, Parser, Subcommand};
use std::path::PathBuf;
use tokenwire::Encoding;

/// Token ids and text to compact bytes and back.
///
/// A token id travels as its rank by frequency: in a document as a code word of some twelve bits, in a bare payload as a
/// varint, byte for byte what the Python package tacc 0.1.0 writes.
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

Exit codes: 0 done, 1 bad data or a file that cannot be read or written, 2 bad usage.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write text or token ids as a document, stream or payload
    Encode(coding::Encode),
    /// Read a document, stream or payload as text or token ids
    Decode(coding::Decode),
    /// Explain what a document, stream or payload holds
    Inspect(coding::Inspect),
    /// Write chat completions as streams while they come, and read them
    #[command(subcommand)]
    Stream(stream::Stream),
    /// Put token streams before a model server: a proxy
    ///
    /// Clients that speak them, `tokenwire connect` among them, get streamed answers as token streams; all others get what
    /// the server says. A flag wins over the environment, the environment over --config.
    #[command(after_help = gateway::SERVE_EXAMPLES)]
    Serve(Box<gateway::Serve>),
    /// Turn token streams back into events, for any client: a proxy on its side
    ///
    /// Where the far side does not speak them, events pass as they are. A flag wins over the environment, the environment
    /// over --config.
    #[command(after_help = gateway::CONNECT_EXAMPLES)]
    Connect(Box<gateway::Connect>),
    /// Say whether token streams come through from a server, and what would be saved
    ///
    /// A probe is sent, which a gateway answers itself: no model server is asked, and no key is sent. Exit code 0: streams
    /// come through whole, each event at its time; 1: they do not.
    #[command(after_help = gateway::DOCTOR_EXAMPLES)]
    Doctor(gateway::Doctor),
    /// List the encodings and their tables
    Tables(Tables),
    /// Compare sizes and speeds on sample completions
    Demo(Demo),
    /// Compare sizes and speeds on messages of your own
    Bench(Bench),
    /// Serve recorded streams as a model server would, for trying out and for tests
    #[command(after_help = gateway::REPLAY_EXAMPLES)]
    Replay(gateway::Replay),
    /// Count tokens in texts of your own and make a table of them
    #[command(subcommand)]
    Train(train::Train),
    /// Print a completion script for your shell
    Completions {
        /// Which shell
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
    /// Watch an answer stream from a model server to a client through `tokenwire serve` and `tokenwire connect`, all on
    /// this machine
    #[arg(long, conflicts_with = "encoding")]
    pub(crate) live: bool,
    /// With --live: events a second, each of which brings a token; 0 for as fast as it goes
    #[arg(long, value_name = "N", default_value_t = 40.0, requires = "live")]
    pub(crate) rate: f64,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Bench {
    /// JSON lines with the text of a message in `t` or `text`; with .zst after its name, packed with zstd
    pub(crate) file: PathBuf,
    /// Encoding to tokenize with
    #[arg(long, value_name = "NAME", default_value = "o200k_base", value_parser = table::parse_encoding)]
    pub(crate) encoding: Encoding,
    /// Look only at messages of at most so many bytes of UTF-8 text
    #[arg(long, value_name = "BYTES")]
    pub(crate) up_to: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
