//! A server in a child process.

use crate::usage::Usage;
use std::io::{BufRead, BufReader};
use std::process::{Child as Process, Command, Stdio};

/// A server in a child process. Dropping it kills the process.
pub(crate) struct Child {
    process: Process,
    /// The URL at which the server listens.
    pub(crate) url: String,
}

impl Child {
    /// Starts this program again in a role, and waits until it prints its URL.
    pub(crate) fn start(role: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(role).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { process, url: url.trim().to_owned() }
    }

    /// Returns the resources that the process has used so far.
    pub(crate) fn usage(&self) -> Usage {
        Usage::of(self.process.id())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
