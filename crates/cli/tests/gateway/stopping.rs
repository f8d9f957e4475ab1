//! Signals stop a proxy, and a lack of file descriptors does not.

use crate::options::certificate;
use crate::running::{FAR, Running, get, serve, tokenwire, until};
use rustix::process::{Pid, Signal, kill_process};
use std::io::Write;
use std::net::TcpStream;
use std::process::Command;

fn send_signal(running: &Running, signal: Signal) {
    kill_process(Pid::from_child(&running.child), signal).unwrap();
}

#[test]
fn one_signal_stops_the_proxy_with_success() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut running = serve(&[]);
        let address = running.address();
        // A connection without a request does not delay the stop.
        let idle = TcpStream::connect(address).unwrap();
        send_signal(&running, signal);
        let (status, log) = running.ended();
        assert!(status.success(), "{log:#?}");
        drop(idle);
    }
}

#[test]
fn a_second_signal_stops_the_proxy_immediately() {
    let (cert, key) = certificate();
    let (cert, key) = (cert.path().to_str().unwrap(), key.path().to_str().unwrap());
    let tls = ["--tls-cert", cert, "--tls-key", key, "--admin", "127.0.0.1:0"];
    let timeouts = ["--header-timeout", "3600", "--grace", "3600"];
    let mut running = serve(&[&tls[..], &timeouts].concat());
    let address: std::net::SocketAddr = running.after("listening on https://").parse().unwrap();
    // An incomplete TLS handshake keeps the proxy from stopping.
    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(&[0x16, 3, 1, 1]).unwrap();
    // Connections are accepted in order, so the first one is accepted when this one, which is no TLS, is closed.
    let _ = get(address, "/");
    send_signal(&running, Signal::TERM);
    running.after("stopping: open streams have 3600s to finish");
    let admin = running.admin();
    until("503", || get(admin, "/healthz").is_some_and(|answer| answer.ends_with("stopping")));
    assert!(running.child.try_wait().unwrap().is_none(), "the proxy waits for the handshake");
    send_signal(&running, Signal::INT);
    let (status, log) = running.ended();
    assert_eq!(status.code(), Some(1), "{log:#?}");
    assert!(log.iter().any(|line| line.contains("stopped by a second signal")), "{log:#?}");
}

#[test]
fn without_file_descriptors_the_proxy_waits_until_some_are_free() {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 48 && exec \"$@\"", "sh"]).arg(tokenwire().get_program());
    command.args(["serve", "--upstream", FAR, "--listen", "127.0.0.1:0"]);
    let mut running = Running::new(&mut command);
    let address = running.address();
    let many: Vec<_> = (0..100).map(|_| TcpStream::connect(address).unwrap()).collect();
    running.after("no connection can be accepted");
    drop(many);
    until("an answer", || get(address, "/").is_some_and(|answer| answer.starts_with("HTTP/1.1 5")));
}
