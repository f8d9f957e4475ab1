//! Runs every example.
#![cfg(all(feature = "text", feature = "o200k"))]
#![allow(clippy::unwrap_used, missing_docs)]

use std::{env, fs, path::Path, process::Command};

fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    sources.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn every_example_runs_without_an_error() {
    // target/PROFILE/deps/examples-HASH -> target/PROFILE/examples
    let folder = env::current_exe().unwrap().ancestors().nth(2).unwrap().join("examples");
    let names = names();
    assert!(names.len() >= 4);
    for name in names {
        let program = folder.join(&name).with_extension(env::consts::EXE_EXTENSION);
        assert!(program.exists(), "{} is not built: run `cargo build --examples`", program.display());
        let output = Command::new(program).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{name} has no output");
    }
}
