//! `inspect`: the parts cover every byte of the stream and every byte of the source.

use crate::common::{fails, run, stderr};
use crate::samples::{HI, fails_after, files, stream};
use serde_json::Value;
use std::fs;

/// Returns the parts of a stream as JSON.
fn parts(stream: &[u8]) -> Vec<Value> {
    serde_json::from_slice(&self::stream(&["inspect", "--json"], stream)).unwrap()
}

/// Returns the bytes of the source that a part encodes.
fn bytes(part: &Value) -> Vec<u8> {
    let hex = part["hex"].as_str().unwrap_or_default();
    let hex = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
    part["bytes"].as_str().unwrap_or_default().bytes().chain(hex).collect()
}

#[test]
fn parts_cover_the_whole_stream_and_the_whole_source() {
    for path in files() {
        let source = fs::read(&path).unwrap();
        let encoded = stream(&["encode", "--keep-padding"], &source);
        let parts = parts(&encoded);
        let mut end = 0;
        for part in &parts {
            assert_eq!(part["offset"], end, "{}", path.display());
            end += part["length"].as_u64().unwrap();
        }
        assert_eq!(end, encoded.len() as u64, "{}", path.display());
        assert!(parts.iter().flat_map(bytes).eq(source), "{}", path.display());
        assert_eq!((&parts[0]["kind"], &parts[parts.len() - 1]["kind"]), (&"header".into(), &"end".into()));
    }
}

#[test]
fn each_line_describes_a_part() {
    let shown = String::from_utf8(stream(&["inspect"], &stream(&["encode"], HI.as_bytes()))).unwrap();
    let lines: Vec<&str> = shown.lines().collect();
    let (offset, length, kind) = (&lines[2][..8], &lines[2][8..16], &lines[2][18..25]);
    assert_eq!((offset.trim(), kind), ("3", "literal"), "{shown}");
    assert!(length.trim().parse::<usize>().is_ok_and(|length| length > 3), "{shown}");
    assert!(lines[0].starts_with("  offset  length  kind"), "{shown}");
    assert!(lines[1].contains("varint") && lines[1].contains("o200k_base"), "{shown}");
    assert!(
        lines[2].ends_with(r#"  => data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n"#),
        "{shown}"
    );
    assert!(lines[3].contains(r#"event    1354 " there"  => data: "#), "{shown}");
    assert!(lines[5].contains("the source is complete"), "{shown}");
    assert_eq!(lines.len(), 6);
}

#[test]
fn events_are_encoded_before_they_are_inspected() {
    let direct = stream(&["inspect"], &stream(&["encode"], HI.as_bytes()));
    let output = run(&["stream", "inspect"], HI.as_bytes());
    assert!(output.status.success());
    assert_eq!(
        stderr(&output),
        "note: the input is not a stream; showing the stream that `tokenwire stream encode` would write\n"
    );
    assert_eq!(output.stdout, direct);
    let marked = run(&["stream", "inspect", "--encoding", "gpt2"], format!("\u{feff}{HI}").as_bytes());
    let shown = String::from_utf8(marked.stdout).unwrap();
    // Invisible characters are shown as escapes.
    assert!(shown.contains("r50k_base") && shown.contains(r"=> \u{feff}data: "), "{shown}");
}

#[test]
fn parts_before_an_error_are_shown_first() {
    let encoded = stream(&["encode"], HI.as_bytes());
    let cut = &encoded[..encoded.len() - 2];
    let shown = String::from_utf8(fails_after(&["inspect"], cut, "the input ends at byte")).unwrap();
    assert!(shown.lines().count() == 5 && shown.contains("[DONE]"), "{shown}");
    let parts: Vec<Value> =
        serde_json::from_slice(&fails_after(&["inspect", "--json"], cut, "ends")).unwrap();
    assert_eq!(parts.len(), 4);
    let more = [&encoded[..], b"x"].concat();
    let shown = String::from_utf8(fails_after(&["inspect"], &more, "bytes after the end")).unwrap();
    assert_eq!(shown.lines().count(), 6);
}

#[test]
fn rejects_input_that_is_no_stream() {
    for flags in [&["stream", "inspect"][..], &["stream", "inspect", "--json"]] {
        let document = run(&["encode"], b"Hi").stdout;
        fails(flags, &document, 1, "the input is not a stream; use `tokenwire inspect`");
        fails(flags, &[0xc1, 2, 0xda, 0x12], 1, "the input is a stream of ids, not of events");
        fails(flags, b"", 1, "the input is empty");
        fails(&[flags, &["no such file"]].concat(), b"", 1, "no such file: ");
        fails(
            &[flags, &["--encoding", "gpt2"]].concat(),
            &[0xc2, 2, 1],
            1,
            "the stream was written for the encoding o200k_base",
        );
    }
}
