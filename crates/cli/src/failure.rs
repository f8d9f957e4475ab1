//! How a run fails, and with which exit code.

use std::io::{self, Write};
use std::{fmt::Display, path::Path, process::ExitCode};

pub(crate) enum Failure {
    /// The command line asks for something that cannot be: exit code 2.
    Usage(String),
    /// The data is bad, or a file cannot be read or written: exit code 1.
    Data(String),
    /// Our reader closed the pipe: it has what it wanted.
    Closed,
    /// What there is to say was said: exit code 1.
    Said,
    /// Somebody pressed Ctrl-C: exit code 130, as of what a signal ends.
    Stopped,
}

impl Failure {
    pub(crate) fn report(&self) -> ExitCode {
        let (message, code) = match self {
            Self::Usage(message) => (message, 2),
            Self::Data(message) => (message, 1),
            Self::Closed => return ExitCode::SUCCESS,
            Self::Said => return ExitCode::FAILURE,
            Self::Stopped => return ExitCode::from(130),
        };
        let red = anstyle::AnsiColor::Red.on_default().bold();
        // If standard error is gone, the exit code still tells.
        let _ = writeln!(anstream::stderr(), "{red}error:{red:#} {message}");
        ExitCode::from(code)
    }

    /// These bytes are nothing that could be read.
    pub(crate) fn no_form(bytes: &[u8]) -> Self {
        Self::Data(match bytes.first() {
            None => "neither a document, a stream nor a payload: the input is empty".into(),
            Some(first) => format!(
                "neither a document, a stream nor a payload begins with the byte {first:02x}; `tokenwire encode` writes them"
            ),
        })
    }

    /// What went wrong with a file.
    pub(crate) fn file(path: &Path, error: impl Display) -> Self {
        Self::Data(format!("{}: {error}", path.display()))
    }

    /// With the file before it.
    pub(crate) fn at(self, path: &Path) -> Self {
        match self {
            Self::Data(message) => Self::file(path, message),
            other => other,
        }
    }

    /// What went wrong with writing to a file or to `standard output`.
    pub(crate) fn writing(name: impl Display, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Data(format!("{name}: {error}")),
        }
    }
}

impl From<tokenwire::Error> for Failure {
    fn from(error: tokenwire::Error) -> Self {
        use tokenwire::Error;
        let hint = match &error {
            // The only caps that a user can move.
            Error::LimitExceeded { what, .. }
                if ["gzip", "zstd", "document"].iter().any(|of| what.contains(of)) =>
            {
                "; raise it with --max-inflated"
            }
            Error::OtherTable { given: None, .. } => " with --table FILE",
            _ => "",
        };
        Self::Data(format!("{error}{hint}"))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Data(error.to_string())
    }
}
