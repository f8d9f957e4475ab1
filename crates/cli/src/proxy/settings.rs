//! Merges options from flags and the environment with options from a configuration file.

use crate::error::CliError;
use crate::shared::corpus::line_error;
use clap::Args as ClapArgs;
use serde::{Serialize, de::DeserializeOwned};
use std::{fmt::Display, ops::RangeInclusive, path::Path};
use toml::{Table, Value, de::DeTable};

/// Returns the options in `given`, with missing options taken from the file.
pub(crate) fn merge<T>(given: &T, file: Option<&Path>) -> Result<T, CliError>
where
    T: ClapArgs + Serialize + DeserializeOwned,
{
    let usage = |error: &dyn Display| CliError::Usage(error.to_string().trim_end().into());
    let mut table = file.map_or_else(|| Ok(Table::new()), read_file::<T>)?;
    table.extend(Table::try_from(given).map_err(|error| usage(&error))?);
    table.try_into().map_err(|error| usage(&error))
}

/// Returns the given value or the default. Fails if it is outside the range.
pub(crate) fn within<T: PartialOrd + Display>(
    option: &str,
    given: Option<T>,
    range: &RangeInclusive<T>,
    default: T,
) -> Result<T, CliError> {
    let value = given.unwrap_or(default);
    if range.contains(&value) {
        return Ok(value);
    }
    let (min, max) = (range.start(), range.end());
    Err(CliError::Usage(format!("--{option} {value}: expected a number from {min} to {max}")))
}

/// Reads a file of options, named like the long flags. An error names the line.
fn read_file<T: ClapArgs + DeserializeOwned>(path: &Path) -> Result<Table, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    parse::<T>(&text).map_err(|error| CliError::Usage(line_error(path, error.line, error.reason)))
}

/// An error in the file.
#[derive(Debug, PartialEq)]
struct LineError {
    line: u64,
    reason: String,
}

impl LineError {
    /// Creates an error at this byte of the text.
    fn at(text: &str, byte: usize, reason: impl Into<String>) -> Self {
        let before = text.bytes().take(byte).filter(|byte| *byte == b'\n').count();
        Self { line: before as u64 + 1, reason: reason.into() }
    }

    fn from_toml(text: &str, error: &toml::de::Error) -> Self {
        Self::at(text, error.span().map_or(0, |span| span.start), error.message())
    }
}

fn parse<T: ClapArgs + DeserializeOwned>(text: &str) -> Result<Table, LineError> {
    let table: Table = toml::from_str(text).map_err(|error| LineError::from_toml(text, &error))?;
    let spanned = DeTable::parse(text).map_err(|error| LineError::from_toml(text, &error))?;
    for key in spanned.get_ref().keys() {
        let (name, value) = (key.get_ref(), table.get(key.get_ref().as_ref()));
        check::<T>(name, value).map_err(|reason| LineError::at(text, key.span().start, reason))?;
    }
    Ok(table)
}

/// Checks that `name` is an option and that `value` is valid for it.
fn check<T: ClapArgs + DeserializeOwned>(name: &str, value: Option<&Value>) -> Result<(), String> {
    let names = option_names::<T>();
    if !names.iter().any(|known| known == name) {
        return Err(unknown(name, &names));
    }
    let alone: Table = value.map(|value| (name.to_string(), value.clone())).into_iter().collect();
    alone.try_into::<T>().map(drop).map_err(|error| format!("{name}: {}", error.message()))
}

/// Returns the long names of all options except `--config`.
pub(crate) fn option_names<T: ClapArgs>() -> Vec<String> {
    let command = T::augment_args(clap::Command::new(""));
    let names = command.get_arguments().filter_map(clap::Arg::get_long);
    names.filter(|name| *name != "config").map(str::to_string).collect()
}

fn unknown(name: &str, names: &[String]) -> String {
    let similar = names.iter().map(|known| (strsim::jaro_winkler(name, known), known));
    let nearest = similar.max_by(|(a, _), (b, _)| a.total_cmp(b));
    match nearest {
        Some((likeness, nearest)) if likeness > 0.8 => {
            format!("unknown option {name}; did you mean {nearest}?")
        }
        _ => format!("unknown option {name}; --help lists all options"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::gateway::{Connect, Serve};

    fn error(text: &str) -> (u64, String) {
        let LineError { line, reason } = parse::<Serve>(text).unwrap_err();
        (line, reason)
    }

    #[test]
    fn reads_values_of_every_type() {
        let text = "upstream = \"http://x\"\nflush-ms = 5\nkeep-padding = true\ncoder = \"prefix\"\n\
                    allow-origin = [\"*\"]\nidle-timeout = 30\ngrace = 0.5\nmax-body = 1\ntls-cert = \"a\"\n";
        assert_eq!(parse::<Serve>(text).unwrap().len(), 9);
    }

    #[test]
    fn an_unknown_option_is_reported_with_its_line_and_the_nearest_name() {
        let nearest = |name: &str| format!("unknown option {name}; did you mean ");
        assert_eq!(error("\nupstrem = \"x\"\n"), (2, nearest("upstrem") + "upstream?"));
        assert_eq!(error("flush_ms = 20"), (1, nearest("flush_ms") + "flush-ms?"));
        assert_eq!(error("#\n#\nzzz = 1"), (3, "unknown option zzz; --help lists all options".into()));
        assert_eq!(error("[serve]\nupstream = \"x\"").0, 1);
        assert_eq!(error("config = \"other.toml\"").0, 1, "a file cannot name another");
        assert!(parse::<Connect>("flush-ms = 20").is_err(), "the option belongs to serve");
    }

    #[test]
    fn a_value_of_the_wrong_type_is_reported_with_its_line() {
        let (line, reason) = error("upstream = \"x\"\nflush-ms = \"soon\"");
        assert_eq!((line, reason.starts_with("flush-ms: invalid type")), (2, true), "{reason}");
        let (line, reason) = error("\n\ncoder = \"gzip\"");
        assert_eq!((line, reason.contains("`varint` or `prefix`")), (3, true), "{reason}");
        for (text, expected) in [
            ("grace = -1", "grace: -1 is not between"),
            ("max-streams = -1", "max-streams: invalid value"),
            ("allow-origin = \"*\"", "allow-origin: invalid type"),
            ("upstream = 5", "upstream: invalid type"),
        ] {
            let (_, reason) = error(text);
            assert!(reason.starts_with(expected), "{text}: {reason}");
        }
    }

    #[test]
    fn invalid_toml_is_reported_with_its_line() {
        assert_eq!(error("upstream = \"x\"\n\nlisten = ").0, 3);
        assert_eq!(error("upstream = \"x\"\nupstream = \"y\"").0, 2);
    }
}
