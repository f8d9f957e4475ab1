//! What is streamed.

use std::fs;
use std::ops::Range;
use std::path::Path;
use tempfile::TempDir;

/// What is streamed, in a folder for the upstream.
pub(crate) struct Recordings {
    folder: TempDir,
    /// Whether the answers are long.
    pub(crate) long: bool,
    all: Vec<Recording>,
}

/// One streamed answer.
#[derive(Clone)]
pub(crate) struct Recording {
    pub(crate) name: String,
    /// As the server sends it.
    pub(crate) sent: String,
    /// As it comes back: without padding.
    pub(crate) kept: Vec<u8>,
    /// Where the first event with text ends.
    pub(crate) text: usize,
    /// Where each event ends, of what comes back.
    ends: Vec<usize>,
}

/// The shapes that are counted on the wire.
pub(crate) const SHAPES: [&str; 3] = ["openai-chat", "openai-responses", "anthropic-messages"];
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/streams");
/// An event that has it has text.
const TEXT: [&str; 3] = [r#""delta":{"content":""#, "output_text.delta", "text_delta"];

impl Recordings {
    /// Of this folder, or of the examples.
    pub(crate) fn new(long: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let read = |name| fs::read_to_string(Path::new(long.unwrap_or(EXAMPLES)).join(file(name))).unwrap();
        let mut all: Vec<Recording> = SHAPES.iter().map(|name| Recording::new(name, read(name))).collect();
        let sample = fs::read_to_string(Path::new(EXAMPLES).join(file(SHAPES[0]))).unwrap();
        all.extend([6, 100, 400, 1200].map(|events| Recording::joined(&sample, events)));
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
        Self { name: name.to_owned(), text: ends[first], kept: events.concat().into(), sent, ends }
    }

    /// The sample with its words again and again, as many events in all.
    fn joined(sample: &str, count: usize) -> Self {
        let events: Vec<&str> = sample.split_inclusive("\n\n").collect();
        let words = words(&events);
        let (head, tail) = (&events[..words.start], &events[words.end..]);
        let spoken = events[words].iter().cycle().take(count - head.len() - tail.len());
        let joined: Vec<&str> = head.iter().chain(spoken).chain(tail).copied().collect();
        Self::new(&format!("chat-{count}"), joined.concat())
    }

    pub(crate) fn events(&self) -> usize {
        self.ends.len()
    }

    /// Where the last of the first so many events ends.
    pub(crate) fn end(&self, events: usize) -> usize {
        events.checked_sub(1).map_or(0, |last| self.ends[last])
    }
}

/// The events with text.
fn words(events: &[&str]) -> Range<usize> {
    let first = events.iter().position(|event| has_text(event)).unwrap();
    let last = events.iter().rposition(|event| has_text(event)).unwrap();
    first..last + 1
}

fn has_text(event: &str) -> bool {
    TEXT.iter().any(|mark| event.contains(mark))
}

fn ends(events: &[String]) -> Vec<usize> {
    let end = |at: &mut usize, event: &String| {
        *at += event.len();
        Some(*at)
    };
    events.iter().scan(0, end).collect()
}

/// As docs/format.md has it: `obfuscation` is empty, and no blanks are before Anthropic's last brace.
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
