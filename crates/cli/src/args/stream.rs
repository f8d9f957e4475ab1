//! The command line of `tokenwire stream`.

use super::coding::FileArgs;
use super::table::TableArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Subcommand, ValueEnum, value_parser};
use std::path::PathBuf;
use tokenwire::StreamCoder;

#[derive(Subcommand)]
pub(crate) enum Stream {
    /// Encode server-sent events or NDJSON as a stream
    ///
    /// Each event is encoded and written as soon as it arrives. What has arrived of an unfinished event is written
    /// after 20 milliseconds, or after --flush-partial within a line of an event, unless the input is a regular file.
    /// Without --encoding, --model and --table, the model named in the first event selects the encoding, which is
    /// `o200k_base` if that model is unknown or missing. The end of the input ends the stream, even within an event. If
    /// reading fails, the stream records that its source broke off, and the command fails; with --output, no file is
    /// written.
    #[command(after_help = EXAMPLES)]
    Encode(Encode),
    /// Decode a stream to events, text or ids
    ///
    /// Each event is decoded and written as soon as it arrives. If the stream is truncated or modified, or records that
    /// its source broke off, all complete events before that point are written, and the command fails; with --output,
    /// no file is written.
    Decode(Decode),
    /// Compare the sizes of your own recorded responses
    ///
    /// Each event is encoded and flushed by itself, and padding is dropped. The command fails if the decoded events
    /// differ from the file.
    Stats(Stats),
    /// Show the parts of a stream
    ///
    /// If the input contains events instead of a stream, it is encoded first.
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
    /// Preserve the padding with which some servers hide text lengths, so that events round-trip byte for byte
    #[arg(long)]
    pub(crate) keep_padding: bool,
    /// Maximum time that the beginning of an event waits for the rest of its line, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 250, value_parser = value_parser!(u64).range(1..=60_000))]
    pub(crate) flush_partial: u64,
}

#[derive(ClapArgs)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) files: FileArgs,
    /// Format of the output
    ///
    /// `events` is the original events. `text` is the text of all events. `ids` is one line per event, with the token
    /// ids of its text as a JSON array; text that the stream does not hold as tokens is left out.
    #[arg(long, value_enum, value_name = "KIND", default_value_t = EventPart::Events)]
    pub(crate) to: EventPart,
    #[command(flatten)]
    pub(crate) table: TableArgs,
}

#[derive(ClapArgs)]
pub(crate) struct Stats {
    /// Files of server-sent events or NDJSON; - for standard input
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
    /// Input file; standard input if omitted or -
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) writer: WriterArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The options of an encoder.
#[derive(ClapArgs)]
pub(crate) struct WriterArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Coder for tokens; varint is smaller for tokens sent one by one, prefix for several at once
    #[arg(long, default_value = "varint", value_parser = coder_parser())]
    pub(crate) coder: StreamCoder,
}

/// The part of each event that is written.
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
