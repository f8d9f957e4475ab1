//! The first line of a table: what was counted, and how.

use super::total::Total;
use crate::args::train::Finish;

/// `# NAME: token counts of ...; ...; vocabulary size N; ids not listed have count W`, and a line end.
pub(super) fn write(total: &Total, finish: &Finish, unlisted: u64) -> String {
    let read = total.read.map(|(messages, tokens)| format!(" of {messages} messages, {tokens} tokens"));
    let weights = total.weights.as_ref().map(|weights| format!("; weights {weights}"));
    let smoothing = match finish.smoothing {
        0 => String::new(),
        smoothing => format!("; smoothing {smoothing}/(id + {})", super::table::OFFSET),
    };
    format!(
        "# {}: token counts{}{}{smoothing}; vocabulary size {}; ids not listed have count {unlisted}\n",
        total.vocab.name(),
        read.unwrap_or_default(),
        weights.unwrap_or_default(),
        total.vocab.size()
    )
}

/// What a first line says; another program may have written it, and said less.
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    pub(super) read: Option<(u64, u64)>,
    pub(super) weights: Option<&'a str>,
    /// Listed ids apart, what every id weighs.
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
            read: after("token counts of ").and_then(read),
            weights: after("weights "),
            unlisted: after("ids not listed have count ").and_then(unlisted),
        }
    }
}

/// `M messages, T tokens`
fn read(part: &str) -> Option<(u64, u64)> {
    let (messages, tokens) = part.split_once(" messages, ")?;
    Some((messages.parse().ok()?, tokens.strip_suffix(" tokens")?.parse().ok()?))
}
