//! examples/deploy/serve.toml: every option, with its default.

use super::settings::{self, names};
use crate::args::serve::Serve;
use crate::failure::Failure;
use std::{io::Write, path::Path};
use tempfile::NamedTempFile;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/deploy/serve.toml");
/// What has no default, and files that are not there.
const NO_DEFAULT: [&str; 6] = ["admin", "flush-tokens", "allow-origin", "tls-cert", "tls-key", "ca"];

fn good<T>(result: Result<T, Failure>) -> T {
    match result {
        Ok(good) => good,
        Err(Failure::Usage(why) | Failure::Data(why)) => panic!("{why}"),
        Err(Failure::Closed | Failure::Said | Failure::Stopped) => panic!("it ended, and nothing was wrong"),
    }
}

fn read(path: &Path) -> Serve {
    good(settings::read(&Serve::default(), Some(path)))
}

/// The example with each option that is commented out, if it is one of these.
fn uncommented(wanted: impl Fn(&str) -> bool) -> Serve {
    let is_option = |line: &str| line.split_once(" = ").is_some_and(|(name, _)| wanted(name));
    let text = std::fs::read_to_string(EXAMPLE).unwrap();
    let plain = |line: &str| match line.strip_prefix("# ") {
        Some(option) if is_option(option) => format!("{option}\n"),
        _ => format!("{line}\n"),
    };
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.lines().map(plain).collect::<String>().as_bytes()).unwrap();
    read(file.path())
}

#[test]
fn every_option_is_in_it() {
    let names = names::<Serve>();
    let settings = uncommented(|name| names.iter().any(|known| known == name));
    let there = toml::Table::try_from(settings).unwrap();
    for name in names {
        assert!(there.contains_key(&name), "{name} is missing");
    }
}

#[test]
fn what_is_commented_out_is_the_default() {
    let said = |settings: &Serve| format!("{:?}", good(super::serve::config(settings)));
    let names = names::<Serve>();
    let with_defaults = uncommented(|name| names.iter().any(|n| n == name) && !NO_DEFAULT.contains(&name));
    assert!(with_defaults.flush_ms.is_some());
    assert_eq!(said(&with_defaults), said(&read(Path::new(EXAMPLE))));
}
