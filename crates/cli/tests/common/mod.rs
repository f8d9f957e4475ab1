//! Helpers that run the command. Each test file uses some of them.
#![allow(dead_code)]

use assert_cmd::Command;
use std::process::Output;

/// The flags of a payload of `o200k_base`.
pub(crate) const O200K: [&str; 4] = ["--format", "payload", "--encoding", "o200k_base"];
/// The payload of `Hello world!`.
pub(crate) const HELLO: &[u8] = &[0x19, 0x35, 0xaa, 0x90, 0x01, 0xd0, 0x04, 0xe5, 0x05, 0x00];

/// Runs `tokenwire` with these arguments and this standard input.
pub(crate) fn run(args: &[&str], input: &[u8]) -> Output {
    Command::cargo_bin("tokenwire").unwrap().args(args).write_stdin(input).output().unwrap()
}

/// Runs the command, expects success, and returns its standard output.
pub(crate) fn succeeds(args: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(args, input);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    output.stdout
}

/// Runs [`succeeds`] with the flags [`O200K`], and expects an empty standard error.
pub(crate) fn o200k(args: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(&[args, &O200K].concat(), input);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    assert_eq!(stderr(&output), "", "{args:?}");
    output.stdout
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs the command. Expects this exit code, this text on standard error, and an empty standard output.
pub(crate) fn fails(args: &[&str], input: &[u8], code: i32, message: &str) {
    let output = run(args, input);
    let stderr = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {stderr}");
    assert!(stderr.contains(message), "{args:?}: {stderr}");
    assert_eq!(output.stdout, b"", "{args:?}");
}
