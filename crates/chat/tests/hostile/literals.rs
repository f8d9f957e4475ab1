//! Malformed literals.

use super::script::{EVENT, Script, deflate};
use tokenwire::{Control, Error};
use tokenwire_chat::MAX_EVENT;

const DEFLATE: &str = "one complete deflate stream";
const SLOT: &str = "a slot below 250";
const ROLES: &str = "existing slots, text in strings and ids in arrays";
const KIND: &str = "a value of the slot's kind";

/// Returns a script with a literal of these compressed bytes.
fn deflated(bytes: &[u8]) -> Script {
    Script::new().control(Control::Literal).number((bytes.len() as u64) << 2).bytes(bytes)
}

#[test]
fn rejects_corrupt_or_truncated_deflate() {
    let whole = deflate(&EVENT.repeat(9).into_bytes());
    let (events, end) = deflated(&whole).read();
    assert_eq!((events, end), (vec![EVENT.repeat(9)], Ok(())));
    for cut in 0..whole.len() {
        deflated(&whole[..cut]).rejects(0, DEFLATE);
    }
    deflated(&[&whole[..], b"x"].concat()).rejects(0, DEFLATE);
    for byte in [0x06, 0x07, 0xfe, 0xff] {
        deflated(&[byte, 0xff, 0xff, 0x80]).rejects(0, DEFLATE);
    }
    // The distance of a reference is beyond the window.
    let mut far = deflate(&[&b"abcdefgh".repeat(4000)[..], b"abcdefgh"].concat());
    far.drain(..1);
    deflated(&far).rejects(0, DEFLATE);
}

#[test]
fn rejects_a_deflate_bomb() {
    let longest = deflate(&vec![b'x'; MAX_EVENT]);
    assert!(longest.len() < 1100, "{}", longest.len());
    let (events, end) = deflated(&longest).read();
    assert_eq!((events[0].len(), end), (MAX_EVENT, Ok(())));
    for len in [MAX_EVENT + 1, 2 * MAX_EVENT, 64 * MAX_EVENT] {
        deflated(&deflate(&vec![b'x'; len])).exceeds(0, "bytes in a literal");
    }
}

#[test]
fn rejects_lengths_and_counts_above_the_limit() {
    let over = MAX_EVENT as u64 + 1;
    for len in [over, 1 << 40, u64::MAX >> 4] {
        for flags in 0..4 {
            Script::with_lane()
                .control(Control::Literal)
                .number(len << 2 | flags)
                .exceeds(1, "bytes in a literal");
        }
    }
    for count in [251, 1 << 40, u64::MAX] {
        let values = Error::LimitExceeded { what: "values in a literal", limit: 250 };
        Script::new().control(Control::Literal).numbers(&[3, 4, count]).fails(0, &values);
    }
}

#[test]
fn rejects_unknown_roles_and_slots() {
    let number = "{\"a\":1,\"b\":[2]}\n";
    for (event, slot, role) in [(EVENT, 0, 7), (number, 0, 6), (number, 0, 7), (number, 1, 6)] {
        Script::new().literal(event, &[(slot, role)]).rejects(0, ROLES);
    }
    for slot in [250, 1 << 20, u64::MAX >> 3] {
        Script::new().literal(EVENT, &[(slot, 2)]).rejects(0, SLOT);
    }
}

#[test]
fn rejects_values_without_an_empty_slot() {
    let existing = "existing slots in ascending order";
    Script::new().literal(EVENT, &[(2, 1)]).tokens(&[49]).rejects(0, ROLES);
    Script::new().literal("no slots\n", &[(0, 1)]).tokens(&[49]).rejects(0, ROLES);
    // The order is not ascending, or a slot occurs twice.
    let two = "{\"a\":\"\",\"b\":\"\"}\n";
    Script::new().literal(two, &[(1, 1), (0, 1)]).tokens(&[49, 50]).rejects(0, existing);
    Script::new().literal(two, &[(0, 1), (0, 1)]).tokens(&[49, 50]).rejects(0, existing);
    // An event with more than 250 values has no slots.
    let full = "\"\" ".repeat(251) + "\n";
    Script::new().literal(&full, &[(0, 1)]).tokens(&[49]).rejects(0, ROLES);
    Script::new()
        .literal("{\"a\":\"x\"}\n", &[(0, 1)])
        .tokens(&[49])
        .rejects(0, "an empty slot for an extracted value");
}

#[test]
fn rejects_values_of_the_wrong_kind() {
    // Tokens and back-references are for strings, and numbers for arrays.
    Script::new().literal("{\"a\":[]}\n", &[(0, 1)]).tokens(&[49]).rejects(0, KIND);
    Script::new()
        .literal("{\"a\":[]}\n", &[(0, 1)])
        .control(Control::String)
        .numbers(&[10, 0])
        .rejects(0, KIND);
    Script::new().literal(EVENT, &[(0, 4)]).numbers(&[2, 7, 8]).rejects(0, ROLES);
    // The ids of the event's tokens are for arrays.
    Script::new().literal("{\"a\":\"\",\"b\":\"\"}\n", &[(0, 2), (1, 3)]).tokens(&[49]).rejects(0, ROLES);
    let (events, end) =
        Script::new().literal("{\"a\":\"\",\"b\":[]}\n", &[(0, 2), (1, 3)]).tokens(&[49]).read();
    assert_eq!((&events[0][..], end), ("{\"a\":\"R\",\"b\":[49]}\n", Ok(())));
    let (events, end) = Script::new()
        .literal("{\"a\":[],\"b\":[]}\n", &[(0, 3), (1, 4)])
        .tokens(&[49])
        .numbers(&[1, 9])
        .read();
    assert_eq!((&events[0][..], end), ("{\"a\":[49],\"b\":[9]}\n", Ok(())));
}

#[test]
fn a_piece_has_no_values() {
    let piece = |bytes: &[u8]| {
        Script::new().control(Control::Literal).numbers(&[(bytes.len() as u64) << 2 | 2, 5]).bytes(bytes)
    };
    let (events, end) = piece(EVENT.as_bytes()).control(Control::Ping).read();
    assert_eq!((events, end), (vec![EVENT.to_owned()], Ok(())));
}
