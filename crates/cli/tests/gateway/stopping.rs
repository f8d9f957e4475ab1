//! Signals, and more connections than there are file descriptors.

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
fn one_signal_ends_it_well() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut running = serve(&[]);
        let address = running.address();
        // A connection without a request is nothing to wait for.
        let idle = TcpStream::connect(address).unwrap();
        send_signal(&running, signal);
        let (status, log) = running.ended();
        assert!(status.success(), "{log:#?}");
        drop(idle);
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let (cert, key) = certificate();
    let (cert, key) = (cert.path().to_str().unwrap(), key.path().to_str().unwrap());
    let tls = ["--tls-cert", cert, "--tls-key", key, "--admin", "127.0.0.1:0"];
    let timeouts = ["--header-timeout", "3600", "--grace", "3600"];
    let mut running = serve(&[&tls[..], &timeouts].concat());
    let address: std::net::SocketAddr = running.after("listening on https://").parse().unwrap();
    // The proxy waits for a handshake that does not end.
    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(&[0x16, 3, 1, 1]).unwrap();
    // It was taken if a later one was: this is no TLS, which ends it.
    let _ = get(address, "/");
    send_signal(&running, Signal::TERM);
    running.after("stopping: open streams have 3600s to finish");
    let admin = running.admin();
    until("503", || get(admin, "/healthz").is_some_and(|answer| answer.ends_with("stopping")));
    assert!(running.child.try_wait().unwrap().is_none(), "it waits");
    send_signal(&running, Signal::INT);
    let (status, log) = running.ended();
    assert_eq!(status.code(), Some(1), "{log:#?}");
    assert!(log.iter().any(|line| line.contains("stopped by a second signal")), "{log:#?}");
}

#[test]
fn without_file_descriptors_it_waits_for_some() {
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
