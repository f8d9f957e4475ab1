//! The error of a run, with its message and exit code.

use std::io::{self, Write};
use std::{fmt::Display, path::Path, process::ExitCode};

#[derive(Debug)]
pub(crate) enum CliError {
    /// The command line is invalid: exit code 2.
    Usage(String),
    /// The data is invalid, or a file cannot be read or written: exit code 1.
    Failed(String),
    /// The report on standard output already describes the failure: exit code 1.
    Reported,
    /// The reader of standard output closed the pipe because it needs no more output: exit code 0.
    PipeClosed,
    /// Ctrl-C ended the run: exit code 130, which shells use for SIGINT.
    Interrupted,
}

impl CliError {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// Formats the message as `PATH: REASON`.
    pub(crate) fn file(path: &Path, reason: impl Display) -> Self {
        Self::Failed(format!("{}: {reason}", path.display()))
    }

    /// Wraps an error that occurred while writing to the file or stream called `name`.
    pub(crate) fn writing(name: impl Display, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::PipeClosed,
            _ => Self::Failed(format!("{name}: {error}")),
        }
    }

    /// Wraps an error of a reader in `tokenwire::io`: an error of the library, or an I/O error that names the input.
    pub(crate) fn reading(error: io::Error) -> Self {
        error.downcast::<tokenwire::Error>().map_or_else(Self::from, Self::from)
    }

    /// Returns the error of an input that is empty or begins with an unknown byte.
    pub(crate) fn unknown_form(bytes: &[u8]) -> Self {
        Self::Failed(match bytes.first() {
            None => "the input is empty: expected a document, stream or payload".into(),
            Some(first) => format!(
                "the input is not a document, stream or payload: its first byte is 0x{first:02x}; \
                 check that `tokenwire encode` wrote it"
            ),
        })
    }

    /// Prefixes the message of a failure with the path.
    pub(crate) fn in_file(self, path: &Path) -> Self {
        match self {
            Self::Failed(message) => Self::file(path, message),
            other => other,
        }
    }

    /// Prints the message, and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        let (message, code) = match self {
            Self::Usage(message) => (message, 2),
            Self::Failed(message) => (message, 1),
            Self::Reported => return ExitCode::FAILURE,
            Self::PipeClosed => return ExitCode::SUCCESS,
            Self::Interrupted => return ExitCode::from(130),
        };
        let red = anstyle::AnsiColor::Red.on_default().bold();
        // If standard error is closed, the exit code still reports the failure.
        let _ = writeln!(anstream::stderr(), "{red}error:{red:#} {message}");
        ExitCode::from(code)
    }
}

impl From<tokenwire::Error> for CliError {
    fn from(error: tokenwire::Error) -> Self {
        use tokenwire::Error;
        let hint = match &error {
            // The messages of these limits end with "raise the limit", and only these limits have a flag.
            Error::LimitExceeded { what, .. }
                if ["gzip", "zstd", "document"].iter().any(|limited| what.contains(limited)) =>
            {
                " with --max-size"
            }
            Error::WrongTable { given: None, .. } => " with --table FILE",
            _ => "",
        };
        Self::Failed(format!("{error}{hint}"))
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
