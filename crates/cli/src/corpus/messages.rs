//! Messages of a file of JSON lines, one by one.

use super::lines::Lines;
use super::message::Message;
use crate::failure::Failure;
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};

pub(crate) struct Messages {
    path: PathBuf,
    lines: Lines,
    line: Vec<u8>,
}

impl Messages {
    /// Opens a file, packed with zstd or not, `-` for standard input.
    pub(crate) fn open(path: &Path, bar: &ProgressBar) -> Result<Self, Failure> {
        Ok(Self { path: path.into(), lines: Lines::open(path, bar)?, line: Vec::new() })
    }

    /// The message on the line at hand and the line's number; `None` if it is blank.
    fn message(&self) -> Option<Result<(u64, Message), Failure>> {
        if self.line.trim_ascii().is_empty() {
            return None;
        }
        let number = self.lines.number();
        let message = super::utf8(&self.line).and_then(Message::parse);
        let bad = |reason| Failure::Data(super::bad_line(&self.path, number, reason));
        Some(message.map(|message| (number, message)).map_err(bad))
    }
}

impl Iterator for Messages {
    type Item = Result<(u64, Message), Failure>;

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
    fn messages_come_with_their_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.jsonl.zst");
        let lines = b"\n{\"t\": \"one\", \"k\": \"user\"}\r\n{\"text\": \"two\"}\n{}\n{\"t\": \"three\"}";
        std::fs::write(&path, zstd::encode_all(&lines[..], 1).unwrap()).unwrap();
        let messages = Messages::open(&path, &ProgressBar::hidden()).ok().unwrap();
        let found: Vec<String> = messages
            .map(|message| match message {
                Ok((line, message)) => format!("{line} {} {:?}", message.text, message.kind),
                Err(Failure::Data(reason)) => reason,
                Err(_) => "another failure".into(),
            })
            .collect();
        let bad = format!("{}:4: no text in field `t` or `text`", path.display());
        assert_eq!(found, ["2 one Some(\"user\")", "3 two None", &bad, "5 three None"]);
    }
}
