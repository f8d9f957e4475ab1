//! A file of options, each under its long name; what is wrong with one is said with its line.

use crate::corpus::bad_line;
use crate::failure::Failure;
use clap::Args as ClapArgs;
use serde::de::DeserializeOwned;
use std::path::Path;
use toml::{Table, Value, de::DeTable};

pub(super) fn read<T: ClapArgs + DeserializeOwned>(path: &Path) -> Result<Table, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
    parse::<T>(&text).map_err(|wrong| Failure::Usage(bad_line(path, wrong.line, wrong.reason)))
}

#[derive(Debug, PartialEq)]
struct Wrong {
    line: u64,
    reason: String,
}

impl Wrong {
    /// At this byte of the text.
    fn at(text: &str, byte: usize, reason: impl Into<String>) -> Self {
        let before = text.bytes().take(byte).filter(|byte| *byte == b'\n').count();
        Self { line: before as u64 + 1, reason: reason.into() }
    }

    fn toml(text: &str, error: &toml::de::Error) -> Self {
        Self::at(text, error.span().map_or(0, |span| span.start), error.message())
    }
}

fn parse<T: ClapArgs + DeserializeOwned>(text: &str) -> Result<Table, Wrong> {
    let table: Table = toml::from_str(text).map_err(|error| Wrong::toml(text, &error))?;
    let spanned = DeTable::parse(text).map_err(|error| Wrong::toml(text, &error))?;
    for key in spanned.get_ref().keys() {
        let (name, value) = (key.get_ref(), table.get(key.get_ref().as_ref()));
        check::<T>(name, value).map_err(|reason| Wrong::at(text, key.span().start, reason))?;
    }
    Ok(table)
}

/// The name is an option's, and the value is of its kind.
fn check<T: ClapArgs + DeserializeOwned>(name: &str, value: Option<&Value>) -> Result<(), String> {
    let names = names::<T>();
    if !names.iter().any(|known| known == name) {
        return Err(unknown(name, &names));
    }
    let alone: Table = value.map(|value| (name.to_string(), value.clone())).into_iter().collect();
    alone.try_into::<T>().map(drop).map_err(|error| format!("{name}: {}", error.message()))
}

/// The long names of all options but `--config` itself.
pub(crate) fn names<T: ClapArgs>() -> Vec<String> {
    let command = T::augment_args(clap::Command::new(""));
    let names = command.get_arguments().filter_map(clap::Arg::get_long);
    names.filter(|name| *name != "config").map(str::to_string).collect()
}

fn unknown(name: &str, names: &[String]) -> String {
    let near = names.iter().map(|known| (strsim::jaro_winkler(name, known), known));
    let nearest = near.max_by(|(a, _), (b, _)| a.total_cmp(b));
    match nearest {
        Some((likeness, nearest)) if likeness > 0.8 => {
            format!("there is no option {name}; did you mean {nearest}?")
        }
        _ => format!("there is no option {name}; --help lists them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{connect::Connect, serve::Serve};

    fn wrong(text: &str) -> (u64, String) {
        let Wrong { line, reason } = parse::<Serve>(text).unwrap_err();
        (line, reason)
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let text = "upstream = \"http://x\"\nflush-ms = 5\nkeep-padding = true\ncoder = \"prefix\"\n\
                    allow-origin = [\"*\"]\nidle-timeout = 30\ngrace = 0.5\nmax-body = 1\ntls-cert = \"a\"\n";
        assert_eq!(parse::<Serve>(text).unwrap().len(), 9);
    }

    #[test]
    fn a_name_that_is_none_is_said_with_its_line_and_the_nearest() {
        let nearest = |name: &str| format!("there is no option {name}; did you mean ");
        assert_eq!(wrong("\nupstrem = \"x\"\n"), (2, nearest("upstrem") + "upstream?"));
        assert_eq!(wrong("flush_ms = 20"), (1, nearest("flush_ms") + "flush-ms?"));
        assert_eq!(wrong("#\n#\nzzz = 1"), (3, "there is no option zzz; --help lists them".into()));
        assert_eq!(wrong("[serve]\nupstream = \"x\"").0, 1);
        assert_eq!(wrong("config = \"other.toml\"").0, 1, "a file does not name another");
        assert!(parse::<Connect>("flush-ms = 20").is_err(), "it is an option of serve");
    }

    #[test]
    fn a_value_of_another_kind_is_said_with_its_line() {
        let (line, reason) = wrong("upstream = \"x\"\nflush-ms = \"soon\"");
        assert_eq!((line, reason.starts_with("flush-ms: invalid type")), (2, true), "{reason}");
        let (line, reason) = wrong("\n\ncoder = \"gzip\"");
        assert_eq!((line, reason.contains("`varint` or `prefix`")), (3, true), "{reason}");
        for (text, said) in [
            ("grace = -1", "grace: -1 is not between"),
            ("max-streams = -1", "max-streams: invalid value"),
            ("allow-origin = \"*\"", "allow-origin: invalid type"),
            ("upstream = 5", "upstream: invalid type"),
        ] {
            let (_, reason) = wrong(text);
            assert!(reason.starts_with(said), "{text}: {reason}");
        }
    }

    #[test]
    fn what_is_no_toml_is_said_with_its_line() {
        assert_eq!(wrong("upstream = \"x\"\n\nlisten = ").0, 3);
        assert_eq!(wrong("upstream = \"x\"\nupstream = \"y\"").0, 2);
    }
}
