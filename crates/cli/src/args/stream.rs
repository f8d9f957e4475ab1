//! The command line of `tokenwire stream`.

use super::coding::FileArgs;
use super::table::TableArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;
use tokenwire::StreamCoder;

#[derive(Subcommand)]
pub(crate) enum Stream {
    /// Write server-sent events or NDJSON as a stream
    ///
    /// The stream goes out as the events come in. Without --encoding, --model and --table the encoding is that of the
    /// model that the first event names, or else `o200k_base`. The end of the input ends the stream, in mid-event too; if
    /// it cannot be read on, the stream says that its source broke off, and the run fails (with --output nothing is
    /// written then).
    #[command(after_help = EXAMPLES)]
    Encode(Encode),
    /// Read a stream as events, text or ids
    ///
    /// What comes in goes out at once. If the stream is cut or changed, or says that its source broke off, all that was
    /// complete before is written, and the run fails (with --output nothing is written then).
    Decode(Decode),
    /// Compare sizes on answers of your own
    ///
    /// Each event is written and flushed by itself, padding is dropped, and what comes back is compared with the file.
    Stats(Stats),
    /// Explain what a stream says, part by part
    ///
    /// Events that are no stream yet are encoded first.
    Inspect(Inspect),
}

const EXAMPLES: &str = "Examples:
  curl -sN https://... | tokenwire stream encode > answer.tws
  tokenwire stream decode --to text answer.tws
  tokenwire stream stats answer.sse";

#[derive(ClapArgs)]
pub(crate) struct Encode {
    #[command(flatten)]
    pub(crate) files: FileArgs,
    #[command(flatten)]
    pub(crate) writer: WriterArgs,
    /// Keep the padding that hides how long a text is: all comes back to the byte
    #[arg(long)]
    pub(crate) keep_padding: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) files: FileArgs,
    /// What goes out: the events as they were sent; the text in each, of one that grows all of it; or the token ids of that
    /// text, a JSON array a line, where it traveled as tokens
    #[arg(long, value_enum, value_name = "KIND", default_value_t = EventPart::Events)]
    pub(crate) to: EventPart,
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

#[derive(ClapArgs)]
pub(crate) struct Stats {
    /// Files of server-sent events or NDJSON, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) writer: WriterArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Inspect {
    /// File to read; standard input without it or with -
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) writer: WriterArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a stream is written.
#[derive(ClapArgs)]
pub(crate) struct WriterArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// How tokens are written: varint is smaller where they are sent one by one, prefix where several go together
    #[arg(long, default_value = "varint", value_parser = coder_parser())]
    pub(crate) coder: StreamCoder,
}

/// What is taken from each event of a stream.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EventPart {
    Events,
    Text,
    Ids,
}

/// Parses the name of a stream's coder.
pub(crate) fn coder_parser() -> impl TypedValueParser<Value = StreamCoder> {
    PossibleValuesParser::new(StreamCoder::ALL.iter().map(|coder| coder.name()))
        .try_map(|name| name.parse::<StreamCoder>())
}
