//! Committed inputs, and that no target is forgotten. crates/chat/tests/fuzz.rs takes this for its own.

use crate::{FOLDER, TARGETS, is_ours};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}

/// What lies in a folder; nothing if there is none.
fn entries(folder: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Names of what lies in a folder and is ours, without endings.
fn names(folder: PathBuf) -> BTreeSet<String> {
    let names =
        entries(folder).into_iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    names.filter(|name| name != "README" && is_ours(name)).collect()
}

#[test]
fn every_target_has_a_body_here_and_seeds() {
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
fn every_target_is_built() {
    let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
    for (name, ..) in TARGETS {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn every_seed_holds_and_most_are_what_they_should() {
    for (name, body, expected) in TARGETS {
        let outcomes: Vec<_> =
            entries(folder("seeds").join(name)).iter().map(|path| body(&fs::read(path).unwrap())).collect();
        let met = outcomes.iter().filter(|outcome| **outcome == expected).count();
        assert!(2 * met > outcomes.len(), "{name}: {outcomes:?}");
    }
}

#[test]
fn every_crash_that_was_found_is_mended() {
    for (name, body, _) in TARGETS {
        for path in entries(folder("crashes").join(name)) {
            body(&fs::read(path).unwrap());
        }
    }
}
