//! The command line.

mod choice;
pub(crate) mod connect;
pub(crate) mod doctor;
pub(crate) mod proxy;
pub(crate) mod replay;
mod seconds;
pub(crate) mod serve;
pub(crate) mod stream;
pub(crate) mod train;

pub(crate) use choice::Choice;
pub(crate) use seconds::Seconds;

use crate::failure::Failure;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tokenwire::{Coder, Encoding, StreamCoder};

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
  echo '[13225, 2375]' | tokenwire encode --format payload --encoding o200k_base --input ids | xxd
  curl -sN https://... | tokenwire stream encode | tokenwire stream decode --output text
  tokenwire serve --upstream http://127.0.0.1:8000
  tokenwire connect --gateway https://gateway.example
  tokenwire doctor https://gateway.example

Exit codes: 0 done, 1 bad data or a file that cannot be read or written, 2 bad usage.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write text or token ids as a document, stream or payload
    Encode(Encode),
    /// Read a document, stream or payload as text or token ids
    Decode(Decode),
    /// Explain what a document, stream or payload holds
    Inspect(Inspect),
    /// Write chat completions as streams while they come, and read them
    #[command(subcommand)]
    Stream(stream::Stream),
    /// Put token streams before a model server: a proxy
    ///
    /// Clients that speak them, `tokenwire connect` among them, get streamed answers as token streams; all others get what
    /// the server says. A flag wins over the environment, the environment over --config.
    #[command(after_help = serve::EXAMPLES)]
    Serve(Box<serve::Serve>),
    /// Turn token streams back into events, for any client: a proxy on its side
    ///
    /// Where the far side does not speak them, events pass as they are. A flag wins over the environment, the environment
    /// over --config.
    #[command(after_help = connect::EXAMPLES)]
    Connect(Box<connect::Connect>),
    /// Say whether token streams come through from a server, and what would be saved
    ///
    /// A probe is sent, which a gateway answers itself: no model server is asked, and no key is sent. Exit code 0: streams
    /// come through whole, each event at its time; 1: they do not.
    #[command(after_help = doctor::EXAMPLES)]
    Doctor(doctor::Doctor),
    /// List the encodings and their tables
    Tables(Tables),
    /// Compare sizes and speeds on sample completions
    Demo(Demo),
    /// Compare sizes and speeds on messages of your own
    Bench(Bench),
    /// Serve recorded streams as a model server would, for trying out and for tests
    #[command(after_help = replay::EXAMPLES)]
    Replay(replay::Replay),
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
pub(crate) struct Encode {
    #[command(flatten)]
    pub(crate) files: Files,
    /// What comes in: UTF-8 or other text; ids as a JSON array or one a line; or raw little-endian u32
    #[arg(long, value_enum, default_value_t = Kind::Text)]
    pub(crate) input: Kind,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) form: Form,
    /// Read names of special tokens in text, like <|endoftext|>, as those tokens
    #[arg(long)]
    pub(crate) special: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) files: Files,
    /// What goes out: the text's very bytes; ids as one JSON array; or raw little-endian u32
    #[arg(long, value_enum, default_value_t = Kind::Text)]
    pub(crate) output: Kind,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Insist on this form; without it the first byte tells
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(ClapArgs)]
pub(crate) struct Inspect {
    /// File to read; standard input without it or with -
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// How many tokens to show, at most 10,000 (--json shows all, but of streams)
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(..=10_000))]
    pub(crate) tokens: u16,
    #[command(flatten)]
    pub(crate) limit: Limit,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Tables {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Demo {
    /// Whose token ids
    #[arg(long, value_name = "NAME", default_value = "o200k_base", value_parser = parse_encoding)]
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
    /// Whose token ids
    #[arg(long, value_name = "NAME", default_value = "o200k_base", value_parser = parse_encoding)]
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

#[derive(ClapArgs)]
pub(crate) struct Files {
    /// File to read; standard input without it or with -
    pub(crate) file: Option<PathBuf>,
    /// File to write, whole or not at all; standard output without it or with -
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// No progress bars
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// The form that is written.
#[derive(ClapArgs)]
pub(crate) struct Form {
    /// A document names its table and has a checksum, and is a stream of ids where it would be over its limit; a payload is
    /// what tacc 0.1.0 writes
    #[arg(long, value_enum, default_value_t = Format::Document)]
    pub(crate) format: Format,
    /// How a document's body is written; auto takes the smallest of stored, thrift, gzip and prefix, which every tokenwire
    /// reads, smallest that of all. zstd is over the text, or over thrift's varints where ids come in, as hybrid always is.
    /// A stream is written by varint, or by prefix if that is said; the others write none
    #[arg(long, value_enum, default_value_t = CoderName::Auto, conflicts_with = "gzip")]
    coder: CoderName,
    /// The same as --coder gzip; of a payload, one gzip member
    #[arg(long)]
    gzip: bool,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(ClapArgs)]
pub(crate) struct Limit {
    /// Most bytes that gzip or zstd may hold, and of text that is made of it; most bytes of text, and ids, in a document:
    /// what is more is written as a stream. 4 GiB at most. Streams have no limit: they are read as they come, in little
    /// memory
    #[arg(long = "max-inflated", value_name = "BYTES", default_value_t = tokenwire::limits::MAX_DOCUMENT)]
    pub(crate) bytes: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Document,
    Payload,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CoderName {
    Auto,
    Stored,
    Thrift,
    Gzip,
    Prefix,
    Zstd,
    Hybrid,
    Smallest,
}

impl Form {
    pub(crate) fn coder(&self) -> Coder {
        match self.coder {
            _ if self.gzip => Coder::Gzip,
            CoderName::Auto => Coder::Auto,
            CoderName::Stored => Coder::Stored,
            CoderName::Thrift => Coder::Thrift,
            CoderName::Gzip => Coder::Gzip,
            CoderName::Prefix => Coder::Prefix,
            CoderName::Zstd => Coder::Zstd,
            CoderName::Hybrid => Coder::Hybrid,
            CoderName::Smallest => Coder::Smallest,
        }
    }

    /// How a stream would be written instead of a document, if it would.
    pub(crate) fn stream_coder(&self) -> Option<StreamCoder> {
        match self.coder() {
            Coder::Auto => Some(StreamCoder::Varint),
            Coder::Prefix => Some(StreamCoder::Prefix),
            _ => None,
        }
    }

    /// A payload has one way of being written, and gzip.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        match (self.format, self.coder) {
            (Format::Document, _) | (_, CoderName::Auto | CoderName::Thrift | CoderName::Gzip) => Ok(()),
            _ => Err(Failure::Usage(
                "a payload is written by thrift or gzip; other coders need a document".into(),
            )),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Text,
    Ids,
    U32,
}

fn parse_encoding(name: &str) -> Result<Encoding, tokenwire::Error> {
    name.parse()
}
