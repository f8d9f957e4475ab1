//! Recorded responses of many servers.

use crate::common::{run, stderr};
use std::fs;
use std::path::{Path, PathBuf};

/// The committed samples.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../chat/tests/data");
/// Further samples beside the repository, which may be missing.
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sse");

/// A response of two events with the texts `Hi` and ` there`, and the final `[DONE]`.
pub(crate) const HI: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n\
                             data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" there\"}}]}\n\n\
                             data: [DONE]\n\n";

/// Returns the paths of all samples.
pub(crate) fn files() -> Vec<PathBuf> {
    if !Path::new(SHARED).exists() {
        println!("skipped: {SHARED} does not exist");
    }
    let folders = [COMMITTED, SHARED].map(fs::read_dir).into_iter().flatten();
    let paths = folders.flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths.filter(|path| is_sample(path)).collect();
    files.sort();
    assert!(files.len() > 50);
    files
}

fn is_sample(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "sse" || extension == "ndjson")
}

/// Returns the path of a committed sample.
pub(crate) fn sample(name: &str) -> String {
    format!("{COMMITTED}/{name}")
}

/// Runs `tokenwire stream`, expects success and an empty standard error, and returns the output.
pub(crate) fn stream(args: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(&[&["stream"], args].concat(), input);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    assert_eq!(stderr(&output), "", "{args:?}");
    output.stdout
}

/// Runs `tokenwire stream`, expects a failure with this text, and returns the output before the failure.
pub(crate) fn fails_after(args: &[&str], input: &[u8], message: &str) -> Vec<u8> {
    let output = run(&[&["stream"], args].concat(), input);
    let stderr = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {stderr}");
    assert!(stderr.contains(message), "{args:?}: {stderr}");
    output.stdout
}
