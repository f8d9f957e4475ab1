//! The command lines of `tokenwire encode`, `decode` and `inspect`, and the flags that subcommands share.

use super::table::TableArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;
use tokenwire::CoderChoice;

#[derive(ClapArgs)]
pub(crate) struct Encode {
    #[command(flatten)]
    pub(crate) files: FileArgs,
    /// What comes in: UTF-8 or other text; ids as a JSON array or one a line; or raw little-endian u32
    #[arg(long, value_enum, value_name = "KIND", default_value_t = DataKind::Text)]
    pub(crate) from: DataKind,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// What to write: a document names its table and has a checksum, and becomes a stream of ids if it is over --max-size;
    /// a payload is what tacc 0.1.0 writes
    #[arg(long, value_enum, default_value_t = Format::Document)]
    pub(crate) format: Format,
    /// How a document's body is written; stable takes the smallest of stored, thrift, gzip and prefix, which every tokenwire
    /// reads, smallest that of all. zstd is over the text, or over thrift's varints where ids come in, as hybrid always is.
    /// A payload is written by thrift, or as one gzip member by gzip. A stream is written by varint, or by prefix if that
    /// is named; the others write none
    #[arg(long, default_value = "stable", value_parser = coder_parser())]
    pub(crate) coder: CoderChoice,
    #[command(flatten)]
    pub(crate) max_size: MaxSize,
    /// Read names of special tokens in text, like <|endoftext|>, as those tokens
    #[arg(long)]
    pub(crate) special: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) files: FileArgs,
    /// What goes out: the text's very bytes; ids as one JSON array; or raw little-endian u32
    #[arg(long, value_enum, value_name = "KIND", default_value_t = DataKind::Text)]
    pub(crate) to: DataKind,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Insist on this form; without it the first byte tells
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) max_size: MaxSize,
}

#[derive(ClapArgs)]
pub(crate) struct Inspect {
    /// File to read; standard input without it or with -
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// How many tokens to show, at most 10,000 (--json shows all, but of streams)
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(..=10_000))]
    pub(crate) tokens: u16,
    #[command(flatten)]
    pub(crate) max_size: MaxSize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct FileArgs {
    /// File to read; standard input without it or with -
    #[arg(value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// No progress bars
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(ClapArgs)]
pub(crate) struct OutputArgs {
    /// File to write, whole or not at all; standard output without it or with -
    #[arg(id = "output", long = "output", short, value_name = "FILE")]
    pub(crate) path: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct MaxSize {
    /// Most bytes of text, and ids, in a document: more becomes a stream. Also the most bytes that gzip or zstd may inflate
    /// to, and of text that is decoded from a payload or document. 4 GiB at most. Streams have no limit: they are read as
    /// they come, in little memory
    #[arg(id = "max_size", long = "max-size", value_name = "BYTES", default_value_t = tokenwire::limits::MAX_SIZE)]
    pub(crate) bytes: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Document,
    Payload,
}

/// What token data looks like outside of documents, streams and payloads.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataKind {
    Text,
    Ids,
    U32,
}

fn coder_parser() -> impl TypedValueParser<Value = CoderChoice> {
    PossibleValuesParser::new(CoderChoice::all().map(CoderChoice::name))
        .try_map(|name| name.parse::<CoderChoice>())
}
