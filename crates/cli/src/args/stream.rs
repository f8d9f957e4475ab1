//! The command line of `tokenwire stream`.

use super::{Choice, Files};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tokenwire::StreamCoder;

#[derive(Subcommand)]
pub(crate) enum Stream {
    /// Write server-sent events or NDJSON as a stream
    ///
    /// The stream goes out as the events come in. Without --encoding, --model and --table the encoding is that of the
    /// model that the first event names, or else `o200k_base`. The end of the input ends the stream, in mid-event too; if
    /// it cannot be read on, the stream says that its source broke off, and the run fails (with --out nothing is
    /// written then).
    #[command(after_help = EXAMPLES)]
    Encode(Encode),
    /// Read a stream as events, text or ids
    ///
    /// What comes in goes out at once. If the stream is cut or changed, or says that its source broke off, all that was
    /// complete before is written, and the run fails (with --out nothing is written then).
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
  tokenwire stream decode --output text answer.tws
  tokenwire stream stats answer.sse";

#[derive(ClapArgs)]
pub(crate) struct Encode {
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) form: Form,
    /// Keep the padding that hides how long a text is: all comes back to the byte
    #[arg(long)]
    pub(crate) keep_padding: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) files: Files,
    /// What goes out: the events as they were sent; the text in each, of one that grows all of it; or the token ids of that
    /// text, a JSON array a line, where it traveled as tokens
    #[arg(long, value_enum, default_value_t = Kind::Events)]
    pub(crate) output: Kind,
    #[command(flatten)]
    pub(crate) choice: Choice,
}

#[derive(ClapArgs)]
pub(crate) struct Stats {
    /// Files of server-sent events or NDJSON, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Inspect {
    /// File to read; standard input without it or with -
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a stream is written.
#[derive(ClapArgs)]
pub(crate) struct Form {
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// How tokens are written: varint is smaller where they are sent one by one, prefix where several go together
    #[arg(long, value_enum, default_value_t = CoderName::Varint)]
    coder: CoderName,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Events,
    Text,
    Ids,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CoderName {
    Varint,
    Prefix,
}

impl From<CoderName> for StreamCoder {
    fn from(name: CoderName) -> Self {
        match name {
            CoderName::Varint => Self::Varint,
            CoderName::Prefix => Self::Prefix,
        }
    }
}

impl Form {
    pub(crate) fn coder(&self) -> StreamCoder {
        self.coder.into()
    }
}
