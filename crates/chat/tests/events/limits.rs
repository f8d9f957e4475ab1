//! Sources near or beyond a limit. They also round-trip, split into pieces where necessary.

use crate::common::{encode, events, exact_encoder, joined, round_trip};
use std::time::{Duration, Instant};
use tokenwire_chat::MAX_EVENT;

/// Returns an event of this length, made of words.
fn event(len: usize) -> Vec<u8> {
    let around = r#"data: {"content":""}"#.len() + 2;
    let text: String = "many words ".chars().cycle().take(len - around).collect();
    format!("data: {{\"content\":\"{text}\"}}\n\n").into_bytes()
}

#[test]
fn an_event_is_complete_up_to_the_limit() {
    for (len, pieces) in [
        (MAX_EVENT - 1, vec![(MAX_EVENT - 1, true)]),
        (MAX_EVENT, vec![(MAX_EVENT, true)]),
        (MAX_EVENT + 1, vec![(MAX_EVENT, false), (1, false)]),
        (2 * MAX_EVENT + 5, vec![(MAX_EVENT, false), (MAX_EVENT, false), (5, false)]),
    ] {
        let source = [event(len), event(40)].concat();
        let events = round_trip(&source);
        let found: Vec<_> = events.iter().map(|event| (event.bytes.len(), event.complete)).collect();
        assert_eq!(found, [pieces, vec![(40, true)]].concat());
        assert!(events.iter().flat_map(|event| &event.bytes).eq(&source));
    }
}

#[test]
fn pieces_of_a_long_event_do_not_depend_on_the_pushes() {
    for source in [
        [event(MAX_EVENT + 1), event(40)].concat(),
        [event(MAX_EVENT), event(40)].concat(),
        // White space before the byte that decides the framing.
        [vec![b' '; MAX_EVENT + 2], b"{}\n{}\n".to_vec()].concat(),
        [vec![b'\n'; 100], b"{}\n{}\n".to_vec()].concat(),
        // Line ends that the limit splits.
        [&vec![b'x'; MAX_EVENT - 3][..], b"\r\n\r\n: y\r\n\r\n"].concat(),
        [&vec![b'x'; MAX_EVENT - 1][..], b"\r\n\r\n: y\r\n\r\n"].concat(),
        [&vec![b'x'; MAX_EVENT][..], b"\r\r: y\r\r"].concat(),
    ] {
        let whole = encode(exact_encoder(), [&source[..]]);
        for steps in [MAX_EVENT - 1, MAX_EVENT, MAX_EVENT + 1] {
            assert!(encode(exact_encoder(), source.chunks(steps)) == whole, "{steps}");
        }
        // Byte by byte around the limit.
        let (head, tail) = source.split_at(source.len().min(MAX_EVENT) - 5);
        assert!(encode(exact_encoder(), std::iter::once(head).chain(tail.chunks(1))) == whole);
    }
}

#[test]
fn shapes_of_many_slots_round_trip() {
    for slots in [1, 60, 130, 248, 249, 250, 251, 400] {
        let numbers: Vec<_> = (0..slots).map(|slot| format!("\"k{slot}\":{}", slot % 7)).collect();
        let source = format!("data: {{{}}}\n\n", numbers.join(",")).repeat(3);
        let stream = encode(exact_encoder(), [source.as_bytes()]);
        assert_eq!(joined(&events(&stream)), source.as_bytes());
        // An event in a lane is one symbol. One with too many slots is a literal each time.
        let again = encode(exact_encoder(), [source.repeat(2).as_bytes()]).len() - stream.len();
        assert!(again <= 3 || slots > 130, "{slots}: {again}");
        assert!(again > 3 || slots < 250, "{slots}: {again}");
    }
}

#[test]
fn ten_thousand_shapes_round_trip() {
    let shape = |number: usize| format!("data: {{\"key-{number}\":\"v\",\"n\":{number}}}\n\n");
    let source: String = (0..10_000).map(shape).collect();
    let events = round_trip(source.as_bytes());
    assert_eq!(events.len(), 10_000);
    assert!(events.iter().flat_map(|event| &event.bytes).eq(source.as_bytes()));
}

/// With more lanes than fit, events of dropped lanes are literals again.
#[test]
fn dropped_lanes_are_learned_again() {
    let shape = |number: usize| format!("data: {{\"key-{number}\":\"v\",\"content\":\"Hi\"}}\n\n");
    let round: String = (0..300).map(shape).collect();
    let source = round.repeat(3);
    let events = round_trip(source.as_bytes());
    assert_eq!(events.len(), 900);
    assert!(events.iter().flat_map(|event| &event.bytes).eq(source.as_bytes()));
    // Eight shapes in turn need few literals, even after many other shapes.
    let few: String = (0..300).map(|number| shape(number % 8)).collect();
    let costs = |source: &str| encode(exact_encoder(), [source.as_bytes()]).len();
    assert!(costs(&(source.clone() + &few)) - costs(&source) < 300 * 3, "a few bytes an event");
}

/// Encodes events of almost the maximum length that repeat one pattern. A quadratic algorithm would exceed the time
/// limit.
#[test]
fn every_event_takes_linear_time() {
    const MAX_TIME: Duration = Duration::from_secs(10);
    for pattern in [
        "\"",
        "\"\\",
        "\\\"\r",
        "[",
        "[1,",
        "[ ",
        "{",
        "}",
        "-",
        "1.1.",
        "1 ",
        "\"a\":",
        "\"    ",
        "\"\\u",
        " ",
        "é",
        "\"x\r",
        "2026-11-19T00:00:00 ",
        "\"content\":\"a\" ",
    ] {
        let begin = Instant::now();
        let source = format!("data: {{{}\n\n", pattern.repeat(900_000 / pattern.len()));
        let events = round_trip(source.as_bytes());
        assert!(joined(&events) == source.as_bytes(), "{pattern:?}");
        assert!(begin.elapsed() < MAX_TIME, "{pattern:?}: {:?}", begin.elapsed());
    }
}
