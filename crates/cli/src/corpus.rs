//! Corpora: files of messages or of text, line by line, so that none has to fit in memory.

mod form;
mod lines;
mod message;
mod messages;

pub(crate) use form::Form;
pub(crate) use lines::{LONGEST, Lines};
pub(crate) use message::Message;
pub(crate) use messages::Messages;

use std::{fmt::Display, path::Path};

/// What is wrong with a line, and where it is, as editors understand it.
pub(crate) fn bad_line(path: &Path, line: u64, reason: impl Display) -> String {
    format!("{}:{line}: {reason}", name(path))
}

pub(crate) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() }
}

/// UTF-8, or where it is none.
pub(crate) fn utf8(line: &[u8]) -> Result<&str, String> {
    str::from_utf8(line).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to() + 1))
}

/// What is wrong with a line of JSON: serde counts lines too, but of this line only.
pub(crate) fn bad_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(&*text, |(reason, _)| reason);
    let what = if error.is_data() { "" } else { "not JSON: " };
    format!("{what}{reason} at byte {}", error.column())
}
