//! Sources that come near a cap, or over it: they pass all the same, in pieces where they must.

use crate::common::{encode, events, exact, joined, there_and_back};
use std::time::{Duration, Instant};
use tokenwire_chat::MAX_EVENT;

/// An event of that length, of words.
fn event(len: usize) -> Vec<u8> {
    let around = r#"data: {"content":""}"#.len() + 2;
    let text: String = "many words ".chars().cycle().take(len - around).collect();
    format!("data: {{\"content\":\"{text}\"}}\n\n").into_bytes()
}

#[test]
fn an_event_is_whole_up_to_the_cap() {
    for (len, pieces) in [
        (MAX_EVENT - 1, vec![(MAX_EVENT - 1, true)]),
        (MAX_EVENT, vec![(MAX_EVENT, true)]),
        (MAX_EVENT + 1, vec![(MAX_EVENT, false), (1, false)]),
        (2 * MAX_EVENT + 5, vec![(MAX_EVENT, false), (MAX_EVENT, false), (5, false)]),
    ] {
        let source = [event(len), event(40)].concat();
        let events = there_and_back(&source);
        let seen: Vec<_> = events.iter().map(|event| (event.bytes.len(), event.whole)).collect();
        assert_eq!(seen, [pieces, vec![(40, true)]].concat());
        assert!(events.iter().flat_map(|event| &event.bytes).eq(&source));
    }
}

#[test]
fn pieces_of_a_long_event_do_not_depend_on_how_it_comes() {
    for source in [
        [event(MAX_EVENT + 1), event(40)].concat(),
        [event(MAX_EVENT), event(40)].concat(),
        // White space, and only then what tells the framing.
        [vec![b' '; MAX_EVENT + 2], b"{}\n{}\n".to_vec()].concat(),
        [vec![b'\n'; 100], b"{}\n{}\n".to_vec()].concat(),
        // Line ends that are cut in two by the cap.
        [&vec![b'x'; MAX_EVENT - 3][..], b"\r\n\r\n: y\r\n\r\n"].concat(),
        [&vec![b'x'; MAX_EVENT - 1][..], b"\r\n\r\n: y\r\n\r\n"].concat(),
        [&vec![b'x'; MAX_EVENT][..], b"\r\r: y\r\r"].concat(),
    ] {
        let whole = encode(exact(), [&source[..]]);
        for steps in [MAX_EVENT - 1, MAX_EVENT, MAX_EVENT + 1] {
            assert!(encode(exact(), source.chunks(steps)) == whole, "{steps}");
        }
        // Byte by byte about the cap.
        let (head, tail) = source.split_at(source.len().min(MAX_EVENT) - 5);
        assert!(encode(exact(), std::iter::once(head).chain(tail.chunks(1))) == whole);
    }
}

#[test]
fn shapes_of_many_slots_pass() {
    for slots in [1, 60, 130, 248, 249, 250, 251, 400] {
        let numbers: Vec<_> = (0..slots).map(|slot| format!("\"k{slot}\":{}", slot % 7)).collect();
        let source = format!("data: {{{}}}\n\n", numbers.join(",")).repeat(3);
        let stream = encode(exact(), [source.as_bytes()]);
        assert_eq!(joined(&events(&stream)), source.as_bytes());
        // What has a lane is a symbol; what has too many slots is a literal again and again.
        let again = encode(exact(), [source.repeat(2).as_bytes()]).len() - stream.len();
        assert!(again <= 3 || slots > 130, "{slots}: {again}");
        assert!(again > 3 || slots < 250, "{slots}: {again}");
    }
}

#[test]
fn ten_thousand_shapes_pass() {
    let shape = |number: usize| format!("data: {{\"key-{number}\":\"v\",\"n\":{number}}}\n\n");
    let source: String = (0..10_000).map(shape).collect();
    let events = there_and_back(source.as_bytes());
    assert_eq!(events.len(), 10_000);
    assert!(events.iter().flat_map(|event| &event.bytes).eq(source.as_bytes()));
}

/// More lanes than are kept: those that were forgotten are literals again.
#[test]
fn lanes_that_were_forgotten_are_learned_again() {
    let shape = |number: usize| format!("data: {{\"key-{number}\":\"v\",\"content\":\"Hi\"}}\n\n");
    let round: String = (0..300).map(shape).collect();
    let source = round.repeat(3);
    let events = there_and_back(source.as_bytes());
    assert_eq!(events.len(), 900);
    assert!(events.iter().flat_map(|event| &event.bytes).eq(source.as_bytes()));
    // A few shapes in turn cost nothing, whatever else was there long before.
    let few: String = (0..300).map(|number| shape(number % 8)).collect();
    let costs = |source: &str| encode(exact(), [source.as_bytes()]).len();
    assert!(costs(&(source.clone() + &few)) - costs(&source) < 300 * 3, "a few bytes an event");
}

/// As much of one thing as an event holds: each byte is looked at a few times, not each of them for each of them.
#[test]
fn no_event_takes_long() {
    const PATIENCE: Duration = Duration::from_secs(10);
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
        let events = there_and_back(source.as_bytes());
        assert!(joined(&events) == source.as_bytes(), "{pattern:?}");
        assert!(begin.elapsed() < PATIENCE, "{pattern:?}: {:?}", begin.elapsed());
    }
}
