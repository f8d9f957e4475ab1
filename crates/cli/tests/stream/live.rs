//! Output is written as soon as its input arrives, before further input.

use crate::samples::{HI, stream};
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use tokenwire_chat::{Decoder, Encoder};

/// A running `tokenwire stream`.
struct Running {
    child: Child,
    stdin: ChildStdin,
    stdout: Receiver<Vec<u8>>,
}

impl Running {
    fn new(args: &[&str]) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
        command.arg("stream").args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdin, mut out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, stdout) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(len @ 1..) = out.read(&mut buffer) {
                if sender.send(buffer[..len].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, stdin, stdout }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.stdin.write_all(bytes).unwrap();
    }

    /// Returns the next output. A timeout means that the command waits for more input.
    fn read(&mut self) -> Vec<u8> {
        self.stdout.recv_timeout(Duration::from_secs(60)).unwrap()
    }

    /// Closes standard input, expects success, and returns the remaining output.
    fn end(mut self) -> Vec<u8> {
        drop(self.stdin);
        let rest = self.stdout.iter().flatten().collect();
        assert!(self.child.wait().unwrap().success());
        rest
    }
}

fn events() -> impl Iterator<Item = &'static [u8]> {
    HI.split_inclusive("\n\n").map(str::as_bytes)
}

#[test]
fn encode_writes_each_event_when_it_arrives() {
    for coder in ["varint", "prefix"] {
        let (mut running, mut decoder) = (Running::new(&["encode", "--coder", coder]), Decoder::new());
        for event in events() {
            running.write(event);
            // The system may deliver one write in several parts.
            while decoder.clone().next_event().unwrap().is_none() {
                decoder.push(&running.read());
            }
            assert_eq!(decoder.next_event().unwrap().unwrap().bytes, event, "{coder}");
            assert_eq!(decoder.next_event(), Ok(None));
        }
        decoder.push(&running.end());
        assert_eq!(decoder.next_event(), Ok(None));
        decoder.finish().unwrap();
    }
}

/// Lines without a blank line after them, raw text, and the beginning of an event, which waits longest.
#[test]
fn encode_writes_what_has_arrived_of_an_unfinished_event() {
    for coder in ["varint", "prefix"] {
        let flags = ["encode", "--coder", coder, "--flush-partial", "30"];
        let (mut running, mut decoder) = (Running::new(&flags), Decoder::new());
        for part in
            [&b"data: 1\n"[..], b": ping\n", b"0:\"a\"\r\n", b"once upon", b" a time\n", b"data: {\"a\""]
        {
            running.write(part);
            let mut received: Vec<u8> = Vec::new();
            while received.len() < part.len() {
                decoder.push(&running.read());
                while let Some(event) = decoder.next_event().unwrap() {
                    received.extend(event.bytes);
                }
            }
            assert_eq!(received, part, "{coder}");
        }
        decoder.push(&running.end());
        assert_eq!(decoder.next_event(), Ok(None));
        decoder.finish().unwrap();
    }
}

#[test]
fn a_regular_file_is_encoded_without_waiting() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"data: 1\ndata: 2\n").unwrap();
    let mut whole = Vec::new();
    let mut encoder = Encoder::new();
    encoder.push(b"data: 1\ndata: 2\n", &mut whole).unwrap();
    encoder.end(&mut whole).unwrap();
    assert_eq!(stream(&["encode", file.path().to_str().unwrap()], b""), whole);
    let mut redirected = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    let input = std::fs::File::open(file.path()).unwrap();
    let output = redirected.args(["stream", "encode"]).stdin(input).output().unwrap();
    assert_eq!(output.stdout, whole);
}

#[test]
fn decode_writes_each_event_when_it_arrives() {
    for (output, expected) in [
        ("events", events().collect::<Vec<_>>()),
        ("text", vec![b"Hi", b" there"]),
        ("ids", vec![b"[12194]\n", b"[1354]\n"]),
    ] {
        let (mut running, mut encoder) = (Running::new(&["decode", "--to", output]), Encoder::new());
        for (event, expected) in events().zip(expected) {
            let mut bytes = Vec::new();
            encoder.push(event, &mut bytes).unwrap();
            encoder.flush(&mut bytes);
            running.write(&bytes);
            let mut read = Vec::new();
            while read.len() < expected.len() {
                read.extend(running.read());
            }
            assert_eq!(read, expected, "{output}");
        }
        let mut bytes = Vec::new();
        encoder.end(&mut bytes).unwrap();
        running.write(&bytes);
        assert_eq!(running.end(), b"");
    }
}

#[test]
fn inspect_shows_each_part_when_it_arrives() {
    let mut running = Running::new(&["inspect"]);
    let encoded = stream(&["encode"], HI.as_bytes());
    running.write(&encoded[..3]);
    let mut shown = Vec::new();
    while !shown.ends_with(b"dictionary 1\n") {
        shown.extend(running.read());
    }
    running.write(&encoded[3..]);
    assert!(String::from_utf8(running.end()).unwrap().contains("the checksum is correct"));
}

#[test]
fn a_closed_pipe_ends_the_run_without_an_error() {
    let encoded = stream(&["encode"], HI.as_bytes());
    for (args, input) in [(["encode"], HI.as_bytes()), (["decode"], &encoded), (["inspect"], &encoded)] {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
        command.arg("stream").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{args:?}");
        assert_eq!(output.stderr, b"", "{args:?}");
    }
}
