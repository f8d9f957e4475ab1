//! Decoding restores what was encoded.

use crate::samples::{HI, files, ours, stream};
use serde_json::Value;
use std::fs;

#[test]
fn every_answer_round_trips() {
    for path in files() {
        let source = fs::read(&path).unwrap();
        let encoded = stream(&["encode", "--keep-padding"], &source);
        assert!(stream(&["decode"], &encoded) == source, "{}", path.display());
    }
}

#[test]
fn padding_is_dropped_unless_it_is_kept() {
    for path in files() {
        let source = fs::read(&path).unwrap();
        let encoded = stream(&["encode"], &source);
        let decoded = stream(&["decode"], &encoded);
        assert!(equal_but_for_padding(&source, &decoded), "{}", path.display());
        assert!(stream(&["encode", "--keep-padding"], &decoded) == encoded, "{}", path.display());
    }
    let padded = fs::read(ours("openai-chat-obfuscated.sse")).unwrap();
    let decoded = String::from_utf8(stream(&["decode"], &stream(&["encode"], &padded))).unwrap();
    assert!(decoded.contains(r#""obfuscation":"""#) && decoded.len() < padded.len());
    let padded = fs::read(ours("anthropic-messages.sse")).unwrap();
    let decoded = String::from_utf8(stream(&["decode"], &stream(&["encode"], &padded))).unwrap();
    assert!(!decoded.contains(" }\n") && decoded.len() < padded.len());
}

/// Line by line, and where lines differ, as JSON.
fn equal_but_for_padding(source: &[u8], decoded: &[u8]) -> bool {
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (source, decoded) = (lines(source), lines(decoded));
    let same = |(a, b): (&Vec<u8>, &Vec<u8>)| a == b || json(a).is_some_and(|a| Some(a) == json(b));
    source.len() == decoded.len() && source.iter().zip(&decoded).all(same)
}

fn json(line: &[u8]) -> Option<Value> {
    let mut value: Value = serde_json::from_slice(line.strip_prefix(b"data:").unwrap_or(line)).ok()?;
    if let Some(padding) = value.as_object_mut().and_then(|object| object.get_mut("obfuscation")) {
        *padding = "".into();
    }
    Some(value)
}

#[test]
fn text_and_ids_can_be_taken() {
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
fn the_end_of_the_input_ends_the_stream_in_mid_event_too() {
    for cut in [0, 1, 10, 70, HI.len() - 1] {
        let source = &HI.as_bytes()[..cut];
        assert_eq!(stream(&["decode"], &stream(&["encode"], source)), source, "{cut}");
    }
}

#[test]
fn prefix_round_trips_too() {
    for path in files() {
        let source = fs::read(&path).unwrap();
        let encoded = stream(&["encode", "--keep-padding", "--coder", "prefix"], &source);
        assert_eq!(encoded[0], 0xc8);
        assert!(stream(&["decode"], &encoded) == source, "{}", path.display());
    }
}
