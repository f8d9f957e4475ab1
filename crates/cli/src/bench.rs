//! `tokenwire bench`: compares sizes and speeds on the user's messages.
//!
//! Each message is encoded by itself, and each method must restore it. `tokenwire demo` uses the same comparison.

mod measure;
mod method;

pub(crate) use method::{Message, Method};

use crate::args::Bench;
use crate::error::CliError;
use crate::shared::corpus::{self, Messages};
use crate::shared::{output, terminal};
use anstyle::AnsiColor;
use measure::Measurement;
use serde::Serialize;
use tokenwire::{Encoding, Tokenizer, Vocabulary};

pub(crate) fn run(args: &Bench) -> Result<(), CliError> {
    let messages = read_messages(args)?;
    let methods = Method::for_bench(args.encoding)?;
    compare(&messages, methods, args.encoding, &Flags { json: args.json, quiet: args.quiet })
}

fn read_messages(args: &Bench) -> Result<Vec<Message>, CliError> {
    let tokenizer = Tokenizer::new(args.encoding);
    let size = std::fs::metadata(&args.file).map_or(0, |file| file.len());
    let bar = terminal::byte_bar("reading", size, args.quiet);
    let mut messages = Vec::new();
    for message in Messages::open(&args.file, &bar)? {
        let (_, message) = message?;
        if args.up_to.is_none_or(|max| message.text.len() <= max) {
            messages.push(Message::new(message.text, tokenizer));
        }
    }
    if messages.is_empty() {
        let name = corpus::display_name(&args.file);
        return Err(CliError::Failed(format!("{name}: no message to measure; check the file and --up-to")));
    }
    Ok(messages)
}

/// Measures each method over all messages and prints the result. Fails if a method does not restore a message.
pub(crate) fn compare(
    messages: &[Message],
    methods: Vec<Method>,
    encoding: Encoding,
    flags: &Flags,
) -> Result<(), CliError> {
    let measurements = measure(messages, methods, encoding, flags.quiet)?;
    let report = Report::new(encoding, messages, measurements);
    output::report(&report, flags.json, Report::readable)?;
    report.verdict()
}

/// The flags of `demo` and `bench` that affect the output.
pub(crate) struct Flags {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

fn measure(
    messages: &[Message],
    methods: Vec<Method>,
    encoding: Encoding,
    quiet: bool,
) -> Result<Vec<Measurement>, CliError> {
    let bar = terminal::step_bar("measuring", methods.len() as u64, quiet);
    let mut measurements = Vec::new();
    for mut method in methods {
        measurements.push(Measurement::new(&mut method, messages, Vocabulary::new(encoding))?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(measurements)
}

#[derive(Serialize)]
struct Report {
    encoding: &'static str,
    messages: usize,
    tokens: usize,
    text_bytes: usize,
    methods: Vec<Measurement>,
}

/// The number of columns of the longest bar.
const BAR_COLUMNS: usize = 16;

const LEGEND: &str = "
Speeds are MB of text per second. Methods marked @, and JSON, convert token ids to bytes and back; the others
convert text. The release of the table follows the @. The median is the median size of an encoded message in bytes.
";

impl Report {
    fn new(encoding: Encoding, messages: &[Message], methods: Vec<Measurement>) -> Self {
        Self {
            encoding: encoding.name(),
            messages: messages.len(),
            tokens: messages.iter().map(|message| message.ids.len()).sum(),
            text_bytes: messages.iter().map(|message| message.text.len()).sum(),
            methods,
        }
    }

    fn readable(&self) -> String {
        let bold = anstyle::Style::new().bold();
        let mut text = format!(
            "{} messages, {} bytes of text, {} tokens of {}; each message is encoded by itself\n\n\
             {bold}{:<22}{:>9}{:>7}{:>8}{:>13}{:>13}{:>13}  {:<8}{bold:#}\n",
            self.messages,
            self.text_bytes,
            self.tokens,
            self.encoding,
            "method",
            "bytes",
            "ratio",
            "median",
            "bytes/token",
            "encode MB/s",
            "decode MB/s",
            "lossless",
        );
        for method in &self.methods {
            text += &self.row(method);
        }
        text + LEGEND
    }

    fn row(&self, method: &Measurement) -> String {
        let style = if method.is_ours { AnsiColor::Green.on_default().bold() } else { anstyle::Style::new() };
        let longest = self.methods.iter().map(|method| method.bytes).max().unwrap_or(1);
        let bar = "█".repeat((method.bytes * BAR_COLUMNS).div_ceil(longest.max(1)));
        format!(
            "{style}{:<22}{:>9}{:>6.2}x{:>8}{:>13.2}{:>13.0}{:>13.0}  {:<8}  {bar}{style:#}\n",
            method.name,
            method.bytes,
            method.ratio,
            method.median_bytes,
            method.bytes_per_token,
            method.encode_mb_s,
            method.decode_mb_s,
            if method.lossless { "yes" } else { "NO" },
        )
    }

    /// Fails if a method did not restore a message.
    fn verdict(&self) -> Result<(), CliError> {
        match self.methods.iter().find(|method| !method.lossless) {
            Some(method) => Err(CliError::Failed(format!(
                "{} did not restore every message; please report this",
                method.name
            ))),
            None => Ok(()),
        }
    }
}
