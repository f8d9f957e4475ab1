//! The command line of `tokenwire train`.

use super::coding::OutputArgs;
use super::table::parse_encoding;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::{fmt, str::FromStr};
use tokenwire::Encoding;

#[derive(Subcommand)]
pub(crate) enum Train {
    /// Count the tokens of a corpus and write a table
    #[command(after_help = EXAMPLES)]
    Counts(Counts),
    /// Add up the counts of several files from `train counts --partial` and write a table
    Merge(Merge),
}

const EXAMPLES: &str = "Examples:
  tokenwire train counts --encoding o200k_base chats.jsonl.zst notes.txt -o own.tsv
  tokenwire train counts --encoding o200k_base --weight tool=4 --smoothing 262144 chats.jsonl
  tokenwire train counts --from ids --size 128256 llama-ids.jsonl -o llama.tsv";

#[derive(ClapArgs)]
pub(crate) struct Counts {
    /// Input files; - for standard input
    ///
    /// Files named *.jsonl or *.ndjson hold one message per line: a JSON object with the text in field `t` or `text`
    /// and, optionally, its kind in field `k`. Any other file is one text. A file whose name ends in .zst is compressed
    /// with zstd.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Format of all inputs, regardless of their names
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) from: Option<CorpusKind>,
    /// Encoding to tokenize with, and to build the table for
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    pub(crate) encoding: Option<Encoding>,
    /// With --from ids: size of the vocabulary; all ids must be below it
    #[arg(long, value_name = "N", requires = "from", conflicts_with = "encoding",
          value_parser = clap::value_parser!(u32).range(1..=i64::from(tokenwire::limits::MAX_VOCABULARY)))]
    pub(crate) size: Option<u32>,
    /// Count each message of kind KIND W times, from 0 to 1000; may be repeated
    #[arg(long = "weight", value_name = "KIND=W")]
    pub(crate) weights: Vec<Weight>,
    /// Skip invalid lines and report their number
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Number of counting threads; one per core if omitted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    #[command(flatten)]
    pub(crate) table: CountsFile,
    /// Hide the progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Merge {
    /// Files written by `train counts --partial`
    #[arg(required = true, value_name = "PART")]
    pub(crate) parts: Vec<PathBuf>,
    /// Encoding of the ids; the one that the files name if omitted
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    pub(crate) encoding: Option<Encoding>,
    #[command(flatten)]
    pub(crate) table: CountsFile,
}

/// The options of the counts file to write.
#[derive(ClapArgs)]
pub(crate) struct CountsFile {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Add S / (id + 1024), rounded down, to the weight of each ordinary token, or of each id with --size
    ///
    /// The ids of a byte-pair vocabulary are in the order of their merges, which is roughly the order of their
    /// frequency. Smoothing applies this order to ids that are rare or absent in the corpus.
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub(crate) smoothing: u64,
    /// Write the raw counts, for `train merge`; ids that are not listed have count 0
    #[arg(long, conflicts_with = "smoothing")]
    pub(crate) partial: bool,
}

/// The format of a corpus file.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CorpusKind {
    /// One text
    Text,
    /// One message per line, as JSON
    Jsonl,
    /// Token ids: on each line an id, a JSON array of ids, or a JSON object with such an array in field `ids`
    Ids,
}

/// The number of times that each message of a kind is counted: `KIND=W`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight {
    pub(crate) kind: String,
    pub(crate) weight: u64,
}

const MAX_WEIGHT: u64 = 1000;

impl FromStr for Weight {
    type Err = String;

    fn from_str(argument: &str) -> Result<Self, String> {
        let (kind, weight) = argument.rsplit_once('=').ok_or("expected KIND=W")?;
        // The kind is written into the first line of the table, between semicolons.
        if kind.is_empty() || kind.contains(|letter: char| letter == ';' || letter.is_control()) {
            return Err("KIND must not be empty, and must have no semicolon or control character".into());
        }
        let number = weight.parse().ok().filter(|&weight| weight <= MAX_WEIGHT);
        let weight =
            number.ok_or(format!("expected a whole number W from 0 to {MAX_WEIGHT}, not `{weight}`"))?;
        Ok(Self { kind: kind.into(), weight })
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.kind, self.weight)
    }
}
