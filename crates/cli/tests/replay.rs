//! `replay`: serves recorded streams.
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;

use common::fails;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// The command while it serves. Dropping this kills it.
struct Serving {
    child: Child,
    /// The three lines that the command prints at the start.
    greeting: Vec<String>,
}

impl Serving {
    fn start(args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tokenwire"));
        command.args(["replay", "--listen", "127.0.0.1:0", "--rate", "0"]).args(args);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let greeting = lines.take(3).map(Result::unwrap).collect();
        Self { child, greeting }
    }

    /// Sends the request that the greeting suggests, and returns the response.
    fn answer(&self) -> String {
        let url = self.greeting.last().unwrap().rsplit_once("http://").unwrap().1;
        let (address, path) = url.split_once('/').unwrap();
        let mut socket = TcpStream::connect(address).unwrap();
        write!(socket, "GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn the_built_in_samples_are_served() {
    let serving = Serving::start(&[]);
    assert_eq!(
        serving.greeting.get(1).unwrap(),
        "replays anthropic-messages, ollama-native, openai-chat, openai-responses, openai-tools"
    );
    let answer = serving.answer();
    assert!(answer.contains("text/event-stream") && answer.contains("data: [DONE]\n\n"), "{answer}");
}

#[test]
fn a_folder_is_served_with_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.ndjson"), "{\"a\":1}\n{\"b\":2}\n").unwrap();
    let serving =
        Serving::start(&[folder.path().to_str().unwrap(), "--fault", "wrong-type", "--per-write", "2"]);
    assert_eq!(serving.greeting.get(1).unwrap(), "replays mine");
    let answer = serving.answer();
    assert!(
        answer.contains("text/plain") && answer.contains("\r\n10\r\n{\"a\":1}\n{\"b\":2}\n\r\n"),
        "{answer}"
    );
}

#[cfg(unix)]
#[test]
fn a_signal_stops_the_command_with_success() {
    for signal in ["-TERM", "-INT"] {
        let mut serving = Serving::start(&[]);
        let killed = Command::new("kill").args([signal, &serving.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        assert!(serving.child.wait().unwrap().success(), "{signal}");
    }
}

#[test]
fn rejects_invalid_options() {
    let in_use = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = in_use.local_addr().unwrap().to_string();
    fails(
        &["replay", "--listen", &address],
        b"",
        1,
        "choose another port with --listen ADDR (port 0 selects a free one)",
    );
    fails(&["replay", "--listen", "8789"], b"", 2, "expected HOST:PORT");
    let empty = tempfile::tempdir().unwrap();
    fails(&["replay", empty.path().to_str().unwrap()], b"", 1, "no *.sse, *.ndjson or *.json file");
    fails(&["replay", "/nowhere"], b"", 1, "/nowhere");
    fails(&["replay", "--fault", "explode"], b"", 2, "half-utf8=N");
    fails(&["replay", "--rate=-1"], b"", 2, "events per second");
}
