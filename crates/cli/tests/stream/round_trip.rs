//! Decoding restores the source.

use crate::samples::{HI, files, sample, stream};
use serde_json::Value;
use std::fs;

#[test]
fn every_response_round_trips() {
    for path in files() {
        let source = fs::read(&path).unwrap();
        let encoded = stream(&["encode", "--keep-padding"], &source);
        assert!(stream(&["decode"], &encoded) == source, "{}", path.display());
    }
}

#[test]
fn only_padding_is_dropped_without_keep_padding() {
    for path in files() {
        let source = fs::read(&path).unwrap();
        let encoded = stream(&["encode"], &source);
        let decoded = stream(&["decode"], &encoded);
        assert!(equal_except_padding(&source, &decoded), "{}", path.display());
        assert!(stream(&["encode", "--keep-padding"], &decoded) == encoded, "{}", path.display());
    }
    let padded = fs::read(sample("openai-chat-obfuscated.sse")).unwrap();
    let decoded = String::from_utf8(stream(&["decode"], &stream(&["encode"], &padded))).unwrap();
    assert!(decoded.contains(r#""obfuscation":"""#) && decoded.len() < padded.len());
    let padded = fs::read(sample("anthropic-messages.sse")).unwrap();
    let decoded = String::from_utf8(stream(&["decode"], &stream(&["encode"], &padded))).unwrap();
    assert!(!decoded.contains(" }\n") && decoded.len() < padded.len());
}

/// Compares two responses line by line. Lines that differ must be equal as JSON without padding.
fn equal_except_padding(source: &[u8], decoded: &[u8]) -> bool {
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (source, decoded) = (lines(source), lines(decoded));
    let same = |(a, b): (&Vec<u8>, &Vec<u8>)| a == b || json(a).is_some_and(|a| Some(a) == json(b));
    source.len() == decoded.len() && source.iter().zip(&decoded).all(same)
}

/// Parses a line as JSON, with an empty `obfuscation` and an empty `p`.
fn json(line: &[u8]) -> Option<Value> {
    let mut value: Value = serde_json::from_slice(line.strip_prefix(b"data:").unwrap_or(line)).ok()?;
    for key in ["obfuscation", "p"] {
        if let Some(padding) = value.as_object_mut().and_then(|object| object.get_mut(key)) {
            *padding = "".into();
        }
    }
    Some(value)
}

#[test]
fn decode_writes_events_text_or_ids() {
    let encoded = stream(&["encode"], HI.as_bytes());
    assert_eq!(stream(&["decode", "--to", "events"], &encoded), HI.as_bytes());
    assert_eq!(stream(&["decode", "--to", "text"], &encoded), b"Hi there");
    assert_eq!(stream(&["decode", "--to", "ids"], &encoded), b"[12194]\n[1354]\n");
}

#[test]
fn files_are_read_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (source, encoded, decoded) = (path("a.sse"), path("a.tws"), path("b.sse"));
    fs::write(&source, HI).unwrap();
    assert_eq!(stream(&["encode", &source, "-o", &encoded], b""), b"");
    assert_eq!(fs::read(&encoded).unwrap(), stream(&["encode", "-"], HI.as_bytes()));
    assert_eq!(stream(&["decode", &encoded, "--output", &decoded], b""), b"");
    assert_eq!(fs::read_to_string(&decoded).unwrap(), HI);
    assert_eq!(stream(&["decode", &encoded, "-o", "-"], b""), HI.as_bytes());
}

#[test]
fn input_that_ends_within_an_event_round_trips() {
    for cut in [0, 1, 10, 70, HI.len() - 1] {
        let source = &HI.as_bytes()[..cut];
        assert_eq!(stream(&["decode"], &stream(&["encode"], source)), source, "{cut}");
    }
}

#[test]
fn every_response_round_trips_with_the_prefix_coder() {
    for path in files() {
        let source = fs::read(&path).unwrap();
        let encoded = stream(&["encode", "--keep-padding", "--coder", "prefix"], &source);
        assert_eq!(encoded[0], 0xc8);
        assert!(stream(&["decode"], &encoded) == source, "{}", path.display());
    }
}
