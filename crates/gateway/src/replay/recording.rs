//! What is replayed: bytes, and where events end in them.

use bytes::Bytes;
use std::ops::Range;
use std::sync::Arc;

/// Bytes and where events end in them. Clones share both.
#[derive(Debug, Clone)]
pub(super) struct Recording {
    bytes: Bytes,
    ends: Arc<[usize]>,
    form: Form,
}

/// How a file is cut into events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// Server-sent events: up to and with a blank line.
    Sse,
    /// A line each.
    Ndjson,
    /// One answer.
    Json,
}

impl Form {
    /// What a file's extension says.
    pub(super) fn of(extension: &str) -> Option<Self> {
        match extension {
            "sse" => Some(Self::Sse),
            "ndjson" => Some(Self::Ndjson),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Sse => "text/event-stream; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
            Self::Json => "application/json",
        }
    }
}

impl Recording {
    pub(super) fn new(bytes: Bytes, form: Form) -> Self {
        let mut ends = match form {
            Form::Sse => block_ends(&bytes),
            Form::Ndjson => line_ends(&bytes).map(|line| line.end).collect(),
            Form::Json => Vec::new(),
        };
        if ends.last().copied().unwrap_or_default() < bytes.len() {
            ends.push(bytes.len());
        }
        Self { bytes, ends: ends.into(), form }
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// These events' bytes, which are not copied.
    pub(super) fn events(&self, events: Range<usize>) -> Bytes {
        let (start, end) = (self.start(events.start), self.start(events.end));
        self.bytes.slice(start..end.max(start))
    }

    /// All of it.
    pub(super) fn whole(&self) -> Bytes {
        self.bytes.clone()
    }

    fn start(&self, event: usize) -> usize {
        let before = event.checked_sub(1);
        before.map_or(0, |before| self.ends.get(before).copied().unwrap_or(self.bytes.len()))
    }
}

/// Lines with their ends: LF, CR LF or CR.
fn line_ends(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(start..)?;
        let at = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        let both = rest.get(at..)?.starts_with(b"\r\n");
        let line = start..start + at + if both { 2 } else { 1 };
        start = line.end;
        Some(line)
    })
}

fn block_ends(bytes: &[u8]) -> Vec<usize> {
    let blank =
        |line: &Range<usize>| bytes.get(line.clone()).is_some_and(|line| line.trim_ascii().is_empty());
    line_ends(bytes).filter(blank).map(|line| line.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &'static str, form: Form) -> Vec<Bytes> {
        let recording = Recording::new(Bytes::from_static(text.as_bytes()), form);
        (0..recording.len()).map(|event| recording.events(event..event + 1)).collect()
    }

    #[test]
    fn blocks_end_with_a_blank_line() {
        assert_eq!(
            split("data: a\n\nid: 1\ndata: b\n\nrest", Form::Sse),
            ["data: a\n\n", "id: 1\ndata: b\n\n", "rest"]
        );
        assert_eq!(split(": x\r\n\r\n: y\r\n\r\n", Form::Sse), [": x\r\n\r\n", ": y\r\n\r\n"]);
        assert_eq!(split(": x\r\r: y\r\r", Form::Sse), [": x\r\r", ": y\r\r"]);
    }

    #[test]
    fn lines_end_by_themselves() {
        assert_eq!(split("{}\n[]\r\n{", Form::Ndjson), ["{}\n", "[]\r\n", "{"]);
        assert_eq!(split("{\n\n}\n", Form::Json), ["{\n\n}\n"]);
        assert_eq!(split("", Form::Sse), [""; 0]);
    }

    #[test]
    fn what_is_beyond_the_end_is_empty() {
        let recording = Recording::new(Bytes::from_static(b": x\n\n"), Form::Sse);
        assert_eq!(recording.events(1..2), "");
        assert_eq!(recording.events(7..9), "");
        assert_eq!(recording.events(0..9), ": x\n\n");
    }
}
