//! Corpora: files of messages or text, read line by line, so that no file has to fit in memory.

mod lines;

pub(crate) use lines::{Lines, MAX_LINE, display_name, line_error};

use crate::args::train::CorpusKind;
use crate::error::CliError;
use indicatif::ProgressBar;
use serde::Deserialize;
use std::path::{Path, PathBuf};

impl CorpusKind {
    /// Guesses the format of a file from its name; standard input is text.
    pub(crate) fn of_file(path: &Path) -> Self {
        let unpacked = path.with_extension("");
        let path = if lines::is_zstd(path) { &unpacked } else { path };
        let is_jsonl = ["jsonl", "ndjson"].iter().any(|extension| lines::has_extension(path, extension));
        if is_jsonl { Self::Jsonl } else { Self::Text }
    }
}

/// Returns the line as UTF-8, or an error with the position of the first invalid byte.
pub(crate) fn utf8(line: &[u8]) -> Result<&str, String> {
    str::from_utf8(line).map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to() + 1))
}

/// Parses one line of JSON.
pub(crate) fn parse_json<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| json_error(&error))
}

/// Formats an error in one line of JSON. The line number of serde, which is always 1, is removed.
fn json_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(&*text, |(reason, _)| reason);
    let prefix = if error.is_data() { "" } else { "invalid JSON: " };
    format!("{prefix}{reason} at byte {}", error.column())
}

/// A text, and its kind if the corpus states one.
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) kind: Option<String>,
}

#[derive(Deserialize)]
struct Object {
    t: Option<String>,
    text: Option<String>,
    k: Option<String>,
}

impl Message {
    /// Parses `{"t": text, "k": kind}`; the field may also be `text`, and the kind may be missing.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.starts_with('{') {
            return Err("expected a JSON object with the text in field `t` or `text`".into());
        }
        let object: Object = parse_json(line)?;
        let text = object.t.or(object.text).ok_or("no text in field `t` or `text`")?;
        Ok(Self { text, kind: object.k })
    }
}

/// The messages of a JSON Lines file, each with its line number.
pub(crate) struct Messages {
    path: PathBuf,
    lines: Lines,
    line: Vec<u8>,
}

impl Messages {
    /// Opens a file, which may be compressed with zstd, or standard input for `-`.
    pub(crate) fn open(path: &Path, bar: &ProgressBar) -> Result<Self, CliError> {
        Ok(Self { path: path.into(), lines: Lines::open(path, bar)?, line: Vec::new() })
    }

    /// Parses the current line; `None` if it is blank.
    fn message(&self) -> Option<Result<(u64, Message), CliError>> {
        if self.line.trim_ascii().is_empty() {
            return None;
        }
        let number = self.lines.number();
        let message = utf8(&self.line).and_then(Message::parse);
        let error = |reason| CliError::Failed(line_error(&self.path, number, reason));
        Some(message.map(|message| (number, message)).map_err(error))
    }
}

impl Iterator for Messages {
    type Item = Result<(u64, Message), CliError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.line.clear();
            match self.lines.read(&mut self.line) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
            if let Some(message) = self.message() {
                return Some(message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_line_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.jsonl.zst");
        let lines = b"\n{\"t\": \"one\", \"k\": \"user\"}\r\n{\"text\": \"two\"}\n{}\n{\"t\": \"three\"}";
        std::fs::write(&path, zstd::encode_all(&lines[..], 1).unwrap()).unwrap();
        let messages = Messages::open(&path, &ProgressBar::hidden()).ok().unwrap();
        let found: Vec<String> = messages
            .map(|message| match message {
                Ok((line, message)) => format!("{line} {} {:?}", message.text, message.kind),
                Err(CliError::Failed(reason)) => reason,
                Err(_) => "another error".into(),
            })
            .collect();
        let error = format!("{}:4: no text in field `t` or `text`", path.display());
        assert_eq!(found, ["2 one Some(\"user\")", "3 two None", &error, "5 three None"]);
    }
}
