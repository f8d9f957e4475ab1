//! Replays committed inputs, and checks that no target is missing. crates/chat/tests/fuzz.rs includes this file too.

use crate::{FOLDER, TARGETS, is_ours};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}

/// Returns the entries of a folder, or none if the folder does not exist.
fn entries(folder: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Returns the names of this crate's targets in a folder, without file extensions.
fn names(folder: PathBuf) -> BTreeSet<String> {
    let names =
        entries(folder).into_iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    names.filter(|name| name != "README" && is_ours(name)).collect()
}

#[test]
fn every_target_has_a_check_and_seeds() {
    let targets: BTreeSet<String> = TARGETS.map(|(name, ..)| name.into()).into();
    assert_eq!(names(folder("fuzz_targets")), targets);
    assert_eq!(names(folder("seeds")), targets);
    assert!(names(folder("crashes")).is_subset(&targets));
    for name in targets {
        let target = fs::read_to_string(folder("fuzz_targets").join(&name).with_extension("rs")).unwrap();
        assert!(target.contains(&format!("tokenwire_fuzz::{name}::check(data)")), "{name}");
    }
}

#[test]
fn every_target_is_in_the_manifest() {
    let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
    for (name, ..) in TARGETS {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn every_seed_passes_and_most_have_the_expected_outcome() {
    for (name, check, expected) in TARGETS {
        let outcomes: Vec<_> =
            entries(folder("seeds").join(name)).iter().map(|path| check(&fs::read(path).unwrap())).collect();
        let as_expected = outcomes.iter().filter(|outcome| **outcome == expected).count();
        assert!(2 * as_expected > outcomes.len(), "{name}: {outcomes:?}");
    }
}

#[test]
fn inputs_that_once_failed_pass() {
    for (name, check, _) in TARGETS {
        for path in entries(folder("crashes").join(name)) {
            check(&fs::read(path).unwrap());
        }
    }
}
