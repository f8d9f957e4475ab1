//! A truncated, modified or invalid stream is an error, which is reported after all complete events before it.

use crate::common::{fails, run, stderr};
use crate::samples::{HI, fails_after, sample, stream};
use std::fs::{self, File};
use std::process::Command;
use std::time::Duration;

#[test]
fn a_truncated_stream_yields_its_complete_events() {
    let source = fs::read(sample("openai-chat.sse")).unwrap();
    let encoded = stream(&["encode"], &source);
    let mut longest = 0;
    for cut in (1..encoded.len()).step_by(7).chain([encoded.len() - 1]) {
        let decoded = fails_after(&["decode"], &encoded[..cut], &format!("the input ends at byte {cut}"));
        assert!(source.starts_with(&decoded) && (decoded.is_empty() || decoded.ends_with(b"\n\n")), "{cut}");
        assert!(decoded.len() >= longest, "{cut}");
        longest = decoded.len();
    }
    assert_eq!(longest, source.len(), "without the last byte, all events are complete");
}

#[test]
fn every_flipped_bit_is_detected() {
    let encoded = stream(&["encode"], HI.as_bytes());
    for bit in 0..8 * encoded.len() {
        let mut flipped = encoded.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let mut decode = assert_cmd::Command::cargo_bin("tokenwire").unwrap();
        // A run that does not end is killed.
        decode.args(["stream", "decode"]).write_stdin(flipped).timeout(Duration::from_secs(60));
        let output = decode.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "bit {bit}: {}", stderr(&output));
        assert!(stderr(&output).starts_with("error: "), "bit {bit}: {}", stderr(&output));
    }
}

#[test]
fn bytes_after_the_end_are_reported() {
    let encoded = [&stream(&["encode"], HI.as_bytes())[..], b"x"].concat();
    let message = format!("bytes after the end, from byte {}", encoded.len() - 1);
    assert_eq!(fails_after(&["decode"], &encoded, &message), HI.as_bytes());
}

#[test]
fn input_of_another_form_is_named_in_the_error() {
    let decode = ["stream", "decode"];
    let document = run(&["encode"], b"Hi").stdout;
    fails(&decode, &document, 1, "the input is a document, not a stream; use `tokenwire decode`");
    let payload = run(&["encode", "--format", "payload", "--encoding", "gpt2"], b"Hi").stdout;
    fails(&decode, &payload, 1, "the input is a payload, not a stream; use `tokenwire decode`");
    fails(
        &decode,
        &[0xc1, 2, 0xda, 0x12],
        1,
        "the input is a stream of ids, not of events; use `tokenwire decode`",
    );
    fails(
        &decode,
        HI.as_bytes(),
        1,
        "the input is not a stream: its first byte is 0x64; check that `tokenwire stream encode` wrote it",
    );
    fails(&decode, b"", 1, "the input is empty");
    fails(&decode, &[0xe3, 2, 1], 1, "version 2");
    fails(&decode, &[0xc2, 99, 1], 1, "table 99");
    fails(&decode, &[0xc2, 2, 9], 1, "dictionary 9");
}

/// Returns a file that can be opened but not read.
fn unreadable() -> File {
    File::open(env!("CARGO_MANIFEST_DIR")).unwrap()
}

#[test]
#[cfg(unix)]
fn a_read_error_aborts_the_stream() {
    let mut encode = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    let output = encode.args(["stream", "encode"]).stdin(unreadable()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("standard input: "), "{}", stderr(&output));
    assert_eq!(output.stdout, [0xc2, 2, 1, 1]);
    let message = "aborted at byte 3: the source broke off";
    assert_eq!(fails_after(&["decode"], &output.stdout, message), b"");
    let named = run(&["stream", "encode", env!("CARGO_MANIFEST_DIR")], b"");
    assert_eq!((named.status.code(), named.stdout), (Some(1), output.stdout));
}

#[test]
#[cfg(unix)]
fn a_file_is_written_completely_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let out = path.to_str().unwrap();
    fs::write(&path, "old").unwrap();
    let encoded = stream(&["encode"], HI.as_bytes());
    assert_eq!(fails_after(&["decode", "-o", out], &encoded[..encoded.len() - 1], "the input ends"), b"");
    assert_eq!(fails_after(&["encode", "-o", out, env!("CARGO_MANIFEST_DIR")], b"", "directory"), b"");
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fails_after(&["encode", "no such file"], b"", "no such file: "), b"");
}
