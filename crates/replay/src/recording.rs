//! Recorded answers, split into events.

use bytes::Bytes;
use std::ops::Range;
use std::sync::Arc;

/// The bytes of an answer, and the end offset of each event. Clones share both.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    bytes: Bytes,
    ends: Arc<[usize]>,
    format: Format,
}

/// The format of a file, which decides how the file is split into events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Format {
    /// Server-sent events. Each event ends with a blank line.
    Sse,
    /// One event per line.
    Ndjson,
    /// An answer that is not streamed: one event.
    Json,
}

impl Format {
    /// Parses a file extension, or returns `None` if it is unknown.
    pub(crate) fn from_extension(extension: &str) -> Option<Self> {
        match extension {
            "sse" => Some(Self::Sse),
            "ndjson" => Some(Self::Ndjson),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Sse => "text/event-stream; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
            Self::Json => "application/json",
        }
    }
}

impl Recording {
    pub(crate) fn new(bytes: Bytes, format: Format) -> Self {
        let mut ends = match format {
            Format::Sse => block_ends(&bytes),
            Format::Ndjson => line_ends(&bytes).map(|line| line.end).collect(),
            Format::Json => Vec::new(),
        };
        if ends.last().copied().unwrap_or_default() < bytes.len() {
            ends.push(bytes.len());
        }
        Self { bytes, ends: ends.into(), format }
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Returns the number of events.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the bytes of these events, without a copy. Events beyond the end are empty.
    pub(crate) fn events(&self, events: Range<usize>) -> Bytes {
        let (start, end) = (self.start(events.start), self.start(events.end));
        self.bytes.slice(start..end.max(start))
    }

    /// Returns all bytes of the answer.
    pub(crate) fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// Returns the offset at which an event starts: the end of the previous event.
    fn start(&self, event: usize) -> usize {
        let previous = event.checked_sub(1);
        previous.map_or(0, |previous| self.ends.get(previous).copied().unwrap_or(self.bytes.len()))
    }
}

/// Returns the range of each line, including its line ending: LF, CR LF or CR.
fn line_ends(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(start..)?;
        let at = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        let is_crlf = rest.get(at..)?.starts_with(b"\r\n");
        let line = start..start + at + if is_crlf { 2 } else { 1 };
        start = line.end;
        Some(line)
    })
}

/// Returns the end offset of each block, after its blank line.
fn block_ends(bytes: &[u8]) -> Vec<usize> {
    let blank =
        |line: &Range<usize>| bytes.get(line.clone()).is_some_and(|line| line.trim_ascii().is_empty());
    line_ends(bytes).filter(blank).map(|line| line.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &'static str, format: Format) -> Vec<Bytes> {
        let recording = Recording::new(Bytes::from_static(text.as_bytes()), format);
        (0..recording.len()).map(|event| recording.events(event..event + 1)).collect()
    }

    #[test]
    fn server_sent_events_end_with_a_blank_line() {
        assert_eq!(
            split("data: a\n\nid: 1\ndata: b\n\nrest", Format::Sse),
            ["data: a\n\n", "id: 1\ndata: b\n\n", "rest"]
        );
        assert_eq!(split(": x\r\n\r\n: y\r\n\r\n", Format::Sse), [": x\r\n\r\n", ": y\r\n\r\n"]);
        assert_eq!(split(": x\r\r: y\r\r", Format::Sse), [": x\r\r", ": y\r\r"]);
    }

    #[test]
    fn ndjson_has_one_event_per_line_and_json_one_event() {
        assert_eq!(split("{}\n[]\r\n{", Format::Ndjson), ["{}\n", "[]\r\n", "{"]);
        assert_eq!(split("{\n\n}\n", Format::Json), ["{\n\n}\n"]);
        assert_eq!(split("", Format::Sse), [""; 0]);
    }

    #[test]
    fn events_beyond_the_end_are_empty() {
        let recording = Recording::new(Bytes::from_static(b": x\n\n"), Format::Sse);
        assert_eq!(recording.events(1..2), "");
        assert_eq!(recording.events(7..9), "");
        assert_eq!(recording.events(0..9), ": x\n\n");
    }
}
