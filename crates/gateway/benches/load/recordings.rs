//! The answers that are streamed.

use std::fs;
use std::ops::Range;
use std::path::Path;
use tempfile::TempDir;

/// The answers that are streamed, in a folder for the upstream.
pub(crate) struct Recordings {
    folder: TempDir,
    /// Whether the answers are long ones, and not those in `examples/streams`.
    pub(crate) long: bool,
    all: Vec<Recording>,
}

/// One streamed answer.
#[derive(Clone)]
pub(crate) struct Recording {
    pub(crate) name: String,
    /// The events that the upstream sends.
    pub(crate) sent: String,
    /// The bytes that the client receives through the proxies: the events without padding.
    pub(crate) expected: Vec<u8>,
    /// The end offset of the first event with text, in `expected`.
    pub(crate) first_text_end: usize,
    /// The end offset of each event, in `expected`.
    ends: Vec<usize>,
}

/// The answers whose bytes on the wire are counted.
pub(crate) const SHAPES: [&str; 3] = ["openai-chat", "openai-responses", "anthropic-messages"];
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/streams");
/// An event that contains one of these has text.
const TEXT_MARKS: [&str; 3] = [r#""delta":{"content":""#, "output_text.delta", "text_delta"];

impl Recordings {
    /// Loads the answers in this folder, or those in `examples/streams`.
    pub(crate) fn new(long: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let read = |name| fs::read_to_string(Path::new(long.unwrap_or(EXAMPLES)).join(file(name))).unwrap();
        let mut all: Vec<Recording> = SHAPES.iter().map(|name| Recording::new(name, read(name))).collect();
        let sample = fs::read_to_string(Path::new(EXAMPLES).join(file(SHAPES[0]))).unwrap();
        all.extend([6, 100, 400, 1200].map(|events| Recording::repeated(&sample, events)));
        for recording in &all {
            fs::write(folder.path().join(file(&recording.name)), &recording.sent).unwrap();
        }
        Self { folder, long: long.is_some(), all }
    }

    pub(crate) fn folder(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    pub(crate) fn get(&self, name: &str) -> &Recording {
        self.all.iter().find(|recording| recording.name == name).unwrap()
    }
}

fn file(name: &str) -> String {
    format!("{name}.sse")
}

impl Recording {
    fn new(name: &str, sent: String) -> Self {
        let events: Vec<String> = sent.split_inclusive("\n\n").map(without_padding).collect();
        let ends = ends(&events);
        let first = events.iter().position(|event| has_text(event)).unwrap();
        Self {
            name: name.to_owned(),
            first_text_end: ends[first],
            expected: events.concat().into(),
            sent,
            ends,
        }
    }

    /// Repeats the events with text of a sample until the recording has `count` events.
    fn repeated(sample: &str, count: usize) -> Self {
        let events: Vec<&str> = sample.split_inclusive("\n\n").collect();
        let with_text = text_events(&events);
        let (head, tail) = (&events[..with_text.start], &events[with_text.end..]);
        let text = events[with_text].iter().cycle().take(count - head.len() - tail.len());
        let repeated: Vec<&str> = head.iter().chain(text).chain(tail).copied().collect();
        Self::new(&format!("chat-{count}"), repeated.concat())
    }

    /// Returns the number of events.
    pub(crate) fn events(&self) -> usize {
        self.ends.len()
    }

    /// Returns the end offset of the first `events` events, in `expected`.
    pub(crate) fn end(&self, events: usize) -> usize {
        events.checked_sub(1).map_or(0, |last| self.ends[last])
    }
}

/// Returns the range from the first to the last event with text.
fn text_events(events: &[&str]) -> Range<usize> {
    let first = events.iter().position(|event| has_text(event)).unwrap();
    let last = events.iter().rposition(|event| has_text(event)).unwrap();
    first..last + 1
}

fn has_text(event: &str) -> bool {
    TEXT_MARKS.iter().any(|mark| event.contains(mark))
}

/// Returns the end offset of each event.
fn ends(events: &[String]) -> Vec<usize> {
    let end = |offset: &mut usize, event: &String| {
        *offset += event.len();
        Some(*offset)
    };
    events.iter().scan(0, end).collect()
}

/// Removes the padding of an event as docs/format.md requires: empties OpenAI's `obfuscation`, and removes the spaces
/// before the last brace of Anthropic's events.
fn without_padding(event: &str) -> String {
    const MARK: &str = r#""obfuscation":""#;
    if let Some((before, after)) = event.split_once(MARK) {
        return format!("{before}{MARK}{}", &after[after.find('"').unwrap()..]);
    }
    match event.strip_suffix("}\n\n") {
        Some(rest) if event.starts_with("event: ") => format!("{}}}\n\n", rest.trim_end_matches(' ')),
        _ => event.to_owned(),
    }
}
