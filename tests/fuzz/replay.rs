//! Committed inputs, and that no target is forgotten, but for those that crates/chat/tests/fuzz has.

use crate::bodies::{self, Outcome};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

type Body = fn(&[u8]) -> Outcome;

const BODIES: [(&str, Body); 10] = [
    ("counts", bodies::counts::check),
    ("document", bodies::document::check),
    ("document_body", bodies::document_body::check),
    ("gzip_payload", bodies::gzip_payload::check),
    ("payload", bodies::payload::check),
    ("prefix", bodies::prefix::check),
    ("round_trip", bodies::round_trip::check),
    ("stream", bodies::stream::check),
    ("text", bodies::text::check),
    ("thrift_differential", bodies::thrift_differential::check),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

/// What lies in a folder; nothing if there is none.
fn entries(folder: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Names of what lies in a folder, without endings.
fn names(folder: PathBuf) -> BTreeSet<String> {
    let names =
        entries(folder).into_iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    names.filter(|name| !name.starts_with("chat_")).collect()
}

#[test]
fn every_target_has_a_body_here_and_seeds() {
    let bodies: BTreeSet<String> = BODIES.map(|(name, _)| name.into()).into();
    assert_eq!(names(folder("fuzz_targets")), bodies);
    assert_eq!(names(folder("seeds")), bodies);
    assert!(names(folder("crashes")).into_iter().all(|name| name == "README" || bodies.contains(&name)));
    for name in bodies {
        let target = fs::read_to_string(folder("fuzz_targets").join(&name).with_extension("rs")).unwrap();
        assert!(target.contains(&format!("tokenwire_fuzz::{name}::check(data)")), "{name}");
    }
}

#[test]
fn every_target_is_built() {
    let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
    for (name, _) in BODIES {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn every_seed_holds_and_most_are_accepted() {
    for (name, body) in BODIES {
        let outcomes: Vec<_> =
            entries(folder("seeds").join(name)).iter().map(|path| body(&fs::read(path).unwrap())).collect();
        let accepted = outcomes.iter().filter(|outcome| **outcome == Outcome::Accepted).count();
        assert!(2 * accepted > outcomes.len(), "{name}: {outcomes:?}");
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
