//! A proxy that runs as a child process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A timeout that only a hanging test reaches.
pub(crate) const LONG: Duration = Duration::from_secs(60);
/// The URL of a model server that need not exist.
pub(crate) const FAR: &str = "http://127.0.0.1:9";

/// A child process. Dropping this kills it.
pub(crate) struct Running {
    pub(crate) child: Child,
    /// The lines of the log that were not read yet.
    lines: Receiver<String>,
    /// The lines of the log that were read.
    pub(crate) log: Vec<String>,
}

pub(crate) fn tokenwire() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin("tokenwire"))
}

/// Starts `tokenwire serve` in front of [`FAR`], on a free port, with these further arguments.
pub(crate) fn serve(args: &[&str]) -> Running {
    let mut command = tokenwire();
    Running::new(command.args(["serve", "--upstream", FAR, "--listen", "127.0.0.1:0"]).args(args))
}

impl Running {
    pub(crate) fn new(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        // All lines are read until the process ends, because a full pipe would block it.
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines, log: Vec::new() }
    }

    /// Waits for a line of the log with this text, and returns the rest of the line after it.
    pub(crate) fn after(&mut self, text: &str) -> String {
        loop {
            let line = self.log.iter().find_map(|line| line.split_once(text));
            if let Some((_, rest)) = line {
                return rest.trim_end_matches(['"', '}']).into();
            }
            match self.lines.recv_timeout(LONG) {
                Ok(line) => self.log.push(line),
                Err(error) => panic!("{text:?} is not logged ({error}): {:#?}", self.log),
            }
        }
    }

    pub(crate) fn address(&mut self) -> SocketAddr {
        self.after("listening on http://").parse().unwrap()
    }

    pub(crate) fn admin(&mut self) -> SocketAddr {
        self.after("health and metrics at http://").split_once('/').unwrap().0.parse().unwrap()
    }

    /// Returns the status and the whole log, once the process has ended by itself.
    pub(crate) fn ended(mut self) -> (ExitStatus, Vec<String>) {
        loop {
            match self.lines.recv_timeout(LONG) {
                Ok(line) => self.log.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the process does not end: {:#?}", self.log),
            }
        }
        (self.child.wait().unwrap(), std::mem::take(&mut self.log))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request and returns the complete response, or `None` if the connection fails.
pub(crate) fn ask(address: SocketAddr, request: &str) -> Option<String> {
    let mut socket = TcpStream::connect_timeout(&address, LONG).ok()?;
    socket.set_read_timeout(Some(LONG)).unwrap();
    socket.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).ok()?;
    Some(answer)
}

/// Sends a GET request for this path.
pub(crate) fn get(address: SocketAddr, path: &str) -> Option<String> {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
}

/// Waits until the condition is true.
pub(crate) fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < LONG, "{what} never happens");
        thread::sleep(Duration::from_millis(10));
    }
}
