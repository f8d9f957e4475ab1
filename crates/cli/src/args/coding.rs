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
    /// Format of the input: text, in UTF-8 or any other bytes; ids, as a JSON array or one per line; or u32, as raw
    /// little-endian integers
    #[arg(long, value_enum, value_name = "KIND", default_value_t = DataKind::Text)]
    pub(crate) from: DataKind,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Format of the output: a document names its table and has a checksum, and becomes a stream of ids if the input exceeds
    /// --max-size; a payload is what tacc 0.1.0 writes
    #[arg(long, value_enum, default_value_t = Format::Document)]
    pub(crate) format: Format,
    /// Coder of the output. For a document, stable chooses the smallest of stored, thrift, gzip and prefix, which every build
    /// of tokenwire reads; smallest chooses among all coders. zstd compresses text, or varints if the input is ids; hybrid
    /// always compresses varints. A payload is written with thrift, or with gzip as one gzip member. A stream is written
    /// with varints, or with prefix if that is named; no other coder can write a stream
    #[arg(long, default_value = "stable", value_parser = coder_parser())]
    pub(crate) coder: CoderChoice,
    #[command(flatten)]
    pub(crate) max_size: MaxSize,
    /// Encode names of special tokens in the text, such as <|endoftext|>, as those tokens
    #[arg(long)]
    pub(crate) special: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) files: FileArgs,
    /// Format of the output: text, byte for byte; ids, as one JSON array; or u32, as raw little-endian integers
    #[arg(long, value_enum, value_name = "KIND", default_value_t = DataKind::Text)]
    pub(crate) to: DataKind,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Required format of the input; by default it is detected from the first byte
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) max_size: MaxSize,
}

#[derive(ClapArgs)]
pub(crate) struct Inspect {
    /// Input file; standard input if omitted or -
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Number of tokens to show, at most 10,000; --json shows all, except those of a stream
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
    /// Input file; standard input if omitted or -
    #[arg(value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Hide progress bars and notes
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(ClapArgs)]
pub(crate) struct OutputArgs {
    /// Output file, written completely or not at all; standard output if omitted or -
    #[arg(id = "output", long = "output", short, value_name = "FILE")]
    pub(crate) path: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct MaxSize {
    /// Maximum number of bytes of text, and of ids, in a document; `encode` writes larger input as a stream. It also limits
    /// the bytes that gzip or zstd may inflate to, and the text decoded from a payload or document. It is at most 4 GiB.
    /// Streams have no limit, since they are processed as they arrive, in little memory
    #[arg(id = "max_size", long = "max-size", value_name = "BYTES", default_value_t = tokenwire::limits::MAX_SIZE)]
    pub(crate) bytes: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Document,
    Payload,
}

/// The format of text or token ids that are not encoded.
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
