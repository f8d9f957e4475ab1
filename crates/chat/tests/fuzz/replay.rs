//! Committed inputs, and that no target of this crate is forgotten.

use crate::bodies::{self, Outcome};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

type Body = fn(&[u8]) -> Outcome;

const BODIES: [(&str, Body); 3] = [
    ("chat_damage", bodies::chat_damage::check),
    ("chat_decoder", bodies::chat_decoder::check),
    ("chat_round_trip", bodies::chat_round_trip::check),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(name)
}

/// What lies in a folder; nothing if there is none.
fn entries(folder: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Names of this crate's, without endings.
fn names(folder: PathBuf) -> BTreeSet<String> {
    let names =
        entries(folder).into_iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    names.filter(|name| name.starts_with("chat_")).collect()
}

#[test]
fn every_target_has_a_body_here_and_seeds() {
    let bodies: BTreeSet<String> = BODIES.map(|(name, _)| name.into()).into();
    assert_eq!(names(folder("fuzz_targets")), bodies);
    assert_eq!(names(folder("seeds")), bodies);
    assert!(names(folder("crashes")).is_subset(&bodies));
    let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
    for name in bodies {
        let target = fs::read_to_string(folder("fuzz_targets").join(&name).with_extension("rs")).unwrap();
        assert!(target.contains(&format!("tokenwire_fuzz::{name}::check(data)")), "{name}");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn every_seed_holds_and_most_are_accepted() {
    for (name, body) in BODIES {
        let outcomes: Vec<_> =
            entries(folder("seeds").join(name)).iter().map(|path| body(&fs::read(path).unwrap())).collect();
        let expected = if name == "chat_damage" { Outcome::Refused } else { Outcome::Accepted };
        let met = outcomes.iter().filter(|outcome| **outcome == expected).count();
        assert!(2 * met > outcomes.len(), "{name}: {outcomes:?}");
    }
}

#[test]
fn every_crash_that_was_found_is_mended() {
    for (name, body) in BODIES {
        for path in entries(folder("crashes").join(name)) {
            body(&fs::read(path).unwrap());
        }
    }
}
