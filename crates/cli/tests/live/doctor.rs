//! `doctor`: what is printed, and the exit code. Its findings are tested in `src/doctor/tests.rs`.

use crate::common::{fails, run, stderr};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

/// The URL of a server that is none of ours.
fn plain() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for socket in listener.incoming() {
            let (mut socket, mut asked) = (socket.unwrap(), [0; 4096]);
            let _ = socket.read(&mut asked);
            let _ =
                socket.write_all(b"HTTP/1.1 404 Not Found\r\nServer: engine/1\r\nContent-Length: 0\r\n\r\n");
        }
    });
    url
}

#[test]
fn a_server_that_does_not_speak_it() {
    let url = plain();
    let output = run(&["doctor", &url], b"");
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), String::new()), "{said}");
    assert!(said.contains("status 404") && said.contains("engine/1"), "{said}");
    let words: Vec<&str> = said.split_whitespace().collect();
    assert!(words.join(" ").contains(&format!("tokenwire serve --upstream {url}")), "{said}");
}

#[test]
fn json_says_the_same() {
    let output = run(&["doctor", &plain(), "--json"], b"");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), &report["good"], &report["server"]),
        (Some(1), &false.into(), &"engine/1".into())
    );
    assert_eq!(report["findings"][1]["mark"], "bad");
}

#[test]
fn nobody_there() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = run(&["doctor", &format!("http://{free}")], b"");
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("nothing listens there") && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn what_cannot_be_asked() {
    fails(&["doctor", "127.0.0.1 8790"], b"", 2, "not a URL");
    fails(&["doctor", "ftp://h"], b"", 2, "neither http:// nor https://");
    fails(&["doctor", "http://h", "--ca", "not/there.pem"], b"", 1, "not/there.pem");
    fails(&["doctor", "http://h", "--timeout", "soon"], b"", 2, "--timeout");
}
