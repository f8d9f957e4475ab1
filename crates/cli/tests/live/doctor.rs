//! `doctor`: the output and the exit code. `src/doctor/tests.rs` tests the findings.

use crate::common::{fails, run, stderr};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

/// Starts a server that answers every request with 404, and returns its URL.
fn plain_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for socket in listener.incoming() {
            let (mut socket, mut request) = (socket.unwrap(), [0; 4096]);
            let _ = socket.read(&mut request);
            let _ =
                socket.write_all(b"HTTP/1.1 404 Not Found\r\nServer: engine/1\r\nContent-Length: 0\r\n\r\n");
        }
    });
    url
}

#[test]
fn a_server_without_token_streams_fails_with_advice() {
    let url = plain_server();
    let output = run(&["doctor", &url], b"");
    let stdout = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), String::new()), "{stdout}");
    assert!(stdout.contains("status 404") && stdout.contains("engine/1"), "{stdout}");
    let words: Vec<&str> = stdout.split_whitespace().collect();
    assert!(words.join(" ").contains(&format!("tokenwire serve --upstream {url}")), "{stdout}");
}

#[test]
fn json_contains_the_findings() {
    let output = run(&["doctor", &plain_server(), "--json"], b"");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), &report["good"], &report["server"]),
        (Some(1), &false.into(), &"engine/1".into())
    );
    assert_eq!(report["findings"][1]["mark"], "bad");
}

#[test]
fn an_unreachable_server_fails_without_colours() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = run(&["doctor", &format!("http://{free}")], b"");
    let stdout = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout.contains("nothing listens on the port") && !stdout.contains('\u{1b}'), "{stdout}");
}

#[test]
fn rejects_invalid_arguments() {
    fails(&["doctor", "127.0.0.1 8790"], b"", 2, "not a URL");
    fails(&["doctor", "ftp://h"], b"", 2, "neither http:// nor https://");
    fails(&["doctor", "http://h", "--ca", "not/there.pem"], b"", 1, "not/there.pem");
    fails(&["doctor", "http://h", "--timeout", "soon"], b"", 2, "--timeout");
}
