//! Counts files (`docs/format.md`): writes them, and parses their first line.

use super::tally::CountedVocabulary;
use crate::args::train::CountsFile;
use crate::error::CliError;
use crate::shared::{output, terminal};
use std::cmp::Reverse;
use std::path::Path;

/// The counts of a corpus, or of a part of it.
pub(super) struct Total {
    pub(super) vocabulary: CountedVocabulary,
    /// The weighted count of each id.
    pub(super) counts: Vec<u128>,
    /// The number of messages and the number of tokens that were read, if known.
    pub(super) read: Option<(u64, u64)>,
    /// `KIND=W KIND=W`, if all parts were counted with the same weights.
    pub(super) weights: Option<String>,
}

impl Total {
    /// Adds the counts of a part with the same vocabulary.
    pub(super) fn add(&mut self, part: Self) {
        for (count, more) in self.counts.iter_mut().zip(part.counts) {
            *count += more;
        }
        self.read =
            self.read.zip(part.read).and_then(|((messages, tokens), (more_messages, more_tokens))| {
                Some((messages.checked_add(more_messages)?, tokens.checked_add(more_tokens)?))
            });
        self.weights = self.weights.take().filter(|weights| part.weights.as_ref() == Some(weights));
    }
}

/// The number added to an id before smoothing divides by it, because the first ids are about equally frequent.
const SMOOTHING_OFFSET: u64 = 1024;

/// Checks that the output folder exists. Call this before any work is done.
pub(super) fn check_folder(args: &CountsFile) -> Result<(), CliError> {
    let folder =
        args.output.path.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => {
            Err(CliError::file(folder, "the folder does not exist; create it, or change --output"))
        }
        _ => Ok(()),
    }
}

pub(super) fn write(total: &Total, args: &CountsFile) -> Result<(), CliError> {
    output::write(args.output.path.as_deref(), file(total, args)?.as_bytes())
}

fn file(total: &Total, args: &CountsFile) -> Result<String, CliError> {
    let unlisted = u64::from(!args.partial);
    let mut listed: Vec<(u32, u64)> = (0..).zip(weights(total, args)?).collect();
    listed.retain(|(_, weight)| *weight > unlisted);
    if listed.is_empty() && !args.partial {
        terminal::warn("no id occurs more than once, so all ids have weight 1; count a larger corpus");
    }
    listed.sort_unstable_by_key(|&(id, weight)| (Reverse(weight), id));
    let mut file = header(total, args, unlisted);
    for (id, weight) in listed {
        file += &format!("{id}\t{weight}\n");
    }
    Ok(file)
}

/// Returns the weight of each id. The sum must be below 2^64, because codes are built from sums of weights.
fn weights(total: &Total, args: &CountsFile) -> Result<Vec<u64>, CliError> {
    const LARGE: &str = "the weights add up to more than 2^64 - 1; reduce --weight or --smoothing";
    let weights = if args.partial { total.counts.clone() } else { smoothed(total, args.smoothing)? };
    if u64::try_from(weights.iter().sum::<u128>()).is_err() {
        return Err(CliError::Failed(LARGE.into()));
    }
    Ok(weights.into_iter().filter_map(|weight| weight.try_into().ok()).collect())
}

/// Returns weights of at least 1, so that every id has a code.
fn smoothed(total: &Total, smoothing: u64) -> Result<Vec<u128>, CliError> {
    if total.counts.iter().all(|&count| count == 0) {
        return Err(CliError::Failed(
            "the input contains no tokens to count; check the inputs and each --weight".into(),
        ));
    }
    let more = |id: u32| {
        if total.vocabulary.is_ordinary(id) { smoothing / (u64::from(id) + SMOOTHING_OFFSET) } else { 0 }
    };
    let counts = (0..).zip(&total.counts);
    Ok(counts.map(|(id, &count)| (count + u128::from(more(id))).max(1)).collect())
}

/// Formats the first line: `# NAME: token counts of ...; ...; vocabulary size N; ids not listed have count W`.
fn header(total: &Total, args: &CountsFile, unlisted: u64) -> String {
    let read = total.read.map(|(messages, tokens)| format!(" of {messages} messages, {tokens} tokens"));
    let weights = total.weights.as_ref().map(|weights| format!("; weights {weights}"));
    let smoothing = match args.smoothing {
        0 => String::new(),
        smoothing => format!("; smoothing {smoothing}/(id + {SMOOTHING_OFFSET})"),
    };
    format!(
        "# {}: token counts{}{}{smoothing}; vocabulary size {}; ids not listed have count {unlisted}\n",
        total.vocabulary.name(),
        read.unwrap_or_default(),
        weights.unwrap_or_default(),
        total.vocabulary.size()
    )
}

/// The parsed first line. Files of other programs may lack some of the fields.
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    pub(super) read: Option<(u64, u64)>,
    pub(super) weights: Option<&'a str>,
    /// The weight of every id that is not listed.
    pub(super) unlisted: Option<u64>,
}

impl<'a> Header<'a> {
    pub(super) fn parse(line: &'a str) -> Self {
        let line = line.trim_start_matches('#').trim();
        let (name, rest) = line.split_once(": ").unwrap_or(("", line));
        let after = |start| rest.split("; ").find_map(|part| part.strip_prefix(start));
        let unlisted = |rest: &str| rest.split([' ', '\t', ';', ',']).next()?.parse().ok();
        Self {
            name,
            read: after("token counts of ").and_then(parse_read),
            weights: after("weights "),
            unlisted: after("ids not listed have count ").and_then(unlisted),
        }
    }
}

/// Parses `M messages, T tokens`.
fn parse_read(part: &str) -> Option<(u64, u64)> {
    let (messages, tokens) = part.split_once(" messages, ")?;
    Some((messages.parse().ok()?, tokens.strip_suffix(" tokens")?.parse().ok()?))
}
