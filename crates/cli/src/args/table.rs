//! Names of encodings, models and tables on the command line.

use clap::Args as ClapArgs;
use std::path::PathBuf;
use tokenwire::{Encoding, Error};

/// The flags that choose a table and the encoding of its ids.
#[derive(ClapArgs)]
pub(crate) struct TableArgs {
    /// Encoding of the token ids (`tokenwire tables` lists the encodings)
    #[arg(long, value_name = "NAME", value_parser = parse_encoding, conflicts_with = "model")]
    encoding: Option<Encoding>,
    /// Model whose encoding to use, such as gpt-4o
    #[arg(long, value_name = "NAME", value_parser = parse_model)]
    model: Option<Encoding>,
    /// Table: the release chat-2026 or tacc-0.1.0, or a counts file with a custom table
    ///
    /// The default is tacc-0.1.0 for payloads, and chat-2026 for documents and streams. To encode or decode text, a
    /// custom table also needs --encoding or --model.
    #[arg(long, value_name = "RELEASE|FILE")]
    pub(crate) table: Option<PathBuf>,
}

impl TableArgs {
    /// Returns the encoding that `--encoding` or `--model` names.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        self.encoding.or(self.model)
    }
}

/// Parses the name of an encoding. The error of an unknown name suggests the nearest known name.
pub(crate) fn parse_encoding(name: &str) -> Result<Encoding, String> {
    name.parse().map_err(|error| with_suggestion(&error))
}

/// Parses the name of a model. The error of an unknown name suggests the nearest known name.
pub(crate) fn parse_model(name: &str) -> Result<Encoding, String> {
    Encoding::for_model(name).map_err(|error| with_suggestion(&error))
}

fn with_suggestion(error: &Error) -> String {
    match error {
        Error::UnknownName { kind, name, feature: None, known } => {
            let suggestion = nearest(name, known).map(|nearest| format!("the nearest is `{nearest}`; "));
            format!("no {kind} `{name}`; {}known: {}", suggestion.unwrap_or_default(), known.join(", "))
        }
        other => other.to_string(),
    }
}

/// Returns the known name that is most similar to `name`, ignoring case. Known names that contain `name` are preferred.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // A name can have any length, and the time of a comparison grows with the length.
    let name: String = name.chars().take(64).collect::<String>().to_lowercase();
    let likeness =
        |known: &str| strsim::jaro_winkler(&name, known) + f64::from(u8::from(known.contains(&name)));
    known.iter().rev().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(parsed: Result<Encoding, String>) -> String {
        let message = parsed.unwrap_err();
        let (_, rest) = message.split_once("the nearest is `").unwrap();
        rest.split_once('`').unwrap().0.to_owned()
    }

    #[test]
    fn an_unknown_name_is_reported_with_the_nearest_known_name() {
        for (name, expected) in [
            ("o20k_base", "o200k_base"),
            ("o200k", "o200k_base"),
            ("cl100k", "cl100k_base"),
            ("p50k", "p50k_base"),
            ("r50k", "r50k_base"),
            ("O200K_BASE", "o200k_base"),
            ("o200k-base", "o200k_base"),
            ("o200k_bsae", "o200k_base"),
            ("o200k_harmoni", "o200k_harmony"),
            ("p50k-edit", "p50k_edit"),
            ("gpt-2", "gpt2"),
            ("gpt3", "gpt2"),
            ("harmony", "o200k_harmony"),
        ] {
            assert_eq!(suggestion(parse_encoding(name)), expected, "{name}");
        }
        for (name, expected) in [
            ("gpt4o", "gpt-4o"),
            ("GPT-4o", "gpt-4o"),
            ("gpt3.5", "gpt-3.5"),
            ("text-davinci-03", "text-davinci-003"),
        ] {
            assert_eq!(suggestion(parse_model(name)), expected, "{name}");
        }
    }

    #[test]
    fn the_error_lists_each_known_name_once() {
        let message = parse_encoding("o20k_base").unwrap_err();
        assert!(
            message.starts_with("no encoding `o20k_base`; the nearest is `o200k_base`; known: "),
            "{message}"
        );
        assert_eq!(message.matches("gpt2").count(), 1, "{message}");
        assert!(parse_model(&"x".repeat(1 << 20)).is_err(), "a long name is compared in bounded time");
    }
}
