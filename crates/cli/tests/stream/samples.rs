//! Answers of many servers.

use crate::common::{run, stderr};
use std::fs;
use std::path::{Path, PathBuf};

const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../chat/tests/data");
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sse");

/// Two events and the last: `Hi`, ` there`.
pub(crate) const HI: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n\
                             data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" there\"}}]}\n\n\
                             data: [DONE]\n\n";

/// All of ours, and those beside the repository where they are.
pub(crate) fn files() -> Vec<PathBuf> {
    if !Path::new(SHARED).exists() {
        println!("not there, so not tested: {SHARED}");
    }
    let folders = [OURS, SHARED].map(fs::read_dir).into_iter().flatten();
    let paths = folders.flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths.filter(|path| is_sample(path)).collect();
    files.sort();
    assert!(files.len() > 50);
    files
}

fn is_sample(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "sse" || extension == "ndjson")
}

/// The path of one of ours.
pub(crate) fn ours(name: &str) -> String {
    format!("{OURS}/{name}")
}

/// Runs `tokenwire stream`, which has to succeed quietly.
pub(crate) fn stream(args: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(&[&["stream"], args].concat(), input);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    assert_eq!(stderr(&output), "", "{args:?}");
    output.stdout
}

/// Runs `tokenwire stream`, which has to fail with this in its message, and gives what it wrote before.
pub(crate) fn fails_after(args: &[&str], input: &[u8], message: &str) -> Vec<u8> {
    let output = run(&[&["stream"], args].concat(), input);
    let stderr = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {stderr}");
    assert!(stderr.contains(message), "{args:?}: {stderr}");
    output.stdout
}
