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
    /// Format of the input
    ///
    /// `text` is UTF-8 or any other bytes. `ids` is a JSON array of token ids, or one token id per line. `u32` is raw
    /// little-endian 32-bit integers.
    #[arg(long, value_enum, value_name = "KIND", default_value_t = DataKind::Text)]
    pub(crate) from: DataKind,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Format of the output
    ///
    /// A document names its table and has a checksum. If the input exceeds --max-size, a stream of ids is written
    /// instead. A payload is the format of tacc 0.1.0, without the name of a table and without a checksum.
    #[arg(long, value_enum, default_value_t = Format::Document)]
    pub(crate) format: Format,
    /// Coder of the output
    ///
    /// For a document, `stable` selects the smallest of stored, thrift, gzip and prefix, which every build of tokenwire
    /// can read; `smallest` selects among all coders. `zstd` compresses text, or varints if the input is ids; `hybrid`
    /// always compresses varints. A payload supports `thrift`, which `stable` selects, and `gzip`. A stream consists of
    /// varints with `stable` and of code words with `prefix`; no other coder can write a stream.
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
    /// Format of the output
    ///
    /// `text` is the original text, byte for byte. `ids` is one JSON array of token ids. `u32` is raw little-endian
    /// 32-bit integers.
    #[arg(long, value_enum, value_name = "KIND", default_value_t = DataKind::Text)]
    pub(crate) to: DataKind,
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Required format of the input; detected from the first byte if omitted
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
    /// Maximum number of tokens to show, up to 10,000; --json shows all tokens of a document or payload
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
    /// Maximum size of a document: bytes of text, or number of ids
    ///
    /// `encode` writes larger input as a stream. The same limit, in bytes, applies to what gzip and zstd may inflate
    /// to, and to the text of a payload or document. A value above 4 GiB counts as 4 GiB. Streams have no limit,
    /// because they are processed piece by piece in little memory.
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
