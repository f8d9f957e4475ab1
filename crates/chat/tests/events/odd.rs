//! Sources that no server should send, but that some servers do send.

use crate::common::{OwnedEvent, encode, events, exact_encoder, joined, round_trip};
use tokenwire_chat::Encoder;

/// Checks that a source round-trips as `count` events, and returns them.
fn check_round_trip(source: &[u8], count: usize) -> Vec<OwnedEvent> {
    let events = round_trip(source);
    assert!(joined(&events) == source, "{}", source.escape_ascii());
    assert_eq!(events.len(), count, "{}", source.escape_ascii());
    assert!(joined(&self::events(&encode(exact_encoder(), source.chunks(1)))) == source);
    events
}

fn texts(events: &[OwnedEvent]) -> Vec<&str> {
    events.iter().map(|event| &event.text[..]).collect()
}

#[test]
fn empty_and_one_byte_sources_round_trip() {
    check_round_trip(b"", 0);
    for byte in 0..=u8::MAX {
        check_round_trip(&[byte], 1);
        // With a line feed, the event ends one byte earlier. A CR is part of the line end.
        check_round_trip(&[b"data: ", &[byte][..], b"\n\n"].concat(), if byte == b'\n' { 2 } else { 1 });
    }
}

#[test]
fn half_a_character_round_trips_without_text() {
    let half = b"data: {\"content\":\"\xf0\x9f\"}\n\ndata: {\"content\":\"\xa6\x80\"}\n\ndata: {\"content\":\"ok\"}\n\n";
    assert_eq!(texts(&check_round_trip(half, 3)), ["", "", "ok"]);
}

#[test]
fn lone_surrogates_round_trip_without_text() {
    let source = br#"data: {"content":"a"}

data: {"content":"\ud83e"}

data: {"content":"\udd80"}

data: {"content":"\ud83e\udd80"}

data: {"content":"\udd80\ud83e"}

"#;
    assert_eq!(texts(&check_round_trip(source, 5)), ["a", "", "", "🦀", ""]);
}

#[test]
fn all_bytes_round_trip() {
    let all: Vec<u8> = (0..=u8::MAX).cycle().skip(11).take(255).chain(*b"\n\n").collect();
    let source = all.repeat(3);
    assert_eq!(joined(&round_trip(&source)), source);
    check_round_trip(
        b"data: {\"content\":\"\0\0\",\"n\":\0}\n\ndata: {\"content\":\"\0\0\",\"n\":\0}\n\n",
        2,
    );
    check_round_trip(&[0; 5000], 1);
}

#[test]
fn an_unfinished_line_is_decoded_at_the_end() {
    let events = check_round_trip(b"data: {\"content\":\"Hi\"}\n\ndata: {\"content\":\"unfin", 2);
    assert_eq!((events[0].complete, events[1].complete), (true, false));
    assert_eq!(events[1].text, "");
}

#[test]
fn all_line_ends_round_trip() {
    for end in ["\n", "\r\n", "\r"] {
        let source = format!(
            "event: x{end}data: {{\"content\":\"Hi\"}}{end}{end}: ping{end}{end}data: [DONE]{end}{end}"
        );
        assert_eq!(texts(&check_round_trip(source.as_bytes(), 3)), ["Hi", "", ""]);
    }
    check_round_trip(b"\xef\xbb\xbfdata: x\n\n", 1);
    check_round_trip(b"\xef\xbb\xbf{\"a\":1}\n{\"a\":2}\n", 2);
    check_round_trip(b"{\"a\":1}\r\n\r\n{\"a\":2}", 3);
}

/// Unusual JSON strings have text or none, but are never an error.
#[test]
fn unusual_strings_round_trip() {
    let contents = [
        (r"\u0041\u00e9\/\u002f", "Aé//"),
        (r"\x41", ""),
        (r"\u12", ""),
        (r"\u00E9\u00e9", "éé"),
        (r#"\""#, "\""),
        (r"\u0022", "\""),
        ("\\\\", "\\"),
        ("\t", "\t"),
        (r"a\u0000b", "a\0b"),
        (r"\b\f\u0008", "\u{8}\u{c}\u{8}"),
    ];
    for round in 0..3 {
        let events: Vec<_> = contents.iter().cycle().skip(round).take(40).collect();
        let source: String =
            events.iter().map(|(content, _)| format!("data: {{\"content\":\"{content}\"}}\n\n")).collect();
        let back = check_round_trip(source.as_bytes(), 40);
        assert!(texts(&back).iter().eq(events.iter().map(|(_, text)| text)));
    }
}

#[test]
fn unusual_numbers_round_trip() {
    let numbers = [
        "0",
        "-0",
        "1",
        "-1",
        "01",
        "1.0",
        "1.50",
        "-0.000",
        "1e5",
        "1E+05",
        "999999999999999999",
        "1000000000000000000",
        "18446744073709551616",
        "-9223372036854775808",
        "0.1234567890123456789",
        "1.",
        ".5",
        "+1",
        "--1",
        "NaN",
        "1_000",
        "0x1F",
        "٣",
    ];
    for seed in 0..numbers.len() {
        let number = |index: usize| numbers[(index * (seed + 1) + index / 3) % numbers.len()];
        let source: String = (0..60)
            .map(|index| format!("data: {{\"n\":{},\"d\":[{}]}}\n\n", number(index), number(index + 1)))
            .collect();
        check_round_trip(source.as_bytes(), 60);
    }
}

#[test]
fn valid_and_invalid_times_round_trip() {
    let times = [
        "2026-11-19T08:00:00Z",
        "2026-11-19T08:00:00.5Z",
        "2026-11-19T08:00:01.503486828Z",
        "2026-02-29T00:00:00Z",
        "2024-02-29T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999+14:00",
        "2026-11-19 08:00:00",
        "1969-12-31T23:59:59.25Z",
        "2026-11-19T08:00:00.Z",
    ];
    for step in 1..times.len() {
        let source: String = (0..50)
            .map(|index| format!("{{\"at\":\"{}\",\"response\":\"a\"}}\n", times[index * step % times.len()]))
            .collect();
        check_round_trip(source.as_bytes(), 50);
    }
}

/// Text that looks like a time, a number or JSON is still text.
#[test]
fn texts_that_look_like_other_values_remain_texts() {
    let contents = [
        "2026-11-19T08:00:00Z",
        "12",
        "{\\\"content\\\":\\\"x\\\"}",
        "data: x\\n\\n",
        "[1,2]",
        "obfuscation",
        " ",
        "",
    ];
    let source: String = contents
        .iter()
        .cycle()
        .take(40)
        .map(|content| format!("data: {{\"content\":\"{content}\"}}\n\n"))
        .collect();
    let back = check_round_trip(source.as_bytes(), 40);
    assert_eq!(
        (&back[0].text[..], &back[8].text[..], &back[10].text[..]),
        (contents[0], contents[0], "{\"content\":\"x\"}")
    );
}

#[test]
fn pushing_after_the_end_is_an_error() {
    for end in [Encoder::end, Encoder::abort] {
        let (mut encoder, mut stream) = (exact_encoder(), Vec::new());
        encoder.push(b"data: x\n\n", &mut stream).unwrap();
        end(&mut encoder, &mut stream).unwrap();
        let len = stream.len();
        let expected = tokenwire::Error::TrailingBytes { offset: len };
        assert_eq!(encoder.push(b"data: y\n\n", &mut stream), Err(expected.clone()));
        assert_eq!(encoder.end(&mut stream), Err(expected.clone()));
        assert_eq!(encoder.abort(&mut stream), Err(expected));
        encoder.flush(&mut stream);
        assert_eq!(stream.len(), len);
    }
}
