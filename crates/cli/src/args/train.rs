//! The command line of `tokenwire train`.

use crate::corpus::Form;
use crate::train::Weight;
use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;
use tokenwire::Encoding;

#[derive(Subcommand)]
pub(crate) enum Train {
    /// Count tokens and write the table
    #[command(after_help = EXAMPLES)]
    Counts(Counts),
    /// Add up what was counted with --partial and write the table
    Merge(Merge),
}

const EXAMPLES: &str = "Examples:
  tokenwire train counts --encoding o200k_base chats.jsonl.zst notes.txt -o own.tsv
  tokenwire train counts --encoding o200k_base --weight tool=4 --smoothing 262144 chats.jsonl
  tokenwire train counts --ids --size 128256 llama-ids.jsonl -o llama.tsv";

#[derive(ClapArgs)]
pub(crate) struct Counts {
    /// Files to read, or - for standard input
    ///
    /// *.jsonl and *.ndjson hold a message a line: JSON with the text in field `t` or `text` and, optionally, its kind
    /// in field `k`. Any other file is one text. With .zst after its name, a file is packed with zstd.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Encoding to tokenize with, whose table it becomes
    #[arg(long, value_name = "NAME", conflicts_with = "ids")]
    pub(crate) encoding: Option<Encoding>,
    /// Inputs hold token ids, of any vocabulary
    #[arg(long, requires = "size", conflicts_with = "input")]
    pub(crate) ids: bool,
    /// Ids in that vocabulary: they are below N
    #[arg(long, value_name = "N", requires = "ids",
          value_parser = clap::value_parser!(u32).range(1..=i64::from(tokenwire::limits::MAX_VOCABULARY)))]
    pub(crate) size: Option<u32>,
    /// What all inputs hold, whatever their names are
    #[arg(long, value_enum)]
    pub(crate) input: Option<Form>,
    /// Count messages of this kind W times, 0 to 1000; may be repeated
    #[arg(long = "weight", value_name = "KIND=W")]
    pub(crate) weights: Vec<Weight>,
    /// Skip lines that cannot be used and say how many there were
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Threads that count; as many as there are cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    #[command(flatten)]
    pub(crate) finish: Finish,
    /// No progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Merge {
    /// Files that `train counts --partial` wrote
    #[arg(required = true, value_name = "PART")]
    pub(crate) parts: Vec<PathBuf>,
    /// Encoding of the ids; without it, what the parts say
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<Encoding>,
    #[command(flatten)]
    pub(crate) finish: Finish,
}

/// What becomes of the counts.
#[derive(ClapArgs)]
pub(crate) struct Finish {
    /// Table to write, whole or not at all; standard output without it or with -
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Add S / (id + 1024), rounded down, to the weight of each ordinary token (with --ids: of each id)
    ///
    /// Ids of a byte-pair vocabulary are in the order of their merges, so roughly by frequency. That says something on
    /// the ids that the corpus does not hold.
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub(crate) smoothing: u64,
    /// Write the counts as they are, for `train merge`: unlisted ids have count 0
    #[arg(long, conflicts_with = "smoothing")]
    pub(crate) partial: bool,
}
