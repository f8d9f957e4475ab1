//! The command line.

pub(crate) mod train;

use crate::failure::Failure;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tokenwire::{Codec, Encoding, Table};

/// Token ids and text to compact payloads and back.
///
/// A token id travels as its rank by frequency, a varint of 1 to 3 bytes: what the Python package tacc 0.1.0 writes,
/// byte for byte.
#[derive(Parser)]
#[command(name = "tokenwire", version, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "Examples:
  tokenwire demo
  tokenwire encode --format payload --model gpt-4o prompt.txt -o prompt.tw
  tokenwire decode --format payload --model gpt-4o prompt.tw
  echo '[13225, 2375]' | tokenwire encode --format payload --encoding o200k_base --input ids | xxd

Exit codes: 0 done, 1 bad data or a file that cannot be read or written, 2 bad usage.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write text or token ids as a payload
    Encode(Encode),
    /// Read a payload as text or token ids
    Decode(Decode),
    /// Explain what a payload holds
    Inspect(Inspect),
    /// List the encodings and their tables
    Tables(Tables),
    /// Compare sizes and speeds on sample completions
    Demo(Demo),
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
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(ClapArgs)]
pub(crate) struct Inspect {
    /// File to read; standard input without it or with -
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// How many tokens to show, at most 10,000 (--json shows all)
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(..=10_000))]
    pub(crate) tokens: u16,
    /// Most bytes of payload that gzip may hold
    #[arg(long, value_name = "BYTES", default_value_t = tokenwire::limits::MAX_INFLATED)]
    pub(crate) max_inflated: usize,
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

/// Which table, and what its ids stand for.
#[derive(ClapArgs)]
pub(crate) struct Choice {
    /// Encoding of the ids (see `tokenwire tables`)
    #[arg(long, value_name = "NAME", value_parser = parse_encoding, conflicts_with = "model")]
    encoding: Option<Encoding>,
    /// Model whose encoding it is, as gpt-4o
    #[arg(long, value_name = "NAME", value_parser = Encoding::for_model)]
    model: Option<Encoding>,
    /// Counts file with a table of your own; for text, name the encoding too
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct Form {
    /// Form of the bytes: the bare payload is the only one yet, another will be the default
    #[arg(long, value_enum, required = true)]
    format: Format,
    /// Write the payload as gzip (reading tells by the first byte)
    #[arg(long)]
    pub(crate) gzip: bool,
    /// Most bytes of payload, or of its text, that gzip may hold
    #[arg(long, value_name = "BYTES", default_value_t = tokenwire::limits::MAX_INFLATED)]
    pub(crate) max_inflated: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Payload,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Text,
    Ids,
    U32,
}

impl Choice {
    /// The codec that was chosen; a payload names no table, so one has to be.
    pub(crate) fn codec(&self) -> Result<Codec, Failure> {
        const MISSING: &str = "a payload names no table: say which with --encoding, --model or --table";
        self.maybe_codec()?.ok_or_else(|| Failure::Usage(MISSING.into()))
    }

    pub(crate) fn maybe_codec(&self) -> Result<Option<Codec>, Failure> {
        let Some(path) = &self.table else { return Ok(self.encoding().map(Codec::new)) };
        let file = std::fs::read(path).map_err(|error| Failure::file(path, error))?;
        let table = Table::from_counts(&file).map_err(|error| Failure::file(path, error))?;
        let codec = Codec::with_table(table);
        Ok(Some(match self.encoding() {
            Some(encoding) => codec.with_vocabulary(encoding),
            None => codec,
        }))
    }

    pub(crate) fn encoding(&self) -> Option<Encoding> {
        self.encoding.or(self.model)
    }
}

fn parse_encoding(name: &str) -> Result<Encoding, tokenwire::Error> {
    name.parse()
}
